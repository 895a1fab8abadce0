//! Letters of people that belong to no complaint yet, or might to another: what staff put somewhere by hand.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    Result,
    schema::{incoming_letters, letters},
    statement::Statement,
};

/// Letters a page lists.
pub const PAGE: i64 = 20;
/// Counting stops here.
pub const COUNTED: i64 = 99;
/// Complaints suggested for one customer.
const SUGGESTED: i64 = 5;

/// In the words of the partial index.
const TO_SORT: &str = "outcome = 'look' AND seen_at IS NULL AND kind IN ('words', 'unreadable')";

/// A letter as staff sort it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = incoming_letters, check_for_backend(diesel::pg::Pg))]
pub struct Mail {
    pub id: i64,
    pub received_at: DateTime<Utc>,
    pub kind: Option<String>,
    pub outcome: Option<String>,
    pub seen_at: Option<DateTime<Utc>>,
    pub complaint_id: Option<i64>,
    pub customer_id: Option<i64>,
    pub message_id: Option<String>,
    pub sender: Option<String>,
    pub sender_name: Option<String>,
    pub subject: Option<String>,
    pub words: Option<String>,
}

impl Mail {
    /// Whether it waits to be put somewhere.
    #[must_use]
    pub fn is_to_sort(&self) -> bool {
        self.outcome.as_deref() == Some("look") && self.seen_at.is_none()
    }
}

/// Letters to be sorted, the newest before `before` first, and one more where another page follows.
///
/// # Errors
/// When the database does not answer.
pub async fn page(connection: &mut AsyncPgConnection, before: Option<i64>) -> Result<Vec<Mail>> {
    Ok(incoming_letters::table
        .filter(diesel::dsl::sql::<Bool>(TO_SORT))
        .filter(incoming_letters::id.lt(before.unwrap_or(i64::MAX)))
        .order(incoming_letters::id.desc())
        .limit(PAGE + 1)
        .select(Mail::as_select())
        .load(connection)
        .await?)
}

/// How many there are, counted to a hundred at most.
///
/// # Errors
/// When the database does not answer.
pub async fn count(mut connection: &AsyncPgConnection) -> Result<i64> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    let count: Count = Statement::default()
        .sql(&format!(
            "SELECT count(*) AS count FROM (SELECT 1 FROM incoming_letters WHERE {TO_SORT} LIMIT {}) found",
            COUNTED + 1
        ))
        .get_result(&mut connection)
        .await?;
    Ok(count.count)
}

/// A letter of people, of any state.
///
/// # Errors
/// When the database does not answer.
pub async fn mail(connection: &mut AsyncPgConnection, id: i64) -> Result<Option<Mail>> {
    Ok(incoming_letters::table
        .find(id)
        .filter(incoming_letters::kind.eq_any(["words", "automatic", "unreadable"]))
        .select(Mail::as_select())
        .first(connection)
        .await
        .optional()?)
}

/// The same, held until the end of the transaction.
///
/// # Errors
/// When the database does not answer.
pub async fn hold(connection: &mut AsyncPgConnection, id: i64) -> Result<Option<Mail>> {
    Ok(incoming_letters::table
        .find(id)
        .filter(incoming_letters::kind.eq_any(["words", "automatic", "unreadable"]))
        .select(Mail::as_select())
        .for_update()
        .first(connection)
        .await
        .optional()?)
}

/// Where a letter was put.
///
/// # Errors
/// When the database does not answer.
pub async fn put(
    connection: &mut AsyncPgConnection,
    id: i64,
    outcome: &str,
    complaint: Option<i64>,
    seen: Option<(i64, DateTime<Utc>)>,
) -> Result<()> {
    diesel::update(incoming_letters::table.find(id))
        .set((
            incoming_letters::outcome.eq(outcome),
            incoming_letters::complaint_id.eq(complaint),
            incoming_letters::seen_at.eq(seen.map(|(_, at)| at)),
            incoming_letters::seen_by.eq(seen.map(|(staff, _)| staff)),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// A customer who has an address that a letter came from, with one of their complaints.
#[derive(Debug, Clone, QueryableByName)]
pub struct Suggested {
    #[diesel(sql_type = Text)]
    pub email: String,
    #[diesel(sql_type = BigInt)]
    pub customer_id: i64,
    #[diesel(sql_type = Text)]
    pub external_id: String,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub number: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    pub state: Option<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub opened_at: Option<DateTime<Utc>>,
}

/// Whom these addresses may belong to, with their open complaints, or else their last one.
///
/// # Errors
/// When the database does not answer.
pub async fn suggestions(connection: &mut AsyncPgConnection, senders: &[&str]) -> Result<Vec<Suggested>> {
    Ok(diesel::sql_query(
        "SELECT s.email, c.id AS customer_id, c.external_id, c.name, k.id AS number, k.state, k.opened_at
         FROM (SELECT DISTINCT lower(a) AS email FROM unnest($1) a) s
         CROSS JOIN LATERAL (
             -- Found first and put in order then: an address has few customers, whatever the planner believes.
             SELECT * FROM (SELECT id, external_id, name FROM customers
                            WHERE email IS NOT NULL AND lower(email) = s.email AND erased_at IS NULL OFFSET 0) few
             ORDER BY id LIMIT 3
         ) c
         LEFT JOIN LATERAL (
             SELECT id, state, opened_at FROM complaints WHERE customer_id = c.id
             ORDER BY state IN ('new', 'in_progress', 'waiting_for_customer') DESC, id DESC LIMIT $2
         ) k ON true
         ORDER BY s.email, c.id, k.id DESC",
    )
    .bind::<Array<Text>, _>(senders)
    .bind::<BigInt, _>(SUGGESTED)
    .load(connection)
    .await?)
}

/// The same letter by another road, which was dealt with already: its number, its complaint and its bytes.
///
/// # Errors
/// When the database does not answer.
pub async fn others_of_id(
    connection: &mut AsyncPgConnection,
    id: i64,
    message_id: &str,
    sender: &str,
) -> Result<Vec<(i64, Option<i64>, Option<String>)>> {
    diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended($1, 20261122))")
        .bind::<Text, _>(message_id)
        .execute(connection)
        .await?;
    Ok(incoming_letters::table
        .filter(incoming_letters::message_id.eq(message_id))
        .filter(incoming_letters::sender.eq(sender))
        .filter(incoming_letters::id.ne(id))
        .filter(incoming_letters::kind.eq_any(["words", "automatic"]))
        .order(incoming_letters::id)
        .limit(5)
        .select((incoming_letters::id, incoming_letters::complaint_id, incoming_letters::words))
        .load(connection)
        .await?)
}

/// The complaint that a letter of ours is about.
///
/// # Errors
/// When the database does not answer.
pub async fn complaint_of_letter(connection: &mut AsyncPgConnection, letter: i64) -> Result<Option<i64>> {
    let found: Option<Option<i64>> =
        letters::table.find(letter).select(letters::complaint_id).first(connection).await.optional()?;
    Ok(found.flatten())
}
