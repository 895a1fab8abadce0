//! What holds for every kind: the quiet period, and the hours and days in which letters leave.

use chrono::{DateTime, Datelike as _, Days, NaiveTime, Timelike as _, Utc, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use super::rules::BadRules;
use crate::domain::moment::local_moment;

/// Rules that all kinds share. Hours and days are the customer's own where their zone is known, else those of `zone`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sending {
    /// Days (of 24 hours) in which nobody is asked twice; exempt kinds neither wait for it nor begin it.
    pub quiet_days: u16,
    /// The first hour of the day in which letters leave, 0..=23.
    pub sending_from: u8,
    /// The hour at which they stop, 1..=24.
    pub sending_to: u8,
    /// The days of the week on which they leave.
    pub days: Weekdays,
    /// Whose hours these are where a customer's zone is not known.
    pub zone: Tz,
}

impl Default for Sending {
    fn default() -> Self {
        Self {
            quiet_days: 30,
            sending_from: 10,
            sending_to: 20,
            days: Weekdays::ALL,
            zone: Tz::Europe__Moscow,
        }
    }
}

impl Sending {
    /// The most days of quiet.
    pub const MOST_QUIET: u16 = 730;

    /// Whether they can be followed.
    ///
    /// # Errors
    /// The first of [`BadRules`] that holds.
    pub const fn validate(&self) -> Result<(), BadRules> {
        if self.sending_from >= self.sending_to || self.sending_to > 24 {
            return Err(BadRules::Hours { from: self.sending_from, to: self.sending_to });
        }
        if self.days.is_empty() {
            return Err(BadRules::NoDay);
        }
        if self.quiet_days > Self::MOST_QUIET {
            return Err(BadRules::TooMuch {
                name: "quiet_days",
                value: self.quiet_days,
                most: Self::MOST_QUIET,
            });
        }
        Ok(())
    }

    /// Whether a letter may leave at `at`, by the clock of `zone`.
    #[must_use]
    pub fn is_open(&self, at: DateTime<Utc>, zone: Option<Tz>) -> bool {
        let local = at.with_timezone(&zone.unwrap_or(self.zone));
        let hours = u32::from(self.sending_from)..u32::from(self.sending_to);
        self.days.contains(local.weekday()) && hours.contains(&local.hour())
    }

    /// `at`, or the next moment after it at which letters leave. An hour that the clocks skip is no sending hour, so a
    /// day that has no other is passed over. Rules that [`Self::validate`] refuses hold nothing back.
    #[must_use]
    pub fn moment(&self, at: DateTime<Utc>, zone: Option<Tz>) -> DateTime<Utc> {
        if self.is_open(at, zone) {
            return at;
        }
        let zone = zone.unwrap_or(self.zone);
        let today = at.with_timezone(&zone).date_naive();
        let Some(opening) = NaiveTime::from_hms_opt(u32::from(self.sending_from), 0, 0) else { return at };
        // Two weeks hold each day twice, so that one skipped by the clocks has another.
        (0..=14)
            .filter_map(|days| today.checked_add_days(Days::new(days)))
            .map(|day| local_moment(day.and_time(opening), zone))
            .find(|moment| *moment >= at && self.is_open(*moment, Some(zone)))
            .unwrap_or(at)
    }
}

/// Days of the week; stored as their short English names in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weekdays(u8);

/// The days as codes.
const CODES: [(Weekday, &str); 7] = [
    (Weekday::Mon, "mon"),
    (Weekday::Tue, "tue"),
    (Weekday::Wed, "wed"),
    (Weekday::Thu, "thu"),
    (Weekday::Fri, "fri"),
    (Weekday::Sat, "sat"),
    (Weekday::Sun, "sun"),
];

impl Weekdays {
    /// The whole week.
    pub const ALL: Self = Self(0b111_1111);

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 & Self::ALL.0 == 0
    }

    /// Whether the day is one of them.
    #[must_use]
    pub const fn contains(self, day: Weekday) -> bool {
        self.0 & (1 << day.num_days_from_monday()) != 0
    }

    /// Their codes, from Monday on.
    pub fn codes(self) -> impl Iterator<Item = &'static str> {
        CODES.into_iter().filter(move |(day, _)| self.contains(*day)).map(|(_, code)| code)
    }

    /// Every code there is, from Monday on.
    pub fn all_codes() -> impl Iterator<Item = &'static str> {
        CODES.into_iter().map(|(_, code)| code)
    }

    /// The days of these codes; none where one is no day.
    pub fn parse<'a>(codes: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        codes.into_iter().try_fold(Self(0), |days, code| {
            let (day, _) = CODES.into_iter().find(|(_, known)| *known == code)?;
            Some(Self(days.0 | 1 << day.num_days_from_monday()))
        })
    }
}

