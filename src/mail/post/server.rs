//! The conversation with a mail server, step by step, so that it is known how far a letter had come when it breaks off.
//!
//! The library's own transport sends a letter as one call with no patience of its own after connecting, and does not tell
//! a connection lost before the content from one lost after it. That difference decides whether a letter may be sent again.

use std::{
    future::Future,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use lettre::transport::smtp::{
    Error as SmtpError,
    authentication::{DEFAULT_MECHANISMS, Mechanism},
    client::AsyncSmtpConnection,
    commands::{Data, Mail, Rcpt, Rset},
    extension::ClientId,
    response::Response,
};
use tokio::time::timeout;

use super::failure::{Stage, failure, silence, tidy};
use super::message::Ready;
use super::settings::{Encryption, ServerSettings};
use super::{Accepted, Checked, PostError};

/// Connections kept for the next letter, and for how long; servers drop idle ones after some minutes.
const MOST_IDLE: usize = 16;
const LONGEST_IDLE: Duration = Duration::from_secs(30);
/// A connection that took a letter so lately is taken for alive without being asked.
const FRESH: Duration = Duration::from_millis(500);
/// A server may scan a letter before it answers; giving up too early leaves an outcome unknown.
const CONTENT_PATIENCE: u32 = 3;

#[derive(Debug)]
pub(super) struct Server {
    settings: ServerSettings,
    idle: Mutex<Vec<Idle>>,
}

struct Idle {
    connection: AsyncSmtpConnection,
    since: Instant,
    /// Its last letter was taken, so nothing of it is left to forget.
    clean: bool,
}

impl Server {
    pub(super) fn new(settings: ServerSettings) -> Self {
        Self { settings, idle: Mutex::new(Vec::new()) }
    }

    pub(super) async fn send(&self, ready: &Ready) -> Result<Accepted, PostError> {
        let (mut connection, kept) = match self.take_idle().await {
            Some(connection) => (connection, true),
            None => (self.connect().await?, false),
        };
        let mut outcome = self.hand_over(&mut connection, ready).await;
        // Many servers end a conversation after so many letters. Nothing of this one was handed over, so it may go by a new one.
        if kept && matches!(outcome, Err(PostError::Unreachable(_) | PostError::Temporary { code: 421, .. }))
        {
            self.part(connection).await;
            connection = self.connect().await?;
            outcome = self.hand_over(&mut connection, ready).await;
        }
        match &outcome {
            // A spoken refusal leaves the conversation whole; 421 is the server hanging up.
            Ok(_) => self.keep(connection, true),
            Err(PostError::Permanent { .. } | PostError::NoMailbox { .. }) => self.keep(connection, false),
            Err(PostError::Temporary { code, .. }) if *code != 421 => self.keep(connection, false),
            Err(_) => self.part(connection).await,
        }
        outcome.map_err(|error| self.discreet(error))
    }

    pub(super) async fn check(&self) -> Result<Checked, PostError> {
        let connection = self.connect().await?;
        let checked = Checked::Server {
            name: tidy(connection.server_info().name()),
            encrypted: connection.is_encrypted(),
            signed_in: self.settings.credentials.is_some(),
        };
        self.part(connection).await;
        Ok(checked)
    }

    pub(super) async fn close(&self) {
        let idle = std::mem::take(&mut *self.idle.lock().unwrap_or_else(PoisonError::into_inner));
        for one in idle {
            self.part(one.connection).await;
        }
    }

    async fn hand_over(
        &self,
        connection: &mut AsyncSmtpConnection,
        ready: &Ready,
    ) -> Result<Accepted, PostError> {
        let sender = Mail::new(Some(ready.from.clone()), Vec::new());
        let recipient = Rcpt::new(ready.to.clone(), Vec::new());
        self.said(Stage::Sender, connection.command(sender)).await?;
        self.said(Stage::Recipient, connection.command(recipient)).await?;
        self.said(Stage::Recipient, connection.command(Data)).await?;
        let answer = self.said(Stage::Content, connection.message(&ready.raw)).await?;
        Ok(Accepted { answer: tidy(&answer.message().collect::<Vec<_>>().join(" ")) })
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, PostError> {
        let opening = async {
            let mut connection = self.greet().await.map_err(|e| failure(Stage::Hello, &e))?;
            if let Some(credentials) = &self.settings.credentials {
                let ways: &[Mechanism] = DEFAULT_MECHANISMS;
                if let Err(error) = connection.auth(ways, credentials).await {
                    connection.abort().await;
                    return Err(failure(Stage::SignIn, &error));
                }
            }
            Ok(connection)
        };
        match timeout(self.settings.patience, opening).await {
            Ok(opened) => opened.map_err(|error| self.discreet(error)),
            Err(_) => Err(silence(Stage::Hello)),
        }
    }

    async fn greet(&self) -> Result<AsyncSmtpConnection, SmtpError> {
        let settings = &self.settings;
        let name = ClientId::default();
        let from_first_byte = match &settings.encryption {
            Encryption::FromFirstByte(secrecy) => Some(secrecy.clone()),
            _ => None,
        };
        let mut connection = AsyncSmtpConnection::connect_tokio1(
            (settings.host.as_str(), settings.port),
            Some(settings.patience),
            &name,
            from_first_byte,
            None,
        )
        .await?;
        match &settings.encryption {
            Encryption::StartTlsRequired(secrecy) => {
                connection.starttls(secrecy.clone(), &name).await?;
            }
            Encryption::StartTlsWhereOffered(secrecy) if connection.can_starttls() => {
                connection.starttls(secrecy.clone(), &name).await?;
            }
            _ => {}
        }
        Ok(connection)
    }

    /// The answer to a command, waited for with patience that ends.
    async fn said<F>(&self, stage: Stage, command: F) -> Result<Response, PostError>
    where
        F: Future<Output = Result<Response, SmtpError>>,
    {
        let patience = match stage {
            Stage::Content => self.settings.patience.saturating_mul(CONTENT_PATIENCE),
            _ => self.settings.patience,
        };
        match timeout(patience, command).await {
            Ok(answer) => answer.map_err(|error| failure(stage, &error)),
            Err(_) => Err(silence(stage)),
        }
    }

    /// A kept connection that still answers; the reset also forgets a refused recipient.
    async fn take_idle(&self) -> Option<AsyncSmtpConnection> {
        loop {
            let mut one = {
                let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
                idle.pop()?
            };
            if one.clean && one.since.elapsed() < FRESH {
                return Some(one.connection);
            }
            if one.since.elapsed() < LONGEST_IDLE
                && let Ok(Ok(_)) = timeout(self.settings.patience, one.connection.command(Rset)).await
            {
                return Some(one.connection);
            }
            self.part(one.connection).await;
        }
    }

    fn keep(&self, connection: AsyncSmtpConnection, clean: bool) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < MOST_IDLE {
            idle.push(Idle { connection, since: Instant::now(), clean });
        }
    }

    /// Says goodbye where that still makes sense, and does not wait long for it.
    async fn part(&self, mut connection: AsyncSmtpConnection) {
        if timeout(Duration::from_secs(5), connection.abort()).await.is_err() {
            tracing::debug!("the mail server did not say goodbye");
        }
    }

    /// No server should repeat a password; should one do so, it goes no further.
    fn discreet(&self, error: PostError) -> PostError {
        let Some(password) = self.settings.password.as_deref().filter(|p| !p.is_empty()) else {
            return error;
        };
        let clean = |text: String| text.replace(password, "***");
        match error {
            PostError::Unsendable(text) => PostError::Unsendable(clean(text)),
            PostError::Unreachable(text) => PostError::Unreachable(clean(text)),
            PostError::AfterHandingOver(text) => PostError::AfterHandingOver(clean(text)),
            PostError::Temporary { code, text } => PostError::Temporary { code, text: clean(text) },
            PostError::Permanent { code, text } => PostError::Permanent { code, text: clean(text) },
            PostError::NoMailbox { code, text } => PostError::NoMailbox { code, text: clean(text) },
            PostError::Refused { code, text } => PostError::Refused { code, text: clean(text) },
        }
    }
}

impl std::fmt::Debug for Idle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Idle").field("since", &self.since).finish_non_exhaustive()
    }
}
