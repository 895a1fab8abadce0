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

/// Those who can have a complaint, by name.
///
/// # Errors
/// When the database does not answer.
pub async fn workers(connection: &mut AsyncPgConnection) -> Result<Vec<(i64, String)>> {
    Ok(staff::table
        .filter(staff::deactivated_at.is_null())
        .filter(staff::role.ne("executive"))
        .order((staff::name, staff::id))
        .limit(500)
        .select((staff::id, staff::name))
        .load(connection)
        .await?)
}
