//! Complaints as the lists behind a figure show them: a number, days, a state, what it is about; no customer.

use chrono::{DateTime, Utc};
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Nullable, SmallInt, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Result, statement::prepared};

/// One complaint.
#[derive(Debug, Clone, QueryableByName)]
pub struct Complained {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Timestamptz)]
    pub opened_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub resolved_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Text)]
    pub state: String,
    #[diesel(sql_type = SmallInt)]
    pub severity: i16,
    #[diesel(sql_type = Nullable<Text>)]
    pub subject: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub root_cause: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub store: Option<String>,
}

/// The complaints with these ids, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn with_ids(connection: &mut AsyncPgConnection, ids: &[i64]) -> Result<Vec<Complained>> {
    Ok(prepared(
        "SELECT k.id, k.opened_at, k.resolved_at, k.state, k.severity, k.subject, k.root_cause,
                coalesce(r.store, p.store) AS store
         FROM complaints k
         LEFT JOIN purchases p ON p.id = k.purchase_id
         LEFT JOIN responses r ON r.id = k.response_id
         WHERE k.id = ANY ($1)
         ORDER BY k.opened_at DESC, k.id DESC",
    )
    .bind::<Array<BigInt>, _>(ids)
    .get_results(connection)
    .await?)
}
