//! What a customer may know of a complaint by the link of their answer: where it stands, and what was written to whom.

use bigdecimal::BigDecimal;
use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Integer, Nullable, Numeric, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::Result;

/// Complaints that one answer's page shows at most.
const SHOWN: i64 = 5;
/// Letters and additions that one page shows at most.
const WORDS: i64 = 50;

/// A complaint that an answer opened or joined, or that its survey is about: nobody else's.
const THEIRS: &str = "FROM invitations i
     JOIN responses r ON r.invitation_id = i.id
     JOIN complaints c ON c.customer_id = i.customer_id
     WHERE i.id = $1
       AND (c.id = i.complaint_id OR c.response_id = r.id OR EXISTS (
            SELECT FROM complaint_events e
            WHERE e.complaint_id = c.id AND (e.response_id = r.id OR e.invitation_id = i.id)))";

/// An answer as the one who gave it may change it.
#[derive(Debug, Clone, QueryableByName)]
pub struct Given {
    #[diesel(sql_type = BigInt)]
    pub response_id: i64,
    #[diesel(sql_type = BigInt)]
    pub customer_id: i64,
    /// Of a resolution survey, the complaint it is about.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub complaint_id: Option<i64>,
    #[diesel(sql_type = Timestamptz)]
    pub answered_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    pub changed_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub withdrawn_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Timestamptz)]
    pub expires_at: DateTime<Utc>,
    #[diesel(sql_type = Bool)]
    pub revoked: bool,
}

/// The answer of an invitation, if there is one.
///
/// # Errors
/// When the database does not answer.
pub async fn given(connection: &mut AsyncPgConnection, invitation: i64) -> Result<Option<Given>> {
    Ok(diesel::sql_query(
        "SELECT r.id AS response_id, r.customer_id, i.complaint_id, r.answered_at, r.changed_at, r.withdrawn_at,
                i.expires_at, i.revoked_at IS NOT NULL AS revoked
         FROM invitations i JOIN responses r ON r.invitation_id = i.id
         WHERE i.id = $1",
    )
    .bind::<BigInt, _>(invitation)
    .get_result(connection)
    .await
    .optional()?)
}

/// The complaint that a resolution survey is about.
///
/// # Errors
/// When the database does not answer.
pub async fn surveyed(connection: &mut AsyncPgConnection, invitation: i64) -> Result<Option<i64>> {
    use super::schema::invitations;
    let found: Option<Option<i64>> = invitations::table
        .find(invitation)
        .select(invitations::complaint_id)
        .first(connection)
        .await
        .optional()?;
    Ok(found.flatten())
}

/// Where a complaint stands, as far as its customer is told.
#[derive(Debug, Clone, QueryableByName)]
pub struct Standing {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Text)]
    pub state: String,
    #[diesel(sql_type = Timestamptz)]
    pub opened_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    pub first_answer_due: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub first_answered_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub resolved_at: Option<DateTime<Utc>>,
    /// How it ended, and what the customer got.
    #[diesel(sql_type = Nullable<Text>)]
    pub resolution: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub remedy_given: Option<String>,
    #[diesel(sql_type = Nullable<Numeric>)]
    pub compensation: Option<BigDecimal>,
    #[diesel(sql_type = Nullable<Text>)]
    pub compensation_currency: Option<String>,
    #[diesel(sql_type = Integer)]
    pub reopened: i32,
    /// The newest entry of its history: the same words sent twice from one page are told by it.
    #[diesel(sql_type = BigInt)]
    pub newest_entry: i64,
}

/// The complaints of an invitation's answer, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_invitation(connection: &mut AsyncPgConnection, invitation: i64) -> Result<Vec<Standing>> {
    Ok(diesel::sql_query(format!(
        "SELECT c.id, c.state, c.opened_at, c.first_answer_due, c.first_answered_at, c.resolved_at, c.reopened,
                c.resolution, c.remedy_given, c.compensation, c.compensation_currency,
                coalesce((SELECT max(e.id) FROM complaint_events e WHERE e.complaint_id = c.id), 0) AS newest_entry
         {THEIRS} ORDER BY c.id DESC LIMIT $2"
    ))
    .bind::<BigInt, _>(invitation)
    .bind::<BigInt, _>(SHOWN)
    .load(connection)
    .await?)
}

/// Whether a complaint is one of those.
///
/// # Errors
/// When the database does not answer.
pub async fn is_of_invitation(
    connection: &mut AsyncPgConnection,
    invitation: i64,
    number: i64,
) -> Result<bool> {
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = Bool)]
        found: bool,
    }
    let found: Found = diesel::sql_query(format!("SELECT EXISTS (SELECT {THEIRS} AND c.id = $2) AS found"))
        .bind::<BigInt, _>(invitation)
        .bind::<BigInt, _>(number)
        .get_result(connection)
        .await?;
    Ok(found.found)
}

/// Something that was written: a letter that left, or what the customer added by this link.
#[derive(Debug, Clone, QueryableByName)]
pub struct Written {
    #[diesel(sql_type = BigInt)]
    pub complaint_id: i64,
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
    /// Of a letter.
    #[diesel(sql_type = Nullable<Text>)]
    pub letter_kind: Option<String>,
    /// Of a letter that a member of staff signed.
    #[diesel(sql_type = Nullable<Text>)]
    pub staff: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub body: Option<String>,
}

/// The newest of it, the newest first; of a rejection without a letter, what they were told. Never notes, and never what another link added.
///
/// # Errors
/// When the database does not answer.
pub async fn written(
    connection: &mut AsyncPgConnection,
    complaints: &[i64],
    answer: i64,
) -> Result<Vec<Written>> {
    Ok(diesel::sql_query(
        "SELECT l.complaint_id, coalesce(l.sent_at, l.due_at) AS at, l.kind AS letter_kind, s.name AS staff, l.body
         FROM letters l LEFT JOIN staff s ON s.id = l.staff_id
         WHERE l.complaint_id = ANY ($1) AND l.state IN ('sent', 'unknown')
           AND l.kind IN ('acknowledgement', 'reply', 'resolved', 'rejected')
         UNION ALL
         SELECT e.complaint_id, e.at, 'rejected', s.name, e.body
         FROM complaint_events e LEFT JOIN staff s ON s.id = e.staff_id
         WHERE e.complaint_id = ANY ($1) AND e.kind = 'rejected' AND e.body IS NOT NULL
         UNION ALL
         SELECT e.complaint_id, e.at, NULL, NULL, e.body
         FROM complaint_events e
         WHERE e.complaint_id = ANY ($1) AND e.response_id = $2 AND e.kind IN ('customer', 'reopened')
           AND e.body IS NOT NULL
         ORDER BY at DESC LIMIT $3",
    )
    .bind::<Array<BigInt>, _>(complaints)
    .bind::<BigInt, _>(answer)
    .bind::<BigInt, _>(WORDS)
    .load(connection)
    .await?)
}
