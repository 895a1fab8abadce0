//! Setting the severity by hand, against or with the rules, and leaving it to the rules again.

use chrono::{DateTime, Utc};

use super::{
    complaint_step::{Doer, Refusal, Seen, Work, words},
    weigh_complaint::{computed, weigh_with, weighed, weights},
};
use crate::{
    domain::{priority::ByHand, severity::Severity},
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
        let before = weighed(work.held.why.as_ref()).and_then(|why| why.by_hand);
        let was = before.as_ref().map(|by_hand| by_hand.severity);
        let news = work.since(connection, seen).await?;
        if was == severity && work.is_repeated(&news, "field", reason.as_str()) {
            return Ok(());
        }
        if !work.state.is_open() {
            return Err(Refusal::Over(work.state));
        }
        if work.held.owner_id.is_some() {
            work.answered_for()?;
        }
        if news.iter().any(|event| event.field.as_deref() == Some(FIELD)) {
            return Err(Refusal::Changed);
        }
        if severity.is_none() && was.is_none() {
            return Ok(());
        }
        let all = weights(connection, &[number]).await?;
        let weights = all.get(&number).ok_or(Refusal::Unknown)?;
        let by_hand = severity.map(|severity| ByHand {
            severity,
            computed: computed(&work, weights),
            by: doer.id,
            at: now,
            reason: reason.as_str().to_owned(),
        });
        weigh_with(&mut work, weights, by_hand);
        let told = Entry {
            kind: "field",
            field: Some(FIELD),
            old: was.map(|was| was.code().to_owned()),
            new: severity.map(|severity| severity.code().to_owned()),
            ..Entry::default()
        };
        work.end(connection, &[(told, Some(&reason))]).await
    })
    .await
}
