//! Editing the fields of a card: merged field by field with whatever others changed meanwhile.

use chrono::{DateTime, Utc};

use super::complaint_step::{Doer, Refusal, Work};
use crate::{
    domain::{
        merging::{Edit, merge_all},
        remedy::Remedy,
        text::{TooLong, one_line},
    },
    store::{Connection, complaints::Held, transactions::transaction},
};

/// The fields that a card edits, as columns.
pub const FIELDS: [&str; 2] = ["subject", "remedy_sought"];
/// Characters of a subject: one line of a list.
const LONGEST_SUBJECT: usize = 200;

/// Writes the fields that were changed. A field that nobody else touched is written whatever else happened to the
/// complaint; one that somebody changed to something else stops the form.
///
/// # Errors
/// `Conflicts` with every field in conflict, and then nothing is written; too long a subject; a remedy nobody knows.
pub async fn edit_complaint(
    connection: &mut Connection,
    number: i64,
    doer: Doer,
    edits: &[Edit],
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    let edits: Vec<Edit> = edits.iter().map(cleaned).collect::<Result<_, _>>()?;
    transaction(connection, async |connection| {
        let mut work = Work::begin(connection, number, doer, now).await?;
        let held = &work.held;
        let current = |field: &str| value(held, field).cloned().unwrap_or_default();
        let written = merge_all(&edits, current).map_err(Refusal::Conflicts)?;
        if written.is_empty() {
            return Ok(());
        }
        for (field, new) in written {
            let new = (!new.is_empty()).then(|| new.to_owned());
            let old = value(&work.held, field).cloned();
            work.note_field(field, old.as_deref(), new.as_deref());
            match field {
                "subject" => work.held.subject = new,
                _ => work.held.remedy_sought = new,
            }
        }
        work.end(connection, &[]).await
    })
    .await
}

fn value<'a>(held: &'a Held, field: &str) -> Option<&'a String> {
    match field {
        "subject" => held.subject.as_ref(),
        _ => held.remedy_sought.as_ref(),
    }
}

fn cleaned(edit: &Edit) -> Result<Edit, Refusal> {
    let mine = one_line(&edit.mine, usize::MAX);
    let length = mine.chars().count();
    match edit.field {
        "subject" if length > LONGEST_SUBJECT => Err(TooLong { length, limit: LONGEST_SUBJECT }.into()),
        "remedy_sought" if !mine.is_empty() && Remedy::parse(&mine).is_none() => Err(Refusal::Empty),
        _ => Ok(Edit { mine, ..edit.clone() }),
    }
}
