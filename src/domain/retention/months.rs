//! The calendar months that retention is told by.

use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;

use super::midnight;
use crate::domain::{cut::Grain, period::Period};

/// The months a report of retention is of: whole calendar months, the last as far as anything is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Months {
    /// In order; the last may end inside its month.
    pub months: Vec<Period>,
    /// From the first to the end of the last.
    pub whole: Period,
}

impl Months {
    /// The calendar months that a period touches, from the first to the last that anybody bought in; none where there is
    /// none. What is known ends with the last purchase of all: a month that goes on is cut there.
    #[must_use]
    pub fn of(period: Period, span: Period) -> Option<Self> {
        let from = Grain::Month.start(period.from()).max(Grain::Month.start(span.from()));
        let last = period.to().pred_opt().unwrap_or_else(|| period.from());
        let whole = Period::new(from, Grain::Month.next(last).min(span.to())).ok()?;
        Some(Self { months: whole.months().collect(), whole })
    }

    /// A period, or where a month that it touches still runs, the months before that one: those it touches, or else the
    /// last. Whether a month runs is told by the days that anybody bought in.
    #[must_use]
    pub fn over(period: Period, span: Period) -> Period {
        let running = Grain::Month.start(span.to());
        if Self::widened(period).to() <= running {
            return period;
        }
        let last = running.pred_opt().map_or(running, |day| Grain::Month.start(day));
        Period::new(Grain::Month.start(period.from()).min(last), running).unwrap_or(period)
    }

    /// A period widened to the calendar months it touches.
    #[must_use]
    pub fn widened(period: Period) -> Period {
        Grain::Month.around(period)
    }
}

/// Whether a month is over, as far as is known.
#[must_use]
pub fn is_over(month: Period) -> bool {
    month.to().day() == 1
}

/// Calendar months of a zone, to find the one that a moment is in without asking the calendar each time.
#[derive(Debug, Clone)]
pub struct Calendar {
    first: NaiveDate,
    starts: Vec<i64>,
}

impl Calendar {
    /// The months of a span.
    #[must_use]
    pub fn new(span: Period, zone: Tz) -> Self {
        let first = Grain::Month.start(span.from());
        let months = std::iter::successors(Some(first), |month| Some(Grain::Month.next(*month)));
        let starts =
            months.take_while(|month| *month < span.to()).map(|month| midnight(month, zone)).collect();
        Self { first, starts }
    }

    /// The place of the month that a moment is in; the first from nought.
    #[must_use]
    pub fn place(&self, at: i64) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }

    /// The place of the month or quarter that the month of a place is in.
    #[must_use]
    pub fn unit(&self, grain: Grain, place: usize) -> usize {
        match grain {
            Grain::Quarter => {
                let ahead = usize::try_from(self.first.month0() % 3).unwrap_or(0);
                (place + ahead) / 3
            }
            _ => place,
        }
    }

    /// The place of the month of a day.
    #[must_use]
    pub fn place_of(&self, day: NaiveDate) -> usize {
        let count = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
        usize::try_from(count(day) - count(self.first)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(text: &str) -> i64 {
        text.parse::<chrono::DateTime<chrono::Utc>>().unwrap().timestamp_micros()
    }

    #[test]
    fn months_are_whole_and_end_with_what_is_known() {
        let span = Period::new(day("2025-12-10"), day("2026-11-22")).unwrap();
        let of = |from, to| Months::of(Period::new(day(from), day(to)).unwrap(), span);
        let found = of("2026-08-24", "2026-11-23").unwrap();
        assert_eq!(found.whole.to_string(), "2026-08-01..2026-11-22");
        assert_eq!(found.months.iter().filter(|month| is_over(**month)).count(), 3);
        assert_eq!(of("2020-01-01", "2026-01-01").unwrap().whole.to_string(), "2025-12-01..2026-01-01");
        assert_eq!(of("2027-01-01", "2027-02-01"), None);
        assert_eq!(of("2020-01-01", "2020-02-01"), None);
    }

    #[test]
    fn a_month_that_runs_is_left_for_those_before_it() {
        let span = Period::new(day("2025-02-10"), day("2026-11-23")).unwrap();
        let of = |from, to| Months::over(Period::new(day(from), day(to)).unwrap(), span).to_string();
        assert_eq!(of("2026-08-25", "2026-11-23"), "2026-08-01..2026-11-01");
        assert_eq!(of("2026-11-16", "2026-11-23"), "2026-10-01..2026-11-01");
        assert_eq!(of("2026-08-25", "2026-10-20"), "2026-08-25..2026-10-20");
        assert_eq!(of("2026-10-01", "2026-11-01"), "2026-10-01..2026-11-01");
        let ended = Period::new(day("2025-02-10"), day("2026-12-01")).unwrap();
        let november = Period::new(day("2026-11-01"), day("2026-12-01")).unwrap();
        assert_eq!(Months::over(november, ended), november);
    }

    #[test]
    fn the_month_of_a_moment_is_that_of_the_zone() {
        let calendar =
            Calendar::new(Period::new(day("2026-01-15"), day("2026-03-02")).unwrap(), Tz::Europe__Moscow);
        assert_eq!(calendar.place(at("2026-01-31T20:59:59Z")), 0);
        assert_eq!(calendar.place(at("2026-01-31T21:00:00Z")), 1);
        assert_eq!(calendar.place_of(day("2026-03-31")), 2);
        let calendar = Calendar::new(Period::new(day("2025-11-15"), day("2026-06-02")).unwrap(), Tz::UTC);
        let quarters: Vec<_> = (0..8).map(|place| calendar.unit(Grain::Quarter, place)).collect();
        assert_eq!(quarters, [0, 0, 1, 1, 1, 2, 2, 2], "November, December, then three months each");
        assert_eq!(calendar.unit(Grain::Month, 7), 7);
    }
}
