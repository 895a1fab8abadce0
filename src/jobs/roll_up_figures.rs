//! Keeps the facts that reports are counted from; may run twice, and in several processes.

use chrono::{DateTime, Utc};

use crate::{
    actions::roll_up::roll_up,
    config::Config,
    store::{Connection, Result},
};

/// A step of the worker.
///
/// # Errors
/// When the database does not answer.
pub async fn step(connection: &mut Connection, config: &Config, now: DateTime<Utc>) -> Result<()> {
    roll_up(connection, config.time_zone, now).await?;
    Ok(())
}
