//! Parameters that are rated: their codes, words and order.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Result, schema::parameters};
use crate::domain::questionnaire::Wording;

/// What all parameters are called, by code, in the order of reports.
///
/// # Errors
/// When the database does not answer.
pub async fn titles(mut connection: &AsyncPgConnection) -> Result<Vec<(String, Wording)>> {
    let rows: Vec<(String, String, String)> = parameters::table
        .order((parameters::position.asc(), parameters::code.asc()))
        .select((parameters::code, parameters::title_ru, parameters::title_en))
        .load(&mut connection)
        .await?;
    Ok(rows.into_iter().map(|(code, ru, en)| (code, Wording { ru, en })).collect())
}
