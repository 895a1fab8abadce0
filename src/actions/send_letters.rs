//! Taking letters that are due, and writing down what became of each.

use chrono::{DateTime, Duration, Utc};

use crate::{
    domain::letter::{Why, pause},
    store::{Connection, Result, letters},
};

pub use letters::{Claim, LONGEST_IN_HAND};

/// What became of a letter that was claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The mail server has it.
    Sent,
    /// Nobody needs it any more.
    Cancelled(Why),
    /// It cannot go as things are, and somebody should know.
    Stopped(Why),
    /// It may succeed later.
    Later { words: String },
    /// It never will.
    Refused { words: String },
    /// Its reader's mailbox is none.
    NoMailbox { words: String },
    /// The connection was lost after the letter had begun to go over.
    Unknown { words: String },
}

/// Where the letter is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    Sent,
    Cancelled,
    /// Tried again at this moment.
    Waits(DateTime<Utc>),
    Failed,
    Unknown,
}

/// Takes a few letters that are due; no other process has them.
///
/// # Errors
/// When the database does not answer.
pub async fn claim(connection: &mut Connection, now: DateTime<Utc>, most: i32) -> Result<Vec<Claim>> {
    letters::claim(connection, now, most).await
}

/// Writes down what became of a letter. Harmless where the claim is lost.
///
/// # Errors
/// When the database does not answer.
pub async fn settle(
    connection: &mut Connection,
    claim: Claim,
    outcome: &Outcome,
    now: DateTime<Utc>,
) -> Result<Settled> {
    match outcome {
        Outcome::Sent => {
            letters::mark_sent(connection, claim, now).await?;
            Ok(Settled::Sent)
        }
        Outcome::Cancelled(why) => {
            letters::mark_ended(connection, claim, "cancelled", why.code()).await?;
            Ok(Settled::Cancelled)
        }
        Outcome::Stopped(why) => failed(connection, claim, why.code()).await,
        Outcome::Refused { words } => failed(connection, claim, words).await,
        Outcome::NoMailbox { words } => {
            letters::mark_bounced(connection, claim, words, now).await?;
            Ok(Settled::Failed)
        }
        Outcome::Unknown { words } => {
            letters::mark_ended(connection, claim, "unknown", words).await?;
            Ok(Settled::Unknown)
        }
        Outcome::Later { words } => match next_attempt(claim.attempts) {
            None => failed(connection, claim, words).await,
            Some(wait) => {
                letters::put_back(connection, claim, now + wait, words).await?;
                Ok(Settled::Waits(now + wait))
            }
        },
    }
}

/// Letters that were claimed and never settled become `unknown`: their process stopped in between.
///
/// # Errors
/// When the database does not answer.
pub async fn find_interrupted(connection: &mut Connection, now: DateTime<Utc>) -> Result<usize> {
    letters::mark_interrupted(connection, now - LONGEST_IN_HAND, Why::Interrupted.code()).await
}

async fn failed(connection: &mut Connection, claim: Claim, words: &str) -> Result<Settled> {
    letters::mark_ended(connection, claim, "failed", words).await?;
    Ok(Settled::Failed)
}

fn next_attempt(attempts: i16) -> Option<Duration> {
    usize::try_from(attempts).ok().and_then(pause)
}
