//! `/desk/complaints/{number}`: all that is known of one complaint.

mod answer;
mod claims;
mod clocks;
pub mod deeds;
pub mod dossier;
mod drafts;
mod files;
pub mod history;
mod iso;
mod leaving;
mod mail;
mod news;
mod page;
pub mod past;
mod taken_in;
mod together;
pub mod unfinished;
mod weight;

use std::collections::HashMap;

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, Query},
};
use chrono::{DateTime, Utc};
use serde::Deserialize;

pub use self::claims::{length, titled};
use self::{
    claims::Law,
    deeds::{Refused, Typed},
    drafts::Kept,
    page::CardPage,
    together::Together,
};
use super::{presence, wording::Titles};
use crate::{
    actions::complaint_life,
    actions::outcome_rules::{self, Recourse},
    domain::{
        clock::{Clockwork, Reasons},
        money::Currency,
        root_cause::RootCauses,
    },
    store::{
        Connection, attachments,
        canned_answers::{self, Choice},
        complaint_cards::{self, Card, Other, Said},
        complaint_events::{self, Event},
        complaint_milestones::{self, Milestones},
        complaint_presence::{self, Present},
        letters::recalls::{self, Leaving},
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
    pub purchases: Vec<purchases::Bought>,
    pub others: Vec<Other>,
    /// Words of staff that have not left.
    pub leaving: Vec<Leaving>,
    pub titles: Titles,
    /// Why its clocks end when they end, by the rules that hold now, and those rules.
    pub reasons: Reasons,
    pub clockwork: Clockwork,
    pub milestones: Milestones,
    pub causes: RootCauses,
    /// Of money that is paid: that of the purchase.
    pub currency: String,
    /// What a customer can do who is not agreed with.
    pub recourse: Recourse,
    /// Days from resolved to closed; none: never by itself.
    pub close_after: Option<u16>,
    pub law: Law,
    pub together: Together,
    /// What its reader typed here and did not send, by form.
    pub drafts: HashMap<String, Kept>,
    /// Who else is here.
    pub present: Vec<Present>,
    /// What this open page is called.
    pub page: String,
    /// The newest entry that the page showed before it was drawn again.
    pub since: Option<i64>,
    /// Words that are ready to be sent by whoever looks; a dossier has none.
    pub canned: Vec<Choice>,
    /// Its files, those that were removed too.
    pub files: Vec<attachments::Listed>,
}

impl Loaded {
    async fn find(
        connection: &mut Connection,
        number: i64,
        me: i64,
        shown: Shown,
        now: DateTime<Utc>,
    ) -> Result<Self, Failure> {
        // History before the card: a change between the two is then stopped as unread, never taken for read.
        let events = complaint_events::since(connection, number, 0).await?;
        let card = complaint_cards::by_number(connection, number).await?.ok_or(Failure::NotFound)?;
        let (reasons, clockwork) =
            complaint_life::explain(connection, number, card.opened_at, card.severity).await?;
        let purchases = complaint_cards::purchases(connection, card.customer_id, card.purchase_id).await?;
        let currency = match purchases.first() {
            Some(bought) => Some(bought.currency.clone()),
            None => purchases::newest_currency(connection).await?,
        };
        Ok(Self {
            now,
            reasons,
            clockwork,
            answers: complaint_cards::answers(connection, number).await?,
            unfinished: partial_answers::of_complaint(connection, number).await?,
            currency: currency.unwrap_or_else(|| Currency::default().to_string()),
            causes: root_causes::all(connection).await?,
            recourse: outcome_rules::recourse(connection).await?,
            close_after: outcome_rules::close_after(connection).await?,
            purchases,
            others: complaint_cards::others(connection, card.customer_id, number).await?,
            leaving: recalls::leaving(connection, number).await?,
            titles: Titles::read(connection).await?,
            milestones: complaint_milestones::of(connection, number).await?,
            law: Law::read(connection, number).await?,
            files: attachments::of_complaint(connection, number).await?,
            together: Together::read(connection, &card).await?,
            drafts: drafts::of_card(connection, number, me).await?,
            canned: canned_answers::choices(connection, me).await?,
            present: complaint_presence::others(connection, &[number], me, now).await?,
            page: shown.page.filter(|page| presence::is_page_name(page)).unwrap_or_else(presence::page_name),
            since: shown.since,
            events,
            card,
        })
    }
}

/// What a page says that draws its card again.
#[derive(Debug, Default, Deserialize)]
pub struct Shown {
    since: Option<i64>,
    page: Option<String>,
}

pub async fn show(
    visitor: Handler,
    house: Data<House>,
    number: Path<i64>,
    shown: Query<Shown>,
) -> Result<HttpResponse, Failure> {
    let again = shown.page.is_some();
    let mut connection = house.connection().await?;
    let now = house.now();
    let loaded = Loaded::find(&mut connection, *number, visitor.id, shown.into_inner(), now).await?;
    // Whose page goes on says by itself what they do on it.
    if !again {
        let noted =
            complaint_presence::note(&mut connection, *number, visitor.id, &loaded.page, false, now).await;
        if let Err(cause) = noted {
            tracing::warn!(%cause, "who looks at a complaint was not noted");
        }
    }
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
    let loaded = Loaded::find(&mut connection, number, person.id, Shown::default(), house.now()).await?;
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
