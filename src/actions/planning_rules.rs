//! The rules of planning: read from the settings, kept inside sane bounds, changed with a trace.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use thiserror::Error;

use super::churn_definition::DefinitionError;
use crate::{
    domain::{
        invitation::{BadRules, Plan, Rules, Sending},
        questionnaire::SurveyKind,
    },
    store::{Connection, StoreError, audit, planning, settings, transactions::transaction},
};

/// Where the rules that all kinds share are kept.
pub const SHARED: &str = "planning.shared";

/// Where the rules of a kind are kept.
#[must_use]
pub fn key(kind: SurveyKind) -> String {
    format!("planning.{kind}")
}

/// Why the rules can't be used.
#[derive(Debug, Error)]
pub enum RulesError {
    #[error("the setting {key} is not readable: {problem}")]
    Unreadable { key: String, problem: String },
    #[error("the setting {key} can't be followed: {problem}")]
    Bad { key: String, problem: BadRules },
    #[error(transparent)]
    Definition(DefinitionError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<DefinitionError> for RulesError {
    fn from(error: DefinitionError) -> Self {
        match error {
            DefinitionError::Store(error) => Self::Store(error),
            other => Self::Definition(other),
        }
    }
}

/// All rules that hold for a kind, as set or by default; hours are those of `zone` where the setting names none.
///
/// # Errors
/// Names what is wrong in the settings.
pub async fn planning_rules(
    connection: &mut Connection,
    kind: SurveyKind,
    zone: Tz,
) -> Result<Plan, RulesError> {
    let rules = rules_of(connection, kind).await?;
    let sending = sending_rules(connection, zone).await?;
    Ok(Plan { kind, rules, sending })
}

/// The rules of a kind alone.
///
/// # Errors
/// Names what is wrong in the setting.
pub async fn rules_of(connection: &mut Connection, kind: SurveyKind) -> Result<Rules, RulesError> {
    let rules: Rules = read(connection, &key(kind), &Rules::of(kind)).await?;
    rules.validate().map_err(|problem| RulesError::Bad { key: key(kind), problem })?;
    Ok(rules)
}

/// The rules that all kinds share.
///
/// # Errors
/// Names what is wrong in the setting.
pub async fn sending_rules(connection: &mut Connection, zone: Tz) -> Result<Sending, RulesError> {
    let sending: Sending = read(connection, SHARED, &Sending { zone, ..Sending::default() }).await?;
    sending.validate().map_err(|problem| RulesError::Bad { key: SHARED.to_owned(), problem })?;
    Ok(sending)
}

/// The defaults with what was set laid over them; a setting may name only some fields, and no unknown ones.
async fn read<T: Serialize + DeserializeOwned>(
    connection: &mut Connection,
    key: &str,
    defaults: &T,
) -> Result<T, RulesError> {
    let unreadable = |problem: String| RulesError::Unreadable { key: key.to_owned(), problem };
    let mut fields =
        match serde_json::to_value(defaults).map_err(|problem| unreadable(problem.to_string()))? {
            Value::Object(fields) => fields,
            _ => Map::new(),
        };
    match settings::get(connection, key).await? {
        None => {}
        Some(Value::Object(set)) => fields.extend(set),
        // A list would be read as the fields in their order.
        Some(_) => return Err(unreadable("it is no JSON object".to_owned())),
    }
    serde_json::from_value(Value::Object(fields)).map_err(|problem| unreadable(problem.to_string()))
}

/// Changes the rules of a kind. Who waits is decided again under them; who was asked or refused keeps that decision.
///
/// # Errors
/// Rules that can't be followed change nothing.
pub async fn put_rules(
    connection: &mut Connection,
    kind: SurveyKind,
    rules: &Rules,
    staff_id: Option<i64>,
    now: DateTime<Utc>,
) -> Result<(), RulesError> {
    rules.validate().map_err(|problem| RulesError::Bad { key: key(kind), problem })?;
    put(connection, &key(kind), Some(rules), &[kind.code()], staff_id, now).await
}

/// Changes the rules that all kinds share; `house_zone` is not written down, so that it may change with the house.
///
/// # Errors
/// As [`put_rules`].
pub async fn put_sending(
    connection: &mut Connection,
    sending: &Sending,
    house_zone: Tz,
    staff_id: Option<i64>,
    now: DateTime<Utc>,
) -> Result<(), RulesError> {
    sending.validate().map_err(|problem| RulesError::Bad { key: SHARED.to_owned(), problem })?;
    let mut value = serde_json::json!(sending);
    if sending.zone == house_zone
        && let Value::Object(fields) = &mut value
    {
        fields.remove("zone");
    }
    put(connection, SHARED, Some(&value), &all_kinds(), staff_id, now).await
}

/// Goes back to the defaults of a kind, or of what all share.
///
/// # Errors
/// When the database does not answer.
pub async fn restore(
    connection: &mut Connection,
    kind: Option<SurveyKind>,
    staff_id: Option<i64>,
    now: DateTime<Utc>,
) -> Result<(), RulesError> {
    match kind {
        Some(kind) => put(connection, &key(kind), None::<&Rules>, &[kind.code()], staff_id, now).await,
        None => put(connection, SHARED, None::<&Sending>, &all_kinds(), staff_id, now).await,
    }
}

fn all_kinds() -> Vec<&'static str> {
    SurveyKind::all().iter().map(|kind| kind.code()).collect()
}

async fn put<T: Serialize + Sync>(
    connection: &mut Connection,
    key: &str,
    value: Option<&T>,
    kinds: &[&str],
    staff_id: Option<i64>,
    now: DateTime<Utc>,
) -> Result<(), RulesError> {
    let value = value.map(serde_json::to_value).transpose();
    let value = value
        .map_err(|problem| RulesError::Unreadable { key: key.to_owned(), problem: problem.to_string() })?;
    transaction(connection, async |connection| {
        let action = match &value {
            Some(value) => {
                settings::put(connection, key, value, now).await?;
                "settings.put"
            }
            None => {
                settings::remove(connection, key).await?;
                "settings.restore"
            }
        };
        planning::reconsider(connection, kinds, now).await?;
        Ok(audit::record_with(connection, staff_id, action, key, value.as_ref(), now).await?)
    })
    .await
}
