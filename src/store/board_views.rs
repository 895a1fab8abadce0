//! Views of reports with a name: one's own, and those that others share. They stand in the table of the desk's lists.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    Result,
    schema::{saved_views, staff},
};

const ROOM: &str = "board";

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct BoardView {
    pub id: i64,
    pub owner_id: i64,
    pub owner: String,
    pub shared: bool,
    pub name: String,
    /// Its report and what is counted: `nps?store=…`.
    pub query: String,
}

type Columns = (
    saved_views::id,
    saved_views::owner_id,
    staff::name,
    saved_views::shared,
    saved_views::name,
    saved_views::query,
);

const COLUMNS: Columns = (
    saved_views::id,
    saved_views::owner_id,
    staff::name,
    saved_views::shared,
    saved_views::name,
    saved_views::query,
);

/// Views that somebody sees: their own, then the shared ones of others, each by name.
///
/// # Errors
/// When the database does not answer.
pub async fn seen_by(connection: &mut AsyncPgConnection, reader: i64, most: i64) -> Result<Vec<BoardView>> {
    Ok(saved_views::table
        .inner_join(staff::table)
        .filter(saved_views::room.eq(ROOM))
        .filter(saved_views::removed_at.is_null())
        .filter(saved_views::owner_id.eq(reader).or(saved_views::shared))
        .order((saved_views::owner_id.ne(reader), saved_views::name, saved_views::id))
        .limit(most)
        .select(COLUMNS)
        .load(connection)
        .await?)
}

/// One of those that somebody sees.
///
/// # Errors
/// When the database does not answer.
pub async fn seen(connection: &mut AsyncPgConnection, id: i64, reader: i64) -> Result<Option<BoardView>> {
    Ok(saved_views::table
        .inner_join(staff::table)
        .filter(saved_views::id.eq(id))
        .filter(saved_views::room.eq(ROOM))
        .filter(saved_views::removed_at.is_null())
        .filter(saved_views::owner_id.eq(reader).or(saved_views::shared))
        .select(COLUMNS)
        .first(connection)
        .await
        .optional()?)
}

/// One of somebody's own, also where they removed it.
///
/// # Errors
/// When the database does not answer.
pub async fn own(connection: &mut AsyncPgConnection, id: i64, owner: i64) -> Result<Option<BoardView>> {
    Ok(saved_views::table
        .inner_join(staff::table)
        .filter(saved_views::id.eq(id))
        .filter(saved_views::room.eq(ROOM))
        .filter(saved_views::owner_id.eq(owner))
        .select(COLUMNS)
        .first(connection)
        .await
        .optional()?)
}

/// How many of somebody's own there are.
///
/// # Errors
/// When the database does not answer.
pub async fn count(connection: &mut AsyncPgConnection, owner: i64) -> Result<i64> {
    Ok(saved_views::table
        .filter(saved_views::room.eq(ROOM))
        .filter(saved_views::removed_at.is_null())
        .filter(saved_views::owner_id.eq(owner))
        .count()
        .get_result(connection)
        .await?)
}

/// Keeps somebody from saving another until the transaction ends.
///
/// # Errors
/// When the database does not answer.
pub async fn hold(connection: &mut AsyncPgConnection, owner: i64) -> Result<()> {
    staff::table.find(owner).select(staff::id).for_no_key_update().execute(connection).await?;
    Ok(())
}

/// Somebody's own of this address.
///
/// # Errors
/// When the database does not answer.
pub async fn same(connection: &mut AsyncPgConnection, owner: i64, query: &str) -> Result<Option<i64>> {
    Ok(saved_views::table
        .filter(saved_views::room.eq(ROOM))
        .filter(saved_views::removed_at.is_null())
        .filter(saved_views::owner_id.eq(owner))
        .filter(saved_views::query.eq(query))
        .select(saved_views::id)
        .first(connection)
        .await
        .optional()?)
}

/// Adds one; answers its id.
///
/// # Errors
/// When the database does not answer.
pub async fn add(
    connection: &mut AsyncPgConnection,
    owner: i64,
    shared: bool,
    name: &str,
    query: &str,
    now: DateTime<Utc>,
) -> Result<i64> {
    Ok(diesel::insert_into(saved_views::table)
        .values((
            saved_views::room.eq(ROOM),
            saved_views::owner_id.eq(owner),
            saved_views::shared.eq(shared),
            saved_views::name.eq(name),
            saved_views::query.eq(query),
            saved_views::created_at.eq(now),
        ))
        .returning(saved_views::id)
        .get_result(connection)
        .await?)
}

/// Writes one of somebody's own as it now is.
///
/// # Errors
/// When the database does not answer.
pub async fn put(
    connection: &mut AsyncPgConnection,
    id: i64,
    owner: i64,
    name: &str,
    shared: bool,
) -> Result<()> {
    diesel::update(
        saved_views::table
            .filter(saved_views::id.eq(id))
            .filter(saved_views::room.eq(ROOM))
            .filter(saved_views::owner_id.eq(owner)),
    )
    .set((saved_views::name.eq(name), saved_views::shared.eq(shared)))
    .execute(connection)
    .await?;
    Ok(())
}

/// Removes one of somebody's own, or, with no moment, takes that back.
///
/// # Errors
/// When the database does not answer.
pub async fn remove(
    connection: &mut AsyncPgConnection,
    id: i64,
    owner: i64,
    at: Option<DateTime<Utc>>,
) -> Result<()> {
    diesel::update(
        saved_views::table
            .filter(saved_views::id.eq(id))
            .filter(saved_views::room.eq(ROOM))
            .filter(saved_views::owner_id.eq(owner)),
    )
    .set(saved_views::removed_at.eq(at))
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets those that were removed before a moment, with the subscriptions to them.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(connection: &mut AsyncPgConnection, before: DateTime<Utc>) -> Result<()> {
    diesel::delete(saved_views::table.filter(saved_views::removed_at.lt(before))).execute(connection).await?;
    Ok(())
}
