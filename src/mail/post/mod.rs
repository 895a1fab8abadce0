//! The post: hands a finished letter to a mail server, a folder or the memory of a test.

mod conversation;
mod failure;
mod folder;
mod message;
mod server;
mod settings;

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};

pub use failure::{PostError, Retry, mask_addresses};
pub use message::{is_message_id, message_id};
pub use settings::BadPostUrl;

use super::compose::Composed;
use folder::Folder;
use server::Server;
use settings::Settings;

/// A way for letters out of the house. Cheap to clone; clones share their connections.
#[derive(Clone, Debug)]
pub struct Post {
    way: Way,
}

#[derive(Clone, Debug)]
enum Way {
    Server(Arc<Server>),
    Folder(Arc<Folder>),
    Memory(Arc<Mutex<Vec<Posted>>>),
}

/// A name and an address, as in `From` and `To`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    pub name: Option<String>,
    pub address: String,
}

impl Party {
    /// Reads `Name <address>` or a bare address; `None` where no letter could be sent from or to it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (name, address) = match text.strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
            Some((name, address)) => (name.trim().trim_matches('"').trim(), address.trim()),
            None => ("", text),
        };
        let name = Some(name.to_owned()).filter(|name| !name.is_empty());
        let party = Self { name, address: address.to_owned() };
        message::can_be_addressed(&party).then_some(party)
    }
}

/// A letter with everything its envelope needs.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// Without angle brackets, as [`message_id`] makes it: the same letter has the same one for ever.
    pub message_id: String,
    pub from: Party,
    pub reply_to: Option<Party>,
    /// The envelope's sender, where returned letters go; `None`: the one in `From`.
    pub return_path: Option<String>,
    /// The address that ends the letters when anything is written to it; beside the link, never instead of it.
    pub unsubscribe_by_mail: Option<String>,
    pub to: Party,
    pub composed: Composed,
    /// Files that go with it, for the recipient to save.
    pub files: Vec<Enclosed>,
    /// Message ids, without brackets, of the letter answered and of the thread before it, oldest first.
    pub in_reply_to: Option<String>,
    pub references: Vec<String>,
    pub date: DateTime<Utc>,
    /// No human pressed 'send': holiday replies should not answer it.
    pub auto_submitted: bool,
}

/// A file that goes with a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enclosed {
    pub name: String,
    pub media_type: String,
    pub content: Vec<u8>,
}

/// The server's (or folder's) word that the letter is now theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// What was said, addresses masked; often the name under which the server queued the letter.
    pub answer: String,
}

/// What a test finds in the memory post.
#[derive(Clone, Debug)]
pub struct Posted {
    pub to_address: String,
    pub raw: Vec<u8>,
}

/// What [`Post::check`] learned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    Server { name: String, encrypted: bool, signed_in: bool },
    Folder,
    Memory,
}

impl Post {
    /// A post from its setting:
    ///
    /// - `smtp://[user:password@]host[:port]`, port 587 with credentials and 25 without;
    ///   `?tls=required` (STARTTLS or nothing; the default with credentials or port 587),
    ///   `opportunistic` (STARTTLS where offered, any certificate; the default otherwise), `none` (the default on loopback);
    /// - `smtps://…`, TLS from the first byte, port 465;
    /// - both: `ca=FILE` trusts the PEM certificates of that file besides the public ones, `timeout=SECONDS` (60) is the
    ///   patience for a connection and for each answer;
    /// - `file:DIR` writes each letter as `.eml`.
    ///
    /// Reserved characters in user and password are percent-encoded.
    pub fn from_url(url: &str) -> Result<Self, BadPostUrl> {
        let way = match Settings::parse(url)? {
            Settings::Server(settings) => Way::Server(Arc::new(Server::new(settings))),
            Settings::Folder(path) => Way::Folder(Arc::new(Folder::new(path))),
        };
        Ok(Self { way })
    }

    /// A post that keeps letters in memory, for tests; [`Post::posted`] reads them.
    #[must_use]
    pub fn memory() -> Self {
        Self { way: Way::Memory(Arc::default()) }
    }

    /// What the memory post holds, oldest first; nothing for any other.
    #[must_use]
    pub fn posted(&self) -> Vec<Posted> {
        match &self.way {
            Way::Memory(kept) => kept.lock().unwrap_or_else(PoisonError::into_inner).clone(),
            Way::Server(_) | Way::Folder(_) => Vec::new(),
        }
    }

    /// The folder letters are written to, where they are; the mailbox page reads it.
    #[must_use]
    pub fn folder(&self) -> Option<&std::path::Path> {
        match &self.way {
            Way::Folder(folder) => Some(folder.path()),
            Way::Server(_) | Way::Memory(_) => None,
        }
    }

    /// Posts one letter. Never tries twice by itself: [`PostError::retry`] says whether the caller may.
    pub async fn send(&self, outgoing: &Outgoing) -> Result<Accepted, PostError> {
        let ready = message::build(outgoing)?;
        match &self.way {
            Way::Server(server) => server.send(&ready).await,
            Way::Folder(folder) => folder.write(&ready).await,
            Way::Memory(kept) => {
                kept.lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(Posted { to_address: ready.to.to_string(), raw: ready.raw });
                Ok(Accepted { answer: "kept in memory".to_owned() })
            }
        }
    }

    /// Says hello (and signs in) without posting anything.
    pub async fn check(&self) -> Result<Checked, PostError> {
        match &self.way {
            Way::Server(server) => server.check().await,
            Way::Folder(folder) => folder.check().await,
            Way::Memory(_) => Ok(Checked::Memory),
        }
    }

    /// Says goodbye to the servers it still holds connections to.
    pub async fn close(&self) {
        if let Way::Server(server) = &self.way {
            server.close().await;
        }
    }
}
