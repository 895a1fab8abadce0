//! How letters leave: how many in a minute, and whether their opening is looked for.

use actix_web::{
    HttpResponse,
    web::{self, Data},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{Asked, back, draw, page::Done};
use crate::{
    actions::letter_manner::{self, MOST_PER_MINUTE, Manner, MannerError},
    t,
    web::{failure::Failure, guarded::Guarded, house::House, links, ui::Frame, visitor::Admin},
    words::format,
};

pub(super) fn routes(service: &mut web::ServiceConfig) {
    service.route(links::LETTERS_MANNER, web::post().to(put));
}

/// The fields as they came.
#[derive(Default, Deserialize)]
pub struct Typed {
    #[serde(default)]
    per_minute: String,
    track_opens: Option<String>,
    #[serde(skip)]
    is_wrong: bool,
}

impl Typed {
    pub(super) fn again(manner: &Manner) -> Self {
        Self {
            per_minute: manner.per_minute.to_string(),
            track_opens: manner.track_opens.then(String::new),
            is_wrong: false,
        }
    }
}

async fn put(visitor: Admin, house: Data<House>, typed: Guarded<Typed>) -> Result<HttpResponse, Failure> {
    let typed = typed.0;
    let Ok(per_minute) = typed.per_minute.trim().parse() else {
        return draw(&visitor, &house, &Asked::default(), None, Some(Typed { is_wrong: true, ..typed }))
            .await;
    };
    let mut connection = house.connection().await?;
    let track_opens = typed.track_opens.is_some();
    let put =
        letter_manner::put_manner(&mut connection, per_minute, track_opens, visitor.id, house.now()).await;
    drop(connection);
    match put {
        Ok(()) => Ok(back(Done::Paced)),
        Err(MannerError::OutOfBounds) => {
            draw(&visitor, &house, &Asked::default(), None, Some(Typed { is_wrong: true, ..typed })).await
        }
        Err(MannerError::Store(error)) => Err(error.into()),
    }
}

/// The card with the form.
pub(super) fn card(frame: &Frame, typed: &Typed) -> Markup {
    let language = frame.language;
    html! {
        form.card.mt-3 method="post" action=(links::LETTERS_MANNER) novalidate {
            div.card-header { h2.card-title { (t!(language, "letters-manner")) } }
            div.card-body {
                (frame.csrf())
                div.mb-3 {
                    label.form-label for="per_minute" { (t!(language, "letters-per-minute")) }
                    input.form-control.letters-rate.is-invalid[typed.is_wrong] #per_minute name="per_minute" inputmode="numeric"
                        value=(typed.per_minute) autocomplete="off" aria-describedby="per_minute-hint"
                        aria-invalid=[typed.is_wrong.then_some("true")];
                    @if typed.is_wrong {
                        div.invalid-feedback {
                            (t!(language, "letters-per-minute-bad", most = format::whole(language, i64::from(MOST_PER_MINUTE))))
                        }
                    }
                    small.form-hint #per_minute-hint { (t!(language, "letters-per-minute-hint")) }
                }
                label.form-check {
                    input.form-check-input type="checkbox" name="track_opens" value="1" checked[typed.track_opens.is_some()];
                    span.form-check-label { (t!(language, "letters-track")) }
                    span.form-check-description { (t!(language, "letters-track-hint")) }
                }
            }
            div.card-footer { button.btn.btn-primary type="submit" { (t!(language, "letters-manner-keep")) } }
        }
    }
}
