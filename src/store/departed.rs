//! Departures as the board lists them: why, on whose word, in whose words, and whether the reason can still be told apart.

use chrono::{DateTime, Utc};
use diesel::{
    QueryableByName,
    prelude::*,
    sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Result, schema::departures, statement::prepared};
use crate::domain::departure::{Known, known_reason};

/// One departure with what stands around it.
#[derive(Debug, Clone, QueryableByName)]
pub struct Departed {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Timestamptz)]
    pub left_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub returned_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Timestamptz)]
    pub updated_at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    pub source: String,
    #[diesel(sql_type = Text)]
    pub customer: String,
    #[diesel(sql_type = Bool)]
    pub erased: bool,
    #[diesel(sql_type = Nullable<Text>)]
    category: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    reason: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    said_category: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    said: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub competitor: Option<String>,
    /// What the company knows, in words.
    #[diesel(sql_type = Nullable<Text>)]
    pub note: Option<String>,
    /// What the customer said, in words.
    #[diesel(sql_type = Nullable<Text>)]
    pub comment: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub bring_back: Option<String>,
    /// Somebody of the staff gave it a reason that it had not had, and nothing else has changed since.
    #[diesel(sql_type = Bool)]
    pub coded: bool,
    /// Who did.
    #[diesel(sql_type = Nullable<Text>)]
    pub coded_by: Option<String>,
    /// What it said before.
    #[diesel(sql_type = Nullable<Text>)]
    pub category_before: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub reason_before: Option<String>,
}

impl Departed {
    /// The reason that figures count: see [`known_reason`].
    #[must_use]
    pub fn known(&self) -> Option<Known<'_>> {
        let company = self.category.as_deref().map(|category| Known {
            category,
            reason: self.reason.as_deref(),
            by_customer: false,
        });
        let customer = self.said_category.as_deref().map(|category| Known {
            category,
            reason: self.said.as_deref(),
            by_customer: true,
        });
        known_reason(customer, company)
    }

    /// Whether the company says this very reason.
    #[must_use]
    pub fn says(&self, category: &str, reason: Option<&str>) -> bool {
        self.category.as_deref() == Some(category) && self.reason.as_deref() == reason
    }
}

/// The departures with these ids, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn with_ids(connection: &mut AsyncPgConnection, ids: &[i64]) -> Result<Vec<Departed>> {
    Ok(prepared(
        "SELECT d.id, d.left_at, d.returned_at, d.updated_at, d.source, c.external_id AS customer,
                c.erased_at IS NOT NULL AS erased, d.category, d.reason,
                s.category AS said_category, s.code AS said, coalesce(r.competitor, d.competitor) AS competitor,
                d.comment AS note, r.comment, r.bring_back, e.id IS NOT NULL AS coded, e.who AS coded_by,
                e.category AS category_before, e.reason AS reason_before
         FROM departures d
         JOIN customers c ON c.id = d.customer_id
         LEFT JOIN LATERAL (
             SELECT r.main_reason, r.competitor, r.comment, r.bring_back
             FROM invitations i JOIN responses r ON r.invitation_id = i.id
             WHERE i.departure_id = d.id AND r.kind = 'exit' AND r.withdrawn_at IS NULL
             ORDER BY r.answered_at DESC, r.id DESC LIMIT 1) r ON true
         LEFT JOIN LATERAL (
             SELECT a.category, a.code FROM reasons a
             WHERE a.code = r.main_reason ORDER BY a.created_at, a.position, a.category LIMIT 1) s ON true
         LEFT JOIN LATERAL (
             SELECT l.* FROM (
                 SELECT e.*, w.name AS who FROM departure_edits e LEFT JOIN staff w ON w.id = e.staff_id
                 WHERE e.customer_id = d.customer_id AND e.departure_id = d.id ORDER BY e.id DESC LIMIT 1) l
             WHERE l.staff_id IS NOT NULL AND l.deed = 'corrected'
               AND (l.category IS NULL OR l.category = 'other') AND coalesce(d.category, 'other') <> 'other'
               AND (l.left_at, l.source, l.competitor, l.comment)
                   IS NOT DISTINCT FROM (d.left_at, d.source, d.competitor, d.comment)) e ON true
         WHERE d.id = ANY ($1)
         ORDER BY d.left_at DESC, d.id DESC",
    )
    .bind::<Array<BigInt>, _>(ids)
    .get_results(connection)
    .await?)
}

/// A departure, held until the transaction ends; none where there is none.
///
/// # Errors
/// When the database does not answer.
pub async fn hold(connection: &mut AsyncPgConnection, id: i64) -> Result<Option<Departed>> {
    diesel::sql_query("SELECT FROM departures WHERE id = $1 FOR UPDATE")
        .bind::<BigInt, _>(id)
        .execute(connection)
        .await?;
    Ok(with_ids(connection, &[id]).await?.pop())
}

/// Writes a reason into a departure and nothing else; its history is kept by a trigger.
///
/// # Errors
/// When the database does not answer.
pub async fn put_reason(
    connection: &mut AsyncPgConnection,
    id: i64,
    category: Option<&str>,
    reason: Option<&str>,
    staff_id: i64,
    now: DateTime<Utc>,
) -> Result<()> {
    diesel::update(departures::table.find(id))
        .set((
            departures::category.eq(category),
            departures::reason.eq(reason),
            departures::staff_id.eq(staff_id),
            departures::updated_at.eq(now),
        ))
        .execute(connection)
        .await?;
    Ok(())
}
