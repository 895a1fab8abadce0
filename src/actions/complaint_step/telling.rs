//! What the history tells without anything of the complaint having changed.

use super::{Refusal, Work};
use crate::store::{Connection, complaint_events, complaint_events::Entry};

impl Work {
    /// Writes into the history what changes nothing of the complaint itself, so nobody's page is older by that.
    pub async fn tell(self, connection: &mut Connection, told: &[Entry<'_>]) -> Result<(), Refusal> {
        if !told.is_empty() {
            complaint_events::write(connection, self.held.id, self.by.author(), self.now, told).await?;
        }
        Ok(())
    }

    /// The fields that were changed since this was asked last, for a deed of several parts that tells each with its own.
    pub fn told(&mut self) -> Vec<Entry<'static>> {
        std::mem::take(&mut self.entries)
    }
}
