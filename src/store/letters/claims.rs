//! Letters taken for sending and written down afterwards, many in one statement.

use chrono::{DateTime, Duration, Utc};
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Bool, Integer, Nullable, SmallInt, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::super::{Result, transactions::transaction};

/// A letter that this process may hand over. `claimed_at` proves it: whoever holds an older one has lost the letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct Claim {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = SmallInt)]
    pub attempts: i16,
    #[diesel(sql_type = Timestamptz)]
    pub claimed_at: DateTime<Utc>,
}

/// What was taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Claimed {
    pub claims: Vec<Claim>,
    /// Surveys are due that the rate does not let go yet.
    pub held_back: bool,
}

/// The rate holds for all processes: who claims under a rate waits for this lock, then counts.
const LOCK: i64 = 0x6f74_6b6c_7261_7465;

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Bool)]
    found: bool,
}

/// Takes letters that are due: what people wait for first, then surveys, the longest waiting first. Others that claim at
/// the same time get others.
///
/// `per_minute` bounds the letters in hand and sent within any minute, over all processes. Words to people who
/// complained are counted and never held back.
///
/// # Errors
/// When the database does not answer.
pub async fn claim(
    connection: &mut AsyncPgConnection,
    now: DateTime<Utc>,
    most: i32,
    per_minute: Option<i32>,
) -> Result<Claimed> {
    let Some(per_minute) = per_minute else {
        return Ok(Claimed { claims: take(connection, now, most, most).await?, held_back: false });
    };
    transaction(connection, async |connection| {
        diesel::sql_query("SELECT pg_advisory_xact_lock($1)")
            .bind::<BigInt, _>(LOCK)
            .execute(connection)
            .await
            .map_err(super::super::StoreError::from)?;
        // A statement of its own, so that it sees what others claimed before they let the lock go.
        let left = i64::from(per_minute) - going(connection, now, per_minute).await?;
        let surveys = i32::try_from(left.clamp(0, i64::from(most))).unwrap_or(0);
        let claims = take(connection, now, most, surveys).await?;
        let held_back = claims.is_empty() && surveys == 0 && survey_is_due(connection, now).await?;
        Ok(Claimed { claims, held_back })
    })
    .await
}

/// Letters in hand, and those sent within the last minute; counted no further than needed.
async fn going(connection: &mut AsyncPgConnection, now: DateTime<Utc>, enough: i32) -> Result<i64> {
    let count: Count = diesel::sql_query(
        "SELECT (SELECT count(*) FROM letters WHERE state = 'sending' AND claimed_at > $2)
              + (SELECT count(*) FROM (SELECT 1 FROM letters
                                       WHERE state = 'sent' AND sent_at > $1 LIMIT $3) AS sent) AS count",
    )
    .bind::<Timestamptz, _>(now - Duration::minutes(1))
    .bind::<Timestamptz, _>(now - super::LONGEST_IN_HAND)
    .bind::<Integer, _>(enough)
    .get_result(connection)
    .await?;
    Ok(count.count)
}

async fn survey_is_due(connection: &mut AsyncPgConnection, now: DateTime<Utc>) -> Result<bool> {
    let found: Found = diesel::sql_query(
        "SELECT EXISTS (SELECT 1 FROM letters WHERE state = 'queued' AND due_at <= $1
                        AND kind IN ('invitation', 'reminder')) AS found",
    )
    .bind::<Timestamptz, _>(now)
    .get_result(connection)
    .await?;
    Ok(found.found)
}

