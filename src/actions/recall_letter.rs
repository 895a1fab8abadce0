//! Taking words to a customer back in the seconds before they leave.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use thiserror::Error;

use super::complaint_step::{self, Doer, Work};
use crate::{
    domain::{
        complaint::State,
        letter::{Kind, Why},
    },
    store::{
        Connection, StoreError, attachments,
        complaint_events::Entry,
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
        undo(connection, &mut work, &changes).await?;
        if let Some(author) = found.staff_id {
            let mut fields = fields(&found, &changes);
            let files = attachments::sent_with(connection, letter).await?;
            if let Some(fields) = fields.as_object_mut().filter(|_| !files.is_empty()) {
                let files: Vec<String> = files.iter().map(ToString::to_string).collect();
                fields.insert("file".to_owned(), json!(files));
            }
            recalls::give_back(connection, (number, author), panel(&found.kind), &fields, now).await?;
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
                    work.put_state_back(state);
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
            "resolved_at" if !matches!(work.state, State::Resolved | State::Closed | State::Rejected) => {
                let was = work.held.resolved_at.take();
                work.note_moment("resolved_at", was, None);
            }
            _ => {}
        }
    }
    Ok(())
}

/// What its form had held, by the names of its fields.
fn fields(letter: &Leaving, changes: &[Change]) -> Value {
    let mut fields = json!({ "body": letter.body.as_deref().unwrap_or_default() });
    if let Some(fields) = fields.as_object_mut() {
        for change in changes {
            let name = match (change.field.as_str(), change.new_value.as_deref()) {
                ("root_cause", Some(_)) => "cause",
                ("resolution", Some(_)) => "resolution",
                ("state", Some("waiting_for_customer")) => "wait",
                _ => continue,
            };
            let value = if name == "wait" { Some("yes") } else { change.new_value.as_deref() };
            fields.insert(name.to_owned(), json!(value));
        }
    }
    fields
}
