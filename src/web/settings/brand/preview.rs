//! A form and a letter with a brand that is only tried: drawn by the very code that draws those of customers.

use actix_web::{
    HttpResponse,
    http::header,
    web::{self, Data, Query},
};
use chrono::Days;
use maud::{Markup, html};
use serde::Deserialize;
use url::Url;

use crate::{
    domain::{
        brand::{Brand, Colour},
        language::Language,
        questionnaire::SurveyKind,
    },
    mail::{Addressed, Letter, Survey, compose},
    t,
    web::{failure::Failure, form::frame::document, house::House, visitor::Admin},
};

/// For a page inside our own one: its style, its embedded logo, and nothing that does anything.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'self'; sandbox";

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .route("/settings/brand/form", web::get().to(form))
        .route("/settings/brand/letter", web::get().to(letter));
}

#[derive(Deserialize)]
struct Tried {
    #[serde(default)]
    name: String,
    #[serde(default)]
    colour: String,
}

impl Tried {
    /// The brand as it is, with the name and the colour that are tried; the logo is the one that is kept.
    fn brand(&self, house: &House) -> Brand {
        let kept = house.brand();
        let name = if self.name.trim().is_empty() { kept.name.clone() } else { self.name.clone() };
        Brand { name, colour: Colour::parse(&self.colour).ok(), ..kept.as_ref().clone() }
    }
}

async fn form(visitor: Admin, house: Data<House>, tried: Query<Tried>) -> HttpResponse {
    let language = visitor.language;
    let title = t!(language, "brand-sample-title");
    inside(document(language, &tried.brand(&house), &title, &sample(language)).into_string())
}

async fn letter(visitor: Admin, house: Data<House>, tried: Query<Tried>) -> Result<HttpResponse, Failure> {
    let brand = tried.brand(&house);
    let today = house.now().with_timezone(&house.config().time_zone).date_naive();
    let nowhere = Url::parse("https://example.org/").map_err(Failure::fault)?;
    let survey = Survey {
        kind: SurveyKind::Purchase,
        form: nowhere.clone(),
        store: None,
        purchased_on: Some(today),
        complaint: None,
        open_until: today + Days::new(30),
    };
    let addressed = Addressed {
        brand: brand.name,
        colour: brand.colour,
        language: visitor.language,
        recipient_name: Some(t!(visitor.language, "brand-sample-name").into_owned()),
        unsubscribe: Some(nowhere),
        answers_are_read: true,
        pixel: None,
    };
    Ok(inside(compose(&Letter::Invitation(survey), &addressed).map_err(Failure::fault)?.html))
}

fn inside(page: String) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .body(page)
}

/// The pieces of a form that a colour touches.
fn sample(language: Language) -> Markup {
    html! {
        h1 { (t!(language, "brand-sample-title")) }
        fieldset {
            legend { (t!(language, "brand-sample-question")) }
            div.r {
                @for score in 0..=10 {
                    label { input type="radio" name="nps" value=(score) checked[score == 9]; span { (score) } }
                }
            }
        }
        button type="button" { (t!(language, "brand-sample-send")) }
        p.m.u { a href="#" { (t!(language, "brand-sample-link")) } }
    }
}
