//! Purchases: those that planning must decide about, and those of one customer.

use bigdecimal::BigDecimal;
use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Nullable, Numeric, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::Result;

/// Which purchases are looked at: by the moment of delivery, or of purchase where none is known.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    /// After this moment, those that nobody has decided about.
    pub undecided_from: DateTime<Utc>,
    /// After this moment, also those refused, where purchase or buyer changed since.
    pub open_from: DateTime<Utc>,
    /// Up to this moment.
    pub now: DateTime<Utc>,
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// The query of [`to_decide`], so that a test can ask how it is carried out.
pub const TO_DECIDE: &str = "\
SELECT p.id FROM purchases p
LEFT JOIN invitation_decisions d ON d.purchase_id = p.id AND d.kind = $1
JOIN customers c ON c.id = p.customer_id
WHERE coalesce(p.delivered_at, p.purchased_at) > $2 AND coalesce(p.delivered_at, p.purchased_at) <= $4
  AND (d.id IS NULL
       OR d.decision = 'refuse' AND coalesce(p.delivered_at, p.purchased_at) > $3
          AND greatest(c.updated_at, p.updated_at) > d.decided_at)
UNION
SELECT d.purchase_id FROM invitation_decisions d
WHERE d.decision = 'wait' AND d.reconsider_at <= $4 AND d.kind = $1
ORDER BY 1";

/// The purchases that planning decides about now, oldest first: undecided, waited long enough, or refused before
/// something about them changed.
///
/// # Errors
/// When the database does not answer.
pub async fn to_decide(connection: &mut AsyncPgConnection, kind: &str, span: Span) -> Result<Vec<i64>> {
    let rows: Vec<Id> = diesel::sql_query(TO_DECIDE)
        .bind::<Text, _>(kind)
        .bind::<Timestamptz, _>(span.undecided_from)
        .bind::<Timestamptz, _>(span.open_from)
        .bind::<Timestamptz, _>(span.now)
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// The purchases whose buyer can't be written to by mail but has a telephone, where mail alone was the reason not to ask.
///
/// # Errors
/// When the database does not answer.
pub async fn reachable_otherwise(
    connection: &mut AsyncPgConnection,
    kind: &str,
    span: Span,
) -> Result<Vec<i64>> {
    let rows: Vec<Id> = diesel::sql_query(
        "SELECT p.id FROM purchases p
         JOIN invitation_decisions d ON d.purchase_id = p.id AND d.kind = $1
         JOIN customers c ON c.id = p.customer_id
         WHERE coalesce(p.delivered_at, p.purchased_at) > $2 AND coalesce(p.delivered_at, p.purchased_at) <= $3
           AND d.decision = 'refuse' AND d.reason IN ('no_address', 'bounced') AND c.phone <> ''
         ORDER BY 1",
    )
    .bind::<Text, _>(kind)
    .bind::<Timestamptz, _>(span.open_from)
    .bind::<Timestamptz, _>(span.now)
    .load(connection)
    .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// What planning must know of one purchase.
#[derive(Debug, Clone, QueryableByName)]
pub struct PurchaseFacts {
    #[diesel(sql_type = BigInt)]
    pub purchase_id: i64,
    #[diesel(sql_type = BigInt)]
    pub customer_id: i64,
    #[diesel(sql_type = Timestamptz)]
    pub purchased_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub delivered_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Bool)]
    pub has_address: bool,
    #[diesel(sql_type = Bool)]
    pub consent: bool,
    #[diesel(sql_type = Bool)]
    pub unsubscribed: bool,
    #[diesel(sql_type = Bool)]
    pub bounced: bool,
    #[diesel(sql_type = Bool)]
    pub erased: bool,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub last_asked_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Bool)]
    pub already_invited: bool,
    /// What was decided before.
    #[diesel(sql_type = Nullable<Text>)]
    pub decision: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub reason: Option<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub reconsider_at: Option<DateTime<Utc>>,
}

