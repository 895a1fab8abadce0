//! Adding somebody who signs in, or changing their role and password.

use chrono::{DateTime, Utc};
use thiserror::Error;

use super::passwords::{self, PasswordError};
use crate::{
    domain::role::Role,
    store::{Connection, StoreError, audit, sessions, staff, transactions::transaction},
};

/// Why nobody was added.
#[derive(Debug, Error)]
pub enum PutStaffError {
    #[error(transparent)]
    Password(#[from] PasswordError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Adds somebody by address, or changes the one who has it. Their sessions end: an old password opens nothing any more.
///
/// # Errors
/// A short password; a database that does not answer.
pub async fn put_staff(
    connection: &mut Connection,
    email: &str,
    name: &str,
    role: Role,
    password: &str,
    now: DateTime<Utc>,
) -> Result<i64, PutStaffError> {
    let hash = passwords::hash(password)?;
    transaction(connection, async |connection| {
        let id = staff::put(connection, &email.to_lowercase(), name, role.code(), &hash).await?;
        sessions::close_all_of(connection, id).await?;
        audit::record(connection, None, "staff.put", &format!("staff:{id} {}", role.code()), now).await?;
        Ok(id)
    })
    .await
}
