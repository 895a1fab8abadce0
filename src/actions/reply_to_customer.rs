//! Writing to the customer: one letter in the outbox, whatever is pressed how often.

use chrono::{DateTime, Utc};

use super::{
    attach_files,
    complaint_step::{Doer, Refusal, Seen, Work, words},
};
use crate::{
    domain::complaint::{State, Step},
    store::{Connection, transactions::transaction},
};

/// What is written to a customer.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reply<'a> {
    pub words: &'a str,
    /// Stops the clocks until the customer answers.
    pub wait: bool,
    /// Files of the complaint that go with it.
    pub files: &'a [i64],
}

/// Writes a letter about a complaint.
///
/// # Errors
/// `Changed` when something arrived since the page was opened; who has it; no address; no words or too many; too large
/// files.
pub async fn reply_to_customer(
    connection: &mut Connection,
    number: i64,
    doer: Doer,
    seen: Seen,
    reply: Reply<'_>,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    transaction(connection, async |connection| {
        let mut work = Work::begin(connection, number, doer, now).await?;
        let body = words(reply.words)?;
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
        if let Some(id) = letter.letter_id {
            attach_files::send_with(connection, number, id, reply.files).await?;
        }
        if reply.wait && work.state != State::WaitingForCustomer {
            work.step(Step::Wait)?;
        }
        work.answer();
        work.end(connection, &[(letter, Some(&body))]).await
    })
    .await
}
