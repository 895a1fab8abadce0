//! From a decision to the row that keeps it.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    domain::{
        invitation::{Decision, Plan},
        questionnaire::SurveyKind,
    },
    store::{invitation_decisions::Decisions, planning::Candidate},
};

/// `ask`, `wait` or `refuse`, as stored.
const fn verdict(decision: Decision) -> &'static str {
    match decision {
        Decision::Ask { .. } => "ask",
        Decision::Wait { .. } => "wait",
        Decision::Refuse { .. } => "refuse",
    }
}

/// When it is looked at again: after waiting, and after an asking that is repeated.
fn reconsider_at(plan: &Plan, decision: Decision) -> Option<DateTime<Utc>> {
    match decision {
        Decision::Wait { until, .. } => Some(until),
        Decision::Ask { send_at, .. } if plan.kind == SurveyKind::Relationship => {
            send_at.checked_add_signed(TimeDelta::days(i64::from(plan.rules.delay_days)))
        }
        Decision::Ask { .. } | Decision::Refuse { .. } => None,
    }
}

/// Whether it says something that the decision before it did not.
pub(crate) fn is_news(plan: &Plan, row: &Candidate, decision: Decision) -> bool {
    matches!(decision, Decision::Ask { .. })
        || row.decision.as_deref() != Some(verdict(decision))
        || row.reason.as_deref() != Some(decision.why().code())
        || row.reconsider_at != reconsider_at(plan, decision)
}

/// Adds it to those that are written.
pub(crate) fn push(rows: &mut Decisions, plan: &Plan, row: &Candidate, decision: Decision) {
    let (send_at, expires_at) = match decision {
        Decision::Ask { send_at, expires_at } => (Some(send_at), Some(expires_at)),
        Decision::Wait { .. } | Decision::Refuse { .. } => (None, None),
    };
    rows.subjects.push(row.subject_id);
    rows.customers.push(row.customer_id);
    rows.decisions.push(verdict(decision));
    rows.reasons.push(decision.why().code());
    rows.reconsider_at.push(reconsider_at(plan, decision));
    rows.send_at.push(send_at);
    rows.expires_at.push(expires_at);
}
