//! One deed done to many complaints: its rows wait, are worked off one by one, and can be undone.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Nullable, Text},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use super::{
    Result,
    schema::{bulk_deeds, bulk_results},
};

/// Rows of one page of a result.
pub const PAGE: i64 = 100;

/// A deed as it was posted.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = bulk_deeds, check_for_backend(diesel::pg::Pg))]
pub struct BulkDeed {
    pub id: i64,
    pub staff_id: i64,
    pub deed: String,
    pub at: DateTime<Utc>,
    pub undone_at: Option<DateTime<Utc>>,
    /// `actions::bulk::Deed`
    pub detail: Value,
    pub finished_at: Option<DateTime<Utc>>,
}

/// Writes a deed down, once for a key; answers its number, and whether it is new.
///
/// # Errors
/// When the database does not answer.
pub async fn begin(
    connection: &mut AsyncPgConnection,
    staff: i64,
    key: &str,
    deed: &str,
    detail: &Value,
    now: DateTime<Utc>,
) -> Result<(i64, bool)> {
    let new: Option<i64> = diesel::insert_into(bulk_deeds::table)
        .values((
            bulk_deeds::staff_id.eq(staff),
            bulk_deeds::key.eq(key),
            bulk_deeds::deed.eq(deed),
            bulk_deeds::detail.eq(detail),
            bulk_deeds::at.eq(now),
        ))
        .on_conflict((bulk_deeds::staff_id, bulk_deeds::key))
        .do_nothing()
        .returning(bulk_deeds::id)
        .get_result(connection)
        .await
        .optional()?;
    if let Some(id) = new {
        return Ok((id, true));
    }
    let known = bulk_deeds::table
        .filter(bulk_deeds::staff_id.eq(staff))
        .filter(bulk_deeds::key.eq(key))
        .select(bulk_deeds::id)
        .first(connection)
        .await?;
    Ok((known, false))
}

/// Lets these complaints wait for a deed; numbers that no complaint has are left out.
///
/// # Errors
/// When the database does not answer.
pub async fn add(connection: &mut AsyncPgConnection, bulk: i64, numbers: &[i64]) -> Result<()> {
    diesel::sql_query(
        "INSERT INTO bulk_results (bulk_id, complaint_id, outcome)
         SELECT $1, id, 'pending' FROM complaints WHERE id = ANY ($2)",
    )
    .bind::<BigInt, _>(bulk)
    .bind::<diesel::sql_types::Array<BigInt>, _>(numbers)
    .execute(connection)
    .await?;
    Ok(())
}

/// Lets all open complaints of somebody wait for a deed; answers how many there are.
///
/// # Errors
/// When the database does not answer.
pub async fn add_all_of(connection: &mut AsyncPgConnection, bulk: i64, owner: i64) -> Result<usize> {
    Ok(diesel::sql_query(
        "INSERT INTO bulk_results (bulk_id, complaint_id, outcome)
         SELECT $1, id, 'pending' FROM complaints
         WHERE owner_id = $2 AND state IN ('new', 'in_progress', 'waiting_for_customer')",
    )
    .bind::<BigInt, _>(bulk)
    .bind::<BigInt, _>(owner)
    .execute(connection)
    .await?)
}

/// One deed by its number.
///
/// # Errors
/// When the database does not answer.
pub async fn by_id(connection: &mut AsyncPgConnection, id: i64) -> Result<Option<BulkDeed>> {
    Ok(bulk_deeds::table.find(id).select(BulkDeed::as_select()).first(connection).await.optional()?)
}

/// Deeds that are not worked off, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn unfinished(connection: &mut AsyncPgConnection, most: i64) -> Result<Vec<i64>> {
    Ok(bulk_deeds::table
        .filter(bulk_deeds::finished_at.is_null())
        .order(bulk_deeds::id)
        .limit(most)
        .select(bulk_deeds::id)
        .load(connection)
        .await?)
}

/// A row of a deed, held until the transaction ends.
#[derive(Debug, Clone, Queryable)]
pub struct Row {
    pub complaint_id: i64,
    pub before: Option<Value>,
    pub version: Option<i32>,
}

