//! Who else is at a complaint: on its card in words, in the lists as small marks. Nobody is ever locked out by it.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    domain::language::Language,
    store::{
        complaint_presence::{self, Present},
        complaints,
    },
    t,
    web::{failure::Failure, guarded::Guarded, house::House, ui, visitor::Handler},
};

/// Marks of one row; more people than that at one complaint are a number.
const MARKS: usize = 3;
/// Characters of a page's own name.
const LONGEST_PAGE: usize = 32;

#[derive(Deserialize)]
pub struct Said {
    /// One open page of theirs.
    #[serde(default)]
    page: String,
    /// `looks`, `writes` or `leaves`.
    #[serde(default)]
    doing: String,
}

/// A name that one open page has for itself.
pub fn page_name() -> String {
    format!("{:016x}", rand::random::<u64>())
}

pub fn is_page_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= LONGEST_PAGE
        && name.bytes().all(|letter| letter.is_ascii_alphanumeric())
}

/// A page says that it is still open, and hears who else is there.
pub async fn post(
    visitor: Handler,
    house: Data<House>,
    number: Path<i64>,
    said: Guarded<Said>,
) -> Result<HttpResponse, Failure> {
    let Said { page, doing } = said.0;
    if !is_page_name(&page) || !matches!(doing.as_str(), "looks" | "writes" | "leaves") {
        return Err(Failure::BadRequest("page or doing".to_owned()));
    }
    let (number, now) = (*number, house.now());
    let mut connection = house.connection().await?;
    if doing == "leaves" {
        complaint_presence::leave(&mut connection, number, visitor.id, &page).await?;
        return Ok(HttpResponse::NoContent().finish());
    }
    if !complaints::exists(&mut connection, number).await? {
        return Err(Failure::NotFound);
    }
    complaint_presence::note(&mut connection, number, visitor.id, &page, doing == "writes", now).await?;
    let present = complaint_presence::others(&connection, &[number], visitor.id, now).await?;
    Ok(ui::respond(StatusCode::OK, in_words(visitor.language, &present)))
}

/// `Мария Лебедева пишет · Иван Петров смотрит`.
pub fn in_words(language: Language, present: &[Present]) -> Markup {
    html! {
        @for one in present {
            span.present.present-writes[one.writes] { (ui::icon(picture(one))) (words(language, one)) }
        }
    }
}

/// The marks of one row of a list.
pub fn marks(language: Language, present: &[Present], number: i64) -> Markup {
    let here: Vec<&Present> = present.iter().filter(|one| one.complaint_id == number).collect();
    html! {
        @if !here.is_empty() {
            div.presents {
                @for one in here.iter().take(MARKS) {
                    @let words = words(language, one);
                    span.present.present-writes[one.writes] title=(words) {
                        (ui::icon(picture(one))) span aria-hidden="true" { (ui::initials(&one.name)) }
                        span.visually-hidden { (words) }
                    }
                }
                @if here.len() > MARKS { span.present { "+" (here.len() - MARKS) } }
            }
        }
    }
}

fn picture(one: &Present) -> &'static str {
    if one.writes { "pen" } else { "eye" }
}

fn words(language: Language, one: &Present) -> String {
    let id = if one.writes { "together-writes" } else { "together-looks" };
    t!(language, id, name = one.name.as_str()).into_owned()
}
