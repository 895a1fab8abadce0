//! Stores what a customer said, and opens or joins a complaint where it asks for a human being.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        answer::{Answer, signals},
        clock::{Deadlines, Targets},
        language::Language,
        questionnaire::Definition,
        reason::shown_codes,
        severity::Severity,
    },
    store::{
        Connection, Result,
        submissions::{self, More, Submission},
    },
};

/// An answer as the form gave it.
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    pub invitation_id: i64,
    /// The version whose form was filled in, and what it asks.
    pub version_id: i64,
    pub definition: &'a Definition,
    pub answer: &'a Answer,
    /// The company's language, for customers without one of their own.
    pub language: Language,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The first answer to this invitation.
    Stored,
    /// A correction; what was said before is kept.
    Changed,
    /// The same was said before: nothing was written.
    Unchanged,
    /// Too late: nothing was written.
    Expired,
    /// The link was taken back: nothing was written.
    Revoked,
    /// There is no such invitation.
    Unknown,
    /// The invitation shows another version, this one: nothing was written, the form is to be read by it.
    OtherVersion(i64),
}

/// Stores an answer by one statement.
///
/// # Errors
/// When the database does not answer: nothing was written then, or the same may be sent again without harm.
pub async fn submit_answer(
    connection: &mut Connection,
    given: Given<'_>,
    now: DateTime<Utc>,
) -> Result<Outcome> {
    let Given { invitation_id, version_id, definition, answer, language } = given;
    let signals = signals(answer, definition);
    let severity = Severity::of(&signals).unwrap_or(Severity::Low);
    let deadlines = Deadlines::new(now, severity, &Targets::default());
    let submission = Submission {
        invitation_id,
        version_id,
        now,
        nps: answer.nps.map(|score| score.get()),
        satisfaction: answer.satisfaction.map(|percent| percent.get()),
        ratings: answer.ratings.iter().map(|rating| rating.code()).collect(),
        comment: answer.comment.as_ref().map(AsRef::as_ref),
        contact_me: answer.contact_me,
        more: more(invitation_id, answer, definition),
        signals: signals.iter().map(|signal| signal.code().into_owned()).collect(),
        severity: severity.rank(),
        language: language.code(),
        first_answer_due: deadlines.first_answer,
        resolution_due: deadlines.resolution,
    };
    Ok(match submissions::submit(connection, &submission).await? {
        None => Outcome::Unknown,
        Some(found) if found.revoked => Outcome::Revoked,
        Some(found) if found.expired => Outcome::Expired,
        Some(found) if found.version_id != version_id => Outcome::OtherVersion(found.version_id),
        Some(found) => match found.revision {
            None => Outcome::Unchanged,
            Some(1) => Outcome::Stored,
            Some(_) => Outcome::Changed,
        },
    })
}

fn more<'a>(invitation_id: i64, answer: &'a Answer, definition: &Definition) -> More<'a> {
    let reasons = answer.reasons.as_ref();
    More {
        reasons: reasons.map(|reasons| reasons.chosen.iter().map(AsRef::as_ref).collect()),
        main_reason: reasons.and_then(|reasons| reasons.main.as_ref()).map(AsRef::as_ref),
        reasons_shown: reasons
            .map(|_| shown_codes(&definition.reasons, invitation_id).into_iter().map(String::from).collect()),
        competitor: answer.competitor.as_ref().map(AsRef::as_ref),
        bring_back: answer.bring_back.as_ref().map(AsRef::as_ref),
        heard_from: answer.heard_from.as_ref().map(AsRef::as_ref),
        wallet_share: answer.wallet_share.map(|percent| percent.get()),
        solved: answer.solved,
        still_here: answer.still_here,
    }
}
