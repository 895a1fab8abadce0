//! What was typed into forms and not sent: one row a link, written over as it goes on; counted nowhere as an answer.

use chrono::{DateTime, Duration, Utc};
use diesel::{
    pg::Pg,
    prelude::*,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    result::QueryResult,
    sql_types::{Array, BigInt, Bool, Integer, Jsonb, Nullable, SmallInt, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Result, StoreError};
use crate::domain::questionnaire::Definition;

/// Saves of one link; a hand makes some dozens.
pub const MOST_SAVES: i32 = 2_000;
/// A save that came in while its answer was being stored is no news.
const TOGETHER: Duration = Duration::seconds(10);
/// Unfinished answers on a page.
const LISTED: i64 = 10;
/// Rows changed by one statement of a sweep.
const SWEPT_AT_ONCE: i64 = 5_000;

/// One save.
#[derive(Debug, Clone)]
pub struct Save<'a> {
    pub invitation_id: i64,
    pub version_id: i64,
    pub now: DateTime<Utc>,
    /// `seen` or `touched`.
    pub sign: &'a str,
    pub body: &'a str,
    pub nps: Option<i16>,
    pub signals: Vec<String>,
    pub severity: i16,
    /// Whether words of their own are in it.
    pub worded: bool,
}

/// What the statement found and did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Saved {
    /// The version that the invitation shows; with another one nothing was written.
    pub version_id: i64,
    pub expired: bool,
    pub revoked: bool,
    /// Of this link so far; none where nothing was written.
    pub saves: Option<i32>,
    /// It had its saves before.
    pub full: bool,
}

/// Keeps a save by one statement; none where there is no such invitation.
///
/// What was only seen never replaces what was touched, and the same fields again are no news to who considers them.
///
/// # Errors
/// When the database does not answer.
pub async fn save(connection: &mut AsyncPgConnection, save: &Save<'_>) -> Result<Option<Saved>> {
    let rows: Vec<(i64, bool, bool, Option<i32>, bool)> = Keep(save).load(connection).await?;
    Ok(rows.into_iter().next().map(|(version_id, expired, revoked, saves, full)| Saved {
        version_id,
        expired,
        revoked,
        saves,
        full,
    }))
}

/// A statement of its own, so that it is prepared once.
struct Keep<'a>(&'a Save<'a>);

impl QueryFragment<Pg> for Keep<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let save = self.0;
        // Nobody reads this first part: it only numbers the parameters.
        out.push_sql("WITH said AS (SELECT ");
        out.push_bind_param::<BigInt, _>(&save.invitation_id)?;
        out.push_sql(", ");
        out.push_bind_param::<BigInt, _>(&save.version_id)?;
        out.push_sql(", ");
        out.push_bind_param::<Timestamptz, _>(&save.now)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(save.sign)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(save.body)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<SmallInt>, _>(&save.nps)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&save.signals)?;
        out.push_sql(", ");
        out.push_bind_param::<SmallInt, _>(&save.severity)?;
        out.push_sql(", ");
        out.push_bind_param::<Bool, _>(&save.worded)?;
        out.push_sql(", ");
        out.push_bind_param::<Integer, _>(&MOST_SAVES)?;
        out.push_sql(
            "), asked AS (
                 SELECT id, version_id, expires_at <= $3 AS expired, revoked_at IS NOT NULL AS revoked
                 FROM invitations WHERE id = $1
             ), kept AS (
                 INSERT INTO partial_answers AS p
                     (invitation_id, version_id, started_at, saved_at, sign, body, nps, signals, severity, worded)
                 SELECT id, version_id, $3, $3, $4, $5, $6, $7, $8, $9
                 FROM asked WHERE NOT expired AND NOT revoked AND version_id = $2
                 ON CONFLICT (invitation_id) DO UPDATE
                 SET saved_at = excluded.saved_at, saves = p.saves + 1, sign = excluded.sign, body = excluded.body,
                     nps = excluded.nps, signals = excluded.signals, severity = excluded.severity,
                     worded = excluded.worded, discarded_at = NULL, discarded_why = NULL,
                     considered_at = CASE WHEN p.body = excluded.body THEN p.considered_at END
                 WHERE p.saves < $10 AND p.saved_at <= excluded.saved_at
                   AND (excluded.sign = 'touched' OR p.sign = 'seen')
                 RETURNING saves
             )
             SELECT asked.version_id, asked.expired, asked.revoked, kept.saves,
                    EXISTS (SELECT FROM partial_answers f WHERE f.invitation_id = $1 AND f.saves >= $10)
             FROM asked LEFT JOIN kept ON true",
        );
        Ok(())
    }
}

