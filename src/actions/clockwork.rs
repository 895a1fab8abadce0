//! What the clocks of complaints run by, put together from the settings.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde_json::json;

use crate::{
    domain::clock::Clockwork,
    store::{self, Connection, Result, settings},
};

pub use crate::store::clockwork::{CALENDAR, TARGETS};
use crate::store::clockwork::{UNSET_ZONE, VERSION, ZONE, understood as read};

/// The clockwork as it is set, or by default: office hours in the company's zone.
///
/// # Errors
/// When the database does not answer.
pub async fn clockwork(connection: &mut Connection) -> Result<Clockwork> {
    store::clockwork::present(connection).await
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
