//! Sends what is due: claims a few letters, composes them from what is stored, hands them over, writes down what came of it.
//!
//! Letters in hand go over side by side; whichever are done are written down together, and their places are taken by
//! others. So a worker that is killed leaves no more letters in doubt than it had in hand.

mod digests;
mod writing;

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use secrecy::ExposeSecret as _;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::{
    actions::{
        letter_manner::{self, Manner},
        post_digests::readers,
        send_letters::{self, Claim, Outcome, Settled},
    },
    config::Config,
    domain::token::Keys,
    mail::{
        compose::Digest,
        post::{Enclosed, Outgoing, Party, Post, PostError, Retry, mask_addresses},
    },
    store::{
        Connection, Pool, StoreError, attachments,
        deadline_alerts::{self, Line},
        digests as stored_digests, letters,
    },
};

/// Letters in hand until the mail server has taken one: should it be away, few have been tried in vain.
const AT_FIRST: usize = 5;
/// How long brand and rate are believed before they are read again.
const MANNER_LASTS: Duration = Duration::from_secs(2);
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
    /// As many have left as may in a minute; the others go in the next one.
    pub held_back: bool,
}

/// What letters to staff tell.
struct About {
    alerts: Vec<Line>,
    /// The subscription and what its letter says; none where it ended meanwhile.
    digest: Option<(i64, Digest)>,
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

    /// Sends all that is due by `clock` and that the rate lets go, until told to stop; letters in hand are finished.
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
        let mut in_hand = JoinSet::new();
        let mut manner = (letter_manner::manner(&mut *pool.get().await?).await?, Instant::now());
        let mut at_once = AT_FIRST.min(self.config.mail_at_once);
        let mut trouble = None;
        let mut more = true;
        loop {
            more &= !stop.is_cancelled() && !tally.server_away;
            // Half of the places at a time: a statement for each letter would cost more than the letter.
            if more && in_hand.len() * 2 <= at_once {
                match self.take(pool, clock(), at_once - in_hand.len(), &mut manner, &mut in_hand).await {
                    Ok((taken, held_back)) => {
                        more = taken > 0;
                        tally.held_back |= held_back;
                    }
                    // What is in hand is finished first.
                    Err(error) => {
                        trouble = Some(error);
                        more = false;
                    }
                }
            }
            let Some(first) = in_hand.join_next().await else { break };
            let mut handled = Vec::from_iter(first.ok());
            while let Some(next) = in_hand.try_join_next() {
                handled.extend(next.ok());
            }
            for (_, outcome, away) in &handled {
                tally.server_away |= away;
                if matches!(outcome, Outcome::Sent { .. }) {
                    at_once = self.config.mail_at_once;
                }
            }
            let handled: Vec<_> = handled.into_iter().map(|(claim, outcome, _)| (claim, outcome)).collect();
            for settled in settle(pool, &handled, clock).await {
                tally.count(settled);
            }
        }
        trouble.map_or(Ok(tally), Err)
    }

    /// Claims letters and begins to hand them over. Answers how many, and whether others are held back by the rate.
    async fn take(
        &self,
        pool: &Pool,
        now: DateTime<Utc>,
        most: usize,
        manner: &mut (Manner, Instant),
        in_hand: &mut JoinSet<(Claim, Outcome, bool)>,
    ) -> Result<(usize, bool), StoreError> {
        let mut connection = pool.get().await?;
        if manner.1.elapsed() > MANNER_LASTS {
            *manner = (letter_manner::manner(&mut connection).await?, Instant::now());
        }
        let manner = &manner.0;
        // A folder takes what comes; the rate is there to spare a server.
        let per_minute = Some(manner.per_minute).filter(|rate| *rate > 0 && self.post.folder().is_none());
        let most = i32::try_from(most).unwrap_or(i32::MAX);
        let claimed = send_letters::claim(&mut connection, now, most, per_minute).await?;
        let ids: Vec<i64> = claimed.claims.iter().map(|claim| claim.id).collect();
        if ids.is_empty() {
            return Ok((0, claimed.held_back));
        }
        let mut written = self.write(&mut connection, &ids, manner, now).await.unwrap_or_else(|cause| {
            // None of them has left, so they may simply wait.
            tracing::warn!(letters = ids.len(), %cause, "letters could not be read");
            HashMap::new()
        });
        drop(connection);
        for claim in claimed.claims {
            let written = written.remove(&claim.id);
            let post = self.post.clone();
            in_hand.spawn(async move { hand_over(&post, claim, written).await });
        }
        Ok((ids.len(), false))
    }

    async fn write(
        &self,
        connection: &mut Connection,
        ids: &[i64],
        manner: &Manner,
        now: DateTime<Utc>,
    ) -> Result<HashMap<i64, Written>, StoreError> {
        let mut written = HashMap::new();
        let alerts = deadline_alerts::of_letters(connection, ids).await?;
        let digests = stored_digests::of_letters(connection, &readers(), ids).await?;
        let enclosed = attachments::of_letters(connection, ids).await?;
        for material in letters::materials(connection, ids).await? {
            let thread = match &material.complaint {
                Some(complaint) => letters::thread(connection, complaint.id, material.id).await?,
                None => Vec::new(),
            };
            let of_it = |alert: &&Line| alert.letter_id == Some(material.id);
            let alerts: Vec<Line> = alerts.iter().filter(of_it).cloned().collect();
            let digest = match digests.iter().find(|digest| digest.letter_id == material.id) {
                Some(told) if !told.is_over => {
                    let words = self.digest(connection, told, self.language(&material), now).await?;
                    words.map(|words| (told.subscription_id, words))
                }
                _ => None,
            };
            let about = About { alerts, digest };
            let files: Vec<Enclosed> = enclosed
                .iter()
                .filter(|file| file.letter_id == material.id)
                .map(|file| Enclosed {
                    name: file.name.clone(),
                    media_type: file.media_type.clone(),
                    content: file.content.clone(),
                })
                .collect();
            written.insert(material.id, self.written(&material, &thread, &about, &files, manner, now));
        }
        Ok(written)
    }
}

