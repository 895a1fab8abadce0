//! `/desk/complaints/{number}/history`: the whole history of a complaint, a page after the other, newest first.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, Query},
};
use maud::html;
use serde::Deserialize;

use super::history;
use crate::{
    store::{
        complaint_cards,
        complaint_events::{self, Event, SHOWN},
        root_causes,
    },
    t,
    web::{
        failure::Failure,
        house::House,
        links,
        ui::{self, Frame},
        visitor::Handler,
    },
};

/// Where what is older than these entries is shown, if there may be anything.
pub fn older(number: i64, events: &[Event]) -> Option<String> {
    let full = i64::try_from(events.len()).is_ok_and(|count| count >= SHOWN);
    let oldest = events.last().filter(|_| full)?;
    Some(links::complaint_history(number, Some(oldest.id)))
}

#[derive(Deserialize)]
pub struct Wanted {
    /// Only what happened before this entry.
    before: Option<i64>,
}

pub async fn show(
    visitor: Handler,
    house: Data<House>,
    number: Path<i64>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let card = complaint_cards::by_number(&mut connection, *number).await?.ok_or(Failure::NotFound)?;
    let before = wanted.before.unwrap_or(i64::MAX);
    let events = complaint_events::before(&mut connection, card.id, before).await?;
    let causes = root_causes::all(&connection).await?;
    drop(connection);
    let frame = Frame::new(&house, &visitor, links::DESK);
    let language = frame.language;
    let first = wanted.before.map(|_| links::complaint_history(card.id, None));
    let next = older(card.id, &events);
    let body = html! {
        nav.mb-3 { a href=(links::complaint(card.id)) { "← " (t!(language, "desk-number", number = card.id.to_string())) } }
        section.card {
            div.card-body {
                @if events.is_empty() { p.text-secondary.mb-0 { (t!(language, "weight-history-none")) } }
                ol.history {
                    @for deed in history::deeds(&events) { (history::one_deed(language, house.config().time_zone, &causes, deed, &events)) }
                }
            }
        }
        (ui::pages(language, first.as_deref(), next.as_deref()))
    };
    let title = t!(language, "weight-history-title", number = card.id.to_string());
    Ok(ui::respond(StatusCode::OK, frame.page(&title, &html! {}, &body)))
}
