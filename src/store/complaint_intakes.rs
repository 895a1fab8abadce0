//! Forms by which staff took complaints in, so that one sent twice is one complaint.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Result, schema::complaint_intakes};

/// Notes that a form is being worked off; waits for the same one under way. Answers what it came to, where it is known
/// already.
///
/// # Errors
/// When the database does not answer.
pub async fn begin(
    connection: &mut AsyncPgConnection,
    staff: i64,
    key: &str,
    now: DateTime<Utc>,
) -> Result<Option<i64>> {
    let new = diesel::insert_into(complaint_intakes::table)
        .values((
            complaint_intakes::staff_id.eq(staff),
            complaint_intakes::key.eq(key),
            complaint_intakes::at.eq(now),
        ))
        .on_conflict_do_nothing()
        .execute(connection)
        .await?;
    if new == 1 {
        return Ok(None);
    }
    let known: Option<Option<i64>> = complaint_intakes::table
        .find((staff, key))
        .select(complaint_intakes::complaint_id)
        .first(connection)
        .await
        .optional()?;
    Ok(known.flatten())
}

/// Notes what it came to.
///
/// # Errors
/// When the database does not answer.
pub async fn end(connection: &mut AsyncPgConnection, staff: i64, key: &str, complaint: i64) -> Result<()> {
    diesel::update(complaint_intakes::table.find((staff, key)))
        .set(complaint_intakes::complaint_id.eq(complaint))
        .execute(connection)
        .await?;
    Ok(())
}
