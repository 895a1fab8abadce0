//! The days a report covers, and the days it is compared with.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, Utc, Weekday};
use chrono_tz::Tz;
use serde::Serialize;

use super::{
    cut::Comparison,
    moment::{BadMoment, local_moment, parse_day},
};

/// Whole days in the company's zone, the last one excluded. Never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Period {
    from: NaiveDate,
    to: NaiveDate,
}

/// Why something is not a period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadPeriod {
    /// The first day can't be read.
    #[error("from: {0}")]
    From(BadMoment),
    /// The end can't be read.
    #[error("to: {0}")]
    To(BadMoment),
    /// Ends before it begins, or where it begins.
    #[error("{to} is not after {from}")]
    Empty {
        /// The first day.
        from: NaiveDate,
        /// The first day after it.
        to: NaiveDate,
    },
}

coded! {
    /// The periods people ask for by name.
    pub enum Preset {
        /// Today and the six days before it.
        Last7Days = "last_7_days",
        /// Today and the 29 days before it.
        Last30Days = "last_30_days",
        /// Today and the 89 days before it.
        Last90Days = "last_90_days",
        /// The calendar month of today up to its end: the days to come have nothing to count yet.
        ThisMonth = "this_month",
        /// The calendar month before it.
        LastMonth = "last_month",
        /// The calendar quarter of today up to its end.
        Quarter = "quarter",
        /// The calendar year of today up to its end.
        Year = "year",
        /// From the first day there is anything to the end of today.
        All = "all",
    }
}

impl Preset {
    /// The days it means on `today`; `since` is the first day there is anything to report.
    #[must_use]
    pub fn period(self, today: NaiveDate, since: NaiveDate) -> Period {
        let tomorrow = days_after(today, 1);
        let month = first_of_month(today);
        let last = |days| Period { from: days_before(tomorrow, days), to: tomorrow };
        let running = |from| Period { from, to: tomorrow };
        match self {
            Self::Last7Days => last(7),
            Self::Last30Days => last(30),
            Self::Last90Days => last(90),
            Self::ThisMonth => running(month),
            Self::LastMonth => Period { from: months_before(month, 1), to: month },
            Self::Quarter => running(months_before(month, month.month0() % 3)),
            Self::Year => running(months_before(month, month.month0())),
            Self::All => Period { from: since.min(today), to: tomorrow },
        }
    }
}

impl Preset {
    /// What it is compared with where nothing else is asked for: a year with the same days of the year before, also in
    /// its first months, when its days alone could be those of a month or a quarter.
    #[must_use]
    pub const fn comparison(self) -> Comparison {
        match self {
            Self::Year => Comparison::YearBefore,
            _ => Comparison::Before,
        }
    }
}

impl Period {
    /// From a day to the day before `to`.
    ///
    /// # Errors
    /// [`BadPeriod::Empty`] unless `to` is after `from`.
    pub fn new(from: NaiveDate, to: NaiveDate) -> Result<Self, BadPeriod> {
        if from < to { Ok(Self { from, to }) } else { Err(BadPeriod::Empty { from, to }) }
    }

    /// Reads both ends, `2026-11-01` or `01.11.2026`; `to` is exclusive.
    ///
    /// # Errors
    /// [`BadPeriod`] says which end and what was found.
    pub fn parse(from: &str, to: &str) -> Result<Self, BadPeriod> {
        Self::new(parse_day(from).map_err(BadPeriod::From)?, parse_day(to).map_err(BadPeriod::To)?)
    }

    /// Reads the ends that were given; those left out (none, or blank) are taken from `otherwise`.
    ///
    /// # Errors
    /// As [`Period::parse`].
    pub fn between(from: Option<&str>, to: Option<&str>, otherwise: Self) -> Result<Self, BadPeriod> {
        let end = |text: Option<&str>, otherwise| match text {
            Some(text) if !text.trim().is_empty() => parse_day(text),
            _ => Ok(otherwise),
        };
        Self::new(
            end(from, otherwise.from).map_err(BadPeriod::From)?,
            end(to, otherwise.to).map_err(BadPeriod::To)?,
        )
    }

    /// The first day.
    #[must_use]
    pub const fn from(self) -> NaiveDate {
        self.from
    }

    /// The first day after it.
    #[must_use]
    pub const fn to(self) -> NaiveDate {
        self.to
    }

    /// From the first day of either to the last.
    #[must_use]
    pub fn together(self, other: Self) -> Self {
        Self { from: self.from.min(other.from), to: self.to.max(other.to) }
    }

    /// Those of its days that are before another day; none where it begins no sooner.
    #[must_use]
    pub fn until(self, end: NaiveDate) -> Option<Self> {
        Self::new(self.from, self.to.min(end)).ok()
    }

    /// How many days it has; at least one.
    #[must_use]
    pub fn days(self) -> u64 {
        self.to.signed_duration_since(self.from).num_days().unsigned_abs()
    }

