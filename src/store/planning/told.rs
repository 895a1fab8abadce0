//! What was decided about the subjects of one customer, and what came of it.

use chrono::{DateTime, Utc};
use diesel::sql_types::{Array, BigInt, Nullable, Text, Timestamptz};
use diesel::{QueryableByName, sql_query};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Id, Subject};
use crate::{domain::questionnaire::SurveyKind, store::Result};

/// One subject with the newest decision about it and its newest invitation.
#[derive(Debug, Clone, QueryableByName)]
pub struct Told {
    #[diesel(sql_type = BigInt)]
    pub subject_id: i64,
    #[diesel(sql_type = Nullable<Text>)]
    pub decision: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub reason: Option<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub decided_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub reconsider_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub invitation_id: Option<i64>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub send_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub expires_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub sent_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub handed_out_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub opened_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub reminded_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub answered_at: Option<DateTime<Utc>>,
    /// When the answer was taken back by who gave it.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub withdrawn_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub revoked_at: Option<DateTime<Utc>>,
    /// Of the invitation's letter, where it has one.
    #[diesel(sql_type = Nullable<Text>)]
    pub letter_state: Option<String>,
}

/// What a customer may be asked about by a kind, the newest first; their purchases are listed by their own page.
///
/// # Errors
/// When the database does not answer.
pub async fn subjects_of(
    connection: &mut AsyncPgConnection,
    kind: SurveyKind,
    customer: i64,
    limit: i64,
) -> Result<Vec<i64>> {
    let query = match Subject::of(kind) {
        Subject::Customer => return Ok(vec![customer]),
        Subject::Purchase => {
            "SELECT id FROM purchases WHERE customer_id = $1 ORDER BY purchased_at DESC, id DESC LIMIT $2"
        }
        Subject::Complaint => "SELECT id FROM complaints WHERE customer_id = $1 ORDER BY id DESC LIMIT $2",
        Subject::Departure => {
            "SELECT id FROM departures WHERE customer_id = $1 ORDER BY left_at DESC, id DESC LIMIT $2"
        }
    };
    let rows: Vec<Id> =
        sql_query(query).bind::<BigInt, _>(customer).bind::<BigInt, _>(limit).load(connection).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// The decisions about these subjects of a kind, in their order; all of one customer.
///
/// # Errors
/// When the database does not answer.
pub async fn told(
    connection: &mut AsyncPgConnection,
    kind: SurveyKind,
    customer: i64,
    subjects: &[i64],
) -> Result<Vec<Told>> {
    let column = Subject::of(kind).column();
    let alone = match Subject::of(kind) {
        Subject::Customer => {
            "AND d.purchase_id IS NULL AND d.complaint_id IS NULL AND d.departure_id IS NULL"
        }
        _ => "",
    };
    Ok(sql_query(format!(
        "SELECT s.id AS subject_id, d.decision, d.reason, d.decided_at, d.reconsider_at, i.id AS invitation_id,
                i.send_at, i.expires_at, i.sent_at, i.handed_out_at, i.opened_at, i.reminded_at, i.answered_at,
                i.revoked_at, r.withdrawn_at, l.state AS letter_state
         FROM unnest($3) WITH ORDINALITY AS s (id, position)
         LEFT JOIN invitation_decisions d ON d.{column} = s.id AND d.customer_id = $2 AND d.kind = $1 {alone}
         LEFT JOIN LATERAL (
             SELECT i.* FROM invitations i
             WHERE i.customer_id = $2 AND i.{column} = s.id AND i.kind = $1 ORDER BY i.send_at DESC, i.id DESC LIMIT 1
         ) AS i ON true
         LEFT JOIN responses r ON r.invitation_id = i.id
         LEFT JOIN letters l ON l.invitation_id = i.id AND l.kind = 'invitation'
         ORDER BY s.position",
    ))
    .bind::<Text, _>(kind.code())
    .bind::<BigInt, _>(customer)
    .bind::<Array<BigInt>, _>(subjects)
    .load(connection)
    .await?)
}
