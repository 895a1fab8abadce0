//! One complaint held for a change, and the next ones to be worked on.

use bigdecimal::BigDecimal;
use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Integer, Jsonb, Nullable, Numeric, SmallInt, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    Result,
    schema::complaints,
    statement::{Statement, Value, prepared},
};

const OPEN: &str = "state IN ('new', 'in_progress', 'waiting_for_customer')";

/// Whether there is a complaint of this number.
///
/// # Errors
/// When the database does not answer.
pub async fn exists(connection: &mut AsyncPgConnection, number: i64) -> Result<bool> {
    Ok(diesel::select(diesel::dsl::exists(complaints::table.find(number))).get_result(connection).await?)
}

/// What a step has to know of a complaint, while it holds it.
#[derive(Debug, Clone, QueryableByName)]
pub struct Held {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = BigInt)]
    pub customer_id: i64,
    #[diesel(sql_type = Text)]
    pub state: String,
    #[diesel(sql_type = SmallInt)]
    pub severity: i16,
    #[diesel(sql_type = Array<Text>)]
    pub signals: Vec<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub owner_id: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    pub owner: Option<String>,
    #[diesel(sql_type = Timestamptz)]
    pub first_answer_due: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    pub resolution_due: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    pub next_deadline: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub first_answered_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub resolved_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Text>)]
    pub root_cause: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub resolution: Option<String>,
    #[diesel(sql_type = Integer)]
    pub reopened: i32,
    #[diesel(sql_type = Integer)]
    pub version: i32,
    #[diesel(sql_type = Text)]
    pub source: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub subject: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub remedy_sought: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub remedy_given: Option<String>,
    #[diesel(sql_type = Nullable<Numeric>)]
    pub compensation: Option<BigDecimal>,
    #[diesel(sql_type = Nullable<Text>)]
    pub compensation_currency: Option<String>,
    #[diesel(sql_type = SmallInt)]
    pub priority: i16,
    /// `domain::priority::Why`
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub why: Option<serde_json::Value>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub snoozed_until: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub merged_into_id: Option<i64>,
    #[diesel(sql_type = Timestamptz)]
    pub legal_due: DateTime<Utc>,
    #[diesel(sql_type = BigInt)]
    pub clocks_version: i64,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub last_in_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Timestamptz)]
    pub opened_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub purchase_id: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    pub email: Option<String>,
    #[diesel(sql_type = Bool)]
    pub bounced: bool,
    #[diesel(sql_type = Bool)]
    pub erased: bool,
}

/// Keeps everybody else from changing a complaint until the transaction ends, and reads it.
///
/// In this order and apart: a joined row read by the locking statement itself would be the one from before the wait,
/// an owner's name for example.
///
/// # Errors
/// When the database does not answer.
pub async fn hold(connection: &mut AsyncPgConnection, number: i64) -> Result<Option<Held>> {
    let locked: Option<i64> = complaints::table
        .find(number)
        .select(complaints::id)
        .for_update()
        .first(connection)
        .await
        .optional()?;
    if locked.is_none() {
        return Ok(None);
    }
    Ok(held(connection, &[number]).await?.into_iter().next())
}

/// Keeps everybody else from changing some complaints, in the order of their numbers.
///
/// # Errors
/// When the database does not answer.
pub async fn lock(connection: &mut AsyncPgConnection, numbers: &[i64]) -> Result<()> {
    complaints::table
        .filter(complaints::id.eq_any(numbers))
        .order(complaints::id)
        .select(complaints::id)
        .for_update()
        .load::<i64>(connection)
        .await?;
    Ok(())
}

