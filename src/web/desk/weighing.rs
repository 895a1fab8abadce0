//! How a complaint was weighed, in words: never only a number.

use crate::{
    actions::weigh_complaint::weighed,
    domain::{
        language::Language,
        priority::{Part, Reason, Why},
        severity::Severity,
    },
    t,
};

/// Why it is as severe as the rules say: `оценка 3 из 10; клиент класса A; вторая жалоба за 30 дней`. `said` is what the
/// customer said in words, for where they gave no low score.
pub fn reasons(language: Language, reasons: &[Reason], said: &str) -> String {
    let words = reasons.iter().filter_map(|reason| match reason {
        Reason::Said { nps: Some(nps) } => Some(t!(language, "weight-score", score = *nps)),
        Reason::Said { nps: None } => (!said.is_empty()).then(|| said.to_owned().into()),
        Reason::Class { class } => Some(t!(language, "weight-class", class = class.code())),
        Reason::Repeat { nth } => Some(t!(language, "weight-repeat", nth = *nth)),
        Reason::Claim => Some(t!(language, "weight-claim")),
    });
    words.collect::<Vec<_>>().join("; ")
}

/// A severity and why it is so, in a line: `высокая: оценка 3 из 10; клиент класса A`.
pub fn in_a_line(language: Language, why: &Why, said: &str) -> String {
    let words = match &why.by_hand {
        Some(by_hand) => t!(language, "weight-hand-short", reason = by_hand.reason.as_str()).into_owned(),
        None => reasons(language, &why.reasons, said),
    };
    let severity = severity(language, why.severity());
    if words.is_empty() { severity } else { format!("{severity}: {words}") }
}

/// The same from what is stored; for the tooltip of a severity in a list. None where it was not weighed yet.
pub fn short(language: Language, why: Option<&serde_json::Value>, said: &str) -> Option<String> {
    weighed(why).map(|why| in_a_line(language, &why, said))
}

/// A severity by its name.
pub fn severity(language: Language, severity: Severity) -> String {
    t!(language, &format!("severity-{}", severity.code())).into_owned()
}

/// A part of the priority by its name.
pub fn part(language: Language, part: Part) -> String {
    t!(language, &format!("weight-part-{}", part.code())).into_owned()
}

/// The parts of a priority in a line: `важность 27, низкая оценка 8`.
pub fn points(language: Language, parts: &[(Part, u8)]) -> String {
    let words = parts.iter().map(|(named, points)| format!("{} {points}", part(language, *named)));
    words.collect::<Vec<_>>().join(", ")
}
