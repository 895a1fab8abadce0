//! Invitations: handing out their links by other roads than mail, and reminding of those that were sent.

use chrono::{DateTime, Utc};
use diesel::sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz};
use diesel::{QueryableByName, prelude::*};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Result, schema::letters};

/// An invitation whose form still opens, with the company's own ids.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Open {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = Text)]
    pub customer_external_id: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub purchase_external_id: Option<String>,
    /// The customer's own.
    #[diesel(sql_type = Nullable<Text>)]
    pub language: Option<String>,
    #[diesel(sql_type = Timestamptz)]
    pub expires_at: DateTime<Utc>,
}

/// Which open invitations are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Which {
    /// Also those handed out before.
    pub handed_out: bool,
    /// Also those whose letter has left, or is leaving.
    pub sent: bool,
}

/// The next invitations after `after` that are neither answered, revoked nor expired and whose customer takes letters,
/// locked.
///
/// # Errors
/// When the database does not answer.
pub async fn open(
    connection: &mut AsyncPgConnection,
    kind: &str,
    which: Which,
    after: i64,
    limit: i64,
    now: DateTime<Utc>,
) -> Result<Vec<Open>> {
    Ok(diesel::sql_query(
        "SELECT i.id, i.kind, c.external_id AS customer_external_id, p.external_id AS purchase_external_id,
                c.language, i.expires_at
         FROM invitations i
         JOIN customers c ON c.id = i.customer_id
         LEFT JOIN purchases p ON p.id = i.purchase_id
         WHERE i.id > $1 AND i.kind = $2 AND i.expires_at > $3
           AND i.answered_at IS NULL AND i.revoked_at IS NULL
           AND c.unsubscribed_at IS NULL AND c.erased_at IS NULL
           AND ($4 OR i.handed_out_at IS NULL)
           AND ($5 OR i.sent_at IS NULL
                      AND NOT EXISTS (SELECT FROM letters l WHERE l.invitation_id = i.id AND l.kind = 'invitation'
                                      AND l.state IN ('sending', 'sent', 'unknown')))
         ORDER BY i.id LIMIT $6 FOR UPDATE OF i",
    )
    .bind::<BigInt, _>(after)
    .bind::<Text, _>(kind)
    .bind::<Timestamptz, _>(now)
    .bind::<Bool, _>(which.handed_out)
    .bind::<Bool, _>(which.sent)
    .bind::<BigInt, _>(limit)
    .load(connection)
    .await?)
}

/// Marks links as handed out, the first time only, and keeps the letters that have not left from leaving.
/// Answers how many letters that were.
///
/// # Errors
/// When the database does not answer.
pub async fn mark_handed_out(
    connection: &mut AsyncPgConnection,
    ids: &[i64],
    now: DateTime<Utc>,
) -> Result<usize> {
    diesel::sql_query(
        "UPDATE invitations SET handed_out_at = $2 WHERE id = ANY ($1) AND handed_out_at IS NULL",
    )
    .bind::<Array<BigInt>, _>(ids)
    .bind::<Timestamptz, _>(now)
    .execute(connection)
    .await?;
    Ok(diesel::update(letters::table)
        .filter(letters::invitation_id.eq_any(ids))
        .filter(letters::kind.eq("invitation"))
        .filter(letters::state.eq("queued"))
        .set(letters::state.eq("cancelled"))
        .execute(connection)
        .await?)
}

/// When invitations were sent that may be reminded of now.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    pub from: DateTime<Utc>,
    pub until: DateTime<Utc>,
    pub now: DateTime<Utc>,
}

/// A sent invitation without an answer.
#[derive(Debug, Clone, QueryableByName)]
pub struct Unanswered {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Timestamptz)]
    pub sent_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    pub expires_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Text>)]
    pub time_zone: Option<String>,
}

/// The query of [`to_remind`]: $1 kind, $2 and $3 when they were sent, $4 now, $5 the id to begin after, $6 how many.
pub const TO_REMIND: &str = "\
SELECT i.id, i.sent_at, i.expires_at, c.time_zone
FROM invitations i
JOIN customers c ON c.id = i.customer_id
WHERE i.sent_at > $2 AND i.sent_at <= $3 AND i.answered_at IS NULL AND i.revoked_at IS NULL AND i.reminded_at IS NULL
  AND i.kind = $1 AND i.id > $5 AND i.expires_at > $4 AND i.handed_out_at IS NULL AND i.road = 'letter'
  AND c.email <> '' AND c.unsubscribed_at IS NULL AND c.bounced_at IS NULL AND c.erased_at IS NULL
  AND (c.consent AND c.standing = 'customer' OR c.standing = 'employee')
  AND NOT EXISTS (SELECT FROM complaints k WHERE k.id = i.complaint_id AND k.state NOT IN ('resolved', 'closed'))
  AND NOT EXISTS (SELECT FROM departures g WHERE g.id = i.departure_id AND g.returned_at IS NOT NULL)
ORDER BY i.id LIMIT $6 FOR UPDATE OF i SKIP LOCKED";

/// The next invitations of a kind that were sent in a span of time and not answered, whose form still opens and whose
/// customer takes letters, locked. One of a complaint that is open again, or of a departure taken back, is left alone.
///
/// # Errors
/// When the database does not answer.
pub async fn to_remind(
    connection: &mut AsyncPgConnection,
    kind: &str,
    span: Span,
    after: i64,
    limit: i64,
) -> Result<Vec<Unanswered>> {
    Ok(diesel::sql_query(TO_REMIND)
        .bind::<Text, _>(kind)
        .bind::<Timestamptz, _>(span.from)
        .bind::<Timestamptz, _>(span.until)
        .bind::<Timestamptz, _>(span.now)
        .bind::<BigInt, _>(after)
        .bind::<BigInt, _>(limit)
        .load(connection)
        .await?)
}

/// Queues a reminder for each of these and marks them: one statement. Answers how many.
///
/// # Errors
/// When the database does not answer.
pub async fn queue_reminders(
    connection: &mut AsyncPgConnection,
    ids: &[i64],
    due_at: &[DateTime<Utc>],
    now: DateTime<Utc>,
) -> Result<usize> {
    Ok(diesel::sql_query(
        "WITH due AS (
             SELECT * FROM unnest($1::bigint[], $2::timestamptz[]) AS due (id, due_at)
         ), reminded AS (
             UPDATE invitations i SET reminded_at = $3 FROM due
             WHERE i.id = due.id AND i.reminded_at IS NULL AND i.answered_at IS NULL
             RETURNING i.id, i.customer_id, due.due_at
         )
         INSERT INTO letters (kind, customer_id, invitation_id, due_at)
         SELECT 'reminder', customer_id, id, due_at FROM reminded ORDER BY due_at, id
         ON CONFLICT (invitation_id, kind) WHERE invitation_id IS NOT NULL DO NOTHING",
    )
    .bind::<Array<BigInt>, _>(ids)
    .bind::<Array<Timestamptz>, _>(due_at)
    .bind::<Timestamptz, _>(now)
    .execute(connection)
    .await?)
}
