//! Correcting how a complaint ended, without taking it up again.

use chrono::{DateTime, Utc};

use super::complaint_step::{Doer, Refusal, Seen, Work};
use crate::{
    domain::{
        complaint::{Resolution, State},
        outcome::Outcome,
    },
    store::{Connection, transactions::transaction},
};

/// Corrects cause, resolution, remedies and money of one that is over. What was told to the customer stays as it was told:
/// a rejection is corrected in its cause alone, and nothing becomes one.
///
/// # Errors
/// `Changed` when something arrived since the page was opened; who has it; `NotOver` where it has no outcome to correct.
pub async fn correct_outcome(
    connection: &mut Connection,
    number: i64,
    doer: Doer,
    seen: Seen,
    outcome: &Outcome,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    transaction(connection, async |connection| {
        let mut work = Work::begin(connection, number, doer, now).await?;
        if work.has_outcome(outcome) {
            return Ok(());
        }
        let news = work.since(connection, seen).await?;
        let fits = match work.state {
            State::Resolved | State::Closed => outcome.resolution() != Resolution::Rejected,
            State::Rejected => outcome.resolution() == Resolution::Rejected,
            _ => false,
        };
        if !fits {
            return Err(Refusal::NotOver(work.state));
        }
        work.answered_for()?;
        work.unchanged(seen, &news)?;
        work.put_outcome(outcome);
        work.end(connection, &[]).await
    })
    .await
}
