//! Closes complaints that were resolved long enough ago without an objection.

use chrono::{DateTime, Utc};

use crate::{
    actions::{close_complaint::close_resolved, complaint_step::Refusal},
    store::{Connection, Result},
};

pub async fn step(connection: &mut Connection, now: DateTime<Utc>) -> Result<()> {
    match close_resolved(connection, now).await {
        Ok(0) => {}
        Ok(closed) => tracing::info!(closed, "resolved complaints were closed"),
        Err(Refusal::Store(cause)) => return Err(cause),
        Err(cause) => tracing::error!(%cause, "a resolved complaint could not be closed"),
    }
    Ok(())
}
