//! What every handler may use: settings, keys, connections. One for each worker thread.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::form::versions::Versions;
use crate::{
    config::Config,
    domain::{language::Language, token::Keys},
    store::{Pool, Pooled, StoreError},
};

/// Settings and keys that all threads share.
pub struct Shared {
    pub config: Config,
    pub keys: Keys,
    pub metrics: metrics_exporter_prometheus::PrometheusHandle,
    /// Whether the mailbox page and its letters are open to everybody signed in.
    pub demo: bool,
}

/// What a handler gets as `web::Data<House>`.
#[derive(Clone)]
pub struct House {
    pub shared: Arc<Shared>,
    pub pool: Pool,
    /// Questionnaires that the form has shown.
    pub versions: Versions,
}

impl House {
    /// A connection for this request.
    ///
    /// # Errors
    /// `Away`, which the visitor sees as a 503 page.
    pub async fn connection(&self) -> Result<Pooled, StoreError> {
        self.pool.get().await
    }

    /// The settings of this process.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.shared.config
    }

    /// The language of whoever has none of their own.
    #[must_use]
    pub fn language(&self) -> Language {
        self.shared.config.language
    }

    /// The clock of the web: the only place here that reads it.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}
