//! Looks at links: a few rows for each, written beside the answering of requests; none of them is an answer.

use chrono::{DateTime, Duration, Utc};
use diesel::{
    pg::Pg,
    prelude::*,
    query_builder::{AstPass, QueryFragment, QueryId},
    sql_types::{BigInt, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection as _};

use super::{Result, schema::link_visits};

/// Rows of one link within a day.
const MOST_A_DAY: i64 = 30;
/// Rows deleted by one statement.
const SWEPT_AT_ONCE: i64 = 5_000;

/// Lets the looks of one link in one after the other until the transaction ends, and lets its commit not wait for the
/// disk: a look that a crash forgets is no loss.
///
/// # Errors
/// When the database does not answer.
pub async fn hold(connection: &mut AsyncPgConnection, invitation: i64) -> Result<()> {
    // The second number is the invitation folded into 32 bits: two links that share it merely wait for each other.
    connection
        .batch_execute(&format!(
            "SET LOCAL synchronous_commit = off;
             SELECT pg_advisory_xact_lock(7177, hashint8({invitation}))"
        ))
        .await?;
    Ok(())
}

/// Writes one look down, unless the link has had its rows of the day, or it chose no score and such a one is there.
/// Answers whether it did; without the invitation nothing is written.
///
/// # Errors
/// When the database does not answer.
pub async fn add(
    connection: &mut AsyncPgConnection,
    invitation: i64,
    score: Option<&str>,
    verdict: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    let written = diesel::sql_query(
        "INSERT INTO link_visits (invitation_id, at, score, verdict)
         SELECT id, $2, $3, $4 FROM invitations i
         WHERE id = $1
           AND (SELECT count(*) FROM link_visits v WHERE v.invitation_id = $1 AND v.at > $5) < $6
           AND ($3 IS NOT NULL OR NOT EXISTS (
                SELECT FROM link_visits v
                WHERE v.invitation_id = $1 AND v.at > $5 AND v.verdict = $4 AND v.score IS NULL))",
    )
    .bind::<BigInt, _>(invitation)
    .bind::<Timestamptz, _>(now)
    .bind::<Nullable<Text>, _>(score)
    .bind::<Text, _>(verdict)
    .bind::<Timestamptz, _>(now - Duration::days(1))
    .bind::<BigInt, _>(MOST_A_DAY)
    .execute(connection)
    .await?;
    Ok(written > 0)
}

/// The scores that addresses chose from a moment on, of looks that might be a person's.
///
/// # Errors
/// When the database does not answer.
pub async fn scores_since(
    connection: &mut AsyncPgConnection,
    invitation: i64,
    since: DateTime<Utc>,
) -> Result<Vec<(DateTime<Utc>, String)>> {
    Ok(link_visits::table
        .filter(link_visits::invitation_id.eq(invitation))
        .filter(link_visits::at.ge(since))
        .filter(link_visits::verdict.eq_any(["person", "burst"]))
        .filter(link_visits::score.is_not_null())
        .select((link_visits::at, link_visits::score.assume_not_null()))
        .order(link_visits::at)
        .limit(MOST_A_DAY)
        .load(connection)
        .await?)
}

/// Takes what seemed to be a person's looks, from a moment on, for a burst, and takes back that the link was opened
/// by them. Answers how many looks changed.
///
/// # Errors
/// When the database does not answer.
pub async fn mark_burst(
    connection: &mut AsyncPgConnection,
    invitation: i64,
    since: DateTime<Utc>,
) -> Result<usize> {
    diesel::sql_query("UPDATE invitations SET opened_at = NULL WHERE id = $1 AND opened_at >= $2")
        .bind::<BigInt, _>(invitation)
        .bind::<Timestamptz, _>(since)
        .execute(connection)
        .await?;
    Ok(diesel::update(link_visits::table)
        .filter(link_visits::invitation_id.eq(invitation))
        .filter(link_visits::at.ge(since))
        .filter(link_visits::verdict.eq("person"))
        .set(link_visits::verdict.eq("burst"))
        .execute(connection)
        .await?)
}

/// Writes down the first open by what does not look like a robot and chose no score, which is nearly every look there is:
/// one prepared statement that waits neither for others nor for the disk. Of several at once one finds it unopened.
///
/// # Errors
/// When the database does not answer.
pub async fn open(connection: &mut AsyncPgConnection, invitation: i64, now: DateTime<Utc>) -> Result<()> {
    FirstOpen { invitation, now }.execute(connection).await?;
    Ok(())
}

#[derive(QueryId)]
struct FirstOpen {
    invitation: i64,
    now: DateTime<Utc>,
}

impl QueryFragment<Pg> for FirstOpen {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(
            "WITH quick AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)
             ), opened AS (
                 UPDATE invitations SET opened_at = ",
        );
        out.push_bind_param::<Timestamptz, _>(&self.now)?;
        out.push_sql(" FROM quick WHERE opened_at IS NULL AND id = ");
        out.push_bind_param::<BigInt, _>(&self.invitation)?;
        out.push_sql(
            " RETURNING id, opened_at
             )
             INSERT INTO link_visits (invitation_id, at, verdict)
             SELECT id, opened_at, 'person' FROM opened
             WHERE (SELECT count(*) FROM link_visits v
                    WHERE v.invitation_id = opened.id AND v.at > opened_at - interval '1 day') < ",
        );
        out.push_bind_param::<BigInt, _>(&MOST_A_DAY)
    }
}

/// Notes the first open by a look that chose a score.
///
/// # Errors
/// When the database does not answer.
pub async fn mark_opened(
    connection: &mut AsyncPgConnection,
    invitation: i64,
    now: DateTime<Utc>,
) -> Result<()> {
    diesel::sql_query("UPDATE invitations SET opened_at = $2 WHERE id = $1 AND opened_at IS NULL")
        .bind::<BigInt, _>(invitation)
        .bind::<Timestamptz, _>(now)
        .execute(connection)
        .await?;
    Ok(())
}

/// How many looks of a kind were discarded.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Discarded {
    #[diesel(sql_type = Text)]
    pub verdict: String,
    #[diesel(sql_type = BigInt)]
    pub visits: i64,
}

/// The discarded looks at all links of a customer, the most frequent kind first.
///
/// # Errors
/// When the database does not answer.
pub async fn discarded(connection: &mut AsyncPgConnection, customer: i64) -> Result<Vec<Discarded>> {
    Ok(diesel::sql_query(
        "SELECT v.verdict, count(*) AS visits
         FROM invitations i JOIN link_visits v ON v.invitation_id = i.id
         WHERE i.customer_id = $1 AND v.verdict NOT IN ('person', 'pixel')
         GROUP BY v.verdict ORDER BY count(*) DESC, v.verdict",
    )
    .bind::<BigInt, _>(customer)
    .load(connection)
    .await?)
}

/// Deletes looks from before a moment, some at a time.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(connection: &mut AsyncPgConnection, before: DateTime<Utc>) -> Result<u64> {
    let mut swept = 0;
    loop {
        let gone = diesel::sql_query(
            "DELETE FROM link_visits WHERE id IN (SELECT id FROM link_visits WHERE at < $1 ORDER BY at LIMIT $2)",
        )
        .bind::<Timestamptz, _>(before)
        .bind::<BigInt, _>(SWEPT_AT_ONCE)
        .execute(connection)
        .await?;
        if gone == 0 {
            return Ok(swept);
        }
        swept += u64::try_from(gone).unwrap_or_default();
    }
}
