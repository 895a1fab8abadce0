//! Layouts: what the ratings of each version of a questionnaire stand for.

use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, SmallInt, Text},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Result, statement::prepared};
use crate::domain::{facts, rating::Scale};

/// What the ratings of a version stand for.
#[derive(Debug, Clone, QueryableByName)]
pub struct Layout {
    #[diesel(sql_type = BigInt)]
    pub version: i64,
    #[diesel(sql_type = SmallInt)]
    low: i16,
    #[diesel(sql_type = SmallInt)]
    high: i16,
    #[diesel(sql_type = Array<Text>)]
    pub parameters: Vec<String>,
}

impl Layout {
    /// The fields that facts of this version have.
    #[must_use]
    pub fn fields(&self) -> facts::Layout {
        facts::Layout::new(self.version, self.low, self.high, &self.parameters)
    }

    /// The scale of the version; none if it is not one that ratings can be read by.
    #[must_use]
    pub fn scale(&self) -> Option<Scale> {
        Scale::parse(&format!("{}-{}", self.low, self.high)).ok()
    }
}

/// The layouts of all versions that have parameters.
///
/// # Errors
/// When the database does not answer.
pub async fn all(connection: &mut AsyncPgConnection) -> Result<Vec<Layout>> {
    Ok(prepared(
        "SELECT id AS version, scale_low AS low, scale_high AS high, parameters
         FROM questionnaire_versions WHERE cardinality(parameters) > 0 ORDER BY id",
    )
    .get_results(connection)
    .await?)
}
