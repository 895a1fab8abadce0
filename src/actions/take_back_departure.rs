//! 'It was a mistake': a departure is taken back, as long as the customer was not asked about it.

use chrono::{DateTime, Utc};
use thiserror::Error;

use crate::{
    domain::{departure::Source, letter::Why},
    store::{Connection, StoreError, audit, departures, transactions::transaction},
};

/// Why it stays.
#[derive(Debug, Error)]
pub enum TakeBackError {
    #[error("no such departure")]
    Unknown,
    #[error("the customer was asked why they left")]
    Asked,
    #[error("nobody said it: it follows from silence")]
    Silence,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes a departure back. A survey planned about it ends; its history says who took it back.
///
/// One concluded from silence can't be a mistake of anybody: it ends with a purchase, or with another definition.
///
/// # Errors
/// [`TakeBackError`] for each reason not to.
pub async fn take_back_departure(
    connection: &mut Connection,
    external_id: &str,
    id: i64,
    staff_id: i64,
    now: DateTime<Utc>,
) -> Result<(), TakeBackError> {
    transaction(connection, async |connection| {
        let held = departures::hold_one(connection, external_id, id).await?.ok_or(TakeBackError::Unknown)?;
        if held.source == Source::Silence.code() {
            return Err(TakeBackError::Silence);
        }
        if held.asked {
            return Err(TakeBackError::Asked);
        }
        departures::take_back(connection, &[id], Some(staff_id), Why::Revoked.code(), now).await?;
        let subject = format!("departure:{id}");
        Ok(audit::record(connection, Some(staff_id), "departure.take_back", &subject, now).await?)
    })
    .await
}
