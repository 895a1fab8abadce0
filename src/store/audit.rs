//! Who did what to the house itself: insert-only.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{Array, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

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
    record_with(connection, staff_id, action, subject, None, now).await
}

/// Records one deed with what it made of its object, without personal data.
///
/// # Errors
/// When the database does not answer.
pub async fn record_with(
    connection: &mut AsyncPgConnection,
    staff_id: Option<i64>,
    action: &str,
    subject: &str,
    detail: Option<&Value>,
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

/// Who changed a setting last, and when.
#[derive(Debug, Clone, QueryableByName)]
pub struct Changed {
    #[diesel(sql_type = Text)]
    pub key: String,
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
    /// Null: the command line or the program itself.
    #[diesel(sql_type = Nullable<Text>)]
    pub staff_name: Option<String>,
}

/// The last change of each of these settings.
///
/// # Errors
/// When the database does not answer.
pub async fn last_changes(connection: &mut AsyncPgConnection, keys: &[String]) -> Result<Vec<Changed>> {
    Ok(diesel::sql_query(
        "SELECT k.key, a.at, s.name AS staff_name
         FROM unnest($1) AS k (key)
         CROSS JOIN LATERAL (
             SELECT e.at, e.staff_id FROM audit_events e
             WHERE e.subject = k.key AND e.action IN ('settings.put', 'settings.restore')
             ORDER BY e.id DESC LIMIT 1
         ) AS a
         LEFT JOIN staff s ON s.id = a.staff_id",
    )
    .bind::<Array<Text>, _>(keys)
    .load(connection)
    .await?)
}
