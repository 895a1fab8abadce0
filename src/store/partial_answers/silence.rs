//! Unfinished answers that fell silent, and the complaints that they open or join.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, SmallInt, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::TOGETHER;
use crate::store::Result;

/// An unfinished answer that fell silent.
#[derive(Debug, Clone, QueryableByName)]
pub struct Silent {
    #[diesel(sql_type = BigInt)]
    pub invitation_id: i64,
    #[diesel(sql_type = Timestamptz)]
    pub saved_at: DateTime<Utc>,
    #[diesel(sql_type = Array<Text>)]
    pub signals: Vec<String>,
    #[diesel(sql_type = SmallInt)]
    pub severity: i16,
}

/// The query of [`silent`], so that a test can ask how it is carried out.
pub const SILENT: &str = "\
SELECT p.invitation_id, p.saved_at, p.signals, p.severity
FROM partial_answers p
WHERE p.considered_at IS NULL AND p.discarded_at IS NULL AND p.sign = 'touched' AND p.saved_at <= $1
ORDER BY p.saved_at LIMIT $2";

/// Touched answers that nobody went on with since a moment and that were not considered yet, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn silent(
    connection: &mut AsyncPgConnection,
    since: DateTime<Utc>,
    most: i64,
) -> Result<Vec<Silent>> {
    Ok(diesel::sql_query(SILENT)
        .bind::<Timestamptz, _>(since)
        .bind::<BigInt, _>(most)
        .load(connection)
        .await?)
}

/// Claims a silent answer: of several processes one considers it. Answers whether it is still to be heard: it is as it
/// was, was not sent since, and is more than clicks while a robot went over the scores of the link.
///
/// # Errors
/// When the database does not answer.
pub async fn claim(
    connection: &mut AsyncPgConnection,
    invitation: i64,
    saved_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<bool> {
    #[derive(QueryableByName)]
    struct Heard {
        #[diesel(sql_type = Bool)]
        heard: bool,
    }
    let claimed: Option<Heard> = diesel::sql_query(
        "UPDATE partial_answers p SET considered_at = $3
         WHERE p.invitation_id = $1 AND p.saved_at = $2 AND p.considered_at IS NULL AND p.discarded_at IS NULL
         RETURNING NOT EXISTS (SELECT FROM responses r
                               WHERE r.invitation_id = p.invitation_id AND r.changed_at >= p.saved_at - $4::interval)
               AND (p.worded OR NOT EXISTS (
                    SELECT FROM link_visits v
                    WHERE v.invitation_id = p.invitation_id AND v.verdict IN ('burst', 'scanner')
                      AND v.at BETWEEN p.started_at - interval '1 minute' AND p.saved_at + interval '1 minute'
                    HAVING count(*) FILTER (WHERE v.verdict = 'burst') > 0 OR count(DISTINCT v.score) > 2)) AS heard",
    )
    .bind::<BigInt, _>(invitation)
    .bind::<Timestamptz, _>(saved_at)
    .bind::<Timestamptz, _>(now)
    .bind::<Text, _>(format!("{} seconds", TOGETHER.num_seconds()))
    .get_result(connection)
    .await
    .optional()?;
    Ok(claimed.is_some_and(|claimed| claimed.heard))
}

/// What an unfinished answer says to who works on complaints.
#[derive(Debug, Clone)]
pub struct Discontent<'a> {
    pub invitation_id: i64,
    pub signals: &'a [String],
    pub severity: i16,
    pub first_answer_due: DateTime<Utc>,
    pub resolution_due: DateTime<Utc>,
    pub now: DateTime<Utc>,
}

/// Opens a complaint by an unfinished answer, or joins the open one of the same customer and purchase, with its
/// history: the same rules by which an answer does. Answers its number.
///
/// # Errors
/// When the database does not answer.
pub async fn complain(connection: &mut AsyncPgConnection, said: &Discontent<'_>) -> Result<Option<i64>> {
    #[derive(QueryableByName)]
    struct Joined {
        #[diesel(sql_type = BigInt)]
        id: i64,
    }
    let joined: Option<Joined> = diesel::sql_query(
        "WITH asked AS (
             SELECT i.id, i.customer_id, coalesce(i.purchase_id, about.purchase_id) AS purchase_id
             FROM invitations i LEFT JOIN complaints about ON about.id = i.complaint_id
             WHERE i.id = $1
         ), joined AS (
             INSERT INTO complaints AS c
                 (customer_id, purchase_id, state, severity, signals, opened_at, first_answer_due, resolution_due,
                  next_deadline)
             SELECT customer_id, purchase_id, 'new', $3, $2, $6, $4, $5, least($4, $5) FROM asked
             ON CONFLICT (customer_id, coalesce(purchase_id, 0))
                 WHERE state IN ('new', 'in_progress', 'waiting_for_customer')
             DO UPDATE
             SET severity = CASE WHEN c.why ? 'override' THEN c.severity ELSE greatest(c.severity, excluded.severity) END,
                 clocks_version = 0, last_in_at = excluded.opened_at, snoozed_until = NULL,
        signals = c.signals || ARRAY(SELECT s FROM unnest(excluded.signals) s WHERE s <> ALL (c.signals)),
                 first_answer_due = least(c.first_answer_due,
                     CASE WHEN excluded.severity > c.severity AND c.first_answered_at IS NULL
                               AND (c.why ? 'override') IS NOT TRUE
                          THEN excluded.first_answer_due END),
                 resolution_due = least(c.resolution_due,
                     CASE WHEN excluded.severity > c.severity AND (c.why ? 'override') IS NOT TRUE THEN excluded.resolution_due END),
                 next_deadline = CASE
                     WHEN c.state = 'waiting_for_customer' OR excluded.severity <= c.severity OR c.why ? 'override'
                THEN c.next_deadline
                     WHEN c.first_answered_at IS NULL THEN least(c.next_deadline, excluded.next_deadline)
                     ELSE least(c.next_deadline, excluded.resolution_due) END,
                 version = c.version + 1
             RETURNING c.id, c.version, c.severity
         ), noted AS (
             UPDATE partial_answers SET complaint_id = (SELECT id FROM joined) WHERE invitation_id = $1
         ), recorded AS (
             INSERT INTO complaint_events (complaint_id, at, kind, field, old_value, new_value, invitation_id, detail)
             SELECT id, $6, CASE version WHEN 1 THEN 'opened' ELSE 'signal' END, NULL, NULL,
                    array_to_string($2, ','), $1,
                    CASE WHEN version > 1 THEN
                        jsonb_build_object('severity', (ARRAY['low', 'normal', 'high', 'critical'])[$3]) END
             FROM joined
             UNION ALL
             SELECT joined.id, $6, 'field', 'severity',
                    (ARRAY['low', 'normal', 'high', 'critical'])[before.severity],
                    (ARRAY['low', 'normal', 'high', 'critical'])[joined.severity], $1, NULL
             FROM joined JOIN complaints before ON before.id = joined.id AND before.severity < joined.severity
             WHERE joined.version > 1
         )
         SELECT id FROM joined",
    )
    .bind::<BigInt, _>(said.invitation_id)
    .bind::<Array<Text>, _>(said.signals)
    .bind::<SmallInt, _>(said.severity)
    .bind::<Timestamptz, _>(said.first_answer_due)
    .bind::<Timestamptz, _>(said.resolution_due)
    .bind::<Timestamptz, _>(said.now)
    .get_result(connection)
    .await
    .optional()?;
    Ok(joined.map(|joined| joined.id))
}
