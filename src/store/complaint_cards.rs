//! What a complaint's card shows beside its history: customer, purchases, answers, other complaints.

use bigdecimal::BigDecimal;
use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Integer, Jsonb, Nullable, Numeric, SmallInt, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Result, StoreError, purchases::Bought, statement::prepared};
use crate::domain::questionnaire::Definition;

/// Purchases and other complaints that a card lists; the customer's own page has them all.
const LISTED: i64 = 5;

/// A complaint and whose it is.
#[derive(Debug, Clone, QueryableByName)]
pub struct Card {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = BigInt)]
    pub customer_id: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub purchase_id: Option<i64>,
    #[diesel(sql_type = Text)]
    pub state: String,
    #[diesel(sql_type = SmallInt)]
    pub severity: i16,
    #[diesel(sql_type = Array<Text>)]
    pub signals: Vec<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub owner_id: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    pub owner: Option<String>,
    #[diesel(sql_type = Timestamptz)]
    pub opened_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    pub first_answer_due: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    pub resolution_due: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub first_answered_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub resolved_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Text>)]
    pub root_cause: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub resolution: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub remedy_sought: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub remedy_given: Option<String>,
    #[diesel(sql_type = Nullable<Numeric>)]
    pub compensation: Option<BigDecimal>,
    #[diesel(sql_type = Nullable<Text>)]
    pub compensation_currency: Option<String>,
    #[diesel(sql_type = Integer)]
    pub reopened: i32,
    #[diesel(sql_type = Integer)]
    pub version: i32,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub merged_into_id: Option<i64>,
    #[diesel(sql_type = Text)]
    pub source: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub subject: Option<String>,
    #[diesel(sql_type = SmallInt)]
    pub priority: i16,
    /// `domain::priority::Why`
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub why: Option<serde_json::Value>,
    /// Who set the severity by hand.
    #[diesel(sql_type = Nullable<Text>)]
    pub severity_by: Option<String>,
    #[diesel(sql_type = Text)]
    pub external_id: String,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub email: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub phone: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub language: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub segment: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub city: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub value_class: Option<String>,
    #[diesel(sql_type = Bool)]
    pub unsubscribed: bool,
    #[diesel(sql_type = Bool)]
    pub bounced: bool,
    #[diesel(sql_type = Bool)]
    pub erased: bool,
}

/// One complaint by its number.
///
/// # Errors
/// When the database does not answer.
pub async fn by_number(connection: &mut AsyncPgConnection, number: i64) -> Result<Option<Card>> {
    // Not prepared: a column that is added while the program runs would change what a kept statement answers.
    Ok(diesel::sql_query(
        "SELECT c.*, s.name AS owner, u.external_id, u.name, u.email, u.phone, u.language, u.segment, u.city,
                u.unsubscribed_at IS NOT NULL AS unsubscribed, u.bounced_at IS NOT NULL AS bounced,
                u.erased_at IS NOT NULL AS erased, u.value_class, graded.name AS severity_by
         FROM complaints c
         JOIN customers u ON u.id = c.customer_id
         LEFT JOIN staff s ON s.id = c.owner_id
         LEFT JOIN staff graded ON graded.id = (c.why -> 'override' ->> 'by')::bigint
         WHERE c.id = $1",
    )
    .bind::<BigInt, _>(number)
    .get_result(connection)
    .await
    .optional()?)
}

/// An answer that opened the complaint or joined it.
#[derive(Debug, Clone)]
pub struct Said {
    pub answered_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub revision: i32,
    /// The customer took it back.
    pub withdrawn: bool,
    pub nps: Option<i16>,
    pub satisfaction: Option<i16>,
    pub ratings: Vec<Option<i16>>,
    pub comment: Option<String>,
    pub contact_me: bool,
    /// Whether the complaint was solved, where that was asked.
    pub solved: Option<bool>,
    pub still_here: bool,
    /// Codes, in the order of the questionnaire.
    pub reasons: Vec<String>,
    pub main_reason: Option<String>,
    pub competitor: Option<String>,
    pub bring_back: Option<String>,
    pub definition: Definition,
}

