//! Moments as files write them, and what a local time means where clocks are changed.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use super::text;

/// Years that a purchase, an answer or a birthday may be in; anything else is a slip of the keyboard.
pub const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// Why something is not a moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadMoment {
    /// Nothing was given.
    #[error("no date")]
    Empty,
    /// None of the shapes that are read.
    #[error("`{found}` is not a date like 2026-11-21 20:09 or 21.11.2026 20:09")]
    Shape {
        /// What was given, shortened.
        found: String,
    },
    /// The calendar has no such day.
    #[error("there is no day {day} in month {month} of {year}")]
    Day {
        /// The year given.
        year: i32,
        /// The month given.
        month: u32,
        /// The day given.
        day: u32,
    },
    /// A day, but of another age.
    #[error("the year {year} is not in 1900..=2199")]
    Year {
        /// The year given.
        year: i32,
    },
    /// The clock has no such time.
    #[error("there is no time {hour}:{minute}:{second}")]
    Time {
        /// The hour given.
        hour: u32,
        /// The minute given.
        minute: u32,
        /// The second given.
        second: u32,
    },
    /// No place on earth is that far from UTC.
    #[error("there is no offset of {minutes} minutes from UTC")]
    Offset {
        /// The offset given, east positive.
        minutes: i32,
    },
}

/// Reads a moment; without an offset it is local time in `zone`.
///
/// | shape | means |
/// | --- | --- |
/// | `2026-11-21T20:09:00+03:00`, `2026-11-21 20:09Z` | ISO 8601 with an offset (`Z`, `+03`, `+0300`, `+03:00`) |
/// | `2026-11-21T20:09`, `2026-11-21 20:09:30.5` | ISO 8601, local |
/// | `2026-11-21` | that day's first moment |
/// | `21.11.2026`, `21.11.2026 20:09`, `21.11.2026 20:09:30` | the same, as written in Russia |
///
/// Fractions of a second are kept to the microsecond, as the store does. Local times that clock changes skip
/// or repeat are settled by [`local_moment`].
///
/// # Errors
/// [`BadMoment`] with what was found.
pub fn parse_moment(text: &str, zone: Tz) -> Result<DateTime<Utc>, BadMoment> {
    let text = text.trim();
    if text.is_empty() {
        return Err(BadMoment::Empty);
    }
    let (date, rest) = date_part(text)?;
    let shape = || BadMoment::Shape { found: text::one_line(text, 40) };
    let Some((separator, rest)) = rest.split_first() else {
        return Ok(local_moment(date.and_time(NaiveTime::MIN), zone));
    };
    if !matches!(separator, b' ' | b'T' | b't') {
        return Err(shape());
    }
    let (time, rest) = time_part(rest).ok_or_else(shape)??;
    let local = date.and_time(time);
    match offset_minutes(rest).ok_or_else(shape)? {
        None => Ok(local_moment(local, zone)),
        Some(minutes) if minutes.abs() > 18 * 60 => Err(BadMoment::Offset { minutes }),
        Some(minutes) => Ok((local - TimeDelta::minutes(i64::from(minutes))).and_utc()),
    }
}

/// Reads a day: `2026-11-21` or `21.11.2026`, nothing after it.
///
/// # Errors
/// [`BadMoment`] with what was found.
pub fn parse_day(text: &str) -> Result<NaiveDate, BadMoment> {
    let text = text.trim();
    if text.is_empty() {
        return Err(BadMoment::Empty);
    }
    match date_part(text)? {
        (day, []) => Ok(day),
        _ => Err(BadMoment::Shape { found: text::one_line(text, 40) }),
    }
}

/// What a clock on the wall means where clocks are changed.
///
/// A time that occurs twice (clocks set back) is the first of the two. A time that never occurs (clocks set
/// forward) is read with the offset from before the change, so 02:30 skipped by an hour is 03:30, and a day whose
/// midnight is skipped begins with its first minute (java.time and iCalendar, RFC 5545 3.3.5, settle it so too).
#[must_use]
pub fn local_moment(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    if let Some(moment) = zone.from_local_datetime(&local).earliest() {
        return moment.with_timezone(&Utc);
    }
    // Inside a gap. Most are an hour; whole days were skipped when islands crossed the date line.
    let offset = [1, 2, 3, 6, 12, 24, 48]
        .into_iter()
        .filter_map(|hours| local.checked_sub_signed(TimeDelta::hours(hours)))
        .find_map(|before| zone.offset_from_local_datetime(&before).latest())
        .map_or(0, |offset| offset.fix().local_minus_utc());
    local.and_utc().checked_sub_signed(TimeDelta::seconds(i64::from(offset))).unwrap_or(local.and_utc())
}

