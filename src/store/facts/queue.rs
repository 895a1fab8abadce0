//! What changed since the last roll-up: written by triggers, taken by the roll-up.

use chrono::{DateTime, Utc};
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::store::Result;

/// A row whose fact may be another now.
#[derive(Debug, Clone, QueryableByName)]
pub struct Queued {
    #[diesel(sql_type = Text)]
    pub subject: String,
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
}

/// Takes the oldest entries out. What its transaction reads afterwards holds their changes.
///
/// # Errors
/// When the database does not answer.
pub async fn take(connection: &mut AsyncPgConnection, most: i64) -> Result<Vec<Queued>> {
    Ok(diesel::sql_query(
        "DELETE FROM fact_queue WHERE seq IN (SELECT seq FROM fact_queue ORDER BY seq LIMIT $1)
         RETURNING subject, id, at",
    )
    .bind::<BigInt, _>(most)
    .get_results(connection)
    .await?)
}

/// Since when the oldest entry waits; none where nothing does.
///
/// # Errors
/// When the database does not answer.
pub async fn waits_since(connection: &mut AsyncPgConnection) -> Result<Option<DateTime<Utc>>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Nullable<Timestamptz>)]
        since: Option<DateTime<Utc>>,
    }
    let row: Row =
        diesel::sql_query("SELECT (SELECT queued_at FROM fact_queue ORDER BY seq LIMIT 1) AS since")
            .get_result(connection)
            .await?;
    Ok(row.since)
}
