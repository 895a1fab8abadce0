//! The outbox: letters claimed for sending and settled afterwards, those in trouble, and what a letter is composed from.

pub mod returned;
mod trouble;

use chrono::{DateTime, Duration, Utc};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Integer, SmallInt, Text, Timestamptz},
};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl};

pub use trouble::{Health, Troubled, attempt_again, give_up, health, in_trouble};

use super::{
    Result,
    schema::{complaints, customers, invitations, letters, purchases, staff},
    suppressions,
};
use crate::domain::incoming::Cause;

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

/// Takes letters that are due, the longest waiting first. Others that claim at the same time get others.
///
/// # Errors
/// When the database does not answer.
pub async fn claim(connection: &mut AsyncPgConnection, now: DateTime<Utc>, most: i32) -> Result<Vec<Claim>> {
    Ok(diesel::sql_query(
        // Materialized: a subquery could be run again for each row, and take more than asked for.
        "WITH due AS MATERIALIZED (
             SELECT id FROM letters WHERE state = 'queued' AND due_at <= $1
             ORDER BY due_at, id LIMIT $2 FOR UPDATE SKIP LOCKED
         )
         UPDATE letters SET state = 'sending', claimed_at = $1, attempts = attempts + 1
         FROM due WHERE letters.id = due.id
         RETURNING letters.id, attempts, claimed_at",
    )
    .bind::<Timestamptz, _>(now)
    .bind::<Integer, _>(most)
    .load(connection)
    .await?)
}

/// Everything that a letter may be composed from.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = letters, check_for_backend(diesel::pg::Pg))]
pub struct Material {
    pub id: i64,
    pub kind: String,
    pub subject: Option<String>,
    pub body: Option<String>,
    #[diesel(embed)]
    pub customer: Recipient,
    #[diesel(embed)]
    pub invitation: Option<Asked>,
    #[diesel(embed)]
    pub purchase: Option<Bought>,
    #[diesel(embed)]
    pub complaint: Option<Case>,
    #[diesel(select_expression = staff::name.nullable())]
    pub staff_name: Option<String>,
}

/// Who gets a letter.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = customers, check_for_backend(diesel::pg::Pg))]
pub struct Recipient {
    pub id: i64,
    pub name: String,
    pub email: Option<String>,
    pub language: Option<String>,
    pub unsubscribed_at: Option<DateTime<Utc>>,
    pub bounced_at: Option<DateTime<Utc>>,
    pub erased_at: Option<DateTime<Utc>>,
}

/// The invitation that a letter carries.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = invitations, check_for_backend(diesel::pg::Pg))]
pub struct Asked {
    pub id: i64,
    pub expires_at: DateTime<Utc>,
    pub answered_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
}

/// The purchase that an invitation asks about.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = purchases, check_for_backend(diesel::pg::Pg))]
pub struct Bought {
    pub purchased_at: DateTime<Utc>,
    pub store: Option<String>,
}

/// The complaint that a letter is about.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = complaints, check_for_backend(diesel::pg::Pg))]
pub struct Case {
    pub id: i64,
    pub first_answer_due: DateTime<Utc>,
    pub first_answered_at: Option<DateTime<Utc>>,
}

/// What a letter is composed from, as it is stored now.
///
/// # Errors
/// When the database does not answer.
pub async fn material(connection: &mut AsyncPgConnection, id: i64) -> Result<Option<Material>> {
    Ok(letters::table
        .inner_join(customers::table)
        .left_join(invitations::table)
        .left_join(purchases::table.on(invitations::purchase_id.eq(purchases::id.nullable())))
        .left_join(complaints::table.on(letters::complaint_id.eq(complaints::id.nullable())))
        .left_join(staff::table.on(letters::staff_id.eq(staff::id.nullable())))
        .filter(letters::id.eq(id))
        .select(Material::as_select())
        .first(connection)
        .await
        .optional()?)
}

/// The letters of a complaint that left before this one, oldest first: the thread it belongs to.
///
/// # Errors
/// When the database does not answer.
pub async fn thread(connection: &mut AsyncPgConnection, complaint: i64, before: i64) -> Result<Vec<i64>> {
    let mut newest_first: Vec<i64> = letters::table
        .filter(letters::complaint_id.eq(complaint))
        .filter(letters::id.lt(before))
        .filter(letters::state.eq_any(["sent", "unknown"]))
        .order(letters::id.desc())
        .limit(20)
        .select(letters::id)
        .load(connection)
        .await?;
    newest_first.reverse();
    Ok(newest_first)
}

