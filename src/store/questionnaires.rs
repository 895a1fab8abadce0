//! Questionnaires and their versions; a version is never changed once written.

use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl};

use super::{
    Result, StoreError, reasons,
    schema::{parameters, questionnaire_versions, questionnaires},
};
use crate::domain::questionnaire::{Definition, SurveyKind};

/// A version as it is read back: its id is what invitations and answers hold.
#[derive(Debug, Clone)]
pub struct Version {
    pub id: i64,
    pub definition: Definition,
}

/// Finds the version of this very content, or writes it as the next one of its kind.
///
/// # Errors
/// When the database does not answer.
pub async fn put_version(connection: &mut AsyncPgConnection, definition: &Definition) -> Result<i64> {
    let content = serde_json::to_value(definition).map_err(unreadable)?;
    let digest = definition.digest();
    connection
        .transaction(async |connection| {
            let kind = definition.kind.code();
            diesel::insert_into(questionnaires::table)
                .values(questionnaires::kind.eq(kind))
                .on_conflict_do_nothing()
                .execute(connection)
                .await?;
            // Locked, so that two writers do not take the same number.
            let questionnaire: i64 = questionnaires::table
                .filter(questionnaires::kind.eq(kind))
                .select(questionnaires::id)
                .for_update()
                .first(connection)
                .await?;
            let same: Option<i64> = questionnaire_versions::table
                .filter(questionnaire_versions::questionnaire_id.eq(questionnaire))
                .filter(questionnaire_versions::digest.eq(&digest))
                .select(questionnaire_versions::id)
                .first(connection)
                .await
                .optional()?;
            if let Some(id) = same {
                return Ok(id);
            }
            put_parameters(connection, definition).await?;
            reasons::put(connection, &definition.reasons).await?;
            let last: Option<i32> = questionnaire_versions::table
                .filter(questionnaire_versions::questionnaire_id.eq(questionnaire))
                .select(diesel::dsl::max(questionnaire_versions::version))
                .first(connection)
                .await?;
            let codes: Vec<&str> = definition.parameters.iter().map(|one| one.code.as_str()).collect();
            Ok(diesel::insert_into(questionnaire_versions::table)
                .values((
                    questionnaire_versions::questionnaire_id.eq(questionnaire),
                    questionnaire_versions::version.eq(last.unwrap_or(0) + 1),
                    questionnaire_versions::scale_low.eq(i16::from(definition.scale.low())),
                    questionnaire_versions::scale_high.eq(i16::from(definition.scale.high())),
                    questionnaire_versions::parameters.eq(codes),
                    questionnaire_versions::definition.eq(&content),
                    questionnaire_versions::digest.eq(&digest),
                ))
                .returning(questionnaire_versions::id)
                .get_result(connection)
                .await?)
        })
        .await
}

/// Parameters that are new get a row at the end; known ones keep their words.
async fn put_parameters(connection: &mut AsyncPgConnection, definition: &Definition) -> Result<()> {
    let last: Option<i16> =
        parameters::table.select(diesel::dsl::max(parameters::position)).first(connection).await?;
    let rows: Vec<_> = definition
        .parameters
        .iter()
        .zip(last.unwrap_or(0).saturating_add(1)..)
        .map(|(one, position)| {
            (
                parameters::code.eq(one.code.as_str()),
                parameters::title_ru.eq(&one.title.ru),
                parameters::title_en.eq(&one.title.en),
                parameters::position.eq(position),
            )
        })
        .collect();
    diesel::insert_into(parameters::table).values(rows).on_conflict_do_nothing().execute(connection).await?;
    Ok(())
}

/// Makes a version the one that new invitations show.
///
/// # Errors
/// When the database does not answer.
pub async fn make_current(connection: &mut AsyncPgConnection, kind: SurveyKind, version: i64) -> Result<()> {
    diesel::update(questionnaires::table.filter(questionnaires::kind.eq(kind.code())))
        .set(questionnaires::current_version_id.eq(version))
        .execute(connection)
        .await?;
    Ok(())
}

/// The version that new invitations of this kind show, if there is one.
///
/// # Errors
/// When the database does not answer, or the stored definition is not readable.
pub async fn current(connection: &mut AsyncPgConnection, kind: SurveyKind) -> Result<Option<Version>> {
    let row: Option<(i64, serde_json::Value)> = questionnaire_versions::table
        .inner_join(
            questionnaires::table
                .on(questionnaires::current_version_id.eq(questionnaire_versions::id.nullable())),
        )
        .filter(questionnaires::kind.eq(kind.code()))
        .select((questionnaire_versions::id, questionnaire_versions::definition))
        .first(connection)
        .await
        .optional()?;
    row.map(read).transpose()
}

/// One version.
///
/// # Errors
/// When the database does not answer, or the stored definition is not readable.
pub async fn version(connection: &mut AsyncPgConnection, id: i64) -> Result<Option<Version>> {
    let row: Option<(i64, serde_json::Value)> = questionnaire_versions::table
        .find(id)
        .select((questionnaire_versions::id, questionnaire_versions::definition))
        .first(connection)
        .await
        .optional()?;
    row.map(read).transpose()
}

fn read((id, definition): (i64, serde_json::Value)) -> Result<Version> {
    Ok(Version { id, definition: serde_json::from_value(definition).map_err(unreadable)? })
}

fn unreadable(error: serde_json::Error) -> StoreError {
    StoreError::Query(diesel::result::Error::DeserializationError(Box::new(error)))
}
