//! When the company works: hours of a week in its zone, and the days that are otherwise.

mod written;

use std::{borrow::Cow, collections::BTreeMap};

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Offset, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use self::written::{read_hours, read_minutes, write_hours, write_minutes};
use super::{clock::NEVER, moment};

/// Minutes of a day, the end of the longest interval.
pub const DAY: u16 = 24 * 60;
/// How many days in a row may be without an hour; after them a calendar counts as closed for good.
const HORIZON: u64 = 5 * 366;
/// How far ahead worked time is counted at all, in days: a century.
const REACH: u64 = 100 * 366;
/// Nothing is older.
const EVER: DateTime<Utc> = DateTime::UNIX_EPOCH;
/// Intervals that one day may have.
const MOST_INTERVALS: usize = 6;
/// What a day before a holiday has less (Labour Code of Russia, article 95).
const LESS: u16 = 60;

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
        /// An hour less at the end: the day that it stands for comes before a holiday.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        shortened: bool,
    },
    /// An hour less at the end, as before a holiday.
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

    /// The hours of a date by the wall clock.
    #[must_use]
    pub fn hours(&self, date: NaiveDate) -> Cow<'_, [Interval]> {
        match self.days.get(&date) {
            None => Cow::Borrowed(self.usual(date.weekday())),
            Some(DayOff::Closed) => Cow::Borrowed(&[]),
            Some(DayOff::Like { weekday, shortened }) => {
                // chrono counts from 0, ISO from 1.
                let weekday = weekday.checked_sub(1).and_then(|day| Weekday::try_from(day).ok());
                let usual = weekday.map_or(&[][..], |weekday| self.usual(weekday));
                if *shortened { Cow::Owned(an_hour_less(usual)) } else { Cow::Borrowed(usual) }
            }
            Some(DayOff::Shortened) => Cow::Owned(an_hour_less(self.usual(date.weekday()))),
            Some(DayOff::Hours { intervals }) => Cow::Borrowed(intervals),
        }
    }

    fn usual(&self, weekday: Weekday) -> &[Interval] {
        let place = usize::try_from(weekday.num_days_from_monday()).unwrap_or_default();
        self.week.get(place).map_or(&[], Vec::as_slice)
    }

    /// The worked time of a usual day, where every day that is worked has as much: what a working day means in words.
    #[must_use]
    pub fn usual_day(&self) -> Option<TimeDelta> {
        let worked = |hours: &Vec<Interval>| -> u32 {
            hours.iter().map(|hours| u32::from(hours.closes.saturating_sub(hours.opens))).sum()
        };
        let mut days = self.week.iter().map(worked).filter(|minutes| *minutes > 0);
        let first = days.next()?;
        days.all(|other| other == first).then(|| TimeDelta::minutes(i64::from(first)))
    }

    /// Whether anything is worked on a date.
    #[must_use]
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        !self.hours(date).is_empty()
    }

    /// This date if it is worked, or else the first worked one after it; `None` where none comes within five years.
    #[must_use]
    pub fn next_working_day(&self, date: NaiveDate) -> Option<NaiveDate> {
        (0..HORIZON)
            .map_while(|days| date.checked_add_days(Days::new(days)))
            .find(|date| self.is_working_day(*date))
    }

    /// The n-th worked date after this one, which is itself not counted, as terms of the law are reckoned (Civil Code of
    /// Russia, article 191); for 0 the date itself. `None` where a gap of five years comes before it.
    #[must_use]
    pub fn working_days_after(&self, date: NaiveDate, n: u32) -> Option<NaiveDate> {
        (0..n).try_fold(date, |date, _| self.next_working_day(date.succ_opt()?))
    }

    /// The date of a moment by the company's wall clock.
    #[must_use]
    pub fn date(&self, at: DateTime<Utc>) -> NaiveDate {
        // The ends of time have no wall clock.
        at.clamp(EVER, NEVER).with_timezone(&self.zone).date_naive()
    }

    /// The moment at which a date begins in the company's zone.
    #[must_use]
    pub fn midnight(&self, date: NaiveDate) -> DateTime<Utc> {
        moment::local_moment(date.and_time(NaiveTime::MIN), self.zone)
    }

    /// The worked stretches of a date, in order and apart from one another: exactly the moments at which the wall clock
    /// shows a worked hour. Hours that a change of clocks skips are not there, those that it repeats are there twice, and
    /// a date that was skipped whole has none.
    #[must_use]
    pub fn stretches(&self, date: NaiveDate) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
        let hours = self.hours(date);
        let Some(next) = date.succ_opt().filter(|_| !hours.is_empty()) else { return Vec::new() };
        let (begins, ends) = (self.midnight(date), self.midnight(next));
        let mut found = Vec::with_capacity(hours.len());
        let mut since = begins;
        while since < ends {
            let offset = self.offset(since);
            // Until the clock is changed, or the day is over.
            let until = if self.offset(ends - TimeDelta::minutes(1)) == offset {
                ends
            } else {
                self.change(since, ends, offset)
            };
            let zero = date.and_time(NaiveTime::MIN).and_utc() - offset;
            for hours in hours.iter() {
                let opens = (zero + TimeDelta::minutes(i64::from(hours.opens))).max(since);
                let closes = (zero + TimeDelta::minutes(i64::from(hours.closes))).min(until);
                match found.last_mut() {
                    _ if opens >= closes => {}
                    // A change of clocks in the middle of working hours ends none.
                    Some((_, last)) if *last == opens => *last = closes,
                    _ => found.push((opens, closes)),
                }
            }
            since = until;
        }
        found
    }

    /// How far the wall clock is ahead of UTC.
    fn offset(&self, at: DateTime<Utc>) -> TimeDelta {
        let offset = self.zone.offset_from_utc_datetime(&at.naive_utc()).fix();
        TimeDelta::seconds(i64::from(offset.local_minus_utc()))
    }

    /// The first moment after `since` at which the offset is another, to the second; at `ends` it is.
    fn change(&self, since: DateTime<Utc>, ends: DateTime<Utc>, offset: TimeDelta) -> DateTime<Utc> {
        let (mut same, mut other) = (since, ends);
        while other - same > TimeDelta::seconds(1) {
            let middle = same + TimeDelta::seconds((other - same).num_seconds() / 2);
            if self.offset(middle) == offset { same = middle } else { other = middle }
        }
        other
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
    /// nine hours from nine are six in the evening. Nothing or less is the first worked moment. `None` where five years
    /// pass without an hour, or a century with fewer.
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

    /// Worked time between two moments, of a century at most; nothing where they are the other way round.
    #[must_use]
    pub fn between(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> TimeDelta {
        self.from(from)
            .take_while(|(opens, _)| *opens < to)
            .map(|(opens, closes)| closes.min(to) - opens)
            .sum()
    }

    /// The worked stretches from a moment on, until five years pass without one.
    fn from(&self, at: DateTime<Utc>) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> + '_ {
        let first = self.date(at);
        let last = first.checked_add_days(Days::new(REACH)).unwrap_or(NaiveDate::MAX);
        let mut date = Some(first);
        let days = std::iter::from_fn(move || {
            for _ in 0..HORIZON {
                let today = date.filter(|date| *date <= last)?;
                date = today.succ_opt();
                let stretches = self.stretches(today);
                if !stretches.is_empty() {
                    return Some(stretches);
                }
            }
            None
        });
        days.flatten()
            .filter(move |(_, closes)| *closes > at)
            .map(move |(opens, closes)| (opens.max(at), closes))
    }
}

/// Hours without the last of them.
fn an_hour_less(usual: &[Interval]) -> Vec<Interval> {
    let mut hours = usual.to_vec();
    let mut less = LESS;
    while let Some(last) = hours.last_mut() {
        let worked = last.closes.saturating_sub(last.opens);
        if worked > less {
            last.closes -= less;
            break;
        }
        less -= worked;
        hours.pop();
    }
    hours
}

impl DayOff {
    /// Whether it can be kept.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn validate(&self) -> Result<(), BadCalendar> {
        match self {
            Self::Closed | Self::Shortened => Ok(()),
            Self::Like { weekday: 1..=7, .. } => Ok(()),
            Self::Like { weekday, .. } => Err(BadCalendar::Weekday { weekday: *weekday }),
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
