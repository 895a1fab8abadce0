//! Keeps what is typed into a form before it is sent; never an answer.

use chrono::{DateTime, Utc};

use super::record_visit::discard_burst;
use crate::{
    domain::{
        answer::{Answer, signals},
        questionnaire::Definition,
        severity::Severity,
        visit::{Sign, Verdict, is_robot},
    },
    store::{
        Connection, Result, link_visits,
        partial_answers::{self, Save},
        transactions::transaction,
    },
};

/// What a form held when it was kept.
#[derive(Debug, Clone, Copy)]
pub struct Kept<'a> {
    pub invitation_id: i64,
    /// The version whose form it is, and what it asks.
    pub version_id: i64,
    pub definition: &'a Definition,
    pub sign: Sign,
    /// The score that a link chose, as visits name it; of what was only seen.
    pub score: Option<&'a str>,
    /// The fields as the form posts them.
    pub body: &'a str,
    /// What they mean so far.
    pub answer: &'a Answer,
    pub user_agent: Option<&'a str>,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is kept, or what is kept says more than this.
    Kept,
    /// Kept as a robot's: shown as such, used for nothing.
    Discarded(Verdict),
    /// The link had more saves than hands make: nothing was written.
    TooOften,
    /// Too late: nothing was written.
    Expired,
    /// The link was taken back: nothing was written.
    Revoked,
    /// There is no such invitation.
    Unknown,
    /// The invitation shows another version, this one: nothing was written, the fields are to be read by it.
    OtherVersion(i64),
}

/// Keeps a save by one statement. What was only seen is then looked at: whether a robot showed itself.
///
/// # Errors
/// When the database does not answer; the same may be kept again without harm.
pub async fn keep_answer(connection: &mut Connection, kept: Kept<'_>, now: DateTime<Utc>) -> Result<Outcome> {
    let done = save(connection, kept, now).await?;
    if done != Outcome::Kept || kept.sign == Sign::Touched {
        return Ok(done);
    }
    let id = kept.invitation_id;
    if is_robot(kept.user_agent) {
        partial_answers::discard(connection, id, now, Verdict::Scanner.code(), now).await?;
        return Ok(Outcome::Discarded(Verdict::Scanner));
    }
    let burst = transaction(connection, async |connection| {
        link_visits::hold(connection, id).await?;
        discard_burst(connection, id, kept.score, now).await
    })
    .await?;
    Ok(if burst.is_some() { Outcome::Discarded(Verdict::Burst) } else { Outcome::Kept })
}

async fn save(connection: &mut Connection, kept: Kept<'_>, now: DateTime<Utc>) -> Result<Outcome> {
    let Kept { answer, definition, version_id, .. } = kept;
    let signals = signals(answer, definition);
    let save = Save {
        invitation_id: kept.invitation_id,
        version_id,
        now,
        sign: kept.sign.code(),
        body: kept.body,
        nps: answer.nps.map(|score| score.get()),
        signals: signals.iter().map(|signal| signal.code().into_owned()).collect(),
        severity: Severity::of(&signals).unwrap_or(Severity::Low).rank(),
        worded: answer.comment.is_some() || answer.bring_back.is_some() || answer.competitor.is_some(),
    };
    Ok(match partial_answers::save(connection, &save).await? {
        None => Outcome::Unknown,
        Some(found) if found.revoked => Outcome::Revoked,
        Some(found) if found.expired => Outcome::Expired,
        Some(found) if found.version_id != version_id => Outcome::OtherVersion(found.version_id),
        Some(found) if found.saves.is_none() && found.full => Outcome::TooOften,
        Some(_) => Outcome::Kept,
    })
}
