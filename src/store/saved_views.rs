//! Lists with a name: one's own, and those that leads share with everybody.

use chrono::{DateTime, Utc};
use diesel::{dsl::max, prelude::*};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    Result,
    schema::saved_views,
    statement::{Statement, Value},
};

/// The room whose lists these are; those of the board are in `board_views`.
const DESK: &str = "desk";

/// One of them.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = saved_views, check_for_backend(diesel::pg::Pg))]
pub struct View {
    pub id: i64,
    pub owner_id: i64,
    pub shared: bool,
    pub name: String,
    pub query: String,
    pub position: i16,
}

/// Views that somebody sees, in their order: their own, then the shared ones of others.
///
/// # Errors
/// When the database does not answer.
pub async fn seen_by(mut connection: &AsyncPgConnection, id: i64, most: i64) -> Result<Vec<View>> {
    Ok(saved_views::table
        .filter(saved_views::room.eq(DESK))
        .filter(saved_views::owner_id.eq(id).or(saved_views::shared))
        .order((saved_views::owner_id.ne(id), saved_views::position, saved_views::id))
        .limit(most)
        .select(View::as_select())
        .load(&mut connection)
        .await?)
}

/// Somebody's own, in their order.
///
/// # Errors
/// When the database does not answer.
pub async fn of(connection: &mut AsyncPgConnection, owner: i64) -> Result<Vec<View>> {
    Ok(saved_views::table
        .filter(saved_views::room.eq(DESK))
        .filter(saved_views::owner_id.eq(owner))
        .order((saved_views::position, saved_views::id))
        .select(View::as_select())
        .load(connection)
        .await?)
}

/// Adds one at the end of its owner's; answers its id.
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
    let last: Option<i16> = saved_views::table
        .filter(saved_views::owner_id.eq(owner))
        .select(max(saved_views::position))
        .first(connection)
        .await?;
    Ok(diesel::insert_into(saved_views::table)
        .values((
            saved_views::owner_id.eq(owner),
            saved_views::shared.eq(shared),
            saved_views::name.eq(name),
            saved_views::query.eq(query),
            saved_views::position.eq(last.unwrap_or_default().saturating_add(1)),
            saved_views::created_at.eq(now),
        ))
        .returning(saved_views::id)
        .get_result(connection)
        .await?)
}

/// One of those that somebody sees.
///
/// # Errors
/// When the database does not answer.
pub async fn seen(connection: &mut AsyncPgConnection, id: i64, reader: i64) -> Result<Option<View>> {
    Ok(saved_views::table
        .filter(saved_views::id.eq(id))
        .filter(saved_views::room.eq(DESK))
        .filter(saved_views::owner_id.eq(reader).or(saved_views::shared))
        .select(View::as_select())
        .first(connection)
        .await
        .optional()?)
}

/// One of somebody's own.
///
/// # Errors
/// When the database does not answer.
pub async fn own(connection: &mut AsyncPgConnection, id: i64, owner: i64) -> Result<Option<View>> {
    Ok(saved_views::table
        .filter(saved_views::id.eq(id))
        .filter(saved_views::room.eq(DESK))
        .filter(saved_views::owner_id.eq(owner))
        .select(View::as_select())
        .first(connection)
        .await
        .optional()?)
}

/// Writes one of somebody's own as it now is.
///
/// # Errors
/// When the database does not answer.
pub async fn put(connection: &mut AsyncPgConnection, view: &View) -> Result<()> {
    diesel::update(
        saved_views::table
            .filter(saved_views::id.eq(view.id))
            .filter(saved_views::owner_id.eq(view.owner_id)),
    )
    .set((
        saved_views::name.eq(&view.name),
        saved_views::query.eq(&view.query),
        saved_views::shared.eq(view.shared),
        saved_views::position.eq(view.position),
    ))
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets one of somebody's own.
///
/// # Errors
/// When the database does not answer.
pub async fn remove(connection: &mut AsyncPgConnection, id: i64, owner: i64) -> Result<()> {
    diesel::delete(saved_views::table.filter(saved_views::id.eq(id)).filter(saved_views::owner_id.eq(owner)))
        .execute(connection)
        .await?;
    Ok(())
}

/// Changes one thing of how somebody likes the desk; the others stay.
///
/// # Errors
/// When the database does not answer.
pub async fn like(
    connection: &mut AsyncPgConnection,
    id: i64,
    key: &str,
    value: &serde_json::Value,
) -> Result<()> {
    Statement::default()
        .sql("UPDATE staff SET desk = coalesce(desk, '{}') || jsonb_build_object(")
        .value(Value::Text(key.to_owned()))
        .sql(", ")
        .value(Value::Text(value.to_string()))
        .sql("::jsonb) WHERE id = ")
        .value(Value::Number(id))
        .execute(connection)
        .await?;
    Ok(())
}
