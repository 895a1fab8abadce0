//! What a macro does to a complaint beside writing: read from a form, kept as JSON, checked whenever it is to be done.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{Flaw, pieces};
use crate::domain::{
    complaint::Resolution,
    outcome,
    remedy::{Compensation, Remedy},
    reminder,
    root_cause::RootCauses,
    severity::Severity,
    text::Text,
};

coded! {
    /// One of the things that a macro does, in the order in which a macro is written.
    pub enum Part {
        /// A letter to the customer.
        Letter = "letter",
        /// Who has it.
        Assign = "assign",
        /// How severe it is, by hand.
        Severity = "severity",
        /// Words for colleagues.
        Note = "note",
        /// Where it stands then.
        State = "state",
        /// When it comes back.
        Snooze = "snooze",
    }
}

/// Who has the complaint then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assign {
    /// Whoever uses the macro.
    Me,
    /// Nobody: it goes back to those that are free.
    Nobody,
    /// The handler with the fewest that run.
    Lightest,
    /// This member of staff.
    Person(i64),
}

impl Assign {
    /// `me`, `nobody`, `lightest`, or the number of a member of staff.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        match code.trim() {
            "me" => Some(Self::Me),
            "nobody" => Some(Self::Nobody),
            "lightest" => Some(Self::Lightest),
            number => number.parse().ok().map(Self::Person),
        }
    }

    /// As [`Self::parse`] reads it.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::Me => "me".to_owned(),
            Self::Nobody => "nobody".to_owned(),
            Self::Lightest => "lightest".to_owned(),
            Self::Person(id) => id.to_string(),
        }
    }
}

/// Where the complaint stands then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Then {
    /// The customer is awaited.
    Wait,
    /// The customer has answered: it is worked on.
    Work,
    /// It is resolved.
    Resolve(Ending),
    /// One that is resolved is closed.
    Close,
}

impl Then {
    /// The code of the state.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Wait => "wait",
            Self::Work => "work",
            Self::Resolve(_) => "resolve",
            Self::Close => "close",
        }
    }

    /// All codes, in the order in which they are offered.
    pub const CODES: [&'static str; 4] = ["wait", "work", "resolve", "close"];
}

/// How a complaint is resolved, as far as it is always the same; the rest is filled in each time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ending {
    /// Code of a root cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// Who was right; never `rejected`, which is a deed of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolution: Option<Resolution>,
    /// What the customer asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sought: Option<Remedy>,
    /// What they get.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<Remedy>,
    /// How much money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid: Option<Compensation>,
}

coded! {
    /// What a delay is counted in.
    pub enum Unit {
        /// Hours from now.
        Hours = "hours",
        /// Days from today, at nine in the morning.
        Days = "days",
    }
}

/// How long a complaint is put off, unless its customer writes before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Snooze {
    count: u16,
    unit: Unit,
}

impl Snooze {
    /// The most of either unit: no more than a year, as [`reminder::FURTHEST`].
    pub const MOST: u16 = 365;

    /// Reads a count of 1 to [`Self::MOST`].
    #[must_use]
    pub fn parse(count: &str, unit: &str) -> Option<Self> {
        let count = count.trim().parse().ok().filter(|count| (1..=Self::MOST).contains(count))?;
        Some(Self { count, unit: Unit::parse(unit)? })
    }

    /// How many.
    #[must_use]
    pub const fn count(self) -> u16 {
        self.count
    }

    /// Of what.
    #[must_use]
    pub const fn unit(self) -> Unit {
        self.unit
    }

    /// The moment it means now.
    #[must_use]
    pub fn until(self, now: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        match self.unit {
            Unit::Hours => now + TimeDelta::hours(i64::from(self.count)),
            Unit::Days => reminder::nine_in(u64::from(self.count), now, zone),
        }
    }
}

