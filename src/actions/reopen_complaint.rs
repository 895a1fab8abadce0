//! Reopening: it was not over after all, and that is counted.

use chrono::{DateTime, Utc};

use super::complaint_step::{Doer, Refusal, Seen, Work, words};
use crate::{
    domain::complaint::{self, Step},
    store::{Connection, complaint_events::Entry, transactions::transaction},
};

/// Takes a finished complaint up again, with the reason. It stays with its owner, or goes to who reopens it;
/// the resolution is due anew, counted from now.
///
/// # Errors
/// `OpenTwin` when a newer complaint of the same purchase is being worked on; no reason given; not over.
pub async fn reopen_complaint(
    connection: &mut Connection,
    number: i64,
    doer: Doer,
    seen: Seen,
    given: &str,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    let done = transaction(connection, async |connection| {
        let mut work = Work::begin(connection, number, doer, now).await?;
        let body = words(given)?;
        let news = work.since(connection, seen).await?;
        if work.is_repeated(&news, "reopened", body.as_str()) {
            return Ok(());
        }
        complaint::next(work.state, Step::Reopen).map_err(Refusal::Impossible)?;
        work.unchanged(seen, &news)?;
        work.reopen(connection).await?;
        work.end(connection, &[(Entry { kind: "reopened", ..Entry::default() }, Some(&body))]).await
    })
    .await;
    match done {
        // Opened by a new answer in the very moment between our look and our write.
        Err(Refusal::Store(error)) if error.is_unique_violation() => Err(Refusal::Changed),
        other => other,
    }
}
