//! What the house sets of endings: `/settings/outcomes`. The recourse told with a rejection, and when complaints close.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{self, Data, Query},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::meanwhile::{Fields, again, unless_met, yes_or_no};
use crate::{
    actions::outcome_rules::{
        BadRules, LONGEST_RECOURSE, MOST_DAYS, Recourse, close_after, put_outcome_rules, recourse,
    },
    domain::language::Language,
    store::{Connection, StoreError},
    t,
    web::{
        entry::see_other,
        failure::Failure,
        guarded::Guarded,
        house::House,
        links,
        ui::{self, Frame, Tone},
        visitor::{Admin, Person},
    },
};

pub fn routes(service: &mut web::ServiceConfig) {
    service.route(links::OUTCOMES, web::get().to(show)).route(links::OUTCOMES, web::post().to(put));
}

#[derive(Deserialize)]
struct Asked {
    done: Option<String>,
}

/// The form, as typed.
#[derive(Debug, Default, Deserialize)]
struct Typed {
    #[serde(default)]
    ru: String,
    #[serde(default)]
    en: String,
    confirmed: Option<String>,
    #[serde(default)]
    days: String,
    /// What the form showed.
    #[serde(default)]
    shown: String,
}

impl Typed {
    async fn stored(connection: &mut Connection) -> Result<Self, StoreError> {
        let Recourse { ru, en, confirmed } = recourse(connection).await?;
        let days = close_after(connection).await?.unwrap_or(0).to_string();
        Ok(Self { ru, en, days, confirmed: confirmed.then(String::new), shown: String::new() })
    }

    fn fields(&self, language: Language) -> Fields {
        let label = |id: &str| t!(language, id).into_owned();
        // Browsers send line breaks of their own.
        let words = |words: &str| words.replace("\r\n", "\n");
        Fields(vec![
            (label("outcomes-recourse-ru"), words(&self.ru)),
            (label("outcomes-recourse-en"), words(&self.en)),
            (label("outcomes-recourse-confirmed"), yes_or_no(language, self.confirmed.is_some())),
            (label("outcomes-days"), self.days.clone()),
        ])
    }
}

async fn show(visitor: Admin, house: Data<House>, asked: Query<Asked>) -> Result<HttpResponse, Failure> {
    let typed = Typed::stored(&mut *house.connection().await?).await?;
    let shown = typed.fields(visitor.language).shown();
    Ok(draw(&house, &visitor, StatusCode::OK, &typed, &shown, None, asked.done.is_some()))
}

async fn put(visitor: Admin, house: Data<House>, form: Guarded<Typed>) -> Result<HttpResponse, Failure> {
    let Guarded(typed) = form;
    let recourse =
        Recourse { ru: typed.ru.clone(), en: typed.en.clone(), confirmed: typed.confirmed.is_some() };
    let put = match typed.days.trim().parse() {
        Ok(days) => {
            let mut connection = house.connection().await?;
            let language = visitor.language;
            let stored =
                async |connection: &mut Connection| Ok(Typed::stored(connection).await?.fields(language));
            unless_met(&mut connection, &typed.shown, &typed.fields(language), stored, async |connection| {
                put_outcome_rules(connection, &recourse, days, visitor.id, house.now()).await
            })
            .await
        }
        Err(_) => Err(BadRules::Days),
    };
    match put {
        Ok(None) => Ok(see_other(&format!("{}?done=yes", links::OUTCOMES))),
        Ok(Some(met)) => {
            let told = html! { (met.stored.shown()) (met.told(visitor.language)) };
            Ok(draw(&house, &visitor, StatusCode::CONFLICT, &typed, &told, None, false))
        }
        Err(BadRules::Store(error)) => Err(error.into()),
        Err(bad) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            let shown = again(&typed.shown);
            Ok(draw(&house, &visitor, status, &typed, &shown, Some(&bad), false))
        }
    }
}

fn draw(
    house: &House,
    person: &Person,
    status: StatusCode,
    typed: &Typed,
    shown: &Markup,
    bad: Option<&BadRules>,
    done: bool,
) -> HttpResponse {
    let frame = Frame::new(house, person, links::OUTCOMES);
    let language = frame.language;
    let words = bad.map(|bad| match bad {
        BadRules::TooLong { length, .. } => {
            t!(language, "outcomes-bad-recourse-long", length = *length, limit = LONGEST_RECOURSE)
        }
        BadRules::Days => t!(language, "outcomes-bad-days", most = MOST_DAYS),
        BadRules::NoWords(_) | BadRules::Store(_) => t!(language, "outcomes-bad-recourse"),
    });
    let blamed = match bad {
        Some(BadRules::NoWords(name) | BadRules::TooLong { language: name, .. }) => name,
        Some(BadRules::Days) => "days",
        Some(BadRules::Store(_)) | None => "",
    };
    let area = |name: &str, label: &str, value: &str| {
        let wrong = blamed == name;
        html! {
            div.col-lg-6 {
                label.form-label for=(name) { (t!(language, label)) }
                textarea.form-control.is-invalid[wrong] id=(name) name=(name) rows="8" lang=(name) autofocus[wrong]
                    aria-invalid=[wrong.then_some("true")] { "\n" (value) }
            }
        }
    };
    let body: Markup = html! {
        @if done { (ui::notice(Tone::Good, &t!(language, "outcomes-done"))) }
        @if let Some(words) = words { (ui::notice(Tone::Bad, &words)) }
        form.card method="post" action=(links::OUTCOMES) {
            (frame.csrf())
            div.card-body {
                (shown)
                fieldset.mb-4 {
                    legend.h3 { (t!(language, "outcomes-recourse-title")) }
                    p.text-secondary { (t!(language, "outcomes-recourse-lead")) }
                    div.row.g-3.mb-3 {
                        (area("ru", "outcomes-recourse-ru", &typed.ru))
                        (area("en", "outcomes-recourse-en", &typed.en))
                    }
                    label.form-check {
                        input.form-check-input type="checkbox" name="confirmed" value="yes" checked[typed.confirmed.is_some()];
                        span.form-check-label { (t!(language, "outcomes-recourse-confirmed")) }
                    }
                    @if typed.confirmed.is_none() { (ui::badge(Tone::Warning, &t!(language, "outcomes-recourse-unconfirmed"))) }
                }
                fieldset {
                    legend.h3 { (t!(language, "outcomes-days-title")) }
                    @let wrong = blamed == "days";
                    label.form-label for="days" { (t!(language, "outcomes-days")) }
                    input.form-control.outcomes-days.is-invalid[wrong] #days name="days" type="text" inputmode="numeric" required
                        autocomplete="off" value=(typed.days) autofocus[wrong] aria-invalid=[wrong.then_some("true")];
                    p.form-hint { (t!(language, "outcomes-days-hint")) }
                }
            }
            div.card-footer { button.btn.btn-primary type="submit" { (t!(language, "outcomes-save")) } }
        }
    };
    ui::respond(status, frame.page(&t!(language, "outcomes-title"), &html! {}, &body))
}
