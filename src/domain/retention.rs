//! Who stays: customers at the start and at the end of a time, those won, kept, returned and lost, and what that costs.

use std::ops::AddAssign;

use bigdecimal::{BigDecimal, RoundingMode};
use chrono::{DateTime, Datelike, Days, NaiveDate};
use chrono_tz::Tz;

use super::{
    cut::Grain,
    departure::{Silence, Standing, usual_gap},
    period::Period,
    share::{Share, real},
};

/// When somebody is a customer at a moment. Returns of goods (amounts not above nought) are no purchases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Active {
    /// They bought in the calendar month that ends with the moment.
    CalendarMonth,
    /// They bought in this many days up to the moment.
    Days(u16),
    /// They are not lost by the company's own definition of silence.
    Silence(Silence),
}

impl Active {
    /// Reads `calendar-month` or `days=90`; the company's own definition is asked for by nothing.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim() {
            "calendar-month" => Some(Self::CalendarMonth),
            other => {
                let days = other.strip_prefix("days=")?.parse().ok()?;
                (1..=Silence::MOST_DAYS).contains(&days).then_some(Self::Days(days))
            }
        }
    }
}

/// As an address and a document name it.
impl std::fmt::Display for Active {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::CalendarMonth => f.write_str("calendar-month"),
            Self::Days(days) => write!(f, "days={days}"),
            Self::Silence(Silence { lost_days, rhythm: None, .. }) => write!(f, "lost={lost_days}"),
            Self::Silence(Silence { lost_days, rhythm: Some(rhythm), .. }) => {
                write!(f, "lost={}x own gap, otherwise {lost_days}", rhythm.lost_gaps)
            }
        }
    }
}

/// A moment at which it is asked who is a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Microseconds since 1970; purchases before it are counted.
    pub at: i64,
    /// Whose last purchase is at or after this is a customer.
    since: i64,
    /// Judged by the rhythm of each customer instead.
    rhythm: Option<Silence>,
}

/// Midnight of a day in a zone, in microseconds since 1970.
#[must_use]
pub fn midnight(day: NaiveDate, zone: Tz) -> i64 {
    super::moment::local_moment(day.and_time(chrono::NaiveTime::MIN), zone).timestamp_micros()
}

impl Moment {
    /// The beginning of a day.
    #[must_use]
    pub fn of(active: Active, day: NaiveDate, zone: Tz) -> Self {
        let at = midnight(day, zone);
        let before = |days: u64| day.checked_sub_days(Days::new(days)).unwrap_or(day);
        match active {
            Active::CalendarMonth => {
                let since = midnight(Grain::Month.start(before(1)), zone);
                Self { at, since, rhythm: None }
            }
            Active::Days(days) => Self { at, since: midnight(before(days.into()), zone), rhythm: None },
            Active::Silence(silence) => {
                // Silent for just the limit is lost already.
                let limit = silence.lost_after(None).num_microseconds().unwrap_or(i64::MAX);
                let since = at.saturating_sub(limit).saturating_add(1);
                Self { at, since, rhythm: silence.rhythm.is_some().then_some(silence) }
            }
        }
    }

    /// Whether who bought at these moments, in order, is a customer.
    #[must_use]
    pub fn holds(&self, receipts: &[i64]) -> bool {
        let seen = receipts.get(..receipts.partition_point(|at| *at < self.at)).unwrap_or_default();
        let (Some(first), Some(last)) = (seen.first(), seen.last()) else { return false };
        let Some(silence) = self.rhythm else { return *last >= self.since };
        let moment = |micros: i64| DateTime::from_timestamp_micros(micros).unwrap_or_default();
        let gap = usual_gap(moment(*first), moment(*last), u32::try_from(seen.len()).unwrap_or(u32::MAX));
        silence.standing(moment(*last), gap, moment(self.at)) != Standing::Lost
    }
}

coded! {
    /// What a customer is counted as over a time; most are counted as several.
    pub enum Part {
        /// A customer at the start.
        Start = "start",
        /// A customer at the end.
        End = "end",
        /// Bought for the first time ever, and is a customer at the end.
        New = "new",
        /// A customer at the start and at the end.
        Kept = "kept",
        /// Bought before, was none at the start, and is a customer at the end.
        Returned = "returned",
        /// A customer at the start and none at the end.
        Lost = "lost",
    }
}

