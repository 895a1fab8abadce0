//! Settles complaints that are new, that heard something, or whose rules changed.

use chrono::{DateTime, Utc};

use crate::{
    actions::{complaint_step::Refusal, settle_complaints::settle_complaints},
    store::{Connection, Result},
};

pub async fn step(connection: &mut Connection, now: DateTime<Utc>) -> Result<()> {
    match settle_complaints(connection, now).await {
        Ok(0) => {}
        Ok(settled) => tracing::debug!(settled, "complaints were settled"),
        Err(Refusal::Store(cause)) => return Err(cause),
        Err(cause) => tracing::error!(%cause, "a complaint could not be settled"),
    }
    Ok(())
}
