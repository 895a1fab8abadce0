//! Writes the production calendars that come along into the calendar of the house, beside what staff set.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use rust_embed::RustEmbed;
use serde::Deserialize;

use super::{clockwork::changed, sync_presets::PresetError};
use crate::{
    domain::calendar::DayOff,
    store::{
        Connection,
        calendar_days::{self, Preset},
        transactions::transaction,
    },
};

#[derive(RustEmbed)]
#[folder = "templates/calendars"]
struct Calendars;

/// A country's production calendar.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// By year.
    years: BTreeMap<String, Year>,
}

/// One year of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Year {
    /// The law and the decree that it follows.
    source: String,
    #[serde(default)]
    closed: Vec<Dated>,
    #[serde(default)]
    shortened: Vec<Dated>,
    /// Days off that are worked, as the weekday that they were exchanged for.
    #[serde(default)]
    worked: Vec<Worked>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Dated {
    on: NaiveDate,
    /// Of several days in a row, the last.
    until: Option<NaiveDate>,
    note: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Worked {
    on: NaiveDate,
    like: u8,
    #[serde(default)]
    shortened: bool,
    note: String,
}

fn unreadable(name: &str, problem: impl std::fmt::Display) -> PresetError {
    PresetError::Unreadable { name: format!("calendars/{name}"), problem: problem.to_string() }
}

fn files() -> Result<Vec<(String, File)>, PresetError> {
    Calendars::iter()
        .map(|name| {
            let file = Calendars::get(&name).ok_or_else(|| unreadable(&name, "not embedded"))?;
            let text = std::str::from_utf8(&file.data).map_err(|error| unreadable(&name, error))?;
            let file = toml::from_str(text).map_err(|error| unreadable(&name, error))?;
            Ok((name.into_owned(), file))
        })
        .collect()
}

/// Every day of the production calendars, read and checked, in order.
///
/// # Errors
/// Names the file and what is wrong in it.
pub fn days() -> Result<Vec<Preset>, PresetError> {
    let mut found = BTreeMap::new();
    for (name, file) in files()? {
        for (year, days) in file.years {
            for (day, otherwise, note) in days.entries() {
                if day.year().to_string() != year {
                    return Err(unreadable(&name, format!("{day} is not in {year}")));
                }
                otherwise.validate().map_err(|problem| unreadable(&name, format!("{day}: {problem}")))?;
                let otherwise = serde_json::to_value(otherwise).map_err(|error| unreadable(&name, error))?;
                if found.insert(day, Preset { day, otherwise, note: note.to_owned() }).is_some() {
                    return Err(unreadable(&name, format!("{day} is there twice")));
                }
            }
        }
    }
    Ok(found.into_values().collect())
}

/// What the production calendar of a year follows; none where there is no calendar of it.
///
/// # Errors
/// Names the file and what is wrong in it.
pub fn source(year: i32) -> Result<Option<String>, PresetError> {
    let year = year.to_string();
    Ok(files()?.into_iter().find_map(|(_, mut file)| file.years.remove(&year)).map(|year| year.source))
}

impl Year {
    fn entries(&self) -> impl Iterator<Item = (NaiveDate, DayOff, &str)> {
        let each = |dated: &'_ Dated| {
            let last = dated.until.unwrap_or(dated.on);
            dated.on.iter_days().take_while(move |day| *day <= last)
        };
        let closed = self
            .closed
            .iter()
            .flat_map(move |dated| each(dated).map(|day| (day, DayOff::Closed, dated.note.as_str())));
        let shortened = self
            .shortened
            .iter()
            .flat_map(move |dated| each(dated).map(|day| (day, DayOff::Shortened, dated.note.as_str())));
        let worked = self.worked.iter().map(|worked| {
            let otherwise = DayOff::Like { weekday: worked.like, shortened: worked.shortened };
            (worked.on, otherwise, worked.note.as_str())
        });
        closed.chain(shortened).chain(worked)
    }
}

/// Makes the days of the production calendars hold, except where staff set or removed one. Where that changes anything,
/// open complaints are settled anew.
///
/// # Errors
/// When the database does not answer.
pub async fn sync_calendar(connection: &mut Connection, now: DateTime<Utc>) -> Result<(), PresetError> {
    let days = days()?;
    transaction(connection, async |connection| {
        if calendar_days::put_presets(connection, &days, now).await? > 0 {
            changed(connection, now).await?;
        }
        Ok(())
    })
    .await
}
