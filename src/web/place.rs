//! A place in a list as an address carries it: microseconds and id of the last row shown.

use chrono::{DateTime, Utc};

#[must_use]
pub fn written(at: DateTime<Utc>, id: i64) -> String {
    format!("{}.{id}", at.timestamp_micros())
}

/// Reads it back; none where it is no place.
#[must_use]
pub fn read(place: &str) -> Option<(DateTime<Utc>, i64)> {
    let (at, id) = place.split_once('.')?;
    Some((DateTime::from_timestamp_micros(at.parse().ok()?)?, id.parse().ok()?))
}
