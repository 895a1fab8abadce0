//! Drafts: what is typed on a card and not sent yet. Nothing of it is lost, and nothing of it outlives its sending.
//!
//! A row holds one text normally. A save names the text that its page knew (by the moment it was saved); a save that knew
//! another one, from a tab that was left open, does not overwrite: both texts stay, the newer one first.

use chrono::{DateTime, Duration, SubsecRound as _, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::store::{
    Connection, StoreError,
    complaint_drafts::{self, Row},
    transactions::transaction,
};

/// Bytes of one text with the names of its fields.
pub const LARGEST: usize = 64 * 1024;
/// Texts of one form that are kept beside each other.
const MOST: usize = 4;
/// A draft that nobody touches is forgotten after this long.
const LIFE: Duration = Duration::days(90);

/// One text: the form's fields as they were typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    pub at: DateTime<Utc>,
    pub typed: Vec<(String, String)>,
}

/// A draft as it is shown: the newest text is drawn into the form, the others beside it.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Newest first, never empty.
    pub texts: Vec<Text>,
    pub seen_entry: i64,
}

impl Draft {
    /// What is stored; none where it can't be read.
    #[must_use]
    pub fn read(row: &Row) -> Option<Self> {
        let texts: Vec<Text> = serde_json::from_value(row.fields.clone()).ok()?;
        (!texts.is_empty()).then_some(Self { texts, seen_entry: row.seen_entry })
    }
}

/// Whose draft of which form.
#[derive(Debug, Clone, Copy)]
pub struct Form<'a> {
    pub complaint: i64,
    pub staff: i64,
    pub panel: &'a str,
    /// The text that the page knew; none where it knew of no draft.
    pub known: Option<DateTime<Utc>>,
}

/// Why a draft was not kept.
#[derive(Debug, Error)]
pub enum NotKept {
    #[error("{0} bytes are more than a draft may have")]
    TooLarge(usize),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Keeps what is typed; answers by which moment it is known from now on, or none where nothing was typed.
///
/// # Errors
/// Too large, or the database does not answer.
pub async fn keep_draft(
    connection: &mut Connection,
    form: Form<'_>,
    typed: Vec<(String, String)>,
    seen_entry: i64,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, NotKept> {
    let size = typed.iter().map(|(name, value)| name.len() + value.len()).sum();
    if size > LARGEST {
        return Err(NotKept::TooLarge(size));
    }
    if !is_worth_keeping(&typed) {
        throw_draft_away(connection, form).await?;
        return Ok(None);
    }
    // PostgreSQL's JSON holds no NUL; and the moment must read back as it was written.
    let typed =
        typed.into_iter().map(|(name, value)| (name.replace('\0', ""), value.replace('\0', ""))).collect();
    let now = now.trunc_subsecs(6);
    transaction(connection, async |connection| {
        let text = Text { at: now, typed };
        let Form { complaint, staff, panel, known } = form;
        let mut row = Row {
            panel: panel.to_owned(),
            fields: stored(std::slice::from_ref(&text))?,
            seen_entry,
            saved_at: now,
        };
        if complaint_drafts::begin(connection, complaint, staff, &row).await? {
            return Ok(Some(now));
        }
        let held = complaint_drafts::hold(connection, complaint, staff, panel).await?;
        let mut texts = held.as_ref().and_then(Draft::read).map_or_else(Vec::new, |draft| draft.texts);
        texts.retain(|old| Some(old.at) != known && old.typed != text.typed);
        // Two saves of one moment stay apart.
        let at = texts.iter().map(|old| old.at + Duration::microseconds(1)).fold(now, DateTime::max);
        texts.insert(0, Text { at, ..text });
        texts.truncate(MOST);
        (row.fields, row.saved_at) = (stored(&texts)?, at);
        complaint_drafts::put_back(connection, complaint, staff, &row).await?;
        Ok(Some(at))
    })
    .await
}

/// Forgets the text that was sent, or thrown away: the one its page knew, and any of the very same words. Other texts of
/// the form were never sent, and stay. To be called in the transaction of the deed that sends it.
///
/// # Errors
/// When the database does not answer.
pub async fn forget_draft(
    connection: &mut Connection,
    form: Form<'_>,
    typed: &[(String, String)],
) -> Result<(), StoreError> {
    let Form { complaint, staff, panel, known } = form;
    let Some(mut row) = complaint_drafts::hold(connection, complaint, staff, panel).await? else {
        return Ok(());
    };
    let mut texts = Draft::read(&row).map_or_else(Vec::new, |draft| draft.texts);
    texts.retain(|old| Some(old.at) != known && old.typed != typed);
    match texts.first() {
        None => complaint_drafts::remove(connection, complaint, staff, panel).await,
        Some(newest) => {
            (row.fields, row.saved_at) = (stored(&texts)?, newest.at);
            complaint_drafts::put_back(connection, complaint, staff, &row).await
        }
    }
}

/// Throws one text away.
///
/// # Errors
/// When the database does not answer.
pub async fn throw_draft_away(connection: &mut Connection, form: Form<'_>) -> Result<(), StoreError> {
    transaction(connection, async |connection| forget_draft(connection, form, &[]).await).await
}

/// Forgets drafts that nobody touched for ninety days.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep_drafts(connection: &mut Connection, now: DateTime<Utc>) -> Result<(), StoreError> {
    complaint_drafts::sweep(connection, now - LIFE).await
}

fn stored(texts: &[Text]) -> Result<serde_json::Value, StoreError> {
    serde_json::to_value(texts).map_err(StoreError::broken)
}

/// Whether a form holds anything that somebody would miss: words, or a field that is not as its page drew it. A ticked
/// box alone is none.
fn is_worth_keeping(typed: &[(String, String)]) -> bool {
    let base = |name: &str| {
        typed
            .iter()
            .find(|(known, _)| known.strip_prefix("base-") == Some(name))
            .map_or("", |(_, value)| value)
    };
    typed.iter().any(|(name, value)| {
        !name.starts_with("base-")
            && !name.starts_with("theirs-")
            && value != "yes"
            && value.trim() != base(name).trim()
    })
}

#[cfg(test)]
mod tests {
    use super::is_worth_keeping;

    #[test]
    fn an_untouched_form_is_no_draft() {
        let form = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Vec<_>>()
        };
        assert!(!is_worth_keeping(&form(&[("body", " \n"), ("wait", "yes")])));
        assert!(!is_worth_keeping(&form(&[("base-subject", "a"), ("subject", "a")])));
        assert!(is_worth_keeping(&form(&[("body", "слово")])));
        assert!(is_worth_keeping(&form(&[("base-subject", "a"), ("subject", "")])));
    }
}
