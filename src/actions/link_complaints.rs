//! Linking complaints that belong together and stay apart.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::{
    complaint_step::{Doer, Refusal, Work},
    hindrance::Hindrance,
};
use crate::store::{Connection, complaint_events::Entry, complaint_links, transactions::transaction};

/// How two complaints belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tie {
    /// In some way.
    Related,
    /// The first came of the second.
    CausedBy,
}

impl Tie {
    /// The stored code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Related => "related",
            Self::CausedBy => "caused_by",
        }
    }

    /// The tie of a code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Related, Self::CausedBy].into_iter().find(|tie| tie.code() == code)
    }
}

/// Links a complaint with another, told in the history of both. Linked already is no error.
///
/// # Errors
/// No such other complaint, or the same one; one that was merged is not worked with any more.
pub async fn link_complaints(
    connection: &mut Connection,
    number: i64,
    other: i64,
    tie: Tie,
    doer: Doer,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    transaction(connection, async |connection| {
        let (one, two) = both(connection, number, other, doer, now).await?;
        one.must_not_be_merged(connection).await?;
        if complaint_links::link(connection, number, other, tie.code(), doer.id, now).await? {
            tell(connection, one, two, "linked", tie.code()).await?;
        }
        Ok(())
    })
    .await
}

/// Takes a link away, told in the history of both. None there is no error.
///
/// # Errors
/// No such complaint; one that was merged is not worked with any more.
pub async fn unlink_complaints(
    connection: &mut Connection,
    number: i64,
    other: i64,
    doer: Doer,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    transaction(connection, async |connection| {
        let (one, two) = both(connection, number, other, doer, now).await?;
        one.must_not_be_merged(connection).await?;
        if complaint_links::unlink(connection, number, other).await? {
            tell(connection, one, two, "unlinked", "").await?;
        }
        Ok(())
    })
    .await
}

async fn both(
    connection: &mut Connection,
    number: i64,
    other: i64,
    doer: Doer,
    now: DateTime<Utc>,
) -> Result<(Work, Work), Refusal> {
    if number == other {
        return Err(Hindrance::Itself.into());
    }
    if !complaint_links::exists(connection, other).await? {
        return Err(Hindrance::NoComplaint { number: other }.into());
    }
    Work::begin_both(connection, (number, other), doer, now).await
}

async fn tell(
    connection: &mut Connection,
    one: Work,
    two: Work,
    kind: &'static str,
    tie: &str,
) -> Result<(), Refusal> {
    let (number, other) = (one.held.id, two.held.id);
    for (work, with) in [(one, other), (two, number)] {
        let told = Entry {
            kind,
            field: Some("link"),
            old: (kind == "unlinked").then(|| with.to_string()),
            new: (kind == "linked").then(|| with.to_string()),
            detail: Some(json!({ "complaint": with, "kind": tie })),
            ..Entry::default()
        };
        work.end(connection, &[(told, None)]).await?;
    }
    Ok(())
}
