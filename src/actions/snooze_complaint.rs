//! Putting a complaint off until a moment or until its customer writes, and taking it up before.

use chrono::{DateTime, Utc};

use super::{
    complaint_step::{By, Doer, Refusal, Work},
    hindrance::Hindrance,
};
use crate::{
    domain::{reminder, text::Text},
    store::{Connection, complaint_events::Entry, reminders, transactions::transaction},
};

/// Reminders of one transaction.
const BATCH: i64 = 100;

/// Takes a complaint out of the lists of what is to be done until a moment, or until its customer writes. Its clocks run
/// on. The same once more is no second deed.
///
/// # Errors
/// `Over`; not its owner's, nor a lead's; a moment that is not ahead.
pub async fn snooze_complaint(
    connection: &mut Connection,
    number: i64,
    doer: Doer,
    until: DateTime<Utc>,
    given: &str,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    transaction(connection, async |connection| {
        let words = Text::parse(given)?;
        let work = Work::begin(connection, number, doer, now).await?;
        snooze(connection, work, doer, until, words.as_ref(), now).await
    })
    .await
}

pub(super) async fn snooze(
    connection: &mut Connection,
    mut work: Work,
    doer: Doer,
    until: DateTime<Utc>,
    words: Option<&Text>,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    match put_off(connection, &mut work, doer, until, words, now).await? {
        Some(told) => work.end(connection, &[(told, words)]).await,
        None => Ok(()),
    }
}

/// As [`snooze`], within a step that does more. Answers what tells of it; none where it is put off until then already.
pub(super) async fn put_off(
    connection: &mut Connection,
    work: &mut Work,
    doer: Doer,
    until: DateTime<Utc>,
    words: Option<&Text>,
    now: DateTime<Utc>,
) -> Result<Option<Entry<'static>>, Refusal> {
    work.must_be_open(connection).await?;
    work.answered_for()?;
    reminder::check(until, now).map_err(Hindrance::Reminder)?;
    let id = work.held.id;
    if work.held.snoozed_until == Some(until) {
        return Ok(None);
    }
    reminders::put(connection, id, doer.id, until, words.map(Text::as_str), now).await?;
    work.note_moment("snoozed_until", work.held.snoozed_until, Some(until));
    work.held.snoozed_until = Some(until);
    Ok(Some(Entry { kind: "snoozed", ..Entry::default() }))
}

/// Ends a reminder: one that waits is taken up before its time, one that rang has been seen to.
///
/// # Errors
/// `Over`; not its owner's, nor a lead's.
pub async fn end_reminder(
    connection: &mut Connection,
    number: i64,
    doer: Doer,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    transaction(connection, async |connection| {
        let mut work = Work::begin(connection, number, doer, now).await?;
        work.must_be_open(connection).await?;
        work.answered_for()?;
        reminders::remove(connection, number).await?;
        if work.held.snoozed_until.is_none() {
            return Ok(());
        }
        work.wake();
        work.end(connection, &[(Entry { kind: "woken", ..Entry::default() }, None)]).await
    })
    .await
}

/// Shows complaints again whose reminder is due; answers how many there were.
///
/// # Errors
/// When the database does not answer.
pub async fn wake_complaints(connection: &mut Connection, now: DateTime<Utc>) -> Result<u64, Refusal> {
    let mut woken = 0;
    loop {
        let some = transaction(connection, async |connection| {
            let mut some = 0;
            for number in reminders::due(connection, now, BATCH).await? {
                let mut work = Work::begin(connection, number, By::Program, now).await?;
                work.note_entry(Entry { kind: "woken", ..Entry::default() });
                work.wake();
                reminders::ring(connection, number, now).await?;
                Work::settle(connection, vec![work], now).await?;
                some += 1;
            }
            Ok::<u64, Refusal>(some)
        })
        .await?;
        woken += some;
        if some == 0 {
            return Ok(woken);
        }
    }
}
