//! Watching silence: who bought nothing for too long has left, and who buys again has returned.

use chrono::{DateTime, TimeDelta, Utc};
use thiserror::Error;

use super::churn_definition::{DefinitionError, dated_definition};
use crate::{
    domain::{
        departure::{Silence, usual_gap},
        letter::Why,
    },
    store::{
        Connection, StoreError,
        departures::{
            self,
            silence::{self, Rhythm},
        },
        transactions::transaction,
    },
};

/// Customers judged at once: memory stays small whatever the number of customers.
const BATCH: i64 = 10_000;

/// What a watch changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Watched {
    /// Departures whose return is another than it was: mostly customers who came back.
    pub returned: usize,
    /// Customers lost by silence.
    pub lost: usize,
    /// Departures of silence that a changed definition moved or took back.
    pub moved: usize,
}

impl Watched {
    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Why nothing was watched.
#[derive(Debug, Error)]
pub enum WatchError {
    #[error(transparent)]
    Definition(#[from] DefinitionError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Settles returns, then judges silence by the definition in force. Twice changes nothing more.
///
/// Only silence that lasts at `now` makes a departure: a long pause that ended in a purchase long ago is left to the
/// figures of retention. A departure that somebody knows of wins: whoever has one is not judged.
///
/// # Errors
/// A definition that can't be read; a database that does not answer. Nothing is changed then.
pub async fn watch_silence(connection: &mut Connection, now: DateTime<Utc>) -> Result<Watched, WatchError> {
    transaction(connection, async |connection| {
        silence::one_watcher(connection).await?;
        let (definition, changed_at) = dated_definition(connection).await?;
        let returned = silence::settle(connection, now).await?;
        silence::end_surveys(connection, Why::Revoked.code(), now).await?;
        let moved = match changed_at {
            Some(changed_at) => judge_again(connection, &definition, changed_at, now).await?,
            None => 0,
        };
        let lost = judge(connection, &definition, now).await?;
        Ok(Watched { returned, lost, moved })
    })
    .await
}

/// When a customer counts as lost.
fn lost_at(definition: &Silence, rhythm: &Rhythm) -> DateTime<Utc> {
    let purchases = u32::try_from(rhythm.purchases).unwrap_or(u32::MAX);
    let after = definition.lost_after(usual_gap(rhythm.first, rhythm.last, purchases));
    rhythm.last.checked_add_signed(after).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

async fn judge(
    connection: &mut Connection,
    definition: &Silence,
    now: DateTime<Utc>,
) -> Result<usize, StoreError> {
    // Nobody is lost sooner than by the shortest limit there is.
    let shortest = definition.lost_after(None).min(definition.lost_after(Some(TimeDelta::zero())));
    let before = now - shortest;
    let (mut lost, mut after) = (0, 0);
    loop {
        let silent = silence::silent(connection, after, before, definition.rhythm.is_some(), BATCH).await?;
        let Some(last) = silent.last() else { return Ok(lost) };
        after = last.customer_id;
        let (customers, left_at): (Vec<i64>, Vec<DateTime<Utc>>) = silent
            .iter()
            .map(|one| (one.customer_id, lost_at(definition, one)))
            .filter(|(_, left_at)| *left_at <= now)
            .unzip();
        if !customers.is_empty() {
            lost += silence::put_silent(connection, &customers, &left_at, now).await?;
        }
    }
}

/// Departures that the program itself concluded follow the definition; one whose customer was asked why they left stays.
async fn judge_again(
    connection: &mut Connection,
    definition: &Silence,
    changed_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<usize, StoreError> {
    let judged = silence::judged_before(connection, changed_at).await?;
    let with_id = judged.iter().filter_map(|one| Some((one.departure_id?, lost_at(definition, one))));
    let (over, still): (Vec<_>, Vec<_>) = with_id.partition(|(_, left_at)| *left_at > now);
    let over: Vec<i64> = over.into_iter().map(|(id, _)| id).collect();
    let asked = silence::asked_among(connection, &over).await?;
    let over: Vec<i64> = over.into_iter().filter(|id| !asked.contains(id)).collect();
    if !over.is_empty() {
        departures::take_back(connection, &over, None, Why::Revoked.code(), now).await?;
    }
    let (ids, left_at): (Vec<i64>, Vec<DateTime<Utc>>) = still.into_iter().unzip();
    if !ids.is_empty() {
        silence::move_silent(connection, &ids, &left_at, now).await?;
    }
    Ok(over.len() + ids.len())
}
