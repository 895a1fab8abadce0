//! Invitations as lists show them.

use chrono::{DateTime, Utc};
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Result, statement::prepared};

/// One invitation with what became of it.
#[derive(Debug, Clone, QueryableByName)]
pub struct Invited {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = Text)]
    pub road: String,
    #[diesel(sql_type = Timestamptz)]
    pub send_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub sent_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Bool)]
    pub bounced: bool,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub opened_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub started_at: Option<DateTime<Utc>>,
    /// Of an answer that stands.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub answered_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub withdrawn_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub reminded_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub revoked_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Text>)]
    pub store: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub segment: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub value_class: Option<String>,
    #[diesel(sql_type = Text)]
    pub customer: String,
}

/// The invitations with these ids, the latest due first.
///
/// # Errors
/// When the database does not answer.
pub async fn with_ids(connection: &mut AsyncPgConnection, ids: &[i64]) -> Result<Vec<Invited>> {
    Ok(prepared(
        "SELECT i.id, i.kind, i.road, i.send_at, least(i.sent_at, i.handed_out_at) AS sent_at,
                coalesce(l.bounced_at IS NOT NULL, false) AS bounced, i.opened_at, k.started_at,
                CASE WHEN r.withdrawn_at IS NULL THEN r.answered_at END AS answered_at, r.withdrawn_at,
                i.reminded_at, i.revoked_at, coalesce(p.store, r.store) AS store, c.segment, c.value_class,
                c.external_id AS customer
         FROM invitations i
         JOIN customers c ON c.id = i.customer_id
         LEFT JOIN purchases p ON p.id = i.purchase_id
         LEFT JOIN responses r ON r.invitation_id = i.id
         LEFT JOIN letters l ON l.invitation_id = i.id AND l.kind = 'invitation'
         LEFT JOIN partial_answers k ON k.invitation_id = i.id AND k.discarded_at IS NULL
         WHERE i.id = ANY ($1)
         ORDER BY i.send_at DESC, i.id DESC",
    )
    .bind::<Array<BigInt>, _>(ids)
    .get_results(connection)
    .await?)
}
