//! Making a link that many people use, taking it back, and giving it again.

use chrono::{DateTime, Utc};
use thiserror::Error;

use crate::{
    domain::{open_link::KINDS, questionnaire::SurveyKind, text::one_line},
    store::{Connection, Result, StoreError, audit, open_links, transactions::transaction},
};

/// Characters of a name and of a store.
pub const LONGEST: usize = 120;

/// A link to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLink {
    kind: SurveyKind,
    name: String,
    store: Option<String>,
}

/// Why no link was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BadLink {
    #[error("no such survey for open links")]
    Kind,
    #[error("no name")]
    NoName,
    #[error("a name or store longer than {LONGEST} characters")]
    TooLong,
}

impl NewLink {
    /// Reads what an administrator typed.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(kind: &str, name: &str, store: &str) -> std::result::Result<Self, BadLink> {
        let kind = KINDS.into_iter().find(|known| known.code() == kind).ok_or(BadLink::Kind)?;
        let line = |text: &str| match one_line(text, LONGEST + 1) {
            line if line.chars().count() > LONGEST => Err(BadLink::TooLong),
            line => Ok(line),
        };
        let (name, store) = (line(name)?, line(store)?);
        if name.is_empty() {
            return Err(BadLink::NoName);
        }
        Ok(Self { kind, name, store: Some(store).filter(|store| !store.is_empty()) })
    }
}

/// Makes a link; answers its id.
///
/// # Errors
/// When the database does not answer.
pub async fn put_open_link(
    connection: &mut Connection,
    link: &NewLink,
    staff_id: i64,
    now: DateTime<Utc>,
) -> Result<i64> {
    transaction(connection, async |connection| {
        let store = link.store.as_deref();
        let id = open_links::add(connection, link.kind.code(), &link.name, store, now).await?;
        audit::record(connection, Some(staff_id), "open_link.make", &format!("open_link:{id}"), now).await?;
        Ok::<_, StoreError>(id)
    })
    .await
}

/// Takes a link back: it opens no form any more; what was answered by it stays. Answers whether it was given.
///
/// # Errors
/// When the database does not answer.
pub async fn revoke_open_link(
    connection: &mut Connection,
    id: i64,
    staff_id: i64,
    now: DateTime<Utc>,
) -> Result<bool> {
    change(connection, id, Some(now), "open_link.revoke", staff_id, now).await
}

/// Gives it again, the same address. Answers whether it was taken back.
///
/// # Errors
/// When the database does not answer.
pub async fn restore_open_link(
    connection: &mut Connection,
    id: i64,
    staff_id: i64,
    now: DateTime<Utc>,
) -> Result<bool> {
    change(connection, id, None, "open_link.restore", staff_id, now).await
}

async fn change(
    connection: &mut Connection,
    id: i64,
    revoked_at: Option<DateTime<Utc>>,
    deed: &str,
    staff_id: i64,
    now: DateTime<Utc>,
) -> Result<bool> {
    transaction(connection, async |connection| {
        let changed = open_links::revoke(connection, id, revoked_at).await?;
        if changed {
            audit::record(connection, Some(staff_id), deed, &format!("open_link:{id}"), now).await?;
        }
        Ok::<_, StoreError>(changed)
    })
    .await
}
