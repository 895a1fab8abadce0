//! Asks everybody who works here what they think customers feel; on demand.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::plan_invitations::{PlanError, Planned, Ruling, current_version, is_news, push};
use crate::{
    domain::{
        invitation::{Decision, Facts, decide},
        questionnaire::SurveyKind,
    },
    store::{
        Connection, customers,
        invitation_decisions::{self, Decisions},
        transactions::{dry_run, transaction},
    },
};

/// Employees asked by one statement.
const BATCH: usize = 1_000;

/// Invites every active member of staff by letter: at most once in the quiet period, unless `again`.
///
/// An employee is kept among the customers with a standing of their own, so that links, letters and answers work as
/// for everybody; they count in no figure of customers, are asked nothing else, and may unsubscribe. With `write`
/// false nothing stays written and the answer is what would be.
///
/// # Errors
/// No current questionnaire, unusable rules, or a database that does not answer: nobody is asked then.
pub async fn invite_staff(
    connection: &mut Connection,
    zone: Tz,
    again: bool,
    now: DateTime<Utc>,
    write: bool,
) -> Result<Planned, PlanError> {
    if write {
        return transaction(connection, async |connection| invite(connection, zone, again, now).await).await;
    }
    dry_run(connection, async |connection| invite(connection, zone, again, now).await).await
}

async fn invite(
    connection: &mut Connection,
    zone: Tz,
    again: bool,
    now: DateTime<Utc>,
) -> Result<Planned, PlanError> {
    let kind = SurveyKind::Staff;
    invitation_decisions::one_planner(connection).await?;
    let version = current_version(connection, kind).await?;
    let ruling = Ruling::read(connection, kind, zone).await?;
    let employees = customers::put_employees(connection).await?;
    let mut planned = Planned::default();
    for batch in employees.chunks(BATCH) {
        let mut rows = Decisions::default();
        for row in ruling.candidates(connection, batch, now).await? {
            let facts = ruling.facts(&row, now);
            let last_asked_at = facts.last_asked_at.filter(|_| !again);
            let decision = decide(&Facts { last_asked_at, ..facts }, &ruling.plan, now);
            if matches!(decision, Decision::Ask { .. }) || is_news(&ruling.plan, &row, decision) {
                planned.count(decision);
            }
            push(&mut rows, &ruling.plan, &row, decision);
        }
        invitation_decisions::put(connection, kind, version, &rows, true, now).await?;
    }
    Ok(planned)
}
