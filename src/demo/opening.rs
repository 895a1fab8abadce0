//! Which answers of the demo company open a complaint, when, and what it is about: by the house's own rules.

use chrono::{DateTime, Utc};

use super::{Ground, chance::Chance, story::TOPICS};
use crate::{
    domain::{
        answer::{Answer, Signal, signals},
        nps::NpsScore,
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

fn answer(nps: Option<i16>, ratings: &[Option<i16>], contact_me: bool, ground: &Ground<'_>) -> Answer {
    let scale = ground.definition.scale;
    Answer {
        nps: nps.and_then(|score| NpsScore::try_from(i64::from(score)).ok()),
        ratings: ratings
            .iter()
            .map(|code| Rating::from_code(*code, scale).unwrap_or(Rating::Skipped))
            .collect(),
        contact_me,
        ..Answer::default()
    }
}

/// What an answer opens, as it was first said and then corrected; none from content.
pub fn opening<'a>(
    response: &'a ResponseRow,
    edit: Option<&EditRow>,
    ground: &Ground<'_>,
) -> Option<Opening<'a>> {
    let last =
        signals(&answer(response.nps, &response.ratings, response.contact_me, ground), ground.definition);
    let Some(edit) = edit else {
        return (!last.is_empty()).then(|| Opening {
            response,
            at: response.answered_at,
            signals: last,
            added: Vec::new(),
        });
    };
    let first = signals(&answer(edit.nps, &edit.ratings, edit.contact_me, ground), ground.definition);
    if first.is_empty() {
        return (!last.is_empty()).then(|| Opening {
            response,
            at: response.changed_at,
            signals: last,
            added: Vec::new(),
        });
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
