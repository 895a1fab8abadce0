//! Departures: those of one customer, marked and taken back; all of them at once in `silence`.

pub mod silence;

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Result, schema::departures};

/// A departure as the customer's page tells it.
#[derive(Debug, Clone, QueryableByName)]
pub struct Told {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Timestamptz)]
    pub left_at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    pub source: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub category: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub reason: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub competitor: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub comment: Option<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub returned_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Timestamptz)]
    pub updated_at: DateTime<Utc>,
    /// Who of the staff said so last.
    #[diesel(sql_type = Nullable<Text>)]
    pub staff: Option<String>,
    /// An exit survey about it has left, or is just leaving.
    #[diesel(sql_type = Bool)]
    pub asked: bool,
}

/// Whether an exit survey about a departure `d` has left, or may have.
const ASKED: &str = "EXISTS (SELECT FROM invitations i
    LEFT JOIN letters l ON l.invitation_id = i.id AND l.kind = 'invitation'
    WHERE i.departure_id = d.id
      AND (i.sent_at IS NOT NULL OR i.handed_out_at IS NOT NULL OR i.answered_at IS NOT NULL
           OR l.state IN ('sending', 'sent', 'unknown')))";

/// The departures of a customer, the newest first, from behind a place on.
///
/// # Errors
/// When the database does not answer.
pub async fn of_customer(
    connection: &mut AsyncPgConnection,
    customer: i64,
    after: Option<(DateTime<Utc>, i64)>,
    limit: i64,
) -> Result<Vec<Told>> {
    Ok(diesel::sql_query(format!(
        "SELECT d.id, d.left_at, d.source, d.category, d.reason, d.competitor, d.comment, d.returned_at,
                d.updated_at, s.name AS staff, {ASKED} AS asked
         FROM departures d LEFT JOIN staff s ON s.id = d.staff_id
         WHERE d.customer_id = $1 AND ($2 IS NULL OR (d.left_at, d.id) < ($2, $3))
         ORDER BY d.left_at DESC, d.id DESC LIMIT $4"
    ))
    .bind::<BigInt, _>(customer)
    .bind::<Nullable<Timestamptz>, _>(after.map(|(at, _)| at))
    .bind::<BigInt, _>(after.map_or(0, |(_, id)| id))
    .bind::<BigInt, _>(limit)
    .load(connection)
    .await?)
}

/// What a departure said before it was corrected or taken back.
#[derive(Debug, Clone, QueryableByName)]
pub struct Edit {
    #[diesel(sql_type = Text)]
    pub deed: String,
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Text>)]
    pub staff: Option<String>,
    #[diesel(sql_type = Timestamptz)]
    pub left_at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    pub source: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub category: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub reason: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub competitor: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub comment: Option<String>,
}

/// The newest corrections of a customer's departures.
///
/// # Errors
/// When the database does not answer.
pub async fn edits(connection: &mut AsyncPgConnection, customer: i64, limit: i64) -> Result<Vec<Edit>> {
    Ok(diesel::sql_query(
        "SELECT e.deed, e.at, s.name AS staff, e.left_at, e.source, e.category, e.reason, e.competitor, e.comment
         FROM departure_edits e LEFT JOIN staff s ON s.id = e.staff_id
         WHERE e.customer_id = $1 ORDER BY e.id DESC LIMIT $2",
    )
    .bind::<BigInt, _>(customer)
    .bind::<BigInt, _>(limit)
    .load(connection)
    .await?)
}

/// What marking somebody as left has to know of them.
#[derive(Debug, Clone, QueryableByName)]
pub struct Held {
    #[diesel(sql_type = BigInt)]
    pub customer_id: i64,
    #[diesel(sql_type = Bool)]
    pub erased: bool,
    /// The last purchase; a return is none.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub last_purchase: Option<DateTime<Utc>>,
}

/// The departure that a customer has not returned from.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = departures)]
pub struct Open {
    pub id: i64,
    pub left_at: DateTime<Utc>,
    pub source: String,
    pub category: Option<String>,
    pub reason: Option<String>,
    pub competitor: Option<String>,
    pub comment: Option<String>,
    pub updated_at: DateTime<Utc>,
}

/// The departure that a customer has not returned from, held until the transaction ends.
///
/// # Errors
/// When the database does not answer.
pub async fn hold_open(connection: &mut AsyncPgConnection, customer: i64) -> Result<Option<Open>> {
    Ok(departures::table
        .filter(departures::customer_id.eq(customer))
        .filter(departures::returned_at.is_null())
        .select(Open::as_select())
        .for_update()
        .first(connection)
        .await
        .optional()?)
}

