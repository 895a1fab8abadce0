//! The one reminder of an invitation.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{Plan, later};

/// A reminder that could not leave within this long of its moment is not sent any more: the question has gone cold.
pub const LATEST_REMINDER: TimeDelta = TimeDelta::days(7);

/// When the one reminder of an invitation leaves: `reminder_days` after the sending or now, whichever is later, inside the
/// sending hours of `zone`.
///
/// None where the rules want none, where it would come [`LATEST_REMINDER`] too late, or to a link that opens nothing.
#[must_use]
pub fn remind_at(
    sent_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    zone: Option<Tz>,
    plan: &Plan,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let days = plan.rules.reminder_days.filter(|_| plan.rules.on)?;
    let due = later(sent_at, TimeDelta::days(i64::from(days)));
    if now >= later(due, LATEST_REMINDER) {
        return None;
    }
    Some(plan.sending.moment(due.max(now), zone)).filter(|moment| *moment < expires_at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{invitation::Rules, questionnaire::SurveyKind};

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap_or_default()
    }

    #[test]
    fn a_reminder_comes_once_and_only_to_a_living_link() {
        let plan = Plan::of(SurveyKind::Purchase);
        let sent = at("2026-11-18T16:00:00Z");
        let expires = at("2026-12-18T16:00:00Z");
        let remind = |expires, now| remind_at(sent, expires, None, &plan, at(now));
        assert_eq!(remind(expires, "2026-11-18T17:00:00Z"), Some(at("2026-11-21T16:00:00Z")));
        // Looked at in the night: it leaves in the morning, in Moscow or where the customer lives.
        assert_eq!(remind(expires, "2026-11-22T01:00:00Z"), Some(at("2026-11-22T07:00:00Z")));
        let omsk = remind_at(sent, expires, Some(Tz::Asia__Omsk), &plan, at("2026-11-22T01:00:00Z"));
        assert_eq!(omsk, Some(at("2026-11-22T04:00:00Z")));
        assert_eq!(remind(at("2026-11-21T16:00:00Z"), "2026-11-18T17:00:00Z"), None);
        assert_eq!(remind(expires, "2026-11-28T16:00:00Z"), None, "a week too late");
    }

    #[test]
    fn rules_may_want_none() {
        let sent = at("2026-11-18T16:00:00Z");
        let none = Rules { reminder_days: None, ..Rules::of(SurveyKind::Purchase) };
        let off = Rules { on: false, ..Rules::of(SurveyKind::Purchase) };
        for rules in [none, off] {
            let plan = Plan { rules, ..Plan::of(SurveyKind::Purchase) };
            assert_eq!(remind_at(sent, at("2026-12-18T16:00:00Z"), None, &plan, sent), None);
        }
    }
}
