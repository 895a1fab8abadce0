//! Words that are ready to be sent: everybody's, and those that somebody keeps for themselves.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Bool, Integer, Jsonb, Nullable, Text},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Result, schema::canned_answers, statement::prepared};

/// The most that are listed at once; the search finds the others.
pub const SHOWN: i64 = 200;

/// Ready words.
#[derive(Debug, Clone, QueryableByName)]
pub struct Canned {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// None: everybody's.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub owner_id: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    pub language: Option<String>,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Text)]
    pub body: String,
    /// What a macro does beside writing, as `domain::canned::Changes` reads it.
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub changes: Option<serde_json::Value>,
    #[diesel(sql_type = Integer)]
    pub used: i32,
    #[diesel(sql_type = Bool)]
    pub removed: bool,
}

/// What somebody may use, those with `search` in them, by title.
///
/// # Errors
/// When the database does not answer.
pub async fn of_staff(connection: &mut AsyncPgConnection, staff: i64, search: &str) -> Result<Vec<Canned>> {
    Ok(prepared(
        "SELECT id, owner_id, language, title, body, changes, used, false AS removed FROM canned_answers
         WHERE removed_at IS NULL AND (owner_id IS NULL OR owner_id = $1)
           AND (position(lower($2) IN lower(title)) > 0 OR position(lower($2) IN lower(body)) > 0)
         ORDER BY title, id LIMIT $3",
    )
    .bind::<BigInt, _>(staff)
    .bind::<Text, _>(search)
    .bind::<BigInt, _>(SHOWN)
    .load(connection)
    .await?)
}

/// Ready words as they are chosen.
#[derive(Debug, Clone, QueryableByName)]
pub struct Choice {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Nullable<Text>)]
    pub language: Option<String>,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub changes: Option<serde_json::Value>,
}

/// What somebody may choose from, those used most first.
///
/// # Errors
/// When the database does not answer.
pub async fn choices(connection: &mut AsyncPgConnection, staff: i64) -> Result<Vec<Choice>> {
    Ok(prepared(
        "SELECT id, language, title, changes FROM canned_answers
         WHERE removed_at IS NULL AND (owner_id IS NULL OR owner_id = $1) ORDER BY used DESC, title, id LIMIT $2",
    )
    .bind::<BigInt, _>(staff)
    .bind::<BigInt, _>(SHOWN)
    .load(connection)
    .await?)
}

/// One of those that somebody may use, removed or not.
///
/// # Errors
/// When the database does not answer.
pub async fn find(connection: &mut AsyncPgConnection, id: i64, staff: i64) -> Result<Option<Canned>> {
    Ok(prepared(
        "SELECT id, owner_id, language, title, body, changes, used, removed_at IS NOT NULL AS removed FROM canned_answers
         WHERE id = $1 AND (owner_id IS NULL OR owner_id = $2)",
    )
    .bind::<BigInt, _>(id)
    .bind::<BigInt, _>(staff)
    .get_result(connection)
    .await
    .optional()?)
}

/// Ready words to be kept.
#[derive(Debug, Clone, Copy)]
pub struct Put<'a> {
    pub owner_id: Option<i64>,
    pub language: Option<&'a str>,
    pub title: &'a str,
    pub body: &'a str,
    pub changes: Option<&'a serde_json::Value>,
}

/// Keeps new words. Answers their number.
///
/// # Errors
/// When the database does not answer.
pub async fn add(connection: &mut AsyncPgConnection, put: Put<'_>, now: DateTime<Utc>) -> Result<i64> {
    Ok(diesel::insert_into(canned_answers::table)
        .values((
            canned_answers::owner_id.eq(put.owner_id),
            canned_answers::language.eq(put.language),
            canned_answers::title.eq(put.title),
            canned_answers::body.eq(put.body),
            canned_answers::changes.eq(put.changes),
            canned_answers::created_at.eq(now),
        ))
        .returning(canned_answers::id)
        .get_result(connection)
        .await?)
}

/// Changes words.
///
/// # Errors
/// When the database does not answer.
pub async fn change(connection: &mut AsyncPgConnection, id: i64, put: Put<'_>) -> Result<()> {
    diesel::update(canned_answers::table.find(id))
        .set((
            canned_answers::owner_id.eq(put.owner_id),
            canned_answers::language.eq(put.language),
            canned_answers::title.eq(put.title),
            canned_answers::body.eq(put.body),
            canned_answers::changes.eq(put.changes),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// Removes words, or puts them back (`removed_at` none).
///
/// # Errors
/// When the database does not answer.
pub async fn mark_removed(
    connection: &mut AsyncPgConnection,
    id: i64,
    removed_at: Option<DateTime<Utc>>,
) -> Result<()> {
    diesel::update(canned_answers::table.find(id))
        .set(canned_answers::removed_at.eq(removed_at))
        .execute(connection)
        .await?;
    Ok(())
}

/// Somebody took these words.
///
/// # Errors
/// When the database does not answer.
pub async fn count_use(connection: &mut AsyncPgConnection, id: i64, now: DateTime<Utc>) -> Result<()> {
    diesel::update(canned_answers::table.find(id))
        .set((canned_answers::used.eq(canned_answers::used + 1), canned_answers::used_at.eq(now)))
        .execute(connection)
        .await?;
    Ok(())
}
