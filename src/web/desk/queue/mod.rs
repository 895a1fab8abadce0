//! `/desk/complaints`: what is due next, any other list by its filter, and what words find.

mod fields;
mod line;
mod lists;
mod page;
mod saved;
pub mod views;

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};
use serde::Deserialize;
use tokio::try_join;

pub use self::line::Rows;
use self::{
    lists::{Asked, List},
    page::{Notice, QueuePage},
    saved::{First, Tabs},
};
use super::{bulk::Bulk, wording::Titles};
use crate::{
    actions::{
        complaint_step::{Doer, Refusal},
        take_complaint::take_next_complaint,
    },
    domain::{
        complaint_filter::{Filter, Owner, Sort},
        complaint_search::Sought,
    },
    store::{
        Connection, StoreError,
        complaint_lists::{self, Cursor, Found, FoundText, PAGE, Reader},
        complaint_presence::{self, Present},
        live, sorting, staff,
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

pub async fn show(
    visitor: Handler,
    house: Data<House>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    // Without a word of which list is meant, it is the one that its reader wants first.
    let first = First::of(visitor.desk.as_ref());
    if request.query_string().is_empty() && first != First::List(List::Open) {
        let mut connection = house.connection().await?;
        return Ok(see_other(&first.address(&mut connection, visitor.id).await?));
    }
    let asked = Asked::read(request.query_string()).ok_or(Failure::NotFound)?;
    draw(&house, &visitor, StatusCode::OK, asked, None).await
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
            let asked = Asked::read("list=mine").ok_or(Failure::NotFound)?;
            draw(&house, &visitor, StatusCode::OK, asked, Some(Notice::NoneLeft)).await
        }
        Err(Refusal::Store(error)) => Err(error.into()),
        Err(other) => Err(Failure::fault(other)),
    }
}

/// Draws a list, with a word about what was just tried.
async fn draw(
    house: &House,
    person: &Person,
    status: StatusCode,
    asked: Asked,
    notice: Option<Notice>,
) -> Result<HttpResponse, Failure> {
    let filter = &asked.filter;
    let sort = filter.order();
    let reader = Reader { id: person.id, now: house.now(), zone: house.config().time_zone };
    let sought = Sought::read(&filter.words);
    let after = match &sought {
        Some(_) => After { number: begins(&asked, |place| place.parse().ok())?, line: None },
        None => After { number: None, line: begins(&asked, |place| cursor(sort, place))? },
    };
    let names_staff = filter.owners.iter().any(|owner| matches!(owner, Owner::Staff(_)));
    let connection = house.connection().await?;
    let connection: &Connection = &connection;
    // The list, what stands around it, and the fields: sent together, on one connection.
    let ((newest, listed), tabs, titles, to_sort, (workers, common)) = try_join!(
        async {
            // Before the lines: what happens between the two is told again, never missed.
            let newest = live::newest_entry(connection).await?;
            Ok((newest, Listed::read(connection, person, filter, sought.as_ref(), reader, after).await?))
        },
        Tabs::read(connection, reader, &asked),
        Titles::read(connection),
        sorting::count(connection),
        async {
            let workers =
                if asked.fields || names_staff { staff::workers(connection).await? } else { Vec::new() };
            let common =
                if asked.fields { complaint_lists::common_facets(connection).await? } else { Vec::new() };
            Ok((workers, common))
        }
    )?;
    let Listed { found, next, texts, bulk, present } = listed;
    let next = next.map(|place| asked.address(filter, Some(&place)));
    let compact = person.desk.as_ref().and_then(|desk| desk.get("density")).is_some_and(|it| it == "compact");
    let first = asked.after.as_ref().map(|_| asked.address(filter, None));
    let page = QueuePage {
        person,
        reader,
        list: List::of(filter),
        sought: sought.as_ref(),
        asked: &asked,
        found: &found,
        texts: &texts,
        first,
        next,
        tabs: &tabs,
        titles: &titles,
        workers: &workers,
        common: &common,
        compact,
        notice,
        bulk: &bulk,
        present: &present,
        newest,
        to_sort,
    };
    Ok(ui::respond(status, page.render(&Frame::new(house, person, links::DESK))))
}

