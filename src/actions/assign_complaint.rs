//! Giving a complaint to a colleague, or to nobody.

use chrono::{DateTime, Utc};

use super::{
    complaint_step::{By, Doer, Refusal, Work},
    hindrance::Hindrance,
};
use crate::{
    domain::{complaint::Step, text::Text},
    store::{Connection, complaint_events::Entry, reminders, transactions::transaction, workload},
};

/// Gives a complaint to a colleague, or to nobody, with words for them where there are any. A handler gives away what is
/// their own or nobody's, a lead whatever there is. `from` is the owner that the page showed.
///
/// A reminder of the one who had it ends: who gets it is to see it.
///
/// # Errors
/// `Over`; `TakenBy` who has it by now; a colleague who can't have complaints.
pub async fn assign_complaint(
    connection: &mut Connection,
    number: i64,
    doer: Doer,
    from: Option<i64>,
    to: Option<i64>,
    given: &str,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    transaction(connection, async |connection| {
        let words = Text::parse(given)?;
        let work = Work::begin(connection, number, doer, now).await?;
        if work.held.owner_id != from && work.held.owner_id != to {
            let owner = work.held.owner.clone();
            return Err(owner.map_or(Refusal::Changed, |owner| Refusal::TakenBy { owner }));
        }
        assign(connection, work, doer, to, words.as_ref()).await
    })
    .await
}

/// Gives a complaint that is held to somebody, whoever the page showed as its owner.
pub(super) async fn assign(
    connection: &mut Connection,
    mut work: Work,
    by: impl Into<By>,
    to: Option<i64>,
    words: Option<&Text>,
) -> Result<(), Refusal> {
    match give(connection, &mut work, by.into(), to).await? {
        Some(told) => work.end(connection, &[(told, words)]).await,
        None => Ok(()),
    }
}

/// As [`assign`], within a step that does more. Answers what tells of it; none where they have it already.
pub(super) async fn give(
    connection: &mut Connection,
    work: &mut Work,
    by: By,
    to: Option<i64>,
) -> Result<Option<Entry<'static>>, Refusal> {
    work.must_be_open(connection).await?;
    if work.held.owner_id == to {
        return Ok(None);
    }
    if let By::Staff(doer) = by {
        let theirs = work.held.owner_id.is_none_or(|owner| owner == doer.id);
        if !theirs && !doer.role.may_take_over() {
            return Err(Refusal::TakenBy { owner: work.held.owner.clone().unwrap_or_default() });
        }
    }
    if let Some(to) = to {
        if !workload::may_hold(connection, to).await? {
            return Err(Hindrance::NoColleague.into());
        }
        // Whoever has it works on it.
        if work.is_new() {
            work.step(Step::Take)?;
        }
    }
    work.wake();
    reminders::remove(connection, work.held.id).await?;
    let told = Entry {
        kind: "assigned",
        field: Some("owner"),
        old: work.held.owner_id.map(|owner| owner.to_string()),
        new: to.map(|owner| owner.to_string()),
        ..Entry::default()
    };
    work.held.owner_id = to;
    Ok(Some(told))
}
