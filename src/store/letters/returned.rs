//! Letters that left and came back, or that somebody complained of.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::super::{
    Result,
    schema::{customers, incoming_letters, letters},
};

/// A letter as far as its return goes.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = letters, check_for_backend(diesel::pg::Pg))]
pub struct Returned {
    pub id: i64,
    pub customer_id: i64,
    pub state: String,
    /// Whom it was handed over for, where that is known.
    pub recipient: Option<String>,
    /// The customer's present address.
    #[diesel(select_expression = customers::email)]
    pub email: Option<String>,
}

/// The letter of this number.
///
/// # Errors
/// When the database does not answer.
pub async fn find(connection: &mut AsyncPgConnection, id: i64) -> Result<Option<Returned>> {
    Ok(letters::table
        .inner_join(customers::table)
        .filter(letters::id.eq(id))
        .select(Returned::as_select())
        .first(connection)
        .await
        .optional()?)
}

/// The same, held until the end of the transaction with its customer: the customer first, as everybody locks them.
///
/// # Errors
/// When the database does not answer.
pub async fn hold(connection: &mut AsyncPgConnection, id: i64) -> Result<Option<Returned>> {
    let Some(found) = find(connection, id).await? else { return Ok(None) };
    customers::table
        .find(found.customer_id)
        .select(customers::id)
        .for_update()
        .first::<i64>(connection)
        .await?;
    letters::table.find(id).select(letters::id).for_update().first::<i64>(connection).await?;
    find(connection, id).await
}

/// The letter did not arrive. Answers `false` where it is not one that left.
///
/// # Errors
/// When the database does not answer.
pub async fn mark_returned(
    connection: &mut AsyncPgConnection,
    id: i64,
    failure: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    Ok(diesel::update(left(id))
        .set((letters::state.eq("failed"), letters::failure.eq(failure), letters::bounced_at.eq(now)))
        .execute(connection)
        .await?
        > 0)
}

/// The letter came back softly and waits for another try. Answers `false` where it is not one that left.
///
/// # Errors
/// When the database does not answer.
pub async fn send_again(
    connection: &mut AsyncPgConnection,
    id: i64,
    failure: &str,
    due_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<bool> {
    Ok(diesel::update(left(id))
        .set((
            letters::state.eq("queued"),
            letters::failure.eq(failure),
            letters::bounced_at.eq(now),
            letters::due_at.eq(due_at),
            letters::attempts.eq(0),
            letters::claimed_at.eq(None::<DateTime<Utc>>),
        ))
        .execute(connection)
        .await?
        > 0)
}

/// How often a letter came back softly and was tried again.
///
/// # Errors
/// When the database does not answer.
pub async fn times_retried(connection: &mut AsyncPgConnection, id: i64) -> Result<i64> {
    Ok(incoming_letters::table
        .filter(incoming_letters::letter_id.eq(id))
        .filter(incoming_letters::outcome.eq("retried"))
        .count()
        .get_result(connection)
        .await?)
}

#[diesel::dsl::auto_type]
fn left(id: i64) -> _ {
    letters::table
        .filter(letters::id.eq(id))
        .filter(letters::state.eq("sent").or(letters::state.eq("unknown")))
}