async fn take(
    connection: &mut AsyncPgConnection,
    now: DateTime<Utc>,
    most: i32,
    surveys: i32,
) -> Result<Vec<Claim>> {
    Ok(diesel::sql_query(
        // Materialized: a subquery could be run again for each row, and take more than asked for.
        "WITH first AS MATERIALIZED (
             SELECT id FROM letters
             WHERE state = 'queued' AND due_at <= $1 AND kind NOT IN ('invitation', 'reminder')
             ORDER BY due_at, id LIMIT $2 FOR UPDATE SKIP LOCKED
         ), surveys AS MATERIALIZED (
             SELECT id FROM letters
             WHERE state = 'queued' AND due_at <= $1 AND kind IN ('invitation', 'reminder')
             ORDER BY due_at, id LIMIT greatest(0, least($2, $3) - (SELECT count(*) FROM first)) FOR UPDATE SKIP LOCKED
         )
         UPDATE letters SET state = 'sending', claimed_at = $1, attempts = attempts + 1
         FROM (SELECT id FROM first UNION ALL SELECT id FROM surveys) AS due WHERE letters.id = due.id
         RETURNING letters.id, attempts, claimed_at",
    )
    .bind::<Timestamptz, _>(now)
    .bind::<Integer, _>(most)
    .bind::<Integer, _>(surveys)
    .load(connection)
    .await?)
}

/// A letter that was handed over, and the address it was handed over for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedOver {
    pub claim: Claim,
    pub recipient: Option<String>,
}

/// The letters are handed over; an invitation is sent with its first one.
///
/// A letter that was taken for lost meanwhile is found again: who knows better may say so.
///
/// # Errors
/// When the database does not answer.
pub async fn mark_sent(
    connection: &mut AsyncPgConnection,
    letters: &[HandedOver],
    now: DateTime<Utc>,
) -> Result<()> {
    if letters.is_empty() {
        return Ok(());
    }
    let recipients: Vec<Option<&str>> = letters.iter().map(|letter| letter.recipient.as_deref()).collect();
    let claims: Vec<Claim> = letters.iter().map(|letter| letter.claim).collect();
    let (ids, claimed) = halves(&claims);
    diesel::sql_query(
        "WITH done AS MATERIALIZED (
             SELECT * FROM unnest($1, $2, $3) AS done (id, claimed_at, recipient)
         ), sent AS (
             UPDATE letters SET state = 'sent', sent_at = $4, failure = NULL, recipient = done.recipient
             FROM done
             WHERE letters.id = done.id AND letters.claimed_at = done.claimed_at
                 AND letters.state IN ('sending', 'unknown')
             RETURNING invitation_id
         )
         UPDATE invitations SET sent_at = coalesce(invitations.sent_at, $4)
         FROM sent WHERE invitations.id = sent.invitation_id",
    )
    .bind::<Array<BigInt>, _>(ids)
    .bind::<Array<Timestamptz>, _>(claimed)
    .bind::<Array<Nullable<Text>>, _>(recipients)
    .bind::<Timestamptz, _>(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// A letter that ends in a state (`failed`, `cancelled`, `unknown`) and says why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    pub claim: Claim,
    pub state: &'static str,
    pub failure: String,
}

/// The letters end, each in its state.
///
/// # Errors
/// When the database does not answer.
pub async fn mark_ended(connection: &mut AsyncPgConnection, letters: &[Ended]) -> Result<()> {
    if letters.is_empty() {
        return Ok(());
    }
    let claims: Vec<Claim> = letters.iter().map(|letter| letter.claim).collect();
    let (ids, claimed) = halves(&claims);
    diesel::sql_query(
        "UPDATE letters SET state = ended.state, failure = ended.failure
         FROM unnest($1, $2, $3, $4) AS ended (id, claimed_at, state, failure)
         WHERE letters.id = ended.id AND letters.claimed_at = ended.claimed_at AND letters.state = 'sending'",
    )
    .bind::<Array<BigInt>, _>(ids)
    .bind::<Array<Timestamptz>, _>(claimed)
    .bind::<Array<Text>, _>(letters.iter().map(|letter| letter.state).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(letters.iter().map(|letter| letter.failure.as_str()).collect::<Vec<_>>())
    .execute(connection)
    .await?;
    Ok(())
}

fn halves(claims: &[Claim]) -> (Vec<i64>, Vec<DateTime<Utc>>) {
    claims.iter().map(|claim| (claim.id, claim.claimed_at)).unzip()
}
