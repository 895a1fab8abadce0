//! The forms of the clocks as typed, and what is wrong in them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::Deserialize;

use super::super::meanwhile::Fields;
use crate::{
    domain::{
        calendar::{self, BadCalendar, Calendar, DayOff},
        clock::{BadTargets, Clockwork, Target, Targets},
        language::Language,
        moment,
        severity::Severity,
    },
    store::calendar_days::Row,
    t,
};

/// What is wrong in a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    Zone,
    /// The hours of a weekday, 1 to 7, can't be read.
    Hours(u8),
    Calendar(BadCalendar),
    /// A limit can't be read.
    Limit(Severity, Kind),
    Targets(BadTargets),
    /// No such day.
    Day,
    Year,
    Note,
    /// Hours of a dated exception that can't be read.
    DayHours,
}

/// Which of both limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    FirstAnswer,
    Resolution,
}

impl Kind {
    pub const BOTH: [Self; 2] = [Self::FirstAnswer, Self::Resolution];

    pub const fn code(self) -> &'static str {
        match self {
            Self::FirstAnswer => "first",
            Self::Resolution => "last",
        }
    }
}

/// Zone, week and limits: `zone`, `day1` to `day7`, `critical-first`, `critical-last`…
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Form {
    fields: BTreeMap<String, String>,
}

/// The name of a weekday's field.
pub fn day_field(weekday: u8) -> String {
    format!("day{weekday}")
}

/// The name of a limit's field.
pub fn limit_field(severity: Severity, kind: Kind) -> String {
    format!("{}-{}", severity.code(), kind.code())
}

impl From<&Clockwork> for Form {
    fn from(clockwork: &Clockwork) -> Self {
        let mut fields = BTreeMap::from([("zone".to_owned(), clockwork.calendar.zone.name().to_owned())]);
        for (weekday, hours) in (1..).zip(&clockwork.calendar.week) {
            fields.insert(day_field(weekday), calendar::write_hours(hours));
        }
        for severity in Severity::all().iter().copied() {
            let target = clockwork.targets.of(severity);
            for (kind, minutes) in [
                (Kind::FirstAnswer, target.first_answer_minutes),
                (Kind::Resolution, target.resolution_minutes),
            ] {
                fields.insert(limit_field(severity, kind), calendar::write_minutes(minutes));
            }
        }
        Self { fields }
    }
}

impl Form {
    /// Its fields with their labels.
    pub fn labelled(&self, language: Language) -> Fields {
        let label = |id: &str| t!(language, id).into_owned();
        let mut fields = vec![(label("clocks-zone"), self.get("zone").to_owned())];
        for weekday in 1..=7_u8 {
            let label = t!(language, "clocks-weekday", day = weekday).into_owned();
            fields.push((label, self.get(&day_field(weekday)).to_owned()));
        }
        for severity in Severity::all().iter().rev().copied() {
            for kind in Kind::BOTH {
                let severity_words = label(&format!("severity-{}", severity.code()));
                let label = format!("{severity_words}: {}", label(&format!("clocks-limit-{}", kind.code())));
                fields.push((label, self.get(&limit_field(severity, kind)).to_owned()));
            }
        }
        Fields(fields)
    }

    /// A field as typed.
    pub fn get(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    /// Whether only the consequences were asked for.
    pub fn is_trial(&self) -> bool {
        self.fields.contains_key("try")
    }

    pub fn read(&self) -> Result<(Calendar, Targets), Problem> {
        let zone: Tz = self.get("zone").trim().parse().map_err(|_| Problem::Zone)?;
        let mut calendar = Calendar { zone, week: Default::default(), days: BTreeMap::new() };
        for (weekday, hours) in (1..).zip(&mut calendar.week) {
            *hours = calendar::read_hours(self.get(&day_field(weekday))).ok_or(Problem::Hours(weekday))?;
        }
        calendar.validate().map_err(Problem::Calendar)?;
        let limit = |severity, kind| {
            calendar::read_minutes(self.get(&limit_field(severity, kind)))
                .ok_or(Problem::Limit(severity, kind))
        };
        let target = |severity| {
            Ok(Target {
                first_answer_minutes: limit(severity, Kind::FirstAnswer)?,
                resolution_minutes: limit(severity, Kind::Resolution)?,
            })
        };
        let targets = Targets {
            critical: target(Severity::Critical)?,
            high: target(Severity::High)?,
            normal: target(Severity::Normal)?,
            low: target(Severity::Low)?,
        };
        targets.validate().map_err(Problem::Targets)?;
        Ok((calendar, targets))
    }
}

/// One dated exception as typed.
#[derive(Debug, Default, Deserialize)]
pub struct TypedDay {
    #[serde(default)]
    pub day: String,
    /// `closed`, `shortened`, `hours`, or `like1` to `like7`, with `-shortened` where an hour is missing.
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub hours: String,
    #[serde(default)]
    pub note: String,
}

impl From<&Row> for TypedDay {
    fn from(row: &Row) -> Self {
        let (kind, hours) = match serde_json::from_value(row.otherwise.clone()) {
            Ok(DayOff::Closed) | Err(_) => ("closed".to_owned(), String::new()),
            Ok(DayOff::Shortened) => ("shortened".to_owned(), String::new()),
            Ok(DayOff::Like { weekday, shortened }) => (like(weekday, shortened), String::new()),
            Ok(DayOff::Hours { intervals }) => ("hours".to_owned(), calendar::write_hours(&intervals)),
        };
        Self { day: row.day.to_string(), kind, hours, note: row.note.clone().unwrap_or_default() }
    }
}

/// The code of a day that is worked as another weekday.
pub fn like(weekday: u8, shortened: bool) -> String {
    format!("like{weekday}{}", if shortened { "-shortened" } else { "" })
}

impl TypedDay {
    pub fn read(&self) -> Result<(NaiveDate, DayOff), Problem> {
        let day = moment::parse_day(&self.day).map_err(|_| Problem::Day)?;
        let otherwise = match self.kind.as_str() {
            "shortened" => DayOff::Shortened,
            "hours" => {
                let intervals = calendar::read_hours(&self.hours).ok_or(Problem::DayHours)?;
                if intervals.is_empty() { DayOff::Closed } else { DayOff::Hours { intervals } }
            }
            other => {
                let all = (1..=7).flat_map(|weekday| [(weekday, false), (weekday, true)]);
                let like = all.into_iter().find(|(weekday, shortened)| like(*weekday, *shortened) == other);
                like.map_or(DayOff::Closed, |(weekday, shortened)| DayOff::Like { weekday, shortened })
            }
        };
        otherwise.validate().map_err(|_| Problem::DayHours)?;
        Ok((day, otherwise))
    }
}
