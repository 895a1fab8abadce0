//! The rules of planning: read from the settings, kept inside sane bounds, changed with a trace.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde_json::Value;
use thiserror::Error;

use crate::{
    domain::invitation::{BadRules, Rules},
    store::{Connection, StoreError, audit, settings, transactions::transaction},
};

/// Where the rules of `purchase` invitations are kept.
pub const KEY: &str = "planning.purchase";

/// The most days that each rule may say: past them it is a slip of the hand.
const MOST_WINDOW: u16 = 90;
const MOST_QUIET: u16 = 730;
const MOST_EXPIRY: u16 = 365;

/// Why the rules can't be used.
#[derive(Debug, Error)]
pub enum RulesError {
    #[error("the setting {KEY} is not readable: {0}")]
    Unreadable(String),
    #[error("the setting {KEY} can't be followed: {0}")]
    Bad(#[from] BadRules),
    #[error("the setting {KEY}: {name} = {value} days, at most {most} are allowed")]
    TooLong { name: &'static str, value: u16, most: u16 },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The rules as set, or their defaults; hours are those of `zone` where the setting names none.
///
/// # Errors
/// Names what is wrong in the setting.
pub async fn planning_rules(connection: &mut Connection, zone: Tz) -> Result<Rules, RulesError> {
    let Some(value) = settings::get(connection, KEY).await? else {
        return Ok(Rules { zone, ..Rules::default() });
    };
    // A list would be read as the fields in their order.
    let Value::Object(mut fields) = value else {
        return Err(RulesError::Unreadable("it is no JSON object".to_owned()));
    };
    fields.entry("zone").or_insert_with(|| Value::from(zone.name()));
    let rules: Rules = serde_json::from_value(Value::Object(fields))
        .map_err(|problem| RulesError::Unreadable(problem.to_string()))?;
    check(&rules)?;
    Ok(rules)
}

/// Changes the rules; purchases decided before keep their decision.
///
/// # Errors
/// Rules that can't be followed or are out of bounds change nothing.
pub async fn put_planning_rules(
    connection: &mut Connection,
    rules: &Rules,
    staff_id: Option<i64>,
    now: DateTime<Utc>,
) -> Result<(), RulesError> {
    check(rules)?;
    let value = serde_json::to_value(rules).map_err(|problem| RulesError::Unreadable(problem.to_string()))?;
    transaction(connection, async |connection| {
        settings::put(connection, KEY, &value, now).await?;
        Ok(audit::record(connection, staff_id, "settings.put", KEY, now).await?)
    })
    .await
}

fn check(rules: &Rules) -> Result<(), RulesError> {
    rules.validate()?;
    for (name, value, most) in [
        ("window_days", rules.window_days, MOST_WINDOW),
        ("quiet_days", rules.quiet_days, MOST_QUIET),
        ("expiry_days", rules.expiry_days, MOST_EXPIRY),
    ] {
        if value > most {
            return Err(RulesError::TooLong { name, value, most });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_hand_is_out_of_bounds() {
        assert!(check(&Rules::default()).is_ok());
        let slip = Rules { quiet_days: 3_000, ..Rules::default() };
        assert!(matches!(check(&slip), Err(RulesError::TooLong { name: "quiet_days", value: 3_000, .. })));
        let never = Rules { sending_from: 20, sending_to: 10, ..Rules::default() };
        assert!(matches!(check(&never), Err(RulesError::Bad(BadRules::Hours { from: 20, to: 10 }))));
    }
}
