//! One conversation with a mail server, step by step, so that it is known how far a letter had come when it breaks off.
//!
//! The library's own transport sends a letter as one call with no patience of its own after connecting, and does not tell
//! a connection lost before the content from one lost after it. That difference decides whether a letter may be sent again.

use std::{
    fmt::{self, Display, Formatter},
    future::Future,
    time::Duration,
};

use lettre::transport::smtp::{
    Error as SmtpError,
    authentication::{DEFAULT_MECHANISMS, Mechanism},
    client::AsyncSmtpConnection,
    commands::{Data, Ehlo, Mail, Rcpt, Rset},
    extension::ClientId,
    response::Response,
};
use tokio::time::timeout;

use super::failure::{Stage, failure, silence, tidy};
use super::message::Ready;
use super::settings::{Encryption, ServerSettings};
use super::{Accepted, Checked, PostError};

/// A server may scan a letter before it answers; giving up too early leaves an outcome unknown.
const CONTENT_PATIENCE: u32 = 3;
/// The server's word that it takes several commands at once (RFC 2920).
const PIPELINING: &str = "PIPELINING";

pub(super) struct Conversation {
    connection: AsyncSmtpConnection,
    patience: Duration,
    pipelining: bool,
}

impl Conversation {
    /// Connects, greets, and signs in where we have a name.
    pub(super) async fn open(settings: &ServerSettings) -> Result<Self, PostError> {
        let opening = async {
            let mut opened = Self::greet(settings).await.map_err(|error| failure(Stage::Hello, &error))?;
            if let Some(credentials) = &settings.credentials {
                let ways: &[Mechanism] = DEFAULT_MECHANISMS;
                if let Err(error) = opened.connection.auth(ways, credentials).await {
                    opened.connection.abort().await;
                    return Err(failure(Stage::SignIn, &error));
                }
            }
            Ok(opened)
        };
        timeout(settings.patience, opening).await.unwrap_or_else(|_| Err(silence(Stage::Hello)))
    }

    async fn greet(settings: &ServerSettings) -> Result<Self, SmtpError> {
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
        // The library greets too, but does not pass on this one of the server's words.
        let offered = connection.command(Ehlo::new(name)).await?;
        let pipelining = offered.message().any(|word| word.eq_ignore_ascii_case(PIPELINING));
        Ok(Self { connection, patience: settings.patience, pipelining })
    }

    pub(super) fn checked(&self, settings: &ServerSettings) -> Checked {
        Checked::Server {
            name: tidy(self.connection.server_info().name()),
            encrypted: self.connection.is_encrypted(),
            signed_in: settings.credentials.is_some(),
        }
    }

    pub(super) async fn hand_over(&mut self, ready: &Ready) -> Result<Accepted, PostError> {
        let content = std::str::from_utf8(&ready.raw)
            .map_err(|_| PostError::Unsendable("its bytes are no text".to_owned()))?;
        let sender = Mail::new(Some(ready.from.clone()), Vec::new());
        let recipient = Rcpt::new(ready.to.clone(), Vec::new());
        if self.pipelining {
            self.announce(&format!("{sender}{recipient}{Data}")).await?;
        } else {
            self.say(Stage::Sender, sender).await?;
            self.say(Stage::Recipient, recipient).await?;
            self.say(Stage::Recipient, Data).await?;
        }
        let answer = self.say(Stage::Content, Content(content)).await?;
        Ok(Accepted { answer: tidy(&answer.message().collect::<Vec<_>>().join(" ")) })
    }

    /// Sender, recipient and the wish to hand over in one go; each has its answer.
    async fn announce(&mut self, commands: &str) -> Result<(), PostError> {
        let sender = self.say(Stage::Sender, commands).await;
        if sender.as_ref().is_err_and(ends) {
            return sender.map(drop);
        }
        let recipient = self.hear(Stage::Recipient).await;
        if recipient.as_ref().is_err_and(ends) {
            return recipient.map(drop);
        }
        let content = self.hear(Stage::Recipient).await.map(drop);
        let Err(refusal) = sender.and(recipient) else { return content };
        // A server that waits for a letter to nobody is told that there is none (RFC 2920, 3.1).
        if content.is_ok() && self.say(Stage::Recipient, NOTHING).await.is_ok() {
            tracing::debug!("the mail server took an empty letter to nobody");
        }
        Err(refusal)
    }

    /// Has the server forget what it was told of the last letter. Answers whether it still listens.
    pub(super) async fn start_over(&mut self) -> bool {
        self.say(Stage::Sender, Rset).await.is_ok()
    }

    /// Says goodbye where that still makes sense, and does not wait long for it.
    pub(super) async fn end(mut self) {
        if timeout(Duration::from_secs(5), self.connection.abort()).await.is_err() {
            tracing::debug!("the mail server did not say goodbye");
        }
    }

    async fn say(&mut self, stage: Stage, command: impl Display) -> Result<Response, PostError> {
        with_patience(self.patience, stage, self.connection.command(command)).await
    }

    async fn hear(&mut self, stage: Stage) -> Result<Response, PostError> {
        with_patience(self.patience, stage, self.connection.read_response()).await
    }
}

/// An answer, waited for with patience that ends.
async fn with_patience(
    patience: Duration,
    stage: Stage,
    answer: impl Future<Output = Result<Response, SmtpError>>,
) -> Result<Response, PostError> {
    let patience = match stage {
        Stage::Content => patience.saturating_mul(CONTENT_PATIENCE),
        _ => patience,
    };
    match timeout(patience, answer).await {
        Ok(answer) => answer.map_err(|error| failure(stage, &error)),
        Err(_) => Err(silence(stage)),
    }
}

/// Whether nothing more will be heard: the connection is lost, or the server hangs up.
fn ends(error: &PostError) -> bool {
    matches!(error.code(), None | Some(421))
}

const NOTHING: &str = ".\r\n";

/// The content as it goes over (RFC 5321, 4.5.2) together with its end. The library writes the end by itself, which then
/// waits until the server has acknowledged the rest: forty milliseconds a letter.
struct Content<'a>(&'a str);

impl Display for Content<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for line in self.0.split_inclusive("\r\n") {
            if line.starts_with('.') {
                f.write_str(".")?;
            }
            f.write_str(line)?;
        }
        if !self.0.ends_with("\r\n") {
            f.write_str("\r\n")?;
        }
        f.write_str(NOTHING)
    }
}