/// Complaints that this transaction has locked, by their numbers.
///
/// # Errors
/// When the database does not answer.
pub async fn held(connection: &mut AsyncPgConnection, numbers: &[i64]) -> Result<Vec<Held>> {
    Ok(Statement::default()
        .sql(
        "SELECT c.id, c.customer_id, c.state, c.severity, c.signals, c.owner_id, s.name AS owner,
                c.first_answer_due, c.resolution_due, c.next_deadline, c.first_answered_at, c.resolved_at, c.root_cause, c.resolution,
                c.reopened, c.version, c.source, c.subject, c.remedy_sought, c.remedy_given, c.compensation,
                c.compensation_currency, c.priority, c.why, c.snoozed_until, c.merged_into_id, c.legal_due,
                c.clocks_version, c.last_in_at, c.opened_at, c.purchase_id, u.email, u.bounced_at IS NOT NULL AS bounced, u.erased_at IS NOT NULL AS erased
         FROM complaints c
         JOIN customers u ON u.id = c.customer_id
         LEFT JOIN staff s ON s.id = c.owner_id
         WHERE c.id = ANY (",
        )
        .value(Value::Numbers(numbers.to_vec()))
        .sql(") ORDER BY c.id")
    .load(connection)
    .await?)
}

/// Gives a complaint that nobody has to somebody: one conditional statement, so of two at once one gets it.
/// Answers whether it did.
///
/// # Errors
/// When the database does not answer.
pub async fn claim(
    connection: &mut AsyncPgConnection,
    number: i64,
    seen_owner: Option<i64>,
    seen_state: &str,
    owner: i64,
    state: &str,
    next_deadline: DateTime<Utc>,
) -> Result<bool> {
    let claimed = diesel::update(
        complaints::table
            .find(number)
            .filter(complaints::owner_id.is_not_distinct_from(seen_owner))
            .filter(complaints::state.eq(seen_state)),
    )
    .set((
        complaints::owner_id.eq(owner),
        complaints::state.eq(state),
        complaints::next_deadline.eq(next_deadline),
        complaints::version.eq(complaints::version + 1),
    ))
    .execute(connection)
    .await?;
    Ok(claimed == 1)
}

/// Writes a held complaint back as it now is.
///
/// # Errors
/// When the database does not answer; a unique violation where the customer already has another open one.
pub async fn put_back(mut connection: &AsyncPgConnection, held: &Held) -> Result<()> {
    diesel::update(complaints::table.find(held.id))
        .set((
            complaints::state.eq(&held.state),
            complaints::owner_id.eq(held.owner_id),
            complaints::severity.eq(held.severity),
            complaints::signals.eq(&held.signals),
            complaints::first_answer_due.eq(held.first_answer_due),
            complaints::resolution_due.eq(held.resolution_due),
            complaints::next_deadline.eq(held.next_deadline),
            complaints::first_answered_at.eq(held.first_answered_at),
            complaints::resolved_at.eq(held.resolved_at),
            complaints::root_cause.eq(held.root_cause.as_deref()),
            complaints::resolution.eq(held.resolution.as_deref()),
            complaints::reopened.eq(held.reopened),
            complaints::subject.eq(held.subject.as_deref()),
            complaints::remedy_sought.eq(held.remedy_sought.as_deref()),
            complaints::remedy_given.eq(held.remedy_given.as_deref()),
            complaints::compensation.eq(held.compensation.as_ref()),
            complaints::compensation_currency.eq(held.compensation_currency.as_deref()),
            complaints::priority.eq(held.priority),
            complaints::why.eq(held.why.as_ref()),
            complaints::snoozed_until.eq(held.snoozed_until),
            complaints::merged_into_id.eq(held.merged_into_id),
            complaints::legal_due.eq(held.legal_due),
            complaints::clocks_version.eq(held.clocks_version),
            complaints::last_in_at.eq(held.last_in_at),
            complaints::version.eq(held.version),
        ))
        .execute(&mut connection)
        .await?;
    Ok(())
}

/// The most urgent complaint that nobody has, nobody put off and nobody is just taking; held until the transaction ends.
///
/// # Errors
/// When the database does not answer.
pub async fn most_urgent_free(connection: &mut AsyncPgConnection) -> Result<Option<i64>> {
    Ok(complaints::table
        .filter(complaints::state.eq_any(["new", "in_progress"]))
        .filter(complaints::owner_id.is_null())
        .filter(complaints::snoozed_until.is_null())
        .order((complaints::next_deadline, complaints::id))
        .select(complaints::id)
        .for_update()
        .skip_locked()
        .first(connection)
        .await
        .optional()?)
}

/// The open complaint of the same customer and purchase, if this one is over and there is one.
///
/// # Errors
/// When the database does not answer.
pub async fn open_twin(connection: &mut AsyncPgConnection, number: i64) -> Result<Option<i64>> {
    #[derive(QueryableByName)]
    struct Twin {
        #[diesel(sql_type = BigInt)]
        id: i64,
    }
    let twin: Option<Twin> = prepared(format!(
        "SELECT id FROM complaints WHERE {OPEN} AND id <> $1 AND (customer_id, coalesce(purchase_id, 0)) =
             (SELECT customer_id, coalesce(purchase_id, 0) FROM complaints WHERE id = $1)"
    ))
    .bind::<BigInt, _>(number)
    .get_result(connection)
    .await
    .optional()?;
    Ok(twin.map(|twin| twin.id))
}

/// The complaint that stands for this one: itself, or the one that it was merged into, however often.
///
/// # Errors
/// When the database does not answer.
pub async fn standing_for(connection: &mut AsyncPgConnection, number: i64) -> Result<Option<i64>> {
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = BigInt)]
        id: i64,
    }
    let found: Option<Found> = prepared(
        "WITH RECURSIVE way AS (
             SELECT id, merged_into_id, 1 AS step FROM complaints WHERE id = $1
             UNION ALL
             SELECT c.id, c.merged_into_id, way.step + 1
             FROM way JOIN complaints c ON c.id = way.merged_into_id WHERE way.step < 100
         )
         SELECT id FROM way ORDER BY step DESC LIMIT 1",
    )
    .bind::<BigInt, _>(number)
    .get_result(connection)
    .await
    .optional()?;
    Ok(found.map(|found| found.id))
}

