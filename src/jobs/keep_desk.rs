//! Keeps the desk going by itself: rings reminders, goes on with deeds on many, hands out what nobody has.

use chrono::{DateTime, Utc};

use crate::{
    actions::{
        assigning::hand_out, bulk::work_off_all, complaint_step::Refusal, snooze_complaint::wake_complaints,
    },
    store::{Connection, Result},
};

pub async fn step(connection: &mut Connection, now: DateTime<Utc>) -> Result<()> {
    heard("woken", wake_complaints(connection, now).await)?;
    work_off_all(connection, now).await?;
    heard("handed out", hand_out(connection, now).await)
}

/// A complaint that a rule could not be followed on stops none of the others' next time.
fn heard(deed: &str, done: std::result::Result<u64, Refusal>) -> Result<()> {
    match done {
        Ok(0) => {}
        Ok(count) => tracing::debug!(count, deed, "complaints were seen to"),
        Err(Refusal::Store(cause)) => return Err(cause),
        Err(cause) => tracing::error!(%cause, deed, "a complaint could not be seen to"),
    }
    Ok(())
}
