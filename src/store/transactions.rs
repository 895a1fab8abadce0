//! All or nothing: what an action does in one transaction.

use diesel_async::{AnsiTransactionManager, AsyncPgConnection, TransactionManager};

use super::StoreError;

/// Commits what `work` did when it succeeds, and takes it back when it refuses.
///
/// Dropped half way (the visitor is gone), the connection is not given to anybody else: its pool sees the open
/// transaction and closes it.
///
/// # Errors
/// Those of `work`, and those of the commit as the same type.
pub async fn transaction<T, E: From<StoreError>>(
    connection: &mut AsyncPgConnection,
    work: impl AsyncFnOnce(&mut AsyncPgConnection) -> Result<T, E>,
) -> Result<T, E> {
    AnsiTransactionManager::begin_transaction(connection).await.map_err(StoreError::from)?;
    match work(connection).await {
        Ok(done) => {
            AnsiTransactionManager::commit_transaction(connection).await.map_err(StoreError::from)?;
            Ok(done)
        }
        Err(refused) => {
            // The refusal is what the caller must hear; the server takes back what we could not.
            if let Err(worse) = AnsiTransactionManager::rollback_transaction(connection).await {
                tracing::warn!(%worse, "a transaction was not taken back by us; the server does it");
            }
            Err(refused)
        }
    }
}

/// Does `work` and takes it back: what it answers is what would be.
///
/// # Errors
/// Those of `work`.
pub async fn dry_run<T, E: From<StoreError>>(
    connection: &mut AsyncPgConnection,
    work: impl AsyncFnOnce(&mut AsyncPgConnection) -> Result<T, E>,
) -> Result<T, E> {
    AnsiTransactionManager::begin_transaction(connection).await.map_err(StoreError::from)?;
    let done = work(connection).await;
    AnsiTransactionManager::rollback_transaction(connection).await.map_err(StoreError::from)?;
    done
}
