//! Legal claims of a complaint: noted, met, taken back; and what follows for its clocks.
//!
//! A claim runs from its demand until somebody notes it as met, waiting or not. While its complaint is over it rests: the
//! end of a complaint, a refusal too, is an answer to the demand. A complaint that is reopened runs all of its claims
//! again that nobody noted as met. What was merged into a complaint brings its claims along, and takes them back.

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde_json::{Value, json};
use thiserror::Error;

use super::{
    complaint_step::{Doer, Refusal, Work},
    legal_terms::term,
};
use crate::{
    domain::{calendar::Calendar, clock::NEVER, complaint::State, legal},
    store::{
        Connection, Result as Stored,
        complaint_events::Entry,
        legal_claims::{self, Claim, NewClaim},
        legal_terms,
        transactions::transaction,
    },
};

/// Why nothing was done about a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ClaimRefused {
    #[error("the complaint is over")]
    Over,
    #[error("the demand is of a day to come, or too old")]
    Date,
    #[error("no such claim")]
    Unknown,
}

/// What somebody does about a claim that is noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimDeed {
    /// The demand was met.
    Meet,
    /// It was not, after all.
    Resume,
    /// It was noted by mistake.
    Withdraw,
}

/// Notes claims of one demand. Anybody may: the law asks nobody whose complaint it is. The same claim of the same day is
/// one, however often it is sent.
///
/// # Errors
/// A complaint that is over; a day to come, or one of three years ago; terms that are not offered.
pub async fn add_claims(
    connection: &mut Connection,
    number: i64,
    doer: Doer,
    codes: &[String],
    demanded_on: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    transaction(connection, async |connection| {
        note_claims(connection, number, doer, codes, demanded_on, now).await
    })
    .await
}

/// As [`add_claims`], inside of a transaction.
pub(super) async fn note_claims(
    connection: &mut Connection,
    number: i64,
    doer: Doer,
    codes: &[String],
    demanded_on: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    let work = Work::begin(connection, number, doer, now).await?;
    if !work.state.is_open() {
        return Err(ClaimRefused::Over.into());
    }
    let today = work.calendar().date(now);
    let oldest = today.checked_sub_days(Days::new(legal::OLDEST_DEMAND)).unwrap_or(NaiveDate::MIN);
    if demanded_on > today || demanded_on < oldest {
        return Err(ClaimRefused::Date.into());
    }
    let terms = legal_terms::by_codes(connection, codes).await?;
    let mut told = Vec::new();
    for row in terms.into_iter().filter(|row| row.enabled) {
        let Some(length) = term(row.amount, &row.unit) else { continue };
        let due_at = legal::due(demanded_on, length, work.calendar());
        let claim = NewClaim {
            complaint_id: number,
            term_code: row.code,
            demanded_on,
            amount: row.amount,
            unit: row.unit,
            due_at,
            staff_id: Some(doer.id),
            noted_at: now,
        };
        if legal_claims::add(connection, &claim).await?.is_some() {
            let detail = json!({
                "deed": "added", "title_ru": row.title_ru, "title_en": row.title_en,
                "demanded_on": demanded_on, "due": due_at,
            });
            told.push((entry(detail), None));
        }
    }
    if told.is_empty() { Ok(()) } else { work.end(connection, &told).await }
}

/// Does something about a claim that is noted. Pressed twice, it is done once.
///
/// # Errors
/// Who has the complaint, where it is somebody else's; no such claim on it.
pub async fn tend_claim(
    connection: &mut Connection,
    number: i64,
    doer: Doer,
    claim: i64,
    deed: ClaimDeed,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    transaction(connection, async |connection| {
        let work = Work::begin(connection, number, doer, now).await?;
        let known = legal_claims::of(connection, &[number]).await?;
        let known = known.iter().find(|known| known.id == claim).ok_or(ClaimRefused::Unknown)?;
        work.answered_for()?;
        let (news, code) = match deed {
            ClaimDeed::Meet => (legal_claims::set_met(connection, claim, Some(now)).await?, "met"),
            ClaimDeed::Resume => (legal_claims::set_met(connection, claim, None).await?, "resumed"),
            ClaimDeed::Withdraw => (legal_claims::withdraw(connection, claim, now).await?, "withdrawn"),
        };
        if !news {
            return Ok(());
        }
        work.end(connection, &[(told(known, code), None)]).await
    })
    .await
}

/// Reckons the claims that a complaint answers for; it stood in one state and now stands in another. Each due moment is by
/// the term and the calendar as they are, and the history says so. Answers the earliest that runs.
pub(super) async fn reckon(
    connection: &mut Connection,
    claims: &[Claim],
    was: State,
    state: State,
    calendar: &Calendar,
) -> Stored<(DateTime<Utc>, Vec<Entry<'static>>)> {
    let (mut earliest, mut entries) = (NEVER, Vec::new());
    for claim in claims.iter().filter(|claim| claim.is_unmet()) {
        let length = term(claim.term_amount, &claim.term_unit);
        let due = length.map_or(claim.due_at, |length| legal::due(claim.demanded_on, length, calendar));
        if due != claim.due_at || (claim.amount, &claim.unit) != (claim.term_amount, &claim.term_unit) {
            legal_claims::move_due(connection, claim.id, claim.term_amount, &claim.term_unit, due).await?;
        }
        if due != claim.due_at {
            let detail = json!({
                "deed": "moved", "title_ru": claim.title_ru, "title_en": claim.title_en,
                "was": claim.due_at, "due": due,
            });
            entries.push(entry(detail));
        }
        match (was.is_open(), state.is_open()) {
            (true, false) if state != State::Duplicate => entries.push(told(claim, "ended")),
            (false, true) if was != State::Duplicate => entries.push(told(claim, "runs")),
            _ => {}
        }
        if state.is_open() {
            earliest = earliest.min(due);
        }
    }
    Ok((earliest, entries))
}

fn told(claim: &Claim, deed: &str) -> Entry<'static> {
    entry(json!({
        "deed": deed, "title_ru": claim.title_ru, "title_en": claim.title_en, "due": claim.due_at,
    }))
}

fn entry(detail: Value) -> Entry<'static> {
    Entry { kind: "claim", detail: Some(detail), ..Entry::default() }
}
