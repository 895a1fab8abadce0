//! Who bought in a period, and who of them was asked and answered.

use chrono::{DateTime, Utc};
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Result, statement::prepared};

/// The buyers of one value of a dimension.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Group {
    /// `segment`, `value_class` or `store`.
    #[diesel(sql_type = Text)]
    pub dimension: String,
    /// Empty: they have none.
    #[diesel(sql_type = Text)]
    pub word: String,
    #[diesel(sql_type = BigInt)]
    pub bought: i64,
    #[diesel(sql_type = BigInt)]
    pub asked: i64,
    #[diesel(sql_type = BigInt)]
    pub answered: i64,
}

/// The values that are counted of the dimensions that buyers have; none: all.
#[derive(Debug, Clone, Default)]
pub struct Among<'a> {
    pub store: Option<&'a [String]>,
    pub category: Option<&'a [String]>,
    pub segment: Option<&'a [String]>,
    pub value_class: Option<&'a [String]>,
    pub manager: Option<&'a [String]>,
    pub channel: Option<&'a [String]>,
}

/// Counts the customers who bought from a moment to before another, by segment, value class and the store of their last
/// purchase in that time, and how many of them are among those who were asked, and who answered.
///
/// # Errors
/// When the database does not answer.
pub async fn groups(
    connection: &mut AsyncPgConnection,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
    among: &Among<'_>,
    asked: &[i64],
    answered: &[i64],
) -> Result<Vec<Group>> {
    Ok(prepared(
        "WITH buyers AS (
             SELECT DISTINCT ON (p.customer_id) p.customer_id, coalesce(p.store, '') AS store
             FROM purchases p
             WHERE p.purchased_at >= $1 AND p.purchased_at < $2
               AND ($3::text[] IS NULL OR coalesce(p.store, '') = ANY ($3))
               AND ($4::text[] IS NULL OR coalesce(p.category, '') = ANY ($4))
             ORDER BY p.customer_id, p.purchased_at DESC, p.id DESC
         ), known AS (
             SELECT b.store, coalesce(c.segment, '') AS segment, coalesce(c.value_class, '') AS value_class,
                    a.id IS NOT NULL AS asked, w.id IS NOT NULL AS answered
             FROM buyers b
             JOIN customers c ON c.id = b.customer_id AND c.standing = 'customer'
             LEFT JOIN unnest($9) AS a (id) ON a.id = b.customer_id
             LEFT JOIN unnest($10) AS w (id) ON w.id = b.customer_id
             WHERE ($5::text[] IS NULL OR coalesce(c.segment, '') = ANY ($5))
               AND ($6::text[] IS NULL OR coalesce(c.value_class, '') = ANY ($6))
               AND ($7::text[] IS NULL OR coalesce(c.manager, '') = ANY ($7))
               AND ($8::text[] IS NULL OR coalesce(c.channel, '') = ANY ($8))
         )
         SELECT CASE WHEN grouping(segment) = 0 THEN 'segment' WHEN grouping(value_class) = 0 THEN 'value_class'
                     ELSE 'store' END AS dimension,
                coalesce(segment, value_class, store) AS word, count(*) AS bought,
                count(*) FILTER (WHERE asked) AS asked, count(*) FILTER (WHERE answered) AS answered
         FROM known GROUP BY GROUPING SETS ((segment), (value_class), (store))",
    )
    .bind::<Timestamptz, _>(from)
    .bind::<Timestamptz, _>(to)
    .bind::<Nullable<Array<Text>>, _>(among.store)
    .bind::<Nullable<Array<Text>>, _>(among.category)
    .bind::<Nullable<Array<Text>>, _>(among.segment)
    .bind::<Nullable<Array<Text>>, _>(among.value_class)
    .bind::<Nullable<Array<Text>>, _>(among.manager)
    .bind::<Nullable<Array<Text>>, _>(among.channel)
    .bind::<Array<BigInt>, _>(asked)
    .bind::<Array<BigInt>, _>(answered)
    .get_results(connection)
    .await?)
}
