//! What all steps of a complaint share: who does it, what they had seen, and why it may be refused.

mod telling;
mod together;
mod turning;

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, SubsecRound, Utc};
use futures_util::future::try_join_all;
use serde_json::json;
use thiserror::Error;

use super::{
    clockwork::clockwork,
    complaint_life,
    hindrance::Hindrance,
    legal_claims::{self, ClaimRefused},
};
use crate::{
    domain::{
        calendar::Calendar,
        clock::{self, Clockwork, Deadlines, Life},
        complaint::{Refused, State},
        email::EmailAddress,
        letter,
        merging::Conflict,
        role::Role,
        severity::Severity,
        text::{Text, TooLong},
    },
    store::{
        self, Connection, StoreError,
        complaint_events::{self, Author, Entry, Event, Turned},
        complaints::{self, Held},
        legal_claims::Claim,
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
    #[error("one that is {0} has no outcome to correct")]
    NotOver(State),
    #[error("no words")]
    Empty,
    #[error(transparent)]
    TooLong(#[from] TooLong),
    #[error("complaint {number} of the same purchase is open")]
    OpenTwin { number: i64 },
    /// Somebody else changed the same fields to something else.
    #[error("{} fields were changed by two people", .0.len())]
    Conflicts(Vec<Conflict>),
    #[error(transparent)]
    Claim(#[from] ClaimRefused),
    #[error(transparent)]
    Hindered(#[from] Hindrance),
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

/// The deadlines of clocks that had ended before a step.
#[derive(Debug, Clone, Copy)]
struct Ended {
    first_answer: Option<DateTime<Utc>>,
    resolution: Option<DateTime<Utc>>,
}

/// A complaint held for one step, and what its history will say of it.
pub(super) struct Work {
    pub held: Held,
    pub state: State,
    /// As it was when the step began.
    was: State,
    by: By,
    now: DateTime<Utc>,
    clockwork: Arc<Clockwork>,
    life: Life,
    /// What clocks that had ended before show for good.
    ended: Ended,
    /// The worst of what it heard in this step.
    heard: Option<Severity>,
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
        let turned = complaint_events::turns(connection, &[held.id]).await?;
        let clockwork = Arc::new(clockwork(connection).await?);
        Self::of(held, &turned, by.into(), now, clockwork)
    }

    /// Many at once, which this transaction has locked.
    pub async fn begin_all(
        connection: &mut Connection,
        numbers: &[i64],
        by: By,
        now: DateTime<Utc>,
        clockwork: &Arc<Clockwork>,
    ) -> Result<Vec<Self>, Refusal> {
        let turned = complaint_events::turns(connection, numbers).await?;
        let of = |held: Held| {
            let begins = turned.partition_point(|entry| entry.complaint_id < held.id);
            let ends = turned.partition_point(|entry| entry.complaint_id <= held.id);
            let own = turned.get(begins..ends).unwrap_or_default();
            Self::of(held, own, by, now, Arc::clone(clockwork))
        };
        complaints::held(connection, numbers).await?.into_iter().map(of).collect()
    }

    fn of(
        held: Held,
        turned: &[Turned],
        by: By,
        now: DateTime<Utc>,
        clockwork: Arc<Clockwork>,
    ) -> Result<Self, Refusal> {
        let state = State::parse(&held.state).ok_or(Refusal::Unknown)?;
        let life = complaint_life::life(held.opened_at, held.severity, turned);
        // What is stored has microseconds: what is reckoned now has to be what is reckoned from it later.
        let now = now.trunc_subsecs(6);
        let ended = Ended {
            first_answer: held.first_answered_at.map(|_| held.first_answer_due),
            resolution: (!state.is_open()).then_some(held.resolution_due),
        };
        Ok(Self {
            held,
            state,
            was: state,
            by,
            now,
            clockwork,
            life,
            ended,
            heard: None,
            entries: Vec::new(),
        })
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
    /// A letter that was taken back before it left is no deed: its words may be sent anew.
    pub fn is_repeated(&self, news: &[Event], kind: &str, body: &str) -> bool {
        news.iter().any(|event| {
            event.kind == kind
                && self.by.wrote(event)
                && event.body.as_deref().unwrap_or("") == body
                && event.letter_state.as_deref() != Some("cancelled")
        })
    }

    /// When the company works.
    pub fn calendar(&self) -> &Calendar {
        &self.clockwork.calendar
    }

    /// Stops a step that would speak past something its author has not read. What the rules settled meanwhile is nothing
    /// that anybody said.
    pub fn unchanged(&self, seen: Seen, news: &[Event]) -> Result<(), Refusal> {
        let silent = news.iter().all(|event| event.is_of_the_rules() || event.kind == "file");
        if self.held.version == seen.version && silent { Ok(()) } else { Err(Refusal::Changed) }
    }

    /// Answering for a complaint is its owner's, or a lead's in their place.
    pub fn answered_for(&self) -> Result<(), Refusal> {
        match (&self.held.owner_id, &self.held.owner, self.by) {
            (None, _, _) => Err(Refusal::NotTaken),
            (Some(owner), _, By::Staff(doer)) if *owner == doer.id || doer.role.may_take_over() => Ok(()),
            (Some(_), owner, _) => Err(Refusal::TakenBy { owner: owner.clone().unwrap_or_default() }),
        }
    }

    /// As [`Self::answered_for`]; what nobody has goes to whoever ends it.
    pub fn answer_for(&mut self) -> Result<(), Refusal> {
        if let (None, By::Staff(doer)) = (self.held.owner_id, self.by) {
            self.note_field("owner", None, Some(&doer.id.to_string()));
            self.held.owner_id = Some(doer.id);
        }
        self.answered_for()
    }

    pub fn is_new(&self) -> bool {
        self.state == State::New
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

    /// A field that a rule changed, with what is to be shown of the reason.
    pub fn note_because(
        &mut self,
        field: &'static str,
        old: &str,
        new: &str,
        because: Option<serde_json::Value>,
    ) {
        self.note_field(field, Some(old), Some(new));
        if let Some(entry) = self.entries.last_mut() {
            entry.detail = because;
        }
    }

    pub fn note_entry(&mut self, entry: Entry<'static>) {
        self.entries.push(entry);
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

    /// Puts a letter into the outbox; its entry of the history leads to it. It waits there for as long as its author may
    /// take it back.
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
            self.now + letter::RECALL,
        )
        .await?;
        Ok(Entry { kind: "letter", letter_id: Some(id), ..Entry::default() })
    }

    /// Sets both deadlines from the whole life, and tells where they moved. One that had ended before this step stands as
    /// it was judged, whatever the rules are now.
    fn set_clocks(&mut self) {
        let Deadlines { first_answer, resolution } = clock::deadlines(&self.life, &self.clockwork);
        let first_answer = self.ended.first_answer.unwrap_or(first_answer);
        let resolution = self.ended.resolution.filter(|_| !self.state.is_open()).unwrap_or(resolution);
        if first_answer != self.held.first_answer_due {
            self.note_moment("first_answer_due", Some(self.held.first_answer_due), Some(first_answer));
        }
        if resolution != self.held.resolution_due {
            self.note_moment("resolution_due", Some(self.held.resolution_due), Some(resolution));
        }
        self.held.first_answer_due = first_answer;
        self.held.resolution_due = resolution;
        self.held.next_deadline = clock::next_deadline(
            self.state,
            self.held.first_answered_at,
            Deadlines { first_answer, resolution },
            self.held.legal_due,
        );
    }

    /// Reckons the legal claims, and tells what became of them.
    async fn reckon_claims(&mut self, connection: &mut Connection, claims: &[Claim]) -> Result<(), Refusal> {
        let calendar = &self.clockwork.calendar;
        let (due, told) = legal_claims::reckon(connection, claims, self.was, self.state, calendar).await?;
        self.held.legal_due = due;
        self.entries.extend(told);
        Ok(())
    }

    /// Writes what rules made of complaints. Nobody's page is older by that: the versions stay.
    pub async fn settle(
        connection: &mut Connection,
        mut works: Vec<Self>,
        now: DateTime<Utc>,
    ) -> Result<(), Refusal> {
        let numbers: Vec<i64> = works.iter().map(|work| work.held.id).collect();
        let mut claims: BTreeMap<i64, Vec<Claim>> = BTreeMap::new();
        for claim in store::legal_claims::of(connection, &numbers).await? {
            claims.entry(claim.root).or_default().push(claim);
        }
        for work in &mut works {
            let own = claims.remove(&work.held.id).unwrap_or_default();
            work.reckon_claims(connection, &own).await?;
            work.set_clocks();
            work.held.clocks_version = work.clockwork.version;
        }
        // Sent one behind the other, without waiting for each.
        let shared: &Connection = connection;
        let writes: Vec<_> = works.iter().map(|work| complaints::put_back(shared, &work.held)).collect();
        try_join_all(writes).await?;
        let mut told = Vec::new();
        for work in &works {
            told.extend(work.entries.iter().map(|entry| (work.held.id, entry)));
        }
        Ok(complaint_events::write_of_many(connection, Author::Program, now, &told).await?)
    }

    /// Writes the complaint and its history. `first` tells the deed itself, with its words; the fields follow. What waited
    /// to be settled still waits.
    pub async fn end(
        mut self,
        connection: &mut Connection,
        first: &[(Entry<'static>, Option<&Text>)],
    ) -> Result<(), Refusal> {
        let claims = store::legal_claims::of(connection, &[self.held.id]).await?;
        self.reckon_claims(connection, &claims).await?;
        self.set_clocks();
        if matches!(self.by, By::Customer { .. }) {
            self.held.last_in_at = Some(self.now);
        }
        self.held.version += 1;
        complaints::put_back(connection, &self.held).await?;
        let mut entries: Vec<Entry<'_>> = first
            .iter()
            .map(|(entry, words)| Entry { body: words.map(Text::as_str), ..entry.clone() })
            .chain(self.entries)
            .collect();
        if let (Some(severity), Some(entry)) = (self.heard, entries.first_mut()) {
            // By this it is weighed later on, whatever the severity was set to meanwhile.
            let detail = entry.detail.get_or_insert_with(|| json!({}));
            if let Some(detail) = detail.as_object_mut() {
                detail.insert("severity".to_owned(), json!(severity));
            }
        }
        complaint_events::write(connection, self.held.id, self.by.author(), self.now, &entries).await?;
        Ok(())
    }
}
