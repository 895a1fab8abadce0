//! Reminds whoever has not answered, once; may run twice, and in several processes.

use chrono::{DateTime, Utc};

use crate::{
    actions::{planning_rules::RulesError, remind::remind},
    config::Config,
    domain::questionnaire::SurveyKind,
    store::{Connection, StoreError},
};

/// A step of the worker: what a person must mend first is logged and met again at the next tick.
///
/// # Errors
/// When the database does not answer.
pub async fn step(
    connection: &mut Connection,
    config: &Config,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    for kind in SurveyKind::all() {
        match remind(connection, *kind, config.time_zone, now).await {
            Ok(0) => {}
            Ok(queued) => {
                tracing::info!(%kind, queued, "reminders are queued");
                metrics::counter!("otklik_reminders_queued_total", "kind" => kind.code())
                    .increment(u64::try_from(queued).unwrap_or(u64::MAX));
            }
            Err(RulesError::Store(cause)) => return Err(cause),
            Err(cause) => tracing::error!(%kind, %cause, "reminders cannot be queued"),
        }
    }
    Ok(())
}
