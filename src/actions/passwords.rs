//! Passwords: argon2id with the library's recommended cost, checked away from the web threads.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use thiserror::Error;

/// The shortest password that is taken; length is what makes one strong.
pub const SHORTEST: usize = 10;

/// Why a password could not be stored or checked.
#[derive(Debug, Error)]
pub enum PasswordError {
    #[error("a password has at least {SHORTEST} characters")]
    TooShort,
    #[error("hashing failed: {0}")]
    Hash(String),
}

/// The PHC string to store.
///
/// # Errors
/// `TooShort`; `Hash` when the machine gives no memory or randomness.
pub fn hash(password: &str) -> Result<String, PasswordError> {
    if password.chars().count() < SHORTEST {
        return Err(PasswordError::TooShort);
    }
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| PasswordError::Hash(error.to_string()))
}

/// Whether a password is the stored one. Takes tens of milliseconds: call it on a blocking thread.
#[must_use]
pub fn matches(password: &str, stored: &str) -> bool {
    PasswordHash::new(stored)
        .is_ok_and(|stored| Argon2::default().verify_password(password.as_bytes(), &stored).is_ok())
}

/// A password to hand over: 20 characters that nobody confuses.
#[must_use]
pub fn generate() -> String {
    use rand::seq::IndexedRandom as _;
    const ALPHABET: &[u8] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut random = rand::rng();
    (0..20).filter_map(|_| ALPHABET.choose(&mut random)).map(|letter| char::from(*letter)).collect()
}
