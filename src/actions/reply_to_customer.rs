//! Writing to the customer: one letter in the outbox, whatever is pressed how often.

use chrono::{DateTime, Utc};

use super::complaint_step::{Doer, Refusal, Seen, Work, words};
use crate::{
    domain::complaint::{State, Step},
    store::{Connection, transactions::transaction},
};

/// Writes a letter about a complaint. `wait` stops the clocks until the customer answers.
///
/// # Errors
/// `Changed` when something arrived since the page was opened; who has it; no address; no words or too many.
pub async fn reply_to_customer(
    connection: &mut Connection,
    number: i64,
    doer: Doer,
    seen: Seen,
    given: &str,
    wait: bool,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    transaction(connection, async |connection| {
        let mut work = Work::begin(connection, number, doer, now).await?;
        let body = words(given)?;
        let news = work.since(connection, seen).await?;
        if work.is_repeated(&news, "letter", body.as_str()) {
            return Ok(());
        }
        if !work.state.is_open() {
            return Err(Refusal::Over(work.state));
        }
        work.answered_for()?;
        work.unchanged(seen, &news)?;
        let letter = work.post(connection, "reply", &body).await?;
        if wait && work.state != State::WaitingForCustomer {
            work.step(Step::Wait)?;
        }
        work.answer();
        work.end(connection, &[(letter, Some(&body))]).await
    })
    .await
}
