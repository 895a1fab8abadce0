//! By when a complaint is to be answered and resolved, and which of its clocks rings next.
//!
//! The two internal clocks, first answer and resolution, run in the hours of the company's calendar. They are derived from
//! the complaint's [`Life`] by [`deadlines`], never counted up: the same life, policy and calendar always give the same
//! moments. Legal clocks are in [`super::legal`].

mod life;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use self::life::{Cause, Joined, Life, Reason, Reasons, Turn, deadlines, explain};
use super::{calendar::Calendar, complaint::State, severity::Severity};

/// The deadline of what has none, 9999-01-01 UTC: sorts after everything and fits an index without NULLs.
pub const NEVER: DateTime<Utc> = match DateTime::from_timestamp(253_370_764_800, 0) {
    Some(never) => never,
    None => DateTime::<Utc>::MAX_UTC,
};

/// The longest limit: a year of days and nights.
pub const MOST_MINUTES: u32 = 366 * 24 * 60;

/// How much worked time each severity allows.
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

/// Worked minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// From the opening to the first answer.
    pub first_answer_minutes: u32,
    /// From the opening, or the last reopening, to the resolution.
    pub resolution_minutes: u32,
}

impl Target {
    /// Worked time to the first answer.
    #[must_use]
    pub fn first_answer(self) -> TimeDelta {
        TimeDelta::minutes(i64::from(self.first_answer_minutes))
    }

    /// Worked time to the resolution.
    #[must_use]
    pub fn resolution(self) -> TimeDelta {
        TimeDelta::minutes(i64::from(self.resolution_minutes))
    }
}

/// Why limits can't be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BadTargets {
    /// Nothing, or more than a year of days and nights.
    #[error("a limit of a {severity} complaint is not from a minute to a year")]
    Range {
        /// Whose.
        severity: Severity,
    },
    /// A resolution is a first answer too.
    #[error("a {severity} complaint is to be resolved before it is answered")]
    Order {
        /// Whose.
        severity: Severity,
    },
}

impl Targets {
    /// Whether clocks can run by them.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn validate(&self) -> Result<(), BadTargets> {
        for severity in Severity::all().iter().copied() {
            let Target { first_answer_minutes: first, resolution_minutes: last } = self.of(severity);
            if [first, last].iter().any(|minutes| !(1..=MOST_MINUTES).contains(minutes)) {
                return Err(BadTargets::Range { severity });
            }
            if first > last {
                return Err(BadTargets::Order { severity });
            }
        }
        Ok(())
    }

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

/// In working days of nine hours: critical 2 hours and a day, high 4 hours and two days, normal a day and a week, low two
/// days and two weeks.
impl Default for Targets {
    fn default() -> Self {
        let target = |first: u32, last: u32| Target {
            first_answer_minutes: first * 60,
            resolution_minutes: last * 60,
        };
        Self { critical: target(2, 9), high: target(4, 18), normal: target(9, 45), low: target(18, 90) }
    }
}

/// What clocks run by: how much is allowed, and when it is worked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clockwork {
    /// How much each severity allows.
    pub targets: Targets,
    /// When it is worked.
    pub calendar: Calendar,
    /// Rises with every change of either; a complaint remembers by which its clocks were set.
    pub version: i64,
}

impl Clockwork {
    /// The moment after so much worked time, [`NEVER`] where the calendar holds no such moment.
    #[must_use]
    pub fn after(&self, from: DateTime<Utc>, worked: TimeDelta) -> DateTime<Utc> {
        self.calendar.after(from, worked).map_or(NEVER, |at| at.min(NEVER))
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
    /// Of a complaint just opened.
    #[must_use]
    pub fn new(opened_at: DateTime<Utc>, severity: Severity, by: &Clockwork) -> Self {
        let target = by.targets.of(severity);
        Self {
            first_answer: by.after(opened_at, target.first_answer()),
            resolution: by.after(opened_at, target.resolution()),
        }
    }
}

/// What the queue is ordered by: the earliest running clock.
///
/// New or in progress: the first answer until it was given, then the resolution, and the resolution already if it
/// comes sooner. Waiting for the customer: none of the two. A legal clock runs while it is open, waiting or not. Over:
/// [`NEVER`].
#[must_use]
pub fn next_deadline(
    state: State,
    first_answered_at: Option<DateTime<Utc>>,
    deadlines: Deadlines,
    legal_due: DateTime<Utc>,
) -> DateTime<Utc> {
    let internal = match (state, first_answered_at) {
        (State::New | State::InProgress, None) => deadlines.first_answer.min(deadlines.resolution),
        (State::New | State::InProgress, Some(_)) => deadlines.resolution,
        (State::WaitingForCustomer, _) => NEVER,
        (State::Resolved | State::Closed | State::Rejected | State::Duplicate, _) => return NEVER,
    };
    internal.min(legal_due)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap_or(NEVER)
    }

