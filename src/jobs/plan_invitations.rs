//! Plans the invitations that are due; may run twice, and in several processes.

use chrono::{DateTime, Utc};

use crate::{
    actions::plan_invitations::{PlanError, Planned, plan_invitations},
    config::Config,
    domain::{invitation::PLANNED, questionnaire::SurveyKind},
    store::{Connection, StoreError},
};

/// One tick of one kind: decides, counts and logs, without a word about anybody.
///
/// # Errors
/// Those of planning; the next tick tries again.
pub async fn tick(
    connection: &mut Connection,
    kind: SurveyKind,
    config: &Config,
    now: DateTime<Utc>,
) -> Result<Planned, PlanError> {
    let planned = plan_invitations(connection, kind, config.time_zone, now, true).await?;
    if !planned.is_empty() {
        tracing::info!(%kind, asked = planned.asked, waiting = ?planned.waiting, refused = ?planned.refused, "planned");
    }
    count(kind, "ask", "asked", planned.asked);
    planned.waiting.iter().for_each(|(why, number)| count(kind, "wait", why.code(), *number));
    planned.refused.iter().for_each(|(why, number)| count(kind, "refuse", why.code(), *number));
    Ok(planned)
}

fn count(kind: SurveyKind, decision: &'static str, reason: &'static str, number: u64) {
    let kind = kind.code();
    metrics::counter!("otklik_asking_decided_total", "kind" => kind, "decision" => decision, "reason" => reason)
        .increment(number);
}

/// A step of the worker: what a person must mend first is logged and met again at the next tick, and keeps no other
/// kind from being planned.
///
/// # Errors
/// When the database does not answer.
pub async fn step(
    connection: &mut Connection,
    config: &Config,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    for kind in PLANNED {
        match tick(connection, kind, config, now).await {
            Ok(_) => {}
            Err(PlanError::Store(cause)) => return Err(cause),
            Err(cause) => tracing::error!(%kind, %cause, "invitations cannot be planned"),
        }
    }
    Ok(())
}
