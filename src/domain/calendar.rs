//! When the company works: hours of a week in its zone, and the days that are otherwise.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{clock::NEVER, moment};

/// Minutes of a day, the end of the longest interval.
pub const DAY: u16 = 24 * 60;
/// How far ahead an opening hour is looked for; a calendar that never opens within it has none.
const HORIZON: u64 = 5 * 366;
/// Intervals that one day may have.
const MOST_INTERVALS: usize = 6;

/// Hours that are worked, in minutes since midnight by the wall clock; `closes` may be 1440, the end of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interval {
    /// The first minute worked.
    pub opens: u16,
    /// The first minute not worked any more.
    pub closes: u16,
}

impl Interval {
    /// From hour to hour: `Interval::hours(9, 18)`.
    #[must_use]
    pub const fn hours(opens: u16, closes: u16) -> Self {
        Self { opens: opens * 60, closes: closes * 60 }
    }
}

/// A day that is otherwise than its weekday says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum DayOff {
    /// Nothing is worked: a holiday, or a day off moved here.
    Closed,
    /// Worked as that weekday is (1 Monday .. 7 Sunday): a Saturday that a day off was moved away from.
    Like {
        /// ISO number of the weekday.
        weekday: u8,
    },
    /// An hour less at the end, as before a holiday (Labour Code of Russia, article 95).
    Shortened,
    /// These hours.
    Hours {
        /// In order, apart from one another.
        intervals: Vec<Interval>,
    },
}

/// The week of a company, and its exceptions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// Whose wall clock it is.
    pub zone: Tz,
    /// Monday first; an empty day is closed.
    pub week: [Vec<Interval>; 7],
    /// Exceptions by date; kept apart from the week in the store.
    #[serde(skip)]
    pub days: BTreeMap<NaiveDate, DayOff>,
}

/// Why hours can't be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BadCalendar {
    /// No weekday has an hour, so no clock would ever end.
    #[error("a week without working hours")]
    NoHours,
    /// It closes before it opens, or after midnight.
    #[error("an interval of weekday {weekday} ends before it begins, or after midnight")]
    Backwards {
        /// 1 Monday .. 7 Sunday; 0 for a dated exception.
        weekday: u8,
    },
    /// Two of a day overlap or are out of order.
    #[error("two intervals of weekday {weekday} overlap")]
    Overlap {
        /// As above.
        weekday: u8,
    },
    /// More than six a day.
    #[error("too many intervals on weekday {weekday}")]
    TooMany {
        /// As above.
        weekday: u8,
    },
    /// No such weekday.
    #[error("there is no weekday {weekday}")]
    Weekday {
        /// As given.
        weekday: u8,
    },
}

impl Calendar {
    /// Monday to Friday, nine to six, without exceptions.
    #[must_use]
    pub fn office(zone: Tz) -> Self {
        let worked = vec![Interval::hours(9, 18)];
        let week = [1, 2, 3, 4, 5, 6, 7].map(|day| if day < 6 { worked.clone() } else { Vec::new() });
        Self { zone, week, days: BTreeMap::new() }
    }

    /// Day and night, every day.
    #[must_use]
    pub fn always(zone: Tz) -> Self {
        let whole = vec![Interval { opens: 0, closes: DAY }];
        Self { zone, week: [1, 2, 3, 4, 5, 6, 7].map(|_| whole.clone()), days: BTreeMap::new() }
    }

