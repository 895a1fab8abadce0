//! Taking letters that are due, and writing down what became of each.

use chrono::{DateTime, Duration, Utc};

use crate::{
    domain::letter::{Why, pause},
    store::{Connection, Result, letters},
};

pub use letters::{Claim, Claimed, LONGEST_IN_HAND};
use letters::{Ended, HandedOver};

/// What became of a letter that was claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The mail server has it, for this address.
    Sent { recipient: Option<String> },
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

/// Takes a few letters that are due; no other process has them. At most so many leave in a minute, whoever sends them.
///
/// # Errors
/// When the database does not answer.
pub async fn claim(
    connection: &mut Connection,
    now: DateTime<Utc>,
    most: i32,
    per_minute: Option<i32>,
) -> Result<Claimed> {
    letters::claim(connection, now, most, per_minute).await
}

/// Writes down what became of letters, and answers it in their order. Harmless where a claim is lost, and when done again.
///
/// # Errors
/// When the database does not answer; then some may be written down and others not.
pub async fn settle(
    connection: &mut Connection,
    handled: &[(Claim, Outcome)],
    now: DateTime<Utc>,
) -> Result<Vec<Settled>> {
    let mut sent = Vec::new();
    let mut ended = Vec::new();
    let mut end = |claim: Claim, state: &'static str, words: &str| {
        ended.push(Ended { claim, state, failure: words.to_owned() });
    };
    let mut settled = Vec::with_capacity(handled.len());
    let mut alone = Vec::new();
    for (claim, outcome) in handled {
        settled.push(match outcome {
            Outcome::Sent { recipient } => {
                sent.push(HandedOver { claim: *claim, recipient: recipient.clone() });
                Settled::Sent
            }
            Outcome::Cancelled(why) => {
                end(*claim, "cancelled", why.code());
                Settled::Cancelled
            }
            Outcome::Stopped(why) => {
                end(*claim, "failed", why.code());
                Settled::Failed
            }
            Outcome::Refused { words } => {
                end(*claim, "failed", words);
                Settled::Failed
            }
            Outcome::Unknown { words } => {
                end(*claim, "unknown", words);
                Settled::Unknown
            }
            Outcome::NoMailbox { .. } => {
                alone.push((*claim, outcome));
                Settled::Failed
            }
            Outcome::Later { words } => match next_attempt(claim.attempts) {
                None => {
                    end(*claim, "failed", words);
                    Settled::Failed
                }
                Some(wait) => {
                    alone.push((*claim, outcome));
                    Settled::Waits(now + wait)
                }
            },
        });
    }
    // First what would otherwise look as if nobody knew of it.
    letters::mark_sent(connection, &sent, now).await?;
    letters::mark_ended(connection, &ended).await?;
    for (claim, outcome) in alone {
        match (outcome, next_attempt(claim.attempts)) {
            (Outcome::NoMailbox { words }, _) => letters::mark_bounced(connection, claim, words, now).await?,
            (Outcome::Later { words }, Some(wait)) => {
                letters::put_back(connection, claim, now + wait, words).await?;
            }
            _ => {}
        }
    }
    Ok(settled)
}

/// Letters that were claimed and never settled become `unknown`: their process stopped in between.
///
/// # Errors
/// When the database does not answer.
pub async fn find_interrupted(connection: &mut Connection, now: DateTime<Utc>) -> Result<usize> {
    letters::mark_interrupted(connection, now - LONGEST_IN_HAND, Why::Interrupted.code()).await
}

fn next_attempt(attempts: i16) -> Option<Duration> {
    usize::try_from(attempts).ok().and_then(pause)
}
