//! Writes the presets into the database: questionnaires, of which a changed one becomes a new current version, and the terms
//! of the law.

use rust_embed::RustEmbed;
use thiserror::Error;

use super::legal_terms;
use crate::{
    domain::questionnaire::Definition,
    store::{Connection, StoreError, questionnaires},
};

#[derive(RustEmbed)]
#[folder = "templates/questionnaires"]
struct Presets;

/// A preset that cannot be used; a test reads them all, so nobody meets this.
#[derive(Debug, Error)]
pub enum PresetError {
    #[error("templates/{name}: {problem}")]
    Unreadable { name: String, problem: String },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Every preset, read and checked.
///
/// # Errors
/// Names the file and what is wrong in it.
pub fn presets() -> Result<Vec<Definition>, PresetError> {
    Presets::iter()
        .map(|name| {
            let unreadable =
                |problem: String| PresetError::Unreadable { name: format!("questionnaires/{name}"), problem };
            let file = Presets::get(&name).ok_or_else(|| unreadable("not embedded".to_owned()))?;
            let text = std::str::from_utf8(&file.data).map_err(|error| unreadable(error.to_string()))?;
            let definition: Definition =
                toml::from_str(text).map_err(|error| unreadable(error.to_string()))?;
            definition.validate().map_err(|flaws| unreadable(format!("{flaws:?}")))?;
            Ok(definition)
        })
        .collect()
}

/// Makes each preset the current version of its kind; does nothing where it already is.
///
/// # Errors
/// When the database does not answer.
pub async fn sync_presets(connection: &mut Connection) -> Result<(), PresetError> {
    for definition in presets()? {
        let version = questionnaires::put_version(connection, &definition).await?;
        questionnaires::make_current(connection, definition.kind, version).await?;
    }
    let terms = legal_terms::preset()
        .map_err(|problem| PresetError::Unreadable { name: "legal_terms.toml".to_owned(), problem })?;
    legal_terms::sync(connection, &terms).await?;
    Ok(())
}
