//! Forgets what nobody needs any more of unfinished answers and of looks at links.

use chrono::{DateTime, Duration, Utc};

use crate::store::{Connection, Result, link_visits, partial_answers};

/// Words of an unfinished answer stay this long at least, also when it was sent.
const WORDS: Duration = Duration::days(1);
/// And this long after the link has expired when it was not.
const AFTER_EXPIRY: Duration = Duration::days(30);
/// That an answer was begun is counted this long: a year back, and some days to compare it with the year before.
const STARTED: Duration = Duration::days(400);
/// Looks are shown this long.
const VISITS: Duration = Duration::days(180);

/// Sweeps both.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep_partials(connection: &mut Connection, now: DateTime<Utc>) -> Result<()> {
    partial_answers::sweep(connection, now - WORDS, now - AFTER_EXPIRY, now - STARTED).await?;
    link_visits::sweep(connection, now - VISITS).await?;
    Ok(())
}
