//! Connections: a small pool for each worker thread, and the one error of the store.

use std::time::Duration;

use deadpool::Runtime;
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use diesel_async::{
    AsyncConnection as _, AsyncPgConnection,
    pooled_connection::{
        AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod,
        deadpool::{Object, Pool as DeadPool, PoolError},
    },
};
use thiserror::Error;

/// How long a visitor waits for a free connection before the page says that the database is away.
const PATIENCE: Duration = Duration::from_secs(3);

/// What can go wrong between us and the database.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Nobody answers, or the connection broke: try again soon.
    #[error("the database does not answer: {0}")]
    Away(String),
    /// The database answered with an error: a fault of ours, or a refused constraint.
    #[error(transparent)]
    Query(DieselError),
}

impl From<DieselError> for StoreError {
    fn from(error: DieselError) -> Self {
        match &error {
            DieselError::DatabaseError(
                DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand,
                info,
            ) => Self::Away(info.message().to_owned()),
            DieselError::DatabaseError(_, info) if is_shutdown(info.message()) => {
                Self::Away(info.message().to_owned())
            }
            _ => Self::Query(error),
        }
    }
}

impl From<crate::domain::facts::BadColumn> for StoreError {
    fn from(bad: crate::domain::facts::BadColumn) -> Self {
        Self::Query(DieselError::DeserializationError(Box::new(bad)))
    }
}

impl From<crate::domain::history::BadBlock> for StoreError {
    fn from(bad: crate::domain::history::BadBlock) -> Self {
        Self::Query(DieselError::DeserializationError(Box::new(bad)))
    }
}

impl StoreError {
    /// Whether a unique constraint refused the row.
    #[must_use]
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Query(DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)))
    }

    /// What cannot be, found inside a transaction: a fault of ours with its cause.
    #[must_use]
    pub fn broken(cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Query(DieselError::QueryBuilderError(Box::new(cause)))
    }

    /// Whether a rule of this name refused the row: a constraint, or a trigger that calls itself so.
    #[must_use]
    pub fn is_refused_by(&self, rule: &str) -> bool {
        matches!(self, Self::Query(DieselError::DatabaseError(_, info)) if info.constraint_name() == Some(rule))
    }
}

fn is_shutdown(message: &str) -> bool {
    message.contains("terminating connection")
        || message.contains("connection closed")
        || message.contains("the database system is")
        || message.contains("error communicating with the server")
}

/// A connection lent by a pool.
pub type Pooled = Object<AsyncPgConnection>;

/// A pool of connections; cheap to clone.
#[derive(Clone)]
pub struct Pool(DeadPool<AsyncPgConnection>);

impl Pool {
    /// Connects nothing yet: connections are made when first asked for.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the builder refuses timeouts without a runtime, and it has one")]
    pub fn new(url: &str, connections: usize) -> Self {
        let mut config = ManagerConfig::default();
        // A closed connection is seen without asking it; a `SELECT 1` before every query would double them.
        config.recycling_method = RecyclingMethod::Fast;
        let manager = AsyncDieselConnectionManager::<AsyncPgConnection>::new_with_config(url, config);
        let pool = DeadPool::builder(manager)
            .max_size(connections)
            .wait_timeout(Some(PATIENCE))
            .create_timeout(Some(PATIENCE))
            .recycle_timeout(Some(PATIENCE))
            .runtime(Runtime::Tokio1)
            .build()
            .expect("a pool with a runtime");
        Self(pool)
    }

    /// A connection of its own for the caller, given back when dropped.
    ///
    /// # Errors
    /// `Away` when none is free or none can be made within three seconds.
    pub async fn get(&self) -> Result<Pooled, StoreError> {
        self.0.get().await.map_err(|error| match error {
            PoolError::Backend(cause) => StoreError::Away(cause.to_string()),
            other => StoreError::Away(other.to_string()),
        })
    }
}

/// A connection outside any pool, for commands.
///
/// # Errors
/// `Away` with the server's reason.
pub async fn connect(url: &str) -> Result<AsyncPgConnection, StoreError> {
    AsyncPgConnection::establish(url).await.map_err(|error| StoreError::Away(error.to_string()))
}
