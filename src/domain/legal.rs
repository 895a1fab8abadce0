//! Terms that the law gives for claims: data with law, article and source, counted by the days of the law.
//!
//! A term is a duty of the company, not a target of its own, so nothing pauses it. What is counted, by the Civil Code of
//! Russia (ГК РФ; stated from memory in our notes, so a lawyer has the last word):
//!
//! - article 191: a term begins the day after the event, here the day of the demand;
//! - article 192: a term in months ends on the same number of the last month, or on its last day where it has no such;
//! - article 193: where the last day is no working day, the term ends on the next working one;
//! - article 194: what is done by midnight of the last day is done in time, so the due moment is the midnight after it.
//!
//! Working days are those of a five-day week with the dated exceptions of the company's calendar (articles 111 and 112
//! of the Labour Code), whatever days the company itself works: a shop that is open on Sundays gains nothing by them,
//! and one that works three days a week loses nothing.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};

use super::{
    calendar::{Calendar, DayOff},
    clock::NEVER,
};

/// The longest term that may be entered, in its unit.
pub const LONGEST: u16 = 730;
/// How far ahead the end of a term is looked for, in days: 730 working days are less than four years.
const HORIZON: usize = 366 * 8;
/// How far back a demand may have been made, in days: general prescription is three years.
pub const OLDEST_DEMAND: u64 = 3 * 366;

coded! {
    /// What a term is counted in.
    pub enum Unit {
        /// Days of the calendar.
        CalendarDays = "calendar_days",
        /// Days of a five-day week without holidays.
        WorkingDays = "working_days",
        /// Whole months.
        Months = "months",
    }
}

coded! {
    /// How sure the preset of a term is.
    pub enum Certainty {
        /// The statute or an authority's text was seen.
        Seen = "seen",
        /// Several secondary sources agree.
        Agreed = "agreed",
        /// From memory: to be looked up.
        Memory = "memory",
    }
}

/// How long the law gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// How many, from 1 on.
    pub amount: u16,
    /// Of what.
    pub unit: Unit,
}

/// Whether the law counts a date as a working day: Monday to Friday, except dated holidays and days moved.
#[must_use]
pub fn is_working_day(calendar: &Calendar, date: NaiveDate) -> bool {
    match calendar.days.get(&date) {
        Some(DayOff::Closed) => false,
        Some(DayOff::Like { weekday, .. }) => *weekday <= 5,
        Some(DayOff::Hours { intervals }) => !intervals.is_empty(),
        Some(DayOff::Shortened) | None => date.weekday().number_from_monday() <= 5,
    }
}

/// The last day on which a demand may be met; `None` where the calendar ends before.
#[must_use]
pub fn last_day(demanded_on: NaiveDate, term: Term, calendar: &Calendar) -> Option<NaiveDate> {
    let working = |date: &NaiveDate| is_working_day(calendar, *date);
    let plain = match term.unit {
        Unit::CalendarDays => demanded_on.checked_add_days(Days::new(u64::from(term.amount)))?,
        Unit::Months => demanded_on.checked_add_months(Months::new(u32::from(term.amount)))?,
        Unit::WorkingDays => {
            let nth = usize::from(term.amount.max(1)) - 1;
            return demanded_on.iter_days().skip(1).take(HORIZON).filter(working).nth(nth);
        }
    };
    plain.iter_days().take(HORIZON).find(working)
}

/// The moment by which a demand must be met: the midnight that ends its last day in the company's zone. Pages say the day
/// before that midnight.
#[must_use]
pub fn due(demanded_on: NaiveDate, term: Term, calendar: &Calendar) -> DateTime<Utc> {
    last_day(demanded_on, term, calendar)
        .and_then(|day| day.succ_opt())
        .map_or(NEVER, |after| calendar.midnight(after))
}

/// The day that people say for a due moment: the last one that counts.
#[must_use]
pub fn said_day(due_at: DateTime<Utc>, calendar: &Calendar) -> NaiveDate {
    let after = calendar.date(due_at);
    after.pred_opt().unwrap_or(after)
}

