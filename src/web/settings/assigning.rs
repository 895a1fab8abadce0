//! Whether complaints are handed out by load: `/settings/assigning`.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{self, Data, Query},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::meanwhile::{Fields, again, unless_met, yes_or_no};
use crate::{
    actions::assigning::{AssigningError, assigning, put_assigning},
    domain::{
        assigning::{Assigning, CAPACITIES},
        language::Language,
    },
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
    service.route(links::ASSIGNING, web::get().to(show)).route(links::ASSIGNING, web::post().to(put));
}

#[derive(Deserialize)]
struct Asked {
    done: Option<String>,
}

/// The form, as typed.
#[derive(Deserialize)]
struct Typed {
    on: Option<String>,
    #[serde(default)]
    capacity: String,
    /// What the form showed.
    #[serde(default)]
    shown: String,
}

impl Typed {
    async fn stored(connection: &Connection) -> Result<Self, StoreError> {
        let Assigning { on, capacity } = assigning(connection).await?;
        Ok(Self { on: on.then(String::new), capacity: capacity.to_string(), shown: String::new() })
    }

    fn fields(&self, language: Language) -> Fields {
        Fields(vec![
            (t!(language, "work-assigning-on").into_owned(), yes_or_no(language, self.on.is_some())),
            (t!(language, "work-assigning-capacity").into_owned(), self.capacity.clone()),
        ])
    }
}

async fn show(visitor: Admin, house: Data<House>, asked: Query<Asked>) -> Result<HttpResponse, Failure> {
    let typed = Typed::stored(&*house.connection().await?).await?;
    let shown = typed.fields(visitor.language).shown();
    Ok(draw(&house, &visitor, StatusCode::OK, &typed, &shown, asked.done.is_some()))
}

async fn put(visitor: Admin, house: Data<House>, form: Guarded<Typed>) -> Result<HttpResponse, Failure> {
    let Guarded(typed) = form;
    let refused = |typed: &Typed| {
        let shown = again(&typed.shown);
        Ok(draw(&house, &visitor, StatusCode::UNPROCESSABLE_ENTITY, typed, &shown, false))
    };
    let Ok(capacity) = typed.capacity.trim().parse() else { return refused(&typed) };
    let wanted = Assigning { on: typed.on.is_some(), capacity };
    let mut connection = house.connection().await?;
    let language = visitor.language;
    let stored = async |connection: &mut Connection| Ok(Typed::stored(connection).await?.fields(language));
    let mine = typed.fields(language);
    let put = unless_met(&mut connection, &typed.shown, &mine, stored, async |connection| {
        put_assigning(connection, wanted, visitor.id, house.now()).await
    });
    match put.await {
        Ok(None) => Ok(see_other(&format!("{}?done=yes", links::ASSIGNING))),
        Ok(Some(met)) => {
            let told = html! { (met.stored.shown()) (met.told(language)) };
            Ok(draw(&house, &visitor, StatusCode::CONFLICT, &typed, &told, false))
        }
        Err(AssigningError::OutOfBounds) => refused(&typed),
        Err(AssigningError::Store(error)) => Err(error.into()),
    }
}

fn draw(
    house: &House,
    person: &Person,
    status: StatusCode,
    typed: &Typed,
    shown: &Markup,
    done: bool,
) -> HttpResponse {
    let frame = Frame::new(house, person, links::ASSIGNING);
    let language = frame.language;
    let wrong = status == StatusCode::UNPROCESSABLE_ENTITY;
    let body = html! {
        @if done { (ui::notice(Tone::Good, &t!(language, "work-assigning-done"))) }
        form.card method="post" action=(links::ASSIGNING) novalidate {
            (frame.csrf())
            div.card-body {
                (shown)
                p.text-secondary { (t!(language, "work-assigning-lead")) }
                label.form-check.mb-3 {
                    input.form-check-input type="checkbox" name="on" value="yes" checked[typed.on.is_some()];
                    span.form-check-label { (t!(language, "work-assigning-on")) }
                    span.form-check-description { (t!(language, "work-assigning-on-hint")) }
                }
                label.form-label for="capacity" { (t!(language, "work-assigning-capacity")) }
                input.form-control.letters-rate.is-invalid[wrong] #capacity name="capacity" inputmode="numeric" autocomplete="off"
                    value=(typed.capacity) aria-describedby="capacity-hint" aria-invalid=[wrong.then_some("true")];
                @if wrong {
                    div.invalid-feedback role="alert" {
                        (t!(language, "work-assigning-bad", least = CAPACITIES.start().to_string(), most = CAPACITIES.end().to_string()))
                    }
                }
                small.form-hint #capacity-hint { (t!(language, "work-assigning-capacity-hint")) }
            }
            div.card-footer { button.btn.btn-primary type="submit" { (t!(language, "work-assigning-save")) } }
        }
    };
    ui::respond(status, frame.page(&t!(language, "work-assigning-title"), &html! {}, &body))
}
