//! Openings of letters, as their picture tells: one row an invitation.

use chrono::{DateTime, Utc};
use diesel::sql_types::{BigInt, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::Result;

/// Records the first loading of an invitation's picture. Answers `false` for later ones, and for no such invitation.
///
/// # Errors
/// When the database does not answer.
pub async fn note(connection: &mut AsyncPgConnection, invitation: i64, now: DateTime<Utc>) -> Result<bool> {
    let noted = diesel::sql_query(
        "WITH opened AS (
             UPDATE invitations SET opened_at = coalesce(opened_at, $2)
             WHERE id = $1 AND NOT EXISTS (
                 SELECT 1 FROM link_visits WHERE invitation_id = $1 AND verdict = 'pixel')
             RETURNING id
         )
         INSERT INTO link_visits (invitation_id, at, verdict) SELECT id, $2, 'pixel' FROM opened",
    )
    .bind::<BigInt, _>(invitation)
    .bind::<Timestamptz, _>(now)
    .execute(connection)
    .await?;
    Ok(noted > 0)
}
