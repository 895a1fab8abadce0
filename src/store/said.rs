//! What customers said in their own words: found by word forms, and taken apart into them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Bool, Nullable, SmallInt, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::TryStreamExt as _;

use super::{Result, statement::prepared};
use crate::domain::report::Place;

/// Writes what the answers with these ids are found by, or takes it out where they say nothing any more.
///
/// # Errors
/// When the database does not answer.
pub async fn refresh(connection: &mut AsyncPgConnection, answers: &[i64]) -> Result<()> {
    prepared(
        "WITH told AS (
             SELECT p.place, r.id, r.answered_at, p.said
             FROM responses r CROSS JOIN LATERAL (VALUES ('comment', r.comment), ('bring_back', r.bring_back)) p (place, said)
             WHERE r.id = ANY ($1) AND p.said <> '' AND r.withdrawn_at IS NULL
         ), gone AS (
             DELETE FROM said_words w WHERE w.place IN ('comment', 'bring_back') AND w.id = ANY ($1)
               AND NOT EXISTS (SELECT FROM told t WHERE t.place = w.place AND t.id = w.id)
         )
         INSERT INTO said_words AS w (place, id, said_at, words)
         SELECT place, id, answered_at, forms_of_words(said) FROM told
         ON CONFLICT (place, id) DO UPDATE SET said_at = excluded.said_at, words = excluded.words
         WHERE (w.said_at, w.words) IS DISTINCT FROM (excluded.said_at, excluded.words)",
    )
    .bind::<Array<BigInt>, _>(answers)
    .execute(connection)
    .await?;
    Ok(())
}

/// The same for all answers from a moment to before another.
///
/// # Errors
/// When the database does not answer.
pub async fn refresh_between(
    connection: &mut AsyncPgConnection,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<()> {
    prepared(
        "DELETE FROM said_words WHERE place IN ('comment', 'bring_back') AND said_at >= $1 AND said_at < $2",
    )
    .bind::<Timestamptz, _>(from)
    .bind::<Timestamptz, _>(to)
    .execute(connection)
    .await?;
    prepared(
        "INSERT INTO said_words AS w (place, id, said_at, words)
         SELECT p.place, r.id, r.answered_at, forms_of_words(p.said)
         FROM responses r CROSS JOIN LATERAL (VALUES ('comment', r.comment), ('bring_back', r.bring_back)) p (place, said)
         WHERE r.answered_at >= $1 AND r.answered_at < $2 AND p.said <> '' AND r.withdrawn_at IS NULL
         ON CONFLICT (place, id) DO UPDATE SET said_at = excluded.said_at, words = excluded.words",
    )
    .bind::<Timestamptz, _>(from)
    .bind::<Timestamptz, _>(to)
    .execute(connection)
    .await?;
    Ok(())
}

/// Words that are looked for, as the database understands them.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Sought {
    /// Empty: nothing but words that everybody uses.
    #[diesel(sql_type = Text)]
    pub query: String,
    /// For marking them.
    #[diesel(sql_type = Array<Text>)]
    pub stems: Vec<String>,
}

/// Reads what was typed: word forms of Russian and English, quotes and a minus as everywhere.
///
/// # Errors
/// When the database does not answer.
pub async fn sought(connection: &mut AsyncPgConnection, typed: &str) -> Result<Sought> {
    Ok(prepared(
        "SELECT CASE WHEN querytree(q) IN ('', 'T') THEN '' ELSE q::text END AS query,
                tsvector_to_array(forms_of_words($1)) AS stems
         FROM websearch_to_tsquery('pg_catalog.russian', translate($1, 'ёЁ', 'еЕ')) AS q",
    )
    .bind::<Text, _>(typed)
    .get_result(connection)
    .await?)
}

/// Which of these texts have the words.
///
/// # Errors
/// When the database does not answer.
pub async fn having(
    connection: &mut AsyncPgConnection,
    place: Place,
    ids: &[i64],
    query: &str,
) -> Result<Vec<i64>> {
    Ok(ids_of(
        prepared(
            "SELECT w.id FROM said_words w JOIN unnest($2) AS wanted (id) ON wanted.id = w.id
             WHERE w.place = $1 AND w.words @@ $3::tsquery",
        )
        .bind::<Text, _>(place.code())
        .bind::<Array<BigInt>, _>(ids)
        .bind::<Text, _>(query)
        .get_results(connection)
        .await?,
    ))
}

/// Texts with the words, by the index over words: at most so many, in no order.
///
/// # Errors
/// When the database does not answer.
pub async fn indexed(
    connection: &mut AsyncPgConnection,
    place: Place,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
    query: &str,
    most: i64,
) -> Result<Vec<i64>> {
    Ok(ids_of(
        prepared(
            "SELECT w.id FROM said_words w
             WHERE w.words @@ $2::tsquery AND w.place = $1 AND w.said_at >= $3 AND w.said_at < $4 LIMIT $5",
        )
        .bind::<Text, _>(place.code())
        .bind::<Text, _>(query)
        .bind::<Timestamptz, _>(from)
        .bind::<Timestamptz, _>(to)
        .bind::<BigInt, _>(most)
        .get_results(connection)
        .await?,
    ))
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

fn ids_of(rows: Vec<Id>) -> Vec<i64> {
    rows.into_iter().map(|row| row.id).collect()
}

/// The values that are counted of the dimensions that customers have; none: all.
#[derive(Debug, Clone, Default)]
pub struct Among<'a> {
    pub language: Option<&'a [String]>,
    pub segment: Option<&'a [String]>,
    pub value_class: Option<&'a [String]>,
    pub manager: Option<&'a [String]>,
    pub channel: Option<&'a [String]>,
}

