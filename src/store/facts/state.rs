//! How the facts of each subject stand: of which zone and layout they were made, and whether all of them are.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use diesel::{
    OptionalExtension as _, QueryableByName,
    sql_types::{Date, Integer, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{domain::facts::Subject, store::Result};

/// The state of a subject.
#[derive(Debug, Clone, QueryableByName)]
pub struct State {
    #[diesel(sql_type = Text)]
    pub zone: String,
    #[diesel(sql_type = Integer)]
    pub layout: i32,
    /// While it is built anew: the first month not done yet.
    #[diesel(sql_type = Nullable<Date>)]
    pub rebuilt_to: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub rebuilt_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub rolled_at: Option<DateTime<Utc>>,
}

impl State {
    /// Whether facts made today would stand where these do.
    #[must_use]
    pub fn fits(&self, subject: Subject, zone: Tz) -> bool {
        self.zone == zone.name() && self.layout == subject.layout()
    }
}

/// Reads it; none of what was never built.
///
/// # Errors
/// When the database does not answer.
pub async fn read(connection: &mut AsyncPgConnection, subject: Subject) -> Result<Option<State>> {
    Ok(diesel::sql_query(
        "SELECT zone, layout, rebuilt_to, rebuilt_at, rolled_at FROM fact_state WHERE subject = $1",
    )
    .bind::<Text, _>(subject.code())
    .get_result(connection)
    .await
    .optional()?)
}

/// Writes how far building anew has come: the month that is next, or none at its end.
///
/// # Errors
/// When the database does not answer.
pub async fn rebuilt(
    connection: &mut AsyncPgConnection,
    subject: Subject,
    zone: Tz,
    next: Option<NaiveDate>,
    now: DateTime<Utc>,
) -> Result<()> {
    diesel::sql_query(
        "INSERT INTO fact_state AS s (subject, zone, layout, rebuilt_to, rebuilt_at)
         VALUES ($1, $2, $3, $4, CASE WHEN $4 IS NULL THEN $5 END)
         ON CONFLICT (subject) DO UPDATE SET zone = excluded.zone, layout = excluded.layout,
             rebuilt_to = excluded.rebuilt_to, rebuilt_at = coalesce(excluded.rebuilt_at, s.rebuilt_at)",
    )
    .bind::<Text, _>(subject.code())
    .bind::<Text, _>(zone.name())
    .bind::<Integer, _>(subject.layout())
    .bind::<Nullable<Date>, _>(next)
    .bind::<Timestamptz, _>(now)
    .execute(connection)
    .await?;
    Ok(())
}
