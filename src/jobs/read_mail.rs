//! Reads letters from outside that were kept and left, keeps the list of addresses whole, shows both to operators.

use chrono::{DateTime, Utc};

use crate::{
    actions::{receive_mail, suppress},
    config::Config,
    domain::token::Keys,
    store::{Connection, Result, incoming_letters},
};

pub async fn step(connection: &mut Connection, config: &Config, now: DateTime<Utc>) -> Result<()> {
    let keys = Keys::new(config.secret_bytes(), None);
    let read = receive_mail::read_waiting(connection, &keys, now).await?;
    if read > 0 {
        tracing::info!(letters = read, "letters from outside were read that had been left");
    }
    let settled = suppress::settle(connection, now).await?;
    if settled > 0 {
        tracing::info!(customers = settled, "customers took on entries against their addresses");
    }
    let counts = incoming_letters::counts(connection).await?;
    show_incoming(&counts, incoming_letters::to_look_at(connection).await?);
    Ok(())
}

/// Shows operators what came in, counted from what is stored: letters are piped to processes of their own, which
/// nobody can ask.
pub fn show_incoming(counts: &[incoming_letters::Count], to_look_at: i64) {
    for count in counts {
        let letters = u64::try_from(count.letters).unwrap_or_default();
        let (kind, outcome) = (count.kind.clone(), count.outcome.clone());
        metrics::counter!("otklik_incoming_letters_total", "kind" => kind, "outcome" => outcome)
            .absolute(letters);
    }
    metrics::gauge!("otklik_incoming_letters_to_look_at")
        .set(u32::try_from(to_look_at).map_or(f64::MAX, f64::from));
}
