//! A letter put to the complaint that it is about: by its signed address, by the letter of ours that it answers, or by
//! hand. Never by a number that somebody wrote into a subject.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::Done;
use crate::{
    actions::{
        attach_files::{self, Attached, Given},
        complaint_step::{By, Refusal, Work},
    },
    domain::{complaint::Step, incoming::Outcome, letterbox::Purpose, severity::Severity, text::Text},
    mail::receive::{self, Received, What},
    store::{
        Connection, StoreError, attachments::From, complaint_events::Entry, incoming_letters,
        letters::returned::Returned, sorting,
    },
};

/// A letter as its complaint tells of it.
#[derive(Debug, Clone, Copy)]
pub struct Arrived<'a> {
    /// Its number among those that came in.
    pub letter: i64,
    pub said: &'a str,
    /// There is more in the letter than that.
    pub shortened: bool,
    pub files: usize,
    pub sender: Option<&'a str>,
    pub subject: Option<&'a str>,
    /// Nobody pressed 'send': it changes nothing.
    pub automatic: bool,
    /// Who of the staff put it here; none: it found its way by itself.
    pub by: Option<&'a str>,
}

/// Puts a letter where its signs lead, if they lead to a complaint.
pub(super) async fn by_itself(
    connection: &mut Connection,
    id: i64,
    received: &Received,
    addressed: Option<(Purpose, i64)>,
    letter: Option<&Returned>,
    done: Done,
    now: DateTime<Utc>,
) -> Result<Done, StoreError> {
    let head = &received.head;
    // The same by two roads differs in headers that mail servers add. What only has the same id is another letter.
    if let (Some(message_id), Some(sender)) = (&head.message_id, &head.sender) {
        let others = sorting::others_of_id(connection, id, message_id, sender).await?;
        let same =
            others.into_iter().find(|(_, _, words)| words.as_deref().unwrap_or_default() == received.said);
        if let Some((_, complaint_id, _)) = same {
            return Ok(Done { outcome: Outcome::Repeated, complaint_id, ..done });
        }
    }
    let number = match (addressed, letter) {
        (Some((Purpose::Complaint, number)), _) => Some(number),
        (_, Some(letter)) => sorting::complaint_of_letter(connection, letter.id).await?,
        _ => None,
    };
    let Some(number) = number else { return Ok(done) };
    let arrived = Arrived {
        letter: id,
        said: &received.said,
        shortened: received.shortened,
        files: received.files,
        sender: head.sender.as_deref(),
        subject: head.subject.as_deref(),
        automatic: received.what == What::Automatic,
        by: None,
    };
    match join(connection, number, arrived, now).await {
        Ok(joined) => Ok(Done { outcome: Outcome::Joined, complaint_id: Some(joined), ..done }),
        Err(Refusal::Store(error)) => Err(error),
        // No such complaint any more: somebody should read the letter.
        Err(_) => Ok(done),
    }
}

/// Writes a letter into the history of a complaint, or of the one that stands for it. Answers which.
///
/// What a person wrote ends waiting and reminders, and takes a finished complaint up again, or joins the open one of the
/// same purchase.
pub async fn join(
    connection: &mut Connection,
    number: i64,
    arrived: Arrived<'_>,
    now: DateTime<Utc>,
) -> Result<i64, Refusal> {
    let mut work = Work::begin_standing(connection, number, By::Mail { letter: arrived.letter }, now).await?;
    if !arrived.automatic {
        work = work.or_open_twin(connection).await?;
    }
    let body = Text::parse(arrived.said)?;
    let files = keep_files(connection, work.held.id, &arrived, now).await?;
    let mut deeds = vec![(entry(&arrived, work.held.email.as_deref(), &files), body.as_ref())];
    if !arrived.automatic {
        work.hear(&[], Severity::Low);
        if work.state.is_open() {
            work.step(Step::CustomerReplied)?;
        } else {
            work.reopen(connection).await?;
            deeds.push((Entry { kind: "reopened", ..Entry::default() }, None));
        }
    }
    let number = work.held.id;
    work.end(connection, &deeds).await?;
    Ok(number)
}

/// Keeps the files of a letter with its complaint, those that are taken; the others stay in the letter.
pub async fn keep_files(
    connection: &mut Connection,
    number: i64,
    arrived: &Arrived<'_>,
    now: DateTime<Utc>,
) -> Result<Attached, StoreError> {
    if arrived.files == 0 {
        return Ok(Attached::default());
    }
    let raw = incoming_letters::raw(connection, arrived.letter).await?.unwrap_or_default();
    // Whatever somebody may send, the letter is joined.
    let files = tokio::task::spawn_blocking(move || receive::whole_files(&raw)).await.unwrap_or_default();
    let given: Vec<Given> =
        files.into_iter().map(|(file, content)| Given { name: file.name, content }).collect();
    let (attached, _) =
        attach_files::keep(connection, number, &given, From::Letter(arrived.letter), now).await?;
    Ok(attached)
}

/// The entry of the history that holds a letter. `email` is the customer's own address.
pub fn entry(arrived: &Arrived<'_>, email: Option<&str>, files: &Attached) -> Entry<'static> {
    let refused: Vec<_> = files.refused.iter().map(|(name, why)| json!([name, why.code()])).collect();
    let own = arrived.sender.zip(email).is_some_and(|(sender, own)| sender.eq_ignore_ascii_case(own.trim()));
    Entry {
        kind: "mail",
        detail: Some(json!({
            "sender": arrived.sender,
            "subject": arrived.subject,
            "foreign": !own,
            "automatic": arrived.automatic,
            "shortened": arrived.shortened,
            "files": arrived.files,
            "refused": refused,
            "by": arrived.by,
        })),
        ..Entry::default()
    }
}
