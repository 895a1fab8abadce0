//! Reminders: who put a complaint off, until when and why.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Bool, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Result, schema::complaint_reminders};

/// The most that somebody's list shows: nobody keeps more in mind.
const SHOWN: i64 = 200;

/// Sets a complaint's reminder; there is one at a time.
///
/// # Errors
/// When the database does not answer.
pub async fn put(
    connection: &mut AsyncPgConnection,
    complaint: i64,
    staff: i64,
    until: DateTime<Utc>,
    note: Option<&str>,
    now: DateTime<Utc>,
) -> Result<()> {
    let values = (
        complaint_reminders::staff_id.eq(staff),
        complaint_reminders::until.eq(until),
        complaint_reminders::note.eq(note),
        complaint_reminders::set_at.eq(now),
        complaint_reminders::rung_at.eq(None::<DateTime<Utc>>),
    );
    diesel::insert_into(complaint_reminders::table)
        .values((complaint_reminders::complaint_id.eq(complaint), values))
        .on_conflict(complaint_reminders::complaint_id)
        .do_update()
        .set(values)
        .execute(connection)
        .await?;
    Ok(())
}

/// Ends a complaint's reminder; answers whether there was one.
///
/// # Errors
/// When the database does not answer.
pub async fn remove(connection: &mut AsyncPgConnection, complaint: i64) -> Result<bool> {
    Ok(diesel::delete(complaint_reminders::table.find(complaint)).execute(connection).await? > 0)
}

/// Notes that its time came.
///
/// # Errors
/// When the database does not answer.
pub async fn ring(connection: &mut AsyncPgConnection, complaint: i64, now: DateTime<Utc>) -> Result<()> {
    diesel::update(complaint_reminders::table.find(complaint))
        .set(complaint_reminders::rung_at.eq(now))
        .execute(connection)
        .await?;
    Ok(())
}

/// Complaints whose reminder is due, held until the transaction ends; one that somebody holds comes the next time.
///
/// # Errors
/// When the database does not answer.
pub async fn due(connection: &mut AsyncPgConnection, now: DateTime<Utc>, most: i64) -> Result<Vec<i64>> {
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = BigInt)]
        id: i64,
    }
    let found: Vec<Found> = diesel::sql_query(
        "SELECT id FROM complaints WHERE snoozed_until IS NOT NULL AND snoozed_until <= $1
         ORDER BY snoozed_until, id LIMIT $2 FOR UPDATE SKIP LOCKED",
    )
    .bind::<Timestamptz, _>(now)
    .bind::<BigInt, _>(most)
    .load(connection)
    .await?;
    Ok(found.into_iter().map(|row| row.id).collect())
}

/// The reminder of one complaint.
#[derive(Debug, Clone, QueryableByName)]
pub struct Reminder {
    #[diesel(sql_type = Nullable<Text>)]
    pub staff: Option<String>,
    #[diesel(sql_type = Timestamptz)]
    pub until: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Text>)]
    pub note: Option<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub rung_at: Option<DateTime<Utc>>,
    /// Out of sight until then.
    #[diesel(sql_type = Bool)]
    pub waits: bool,
}

/// The reminder of a complaint, where it waits or rang; one that the customer's words ended is over.
///
/// # Errors
/// When the database does not answer.
pub async fn of_complaint(connection: &mut AsyncPgConnection, complaint: i64) -> Result<Option<Reminder>> {
    Ok(diesel::sql_query(
        "SELECT s.name AS staff, r.until, r.note, r.rung_at, c.snoozed_until IS NOT NULL AS waits
         FROM complaint_reminders r
         JOIN complaints c ON c.id = r.complaint_id
         JOIN staff s ON s.id = r.staff_id
         WHERE r.complaint_id = $1 AND (r.rung_at IS NOT NULL OR c.snoozed_until IS NOT NULL)",
    )
    .bind::<BigInt, _>(complaint)
    .get_result(connection)
    .await
    .optional()?)
}

/// Which of these complaints a reminder has rung for.
///
/// # Errors
/// When the database does not answer.
pub async fn rung_among(mut connection: &AsyncPgConnection, complaints: &[i64]) -> Result<Vec<i64>> {
    Ok(complaint_reminders::table
        .filter(complaint_reminders::complaint_id.eq_any(complaints))
        .filter(complaint_reminders::rung_at.is_not_null())
        .select(complaint_reminders::complaint_id)
        .load(&mut connection)
        .await?)
}

/// One line of somebody's own list.
#[derive(Debug, Clone, QueryableByName)]
pub struct Line {
    #[diesel(sql_type = BigInt)]
    pub complaint_id: i64,
    #[diesel(sql_type = Text)]
    pub customer: String,
    #[diesel(sql_type = Text)]
    pub customer_external_id: String,
    #[diesel(sql_type = Text)]
    pub state: String,
    #[diesel(sql_type = Timestamptz)]
    pub until: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Text>)]
    pub note: Option<String>,
    #[diesel(sql_type = Timestamptz)]
    pub next_deadline: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub rung_at: Option<DateTime<Utc>>,
    /// Still out of sight. Neither this nor rung: something came first, as a rule the customer's words.
    #[diesel(sql_type = Bool)]
    pub waits: bool,
}

/// Somebody's own reminders on open complaints, the nearest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_staff(connection: &mut AsyncPgConnection, staff: i64) -> Result<Vec<Line>> {
    Ok(diesel::sql_query(
        "SELECT r.complaint_id, u.name AS customer, u.external_id AS customer_external_id, c.state, r.until, r.note,
                c.next_deadline, r.rung_at, c.snoozed_until IS NOT NULL AS waits
         FROM complaint_reminders r
         JOIN complaints c ON c.id = r.complaint_id
         JOIN customers u ON u.id = c.customer_id
         WHERE r.staff_id = $1 AND c.state IN ('new', 'in_progress', 'waiting_for_customer')
         ORDER BY r.until, r.complaint_id LIMIT $2",
    )
    .bind::<BigInt, _>(staff)
    .bind::<BigInt, _>(SHOWN)
    .load(connection)
    .await?)
}

/// Whose reminder a complaint has, until when and with which words.
///
/// # Errors
/// When the database does not answer.
pub async fn kept(
    connection: &mut AsyncPgConnection,
    complaint: i64,
) -> Result<Option<(i64, DateTime<Utc>, Option<String>)>> {
    Ok(complaint_reminders::table
        .find(complaint)
        .select((complaint_reminders::staff_id, complaint_reminders::until, complaint_reminders::note))
        .first(connection)
        .await
        .optional()?)
}
