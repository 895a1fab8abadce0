//! 'Other' told apart: somebody who read the words gives a departure its reason, or takes that back.

use chrono::{DateTime, Utc};
use thiserror::Error;

use crate::{
    domain::departure::Known,
    store::{Connection, StoreError, audit, departed, reasons, transactions::transaction},
};

/// Why nothing was written.
#[derive(Debug, Error)]
pub enum CodeError {
    #[error("no such departure")]
    Unknown,
    #[error("no such reason")]
    UnknownReason,
    #[error("its reason is known")]
    Known,
    #[error("somebody changed it meanwhile")]
    Meanwhile,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Gives a departure whose reason is 'other' or unknown a reason by its codes. What it said before stays in its history;
/// figures follow with the next roll-up.
///
/// `seen`: when the page that was read had it last changed, in microseconds.
///
/// # Errors
/// [`CodeError`] for each reason not to.
pub async fn code_departure(
    connection: &mut Connection,
    id: i64,
    seen: i64,
    (category, reason): (&str, Option<&str>),
    staff_id: i64,
    now: DateTime<Utc>,
) -> Result<(), CodeError> {
    transaction(connection, async |connection| {
        let held = departed::hold(connection, id).await?.ok_or(CodeError::Unknown)?;
        if held.says(category, reason) {
            return Ok(());
        }
        if held.updated_at.timestamp_micros() != seen {
            return Err(CodeError::Meanwhile);
        }
        if held.known().as_ref().is_some_and(Known::tells) {
            return Err(CodeError::Known);
        }
        if !reasons::exists(connection, category, reason).await? {
            return Err(CodeError::UnknownReason);
        }
        departed::put_reason(connection, id, Some(category), reason, staff_id, now).await?;
        Ok(audit::record(connection, Some(staff_id), "departure.code", &format!("departure:{id}"), now)
            .await?)
    })
    .await
}

/// Takes a reason given by [`code_departure`] back: the departure says what it said before, and its history both.
///
/// # Errors
/// [`CodeError`] for each reason not to.
pub async fn undo_coding(
    connection: &mut Connection,
    id: i64,
    seen: i64,
    staff_id: i64,
    now: DateTime<Utc>,
) -> Result<(), CodeError> {
    transaction(connection, async |connection| {
        let held = departed::hold(connection, id).await?.ok_or(CodeError::Unknown)?;
        if held.updated_at.timestamp_micros() != seen || !held.coded {
            return Err(CodeError::Meanwhile);
        }
        let (category, reason) = (held.category_before.as_deref(), held.reason_before.as_deref());
        departed::put_reason(connection, id, category, reason, staff_id, now).await?;
        let subject = format!("departure:{id}");
        Ok(audit::record(connection, Some(staff_id), "departure.undo_coding", &subject, now).await?)
    })
    .await
}