    /// What it is compared with, like with like:
    ///
    /// - whole calendar months (a quarter, a year) with as many months before them;
    /// - the beginning of a calendar month, quarter or year with the same days of the one before, as far as that one has
    ///   them: 1–22 November with 1–22 October, 1–30 March with February. Weekends, paydays and ends of months come in
    ///   both as often, and a period that still runs is never compared with a whole one. Days say nothing of what they are
    ///   meant to be the beginning of, so the shortest one that holds them counts: 1–22 January is of the month, January
    ///   and half of February are of the quarter;
    /// - anything else, and whole weeks from a Monday wherever they begin, with as many days just before it.
    #[must_use]
    pub fn previous(self) -> Self {
        match self.begun_months() {
            Some(months) => self.back(months),
            None => Self { from: days_before(self.from, self.days()), to: self.from },
        }
    }

    /// The same days so many months earlier. Of months that are too short the days that they have; whole months stay whole.
    #[must_use]
    pub fn back(self, months: u32) -> Self {
        let from = months_before(self.from, months);
        let to = match self.whole_months() {
            Some(_) => months_before(self.to, months),
            None => days_after(months_before(days_before(self.to, 1), months), 1),
        };
        Self { from, to: to.max(days_after(from, 1)) }
    }

    /// How many calendar months the shortest of month, quarter and year has whose beginning, or all of which, it is; of
    /// several whole ones, how many they are.
    fn begun_months(self) -> Option<u32> {
        if self.whole_months().is_some() {
            return self.whole_months();
        }
        let last = days_before(self.to, 1);
        let touched = Self { from: first_of_month(self.from), to: months_after(first_of_month(last), 1) };
        let touched = touched.whole_months()?;
        // Weeks are compared with weeks: weekends weigh more than days of the month.
        if self.from.weekday() == Weekday::Mon && self.days().is_multiple_of(7) {
            return None;
        }
        let begins = |months: u32| self.from.day() == 1 && self.from.month0().is_multiple_of(months);
        [1, 3, 12].into_iter().find(|months| touched <= *months && begins(*months))
    }

    /// How many calendar months it is, if it is just that.
    #[must_use]
    pub fn whole_months(self) -> Option<u32> {
        let months = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
        let whole = self.from.day() == 1 && self.to.day() == 1;
        whole.then(|| u32::try_from(months(self.to) - months(self.from)).ok())?
    }

    /// Its calendar months in order, the first and the last cut to what is inside it.
    pub fn months(self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self.from), |from| Some(months_after(first_of_month(*from), 1)))
            .take_while(move |from| *from < self.to)
            .map(move |from| Self { from, to: months_after(first_of_month(from), 1).min(self.to) })
    }

    /// Whether a day is in it.
    #[must_use]
    pub fn contains(self, day: NaiveDate) -> bool {
        self.from <= day && day < self.to
    }

    /// Its first moment and the first one after it, in UTC. Days are as long as the zone's clock changes make them.
    #[must_use]
    pub fn bounds(self, zone: Tz) -> (DateTime<Utc>, DateTime<Utc>) {
        let midnight = |day: NaiveDate| local_moment(day.and_time(NaiveTime::MIN), zone);
        (midnight(self.from), midnight(self.to))
    }
}

impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}..{}", self.from, self.to)
    }
}

// At the ends of the calendar these stay where they are.

fn days_after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}

fn days_before(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(NaiveDate::MIN)
}

fn months_after(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}

fn months_before(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_sub_months(Months::new(months)).unwrap_or(NaiveDate::MIN)
}

