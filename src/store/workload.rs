//! Who may have complaints, who is there, and how many each has.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Bool, Text},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    Result,
    schema::{complaints, staff},
    statement::prepared,
};

/// Counting somebody's complaints stops here where they are handed over: what is more is shown as '999+'.
pub const COUNTED: i64 = 999;
/// Colleagues that a list names.
const NAMED: i64 = 500;

const WORKS: [&str; 3] = ["handler", "lead", "admin"];

/// Somebody who has complaints or may have them.
#[derive(Debug, Clone, QueryableByName)]
pub struct Colleague {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Deactivated, or of a role that works on no complaints.
    #[diesel(sql_type = Bool)]
    pub gone: bool,
    #[diesel(sql_type = Bool)]
    pub away: bool,
    /// Open complaints, as far as they were counted.
    #[diesel(sql_type = BigInt)]
    pub open: i64,
}

/// Everybody who may have complaints, and everybody who has some although they may not any more, with how many, counted
/// to one more than `counted` at most.
///
/// # Errors
/// When the database does not answer.
pub async fn holders(connection: &mut AsyncPgConnection, counted: i64) -> Result<Vec<Colleague>> {
    Ok(prepared(
        "SELECT id, name, gone, away, open FROM (
             SELECT s.id, s.name, s.deactivated_at IS NOT NULL OR s.role = 'executive' AS gone,
                    s.away_since IS NOT NULL AS away,
                    (SELECT count(*) FROM (SELECT 1 FROM complaints c WHERE c.owner_id = s.id
                        AND c.state IN ('new', 'in_progress', 'waiting_for_customer') LIMIT $1) held) AS open
             FROM staff s
         ) everybody
         WHERE NOT gone OR open > 0
         ORDER BY gone DESC, name, id LIMIT $2",
    )
    .bind::<BigInt, _>(counted + 1)
    .bind::<BigInt, _>(NAMED)
    .load(connection)
    .await?)
}

/// Number and name of everybody who may have complaints.
///
/// # Errors
/// When the database does not answer.
pub async fn colleagues(mut connection: &AsyncPgConnection) -> Result<Vec<(i64, String)>> {
    Ok(staff::table
        .filter(staff::deactivated_at.is_null())
        .filter(staff::role.eq_any(WORKS))
        .order((staff::name, staff::id))
        .limit(NAMED)
        .select((staff::id, staff::name))
        .load(&mut connection)
        .await?)
}

/// Whether complaints may be given to somebody; until the transaction ends they are not deactivated.
///
/// # Errors
/// When the database does not answer.
pub async fn may_hold(connection: &mut AsyncPgConnection, id: i64) -> Result<bool> {
    let found: Option<i64> = staff::table
        .find(id)
        .filter(staff::deactivated_at.is_null())
        .filter(staff::role.eq_any(WORKS))
        .select(staff::id)
        .for_share()
        .first(connection)
        .await
        .optional()?;
    Ok(found.is_some())
}

/// How many open complaints somebody has.
///
/// # Errors
/// When the database does not answer.
pub async fn open_of(connection: &mut AsyncPgConnection, id: i64) -> Result<i64> {
    Ok(complaints::table
        .filter(complaints::owner_id.eq(id))
        .filter(complaints::state.eq_any(["new", "in_progress", "waiting_for_customer"]))
        .count()
        .get_result(connection)
        .await?)
}

/// Somebody's name, where there is such a person.
///
/// # Errors
/// When the database does not answer.
pub async fn name(connection: &mut AsyncPgConnection, id: i64) -> Result<Option<String>> {
    Ok(staff::table.find(id).select(staff::name).first(connection).await.optional()?)
}

/// Since when somebody is away, if they are.
///
/// # Errors
/// When the database does not answer.
pub async fn away_since(mut connection: &AsyncPgConnection, id: i64) -> Result<Option<DateTime<Utc>>> {
    Ok(staff::table.find(id).select(staff::away_since).first(&mut connection).await.optional()?.flatten())
}

/// Notes that somebody is away, or back.
///
/// # Errors
/// When the database does not answer.
pub async fn set_away(
    connection: &mut AsyncPgConnection,
    id: i64,
    since: Option<DateTime<Utc>>,
) -> Result<()> {
    diesel::update(staff::table.find(id)).set(staff::away_since.eq(since)).execute(connection).await?;
    Ok(())
}

/// Makes whoever else hands out complaints by load wait until the transaction ends: two at once would count the same.
///
/// # Errors
/// When the database does not answer.
pub async fn one_at_a_time(connection: &mut AsyncPgConnection) -> Result<()> {
    const LOCK: i64 = 4_110_407;
    prepared("SELECT pg_advisory_xact_lock($1)").bind::<BigInt, _>(LOCK).execute(connection).await?;
    Ok(())
}

/// Handlers who are there, and how many complaints that run each has, counted up to `most`.
///
/// # Errors
/// When the database does not answer.
pub async fn running(connection: &mut AsyncPgConnection, most: i64) -> Result<Vec<(i64, i64)>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        id: i64,
        #[diesel(sql_type = BigInt)]
        running: i64,
    }
    let rows: Vec<Row> = prepared(
        "SELECT s.id, (SELECT count(*) FROM (SELECT 1 FROM complaints c WHERE c.owner_id = s.id
                           AND c.state IN ('new', 'in_progress') AND c.snoozed_until IS NULL LIMIT $1) held) AS running
         FROM staff s
         WHERE s.role = 'handler' AND s.deactivated_at IS NULL AND s.away_since IS NULL ORDER BY s.id",
    )
    .bind::<BigInt, _>(most)
    .load(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.running)).collect())
}

/// Complaints that nobody has, the earliest deadline first, held until the transaction ends; what somebody is just taking
/// is left to them.
///
/// # Errors
/// When the database does not answer.
pub async fn free(connection: &mut AsyncPgConnection, most: i64) -> Result<Vec<i64>> {
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = BigInt)]
        id: i64,
    }
    let found: Vec<Found> = prepared(
        "SELECT id FROM complaints
         WHERE state IN ('new', 'in_progress') AND owner_id IS NULL AND snoozed_until IS NULL
         ORDER BY next_deadline, id LIMIT $1 FOR UPDATE SKIP LOCKED",
    )
    .bind::<BigInt, _>(most)
    .load(connection)
    .await?;
    Ok(found.into_iter().map(|row| row.id).collect())
}
