//! How letters leave: with which brand, how many in a minute, and whether their opening is looked for.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use thiserror::Error;

use super::put_brand;
use crate::{
    domain::brand::Brand,
    store::{Connection, StoreError, audit, settings, transactions::transaction},
};

/// The most letters in a minute over all processes; 0: no limit.
pub const PER_MINUTE: &str = "letters.per_minute";
/// Whether survey letters carry a picture whose loading is recorded.
pub const TRACK_OPENS: &str = "letters.track_opens";

/// What a mail server of a small company takes without complaint.
pub const USUAL_PER_MINUTE: i32 = 600;
/// Past this it is a slip of the hand.
pub const MOST_PER_MINUTE: i32 = 1_000_000;

/// The manner as set, or its defaults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manner {
    /// Absent: the company and the sender that the process was told.
    pub brand: Option<Brand>,
    /// 0: no limit.
    pub per_minute: i32,
    pub track_opens: bool,
}

impl Default for Manner {
    fn default() -> Self {
        Self { brand: None, per_minute: USUAL_PER_MINUTE, track_opens: false }
    }
}

/// Why a manner can't be kept.
#[derive(Debug, Error)]
pub enum MannerError {
    #[error("{PER_MINUTE} is 0 to {MOST_PER_MINUTE}")]
    OutOfBounds,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The manner of letters now. A setting that cannot be read counts as unset: letters must not stop for it.
///
/// # Errors
/// When the database does not answer.
pub async fn manner(connection: &mut Connection) -> Result<Manner, StoreError> {
    let per_minute = settings::get(connection, PER_MINUTE).await?;
    let track_opens = settings::get(connection, TRACK_OPENS).await?;
    Ok(Manner {
        brand: put_brand::brand(connection).await?,
        per_minute: per_minute
            .as_ref()
            .and_then(Value::as_i64)
            .and_then(|value| i32::try_from(value).ok())
            .filter(|value| is_sane(*value))
            .unwrap_or(USUAL_PER_MINUTE),
        track_opens: track_opens.as_ref().and_then(Value::as_bool).unwrap_or(false),
    })
}

/// Changes how letters leave; the next ones follow it within seconds.
///
/// # Errors
/// A rate out of bounds changes nothing.
pub async fn put_manner(
    connection: &mut Connection,
    per_minute: i32,
    track_opens: bool,
    staff_id: i64,
    now: DateTime<Utc>,
) -> Result<(), MannerError> {
    if !is_sane(per_minute) {
        return Err(MannerError::OutOfBounds);
    }
    transaction(connection, async |connection| {
        for (key, value) in [(PER_MINUTE, json!(per_minute)), (TRACK_OPENS, json!(track_opens))] {
            if settings::get(connection, key).await?.as_ref() != Some(&value) {
                settings::put(connection, key, &value, now).await?;
                audit::record(connection, Some(staff_id), "settings.put", key, now).await?;
            }
        }
        Ok(())
    })
    .await
}

const fn is_sane(per_minute: i32) -> bool {
    per_minute >= 0 && per_minute <= MOST_PER_MINUTE
}
