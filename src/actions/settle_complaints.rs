//! Settling: what follows from rules alone, for complaints that are new, that heard something, or whose rules changed.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{
    clockwork::clockwork,
    complaint_step::{By, Refusal, Work},
    weigh_complaint::{weigh, weights},
};
use crate::store::{Connection, complaints, transactions::transaction};

/// Complaints of one transaction.
const BATCH: i64 = 400;

/// Settles every open complaint that is not settled by the clockwork as it now is: severity and priority, then both
/// clocks. Answers how many there were.
///
/// The same complaint may be settled any number of times: all of it is derived from its history and the rules.
///
/// # Errors
/// When the database does not answer.
pub async fn settle_complaints(connection: &mut Connection, now: DateTime<Utc>) -> Result<u64, Refusal> {
    let mut settled = 0;
    loop {
        let some = transaction(connection, async |connection| batch(connection, now).await).await?;
        settled += some;
        if some == 0 {
            return Ok(settled);
        }
    }
}

async fn batch(connection: &mut Connection, now: DateTime<Utc>) -> Result<u64, Refusal> {
    let clockwork = Arc::new(clockwork(connection).await?);
    let numbers = complaints::unsettled(connection, clockwork.version, BATCH).await?;
    let weights = weights(connection, &numbers).await?;
    let mut works = Work::begin_all(connection, &numbers, By::Program, now, &clockwork).await?;
    for work in &mut works {
        work.hear_what_came()?;
        if let Some(weights) = weights.get(&work.held.id) {
            weigh(work, weights);
        }
    }
    let settled = u64::try_from(works.len()).unwrap_or(u64::MAX);
    Work::settle(connection, works, now).await?;
    Ok(settled)
}
