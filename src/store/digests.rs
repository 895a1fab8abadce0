//! Monday letters: who subscribed to what, and which letter went for which week.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Date, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    Result,
    schema::{digest_subscriptions, digests, letters},
    statement::prepared,
};

/// What somebody gets on Mondays; `None` is the overview of everything.
///
/// # Errors
/// When the database does not answer.
pub async fn of_staff(connection: &mut AsyncPgConnection, staff: i64) -> Result<Vec<Option<i64>>> {
    Ok(digest_subscriptions::table
        .filter(digest_subscriptions::staff_id.eq(staff))
        .filter(digest_subscriptions::ended_at.is_null())
        .select(digest_subscriptions::view_id)
        .load(connection)
        .await?)
}

/// Begins one, or begins it again; where it runs already nothing happens.
///
/// # Errors
/// When the database does not answer.
pub async fn begin(
    connection: &mut AsyncPgConnection,
    staff: i64,
    view: Option<i64>,
    now: DateTime<Utc>,
) -> Result<()> {
    prepared(
        "INSERT INTO digest_subscriptions (staff_id, view_id, created_at) VALUES ($1, $2, $3)
         ON CONFLICT (staff_id, coalesce(view_id, 0)) DO UPDATE SET ended_at = NULL, created_at = excluded.created_at
         WHERE digest_subscriptions.ended_at IS NOT NULL",
    )
    .bind::<BigInt, _>(staff)
    .bind::<Nullable<BigInt>, _>(view)
    .bind::<Timestamptz, _>(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// Ends one of somebody's.
///
/// # Errors
/// When the database does not answer.
pub async fn end(
    connection: &mut AsyncPgConnection,
    staff: i64,
    view: Option<i64>,
    now: DateTime<Utc>,
) -> Result<()> {
    prepared(
        "UPDATE digest_subscriptions SET ended_at = $3
         WHERE staff_id = $1 AND view_id IS NOT DISTINCT FROM $2 AND ended_at IS NULL",
    )
    .bind::<BigInt, _>(staff)
    .bind::<Nullable<BigInt>, _>(view)
    .bind::<Timestamptz, _>(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// A subscription, as far as the page that ends it asks.
#[derive(Debug, Clone, QueryableByName)]
pub struct Subscription {
    #[diesel(sql_type = BigInt)]
    pub staff_id: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub view_id: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    pub language: Option<String>,
    #[diesel(sql_type = Bool)]
    pub ended: bool,
}

/// The subscription with this id.
///
/// # Errors
/// When the database does not answer.
pub async fn find(connection: &mut AsyncPgConnection, id: i64) -> Result<Option<Subscription>> {
    Ok(prepared(
        "SELECT d.staff_id, d.view_id, s.language, d.ended_at IS NOT NULL AS ended
         FROM digest_subscriptions d JOIN staff s ON s.id = d.staff_id WHERE d.id = $1",
    )
    .bind::<BigInt, _>(id)
    .get_result(connection)
    .await
    .optional()?)
}

#[derive(QueryableByName)]
struct Due {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = BigInt)]
    staff_id: i64,
}

/// Whoever waits for the letter of a week, with the subscription: begun before a moment, still working here in one of these
/// roles, and not written to about that week yet.
const DUE: &str = "SELECT d.id, d.staff_id FROM digest_subscriptions d
    JOIN staff s ON s.id = d.staff_id AND s.deactivated_at IS NULL AND s.role = ANY ($1)
    LEFT JOIN saved_views v ON v.id = d.view_id
    WHERE d.ended_at IS NULL AND d.created_at < $2 AND v.removed_at IS NULL
      AND (d.view_id IS NULL OR v.shared OR v.owner_id = d.staff_id)
      AND NOT EXISTS (SELECT FROM digests p WHERE p.subscription_id = d.id AND p.week = $3)";

/// Subscriptions that wait for the letter of a week.
///
/// # Errors
/// When the database does not answer.
pub async fn due(
    connection: &mut AsyncPgConnection,
    roles: &[&str],
    before: DateTime<Utc>,
    week: NaiveDate,
) -> Result<Vec<i64>> {
    let rows: Vec<Due> = prepared(format!("{DUE} ORDER BY d.id"))
        .bind::<Array<Text>, _>(roles)
        .bind::<Timestamptz, _>(before)
        .bind::<Date, _>(week)
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Holds a subscription until the transaction ends, and answers whose it is if it waits still; whoever comes second finds
/// that it does not.
///
/// # Errors
/// When the database does not answer.
pub async fn hold_due(
    connection: &mut AsyncPgConnection,
    id: i64,
    roles: &[&str],
    before: DateTime<Utc>,
    week: NaiveDate,
) -> Result<Option<i64>> {
    digest_subscriptions::table
        .find(id)
        .select(digest_subscriptions::id)
        .for_update()
        .first::<i64>(connection)
        .await
        .optional()?;
    // Read again behind the lock: whoever held it before may have written.
    let row: Option<Due> = prepared(format!("{DUE} AND d.id = $4"))
        .bind::<Array<Text>, _>(roles)
        .bind::<Timestamptz, _>(before)
        .bind::<Date, _>(week)
        .bind::<BigInt, _>(id)
        .get_result(connection)
        .await
        .optional()?;
    Ok(row.map(|row| row.staff_id))
}

/// Puts the letter of a week into the outbox. To be called in a transaction that holds the subscription.
///
/// # Errors
/// When the database does not answer.
pub async fn post(
    connection: &mut AsyncPgConnection,
    subscription: i64,
    week: NaiveDate,
    customer: i64,
    now: DateTime<Utc>,
) -> Result<()> {
    let letter: i64 = diesel::insert_into(letters::table)
        .values((letters::kind.eq("digest"), letters::customer_id.eq(customer), letters::due_at.eq(now)))
        .returning(letters::id)
        .get_result(connection)
        .await?;
    diesel::insert_into(digests::table)
        .values((
            digests::subscription_id.eq(subscription),
            digests::week.eq(week),
            digests::letter_id.eq(letter),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// What a letter tells.
#[derive(Debug, Clone, QueryableByName)]
pub struct Digest {
    #[diesel(sql_type = BigInt)]
    pub letter_id: i64,
    #[diesel(sql_type = BigInt)]
    pub subscription_id: i64,
    #[diesel(sql_type = Date)]
    pub week: NaiveDate,
    /// Ended meanwhile, or its reader may read reports no more.
    #[diesel(sql_type = Bool)]
    pub is_over: bool,
    /// The view's name; none: the overview of everything.
    #[diesel(sql_type = Nullable<Text>)]
    pub name: Option<String>,
    /// Its report and what is counted.
    #[diesel(sql_type = Nullable<Text>)]
    pub query: Option<String>,
}

/// What letters tell; those that are none of Monday's are left out.
///
/// # Errors
/// When the database does not answer.
pub async fn of_letters(
    connection: &mut AsyncPgConnection,
    roles: &[&str],
    ids: &[i64],
) -> Result<Vec<Digest>> {
    Ok(prepared(
        "SELECT p.letter_id, p.subscription_id, p.week, v.name, v.query,
                d.ended_at IS NOT NULL OR s.deactivated_at IS NOT NULL OR s.role <> ALL ($1)
                OR v.removed_at IS NOT NULL AS is_over
         FROM digests p
         JOIN digest_subscriptions d ON d.id = p.subscription_id
         JOIN staff s ON s.id = d.staff_id
         LEFT JOIN saved_views v ON v.id = d.view_id
         WHERE p.letter_id = ANY ($2)",
    )
    .bind::<Array<Text>, _>(roles)
    .bind::<Array<BigInt>, _>(ids)
    .load(connection)
    .await?)
}