fn first_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::America::Sao_Paulo;
    use chrono_tz::Europe::{Berlin, Moscow};

    fn day(text: &str) -> NaiveDate {
        parse_day(text).unwrap_or_default()
    }

    fn period(from: &str, to: &str) -> Period {
        Period { from: day(from), to: day(to) }
    }

    #[test]
    fn presets_mean_what_they_say() {
        let on = |preset: Preset| preset.period(day("2026-11-21"), day("2024-02-03")).to_string();
        assert_eq!(on(Preset::Last7Days), "2026-11-15..2026-11-22");
        assert_eq!(on(Preset::Last30Days), "2026-10-23..2026-11-22");
        assert_eq!(on(Preset::Last90Days), "2026-08-24..2026-11-22");
        assert_eq!(on(Preset::ThisMonth), "2026-11-01..2026-11-22");
        assert_eq!(on(Preset::LastMonth), "2026-10-01..2026-11-01");
        assert_eq!(on(Preset::Quarter), "2026-10-01..2026-11-22");
        assert_eq!(on(Preset::Year), "2026-01-01..2026-11-22");
        assert_eq!(on(Preset::All), "2024-02-03..2026-11-22");
        assert_eq!(Preset::All.period(day("2026-11-21"), day("2030-01-01")).days(), 1);
        assert_eq!(
            Preset::LastMonth.period(day("2026-01-31"), day("2026-01-01")),
            period("2025-12-01", "2026-01-01")
        );
    }

    #[test]
    fn a_calendar_unit_is_compared_with_the_one_before() {
        for (this, before) in [
            (period("2026-03-01", "2026-04-01"), period("2026-02-01", "2026-03-01")),
            (period("2026-01-01", "2026-04-01"), period("2025-10-01", "2026-01-01")),
            (period("2024-01-01", "2025-01-01"), period("2023-01-01", "2024-01-01")),
            (period("2026-03-02", "2026-03-09"), period("2026-02-23", "2026-03-02")),
            (period("2026-11-21", "2026-11-22"), period("2026-11-20", "2026-11-21")),
        ] {
            assert_eq!(this.previous(), before, "{this}");
        }
    }

    #[test]
    fn the_beginning_of_a_calendar_unit_is_compared_with_the_same_days_of_the_one_before() {
        for (this, before) in [
            (period("2026-11-01", "2026-11-23"), period("2026-10-01", "2026-10-23")),
            (period("2026-03-01", "2026-03-31"), period("2026-02-01", "2026-03-01")),
            (period("2024-03-01", "2024-03-30"), period("2024-02-01", "2024-03-01")),
            (period("2026-01-01", "2026-01-02"), period("2025-12-01", "2025-12-02")),
            (period("2026-10-01", "2026-11-23"), period("2026-07-01", "2026-08-23")),
            (period("2026-04-01", "2026-05-31"), period("2026-01-01", "2026-03-01")),
            (period("2026-01-01", "2026-11-23"), period("2025-01-01", "2025-11-23")),
            (period("2028-01-01", "2028-06-16"), period("2027-01-01", "2027-06-16")),
            // Whole weeks from a Monday.
            (period("2026-06-01", "2026-06-08"), period("2026-05-25", "2026-06-01")),
            (period("2026-06-01", "2026-06-09"), period("2026-05-01", "2026-05-09")),
            // These begin no quarter and no year: as many days before them.
            (period("2026-09-01", "2026-11-23"), period("2026-06-10", "2026-09-01")),
            (period("2025-01-01", "2026-11-23"), period("2023-02-10", "2025-01-01")),
        ] {
            assert_eq!(this.previous(), before, "{this}");
        }
    }

    #[test]
    fn whole_months_stay_whole_a_year_earlier() {
        assert_eq!(period("2025-02-01", "2025-03-01").back(12), period("2024-02-01", "2024-03-01"));
        assert_eq!(period("2024-02-01", "2024-03-01").back(12), period("2023-02-01", "2023-03-01"));
        assert_eq!(period("2024-02-29", "2024-03-01").back(12), period("2023-02-28", "2023-03-01"));
        assert_eq!(period("2024-02-10", "2024-03-01").back(12), period("2023-02-10", "2023-03-01"));
    }

    #[test]
    fn months_are_cut_to_the_period() {
        let months: Vec<_> =
            period("2025-12-15", "2026-02-02").months().map(|month| month.to_string()).collect();
        assert_eq!(months, ["2025-12-15..2026-01-01", "2026-01-01..2026-02-01", "2026-02-01..2026-02-02"]);
        assert_eq!(period("2026-01-01", "2027-01-01").months().count(), 12);
    }

    #[test]
    fn days_are_as_long_as_the_clocks_make_them() {
        let hours = |day: Period, zone| {
            let (from, to) = day.bounds(zone);
            (to - from).num_hours()
        };
        assert_eq!(hours(period("2026-03-29", "2026-03-30"), Berlin), 23);
        assert_eq!(hours(period("2026-10-25", "2026-10-26"), Berlin), 25);
        assert_eq!(hours(period("2018-11-04", "2018-11-05"), Sao_Paulo), 23);
        let (from, _) = period("2026-11-21", "2026-11-22").bounds(Moscow);
        assert_eq!(from.to_rfc3339(), "2026-11-20T21:00:00+00:00");
    }

    #[test]
    fn ends_are_read_or_refused_by_name() {
        assert_eq!(Period::parse("2026-11-01", "21.11.2026"), Ok(period("2026-11-01", "2026-11-21")));
        assert_eq!(Period::parse("", "2026-11-21"), Err(BadPeriod::From(BadMoment::Empty)));
        assert!(matches!(
            Period::parse("2026-11-01", "31.11.2026"),
            Err(BadPeriod::To(BadMoment::Day { day: 31, .. }))
        ));
        let (from, to) = (day("2026-11-21"), day("2026-11-21"));
        assert_eq!(Period::parse("2026-11-21", "2026-11-21"), Err(BadPeriod::Empty { from, to }));
        let usual = period("2026-01-01", "2026-02-01");
        assert_eq!(Period::between(None, Some(" "), usual), Ok(usual));
        assert_eq!(Period::between(Some("2026-01-15"), None, usual), Ok(period("2026-01-15", "2026-02-01")));
        assert!(Period::between(Some("2026-03-01"), None, usual).is_err());
    }
}
