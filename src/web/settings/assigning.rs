//! Whether complaints are handed out by load: `/settings/assigning`.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{self, Data, Query},
};
use maud::html;
use serde::Deserialize;

use crate::{
    actions::assigning::{AssigningError, assigning, put_assigning},
    domain::assigning::{Assigning, CAPACITIES},
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
}

async fn show(visitor: Admin, house: Data<House>, asked: Query<Asked>) -> Result<HttpResponse, Failure> {
    let connection = house.connection().await?;
    let Assigning { on, capacity } = assigning(&connection).await?;
    let typed = Typed { on: on.then(String::new), capacity: capacity.to_string() };
    Ok(draw(&house, &visitor, StatusCode::OK, &typed, asked.done.is_some()))
}

async fn put(visitor: Admin, house: Data<House>, form: Guarded<Typed>) -> Result<HttpResponse, Failure> {
    let Guarded(typed) = form;
    let refused = |typed| Ok(draw(&house, &visitor, StatusCode::UNPROCESSABLE_ENTITY, typed, false));
    let Ok(capacity) = typed.capacity.trim().parse() else { return refused(&typed) };
    let wanted = Assigning { on: typed.on.is_some(), capacity };
    let mut connection = house.connection().await?;
    match put_assigning(&mut connection, wanted, visitor.id, house.now()).await {
        Ok(()) => Ok(see_other(&format!("{}?done=yes", links::ASSIGNING))),
        Err(AssigningError::OutOfBounds) => refused(&typed),
        Err(AssigningError::Store(error)) => Err(error.into()),
    }
}

fn draw(house: &House, person: &Person, status: StatusCode, typed: &Typed, done: bool) -> HttpResponse {
    let frame = Frame::new(house, person, links::ASSIGNING);
    let language = frame.language;
    let wrong = status != StatusCode::OK;
    let body = html! {
        @if done { (ui::notice(Tone::Good, &t!(language, "work-assigning-done"))) }
        form.card method="post" action=(links::ASSIGNING) novalidate {
            (frame.csrf())
            div.card-body {
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
