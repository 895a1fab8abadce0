//! Terms of the law as data: the preset that comes along, and what staff make of it.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::json;
use thiserror::Error;

use crate::{
    domain::legal::{Certainty, LONGEST, Term, Unit},
    store::{Connection, StoreError, audit, legal_terms, transactions::transaction},
};

pub use legal_terms::Row;

/// The preset: `templates/legal_terms.toml`.
const PRESET: &str = include_str!("../../templates/legal_terms.toml");
/// The longest title, law, article, note or source, in characters.
const LONGEST_WORDS: usize = 300;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Preset {
    term: Vec<PresetTerm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PresetTerm {
    code: String,
    title_ru: String,
    title_en: String,
    law: String,
    article: String,
    amount: u16,
    unit: Unit,
    note_ru: Option<String>,
    note_en: Option<String>,
    source: String,
    certainty: Certainty,
}

/// What somebody enters of a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    pub title_ru: String,
    pub title_en: String,
    pub law: String,
    pub article: String,
    pub term: Term,
    pub note_ru: String,
    pub note_en: String,
    pub source: String,
}

/// Why a term was not changed.
#[derive(Debug, Error)]
pub enum TermRefused {
    /// These fields are empty, too long, or no number from 1 to 730.
    #[error("fields that can't be kept: {0:?}")]
    Fields(Vec<&'static str>),
    #[error("there is such a term already")]
    There,
    #[error("no such term")]
    Unknown,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How long a stored term is.
#[must_use]
pub fn term(amount: i16, unit: &str) -> Option<Term> {
    Some(Term { amount: u16::try_from(amount).ok().filter(|amount| *amount > 0)?, unit: Unit::parse(unit)? })
}

/// The preset as rows.
///
/// # Errors
/// What is wrong in the file; a test reads it, so nobody meets this.
pub fn preset() -> Result<Vec<Row>, String> {
    let preset: Preset = toml::from_str(PRESET).map_err(|error| error.to_string())?;
    (0_i16..)
        .zip(preset.term)
        .map(|(position, term)| {
            if term.amount == 0 || term.amount > LONGEST {
                return Err(format!("{}: {} is no length of a term", term.code, term.amount));
            }
            Ok(Row {
                amount: i16::try_from(term.amount).map_err(|error| error.to_string())?,
                unit: term.unit.code().to_owned(),
                certainty: term.certainty.code().to_owned(),
                code: term.code,
                title_ru: term.title_ru,
                title_en: term.title_en,
                law: term.law,
                article: term.article,
                note_ru: term.note_ru,
                note_en: term.note_en,
                source: term.source,
                confirmed_at: None,
                confirmed_by: None,
                enabled: true,
                position,
                changed_at: None,
            })
        })
        .collect()
}

/// Brings the terms that nobody changed up to the preset; claims that run by another length now are reckoned anew.
///
/// # Errors
/// When the database does not answer.
pub async fn sync(connection: &mut Connection, rows: &[Row]) -> Result<(), StoreError> {
    transaction(connection, async |connection| {
        for code in legal_terms::put_preset(connection, rows).await? {
            legal_terms::unsettle(connection, &code).await?;
        }
        Ok(())
    })
    .await
}

/// Adds a term of the company's own.
///
/// # Errors
/// `Fields` names what can't be kept; `There` where the same claim under the same article is known.
pub async fn add_term(
    connection: &mut Connection,
    entered: &Entered,
    staff: i64,
    now: DateTime<Utc>,
) -> Result<(), TermRefused> {
    let code = format!("own_{}", now.timestamp_millis());
    let row = Row {
        code: code.clone(),
        title_ru: String::new(),
        title_en: String::new(),
        law: String::new(),
        article: String::new(),
        amount: 1,
        unit: Unit::CalendarDays.code().to_owned(),
        note_ru: None,
        note_en: None,
        source: String::new(),
        certainty: Certainty::Memory.code().to_owned(),
        confirmed_at: None,
        confirmed_by: None,
        enabled: true,
        position: 0,
        changed_at: Some(now),
    };
    let row = written(row, entered)?;
    transaction(connection, async |connection| {
        let known = legal_terms::all(connection).await?;
        if known.iter().any(|(known, _)| {
            (&known.title_ru, &known.law, &known.article) == (&row.title_ru, &row.law, &row.article)
        }) || !legal_terms::add(connection, &row).await?
        {
            return Err(TermRefused::There);
        }
        Ok(audit::record(connection, Some(staff), "legal_term.add", &code, now).await?)
    })
    .await
}

/// Changes a term. What the lawyer confirmed was the old one, so another law, article or length is to be confirmed again;
/// claims that run by it are reckoned anew at once.
///
/// # Errors
/// `Fields` names what can't be kept.
pub async fn change_term(
    connection: &mut Connection,
    code: &str,
    entered: &Entered,
    staff: i64,
    now: DateTime<Utc>,
) -> Result<(), TermRefused> {
    transaction(connection, async |connection| {
        let old = legal_terms::hold(connection, code).await?.ok_or(TermRefused::Unknown)?;
        let mut new = written(old.clone(), entered)?;
        if new == old {
            return Ok(());
        }
        new.changed_at = Some(now);
        let other_length = (old.amount, &old.unit) != (new.amount, &new.unit);
        if other_length || (&old.law, &old.article) != (&new.law, &new.article) {
            (new.confirmed_at, new.confirmed_by) = (None, None);
        }
        legal_terms::put(connection, &new).await?;
        if other_length {
            legal_terms::unsettle(connection, code).await?;
        }
        let detail = json!({
            "old": format!("{} {}, {} {}", old.amount, old.unit, old.law, old.article),
            "new": format!("{} {}, {} {}", new.amount, new.unit, new.law, new.article),
        });
        Ok(audit::record_with(connection, Some(staff), "legal_term.change", code, Some(&detail), now).await?)
    })
    .await
}

/// Offers a term on cards, or not any more; claims that run by it go on.
///
/// # Errors
/// When there is none, or the database does not answer.
pub async fn switch_term(
    connection: &mut Connection,
    code: &str,
    enabled: bool,
    staff: i64,
    now: DateTime<Utc>,
) -> Result<(), TermRefused> {
    transaction(connection, async |connection| {
        let row = legal_terms::hold(connection, code).await?.ok_or(TermRefused::Unknown)?;
        if row.enabled == enabled {
            return Ok(());
        }
        legal_terms::put(connection, &Row { enabled, changed_at: Some(now), ..row }).await?;
        let deed = if enabled { "legal_term.on" } else { "legal_term.off" };
        Ok(audit::record(connection, Some(staff), deed, code, now).await?)
    })
    .await
}

/// Notes that the company's lawyer confirmed a term as it stands, or takes that back.
///
/// # Errors
/// When there is none, or the database does not answer.
pub async fn confirm_term(
    connection: &mut Connection,
    code: &str,
    confirmed: bool,
    staff: i64,
    now: DateTime<Utc>,
) -> Result<(), TermRefused> {
    transaction(connection, async |connection| {
        let row = legal_terms::hold(connection, code).await?.ok_or(TermRefused::Unknown)?;
        if row.confirmed_at.is_some() == confirmed {
            return Ok(());
        }
        let (confirmed_at, confirmed_by) = if confirmed { (Some(now), Some(staff)) } else { (None, None) };
        let row = Row { confirmed_at, confirmed_by, changed_at: Some(now), ..row };
        legal_terms::put(connection, &row).await?;
        let deed = if confirmed { "legal_term.confirm" } else { "legal_term.unconfirm" };
        Ok(audit::record(connection, Some(staff), deed, code, now).await?)
    })
    .await
}

/// A row with what was entered.
fn written(row: Row, entered: &Entered) -> Result<Row, TermRefused> {
    let tidy = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
    let kept = |words: &str| (1..=LONGEST_WORDS).contains(&words.chars().count());
    let note = |words: &str| Some(tidy(words)).filter(|words| !words.is_empty());
    let row = Row {
        title_ru: tidy(&entered.title_ru),
        title_en: tidy(&entered.title_en),
        law: tidy(&entered.law),
        article: tidy(&entered.article),
        amount: i16::try_from(entered.term.amount).unwrap_or(i16::MAX),
        unit: entered.term.unit.code().to_owned(),
        note_ru: note(&entered.note_ru),
        note_en: note(&entered.note_en),
        source: tidy(&entered.source),
        ..row
    };
    let note_kept = |note: &Option<String>| note.as_deref().is_none_or(kept);
    let fields = [
        ("title_ru", kept(&row.title_ru)),
        ("title_en", kept(&row.title_en)),
        ("law", kept(&row.law)),
        ("article", kept(&row.article)),
        ("amount", (1..=LONGEST).contains(&entered.term.amount)),
        ("source", kept(&row.source)),
        ("note_ru", note_kept(&row.note_ru)),
        ("note_en", note_kept(&row.note_en)),
    ];
    let bad: Vec<_> = fields.into_iter().filter_map(|(name, kept)| (!kept).then_some(name)).collect();
    if bad.is_empty() { Ok(row) } else { Err(TermRefused::Fields(bad)) }
}
