//! Stores what a customer said, and opens or joins a complaint where it asks for a human being.

use chrono::{DateTime, Utc};

use super::{complaint_step::Refusal, object_to_resolution::object_to_resolution};
use crate::{
    domain::{
        answer::{Answer, Signal, signals},
        clock::{Clockwork, Deadlines},
        language::Language,
        questionnaire::{Definition, SurveyKind},
        reason::shown_codes,
        severity::Severity,
    },
    store::{
        Connection, Result, StoreError, complaint_standings,
        submissions::{self, EDITS_A_DAY, More, Submission, Submitted},
        transactions::transaction,
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
    /// What a complaint's clocks run by.
    pub clockwork: &'a Clockwork,
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
    /// It was corrected too often today: nothing was written.
    TooOften,
    /// Too late: nothing was written.
    Expired,
    /// The link was taken back: nothing was written.
    Revoked,
    /// There is no such invitation.
    Unknown,
    /// The invitation shows another version, this one: nothing was written, the form is to be read by it.
    OtherVersion(i64),
}

/// Stores an answer by one statement; one about a complaint in one transaction with what it does to that.
///
/// # Errors
/// When the database does not answer: nothing was written then, or the same may be sent again without harm.
pub async fn submit_answer(
    connection: &mut Connection,
    given: Given<'_>,
    now: DateTime<Utc>,
) -> Result<Outcome> {
    let Given { invitation_id, version_id, definition, answer, language, clockwork } = given;
    let signals = signals(answer, definition);
    let severity = Severity::of(&signals).unwrap_or(Severity::Low);
    let deadlines = Deadlines::new(now, severity, clockwork);
    let about = match definition.kind {
        SurveyKind::Resolution => complaint_standings::surveyed(connection, invitation_id).await?,
        _ => None,
    };
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
        // An answer about a complaint opens none: that very one is told.
        signals: match about {
            Some(_) => Vec::new(),
            None => signals.iter().map(|signal| signal.code().into_owned()).collect(),
        },
        severity: severity.rank(),
        language: language.code(),
        first_answer_due: deadlines.first_answer,
        resolution_due: deadlines.resolution,
    };
    let submitted = match about {
        Some(complaint) => store_and_tell(connection, &submission, complaint, &signals).await,
        None => submissions::submit(connection, &submission).await,
    };
    let submitted = match submitted {
        Err(error) if error.is_refused_by(EDITS_A_DAY) => return Ok(Outcome::TooOften),
        other => other?,
    };
    Ok(match submitted {
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

/// The answer and what it does to the complaint it is about: both, or none.
async fn store_and_tell(
    connection: &mut Connection,
    submission: &Submission<'_>,
    complaint: i64,
    signals: &[Signal],
) -> Result<Option<Submitted>> {
    let mut tries = 0;
    loop {
        let done = transaction(connection, async |connection| {
            let submitted = submissions::submit(connection, submission).await?;
            let written = submitted.filter(|submitted| submitted.revision.is_some());
            if written.is_some()
                && let Some(given) = complaint_standings::given(connection, submission.invitation_id).await?
            {
                object_to_resolution(connection, &given, complaint, signals, submission.now).await?;
            }
            Ok::<_, Refusal>(submitted)
        })
        .await;
        match done {
            Ok(submitted) => return Ok(submitted),
            // Another complaint of the purchase was opened in this very moment: that one hears it.
            Err(Refusal::Store(error)) if error.is_unique_violation() && tries < 2 => tries += 1,
            Err(Refusal::Store(error)) => return Err(error),
            Err(other) => return Err(StoreError::broken(other)),
        }
    }
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
