//! Letters that found no complaint by themselves, or the wrong one: put to one by hand, opened as one, or set aside.

use chrono::{DateTime, Utc};
use serde_json::json;
use thiserror::Error;

use super::{
    complaint_step::{self, By, Doer, Work},
    open_complaint::{Start, acknowledge},
    receive_mail::joining::{Arrived, entry, join, keep_files},
};
use crate::{
    domain::{
        email::EmailAddress,
        incoming::{Kind, Outcome},
        language::Language,
        severity::Severity,
        text::{self, Text},
    },
    mail::receive,
    store::{
        Connection, StoreError, attachments, complaint_events,
        complaint_events::{Author, Entry},
        complaint_openings, incoming_letters,
        sorting::{self, Mail},
        transactions::transaction,
        walk_ins::{self, Guest},
    },
};

/// Why a letter was not put anywhere. Nothing was changed.
#[derive(Debug, Error)]
pub enum NotSorted {
    #[error("no such letter")]
    Unknown,
    /// Somebody was quicker; with the complaint that it is on now.
    #[error("the letter was sorted already")]
    Sorted { number: Option<i64> },
    #[error("no complaint {number}")]
    NoComplaint { number: i64 },
    /// The customer has an open complaint about no purchase: it belongs there.
    #[error("complaint {number} of this customer is open")]
    Open { number: i64 },
    /// There is no such customer, or nobody whom a complaint could be of.
    #[error("nobody whose complaint it could be")]
    Nobody,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whose complaint a letter opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// A customer's, by number.
    Customer(i64),
    /// A new guest's, of the address that it came from.
    Sender,
}

/// Who sorts, as histories name them.
#[derive(Debug, Clone, Copy)]
pub struct Sorter<'a> {
    pub doer: Doer,
    pub name: &'a str,
}

/// Puts a letter to a complaint. Pressed twice it is one entry. Answers the complaint that it is on.
///
/// # Errors
/// Why not.
pub async fn put_to_complaint(
    connection: &mut Connection,
    id: i64,
    number: i64,
    sorter: Sorter<'_>,
    now: DateTime<Utc>,
) -> Result<i64, NotSorted> {
    transaction(connection, async |connection| {
        let mail = match to_sort(connection, id).await {
            Err(NotSorted::Sorted { number: Some(there) }) if there == number => return Ok(there),
            other => other?,
        };
        let (shortened, files) = size(connection, &mail).await?;
        let arrived = arrived(&mail, shortened, files, sorter.name);
        let joined = match join(connection, number, arrived, now).await {
            Ok(joined) => joined,
            Err(complaint_step::Refusal::Store(error)) => return Err(error.into()),
            Err(_) => return Err(NotSorted::NoComplaint { number }),
        };
        let seen = Some((sorter.doer.id, now));
        sorting::put(connection, id, Outcome::Joined.code(), Some(joined), seen).await?;
        Ok(joined)
    })
    .await
}

/// Opens a complaint from a letter and says so to whom it is of. Answers its number.
///
/// # Errors
/// Why not.
pub async fn open_complaint(
    connection: &mut Connection,
    id: i64,
    whose: Whose,
    sorter: Sorter<'_>,
    language: Language,
    now: DateTime<Utc>,
) -> Result<i64, NotSorted> {
    transaction(connection, async |connection| {
        let mail = match to_sort(connection, id).await {
            // Pressed twice.
            Err(NotSorted::Sorted { number: Some(there) }) => return Ok(there),
            other => other?,
        };
        let customer = match whose {
            Whose::Customer(customer) => customer,
            Whose::Sender => guest(connection, &mail, language, now).await?,
        };
        let customer =
            complaint_openings::correspondent(connection, customer).await?.ok_or(NotSorted::Nobody)?;
        let start = Start {
            customer: customer.id,
            purchase: None,
            source: "mail",
            subject: mail.subject.as_deref(),
            remedy: None,
            severity: Severity::Normal,
            signals: &[],
        };
        let number = match start.open(connection, now).await? {
            Ok(number) => number,
            Err(number) => return Err(NotSorted::Open { number }),
        };
        let email = customer.email.as_deref();
        let letter_id =
            acknowledge(connection, &customer, number, mail.message_id.as_deref(), now).await?.ok();
        let (shortened, files) = size(connection, &mail).await?;
        let arrived = arrived(&mail, shortened, files, sorter.name);
        let words = Text::parse(arrived.said).ok().flatten();
        let kept = keep_files(connection, number, &arrived, now).await?;
        let entries = [
            Entry { kind: "opened", letter_id, ..Entry::default() },
            Entry { body: words.as_ref().map(Text::as_str), ..entry(&arrived, email, &kept) },
        ];
        complaint_events::write(connection, number, Author::Mail(id), now, &entries).await?;
        let seen = Some((sorter.doer.id, now));
        sorting::put(connection, id, Outcome::Opened.code(), Some(number), seen).await?;
        Ok(number)
    })
    .await
}

