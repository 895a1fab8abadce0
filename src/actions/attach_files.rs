//! Files of a complaint: kept, removed, put back. They raise no version: nobody's page is older by a file.

use chrono::{DateTime, Duration, Utc};
use serde_json::json;

use super::{
    complaint_step::{By, Doer, Refusal, Work},
    hindrance::Hindrance,
};
use crate::{
    domain::attachment::{self, Refused},
    store::{
        Connection, StoreError,
        attachments::{self, From, New},
        complaint_events::Entry,
        transactions::transaction,
    },
};

/// A file as somebody gave it.
#[derive(Debug, Clone)]
pub struct Given {
    pub name: String,
    pub content: Vec<u8>,
}

/// What became of files that came together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attached {
    /// Those that are kept.
    pub files: Vec<i64>,
    /// Those that are not, by the names that were given, and why.
    pub refused: Vec<(String, Refused)>,
}

/// Keeps files of a member of staff. Each is judged by itself: the good ones are kept, whatever else was chosen.
///
/// # Errors
/// No such complaint; when the database does not answer.
pub async fn attach_files(
    connection: &mut Connection,
    number: i64,
    doer: Doer,
    given: &[Given],
    now: DateTime<Utc>,
) -> Result<Attached, Refusal> {
    transaction(connection, async |connection| {
        let work = Work::begin(connection, number, doer, now).await?;
        let (attached, told) = keep(connection, number, given, From::Staff(doer.id), now).await?;
        work.tell(connection, &told).await?;
        Ok(attached)
    })
    .await
}

/// Keeps files of one side; answers what its history tells of them.
pub(super) async fn keep(
    connection: &mut Connection,
    complaint_id: i64,
    given: &[Given],
    from: From,
    now: DateTime<Utc>,
) -> Result<(Attached, Vec<Entry<'static>>), StoreError> {
    let by_staff = matches!(from, From::Staff(_));
    let today = attachments::bytes_since(connection, complaint_id, by_staff, now - Duration::days(1)).await?;
    let judged = attachment::judge(
        given.iter().map(|file| (file.name.as_str(), file.content.as_slice())),
        usize::try_from(today).unwrap_or(usize::MAX),
    );
    let mut attached = Attached::default();
    let mut told = Vec::new();
    for (file, judged) in given.iter().zip(judged) {
        let accepted = match judged {
            Ok(accepted) => accepted,
            Err(why) => {
                attached.refused.push((attachment::clean_name(&file.name), why));
                continue;
            }
        };
        let new = New {
            complaint_id,
            name: &accepted.name,
            media_type: accepted.kind.media_type(),
            content: &file.content,
            from,
            now,
        };
        let kept = attachments::keep(connection, &new).await?;
        attached.files.push(kept.id);
        if !kept.known {
            told.push(entry("added", kept.id, &accepted.name));
        }
    }
    Ok((attached, told))
}

/// Removes a file from a complaint, or puts it back. The same again changes nothing. Its bytes stay for the undoing.
///
/// # Errors
/// `Leaving` while it waits to leave with a letter; no such complaint or file.
pub async fn remove_file(
    connection: &mut Connection,
    number: i64,
    doer: Doer,
    file: i64,
    back: bool,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    transaction(connection, async |connection| {
        let work = Work::begin(connection, number, By::Staff(doer), now).await?;
        if !back && attachments::is_leaving(connection, file).await? {
            return Err(Hindrance::FileLeaves.into());
        }
        let removed_at = (!back).then_some(now);
        let Some(name) = attachments::mark_removed(connection, number, file, removed_at).await? else {
            return Ok(());
        };
        work.tell(connection, &[entry(if back { "restored" } else { "removed" }, file, &name)]).await
    })
    .await
}

/// Has files of a complaint go out with a letter of ours.
pub(super) async fn send_with(
    connection: &mut Connection,
    number: i64,
    letter: i64,
    files: &[i64],
) -> Result<(), Refusal> {
    let mut wanted = files.to_vec();
    wanted.sort_unstable();
    wanted.dedup();
    if wanted.is_empty() {
        return Ok(());
    }
    let sizes = attachments::sizes(connection, number, &wanted).await?;
    if sizes.len() != wanted.len() {
        // Somebody removed one since the page was drawn.
        return Err(Refusal::Changed);
    }
    let bytes: usize = sizes.iter().filter_map(|(_, bytes)| usize::try_from(*bytes).ok()).sum();
    if bytes > attachment::LARGEST_LETTER {
        return Err(Hindrance::LetterTooLarge { bytes }.into());
    }
    attachments::send_with(connection, letter, &wanted).await?;
    Ok(())
}

fn entry(deed: &'static str, file: i64, name: &str) -> Entry<'static> {
    Entry {
        kind: "file",
        detail: Some(json!({ "deed": deed, "file": file, "name": name })),
        ..Entry::default()
    }
}
