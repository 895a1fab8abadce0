//! Cuts: which facts a figure is counted from, along which dimensions, and how a period is divided.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate};

use super::{
    money::Currency, period::Period, questionnaire::SurveyKind, report::reasons::Ranking, retention::Active,
};

coded! {
    /// What figures can be cut by. Attributes of a customer are those they have now.
    pub enum Dimension {
        /// The survey that was answered, or sent.
        Kind = "kind",
        /// Where it was bought.
        Store = "store",
        /// The company's own groups of customers.
        Segment = "segment",
        /// A, B or C by what was spent in the last twelve months.
        ValueClass = "value_class",
        /// Who looks after the customer.
        Manager = "manager",
        /// The road by which the customer came.
        Channel = "channel",
        /// Of the goods bought.
        Category = "category",
        /// Of the answer.
        Language = "language",
    }
}

coded! {
    /// How a period is divided along time.
    pub enum Grain {
        /// Calendar days.
        Day = "day",
        /// Weeks from Monday (ISO 8601).
        Week = "week",
        /// Calendar months.
        Month = "month",
        /// Calendar quarters.
        Quarter = "quarter",
    }
}

coded! {
    /// What a period is compared with.
    pub enum Comparison {
        /// What is just before it: whole months, the same days of the month, quarter or year before, or as many days.
        Before = "before",
        /// The same days of the year before.
        YearBefore = "year_before",
        /// Nothing.
        Nothing = "nothing",
    }
}

/// The values of some dimensions that are counted; a dimension not named is not limited. No value of a dimension is
/// written as the empty text: neither imports nor forms keep one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filters(BTreeMap<Dimension, Vec<String>>);

impl Filters {
    /// Counts also this value of a dimension; the empty text is 'has none'.
    #[must_use]
    pub fn with(mut self, dimension: Dimension, value: &str) -> Self {
        let values = self.0.entry(dimension).or_default();
        if !values.iter().any(|known| known == value) {
            values.push(value.to_owned());
            values.sort_unstable();
        }
        self
    }

    /// Counts only this value of a dimension, whatever was said of it before.
    #[must_use]
    pub fn only(mut self, dimension: Dimension, value: &str) -> Self {
        self.0.insert(dimension, vec![value.to_owned()]);
        self
    }

    /// Does not limit this dimension.
    #[must_use]
    pub fn without(mut self, dimension: Dimension) -> Self {
        self.0.remove(&dimension);
        self
    }

    /// The values counted of a dimension; none: all of them.
    #[must_use]
    pub fn of(&self, dimension: Dimension) -> Option<&[String]> {
        self.0.get(&dimension).map(Vec::as_slice)
    }

    /// The dimensions that are limited, with their values.
    pub fn iter(&self) -> impl Iterator<Item = (Dimension, &[String])> {
        self.0.iter().map(|(dimension, values)| (*dimension, values.as_slice()))
    }

    /// Whether nothing is limited.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a survey is counted: what staff think of customers only where it is asked for.
    #[must_use]
    pub fn counts_kind(&self, kind: &str) -> bool {
        match self.of(Dimension::Kind) {
            Some(kinds) => kinds.iter().any(|known| known == kind),
            None => kind != SurveyKind::Staff.code(),
        }
    }
}

/// What is counted: days of the company's zone, and the values of dimensions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// The days.
    pub period: Period,
    /// The values of dimensions.
    pub filters: Filters,
}

impl Cut {
    /// All of a period.
    #[must_use]
    pub fn of(period: Period) -> Self {
        Self { period, filters: Filters::default() }
    }

    /// The same cut of other days.
    #[must_use]
    pub fn during(&self, period: Period) -> Self {
        Self { period, filters: self.filters.clone() }
    }

    /// The same cut of one value of a dimension.
    #[must_use]
    pub fn only(&self, dimension: Dimension, value: &str) -> Self {
        Self { period: self.period, filters: self.filters.clone().only(dimension, value) }
    }

    /// The same cut without a limit on a dimension.
    #[must_use]
    pub fn without(&self, dimension: Dimension) -> Self {
        Self { period: self.period, filters: self.filters.clone().without(dimension) }
    }
}

/// All that an address of the board says: what is counted, with what it is compared, how it is divided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// What is counted.
    pub cut: Cut,
    /// What it is compared with.
    pub comparison: Comparison,
    /// How its period is divided.
    pub grain: Grain,
    /// By which dimension it is broken down.
    pub by: Option<Dimension>,
    /// What some reports can be asked beyond that.
    pub options: Options,
    /// The first day that has not come: from it on there is nothing yet to count, and nothing to compare. Unless it is said
    /// ([`View::as_of`]), all days have come.
    pub until: NaiveDate,
}

