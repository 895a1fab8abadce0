//! Changes of what clocks run by: hours, limits, days that are otherwise. Each with a trace; open complaints follow within seconds.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde_json::{Value, json};
use thiserror::Error;

use super::clockwork::{CALENDAR, TARGETS, changed};
use crate::{
    domain::{
        calendar::{BadCalendar, Calendar, DayOff},
        clock::{BadTargets, Targets},
    },
    store::{Connection, StoreError, audit, calendar_days, settings, transactions::transaction},
};

/// The years that a day may be in.
pub const YEARS: std::ops::RangeInclusive<i32> = 2000..=2099;
/// Letters of a day's note.
pub const LONGEST_NOTE: usize = 200;

/// Why nothing was changed.
#[derive(Debug, Error)]
pub enum NotPut {
    #[error(transparent)]
    Calendar(#[from] BadCalendar),
    #[error(transparent)]
    Targets(#[from] BadTargets),
    #[error("a day outside of 2000..=2099")]
    Year,
    #[error("a note of more than {LONGEST_NOTE} letters")]
    Note,
    #[error("it can't be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Sets week, zone and limits. The same as they are changes nothing.
///
/// # Errors
/// What can't be followed changes nothing.
pub async fn put_clocks(
    connection: &mut Connection,
    calendar: &Calendar,
    targets: &Targets,
    staff_id: i64,
    now: DateTime<Utc>,
) -> Result<(), NotPut> {
    calendar.validate()?;
    targets.validate()?;
    let values = [(CALENDAR, serde_json::to_value(calendar)?), (TARGETS, serde_json::to_value(targets)?)];
    transaction(connection, async |connection| {
        let mut moved = false;
        for (key, value) in &values {
            let before = settings::get(connection, key).await?;
            if before.as_ref() == Some(value) {
                continue;
            }
            settings::put(connection, key, value, now).await?;
            let detail = json!({ "from": before, "to": value });
            audit::record_with(connection, Some(staff_id), "settings.put", key, Some(&detail), now).await?;
            moved = true;
        }
        if moved { Ok(changed(connection, now).await?) } else { Ok(()) }
    })
    .await
}

/// Makes a day otherwise than its weekday, or otherwise than it was.
///
/// # Errors
/// What can't be followed changes nothing.
pub async fn put_day(
    connection: &mut Connection,
    day: NaiveDate,
    otherwise: &DayOff,
    note: &str,
    staff_id: i64,
    now: DateTime<Utc>,
) -> Result<(), NotPut> {
    otherwise.validate()?;
    if !YEARS.contains(&day.year()) {
        return Err(NotPut::Year);
    }
    let note = note.trim();
    if note.chars().count() > LONGEST_NOTE {
        return Err(NotPut::Note);
    }
    let value: Value = serde_json::to_value(otherwise)?;
    transaction(connection, async |connection| {
        let note = (!note.is_empty()).then_some(note);
        calendar_days::put(connection, day, &value, note, now).await?;
        let subject = day.to_string();
        audit::record_with(connection, Some(staff_id), "calendar.put", &subject, Some(&value), now).await?;
        Ok(changed(connection, now).await?)
    })
    .await
}

/// Lets a day be as its weekday says. One that was not there changes nothing.
///
/// # Errors
/// When the database does not answer.
pub async fn remove_day(
    connection: &mut Connection,
    day: NaiveDate,
    staff_id: i64,
    now: DateTime<Utc>,
) -> Result<(), NotPut> {
    transaction(connection, async |connection| {
        if calendar_days::remove(connection, day, now).await? {
            audit::record(connection, Some(staff_id), "calendar.remove", &day.to_string(), now).await?;
            changed(connection, now).await?;
        }
        Ok(())
    })
    .await
}
