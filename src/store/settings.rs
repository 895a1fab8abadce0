//! What administrators change on pages: a JSON value a key; an absent key has its default.

use chrono::{DateTime, Utc};
use diesel::{prelude::*, sql_types::BigInt};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use super::{Result, schema::settings};

/// The value of a key, where one was set.
///
/// # Errors
/// When the database does not answer.
pub async fn get(mut connection: &AsyncPgConnection, key: &str) -> Result<Option<Value>> {
    Ok(settings::table.find(key).select(settings::value).first(&mut connection).await.optional()?)
}

/// The value of a key and when it was set, where one was.
///
/// # Errors
/// When the database does not answer.
pub async fn with_moment(
    connection: &mut AsyncPgConnection,
    key: &str,
) -> Result<Option<(Value, DateTime<Utc>)>> {
    Ok(settings::table
        .find(key)
        .select((settings::value, settings::changed_at))
        .first(connection)
        .await
        .optional()?)
}

/// Makes whoever else changes settings wait until the transaction ends: what was compared stays as it is.
///
/// # Errors
/// When the database does not answer.
pub async fn hold(connection: &mut AsyncPgConnection) -> Result<()> {
    const LOCK: i64 = 4_110_620;
    diesel::sql_query("SELECT pg_advisory_xact_lock($1)").bind::<BigInt, _>(LOCK).execute(connection).await?;
    Ok(())
}

/// Sets the value of a key.
///
/// # Errors
/// When the database does not answer.
pub async fn put(
    connection: &mut AsyncPgConnection,
    key: &str,
    value: &Value,
    now: DateTime<Utc>,
) -> Result<()> {
    diesel::insert_into(settings::table)
        .values((settings::key.eq(key), settings::value.eq(value), settings::changed_at.eq(now)))
        .on_conflict(settings::key)
        .do_update()
        .set((settings::value.eq(value), settings::changed_at.eq(now)))
        .execute(connection)
        .await?;
    Ok(())
}

/// Forgets the value of a key: its default holds again.
///
/// # Errors
/// When the database does not answer.
pub async fn remove(connection: &mut AsyncPgConnection, key: &str) -> Result<()> {
    diesel::delete(settings::table.find(key)).execute(connection).await?;
    Ok(())
}
