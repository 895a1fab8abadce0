//! When a deadline is told: once as it approaches and once as it is missed.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{
    calendar::Calendar,
    clock::{Clockwork, NEVER},
    legal,
    severity::Severity,
};

impl Policy {
    /// The first field that is out of its bounds.
    #[must_use]
    pub const fn unsound(&self) -> Option<&'static str> {
        match *self {
            Self { share_percent: 0 | 91.., .. } => Some("share_percent"),
            Self { least_minutes: 0 | 10_001.., .. } => Some("least_minutes"),
            Self { legal_working_days: 0 | 31.., .. } => Some("legal_working_days"),
            _ => None,
        }
    }
}

coded! {
    /// What there is to tell of a deadline.
    pub enum Stage {
        /// There is still time.
        Approaching = "approaching",
        /// There is none left.
        Missed = "missed",
    }
}

/// How early a deadline is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Per cent of a clock's limit that are left, 1..=90.
    pub share_percent: u8,
    /// Worked minutes that are left at least, 1..=10000, so that a short clock is told in time; never more
    /// than half of its limit.
    pub least_minutes: u16,
    /// Working days left of a legal term, 1..=30.
    pub legal_working_days: u8,
}

/// A quarter of the limit and half an hour at least; two working days of a legal term.
impl Default for Policy {
    fn default() -> Self {
        Self { share_percent: 25, least_minutes: 30, legal_working_days: 2 }
    }
}

/// A clock of a complaint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Clock {
    /// The first answer to the customer.
    FirstAnswer,
    /// The resolution.
    Resolution,
    /// A legal claim, by its id.
    Claim(i64),
}

impl Clock {
    /// As it is stored: `first_answer`, `resolution`, `claim:17`.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::FirstAnswer => "first_answer".to_owned(),
            Self::Resolution => "resolution".to_owned(),
            Self::Claim(id) => format!("claim:{id}"),
        }
    }
}

/// What a look at one clock finds: what is to be told now, and when to look again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Where the clock stands, where that may be told now.
    pub stage: Option<Stage>,
    /// When something may change by itself; nothing where it can't.
    pub again: Option<DateTime<Utc>>,
}

/// Looks at an internal clock. What is to be told waits for an open hour, because nobody is there to read it before.
///
/// Approaching: the worked time left is at most the policy's share of the severity's limit, or its least minutes if those
/// are more, but never more than half of the limit.
#[must_use]
pub fn look(
    clock: Clock,
    due: DateTime<Utc>,
    severity: Severity,
    policy: Policy,
    by: &Clockwork,
    now: DateTime<Utc>,
) -> Look {
    let calendar = &by.calendar;
    if due >= NEVER {
        return Look { stage: None, again: None };
    }
    if let Clock::Claim(_) = clock {
        return look_at_claim(due, policy, calendar, now);
    }
    let target = by.targets.of(severity);
    let limit = if clock == Clock::FirstAnswer { target.first_answer() } else { target.resolution() };
    let left = calendar.between(now, due);
    let early = lead(limit, policy);
    if now < due && left > early {
        return Look { stage: None, again: calendar.after(now, left - early) };
    }
    if !calendar.is_open(now) {
        return Look { stage: None, again: calendar.next_open(now) };
    }
    if now < due {
        return Look { stage: Some(Stage::Approaching), again: Some(due) };
    }
    Look { stage: Some(Stage::Missed), again: None }
}

/// A legal clock is told at once, whatever the hour.
fn look_at_claim(due: DateTime<Utc>, policy: Policy, calendar: &Calendar, now: DateTime<Utc>) -> Look {
    let approaches = legal::approaches(due, policy.legal_working_days, calendar);
    if now >= due {
        Look { stage: Some(Stage::Missed), again: None }
    } else if now >= approaches {
        Look { stage: Some(Stage::Approaching), again: Some(due) }
    } else {
        Look { stage: None, again: Some(approaches) }
    }
}

/// Worked time before a deadline at which it approaches.
fn lead(limit: TimeDelta, policy: Policy) -> TimeDelta {
    let share = limit * i32::from(policy.share_percent) / 100;
    share.max(TimeDelta::minutes(i64::from(policy.least_minutes))).min(limit / 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::clock::Targets;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap_or(NEVER)
    }

    fn office() -> Clockwork {
        let calendar = Calendar::office(chrono_tz::Europe::Moscow);
        Clockwork { targets: Targets::default(), calendar, version: 1 }
    }

    fn seen(clock: Clock, due: &str, now: &str) -> Look {
        look(clock, at(due), Severity::Critical, Policy::default(), &office(), at(now))
    }

    #[test]
    fn an_internal_clock_is_told_twice_and_in_open_hours() {
        // Critical: a first answer in two hours, so told half an hour before. Noon in Moscow is 9:00 UTC.
        let due = "2026-11-23T09:00:00Z";
        let first = |now| seen(Clock::FirstAnswer, due, now);
        let soon = at("2026-11-23T08:30:00Z");
        assert_eq!(first("2026-11-23T07:00:00Z"), Look { stage: None, again: Some(soon) });
        let told = Look { stage: Some(Stage::Approaching), again: Some(at(due)) };
        assert_eq!(first("2026-11-23T08:30:00Z"), told);
        assert_eq!(first(due), Look { stage: Some(Stage::Missed), again: None });
        // zammad#4432: reminders come in working hours. Due at six in the evening, missed when the next day opens.
        let night = seen(Clock::Resolution, "2026-11-23T15:00:00Z", "2026-11-23T20:00:00Z");
        assert_eq!(night, Look { stage: None, again: Some(at("2026-11-24T06:00:00Z")) });
    }

    #[test]
    fn what_approaches_over_a_weekend_waits_for_monday() {
        // Due on Monday at 10:00, a resolution of nine hours: 2 h 15 min before is Friday, 16:45.
        let due = "2026-11-23T07:00:00Z";
        let early = seen(Clock::Resolution, due, "2026-11-20T06:00:00Z");
        assert_eq!(early.again, Some(at("2026-11-20T13:45:00Z")));
        let saturday = seen(Clock::Resolution, due, "2026-11-21T09:00:00Z");
        assert_eq!(saturday, Look { stage: None, again: Some(at("2026-11-23T06:00:00Z")) });
    }

    #[test]
    fn a_legal_clock_is_told_at_any_hour() {
        // Ends with Friday, the 27th: told as Wednesday begins, missed as Saturday begins.
        let due = "2026-11-27T21:00:00Z";
        let law = |now| seen(Clock::Claim(1), due, now);
        assert_eq!(law("2026-11-23T09:00:00Z").again, Some(at("2026-11-24T21:00:00Z")));
        assert_eq!(law("2026-11-24T21:00:00Z").stage, Some(Stage::Approaching));
        assert_eq!(law(due).stage, Some(Stage::Missed));
    }

    #[test]
    fn a_short_clock_is_told_at_half_and_one_that_never_rings_not_at_all() {
        let policy = Policy { least_minutes: 600, ..Policy::default() };
        assert_eq!(lead(TimeDelta::hours(2), policy), TimeDelta::hours(1));
        let never =
            look(Clock::Resolution, NEVER, Severity::Low, policy, &office(), at("2026-11-23T09:00:00Z"));
        assert_eq!(never, Look { stage: None, again: None });
    }
}
