//! Answers as lists show them, with what stands around each.

use chrono::{DateTime, Utc};
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Nullable, SmallInt, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Result, statement::prepared};

/// One answer with what stands around it.
#[derive(Debug, Clone, QueryableByName)]
pub struct Answered {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Timestamptz)]
    pub answered_at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = BigInt)]
    pub version_id: i64,
    #[diesel(sql_type = Nullable<SmallInt>)]
    pub nps: Option<i16>,
    #[diesel(sql_type = Nullable<SmallInt>)]
    pub satisfaction: Option<i16>,
    #[diesel(sql_type = Array<Nullable<SmallInt>>)]
    pub ratings: Vec<Option<i16>>,
    #[diesel(sql_type = Nullable<Text>)]
    pub comment: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub store: Option<String>,
    #[diesel(sql_type = Text)]
    pub customer: String,
    /// The newest complaint that this answer opened or joined.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub complaint: Option<i64>,
}

/// The answers with these ids, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn with_ids(connection: &mut AsyncPgConnection, ids: &[i64]) -> Result<Vec<Answered>> {
    Ok(prepared(
        "SELECT r.id, r.answered_at, r.kind, r.version_id, r.nps, r.satisfaction, r.ratings, r.comment, r.store,
                c.external_id AS customer,
                (SELECT k.id FROM complaints k
                 WHERE k.customer_id = r.customer_id
                   AND (k.response_id = r.id OR EXISTS (
                        SELECT FROM complaint_events e WHERE e.complaint_id = k.id AND e.response_id = r.id))
                 ORDER BY k.id DESC LIMIT 1) AS complaint
         FROM responses r JOIN customers c ON c.id = r.customer_id
         WHERE r.id = ANY ($1)
         ORDER BY r.answered_at DESC, r.id DESC",
    )
    .bind::<Array<BigInt>, _>(ids)
    .get_results(connection)
    .await?)
}

/// What of an answer stands in no fact: its moment, its words, who gave it.
#[derive(Debug, Clone, QueryableByName)]
pub struct Said {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Timestamptz)]
    pub answered_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Text>)]
    pub comment: Option<String>,
    #[diesel(sql_type = Text)]
    pub customer: String,
}

/// That of the answers with these ids, in any order.
///
/// # Errors
/// When the database does not answer.
pub async fn texts(connection: &mut AsyncPgConnection, ids: &[i64]) -> Result<Vec<Said>> {
    Ok(prepared(
        "SELECT r.id, r.answered_at, r.comment, c.external_id AS customer
         FROM responses r JOIN customers c ON c.id = r.customer_id WHERE r.id = ANY ($1)",
    )
    .bind::<Array<BigInt>, _>(ids)
    .get_results(connection)
    .await?)
}
