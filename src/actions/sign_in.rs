//! Signing in: guessing is throttled by account and by network address, in the database, so all processes see it.

use std::sync::LazyLock;

use base64::Engine as _;
use chrono::{DateTime, Duration, Utc};
use sha2::{Digest as _, Sha256};
use thiserror::Error;

use super::passwords;
use crate::{
    domain::token::Keys,
    store::{Connection, StoreError, sessions, staff},
};

/// Failures that one account may have in the window before it must wait.
const FAILURES_AN_ACCOUNT: i64 = 8;
/// The same for one network address, behind which an office may sit.
const FAILURES_AN_ADDRESS: i64 = 40;
const WINDOW: Duration = Duration::minutes(15);
const SESSION_LIFE: Duration = Duration::days(14);

/// A hash of nobody's password, so that an unknown address costs as much time as a known one.
static NOBODY: LazyLock<String> =
    LazyLock::new(|| passwords::hash("nobody has this password").unwrap_or_default());

/// Why somebody was not let in.
#[derive(Debug, Error)]
pub enum SignInError {
    #[error("wrong address or password")]
    Wrong,
    #[error("too many attempts")]
    Throttled { minutes: i64 },
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the password check stopped: {0}")]
    Stopped(String),
}

/// What a browser is given: the secret of its session.
pub struct Opened {
    pub cookie: String,
    pub lasts: Duration,
}

/// Checks a password and opens a session.
///
/// # Errors
/// `Wrong` for an unknown address as for a wrong password; `Throttled` after too many of either.
pub async fn sign_in(
    connection: &mut Connection,
    keys: &Keys,
    email: &str,
    password: String,
    address: &str,
    now: DateTime<Utc>,
) -> Result<Opened, SignInError> {
    let email = email.trim().to_lowercase();
    let account_key = keys.mac("sign-in account", email.as_bytes());
    let address_key = keys.mac("sign-in address", address.as_bytes());
    let since = now - WINDOW;
    if sessions::failures(connection, &account_key, since).await? >= FAILURES_AN_ACCOUNT
        || sessions::failures(connection, &address_key, since).await? >= FAILURES_AN_ADDRESS
    {
        return Err(SignInError::Throttled { minutes: WINDOW.num_minutes() });
    }
    // PostgreSQL's text holds no NUL, so nobody has such an address.
    let found = if email.contains('\0') { None } else { staff::by_email(connection, &email).await? };
    let stored = found.as_ref().map_or_else(|| NOBODY.clone(), |person| person.password_hash.clone());
    let right = tokio::task::spawn_blocking(move || passwords::matches(&password, &stored))
        .await
        .map_err(|error| SignInError::Stopped(error.to_string()))?;
    let Some(person) = found.filter(|_| right) else {
        sessions::record_failure(connection, &[&account_key, &address_key], now).await?;
        return Err(SignInError::Wrong);
    };
    sessions::forget_failures(connection, &account_key).await?;
    let secret: [u8; 32] = rand::random();
    let cookie = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(secret);
    sessions::open(connection, &session_id(&cookie), person.id, now, now + SESSION_LIFE).await?;
    Ok(Opened { cookie, lasts: SESSION_LIFE })
}

/// The stored id of a session: a digest of its cookie, so that a stolen table opens nothing.
#[must_use]
pub fn session_id(cookie: &str) -> Vec<u8> {
    Sha256::digest(cookie.as_bytes()).to_vec()
}
