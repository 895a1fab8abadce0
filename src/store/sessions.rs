//! Signed-in browsers, and failed attempts to become one.

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    Result,
    schema::{deadline_alerts, sessions, sign_in_failures, staff},
    staff::Staff,
};

/// How often a session's last visit is written: not on every page.
const SEEN_STEP: Duration = Duration::minutes(5);

/// Opens a session; the id is a digest of the cookie.
///
/// # Errors
/// When the database does not answer.
pub async fn open(
    connection: &mut AsyncPgConnection,
    id: &[u8],
    staff_id: i64,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<()> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(id),
            sessions::staff_id.eq(staff_id),
            sessions::created_at.eq(now),
            sessions::seen_at.eq(now),
            sessions::expires_at.eq(expires_at),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// Who holds this session, if it still runs and they may still sign in, and how many alerts they have not seen.
///
/// # Errors
/// When the database does not answer.
pub async fn holder(
    connection: &mut AsyncPgConnection,
    id: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<(Staff, i64)>> {
    let alerts = deadline_alerts::table
        .filter(deadline_alerts::staff_id.eq(staff::id))
        .filter(deadline_alerts::seen_at.is_null())
        .count()
        .single_value();
    let found: Option<(Staff, DateTime<Utc>, Option<i64>)> = sessions::table
        .inner_join(staff::table)
        .filter(sessions::id.eq(id))
        .filter(sessions::expires_at.gt(now))
        .filter(staff::deactivated_at.is_null())
        .select((Staff::as_select(), sessions::seen_at, alerts))
        .first(connection)
        .await
        .optional()?;
    let Some((staff, seen_at, alerts)) = found else { return Ok(None) };
    if now - seen_at > SEEN_STEP {
        diesel::update(sessions::table.find(id)).set(sessions::seen_at.eq(now)).execute(connection).await?;
    }
    Ok(Some((staff, alerts.unwrap_or(0))))
}

/// Ends a session.
///
/// # Errors
/// When the database does not answer.
pub async fn close(connection: &mut AsyncPgConnection, id: &[u8]) -> Result<()> {
    diesel::delete(sessions::table.find(id)).execute(connection).await?;
    Ok(())
}

/// Ends every session of somebody.
///
/// # Errors
/// When the database does not answer.
pub async fn close_all_of(connection: &mut AsyncPgConnection, staff_id: i64) -> Result<()> {
    diesel::delete(sessions::table.filter(sessions::staff_id.eq(staff_id))).execute(connection).await?;
    Ok(())
}

/// How many attempts failed for this subject since a moment.
///
/// # Errors
/// When the database does not answer.
pub async fn failures(
    connection: &mut AsyncPgConnection,
    subject: &[u8],
    since: DateTime<Utc>,
) -> Result<i64> {
    Ok(sign_in_failures::table
        .filter(sign_in_failures::subject.eq(subject))
        .filter(sign_in_failures::failed_at.gt(since))
        .count()
        .get_result(connection)
        .await?)
}

/// Records a failed attempt under each subject.
///
/// # Errors
/// When the database does not answer.
pub async fn record_failure(
    connection: &mut AsyncPgConnection,
    subjects: &[&[u8]],
    now: DateTime<Utc>,
) -> Result<()> {
    let rows: Vec<_> = subjects
        .iter()
        .map(|subject| (sign_in_failures::subject.eq(*subject), sign_in_failures::failed_at.eq(now)))
        .collect();
    diesel::insert_into(sign_in_failures::table).values(rows).execute(connection).await?;
    Ok(())
}

/// Forgets the failures of one subject: its owner has signed in.
///
/// # Errors
/// When the database does not answer.
pub async fn forget_failures(connection: &mut AsyncPgConnection, subject: &[u8]) -> Result<()> {
    diesel::delete(sign_in_failures::table.filter(sign_in_failures::subject.eq(subject)))
        .execute(connection)
        .await?;
    Ok(())
}

/// Deletes ended sessions and old failures; a job does this.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(connection: &mut AsyncPgConnection, now: DateTime<Utc>) -> Result<()> {
    diesel::delete(sessions::table.filter(sessions::expires_at.lt(now))).execute(connection).await?;
    diesel::delete(sign_in_failures::table.filter(sign_in_failures::failed_at.lt(now - Duration::days(1))))
        .execute(connection)
        .await?;
    Ok(())
}
