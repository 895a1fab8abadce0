//! Reports: the figures of a cut, asked for once and shared by page, file and command.

mod json;
mod table;

use chrono::NaiveDate;
use chrono_tz::Tz;

pub use json::{nps as nps_json, satisfaction as satisfaction_json};
pub use table::{Sections, nps as nps_table, satisfaction as satisfaction_table};

use crate::{
    domain::{
        period::{BadPeriod, Period},
        report::{Cut, NpsReport, SatisfactionReport},
    },
    store::{
        Connection, Result,
        figures::{nps, satisfaction},
        parameters,
    },
};

/// How a report's rows are divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Month,
    Store,
}

/// Counts the NPS of a cut, and of the period before it.
///
/// # Errors
/// When the database does not answer.
pub async fn nps(connection: &mut Connection, cut: Cut, zone: Tz) -> Result<NpsReport> {
    let cells = nps::cells(connection, &cut, zone).await?;
    let before = nps::cells(connection, &cut.previous(), zone).await?;
    Ok(NpsReport::new(cut, &cells, &before))
}

/// Counts the satisfaction of a cut, overall also of the period before it.
///
/// # Errors
/// When the database does not answer.
pub async fn satisfaction(connection: &mut Connection, cut: Cut, zone: Tz) -> Result<SatisfactionReport> {
    let cells = satisfaction::cells(connection, &cut, zone).await?;
    let before = satisfaction::cells(connection, &cut.previous(), zone).await?;
    let layouts = satisfaction::layouts(connection).await?;
    let ratings = satisfaction::ratings(connection, &cut, zone, &layouts).await?;
    let titles = parameters::titles(connection).await?;
    Ok(SatisfactionReport::new(cut, &cells, &before, &ratings, &titles))
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
