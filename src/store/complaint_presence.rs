//! Who has a card open: rows that mean nothing half a minute after they were last written.

use chrono::{DateTime, Duration, Utc};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Bool, Text},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    Result,
    schema::complaint_presence,
    statement::{Statement, Value},
};

/// How long a page is believed to be open without a word from it.
pub const LIFE: Duration = Duration::seconds(30);

/// Somebody else at a card.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Present {
    #[diesel(sql_type = BigInt)]
    pub complaint_id: i64,
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Something is typed and not sent, on one of their pages at least.
    #[diesel(sql_type = Bool)]
    pub writes: bool,
}

/// Notes that one open page of somebody's is still there, and what they do on it.
///
/// # Errors
/// When the database does not answer.
pub async fn note(
    connection: &mut AsyncPgConnection,
    complaint: i64,
    staff: i64,
    page: &str,
    writes: bool,
    now: DateTime<Utc>,
) -> Result<()> {
    let doing = if writes { "writes" } else { "looks" };
    diesel::insert_into(complaint_presence::table)
        .values((
            complaint_presence::complaint_id.eq(complaint),
            complaint_presence::staff_id.eq(staff),
            complaint_presence::page.eq(page),
            complaint_presence::doing.eq(doing),
            complaint_presence::at.eq(now),
        ))
        .on_conflict((
            complaint_presence::complaint_id,
            complaint_presence::staff_id,
            complaint_presence::page,
        ))
        .do_update()
        .set((complaint_presence::doing.eq(doing), complaint_presence::at.eq(now)))
        .execute(connection)
        .await?;
    Ok(())
}

/// One page of somebody's was left.
///
/// # Errors
/// When the database does not answer.
pub async fn leave(connection: &mut AsyncPgConnection, complaint: i64, staff: i64, page: &str) -> Result<()> {
    diesel::delete(complaint_presence::table.find((complaint, staff, page))).execute(connection).await?;
    Ok(())
}

/// Who else is at these cards, by complaint and name: a person once, however many pages they have open.
///
/// # Errors
/// When the database does not answer.
pub async fn others(
    mut connection: &AsyncPgConnection,
    complaints: &[i64],
    me: i64,
    now: DateTime<Utc>,
) -> Result<Vec<Present>> {
    Ok(Statement::default()
        .sql(
            "SELECT p.complaint_id, s.name, bool_or(p.doing = 'writes') AS writes
             FROM complaint_presence p JOIN staff s ON s.id = p.staff_id WHERE p.complaint_id = ANY(",
        )
        .value(Value::Numbers(complaints.to_vec()))
        .sql(") AND p.staff_id <> ")
        .value(Value::Number(me))
        .sql(" AND p.at > ")
        .value(Value::Moment(now - LIFE))
        .sql(" GROUP BY p.complaint_id, s.id, s.name ORDER BY p.complaint_id, s.name, s.id")
        .load(&mut connection)
        .await?)
}

/// Takes away whoever was not heard of any more; open pages are told so by it.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(connection: &mut AsyncPgConnection, now: DateTime<Utc>) -> Result<usize> {
    Ok(diesel::delete(complaint_presence::table.filter(complaint_presence::at.lt(now - LIFE)))
        .execute(connection)
        .await?)
}