/// What some reports can be asked beyond a cut; none: as usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// When somebody is a customer; as usual: by the company's own definition of silence.
    pub active: Option<Active>,
    /// The currency whose purchases are counted; as usual: that of most customers.
    pub currency: Option<Currency>,
    /// Margin in per cent; as usual: revenue is told whole.
    pub margin: Option<u8>,
    /// Per cent of variation up to which a customer buys regularly.
    pub regular: Option<u8>,
    /// Months of payments that a departure costs; as usual: those of the setting.
    pub horizon: Option<u16>,
    /// By what reasons are ranked.
    pub ranked: Option<Ranking>,
}

impl Options {
    /// Per cent of variation that can be asked for at most.
    pub const MOST_REGULAR: u8 = 200;
}

impl View {
    /// A cut as it is seen when nothing else is said.
    #[must_use]
    pub fn of(cut: Cut) -> Self {
        let grain = Grain::fitting(cut.period);
        let (comparison, options) = (Comparison::Before, Options::default());
        Self { cut, comparison, grain, by: None, options, until: NaiveDate::MAX }
    }

    /// The same view as it is seen on a day, which is the last that has come.
    #[must_use]
    pub fn as_of(self, today: NaiveDate) -> Self {
        Self { until: today.succ_opt().unwrap_or(NaiveDate::MAX), ..self }
    }

    /// Those of its days that have come; none where all of them are yet to come.
    #[must_use]
    pub fn come(&self) -> Option<Period> {
        self.cut.period.until(self.until)
    }

    /// The cut it is compared with: days that have not come have nothing to count, so only those that have are compared, and
    /// with as many. Of November on its tenth day: the first ten days of October.
    #[must_use]
    pub fn before(&self) -> Option<Cut> {
        self.comparison.period(self.come()?).map(|period| self.cut.during(period))
    }
}

impl Comparison {
    /// The days a period is compared with; none where it is with nothing.
    #[must_use]
    pub fn period(self, period: Period) -> Option<Period> {
        match self {
            Self::Before => Some(period.previous()),
            Self::YearBefore => Some(period.back(12)),
            Self::Nothing => None,
        }
    }
}

impl Grain {
    /// The grain that shows a period in some ten to thirty steps.
    #[must_use]
    pub fn fitting(period: Period) -> Self {
        match period.days() {
            ..=31 => Self::Day,
            32..=120 => Self::Week,
            121..=1500 => Self::Month,
            _ => Self::Quarter,
        }
    }

