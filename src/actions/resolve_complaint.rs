//! Resolving: what lay behind it, how it ended, what the customer got, and the last words to them.

use chrono::{DateTime, Utc};

use super::{
    attach_files,
    complaint_step::{Doer, Refusal, Seen, Work},
};
use crate::{
    domain::{complaint::Step, outcome::Outcome, text::Text},
    store::{Connection, complaint_events::Entry, transactions::transaction},
};

/// What goes to the customer when their complaint is resolved.
#[derive(Debug, Clone, Copy, Default)]
pub struct LastWords<'a> {
    /// None: no letter.
    pub words: &'a str,
    /// Files of the complaint that go with them.
    pub files: &'a [i64],
}

/// Ends the work on a complaint. Closing words, where given, go to the customer as a letter.
///
/// # Errors
/// `Changed` when something arrived since the page was opened; who has it; a state that can't be resolved; no address
/// for the closing words, or too many of them; files without words, because they go with a letter.
pub async fn resolve_complaint(
    connection: &mut Connection,
    number: i64,
    doer: Doer,
    seen: Seen,
    outcome: &Outcome,
    given: LastWords<'_>,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    transaction(connection, async |connection| {
        let mut work = Work::begin(connection, number, doer, now).await?;
        let body = Text::parse(given.words)?;
        if body.is_none() && !given.files.is_empty() {
            return Err(Refusal::Empty);
        }
        let news = work.since(connection, seen).await?;
        if work.is_repeated(&news, "resolved", "") && work.has_outcome(outcome) {
            return Ok(());
        }
        work.answered_for()?;
        work.unchanged(seen, &news)?;
        work.step(Step::Resolve)?;
        let mut deeds = Vec::new();
        if let Some(body) = &body {
            let letter = work.post(connection, "resolved", body).await?;
            if let Some(id) = letter.letter_id {
                attach_files::send_with(connection, number, id, given.files).await?;
            }
            deeds.push((letter, Some(body)));
            work.answer();
        }
        deeds.push((Entry { kind: "resolved", ..Entry::default() }, None));
        work.put_outcome(outcome);
        work.over_at(now);
        work.end(connection, &deeds).await
    })
    .await
}