#[derive(QueryableByName)]
struct SaidRow {
    #[diesel(sql_type = Timestamptz)]
    answered_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    changed_at: DateTime<Utc>,
    #[diesel(sql_type = Integer)]
    revision: i32,
    #[diesel(sql_type = Bool)]
    withdrawn: bool,
    #[diesel(sql_type = Nullable<SmallInt>)]
    nps: Option<i16>,
    #[diesel(sql_type = Nullable<SmallInt>)]
    satisfaction: Option<i16>,
    #[diesel(sql_type = Array<Nullable<SmallInt>>)]
    ratings: Vec<Option<i16>>,
    #[diesel(sql_type = Nullable<Text>)]
    comment: Option<String>,
    #[diesel(sql_type = Bool)]
    contact_me: bool,
    #[diesel(sql_type = Nullable<Bool>)]
    solved: Option<bool>,
    #[diesel(sql_type = Bool)]
    still_here: bool,
    #[diesel(sql_type = Nullable<Array<Text>>)]
    reasons: Option<Vec<String>>,
    #[diesel(sql_type = Nullable<Text>)]
    main_reason: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    competitor: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    bring_back: Option<String>,
    #[diesel(sql_type = Jsonb)]
    definition: serde_json::Value,
}

/// The answers behind a complaint, newest first.
///
/// # Errors
/// When the database does not answer, or a stored definition is not readable.
pub async fn answers(connection: &mut AsyncPgConnection, number: i64) -> Result<Vec<Said>> {
    let rows: Vec<SaidRow> = prepared(
        "SELECT r.answered_at, r.changed_at, r.revision, r.withdrawn_at IS NOT NULL AS withdrawn, r.nps, r.satisfaction, r.ratings, r.comment, r.contact_me,
                r.solved, r.still_here, r.reasons, r.main_reason, r.competitor, r.bring_back, v.definition
         FROM responses r
         JOIN questionnaire_versions v ON v.id = r.version_id
         WHERE r.id IN (SELECT response_id FROM complaints WHERE id = $1
                        UNION SELECT response_id FROM complaint_events WHERE complaint_id = $1
                        UNION SELECT sent.id FROM partial_answers p
                              JOIN responses sent ON sent.invitation_id = p.invitation_id
                              WHERE p.complaint_id = $1)
         ORDER BY r.answered_at DESC, r.id DESC",
    )
    .bind::<BigInt, _>(number)
    .load(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Said {
                answered_at: row.answered_at,
                changed_at: row.changed_at,
                revision: row.revision,
                withdrawn: row.withdrawn,
                nps: row.nps,
                satisfaction: row.satisfaction,
                ratings: row.ratings,
                comment: row.comment,
                contact_me: row.contact_me,
                solved: row.solved,
                still_here: row.still_here,
                reasons: row.reasons.unwrap_or_default(),
                main_reason: row.main_reason,
                competitor: row.competitor,
                bring_back: row.bring_back,
                definition: serde_json::from_value(row.definition).map_err(|error| {
                    StoreError::Query(diesel::result::Error::DeserializationError(Box::new(error)))
                })?,
            })
        })
        .collect()
}

/// The purchase complained of, then the customer's newest others.
///
/// # Errors
/// When the database does not answer.
pub async fn purchases(
    connection: &mut AsyncPgConnection,
    customer: i64,
    complained_of: Option<i64>,
) -> Result<Vec<Bought>> {
    Ok(prepared(
        "SELECT id, external_id, purchased_at, delivered_at, amount, currency, store, category
         FROM purchases WHERE customer_id = $1
         ORDER BY (id = $2) IS TRUE DESC, purchased_at DESC, id DESC LIMIT $3",
    )
    .bind::<BigInt, _>(customer)
    .bind::<Nullable<BigInt>, _>(complained_of)
    .bind::<BigInt, _>(LISTED)
    .load(connection)
    .await?)
}

/// Another complaint of the same customer.
#[derive(Debug, Clone, QueryableByName)]
pub struct Other {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Text)]
    pub state: String,
    #[diesel(sql_type = Timestamptz)]
    pub opened_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Text>)]
    pub root_cause: Option<String>,
}

/// The newest other complaints of a customer.
///
/// # Errors
/// When the database does not answer.
pub async fn others(connection: &mut AsyncPgConnection, customer: i64, number: i64) -> Result<Vec<Other>> {
    Ok(prepared(
        "SELECT id, state, opened_at, root_cause FROM complaints
         WHERE customer_id = $1 AND id <> $2 ORDER BY id DESC LIMIT $3",
    )
    .bind::<BigInt, _>(customer)
    .bind::<BigInt, _>(number)
    .bind::<BigInt, _>(LISTED)
    .load(connection)
    .await?)
}
