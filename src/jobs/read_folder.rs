//! Takes in the new letters of a Maildir folder, which a mail server or a fetching program fills.
//!
//! A letter is moved to `cur`, marked as seen, only once it is kept. A program that stops in between takes it in again,
//! and the same letter again is the one that is there.

use std::{
    collections::BTreeSet,
    ffi::{OsStr, OsString},
    fs, io,
    path::Path,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, Utc};

use crate::{
    actions::receive_mail,
    config::Config,
    domain::token::Keys,
    store::{Connection, Result, StoreError},
};

/// Letters of one round, so that a full folder does not keep the worker from stopping.
const MOST_A_ROUND: usize = 200;

/// What could not be read, so that each is told of once.
#[derive(Default)]
pub struct Told(Mutex<BTreeSet<OsString>>);

impl Told {
    fn once(&self, name: &OsStr) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned())
    }
}

pub async fn step(
    connection: &mut Connection,
    config: &Config,
    told: &Told,
    now: DateTime<Utc>,
) -> Result<()> {
    let Some(folder) = config.mail_dir.clone() else { return Ok(()) };
    let keys = Keys::new(config.secret_bytes(), None);
    let listed = blocking(move || new_letters(&folder).map(|names| (folder, names))).await;
    let (folder, names) = match listed {
        Ok(found) => found,
        Err(cause) => {
            if told.once(OsStr::new("")) {
                tracing::error!(%cause, "the folder of OTKLIK_MAIL_DIR cannot be read");
            }
            return Ok(());
        }
    };
    for name in names {
        let (from, largest) = (folder.join("new").join(&name), config.mail_largest);
        match blocking(move || read(&from, largest)).await {
            Ok(Some(raw)) => match receive_mail::receive_mail(connection, &keys, &raw, None, now).await {
                Ok(_) => {}
                Err(StoreError::Away(cause)) => return Err(StoreError::Away(cause)),
                // Kept or not, the letter stays where it is and is tried again.
                Err(cause) => {
                    tracing::error!(%cause, "a letter of the mail folder was not dealt with");
                    continue;
                }
            },
            // Another worker has it.
            Ok(None) => continue,
            Err(cause) => {
                if told.once(&name) {
                    tracing::error!(letter = ?name, %cause, "a letter stays in the mail folder, unread");
                }
                continue;
            }
        }
        let (folder, moved) = (folder.clone(), name.clone());
        if let Err(cause) = blocking(move || mark_seen(&folder, &moved)).await
            && told.once(&name)
        {
            tracing::error!(letter = ?name, %cause, "a letter was taken in and cannot be moved");
        }
    }
    Ok(())
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|cause| Err(io::Error::other(cause)))
}

/// The oldest letters of `new`, whose names begin with the moment of their delivery.
fn new_letters(folder: &Path) -> io::Result<Vec<OsString>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder.join("new"))? {
        let entry = entry?;
        let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        if !hidden && entry.file_type()?.is_file() {
            names.push(entry.file_name());
        }
    }
    names.sort();
    names.truncate(MOST_A_ROUND);
    Ok(names)
}

/// A letter's bytes; `None` where it is gone.
fn read(path: &Path, largest: usize) -> io::Result<Option<Vec<u8>>> {
    let size = match fs::metadata(path) {
        Ok(found) => usize::try_from(found.len()).unwrap_or(usize::MAX),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(cause) => return Err(cause),
    };
    if size > largest {
        return Err(io::Error::other("larger than OTKLIK_MAIL_LARGEST"));
    }
    match fs::read(path) {
        Ok(raw) if raw.trim_ascii().is_empty() => Err(io::Error::other("empty")),
        Ok(raw) => Ok(Some(raw)),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(cause),
    }
}

fn mark_seen(folder: &Path, name: &OsStr) -> io::Result<()> {
    let bare = name.to_str().and_then(|name| name.split_once(':')).map_or(name, |(bare, _)| OsStr::new(bare));
    let mut seen = bare.to_owned();
    seen.push(":2,S");
    match fs::rename(folder.join("new").join(name), folder.join("cur").join(seen)) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound && !folder.join("new").join(name).exists() => {
            Ok(())
        }
        other => other,
    }
}
