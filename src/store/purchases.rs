//! Purchases of one customer.

use bigdecimal::BigDecimal;
use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Nullable, Numeric, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Result, schema::purchases};

/// One purchase as pages tell it.
#[derive(Debug, Clone, QueryableByName)]
pub struct Bought {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Text)]
    pub external_id: String,
    #[diesel(sql_type = Timestamptz)]
    pub purchased_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub delivered_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Numeric)]
    pub amount: BigDecimal,
    #[diesel(sql_type = Text)]
    pub currency: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub store: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub category: Option<String>,
}

/// Where a page of purchases begins: after this one.
#[derive(Debug, Clone, Copy)]
pub struct After {
    pub purchased_at: DateTime<Utc>,
    pub id: i64,
}

/// The purchases of a customer, the newest first, from a place on.
///
/// # Errors
/// When the database does not answer.
pub async fn of_customer(
    connection: &mut AsyncPgConnection,
    customer: i64,
    after: Option<After>,
    limit: i64,
) -> Result<Vec<Bought>> {
    Ok(diesel::sql_query(
        "SELECT p.id, p.external_id, p.purchased_at, p.delivered_at, p.amount, p.currency, p.store, p.category
         FROM purchases p
         WHERE p.customer_id = $1 AND ($2 IS NULL OR (p.purchased_at, p.id) < ($2, $3))
         ORDER BY p.purchased_at DESC, p.id DESC LIMIT $4",
    )
    .bind::<BigInt, _>(customer)
    .bind::<Nullable<Timestamptz>, _>(after.map(|after| after.purchased_at))
    .bind::<BigInt, _>(after.map_or(0, |after| after.id))
    .bind::<BigInt, _>(limit)
    .load(connection)
    .await?)
}

/// All purchases of a customer in one currency.
#[derive(Debug, Clone, QueryableByName)]
pub struct Total {
    #[diesel(sql_type = Text)]
    pub currency: String,
    #[diesel(sql_type = Numeric)]
    pub amount: BigDecimal,
    #[diesel(sql_type = BigInt)]
    pub count: i64,
    #[diesel(sql_type = Timestamptz)]
    pub first_at: DateTime<Utc>,
}

/// The totals of a customer, a row a currency, the largest count first.
///
/// # Errors
/// When the database does not answer.
pub async fn totals(connection: &mut AsyncPgConnection, customer: i64) -> Result<Vec<Total>> {
    Ok(diesel::sql_query(
        "SELECT currency, sum(amount) AS amount, count(*) AS count, min(purchased_at) AS first_at
         FROM purchases WHERE customer_id = $1 GROUP BY currency ORDER BY count DESC, currency",
    )
    .bind::<BigInt, _>(customer)
    .load(connection)
    .await?)
}

/// The currency of the purchase that came in last.
///
/// # Errors
/// When the database does not answer.
pub async fn newest_currency(connection: &mut AsyncPgConnection) -> Result<Option<String>> {
    Ok(purchases::table
        .order(purchases::id.desc())
        .select(purchases::currency)
        .first(connection)
        .await
        .optional()?)
}
