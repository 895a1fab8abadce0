//! Using a macro: its letter, its note and its changes are one step of the complaint, all of it or nothing.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde_json::json;
use thiserror::Error;

use super::{
    assign_complaint::give,
    assigning::lightest_but,
    attach_files,
    complaint_step::{By, Doer, Refusal, Seen, Work},
    override_severity::set_severity,
    snooze_complaint::put_off,
};
use crate::{
    domain::{
        canned::{Assign, Changes, Part, Then},
        complaint::{Refused, State, Step},
        outcome::Outcome,
        text::Text,
    },
    store::{
        Connection, StoreError, canned_answers,
        complaint_events::{Entry, Event},
        transactions::{dry_run, transaction},
        workload,
    },
};

/// A macro as somebody uses it: with the words and the outcome as they read and mended them.
#[derive(Debug, Clone, Copy)]
pub struct Run<'a> {
    pub id: i64,
    pub title: &'a str,
    pub changes: &'a Changes,
    /// Nothing: no letter.
    pub letter: &'a str,
    /// Files of the complaint that go with the letter.
    pub files: &'a [i64],
    /// Nothing: no note.
    pub note: &'a str,
    /// Of a macro that resolves; may be absent only where it is tried.
    pub outcome: Option<&'a Outcome>,
}

/// Why a macro did nothing.
#[derive(Debug, Error)]
pub enum NotRun {
    #[error("{} parts were refused", .0.len())]
    Stopped(Stops),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What was refused and why; none of the parts: the whole.
pub type Stops = Vec<(Option<Part>, Refusal)>;

impl From<Refusal> for NotRun {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Store(cause) => Self::Store(cause),
            refusal => Self::Stopped(vec![(None, refusal)]),
        }
    }
}

/// Uses a macro in one transaction. The same once more is no second deed.
///
/// # Errors
/// Every part that is refused, and then nothing was done.
pub async fn run_macro(
    connection: &mut Connection,
    number: i64,
    doer: Doer,
    seen: Seen,
    run: Run<'_>,
    zone: Tz,
    now: DateTime<Utc>,
) -> Result<(), NotRun> {
    transaction(connection, async |connection| perform(connection, number, doer, seen, run, zone, now).await)
        .await
}

/// What would be refused, found by doing it and taking all of it back.
///
/// # Errors
/// When the database does not answer.
pub async fn try_macro(
    connection: &mut Connection,
    number: i64,
    doer: Doer,
    seen: Seen,
    run: Run<'_>,
    zone: Tz,
    now: DateTime<Utc>,
) -> Result<Stops, StoreError> {
    let tried =
        dry_run(connection, async |connection| perform(connection, number, doer, seen, run, zone, now).await)
            .await;
    match tried {
        Ok(()) => Ok(Vec::new()),
        Err(NotRun::Stopped(stops)) => Ok(stops),
        Err(NotRun::Store(cause)) => Err(cause),
    }
}

async fn perform(
    connection: &mut Connection,
    number: i64,
    doer: Doer,
    seen: Seen,
    run: Run<'_>,
    zone: Tz,
    now: DateTime<Utc>,
) -> Result<(), NotRun> {
    if run.changes.assign == Some(Assign::Lightest) {
        // Before the complaint is held: whoever hands out by load holds in this order.
        workload::one_at_a_time(connection).await?;
    }
    let work = Work::begin(connection, number, doer, now).await?;
    let news = work.since(connection, seen).await?;
    let words = |part, given: &str| {
        Text::parse(given).map_err(|long| NotRun::Stopped(vec![(Some(part), long.into())]))
    };
    let (letter, note) = (words(Part::Letter, run.letter)?, words(Part::Note, run.note)?);
    if is_repeated(&work, &news, doer, run, letter.as_ref(), note.as_ref()) {
        return Ok(());
    }
    work.must_not_be_merged(connection).await?;
    work.unchanged(seen, &news)?;
    let mut deed = Doing { work, doer, run, now, told: Vec::new() };
    let mut stops = Vec::new();
    for part in order(run.changes.assign) {
        let done = match part {
            Part::Letter => deed.letter(connection, letter.as_ref()).await,
            Part::Assign => deed.assign(connection).await,
            Part::Severity => deed.severity(connection).await,
            Part::Note => {
                deed.note(note.as_ref());
                Ok(())
            }
            Part::State => deed.state(),
            Part::Snooze => deed.snooze(connection, zone).await,
        };
        match done {
            Ok(()) => deed.tell_fields(),
            Err(Refusal::Store(cause)) => return Err(cause.into()),
            Err(refusal) => stops.push((Some(part), refusal)),
        }
    }
    if !stops.is_empty() {
        return Err(NotRun::Stopped(stops));
    }
    deed.end(connection).await?;
    Ok(())
}

/// Who takes it to themselves has it before anything else; who gets it, after everything else.
fn order(assign: Option<Assign>) -> [Part; 6] {
    if assign == Some(Assign::Me) {
        [Part::Assign, Part::Severity, Part::Letter, Part::Note, Part::State, Part::Snooze]
    } else {
        [Part::Severity, Part::Letter, Part::Note, Part::State, Part::Snooze, Part::Assign]
    }
}

