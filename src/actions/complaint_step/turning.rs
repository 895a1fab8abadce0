//! What turns a complaint: its state, its severity, what its customer says, the first answer.

use chrono::{DateTime, Utc};

use super::{By, Refusal, Work};
use crate::{
    domain::{
        clock::Turn,
        complaint::{self, State, Step},
        severity::Severity,
    },
    store::{Connection, complaints},
};

impl Work {
    /// Moves the state, if it may move so.
    pub fn step(&mut self, step: Step) -> Result<(), Refusal> {
        let next = complaint::next(self.state, step)?;
        if next != self.state {
            self.note_field("state", Some(self.state.code()), Some(next.code()));
            self.state = next;
            self.life.turns.push((self.now, Turn::State(next)));
            next.code().clone_into(&mut self.held.state);
        }
        if step == Step::CustomerReplied {
            self.held.last_in_at = Some(self.now);
        }
        if step == Step::CustomerReplied || !next.is_open() {
            // What a reminder waited for is here, or there is nothing to be reminded of.
            self.wake();
        }
        Ok(())
    }

    /// Takes a finished complaint up again, and counts that. It stays with its owner, or goes to the member of staff who
    /// reopens it; the resolution is due anew, counted from now.
    pub async fn reopen(&mut self, connection: &mut Connection) -> Result<(), Refusal> {
        self.must_not_be_merged(connection).await?;
        self.step(Step::Reopen)?;
        if let Some(number) = complaints::open_twin(connection, self.held.id).await? {
            return Err(Refusal::OpenTwin { number });
        }
        let times = self.held.reopened;
        self.note_field("reopened", Some(&times.to_string()), Some(&(times + 1).to_string()));
        self.held.reopened = times + 1;
        self.life.turns.push((self.now, Turn::Reopened));
        if let (None, By::Staff(doer)) = (self.held.owner_id, self.by) {
            self.note_field("owner", None, Some(&doer.id.to_string()));
            self.held.owner_id = Some(doer.id);
        }
        self.take_outcome_off();
        Ok(())
    }

    /// Takes in what asks for a human being: all signals, the worse severity, deadlines sooner only when it got worse.
    /// A severity that was set by hand stays. It is weighed anew when it is settled next.
    pub fn hear(&mut self, signals: &[String], severity: Severity) {
        for signal in signals {
            if !self.held.signals.contains(signal) {
                self.held.signals.push(signal.clone());
            }
        }
        let before = Severity::from_rank(self.held.severity).unwrap_or(Severity::Normal);
        if severity > before && self.held.why.as_ref().is_none_or(|why| why.get("override").is_none()) {
            self.grade(severity, None);
        }
        self.heard = self.heard.max(Some(severity));
        self.held.last_in_at = Some(self.now);
        self.weigh_anew();
        self.wake();
    }

    /// Has severity, priority and clocks settled by the rules again, within seconds.
    pub const fn weigh_anew(&mut self) {
        self.held.clocks_version = 0;
    }

    /// What it was opened with.
    pub const fn opened_as(&self) -> Severity {
        self.life.severity
    }

    /// Sets the severity, and with it the clocks; `because` is kept beside it.
    pub fn grade(&mut self, severity: Severity, because: Option<serde_json::Value>) {
        let before = Severity::from_rank(self.held.severity).unwrap_or(Severity::Normal);
        if severity != before {
            self.note_because("severity", before.code(), severity.code(), because);
            self.held.severity = severity.rank();
            self.life.turns.push((self.now, Turn::Severity(severity)));
        }
    }

    /// Ends a reminder: what it waited for is here.
    pub fn wake(&mut self) {
        if let Some(until) = self.held.snoozed_until.take() {
            self.note_moment("snoozed_until", Some(until), None);
        }
    }

    /// The first letter of a person is the first answer.
    pub fn answer(&mut self) {
        if self.held.first_answered_at.is_none() {
            self.held.first_answered_at = Some(self.now);
            self.life.turns.push((self.now, Turn::Answered));
            self.note_moment("first_answered_at", None, Some(self.now));
        }
    }

    /// The first answer was taken back before it left: there is none, or `next` is the first.
    pub fn unanswer(&mut self, next: Option<DateTime<Utc>>) {
        if let Some(at) = self.held.first_answered_at.take() {
            self.note_moment("first_answered_at", Some(at), next);
            self.held.first_answered_at = next;
            self.life.turns.retain(|(_, turn)| *turn != Turn::Answered);
            self.life.turns.extend(next.map(|at| (at, Turn::Answered)));
            self.life.turns.sort_by_key(|(at, _)| *at);
        }
    }

    /// The customer's word ends the wait for it, by whatever road it came: a second answer too.
    pub fn hear_what_came(&mut self) -> Result<(), Refusal> {
        let waits_since = self.life.turns.iter().rev().find_map(|(at, turn)| match turn {
            Turn::State(state) => (*state == State::WaitingForCustomer).then_some(*at),
            _ => None,
        });
        match (self.state, waits_since, self.held.last_in_at) {
            (State::WaitingForCustomer, Some(since), Some(heard)) if heard > since => {
                self.step(Step::CustomerReplied)
            }
            _ => Ok(()),
        }
    }
}