/// What one customer is over a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moved {
    start: bool,
    end: bool,
    new: bool,
}

impl Moved {
    /// Of the moments of their purchases, in order, from one moment to another.
    #[must_use]
    pub fn of(receipts: &[i64], from: &Moment, to: &Moment) -> Self {
        Self::between(receipts, from, from.holds(receipts), to.holds(receipts))
    }

    /// The same where it is known already who was a customer at either end.
    #[must_use]
    pub fn between(receipts: &[i64], from: &Moment, start: bool, end: bool) -> Self {
        Self { start, end, new: end && receipts.first().is_some_and(|first| *first >= from.at) }
    }

    /// Whether they are counted as this.
    #[must_use]
    pub const fn is(self, part: Part) -> bool {
        match part {
            Part::Start => self.start,
            Part::End => self.end,
            Part::New => self.new,
            Part::Kept => self.start && self.end,
            Part::Returned => self.end && !self.start && !self.new,
            Part::Lost => self.start && !self.end,
        }
    }
}

/// Customers over a time. `start = kept + lost`, `end = kept + new + returned`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flow {
    /// Customers at the start.
    pub start: u64,
    /// Customers at the end.
    pub end: u64,
    /// Those who bought for the first time.
    pub new: u64,
    /// Those who were customers at both ends.
    pub kept: u64,
    /// Those who had gone and came back.
    pub returned: u64,
    /// Those who are customers no more.
    pub lost: u64,
}

impl Flow {
    /// Counts one customer.
    pub fn add(&mut self, moved: Moved) {
        let one = |part| u64::from(moved.is(part));
        *self += Self {
            start: one(Part::Start),
            end: one(Part::End),
            new: one(Part::New),
            kept: one(Part::Kept),
            returned: one(Part::Returned),
            lost: one(Part::Lost),
        };
    }

    /// How many are counted as this.
    #[must_use]
    pub const fn part(&self, part: Part) -> u64 {
        match part {
            Part::Start => self.start,
            Part::End => self.end,
            Part::New => self.new,
            Part::Kept => self.kept,
            Part::Returned => self.returned,
            Part::Lost => self.lost,
        }
    }

    /// The customer retention rate in per cent: `(end − new) / start × 100`; none without customers at the start.
    ///
    /// Those who returned are in `end` and not in `new`, so it can pass 100: the share kept stands beside it.
    #[must_use]
    pub fn crr(&self) -> Option<f64> {
        let stayed = real(self.end.saturating_sub(self.new));
        (self.start > 0).then(|| stayed * 100.0 / real(self.start))
    }

    /// The share of the customers at the start who are customers at the end.
    #[must_use]
    pub fn kept_share(&self) -> Share {
        Share::new(self.kept, self.start)
    }

    /// The share of the customers at the start who are customers no more.
    #[must_use]
    pub fn churn(&self) -> Share {
        Share::new(self.lost, self.start)
    }

    /// Whether anybody is counted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl AddAssign for Flow {
    fn add_assign(&mut self, other: Self) {
        self.start += other.start;
        self.end += other.end;
        self.new += other.new;
        self.kept += other.kept;
        self.returned += other.returned;
        self.lost += other.lost;
    }
}

/// Months ahead that the money of the lost is reckoned for.
pub const HORIZON: u32 = 12;

/// What some customers bought in one currency while they were customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Worth {
    /// How many of them bought anything in it.
    pub customers: u64,
    /// Ten-thousandths of the unit; returns are taken off.
    pub revenue: i128,
    /// Purchases, without returns.
    pub receipts: u64,
    /// Calendar months from each one's first to last purchase, both counted, added up.
    pub months: u64,
}

impl AddAssign for Worth {
    fn add_assign(&mut self, other: Self) {
        self.customers += other.customers;
        self.revenue += other.revenue;
        self.receipts += other.receipts;
        self.months += other.months;
    }
}

/// Ten-thousandths as an amount.
#[must_use]
pub fn amount(ten_thousandths: i128) -> BigDecimal {
    BigDecimal::new(ten_thousandths.into(), 4)
}

/// An amount with two decimals, halves away from nought.
#[must_use]
pub fn hundredths(amount: &BigDecimal) -> BigDecimal {
    amount.with_scale_round(2, RoundingMode::HalfUp)
}

