//! A complaint's life out of its history, for those who reckon its clocks or explain them.

use chrono::{DateTime, Utc};

use super::clockwork::clockwork;
use crate::{
    domain::{
        clock::{self, Clockwork, Life, Reasons, Turn},
        complaint::State,
        severity::Severity,
    },
    store::{
        Connection, Result,
        complaint_events::{self, Turned},
    },
};

/// The life of a complaint that is now of this severity; at the opening it was what the first change of it changed.
pub(super) fn life(opened_at: DateTime<Utc>, severity: i16, turned: &[Turned]) -> Life {
    let first = turned.iter().find(|entry| entry.field == "severity");
    let severity = match first {
        Some(entry) => entry.old_value.as_deref().and_then(Severity::parse),
        None => Severity::from_rank(severity),
    };
    // An answer that was taken back before it left was none; the last word of the history on it stands.
    let answered = turned.iter().rposition(|entry| entry.field == "first_answered_at");
    let turns = turned.iter().enumerate().filter_map(|(at, entry)| {
        let value = entry.new_value.as_deref();
        let turn = match entry.field.as_str() {
            "state" => Turn::State(State::parse(value?)?),
            "severity" => Turn::Severity(Severity::parse(value?)?),
            "first_answered_at" if Some(at) == answered => {
                let at = DateTime::parse_from_rfc3339(value?).map_or(entry.at, |at| at.to_utc());
                return Some((at, Turn::Answered));
            }
            "first_answered_at" => return None,
            "merged_from" if turned.iter().any(|later| parts(entry, later)) => return None,
            "merged_from" => Turn::Joined(serde_json::from_value(entry.detail.clone()?).ok()?),
            _ => Turn::Reopened,
        };
        Some((entry.at, turn))
    });
    let mut turns: Vec<_> = turns.collect();
    turns.sort_by_key(|(at, _)| *at);
    Life { opened_at, severity: severity.unwrap_or(Severity::Normal), turns }
}

/// Why the clocks of a complaint end when they end, by the rules that hold now, and those rules.
///
/// # Errors
/// When the database does not answer.
pub async fn explain(
    connection: &mut Connection,
    number: i64,
    opened_at: DateTime<Utc>,
    severity: i16,
) -> Result<(Reasons, Clockwork)> {
    let turned = complaint_events::turns(connection, &[number]).await?;
    let clockwork = clockwork(connection).await?;
    Ok((clock::explain(&life(opened_at, severity, &turned), &clockwork), clockwork))
}

/// Whether a later entry parted again what an entry had merged in.
fn parts(entry: &Turned, later: &Turned) -> bool {
    later.field == "merged_from"
        && later.at >= entry.at
        && later.old_value.is_some()
        && later.old_value == entry.new_value
}