/// Notes on departures, the newest first: at most so many.
///
/// # Errors
/// When the database does not answer.
pub async fn departures(
    connection: &mut AsyncPgConnection,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
    among: &Among<'_>,
    most: i64,
) -> Result<Vec<i64>> {
    Ok(ids_of(
        prepared(
            "SELECT w.id FROM said_words w
             JOIN departures d ON d.id = w.id JOIN customers c ON c.id = d.customer_id
             WHERE w.place = 'departure' AND w.said_at >= $1 AND w.said_at < $2
               AND ($3::text[] IS NULL OR coalesce(d.language, '') = ANY ($3))
               AND ($4::text[] IS NULL OR coalesce(c.segment, '') = ANY ($4))
               AND ($5::text[] IS NULL OR coalesce(c.value_class, '') = ANY ($5))
               AND ($6::text[] IS NULL OR coalesce(c.manager, '') = ANY ($6))
               AND ($7::text[] IS NULL OR coalesce(c.channel, '') = ANY ($7))
             ORDER BY w.said_at DESC, w.id DESC LIMIT $8",
        )
        .bind::<Timestamptz, _>(from)
        .bind::<Timestamptz, _>(to)
        .bind::<Nullable<Array<Text>>, _>(among.language)
        .bind::<Nullable<Array<Text>>, _>(among.segment)
        .bind::<Nullable<Array<Text>>, _>(among.value_class)
        .bind::<Nullable<Array<Text>>, _>(among.manager)
        .bind::<Nullable<Array<Text>>, _>(among.channel)
        .bind::<BigInt, _>(most)
        .get_results(connection)
        .await?,
    ))
}

/// Something that a customer said, with what stands around it.
#[derive(Debug, Clone, QueryableByName)]
pub struct Said {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    pub words: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub kind: Option<String>,
    #[diesel(sql_type = Nullable<SmallInt>)]
    pub nps: Option<i16>,
    #[diesel(sql_type = Nullable<Text>)]
    pub store: Option<String>,
    #[diesel(sql_type = Text)]
    pub customer: String,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Bool)]
    pub erased: bool,
}

/// What was said in these places, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn texts(connection: &mut AsyncPgConnection, place: Place, ids: &[i64]) -> Result<Vec<Said>> {
    let statement = match place {
        Place::Comment => TEXTS_OF_COMMENTS,
        Place::BringBack => TEXTS_OF_WISHES,
        Place::Departure => TEXTS_OF_DEPARTURES,
    };
    Ok(prepared(statement).bind::<Array<BigInt>, _>(ids).get_results(connection).await?)
}

macro_rules! of_answers {
    ($said:literal) => {
        concat!(
            "SELECT r.id, r.answered_at AS at, r.",
            $said,
            " AS words, r.kind, r.nps, r.store, c.external_id AS customer, c.name, c.erased_at IS NOT NULL AS erased
             FROM responses r JOIN customers c ON c.id = r.customer_id
             WHERE r.id = ANY ($1) AND r.withdrawn_at IS NULL AND r.",
            $said,
            " <> '' ORDER BY r.answered_at DESC, r.id DESC"
        )
    };
}

const TEXTS_OF_COMMENTS: &str = of_answers!("comment");
const TEXTS_OF_WISHES: &str = of_answers!("bring_back");
const TEXTS_OF_DEPARTURES: &str = "SELECT d.id, d.left_at AS at, d.comment AS words, NULL::text AS kind,
        NULL::smallint AS nps, NULL::text AS store, c.external_id AS customer, c.name, c.erased_at IS NOT NULL AS erased
 FROM departures d JOIN customers c ON c.id = d.customer_id
 WHERE d.id = ANY ($1) AND d.comment <> '' ORDER BY d.left_at DESC, d.id DESC";

/// Shows each of these texts as its word forms with their places, as the database writes them: `'достав':1,4 'курьер':2`.
///
/// # Errors
/// When the database does not answer.
pub async fn forms(
    connection: &mut AsyncPgConnection,
    place: Place,
    ids: &[i64],
    mut see: impl FnMut(i64, &str),
) -> Result<()> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        id: i64,
        #[diesel(sql_type = Text)]
        words: String,
    }
    let mut rows = prepared(
        "SELECT w.id, w.words::text AS words FROM said_words w JOIN unnest($2) AS wanted (id) ON wanted.id = w.id
         WHERE w.place = $1",
    )
    .bind::<Text, _>(place.code())
    .bind::<Array<BigInt>, _>(ids)
    .load_stream::<Row>(connection)
    .await?;
    while let Some(row) = rows.try_next().await? {
        see(row.id, &row.words);
    }
    Ok(())
}

/// The form that each of these words has in the index; those that it leaves out are absent.
///
/// # Errors
/// When the database does not answer.
pub async fn stems(connection: &mut AsyncPgConnection, words: &[String]) -> Result<BTreeMap<String, String>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        word: String,
        #[diesel(sql_type = Nullable<Text>)]
        stem: Option<String>,
    }
    let rows: Vec<Row> = prepared(
        "SELECT word, (tsvector_to_array(forms_of_words(word)))[1] AS stem FROM unnest($1) AS w (word)",
    )
    .bind::<Array<Text>, _>(words)
    .get_results(connection)
    .await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.word, row.stem?))).collect())
}
