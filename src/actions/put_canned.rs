//! Words that are ready to be sent: kept, changed, removed, put back, taken.

use chrono::{DateTime, Utc};
use serde_json::json;
use thiserror::Error;

use super::complaint_step::Doer;
use crate::{
    domain::{
        canned::{self, Assign, Changes, Flaw, Part, Written},
        language::Language,
    },
    store::{
        Connection, StoreError,
        canned_answers::{self, Canned, Put},
        root_causes,
        transactions::transaction,
        workload,
    },
};

/// Why ready words were not kept.
#[derive(Debug, Error)]
pub enum NotPut {
    #[error("no such words")]
    Unknown,
    /// Everybody's are a lead's to change.
    #[error("everybody's words are a lead's to change")]
    LeadsOnly,
    #[error(transparent)]
    Flaw(#[from] Flaw),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Ready words as somebody typed them.
#[derive(Debug, Clone, Copy)]
pub struct Typed<'a> {
    /// Those to be changed; none: new ones.
    pub id: Option<i64>,
    pub everybodys: bool,
    /// None: any.
    pub language: Option<Language>,
    pub title: &'a str,
    pub body: &'a str,
    /// What makes a macro of them.
    pub changes: Written<'a>,
}

/// Whether somebody may change these words.
#[must_use]
pub fn may_change(canned: &Canned, doer: Doer) -> bool {
    canned.owner_id == Some(doer.id) || (canned.owner_id.is_none() && doer.role.may_take_over())
}

/// Keeps words, new or changed.
///
/// # Errors
/// What is wrong with them; a lead's to change; no such words.
pub async fn put_canned(
    connection: &mut Connection,
    doer: Doer,
    typed: Typed<'_>,
    now: DateTime<Utc>,
) -> Result<i64, NotPut> {
    let changes = Changes::read(&typed.changes, !typed.body.trim().is_empty())?;
    let (title, body) = canned::read(typed.title, typed.body, &changes)?;
    let kept = (!changes.is_empty()).then(|| json!(changes));
    if typed.everybodys && !doer.role.may_take_over() {
        return Err(NotPut::LeadsOnly);
    }
    let put = Put {
        owner_id: (!typed.everybodys).then_some(doer.id),
        language: typed.language.map(Language::code),
        title: &title,
        body: &body,
        changes: kept.as_ref(),
    };
    transaction(connection, async |connection| {
        can_be_done(connection, &changes).await?;
        let Some(id) = typed.id else { return Ok(canned_answers::add(connection, put, now).await?) };
        changeable(connection, id, doer).await?;
        canned_answers::change(connection, id, put).await?;
        Ok(id)
    })
    .await
}

/// Removes words, or puts them back. The same again changes nothing.
///
/// # Errors
/// A lead's to change; no such words.
pub async fn remove_canned(
    connection: &mut Connection,
    doer: Doer,
    id: i64,
    back: bool,
    now: DateTime<Utc>,
) -> Result<(), NotPut> {
    transaction(connection, async |connection| {
        changeable(connection, id, doer).await?;
        canned_answers::mark_removed(connection, id, (!back).then_some(now)).await?;
        Ok(())
    })
    .await
}

/// Takes words for a letter, which is counted; none where they are not to be had any more.
///
/// # Errors
/// When the database does not answer.
pub async fn take_canned(
    connection: &mut Connection,
    doer: Doer,
    id: i64,
    now: DateTime<Utc>,
) -> Result<Option<Canned>, StoreError> {
    let found = canned_answers::find(connection, id, doer.id).await?.filter(|canned| !canned.removed);
    if found.is_some() {
        canned_answers::count_use(connection, id, now).await?;
    }
    Ok(found)
}

/// Whether all that is named is there: a macro that is broken from the start is not kept.
async fn can_be_done(connection: &mut Connection, changes: &Changes) -> Result<(), NotPut> {
    if let Some(Assign::Person(id)) = changes.assign
        && !workload::may_hold(connection, id).await?
    {
        return Err(Flaw::Choice(Part::Assign).into());
    }
    if let Some(code) = changes.ending().and_then(|ending| ending.cause.as_deref())
        && !root_causes::all(connection).await?.is_choosable(code)
    {
        return Err(Flaw::Choice(Part::State).into());
    }
    Ok(())
}

async fn changeable(connection: &mut Connection, id: i64, doer: Doer) -> Result<Canned, NotPut> {
    let canned = canned_answers::find(connection, id, doer.id).await?.ok_or(NotPut::Unknown)?;
    if may_change(&canned, doer) { Ok(canned) } else { Err(NotPut::LeadsOnly) }
}
