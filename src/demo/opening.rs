//! Which answers of the demo company open a complaint, when, and what it is about: by the house's own rules.

use chrono::{DateTime, Utc};

use super::{Ground, chance::Chance, story::TOPICS};
use crate::{
    domain::{
        answer::{Answer, Reasons, Signal, signals},
        nps::NpsScore,
        questionnaire::Code,
        rating::Rating,
    },
    store::seeds::{EditRow, ResponseRow},
};

/// What opens a complaint.
pub struct Opening<'a> {
    pub response: &'a ResponseRow,
    pub at: DateTime<Utc>,
    pub signals: Vec<Signal>,
    /// What a correction added afterwards.
    pub added: Vec<Signal>,
}

/// What is wrong in an answer, as it stands or as it was said at first.
fn found(response: &ResponseRow, edit: Option<&EditRow>, ground: &Ground<'_>) -> Vec<Signal> {
    let definition = ground.definition_of(response.kind);
    let (nps, ratings, contact_me) = match edit {
        Some(edit) => (edit.nps, &edit.ratings, edit.contact_me),
        None => (response.nps, &response.ratings, response.contact_me),
    };
    let ratings = definition.parameters.iter().zip(ratings).map(|(parameter, code)| {
        Rating::from_code(*code, definition.scale_of(parameter)).unwrap_or(Rating::Skipped)
    });
    let reasons = response.reasons.as_ref().map(|chosen| Reasons {
        chosen: chosen.iter().filter_map(|code| Code::parse(code).ok()).collect(),
        main: None,
    });
    let answer = Answer {
        nps: nps.and_then(|score| NpsScore::try_from(i64::from(score)).ok()),
        ratings: ratings.collect(),
        contact_me,
        reasons,
        ..Answer::default()
    };
    signals(&answer, definition)
}

/// What an answer opens, as it was first said and then corrected; none from content.
pub fn opening<'a>(
    response: &'a ResponseRow,
    edit: Option<&EditRow>,
    ground: &Ground<'_>,
) -> Option<Opening<'a>> {
    let last = found(response, None, ground);
    let first = edit.map(|edit| found(response, Some(edit), ground)).unwrap_or_default();
    if first.is_empty() {
        let at = if edit.is_some() { response.changed_at } else { response.answered_at };
        return (!last.is_empty()).then(|| Opening { response, at, signals: last, added: Vec::new() });
    }
    let added = last.into_iter().filter(|signal| !first.contains(signal)).collect();
    Some(Opening { response, at: response.answered_at, signals: first, added })
}

/// As the history keeps them.
pub fn signal_codes(signals: &[Signal]) -> String {
    signals.iter().map(Signal::code).collect::<Vec<_>>().join(",")
}

/// What the complaint is about: a parameter named by its signals, else what people complain of most.
pub fn topic(signals: &[Signal], chance: &mut Chance) -> &'static str {
    let named = signals.iter().find_map(|signal| match signal {
        Signal::Parameter { code, .. } => TOPICS.iter().copied().find(|topic| *topic == code.as_str()),
        _ => None,
    });
    let usual = [3.0, 3.0, 2.0, 1.0, 5.0, 1.0];
    named.unwrap_or_else(|| TOPICS.get(chance.weighted(&usual)).copied().unwrap_or("service"))
}
