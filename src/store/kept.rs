//! What 'kept after a complaint' is told from: how complaints ended, when answers were given, what was bought afterwards.
//! Every query is of named rows: complaints, answers and customers, each found by an index.

use bigdecimal::BigDecimal;
use chrono::{DateTime, Utc};
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Bool, Integer, Nullable, Numeric, SmallInt, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Result, statement::prepared};

/// How a complaint ended, if it did.
#[derive(Debug, Clone, QueryableByName)]
pub struct Ended {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = BigInt)]
    pub customer_id: i64,
    #[diesel(sql_type = Nullable<Text>)]
    pub value_class: Option<String>,
    #[diesel(sql_type = Timestamptz)]
    pub opened_at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    pub state: String,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub resolved_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Text>)]
    pub resolution: Option<String>,
    /// The customer was asked, and said that it is not solved.
    #[diesel(sql_type = Bool)]
    pub denied: bool,
}

/// The complaints of these ids that are no duplicates, in the order of their opening.
///
/// # Errors
/// When the database does not answer.
pub async fn complaints(connection: &mut AsyncPgConnection, ids: &[i64]) -> Result<Vec<Ended>> {
    Ok(prepared(
        "SELECT k.id, k.customer_id, c.value_class, k.opened_at, k.state, k.resolved_at, k.resolution,
                EXISTS (SELECT FROM invitations i JOIN responses r ON r.invitation_id = i.id
                        WHERE i.complaint_id = k.id AND i.kind = 'resolution' AND r.solved = false
                          AND r.withdrawn_at IS NULL) AS denied
         FROM complaints k JOIN customers c ON c.id = k.customer_id
         WHERE k.id = ANY ($1) AND k.state <> 'duplicate'
         ORDER BY k.opened_at, k.id",
    )
    .bind::<Array<BigInt>, _>(ids)
    .get_results(connection)
    .await?)
}

/// An answer, by whom and when.
#[derive(Debug, Clone, QueryableByName)]
pub struct Given {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = BigInt)]
    pub customer_id: i64,
    #[diesel(sql_type = Nullable<Text>)]
    pub value_class: Option<String>,
    #[diesel(sql_type = Timestamptz)]
    pub answered_at: DateTime<Utc>,
}

/// The answers of these ids that are not withdrawn.
///
/// # Errors
/// When the database does not answer.
pub async fn answers(connection: &mut AsyncPgConnection, ids: &[i64]) -> Result<Vec<Given>> {
    Ok(prepared(
        "SELECT r.id, r.customer_id, c.value_class, r.answered_at
         FROM responses r JOIN customers c ON c.id = r.customer_id
         WHERE r.id = ANY ($1) AND r.withdrawn_at IS NULL
         ORDER BY r.answered_at, r.id",
    )
    .bind::<Array<BigInt>, _>(ids)
    .get_results(connection)
    .await?)
}

/// What a customer bought in one currency.
#[derive(Debug, Clone, QueryableByName)]
pub struct Bought {
    #[diesel(sql_type = BigInt)]
    pub customer_id: i64,
    #[diesel(sql_type = Text)]
    pub currency: String,
    /// Purchases; returns are none.
    #[diesel(sql_type = BigInt)]
    pub purchases: i64,
    /// What was paid, less what was brought back.
    #[diesel(sql_type = Numeric)]
    pub paid: BigDecimal,
}

/// What each customer bought after their moment, in so many days.
///
/// # Errors
/// When the database does not answer.
pub async fn bought(
    connection: &mut AsyncPgConnection,
    customers: &[i64],
    moments: &[DateTime<Utc>],
    days: i32,
) -> Result<Vec<Bought>> {
    Ok(prepared(
        "SELECT m.customer_id, p.currency, count(*) FILTER (WHERE p.amount > 0) AS purchases, sum(p.amount) AS paid
         FROM unnest($1, $2) AS m (customer_id, at)
         CROSS JOIN LATERAL (
             SELECT currency, amount FROM purchases
             WHERE customer_id = m.customer_id AND purchased_at > m.at
               AND purchased_at <= m.at + make_interval(days => $3)
             OFFSET 0) p
         GROUP BY m.customer_id, p.currency",
    )
    .bind::<Array<BigInt>, _>(customers)
    .bind::<Array<Timestamptz>, _>(moments)
    .bind::<Integer, _>(days)
    .get_results(connection)
    .await?)
}

/// At or under which rating a customer is dissatisfied.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Threshold {
    #[diesel(sql_type = BigInt)]
    pub version: i64,
    #[diesel(sql_type = Text)]
    pub parameter: String,
    #[diesel(sql_type = SmallInt)]
    pub low: i16,
    #[diesel(sql_type = SmallInt)]
    pub high: i16,
    #[diesel(sql_type = SmallInt)]
    pub threshold: i16,
}

/// The thresholds of all versions of all questionnaires.
///
/// # Errors
/// When the database does not answer.
pub async fn thresholds(connection: &mut AsyncPgConnection) -> Result<Vec<Threshold>> {
    Ok(prepared(
        "SELECT v.id AS version, p.code AS parameter, v.scale_low AS low, v.scale_high AS high, p.threshold
         FROM questionnaire_versions v
         CROSS JOIN LATERAL jsonb_to_recordset(
             CASE jsonb_typeof(v.definition -> 'parameters') WHEN 'array' THEN v.definition -> 'parameters' ELSE '[]' END)
             AS p (code text, threshold smallint)
         WHERE p.code IS NOT NULL AND p.threshold IS NOT NULL
         ORDER BY v.id",
    )
    .get_results(connection)
    .await?)
}
