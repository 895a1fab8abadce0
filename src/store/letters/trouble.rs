//! Letters that somebody should look at, and the queue's health.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Nullable, Timestamptz},
};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl};

use super::super::{
    Result, audit,
    schema::{customers, letters},
    suppressions,
};

/// A letter in trouble, for the page that lists them.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = letters, check_for_backend(diesel::pg::Pg))]
pub struct Troubled {
    pub id: i64,
    pub kind: String,
    pub state: String,
    pub complaint_id: Option<i64>,
    #[diesel(select_expression = customers::external_id)]
    pub customer: String,
    #[diesel(select_expression = customers::name)]
    pub customer_name: String,
    pub due_at: DateTime<Utc>,
    pub claimed_at: Option<DateTime<Utc>>,
    pub attempts: i16,
    pub failure: Option<String>,
    pub bounced_at: Option<DateTime<Utc>>,
}

/// Letters that failed, are lost from sight, or are in hand since before `slow`; the newest before `before` first.
///
/// # Errors
/// When the database does not answer.
pub async fn in_trouble(
    connection: &mut AsyncPgConnection,
    slow: DateTime<Utc>,
    before: Option<i64>,
    most: i64,
) -> Result<Vec<Troubled>> {
    Ok(letters::table
        .inner_join(customers::table)
        .filter(letters::state.eq_any(["failed", "unknown", "sending"]))
        .filter(letters::state.ne("sending").or(letters::claimed_at.lt(slow)))
        .filter(letters::id.lt(before.unwrap_or(i64::MAX)))
        .order(letters::id.desc())
        .limit(most)
        .select(Troubled::as_select())
        .load(connection)
        .await?)
}

/// The outbox in figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct Health {
    /// Due now, or due since some time.
    #[diesel(sql_type = BigInt)]
    pub due: i64,
    /// Queued in all.
    #[diesel(sql_type = BigInt)]
    pub queued: i64,
    #[diesel(sql_type = BigInt)]
    pub failed: i64,
    #[diesel(sql_type = BigInt)]
    pub unknown: i64,
    /// Since when the longest waiting letter is due.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub oldest_due_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub last_sent_at: Option<DateTime<Utc>>,
}

/// Figures of the outbox, each by an index of its own.
///
/// # Errors
/// When the database does not answer.
pub async fn health(connection: &mut AsyncPgConnection, now: DateTime<Utc>) -> Result<Health> {
    Ok(diesel::sql_query(
        "SELECT (SELECT count(*) FROM letters WHERE state = 'queued' AND due_at <= $1) AS due,
                (SELECT count(*) FROM letters WHERE state = 'queued') AS queued,
                (SELECT count(*) FROM letters WHERE state = 'failed') AS failed,
                (SELECT count(*) FROM letters WHERE state = 'unknown') AS unknown,
                (SELECT min(due_at) FROM letters WHERE state = 'queued' AND due_at <= $1) AS oldest_due_at,
                (SELECT max(sent_at) FROM letters WHERE state = 'sent') AS last_sent_at",
    )
    .bind::<Timestamptz, _>(now)
    .get_result(connection)
    .await?)
}

/// Puts a letter in trouble back into the queue as if it were new, and trusts its address again.
/// Answers `false` where it is not in trouble any more.
///
/// # Errors
/// When the database does not answer.
pub async fn attempt_again(
    connection: &mut AsyncPgConnection,
    id: i64,
    staff_id: i64,
    now: DateTime<Utc>,
) -> Result<bool> {
    connection
        .transaction(async |connection| {
            let customer: Option<i64> = diesel::update(troubled(id))
                .set((
                    letters::state.eq("queued"),
                    letters::due_at.eq(now),
                    letters::attempts.eq(0),
                    letters::claimed_at.eq(None::<DateTime<Utc>>),
                    letters::failure.eq(None::<String>),
                ))
                .returning(letters::customer_id)
                .get_result(connection)
                .await
                .optional()?;
            let Some(customer) = customer else { return Ok(false) };
            suppressions::trust_again(connection, customer, id, staff_id, now).await?;
            audit::record(connection, Some(staff_id), "letter.retry", &format!("letter:{id}"), now).await?;
            Ok(true)
        })
        .await
}

/// Ends a letter in trouble for good. Answers `false` where it is not in trouble any more.
///
/// # Errors
/// When the database does not answer.
pub async fn give_up(
    connection: &mut AsyncPgConnection,
    id: i64,
    staff_id: i64,
    why: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    connection
        .transaction(async |connection| {
            let ended = diesel::update(troubled(id))
                .set((letters::state.eq("cancelled"), letters::failure.eq(why)))
                .execute(connection)
                .await?;
            if ended == 0 {
                return Ok(false);
            }
            audit::record(connection, Some(staff_id), "letter.give_up", &format!("letter:{id}"), now).await?;
            Ok(true)
        })
        .await
}

#[diesel::dsl::auto_type]
fn troubled(id: i64) -> _ {
    letters::table
        .filter(letters::id.eq(id))
        .filter(letters::state.eq("failed").or(letters::state.eq("unknown")))
}
