//! Migrations: embedded, run by `migrate`, compared at the start of `serve`.

use diesel::{
    migration::{Migration, MigrationSource},
    pg::Pg,
    prelude::*,
    sql_types::Bool,
};
use diesel_async::{AsyncConnection as _, AsyncMigrationHarness, AsyncPgConnection, RunQueryDsl};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness as _, embed_migrations};

use super::{Result, StoreError};

/// Every migration of this program.
pub const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

/// The key of the advisory lock that lets one process migrate at a time.
const MIGRATION_LOCK: i64 = 0x6f74_6b6c_696b;

diesel::define_sql_function! {
    /// Waits for an advisory lock of this session.
    fn pg_advisory_lock(key: diesel::sql_types::BigInt);
}

#[derive(QueryableByName)]
struct Known {
    #[diesel(sql_type = Bool)]
    known: bool,
}

#[derive(QueryableByName)]
struct Version {
    #[diesel(sql_type = diesel::sql_types::Text)]
    version: String,
}

/// Names of migrations that this database has not seen, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn pending(connection: &mut AsyncPgConnection) -> Result<Vec<String>> {
    let seen: Known =
        diesel::sql_query("SELECT to_regclass('__diesel_schema_migrations') IS NOT NULL AS known")
            .get_result(connection)
            .await?;
    let done: Vec<Version> = if seen.known {
        diesel::sql_query("SELECT version FROM __diesel_schema_migrations").load(connection).await?
    } else {
        Vec::new()
    };
    let all: Vec<Box<dyn Migration<Pg>>> =
        MIGRATIONS.migrations().map_err(|error| StoreError::Away(error.to_string()))?;
    Ok(all
        .iter()
        .filter(|one| {
            let version = one.name().version().to_string();
            !done.iter().any(|done| done.version == version)
        })
        .map(|one| one.name().to_string())
        .collect())
}

/// Brings the database up to date; two programs at once take turns. Answers what was done.
///
/// # Errors
/// When the database does not answer or refuses a migration; each migration is a transaction of its own.
pub async fn migrate(url: &str) -> Result<Vec<String>> {
    let mut connection =
        AsyncPgConnection::establish(url).await.map_err(|error| StoreError::Away(error.to_string()))?;
    diesel::select(pg_advisory_lock(MIGRATION_LOCK)).execute(&mut connection).await?;
    let todo = pending(&mut connection).await?;
    if todo.is_empty() {
        return Ok(todo);
    }
    // The harness blocks its thread, so it gets one of its own; the connection is driven by this runtime.
    tokio::task::spawn_blocking(move || {
        AsyncMigrationHarness::new(connection)
            .run_pending_migrations(MIGRATIONS)
            .map(|_| ())
            .map_err(|error| error.to_string())
    })
    .await
    .map_err(|error| StoreError::Away(error.to_string()))?
    .map_err(StoreError::Away)?;
    Ok(todo)
}
