//! A folder of letters read back, for the page that shows each as its reader sees it.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use mail_parser::{Message, MessageParser};

/// The most letters on one page of the list, whatever is asked for.
const MOST_LISTED: usize = 200;
/// A letter larger than this is none of ours; it is not read into memory.
const LARGEST: u64 = 5 * 1024 * 1024;
/// Headers worth showing beside a letter.
const OF_INTEREST: [&str; 9] = [
    "Message-ID",
    "Reply-To",
    "In-Reply-To",
    "References",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Auto-Submitted",
    "MIME-Version",
    "Content-Type",
];

/// A folder of `.eml` files.
#[derive(Clone, Debug)]
pub struct Mailbox {
    folder: PathBuf,
}

/// One page of the list, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    pub letters: Vec<Summary>,
    /// Give it as `before` for the next page; `None` at the end.
    pub next: Option<String>,
}

/// A letter in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The file's name, which opens the letter.
    pub name: String,
    pub from: String,
    pub to: String,
    pub subject: String,
    pub date: Option<DateTime<Utc>>,
    /// Bytes of the file.
    pub size: u64,
}

/// A letter opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    pub summary: Summary,
    pub text: Option<String>,
    pub html: Option<String>,
    /// Name and value, unfolded, as written.
    pub headers: Vec<(String, String)>,
}

impl Mailbox {
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// The newest letters whose names sort before `before`. A folder that is not there yet is empty.
    pub async fn list(&self, before: Option<&str>, limit: usize) -> io::Result<Listing> {
        let folder = self.folder.clone();
        let before = before.map(str::to_owned);
        let limit = limit.clamp(1, MOST_LISTED);
        off_the_runtime(move || list(&folder, before.as_deref(), limit)).await
    }

    /// The letter of that name; `None` where there is none, or the name is not one that a letter can have.
    pub async fn open(&self, name: &str) -> io::Result<Option<Opened>> {
        let folder = self.folder.clone();
        let name = name.to_owned();
        off_the_runtime(move || open(&folder, &name)).await
    }
}

fn list(folder: &Path, before: Option<&str>, limit: usize) -> io::Result<Listing> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Ok(Listing { letters: Vec::new(), next: None });
        }
        Err(error) => return Err(error),
    };
    // One more than asked for is kept, to know whether there is a next page; never the whole folder.
    let mut newest = BTreeSet::new();
    for entry in entries {
        let Ok(name) = entry?.file_name().into_string() else {
            continue;
        };
        if is_letter_name(&name) && before.is_none_or(|before| name.as_str() < before) {
            newest.insert(name);
            if newest.len() > limit + 1 {
                newest.pop_first();
            }
        }
    }
    let more = newest.len() > limit;
    let names: Vec<String> = newest.into_iter().rev().take(limit).collect();
    let next = names.last().filter(|_| more).cloned();
    let mut letters = Vec::with_capacity(names.len());
    for name in names {
        // A letter may be removed between the look at the folder and the look at the file.
        if let Some(raw) = read(folder, &name)? {
            let parsed = MessageParser::default().parse_headers(&raw);
            letters.push(summary(name, &raw, parsed.as_ref()));
        }
    }
    Ok(Listing { letters, next })
}

fn open(folder: &Path, name: &str) -> io::Result<Option<Opened>> {
    if !is_letter_name(name) {
        return Ok(None);
    }
    let Some(raw) = read(folder, name)? else {
        return Ok(None);
    };
    let parsed = MessageParser::default().parse(&raw);
    let summary = summary(name.to_owned(), &raw, parsed.as_ref());
    Ok(Some(match &parsed {
        None => Opened {
            summary,
            text: Some(String::from_utf8_lossy(&raw).into_owned()),
            html: None,
            headers: Vec::new(),
        },
        Some(message) => Opened {
            summary,
            text: message.body_text(0).map(|text| text.into_owned()),
            // The parser would make HTML out of text; only a real HTML half is shown as one.
            html: message
                .html_part(0)
                .filter(|part| part.is_text_html())
                .and_then(|_| message.body_html(0))
                .map(|html| html.into_owned()),
            headers: headers_of_interest(message),
        },
    }))
}

fn headers_of_interest(message: &Message<'_>) -> Vec<(String, String)> {
    OF_INTEREST
        .iter()
        .filter_map(|name| {
            let value = message.header_raw(*name)?;
            let unfolded = value.split_whitespace().collect::<Vec<_>>().join(" ");
            Some(((*name).to_owned(), unfolded))
        })
        .collect()
}

fn summary(name: String, raw: &[u8], parsed: Option<&Message<'_>>) -> Summary {
    let party = |address: Option<&mail_parser::Address<'_>>| {
        address
            .and_then(|address| address.first())
            .map(|one| match (one.name(), one.address()) {
                (Some(name), Some(address)) => format!("{name} <{address}>"),
                (None, Some(address)) => address.to_owned(),
                (name, None) => name.unwrap_or_default().to_owned(),
            })
            .unwrap_or_default()
    };
    Summary {
        from: party(parsed.and_then(Message::from)),
        to: party(parsed.and_then(Message::to)),
        subject: parsed.and_then(Message::subject).unwrap_or_default().to_owned(),
        date: parsed
            .and_then(Message::date)
            .and_then(|date| DateTime::from_timestamp(date.to_timestamp(), 0)),
        size: u64::try_from(raw.len()).unwrap_or(u64::MAX),
        name,
    }
}

/// Names as the post writes them. Anything else from outside (a slash, a dot in front) names no letter.
fn is_letter_name(name: &str) -> bool {
    name.len() <= 255
        && name.ends_with(".eml")
        && !name.starts_with('.')
        && !name.contains("..")
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"@.-_".contains(&byte))
}

fn read(folder: &Path, name: &str) -> io::Result<Option<Vec<u8>>> {
    let path = folder.join(name);
    // A link could lead out of the folder: only a file of the folder itself is a letter.
    match fs::symlink_metadata(&path) {
        Ok(about) if about.is_file() && about.len() <= LARGEST => {}
        Ok(_) => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    }
    match fs::read(&path) {
        Ok(raw) => Ok(Some(raw)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

async fn off_the_runtime<T, F>(work: F) -> io::Result<T>
where
    T: Send + 'static,
    F: FnOnce() -> io::Result<T> + Send + 'static,
{
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}