    /// The first day of the step that a day is in.
    #[must_use]
    pub fn start(self, day: NaiveDate) -> NaiveDate {
        let start = match self {
            Self::Day => Some(day),
            Self::Week => day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday()))),
            Self::Month => day.with_day(1),
            Self::Quarter => day.with_day(1).and_then(|first| first.with_month0(first.month0() / 3 * 3)),
        };
        start.unwrap_or(day)
    }

    /// The first day of the step after it.
    #[must_use]
    pub fn next(self, day: NaiveDate) -> NaiveDate {
        let start = self.start(day);
        let next = match self {
            Self::Day => start.succ_opt(),
            Self::Week => start.checked_add_days(Days::new(7)),
            Self::Month => start.checked_add_months(Months::new(1)),
            Self::Quarter => start.checked_add_months(Months::new(3)),
        };
        next.unwrap_or(NaiveDate::MAX)
    }

    /// Whether days are all of a step, and all of them are over: figures of a part of a month, or of a month that still
    /// runs, are not those of a month.
    #[must_use]
    pub fn is_whole(self, days: Period, today: NaiveDate) -> bool {
        days.from() == self.start(days.from()) && days.to() == self.next(days.from()) && days.to() <= today
    }

    /// A period widened to the whole steps it touches.
    #[must_use]
    pub fn around(self, period: Period) -> Period {
        let last = period.to().pred_opt().unwrap_or_else(|| period.from());
        Period::new(self.start(period.from()), self.next(last)).unwrap_or(period)
    }

    /// The steps of a period in order, the first and the last cut to what is inside it.
    pub fn steps(self, period: Period) -> impl Iterator<Item = Period> {
        std::iter::successors(Some(period.from()), move |from| Some(self.next(*from)))
            .take_while(move |from| *from < period.to())
            .filter_map(move |from| Period::new(from, self.next(from).min(period.to())).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn period(from: &str, to: &str) -> Period {
        Period::new(day(from), day(to)).expect("a period")
    }

    #[test]
    fn steps_cover_a_period_once_and_in_order() {
        for grain in Grain::all() {
            for whole in [period("2026-01-31", "2026-03-02"), period("2024-02-29", "2024-03-01")] {
                let steps: Vec<_> = grain.steps(whole).collect();
                assert_eq!(steps.first().map(|step| step.from()), Some(whole.from()), "{grain}");
                assert_eq!(steps.last().map(|step| step.to()), Some(whole.to()), "{grain}");
                assert!(steps.windows(2).all(|two| two[0].to() == two[1].from()), "{grain}");
                assert!(
                    steps
                        .iter()
                        .all(|step| grain.start(step.from()) == grain.start(step.to().pred_opt().unwrap()))
                );
            }
        }
    }

    #[test]
    fn a_step_that_is_cut_or_still_runs_is_not_whole() {
        let today = day("2026-11-22");
        for (grain, days, whole) in [
            (Grain::Day, period("2026-11-21", "2026-11-22"), true),
            (Grain::Day, period("2026-11-22", "2026-11-23"), false),
            (Grain::Week, period("2026-11-09", "2026-11-16"), true),
            (Grain::Week, period("2026-11-16", "2026-11-23"), false),
            (Grain::Month, period("2026-10-02", "2026-11-01"), false),
            (Grain::Month, period("2026-11-01", "2026-11-22"), false),
            (Grain::Month, period("2026-10-01", "2026-11-01"), true),
            (Grain::Quarter, period("2026-10-01", "2027-01-01"), false),
        ] {
            assert_eq!(grain.is_whole(days, today), whole, "{grain} {days}");
        }
    }

    #[test]
    fn weeks_begin_on_monday_and_quarters_in_their_first_month() {
        assert_eq!(Grain::Week.start(day("2026-11-22")), day("2026-11-16"));
        assert_eq!(Grain::Week.start(day("2026-11-16")), day("2026-11-16"));
        assert_eq!(Grain::Quarter.start(day("2026-12-31")), day("2026-10-01"));
        assert_eq!(Grain::Quarter.next(day("2026-12-31")), day("2027-01-01"));
    }

    #[test]
    fn a_year_before_a_leap_day_is_the_end_of_february() {
        let found = Comparison::YearBefore.period(period("2024-02-01", "2024-03-01"));
        assert_eq!(found, Some(period("2023-02-01", "2023-03-01")));
    }

    #[test]
    fn days_that_have_not_come_are_compared_with_nothing() {
        let before = |from, to, today, comparison| {
            let view = View { comparison, ..View::of(Cut::of(period(from, to))) }.as_of(day(today));
            view.before().map(|cut| cut.period.to_string())
        };
        let just = |from, to, today| before(from, to, today, Comparison::Before);
        let some = |text: &str| Some(text.to_owned());
        // A month that still runs, on its tenth day and on its last one.
        assert_eq!(just("2026-11-01", "2026-12-01", "2026-11-10"), some("2026-10-01..2026-10-11"));
        assert_eq!(just("2026-11-01", "2026-12-01", "2026-11-30"), some("2026-10-01..2026-11-01"));
        assert_eq!(just("2026-11-01", "2026-11-11", "2026-11-10"), some("2026-10-01..2026-10-11"));
        // Of no calendar unit: as many days as have come.
        assert_eq!(just("2026-11-05", "2027-11-05", "2026-11-10"), some("2026-10-30..2026-11-05"));
        let year = before("2026-11-01", "2026-12-01", "2026-11-10", Comparison::YearBefore);
        assert_eq!(year, some("2025-11-01..2025-11-11"));
        // Today has come, tomorrow has not.
        assert_eq!(just("2026-11-10", "2026-12-01", "2026-11-10"), some("2026-11-09..2026-11-10"));
        assert_eq!(just("2026-11-11", "2026-12-01", "2026-11-10"), None);
        assert_eq!(before("2026-11-01", "2026-12-01", "2026-12-10", Comparison::Nothing), None);
    }

    #[test]
    fn what_staff_think_is_counted_only_where_it_is_asked_for() {
        let all = Filters::default();
        assert!(all.counts_kind("purchase") && !all.counts_kind("staff"));
        let staff = Filters::default().only(Dimension::Kind, "staff");
        assert!(staff.counts_kind("staff") && !staff.counts_kind("purchase"));
    }
}
