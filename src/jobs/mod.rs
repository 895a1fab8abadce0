//! What ticks: jobs take no input, may run twice, and decide from what is stored.

pub mod plan_invitations;

use tokio_util::sync::CancellationToken;

use crate::{config::Config, store::Pool};

/// Runs every job in turn until told to stop.
pub struct Worker {
    _pool: Pool,
}

impl Worker {
    /// A worker of its own connections.
    ///
    /// # Errors
    /// When a setting of the mail is wrong.
    pub fn new(_config: &Config, database: &str) -> Result<Self, String> {
        Ok(Self { _pool: Pool::new(database, 2) })
    }

    /// Ticks until `stop`.
    pub async fn run(self, stop: CancellationToken) {
        stop.cancelled().await;
    }
}
