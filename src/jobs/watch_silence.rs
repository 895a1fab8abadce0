//! Watches silence: customers lost by it, and those who returned; may run twice, and in several processes.

use chrono::{DateTime, Utc};

use crate::{
    actions::{
        churn_definition::DefinitionError,
        watch_silence::{WatchError, watch_silence},
    },
    store::{Connection, StoreError},
};

/// A step of the worker: a definition that a person must mend first is logged and met again at the next tick.
///
/// # Errors
/// When the database does not answer.
pub async fn step(connection: &mut Connection, now: DateTime<Utc>) -> Result<(), StoreError> {
    match watch_silence(connection, now).await {
        Ok(watched) => {
            if !watched.is_empty() {
                let (lost, returned, moved) = (watched.lost, watched.returned, watched.moved);
                tracing::info!(lost, returned, moved, "watched silence");
            }
            for (what, number) in [("lost", watched.lost), ("returned", watched.returned)] {
                let number = u64::try_from(number).unwrap_or(u64::MAX);
                metrics::counter!("otklik_departures_total", "what" => what).increment(number);
            }
            Ok(())
        }
        Err(WatchError::Store(cause) | WatchError::Definition(DefinitionError::Store(cause))) => Err(cause),
        Err(cause) => {
            tracing::error!(%cause, "silence cannot be watched");
            Ok(())
        }
    }
}
