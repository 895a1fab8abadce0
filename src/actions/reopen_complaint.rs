//! Reopening: it was not over after all, and that is counted.

use chrono::{DateTime, Utc};

use super::complaint_step::{Doer, Refusal, Seen, Work, words};
use crate::{
    domain::{
        clock::{Deadlines, Targets},
        complaint::Step,
        severity::Severity,
    },
    store::{Connection, complaint_events::Entry, complaints, transactions::transaction},
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
        work.step(Step::Reopen)?;
        work.unchanged(seen, &news)?;
        if let Some(number) = complaints::open_twin(connection, number).await? {
            return Err(Refusal::OpenTwin { number });
        }
        let times = work.held.reopened;
        work.note_field("reopened", Some(&times.to_string()), Some(&(times + 1).to_string()));
        work.held.reopened = times + 1;
        if work.held.owner_id.is_none() {
            work.note_field("owner", None, Some(&doer.id.to_string()));
            work.held.owner_id = Some(doer.id);
        }
        if let Some(cause) = work.held.root_cause.take() {
            work.note_field("root_cause", Some(&cause), None);
        }
        if let Some(resolution) = work.held.resolution.take() {
            work.note_field("resolution", Some(&resolution), None);
        }
        if let Some(at) = work.held.resolved_at.take() {
            work.note_moment("resolved_at", Some(at), None);
        }
        let severity = Severity::from_rank(work.held.severity).unwrap_or(Severity::Normal);
        let due = Deadlines::new(now, severity, &Targets::default()).resolution;
        work.note_moment("resolution_due", Some(work.held.resolution_due), Some(due));
        work.held.resolution_due = due;
        work.end(connection, &[(Entry { kind: "reopened", ..Entry::default() }, Some(&body))]).await
    })
    .await;
    match done {
        // Opened by a new answer in the very moment between our look and our write.
        Err(Refusal::Store(error)) if error.is_unique_violation() => Err(Refusal::Changed),
        other => other,
    }
}