/// The day that opens `text`, and the bytes after it.
fn date_part(text: &str) -> Result<(NaiveDate, &[u8]), BadMoment> {
    let (year, month, day, rest) = match text.as_bytes() {
        [a, b, c, d, b'-', e, f, b'-', g, h, rest @ ..] => {
            (number([a, b, c, d]), number([e, f]), number([g, h]), rest)
        }
        [g, h, b'.', e, f, b'.', a, b, c, d, rest @ ..] => {
            (number([a, b, c, d]), number([e, f]), number([g, h]), rest)
        }
        _ => (None, None, None, [].as_slice()),
    };
    let (Some(year), Some(month), Some(day)) = (year.and_then(|year| i32::try_from(year).ok()), month, day)
    else {
        return Err(BadMoment::Shape { found: text::one_line(text, 40) });
    };
    if !YEARS.contains(&year) {
        return Err(BadMoment::Year { year });
    }
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => Ok((date, rest)),
        None => Err(BadMoment::Day { year, month, day }),
    }
}

/// `HH:MM[:SS[.fraction]]` and the bytes after it; none where the shape is another.
fn time_part(bytes: &[u8]) -> Option<Result<(NaiveTime, &[u8]), BadMoment>> {
    let [a, b, b':', c, d, rest @ ..] = bytes else { return None };
    let (hour, minute) = (number([a, b])?, number([c, d])?);
    let (second, micros, rest) = match rest {
        [b':', e, f, b'.' | b',', rest @ ..] => {
            let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let (fraction, rest) = rest.split_at_checked(digits)?;
            (number([e, f])?, microseconds(fraction)?, rest)
        }
        [b':', e, f, rest @ ..] => (number([e, f])?, 0, rest),
        rest => (0, 0, rest),
    };
    let time = NaiveTime::from_hms_micro_opt(hour, minute, second, micros);
    Some(time.map(|time| (time, rest)).ok_or(BadMoment::Time { hour, minute, second }))
}

/// One to nine digits after the point, in microseconds; finer ones are dropped.
fn microseconds(fraction: &[u8]) -> Option<u32> {
    if !(1..=9).contains(&fraction.len()) {
        return None;
    }
    number(fraction.iter().chain(std::iter::repeat(&b'0')).take(6))
}

/// Nothing (local time), `Z`, `±HH`, `±HHMM` or `±HH:MM`, a blank before it allowed; the outer none is another shape.
fn offset_minutes(bytes: &[u8]) -> Option<Option<i32>> {
    let bytes = bytes.strip_prefix(b" ").unwrap_or(bytes);
    let (sign, hours, minutes) = match bytes {
        [] => return Some(None),
        [b'Z' | b'z'] => return Some(Some(0)),
        [sign, a, b] => (sign, number([a, b])?, 0),
        [sign, a, b, c, d] | [sign, a, b, b':', c, d] => (sign, number([a, b])?, number([c, d])?),
        _ => return None,
    };
    let minutes = i32::try_from(hours * 60 + minutes).ok().filter(|_| minutes < 60)?;
    match sign {
        b'+' => Some(Some(minutes)),
        b'-' => Some(Some(-minutes)),
        _ => None,
    }
}

