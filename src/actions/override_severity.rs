//! Setting the severity by hand, against or with the rules, and leaving it to the rules again.

use chrono::{DateTime, Utc};

use super::{
    complaint_step::{Doer, Refusal, Seen, Work, words},
    weigh_complaint::{computed, weigh_with, weighed, weights},
};
use crate::{
    domain::{priority::ByHand, severity::Severity, text::Text},
    store::{Connection, complaint_events::Entry, transactions::transaction},
};

/// The field of the history that tells what was set by hand.
const FIELD: &str = "severity_by_hand";

/// Sets the severity of an open complaint, and with it the clocks, for a reason; without a severity the rules decide again.
///
/// Its owner may, a lead, and anybody while it is nobody's. It holds against later signals: what the rules say goes on
/// beside it.
///
/// # Errors
/// `Empty` without a reason; `TakenBy` where it is another's; `Changed` where somebody set it since the page was opened.
pub async fn override_severity(
    connection: &mut Connection,
    number: i64,
    doer: Doer,
    seen: Seen,
    severity: Option<Severity>,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    transaction(connection, async |connection| {
        let mut work = Work::begin(connection, number, doer, now).await?;
        let reason = words(reason)?;
        let was = by_hand(&work);
        let news = work.since(connection, seen).await?;
        if was == severity && work.is_repeated(&news, "field", reason.as_str()) {
            return Ok(());
        }
        may_set(&work)?;
        if news.iter().any(|event| event.field.as_deref() == Some(FIELD)) {
            return Err(Refusal::Changed);
        }
        if severity.is_none() && was.is_none() {
            return Ok(());
        }
        let told = set(connection, &mut work, doer, severity, &reason, now).await?;
        work.end(connection, &[(told, Some(&reason))]).await
    })
    .await
}

/// Sets the severity of a held complaint within a step that does more; none where it is set so already.
pub(super) async fn set_severity(
    connection: &mut Connection,
    work: &mut Work,
    doer: Doer,
    severity: Severity,
    reason: &Text,
    now: DateTime<Utc>,
) -> Result<Option<Entry<'static>>, Refusal> {
    may_set(work)?;
    if by_hand(work) == Some(severity) {
        return Ok(None);
    }
    set(connection, work, doer, Some(severity), reason, now).await.map(Some)
}

fn may_set(work: &Work) -> Result<(), Refusal> {
    if !work.state.is_open() {
        return Err(Refusal::Over(work.state));
    }
    if work.held.owner_id.is_some() { work.answered_for() } else { Ok(()) }
}

fn by_hand(work: &Work) -> Option<Severity> {
    let why = weighed(work.held.why.as_ref())?;
    why.by_hand.map(|by_hand| by_hand.severity)
}

async fn set(
    connection: &mut Connection,
    work: &mut Work,
    doer: Doer,
    severity: Option<Severity>,
    reason: &Text,
    now: DateTime<Utc>,
) -> Result<Entry<'static>, Refusal> {
    let number = work.held.id;
    let was = by_hand(work);
    let all = weights(connection, &[number]).await?;
    let weights = all.get(&number).ok_or(Refusal::Unknown)?;
    let by_hand = severity.map(|severity| ByHand {
        severity,
        computed: computed(work, weights),
        by: doer.id,
        at: now,
        reason: reason.as_str().to_owned(),
    });
    weigh_with(work, weights, by_hand);
    Ok(Entry {
        kind: "field",
        field: Some(FIELD),
        old: was.map(|was| was.code().to_owned()),
        new: severity.map(|severity| severity.code().to_owned()),
        ..Entry::default()
    })
}
