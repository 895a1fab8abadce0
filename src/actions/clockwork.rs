//! What the clocks of complaints run by, put together from the settings.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde_json::json;

use crate::{
    domain::{
        calendar::{Calendar, DayOff},
        clock::{Clockwork, Targets},
    },
    store::{Connection, Result, calendar_days, settings},
};

/// The week of the company.
pub const CALENDAR: &str = "complaints.calendar";
/// How much time each severity allows.
pub const TARGETS: &str = "complaints.targets";
/// Counts the changes of everything here.
const VERSION: &str = "complaints.clockwork";
/// The zone that the settings of the process name, for a calendar that was never set.
const ZONE: &str = "company.zone";
/// What holds until a process noted another.
const UNSET_ZONE: Tz = chrono_tz::Europe::Moscow;

/// The clockwork as it is set, or by default: office hours in the company's zone.
///
/// A setting that can't be read counts as not set and is told in the log: complaints must open all the same.
///
/// # Errors
/// When the database does not answer.
pub async fn clockwork(connection: &mut Connection) -> Result<Clockwork> {
    let zone = settings::get(connection, ZONE).await?;
    let zone = zone.and_then(|zone| serde_json::from_value(zone).ok()).unwrap_or(UNSET_ZONE);
    let mut calendar = read(connection, CALENDAR).await?.unwrap_or_else(|| Calendar::office(zone));
    calendar.days = days(connection).await?;
    let targets = read(connection, TARGETS).await?.unwrap_or_else(Targets::default);
    let version = read(connection, VERSION).await?.unwrap_or(1);
    Ok(Clockwork { targets, calendar, version })
}

async fn read<T: serde::de::DeserializeOwned>(
    connection: &mut Connection,
    key: &'static str,
) -> Result<Option<T>> {
    let Some(value) = settings::get(connection, key).await? else { return Ok(None) };
    Ok(serde_json::from_value(value)
        .inspect_err(
            |cause| tracing::error!(key, %cause, "a setting of the clocks can't be read; its default holds"),
        )
        .ok())
}

async fn days(connection: &mut Connection) -> Result<BTreeMap<chrono::NaiveDate, DayOff>> {
    let rows = calendar_days::all(connection).await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((row.day, serde_json::from_value(row.otherwise).ok()?)))
        .collect())
}

/// Says that something here changed: every open complaint is settled anew. To be called in the transaction of the change.
///
/// # Errors
/// When the database does not answer.
pub async fn changed(connection: &mut Connection, now: DateTime<Utc>) -> Result<()> {
    let version: i64 = read(connection, VERSION).await?.unwrap_or(1);
    settings::put(connection, VERSION, &json!(version + 1), now).await
}

/// Notes the zone of the company, which a process knows from its settings.
///
/// # Errors
/// When the database does not answer.
pub async fn note_zone(connection: &mut Connection, zone: Tz, now: DateTime<Utc>) -> Result<()> {
    let known = settings::get(connection, ZONE).await?.unwrap_or_else(|| json!(UNSET_ZONE));
    if known == json!(zone) {
        return Ok(());
    }
    settings::put(connection, ZONE, &json!(zone), now).await?;
    changed(connection, now).await
}