/// Complaints that were resolved before a moment and are not closed, the longest ago first; held until the transaction
/// ends, and left to whoever holds them already.
///
/// # Errors
/// When the database does not answer.
pub async fn resolved_before(
    connection: &mut AsyncPgConnection,
    before: DateTime<Utc>,
    most: i64,
) -> Result<Vec<i64>> {
    Ok(complaints::table
        .filter(complaints::state.eq("resolved"))
        .filter(complaints::resolved_at.lt(before))
        .order((complaints::resolved_at, complaints::id))
        .limit(most)
        .select(complaints::id)
        .for_update()
        .skip_locked()
        .load(connection)
        .await?)
}

/// Open complaints whose severity, priority and clocks were not settled by this clockwork, the new ones first; held until
/// the transaction ends, and left to whoever holds them already.
///
/// Both sides of the version are looked up apart, on the index of unsettled ones: one condition `<>` would read all that
/// are settled, every two seconds.
///
/// # Errors
/// When the database does not answer.
pub async fn unsettled(connection: &mut AsyncPgConnection, version: i64, most: i64) -> Result<Vec<i64>> {
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = BigInt)]
        id: i64,
    }
    let found: Vec<Found> = prepared(unsettled_query())
        .bind::<BigInt, _>(version)
        .bind::<BigInt, _>(most)
        .load(connection)
        .await?;
    Ok(found.into_iter().map(|row| row.id).collect())
}

/// The text of [`unsettled`]'s query: version, how many.
#[must_use]
pub fn unsettled_query() -> String {
    let side = |condition: &str| {
        format!(
            "ARRAY(SELECT id FROM complaints WHERE {OPEN} AND clocks_version {condition} $1
                   ORDER BY clocks_version, id LIMIT $2)"
        )
    };
    format!(
        "SELECT id FROM complaints WHERE id = ANY ({} || {}) AND {OPEN} AND clocks_version <> $1
         ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED",
        side("<"),
        side(">")
    )
}

/// The version of a complaint, raised by each deed.
///
/// # Errors
/// When the database does not answer.
pub async fn version(connection: &mut AsyncPgConnection, number: i64) -> Result<i32> {
    Ok(complaints::table.find(number).select(complaints::version).first(connection).await?)
}
