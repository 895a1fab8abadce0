//! By when a complaint is to be answered and resolved, and which of the two clocks rings next.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::complaint::State;
use super::severity::Severity;

/// The deadline of what has none, 9999-01-01 UTC: sorts after everything and fits an index without NULLs.
pub const NEVER: DateTime<Utc> = match DateTime::from_timestamp(253_370_764_800, 0) {
    Some(never) => never,
    None => DateTime::<Utc>::MAX_UTC,
};

/// How long each severity allows, in plain hours round the clock: which hours are worked is a calendar's job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Targets {
    /// For critical complaints.
    pub critical: Target,
    /// For high ones.
    pub high: Target,
    /// For normal ones.
    pub normal: Target,
    /// For low ones.
    pub low: Target,
}

/// Hours from the opening of a complaint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// To the first answer.
    pub first_answer_hours: u32,
    /// To the resolution.
    pub resolution_hours: u32,
}

impl Targets {
    /// That of a severity.
    #[must_use]
    pub const fn of(&self, severity: Severity) -> Target {
        match severity {
            Severity::Critical => self.critical,
            Severity::High => self.high,
            Severity::Normal => self.normal,
            Severity::Low => self.low,
        }
    }
}

/// Critical 4 and 24 hours, high 8 and 48 hours, normal 24 hours and 5 days, low 48 hours and 10 days.
impl Default for Targets {
    fn default() -> Self {
        let target = |first_answer_hours, resolution_hours| Target { first_answer_hours, resolution_hours };
        Self {
            critical: target(4, 24),
            high: target(8, 48),
            normal: target(24, 5 * 24),
            low: target(48, 10 * 24),
        }
    }
}

/// The two moments a complaint is measured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadlines {
    /// By when the customer is to have a first answer.
    pub first_answer: DateTime<Utc>,
    /// By when it is to be resolved.
    pub resolution: DateTime<Utc>,
}

impl Deadlines {
    /// Counted from the opening; past the end of time is [`NEVER`].
    #[must_use]
    pub fn new(opened_at: DateTime<Utc>, severity: Severity, targets: &Targets) -> Self {
        let after = |hours| {
            opened_at
                .checked_add_signed(TimeDelta::hours(i64::from(hours)))
                .map_or(NEVER, |end| end.min(NEVER))
        };
        let Target { first_answer_hours, resolution_hours } = targets.of(severity);
        Self { first_answer: after(first_answer_hours), resolution: after(resolution_hours) }
    }
}

/// What the queue is ordered by: the earliest running clock.
///
/// New or in progress: the first answer until it was given, then the resolution, and the resolution already if it
/// comes sooner. Waiting for the customer, or over: [`NEVER`].
#[must_use]
pub fn next_deadline(
    state: State,
    first_answered_at: Option<DateTime<Utc>>,
    deadlines: Deadlines,
) -> DateTime<Utc> {
    match (state, first_answered_at) {
        (State::New | State::InProgress, None) => deadlines.first_answer.min(deadlines.resolution),
        (State::New | State::InProgress, Some(_)) => deadlines.resolution,
        (
            State::WaitingForCustomer | State::Resolved | State::Closed | State::Rejected | State::Duplicate,
            _,
        ) => NEVER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap_or(NEVER)
    }

    #[test]
    fn never_is_the_first_day_of_9999() {
        assert_eq!(NEVER.to_rfc3339(), "9999-01-01T00:00:00+00:00");
    }

    #[test]
    fn severity_sets_both_clocks() {
        let opened = at("2026-11-20T18:30:00Z");
        let until = |severity| {
            let deadlines = Deadlines::new(opened, severity, &Targets::default());
            ((deadlines.first_answer - opened).num_hours(), (deadlines.resolution - opened).num_hours())
        };
        assert_eq!(until(Severity::Critical), (4, 24));
        assert_eq!(until(Severity::High), (8, 48));
        assert_eq!(until(Severity::Normal), (24, 120));
        assert_eq!(until(Severity::Low), (48, 240));
    }

    #[test]
    fn the_next_deadline_is_the_earliest_running_clock() {
        let deadlines = Deadlines::new(at("2026-11-20T18:30:00Z"), Severity::Critical, &Targets::default());
        let answered = Some(at("2026-11-20T19:00:00Z"));
        assert_eq!(next_deadline(State::New, None, deadlines), at("2026-11-20T22:30:00Z"));
        assert_eq!(next_deadline(State::InProgress, answered, deadlines), at("2026-11-21T18:30:00Z"));
        let odd = Deadlines { first_answer: deadlines.resolution, resolution: deadlines.first_answer };
        assert_eq!(next_deadline(State::New, None, odd), odd.resolution);
        for state in State::all().iter().filter(|state| !state.is_open()).chain([&State::WaitingForCustomer])
        {
            assert_eq!(next_deadline(*state, None, deadlines), NEVER, "{state}");
        }
    }

    #[test]
    fn a_target_past_the_end_of_time_is_never() {
        let target = Target { first_answer_hours: 1, resolution_hours: u32::MAX };
        let targets = Targets { low: target, ..Targets::default() };
        assert_eq!(Deadlines::new(NEVER, Severity::Low, &targets).resolution, NEVER);
        assert_eq!(Deadlines::new(DateTime::<Utc>::MAX_UTC, Severity::Low, &targets).first_answer, NEVER);
    }
}
