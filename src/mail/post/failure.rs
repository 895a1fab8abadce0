//! What can go wrong on the way out, told apart by what may be done next.

use std::error::Error;

use lettre::transport::smtp::Error as SmtpError;

use crate::domain::bounce::{Verdict, verdict_of_answer};

/// The longest explanation kept, in characters.
const LONGEST_TEXT: usize = 300;

/// Why a letter was not accepted. Texts are safe to show and log: addresses are masked, credentials never appear.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PostError {
    /// The letter itself cannot be sent as it is: an address that is none, for example.
    #[error("the letter cannot be sent: {0}")]
    Unsendable(String),
    /// A 4xx answer: the server asks for a later try.
    #[error("the server answered {code}, try later: {text}")]
    Temporary { code: u16, text: String },
    /// A 5xx answer to this content, or to this recipient for a reason that may pass.
    #[error("the server refused the letter with {code}: {text}")]
    Permanent { code: u16, text: String },
    /// The server knows no such mailbox: nothing sent to this address will arrive.
    #[error("the server knows no such mailbox, {code}: {text}")]
    NoMailbox { code: u16, text: String },
    /// The server refuses us, whatever the letter: wrong password, sender not allowed, no way to sign in.
    #[error("the server refused us{}: {text}", .code.map(|code| format!(" with {code}")).unwrap_or_default())]
    Refused { code: Option<u16>, text: String },
    /// No conversation came about or it broke off before the letter was handed over.
    #[error("the mail server cannot be reached: {0}")]
    Unreachable(String),
    /// The connection was lost after the letter had begun to go over and before the answer: it may have arrived.
    #[error("the connection was lost after handing over, the letter may have arrived: {0}")]
    AfterHandingOver(String),
}

/// What may be done after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Nothing was accepted: try again after a pause.
    Later,
    /// The same letter will fail again.
    Never,
    /// Whether it arrived is unknown: only a person may decide to send it again.
    Unknown,
}

impl PostError {
    #[must_use]
    pub fn retry(&self) -> Retry {
        match self {
            Self::Temporary { .. } | Self::Refused { .. } | Self::Unreachable(_) => Retry::Later,
            Self::Permanent { .. } | Self::NoMailbox { .. } | Self::Unsendable(_) => Retry::Never,
            Self::AfterHandingOver(_) => Retry::Unknown,
        }
    }

    /// The server's three digits, where it spoke.
    #[must_use]
    pub fn code(&self) -> Option<u16> {
        match self {
            Self::Temporary { code, .. } | Self::Permanent { code, .. } | Self::NoMailbox { code, .. } => {
                Some(*code)
            }
            Self::Refused { code, .. } => *code,
            Self::Unsendable(_) | Self::Unreachable(_) | Self::AfterHandingOver(_) => None,
        }
    }
}

/// How far a conversation had come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Connection, greeting, TLS.
    Hello,
    SignIn,
    /// `MAIL FROM`.
    Sender,
    /// `RCPT TO` and `DATA`.
    Recipient,
    /// From the first byte of the content to the answer to its last.
    Content,
}

/// The failure of a command at that stage.
pub(super) fn failure(stage: Stage, error: &SmtpError) -> PostError {
    let text = tidy(&words_of(error));
    let Some(code) = error.status().map(u16::from) else {
        return match stage {
            Stage::Content => PostError::AfterHandingOver(text),
            // The library's own refusals: no STARTTLS, no common way to sign in.
            Stage::Hello | Stage::SignIn if error.is_client() => PostError::Refused { code: None, text },
            _ => PostError::Unreachable(text),
        };
    };
    match stage {
        _ if error.is_transient() => PostError::Temporary { code, text },
        // A server that will not carry our letters says so to each recipient: that must not end every letter.
        Stage::Recipient if is_about_us(code, &text) => PostError::Refused { code: Some(code), text },
        Stage::Recipient if verdict_of_answer(code, &text) == Verdict::Hard => {
            PostError::NoMailbox { code, text }
        }
        Stage::Recipient | Stage::Content => PostError::Permanent { code, text },
        Stage::Hello | Stage::SignIn | Stage::Sender => PostError::Refused { code: Some(code), text },
    }
}

/// 530, 535 and 538 ask for a sign-in (RFC 4954); a relay refusal has no code of its own, only words.
fn is_about_us(code: u16, text: &str) -> bool {
    matches!(code, 530 | 535 | 538) || text.to_lowercase().contains("relay")
}

/// No answer in time.
pub(super) fn silence(stage: Stage) -> PostError {
    let text = "no answer in time".to_owned();
    match stage {
        Stage::Content => PostError::AfterHandingOver(text),
        _ => PostError::Unreachable(text),
    }
}

fn words_of(error: &SmtpError) -> String {
    // An answer's own words are the source; other failures need their kind before it.
    match error.source() {
        Some(source) if error.status().is_some() => source.to_string(),
        _ => error.to_string(),
    }
}

/// One line, not endless, no whole address.
pub(super) fn tidy(text: &str) -> String {
    let spaced: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    let line = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    mask_addresses(&line).chars().take(LONGEST_TEXT).collect()
}

/// The text with every address in it masked: `anna@example.ru` becomes `a***@example.ru`.
#[must_use]
pub fn mask_addresses(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('@') {
        let local_start = before
            .char_indices()
            .rev()
            .take_while(|(_, letter)| in_local_part(*letter))
            .last()
            .map_or(before.len(), |(place, _)| place);
        let (kept, local) = before.split_at(local_start);
        masked.push_str(kept);
        if let Some(first) = local.chars().next() {
            masked.push(first);
            masked.push_str("***");
        }
        masked.push('@');
        rest = after;
    }
    masked.push_str(rest);
    masked
}

fn in_local_part(letter: char) -> bool {
    letter.is_alphanumeric() || ".!#$%&'*+-/=?^_`{|}~".contains(letter)
}
