//! Writes what comes along into the database: questionnaires, a changed one as a new current version, root causes, and the
//! terms of the law.

use rust_embed::RustEmbed;
use thiserror::Error;

use super::legal_terms;
use crate::{
    domain::{questionnaire::Definition, root_cause},
    store::{Connection, StoreError, questionnaires, root_causes},
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

/// The root causes that come along.
///
/// # Errors
/// Says what is wrong in the file.
pub fn causes() -> Result<Vec<root_cause::Preset>, PresetError> {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        cause: Vec<root_cause::Preset>,
    }
    let file: Result<File, _> = toml::from_str(include_str!("../../templates/root_causes.toml"));
    file.map(|file| file.cause).map_err(|error| PresetError::Unreadable {
        name: "root_causes.toml".to_owned(),
        problem: error.to_string(),
    })
}

/// Makes each questionnaire the current version of its kind, and writes the root causes that staff did not change; does
/// nothing where all of it is there.
///
/// # Errors
/// When the database does not answer.
pub async fn sync_presets(connection: &mut Connection) -> Result<(), PresetError> {
    for definition in presets()? {
        let version = questionnaires::put_version(connection, &definition).await?;
        questionnaires::make_current(connection, definition.kind, version).await?;
    }
    root_causes::put_presets(connection, &causes()?).await?;
    let terms = legal_terms::preset()
        .map_err(|problem| PresetError::Unreadable { name: "legal_terms.toml".to_owned(), problem })?;
    legal_terms::sync(connection, &terms).await?;
    Ok(())
}
