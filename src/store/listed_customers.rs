//! Customers as lists of those behind a figure show them.

use bigdecimal::BigDecimal;
use chrono::{DateTime, Utc};
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Nullable, Numeric, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Result, statement::prepared};

/// A customer with all they bought.
#[derive(Debug, Clone, QueryableByName)]
pub struct Shown {
    #[diesel(sql_type = Text)]
    pub external_id: String,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub segment: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub manager: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub value_class: Option<String>,
    /// Purchases, without returns.
    #[diesel(sql_type = BigInt)]
    pub purchases: i64,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub first_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub last_at: Option<DateTime<Utc>>,
    /// In each currency, returns taken off.
    #[diesel(sql_type = Array<Text>)]
    pub currencies: Vec<String>,
    #[diesel(sql_type = Array<Numeric>)]
    pub revenues: Vec<BigDecimal>,
}

/// The customers with these ids, in their order.
///
/// # Errors
/// When the database does not answer.
pub async fn with_ids(connection: &mut AsyncPgConnection, ids: &[i64]) -> Result<Vec<Shown>> {
    Ok(prepared(
        "SELECT c.external_id, c.name, c.segment, c.manager, c.value_class,
                coalesce(sum(p.count), 0)::bigint AS purchases, min(p.first_at) AS first_at, max(p.last_at) AS last_at,
                coalesce(array_agg(p.currency ORDER BY p.currency) FILTER (WHERE p.currency IS NOT NULL), '{}')
                    AS currencies,
                coalesce(array_agg(p.revenue ORDER BY p.currency) FILTER (WHERE p.currency IS NOT NULL), '{}')
                    AS revenues
         FROM unnest($1) WITH ORDINALITY AS asked (id, place)
         JOIN customers c ON c.id = asked.id
         LEFT JOIN LATERAL (
             SELECT currency, count(*) FILTER (WHERE amount > 0) AS count, sum(amount) AS revenue,
                    min(purchased_at) FILTER (WHERE amount > 0) AS first_at,
                    max(purchased_at) FILTER (WHERE amount > 0) AS last_at
             FROM purchases WHERE customer_id = c.id GROUP BY currency
         ) p ON true
         GROUP BY asked.place, c.id ORDER BY asked.place",
    )
    .bind::<Array<BigInt>, _>(ids)
    .get_results(connection)
    .await?)
}
