//! Several queries that stand or fall together, for actions that fail for more reasons than the database's.

use diesel_async::{AnsiTransactionManager, AsyncPgConnection, TransactionManager as _};

use super::Result;

/// Opens a transaction; [`end`] closes it.
///
/// # Errors
/// When the database does not answer.
pub async fn begin(connection: &mut AsyncPgConnection) -> Result<()> {
    Ok(AnsiTransactionManager::begin_transaction(connection).await?)
}

/// Commits what went well and takes back what did not.
///
/// # Errors
/// The outcome's own error, or that of the commit.
pub async fn end<T, E: From<super::StoreError>>(
    connection: &mut AsyncPgConnection,
    outcome: std::result::Result<T, E>,
) -> std::result::Result<T, E> {
    match outcome {
        Ok(value) => {
            AnsiTransactionManager::commit_transaction(connection).await.map_err(super::StoreError::from)?;
            Ok(value)
        }
        Err(error) => {
            if let Err(worse) = AnsiTransactionManager::rollback_transaction(connection).await {
                tracing::warn!(%worse, "a transaction was not taken back by us; the server does it");
            }
            Err(error)
        }
    }
}
