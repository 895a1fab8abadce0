//! Looks at unfinished answers that fell silent: those that ask for a human being open a complaint or join one.

use chrono::{DateTime, Duration, Utc};

use super::clockwork::clockwork;
use crate::{
    domain::{
        clock::{Clockwork, Deadlines},
        severity::Severity,
    },
    store::{
        Connection, Result,
        partial_answers::{self, Discontent, Silent},
        transactions::transaction,
    },
};

/// How long nobody goes on typing before the words are taken for their last.
pub const SILENCE: Duration = Duration::hours(1);
/// Looked at in one go.
const MOST: i64 = 200;

/// Considers what is due, each once after its last save; answers how many complaints were opened or joined.
///
/// # Errors
/// When the database does not answer: what was considered stays so, the rest is due again.
pub async fn consider_partials(connection: &mut Connection, now: DateTime<Utc>) -> Result<u64> {
    let mut complaints = 0;
    loop {
        let due = partial_answers::silent(connection, now - SILENCE, MOST).await?;
        if due.is_empty() {
            return Ok(complaints);
        }
        let clockwork = clockwork(connection).await?;
        for silent in &due {
            let opened = transaction(connection, async |connection| {
                consider(connection, silent, &clockwork, now).await
            })
            .await?;
            complaints += u64::from(opened);
        }
    }
}

async fn consider(
    connection: &mut Connection,
    silent: &Silent,
    clockwork: &Clockwork,
    now: DateTime<Utc>,
) -> Result<bool> {
    let heard = partial_answers::claim(connection, silent.invitation_id, silent.saved_at, now).await?;
    if !heard || silent.signals.is_empty() {
        return Ok(false);
    }
    let severity = Severity::from_rank(silent.severity).unwrap_or(Severity::Normal);
    let deadlines = Deadlines::new(now, severity, clockwork);
    let said = Discontent {
        invitation_id: silent.invitation_id,
        signals: &silent.signals,
        severity: silent.severity,
        first_answer_due: deadlines.first_answer,
        resolution_due: deadlines.resolution,
        now,
    };
    Ok(partial_answers::complain(connection, &said).await?.is_some())
}
