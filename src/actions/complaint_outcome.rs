//! The outcome of a complaint as a step writes it and takes it off again, each field with its trace.

use chrono::{DateTime, Utc};

use super::complaint_step::Work;
use crate::domain::{outcome::Outcome, remedy::Compensation};

impl Work {
    /// Writes how it ended; only what differs from before is told.
    pub(super) fn put_outcome(&mut self, outcome: &Outcome) {
        let cause = self.held.root_cause.replace(outcome.cause().to_owned());
        self.note_changed("root_cause", cause.as_deref(), Some(outcome.cause()));
        let resolution = outcome.resolution().code();
        let before = self.held.resolution.replace(resolution.to_owned());
        self.note_changed("resolution", before.as_deref(), Some(resolution));
        if let Some(sought) = outcome.sought() {
            let before = self.held.remedy_sought.replace(sought.code().to_owned());
            self.note_changed("remedy_sought", before.as_deref(), Some(sought.code()));
        }
        let given = outcome.given().map(|given| given.code());
        let before = std::mem::replace(&mut self.held.remedy_given, given.map(str::to_owned));
        self.note_changed("remedy_given", before.as_deref(), given);
        self.put_compensation(outcome.compensation());
    }

    /// Takes the outcome off one that is open again; the history keeps it.
    pub(super) fn take_outcome_off(&mut self) {
        let cause = self.held.root_cause.take();
        self.note_changed("root_cause", cause.as_deref(), None);
        let resolution = self.held.resolution.take();
        self.note_changed("resolution", resolution.as_deref(), None);
        let given = self.held.remedy_given.take();
        self.note_changed("remedy_given", given.as_deref(), None);
        self.put_compensation(None);
        if let Some(at) = self.held.resolved_at.take() {
            self.note_moment("resolved_at", Some(at), None);
        }
    }

    /// Whether it ended just so already.
    pub(super) fn has_outcome(&self, outcome: &Outcome) -> bool {
        let held = &self.held;
        held.root_cause.as_deref() == Some(outcome.cause())
            && held.resolution.as_deref() == Some(outcome.resolution().code())
            && outcome.sought().is_none_or(|sought| held.remedy_sought.as_deref() == Some(sought.code()))
            && held.remedy_given.as_deref() == outcome.given().map(|given| given.code())
            && self.compensation().as_ref() == outcome.compensation()
    }

    /// When it was over: what the resolution clock is measured by.
    pub(super) fn over_at(&mut self, now: DateTime<Utc>) {
        self.note_moment("resolved_at", self.held.resolved_at, Some(now));
        self.held.resolved_at = Some(now);
    }

    /// What the customer got in money.
    pub(super) fn compensation(&self) -> Option<Compensation> {
        let held = &self.held;
        Compensation::stored(held.compensation.as_ref(), held.compensation_currency.as_deref())
    }

    pub(super) fn put_compensation(&mut self, paid: Option<&Compensation>) {
        let before = self.compensation().map(|paid| paid.to_string());
        self.note_changed("compensation", before.as_deref(), paid.map(ToString::to_string).as_deref());
        self.held.compensation = paid.map(|paid| paid.amount().clone());
        self.held.compensation_currency = paid.map(|paid| paid.currency().to_string());
    }

    fn note_changed(&mut self, field: &'static str, old: Option<&str>, new: Option<&str>) {
        if old != new {
            self.note_field(field, old, new);
        }
    }
}
