//! The database of a command: the one of `DATABASE_URL`, or the private one, started and brought up to date.

use secrecy::{ExposeSecret as _, SecretString};

use super::Fault;
use crate::{
    actions::{sync_calendar, sync_presets},
    config::Config,
    postgres::Cluster,
    store,
};

/// A database that answers. A private one is stopped when the last command that uses it ends.
pub struct Database {
    url: SecretString,
    _cluster: Option<Cluster>,
}

impl Database {
    /// Finds or starts the database; a private one is brought up to date, another one must be.
    ///
    /// # Errors
    /// Says what does not answer, or which command brings an older database up to date.
    pub async fn open(config: &Config) -> Result<Self, Fault> {
        let database = Self::find(config).await?;
        if config.database_url.is_none() {
            database.migrate().await?;
            return Ok(database);
        }
        let mut connection = store::pool::connect(database.url()).await?;
        let pending = store::schema_version::pending(&mut connection).await?;
        if pending.is_empty() {
            return Ok(database);
        }
        Err(format!(
            "the database is older than this program by {} migrations; run: otklik migrate",
            pending.len()
        )
        .into())
    }

    /// Finds or starts the database without asking for its age.
    ///
    /// # Errors
    /// Says what does not answer.
    pub async fn find(config: &Config) -> Result<Self, Fault> {
        if let Some(url) = &config.database_url {
            return Ok(Self { url: url.clone(), _cluster: None });
        }
        let data = config.data.clone();
        let cluster = tokio::task::spawn_blocking(move || Cluster::open(&data)).await??;
        Ok(Self { url: SecretString::from(cluster.url("otklik")), _cluster: Some(cluster) })
    }

    /// Runs what is missing, then writes the presets: questionnaires and production calendars.
    ///
    /// # Errors
    /// When the database refuses a migration.
    pub async fn migrate(&self) -> Result<Vec<String>, Fault> {
        let done = store::schema_version::migrate(self.url()).await?;
        let mut connection = store::pool::connect(self.url()).await?;
        sync_presets::sync_presets(&mut connection).await?;
        sync_calendar::sync_calendar(&mut connection, chrono::Utc::now()).await?;
        Ok(done)
    }

    /// How to connect; holds a password perhaps, so it is never logged.
    #[must_use]
    pub fn url(&self) -> &str {
        self.url.expose_secret()
    }
}
