//! Reports: the figures of a view, asked for once and shared by page, file, letter and command.
//!
//! A report is counted (`count`) into a value of `domain::report`, from which its page is drawn, and told (`document`) as
//! cells, from which files, programs and the command have it. So all of them say the same.

pub mod abc;
pub mod buyers;
pub mod comments;
pub mod complaints;
mod counted;
pub mod counting;
pub mod customers;
pub mod document;
pub mod drivers;
mod memory;
pub mod nps;
pub mod overview;
pub mod reasons;
pub mod response;
pub mod retention;
pub mod rfm;
pub mod rows;
pub mod satisfaction;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

pub use counted::Counted;
pub use document::Document;
pub use memory::Memory;

use crate::{
    domain::{
        cut::{Dimension, Grain, View},
        language::Language,
        period::{BadPeriod, Period},
        report::{Chosen, Report},
    },
    store::{Connection, StoreError, facts},
};

/// What counting answers.
pub type Count<T> = Result<T, StoreError>;

/// By whose clock and in whose language a report is told.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    pub zone: Tz,
    pub language: Language,
    /// The moment it is told at: what is overdue hangs on it.
    pub now: DateTime<Utc>,
}

/// How the rows of a document are divided, where it is not as usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Step(Grain),
    Dimension(Dimension),
}

/// A report as a document, that of its page where the memory has it; of a section with very many rows it has the first,
/// and says how many more there are.
///
/// # Errors
/// When the database does not answer.
pub async fn document(
    connection: &mut Connection,
    memory: &Memory,
    report: Report,
    view: View,
    setting: &Setting,
) -> Count<Document> {
    let counted = memory.count(connection, report, &view, setting).await?;
    let document = match counted.and_then(|counted| counted.document(setting)) {
        Some(document) => document,
        None => comments::document(connection, view, Chosen::everything(), setting).await?,
    };
    Ok(document.bounded())
}

/// The days from the first to the last that there is anything to tell of in a report.
///
/// # Errors
/// When the database does not answer.
pub async fn span(connection: &mut Connection, report: Report, zone: Tz) -> Count<Option<Period>> {
    let mut all: Option<Period> = None;
    for subject in report.spans() {
        let one = facts::days_of(connection, *subject, zone).await?;
        all = match (all, one) {
            (Some(all), Some(one)) => Some(all.together(one)),
            (all, one) => all.or(one),
        };
    }
    Ok(all)
}

/// The name of a step: `2026-11-22`, `2026-W47`, `2026-11`, `2026-Q4`.
#[must_use]
pub fn step_name(grain: Grain, first: NaiveDate) -> String {
    use chrono::Datelike as _;
    match grain {
        Grain::Day => first.to_string(),
        Grain::Week => first.format("%G-W%V").to_string(),
        Grain::Month => first.format("%Y-%m").to_string(),
        Grain::Quarter => format!("{}-Q{}", first.year(), first.month0() / 3 + 1),
    }
}

/// The days asked for; an end left out is that of the answers there are, or of today where there are none.
///
/// # Errors
/// [`BadPeriod`] says which end and what was found.
pub fn days(
    from: Option<&str>,
    to: Option<&str>,
    span: Option<Period>,
    today: NaiveDate,
) -> std::result::Result<Period, BadPeriod> {
    let tomorrow = today.succ_opt().unwrap_or(NaiveDate::MAX);
    let otherwise = match span {
        Some(span) => span,
        None => Period::new(today, tomorrow)?,
    };
    let given = |text: Option<&str>| text.is_some_and(|text| !text.trim().is_empty());
    // One end alone may lie beyond all answers: that is an empty period, not a mistake.
    let wide = match (given(from), given(to)) {
        (true, false) => Period::new(otherwise.from(), NaiveDate::MAX)?,
        (false, true) => Period::new(NaiveDate::MIN, otherwise.to())?,
        _ => otherwise,
    };
    let asked = Period::between(from, to, wide)?;
    let start = if given(from) { asked.from() } else { otherwise.from().min(before(asked.to())) };
    let end = if given(to) { asked.to() } else { otherwise.to().max(after(asked.from())) };
    Period::new(start, end)
}

fn before(day: NaiveDate) -> NaiveDate {
    day.pred_opt().unwrap_or(day)
}

fn after(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}
