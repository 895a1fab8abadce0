//! The complaints report: one pass over the facts of complaints, told as a document; and what became of the customers.

mod counting;
mod document;
pub mod kept;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

pub use document::{Titles, document};

use super::Count;
use crate::{
    domain::{cut::View, kept::Kept, report::ComplaintsReport, root_cause::RootCauses},
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

/// All that is said of the complaints of a view.
#[derive(Debug)]
pub struct Told {
    pub report: ComplaintsReport,
    /// What became of the customers.
    pub followed: (kept::Gathered, Kept),
    causes: RootCauses,
    staff: Vec<(i64, String)>,
}

impl Told {
    /// What words of the database stand beside codes.
    #[must_use]
    pub fn titles(&self) -> Titles<'_> {
        Titles { causes: &self.causes, staff: &self.staff }
    }
}

/// Counts a view with what became of the customers and the words it is told in.
///
/// # Errors
/// When the database does not answer.
pub async fn told(connection: &mut Connection, view: View, zone: Tz, now: DateTime<Utc>) -> Count<Told> {
    let followed = kept::count(connection, &view.cut, zone, now).await?;
    let report = count(connection, view, zone, now).await?;
    let (causes, staff) = (root_causes::all(connection).await?, names(connection, &report).await?);
    Ok(Told { report, followed, causes, staff })
}

/// The names of all who have complaints of a report.
async fn names(connection: &mut Connection, report: &ComplaintsReport) -> Count<Vec<(i64, String)>> {
    let owners = report.groups.get(FIELDS[0]).into_iter().flatten();
    let ids: Vec<i64> = owners.filter_map(|group| group.word.parse().ok()).collect();
    staff::names(connection, &ids).await
}
