//! Undoing a deed on many: back where nothing happened since, and told where something did.

use chrono::{DateTime, Utc};

use super::{BulkError, MOST, row::Before, work_off};
use crate::{
    actions::complaint_step::{Doer, Refusal, Work},
    domain::{complaint::State, role::Role},
    store::{
        Connection, StoreError,
        bulk_deeds::{self, Became, BulkDeed},
        complaint_events::Entry,
        reminders,
        transactions::transaction,
    },
};

/// Undoes somebody's own deed. Pressed twice it is undone once; one that is not worked off yet is not undone.
///
/// # Errors
/// Not theirs; when the database does not answer.
pub async fn undo_bulk(
    connection: &mut Connection,
    bulk: i64,
    staff: i64,
    now: DateTime<Utc>,
) -> Result<(), BulkError> {
    let deed = bulk_deeds::by_id(connection, bulk).await?.filter(|deed| deed.staff_id == staff);
    if deed.is_none() {
        return Err(BulkError::Unknown);
    }
    if bulk_deeds::undo(connection, bulk, now).await? {
        work_off(connection, bulk, MOST, now).await?;
    }
    Ok(())
}

/// Undoes the next row; answers whether there was one.
pub(super) async fn undo_next(
    connection: &mut Connection,
    bulk: &BulkDeed,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    transaction(connection, async |connection| {
        let Some(row) = bulk_deeds::next_row(connection, bulk.id, "done").await? else { return Ok(false) };
        let before: Option<Before> = row.before.clone().and_then(|kept| serde_json::from_value(kept).ok());
        let doer = Doer { id: bulk.staff_id, role: Role::Handler };
        let (outcome, detail) = match put_back(connection, &row, before, doer, now).await {
            Ok(()) => ("undone", None),
            Err(Refusal::Store(cause)) => return Err(cause),
            Err(_) => ("kept", Some("changed")),
        };
        let became = Became { outcome, detail, before: row.before.as_ref(), version: row.version };
        bulk_deeds::settle(connection, bulk.id, row.complaint_id, became).await?;
        Ok(true)
    })
    .await
}

async fn put_back(
    connection: &mut Connection,
    row: &bulk_deeds::Row,
    before: Option<Before>,
    doer: Doer,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    let mut work = Work::begin(connection, row.complaint_id, doer, now).await?;
    let before = before.filter(|_| row.version == Some(work.held.version)).ok_or(Refusal::Changed)?;
    let mut told = Vec::new();
    if work.held.owner_id != before.owner {
        let name = |owner: Option<i64>| owner.map(|owner| owner.to_string());
        let entry = Entry {
            kind: "assigned",
            field: Some("owner"),
            old: name(work.held.owner_id),
            new: name(before.owner),
            ..Entry::default()
        };
        told.push((entry, None));
        work.held.owner_id = before.owner;
    }
    if let Some(state) = State::parse(&before.state) {
        work.restore(state);
    }
    // A moment that came meanwhile is not waited for again.
    let until = before.snoozed_until.filter(|until| *until > now);
    if work.held.snoozed_until != until {
        work.note_moment("snoozed_until", work.held.snoozed_until, until);
        work.held.snoozed_until = until;
    }
    match before.reminder {
        Some(kept) if until.is_some() => {
            let note = kept.note.as_deref();
            reminders::put(connection, row.complaint_id, kept.staff, kept.until, note, now).await?;
        }
        _ => {
            reminders::remove(connection, row.complaint_id).await?;
        }
    }
    work.end(connection, &told).await
}
