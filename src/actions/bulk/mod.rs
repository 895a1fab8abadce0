//! One deed done to many complaints: posted once, worked off row by row, each in a transaction of its own, and undone where
//! nothing happened since.

mod row;
mod undo;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use thiserror::Error;

use self::row::do_next;
use super::complaint_step::Doer;
use crate::{
    domain::role::Role,
    store::{
        Connection, StoreError,
        bulk_deeds::{self, BulkDeed},
        transactions::transaction,
    },
};

pub use undo::undo_bulk;

/// Complaints that may be named at once.
pub const MOST: usize = 100;
/// Rows worked off at a time by a job, so that no deed keeps another waiting for long.
const STRETCH: usize = 500;
/// Deeds looked at by one step of the job.
const DEEDS: i64 = 20;

/// What is done to each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "deed", rename_all = "snake_case")]
pub enum Deed {
    /// Given to a colleague, or to nobody.
    Assign { to: Option<i64> },
    /// Taken by who pressed.
    Take,
    /// Put off.
    Snooze { until: DateTime<Utc>, note: Option<String> },
    /// Given away for somebody who has it.
    HandOver { from: i64, to: Heir },
}

/// Who gets what somebody leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Heir {
    Nobody,
    One(i64),
    /// Each to the handler who has the fewest that run.
    Spread,
}

impl Deed {
    /// The stored code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Assign { .. } => "assign",
            Self::Take => "take",
            Self::Snooze { .. } => "snooze",
            Self::HandOver { .. } => "hand_over",
        }
    }
}

/// A deed with the right by which it was posted.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Order {
    #[serde(flatten)]
    pub deed: Deed,
    pub role: Role,
}

impl Order {
    /// The order that was written down.
    ///
    /// # Errors
    /// Where it can't be read.
    pub fn of(bulk: &BulkDeed) -> Result<Self, BulkError> {
        serde_json::from_value(bulk.detail.clone()).map_err(|cause| BulkError::Unreadable(cause.to_string()))
    }
}

/// Why a deed was not begun, or can't be undone.
#[derive(Debug, Error)]
pub enum BulkError {
    #[error("more than {MOST} complaints at once")]
    TooMany,
    #[error("no such deed of theirs")]
    Unknown,
    #[error("the deed can't be read: {0}")]
    Unreadable(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Writes a deed on these complaints down, and works it off; the same key once more is the same deed. Answers its number.
///
/// # Errors
/// More than [`MOST`]; when the database does not answer, and then the job goes on with what was written down.
pub async fn do_to_many(
    connection: &mut Connection,
    doer: Doer,
    key: &str,
    deed: Deed,
    numbers: &[i64],
    now: DateTime<Utc>,
) -> Result<i64, BulkError> {
    if numbers.len() > MOST {
        return Err(BulkError::TooMany);
    }
    let bulk = transaction(connection, async |connection| {
        let (bulk, new) = begin(connection, doer, key, deed, now).await?;
        if new {
            bulk_deeds::add(connection, bulk, numbers).await?;
        }
        Ok::<i64, StoreError>(bulk)
    })
    .await?;
    work_off(connection, bulk, MOST, now).await?;
    Ok(bulk)
}

/// Writes down that everything open of somebody goes to others; a job works it off. Answers the deed's number.
///
/// # Errors
/// When the database does not answer.
pub async fn hand_over(
    connection: &mut Connection,
    doer: Doer,
    key: &str,
    from: i64,
    to: Heir,
    now: DateTime<Utc>,
) -> Result<i64, BulkError> {
    let bulk = transaction(connection, async |connection| {
        let (bulk, new) = begin(connection, doer, key, Deed::HandOver { from, to }, now).await?;
        if new {
            bulk_deeds::add_all_of(connection, bulk, from).await?;
        }
        Ok::<i64, StoreError>(bulk)
    })
    .await?;
    // What is few is done when the page comes; the job does the rest.
    work_off(connection, bulk, MOST, now).await?;
    Ok(bulk)
}

async fn begin(
    connection: &mut Connection,
    doer: Doer,
    key: &str,
    deed: Deed,
    now: DateTime<Utc>,
) -> Result<(i64, bool), StoreError> {
    let code = deed.code();
    let order = json!(Order { deed, role: doer.role });
    bulk_deeds::begin(connection, doer.id, key, code, &order, now).await
}

/// Works off up to `most` rows of a deed, or of its undoing. Several may do so at once.
///
/// # Errors
/// When the database does not answer; what is done stays done.
pub async fn work_off(
    connection: &mut Connection,
    bulk: i64,
    most: usize,
    now: DateTime<Utc>,
) -> Result<(), BulkError> {
    let Some(deed) = bulk_deeds::by_id(connection, bulk).await? else { return Err(BulkError::Unknown) };
    let order = Order::of(&deed)?;
    for _ in 0..most {
        let some = if deed.undone_at.is_some() {
            undo::undo_next(connection, &deed, now).await?
        } else {
            do_next(connection, &deed, &order, now).await?
        };
        if !some {
            break;
        }
    }
    let waiting = if deed.undone_at.is_some() { "done" } else { "pending" };
    bulk_deeds::finish(connection, bulk, waiting, now).await?;
    Ok(())
}

/// Goes on with every deed that is not worked off.
///
/// # Errors
/// When the database does not answer.
pub async fn work_off_all(connection: &mut Connection, now: DateTime<Utc>) -> Result<(), StoreError> {
    for bulk in bulk_deeds::unfinished(connection, DEEDS).await? {
        match work_off(connection, bulk, STRETCH, now).await {
            Err(BulkError::Store(cause)) => return Err(cause),
            Err(cause) => tracing::error!(bulk, %cause, "a deed on many complaints can't be worked off"),
            Ok(()) => {}
        }
    }
    Ok(())
}