    /// Whether clocks can run by it.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn validate(&self) -> Result<(), BadCalendar> {
        for (weekday, intervals) in (1..).zip(&self.week) {
            sound(weekday, intervals)?;
        }
        if self.week.iter().all(Vec::is_empty) {
            return Err(BadCalendar::NoHours);
        }
        self.days.values().try_for_each(DayOff::validate)
    }

    /// The hours of a date.
    #[must_use]
    pub fn hours(&self, date: NaiveDate) -> Vec<Interval> {
        let usual = |weekday: Weekday| {
            let place = usize::try_from(weekday.num_days_from_monday()).unwrap_or_default();
            self.week.get(place).cloned().unwrap_or_default()
        };
        match self.days.get(&date) {
            None => usual(date.weekday()),
            Some(DayOff::Closed) => Vec::new(),
            Some(DayOff::Like { weekday }) => {
                let weekday = Weekday::try_from(weekday.saturating_sub(1)).unwrap_or(Weekday::Mon);
                usual(weekday)
            }
            Some(DayOff::Shortened) => {
                let mut hours = usual(date.weekday());
                if let Some(last) = hours.last_mut() {
                    last.closes = last.closes.saturating_sub(60);
                    if last.closes <= last.opens {
                        hours.pop();
                    }
                }
                hours
            }
            Some(DayOff::Hours { intervals }) => intervals.clone(),
        }
    }

    /// Whether anything is worked on a date.
    #[must_use]
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        !self.hours(date).is_empty()
    }

    /// The date of a moment by the company's wall clock.
    #[must_use]
    pub fn date(&self, at: DateTime<Utc>) -> NaiveDate {
        // The end of time has no wall clock.
        at.min(NEVER).with_timezone(&self.zone).date_naive()
    }

    /// The moment at which a date begins in the company's zone.
    #[must_use]
    pub fn midnight(&self, date: NaiveDate) -> DateTime<Utc> {
        moment::local_moment(date.and_time(NaiveTime::MIN), self.zone)
    }

    /// The worked stretches of a date, in order. Hours that the change of clocks skips are not there; those that it
    /// repeats count twice.
    #[must_use]
    pub fn stretches(&self, date: NaiveDate) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
        let at = |minute: u16| -> NaiveDateTime {
            let days = u64::from(minute / DAY);
            let date = date.checked_add_days(Days::new(days)).unwrap_or(date);
            date.and_time(NaiveTime::MIN) + TimeDelta::minutes(i64::from(minute % DAY))
        };
        self.hours(date)
            .into_iter()
            .map(|hours| {
                (
                    moment::local_moment(at(hours.opens), self.zone),
                    moment::local_moment(at(hours.closes), self.zone),
                )
            })
            .filter(|(opens, closes)| opens < closes)
            .collect()
    }

    /// Whether it is open at a moment.
    #[must_use]
    pub fn is_open(&self, at: DateTime<Utc>) -> bool {
        self.stretches(self.date(at)).iter().any(|(opens, closes)| *opens <= at && at < *closes)
    }

    /// The first worked moment at or after this one; `None` where none comes within five years.
    #[must_use]
    pub fn next_open(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.from(at).next().map(|(opens, _)| opens)
    }

    /// The moment at which so much worked time has passed since `from`; the end of a stretch belongs to it, so that
    /// nine hours from nine are six in the evening. `None` where five years do not hold as much.
    #[must_use]
    pub fn after(&self, from: DateTime<Utc>, worked: TimeDelta) -> Option<DateTime<Utc>> {
        let mut left = worked.max(TimeDelta::zero());
        for (opens, closes) in self.from(from) {
            if left <= closes - opens {
                return Some(opens + left);
            }
            left -= closes - opens;
        }
        None
    }

    /// Worked time between two moments; nothing where they are the other way round.
    #[must_use]
    pub fn between(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> TimeDelta {
        self.from(from)
            .take_while(|(opens, _)| *opens < to)
            .map(|(opens, closes)| closes.min(to) - opens)
            .sum()
    }

    /// The worked stretches from a moment on, for five years.
    fn from(&self, at: DateTime<Utc>) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> + '_ {
        let first = self.date(at);
        (0..HORIZON)
            .map_while(move |days| first.checked_add_days(Days::new(days)))
            .flat_map(|date| self.stretches(date))
            .filter(move |(_, closes)| *closes > at)
            .map(move |(opens, closes)| (opens.max(at), closes))
    }
}

impl DayOff {
    /// Whether it can be kept.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn validate(&self) -> Result<(), BadCalendar> {
        match self {
            Self::Closed | Self::Shortened => Ok(()),
            Self::Like { weekday: 1..=7 } => Ok(()),
            Self::Like { weekday } => Err(BadCalendar::Weekday { weekday: *weekday }),
            Self::Hours { intervals } => sound(0, intervals),
        }
    }
}

fn sound(weekday: u8, intervals: &[Interval]) -> Result<(), BadCalendar> {
    if intervals.len() > MOST_INTERVALS {
        return Err(BadCalendar::TooMany { weekday });
    }
    if intervals.iter().any(|hours| hours.opens >= hours.closes || hours.closes > DAY) {
        return Err(BadCalendar::Backwards { weekday });
    }
    if intervals.windows(2).any(|pair| matches!(pair, [one, next] if one.closes > next.opens)) {
        return Err(BadCalendar::Overlap { weekday });
    }
    Ok(())
}
