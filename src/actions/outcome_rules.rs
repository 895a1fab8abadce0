//! What the house sets of endings: what customers can do against a rejection, and when a resolved complaint closes.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    domain::{language::Language, text::Text},
    store::{Connection, StoreError, audit, settings, transactions::transaction},
    t,
};

/// What a customer can do who does not agree, in both languages.
pub const RECOURSE: &str = "complaints.recourse";
/// Days from resolved to closed; 0: never by itself.
pub const CLOSE_AFTER: &str = "complaints.close_after_days";

/// Two weeks: time enough to see whether a promise was kept.
const USUAL_DAYS: u16 = 14;
/// A year.
pub const MOST_DAYS: u16 = 366;
/// The longest recourse, in characters: a letter is read.
pub const LONGEST_RECOURSE: usize = 3_000;

/// What a customer can do who does not agree with a rejection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recourse {
    pub ru: String,
    pub en: String,
    /// A lawyer of the company has read it.
    pub confirmed: bool,
}

/// The words that come along; a lawyer has yet to confirm them.
impl Default for Recourse {
    fn default() -> Self {
        let words = |language| t!(language, "outcomes-recourse-default").into_owned();
        Self { ru: words(Language::Russian), en: words(Language::English), confirmed: false }
    }
}

impl Recourse {
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Russian => &self.ru,
            Language::English => &self.en,
        }
    }
}

/// Why rules can't be kept.
#[derive(Debug, Error)]
pub enum BadRules {
    #[error("{RECOURSE} has no words in {0}")]
    NoWords(&'static str),
    #[error("{RECOURSE} has {length} characters of {LONGEST_RECOURSE} in {language}")]
    TooLong { language: &'static str, length: usize },
    #[error("{CLOSE_AFTER} is 0 to {MOST_DAYS}")]
    Days,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The recourse as set, or as it comes along; what cannot be read counts as unset, because a rejection must not stop for it.
///
/// # Errors
/// When the database does not answer.
pub async fn recourse(connection: &mut Connection) -> Result<Recourse, StoreError> {
    let set = settings::get(connection, RECOURSE).await?;
    Ok(set.and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default())
}

/// After how many days a resolved complaint closes by itself; none: never.
///
/// # Errors
/// When the database does not answer.
pub async fn close_after(connection: &mut Connection) -> Result<Option<u16>, StoreError> {
    let set = settings::get(connection, CLOSE_AFTER).await?;
    let days = set.and_then(|value| serde_json::from_value(value).ok()).filter(|days| *days <= MOST_DAYS);
    Ok(Some(days.unwrap_or(USUAL_DAYS)).filter(|days| *days > 0))
}

/// Changes both.
///
/// # Errors
/// Rules that can't be kept change nothing.
pub async fn put_outcome_rules(
    connection: &mut Connection,
    recourse: &Recourse,
    days: u16,
    staff_id: i64,
    now: DateTime<Utc>,
) -> Result<(), BadRules> {
    if days > MOST_DAYS {
        return Err(BadRules::Days);
    }
    let words = |language: &'static str, words: &str| match Text::parse(words) {
        Ok(Some(words)) if words.as_str().chars().count() <= LONGEST_RECOURSE => Ok(words.to_string()),
        Ok(None) => Err(BadRules::NoWords(language)),
        _ => Err(BadRules::TooLong { language, length: words.chars().count() }),
    };
    let kept = Recourse {
        ru: words("ru", &recourse.ru)?,
        en: words("en", &recourse.en)?,
        confirmed: recourse.confirmed,
    };
    let value = serde_json::to_value(&kept).map_err(StoreError::broken)?;
    transaction(connection, async |connection| {
        settings::put(connection, RECOURSE, &value, now).await?;
        settings::put(connection, CLOSE_AFTER, &days.into(), now).await?;
        audit::record(connection, Some(staff_id), "settings.put", RECOURSE, now).await?;
        Ok(audit::record(connection, Some(staff_id), "settings.put", CLOSE_AFTER, now).await?)
    })
    .await
}
