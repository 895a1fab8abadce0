//! Merging a complaint into another of the same matter, and parting them again.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    complaint_step::{By, Doer, Refusal, Work},
    hindrance::Hindrance,
};
use crate::{
    domain::{
        complaint::{State, Step},
        severity::Severity,
    },
    store::{
        Connection, complaint_events,
        complaint_events::Entry,
        complaint_links::{self, Moved},
        complaints, reminders,
        transactions::transaction,
    },
};

/// What a merging must know to be undone, kept in the history of what was merged.
#[derive(Debug, Serialize, Deserialize)]
struct Merged {
    state: State,
    /// Legal claims that went along.
    claims: Vec<i64>,
    /// Those that the other had already.
    #[serde(default)]
    doubles: Vec<i64>,
}

/// Merges `number` into `target`: it is over as a duplicate, and what is said to it from now on is heard by the target.
///
/// The target takes on its signals, the worse severity, the earlier deadlines and its legal claims. Drafts, notes and
/// letters stay where they were written. Both rows are held in the order of their numbers, so of two mergings at once, one
/// into the other, one is done and the other is told. Merged into the same already is no error.
///
/// # Errors
/// Either is over or merged; of another customer, where it was not said that this is right, or not by a lead; not its
/// owner's, nor a lead's.
pub async fn merge_complaints(
    connection: &mut Connection,
    number: i64,
    target: i64,
    doer: Doer,
    other_customer: bool,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    if number == target {
        return Err(Hindrance::Itself.into());
    }
    transaction(connection, async |connection| {
        if !complaint_links::exists(connection, target).await? {
            return Err(Hindrance::NoComplaint { number: target }.into());
        }
        let (mut from, mut into) = Work::begin_both(connection, (number, target), doer, now).await?;
        if from.held.merged_into_id == Some(target) {
            return Ok(());
        }
        from.must_be_open(connection).await?;
        owned(&from, doer)?;
        if into.held.merged_into_id.is_some() {
            let end = complaints::standing_for(connection, target).await?.unwrap_or(target);
            return Err(Hindrance::TargetMerged { number: target, into: end }.into());
        }
        if !into.state.is_open() {
            return Err(Hindrance::TargetOver { number: target, state: into.state }.into());
        }
        if from.held.customer_id != into.held.customer_id {
            if !doer.role.may_take_over() {
                return Err(Hindrance::LeadsOnly { number: target }.into());
            }
            if !other_customer {
                return Err(Hindrance::OtherCustomer { number: target }.into());
            }
        }
        let joined = from.joined();
        let Moved { claims, doubles } = complaint_links::move_claims(connection, number, target, now).await?;
        let moved = (!claims.is_empty()).then(|| claims.len().to_string());
        let undoing = Merged { state: from.state, claims, doubles };

        from.step(Step::MarkDuplicate)?;
        from.wake();
        reminders::remove(connection, number).await?;
        from.held.merged_into_id = Some(target);

        let last_in_at = into.held.last_in_at.max(from.held.last_in_at);
        into.hear(&from.held.signals, Severity::from_rank(from.held.severity).unwrap_or(Severity::Normal));
        into.held.last_in_at = last_in_at;
        into.join(joined);
        into.wake();

        let told = |field, new: i64, detail| Entry {
            kind: "merged",
            field: Some(field),
            new: Some(new.to_string()),
            detail,
            ..Entry::default()
        };
        let of_from = told("merged_into", target, serde_json::to_value(&undoing).ok());
        let of_into = told("merged_from", number, serde_json::to_value(joined).ok());
        for (work, told, field) in [(from, of_from, "claims_moved"), (into, of_into, "claims_joined")] {
            let mut work = work;
            if let Some(count) = &moved {
                work.note_field(field, None, Some(count));
            }
            work.end(connection, &[(told, None)]).await?;
        }
        Ok(())
    })
    .await
}

/// Parts a complaint again from the one that it was merged into: back to the state it had, with the claims that it brought.
/// What came since stays where it was heard. Not merged any more, by the very same press, is told.
///
/// # Errors
/// `NotMerged`; `OpenTwin` where another complaint of the same purchase was opened meanwhile; not its owner's, nor a
/// lead's.
pub async fn unmerge_complaint(
    connection: &mut Connection,
    number: i64,
    doer: Doer,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    let done = transaction(connection, async |connection| {
        let target = complaint_links::merged_into(connection, number).await?.ok_or(Hindrance::NotMerged)?;
        // What the target was merged into itself has the claims now.
        let standing = complaints::standing_for(connection, target).await?.unwrap_or(target);
        complaints::lock(connection, &[number, target, standing]).await?;
        let (mut from, mut into) = Work::begin_both(connection, (number, target), doer, now).await?;
        if from.held.merged_into_id != Some(target) {
            return Err(Refusal::Changed);
        }
        owned(&from, doer)?;
        if let Some(number) = complaints::open_twin(connection, number).await? {
            return Err(Refusal::OpenTwin { number });
        }
        let kept = complaint_events::merging(connection, number).await?;
        let kept = kept.and_then(|kept| serde_json::from_value(kept).ok());
        let Merged { state, claims, doubles } =
            kept.unwrap_or(Merged { state: State::InProgress, claims: Vec::new(), doubles: Vec::new() });
        complaint_links::return_claims(connection, number, target, &Moved { claims, doubles }).await?;
        from.held.merged_into_id = None;
        from.restore(state);
        into.part(connection, number).await?;
        let told = |field, old: i64| Entry {
            kind: "unmerged",
            field: Some(field),
            old: Some(old.to_string()),
            ..Entry::default()
        };
        from.end(connection, &[(told("merged_into", target), None)]).await?;
        into.end(connection, &[(told("merged_from", number), None)]).await?;
        if standing != target {
            let gone_on = Work::begin(connection, standing, By::Program, now).await?;
            Work::settle(connection, vec![gone_on], now).await?;
        }
        Ok(())
    })
    .await;
    match done {
        // Opened by a new answer in the very moment between our look and our write.
        Err(Refusal::Store(error)) if error.is_unique_violation() => Err(Refusal::Changed),
        other => other,
    }
}

/// Merging is its owner's, anybody's where nobody has it, and always a lead's.
fn owned(work: &Work, doer: Doer) -> Result<(), Refusal> {
    match work.held.owner_id {
        Some(owner) if owner != doer.id && !doer.role.may_take_over() => {
            Err(Refusal::TakenBy { owner: work.held.owner.clone().unwrap_or_default() })
        }
        _ => Ok(()),
    }
}
