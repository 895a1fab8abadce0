//! What an administrator decides about a letter in trouble: once more, or never.

use chrono::{DateTime, Utc};

use crate::{
    domain::letter::Why,
    store::{Connection, Result, letters},
};

/// Puts a letter back into the queue, its attempts forgotten and its reader's address trusted again.
/// `false`: it is not in trouble any more, somebody was quicker.
///
/// # Errors
/// When the database does not answer.
pub async fn retry_letter(
    connection: &mut Connection,
    id: i64,
    staff_id: i64,
    now: DateTime<Utc>,
) -> Result<bool> {
    letters::attempt_again(connection, id, staff_id, now).await
}

/// Ends a letter in trouble. `false`: it is not in trouble any more.
///
/// # Errors
/// When the database does not answer.
pub async fn give_up_letter(
    connection: &mut Connection,
    id: i64,
    staff_id: i64,
    now: DateTime<Utc>,
) -> Result<bool> {
    letters::give_up(connection, id, staff_id, Why::GivenUp.code(), now).await
}
