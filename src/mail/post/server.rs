//! A mail server: conversations with it, kept for the next letter while they are alive.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use super::conversation::Conversation;
use super::message::Ready;
use super::settings::ServerSettings;
use super::{Accepted, Checked, PostError};

/// How long a connection is kept for the next letter; servers drop idle ones after some minutes.
const LONGEST_IDLE: Duration = Duration::from_secs(30);
/// A connection that took a letter so lately is taken for alive without being asked.
const FRESH: Duration = Duration::from_millis(500);

#[derive(Debug)]
pub(super) struct Server {
    settings: ServerSettings,
    /// Never more than letters were in hand at once.
    idle: Mutex<Vec<Idle>>,
}

struct Idle {
    conversation: Conversation,
    since: Instant,
    /// Its last letter was taken, so nothing of it is left to forget.
    clean: bool,
}

impl Server {
    pub(super) fn new(settings: ServerSettings) -> Self {
        Self { settings, idle: Mutex::new(Vec::new()) }
    }

    pub(super) async fn send(&self, ready: &Ready) -> Result<Accepted, PostError> {
        let (mut conversation, kept) = match self.take_idle().await {
            Some(conversation) => (conversation, true),
            None => (self.open().await?, false),
        };
        let mut outcome = conversation.hand_over(ready).await;
        // Many servers end a conversation after so many letters. Nothing of this one was handed over, so it may go by a new one.
        if kept && matches!(outcome, Err(PostError::Unreachable(_) | PostError::Temporary { code: 421, .. }))
        {
            conversation.end().await;
            conversation = self.open().await?;
            outcome = conversation.hand_over(ready).await;
        }
        match &outcome {
            // A spoken refusal leaves the conversation whole; 421 is the server hanging up.
            Ok(_) => self.keep(conversation, true),
            Err(PostError::Permanent { .. } | PostError::NoMailbox { .. } | PostError::Unsendable(_)) => {
                self.keep(conversation, false);
            }
            Err(PostError::Temporary { code, .. }) if *code != 421 => self.keep(conversation, false),
            Err(_) => conversation.end().await,
        }
        outcome.map_err(|error| self.discreet(error))
    }

    pub(super) async fn check(&self) -> Result<Checked, PostError> {
        let conversation = self.open().await?;
        let checked = conversation.checked(&self.settings);
        conversation.end().await;
        Ok(checked)
    }

    pub(super) async fn close(&self) {
        let idle = std::mem::take(&mut *self.idle.lock().unwrap_or_else(PoisonError::into_inner));
        for one in idle {
            one.conversation.end().await;
        }
    }

    async fn open(&self) -> Result<Conversation, PostError> {
        Conversation::open(&self.settings).await.map_err(|error| self.discreet(error))
    }

    /// A kept conversation that still goes on; starting over also forgets a refused recipient.
    async fn take_idle(&self) -> Option<Conversation> {
        loop {
            let mut one = {
                let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
                idle.pop()?
            };
            if one.clean && one.since.elapsed() < FRESH {
                return Some(one.conversation);
            }
            if one.since.elapsed() < LONGEST_IDLE && one.conversation.start_over().await {
                return Some(one.conversation);
            }
            one.conversation.end().await;
        }
    }

    fn keep(&self, conversation: Conversation, clean: bool) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.push(Idle { conversation, since: Instant::now(), clean });
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
