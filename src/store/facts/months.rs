//! The sums of each month: of all its facts, and by each value of each dimension.

use chrono::NaiveDate;
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Date, Nullable, Text},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    domain::{facts::Subject, period::Period},
    store::{Result, statement::prepared},
};

/// One sum.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Sum {
    #[diesel(sql_type = Text)]
    pub measure: String,
    /// Empty: of all facts.
    #[diesel(sql_type = Text)]
    pub dimension: String,
    #[diesel(sql_type = Text)]
    pub word: String,
    #[diesel(sql_type = Date)]
    pub month: NaiveDate,
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = Array<BigInt>)]
    pub sums: Vec<i64>,
}

/// Sums of one dimension (empty: of all facts) over months that begin in a period, of some of its words or of all.
///
/// # Errors
/// When the database does not answer.
pub async fn read(
    connection: &mut AsyncPgConnection,
    subject: Subject,
    measures: &[String],
    dimension: &str,
    words: Option<&[String]>,
    period: Period,
) -> Result<Vec<Sum>> {
    Ok(prepared(
        "SELECT measure, dimension, word, month, kind, sums FROM fact_months
         WHERE subject = $1 AND measure = ANY ($2) AND dimension = $3 AND ($4::text[] IS NULL OR word = ANY ($4))
           AND month >= $5 AND month < $6",
    )
    .bind::<Text, _>(subject.code())
    .bind::<Array<Text>, _>(measures)
    .bind::<Text, _>(dimension)
    .bind::<Nullable<Array<Text>>, _>(words)
    .bind::<Date, _>(period.from())
    .bind::<Date, _>(period.to())
    .get_results(connection)
    .await?)
}

/// Adds to the sums that are there. One that comes to nothing is taken out.
///
/// # Errors
/// When the database does not answer.
pub async fn add(connection: &mut AsyncPgConnection, subject: Subject, sums: &[Sum]) -> Result<()> {
    const AT_ONCE: usize = 5_000;
    for sums in sums.chunks(AT_ONCE) {
        prepared(
            "INSERT INTO fact_months AS m (subject, measure, dimension, word, month, kind, sums)
             SELECT $1, measure, dimension, word, month, kind, sums::bigint[]
             FROM unnest($2, $3, $4, $5, $6, $7) AS new (measure, dimension, word, month, kind, sums)
             ON CONFLICT (subject, measure, dimension, word, month, kind)
             DO UPDATE SET sums = vector_sum(m.sums, excluded.sums)",
        )
        .bind::<Text, _>(subject.code())
        .bind::<Array<Text>, _>(column(sums, |sum| &sum.measure))
        .bind::<Array<Text>, _>(column(sums, |sum| &sum.dimension))
        .bind::<Array<Text>, _>(column(sums, |sum| &sum.word))
        .bind::<Array<Date>, _>(sums.iter().map(|sum| sum.month).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(column(sums, |sum| &sum.kind))
        .bind::<Array<Text>, _>(sums.iter().map(|sum| written(&sum.sums)).collect::<Vec<_>>())
        .execute(connection)
        .await?;
        let lessened: Vec<&Sum> =
            sums.iter().filter(|sum| sum.sums.iter().any(|number| *number < 0)).collect();
        if lessened.is_empty() {
            continue;
        }
        prepared(
            "DELETE FROM fact_months m USING unnest($2, $3, $4, $5, $6) AS less (measure, dimension, word, month, kind)
             WHERE m.subject = $1 AND m.measure = less.measure AND m.dimension = less.dimension
               AND m.word = less.word AND m.month = less.month AND m.kind = less.kind AND 0 = ALL (m.sums)",
        )
        .bind::<Text, _>(subject.code())
        .bind::<Array<Text>, _>(lessened.iter().map(|sum| sum.measure.as_str()).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(lessened.iter().map(|sum| sum.dimension.as_str()).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(lessened.iter().map(|sum| sum.word.as_str()).collect::<Vec<_>>())
        .bind::<Array<Date>, _>(lessened.iter().map(|sum| sum.month).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(lessened.iter().map(|sum| sum.kind.as_str()).collect::<Vec<_>>())
        .execute(connection)
        .await?;
    }
    Ok(())
}

/// Takes out all sums of the months that begin in a period.
///
/// # Errors
/// When the database does not answer.
pub async fn clear(connection: &mut AsyncPgConnection, subject: Subject, period: Period) -> Result<()> {
    prepared("DELETE FROM fact_months WHERE subject = $1 AND month >= $2 AND month < $3")
        .bind::<Text, _>(subject.code())
        .bind::<Date, _>(period.from())
        .bind::<Date, _>(period.to())
        .execute(connection)
        .await?;
    Ok(())
}

fn column(sums: &[Sum], of: impl Fn(&Sum) -> &String) -> Vec<&str> {
    sums.iter().map(|sum| of(sum).as_str()).collect()
}

/// An array as PostgreSQL reads it.
fn written(numbers: &[i64]) -> String {
    let numbers: Vec<String> = numbers.iter().map(i64::to_string).collect();
    format!("{{{}}}", numbers.join(","))
}

/// A value of a dimension that facts have.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Word {
    #[diesel(sql_type = Text)]
    pub dimension: String,
    #[diesel(sql_type = Text)]
    pub word: String,
}

/// The values that facts have of some dimensions, in order, at most `most` of each: from one to the next by the index.
///
/// # Errors
/// When the database does not answer.
pub async fn words(
    connection: &mut AsyncPgConnection,
    subject: Subject,
    dimensions: &[&str],
    most: i64,
) -> Result<Vec<Word>> {
    Ok(prepared(
        "WITH RECURSIVE known AS (
             SELECT dimension, 1::bigint AS place,
                    (SELECT min(m.word) FROM fact_months m
                     WHERE m.subject = $1 AND m.measure = 'count' AND m.dimension = d.dimension) AS word
             FROM unnest($2) AS d (dimension)
             UNION ALL
             SELECT k.dimension, k.place + 1,
                    (SELECT min(m.word) FROM fact_months m
                     WHERE m.subject = $1 AND m.measure = 'count' AND m.dimension = k.dimension AND m.word > k.word)
             FROM known k WHERE k.word IS NOT NULL AND k.place < $3
         )
         SELECT dimension, word FROM known WHERE word IS NOT NULL ORDER BY dimension, place",
    )
    .bind::<Text, _>(subject.code())
    .bind::<Array<Text>, _>(dimensions)
    .bind::<BigInt, _>(most)
    .get_results(connection)
    .await?)
}
