//! What an administrator enters on the list of addresses that get no letters, and takes off it.

use chrono::{DateTime, Utc};
use serde_json::json;

use crate::{
    domain::{
        email::{BadEmail, EmailAddress},
        incoming::Cause,
        text,
    },
    store::{Connection, Result, StoreError, audit, suppressions, transactions::transaction},
};

/// The longest reason, in characters.
pub const LONGEST_REASON: usize = 300;

/// Why an entry is not made or not taken back.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// It is no address.
    #[error(transparent)]
    Address(#[from] BadEmail),
    /// Nobody says why.
    #[error("no reason is given")]
    NoReason,
    /// The address has an entry of staff.
    #[error("the address is on the list")]
    There,
    /// Somebody was quicker.
    #[error("the entry is gone")]
    Gone,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Enters an address; its customers get no letters from now on, or no surveys.
///
/// # Errors
/// [`Refusal`], when nothing was changed.
pub async fn suppress(
    connection: &mut Connection,
    address: &str,
    surveys_only: bool,
    why: &str,
    staff_id: i64,
    now: DateTime<Utc>,
) -> std::result::Result<(), Refusal> {
    let address = EmailAddress::parse(address)?;
    let why = reason(why)?;
    transaction(connection, async |connection| {
        let entry = suppressions::Entry {
            address: address.as_str(),
            cause: Cause::Staff,
            surveys_only,
            detail: Some(&why),
            staff_id: Some(staff_id),
        };
        let id = suppressions::add(connection, &entry, now).await?.ok_or(Refusal::There)?;
        let detail = json!({ "address": address.masked(), "surveys_only": surveys_only, "why": why });
        let subject = format!("suppression:{id}");
        audit::record_with(connection, Some(staff_id), "suppression.added", &subject, Some(&detail), now)
            .await?;
        Ok(())
    })
    .await
}

/// Takes an entry off the list, whoever made it.
///
/// # Errors
/// [`Refusal`], when nothing was changed.
pub async fn release(
    connection: &mut Connection,
    id: i64,
    why: &str,
    staff_id: i64,
    now: DateTime<Utc>,
) -> std::result::Result<(), Refusal> {
    let why = reason(why)?;
    if suppressions::remove(connection, id, staff_id, &why, now).await? { Ok(()) } else { Err(Refusal::Gone) }
}

/// Customers take on entries that were made while they were being imported.
///
/// # Errors
/// When the database does not answer.
pub async fn settle(connection: &mut Connection, now: DateTime<Utc>) -> Result<usize> {
    suppressions::settle(connection, now - chrono::Duration::days(1)).await
}

fn reason(why: &str) -> std::result::Result<String, Refusal> {
    let why = text::one_line(why, LONGEST_REASON);
    if why.is_empty() { Err(Refusal::NoReason) } else { Ok(why) }
}
