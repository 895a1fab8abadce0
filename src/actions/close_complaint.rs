//! Closing: nothing more is to come. By hand, or by itself some days after a resolution that nobody objected to.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    complaint_step::{By, Doer, Refusal, Seen, Work},
    outcome_rules::close_after,
};
use crate::{
    domain::{complaint::Step, text::Text},
    store::{Connection, complaint_events::Entry, complaints, transactions::transaction},
};

/// Complaints of one transaction.
const BATCH: i64 = 100;

/// Closes a resolved complaint; words, where given, are for colleagues.
///
/// # Errors
/// `Changed` when something arrived since the page was opened; who has it; a state that can't be closed; too many words.
pub async fn close_complaint(
    connection: &mut Connection,
    number: i64,
    doer: Doer,
    seen: Seen,
    given: &str,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    transaction(connection, async |connection| {
        let mut work = Work::begin(connection, number, doer, now).await?;
        let body = Text::parse(given)?;
        let news = work.since(connection, seen).await?;
        if work.is_repeated(&news, "closed", body.as_ref().map_or("", Text::as_str)) {
            return Ok(());
        }
        work.answer_for()?;
        work.unchanged(seen, &news)?;
        work.step(Step::Close)?;
        work.end(connection, &[(Entry { kind: "closed", ..Entry::default() }, body.as_ref())]).await
    })
    .await
}

/// Closes what was resolved longer ago than the house waits for an objection; answers how many there were.
///
/// # Errors
/// When the database does not answer.
pub async fn close_resolved(connection: &mut Connection, now: DateTime<Utc>) -> Result<u64, Refusal> {
    let Some(days) = close_after(connection).await? else { return Ok(0) };
    let before = now - TimeDelta::days(i64::from(days));
    let mut closed = 0;
    loop {
        let some = transaction(connection, async |connection| batch(connection, before, now).await).await?;
        closed += some;
        if some == 0 {
            return Ok(closed);
        }
    }
}

async fn batch(
    connection: &mut Connection,
    before: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<u64, Refusal> {
    let mut closed = 0;
    for number in complaints::resolved_before(connection, before, BATCH).await? {
        let mut work = Work::begin(connection, number, By::Program, now).await?;
        work.step(Step::Close)?;
        work.end(connection, &[(Entry { kind: "closed", ..Entry::default() }, None)]).await?;
        closed += 1;
    }
    Ok(closed)
}