impl QueryId for Keep<'_> {
    type QueryId = Keep<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl Query for Keep<'_> {
    type SqlType = (BigInt, Bool, Bool, Nullable<Integer>, Bool);
}

/// Discards what was only seen on a link from a moment on; what a hand touched stays.
///
/// # Errors
/// When the database does not answer.
pub async fn discard(
    connection: &mut AsyncPgConnection,
    invitation: i64,
    since: DateTime<Utc>,
    why: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    diesel::sql_query(
        "UPDATE partial_answers SET discarded_at = $4, discarded_why = $3
         WHERE invitation_id = $1 AND saved_at >= $2 AND sign = 'seen' AND discarded_at IS NULL",
    )
    .bind::<BigInt, _>(invitation)
    .bind::<Timestamptz, _>(since)
    .bind::<Text, _>(why)
    .bind::<Timestamptz, _>(now)
    .execute(connection)
    .await?;
    Ok(())
}

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
             SET severity = greatest(c.severity, excluded.severity),
                 signals = c.signals || ARRAY(SELECT s FROM unnest(excluded.signals) s WHERE s <> ALL (c.signals)),
                 first_answer_due = least(c.first_answer_due,
                     CASE WHEN excluded.severity > c.severity THEN excluded.first_answer_due END),
                 resolution_due = least(c.resolution_due,
                     CASE WHEN excluded.severity > c.severity THEN excluded.resolution_due END),
                 next_deadline = CASE
                     WHEN c.state = 'waiting_for_customer' OR excluded.severity <= c.severity THEN c.next_deadline
                     WHEN c.first_answered_at IS NULL THEN least(c.next_deadline, excluded.next_deadline)
                     ELSE least(c.next_deadline, excluded.resolution_due) END,
                 version = c.version + 1
             RETURNING c.id, c.version, c.severity
         ), noted AS (
             UPDATE partial_answers SET complaint_id = (SELECT id FROM joined) WHERE invitation_id = $1
         ), recorded AS (
             INSERT INTO complaint_events (complaint_id, at, kind, field, old_value, new_value, invitation_id)
             SELECT id, $6, CASE version WHEN 1 THEN 'opened' ELSE 'signal' END, NULL, NULL,
                    array_to_string($2, ','), $1
             FROM joined
             UNION ALL
             SELECT joined.id, $6, 'field', 'severity',
                    (ARRAY['low', 'normal', 'high', 'critical'])[before.severity],
                    (ARRAY['low', 'normal', 'high', 'critical'])[joined.severity], $1
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

/// An unfinished answer as staff see it.
#[derive(Debug, Clone)]
pub struct Unfinished {
    pub kind: String,
    pub saved_at: DateTime<Utc>,
    /// Only seen: a score from a letter that stood on a page.
    pub provisional: bool,
    /// There is an answer, which this was going to correct.
    pub correction: bool,
    /// Why it was discarded, if it was.
    pub discarded: Option<String>,
    pub body: String,
    pub definition: Definition,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Timestamptz)]
    saved_at: DateTime<Utc>,
    #[diesel(sql_type = Bool)]
    provisional: bool,
    #[diesel(sql_type = Bool)]
    correction: bool,
    #[diesel(sql_type = Nullable<Text>)]
    discarded: Option<String>,
    #[diesel(sql_type = Text)]
    body: String,
    #[diesel(sql_type = Jsonb)]
    definition: serde_json::Value,
}

