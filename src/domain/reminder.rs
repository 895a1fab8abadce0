//! When somebody wants to be reminded: the moments that are offered, and which are taken.

use chrono::{DateTime, Datelike, Days, NaiveTime, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;

use super::moment::local_moment;

/// The furthest a complaint may be put off: past a year it is a slip of the keyboard.
pub const FURTHEST: TimeDelta = TimeDelta::days(366);

coded! {
    /// A moment that is offered, always at nine in the morning of the company's zone.
    pub enum Preset {
        /// The next day.
        Tomorrow = "tomorrow",
        /// The next Tuesday; on a Tuesday the one a week later.
        Tuesday = "tuesday",
        /// The same day of the week, a week later.
        Week = "week",
    }
}

impl Preset {
    /// The moment it means now.
    #[must_use]
    pub fn at(self, now: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        let days = match self {
            Self::Tomorrow => 1,
            Self::Tuesday => {
                let since = now.with_timezone(&zone).weekday().days_since(Weekday::Tue);
                u64::from(7 - since)
            }
            Self::Week => 7,
        };
        nine_in(days, now, zone)
    }
}

/// Nine in the morning some days from today, by the wall clock of a zone.
#[must_use]
pub fn nine_in(days: u64, now: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
    let today = now.with_timezone(&zone).date_naive();
    let day = today.checked_add_days(Days::new(days)).unwrap_or(today);
    let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap_or(NaiveTime::MIN);
    local_moment(day.and_time(nine), zone)
}

/// Why a moment can't be waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadReminder {
    /// It is not ahead.
    #[error("that moment is over")]
    Past,
    /// It is more than [`FURTHEST`] ahead.
    #[error("that moment is more than a year ahead")]
    TooFar,
}

/// Whether a complaint can be put off until then.
///
/// # Errors
/// [`BadReminder`] when it is over, or too far ahead.
pub fn check(until: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), BadReminder> {
    if until <= now {
        return Err(BadReminder::Past);
    }
    if until - now > FURTHEST { Err(BadReminder::TooFar) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap_or(DateTime::UNIX_EPOCH)
    }

    #[test]
    fn offers_are_nine_in_the_morning_by_the_wall_clock() {
        let zone = chrono_tz::Europe::Moscow;
        // A Sunday, 23:30 in Moscow.
        let now = at("2026-11-22T20:30:00Z");
        assert_eq!(Preset::Tomorrow.at(now, zone), at("2026-11-23T06:00:00Z"));
        assert_eq!(Preset::Tuesday.at(now, zone), at("2026-11-24T06:00:00Z"));
        assert_eq!(Preset::Week.at(now, zone), at("2026-11-29T06:00:00Z"));
        // A Tuesday, five minutes past midnight: still Monday in UTC.
        let now = at("2026-11-23T21:05:00Z");
        assert_eq!(Preset::Tuesday.at(now, zone), at("2026-12-01T06:00:00Z"));
    }

    #[test]
    fn nine_is_nine_after_the_clocks_were_changed() {
        let now = at("2026-10-24T10:00:00Z");
        assert_eq!(Preset::Tomorrow.at(now, chrono_tz::Europe::Berlin), at("2026-10-25T08:00:00Z"));
    }

    #[test]
    fn only_what_is_ahead_and_within_a_year_is_waited_for() {
        let now = at("2026-11-22T12:00:00Z");
        assert_eq!(check(now, now), Err(BadReminder::Past));
        assert_eq!(check(now + TimeDelta::seconds(1), now), Ok(()));
        assert_eq!(check(now + FURTHEST, now), Ok(()));
        assert_eq!(check(now + FURTHEST + TimeDelta::seconds(1), now), Err(BadReminder::TooFar));
    }
}
