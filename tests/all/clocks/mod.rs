//! Clocks of complaints: the calendar, what follows from a life, what is stored of it, and the pages that show it.

mod calendar;
mod card;
mod changes;
mod laws;
mod recompute;
mod settings;
mod zones;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeZone as _, Utc};
use chrono_tz::{Europe::Moscow, Tz};
use otklik::{
    actions::sync_calendar,
    domain::calendar::{Calendar, DayOff},
};

/// A wall clock's `2026-11-20 17:00` in a zone, the first of two.
fn local(text: &str, zone: Tz) -> DateTime<Utc> {
    let naive = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").expect("a time");
    zone.from_local_datetime(&naive).earliest().expect("a time that occurs").to_utc()
}

fn moscow(text: &str) -> DateTime<Utc> {
    local(text, Moscow)
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// The production calendar that comes along.
fn russian_days() -> BTreeMap<NaiveDate, DayOff> {
    let days = sync_calendar::days().expect("a calendar");
    days.into_iter()
        .map(|preset| (preset.day, serde_json::from_value(preset.otherwise).expect("a day")))
        .collect()
}

/// Nine to six in Moscow, with the production calendar.
fn office() -> Calendar {
    Calendar { days: russian_days(), ..Calendar::office(Moscow) }
}
