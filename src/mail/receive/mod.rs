//! Letters that come in, read: what each is and which letters of ours it names. Pure; whether a name is truly ours is
//! [`ours`]' to say.

mod content;
mod fields;
mod ids;
mod quoting;
mod status;

use std::borrow::Cow;

use mail_parser::{HeaderValue, Message, MessageParser, MessagePart, MimeHeaders as _, PartType};

pub use content::{Content, File, content, file, parts, whole_files};
pub use ids::ours;
pub use status::{Action, Status};

use fields::groups;

use crate::domain::text;

/// More parts than this have only letters that are made to be a burden: nested deep enough, taking one apart again
/// would use up the stack. Every part but the plainest has this header.
const MOST_PARTS: usize = 1_000;
/// The most recipients, ids and words that are kept of one letter.
const MOST_NAMES: usize = 100;

/// Ids looked at from either end of a thread: the ends are what a reply answers and what began it.
const THREAD_ENDS: usize = 50;
/// The longest subject and name that are kept, in characters.
const LONGEST_LINE: usize = 250;

/// What a letter is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A delivery status (RFC 3464).
    Status(Status),
    /// A feedback report (RFC 5965): its kind, such as `abuse`, and the addresses that it names.
    Feedback { kind: String, recipients: Vec<String> },
    /// It came from a mail server and has no part that a program could read.
    Notice,
    /// Nobody pressed 'send' (RFC 3834).
    Automatic,
    /// What a person wrote; `stop`: the whole subject is a wish to get no more letters.
    Words { stop: bool },
    /// It cannot be read safely.
    Unreadable,
}

/// A letter that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    pub what: What,
    /// The addresses that it came to, as its headers say.
    pub to: Vec<String>,
    /// Message-IDs of the letter that came back or is answered.
    pub about: Vec<String>,
    /// Those that stand anywhere else in it.
    pub mentioned: Vec<String>,
    /// Message-IDs of the thread that it belongs to, from both ends of a long one.
    pub thread: Vec<String>,
    pub head: Head,
    /// The words of its author, without what they quote; cleaned, and no longer than words are kept.
    pub said: String,
    /// There is more in it than that.
    pub shortened: bool,
    pub files: usize,
}

/// What a letter says of itself; all of it claimed, none proven.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// Without brackets.
    pub message_id: Option<String>,
    /// The address in `From`, in lower case.
    pub sender: Option<String>,
    pub sender_name: Option<String>,
    pub subject: Option<String>,
}

/// Reads a letter, whatever it is. Nothing packed is unpacked, and nothing is fetched.
#[must_use]
pub fn read(raw: &[u8]) -> Received {
    let unreadable = || Received {
        what: What::Unreadable,
        to: Vec::new(),
        about: Vec::new(),
        mentioned: ids::in_bytes(raw),
        thread: Vec::new(),
        head: Head::default(),
        said: String::new(),
        shortened: false,
        files: 0,
    };
    if too_many_parts(raw) {
        return unreadable();
    }
    let Some(message) = MessageParser::default().parse(raw) else { return unreadable() };
    let parts = Parts::of(&message);
    let what = what(&message, &parts);
    let mut about = parts.returned_ids.clone();
    if !matches!(what, What::Words { .. } | What::Automatic) {
        // The words of a mail server quote the headers of what came back.
        about.extend(ids::named_in_text(&parts.text));
    }
    about.extend(ids_of(message.in_reply_to()).into_iter().take(MOST_NAMES));
    let mut mentioned = ids::in_bytes(raw);
    mentioned.extend(ids::in_bytes(parts.text.as_bytes()));
    mentioned.dedup();
    let (said, shortened) = match what {
        What::Words { .. } | What::Automatic => content::said(&content::whole(&message)),
        _ => (String::new(), false),
    };
    Received {
        what,
        to: recipients(&message),
        about,
        mentioned,
        thread: thread(&message),
        head: head(&message),
        said,
        shortened,
        files: message.attachment_count(),
    }
}

/// A letter that must not be taken apart.
fn too_many_parts(raw: &[u8]) -> bool {
    count_of(raw, b"content-type") > MOST_PARTS
}

fn head(message: &Message<'_>) -> Head {
    let line = |words: &str| Some(text::one_line(words, LONGEST_LINE)).filter(|line| !line.is_empty());
    let from = message.from().and_then(|from| from.first());
    Head {
        message_id: message
            .message_id()
            .map(str::trim)
            .filter(|id| id.len() <= LONGEST_LINE && id.bytes().all(|byte| byte.is_ascii_graphic()))
            .map(str::to_owned),
        sender: from
            .and_then(|from| from.address())
            .and_then(|one| fields::address(&text::one_line(one, 320))),
        sender_name: from.and_then(|from| from.name()).and_then(line),
        subject: message.subject().and_then(line),
    }
}

/// Of a thread longer than two times [`THREAD_ENDS`] the first and the last.
fn thread(message: &Message<'_>) -> Vec<String> {
    let all = ids_of(message.references());
    let end = all.len().saturating_sub(THREAD_ENDS);
    let ends = all.iter().enumerate().filter(|(at, _)| *at < THREAD_ENDS || *at >= end);
    ends.map(|(_, id)| id.clone()).collect()
}

fn what(message: &Message<'_>, parts: &Parts<'_>) -> What {
    if let Some(status) = &parts.status
        && let Some(status) = Status::read(status)
    {
        return What::Status(status);
    }
    if let Some(report) = &parts.report {
        let report = groups(report).into_iter().next().unwrap_or_default();
        return What::Feedback {
            kind: report.first("feedback-type").unwrap_or_default().trim().to_ascii_lowercase(),
            recipients: report.all("original-rcpt-to").filter_map(fields::address).take(MOST_NAMES).collect(),
        };
    }
    // A mail server's notice is marked as automatic too, so it is looked for first.
    if parts.status.is_some() || comes_from_a_server(message) {
        return What::Notice;
    }
    if is_automatic(message) {
        return What::Automatic;
    }
    What::Words { stop: message.subject().is_some_and(asks_to_stop) }
}