/// The midnight from which on so many working days are left, the last day among them and the one that begins not: with
/// two, a term that ends on Friday approaches as Wednesday begins.
#[must_use]
pub fn approaches(due_at: DateTime<Utc>, working_days: u8, calendar: &Calendar) -> DateTime<Utc> {
    let last = said_day(due_at, calendar);
    let mut left = working_days;
    let mut day = last;
    for _ in 0..HORIZON {
        if left == 0 && is_working_day(calendar, day) {
            break;
        }
        if is_working_day(calendar, day) {
            left = left.saturating_sub(1);
        }
        let Some(before) = day.pred_opt() else { break };
        day = before;
    }
    calendar.midnight(day).min(due_at)
}

/// Terms that a request of a person about their own data starts, in the order in which they are offered.
pub const DATA_REQUEST_TERMS: [&str; 2] = ["data_stop", "data_withdrawal"];

/// Beginnings of words that follow one another, at most three words between two; each row is one way to ask.
const DATA_REQUESTS: &[&[&str]] = &[
    &["удал", "данны"],
    &["удал", "аккаунт"],
    &["удал", "из", "баз"],
    &["удал", "из", "рассыл"],
    &["удал", "мой", "номер"],
    &["уничтож", "данны"],
    &["сотр", "данны"],
    &["убер", "из", "баз"],
    &["убер", "из", "рассыл"],
    &["отпиш", "меня"],
    &["отзыв", "согласи"],
    &["отзов", "согласи"],
    &["прекрат", "обработ"],
    &["персональн", "данны"],
    &["не", "пиши", "мне"],
    &["не", "пиши", "больше"],
    &["больше", "не", "пиши"],
    &["мне", "не", "пиши"],
    &["не", "звони", "мне"],
    &["больше", "не", "звони"],
    &["не", "присылай", "мне"],
    &["не", "беспокой", "меня"],
    &["delete", "my", "data"],
    &["delete", "my", "account"],
    &["delete", "my", "information"],
    &["erase", "my", "data"],
    &["remove", "my", "data"],
    &["remove", "me", "from"],
    &["personal", "data"],
    &["withdraw", "consent"],
    &["stop", "writing"],
    &["stop", "emailing"],
    &["stop", "contacting"],
    &["do", "not", "contact"],
    &["do", "not", "write"],
    &["do", "not", "email"],
    &["don't", "write", "me"],
    &["don't", "contact", "me"],
    &["don't", "email", "me"],
    &["unsubscribe", "me"],
];
/// Words that may stand between two of a row.
const APART: usize = 3;
/// Letters of a word that is compared whole.
const SHORT: usize = 2;

/// Whether somebody's words may ask to delete their data or to write no more: a hint to a person, never a decision.
#[must_use]
pub fn asks_about_data(words: &str) -> bool {
    let plain = words.to_lowercase().replace('ё', "е").replace('’', "'");
    let words: Vec<&str> = plain
        .split(|letter: char| !letter.is_alphanumeric() && letter != '\'')
        .filter(|word| !word.is_empty())
        .collect();
    DATA_REQUESTS
        .iter()
        .any(|row| (0..words.len()).any(|at| follows(words.get(at..).unwrap_or_default(), row)))
}

/// Whether these words begin with a row, each of it near the one before.
fn follows(words: &[&str], row: &[&str]) -> bool {
    let Some((first, others)) = row.split_first() else { return true };
    let Some((word, mut rest)) = words.split_first() else { return false };
    if !begins(word, first) {
        return false;
    }
    for stem in others {
        let Some(at) = rest.iter().take(APART + 1).position(|word| begins(word, stem)) else { return false };
        rest = rest.get(at + 1..).unwrap_or_default();
    }
    true
}

/// Short words are whole words: `не` is not the beginning of `нет`.
fn begins(word: &str, stem: &str) -> bool {
    if stem.chars().count() <= SHORT { word == stem } else { word.starts_with(stem) }
}
