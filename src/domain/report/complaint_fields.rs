//! The fields of a complaint's fact, and what their numbers are.

use chrono::{Days, NaiveDate};

/// The road by which it came.
pub const SOURCE: &str = "source";
/// How urgent it is.
pub const SEVERITY: &str = "severity";
/// Where it stands.
pub const STATE: &str = "state";
/// The id of whoever has it, as a word.
pub const OWNER: &str = "owner";
/// The code of what lay behind it.
pub const CAUSE: &str = "cause";
/// The code of how it ended.
pub const RESOLUTION: &str = "resolution";
/// The code of what the customer got.
pub const REMEDY: &str = "remedy";
/// How often it was opened again; absent where never.
pub const REOPENED: &str = "reopened";
/// The day on which it ended, in days since 1970-01-01; [`OPEN`] while it is open.
pub const END: &str = "end_day";

/// The end of what is open: the last day of the year 9998, after every day that is.
pub const OPEN: i64 = 2_932_531;

/// The fields of one clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockFields {
    /// Worked minutes from the opening to what the clock waits for; the time in which it stood is not counted.
    pub worked: &'static str,
    /// Minutes of the calendar on the wall between the two.
    pub passed: &'static str,
    /// 1 where it came by its deadline, 0 where later; absent while it did not come.
    pub in_time: &'static str,
    /// Since when it can be said whether it came in time, in minutes since 1970: when it came, else when it was due;
    /// absent where it did not come and the clock stands.
    pub judged: &'static str,
}

/// The clock of the first answer.
pub const ANSWER: ClockFields = ClockFields {
    worked: "answer_worked",
    passed: "answer_minutes",
    in_time: "answer_in_time",
    judged: "answer_judged",
};

/// The clock of the resolution.
pub const SOLVING: ClockFields = ClockFields {
    worked: "solving_worked",
    passed: "solving_minutes",
    in_time: "solving_in_time",
    judged: "solving_judged",
};

const COMPENSATION: &str = "compensation:";

/// The field of what was paid in a currency, in hundredths of it.
#[must_use]
pub fn compensation(currency: &str) -> String {
    format!("{COMPENSATION}{currency}")
}

/// The currency of such a field.
#[must_use]
pub fn currency_of(field: &str) -> Option<&str> {
    field.strip_prefix(COMPENSATION)
}

/// A day as its number since 1970-01-01.
#[must_use]
pub fn day_number(day: NaiveDate) -> i64 {
    day.signed_duration_since(NaiveDate::default()).num_days()
}

/// The day of a number since 1970-01-01.
#[must_use]
pub fn day_of(number: i64) -> Option<NaiveDate> {
    NaiveDate::default().checked_add_days(Days::new(u64::try_from(number).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_what_is_open_is_after_every_day() {
        assert_eq!(day_of(OPEN), NaiveDate::from_ymd_opt(9998, 12, 31));
        let day = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        assert_eq!(day_of(day_number(day)), Some(day));
        assert_eq!(currency_of(&compensation("RUB")), Some("RUB"));
    }
}