/// What is lost with customers: lost × average receipt × payments expected of each.
#[must_use]
pub fn money_churn(lost: u64, receipt: &BigDecimal, payments: &BigDecimal) -> BigDecimal {
    BigDecimal::from(lost) * receipt * payments
}

/// What a customer brings over their life: S × C × P × t, average receipt × purchases a month × margin × months.
#[must_use]
pub fn lifetime_value(
    receipt: &BigDecimal,
    purchases: &BigDecimal,
    margin: &BigDecimal,
    months: &BigDecimal,
) -> BigDecimal {
    receipt * purchases * margin * months
}

impl Worth {
    /// S: revenue of a purchase.
    #[must_use]
    pub fn receipt(&self) -> Option<BigDecimal> {
        (self.receipts > 0).then(|| amount(self.revenue) / BigDecimal::from(self.receipts))
    }

    /// C: purchases of a customer in a month of their life.
    #[must_use]
    pub fn purchases(&self) -> Option<BigDecimal> {
        (self.months > 0).then(|| BigDecimal::from(self.receipts) / BigDecimal::from(self.months))
    }

    /// t: months of a life, on average.
    #[must_use]
    pub fn life(&self) -> Option<BigDecimal> {
        (self.customers > 0).then(|| BigDecimal::from(self.months) / BigDecimal::from(self.customers))
    }

    /// The money lost when these customers are: see [`money_churn`], with the payments of [`HORIZON`] months at the pace
    /// of their life so far. Two decimals.
    #[must_use]
    pub fn lost(&self) -> BigDecimal {
        let payments = self.purchases().map(|purchases| purchases * BigDecimal::from(HORIZON));
        let lost = self.receipt().zip(payments);
        hundredths(&lost.map_or_else(BigDecimal::default, |(receipt, payments)| {
            money_churn(self.customers, &receipt, &payments)
        }))
    }

