//! Resolving: what lay behind it, how it ended, and the last words to the customer.

use chrono::{DateTime, Utc};

use super::complaint_step::{Doer, Refusal, Seen, Work};
use crate::{
    domain::{
        complaint::{Resolution, RootCause, Step},
        text::Text,
    },
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
    (cause, resolution): (RootCause, Resolution),
    given: &str,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    transaction(connection, async |connection| {
        let mut work = Work::begin(connection, number, doer, now).await?;
        let body = Text::parse(given)?;
        let news = work.since(connection, seen).await?;
        if work.is_repeated(&news, "resolved", "")
            && work.held.resolution.as_deref() == Some(resolution.code())
        {
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
        let (old_cause, old_resolution) = (work.held.root_cause.take(), work.held.resolution.take());
        work.note_field("root_cause", old_cause.as_deref(), Some(cause.code()));
        work.note_field("resolution", old_resolution.as_deref(), Some(resolution.code()));
        work.note_moment("resolved_at", work.held.resolved_at, Some(now));
        work.held.root_cause = Some(cause.code().to_owned());
        work.held.resolution = Some(resolution.code().to_owned());
        work.held.resolved_at = Some(now);
        work.end(connection, &deeds).await
    })
    .await
}
