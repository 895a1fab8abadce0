//! Weighing a complaint: severity and priority by the rules, with their reasons.

use std::collections::HashMap;

use serde_json::json;

use super::complaint_step::{Refusal, Work};
use crate::{
    domain::{
        priority::{ByHand, Facts, REPEAT_DAYS, Why},
        severity::Severity,
        value::ValueClass,
    },
    store::{Connection, complaint_weights, complaint_weights::Weights},
};

/// What these complaints are weighed by, read at once.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn weights(
    connection: &mut Connection,
    numbers: &[i64],
) -> Result<HashMap<i64, Weights>, Refusal> {
    let found = complaint_weights::of(connection, numbers, REPEAT_DAYS).await?;
    Ok(found.into_iter().map(|weights| (weights.id, weights)).collect())
}

/// How a complaint was weighed last; none where it never was, or by a program that wrote it otherwise.
#[must_use]
pub fn weighed(why: Option<&serde_json::Value>) -> Option<Why> {
    serde_json::from_value(why?.clone())
        .inspect_err(|cause| tracing::error!(%cause, "the weighing of a complaint can't be read"))
        .ok()
}

/// Weighs a held complaint; what was set by hand holds. Twice changes nothing more.
pub(super) fn weigh(work: &mut Work, weights: &Weights) {
    let by_hand = weighed(work.held.why.as_ref()).and_then(|why| why.by_hand);
    weigh_with(work, weights, by_hand);
}

/// Weighs a held complaint with what somebody sets, or takes back.
pub(super) fn weigh_with(work: &mut Work, weights: &Weights, by_hand: Option<ByHand>) {
    let why = Why::of(&facts(work, weights), by_hand);
    let because = json!({ "because": why.reasons });
    work.grade(why.severity(), why.by_hand.is_none().then_some(because));
    let (before, after) = (work.held.priority, why.priority());
    if before != after && work.held.why.is_some() {
        work.note_because(
            "priority",
            &before.to_string(),
            &after.to_string(),
            Some(json!({ "parts": why.parts })),
        );
    }
    work.held.priority = after;
    work.held.why = Some(json!(why));
}

/// What the rules say now of a held complaint.
pub(super) fn computed(work: &Work, weights: &Weights) -> Severity {
    Why::of(&facts(work, weights), None).computed
}

fn facts<'a>(work: &'a Work, weights: &Weights) -> Facts<'a> {
    let heard = weights.heard.and_then(|rank| Severity::from_rank(i16::try_from(rank).ok()?));
    Facts {
        heard: heard.map_or(work.opened_as(), |heard| heard.max(work.opened_as())),
        signals: &work.held.signals,
        nps: weights.nps.and_then(|nps| u8::try_from(nps).ok()),
        class: weights.class.as_deref().and_then(ValueClass::parse),
        earlier: u32::try_from(weights.earlier).unwrap_or(0),
        claim: weights.claim,
    }
}
