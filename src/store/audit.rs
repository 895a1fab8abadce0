//! Who did what to the house itself: insert-only.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Result, schema::audit_events};

/// Records one deed. `subject` names its object without personal data.
///
/// # Errors
/// When the database does not answer.
pub async fn record(
    connection: &mut AsyncPgConnection,
    staff_id: Option<i64>,
    action: &str,
    subject: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    diesel::insert_into(audit_events::table)
        .values((
            audit_events::at.eq(now),
            audit_events::staff_id.eq(staff_id),
            audit_events::action.eq(action),
            audit_events::subject.eq(subject),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// Records one deed with what is worth knowing of it later; no personal data there either.
///
/// # Errors
/// When the database does not answer.
pub async fn record_with(
    connection: &mut AsyncPgConnection,
    staff_id: Option<i64>,
    action: &str,
    subject: &str,
    detail: &serde_json::Value,
    now: DateTime<Utc>,
) -> Result<()> {
    diesel::insert_into(audit_events::table)
        .values((
            audit_events::at.eq(now),
            audit_events::staff_id.eq(staff_id),
            audit_events::action.eq(action),
            audit_events::subject.eq(subject),
            audit_events::detail.eq(detail),
        ))
        .execute(connection)
        .await?;
    Ok(())
}
