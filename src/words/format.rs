//! Numbers, dates and spans of time as the reader's language writes them.

use chrono::{DateTime, Datelike, Duration, NaiveDate, Timelike, Utc};
use chrono_tz::Tz;

use crate::{domain::language::Language, t};

/// Stands between thousands and between a number and its unit, and never breaks a line.
pub const NBSP: char = '\u{a0}';
const MINUS: char = '\u{2212}';

/// A number with a fixed count of decimals: `39,84` in Russian, `39.84` in English; a real minus sign.
#[must_use]
pub fn decimal(language: Language, value: f64, decimals: usize) -> String {
    digits(language, &format!("{value:.decimals$}"))
}

/// A whole number with its thousands apart: `12 345` or `12,345`.
#[must_use]
pub fn whole(language: Language, value: impl std::fmt::Display) -> String {
    digits(language, &value.to_string())
}

/// A decimal with its sign always shown: `+3,1`, `−0,4`, `0,0`.
#[must_use]
pub fn signed(language: Language, value: f64, decimals: usize) -> String {
    let text = decimal(language, value, decimals);
    let zero = text.chars().all(|c| matches!(c, '0' | ',' | '.'));
    if value > 0.0 && !zero { format!("+{text}") } else { text }
}

/// A share between 0 and 1 as a percentage: `71,6 %` in Russian, `71.6%` in English.
#[must_use]
pub fn percent(language: Language, share: f64, decimals: usize) -> String {
    let text = decimal(language, share * 100.0, decimals);
    match language {
        Language::Russian => format!("{text}{NBSP}%"),
        Language::English => format!("{text}%"),
    }
}

/// An exact amount of money with its currency: `12 340 ₽`, `1,234.50 EUR`; no hundredths where there are none.
#[must_use]
pub fn money(language: Language, amount: &bigdecimal::BigDecimal, currency: &str) -> String {
    let exact = amount.with_scale_round(2, bigdecimal::RoundingMode::HalfUp).to_plain_string();
    let text = digits(language, exact.strip_suffix(".00").unwrap_or(&exact));
    format!("{text}{NBSP}{}", currency_sign(currency))
}

/// A currency as people write it beside an amount.
#[must_use]
pub fn currency_sign(code: &str) -> &str {
    match code {
        "RUB" => "₽",
        other => other,
    }
}

/// `21 ноября 2026` or `21 November 2026`, in the given zone.
#[must_use]
pub fn date(language: Language, at: DateTime<Utc>, zone: Tz) -> String {
    day(language, at.with_timezone(&zone).date_naive())
}

/// A calendar day in words.
#[must_use]
pub fn day(language: Language, date: NaiveDate) -> String {
    let month = t!(language, "month-of-date", month = date.month());
    format!("{}{NBSP}{month} {}", date.day(), date.year())
}

/// A month by name: `ноябрь 2026`, `November 2026`.
#[must_use]
pub fn month(language: Language, date: NaiveDate) -> String {
    format!("{} {}", t!(language, "month-name", month = date.month()), date.year())
}

/// A month in a narrow place: `нояб. 2026`, `Nov 2026`.
#[must_use]
pub fn short_month(language: Language, date: NaiveDate) -> String {
    format!("{}{NBSP}{}", t!(language, "month-short", month = date.month()), date.year())
}

/// A day in a narrow place: `22 нояб.`, `22 Nov`.
#[must_use]
pub fn short_day(language: Language, date: NaiveDate) -> String {
    format!("{}{NBSP}{}", date.day(), t!(language, "month-short", month = date.month()))
}

/// `21 ноября 2026, 20:09`, in the given zone.
#[must_use]
pub fn moment(language: Language, at: DateTime<Utc>, zone: Tz) -> String {
    let local = at.with_timezone(&zone);
    format!("{}, {:02}:{:02}", day(language, local.date_naive()), local.hour(), local.minute())
}

/// How long, in the largest sensible unit: `40 мин`, `5 ч`, `3 дн.`.
#[must_use]
pub fn span(language: Language, span: Duration) -> String {
    let minutes = span.num_minutes().abs();
    let (id, count) = match minutes {
        0..=59 => ("span-minutes", minutes),
        60..=2_879 => ("span-hours", minutes / 60),
        _ => ("span-days", minutes / 1_440),
    };
    t!(language, id, count = count).into_owned()
}

fn digits(language: Language, plain: &str) -> String {
    let (sign, plain) = plain.strip_prefix('-').map_or((false, plain), |rest| (true, rest));
    let (integer, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    let (group, point) = match language {
        Language::Russian => (NBSP, ','),
        Language::English => (',', '.'),
    };
    let mut text = String::with_capacity(plain.len() + 6);
    let nothing = plain.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    if sign && !nothing {
        text.push(MINUS);
    }
    // Russian practice: four digits stay together.
    let apart = integer.len() > 4 || (language == Language::English && integer.len() > 3);
    for (place, digit) in integer.chars().enumerate() {
        if apart && place > 0 && (integer.len() - place).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push(point);
        text.push_str(fraction);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_the_language() {
        assert_eq!(decimal(Language::Russian, 39.836, 2), "39,84");
        assert_eq!(decimal(Language::English, -4.4622, 2), "−4.46");
        assert_eq!(whole(Language::Russian, 228_001), "228\u{a0}001");
        assert_eq!(whole(Language::Russian, 2_746), "2746");
        assert_eq!(whole(Language::English, 2_746), "2,746");
        assert_eq!(signed(Language::Russian, 3.12, 1), "+3,1");
        assert_eq!(signed(Language::Russian, -0.01, 1), "0,0");
        assert_eq!(percent(Language::Russian, 0.7163, 1), "71,6\u{a0}%");
    }

    #[test]
    fn dates_follow_the_language() {
        let day_ = NaiveDate::from_ymd_opt(2026, 11, 21).expect("a real day");
        assert_eq!(day(Language::Russian, day_), "21\u{a0}ноября 2026");
        assert_eq!(month(Language::Russian, day_), "ноябрь 2026");
        assert_eq!(day(Language::English, day_), "21\u{a0}November 2026");
        assert_eq!(span(Language::Russian, Duration::hours(5)), "5\u{a0}ч");
    }
}