/// Carries one letter to the mail server. Says also whether the server takes nothing now.
async fn hand_over(post: &Post, claim: Claim, written: Option<Written>) -> (Claim, Outcome, bool) {
    match written {
        None => (claim, Outcome::Later { words: "the program could not read the letter".to_owned() }, false),
        Some(Written::Ended(outcome)) => (claim, outcome, false),
        Some(Written::Letter(outgoing)) => match post.send(&outgoing).await {
            Ok(_) => (claim, Outcome::Sent { recipient: Some(outgoing.to.address) }, false),
            Err(error) => {
                let (outcome, away) = refused(claim, &error);
                (claim, outcome, away)
            }
        },
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

/// Writes down what became of letters. What could not be written down shows as `unknown` later.
async fn settle(
    pool: &Pool,
    handled: &[(Claim, Outcome)],
    clock: &(dyn Fn() -> DateTime<Utc> + Send + Sync),
) -> Vec<Settled> {
    let (tries, pause) = WRITING_DOWN;
    for left in (0..tries).rev() {
        let written = match pool.get().await {
            Ok(mut connection) => send_letters::settle(&mut connection, handled, clock()).await,
            Err(error) => Err(error),
        };
        match written {
            Ok(settled) => {
                for ((claim, _), settled) in handled.iter().zip(&settled) {
                    count(*settled);
                    tracing::info!(
                        letter = claim.id,
                        attempt = claim.attempts,
                        state = ?settled,
                        "a letter was handled"
                    );
                }
                return settled;
            }
            Err(StoreError::Away(cause)) if left > 0 => {
                tracing::warn!(letters = handled.len(), %cause, "waiting to write down what became of letters");
                tokio::time::sleep(pause).await;
            }
            Err(cause) => {
                let ids: Vec<i64> = handled.iter().map(|(claim, _)| claim.id).collect();
                tracing::error!(letters = ?ids, %cause, "what became of letters is not written down");
                return Vec::new();
            }
        }
    }
    Vec::new()
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
