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
    subscriptions::stop(connection, invitation, &surveys(), Why::Unsubscribed.code(), now).await
}

/// The same for a customer who says so in a letter of their own.
///
/// # Errors
/// When the database does not answer.
pub async fn unsubscribe_customer(
    connection: &mut Connection,
    customer: i64,
    now: DateTime<Utc>,
) -> Result<()> {
    subscriptions::stop_customer(connection, customer, &surveys(), Why::Unsubscribed.code(), now).await
}

fn surveys() -> Vec<&'static str> {
    Kind::all().iter().filter(|kind| kind.is_survey()).map(|kind| kind.code()).collect()
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
