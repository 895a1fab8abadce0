//! Letters of staff that still wait in the outbox and can be taken back, and the words that are given back with them.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Text},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::super::{
    Result,
    schema::{complaint_events, letters},
};

/// Words of staff that have not left.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = letters, check_for_backend(diesel::pg::Pg))]
pub struct Leaving {
    pub id: i64,
    pub kind: String,
    pub staff_id: Option<i64>,
    pub due_at: DateTime<Utc>,
    pub body: Option<String>,
    pub state: String,
}

/// Those of a complaint that were never tried, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn leaving(connection: &mut AsyncPgConnection, complaint: i64) -> Result<Vec<Leaving>> {
    Ok(letters::table
        .filter(letters::complaint_id.eq(complaint))
        .filter(letters::staff_id.is_not_null())
        .filter(letters::state.eq("queued"))
        .filter(letters::attempts.eq(0))
        .order(letters::id.desc())
        .limit(10)
        .select(Leaving::as_select())
        .load(connection)
        .await?)
}

/// A letter of a complaint, whatever became of it.
///
/// # Errors
/// When the database does not answer.
pub async fn of_complaint(
    connection: &mut AsyncPgConnection,
    complaint: i64,
    letter: i64,
) -> Result<Option<Leaving>> {
    Ok(letters::table
        .find(letter)
        .filter(letters::complaint_id.eq(complaint))
        .select(Leaving::as_select())
        .first(connection)
        .await
        .optional()?)
}

/// Takes a letter out of the outbox. Answers `false` where it is in hand, has left, or was taken back before.
///
/// # Errors
/// When the database does not answer.
pub async fn recall(connection: &mut AsyncPgConnection, letter: i64, why: &str) -> Result<bool> {
    let taken = diesel::update(
        letters::table.find(letter).filter(letters::state.eq("queued")).filter(letters::attempts.eq(0)),
    )
    .set((letters::state.eq("cancelled"), letters::failure.eq(why)))
    .execute(connection)
    .await?;
    Ok(taken > 0)
}

/// A change that the step of a letter made beside it.
#[derive(Debug, Clone, QueryableByName)]
pub struct Change {
    #[diesel(sql_type = Text)]
    pub field: String,
    #[diesel(sql_type = diesel::sql_types::Nullable<Text>)]
    pub old_value: Option<String>,
    #[diesel(sql_type = diesel::sql_types::Nullable<Text>)]
    pub new_value: Option<String>,
}

/// What the step that wrote a letter changed of its complaint: the fields of the same person and moment.
///
/// # Errors
/// When the database does not answer.
pub async fn changes(connection: &mut AsyncPgConnection, complaint: i64, letter: i64) -> Result<Vec<Change>> {
    Ok(diesel::sql_query(
        "SELECT f.field, f.old_value, f.new_value
         FROM complaint_events e
         JOIN complaint_events f ON f.complaint_id = e.complaint_id AND f.id > e.id AND f.at = e.at
              AND f.staff_id = e.staff_id AND f.kind = 'field'
         WHERE e.complaint_id = $1 AND e.kind = 'letter' AND e.letter_id = $2
         ORDER BY f.id",
    )
    .bind::<BigInt, _>(complaint)
    .bind::<BigInt, _>(letter)
    .load(connection)
    .await?)
}

/// When the first letter of staff about a complaint was written that was not taken back.
///
/// # Errors
/// When the database does not answer.
pub async fn first_answer(
    connection: &mut AsyncPgConnection,
    complaint: i64,
) -> Result<Option<DateTime<Utc>>> {
    Ok(complaint_events::table
        .inner_join(letters::table.on(complaint_events::letter_id.eq(letters::id.nullable())))
        .filter(complaint_events::complaint_id.eq(complaint))
        .filter(complaint_events::kind.eq("letter"))
        .filter(letters::state.ne("cancelled"))
        .filter(letters::staff_id.is_not_null())
        .order(complaint_events::id)
        .select(complaint_events::at)
        .first(connection)
        .await
        .optional()?)
}

/// The newest entry of a complaint's history.
///
/// # Errors
/// When the database does not answer.
pub async fn newest_entry(connection: &mut AsyncPgConnection, complaint: i64) -> Result<i64> {
    let newest: Option<i64> = complaint_events::table
        .filter(complaint_events::complaint_id.eq(complaint))
        .select(diesel::dsl::max(complaint_events::id))
        .first(connection)
        .await?;
    Ok(newest.unwrap_or(0))
}
