//! Tells what one customer was asked, why not, and what they will be asked when: as decided, or as the rules say now.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{plan_invitations::Ruling, planning_rules::RulesError};
use crate::{
    domain::{
        invitation::{Decision, PLANNED, Why, decide},
        questionnaire::SurveyKind,
    },
    store::{
        Connection, StoreError,
        planning::{self, Subject, Told},
    },
};

/// Complaints and departures that are told of: the newest.
const NEWEST: i64 = 10;

/// Whether a decision says by itself how asking stands: an asking by its invitation, another one by a reason that this
/// release knows.
fn is_told(told: &Told) -> bool {
    let known = told.reason.as_deref().and_then(Why::parse).is_some();
    match told.decision.as_deref() {
        Some("ask") => told.send_at.is_some(),
        Some("wait") => known && told.reconsider_at.is_some(),
        Some(_) => known,
        None => false,
    }
}

/// How asking about one thing stands.
#[derive(Debug, Clone)]
pub struct About {
    pub kind: SurveyKind,
    pub subject: Subject,
    /// Id of the purchase, complaint, departure or customer.
    pub subject_id: i64,
    /// The newest decision and the newest invitation, as stored.
    pub told: Told,
    /// What the rules would decide now, where no decision tells it. None: decided, nothing to decide about (a customer
    /// who never bought), or `unusable`.
    pub by_rules: Option<Decision>,
    /// The rules can't be followed, so nobody knows.
    pub unusable: bool,
}

/// For each planned kind, all that a customer may be asked about: these purchases of theirs, their newest complaints and
/// departures, and they themselves.
///
/// Rules that can't be followed are told as such: the rest of a page holds without them.
///
/// # Errors
/// When the database does not answer.
pub async fn tell_asking(
    connection: &mut Connection,
    customer: i64,
    purchases: &[i64],
    zone: Tz,
    now: DateTime<Utc>,
) -> Result<Vec<About>, StoreError> {
    let mut all = Vec::new();
    for kind in PLANNED.into_iter().rev() {
        let subject = Subject::of(kind);
        let subjects = match subject {
            Subject::Purchase => purchases.to_vec(),
            _ => planning::subjects_of(connection, kind, customer, NEWEST).await?,
        };
        let told = planning::told(connection, kind, customer, &subjects).await?;
        let untold: Vec<i64> = told.iter().filter(|one| !is_told(one)).map(|one| one.subject_id).collect();
        let (derived, unusable) = match by_rules(connection, kind, &untold, zone, now).await {
            Ok(derived) => (derived, false),
            Err(RulesError::Store(error)) => return Err(error),
            Err(cause) => {
                tracing::error!(%cause, %kind, "the rules of a survey cannot be followed");
                (Vec::new(), true)
            }
        };
        all.extend(told.into_iter().map(|told| About {
            kind,
            subject,
            subject_id: told.subject_id,
            by_rules: derived.iter().find(|(id, _)| *id == told.subject_id).map(|(_, decision)| *decision),
            unusable,
            told,
        }));
    }
    Ok(all)
}

/// What the rules would decide about these subjects of a kind now.
async fn by_rules(
    connection: &mut Connection,
    kind: SurveyKind,
    subjects: &[i64],
    zone: Tz,
    now: DateTime<Utc>,
) -> Result<Vec<(i64, Decision)>, RulesError> {
    if subjects.is_empty() {
        return Ok(Vec::new());
    }
    let ruling = Ruling::read(connection, kind, zone).await?;
    let candidates = ruling.candidates(connection, subjects, now).await?;
    let decided = |row: &planning::Candidate| decide(&ruling.facts(row, now), &ruling.plan, now);
    Ok(candidates.iter().map(|row| (row.subject_id, decided(row))).collect())
}
