//! What was decided about asking one customer, by kind of survey, and what came of it.

use chrono::{DateTime, Utc};
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::super::Result;

/// The newest invitation and the newest decision of one kind.
#[derive(Debug, Clone, QueryableByName)]
pub struct KindTold {
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub decision: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub reason: Option<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub decided_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub reconsider_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub send_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub expires_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub sent_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub handed_out_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub answered_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub revoked_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub complaint_id: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    pub letter_state: Option<String>,
}

/// How asking a customer stands, a row a kind in the order given.
///
/// # Errors
/// When the database does not answer.
pub async fn by_kind(
    connection: &mut AsyncPgConnection,
    customer: i64,
    kinds: &[&str],
) -> Result<Vec<KindTold>> {
    Ok(diesel::sql_query(
        "SELECT k.kind, d.decision, d.reason, d.decided_at, d.reconsider_at,
                i.send_at, i.expires_at, i.sent_at, i.handed_out_at, i.answered_at, i.revoked_at, i.complaint_id,
                l.state AS letter_state
         FROM unnest($2::text[]) WITH ORDINALITY AS k (kind, place)
         LEFT JOIN LATERAL (SELECT * FROM invitation_decisions d WHERE d.customer_id = $1 AND d.kind = k.kind
                            ORDER BY d.decided_at DESC, d.id DESC LIMIT 1) d ON true
         LEFT JOIN LATERAL (SELECT * FROM invitations i WHERE i.customer_id = $1 AND i.kind = k.kind
                            ORDER BY i.send_at DESC, i.id DESC LIMIT 1) i ON true
         LEFT JOIN letters l ON l.invitation_id = i.id AND l.kind = 'invitation'
         ORDER BY k.place",
    )
    .bind::<BigInt, _>(customer)
    .bind::<Array<Text>, _>(kinds)
    .load(connection)
    .await?)
}

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
