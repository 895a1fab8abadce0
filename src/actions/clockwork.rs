//! What the clocks of complaints run by, put together from the settings.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::{
    domain::{calendar::Calendar, clock::Clockwork},
    store::{self, Connection, Result, settings},
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
    let stored = store::clockwork::read(connection, [CALENDAR, TARGETS, VERSION, ZONE]).await?;
    let zone = read(ZONE, stored.zone).unwrap_or(UNSET_ZONE);
    let mut calendar = read(CALENDAR, stored.calendar).unwrap_or_else(|| Calendar::office(zone));
    let days: BTreeMap<NaiveDate, Value> = read("calendar_days", stored.days).unwrap_or_default();
    calendar.days = days
        .into_iter()
        .filter_map(|(day, otherwise)| Some((day, read("calendar_days", Some(otherwise))?)))
        .collect();
    Ok(Clockwork {
        targets: read(TARGETS, stored.targets).unwrap_or_default(),
        calendar,
        version: read(VERSION, stored.version).unwrap_or(1),
    })
}

fn read<T: DeserializeOwned>(key: &'static str, value: Option<Value>) -> Option<T> {
    serde_json::from_value(value?)
        .inspect_err(
            |cause| tracing::error!(key, %cause, "a setting of the clocks can't be read; its default holds"),
        )
        .ok()
}

/// Says that something here changed: every open complaint is settled anew. To be called in the transaction of the change.
///
/// # Errors
/// When the database does not answer.
pub async fn changed(connection: &mut Connection, now: DateTime<Utc>) -> Result<()> {
    let version: i64 = read(VERSION, settings::get(connection, VERSION).await?).unwrap_or(1);
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