/// The most urgent row of this outcome that nobody else works on.
///
/// # Errors
/// When the database does not answer.
pub async fn next_row(connection: &mut AsyncPgConnection, bulk: i64, outcome: &str) -> Result<Option<Row>> {
    Ok(bulk_results::table
        .filter(bulk_results::bulk_id.eq(bulk))
        .filter(bulk_results::outcome.eq(outcome))
        .order(bulk_results::complaint_id)
        .select((bulk_results::complaint_id, bulk_results::before, bulk_results::version))
        .for_update()
        .skip_locked()
        .first(connection)
        .await
        .optional()?)
}

/// What became of a row.
#[derive(Debug, Clone, Default)]
pub struct Became<'a> {
    pub outcome: &'a str,
    pub detail: Option<&'a str>,
    pub before: Option<&'a Value>,
    pub version: Option<i32>,
}

/// Writes down what became of a row.
///
/// # Errors
/// When the database does not answer.
pub async fn settle(
    connection: &mut AsyncPgConnection,
    bulk: i64,
    complaint: i64,
    became: Became<'_>,
) -> Result<()> {
    diesel::update(bulk_results::table.find((bulk, complaint)))
        .set((
            bulk_results::outcome.eq(became.outcome),
            bulk_results::detail.eq(became.detail),
            bulk_results::before.eq(became.before),
            bulk_results::version.eq(became.version),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// Notes that a deed, or its undoing, is worked off: where no row of this outcome is left.
///
/// # Errors
/// When the database does not answer.
pub async fn finish(
    connection: &mut AsyncPgConnection,
    bulk: i64,
    outcome: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    diesel::sql_query(
        "UPDATE bulk_deeds SET finished_at = $3
         WHERE id = $1 AND finished_at IS NULL AND (undone_at IS NULL) = ($2 = 'pending')
           AND NOT EXISTS (SELECT 1 FROM bulk_results WHERE bulk_id = $1 AND outcome = $2)",
    )
    .bind::<BigInt, _>(bulk)
    .bind::<Text, _>(outcome)
    .bind::<diesel::sql_types::Timestamptz, _>(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// Begins to undo a deed that is worked off; answers whether it was not begun before.
///
/// # Errors
/// When the database does not answer.
pub async fn undo(connection: &mut AsyncPgConnection, bulk: i64, now: DateTime<Utc>) -> Result<bool> {
    let begun = diesel::update(
        bulk_deeds::table
            .find(bulk)
            .filter(bulk_deeds::undone_at.is_null())
            .filter(bulk_deeds::finished_at.is_not_null()),
    )
    .set((bulk_deeds::undone_at.eq(now), bulk_deeds::finished_at.eq(None::<DateTime<Utc>>)))
    .execute(connection)
    .await?;
    Ok(begun > 0)
}

/// How many rows came to what.
///
/// # Errors
/// When the database does not answer.
pub async fn tally(connection: &mut AsyncPgConnection, bulk: i64) -> Result<Vec<(String, i64)>> {
    Ok(bulk_results::table
        .filter(bulk_results::bulk_id.eq(bulk))
        .group_by(bulk_results::outcome)
        .order(bulk_results::outcome)
        .select((bulk_results::outcome, diesel::dsl::count_star()))
        .load(connection)
        .await?)
}

/// One line of a result.
#[derive(Debug, Clone, QueryableByName)]
pub struct Line {
    #[diesel(sql_type = BigInt)]
    pub complaint_id: i64,
    #[diesel(sql_type = Text)]
    pub outcome: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub detail: Option<String>,
    #[diesel(sql_type = Text)]
    pub customer: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub owner: Option<String>,
    #[diesel(sql_type = Text)]
    pub state: String,
}

/// A page of a result and one row more where another follows, by number.
///
/// # Errors
/// When the database does not answer.
pub async fn lines(connection: &mut AsyncPgConnection, bulk: i64, after: i64) -> Result<Vec<Line>> {
    Ok(diesel::sql_query(
        "SELECT r.complaint_id, r.outcome, r.detail, coalesce(nullif(u.name, ''), u.external_id) AS customer,
                s.name AS owner, c.state
         FROM (SELECT * FROM bulk_results WHERE bulk_id = $1 AND complaint_id > $2
               ORDER BY complaint_id LIMIT $3) r
         JOIN complaints c ON c.id = r.complaint_id
         JOIN customers u ON u.id = c.customer_id
         LEFT JOIN staff s ON s.id = c.owner_id
         ORDER BY r.complaint_id",
    )
    .bind::<BigInt, _>(bulk)
    .bind::<BigInt, _>(after)
    .bind::<BigInt, _>(PAGE + 1)
    .load(connection)
    .await?)
}
