//! Somebody leaves: they sign in no more. What they have stays theirs until it is handed over.

use chrono::{DateTime, Utc};

use crate::store::{Connection, StoreError, audit, sessions, staff, transactions::transaction, workload};

/// Ends somebody's access at once; answers how many open complaints they leave, none where nobody of this address works
/// here. Their words, drafts and history stay.
///
/// # Errors
/// When the database does not answer.
pub async fn remove_staff(
    connection: &mut Connection,
    email: &str,
    now: DateTime<Utc>,
) -> Result<Option<i64>, StoreError> {
    transaction(connection, async |connection| {
        let Some(id) = staff::deactivate(connection, &email.to_lowercase(), now).await? else {
            return Ok(None);
        };
        sessions::close_all_of(connection, id).await?;
        audit::record(connection, None, "staff.remove", &format!("staff:{id}"), now).await?;
        Ok(Some(workload::open_of(connection, id).await?))
    })
    .await
}
