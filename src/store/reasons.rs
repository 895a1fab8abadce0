//! Why customers leave: the newest words of every reason and its category.

use diesel::prelude::*;
use diesel::sql_types::{Array, Bool, Nullable, SmallInt, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Result, schema::reasons, statement::prepared};
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
pub async fn titles(mut connection: &AsyncPgConnection) -> Result<Vec<(String, Wording)>> {
    let rows: Vec<(String, String, String)> = reasons::table
        .order((reasons::position.asc(), reasons::code.asc()))
        .select((reasons::code, reasons::title_ru, reasons::title_en))
        .load(&mut connection)
        .await?;
    Ok(rows.into_iter().map(|(code, ru, en)| (code, Wording { ru, en })).collect())
}

/// A category with the reasons in it, in their newest words.
#[derive(Debug, Clone)]
pub struct Known {
    pub code: String,
    pub title: Wording,
    /// Code and words.
    pub reasons: Vec<(String, Wording)>,
}

/// Every category and reason, in their order; 'other' stands last.
///
/// # Errors
/// When the database does not answer.
pub async fn all(connection: &mut AsyncPgConnection) -> Result<Vec<Known>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        category: String,
        #[diesel(sql_type = Text)]
        category_ru: String,
        #[diesel(sql_type = Text)]
        category_en: String,
        #[diesel(sql_type = Nullable<Text>)]
        code: Option<String>,
        #[diesel(sql_type = Nullable<Text>)]
        title_ru: Option<String>,
        #[diesel(sql_type = Nullable<Text>)]
        title_en: Option<String>,
    }
    let rows: Vec<Row> = diesel::sql_query(
        "SELECT c.code AS category, c.title_ru AS category_ru, c.title_en AS category_en,
                r.code, r.title_ru, r.title_en
         FROM reason_categories c LEFT JOIN reasons r ON r.category = c.code
         ORDER BY c.code = 'other', c.position, c.code, r.position, r.code",
    )
    .load(connection)
    .await?;
    let mut found: Vec<Known> = Vec::new();
    for row in rows {
        if found.last().is_none_or(|last| last.code != row.category) {
            let title = Wording { ru: row.category_ru, en: row.category_en };
            found.push(Known { code: row.category, title, reasons: Vec::new() });
        }
        if let (Some(last), Some(code), Some(ru), Some(en)) =
            (found.last_mut(), row.code, row.title_ru, row.title_en)
        {
            last.reasons.push((code, Wording { ru, en }));
        }
    }
    Ok(found)
}

/// A category, or a reason in it, with its judgement.
#[derive(Debug, Clone, QueryableByName)]
pub struct Judged {
    #[diesel(sql_type = Text)]
    pub category: String,
    /// None: the category itself.
    #[diesel(sql_type = Nullable<Text>)]
    pub reason: Option<String>,
    #[diesel(sql_type = Text)]
    pub title_ru: String,
    #[diesel(sql_type = Text)]
    pub title_en: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub preventable: Option<String>,
    /// Whether it is the one that a form means by its code: the oldest of that code.
    #[diesel(sql_type = Bool)]
    pub first: bool,
}

/// Every category and every reason, as reports name them.
///
/// # Errors
/// When the database does not answer.
pub async fn judged(connection: &mut AsyncPgConnection) -> Result<Vec<Judged>> {
    Ok(prepared(
        "SELECT code AS category, NULL AS reason, title_ru, title_en, NULL AS preventable, true AS first
         FROM reason_categories
         UNION ALL
         SELECT category, code, title_ru, title_en, preventable,
                row_number() OVER (PARTITION BY code ORDER BY created_at, position, category) = 1
         FROM reasons",
    )
    .load(connection)
    .await?)
}

/// Whether there is such a reason, or, where none is given, such a category.
///
/// # Errors
/// When the database does not answer.
pub async fn exists(
    connection: &mut AsyncPgConnection,
    category: &str,
    reason: Option<&str>,
) -> Result<bool> {
    #[derive(QueryableByName)]
    struct Answer {
        #[diesel(sql_type = Bool)]
        there: bool,
    }
    let answer: Answer = diesel::sql_query(
        "SELECT CASE WHEN $2 IS NULL THEN EXISTS (SELECT FROM reason_categories WHERE code = $1)
                ELSE EXISTS (SELECT FROM reasons WHERE category = $1 AND code = $2) END AS there",
    )
    .bind::<Text, _>(category)
    .bind::<Nullable<Text>, _>(reason)
    .get_result(connection)
    .await?;
    Ok(answer.there)
}
