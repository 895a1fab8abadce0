//! Whether executives see who wrote a comment: read from the settings, changed with a trace.

use chrono::{DateTime, Utc};
use serde_json::json;

use crate::store::{Connection, Result, audit, settings, transactions::transaction};

/// Where it is kept.
pub const KEY: &str = "reports.comments";

/// Whether names stand beside comments; nobody said so: no. What cannot be read is no too.
///
/// # Errors
/// When the database does not answer.
pub async fn shows_names(connection: &mut Connection) -> Result<bool> {
    let value = settings::get(connection, KEY).await?;
    Ok(value.and_then(|value| value.get("names")?.as_bool()).unwrap_or(false))
}

/// Allows names, or takes that back.
///
/// # Errors
/// When the database does not answer.
pub async fn put_comment_access(
    connection: &mut Connection,
    names: bool,
    staff_id: Option<i64>,
    now: DateTime<Utc>,
) -> Result<()> {
    transaction(connection, async |connection| {
        settings::put(connection, KEY, &json!({ "names": names }), now).await?;
        audit::record(connection, staff_id, "settings.put", KEY, now).await
    })
    .await
}
