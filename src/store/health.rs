//! What the database says of itself and of what waits in it, for `doctor`.

use chrono::{DateTime, Utc};
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Integer, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::Result;

/// The server and the database.
#[derive(Debug, Clone, QueryableByName)]
pub struct Server {
    /// As `180001`.
    #[diesel(sql_type = Integer)]
    pub version_number: i32,
    #[diesel(sql_type = Text)]
    pub version: String,
    #[diesel(sql_type = Text)]
    pub size: String,
    #[diesel(sql_type = Timestamptz)]
    pub clock: DateTime<Utc>,
}

/// # Errors
/// When the database does not answer.
pub async fn server(connection: &mut AsyncPgConnection) -> Result<Server> {
    Ok(diesel::sql_query(
        "SELECT current_setting('server_version_num')::integer AS version_number,
                current_setting('server_version') AS version,
                pg_size_pretty(pg_database_size(current_database())) AS size,
                clock_timestamp() AS clock",
    )
    .get_result(connection)
    .await?)
}

/// Letters that did not take their way.
#[derive(Debug, Clone, QueryableByName)]
pub struct Trouble {
    /// Given up.
    #[diesel(sql_type = BigInt)]
    pub failed: i64,
    /// Nobody knows whether they arrived.
    #[diesel(sql_type = BigInt)]
    pub unknown: i64,
    /// Taken by a worker long ago, or due long ago and taken by none.
    #[diesel(sql_type = BigInt)]
    pub stuck: i64,
}

/// Letters in trouble; `long_ago` is when what waits should have moved on.
///
/// # Errors
/// When the database does not answer.
pub async fn letters(connection: &mut AsyncPgConnection, long_ago: DateTime<Utc>) -> Result<Trouble> {
    Ok(diesel::sql_query(
        "SELECT (SELECT count(*) FROM letters WHERE state = 'failed') AS failed,
                (SELECT count(*) FROM letters WHERE state = 'unknown') AS unknown,
                (SELECT count(*) FROM letters WHERE state = 'sending' AND claimed_at < $1)
                + (SELECT count(*) FROM letters WHERE state = 'queued' AND due_at < $1) AS stuck",
    )
    .bind::<Timestamptz, _>(long_ago)
    .get_result(connection)
    .await?)
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// How many people may sign in.
///
/// # Errors
/// When the database does not answer.
pub async fn staff(connection: &mut AsyncPgConnection) -> Result<i64> {
    let row: Count = diesel::sql_query("SELECT count(*) AS count FROM staff WHERE deactivated_at IS NULL")
        .get_result(connection)
        .await?;
    Ok(row.count)
}
