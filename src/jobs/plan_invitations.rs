//! Plans the invitations that are due; may run twice, and in several processes.

use chrono::{DateTime, Utc};

use crate::{
    actions::plan_invitations::{PlanError, Planned, plan_invitations},
    config::Config,
    store::{Connection, StoreError},
};

/// One tick: decides, counts and logs, without a word about anybody.
///
/// # Errors
/// Those of planning; nothing is planned then, and the next tick tries again.
pub async fn tick(
    connection: &mut Connection,
    config: &Config,
    now: DateTime<Utc>,
) -> Result<Planned, PlanError> {
    let planned = plan_invitations(connection, config.time_zone, now, true).await?;
    if !planned.is_empty() {
        tracing::info!(asked = planned.asked, waiting = ?planned.waiting, refused = ?planned.refused, "planned");
    }
    count("ask", "asked", planned.asked);
    planned.waiting.iter().for_each(|(why, number)| count("wait", why.code(), *number));
    planned.refused.iter().for_each(|(why, number)| count("refuse", why.code(), *number));
    Ok(planned)
}

fn count(decision: &'static str, reason: &'static str, number: u64) {
    metrics::counter!("otklik_purchases_decided_total", "decision" => decision, "reason" => reason)
        .increment(number);
}

/// A step of the worker: what a person must mend first is logged and met again at the next tick.
///
/// # Errors
/// When the database does not answer.
pub async fn step(
    connection: &mut Connection,
    config: &Config,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    match tick(connection, config, now).await {
        Ok(_) => Ok(()),
        Err(PlanError::Store(cause)) => Err(cause),
        Err(cause) => {
            tracing::error!(%cause, "invitations cannot be planned");
            Ok(())
        }
    }
}
