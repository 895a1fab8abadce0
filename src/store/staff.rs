//! People who sign in.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Result, schema::staff};

/// One member of staff.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = staff, check_for_backend(diesel::pg::Pg))]
pub struct Staff {
    pub id: i64,
    pub email: String,
    pub name: String,
    pub role: String,
    pub password_hash: String,
    pub language: Option<String>,
    pub deactivated_at: Option<DateTime<Utc>>,
    /// How they like the desk.
    pub desk: Option<serde_json::Value>,
}

/// Somebody who may sign in, by address (already in lower case).
///
/// # Errors
/// When the database does not answer.
pub async fn by_email(connection: &mut AsyncPgConnection, email: &str) -> Result<Option<Staff>> {
    Ok(staff::table
        .filter(staff::email.eq(email))
        .filter(staff::deactivated_at.is_null())
        .select(Staff::as_select())
        .first(connection)
        .await
        .optional()?)
}

/// Adds a member of staff, or changes name, role and password of the one with this address.
///
/// # Errors
/// When the database does not answer.
pub async fn put(
    connection: &mut AsyncPgConnection,
    email: &str,
    name: &str,
    role: &str,
    password_hash: &str,
) -> Result<i64> {
    Ok(diesel::insert_into(staff::table)
        .values((
            staff::email.eq(email),
            staff::name.eq(name),
            staff::role.eq(role),
            staff::password_hash.eq(password_hash),
        ))
        .on_conflict(staff::email)
        .do_update()
        .set((
            staff::name.eq(name),
            staff::role.eq(role),
            staff::password_hash.eq(password_hash),
            staff::deactivated_at.eq(None::<DateTime<Utc>>),
        ))
        .returning(staff::id)
        .get_result(connection)
        .await?)
}

/// Remembers the language somebody chose.
///
/// # Errors
/// When the database does not answer.
pub async fn set_language(connection: &mut AsyncPgConnection, id: i64, language: &str) -> Result<()> {
    diesel::update(staff::table.find(id)).set(staff::language.eq(language)).execute(connection).await?;
    Ok(())
}

/// Lays over how somebody likes the desk; what is not named stays.
///
/// # Errors
/// When the database does not answer.
pub async fn like(connection: &mut AsyncPgConnection, id: i64, likes: &serde_json::Value) -> Result<()> {
    diesel::sql_query("UPDATE staff SET desk = coalesce(desk, '{}') || $2 WHERE id = $1")
        .bind::<diesel::sql_types::BigInt, _>(id)
        .bind::<diesel::sql_types::Jsonb, _>(likes)
        .execute(connection)
        .await?;
    Ok(())
}

/// Those who can have a complaint, by name.
///
/// # Errors
/// When the database does not answer.
pub async fn workers(mut connection: &AsyncPgConnection) -> Result<Vec<(i64, String)>> {
    Ok(staff::table
        .filter(staff::deactivated_at.is_null())
        .filter(staff::role.ne("executive"))
        .order((staff::name, staff::id))
        .limit(500)
        .select((staff::id, staff::name))
        .load(&mut connection)
        .await?)
}

/// Ends somebody's work here; answers their number, none where nobody of this address works here.
///
/// # Errors
/// When the database does not answer.
pub async fn deactivate(
    connection: &mut AsyncPgConnection,
    email: &str,
    now: DateTime<Utc>,
) -> Result<Option<i64>> {
    let works = staff::table.filter(staff::email.eq(email)).filter(staff::deactivated_at.is_null());
    Ok(diesel::update(works)
        .set(staff::deactivated_at.eq(now))
        .returning(staff::id)
        .get_result(connection)
        .await
        .optional()?)
}

/// Everybody of these roles who works here: number and name, the longest here first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_roles(connection: &mut AsyncPgConnection, roles: &[&str]) -> Result<Vec<(i64, String)>> {
    Ok(staff::table
        .filter(staff::role.eq_any(roles))
        .filter(staff::deactivated_at.is_null())
        .order(staff::id)
        .select((staff::id, staff::name))
        .load(connection)
        .await?)
}

/// Names of members of staff.
///
/// # Errors
/// When the database does not answer.
pub async fn names(connection: &mut AsyncPgConnection, ids: &[i64]) -> Result<Vec<(i64, String)>> {
    Ok(staff::table.filter(staff::id.eq_any(ids)).select((staff::id, staff::name)).load(connection).await?)
}
