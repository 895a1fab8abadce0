//! Why a buyer was or was not asked: decisions with the invitations and letters that they cause.

use chrono::{DateTime, Utc};
use diesel::sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Result, planning::Subject};
use crate::domain::questionnaire::SurveyKind;

/// The key of the lock that lets one planner decide at a time.
const PLANNING_LOCK: i64 = 0x6f74_6b6c_706c;

/// Waits until nobody else plans; lasts as long as the transaction.
///
/// # Errors
/// When the database does not answer.
pub async fn one_planner(connection: &mut AsyncPgConnection) -> Result<()> {
    diesel::sql_query("SELECT pg_advisory_xact_lock($1)")
        .bind::<BigInt, _>(PLANNING_LOCK)
        .execute(connection)
        .await?;
    Ok(())
}

/// Decisions about many subjects of one kind, a column each, as one statement takes them.
#[derive(Debug, Clone, Default)]
pub struct Decisions {
    pub subjects: Vec<i64>,
    pub customers: Vec<i64>,
    /// `ask`, `wait` or `refuse`.
    pub decisions: Vec<&'static str>,
    pub reasons: Vec<&'static str>,
    pub reconsider_at: Vec<Option<DateTime<Utc>>>,
    /// Of those that are asked.
    pub send_at: Vec<Option<DateTime<Utc>>>,
    pub expires_at: Vec<Option<DateTime<Utc>>>,
}

/// Writes decisions over older ones, the invitations of those asked and, where `by_letter`, their letters: one statement.
///
/// # Errors
/// When the database does not answer.
pub async fn put(
    connection: &mut AsyncPgConnection,
    kind: SurveyKind,
    version: i64,
    decisions: &Decisions,
    by_letter: bool,
    now: DateTime<Utc>,
) -> Result<()> {
    // A customer as such has no column beside that of the customer.
    let (column, value, conflict) = match Subject::of(kind) {
        Subject::Customer => (
            "",
            "",
            "(customer_id, kind) WHERE purchase_id IS NULL AND complaint_id IS NULL AND departure_id IS NULL",
        ),
        Subject::Purchase => {
            (", purchase_id", ", d.subject_id", "(purchase_id, kind) WHERE purchase_id IS NOT NULL")
        }
        Subject::Complaint => {
            (", complaint_id", ", d.subject_id", "(complaint_id, kind) WHERE complaint_id IS NOT NULL")
        }
        Subject::Departure => {
            (", departure_id", ", d.subject_id", "(departure_id, kind) WHERE departure_id IS NOT NULL")
        }
    };
    let subject = Subject::of(kind).column();
    let road = if by_letter { "letter" } else { "link" };
    diesel::sql_query(format!(
        "WITH decided AS (
             SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[],
                                  $5::timestamptz[], $6::timestamptz[], $7::timestamptz[])
             AS d (subject_id, customer_id, decision, reason, reconsider_at, send_at, expires_at)
         ), asked AS (
             INSERT INTO invitations
                 (kind, customer_id, version_id, planned_at, send_at, expires_at, road{column})
             SELECT $8, d.customer_id, $9, $10, d.send_at, d.expires_at, '{road}'{value}
             FROM decided d WHERE d.decision = 'ask'
             RETURNING id, customer_id, {subject} AS subject_id, send_at
         ), queued AS (
             INSERT INTO letters (kind, customer_id, invitation_id, due_at)
             SELECT 'invitation', customer_id, id, send_at FROM asked WHERE $11 ORDER BY send_at, id
         )
         INSERT INTO invitation_decisions
             (kind, customer_id, decision, reason, decided_at, reconsider_at, invitation_id{column})
         SELECT $8, d.customer_id, d.decision, d.reason, $10, d.reconsider_at, a.id{value}
         FROM decided d LEFT JOIN asked a ON a.subject_id = d.subject_id
         ON CONFLICT {conflict} DO UPDATE SET
             decision = excluded.decision, reason = excluded.reason, decided_at = excluded.decided_at,
             reconsider_at = excluded.reconsider_at, invitation_id = excluded.invitation_id",
    ))
    .bind::<Array<BigInt>, _>(&decisions.subjects)
    .bind::<Array<BigInt>, _>(&decisions.customers)
    .bind::<Array<Text>, _>(&decisions.decisions)
    .bind::<Array<Text>, _>(&decisions.reasons)
    .bind::<Array<Nullable<Timestamptz>>, _>(&decisions.reconsider_at)
    .bind::<Array<Nullable<Timestamptz>>, _>(&decisions.send_at)
    .bind::<Array<Nullable<Timestamptz>>, _>(&decisions.expires_at)
    .bind::<Text, _>(kind.code())
    .bind::<BigInt, _>(version)
    .bind::<Timestamptz, _>(now)
    .bind::<Bool, _>(by_letter)
    .execute(connection)
    .await?;
    Ok(())
}
