//! What follows from a letter that came in. Only what is signed by this house marks anything.

use chrono::{DateTime, Utc};

use super::{Done, joining};
use crate::{
    actions::unsubscribe,
    domain::{
        bounce::{Verdict, soft_pause, verdict},
        incoming::{Cause, Kind, Outcome},
        letter::State,
        letterbox::{self, Purpose},
        text,
        token::Keys,
    },
    mail::receive::{Action, Received, Status, What, ours},
    store::{
        Connection, Result,
        letters::returned::{self, Returned},
        subscriptions, suppressions,
    },
};

/// Draws the consequences. `None`: later, when our letter has left for certain.
pub(super) async fn draw(
    connection: &mut Connection,
    keys: &Keys,
    id: i64,
    received: &Received,
    recipient: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Option<Done>> {
    let addressed = addressed(keys, received, recipient);
    let letter = match letter_of(keys, received, addressed) {
        // What is only joined to a complaint changes neither our letter nor its customer.
        Some(id) if matches!(received.what, What::Words { stop: false } | What::Automatic) => {
            returned::find(connection, id).await?
        }
        Some(id) => returned::hold(connection, id).await?,
        None => None,
    };
    let done = Done {
        kind: kind_of(received),
        outcome: Outcome::Look,
        letter_id: letter.as_ref().map(|letter| letter.id),
        customer_id: letter.as_ref().map(|letter| letter.customer_id),
        complaint_id: None,
        status: None,
        detail: None,
    };
    Ok(Some(match &received.what {
        What::Status(status) => {
            if letter.as_ref().is_some_and(|letter| State::parse(&letter.state) == Some(State::Sending)) {
                return Ok(None);
            }
            returned_letter(connection, letter.as_ref(), status, done, now).await?
        }
        What::Feedback { kind, recipients } => {
            complaint(connection, letter.as_ref(), kind, recipients, done, now).await?
        }
        // A letter of our own that came back to us.
        What::Words { .. } | What::Automatic if is_ours(keys, received) => {
            Done { kind: Kind::Automatic, outcome: Outcome::Noted, ..done }
        }
        What::Automatic => {
            let done = Done { outcome: Outcome::Noted, ..done };
            joining::by_itself(connection, id, received, addressed, letter.as_ref(), done, now).await?
        }
        What::Notice | What::Unreadable => done,
        What::Words { stop } => {
            let done = wish(connection, addressed, letter.as_ref(), *stop, done, now).await?;
            if done.outcome == Outcome::Unsubscribed {
                return Ok(Some(done));
            }
            joining::by_itself(connection, id, received, addressed, letter.as_ref(), done, now).await?
        }
    }))
}

fn kind_of(received: &Received) -> Kind {
    match &received.what {
        What::Status(Status { action: Action::Failed, .. }) => Kind::Bounce,
        What::Status(Status { action: Action::Delayed, .. }) => Kind::Delay,
        What::Status(_) => Kind::Receipt,
        What::Feedback { .. } => Kind::Complaint,
        What::Notice => Kind::Notice,
        What::Automatic => Kind::Automatic,
        What::Words { .. } => Kind::Words,
        What::Unreadable => Kind::Unreadable,
    }
}

/// The signed address that it came to, the envelope's first.
fn addressed(keys: &Keys, received: &Received, recipient: Option<&str>) -> Option<(Purpose, i64)> {
    let own = received.to.iter().map(String::as_str);
    recipient.into_iter().chain(own).find_map(|address| letterbox::read(keys, address))
}

/// The letter of ours that it is about: by the address it came to, by the letter that came back or is answered,
/// or by the only one that is mentioned at all.
fn letter_of(keys: &Keys, received: &Received, addressed: Option<(Purpose, i64)>) -> Option<i64> {
    if let Some((Purpose::Bounce, letter)) = addressed {
        return Some(letter);
    }
    let key = keys.mac("message-id", b"");
    // Of a thread the newest first: it may have wandered from a survey to a complaint.
    if let Some(letter) =
        received.about.iter().chain(received.thread.iter().rev()).find_map(|id| ours(id, &key))
    {
        return Some(letter);
    }
    // A person quotes whole threads, and an automatic letter whatever it likes.
    if matches!(received.what, What::Words { .. } | What::Automatic) {
        return None;
    }
    let mut mentioned: Vec<i64> = received.mentioned.iter().filter_map(|id| ours(id, &key)).collect();
    mentioned.dedup();
    match mentioned.as_slice() {
        [letter] => Some(*letter),
        _ => None,
    }
}

fn is_ours(keys: &Keys, received: &Received) -> bool {
    let key = keys.mac("message-id", b"");
    received.head.message_id.as_deref().is_some_and(|id| ours(id, &key).is_some())
}

async fn returned_letter(
    connection: &mut Connection,
    letter: Option<&Returned>,
    status: &Status,
    done: Done,
    now: DateTime<Utc>,
) -> Result<Done> {
    let done = Done {
        status: status.code.map(|code| code.to_string()),
        detail: Some(status.words.clone()).filter(|words| !words.is_empty()),
        ..done
    };
    let Some(letter) = letter else { return Ok(Done { outcome: Outcome::Unmatched, ..done }) };
    if status.action != Action::Failed {
        return Ok(Done { outcome: Outcome::Noted, ..done });
    }
    let words = match (&done.status, &done.detail) {
        (Some(code), Some(said)) if !said.contains(code.as_str()) => format!("{code} {said}"),
        (_, Some(said)) => said.clone(),
        (Some(code), None) => code.clone(),
        (None, None) => "returned".to_owned(),
    };
    let verdict = verdict(status.code);
    if verdict == Verdict::Soft
        && let Some(pause) = soft_pause(returned::times_retried(connection, letter.id).await?)
    {
        let waits = returned::send_again(connection, letter.id, &words, now + pause, now).await?;
        return Ok(Done { outcome: if waits { Outcome::Retried } else { Outcome::Repeated }, ..done });
    }
    let failed = returned::mark_returned(connection, letter.id, &words, now).await?;
    let mut outcome = if failed { Outcome::Failed } else { Outcome::Repeated };
    if verdict == Verdict::Hard
        && let Some(address) = refused_address(letter, &status.recipients)
    {
        let entry = suppressions::Entry::by_itself(address, Cause::HardBounce, Some(&words));
        if suppressions::add(connection, &entry, now).await?.is_some() {
            outcome = Outcome::Suppressed;
        }
    }
    Ok(Done { outcome, ..done })
}

/// The address that a return condemns: the letter's own, if the return speaks of it. Mail that was forwarded from
/// there and came back from elsewhere says nothing of it.
fn refused_address<'a>(letter: &'a Returned, named: &[String]) -> Option<&'a str> {
    let own = letter.recipient.as_deref().or(letter.email.as_deref())?;
    named.iter().any(|one| one.eq_ignore_ascii_case(own.trim())).then_some(own)
}