/// Keeps others from marking the same customer until the transaction ends, and reads what is known.
///
/// # Errors
/// When the database does not answer.
pub async fn hold(connection: &mut AsyncPgConnection, external_id: &str) -> Result<Option<Held>> {
    // Locked first and apart: what is read by the locking statement itself would be from before the wait.
    let locked = diesel::sql_query("SELECT FROM customers WHERE external_id = $1 FOR NO KEY UPDATE")
        .bind::<Text, _>(external_id)
        .execute(connection)
        .await?;
    if locked == 0 {
        return Ok(None);
    }
    Ok(diesel::sql_query(
        "SELECT c.id AS customer_id, c.erased_at IS NOT NULL AS erased,
                (SELECT max(p.purchased_at) FROM purchases p WHERE p.customer_id = c.id AND p.amount >= 0)
                    AS last_purchase
         FROM customers c WHERE c.external_id = $1",
    )
    .bind::<Text, _>(external_id)
    .get_result(connection)
    .await
    .optional()?)
}

/// What staff know of a departure.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    pub left_at: DateTime<Utc>,
    pub category: Option<&'a str>,
    pub reason: Option<&'a str>,
    pub competitor: Option<&'a str>,
    pub comment: Option<&'a str>,
}

/// Writes a departure on the word of staff: a new one, or over the open one that is given.
/// `false`: somebody else wrote one meanwhile.
///
/// # Errors
/// When the database does not answer.
pub async fn put(
    connection: &mut AsyncPgConnection,
    customer: i64,
    open: Option<i64>,
    said: Said<'_>,
    staff: i64,
    now: DateTime<Utc>,
) -> Result<bool> {
    let values = (
        departures::left_at.eq(said.left_at),
        departures::source.eq("staff"),
        departures::category.eq(said.category),
        departures::reason.eq(said.reason),
        departures::competitor.eq(said.competitor),
        departures::comment.eq(said.comment),
        departures::staff_id.eq(staff),
        departures::updated_at.eq(now),
    );
    let written = match open {
        Some(id) => {
            diesel::update(departures::table.find(id).filter(departures::returned_at.is_null()))
                .set(values)
                .execute(connection)
                .await?
        }
        None => {
            diesel::insert_into(departures::table)
                .values((departures::customer_id.eq(customer), departures::created_at.eq(now), values))
                .on_conflict_do_nothing()
                .execute(connection)
                .await?
        }
    };
    Ok(written == 1)
}

/// A departure held for being taken back: its customer, its source, whether they were asked about it already.
#[derive(Debug, Clone, QueryableByName)]
pub struct ToTakeBack {
    #[diesel(sql_type = Text)]
    pub source: String,
    #[diesel(sql_type = Bool)]
    pub asked: bool,
}

/// Holds a departure of a customer until the transaction ends; none where there is none.
///
/// # Errors
/// When the database does not answer.
pub async fn hold_one(
    connection: &mut AsyncPgConnection,
    external_id: &str,
    id: i64,
) -> Result<Option<ToTakeBack>> {
    // Letters are locked too, so that none is handed over between the question and the deed.
    diesel::sql_query(
        "SELECT FROM letters l JOIN invitations i ON i.id = l.invitation_id WHERE i.departure_id = $1 FOR UPDATE OF l",
    )
    .bind::<BigInt, _>(id)
    .execute(connection)
    .await?;
    Ok(diesel::sql_query(format!(
        "SELECT d.source, {ASKED} AS asked FROM departures d JOIN customers c ON c.id = d.customer_id
         WHERE d.id = $1 AND c.external_id = $2 FOR UPDATE OF d"
    ))
    .bind::<BigInt, _>(id)
    .bind::<Text, _>(external_id)
    .get_result(connection)
    .await
    .optional()?)
}

/// Takes departures back as mistakes: what was planned about them ends, their history stays.
///
/// `staff`: who says so; the trigger that keeps history reads it from the row.
///
/// # Errors
/// When the database does not answer.
pub async fn take_back(
    connection: &mut AsyncPgConnection,
    ids: &[i64],
    staff: Option<i64>,
    why: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    diesel::sql_query(
        "UPDATE letters SET state = 'cancelled', failure = $2 FROM invitations i
         WHERE i.id = letters.invitation_id AND i.departure_id = ANY ($1) AND letters.state = 'queued'",
    )
    .bind::<Array<BigInt>, _>(ids)
    .bind::<Text, _>(why)
    .execute(connection)
    .await?;
    diesel::sql_query(
        "WITH forgotten AS (DELETE FROM invitation_decisions WHERE departure_id = ANY ($1))
         UPDATE invitations SET departure_id = NULL, revoked_at = coalesce(revoked_at, $2)
         WHERE departure_id = ANY ($1)",
    )
    .bind::<Array<BigInt>, _>(ids)
    .bind::<Timestamptz, _>(now)
    .execute(connection)
    .await?;
    diesel::update(departures::table.filter(departures::id.eq_any(ids)))
        .set(departures::staff_id.eq(staff))
        .execute(connection)
        .await?;
    diesel::delete(departures::table.filter(departures::id.eq_any(ids))).execute(connection).await?;
    Ok(())
}
