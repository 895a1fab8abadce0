//! Ending the letters of a customer, and beginning them again; by the link of any letter they ever got.

use chrono::{DateTime, Utc};

use crate::{
    domain::letter::{Kind, Why},
    store::{Connection, Result, subscriptions},
};

pub use subscriptions::Subscriber;

/// Stops the letters of the invitation's customer; those that still wait are cancelled. Twice is once.
///
/// # Errors
/// When the database does not answer.
pub async fn unsubscribe(connection: &mut Connection, invitation: i64, now: DateTime<Utc>) -> Result<bool> {
    let surveys: Vec<&str> =
        Kind::all().iter().filter(|kind| kind.is_survey()).map(|kind| kind.code()).collect();
    subscriptions::stop(connection, invitation, &surveys, Why::Unsubscribed.code(), now).await
}

/// Takes it back. Letters that were cancelled stay so; the next purchase asks again.
///
/// # Errors
/// When the database does not answer.
pub async fn subscribe_again(
    connection: &mut Connection,
    invitation: i64,
    now: DateTime<Utc>,
) -> Result<bool> {
    subscriptions::resume(connection, invitation, now).await
}
