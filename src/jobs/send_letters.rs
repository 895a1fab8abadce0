//! Sends what is due: claims a few letters, composes them from what is stored, hands them over, writes down what came of it.

mod writing;

use std::time::Duration;

use chrono::{DateTime, Utc};
use futures_util::future::join_all;
use secrecy::ExposeSecret as _;
use tokio_util::sync::CancellationToken;

use crate::{
    actions::send_letters::{self, Claim, Outcome, Settled},
    config::Config,
    domain::token::Keys,
    mail::post::{Outgoing, Party, Post, PostError, Retry, mask_addresses},
    store::{Pool, StoreError, letters},
};

/// Letters claimed and handed over at once: more conversations would only annoy the mail server.
const BATCH: i32 = 5;
/// How often and after which pause a result is written down again when the database is away just then:
/// a letter that left should not become one that nobody knows about.
const WRITING_DOWN: (u32, Duration) = (20, Duration::from_secs(3));

/// The way of letters out of the house.
#[derive(Clone)]
pub struct Letters {
    config: Config,
    keys: Keys,
    post: Post,
    from: Party,
}

/// What one round did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Tally {
    pub sent: u64,
    /// Tried in vain, and tried again later.
    pub waiting: u64,
    /// Not wanted any more.
    pub cancelled: u64,
    /// Given up.
    pub failed: u64,
    /// May have arrived.
    pub unknown: u64,
    /// The mail server takes nothing now, so what else is due was left for later.
    pub server_away: bool,
}

enum Written {
    Letter(Box<Outgoing>),
    Ended(Outcome),
}

impl Letters {
    /// # Errors
    /// Names the setting of the mail that is wrong.
    pub fn new(config: &Config) -> Result<Self, String> {
        // The address of the post may hold a password, so only its flaw is said.
        let post = Post::from_url(config.smtp_url.expose_secret())
            .map_err(|flaw| format!("OTKLIK_SMTP_URL {flaw}"))?;
        let mut from = Party::parse(&config.mail_from).ok_or_else(|| {
            format!("OTKLIK_MAIL_FROM = {:?} is not allowed: an address, or Name <address>", config.mail_from)
        })?;
        from.name = from.name.or_else(|| Some(config.company.clone()));
        let keys = Keys::new(config.secret_bytes(), None);
        Ok(Self { config: config.clone(), keys, post, from })
    }

    /// Sends all that is due by `clock`, until told to stop; letters in hand are finished.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn send_due(
        &self,
        pool: &Pool,
        clock: &(dyn Fn() -> DateTime<Utc> + Send + Sync),
        stop: &CancellationToken,
    ) -> Result<Tally, StoreError> {
        let mut tally = Tally::default();
        while !stop.is_cancelled() && !tally.server_away {
            let claims = send_letters::claim(&mut *pool.get().await?, clock(), BATCH).await?;
            if claims.is_empty() {
                break;
            }
            let done = join_all(claims.into_iter().map(|claim| self.send(pool, claim, clock))).await;
            for (settled, away) in done.into_iter().flatten() {
                tally.count(settled);
                tally.server_away |= away;
            }
        }
        Ok(tally)
    }

    /// Carries one letter through. `None`: the database went away; the letter shows as `unknown` later.
    async fn send(
        &self,
        pool: &Pool,
        claim: Claim,
        clock: &(dyn Fn() -> DateTime<Utc> + Send + Sync),
    ) -> Option<(Settled, bool)> {
        let (outcome, away) = match self.write(pool, claim, clock()).await {
            Err(cause) => {
                // It has not left, so it may simply wait.
                let words = "the program could not read the letter".to_owned();
                tracing::warn!(letter = claim.id, %cause, "a letter could not be read");
                (Outcome::Later { words }, false)
            }
            Ok(Written::Ended(outcome)) => (outcome, false),
            Ok(Written::Letter(outgoing)) => match self.post.send(&outgoing).await {
                Ok(_) => (Outcome::Sent, false),
                Err(error) => refused(claim, &error),
            },
        };
        let settled = settle(pool, claim, &outcome, clock).await?;
        count(settled);
        tracing::info!(letter = claim.id, attempt = claim.attempts, state = ?settled, "a letter was handled");
        Some((settled, away))
    }

    async fn write(&self, pool: &Pool, claim: Claim, now: DateTime<Utc>) -> Result<Written, StoreError> {
        let mut connection = pool.get().await?;
        let Some(material) = letters::material(&mut connection, claim.id).await? else {
            return Ok(Written::Ended(Outcome::Refused { words: "no such letter".to_owned() }));
        };
        let thread = match &material.complaint {
            Some(complaint) => letters::thread(&mut connection, complaint.id, material.id).await?,
            None => Vec::new(),
        };
        drop(connection);
        Ok(self.written(&material, &thread, now))
    }
}

impl Tally {
    fn count(&mut self, settled: Settled) {
        match settled {
            Settled::Sent => self.sent += 1,
            Settled::Cancelled => self.cancelled += 1,
            Settled::Waits(_) => self.waiting += 1,
            Settled::Failed => self.failed += 1,
            Settled::Unknown => self.unknown += 1,
        }
    }
}

fn refused(claim: Claim, error: &PostError) -> (Outcome, bool) {
    let words = words_of(error);
    tracing::warn!(letter = claim.id, answer = %words, "a letter was not accepted");
    let away = matches!(error, PostError::Refused { .. } | PostError::Unreachable(_));
    let outcome = match error.retry() {
        Retry::Later => Outcome::Later { words },
        Retry::Unknown => Outcome::Unknown { words },
        Retry::Never if matches!(error, PostError::NoMailbox { .. }) => Outcome::NoMailbox { words },
        Retry::Never => Outcome::Refused { words },
    };
    (outcome, away)
}

/// What the server said, without what we say about it: pages say that in the reader's language.
fn words_of(error: &PostError) -> String {
    let words = match error {
        PostError::Temporary { code, text }
        | PostError::Permanent { code, text }
        | PostError::NoMailbox { code, text }
        | PostError::Refused { code: Some(code), text } => format!("{code} {text}"),
        PostError::Unsendable(text)
        | PostError::Refused { code: None, text }
        | PostError::Unreachable(text)
        | PostError::AfterHandingOver(text) => text.clone(),
    };
    mask_addresses(&words)
}

async fn settle(
    pool: &Pool,
    claim: Claim,
    outcome: &Outcome,
    clock: &(dyn Fn() -> DateTime<Utc> + Send + Sync),
) -> Option<Settled> {
    let (tries, pause) = WRITING_DOWN;
    for left in (0..tries).rev() {
        let written = match pool.get().await {
            Ok(mut connection) => send_letters::settle(&mut connection, claim, outcome, clock()).await,
            Err(error) => Err(error),
        };
        match written {
            Ok(settled) => return Some(settled),
            Err(StoreError::Away(cause)) if left > 0 => {
                tracing::warn!(letter = claim.id, %cause, "waiting to write down what became of a letter");
                tokio::time::sleep(pause).await;
            }
            Err(cause) => {
                tracing::error!(letter = claim.id, %cause, ?outcome, "what became of a letter is not written down");
                return None;
            }
        }
    }
    None
}

fn count(settled: Settled) {
    let name = match settled {
        Settled::Sent => "otklik_letters_sent_total",
        Settled::Failed => "otklik_letters_failed_total",
        Settled::Unknown => "otklik_letters_unknown_total",
        Settled::Cancelled => "otklik_letters_cancelled_total",
        Settled::Waits(_) => "otklik_letters_postponed_total",
    };
    metrics::counter!(name).increment(1);
}
