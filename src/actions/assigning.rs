//! Handing out complaints by load, where it is switched on; and who is away.

use chrono::{DateTime, Utc};
use serde_json::json;
use thiserror::Error;

use super::{
    assign_complaint::assign,
    complaint_step::{By, Refusal, Work},
    hindrance::Hindrance,
};
use crate::{
    domain::assigning::{Assigning, CAPACITIES, Load, lightest},
    store::{Connection, StoreError, audit, settings, transactions::transaction, workload},
};

/// Where it is kept.
const KEY: &str = "complaints.assigning";
/// Complaints of one transaction.
const BATCH: i64 = 50;

/// Why a setting can't be kept.
#[derive(Debug, Error)]
pub enum AssigningError {
    #[error("a capacity is {} to {}", CAPACITIES.start(), CAPACITIES.end())]
    OutOfBounds,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How complaints are handed out now. A setting that can't be read is off.
///
/// # Errors
/// When the database does not answer.
pub async fn assigning(connection: &Connection) -> Result<Assigning, StoreError> {
    let kept = settings::get(connection, KEY).await?;
    Ok(kept.and_then(|kept| serde_json::from_value(kept).ok()).unwrap_or_default())
}

/// Changes how complaints are handed out.
///
/// # Errors
/// A capacity out of bounds changes nothing.
pub async fn put_assigning(
    connection: &mut Connection,
    wanted: Assigning,
    staff: i64,
    now: DateTime<Utc>,
) -> Result<(), AssigningError> {
    if !CAPACITIES.contains(&wanted.capacity) {
        return Err(AssigningError::OutOfBounds);
    }
    transaction(connection, async |connection| {
        settings::put(connection, KEY, &json!(wanted), now).await?;
        audit::record(connection, Some(staff), "settings.put", KEY, now).await?;
        Ok(())
    })
    .await
}

/// Notes that somebody is away, or back: while away nothing is handed to them by itself.
///
/// # Errors
/// When the database does not answer.
pub async fn be_away(
    connection: &mut Connection,
    staff: i64,
    away: bool,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let since = workload::away_since(connection, staff).await?;
    if since.is_some() == away {
        return Ok(());
    }
    workload::set_away(connection, staff, away.then_some(now)).await
}

/// Hands out what nobody has, the earliest deadline first, each to the handler with the fewest that run, as far as there is
/// room; answers how many. What has no room stays free and comes first as soon as there is. One process at a time counts
/// and hands out, so no capacity is exceeded by two.
///
/// # Errors
/// When the database does not answer.
pub async fn hand_out(connection: &mut Connection, now: DateTime<Utc>) -> Result<u64, Refusal> {
    let Assigning { on, capacity } = assigning(connection).await?;
    if !on {
        return Ok(0);
    }
    let mut handed = 0;
    loop {
        let some = transaction(connection, async |connection| batch(connection, capacity, now).await).await?;
        handed += some;
        if some == 0 {
            return Ok(handed);
        }
    }
}

async fn batch(connection: &mut Connection, capacity: u16, now: DateTime<Utc>) -> Result<u64, Refusal> {
    workload::one_at_a_time(connection).await?;
    let mut loads = loads(connection, i64::from(capacity)).await?;
    if lightest(&mut loads, Some(capacity)).is_none() {
        return Ok(0);
    }
    let mut handed = 0;
    for number in workload::free(connection, BATCH).await? {
        let Some(load) = lightest(&mut loads, Some(capacity)) else { break };
        let work = Work::begin(connection, number, By::Program, now).await?;
        assign(connection, work, By::Program, Some(load.id), None).await?;
        load.running += 1;
        handed += 1;
    }
    Ok(handed)
}

/// The handler who has the fewest, other than this one.
pub(super) async fn lightest_but(connection: &mut Connection, but: Option<i64>) -> Result<i64, Refusal> {
    let mut loads = loads(connection, workload::COUNTED).await?;
    loads.retain(|load| Some(load.id) != but);
    lightest(&mut loads, None).map(|load| load.id).ok_or(Refusal::Hindered(Hindrance::NoColleague))
}

/// Handlers who are there, with how many complaints that run each has, counted up to `most`.
async fn loads(connection: &mut Connection, most: i64) -> Result<Vec<Load>, StoreError> {
    let rows = workload::running(connection, most).await?;
    Ok(rows.into_iter().map(|(id, running)| Load { id, running }).collect())
}