fn is_repeated(
    work: &Work,
    news: &[Event],
    doer: Doer,
    run: Run<'_>,
    letter: Option<&Text>,
    note: Option<&Text>,
) -> bool {
    let same =
        |kind, words: Option<&Text>| words.is_none_or(|words| work.is_repeated(news, kind, words.as_str()));
    news.iter().any(|event| event.staff_id == Some(doer.id) && event.by_macro() == Some(run.id))
        && same("letter", letter)
        && same("note", note)
        && run.outcome.is_none_or(|outcome| work.has_outcome(outcome))
}

/// A macro being done.
struct Doing<'a> {
    work: Work,
    doer: Doer,
    run: Run<'a>,
    now: DateTime<Utc>,
    told: Vec<(Entry<'static>, Option<Text>)>,
}

impl Doing<'_> {
    /// What a part changed of the fields stands behind its entry: taking a letter back undoes what follows it.
    fn tell_fields(&mut self) {
        self.told.extend(self.work.told().into_iter().map(|entry| (entry, None)));
    }

    async fn letter(&mut self, connection: &mut Connection, words: Option<&Text>) -> Result<(), Refusal> {
        let Some(words) = words else { return Ok(()) };
        if !self.work.state.is_open() {
            return Err(Refusal::Over(self.work.state));
        }
        self.work.answered_for()?;
        let kind = if self.run.changes.ending().is_some() { "resolved" } else { "reply" };
        let letter = self.work.post(connection, kind, words).await?;
        if let Some(id) = letter.letter_id {
            attach_files::send_with(connection, self.work.held.id, id, self.run.files).await?;
        }
        self.work.answer();
        self.told.push((letter, Some(words.clone())));
        Ok(())
    }

    async fn assign(&mut self, connection: &mut Connection) -> Result<(), Refusal> {
        let Some(assign) = self.run.changes.assign else { return Ok(()) };
        let to = match assign {
            Assign::Me => Some(self.doer.id),
            Assign::Nobody => None,
            Assign::Person(id) => Some(id),
            Assign::Lightest => Some(lightest_but(connection, self.work.held.owner_id).await?),
        };
        let told = give(connection, &mut self.work, By::Staff(self.doer), to).await?;
        let kind = if assign == Assign::Me { "taken" } else { "assigned" };
        self.told.extend(told.map(|told| (Entry { kind, ..told }, None)));
        Ok(())
    }

    async fn severity(&mut self, connection: &mut Connection) -> Result<(), Refusal> {
        let Some(severity) = self.run.changes.severity else { return Ok(()) };
        let Some(reason) = Text::parse(self.run.title)? else { return Err(Refusal::Empty) };
        let told = set_severity(connection, &mut self.work, self.doer, severity, &reason, self.now).await?;
        self.told.extend(told.map(|told| (told, Some(reason))));
        Ok(())
    }

    fn note(&mut self, words: Option<&Text>) {
        let told = words.map(|words| (Entry { kind: "note", ..Entry::default() }, Some(words.clone())));
        self.told.extend(told);
    }

    fn state(&mut self) -> Result<(), Refusal> {
        let work = &mut self.work;
        let mut tell = |kind| self.told.push((Entry { kind, ..Entry::default() }, None));
        match (&self.run.changes.then, work.state) {
            (None, _)
            | (Some(Then::Wait), State::WaitingForCustomer)
            | (Some(Then::Work), State::InProgress) => {}
            (Some(Then::Wait), _) => {
                work.answered_for()?;
                work.step(Step::Wait)?;
            }
            (Some(Then::Work), State::WaitingForCustomer) => work.step(Step::CustomerReplied)?,
            (Some(Then::Work), state) => return Err(Refused { state, step: Step::CustomerReplied }.into()),
            (Some(Then::Resolve(_)), _) => {
                work.answered_for()?;
                work.step(Step::Resolve)?;
                if let Some(outcome) = self.run.outcome {
                    work.put_outcome(outcome);
                }
                work.over_at(self.now);
                tell("resolved");
            }
            (Some(Then::Close), _) => {
                work.answer_for()?;
                work.step(Step::Close)?;
                tell("closed");
            }
        }
        Ok(())
    }

    async fn snooze(&mut self, connection: &mut Connection, zone: Tz) -> Result<(), Refusal> {
        let Some(snooze) = self.run.changes.snooze else { return Ok(()) };
        let until = snooze.until(self.now, zone);
        let told = put_off(connection, &mut self.work, self.doer, until, None, self.now).await?;
        self.told.extend(told.map(|told| (told, None)));
        Ok(())
    }

    /// Writes it all down; the first entry names the macro. Where everything was so already, there is nothing to write.
    async fn end(mut self, connection: &mut Connection) -> Result<(), Refusal> {
        let Some((first, _)) = self.told.first_mut() else { return Ok(()) };
        let detail = first.detail.get_or_insert_with(|| json!({}));
        if let Some(detail) = detail.as_object_mut() {
            detail.insert("macro".to_owned(), json!({ "id": self.run.id, "title": self.run.title }));
        }
        canned_answers::count_use(connection, self.run.id, self.now).await?;
        let told: Vec<_> = self.told.iter().map(|(entry, words)| (entry.clone(), words.as_ref())).collect();
        self.work.end(connection, &told).await
    }
}
