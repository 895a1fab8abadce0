//! The customer's own words on their complaint, by the link of their answer.

use chrono::{DateTime, TimeDelta, Utc};
use thiserror::Error;

use super::complaint_step::{self, By, Work};
use crate::{
    domain::{
        answer::Signal,
        complaint::{State, Step},
        text::{Text, TooLong},
    },
    store::{
        Connection, StoreError, complaint_events, complaint_events::Entry, complaint_standings,
        transactions::transaction,
    },
};

/// Additions by one link to one complaint in a day: what is more is no conversation.
pub const A_DAY: i64 = 20;

/// What a customer adds.
#[derive(Debug, Clone, Copy)]
pub struct Addition<'a> {
    pub invitation: i64,
    pub complaint: i64,
    /// The newest entry of the complaint's history when the page was drawn.
    pub seen: i64,
    pub words: &'a str,
    /// 'It is not solved': a finished complaint is taken up again.
    pub reopen: bool,
}

/// Why nothing was added.
#[derive(Debug, Error)]
pub enum NotAdded {
    /// No answer, or not a complaint of this answer.
    #[error("no such complaint of this answer")]
    Unknown,
    #[error("the link is over")]
    LinkOver,
    #[error("no words")]
    Empty,
    #[error(transparent)]
    TooLong(#[from] TooLong),
    /// It was finished meanwhile, and they did not say that it is not solved.
    #[error("the complaint is {0}")]
    Finished(State),
    #[error("more than {A_DAY} additions in a day")]
    TooOften,
    #[error(transparent)]
    Step(#[from] complaint_step::Refusal),
}

impl From<StoreError> for NotAdded {
    fn from(error: StoreError) -> Self {
        Self::Step(error.into())
    }
}

/// Adds words to a complaint; a complaint that waited for them goes on. The same from the same page is one addition.
///
/// # Errors
/// Why nothing was added; nothing was changed then.
pub async fn add_to_complaint(
    connection: &mut Connection,
    addition: Addition<'_>,
    now: DateTime<Utc>,
) -> Result<(), NotAdded> {
    let mut tries = 0;
    loop {
        let done = transaction(connection, async |connection| add(connection, addition, now).await).await;
        match done {
            // Another complaint of the purchase was opened in this very moment: the words join that one.
            Err(NotAdded::Step(complaint_step::Refusal::Store(error)))
                if error.is_unique_violation() && tries < 2 =>
            {
                tries += 1;
            }
            other => return other,
        }
    }
}

async fn add(
    connection: &mut Connection,
    addition: Addition<'_>,
    now: DateTime<Utc>,
) -> Result<(), NotAdded> {
    let Addition { invitation, complaint, seen, words, reopen } = addition;
    let given = complaint_standings::given(connection, invitation).await?.ok_or(NotAdded::Unknown)?;
    if !complaint_standings::is_of_invitation(connection, invitation, complaint).await? {
        return Err(NotAdded::Unknown);
    }
    if given.revoked || given.expires_at <= now {
        return Err(NotAdded::LinkOver);
    }
    let words = Text::parse(words)?;
    if words.is_none() && !reopen {
        return Err(NotAdded::Empty);
    }
    let by = By::Customer { answer: given.response_id };
    let mut work = Work::begin_standing(connection, complaint, by, now).await?;
    let complaint = work.held.id;
    let body = words.as_ref().map_or("", Text::as_str);
    let news = complaint_events::since(connection, complaint, seen).await?;
    if ["customer", "reopened"].iter().any(|kind| work.is_repeated(&news, kind, body)) {
        return Ok(());
    }
    let since = now - TimeDelta::days(1);
    if complaint_events::additions(connection, complaint, given.response_id, since).await? >= A_DAY {
        return Err(NotAdded::TooOften);
    }
    if !work.state.is_open() && !reopen {
        return Err(NotAdded::Finished(work.state));
    }
    work = work.or_open_twin(connection).await?;
    if reopen {
        work.hear(&[Signal::NotSolved.code().into_owned()], Signal::NotSolved.severity());
    }
    let kind = if work.state.is_open() {
        work.step(Step::CustomerReplied)?;
        "customer"
    } else {
        work.reopen(connection).await?;
        "reopened"
    };
    work.end(connection, &[(Entry { kind, ..Entry::default() }, words.as_ref())]).await?;
    Ok(())
}
