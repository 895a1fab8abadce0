//! Taking in a letter from outside: kept as it came, then read, then what follows from it; nothing is ever answered.

mod consequence;
pub(super) mod joining;

use chrono::{DateTime, Duration, Utc};

use crate::{
    domain::{
        incoming::{Kind, Outcome},
        text,
        token::Keys,
    },
    mail::receive,
    store::{Connection, Result, StoreError, incoming_letters, transactions::transaction},
};

pub use incoming_letters::Done;
use incoming_letters::Facts;

/// A letter kept for longer and not read was left by a reader that stopped half way.
const LEFT: Duration = Duration::minutes(1);
/// The most that one round reads.
const MOST_A_ROUND: i64 = 100;
/// How long the bytes of letters of machines are kept.
const KEPT: Duration = Duration::days(90);
/// The longest recipient that is kept, in characters: mail allows 254.
const LONGEST_RECIPIENT: usize = 320;

/// What became of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub id: i64,
    /// `None`: it is kept and read later, or was dealt with before.
    pub done: Option<Done>,
    /// The very same letter came before.
    pub known: bool,
}

/// Takes in a letter. Once this answers, or fails after keeping it, the letter is not lost: what was not done now
/// is done by [`read_waiting`].
///
/// # Errors
/// When the database does not answer; the same letter may be given again.
pub async fn receive_mail(
    connection: &mut Connection,
    keys: &Keys,
    raw: &[u8],
    recipient: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Taken> {
    let recipient = recipient.map(|one| text::one_line(one, LONGEST_RECIPIENT)).filter(|one| !one.is_empty());
    let kept = incoming_letters::keep(connection, raw, recipient.as_deref(), now).await?;
    if kept.handled {
        return Ok(Taken { id: kept.id, done: None, known: true });
    }
    let done = handle(connection, keys, kept.id, now).await?;
    Ok(Taken { id: kept.id, done, known: false })
}

/// Reads letters that were kept and left. Answers how many were dealt with.
///
/// # Errors
/// When the database does not answer.
pub async fn read_waiting(connection: &mut Connection, keys: &Keys, now: DateTime<Utc>) -> Result<usize> {
    let waiting = incoming_letters::waiting(connection, now - LEFT, MOST_A_ROUND).await?;
    let mut dealt_with = 0;
    for id in waiting {
        match handle(connection, keys, id, now).await {
            Ok(Some(_)) => dealt_with += 1,
            Ok(None) => {}
            Err(StoreError::Away(cause)) => return Err(StoreError::Away(cause)),
            // One letter that cannot be dealt with does not stop the others.
            Err(cause) => tracing::error!(incoming = id, %cause, "a letter from outside was not dealt with"),
        }
    }
    Ok(dealt_with)
}

/// Forgets the bytes of old letters of machines.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(connection: &mut Connection, now: DateTime<Utc>) -> Result<usize> {
    incoming_letters::sweep(connection, now - KEPT).await
}

/// An administrator has looked at a letter. `false`: nobody had to, or somebody was quicker.
///
/// # Errors
/// When the database does not answer.
pub async fn mark_seen(
    connection: &mut Connection,
    id: i64,
    staff_id: i64,
    now: DateTime<Utc>,
) -> Result<bool> {
    incoming_letters::mark_seen(connection, id, staff_id, now).await
}

fn facts(received: &receive::Received) -> Facts<'_> {
    let head = &received.head;
    Facts {
        message_id: head.message_id.as_deref(),
        sender: head.sender.as_deref(),
        sender_name: head.sender_name.as_deref(),
        subject: head.subject.as_deref(),
        words: Some(received.said.as_str()).filter(|words| !words.is_empty()),
    }
}

/// Reads one letter and draws the consequences, all or nothing. `None`: another has it, or it must wait because the
/// letter that it is about is still being handed over.
async fn handle(
    connection: &mut Connection,
    keys: &Keys,
    id: i64,
    now: DateTime<Utc>,
) -> Result<Option<Done>> {
    let done = transaction(connection, async |connection| {
        let Some((raw, recipient, _)) = incoming_letters::hold(connection, id).await? else {
            return Ok::<_, StoreError>(None);
        };
        // Large letters take a while; and whatever somebody may send, one of them must not stop the program.
        let read = tokio::task::spawn_blocking(move || receive::read(&raw)).await;
        let done = match &read {
            Ok(received) => {
                let Some(done) =
                    consequence::draw(connection, keys, id, received, recipient.as_deref(), now).await?
                else {
                    return Ok(None);
                };
                done
            }
            Err(cause) => {
                tracing::error!(incoming = id, %cause, "a letter from outside could not be read");
                Done {
                    kind: Kind::Unreadable,
                    outcome: Outcome::Look,
                    letter_id: None,
                    customer_id: None,
                    complaint_id: None,
                    status: None,
                    detail: None,
                }
            }
        };
        let facts = read.as_ref().map_or_else(|_| Facts::default(), facts);
        incoming_letters::finish(connection, id, &done, facts, now).await?;
        Ok(Some(done))
    })
    .await?;
    if let Some(done) = &done {
        let (kind, outcome) = (done.kind.code(), done.outcome.code());
        tracing::info!(
            incoming = id,
            letter = done.letter_id,
            kind,
            outcome,
            "a letter from outside was read"
        );
    }
    Ok(done)
}