/// The letter is handed over; an invitation is sent with it. Answers whether the claim still held.
///
/// A letter that was taken for lost meanwhile is found again: who knows better may say so.
///
/// # Errors
/// When the database does not answer.
pub async fn mark_sent(connection: &mut AsyncPgConnection, claim: Claim, now: DateTime<Utc>) -> Result<bool> {
    Ok(diesel::sql_query(
        "WITH sent AS (
             UPDATE letters SET state = 'sent', sent_at = $3, failure = NULL
             WHERE id = $1 AND claimed_at = $2 AND state IN ('sending', 'unknown') RETURNING invitation_id
         ), asked AS (
             UPDATE invitations SET sent_at = coalesce(sent_at, $3) WHERE id IN (SELECT invitation_id FROM sent)
         )
         SELECT 1 FROM sent",
    )
    .bind::<BigInt, _>(claim.id)
    .bind::<Timestamptz, _>(claim.claimed_at)
    .bind::<Timestamptz, _>(now)
    .execute(connection)
    .await?
        > 0)
}

/// The letter ends in this state (`failed`, `cancelled`, `unknown`) and says why.
///
/// # Errors
/// When the database does not answer.
pub async fn mark_ended(
    connection: &mut AsyncPgConnection,
    claim: Claim,
    state: &str,
    failure: &str,
) -> Result<()> {
    diesel::update(held(claim))
        .set((letters::state.eq(state), letters::failure.eq(failure)))
        .execute(connection)
        .await?;
    Ok(())
}

/// The letter failed because its reader's mailbox is none, which holds for their other letters too.
///
/// # Errors
/// When the database does not answer.
pub async fn mark_bounced(
    connection: &mut AsyncPgConnection,
    claim: Claim,
    failure: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    connection
        .transaction(async |connection| {
            mark_ended(connection, claim, "failed", failure).await?;
            if let Some(letter) = returned::find(connection, claim.id).await?
                && let Some(address) = letter.recipient.or(letter.email)
            {
                let entry = suppressions::Entry::by_itself(&address, Cause::HardBounce, Some(failure));
                suppressions::add(connection, &entry, now).await?;
            }
            Ok(())
        })
        .await
}

/// The letter waits for another try.
///
/// # Errors
/// When the database does not answer.
pub async fn put_back(
    connection: &mut AsyncPgConnection,
    claim: Claim,
    due_at: DateTime<Utc>,
    failure: &str,
) -> Result<()> {
    diesel::update(held(claim))
        .set((letters::state.eq("queued"), letters::due_at.eq(due_at), letters::failure.eq(failure)))
        .execute(connection)
        .await?;
    Ok(())
}

/// Letters whose sender fell silent become `unknown`. Answers how many.
///
/// # Errors
/// When the database does not answer.
pub async fn mark_interrupted(
    connection: &mut AsyncPgConnection,
    claimed_before: DateTime<Utc>,
    failure: &str,
) -> Result<usize> {
    Ok(diesel::update(
        letters::table.filter(letters::state.eq("sending")).filter(letters::claimed_at.lt(claimed_before)),
    )
    .set((letters::state.eq("unknown"), letters::failure.eq(failure)))
    .execute(connection)
    .await?)
}

/// Ends every survey letter of a customer that has not left.
///
/// # Errors
/// When the database does not answer.
pub async fn cancel_surveys(
    connection: &mut AsyncPgConnection,
    customer: i64,
    survey_kinds: &[&str],
    why: &str,
) -> Result<usize> {
    Ok(diesel::sql_query(
        "UPDATE letters SET state = 'cancelled', failure = $3
         WHERE customer_id = $1 AND kind = ANY ($2) AND state = 'queued'",
    )
    .bind::<BigInt, _>(customer)
    .bind::<Array<Text>, _>(survey_kinds)
    .bind::<Text, _>(why)
    .execute(connection)
    .await?)
}

/// How long a letter may be in hand before nobody believes it any more.
pub const LONGEST_IN_HAND: Duration = Duration::minutes(15);

#[diesel::dsl::auto_type]
fn held(claim: Claim) -> _ {
    let id: i64 = claim.id;
    let claimed_at: DateTime<Utc> = claim.claimed_at;
    letters::table
        .filter(letters::id.eq(id))
        .filter(letters::claimed_at.eq(claimed_at))
        .filter(letters::state.eq("sending"))
}