/// The place that a list is asked for from, if any.
fn begins<T>(asked: &Asked, place: impl FnOnce(&str) -> Option<T>) -> Result<Option<T>, Failure> {
    let broken = || Failure::BadRequest("after".to_owned());
    asked.after.as_deref().map(|written| place(written).ok_or_else(broken)).transpose()
}

/// Behind what a page begins: of what was found a number, of a list the place of a line.
#[derive(Clone, Copy)]
struct After {
    number: Option<i64>,
    line: Option<Cursor>,
}

/// The lines of a list, and what belongs to them.
struct Listed {
    found: Found,
    /// Where the next page begins.
    next: Option<String>,
    texts: Vec<FoundText>,
    bulk: Bulk,
    present: Vec<Present>,
}

impl Listed {
    async fn read(
        connection: &Connection,
        person: &Person,
        filter: &Filter,
        sought: Option<&Sought>,
        reader: Reader,
        after: After,
    ) -> Result<Self, StoreError> {
        let sort = filter.order();
        let (found, next) = match sought {
            Some(sought) => {
                let found = complaint_lists::found(connection, filter, sought, reader, after.number).await?;
                let next = found.next.map(|place| place.to_string());
                (found, next)
            }
            None if filter.words.is_empty() => {
                let mut lines = complaint_lists::page(connection, filter, reader, after.line).await?;
                let more = lines.len() > PAGE;
                lines.truncate(PAGE);
                let next = lines.last().filter(|_| more).map(|line| address_part(sort, line.place(sort)));
                (Found { lines, ..Found::default() }, next)
            }
            None => (Found::default(), None),
        };
        let numbers: Vec<i64> = found.lines.iter().map(|line| line.id).collect();
        let (texts, bulk, present) = try_join!(
            async {
                if sought.is_some() { FoundText::of(connection, &numbers).await } else { Ok(Vec::new()) }
            },
            Bulk::read(connection, person, &numbers),
            complaint_presence::others(connection, &numbers, person.id, reader.now)
        )?;
        Ok(Self { found, next, texts, bulk, present })
    }
}

/// A place in a list as its address carries it; without a moment where the complaint has none.
fn address_part(sort: Sort, cursor: Cursor) -> String {
    let place = cursor.at.map_or_else(|| format!(".{}", cursor.id), |at| place::written(at, cursor.id));
    if sort == Sort::Priority { format!("{}~{place}", cursor.rank) } else { place }
}

fn cursor(sort: Sort, place: &str) -> Option<Cursor> {
    let (rank, place) = match (sort, place.split_once('~')) {
        (Sort::Priority, Some((rank, place))) => (rank.parse().ok()?, place),
        (Sort::Priority, None) | (_, Some(_)) => return None,
        (_, None) => (0, place),
    };
    match place.strip_prefix('.') {
        Some(id) if sort == Sort::Resolved => Some(Cursor { rank, at: None, id: id.parse().ok()? }),
        Some(_) => None,
        None => place::read(place).map(|(at, id)| Cursor { rank, at: Some(at), id }),
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    #[test]
    fn a_place_leads_back_to_itself() {
        let at = DateTime::from_timestamp_micros(1_764_000_000_123_456);
        for (sort, rank, at) in [
            (Sort::Resolved, 0, None),
            (Sort::Deadline, 0, Some(crate::domain::clock::NEVER)),
            (Sort::Opened, 0, at),
            (Sort::Priority, 77, at),
        ] {
            let there = Cursor { rank, at, id: 1001 };
            assert_eq!(cursor(sort, &address_part(sort, there)), Some(there));
        }
        for broken in ["", "1", "a.1", "1.a", "1.1.1", "99999999999999999999.1", ".7", "5~1.1"] {
            assert_eq!(cursor(Sort::Deadline, broken), None, "{broken}");
        }
    }
}
