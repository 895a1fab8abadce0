//! Why customers leave: the newest words of every reason and its category.

use diesel::prelude::*;
use diesel::sql_types::{Array, SmallInt, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Result, schema::reasons};
use crate::domain::{questionnaire::Wording, reason::Category};

/// Writes categories and reasons: new ones get a row, known ones take the newer words.
///
/// # Errors
/// When the database does not answer.
pub async fn put(connection: &mut AsyncPgConnection, categories: &[Category]) -> Result<()> {
    if categories.is_empty() {
        return Ok(());
    }
    let all = || (1..=i16::MAX).zip(categories);
    diesel::sql_query(
        "INSERT INTO reason_categories (code, title_ru, title_en, position)
         SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::smallint[])
         ON CONFLICT (code) DO UPDATE
         SET title_ru = excluded.title_ru, title_en = excluded.title_en, position = excluded.position",
    )
    .bind::<Array<Text>, _>(all().map(|(_, one)| one.code.as_str()).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(all().map(|(_, one)| one.title.ru.as_str()).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(all().map(|(_, one)| one.title.en.as_str()).collect::<Vec<_>>())
    .bind::<Array<SmallInt>, _>(all().map(|(position, _)| position).collect::<Vec<_>>())
    .execute(connection)
    .await?;
    let reasons = || {
        categories
            .iter()
            .flat_map(|category| category.reasons.iter().map(move |reason| (category, reason)))
            .zip(1..=i16::MAX)
    };
    diesel::sql_query(
        "INSERT INTO reasons (category, code, title_ru, title_en, preventable, position)
         SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::smallint[])
         ON CONFLICT (category, code) DO UPDATE
         SET title_ru = excluded.title_ru, title_en = excluded.title_en, preventable = excluded.preventable,
             position = excluded.position",
    )
    .bind::<Array<Text>, _>(reasons().map(|((category, _), _)| category.code.as_str()).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(reasons().map(|((_, one), _)| one.code.as_str()).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(reasons().map(|((_, one), _)| one.title.ru.as_str()).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(reasons().map(|((_, one), _)| one.title.en.as_str()).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(reasons().map(|((_, one), _)| one.preventable.code()).collect::<Vec<_>>())
    .bind::<Array<SmallInt>, _>(reasons().map(|(_, position)| position).collect::<Vec<_>>())
    .execute(connection)
    .await?;
    Ok(())
}

/// What all reasons are called, by code.
///
/// # Errors
/// When the database does not answer.
pub async fn titles(connection: &mut AsyncPgConnection) -> Result<Vec<(String, Wording)>> {
    let rows: Vec<(String, String, String)> = reasons::table
        .order((reasons::position.asc(), reasons::code.asc()))
        .select((reasons::code, reasons::title_ru, reasons::title_en))
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(|(code, ru, en)| (code, Wording { ru, en })).collect())
}
