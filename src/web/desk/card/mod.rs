//! `/desk/complaints/{number}`: all that is known of one complaint.

mod answer;
pub mod deeds;
mod history;
mod page;
mod together;
pub mod unfinished;

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use chrono::{DateTime, Utc};

use self::{
    deeds::{Refused, Typed},
    page::CardPage,
    together::Together,
};
use super::wording::Titles;
use crate::{
    store::{
        Connection,
        complaint_cards::{self, Bought, Card, Other, Said},
        complaint_events::{self, Event},
        partial_answers::{self, Unfinished},
    },
    web::{
        failure::Failure,
        house::House,
        links,
        ui::{self, Frame},
        visitor::{Handler, Person},
    },
};

/// Everything a card shows, as it stood at one moment.
pub struct Loaded {
    pub now: DateTime<Utc>,
    pub card: Card,
    pub answers: Vec<Said>,
    /// Begun and not sent.
    pub unfinished: Vec<Unfinished>,
    /// Newest first.
    pub events: Vec<Event>,
    pub purchases: Vec<Bought>,
    pub others: Vec<Other>,
    pub titles: Titles,
    pub together: Together,
}

impl Loaded {
    async fn find(connection: &mut Connection, number: i64, now: DateTime<Utc>) -> Result<Self, Failure> {
        // History before the card: a change between the two is then stopped as unread, never taken for read.
        let events = complaint_events::since(connection, number, 0).await?;
        let card = complaint_cards::by_number(connection, number).await?.ok_or(Failure::NotFound)?;
        Ok(Self {
            now,
            answers: complaint_cards::answers(connection, number).await?,
            unfinished: partial_answers::of_complaint(connection, number).await?,
            purchases: complaint_cards::purchases(connection, card.customer_id, card.purchase_id).await?,
            others: complaint_cards::others(connection, card.customer_id, number).await?,
            titles: Titles::read(connection).await?,
            together: Together::read(connection, &card).await?,
            events,
            card,
        })
    }
}

pub async fn show(visitor: Handler, house: Data<House>, number: Path<i64>) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let loaded = Loaded::find(&mut connection, *number, house.now()).await?;
    Ok(draw(&house, &visitor, &loaded, StatusCode::OK, None))
}

/// The card again after a step was refused, with the reason and every word that was typed.
pub async fn refuse(
    house: &House,
    person: &Person,
    number: i64,
    refused: Refused,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let loaded = Loaded::find(&mut connection, number, house.now()).await?;
    Ok(draw(house, person, &loaded, refused.status(), Some(&refused)))
}

fn draw(
    house: &House,
    person: &Person,
    loaded: &Loaded,
    status: StatusCode,
    refused: Option<&Refused>,
) -> HttpResponse {
    let nothing = Typed::default();
    let clockwork = house.clockwork();
    let page = CardPage {
        frame: &Frame::new(house, person, links::DESK),
        me: person,
        zone: house.config().time_zone,
        calendar: &clockwork.calendar,
        house_language: house.language(),
        loaded,
        refused,
        typed: refused.map_or(&nothing, |refused| &refused.typed),
        deed: refused.map_or("", |refused| refused.deed),
    };
    ui::respond(status, page.render())
}
