//! `/desk/complaints/{number}`: all that is known of one complaint.

mod answer;
pub mod deeds;
mod history;
mod page;
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
};
use super::wording::Titles;
use crate::{
    actions::outcome_rules::{self, Recourse},
    domain::{money::Currency, root_cause::RootCauses},
    store::{
        Connection,
        complaint_cards::{self, Bought, Card, Other, Said},
        complaint_events::{self, Event},
        partial_answers::{self, Unfinished},
        purchases, root_causes,
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
    pub causes: RootCauses,
    /// Of money that is paid: that of the purchase.
    pub currency: String,
    /// What a customer can do who is not agreed with.
    pub recourse: Recourse,
    /// Days from resolved to closed; none: never by itself.
    pub close_after: Option<u16>,
}

impl Loaded {
    async fn find(connection: &mut Connection, number: i64, now: DateTime<Utc>) -> Result<Self, Failure> {
        // History before the card: a change between the two is then stopped as unread, never taken for read.
        let events = complaint_events::since(connection, number, 0).await?;
        let card = complaint_cards::by_number(connection, number).await?.ok_or(Failure::NotFound)?;
        let purchases = complaint_cards::purchases(connection, card.customer_id, card.purchase_id).await?;
        let currency = match purchases.first() {
            Some(bought) => Some(bought.currency.clone()),
            None => purchases::newest_currency(connection).await?,
        };
        Ok(Self {
            now,
            answers: complaint_cards::answers(connection, number).await?,
            unfinished: partial_answers::of_complaint(connection, number).await?,
            currency: currency.unwrap_or_else(|| Currency::default().to_string()),
            causes: root_causes::all(connection).await?,
            recourse: outcome_rules::recourse(connection).await?,
            close_after: outcome_rules::close_after(connection).await?,
            purchases,
            others: complaint_cards::others(connection, card.customer_id, number).await?,
            titles: Titles::read(connection).await?,
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
    let page = CardPage {
        frame: &Frame::new(house, person, links::DESK),
        me: person,
        zone: house.config().time_zone,
        house_language: house.language(),
        loaded,
        refused,
        typed: refused.map_or(&nothing, |refused| &refused.typed),
        deed: refused.map_or("", |refused| refused.deed),
    };
    ui::respond(status, page.render())
}