impl Serialize for Weekdays {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.codes())
    }
}

impl<'de> Deserialize<'de> for Weekdays {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let codes = Vec::<String>::deserialize(deserializer)?;
        Self::parse(codes.iter().map(String::as_str)).ok_or_else(|| D::Error::custom("no day of the week"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Europe::Berlin;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap_or_default()
    }

    fn weekdays(codes: &str) -> Weekdays {
        Weekdays::parse(codes.split(' ')).unwrap_or(Weekdays::ALL)
    }

    #[test]
    fn sending_hours_follow_the_clocks() {
        // Berlin: clocks forward on 2026-03-29 at 02:00, back on 2026-10-25 at 03:00.
        let rules = Sending::default();
        let berlin = |text| rules.moment(at(text), Some(Berlin));
        assert_eq!(berlin("2026-03-28T20:00:00Z"), at("2026-03-29T08:00:00Z"));
        assert_eq!(berlin("2026-10-24T20:00:00Z"), at("2026-10-25T09:00:00Z"));
        let nightly = Sending { zone: Berlin, sending_from: 2, sending_to: 3, ..rules };
        let night = |text| nightly.moment(at(text), None);
        assert_eq!(night("2026-03-28T22:00:00Z"), at("2026-03-30T00:00:00Z"), "02:00 is skipped that night");
        assert_eq!(night("2026-10-24T22:00:00Z"), at("2026-10-25T00:00:00Z"), "the first of two");
        assert_eq!(night("2026-10-25T01:30:00Z"), at("2026-10-25T01:30:00Z"), "inside the second");
        let always = Sending { sending_from: 0, sending_to: 24, ..rules };
        assert_eq!(always.moment(at("2026-03-28T23:00:00Z"), None), at("2026-03-28T23:00:00Z"));
    }

    #[test]
    fn letters_leave_on_the_chosen_days_where_the_customer_lives() {
        let work = Sending { days: weekdays("mon tue wed thu fri"), ..Sending::default() };
        // Friday 19:00 in Moscow is Saturday 02:00 in Vladivostok.
        let friday = at("2026-11-20T16:00:00Z");
        assert_eq!(work.moment(friday, None), friday);
        assert_eq!(work.moment(friday, Some(Tz::Asia__Vladivostok)), at("2026-11-23T00:00:00Z"));
        // 20:00 on a Friday: Monday at ten.
        assert_eq!(work.moment(at("2026-11-20T17:00:00Z"), None), at("2026-11-23T07:00:00Z"));
        let sundays = Sending { days: weekdays("sun"), ..Sending::default() };
        assert_eq!(sundays.moment(at("2026-11-22T17:00:00Z"), None), at("2026-11-29T07:00:00Z"));
    }

    #[test]
    fn shared_rules_are_read_with_their_defaults_and_checked() {
        let read = |text: &str| serde_json::from_str::<Sending>(text).ok();
        let rules = Sending { quiet_days: 14, zone: Tz::Asia__Omsk, ..Sending::default() };
        assert_eq!(read(r#"{"quiet_days": 14, "zone": "Asia/Omsk"}"#), Some(rules));
        assert_eq!(read(r#"{"days": ["sat", "sun"]}"#).map(|one| one.days), Some(weekdays("sun sat")));
        assert_eq!(read(r#"{"days": ["funday"]}"#), None);
        assert_eq!(read(r#"{"zone": "Mars/Utopia"}"#), None);
        assert_eq!(read(r#"{"quite_days": 14}"#), None);
        let json = serde_json::json!(rules);
        assert_eq!(
            (json["zone"].as_str(), json["days"].as_array().map(Vec::len)),
            (Some("Asia/Omsk"), Some(7))
        );

        assert_eq!(Sending::default().validate(), Ok(()));
        let hours = Sending { sending_from: 20, sending_to: 10, ..Sending::default() };
        assert_eq!(hours.validate(), Err(BadRules::Hours { from: 20, to: 10 }));
        assert_eq!(Sending { days: Weekdays(0), ..Sending::default() }.validate(), Err(BadRules::NoDay));
        let slip = Sending { quiet_days: 3_000, ..Sending::default() };
        assert_eq!(slip.validate(), Err(BadRules::TooMuch { name: "quiet_days", value: 3_000, most: 730 }));
        assert!(weekdays("mon").contains(Weekday::Mon) && !weekdays("mon").contains(Weekday::Sun));
    }
}
