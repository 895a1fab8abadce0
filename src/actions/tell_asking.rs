//! Tells what one customer was asked, why not, and what they will be asked when: as decided, or as the rules say now.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{plan_invitations::Ruling, planning_rules::RulesError};
use crate::{
    domain::{
        invitation::{Decision, PLANNED, decide},
        questionnaire::SurveyKind,
    },
    store::{
        Connection,
        planning::{self, Subject, Told},
    },
};

/// Complaints and departures that are told of: the newest.
const NEWEST: i64 = 10;

/// How asking about one thing stands.
#[derive(Debug, Clone)]
pub struct About {
    pub kind: SurveyKind,
    pub subject: Subject,
    /// Id of the purchase, complaint, departure or customer.
    pub subject_id: i64,
    /// The newest decision and the newest invitation, as stored.
    pub told: Told,
    /// What the rules would decide now, where nobody decided yet. None: decided, or nothing to decide about (a customer
    /// who never bought).
    pub by_rules: Option<Decision>,
}

/// For each planned kind, all that a customer may be asked about: these purchases of theirs, their newest complaints and
/// departures, and they themselves.
///
/// # Errors
/// Unusable rules, or a database that does not answer.
pub async fn tell_asking(
    connection: &mut Connection,
    customer: i64,
    purchases: &[i64],
    zone: Tz,
    now: DateTime<Utc>,
) -> Result<Vec<About>, RulesError> {
    let mut all = Vec::new();
    for kind in PLANNED.into_iter().rev() {
        let subject = Subject::of(kind);
        let subjects = match subject {
            Subject::Purchase => purchases.to_vec(),
            _ => planning::subjects_of(connection, kind, customer, NEWEST).await?,
        };
        let told = planning::told(connection, kind, customer, &subjects).await?;
        let undecided: Vec<i64> =
            told.iter().filter(|one| one.decision.is_none()).map(|one| one.subject_id).collect();
        let derived = by_rules(connection, kind, &undecided, zone, now).await?;
        all.extend(told.into_iter().map(|told| About {
            kind,
            subject,
            subject_id: told.subject_id,
            by_rules: derived.iter().find(|(id, _)| *id == told.subject_id).map(|(_, decision)| *decision),
            told,
        }));
    }
    Ok(all)
}

/// What the rules would decide about these subjects of a kind now.
///
/// # Errors
/// Unusable rules, or a database that does not answer.
pub async fn by_rules(
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