async fn complaint(
    connection: &mut Connection,
    letter: Option<&Returned>,
    kind: &str,
    named: &[String],
    done: Done,
    now: DateTime<Utc>,
) -> Result<Done> {
    let done = Done { status: Some(text::one_line(kind, 40)), ..done };
    let Some(letter) = letter else { return Ok(Done { outcome: Outcome::Unmatched, ..done }) };
    match kind {
        // Somebody took it out of the spam folder.
        "not-spam" => return Ok(Done { outcome: Outcome::Noted, ..done }),
        "abuse" | "opt-out" | "opt-out-list" => {}
        // Fraud, viruses, failed signatures: for a person, not for the list.
        _ => return Ok(done),
    }
    let address = match &letter.recipient {
        Some(own) => Some(own.as_str()),
        None => refused_address(letter, named),
    };
    let Some(address) = address else { return Ok(done) };
    let entry = suppressions::Entry::by_itself(address, Cause::Complaint, None);
    let new = suppressions::add(connection, &entry, now).await?.is_some();
    Ok(Done { outcome: if new { Outcome::Suppressed } else { Outcome::Repeated }, ..done })
}

/// What a person wrote: to the address that ends the letters, or with nothing but that wish in the subject.
async fn wish(
    connection: &mut Connection,
    addressed: Option<(Purpose, i64)>,
    letter: Option<&Returned>,
    stop: bool,
    done: Done,
    now: DateTime<Utc>,
) -> Result<Done> {
    let customer = match (addressed, letter) {
        (Some((Purpose::Unsubscribe, invitation)), _) => {
            subscriptions::of_invitation(connection, invitation).await?.map(|subscriber| subscriber.id)
        }
        (_, Some(letter)) if stop => Some(letter.customer_id),
        _ => None,
    };
    let Some(customer) = customer else { return Ok(done) };
    unsubscribe::unsubscribe_customer(connection, customer, now).await?;
    Ok(Done { kind: Kind::Unsubscribe, outcome: Outcome::Unsubscribed, customer_id: Some(customer), ..done })
}
