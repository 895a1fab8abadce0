//! What people and files write: read exactly, cleaned for good, never a panic.

use bigdecimal::BigDecimal;
use chrono::{DateTime, Datelike as _, NaiveDate, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use otklik::domain::cut::Comparison;
use otklik::domain::email::EmailAddress;
use otklik::domain::moment::{local_moment, parse_day, parse_moment};
use otklik::domain::money::parse_amount;
use otklik::domain::period::{Period, Preset};
use otklik::domain::satisfaction::Satisfaction;
use otklik::domain::text::{Text, nearest, one_line};
use proptest::prelude::*;

fn zones() -> impl Strategy<Value = Tz> {
    prop::sample::select(
        &[
            Tz::UTC,
            Tz::Europe__Moscow,
            Tz::Europe__Berlin,
            Tz::America__New_York,
            Tz::America__Sao_Paulo,
            Tz::Pacific__Apia,
            Tz::Asia__Kathmandu,
            Tz::Australia__Lord_Howe,
        ][..],
    )
}

fn moments() -> impl Strategy<Value = DateTime<Utc>> {
    // 1970 to 2037, where time zone tables are certain.
    (0..2_140_000_000i64).prop_map(|seconds| DateTime::from_timestamp(seconds, 0).unwrap())
}

fn days() -> impl Strategy<Value = NaiveDate> {
    moments().prop_map(|moment| moment.date_naive())
}

/// Digits in threes from the right, as people group them.
fn in_threes(number: u64, sign: &str) -> String {
    let digits = number.to_string();
    let head = digits.len() % 3;
    let (first, rest) = digits.split_at(head);
    let mut groups: Vec<&str> = if first.is_empty() { Vec::new() } else { vec![first] };
    groups.extend((0..rest.len() / 3).map(|at| &rest[at * 3..at * 3 + 3]));
    groups.join(sign)
}

proptest! {
    #[test]
    fn every_manner_of_writing_an_amount_means_the_same(
        whole in 0..1_000_000_000_000u64, cents in 0..100u32, negative: bool,
        space in prop::sample::select(&[" ", "\u{a0}", "\u{202f}"][..]),
    ) {
        let minus = if negative { "-" } else { "" };
        let wanted: BigDecimal = format!("{minus}{whole}.{cents:02}").parse().unwrap();
        for written in [
            format!("{minus}{whole}.{cents:02}"),
            format!("{minus}{whole},{cents:02}"),
            format!("{minus}{},{cents:02}", in_threes(whole, space)),
            format!("{minus}{}.{cents:02}", in_threes(whole, ",")),
            format!("{minus}{},{cents:02}", in_threes(whole, ".")),
        ] {
            let read = parse_amount(&written);
            prop_assert_eq!(read.as_ref(), Ok(&wanted), "{}", written);
        }
    }

    #[test]
    fn what_reads_as_an_amount_is_a_number_in_bounds(text in "[0-9., \u{a0}'-]{0,20}", any: String) {
        let _ = parse_amount(&any);
        if let Ok(amount) = parse_amount(&text) {
            prop_assert!(amount.abs() < 1_000_000_000_000i64);
            prop_assert!(amount.fractional_digit_count() <= 4);
        }
    }

    #[test]
    fn a_moment_survives_being_written_with_its_offset(moment in moments(), zone in zones()) {
        let written = moment.with_timezone(&zone).to_rfc3339();
        // Offsets with seconds, before zones were settled, can't be written so.
        prop_assume!(DateTime::parse_from_rfc3339(&written).unwrap() == moment);
        prop_assert_eq!(parse_moment(&written, Tz::UTC), Ok(moment));
    }

    #[test]
    fn a_local_time_means_the_moment_that_shows_it(moment in moments(), zone in zones()) {
        let local = moment.with_timezone(&zone).naive_local();
        for written in [local.format("%Y-%m-%d %H:%M:%S"), local.format("%Y-%m-%dT%H:%M:%S"), local.format("%d.%m.%Y %H:%M:%S")] {
            let read = parse_moment(&written.to_string(), zone).unwrap();
            prop_assert_eq!(read.with_timezone(&zone).naive_local(), local);
            prop_assert!(read <= moment);
        }
    }

    #[test]
    fn every_local_time_means_a_moment_that_shows_it_or_lies_past_its_gap(moment in moments(), zone in zones()) {
        let local = moment.naive_utc();
        let shown = local_moment(local, zone).with_timezone(&zone).naive_local();
        if zone.from_local_datetime(&local).earliest().is_some() {
            prop_assert_eq!(shown, local);
        } else {
            prop_assert!(shown > local && shown - local <= chrono::TimeDelta::hours(24));
        }
    }

    #[test]
    fn no_minute_of_a_change_of_clocks_is_lost(minute in 0..1440i64) {
        let gap = NaiveDate::from_ymd_opt(2026, 3, 29).unwrap().and_hms_opt(0, 0, 0).unwrap();
        let local = gap + chrono::TimeDelta::minutes(minute);
        let shown = local_moment(local, Tz::Europe__Berlin).with_timezone(&Tz::Europe__Berlin).naive_local();
        let skipped = (120..180).contains(&minute);
        prop_assert_eq!(shown - local, chrono::TimeDelta::hours(i64::from(skipped)));
    }

    #[test]
    fn reading_never_panics(text: String, shaped in "[0-9T:+ .Z-]{0,30}", zone in zones()) {
        for text in [text, shaped] {
            let _ = parse_moment(&text, zone);
            let _ = parse_day(&text);
            let _ = EmailAddress::parse(&text);
            let _ = Satisfaction::parse(&text);
            let _ = nearest(&text, &["external_id", "amount", ""]);
        }
    }

    #[test]
    fn days_of_a_period_lie_end_to_end(from in days(), length in 1..800u64, zone in zones()) {
        let period = Period::new(from, from + chrono::Days::new(length)).unwrap();
        let previous = period.previous();
        prop_assert!(previous.to() <= period.from(), "{} {}", previous, period);
        prop_assert!(previous.bounds(zone).1 <= period.bounds(zone).0);
        prop_assert!(period.bounds(zone).0 <= period.bounds(zone).1);
        let months: Vec<Period> = period.months().collect();
        prop_assert_eq!(months[0].from(), period.from());
        prop_assert_eq!(months[months.len() - 1].to(), period.to());
        prop_assert!(months.windows(2).all(|pair| pair[0].to() == pair[1].from()));
        prop_assert_eq!(Period::parse(&period.from().to_string(), &period.to().to_string()), Ok(period));
    }

    #[test]
    fn a_running_period_ends_today_and_is_compared_with_as_much_before_it(today in days()) {
        for preset in Preset::all() {
            let period = preset.period(today, today - chrono::Days::new(1000));
            prop_assert!(period.to() <= today + chrono::Days::new(1), "{} is in the future", period);
            let comparisons = [Comparison::Before, Comparison::YearBefore, preset.comparison()];
            for before in comparisons.into_iter().filter_map(|comparison| comparison.period(period)) {
                if *preset != Preset::All {
                    prop_assert!(before.to() <= period.from(), "{}: {} and {}", preset, period, before);
                }
                prop_assert!(period.days().abs_diff(before.days()) <= 3, "{}: {} and {}", preset, period, before);
            }
        }
    }

    #[test]
    fn what_begins_on_a_first_is_compared_with_what_begins_on_one(first in days(), length in 1..366u64) {
        let first = first.with_day(1).unwrap();
        let period = Period::new(first, first + chrono::Days::new(length)).unwrap();
        let before = period.previous();
        prop_assert!(before.to() <= period.from());
        let within = |months: u32| {
            first.month0().is_multiple_of(months) && period.to() <= first + chrono::Months::new(months)
        };
        let weeks = first.weekday() == Weekday::Mon && length.is_multiple_of(7) && period.whole_months().is_none();
        if weeks {
            prop_assert_eq!((before.days(), before.to()), (length, first));
        } else if [1, 3, 12].into_iter().any(within) {
            prop_assert_eq!(before.from().day(), 1, "{} {}", period, before);
            prop_assert!(period.days().abs_diff(before.days()) <= 3, "{} {}", period, before);
        } else if period.whole_months().is_none() {
            prop_assert_eq!(before.days(), period.days());
        }
    }

    #[test]
    fn cleaned_words_are_clean_and_stay_as_they_are(words in any::<String>()) {
        if let Some(text) = Text::parse(&words).unwrap() {
            prop_assert!(!text.as_str().contains(|c: char| c.is_control() && c != '\n'));
            prop_assert_eq!(text.as_str().trim(), text.as_str());
            prop_assert!(!text.as_str().is_empty());
            prop_assert_eq!(Text::parse(text.as_str()).unwrap(), Some(text));
        }
    }

    #[test]
    fn one_line_is_one_line_of_that_length(words: String, max in 0..60usize) {
        let line = one_line(&words, max);
        prop_assert!(line.chars().count() <= max);
        prop_assert!(!line.contains(char::is_control));
    }

    #[test]
    fn an_address_reads_again_as_itself(name in "[a-z0-9.+_-]{1,20}", domain in "[a-zA-Z0-9-]{1,12}(\\.[a-zA-Z]{2,6}){1,2}") {
        if let Ok(address) = EmailAddress::parse(&format!("Имя <{name}@{domain}>")) {
            prop_assert_eq!(EmailAddress::parse(address.as_str()), Ok(address.clone()));
            let shown = format!("{name}@");
            prop_assert!(!address.masked().contains(&shown));
        }
    }
}
