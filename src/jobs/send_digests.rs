//! Monday letters about the board; may run twice, and in several processes.

use chrono::{DateTime, Utc};

use crate::{
    actions::post_digests::post_digests,
    config::Config,
    store::{Connection, StoreError},
};

/// A step of the worker.
///
/// # Errors
/// When the database does not answer.
pub async fn step(
    connection: &mut Connection,
    config: &Config,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let posted = post_digests(connection, config.time_zone, now).await?;
    if posted > 0 {
        tracing::info!(posted, "Monday letters are queued");
        metrics::counter!("otklik_digests_queued_total").increment(u64::try_from(posted).unwrap_or(u64::MAX));
    }
    Ok(())
}
