//! What all steps of a complaint share: who does it, what they had seen, and why it may be refused.

use chrono::{DateTime, Utc};
use thiserror::Error;

use super::clockwork::clockwork;
use crate::{
    domain::{
        clock::{self, Clockwork, Deadlines, Life, Turn},
        complaint::{self, Refused, State, Step},
        email::EmailAddress,
        role::Role,
        severity::Severity,
        text::{Text, TooLong},
    },
    store::{
        Connection, StoreError,
        complaint_events::{self, Author, Entry, Event},
        complaints::{self, Held},
    },
};

/// Who takes a step.
#[derive(Debug, Clone, Copy)]
pub struct Doer {
    pub id: i64,
    pub role: Role,
}

/// Who takes a step of a complaint: somebody of the staff, its customer, or the program.
#[derive(Debug, Clone, Copy)]
pub enum By {
    Staff(Doer),
    /// By the link of this answer.
    Customer {
        answer: i64,
    },
    /// By this letter that came in.
    Mail {
        letter: i64,
    },
    /// By a rule, without anybody.
    Program,
}

impl From<Doer> for By {
    fn from(doer: Doer) -> Self {
        Self::Staff(doer)
    }
}

impl By {
    const fn author(self) -> Author {
        match self {
            Self::Staff(doer) => Author::Staff(doer.id),
            Self::Customer { answer } => Author::Answer(answer),
            Self::Mail { letter } => Author::Mail(letter),
            Self::Program => Author::Program,
        }
    }

    fn wrote(self, event: &Event) -> bool {
        match self {
            Self::Staff(doer) => event.staff_id == Some(doer.id),
            Self::Customer { answer } => event.staff_id.is_none() && event.response_id == Some(answer),
            Self::Mail { letter } => event.incoming_letter_id == Some(letter),
            Self::Program => false,
        }
    }
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
    by: By,
    now: DateTime<Utc>,
    clockwork: Clockwork,
    life: Life,
    entries: Vec<Entry<'static>>,
}

impl Work {
    pub async fn begin(
        connection: &mut Connection,
        number: i64,
        by: impl Into<By>,
        now: DateTime<Utc>,
    ) -> Result<Self, Refusal> {
        let held = complaints::hold(connection, number).await?.ok_or(Refusal::Unknown)?;
        let state = State::parse(&held.state).ok_or(Refusal::Unknown)?;
        let life = life(&held, &complaint_events::turns(connection, held.id).await?);
        let clockwork = clockwork(connection).await?;
        Ok(Self { held, state, by: by.into(), now, clockwork, life, entries: Vec::new() })
    }

    /// Where this one is over and another of the same purchase is being worked on, that one: it hears what is said.
    pub async fn or_open_twin(self, connection: &mut Connection) -> Result<Self, Refusal> {
        if self.state.is_open() {
            return Ok(self);
        }
        match complaints::open_twin(connection, self.held.id).await? {
            Some(number) => Self::begin(connection, number, self.by, self.now).await,
            None => Ok(self),
        }
    }

    /// What happened after the page was drawn. Held, so nothing more can happen meanwhile.
    pub async fn since(&self, connection: &mut Connection, seen: Seen) -> Result<Vec<Event>, Refusal> {
        Ok(complaint_events::since(connection, self.held.id, seen.entry).await?)
    }

    /// Whether the same person has just done the very same: a button pressed twice is one deed.
    pub fn is_repeated(&self, news: &[Event], kind: &str, body: &str) -> bool {
        news.iter().any(|event| {
            event.kind == kind && self.by.wrote(event) && event.body.as_deref().unwrap_or("") == body
        })
    }

    /// Stops a step that would speak past something its author has not read.
    pub fn unchanged(&self, seen: Seen, news: &[Event]) -> Result<(), Refusal> {
        if self.held.version == seen.version && news.is_empty() { Ok(()) } else { Err(Refusal::Changed) }
    }

    /// Answering for a complaint is its owner's, or a lead's in their place.
    pub fn answered_for(&self) -> Result<(), Refusal> {
        match (&self.held.owner_id, &self.held.owner, self.by) {
            (None, _, _) => Err(Refusal::NotTaken),
            (Some(owner), _, By::Staff(doer)) if *owner == doer.id || doer.role.may_take_over() => Ok(()),
            (Some(_), owner, _) => Err(Refusal::TakenBy { owner: owner.clone().unwrap_or_default() }),
        }
    }

    /// Moves the state, if it may move so.
    pub fn step(&mut self, step: Step) -> Result<(), Refusal> {
        let next = complaint::next(self.state, step)?;
        if next != self.state {
            self.note_field("state", Some(self.state.code()), Some(next.code()));
            self.state = next;
            self.life.turns.push((self.now, Turn::State(next)));
            next.code().clone_into(&mut self.held.state);
        }
        Ok(())
    }

