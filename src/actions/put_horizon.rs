//! For how many months a lost customer's payments count as lost where a reader of reports does not say.

use chrono::{DateTime, Utc};
use thiserror::Error;

use crate::{
    domain::report::reasons::{HORIZON_KEY, LONGEST_HORIZON},
    store::{Connection, StoreError, audit, settings, transactions::transaction},
};

/// Why it stays as it was.
#[derive(Debug, Error)]
pub enum HorizonError {
    #[error("{found} months are not in 1..={LONGEST_HORIZON}")]
    Range { found: u16 },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Sets the horizon that reports count money with unless told otherwise.
///
/// # Errors
/// A horizon out of range changes nothing.
pub async fn put_horizon(
    connection: &mut Connection,
    months: u16,
    staff_id: i64,
    now: DateTime<Utc>,
) -> Result<(), HorizonError> {
    if !(1..=LONGEST_HORIZON).contains(&months) {
        return Err(HorizonError::Range { found: months });
    }
    transaction(connection, async |connection| {
        settings::put(connection, HORIZON_KEY, &months.into(), now).await?;
        Ok(audit::record(connection, Some(staff_id), "settings.put", HORIZON_KEY, now).await?)
    })
    .await
}
