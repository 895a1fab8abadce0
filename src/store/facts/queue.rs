//! What changed since the last roll-up: written by triggers, taken by the roll-up.

use chrono::{DateTime, Utc};
use diesel::{
    OptionalExtension as _, QueryableByName,
    sql_types::{BigInt, Bool, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    domain::facts::Subject,
    store::{Result, statement::prepared},
};

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

/// Whether more entries wait than this.
///
/// # Errors
/// When the database does not answer.
pub async fn is_longer(connection: &mut AsyncPgConnection, than: i64) -> Result<bool> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Bool)]
        longer: bool,
    }
    let row: Row = prepared("SELECT EXISTS (SELECT FROM fact_queue OFFSET $1) AS longer")
        .bind::<BigInt, _>(than)
        .get_result(connection)
        .await?;
    Ok(row.longer)
}

/// The oldest entry, which stays.
///
/// # Errors
/// When the database does not answer.
pub async fn oldest(connection: &mut AsyncPgConnection) -> Result<Option<Queued>> {
    Ok(prepared("SELECT subject, id, at FROM fact_queue ORDER BY seq LIMIT 1")
        .get_result(connection)
        .await
        .optional()?)
}

/// Takes all entries of a subject out that are of these moments; they come in the order of their moments.
///
/// # Errors
/// When the database does not answer.
pub async fn take_between(
    connection: &mut AsyncPgConnection,
    subject: Subject,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<Queued>> {
    Ok(prepared(
        "WITH taken AS (
             DELETE FROM fact_queue WHERE subject = $1 AND at >= $2 AND at < $3 RETURNING subject, id, at)
         SELECT subject, id, at FROM taken ORDER BY at",
    )
    .bind::<Text, _>(subject.code())
    .bind::<Timestamptz, _>(from)
    .bind::<Timestamptz, _>(to)
    .get_results(connection)
    .await?)
}

/// Drops all entries of a subject that are of these moments, unread: its facts of that time are made anew.
///
/// # Errors
/// When the database does not answer.
pub async fn drop_between(
    connection: &mut AsyncPgConnection,
    subject: Subject,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
) -> Result<()> {
    prepared("DELETE FROM fact_queue WHERE subject = $1 AND at >= $2 AND at < $3")
        .bind::<Text, _>(subject.code())
        .bind::<Timestamptz, _>(from)
        .bind::<Timestamptz, _>(to)
        .execute(connection)
        .await?;
    Ok(())
}

/// Drops all entries of these customers' histories, from one id to before another.
///
/// # Errors
/// When the database does not answer.
pub async fn drop_histories(connection: &mut AsyncPgConnection, from: i64, to: i64) -> Result<()> {
    prepared("DELETE FROM fact_queue WHERE subject = $1 AND id >= $2 AND id < $3")
        .bind::<Text, _>(Subject::Customers.code())
        .bind::<BigInt, _>(from)
        .bind::<BigInt, _>(to)
        .execute(connection)
        .await?;
    Ok(())
}

/// Takes the entries of a subject out that have the least ids: about so many, and all of each id.
///
/// # Errors
/// When the database does not answer.
pub async fn take_first(
    connection: &mut AsyncPgConnection,
    subject: Subject,
    about: i64,
) -> Result<Vec<Queued>> {
    Ok(prepared(
        "WITH taken AS (
             DELETE FROM fact_queue WHERE subject = $1 AND id <= (
                 SELECT max(id) FROM (
                     SELECT id FROM fact_queue WHERE subject = $1 ORDER BY id LIMIT $2) AS first)
             RETURNING subject, id, at)
         SELECT subject, id, at FROM taken ORDER BY at",
    )
    .bind::<Text, _>(subject.code())
    .bind::<BigInt, _>(about)
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
