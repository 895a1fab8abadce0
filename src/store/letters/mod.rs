//! The outbox: letters claimed for sending and settled afterwards, those in trouble, and what a letter is composed from.

mod claims;
pub mod recalls;
pub mod returned;
mod trouble;

use chrono::{DateTime, Duration, Utc};
use diesel::{
    dsl::sql,
    expression::SqlLiteral,
    prelude::*,
    sql_types::{Array, BigInt, Bool, Nullable, Text},
};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl};

pub use claims::{Claim, Claimed, Ended, HandedOver, claim, mark_ended, mark_sent};
pub use trouble::{Health, Troubled, attempt_again, give_up, health, in_trouble};

use super::{
    Result,
    schema::{complaints, customers, invitations, letters, purchases, staff},
    suppressions,
};
use crate::domain::incoming::Cause;

/// A purchase after leaving is a return, also before the watch over silence has written it down.
const IS_OVER: &str = "CASE invitations.kind
    WHEN 'exit' THEN EXISTS (
        SELECT FROM departures g WHERE g.id = invitations.departure_id AND (g.returned_at IS NOT NULL OR EXISTS (
            SELECT FROM purchases b
            WHERE b.customer_id = g.customer_id AND b.purchased_at > g.left_at AND b.amount >= 0)))
    WHEN 'resolution' THEN EXISTS (
        SELECT FROM complaints k WHERE k.id = invitations.complaint_id AND k.state NOT IN ('resolved', 'closed'))
    ELSE false END";

/// Everything that a letter may be composed from.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = letters, check_for_backend(diesel::pg::Pg))]
pub struct Material {
    pub id: i64,
    pub kind: String,
    pub subject: Option<String>,
    pub body: Option<String>,
    /// The customer's letter that this one answers, by its Message-ID.
    pub in_reply_to: Option<String>,
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
    /// What the invitation asks about is over: they came back, or their complaint is open again.
    #[diesel(select_expression = sql::<Bool>(IS_OVER), select_expression_type = SqlLiteral<Bool>)]
    pub is_over: bool,
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
    pub kind: String,
    pub complaint_id: Option<i64>,
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

/// What letters are composed from, as it is stored now.
///
/// # Errors
/// When the database does not answer.
pub async fn materials(connection: &mut AsyncPgConnection, ids: &[i64]) -> Result<Vec<Material>> {
    Ok(letters::table
        .inner_join(customers::table)
        .left_join(invitations::table)
        .left_join(purchases::table.on(invitations::purchase_id.eq(purchases::id.nullable())))
        .left_join(complaints::table.on(letters::complaint_id.eq(complaints::id.nullable())))
        .left_join(staff::table.on(letters::staff_id.eq(staff::id.nullable())))
        .filter(letters::id.eq_any(ids))
        .select(Material::as_select())
        .load(connection)
        .await?)
}

/// A letter of a thread: one of ours by its number, or a customer's by its Message-ID.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Linked {
    Ours(i64),
    Theirs(String),
}

#[derive(QueryableByName)]
struct LinkedRow {
    #[diesel(sql_type = Nullable<BigInt>)]
    ours: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    theirs: Option<String>,
}

/// The letters of a complaint before this one, both ways, oldest first: the first of all and the last ten.
///
/// # Errors
/// When the database does not answer.
pub async fn thread(connection: &mut AsyncPgConnection, complaint: i64, before: i64) -> Result<Vec<Linked>> {
    let rows: Vec<LinkedRow> = diesel::sql_query(
        "WITH ours AS (
             SELECT id AS ours, NULL::text AS theirs, coalesce(sent_at, due_at) AS at FROM letters
             WHERE complaint_id = $1 AND id < $2 AND state IN ('sent', 'unknown')
               AND kind NOT IN ('invitation', 'reminder', 'alert')
         ), theirs AS (
             SELECT NULL::bigint AS ours, message_id AS theirs, received_at AS at FROM incoming_letters
             WHERE complaint_id = $1 AND message_id IS NOT NULL AND kind = 'words' AND outcome IN ('joined', 'opened')
         ), everything AS (SELECT * FROM ours UNION ALL SELECT * FROM theirs)
         SELECT ours, theirs FROM (
             (SELECT * FROM everything ORDER BY at, ours LIMIT 1)
             UNION
             (SELECT * FROM everything ORDER BY at DESC, ours DESC LIMIT 10)
         ) ends ORDER BY at, ours",
    )
    .bind::<BigInt, _>(complaint)
    .bind::<BigInt, _>(before)
    .load(connection)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| row.ours.map(Linked::Ours).or(row.theirs.map(Linked::Theirs)))
        .collect())
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
            let failed = Ended { claim, state: "failed", failure: failure.to_owned() };
            mark_ended(connection, &[failed]).await?;
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