/// The facts of a batch of purchases, the one touched first foremost.
///
/// Somebody counts as asked by an invitation that left, or that still can: not revoked, and its letter neither failed
/// nor cancelled.
///
/// # Errors
/// When the database does not answer.
pub async fn facts(
    connection: &mut AsyncPgConnection,
    kind: &str,
    purchases: &[i64],
) -> Result<Vec<PurchaseFacts>> {
    Ok(diesel::sql_query(
        "SELECT p.id AS purchase_id, p.customer_id, p.purchased_at, p.delivered_at,
                coalesce(c.email, '') <> '' AS has_address, c.consent,
                c.unsubscribed_at IS NOT NULL AS unsubscribed, c.bounced_at IS NOT NULL AS bounced,
                c.erased_at IS NOT NULL AS erased,
                (SELECT max(coalesce(greatest(i.sent_at, i.handed_out_at), i.send_at)) FROM invitations i
                 WHERE i.customer_id = p.customer_id
                   AND (i.sent_at IS NOT NULL OR i.handed_out_at IS NOT NULL
                        OR i.revoked_at IS NULL
                           AND NOT EXISTS (SELECT FROM letters l WHERE l.invitation_id = i.id
                                           AND l.kind = 'invitation' AND l.state IN ('failed', 'cancelled')))
                ) AS last_asked_at,
                EXISTS (SELECT FROM invitations i WHERE i.purchase_id = p.id AND i.kind = $1) AS already_invited,
                d.decision, d.reason, d.reconsider_at
         FROM purchases p
         JOIN customers c ON c.id = p.customer_id
         LEFT JOIN invitation_decisions d ON d.purchase_id = p.id AND d.kind = $1
         WHERE p.id = ANY ($2)
         ORDER BY coalesce(p.delivered_at, p.purchased_at), p.id",
    )
    .bind::<Text, _>(kind)
    .bind::<Array<BigInt>, _>(purchases)
    .load(connection)
    .await?)
}

/// One purchase as the customer's page tells it, with what was decided about asking and how it came out.
#[derive(Debug, Clone, QueryableByName)]
pub struct Told {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Text)]
    pub external_id: String,
    #[diesel(sql_type = Timestamptz)]
    pub purchased_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub delivered_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Numeric)]
    pub amount: BigDecimal,
    #[diesel(sql_type = Text)]
    pub currency: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub store: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub category: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub decision: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub reason: Option<String>,
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
    #[diesel(sql_type = Nullable<Text>)]
    pub letter_state: Option<String>,
}

/// Where a page of purchases begins: after this one.
#[derive(Debug, Clone, Copy)]
pub struct After {
    pub purchased_at: DateTime<Utc>,
    pub id: i64,
}

/// The purchases of a customer, the newest first, from a place on.
///
/// # Errors
/// When the database does not answer.
pub async fn of_customer(
    connection: &mut AsyncPgConnection,
    customer: i64,
    after: Option<After>,
    limit: i64,
) -> Result<Vec<Told>> {
    Ok(diesel::sql_query(
        "SELECT p.id, p.external_id, p.purchased_at, p.delivered_at, p.amount, p.currency, p.store, p.category,
                d.decision, d.reason, d.reconsider_at,
                i.send_at, i.expires_at, i.sent_at, i.handed_out_at, i.answered_at, i.revoked_at,
                l.state AS letter_state
         FROM purchases p
         LEFT JOIN invitation_decisions d ON d.purchase_id = p.id AND d.kind = 'purchase'
         LEFT JOIN invitations i ON i.purchase_id = p.id AND i.kind = 'purchase'
         LEFT JOIN letters l ON l.invitation_id = i.id AND l.kind = 'invitation'
         WHERE p.customer_id = $1 AND ($2 IS NULL OR (p.purchased_at, p.id) < ($2, $3))
         ORDER BY p.purchased_at DESC, p.id DESC LIMIT $4",
    )
    .bind::<BigInt, _>(customer)
    .bind::<Nullable<Timestamptz>, _>(after.map(|after| after.purchased_at))
    .bind::<BigInt, _>(after.map_or(0, |after| after.id))
    .bind::<BigInt, _>(limit)
    .load(connection)
    .await?)
}

/// All purchases of a customer in one currency.
#[derive(Debug, Clone, QueryableByName)]
pub struct Total {
    #[diesel(sql_type = Text)]
    pub currency: String,
    #[diesel(sql_type = Numeric)]
    pub amount: BigDecimal,
    #[diesel(sql_type = BigInt)]
    pub count: i64,
    #[diesel(sql_type = Timestamptz)]
    pub first_at: DateTime<Utc>,
}

/// The totals of a customer, a row a currency, the largest count first.
///
/// # Errors
/// When the database does not answer.
pub async fn totals(connection: &mut AsyncPgConnection, customer: i64) -> Result<Vec<Total>> {
    Ok(diesel::sql_query(
        "SELECT currency, sum(amount) AS amount, count(*) AS count, min(purchased_at) AS first_at
         FROM purchases WHERE customer_id = $1 GROUP BY currency ORDER BY count DESC, currency",
    )
    .bind::<BigInt, _>(customer)
    .load(connection)
    .await?)
}
