//! Taking an answer back: it is kept, shown as withdrawn, and counted nowhere.

use chrono::{DateTime, Utc};

use super::complaint_step::{By, Refusal, Work};
use crate::{
    domain::complaint::State,
    store::{
        Connection, StoreError,
        complaint_events::Entry,
        complaint_standings::{self, Given},
        responses,
        transactions::transaction,
    },
};

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Withdrawal {
    Withdrawn,
    /// It had been taken back before: nothing was written.
    Before,
    /// There is no answer to take back.
    Nothing,
    /// The link is over, or was taken back: nothing was written.
    Over,
}

/// Takes back the answer of an invitation. An open complaint that it is part of is told and goes on: people decide.
///
/// # Errors
/// When the database does not answer.
pub async fn withdraw_answer(
    connection: &mut Connection,
    invitation: i64,
    now: DateTime<Utc>,
) -> Result<Withdrawal, StoreError> {
    let done = transaction(connection, async |connection| withdraw(connection, invitation, now).await).await;
    match done {
        Ok(withdrawal) => Ok(withdrawal),
        Err(Refusal::Store(error)) => Err(error),
        // Each complaint was found a moment ago and is only told of it; complaints are never deleted.
        Err(_) => Ok(Withdrawal::Nothing),
    }
}

async fn withdraw(
    connection: &mut Connection,
    invitation: i64,
    now: DateTime<Utc>,
) -> Result<Withdrawal, Refusal> {
    let Some(Given { response_id: answer, expires_at, revoked, .. }) =
        complaint_standings::given(connection, invitation).await?
    else {
        return Ok(Withdrawal::Nothing);
    };
    if revoked || expires_at <= now {
        return Ok(Withdrawal::Over);
    }
    if !responses::withdraw(connection, answer, now).await? {
        return Ok(Withdrawal::Before);
    }
    for standing in complaint_standings::of_invitation(connection, invitation).await? {
        if State::parse(&standing.state).is_some_and(State::is_open) {
            let work = Work::begin(connection, standing.id, By::Customer { answer }, now).await?;
            let told = Entry {
                kind: "customer",
                field: Some("answer"),
                new: Some("withdrawn".to_owned()),
                ..Entry::default()
            };
            work.end(connection, &[(told, None)]).await?;
        }
    }
    Ok(Withdrawal::Withdrawn)
}
