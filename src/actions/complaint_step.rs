//! What all steps of a complaint share: who does it, what they had seen, and why it may be refused.

use chrono::{DateTime, Utc};
use thiserror::Error;

use crate::{
    domain::{
        clock::{self, Deadlines},
        complaint::{self, Refused, State, Step},
        email::EmailAddress,
        role::Role,
        text::{Text, TooLong},
    },
    store::{
        Connection, StoreError,
        complaint_events::{self, Entry, Event},
        complaints::{self, Held},
    },
};

/// Who takes a step.
#[derive(Debug, Clone, Copy)]
pub struct Doer {
    pub id: i64,
    pub role: Role,
}

/// What the page showed when its form was drawn.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    pub version: i32,
    /// The newest entry of the history; 0 where there was none.
    pub entry: i64,
}

/// Why no letter can be written to a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAddress {
    Missing,
    Unreadable,
    Bounced,
    Erased,
}

/// Why a step was not taken. Nothing was changed.
#[derive(Debug, Error)]
pub enum Refusal {
    #[error("no such complaint")]
    Unknown,
    #[error(transparent)]
    Impossible(#[from] Refused),
    #[error("a complaint that is {0} is not written to")]
    Over(State),
    #[error("{owner} has it")]
    TakenBy { owner: String },
    #[error("nobody has taken it")]
    NotTaken,
    #[error("something happened since the page was opened")]
    Changed,
    #[error("the customer can't be written to: {0:?}")]
    NoAddress(NoAddress),
    #[error("no words")]
    Empty,
    #[error(transparent)]
    TooLong(#[from] TooLong),
    #[error("complaint {number} of the same purchase is open")]
    OpenTwin { number: i64 },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whether a letter would have somewhere to go.
///
/// # Errors
/// Why not.
pub fn reachable(email: Option<&str>, bounced: bool, erased: bool) -> Result<(), NoAddress> {
    match email {
        _ if erased => Err(NoAddress::Erased),
        None | Some("") => Err(NoAddress::Missing),
        _ if bounced => Err(NoAddress::Bounced),
        Some(email) => EmailAddress::parse(email).map(|_| ()).map_err(|_| NoAddress::Unreadable),
    }
}

/// Words that must be there.
pub(super) fn words(given: &str) -> Result<Text, Refusal> {
    Text::parse(given)?.ok_or(Refusal::Empty)
}

/// A complaint held for one step, and what its history will say of it.
pub(super) struct Work {
    pub held: Held,
    pub state: State,
    doer: Doer,
    now: DateTime<Utc>,
    entries: Vec<Entry<'static>>,
}

impl Work {
    pub async fn begin(
        connection: &mut Connection,
        number: i64,
        doer: Doer,
        now: DateTime<Utc>,
    ) -> Result<Self, Refusal> {
        let held = complaints::hold(connection, number).await?.ok_or(Refusal::Unknown)?;
        let state = State::parse(&held.state).ok_or(Refusal::Unknown)?;
        Ok(Self { held, state, doer, now, entries: Vec::new() })
    }

    /// What happened after the page was drawn. Held, so nothing more can happen meanwhile.
    pub async fn since(&self, connection: &mut Connection, seen: Seen) -> Result<Vec<Event>, Refusal> {
        Ok(complaint_events::since(connection, self.held.id, seen.entry).await?)
    }

    /// Whether the same person has just done the very same: a button pressed twice is one deed.
    pub fn is_repeated(&self, news: &[Event], kind: &str, body: &str) -> bool {
        news.iter().any(|event| {
            event.kind == kind
                && event.staff_id == Some(self.doer.id)
                && event.body.as_deref().unwrap_or("") == body
        })
    }

    /// Stops a step that would speak past something its author has not read.
    pub fn unchanged(&self, seen: Seen, news: &[Event]) -> Result<(), Refusal> {
        if self.held.version == seen.version && news.is_empty() { Ok(()) } else { Err(Refusal::Changed) }
    }

    /// Answering for a complaint is its owner's, or a lead's in their place.
    pub fn answered_for(&self) -> Result<(), Refusal> {
        match (&self.held.owner_id, &self.held.owner) {
            (None, _) => Err(Refusal::NotTaken),
            (Some(owner), _) if *owner == self.doer.id || self.doer.role.may_take_over() => Ok(()),
            (Some(_), owner) => Err(Refusal::TakenBy { owner: owner.clone().unwrap_or_default() }),
        }
    }

    /// Moves the state, if it may move so.
    pub fn step(&mut self, step: Step) -> Result<(), Refusal> {
        let next = complaint::next(self.state, step)?;
        if next != self.state {
            self.note_field("state", Some(self.state.code()), Some(next.code()));
            self.state = next;
            next.code().clone_into(&mut self.held.state);
        }
        Ok(())
    }

    /// The first letter of a person is the first answer.
    pub fn answer(&mut self) {
        if self.held.first_answered_at.is_none() {
            self.held.first_answered_at = Some(self.now);
            self.note_moment("first_answered_at", None, Some(self.now));
        }
    }

    pub fn note_field(&mut self, field: &'static str, old: Option<&str>, new: Option<&str>) {
        self.entries.push(Entry {
            kind: "field",
            field: Some(field),
            old: old.map(str::to_owned),
            new: new.map(str::to_owned),
            ..Entry::default()
        });
    }

    pub fn note_moment(
        &mut self,
        field: &'static str,
        old: Option<DateTime<Utc>>,
        new: Option<DateTime<Utc>>,
    ) {
        let text = |at: Option<DateTime<Utc>>| at.map(|at| at.to_rfc3339());
        self.note_field(field, text(old).as_deref(), text(new).as_deref());
    }

    /// Puts a letter into the outbox; its entry of the history leads to it.
    pub async fn post(
        &self,
        connection: &mut Connection,
        kind: &str,
        body: &Text,
    ) -> Result<Entry<'static>, Refusal> {
        let held = &self.held;
        reachable(held.email.as_deref(), held.bounced, held.erased).map_err(Refusal::NoAddress)?;
        let id = complaint_events::post_letter(
            connection,
            kind,
            held.customer_id,
            held.id,
            self.doer.id,
            body.as_str(),
            self.now,
        )
        .await?;
        Ok(Entry { kind: "letter", letter_id: Some(id), ..Entry::default() })
    }

    /// Writes the complaint and its history. `first` tells the deed itself, with its words; the fields follow.
    pub async fn end(
        mut self,
        connection: &mut Connection,
        first: &[(Entry<'static>, Option<&Text>)],
    ) -> Result<(), Refusal> {
        let deadlines =
            Deadlines { first_answer: self.held.first_answer_due, resolution: self.held.resolution_due };
        self.held.next_deadline = clock::next_deadline(self.state, self.held.first_answered_at, deadlines);
        complaints::put_back(connection, &self.held).await?;
        let entries: Vec<Entry<'_>> = first
            .iter()
            .map(|(entry, words)| Entry { body: words.map(Text::as_str), ..entry.clone() })
            .chain(self.entries)
            .collect();
        complaint_events::write(connection, self.held.id, self.doer.id, self.now, &entries).await?;
        Ok(())
    }
}
