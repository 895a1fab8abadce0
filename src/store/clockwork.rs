//! All that the clocks of complaints run by, in one round trip: every step of a complaint asks for it.

use diesel::{
    pg::Pg,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    result::QueryResult,
    sql_types::{Jsonb, Nullable, Text},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use std::collections::BTreeMap;

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Result;
use crate::domain::{calendar::Calendar, clock::Clockwork};

/// The week of the company.
pub const CALENDAR: &str = "complaints.calendar";
/// How much time each severity allows.
pub const TARGETS: &str = "complaints.targets";
/// Counts the changes of everything here.
pub const VERSION: &str = "complaints.clockwork";
/// The zone that the settings of the process name, for a calendar that was never set.
pub const ZONE: &str = "company.zone";
/// What holds until a process noted another.
pub const UNSET_ZONE: Tz = chrono_tz::Europe::Moscow;

/// The clockwork as it is set, or by default: office hours in the company's zone.
///
/// A setting that can't be read counts as not set and is told in the log: complaints must open all the same.
///
/// # Errors
/// When the database does not answer.
pub async fn present(connection: &mut AsyncPgConnection) -> Result<Clockwork> {
    let stored = read(connection, [CALENDAR, TARGETS, VERSION, ZONE]).await?;
    let zone = understood(ZONE, stored.zone).unwrap_or(UNSET_ZONE);
    let mut calendar = understood(CALENDAR, stored.calendar).unwrap_or_else(|| Calendar::office(zone));
    let days: BTreeMap<NaiveDate, Value> = understood("calendar_days", stored.days).unwrap_or_default();
    calendar.days = days
        .into_iter()
        .filter_map(|(day, otherwise)| Some((day, understood("calendar_days", Some(otherwise))?)))
        .collect();
    Ok(Clockwork {
        targets: understood(TARGETS, stored.targets).unwrap_or_default(),
        calendar,
        version: understood(VERSION, stored.version).unwrap_or(1),
    })
}

/// A value of a setting; none, told in the log, where it is not what it should be.
pub fn understood<T: DeserializeOwned>(key: &'static str, value: Option<Value>) -> Option<T> {
    serde_json::from_value(value?)
        .inspect_err(
            |cause| tracing::error!(key, %cause, "a setting of the clocks can't be read; its default holds"),
        )
        .ok()
}

/// What is stored of it; none of what was never set.
#[derive(Debug, Clone)]
pub struct Stored {
    pub calendar: Option<Value>,
    pub targets: Option<Value>,
    pub version: Option<Value>,
    pub zone: Option<Value>,
    /// `domain::calendar::DayOff` by date.
    pub days: Option<Value>,
}

/// Reads the settings of these names, `[calendar, targets, version, zone]`, and the days that are otherwise.
///
/// # Errors
/// When the database does not answer.
pub async fn read(connection: &mut AsyncPgConnection, names: [&'static str; 4]) -> Result<Stored> {
    type Row = (Option<Value>, Option<Value>, Option<Value>, Option<Value>, Option<Value>);
    let (calendar, targets, version, zone, days): Row = Read(names).get_result(connection).await?;
    Ok(Stored { calendar, targets, version, zone, days })
}

/// Text that never changes, so each connection prepares it once.
struct Read([&'static str; 4]);

impl QueryFragment<Pg> for Read {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("SELECT ");
        for name in &self.0 {
            out.push_sql("(SELECT value FROM settings WHERE key = ");
            out.push_bind_param::<Text, _>(name)?;
            out.push_sql("), ");
        }
        out.push_sql(
            "(SELECT jsonb_object_agg(to_char(day, 'YYYY-MM-DD'), otherwise)
              FROM calendar_days WHERE removed_at IS NULL)",
        );
        Ok(())
    }
}

impl QueryId for Read {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl Query for Read {
    type SqlType = (Nullable<Jsonb>, Nullable<Jsonb>, Nullable<Jsonb>, Nullable<Jsonb>, Nullable<Jsonb>);
}