/// What a macro does beside writing. Nothing of it: the words are only an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Changes {
    /// Who has it then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assign: Option<Assign>,
    /// How severe it is, by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// Words for colleagues, with fields as an answer has them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where it stands then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub then: Option<Then>,
    /// When it comes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snooze: Option<Snooze>,
}

/// The changes as somebody filled them in, as text; empty is none.
#[derive(Debug, Clone, Copy, Default)]
pub struct Written<'a> {
    /// As [`Assign::parse`] reads it.
    pub assign: &'a str,
    /// Code of a [`Severity`].
    pub severity: &'a str,
    /// Words for colleagues.
    pub note: &'a str,
    /// Code of a [`Then`].
    pub then: &'a str,
    /// Of a resolution alone.
    pub ending: outcome::Written<'a>,
    /// How many hours or days.
    pub count: &'a str,
    /// Code of a [`Unit`].
    pub unit: &'a str,
}

/// What of a macro can't be done any more, whatever the complaint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Breach {
    /// The member of staff has left, or works on no complaints any more.
    Person(i64),
    /// The root cause can't be chosen any more.
    Cause(String),
    /// Somebody removed the macro.
    Removed,
    /// Written by a program that knew more.
    Unreadable,
}

impl Changes {
    /// The changes that are kept; none are kept of a plain answer.
    ///
    /// # Errors
    /// [`Breach::Unreadable`].
    pub fn kept(kept: Option<&serde_json::Value>) -> Result<Self, Breach> {
        let Some(kept) = kept else { return Ok(Self::default()) };
        Self::deserialize(kept).map_err(|_| Breach::Unreadable)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Reads changes; `writes` tells whether a letter goes with them.
    ///
    /// What can't be together: closing is of what is resolved already, so nothing but a note goes with it; what is resolved
    /// is not put off or given away; what is given away is seen by who gets it, so it is not put off.
    ///
    /// # Errors
    /// The first [`Flaw`] in the order of the form.
    pub fn read(written: &Written<'_>, writes: bool) -> Result<Self, Flaw> {
        let choice = |part: Part, given: &str, known: bool| {
            if given.trim().is_empty() || known { Ok(()) } else { Err(Flaw::Choice(part)) }
        };
        let assign = Assign::parse(written.assign);
        choice(Part::Assign, written.assign, assign.is_some())?;
        let severity = Severity::parse(written.severity);
        choice(Part::Severity, written.severity, severity.is_some())?;
        let then = match written.then.trim() {
            "wait" => Some(Then::Wait),
            "work" => Some(Then::Work),
            "resolve" => Some(Then::Resolve(ending(&written.ending)?)),
            "close" => Some(Then::Close),
            _ => None,
        };
        choice(Part::State, written.then, then.is_some())?;
        let outcome::Written { cause, resolution, sought, given, amount, .. } = written.ending;
        let ends = [cause, resolution, sought, given, amount].iter().any(|field| !field.trim().is_empty());
        if ends && !matches!(then, Some(Then::Resolve(_))) {
            // Nothing that somebody filled in is dropped silently.
            return Err(Flaw::Choice(Part::State));
        }
        let snooze = Snooze::parse(written.count, written.unit);
        choice(Part::Snooze, written.count, snooze.is_some())?;
        let note = Text::parse(written.note)?;
        if let Some(note) = &note {
            pieces(note.as_str())?;
        }
        let changes = Self { assign, severity, note: note.map(Text::into_string), then, snooze };
        match changes.clash(writes) {
            Some((one, other)) => Err(Flaw::Clash(one, other)),
            None => Ok(changes),
        }
    }

    fn clash(&self, writes: bool) -> Option<(Part, Part)> {
        let given_away = matches!(self.assign, Some(Assign::Nobody | Assign::Lightest | Assign::Person(_)));
        let (resolves, closes) =
            (matches!(self.then, Some(Then::Resolve(_))), matches!(self.then, Some(Then::Close)));
        let clashes = [
            (closes && writes, (Part::State, Part::Letter)),
            (closes && self.assign.is_some() || resolves && given_away, (Part::State, Part::Assign)),
            (closes && self.severity.is_some(), (Part::State, Part::Severity)),
            ((closes || resolves) && self.snooze.is_some(), (Part::State, Part::Snooze)),
            (given_away && self.snooze.is_some(), (Part::Assign, Part::Snooze)),
        ];
        clashes.into_iter().find_map(|(is, parts)| is.then_some(parts))
    }

    /// What can't be done any more. `works` tells whether complaints may be given to somebody.
    pub fn breaches(&self, causes: &RootCauses, works: impl Fn(i64) -> bool) -> Vec<Breach> {
        let person = match self.assign {
            Some(Assign::Person(id)) => Some(id).filter(|id| !works(*id)).map(Breach::Person),
            _ => None,
        };
        let cause = self.ending().and_then(|ending| ending.cause.as_ref());
        let cause = cause.filter(|code| !causes.is_choosable(code)).map(|code| Breach::Cause(code.clone()));
        person.into_iter().chain(cause).collect()
    }

    /// How it resolves, if it does.
    #[must_use]
    pub const fn ending(&self) -> Option<&Ending> {
        match &self.then {
            Some(Then::Resolve(ending)) => Some(ending),
            _ => None,
        }
    }
}

fn ending(written: &outcome::Written<'_>) -> Result<Ending, Flaw> {
    let choice = |given: &str, known: bool| {
        if given.trim().is_empty() || known { Ok(()) } else { Err(Flaw::Choice(Part::State)) }
    };
    let resolution = Resolution::parse(written.resolution).filter(|one| *one != Resolution::Rejected);
    choice(written.resolution, resolution.is_some())?;
    let (sought, given) = (Remedy::parse(written.sought), Remedy::parse(written.given));
    choice(written.sought, sought.is_some())?;
    choice(written.given, given.is_some())?;
    let paid = Compensation::parse(written.amount, written.currency).map_err(Flaw::Money)?;
    let cause = Some(written.cause.trim()).filter(|code| !code.is_empty()).map(str::to_owned);
    Ok(Ending { cause, resolution, sought, given, paid })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn resolving(written: Written<'_>) -> Written<'_> {
        let ending = outcome::Written {
            resolution: "upheld",
            given: "refund",
            amount: "1 500,5",
            currency: "RUB",
            ..outcome::Written::default()
        };
        Written { then: "resolve", ending, ..written }
    }

    #[test]
    fn what_is_read_is_kept_and_found_again() {
        let written =
            Written { assign: "7", severity: "high", note: " {{me.name}} ", count: "", ..Written::default() };
        let changes = Changes::read(&written, true).unwrap_or_default();
        assert_eq!(
            json!(changes),
            json!({ "assign": { "person": 7 }, "severity": "high", "note": "{{me.name}}" })
        );
        assert_eq!(Changes::kept(Some(&json!(changes))), Ok(changes));
        let changes = Changes::read(&resolving(Written { assign: "me", ..Written::default() }), true)
            .unwrap_or_default();
        let ending = json!({ "resolution": "upheld", "given": "refund", "paid": "1500.50 RUB" });
        assert_eq!(json!(changes), json!({ "assign": "me", "then": { "resolve": ending } }));
        assert_eq!(Changes::kept(Some(&json!(changes))), Ok(changes));
        assert_eq!(Changes::kept(Some(&json!({ "then": "fly" }))), Err(Breach::Unreadable));
        assert!(Changes::kept(None).is_ok_and(|changes| changes.is_empty()));
    }

    #[test]
    fn what_is_no_choice_is_told() {
        let flaw = |written: Written<'_>| Changes::read(&written, false).err();
        let none = Written::default();
        assert_eq!(flaw(none), None);
        assert_eq!(flaw(Written { assign: "x", ..none }), Some(Flaw::Choice(Part::Assign)));
        assert_eq!(flaw(Written { then: "reject", ..none }), Some(Flaw::Choice(Part::State)));
        for count in ["0", "366", "-1", "два"] {
            let written = Written { count, unit: "days", ..none };
            assert_eq!(flaw(written), Some(Flaw::Choice(Part::Snooze)), "{count}");
        }
        assert_eq!(flaw(Written { note: "{{me.nam}}", ..none }), Some(Flaw::Unknown("me.nam".to_owned())));
        let rejected = outcome::Written { resolution: "rejected", ..outcome::Written::default() };
        let written = Written { then: "resolve", ending: rejected, ..none };
        assert_eq!(flaw(written), Some(Flaw::Choice(Part::State)));
        let money = outcome::Written { amount: "-5", currency: "RUB", ..outcome::Written::default() };
        assert!(matches!(flaw(Written { then: "resolve", ending: money, ..none }), Some(Flaw::Money(_))));
        let left_over = Written { then: "wait", ending: money, ..none };
        assert_eq!(flaw(left_over), Some(Flaw::Choice(Part::State)));
    }

    #[test]
    fn what_can_not_be_together_is_refused() {
        let clash = |written: Written<'_>, writes| match Changes::read(&written, writes) {
            Err(Flaw::Clash(one, other)) => Some((one, other)),
            _ => None,
        };
        let none = Written::default();
        let close = Written { then: "close", ..none };
        let later = Written { count: "3", unit: "days", ..none };
        assert_eq!(clash(close, true), Some((Part::State, Part::Letter)));
        assert_eq!(clash(Written { assign: "me", ..close }, false), Some((Part::State, Part::Assign)));
        assert_eq!(clash(Written { severity: "low", ..close }, false), Some((Part::State, Part::Severity)));
        assert_eq!(clash(resolving(later), true), Some((Part::State, Part::Snooze)));
        assert_eq!(
            clash(resolving(Written { assign: "7", ..none }), true),
            Some((Part::State, Part::Assign))
        );
        assert_eq!(clash(Written { assign: "lightest", ..later }, true), Some((Part::Assign, Part::Snooze)));
        for fine in [
            close,
            resolving(Written { assign: "me", ..none }),
            Written { assign: "me", then: "wait", ..later },
        ] {
            assert!(Changes::read(&fine, false).is_ok());
        }
    }

    #[test]
    fn who_left_and_a_cause_that_is_gone_break_a_macro() {
        let ending = outcome::Written { cause: "old", ..outcome::Written::default() };
        let written = Written { then: "resolve", ending, ..Written::default() };
        let resolves = Changes::read(&written, true).unwrap_or_default();
        let causes = RootCauses::default();
        assert_eq!(resolves.breaches(&causes, |_| true), [Breach::Cause("old".to_owned())]);
        let gives = Changes { assign: Some(Assign::Person(7)), ..Changes::default() };
        assert_eq!(gives.breaches(&causes, |id| id != 7), [Breach::Person(7)]);
        assert!(gives.breaches(&causes, |_| true).is_empty());
    }

    #[test]
    fn hours_are_counted_from_now_and_days_to_nine_in_the_morning() {
        let now = "2026-11-22T20:30:00Z".parse().unwrap_or(DateTime::UNIX_EPOCH);
        let until = |count, unit| {
            Snooze::parse(count, unit).map(|snooze| snooze.until(now, chrono_tz::Europe::Moscow).to_rfc3339())
        };
        assert_eq!(until("4", "hours").as_deref(), Some("2026-11-23T00:30:00+00:00"));
        assert_eq!(until("2", "days").as_deref(), Some("2026-11-24T06:00:00+00:00"));
        let furthest =
            Snooze::parse("365", "days").map(|snooze| snooze.until(now, chrono_tz::Europe::Moscow));
        assert!(furthest.is_some_and(|until| reminder::check(until, now).is_ok()));
    }
}
