//! Customers: one with all that is known, and what passed between them and the company.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Nullable, SmallInt, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Result, schema::customers};

/// Everything that is held on a customer themselves.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = customers)]
pub struct Customer {
    pub id: i64,
    pub external_id: String,
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub language: Option<String>,
    pub segment: Option<String>,
    pub manager: Option<String>,
    pub channel: Option<String>,
    pub city: Option<String>,
    pub consent: bool,
    pub registered_at: Option<DateTime<Utc>>,
    pub unsubscribed_at: Option<DateTime<Utc>>,
    pub bounced_at: Option<DateTime<Utc>>,
    pub erased_at: Option<DateTime<Utc>>,
}

/// The customer of the company's own id.
///
/// # Errors
/// When the database does not answer.
pub async fn by_external_id(
    connection: &mut AsyncPgConnection,
    external_id: &str,
) -> Result<Option<Customer>> {
    Ok(customers::table
        .filter(customers::external_id.eq(external_id))
        .select(Customer::as_select())
        .first(connection)
        .await
        .optional()?)
}

/// A letter to a customer.
#[derive(Debug, Clone, QueryableByName)]
pub struct LetterTold {
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = Text)]
    pub state: String,
    #[diesel(sql_type = Timestamptz)]
    pub due_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub sent_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = SmallInt)]
    pub attempts: i16,
    #[diesel(sql_type = Nullable<Text>)]
    pub failure: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub complaint_id: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    pub purchase: Option<String>,
}

/// The letters to a customer, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn letters(
    connection: &mut AsyncPgConnection,
    customer: i64,
    limit: i64,
) -> Result<Vec<LetterTold>> {
    Ok(diesel::sql_query(
        "SELECT l.kind, l.state, l.due_at, l.sent_at, l.attempts, l.failure, l.complaint_id, p.external_id AS purchase
         FROM letters l
         LEFT JOIN invitations i ON i.id = l.invitation_id
         LEFT JOIN purchases p ON p.id = i.purchase_id
         WHERE l.customer_id = $1 ORDER BY l.id DESC LIMIT $2",
    )
    .bind::<BigInt, _>(customer)
    .bind::<BigInt, _>(limit)
    .load(connection)
    .await?)
}

/// An answer of a customer, with the parameters that were rated and the worst of them first.
#[derive(Debug, Clone, QueryableByName)]
pub struct AnswerTold {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Timestamptz)]
    pub answered_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<SmallInt>)]
    pub nps: Option<i16>,
    #[diesel(sql_type = Nullable<SmallInt>)]
    pub satisfaction: Option<i16>,
    #[diesel(sql_type = Nullable<Text>)]
    pub comment: Option<String>,
    #[diesel(sql_type = Bool)]
    pub contact_me: bool,
    /// Taken back by the customer: what it said is not answered here.
    #[diesel(sql_type = Bool)]
    pub withdrawn: bool,
    #[diesel(sql_type = Nullable<Text>)]
    pub purchase: Option<String>,
    #[diesel(sql_type = SmallInt)]
    pub scale_high: i16,
    #[diesel(sql_type = Array<Text>)]
    pub titles_ru: Vec<String>,
    #[diesel(sql_type = Array<Text>)]
    pub titles_en: Vec<String>,
    #[diesel(sql_type = Array<SmallInt>)]
    pub ratings: Vec<i16>,
}

/// The answers of a customer, the newest first; 'does not apply' is no rating.
///
/// # Errors
/// When the database does not answer.
pub async fn answers(
    connection: &mut AsyncPgConnection,
    customer: i64,
    limit: i64,
) -> Result<Vec<AnswerTold>> {
    Ok(diesel::sql_query(
        "SELECT r.id, r.answered_at, r.contact_me AND r.withdrawn_at IS NULL AS contact_me,
                r.withdrawn_at IS NOT NULL AS withdrawn, p.external_id AS purchase,
                CASE WHEN r.withdrawn_at IS NULL THEN r.nps END AS nps,
                CASE WHEN r.withdrawn_at IS NULL THEN r.satisfaction END AS satisfaction,
                CASE WHEN r.withdrawn_at IS NULL THEN r.comment END AS comment,
                v.scale_high, g.titles_ru, g.titles_en, g.ratings
         FROM responses r
         JOIN questionnaire_versions v ON v.id = r.version_id
         LEFT JOIN purchases p ON p.id = r.purchase_id
         CROSS JOIN LATERAL (
             SELECT coalesce(array_agg(t.title_ru ORDER BY t.position, t.code), '{}') AS titles_ru,
                    coalesce(array_agg(t.title_en ORDER BY t.position, t.code), '{}') AS titles_en,
                    coalesce(array_agg(g.rating ORDER BY t.position, t.code), '{}') AS ratings
             FROM response_ratings g JOIN parameters t ON t.code = g.parameter
             WHERE g.response_id = r.id AND g.rating >= 0
         ) g
         WHERE r.customer_id = $1 ORDER BY r.answered_at DESC, r.id DESC LIMIT $2",
    )
    .bind::<BigInt, _>(customer)
    .bind::<BigInt, _>(limit)
    .load(connection)
    .await?)
}

/// A complaint of a customer.
#[derive(Debug, Clone, QueryableByName)]
pub struct ComplaintTold {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Text)]
    pub state: String,
    #[diesel(sql_type = SmallInt)]
    pub severity: i16,
    #[diesel(sql_type = Timestamptz)]
    pub opened_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Text>)]
    pub owner: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub purchase: Option<String>,
}

/// The complaints of a customer, the open and the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn complaints(
    connection: &mut AsyncPgConnection,
    customer: i64,
    limit: i64,
) -> Result<Vec<ComplaintTold>> {
    Ok(diesel::sql_query(
        "SELECT k.id, k.state, k.severity, k.opened_at, s.name AS owner, p.external_id AS purchase
         FROM complaints k
         LEFT JOIN staff s ON s.id = k.owner_id
         LEFT JOIN purchases p ON p.id = k.purchase_id
         WHERE k.customer_id = $1
         ORDER BY k.state IN ('new', 'in_progress', 'waiting_for_customer') DESC, k.id DESC LIMIT $2",
    )
    .bind::<BigInt, _>(customer)
    .bind::<BigInt, _>(limit)
    .load(connection)
    .await?)
}