/// A few ASCII digits as a number.
fn number<'a>(digits: impl IntoIterator<Item = &'a u8>) -> Option<u32> {
    digits
        .into_iter()
        .try_fold(0, |number, digit| digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::America::{New_York, Sao_Paulo};
    use chrono_tz::Europe::{Berlin, Moscow};
    use chrono_tz::Pacific::Apia;

    fn read(text: &str, zone: Tz) -> Result<String, BadMoment> {
        parse_moment(text, zone).map(|moment| moment.format("%FT%T%.fZ").to_string())
    }

    fn ok(moment: &str) -> Result<String, BadMoment> {
        Ok(moment.to_owned())
    }

    #[test]
    fn every_shape_is_read() {
        for text in [
            "2026-11-21T20:09:00+03:00",
            "2026-11-21T20:09:00+0300",
            "2026-11-21 20:09:00+03",
            "2026-11-21 20:09 +03:00",
            "2026-11-21T17:09:00Z",
            "2026-11-21t17:09z",
            "2026-11-21T12:09:00-05:00",
            "2026-11-21T20:09",
            "2026-11-21 20:09:00",
            " 2026-11-21 20:09:00.000 ",
            "21.11.2026 20:09",
            "21.11.2026 20:09:00",
        ] {
            assert_eq!(read(text, Moscow), ok("2026-11-21T17:09:00Z"), "{text}");
        }
        for text in ["2026-11-21", "21.11.2026", "2026-11-20T21:00Z"] {
            assert_eq!(read(text, Moscow), ok("2026-11-20T21:00:00Z"), "{text}");
        }
        assert_eq!(read("2026-11-21 20:09:30,1234567", Moscow), ok("2026-11-21T17:09:30.123456Z"));
        assert_eq!(read("2026-11-21 20:09:30.5", Moscow), ok("2026-11-21T17:09:30.500Z"));
    }

    #[test]
    fn what_is_impossible_is_refused_with_what_was_found() {
        assert_eq!(parse_moment(" ", Moscow), Err(BadMoment::Empty));
        assert_eq!(parse_moment("2026-02-29", Moscow), Err(BadMoment::Day { year: 2026, month: 2, day: 29 }));
        assert_eq!(parse_moment("31.04.2026", Moscow), Err(BadMoment::Day { year: 2026, month: 4, day: 31 }));
        assert_eq!(
            parse_moment("11.21.2026", Moscow),
            Err(BadMoment::Day { year: 2026, month: 21, day: 11 })
        );
        assert_eq!(parse_moment("0026-11-21", Moscow), Err(BadMoment::Year { year: 26 }));
        assert_eq!(
            parse_moment("2026-11-21 24:00", Moscow),
            Err(BadMoment::Time { hour: 24, minute: 0, second: 0 })
        );
        assert_eq!(
            parse_moment("2026-11-21 20:09:60", Moscow),
            Err(BadMoment::Time { hour: 20, minute: 9, second: 60 })
        );
        assert_eq!(parse_moment("2026-11-21T20:09+19:00", Moscow), Err(BadMoment::Offset { minutes: 1140 }));
        for text in [
            "yesterday",
            "2026",
            "2026-11",
            "2026-1-1",
            "21.11.26",
            "21/11/2026",
            "2026-11-21x",
            "2026-11-21T",
            "2026-11-21 20",
            "2026-11-21 20:9",
            "2026-11-21 20:09:",
            "2026-11-21 20:09:30.",
            "2026-11-21 20:09 MSK",
            "2026-11-21 20:09+3",
            "2026-11-21 20:09+03:75",
            "２０２６-11-21",
            "+026-11-21",
            "1763744940",
        ] {
            assert_eq!(parse_moment(text, Moscow), Err(BadMoment::Shape { found: text.to_owned() }));
        }
    }

    #[test]
    fn a_repeated_hour_is_its_first_and_a_skipped_one_moves_on() {
        assert_eq!(read("2026-10-25 02:30", Berlin), ok("2026-10-25T00:30:00Z"));
        assert_eq!(read("2026-10-25 02:30+01:00", Berlin), ok("2026-10-25T01:30:00Z"));
        assert_eq!(read("2026-03-29 02:30", Berlin), ok("2026-03-29T01:30:00Z"));
        assert_eq!(read("2026-03-29 03:30", Berlin), ok("2026-03-29T01:30:00Z"));
        assert_eq!(read("2026-03-08 02:00", New_York), ok("2026-03-08T07:00:00Z"));
    }

    #[test]
    fn a_day_without_midnight_begins_with_its_first_minute() {
        assert_eq!(read("2018-11-04", Sao_Paulo), ok("2018-11-04T03:00:00Z"));
        assert_eq!(read("2011-12-30", Apia), ok("2011-12-30T10:00:00Z"), "the day that Samoa skipped");
    }

    #[test]
    fn days_are_read_alone() {
        assert_eq!(parse_day(" 21.11.2026 ").ok(), NaiveDate::from_ymd_opt(2026, 11, 21));
        assert_eq!(parse_day("2026-11-21").ok(), NaiveDate::from_ymd_opt(2026, 11, 21));
        assert!(parse_day("2026-11-21 20:09").is_err());
        assert_eq!(parse_day(""), Err(BadMoment::Empty));
    }
}
