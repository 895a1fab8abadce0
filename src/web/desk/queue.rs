//! `/desk/complaints`: what is due next.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Query},
};
use serde::Deserialize;

use super::{
    queue_page::{List, QueuePage},
    wording::Titles,
};
use crate::{
    actions::{
        complaint_step::{Doer, Refusal},
        take_complaint::take_next_complaint,
    },
    store::{
        complaint_presence,
        complaints::{self, Cursor, PAGE, Shown},
        live,
    },
    web::{
        entry::see_other,
        failure::Failure,
        guarded::Guarded,
        house::House,
        links, place,
        ui::{self, Frame},
        visitor::{Handler, Person},
    },
};

#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    list: String,
    #[serde(default)]
    after: String,
}

pub async fn show(
    visitor: Handler,
    house: Data<House>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Failure> {
    let list = List::parse(&wanted.list).ok_or(Failure::NotFound)?;
    let after = match wanted.after.as_str() {
        "" => None,
        place => Some(cursor(place).ok_or_else(|| Failure::BadRequest("after".to_owned()))?),
    };
    draw(&house, &visitor, StatusCode::OK, list, after, false).await
}

#[derive(Deserialize)]
pub struct Nothing {}

/// Takes the most urgent complaint that nobody has, and opens it.
pub async fn take_next(
    visitor: Handler,
    house: Data<House>,
    _: Guarded<Nothing>,
) -> Result<HttpResponse, Failure> {
    let doer = Doer { id: visitor.id, role: visitor.role };
    let mut connection = house.connection().await?;
    match take_next_complaint(&mut connection, doer, house.now()).await {
        Ok(Some(number)) => Ok(see_other(&links::complaint(number))),
        Ok(None) => {
            drop(connection);
            draw(&house, &visitor, StatusCode::OK, List::Mine, None, true).await
        }
        Err(Refusal::Store(error)) => Err(error.into()),
        Err(other) => Err(Failure::fault(other)),
    }
}

async fn draw(
    house: &House,
    person: &Person,
    status: StatusCode,
    list: List,
    after: Option<Cursor>,
    none_left: bool,
) -> Result<HttpResponse, Failure> {
    let now = house.now();
    let shown = match list {
        List::Open => Shown::Open,
        List::Mine => Shown::Of(person.id),
        List::Nobodys => Shown::Nobodys,
        List::Finished => Shown::Finished,
    };
    let mut connection = house.connection().await?;
    // Before the lines: what happens between the two is told again, never missed.
    let newest = live::newest_entry(&mut connection).await?;
    let mut lines = complaints::page(&mut connection, shown, after).await?;
    let counts = complaints::counts(&mut connection, person.id, now).await?;
    let titles = Titles::read(&mut connection).await?;
    let room = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = lines.len() > room;
    lines.truncate(room);
    let numbers: Vec<i64> = lines.iter().map(|line| line.id).collect();
    let present = complaint_presence::others(&mut connection, &numbers, person.id, now).await?;
    let next = lines.last().filter(|_| more).map(|line| {
        let at = if list == List::Finished { line.resolved_at } else { Some(line.next_deadline) };
        address_part(Cursor { at, id: line.id })
    });
    let page = QueuePage {
        me: person.id,
        now,
        zone: house.config().time_zone,
        list,
        first: after.is_none(),
        lines: &lines,
        next,
        counts,
        titles: &titles,
        present: &present,
        newest,
        none_left,
    };
    Ok(ui::respond(status, page.render(&Frame::new(house, person, links::DESK))))
}

/// A place in a list as its address carries it; without a moment where the complaint has none.
fn address_part(cursor: Cursor) -> String {
    cursor.at.map_or_else(|| format!(".{}", cursor.id), |at| place::written(at, cursor.id))
}

fn cursor(place: &str) -> Option<Cursor> {
    match place.strip_prefix('.') {
        Some(id) => Some(Cursor { at: None, id: id.parse().ok()? }),
        None => place::read(place).map(|(at, id)| Cursor { at: Some(at), id }),
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    #[test]
    fn a_place_leads_back_to_itself() {
        for at in
            [None, Some(crate::domain::clock::NEVER), DateTime::from_timestamp_micros(1_764_000_000_123_456)]
        {
            let there = Cursor { at, id: 1001 };
            assert_eq!(cursor(&address_part(there)), Some(there));
        }
        for broken in ["", "1", "a.1", "1.a", "1.1.1", "99999999999999999999.1"] {
            assert_eq!(cursor(broken), None, "{broken}");
        }
    }
}
