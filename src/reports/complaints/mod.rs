//! The complaints report: one pass over the facts of complaints, told as a document; and what became of the customers.

mod counting;
mod document;
pub mod kept;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

pub use document::{Titles, document};

use super::{Count, Document, Setting};
use crate::{
    domain::{cut::View, report::ComplaintsReport},
    store::{Connection, root_causes, staff},
};

/// The fields by which the report is always broken down, beside the dimension of its view.
pub const FIELDS: [&str; 3] = [
    crate::domain::report::complaint_fields::OWNER,
    crate::domain::report::complaint_fields::SOURCE,
    crate::domain::report::complaint_fields::SEVERITY,
];

/// Counts the complaints of a view as of a moment.
///
/// # Errors
/// When the database does not answer.
pub async fn count(
    connection: &mut Connection,
    view: View,
    zone: Tz,
    now: DateTime<Utc>,
) -> Count<ComplaintsReport> {
    counting::count(connection, view, zone, now).await
}

/// Counts a view and tells it as a document.
///
/// # Errors
/// When the database does not answer.
pub async fn told(
    connection: &mut Connection,
    view: View,
    setting: &Setting,
    now: DateTime<Utc>,
) -> Count<Document> {
    let followed = kept::count(connection, &view.cut, setting.zone, now).await?;
    let report = count(connection, view, setting.zone, now).await?;
    let (causes, staff) = (root_causes::all(connection).await?, names(connection, &report).await?);
    Ok(document(&report, &followed, Titles { causes: &causes, staff: &staff }, setting))
}

/// The names of all who have complaints of a report.
///
/// # Errors
/// When the database does not answer.
pub async fn names(connection: &mut Connection, report: &ComplaintsReport) -> Count<Vec<(i64, String)>> {
    let owners = report.groups.get(FIELDS[0]).into_iter().flatten();
    let ids: Vec<i64> = owners.filter_map(|group| group.word.parse().ok()).collect();
    staff::names(connection, &ids).await
}