/// The parts that matter, the first of each.
#[derive(Default)]
struct Parts<'a> {
    status: Option<Cow<'a, [u8]>>,
    report: Option<Cow<'a, [u8]>>,
    returned_ids: Vec<String>,
    text: String,
}

impl<'a> Parts<'a> {
    fn of(message: &'a Message<'a>) -> Self {
        let mut found = Self::default();
        for part in &message.parts {
            let kind = kind_of(part);
            match kind.as_str() {
                "message/delivery-status" | "message/global-delivery-status" if found.status.is_none() => {
                    found.status = Some(Cow::Borrowed(part.contents()));
                }
                "message/feedback-report" if found.report.is_none() => {
                    found.report = Some(Cow::Borrowed(part.contents()));
                }
                "text/rfc822-headers" | "message/rfc822-headers" | "message/global-headers" => {
                    if let Some(headers) = groups(part.contents()).into_iter().next() {
                        found.returned_ids.extend(headers.all("message-id").flat_map(ids::bare));
                    }
                }
                _ => match &part.body {
                    PartType::Message(returned) => {
                        found.returned_ids.extend(returned.message_id().map(str::to_owned));
                    }
                    PartType::Text(text) => {
                        found.text.push_str(text);
                        found.text.push('\n');
                    }
                    _ => {}
                },
            }
        }
        found.returned_ids.truncate(MOST_NAMES);
        found
    }
}

fn kind_of(part: &MessagePart<'_>) -> String {
    part.content_type()
        .map(|kind| format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default()).to_ascii_lowercase())
        .unwrap_or_default()
}

/// The envelope's recipient as mail servers write it down, then those of the letter itself.
fn recipients(message: &Message<'_>) -> Vec<String> {
    let raw = ["Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To"]
        .into_iter()
        .flat_map(|name| message.header_values(name))
        .filter_map(HeaderValue::as_text)
        .filter_map(fields::address);
    let written = [message.to(), message.cc()]
        .into_iter()
        .flatten()
        .flat_map(|list| list.iter())
        .filter_map(|one| one.address().map(str::to_owned));
    raw.chain(written).take(MOST_NAMES).collect()
}

fn ids_of(value: &HeaderValue<'_>) -> Vec<String> {
    match value {
        HeaderValue::Text(id) => ids::bare(id).collect(),
        HeaderValue::TextList(list) => list.iter().flat_map(|id| ids::bare(id)).take(ids::MOST_IDS).collect(),
        _ => Vec::new(),
    }
}

/// An empty `Return-Path`, which only notices have (RFC 5321, 4.5.5), or the names that servers write under.
fn comes_from_a_server(message: &Message<'_>) -> bool {
    let empty_path = message
        .header_raw("Return-Path")
        .is_some_and(|path| path.chars().filter(|c| !c.is_whitespace()).eq("<>".chars()));
    // Holiday replies leave with an empty path too, but say that they answer.
    let replies = header_of(message, "Auto-Submitted").starts_with("auto-replied");
    let name = message
        .from()
        .and_then(|from| from.first())
        .and_then(|from| from.address())
        .and_then(|address| address.split('@').next())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let server = ["mailer-daemon", "postmaster", "mail-daemon", "maildaemon"].contains(&name.as_str());
    let failed = message.header_raw("X-Failed-Recipients").is_some();
    failed || server || (empty_path && !replies)
}

fn is_automatic(message: &Message<'_>) -> bool {
    let submitted = header_of(message, "Auto-Submitted");
    let precedence = header_of(message, "Precedence");
    (!submitted.is_empty() && submitted != "no" && !submitted.starts_with("no;"))
        || ["bulk", "junk", "list", "auto_reply"].contains(&precedence.as_str())
        || ["X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Response-Suppress", "List-Id"]
            .into_iter()
            .any(|name| {
                message.header_raw(name).is_some_and(|value| {
                    // Exchange puts its own on letters of people too; only `All` is its holiday reply.
                    name != "X-Auto-Response-Suppress" || value.trim().eq_ignore_ascii_case("all")
                })
            })
}

fn header_of(message: &Message<'_>, name: &'static str) -> String {
    message.header_raw(name).unwrap_or_default().trim().to_ascii_lowercase()
}

/// The whole subject, so that a sentence with the word in it asks for nothing.
fn asks_to_stop(subject: &str) -> bool {
    let word = subject.trim().trim_matches(['.', '!', '«', '»', '"']).to_lowercase();
    ["unsubscribe", "stop", "стоп", "отписка", "отписаться", "отпишите", "отпишите меня"]
        .contains(&word.as_str())
}

fn count_of(raw: &[u8], word: &[u8]) -> usize {
    raw.windows(word.len()).filter(|window| window.eq_ignore_ascii_case(word)).count()
}

#[cfg(test)]
mod tests {
    use super::asks_to_stop;

    #[test]
    fn only_a_whole_subject_is_a_wish() {
        for subject in ["unsubscribe", " Unsubscribe ", "СТОП", "Стоп!", "«отписаться»", "Отписаться."]
        {
            assert!(asks_to_stop(subject), "{subject}");
        }
        for subject in
            ["", "Re: unsubscribe", "Как отписаться", "стопка", "please stop", "Re: Как прошла покупка?"]
        {
            assert!(!asks_to_stop(subject), "{subject}");
        }
    }
}
