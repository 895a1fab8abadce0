//! Taking a complaint: of two people at once one gets it, the other is told who has it.

use chrono::{DateTime, Utc};

use super::complaint_step::{Doer, Refusal, Work};
use crate::{
    domain::{
        clock::{self, Deadlines},
        complaint::{self, Refused, State, Step},
    },
    store::{
        Connection,
        complaint_events::{self, Author, Entry},
        complaints, reminders,
        transactions::transaction,
    },
};

/// Gives a complaint to somebody. `from` is the owner that a lead saw and takes over from.
///
/// Having it already is no error: pressed twice, or taken by 'next' in another tab.
///
/// # Errors
/// `TakenBy` with the name of who has it; `Impossible` when it is over.
pub async fn take_complaint(
    connection: &mut Connection,
    number: i64,
    doer: Doer,
    from: Option<i64>,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    transaction(connection, async |connection| take(connection, number, doer, from, now).await).await
}

/// Takes the most urgent complaint that nobody has; answers its number, or none when all are taken.
///
/// # Errors
/// When the database does not answer.
pub async fn take_next_complaint(
    connection: &mut Connection,
    doer: Doer,
    now: DateTime<Utc>,
) -> Result<Option<i64>, Refusal> {
    transaction(connection, async |connection| {
        let Some(number) = complaints::most_urgent_free(connection).await? else { return Ok(None) };
        take(connection, number, doer, None, now).await?;
        Ok(Some(number))
    })
    .await
}

pub(super) async fn take(
    connection: &mut Connection,
    number: i64,
    doer: Doer,
    from: Option<i64>,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    let work = Work::begin(connection, number, doer, now).await?;
    let (held, state) = (&work.held, work.state);
    if held.owner_id == Some(doer.id) && state != State::New {
        return Ok(());
    }
    let over = from.is_some() && from == held.owner_id && doer.role.may_take_over();
    if held.owner_id.is_some_and(|owner| owner != doer.id) && !over {
        return Err(Refusal::TakenBy { owner: held.owner.clone().unwrap_or_default() });
    }
    let next = match state {
        State::New => complaint::next(state, Step::Take)?,
        open if open.is_open() => open,
        over => return Err(Refused { state: over, step: Step::Take }.into()),
    };
    if over {
        return take_over(connection, work, doer).await;
    }
    let deadlines = Deadlines { first_answer: held.first_answer_due, resolution: held.resolution_due };
    let deadline = clock::next_deadline(next, held.first_answered_at, deadlines, held.legal_due);
    if !complaints::claim(connection, number, held.owner_id, &held.state, doer.id, next.code(), deadline)
        .await?
    {
        return Err(Refusal::Changed);
    }
    let mut entries = vec![taken(held.owner_id, doer)];
    if next != state {
        entries.push(Entry {
            kind: "field",
            field: Some("state"),
            old: Some(state.code().to_owned()),
            new: Some(next.code().to_owned()),
            ..Entry::default()
        });
    }
    complaint_events::write(connection, number, Author::Staff(doer.id), now, &entries).await?;
    Ok(())
}

/// Takes a complaint from somebody. A reminder of theirs ends: who has it now is to see it.
async fn take_over(connection: &mut Connection, mut work: Work, doer: Doer) -> Result<(), Refusal> {
    if work.is_new() {
        work.step(Step::Take)?;
    }
    work.wake();
    reminders::remove(connection, work.held.id).await?;
    let told = taken(work.held.owner_id.replace(doer.id), doer);
    work.end(connection, &[(told, None)]).await
}

fn taken(from: Option<i64>, doer: Doer) -> Entry<'static> {
    Entry {
        kind: "taken",
        field: Some("owner"),
        old: from.map(|owner| owner.to_string()),
        new: Some(doer.id.to_string()),
        ..Entry::default()
    }
}
