//! What every handler may use: settings, keys, connections. One for each worker thread.

use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, Utc};

use super::{desk::live::Live, form::versions::Versions, limits::Limits};
use crate::{
    config::Config,
    domain::{
        brand::Brand,
        calendar::Calendar,
        clock::{Clockwork, Targets},
        language::Language,
        token::Keys,
    },
    reports::Memory,
    store::{Pool, Pooled, StoreError},
};

/// Settings and keys that all threads share.
pub struct Shared {
    pub config: Config,
    pub keys: Keys,
    /// As the settings say; read again every few seconds, since any process may change it.
    brand: RwLock<Arc<Brand>>,
    /// Likewise.
    clockwork: RwLock<Arc<Clockwork>>,
    pub metrics: metrics_exporter_prometheus::PrometheusHandle,
    /// Whether the mailbox page and its letters are open to everybody signed in.
    pub demo: bool,
    /// How much strangers have sent to this process lately.
    pub limits: Limits,
    /// The open pages of staff that hear of changes.
    pub live: Live,
    /// Reports that were counted lately.
    pub reports: Memory,
}

impl Shared {
    /// With the brand that the settings of the process name.
    #[must_use]
    pub fn new(
        config: Config,
        keys: Keys,
        metrics: metrics_exporter_prometheus::PrometheusHandle,
        demo: bool,
    ) -> Self {
        let brand = RwLock::new(Arc::new(unset_brand(&config)));
        let clockwork = RwLock::new(Arc::new(Clockwork {
            targets: Targets::default(),
            calendar: Calendar::office(config.time_zone),
            version: 0,
        }));
        Self {
            config,
            keys,
            brand,
            clockwork,
            metrics,
            demo,
            limits: Limits::default(),
            live: Live::default(),
            reports: Memory::default(),
        }
    }
}

impl Shared {
    /// Shows the company so from now on; without a brand, as the settings of the process name it.
    pub fn show_brand(&self, brand: Option<Brand>) {
        let brand = Arc::new(brand.unwrap_or_else(|| unset_brand(&self.config)));
        *self.brand.write().unwrap_or_else(PoisonError::into_inner) = brand;
    }

    /// Opens complaints by these clocks from now on.
    pub fn run_by(&self, clockwork: Clockwork) {
        *self.clockwork.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(clockwork);
    }
}

fn unset_brand(config: &Config) -> Brand {
    Brand { name: config.company.clone(), ..Brand::default() }
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

    /// How the company shows itself to customers.
    #[must_use]
    pub fn brand(&self) -> Arc<Brand> {
        Arc::clone(&self.shared.brand.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// What the clocks of new complaints run by; settled within seconds where it is older than what is stored.
    #[must_use]
    pub fn clockwork(&self) -> Arc<Clockwork> {
        Arc::clone(&self.shared.clockwork.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The clock of the web: the only place here that reads it.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}
