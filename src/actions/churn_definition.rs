//! The definition of 'inactive' and 'lost': read from the settings, changed with a trace.

use chrono::{DateTime, Utc};
use serde_json::Value;
use thiserror::Error;

use crate::{
    domain::{
        departure::{BadSilence, Silence},
        questionnaire::SurveyKind,
    },
    store::{Connection, StoreError, audit, planning, settings, transactions::transaction},
};

/// Where the definition is kept.
pub const KEY: &str = "churn.definition";

/// The surveys whose moment hangs on it.
const DEPEND: [SurveyKind; 2] = [SurveyKind::Relationship, SurveyKind::Inactive];

/// Why the definition can't be used.
#[derive(Debug, Error)]
pub enum DefinitionError {
    #[error("the setting {KEY} is not readable: {0}")]
    Unreadable(String),
    #[error("the setting {KEY} can't be followed: {0}")]
    Bad(#[from] BadSilence),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The definition as set, or its default.
///
/// # Errors
/// Names what is wrong in the setting.
pub async fn churn_definition(connection: &mut Connection) -> Result<Silence, DefinitionError> {
    Ok(dated_definition(connection).await?.0)
}

/// The definition with the moment since which it holds; none where it is the default.
///
/// # Errors
/// Names what is wrong in the setting.
pub async fn dated_definition(
    connection: &mut Connection,
) -> Result<(Silence, Option<DateTime<Utc>>), DefinitionError> {
    let Some((value, changed_at)) = settings::with_moment(connection, KEY).await? else {
        return Ok((Silence::default(), None));
    };
    // A list would be read as the fields in their order.
    if !value.is_object() {
        return Err(DefinitionError::Unreadable("it is no JSON object".to_owned()));
    }
    let silence: Silence =
        serde_json::from_value(value).map_err(|problem| DefinitionError::Unreadable(problem.to_string()))?;
    silence.validate()?;
    Ok((silence, Some(changed_at)))
}

/// Changes the definition. The next watch over silence judges by it, also those it had judged lost before; who waits
/// for a survey that hangs on it is decided about again.
///
/// # Errors
/// A definition that can't be followed changes nothing.
pub async fn put_churn_definition(
    connection: &mut Connection,
    silence: &Silence,
    staff_id: Option<i64>,
    now: DateTime<Utc>,
) -> Result<(), DefinitionError> {
    silence.validate()?;
    let value: Value =
        serde_json::to_value(silence).map_err(|problem| DefinitionError::Unreadable(problem.to_string()))?;
    transaction(connection, async |connection| {
        settings::put(connection, KEY, &value, now).await?;
        planning::reconsider(connection, &DEPEND.map(SurveyKind::code), now).await?;
        Ok(audit::record(connection, staff_id, "settings.put", KEY, now).await?)
    })
    .await
}
