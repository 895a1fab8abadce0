//! The history of complaints: insert-only, read newest first.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Bool, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    Result,
    schema::{complaint_events, letters},
};

/// The most a card shows; a complaint with more is a story nobody reads to its end.
const SHOWN: i64 = 500;

/// One entry to be written.
#[derive(Debug, Clone, Default)]
pub struct Entry<'a> {
    pub kind: &'a str,
    pub field: Option<&'a str>,
    pub old: Option<String>,
    pub new: Option<String>,
    pub body: Option<&'a str>,
    pub letter_id: Option<i64>,
}

/// Writes entries of one person's step, in their order.
///
/// # Errors
/// When the database does not answer.
pub async fn write(
    connection: &mut AsyncPgConnection,
    complaint: i64,
    staff: i64,
    now: DateTime<Utc>,
    entries: &[Entry<'_>],
) -> Result<()> {
    let rows: Vec<_> = entries
        .iter()
        .map(|entry| {
            (
                complaint_events::complaint_id.eq(complaint),
                complaint_events::at.eq(now),
                complaint_events::staff_id.eq(staff),
                complaint_events::kind.eq(entry.kind),
                complaint_events::field.eq(entry.field),
                complaint_events::old_value.eq(entry.old.as_deref()),
                complaint_events::new_value.eq(entry.new.as_deref()),
                complaint_events::body.eq(entry.body),
                complaint_events::letter_id.eq(entry.letter_id),
            )
        })
        .collect();
    diesel::insert_into(complaint_events::table).values(rows).execute(connection).await?;
    Ok(())
}

/// Puts a letter of somebody's own words into the outbox; its subject is composed when it is sent.
///
/// # Errors
/// When the database does not answer.
pub async fn post_letter(
    connection: &mut AsyncPgConnection,
    kind: &str,
    customer: i64,
    complaint: i64,
    staff: i64,
    body: &str,
    now: DateTime<Utc>,
) -> Result<i64> {
    Ok(diesel::insert_into(letters::table)
        .values((
            letters::kind.eq(kind),
            letters::customer_id.eq(customer),
            letters::complaint_id.eq(complaint),
            letters::staff_id.eq(staff),
            letters::body.eq(body),
            letters::due_at.eq(now),
        ))
        .returning(letters::id)
        .get_result(connection)
        .await?)
}

/// One entry as the card shows it.
#[derive(Debug, Clone, QueryableByName)]
pub struct Event {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub staff_id: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    pub staff: Option<String>,
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub field: Option<String>,
    /// An owner's name instead of the stored id.
    #[diesel(sql_type = Nullable<Text>)]
    pub old_value: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub new_value: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub body: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub letter_kind: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub letter_state: Option<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub letter_sent_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Text>)]
    pub letter_failure: Option<String>,
    /// By an answer that was begun and not sent.
    #[diesel(sql_type = Bool)]
    pub unfinished: bool,
}

/// What happened to a complaint after an entry, newest first; 0 is from the beginning.
///
/// # Errors
/// When the database does not answer.
pub async fn since(connection: &mut AsyncPgConnection, complaint: i64, entry: i64) -> Result<Vec<Event>> {
    Ok(diesel::sql_query(
        "SELECT e.id, e.at, e.staff_id, s.name AS staff, e.kind, e.field,
                coalesce(old_owner.name, e.old_value) AS old_value,
                coalesce(new_owner.name, e.new_value) AS new_value,
                e.body, l.kind AS letter_kind, l.state AS letter_state, l.sent_at AS letter_sent_at,
                l.failure AS letter_failure, e.invitation_id IS NOT NULL AS unfinished
         FROM complaint_events e
         LEFT JOIN staff s ON s.id = e.staff_id
         LEFT JOIN staff old_owner ON e.field = 'owner' AND old_owner.id::text = e.old_value
         LEFT JOIN staff new_owner ON e.field = 'owner' AND new_owner.id::text = e.new_value
         LEFT JOIN letters l ON l.id = e.letter_id
         WHERE e.complaint_id = $1 AND e.id > $2
         ORDER BY e.id DESC
         LIMIT $3",
    )
    .bind::<BigInt, _>(complaint)
    .bind::<BigInt, _>(entry)
    .bind::<BigInt, _>(SHOWN)
    .load(connection)
    .await?)
}