    /// Takes a finished complaint up again, and counts that. It stays with its owner, or goes to the member of staff who
    /// reopens it; the resolution is due anew, counted from now.
    pub async fn reopen(&mut self, connection: &mut Connection) -> Result<(), Refusal> {
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
        if let Some(cause) = self.held.root_cause.take() {
            self.note_field("root_cause", Some(&cause), None);
        }
        if let Some(resolution) = self.held.resolution.take() {
            self.note_field("resolution", Some(&resolution), None);
        }
        if let Some(at) = self.held.resolved_at.take() {
            self.note_moment("resolved_at", Some(at), None);
        }
        Ok(())
    }

    /// Takes in what asks for a human being: all signals, the worse severity, deadlines sooner only when it got worse.
    pub fn hear(&mut self, signals: &[String], severity: Severity) {
        for signal in signals {
            if !self.held.signals.contains(signal) {
                self.held.signals.push(signal.clone());
            }
        }
        let before = Severity::from_rank(self.held.severity).unwrap_or(Severity::Normal);
        if severity > before {
            self.grade(severity);
        }
        self.held.last_in_at = Some(self.now);
        self.wake();
    }

    /// Sets the severity, and with it the clocks.
    pub fn grade(&mut self, severity: Severity) {
        let before = Severity::from_rank(self.held.severity).unwrap_or(Severity::Normal);
        if severity != before {
            self.note_field("severity", Some(before.code()), Some(severity.code()));
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
        // Customers write by their link, and never into the outbox.
        let By::Staff(doer) = self.by else { return Err(Refusal::NotTaken) };
        reachable(held.email.as_deref(), held.bounced, held.erased).map_err(Refusal::NoAddress)?;
        let id = complaint_events::post_letter(
            connection,
            kind,
            held.customer_id,
            held.id,
            doer.id,
            body.as_str(),
            self.now,
        )
        .await?;
        Ok(Entry { kind: "letter", letter_id: Some(id), ..Entry::default() })
    }

    /// Sets both deadlines from the whole life, and tells where the resolution moved.
    fn set_clocks(&mut self) {
        let Deadlines { first_answer, resolution } = clock::deadlines(&self.life, &self.clockwork);
        if resolution != self.held.resolution_due {
            self.note_moment("resolution_due", Some(self.held.resolution_due), Some(resolution));
        }
        self.held.first_answer_due = first_answer;
        self.held.resolution_due = resolution;
        self.held.clocks_version = self.clockwork.version;
        self.held.next_deadline = clock::next_deadline(
            self.state,
            self.held.first_answered_at,
            Deadlines { first_answer, resolution },
            self.held.legal_due,
        );
    }

    /// Writes what a rule made of the complaint. Nobody's page is older by that: the version stays.
    pub async fn settle(mut self, connection: &mut Connection) -> Result<(), Refusal> {
        self.set_clocks();
        complaints::put_back(connection, &self.held).await?;
        if !self.entries.is_empty() {
            complaint_events::write(connection, self.held.id, self.by.author(), self.now, &self.entries)
                .await?;
        }
        Ok(())
    }

    /// Writes the complaint and its history. `first` tells the deed itself, with its words; the fields follow.
    pub async fn end(
        mut self,
        connection: &mut Connection,
        first: &[(Entry<'static>, Option<&Text>)],
    ) -> Result<(), Refusal> {
        self.set_clocks();
        if matches!(self.by, By::Customer { .. } | By::Mail { .. }) {
            self.held.last_in_at = Some(self.now);
        }
        self.held.version += 1;
        complaints::put_back(connection, &self.held).await?;
        let entries: Vec<Entry<'_>> = first
            .iter()
            .map(|(entry, words)| Entry { body: words.map(Text::as_str), ..entry.clone() })
            .chain(self.entries)
            .collect();
        complaint_events::write(connection, self.held.id, self.by.author(), self.now, &entries).await?;
        Ok(())
    }
}

/// A complaint's life as its history tells it. Severity at the opening is what the first change of it changed.
fn life(held: &Held, turned: &[complaint_events::Turned]) -> Life {
    let first = turned.iter().find(|entry| entry.field == "severity");
    let severity = match first {
        Some(entry) => entry.old_value.as_deref().and_then(Severity::parse),
        None => Severity::from_rank(held.severity),
    };
    let turns = turned.iter().filter_map(|entry| {
        let value = entry.new_value.as_deref();
        let turn = match entry.field.as_str() {
            "state" => Turn::State(State::parse(value?)?),
            "severity" => Turn::Severity(Severity::parse(value?)?),
            "first_answered_at" => Turn::Answered,
            _ => Turn::Reopened,
        };
        Some((entry.at, turn))
    });
    Life { opened_at: held.opened_at, severity: severity.unwrap_or(Severity::Normal), turns: turns.collect() }
}
