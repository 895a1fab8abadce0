//! Resolving: what lay behind it, how it ended, what the customer got, and the last words to them.

use chrono::{DateTime, Utc};

use super::complaint_step::{Doer, Refusal, Seen, Work};
use crate::{
    domain::{complaint::Step, outcome::Outcome, text::Text},
    store::{Connection, complaint_events::Entry, transactions::transaction},
};

/// Ends the work on a complaint. Closing words, where given, go to the customer as a letter.
///
/// # Errors
/// `Changed` when something arrived since the page was opened; who has it; a state that can't be resolved; no address
/// for the closing words, or too many of them.
pub async fn resolve_complaint(
    connection: &mut Connection,
    number: i64,
    doer: Doer,
    seen: Seen,
    outcome: &Outcome,
    given: &str,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    transaction(connection, async |connection| {
        let mut work = Work::begin(connection, number, doer, now).await?;
        let body = Text::parse(given)?;
        let news = work.since(connection, seen).await?;
        if work.is_repeated(&news, "resolved", "") && work.has_outcome(outcome) {
            return Ok(());
        }
        work.answered_for()?;
        work.unchanged(seen, &news)?;
        work.step(Step::Resolve)?;
        let mut deeds = Vec::new();
        if let Some(body) = &body {
            deeds.push((work.post(connection, "resolved", body).await?, Some(body)));
            work.answer();
        }
        deeds.push((Entry { kind: "resolved", ..Entry::default() }, None));
        work.put_outcome(outcome);
        work.over_at(now);
        work.end(connection, &deeds).await
    })
    .await
}
