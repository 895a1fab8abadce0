//! Who stays: customers at the start and at the end of a time, those won, kept, returned and lost, and what that costs.

mod months;
mod worth;

use std::ops::AddAssign;

use chrono::{DateTime, Days, NaiveDate};
use chrono_tz::Tz;

pub use months::{Calendar, Months, is_over};
pub use worth::{HORIZON, Worth, amount, hundredths, lifetime_value, money_churn};

use super::{
    cut::Grain,
    departure::{Silence, Standing, usual_gap},
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

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
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
        let silence = Silence {
            inactive_days: 10,
            lost_days: 20,
            rhythm: Some(super::super::departure::Rhythm::default()),
        };
        let bought: Vec<i64> =
            ["2026-01-01", "2026-01-31", "2026-03-02"].map(|day| at(&format!("{day}T00:00:00Z"))).to_vec();
        let holds = |text| Moment::of(Active::Silence(silence), day(text), Tz::UTC).holds(&bought);
        assert!(!holds("2026-02-25"), "two purchases make no rhythm: 20 days");
        assert!(holds("2026-08-28") && !holds("2026-08-29"), "six gaps of 30 days");
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
}
