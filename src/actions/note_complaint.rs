//! An inner note: colleagues read it, the customer never does.

use chrono::{DateTime, Utc};

use super::complaint_step::{Doer, Refusal, Seen, Work, words};
use crate::{
    domain::complaint::{State, Step},
    store::{Connection, complaint_events::Entry, transactions::transaction},
};

/// Adds a note. Anybody may, at any time, whoever has the complaint: notes never overwrite each other.
/// `customer_replied` says that it tells the customer's answer, so that the clocks run again.
///
/// # Errors
/// No words, or too many.
pub async fn note_complaint(
    connection: &mut Connection,
    number: i64,
    doer: Doer,
    seen: Seen,
    given: &str,
    customer_replied: bool,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    transaction(connection, async |connection| {
        let mut work = Work::begin(connection, number, doer, now).await?;
        let body = words(given)?;
        let news = work.since(connection, seen).await?;
        if work.is_repeated(&news, "note", body.as_str()) {
            return Ok(());
        }
        if customer_replied && work.state == State::WaitingForCustomer {
            work.step(Step::CustomerReplied)?;
        }
        work.end(connection, &[(Entry { kind: "note", ..Entry::default() }, Some(&body))]).await
    })
    .await
}
