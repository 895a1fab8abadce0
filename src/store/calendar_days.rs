//! Days that are otherwise than their weekday.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use super::{Result, schema::calendar_days};

/// One such day.
#[derive(Debug, Clone, Queryable)]
pub struct Row {
    pub day: NaiveDate,
    /// `domain::calendar::DayOff`
    pub otherwise: Value,
    pub note: Option<String>,
    /// `preset` or `staff`
    pub source: String,
    pub changed_at: DateTime<Utc>,
}

/// All of them in order; some dozens a year.
///
/// # Errors
/// When the database does not answer.
pub async fn all(connection: &mut AsyncPgConnection) -> Result<Vec<Row>> {
    Ok(calendar_days::table.order(calendar_days::day).load(connection).await?)
}
