//! Invitations: handing out their links by other roads than mail.

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