/// Unfinished answers without what was sent since, by whatever filter.
fn unfinished(filter: &str) -> String {
    format!(
        "SELECT i.kind, p.saved_at, p.sign = 'seen' AS provisional, r.id IS NOT NULL AS correction,
                p.discarded_why AS discarded, p.body, v.definition
         FROM partial_answers p
         JOIN invitations i ON i.id = p.invitation_id
         JOIN questionnaire_versions v ON v.id = p.version_id
         LEFT JOIN responses r ON r.invitation_id = p.invitation_id
         WHERE {filter} AND p.body <> '' AND (r.id IS NULL OR r.changed_at < p.saved_at - interval '{} seconds')
         ORDER BY p.saved_at DESC LIMIT {LISTED}",
        TOGETHER.num_seconds()
    )
}

/// Those behind a complaint: that opened or joined it, and corrections of its answers that were begun.
///
/// # Errors
/// When the database does not answer, or a stored definition is not readable.
pub async fn of_complaint(connection: &mut AsyncPgConnection, number: i64) -> Result<Vec<Unfinished>> {
    let filter = "p.discarded_at IS NULL AND p.sign = 'touched' AND p.invitation_id IN (
        SELECT invitation_id FROM partial_answers WHERE complaint_id = $1
        UNION
        SELECT invitation_id FROM responses WHERE id IN (
            SELECT response_id FROM complaints WHERE id = $1
            UNION SELECT response_id FROM complaint_events WHERE complaint_id = $1))";
    read(diesel::sql_query(unfinished(filter)).bind::<BigInt, _>(number).load(connection).await?)
}

/// Those of a customer, discarded ones too, the newest.
///
/// # Errors
/// When the database does not answer, or a stored definition is not readable.
pub async fn of_customer(connection: &mut AsyncPgConnection, customer: i64) -> Result<Vec<Unfinished>> {
    let query = unfinished("i.customer_id = $1");
    read(diesel::sql_query(query).bind::<BigInt, _>(customer).load(connection).await?)
}

fn read(rows: Vec<Row>) -> Result<Vec<Unfinished>> {
    rows.into_iter()
        .map(|row| {
            Ok(Unfinished {
                kind: row.kind,
                saved_at: row.saved_at,
                provisional: row.provisional,
                correction: row.correction,
                discarded: row.discarded,
                body: row.body,
                definition: serde_json::from_value(row.definition).map_err(|error| {
                    StoreError::Query(diesel::result::Error::DeserializationError(Box::new(error)))
                })?,
            })
        })
        .collect()
}

/// Forgets the words of partials that nobody needs any more: sent since, or of links
/// that expired before `expired`. Neither while they are younger than `saved`. That they were begun stays until `started`. What a complaint was opened by is kept with it.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(
    connection: &mut AsyncPgConnection,
    saved: DateTime<Utc>,
    expired: DateTime<Utc>,
    started: DateTime<Utc>,
) -> Result<()> {
    loop {
        let emptied = diesel::sql_query(
            "UPDATE partial_answers SET body = '', nps = NULL, signals = '{}', severity = 1, worded = false
             WHERE invitation_id IN (
                 SELECT p.invitation_id FROM partial_answers p
                 JOIN invitations i ON i.id = p.invitation_id
                 LEFT JOIN responses r ON r.invitation_id = p.invitation_id
                 WHERE p.body <> '' AND p.complaint_id IS NULL AND p.saved_at < $1
                   AND (i.expires_at < $2 OR r.changed_at >= p.saved_at)
                 ORDER BY p.saved_at LIMIT $3)",
        )
        .bind::<Timestamptz, _>(saved)
        .bind::<Timestamptz, _>(expired)
        .bind::<BigInt, _>(SWEPT_AT_ONCE)
        .execute(connection)
        .await?;
        let deleted = diesel::sql_query(
            "DELETE FROM partial_answers WHERE invitation_id IN (
                 SELECT invitation_id FROM partial_answers
                 WHERE started_at < $1 AND complaint_id IS NULL ORDER BY started_at LIMIT $2)",
        )
        .bind::<Timestamptz, _>(started)
        .bind::<BigInt, _>(SWEPT_AT_ONCE)
        .execute(connection)
        .await?;
        if emptied == 0 && deleted == 0 {
            return Ok(());
        }
    }
}
