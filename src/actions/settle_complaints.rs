//! Settling: what follows from rules alone, for complaints that are new, that heard something, or whose rules changed.

use chrono::{DateTime, Utc};

use super::{
    clockwork::clockwork,
    complaint_step::{By, Refusal, Work},
    weigh_complaint::{weigh, weights},
};
use crate::store::{Connection, complaints, transactions::transaction};

/// Complaints of one transaction.
const BATCH: i64 = 100;

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
    let version = clockwork(connection).await?.version;
    let mut settled = 0;
    let numbers = complaints::unsettled(connection, version, BATCH).await?;
    let weights = weights(connection, &numbers).await?;
    for number in numbers {
        let mut work = Work::begin(connection, number, By::Program, now).await?;
        if let Some(weights) = weights.get(&number) {
            weigh(&mut work, weights);
        }
        work.settle(connection).await?;
        settled += 1;
    }
    Ok(settled)
}