    fn office() -> Clockwork {
        Clockwork {
            targets: Targets::default(),
            calendar: Calendar::office(chrono_tz::Europe::Moscow),
            version: 1,
        }
    }

    #[test]
    fn never_is_the_first_day_of_9999() {
        assert_eq!(NEVER.to_rfc3339(), "9999-01-01T00:00:00+00:00");
    }

    #[test]
    fn severity_sets_both_clocks_in_worked_hours() {
        // A Friday, 17:00 in Moscow: an hour is left of the week.
        let opened = at("2026-11-20T14:00:00Z");
        let until = |severity| {
            let Deadlines { first_answer, resolution } = Deadlines::new(opened, severity, &office());
            (first_answer, resolution)
        };
        assert_eq!(until(Severity::Critical), (at("2026-11-23T07:00:00Z"), at("2026-11-23T14:00:00Z")));
        assert_eq!(until(Severity::High), (at("2026-11-23T09:00:00Z"), at("2026-11-24T14:00:00Z")));
        assert_eq!(until(Severity::Normal), (at("2026-11-23T14:00:00Z"), at("2026-11-27T14:00:00Z")));
        assert_eq!(until(Severity::Low), (at("2026-11-24T14:00:00Z"), at("2026-12-04T14:00:00Z")));
    }

    #[test]
    fn the_next_deadline_is_the_earliest_running_clock() {
        let deadlines = Deadlines::new(at("2026-11-20T14:00:00Z"), Severity::Critical, &office());
        let answered = Some(at("2026-11-20T14:30:00Z"));
        let law = at("2026-11-21T21:00:00Z");
        assert_eq!(next_deadline(State::New, None, deadlines, NEVER), deadlines.first_answer);
        assert_eq!(next_deadline(State::InProgress, answered, deadlines, NEVER), deadlines.resolution);
        assert_eq!(next_deadline(State::InProgress, answered, deadlines, law), law);
        assert_eq!(next_deadline(State::WaitingForCustomer, answered, deadlines, law), law);
        assert_eq!(next_deadline(State::WaitingForCustomer, answered, deadlines, NEVER), NEVER);
        let odd = Deadlines { first_answer: deadlines.resolution, resolution: deadlines.first_answer };
        assert_eq!(next_deadline(State::New, None, odd, NEVER), odd.resolution);
        for state in State::all().iter().filter(|state| !state.is_open()) {
            assert_eq!(next_deadline(*state, None, deadlines, law), NEVER, "{state}");
        }
    }

    #[test]
    fn what_is_merged_in_brings_its_sooner_deadline_and_pauses_with_the_rest() {
        let by = office();
        let opened = at("2026-11-23T06:00:00Z");
        let joined = |first_answer, resolution| Turn::Joined(Joined { first_answer, resolution });
        let life = |turns: &[(&str, Turn)]| Life {
            opened_at: opened,
            severity: Severity::Normal,
            turns: turns.iter().map(|(moment, turn)| (at(moment), *turn)).collect(),
        };
        let alone = deadlines(&life(&[]), &by);
        let later = joined(Some(at("2026-12-01T09:00:00Z")), at("2026-12-10T09:00:00Z"));
        assert_eq!(deadlines(&life(&[("2026-11-23T08:00:00Z", later)]), &by), alone);
        let sooner = joined(Some(at("2026-11-23T10:00:00Z")), at("2026-11-24T10:00:00Z"));
        let both = deadlines(&life(&[("2026-11-23T08:00:00Z", sooner)]), &by);
        assert_eq!(both.first_answer, at("2026-11-23T10:00:00Z"));
        assert_eq!(both.resolution, at("2026-11-24T10:00:00Z"));
        // Answered already: its first answer asks for nothing, and one that was missed stays missed.
        let missed = joined(None, at("2026-11-20T10:00:00Z"));
        let late = deadlines(&life(&[("2026-11-23T08:00:00Z", missed)]), &by);
        assert_eq!((late.first_answer, late.resolution), (alone.first_answer, at("2026-11-20T10:00:00Z")));
        // A worked day of waiting for the customer moves it by that day.
        let waits = [
            ("2026-11-23T08:00:00Z", sooner),
            ("2026-11-23T09:00:00Z", Turn::State(State::WaitingForCustomer)),
            ("2026-11-24T09:00:00Z", Turn::State(State::InProgress)),
        ];
        assert_eq!(deadlines(&life(&waits), &by).resolution, at("2026-11-25T10:00:00Z"));
    }

    #[test]
    fn a_calendar_that_never_opens_ends_no_clock() {
        let mut by = office();
        by.calendar.week = Default::default();
        assert_eq!(Deadlines::new(at("2026-11-20T14:00:00Z"), Severity::Low, &by).resolution, NEVER);
        assert_eq!(Deadlines::new(DateTime::<Utc>::MAX_UTC, Severity::Low, &office()).first_answer, NEVER);
    }
}
