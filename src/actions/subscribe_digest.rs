//! Begins and ends the Monday letter of a reader of reports.

use chrono::{DateTime, Utc};

use crate::store::{Connection, Result, board_views, digests};

/// Begins it for a view that the reader sees, or for the overview of everything. Answers `false` where they see no such view.
///
/// # Errors
/// When the database does not answer.
pub async fn subscribe(
    connection: &mut Connection,
    staff: i64,
    view: Option<i64>,
    now: DateTime<Utc>,
) -> Result<bool> {
    if let Some(id) = view
        && board_views::seen(connection, id, staff).await?.is_none()
    {
        return Ok(false);
    }
    digests::begin(connection, staff, view, now).await?;
    Ok(true)
}

/// Ends it.
///
/// # Errors
/// When the database does not answer.
pub async fn unsubscribe(
    connection: &mut Connection,
    staff: i64,
    view: Option<i64>,
    now: DateTime<Utc>,
) -> Result<()> {
    digests::end(connection, staff, view, now).await
}

/// Ends the one of a link, or begins it again. Answers `false` where there is none.
///
/// # Errors
/// When the database does not answer.
pub async fn by_link(
    connection: &mut Connection,
    subscription: i64,
    again: bool,
    now: DateTime<Utc>,
) -> Result<bool> {
    let Some(found) = digests::find(connection, subscription).await? else { return Ok(false) };
    if again {
        digests::begin(connection, found.staff_id, found.view_id, now).await?;
    } else {
        digests::end(connection, found.staff_id, found.view_id, now).await?;
    }
    Ok(true)
}