/// Sets a letter aside as no complaint; `back` takes that back. The same again changes nothing.
///
/// # Errors
/// When it was put to a complaint meanwhile.
pub async fn set_aside(
    connection: &mut Connection,
    id: i64,
    back: bool,
    doer: Doer,
    now: DateTime<Utc>,
) -> Result<(), NotSorted> {
    transaction(connection, async |connection| {
        let mail = sorting::hold(connection, id).await?.ok_or(NotSorted::Unknown)?;
        if mail.outcome.as_deref() != Some(Outcome::Look.code()) {
            return Err(NotSorted::Sorted { number: mail.complaint_id });
        }
        if mail.seen_at.is_some() == back {
            let seen = (!back).then_some((doer.id, now));
            sorting::put(connection, id, Outcome::Look.code(), None, seen).await?;
        }
        Ok(())
    })
    .await
}

/// Takes a letter off its complaint, to be sorted anew. The complaint keeps in its history that it was there. The letter
/// that opened a complaint stays with it.
///
/// # Errors
/// When it is on no complaint, or opened it.
pub async fn take_out(
    connection: &mut Connection,
    id: i64,
    doer: Doer,
    now: DateTime<Utc>,
) -> Result<(), NotSorted> {
    transaction(connection, async |connection| {
        let mail = sorting::hold(connection, id).await?.ok_or(NotSorted::Unknown)?;
        if mail.is_to_sort() {
            return Ok(());
        }
        let (Some(Outcome::Joined), Some(number)) =
            (mail.outcome.as_deref().and_then(Outcome::parse), mail.complaint_id)
        else {
            return Err(NotSorted::Sorted { number: mail.complaint_id });
        };
        let told = Entry {
            kind: "mail",
            field: Some("sorting"),
            detail: Some(json!({ "letter": id, "sender": mail.sender, "subject": mail.subject })),
            ..Entry::default()
        };
        let done = match Work::begin(connection, number, By::Staff(doer), now).await {
            Ok(work) => work.end(connection, &[(told, None)]).await,
            Err(refusal) => Err(refusal),
        };
        match done {
            Ok(()) => {}
            Err(complaint_step::Refusal::Store(error)) => return Err(error.into()),
            Err(_) => return Err(NotSorted::NoComplaint { number }),
        }
        attachments::remove_of_letter(connection, id, now).await?;
        sorting::put(connection, id, Outcome::Look.code(), None, None).await?;
        Ok(())
    })
    .await
}

async fn to_sort(connection: &mut Connection, id: i64) -> Result<Mail, NotSorted> {
    let mail = sorting::hold(connection, id).await?.ok_or(NotSorted::Unknown)?;
    if mail.is_to_sort() { Ok(mail) } else { Err(NotSorted::Sorted { number: mail.complaint_id }) }
}

fn arrived<'a>(mail: &'a Mail, shortened: bool, files: usize, by: &'a str) -> Arrived<'a> {
    Arrived {
        letter: mail.id,
        said: mail.words.as_deref().unwrap_or_default(),
        shortened,
        files,
        sender: mail.sender.as_deref(),
        subject: mail.subject.as_deref(),
        automatic: mail.kind.as_deref() == Some(Kind::Automatic.code()),
        by: Some(by),
    }
}

/// Whether there is more in the letter than its own words, and how many files came with it.
async fn size(connection: &mut Connection, mail: &Mail) -> Result<(bool, usize), StoreError> {
    let raw = incoming_letters::raw(connection, mail.id).await?.unwrap_or_default();
    let content = tokio::task::spawn_blocking(move || receive::content(&raw)).await.ok().flatten();
    Ok(content.map_or((true, 0), |content| {
        let said = mail.words.as_deref().unwrap_or_default();
        (content.whole != said, content.files.len())
    }))
}

/// A new guest of the address that the letter came from.
async fn guest(
    connection: &mut Connection,
    mail: &Mail,
    language: Language,
    now: DateTime<Utc>,
) -> Result<i64, NotSorted> {
    let email = mail
        .sender
        .as_deref()
        .and_then(|sender| EmailAddress::parse(sender).ok())
        .ok_or(NotSorted::Nobody)?;
    let guest =
        Guest { standing: "guest", email: Some(email.as_str()), phone: None, language: language.code() };
    let id = walk_ins::add_guest(connection, &guest, now).await?;
    if let Some(name) = &mail.sender_name {
        complaint_openings::name_guest(connection, id, &text::one_line(name, 120)).await?;
    }
    Ok(id)
}
