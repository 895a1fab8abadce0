//! Watches the outbox: finds letters whose sender fell silent, and shows the queue to operators.

use chrono::{DateTime, Utc};

use crate::{
    actions::send_letters,
    store::{Connection, Result, letters},
};

pub async fn step(connection: &mut Connection, now: DateTime<Utc>) -> Result<()> {
    let found = send_letters::find_interrupted(connection, now).await?;
    if found > 0 {
        tracing::warn!(letters = found, "letters were in hand when a process stopped; somebody should look");
    }
    let health = letters::health(connection, now).await?;
    for (name, figure) in [
        ("otklik_letters_queued", health.queued),
        ("otklik_letters_due", health.due),
        ("otklik_letters_failed", health.failed),
        ("otklik_letters_unknown", health.unknown),
    ] {
        // Exact for any queue that a company can have.
        let figure = u32::try_from(figure).map_or(f64::MAX, f64::from);
        metrics::gauge!(name).set(figure);
    }
    Ok(())
}
