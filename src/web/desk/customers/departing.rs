//! What staff do about a departure: mark it, correct it, take it back.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde::Deserialize;

use super::{
    leaving::{Problem, Refused, Typed},
    load::{self, Places},
};
use crate::{
    actions::{
        record_departure::{Departure, RecordError, record_departure},
        take_back_departure::{TakeBackError, take_back_departure},
    },
    domain::moment::parse_day,
    web::{
        entry::see_other,
        failure::Failure,
        guarded::Guarded,
        house::House,
        links,
        ui::{self, Frame},
        visitor::{Handler, Person},
    },
};

#[derive(Deserialize)]
pub struct Written {
    /// The open departure that the page showed.
    #[serde(default)]
    seen: String,
    #[serde(default)]
    left_on: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    competitor: String,
    #[serde(default)]
    comment: String,
}

impl Written {
    fn seen(&self) -> Option<(i64, i64)> {
        let (id, at) = self.seen.split_once('.')?;
        Some((id.parse().ok()?, at.parse().ok()?))
    }

    fn reason(&self) -> Option<(&str, Option<&str>)> {
        if self.reason.is_empty() {
            return None;
        }
        let (category, reason) = self.reason.split_once('/').unwrap_or((&self.reason, ""));
        Some((category, Some(reason).filter(|reason| !reason.is_empty())))
    }

    fn typed(self) -> Typed {
        Typed { day: self.left_on, reason: self.reason, competitor: self.competitor, comment: self.comment }
    }
}

/// Marks a customer as left, or corrects the departure that is open.
pub async fn record(
    visitor: Handler,
    house: Data<House>,
    external_id: Path<String>,
    form: Guarded<Written>,
) -> Result<HttpResponse, Failure> {
    let Guarded(form) = form;
    let Ok(day) = parse_day(&form.left_on) else {
        let refused = Refused { problem: Problem::NoDay, typed: Some(form.typed()) };
        return refuse(&house, &visitor, &external_id, refused).await;
    };
    let said = Departure {
        day,
        reason: form.reason(),
        competitor: &form.competitor,
        comment: &form.comment,
        seen: form.seen(),
    };
    let (zone, now) = (house.config().time_zone, house.now());
    let mut connection = house.connection().await?;
    let done = record_departure(&mut connection, known(&external_id)?, said, visitor.id, zone, now).await;
    drop(connection);
    match done {
        Ok(()) => Ok(back(&external_id)),
        Err(RecordError::Unknown) => Err(Failure::NotFound),
        Err(RecordError::Store(error)) => Err(error.into()),
        Err(refusal) => {
            let refused = Refused { problem: Problem::Record(refusal), typed: Some(form.typed()) };
            refuse(&house, &visitor, &external_id, refused).await
        }
    }
}

#[derive(Deserialize)]
pub struct Nothing {}

/// Takes a departure back as a mistake.
pub async fn take_back(
    visitor: Handler,
    house: Data<House>,
    place: Path<(String, i64)>,
    _: Guarded<Nothing>,
) -> Result<HttpResponse, Failure> {
    let (external_id, id) = place.into_inner();
    let mut connection = house.connection().await?;
    let done = take_back_departure(&mut connection, known(&external_id)?, id, visitor.id, house.now()).await;
    drop(connection);
    match done {
        // Taken back already: a button pressed twice is one deed.
        Ok(()) | Err(TakeBackError::Unknown) => Ok(back(&external_id)),
        Err(TakeBackError::Store(error)) => Err(error.into()),
        Err(refusal) => {
            let refused = Refused { problem: Problem::TakeBack(refusal), typed: None };
            refuse(&house, &visitor, &external_id, refused).await
        }
    }
}

/// PostgreSQL's text holds no NUL, so nobody has such an id.
fn known(external_id: &str) -> Result<&str, Failure> {
    if external_id.contains('\0') { Err(Failure::NotFound) } else { Ok(external_id) }
}

fn back(external_id: &str) -> HttpResponse {
    see_other(&links::customer_list(external_id, "departures", None))
}

async fn refuse(
    house: &House,
    person: &Person,
    external_id: &str,
    refused: Refused,
) -> Result<HttpResponse, Failure> {
    let status = refused.status();
    let mut connection = house.connection().await?;
    let page = load::page(&mut connection, house, external_id, Places::default(), Some(refused)).await?;
    Ok(ui::respond(status, page.render(&Frame::new(house, person, links::CUSTOMERS))))
}
