//! Complaints that staff open for a customer, and what tells the customer so.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    Result,
    schema::{complaints, customers, letters},
};

/// A complaint that somebody of the staff opens.
#[derive(Debug, Clone, Copy)]
pub struct Opening<'a> {
    pub customer_id: i64,
    /// Which of the customer's; the database does not ask whose it is.
    pub purchase_id: Option<i64>,
    pub source: &'a str,
    pub subject: Option<&'a str>,
    pub remedy_sought: Option<&'a str>,
    pub signals: &'a [&'a str],
    pub severity: i16,
    pub now: DateTime<Utc>,
    pub first_answer_due: DateTime<Utc>,
    pub resolution_due: DateTime<Utc>,
}

/// Opens a complaint; `None` where the customer has an open one about the same purchase, or about none, already.
///
/// # Errors
/// When the database does not answer.
pub async fn open(connection: &mut AsyncPgConnection, opening: Opening<'_>) -> Result<Option<i64>> {
    Ok(diesel::insert_into(complaints::table)
        .values((
            complaints::customer_id.eq(opening.customer_id),
            complaints::purchase_id.eq(opening.purchase_id),
            complaints::source.eq(opening.source),
            complaints::subject.eq(opening.subject),
            complaints::state.eq("new"),
            complaints::severity.eq(opening.severity),
            complaints::remedy_sought.eq(opening.remedy_sought),
            complaints::signals.eq(opening.signals),
            complaints::opened_at.eq(opening.now),
            complaints::last_in_at.eq(opening.now),
            complaints::first_answer_due.eq(opening.first_answer_due),
            complaints::resolution_due.eq(opening.resolution_due),
            complaints::next_deadline.eq(opening.first_answer_due.min(opening.resolution_due)),
        ))
        .on_conflict_do_nothing()
        .returning(complaints::id)
        .get_result(connection)
        .await
        .optional()?)
}

/// The open complaint of a customer about a purchase, or about none.
///
/// # Errors
/// When the database does not answer.
pub async fn open_of(
    connection: &mut AsyncPgConnection,
    customer: i64,
    purchase: Option<i64>,
) -> Result<Option<i64>> {
    Ok(complaints::table
        .filter(complaints::customer_id.eq(customer))
        .filter(complaints::purchase_id.is_not_distinct_from(purchase))
        .filter(complaints::state.eq_any(["new", "in_progress", "waiting_for_customer"]))
        .select(complaints::id)
        .first(connection)
        .await
        .optional()?)
}

/// Somebody whose complaint is opened.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = customers, check_for_backend(diesel::pg::Pg))]
pub struct Correspondent {
    pub id: i64,
    pub email: Option<String>,
    pub bounced_at: Option<DateTime<Utc>>,
}

/// A customer by their number; `None` where they were forgotten.
///
/// # Errors
/// When the database does not answer.
pub async fn correspondent(connection: &mut AsyncPgConnection, id: i64) -> Result<Option<Correspondent>> {
    Ok(customers::table
        .find(id)
        .filter(customers::erased_at.is_null())
        .select(Correspondent::as_select())
        .first(connection)
        .await
        .optional()?)
}

/// Gives a new guest a name.
///
/// # Errors
/// When the database does not answer.
pub async fn name_guest(connection: &mut AsyncPgConnection, id: i64, name: &str) -> Result<()> {
    diesel::update(customers::table.find(id)).set(customers::name.eq(name)).execute(connection).await?;
    Ok(())
}

/// Puts the letter that says a complaint is registered into the outbox.
///
/// # Errors
/// When the database does not answer.
pub async fn acknowledge(
    connection: &mut AsyncPgConnection,
    customer: i64,
    complaint: i64,
    answered: Option<&str>,
    now: DateTime<Utc>,
) -> Result<i64> {
    Ok(diesel::insert_into(letters::table)
        .values((
            letters::kind.eq("acknowledgement"),
            letters::customer_id.eq(customer),
            letters::complaint_id.eq(complaint),
            letters::in_reply_to.eq(answered),
            letters::due_at.eq(now),
        ))
        .returning(letters::id)
        .get_result(connection)
        .await?)
}
