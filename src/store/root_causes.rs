//! What lies behind complaints: some dozens of rows at two levels, never deleted.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{Array, Nullable, SmallInt, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Result, schema::root_causes};
use crate::domain::{
    questionnaire::Wording,
    root_cause::{Preset, RootCause, RootCauses},
};

/// All of them in their order.
///
/// # Errors
/// When the database does not answer.
pub async fn all(mut connection: &AsyncPgConnection) -> Result<RootCauses> {
    type Row = (String, Option<String>, String, String, bool);
    let rows: Vec<Row> = root_causes::table
        .order((root_causes::position, root_causes::code))
        .select((
            root_causes::code,
            root_causes::parent_code,
            root_causes::title_ru,
            root_causes::title_en,
            root_causes::active,
        ))
        .load(&mut connection)
        .await?;
    let causes = rows.into_iter().map(|(code, parent, ru, en, active)| RootCause {
        code,
        parent,
        title: Wording { ru, en },
        active,
    });
    Ok(RootCauses::new(causes.collect()))
}

/// Keeps everybody else from changing any of them until the transaction ends.
///
/// # Errors
/// When the database does not answer.
pub async fn hold(connection: &mut AsyncPgConnection) -> Result<()> {
    diesel::sql_query("LOCK TABLE root_causes IN SHARE ROW EXCLUSIVE MODE").execute(connection).await?;
    Ok(())
}

/// Writes those that come along: new ones get a row, known ones the newer words unless staff changed them.
///
/// # Errors
/// When the database does not answer.
pub async fn put_presets(connection: &mut AsyncPgConnection, presets: &[Preset]) -> Result<()> {
    struct Given<'a> {
        code: String,
        parent: Option<&'a str>,
        ru: &'a str,
        en: &'a str,
        position: i16,
    }
    let mut rows: Vec<Given<'_>> = Vec::new();
    for (head, position) in presets.iter().zip(1..=i16::MAX) {
        rows.push(Given { code: head.code.clone(), parent: None, ru: &head.ru, en: &head.en, position });
        rows.extend(head.causes.iter().zip(1..=i16::MAX).map(|(leaf, position)| Given {
            code: format!("{}.{}", head.code, leaf.code),
            parent: Some(&head.code),
            ru: &leaf.ru,
            en: &leaf.en,
            position,
        }));
    }
    diesel::sql_query(
        "INSERT INTO root_causes (code, parent_code, title_ru, title_en, position)
         SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::smallint[])
         ON CONFLICT (code) DO UPDATE
         SET title_ru = excluded.title_ru, title_en = excluded.title_en, position = excluded.position
         WHERE root_causes.changed_at IS NULL
           AND (root_causes.title_ru, root_causes.title_en, root_causes.position)
               <> (excluded.title_ru, excluded.title_en, excluded.position)",
    )
    .bind::<Array<Text>, _>(rows.iter().map(|row| row.code.as_str()).collect::<Vec<_>>())
    .bind::<Array<Nullable<Text>>, _>(rows.iter().map(|row| row.parent).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|row| row.ru).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|row| row.en).collect::<Vec<_>>())
    .bind::<Array<SmallInt>, _>(rows.iter().map(|row| row.position).collect::<Vec<_>>())
    .execute(connection)
    .await?;
    Ok(())
}

/// Adds one behind its siblings.
///
/// # Errors
/// When the database does not answer.
pub async fn add(connection: &mut AsyncPgConnection, cause: &RootCause, now: DateTime<Utc>) -> Result<()> {
    diesel::sql_query(
        "INSERT INTO root_causes (code, parent_code, title_ru, title_en, active, position, changed_at)
         SELECT $1, $2, $3, $4, true, coalesce(max(position), 0) + 1, $5
         FROM root_causes WHERE parent_code IS NOT DISTINCT FROM $2",
    )
    .bind::<Text, _>(&cause.code)
    .bind::<Nullable<Text>, _>(cause.parent.as_deref())
    .bind::<Text, _>(&cause.title.ru)
    .bind::<Text, _>(&cause.title.en)
    .bind::<Timestamptz, _>(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// Gives one other words.
///
/// # Errors
/// When the database does not answer.
pub async fn rename(
    connection: &mut AsyncPgConnection,
    code: &str,
    title: &Wording,
    now: DateTime<Utc>,
) -> Result<()> {
    diesel::update(root_causes::table.find(code))
        .set((
            root_causes::title_ru.eq(&title.ru),
            root_causes::title_en.eq(&title.en),
            root_causes::changed_at.eq(now),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// Switches one on or off.
///
/// # Errors
/// When the database does not answer.
pub async fn switch(
    connection: &mut AsyncPgConnection,
    code: &str,
    active: bool,
    now: DateTime<Utc>,
) -> Result<()> {
    diesel::update(root_causes::table.find(code))
        .set((root_causes::active.eq(active), root_causes::changed_at.eq(now)))
        .execute(connection)
        .await?;
    Ok(())
}

/// Puts siblings into this order; those that move count as changed.
///
/// # Errors
/// When the database does not answer.
pub async fn arrange(connection: &mut AsyncPgConnection, codes: &[&str], now: DateTime<Utc>) -> Result<()> {
    diesel::sql_query(
        "UPDATE root_causes c SET position = o.place, changed_at = $2
         FROM unnest($1::text[]) WITH ORDINALITY o (code, place)
         WHERE c.code = o.code AND c.position <> o.place",
    )
    .bind::<Array<Text>, _>(codes)
    .bind::<Timestamptz, _>(now)
    .execute(connection)
    .await?;
    Ok(())
}
