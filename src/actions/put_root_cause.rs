//! What lies behind complaints is changed: words, order, what can be chosen. A code stays for ever.

use chrono::{DateTime, Utc};
use thiserror::Error;

use crate::{
    domain::{
        questionnaire::Wording,
        root_cause::{LONGEST_TITLE, RootCause},
        text::one_line,
    },
    store::{Connection, StoreError, audit, root_causes, transactions::transaction},
};

/// A change of one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    Rename(Wording),
    /// One place up or down among its siblings.
    Move {
        up: bool,
    },
    Switch {
        on: bool,
    },
}

/// Why nothing was changed.
#[derive(Debug, Error)]
pub enum NotPut {
    #[error("no such cause")]
    Unknown,
    #[error("words are missing in {0}")]
    NoWords(&'static str),
    #[error("words in {language} have {length} characters of {LONGEST_TITLE}")]
    TooLong { language: &'static str, length: usize },
    /// A third level, or a first level under a second.
    #[error("causes have two levels")]
    TooDeep,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Adds a cause, at the end of a first level or as a first level; answers its code.
///
/// # Errors
/// Words that are missing or too long; a parent that is no first level.
pub async fn add_root_cause(
    connection: &mut Connection,
    parent: Option<&str>,
    title: &Wording,
    staff_id: i64,
    now: DateTime<Utc>,
) -> Result<String, NotPut> {
    let title = sound(title)?;
    transaction(connection, async |connection| {
        root_causes::hold(connection).await?;
        let causes = root_causes::all(connection).await?;
        if let Some(parent) = parent {
            let above = causes.get(parent).ok_or(NotPut::Unknown)?;
            if above.parent.is_some() {
                return Err(NotPut::TooDeep);
            }
        }
        let code = causes.new_code(parent, &title.en);
        let cause = RootCause { code: code.clone(), parent: parent.map(str::to_owned), title, active: true };
        root_causes::add(connection, &cause, now).await?;
        audit::record(connection, Some(staff_id), "root_cause.add", &code, now).await?;
        Ok(code)
    })
    .await
}

/// Changes one. What complaints say keeps its meaning: they hold the code.
///
/// # Errors
/// No such cause; words that are missing or too long.
pub async fn change_root_cause(
    connection: &mut Connection,
    code: &str,
    change: &Change,
    staff_id: i64,
    now: DateTime<Utc>,
) -> Result<(), NotPut> {
    transaction(connection, async |connection| {
        root_causes::hold(connection).await?;
        let causes = root_causes::all(connection).await?;
        let cause = causes.get(code).ok_or(NotPut::Unknown)?;
        let deed = match change {
            Change::Rename(title) => {
                root_causes::rename(connection, code, &sound(title)?, now).await?;
                "root_cause.rename"
            }
            Change::Switch { on } => {
                root_causes::switch(connection, code, *on, now).await?;
                if *on { "root_cause.on" } else { "root_cause.off" }
            }
            Change::Move { up } => {
                let mut siblings: Vec<&str> = match cause.parent.as_deref() {
                    Some(parent) => causes.below(parent).map(|one| one.code.as_str()).collect(),
                    None => causes.heads().map(|one| one.code.as_str()).collect(),
                };
                let here = siblings.iter().position(|one| *one == code).ok_or(NotPut::Unknown)?;
                let there = if *up { here.checked_sub(1) } else { here.checked_add(1) };
                // At either end there is nowhere to go.
                if let Some(there) = there.filter(|there| *there < siblings.len()) {
                    siblings.swap(here, there);
                    root_causes::arrange(connection, &siblings, now).await?;
                }
                "root_cause.move"
            }
        };
        audit::record(connection, Some(staff_id), deed, code, now).await?;
        Ok(())
    })
    .await
}

/// Words in both languages, each a tidy line.
fn sound(title: &Wording) -> Result<Wording, NotPut> {
    let line = |language: &'static str, words: &str| {
        let line = one_line(words, usize::MAX);
        match line.chars().count() {
            0 => Err(NotPut::NoWords(language)),
            length if length > LONGEST_TITLE => Err(NotPut::TooLong { language, length }),
            _ => Ok(line),
        }
    };
    Ok(Wording { ru: line("ru", &title.ru)?, en: line("en", &title.en)? })
}
