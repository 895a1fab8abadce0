//! A letter's picture was loaded: its invitation counts as opened, which is an estimate.

use chrono::{DateTime, Utc};

use super::letter_manner;
use crate::store::{Connection, Result, openings};

/// Notes the first loading, where looking for it is switched on. Answers whether it was the first.
///
/// # Errors
/// When the database does not answer.
pub async fn note_opening(connection: &mut Connection, invitation: i64, now: DateTime<Utc>) -> Result<bool> {
    // Switched off since the letter left: then nobody is to know any more.
    if !letter_manner::manner(connection).await?.track_opens {
        return Ok(false);
    }
    openings::note(connection, invitation, now).await
}
