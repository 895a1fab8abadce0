//! Taking words to a customer back in the seconds before they leave.

use chrono::{DateTime, Utc};
use thiserror::Error;

use super::{
    complaint_step::{self, Doer, Work},
    keep_draft::{Form, NotKept, keep_draft},
    outcome_rules::recourse,
};
use crate::{
    domain::{
        complaint::State,
        language::Language,
        letter::{Kind, Why},
    },
    store::{
        Connection, StoreError, attachments,
        complaint_events::Entry,
        complaints,
        letters::recalls::{self, Change, Leaving},
        transactions::transaction,
    },
};

/// Why a letter was not taken back. It leaves, or has left.
#[derive(Debug, Error)]
pub enum NotRecalled {
    #[error("no such letter of this complaint")]
    Unknown,
    #[error("it is being handed over, or has left")]
    Left,
    /// Others' letters are their own; a lead's word goes further.
    #[error("somebody else wrote it")]
    NotYours,
    #[error(transparent)]
    Step(#[from] complaint_step::Refusal),
}

impl From<StoreError> for NotRecalled {
    fn from(error: StoreError) -> Self {
        Self::Step(error.into())
    }
}

/// The form that wrote letters of this kind.
#[must_use]
pub fn panel(kind: &str) -> &'static str {
    match Kind::parse(kind) {
        Some(Kind::Resolved) => "resolve",
        Some(Kind::Rejected) => "reject",
        _ => "reply",
    }
}

/// Takes a letter back. What its step changed goes back with it where nobody changed it since, and its words return to
/// their author as a draft. Pressed twice it is one deed.
///
/// # Errors
/// Why not.
pub async fn recall_letter(
    connection: &mut Connection,
    number: i64,
    letter: i64,
    doer: Doer,
    now: DateTime<Utc>,
) -> Result<(), NotRecalled> {
    transaction(connection, async |connection| {
        let mut work = Work::begin(connection, number, doer, now).await?;
        let Some(found) = recalls::of_complaint(connection, number, letter).await? else {
            return Err(NotRecalled::Unknown);
        };
        if found.staff_id != Some(doer.id) && !doer.role.may_take_over() {
            return Err(NotRecalled::NotYours);
        }
        if !recalls::recall(connection, letter, Why::Recalled.code()).await? {
            let again = found.state == "cancelled";
            return if again { Ok(()) } else { Err(NotRecalled::Left) };
        }
        let changes = recalls::changes(connection, number, letter).await?;
        let was_open = work.state.is_open();
        undo(connection, &mut work, &changes).await?;
        let reopens = !was_open && work.state.is_open();
        if let Some(number) = complaints::open_twin(connection, number).await?.filter(|_| reopens) {
            return Err(complaint_step::Refusal::OpenTwin { number }.into());
        }
        if let Some(author) = found.staff_id {
            let form = Form { complaint: number, staff: author, panel: panel(&found.kind), known: None };
            let seen = recalls::newest_entry(connection, number).await?;
            let mut fields = fields(own_words(connection, &found).await?, &changes);
            for file in attachments::sent_with(connection, letter).await? {
                fields.push(("file".to_owned(), file.to_string()));
            }
            match keep_draft(connection, form, fields, seen, now).await {
                Ok(_) => {}
                Err(NotKept::Store(cause)) => return Err(cause.into()),
                Err(NotKept::TooLarge(_)) => return Err(NotRecalled::Left),
            }
        }
        let told = Entry { kind: "recalled", letter_id: Some(letter), ..Entry::default() };
        work.end(connection, &[(told, None)]).await?;
        Ok(())
    })
    .await
}

async fn undo(connection: &mut Connection, work: &mut Work, changes: &[Change]) -> Result<(), StoreError> {
    for change in changes {
        let (old, new) = (change.old_value.as_deref(), change.new_value.as_deref());
        match change.field.as_str() {
            "state" if Some(work.state.code()) == new => {
                if let Some(state) = old.and_then(State::parse) {
                    work.restore(state);
                }
            }
            "first_answered_at" => {
                let next = recalls::first_answer(connection, work.held.id).await?;
                work.unanswer(next);
            }
            "root_cause" if work.held.root_cause.as_deref() == new => {
                work.held.root_cause = old.map(str::to_owned);
                work.note_field("root_cause", new, old);
            }
            "resolution" if work.held.resolution.as_deref() == new => {
                work.held.resolution = old.map(str::to_owned);
                work.note_field("resolution", new, old);
            }
            "remedy_sought" if work.held.remedy_sought.as_deref() == new => {
                work.held.remedy_sought = old.map(str::to_owned);
                work.note_field("remedy_sought", new, old);
            }
            "remedy_given" if work.held.remedy_given.as_deref() == new => {
                work.held.remedy_given = old.map(str::to_owned);
                work.note_field("remedy_given", new, old);
            }
            "compensation"
                if new.is_some() && work.compensation().map(|paid| paid.to_string()).as_deref() == new =>
            {
                work.put_compensation(None);
            }
            "resolved_at" if !matches!(work.state, State::Resolved | State::Closed | State::Rejected) => {
                let was = work.held.resolved_at.take();
                work.note_moment("resolved_at", was, None);
            }
            _ => {}
        }
    }
    Ok(())
}

/// The words that its author wrote: a letter of rejection goes on with those of the house, which its form adds again.
async fn own_words(connection: &mut Connection, letter: &Leaving) -> Result<String, StoreError> {
    let body = letter.body.clone().unwrap_or_default();
    if Kind::parse(&letter.kind) != Some(Kind::Rejected) {
        return Ok(body);
    }
    let recourse = recourse(connection).await?;
    let own = Language::all().iter().find_map(|language| {
        body.strip_suffix(recourse.get(*language).trim()).map(|own| own.trim_end().to_owned())
    });
    Ok(own.unwrap_or(body))
}

/// What its form had held, by the names of its fields.
fn fields(body: String, changes: &[Change]) -> Vec<(String, String)> {
    let mut fields = vec![("body".to_owned(), body)];
    for change in changes {
        let Some(value) = change.new_value.as_deref() else { continue };
        let (name, value) = match (change.field.as_str(), value) {
            ("compensation", paid) => {
                let (amount, currency) = paid.split_once(' ').unwrap_or((paid, ""));
                fields.push(("currency".to_owned(), currency.to_owned()));
                ("amount", amount)
            }
            ("root_cause", _) => ("cause", value),
            ("resolution", _) => ("resolution", value),
            ("remedy_sought", _) => ("sought", value),
            ("remedy_given", _) => ("given", value),
            ("state", "waiting_for_customer") => ("wait", "yes"),
            _ => continue,
        };
        fields.push((name.to_owned(), value.to_owned()));
    }
    fields
}
