//! What a letter holds for people: its words, whole and by themselves, and the files that came with it.

use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders as _, PartType};

use super::{kind_of, quoting::own_words, too_many_parts};
use crate::domain::text;

/// Text parts that are read: some programs put each paragraph between pictures into one of its own.
const MOST_TEXTS: usize = 50;
/// Characters of a whole letter that are shown; it can always be had as it came.
const LONGEST_TEXT: usize = 200_000;
/// Files that are listed.
const MOST_FILES: usize = 200;
/// The longest name of a file, in characters.
const LONGEST_NAME: usize = 120;

/// A letter to be read by a person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Content {
    /// All of its text.
    pub whole: String,
    pub files: Vec<File>,
}

/// A file that came with a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its place in the letter, for [`file`].
    pub at: u32,
    pub name: String,
    /// As its sender claims.
    pub media_type: String,
    pub bytes: usize,
}

/// Reads a letter for a person; `None` where it cannot be read safely. Nothing packed is unpacked.
#[must_use]
pub fn content(raw: &[u8]) -> Option<Content> {
    if too_many_parts(raw) {
        return None;
    }
    let message = MessageParser::default().parse(raw)?;
    Some(Content { whole: whole(&message), files: files(&message) })
}

/// The parts of a letter that are files, in their order.
#[must_use]
pub fn parts(raw: &[u8]) -> Vec<File> {
    content(raw).map_or_else(Vec::new, |content| content.files)
}

/// One of them with its bytes.
#[must_use]
pub fn file(raw: &[u8], at: u32) -> Option<(File, Vec<u8>)> {
    if too_many_parts(raw) {
        return None;
    }
    let message = MessageParser::default().parse(raw)?;
    let part = message.attachment(at)?;
    Some((described(at, part), part.contents().to_vec()))
}

/// All files of a letter with their bytes.
#[must_use]
pub fn whole_files(raw: &[u8]) -> Vec<(File, Vec<u8>)> {
    if too_many_parts(raw) {
        return Vec::new();
    }
    let message = MessageParser::default().parse(raw);
    let files = message.iter().flat_map(|message| message.attachments().take(MOST_FILES).zip(0_u32..));
    files.map(|(part, at)| (described(at, part), part.contents().to_vec())).collect()
}

/// All that was written; of a letter in HTML alone, its text.
pub(super) fn whole(message: &Message<'_>) -> String {
    let texts = (0..message.text_body_count().min(MOST_TEXTS)).filter_map(|at| message.body_text(at));
    // Of a letter built in a way that has no body, whatever text there is.
    let any =
        message.parts.iter().filter(|_| message.text_body_count() == 0).filter_map(|part| match &part.body {
            PartType::Text(text) => Some(text.clone()),
            _ => None,
        });
    let texts = texts.chain(any.take(MOST_TEXTS));
    let mut whole = String::new();
    for text in texts {
        if !whole.is_empty() {
            whole.push_str("\n\n");
        }
        whole
            .extend(text.chars().filter(|letter| !letter.is_control() || *letter == '\n').take(LONGEST_TEXT));
        if whole.len() > LONGEST_TEXT * 4 {
            break;
        }
    }
    whole.trim().chars().take(LONGEST_TEXT).collect()
}

/// The words of its author, and whether something of the whole is missing in them.
pub(super) fn said(whole: &str) -> (String, bool) {
    let own = own_words(whole);
    let kept: String = own.chars().take(text::Text::LIMIT - 1).collect();
    if kept.len() < own.len() {
        return (format!("{}…", kept.trim_end()), true);
    }
    let cut = own != whole.trim();
    (own, cut)
}

pub(super) fn files(message: &Message<'_>) -> Vec<File> {
    message.attachments().take(MOST_FILES).zip(0_u32..).map(|(part, at)| described(at, part)).collect()
}

fn described(at: u32, part: &MessagePart<'_>) -> File {
    let claimed = part.attachment_name().unwrap_or_default();
    // The last part of a path, and nothing that a shell or a browser would take for more than a name.
    let bare = claimed.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = text::one_line(bare, LONGEST_NAME);
    let name = name.trim_start_matches('.').replace(['"', '<', '>', ':', '|', '?', '*'], "_");
    let media_type = kind_of(part);
    File {
        at,
        name: if name.is_empty() { format!("file-{}", at + 1) } else { name },
        media_type: if media_type.is_empty() {
            "application/octet-stream".to_owned()
        } else {
            text::one_line(&media_type, 100)
        },
        bytes: part.contents().len(),
    }
}