    /// [`lifetime_value`] at a margin in per cent; of the whole revenue where none is known. Two decimals.
    #[must_use]
    pub fn lifetime_value(&self, margin: Option<u8>) -> Option<BigDecimal> {
        let margin = amount(i128::from(margin.unwrap_or(100)) * 100);
        let value = lifetime_value(&self.receipt()?, &self.purchases()?, &margin, &self.life()?);
        Some(hundredths(&value))
    }
}

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

    /// A period widened to the calendar months it touches.
    #[must_use]
    pub fn widened(period: Period) -> Period {
        let last = period.to().pred_opt().unwrap_or_else(|| period.from());
        Period::new(Grain::Month.start(period.from()), Grain::Month.next(last)).unwrap_or(period)
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
        let starts = months.take_while(|month| *month < span.to()).map(|month| midnight(month, zone)).collect();
        Self { first, starts }
    }

    /// The place of the month that a moment is in; the first from nought.
    #[must_use]
    pub fn place(&self, at: i64) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
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

    fn number(text: &str) -> BigDecimal {
        text.parse().unwrap()
    }

    fn flow(start: u64, end: u64, new: u64, kept: u64) -> Flow {
        Flow { start, end, new, kept, returned: end - new - kept, lost: start - kept }
    }

    #[test]
    fn retained_share_1000_to_780_is_78_per_cent() {
        assert_eq!(flow(1000, 780, 0, 780).kept_share().value(), Some(0.78));
    }

    #[test]
    fn churn_200_of_1000_is_20_per_cent() {
        assert_eq!(flow(1000, 800, 0, 800).churn().value(), Some(0.2));
    }

    #[test]
    fn money_churn_200_by_2000_by_6_is_2_400_000() {
        assert_eq!(money_churn(200, &number("2000"), &number("6")), number("2400000"));
        // 200 customers of one purchase of 2000 every second month: six payments in twelve months.
        let worth = Worth { customers: 200, revenue: 2000 * 10_000 * 600, receipts: 600, months: 1200 };
        assert_eq!(worth.lost(), number("2400000.00"));
    }

    #[test]
    fn crr_of_70_at_the_start_90_at_the_end_30_of_them_new_is_86_per_cent() {
        let crr = flow(70, 90, 30, 60).crr().unwrap();
        assert!((crr - 85.714_285_7).abs() < 1e-6);
        assert_eq!(format!("{crr:.0}"), "86");
    }

    #[test]
    fn crr_passes_100_when_customers_return_and_the_kept_share_does_not() {
        let flow = flow(935, 1266, 299, 425);
        assert_eq!(format!("{:.2}", flow.crr().unwrap()), "103.42");
        assert!(flow.kept_share().value().unwrap() < 0.46);
        assert_eq!(Flow::default().crr(), None);
    }

    #[test]
    fn ltv_2000_by_1_5_by_0_2_by_24_is_14_400() {
        let value = lifetime_value(&number("2000"), &number("1.5"), &number("0.2"), &number("24"));
        assert_eq!(value, number("14400"));
        let worth = Worth { customers: 1, revenue: 2000 * 10_000 * 36, receipts: 36, months: 24 };
        assert_eq!(worth.lifetime_value(Some(20)), Some(number("14400.00")));
        assert_eq!(worth.lifetime_value(None), Some(number("72000.00")));
    }

    fn at(text: &str) -> i64 {
        text.parse::<DateTime<chrono::Utc>>().unwrap().timestamp_micros()
    }

    #[test]
    fn a_customer_who_left_twice_is_lost_twice_and_returned_once() {
        let bought = [at("2026-01-10T00:00:00Z"), at("2026-03-31T20:59:59Z"), at("2026-03-31T21:00:00Z")];
        let zone = Tz::Europe__Moscow;
        let moved = |from, to| {
            let moment = |text| Moment::of(Active::CalendarMonth, day(text), zone);
            Moved::of(&bought, &moment(from), &moment(to))
        };
        assert!(moved("2026-01-01", "2026-02-01").is(Part::New));
        assert!(moved("2026-02-01", "2026-03-01").is(Part::Lost));
        assert!(moved("2026-03-01", "2026-04-01").is(Part::Returned));
        assert!(moved("2026-04-01", "2026-05-01").is(Part::Kept), "a second after midnight in Moscow");
        assert!(moved("2026-05-01", "2026-06-01").is(Part::Lost));
        assert_eq!(moved("2026-06-01", "2026-07-01"), Moved::default());
    }

    #[test]
    fn days_up_to_a_moment_count_their_first_and_silence_ends_with_its_limit() {
        let zone = Tz::UTC;
        let bought = [at("2026-01-01T00:00:00Z")];
        let holds = |active, text| Moment::of(active, day(text), zone).holds(&bought);
        assert!(holds(Active::Days(30), "2026-01-31") && !holds(Active::Days(30), "2026-02-01"));
        assert!(!holds(Active::Days(30), "2026-01-01"), "a purchase of the moment itself is after it");
        let silence = Active::Silence(Silence { inactive_days: 10, lost_days: 30, rhythm: None });
        assert!(holds(silence, "2026-01-30") && !holds(silence, "2026-01-31"));
    }

    #[test]
    fn a_rhythm_is_that_of_the_purchases_before_the_moment() {
        let silence = Silence { inactive_days: 10, lost_days: 20, rhythm: Some(super::super::departure::Rhythm::default()) };
        let bought: Vec<i64> =
            ["2026-01-01", "2026-01-31", "2026-03-02"].map(|day| at(&format!("{day}T00:00:00Z"))).to_vec();
        let holds = |text| Moment::of(Active::Silence(silence), day(text), Tz::UTC).holds(&bought);
        assert!(!holds("2026-02-25"), "two purchases make no rhythm: 20 days");
        assert!(holds("2026-08-28") && !holds("2026-08-29"), "six gaps of 30 days");
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
    fn definitions_are_read_as_they_are_written() {
        for active in [Active::CalendarMonth, Active::Days(1), Active::Days(365)] {
            assert_eq!(Active::parse(&active.to_string()), Some(active));
        }
        for bad in ["", "days=", "days=0", "days=-1", "days=99999", "month"] {
            assert_eq!(Active::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_month_of_a_moment_is_that_of_the_zone() {
        let calendar = Calendar::new(Period::new(day("2026-01-15"), day("2026-03-02")).unwrap(), Tz::Europe__Moscow);
        assert_eq!(calendar.place(at("2026-01-31T20:59:59Z")), 0);
        assert_eq!(calendar.place(at("2026-01-31T21:00:00Z")), 1);
        assert_eq!(calendar.place_of(day("2026-03-31")), 2);
    }
}
