//! Questionnaire versions in memory: a version never changes once written, so each is read from the database once.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use crate::{
    domain::questionnaire::Definition,
    store::{Connection, Result, questionnaires},
};

/// More versions than this are never shown at once; past it the memory starts afresh, so that it can't grow without end.
const MOST: usize = 64;

/// The versions that this thread has met; clones share them.
#[derive(Debug, Clone, Default)]
pub struct Versions(Arc<RwLock<HashMap<i64, Arc<Definition>>>>);

impl Versions {
    /// A version met before.
    #[must_use]
    pub fn known(&self, id: i64) -> Option<Arc<Definition>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    /// A version, from memory or else from the database.
    ///
    /// # Errors
    /// When the database is asked and does not answer.
    pub async fn get(&self, connection: &mut Connection, id: i64) -> Result<Option<Arc<Definition>>> {
        if let Some(known) = self.known(id) {
            return Ok(Some(known));
        }
        let Some(found) = questionnaires::version(connection, id).await? else { return Ok(None) };
        let definition = Arc::new(found.definition);
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST {
            all.clear();
        }
        all.insert(id, Arc::clone(&definition));
        Ok(Some(definition))
    }
}
