//! When one customer bought, as the definition of 'inactive' counts it.

use chrono::{DateTime, Utc};
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Nullable, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::super::Result;

/// A customer's purchases as the rule of silence counts them; returns are none.
#[derive(Debug, Clone, Copy, QueryableByName)]
pub struct Buying {
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub first: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub last: Option<DateTime<Utc>>,
    #[diesel(sql_type = BigInt)]
    pub purchases: i64,
}

/// When a customer first and last bought, and how often.
///
/// # Errors
/// When the database does not answer.
pub async fn buying(connection: &mut AsyncPgConnection, customer: i64) -> Result<Buying> {
    Ok(diesel::sql_query(
        "SELECT min(purchased_at) AS first, max(purchased_at) AS last, count(*) AS purchases
         FROM purchases WHERE customer_id = $1 AND amount >= 0",
    )
    .bind::<BigInt, _>(customer)
    .get_result(connection)
    .await?)
}
