//! What reports are counted from: sums of answers by month and store, and the rows behind each figure.
//!
//! The sums are sufficient statistics, so that stored rollups can take the place of these queries.

pub mod answers;
pub mod nps;
pub mod satisfaction;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use diesel::{
    QueryableByName,
    sql_types::{Nullable, Timestamptz},
};
use diesel_async::RunQueryDsl as _;

use super::{Connection, Result};
use crate::domain::{
    period::Period,
    report::{Cut, StoreCut},
};

/// The days of the first and of the last answer, as a period; none before the first answer ever.
///
/// # Errors
/// When the database does not answer.
pub async fn span(connection: &mut Connection, zone: Tz) -> Result<Option<Period>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Nullable<Timestamptz>)]
        first: Option<DateTime<Utc>>,
        #[diesel(sql_type = Nullable<Timestamptz>)]
        last: Option<DateTime<Utc>>,
    }
    let row: Row =
        diesel::sql_query(
        "SELECT min(answered_at) AS first, max(answered_at) AS last FROM responses WHERE withdrawn_at IS NULL",
    )
    .get_result(connection)
    .await?;
    let day = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
    Ok(row.first.zip(row.last).and_then(|(first, last)| Period::new(day(first), day(last).succ_opt()?).ok()))
}

/// A cut as the parameters `$1` to `$5` of [`CUT`].
struct Binds {
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    kind: Option<&'static str>,
    store: Option<String>,
    unnamed: bool,
}

impl Binds {
    fn new(cut: &Cut, zone: Tz) -> Self {
        let (from, to) = cut.period.bounds(zone);
        let (store, unnamed) = match &cut.store {
            StoreCut::All => (None, false),
            StoreCut::One(name) => (Some(name.clone()), false),
            StoreCut::Unnamed => (None, true),
        };
        Self { from, to, kind: cut.kind.map(crate::domain::questionnaire::SurveyKind::code), store, unnamed }
    }
}

/// The condition of a cut on `responses r`: what was taken back is counted nowhere, what staff think of customers only
/// where it is asked for.
const CUT: &str = "r.answered_at >= $1 AND r.answered_at < $2 AND r.withdrawn_at IS NULL \
                   AND (r.kind = $3 OR $3::text IS NULL AND r.kind <> 'staff') \
                   AND ($4::text IS NULL OR r.store = $4) AND (NOT $5::boolean OR r.store IS NULL)";

fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}
