//! What was typed into forms and not sent: one row a link, written over as it goes on; counted nowhere as an answer.

mod silence;
mod told;

use chrono::{DateTime, Duration, Utc};
use diesel::{
    pg::Pg,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    result::QueryResult,
    sql_types::{Array, BigInt, Bool, Integer, Nullable, SmallInt, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

pub use self::{
    silence::{Discontent, SILENT, Silent, claim, complain, silent},
    told::{Unfinished, of_complaint, of_customer},
};
use super::Result;

/// Saves of one link; a hand makes some dozens.
pub const MOST_SAVES: i32 = 2_000;
/// A save that came in while its answer was being stored is no news.
const TOGETHER: Duration = Duration::seconds(10);
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
