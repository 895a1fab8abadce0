//! The brand: read from the settings, changed with a trace.

use chrono::{DateTime, Utc};
use thiserror::Error;

use crate::{
    domain::brand::Brand,
    store::{Connection, StoreError, audit, settings, transactions::transaction},
};

/// Where it is kept.
pub const KEY: &str = "brand";

/// Why a brand can't be kept.
#[derive(Debug, Error)]
pub enum BrandError {
    #[error("the brand can't be written: {0}")]
    Unwritable(#[from] serde_json::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The brand, where one was set. One that cannot be read counts as unset: forms and letters must not stop for it.
///
/// # Errors
/// When the database does not answer.
pub async fn brand(connection: &mut Connection) -> Result<Option<Brand>, StoreError> {
    let Some(value) = settings::get(connection, KEY).await? else { return Ok(None) };
    Ok(serde_json::from_value(value)
        .inspect_err(|problem| tracing::warn!(%problem, "the setting {KEY} is not readable"))
        .ok())
}

/// Changes the brand; forms and letters of every process follow within seconds.
///
/// # Errors
/// When the database does not answer.
pub async fn put_brand(
    connection: &mut Connection,
    brand: &Brand,
    staff_id: i64,
    now: DateTime<Utc>,
) -> Result<(), BrandError> {
    let value = serde_json::to_value(brand)?;
    transaction(connection, async |connection| {
        settings::put(connection, KEY, &value, now).await?;
        Ok(audit::record(connection, Some(staff_id), "settings.put", KEY, now).await?)
    })
    .await
}
