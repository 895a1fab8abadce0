//! All departures at once: who fell silent, who returned, and what a changed definition moves.

use chrono::{DateTime, Utc};
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{super::Result, ASKED};

/// The query of [`settle`], so that a test can ask how it is carried out.
///
/// Whatever the source, who buys after leaving has returned with the first such purchase. One that was counted as a
/// return and is there no more (another customer's now, or of another day) opens the newest departure again.
pub const SETTLE: &str = "\
UPDATE departures d SET returned_at = b.at, updated_at = $1
FROM (SELECT o.id, o.customer_id, o.left_at, o.returned_at, p.at
      FROM departures o
      CROSS JOIN LATERAL (SELECT min(p.purchased_at) AS at FROM purchases p
                          WHERE p.customer_id = o.customer_id AND p.purchased_at > o.left_at AND p.amount >= 0) p) b
WHERE b.id = d.id AND b.at IS DISTINCT FROM b.returned_at
  AND (b.at IS NOT NULL OR NOT EXISTS (SELECT FROM departures o WHERE o.customer_id = b.customer_id
                                       AND (o.left_at > b.left_at OR o.returned_at IS NULL)))";

/// Settles who returned and when. Answers how many departures that changed.
///
/// # Errors
/// When the database does not answer.
pub async fn settle(connection: &mut AsyncPgConnection, now: DateTime<Utc>) -> Result<usize> {
    Ok(diesel::sql_query(SETTLE).bind::<Timestamptz, _>(now).execute(connection).await?)
}

/// Ends what was planned and did not leave about departures that are over: nobody is asked why they left after
/// coming back. Answers how many.
///
/// # Errors
/// When the database does not answer.
pub async fn end_surveys(connection: &mut AsyncPgConnection, why: &str, now: DateTime<Utc>) -> Result<usize> {
    Ok(diesel::sql_query(
        "WITH over AS (
             UPDATE invitations i SET revoked_at = $1 FROM departures d
             WHERE d.id = i.departure_id AND d.returned_at IS NOT NULL
               AND i.sent_at IS NULL AND i.handed_out_at IS NULL AND i.answered_at IS NULL AND i.revoked_at IS NULL
               AND NOT EXISTS (SELECT FROM letters l WHERE l.invitation_id = i.id
                               AND l.state IN ('sending', 'sent', 'unknown'))
             RETURNING i.id
         )
         UPDATE letters SET state = 'cancelled', failure = $2 FROM over
         WHERE letters.invitation_id = over.id AND letters.state = 'queued'",
    )
    .bind::<Timestamptz, _>(now)
    .bind::<Text, _>(why)
    .execute(connection)
    .await?)
}

/// Waits until nobody else watches silence; lasts as long as the transaction.
///
/// # Errors
/// When the database does not answer.
pub async fn one_watcher(connection: &mut AsyncPgConnection) -> Result<()> {
    diesel::sql_query("SELECT pg_advisory_xact_lock($1)")
        .bind::<BigInt, _>(0x6f74_6b6c_7761_i64)
        .execute(connection)
        .await?;
    Ok(())
}

/// A customer as the rule of silence sees them.
#[derive(Debug, Clone, Copy, QueryableByName)]
pub struct Rhythm {
    /// The departure it is about, where there is one.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub departure_id: Option<i64>,
    #[diesel(sql_type = BigInt)]
    pub customer_id: i64,
    #[diesel(sql_type = Timestamptz)]
    pub first: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    pub last: DateTime<Utc>,
    #[diesel(sql_type = BigInt)]
    pub purchases: i64,
}

/// The query of [`silent`], so that a test can ask how it is carried out: a look-up of one index a customer.
pub const SILENT: &str = "\
SELECT NULL::bigint AS departure_id, c.id AS customer_id, l.at AS last, r.first, r.purchases
FROM customers c
CROSS JOIN LATERAL (SELECT p.purchased_at AS at FROM purchases p
                    WHERE p.customer_id = c.id AND p.amount >= 0 ORDER BY p.purchased_at DESC LIMIT 1) l
CROSS JOIN LATERAL (SELECT coalesce(min(p.purchased_at), l.at) AS first, count(*) AS purchases FROM purchases p
                    WHERE $4 AND p.customer_id = c.id AND p.amount >= 0) r
WHERE c.id > $1 AND c.standing = 'customer' AND l.at <= $2
  AND NOT EXISTS (SELECT FROM departures d WHERE d.customer_id = c.id AND d.returned_at IS NULL)
ORDER BY c.id LIMIT $3";

/// Customers who bought nothing since `before` and are not known to have left, behind an id, with their rhythm where
/// that is wanted. Guests and employees are never among them.
///
/// # Errors
/// When the database does not answer.
pub async fn silent(
    connection: &mut AsyncPgConnection,
    after: i64,
    before: DateTime<Utc>,
    rhythm: bool,
    limit: i64,
) -> Result<Vec<Rhythm>> {
    Ok(diesel::sql_query(SILENT)
        .bind::<BigInt, _>(after)
        .bind::<Timestamptz, _>(before)
        .bind::<BigInt, _>(limit)
        .bind::<Bool, _>(rhythm)
        .load(connection)
        .await?)
}

/// Open departures of silence that were judged before the definition was changed at `changed`.
///
/// # Errors
/// When the database does not answer.
pub async fn judged_before(
    connection: &mut AsyncPgConnection,
    changed: DateTime<Utc>,
) -> Result<Vec<Rhythm>> {
    Ok(diesel::sql_query(
        "SELECT d.id AS departure_id, d.customer_id, min(p.purchased_at) AS first, max(p.purchased_at) AS last,
                count(*) AS purchases
         FROM departures d JOIN purchases p ON p.customer_id = d.customer_id AND p.amount >= 0
         WHERE d.returned_at IS NULL AND d.source = 'silence' AND d.updated_at < $1
         GROUP BY d.id, d.customer_id ORDER BY d.id",
    )
    .bind::<Timestamptz, _>(changed)
    .load(connection)
    .await?)
}

/// Writes departures of silence, a column each. One that somebody wrote meanwhile wins.
///
/// # Errors
/// When the database does not answer.
pub async fn put_silent(
    connection: &mut AsyncPgConnection,
    customers: &[i64],
    left_at: &[DateTime<Utc>],
    now: DateTime<Utc>,
) -> Result<usize> {
    Ok(diesel::sql_query(
        "INSERT INTO departures (customer_id, left_at, source, created_at, updated_at)
         SELECT s.customer, s.left_at, 'silence', $3, $3
         FROM unnest($1::bigint[], $2::timestamptz[]) AS s (customer, left_at) ORDER BY 1
         ON CONFLICT DO NOTHING",
    )
    .bind::<Array<BigInt>, _>(customers)
    .bind::<Array<Timestamptz>, _>(left_at)
    .bind::<Timestamptz, _>(now)
    .execute(connection)
    .await?)
}

/// Moves departures of silence to where the definition of today puts them.
///
/// # Errors
/// When the database does not answer.
pub async fn move_silent(
    connection: &mut AsyncPgConnection,
    ids: &[i64],
    left_at: &[DateTime<Utc>],
    now: DateTime<Utc>,
) -> Result<()> {
    diesel::sql_query(
        "UPDATE departures d SET left_at = s.left_at, updated_at = $3
         FROM unnest($1::bigint[], $2::timestamptz[]) AS s (id, left_at)
         WHERE d.id = s.id AND d.source = 'silence' AND d.returned_at IS NULL",
    )
    .bind::<Array<BigInt>, _>(ids)
    .bind::<Array<Timestamptz>, _>(left_at)
    .bind::<Timestamptz, _>(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// Those of these departures whose customers were asked about them: they stay.
///
/// # Errors
/// When the database does not answer.
pub async fn asked_among(connection: &mut AsyncPgConnection, ids: &[i64]) -> Result<Vec<i64>> {
    #[derive(QueryableByName)]
    struct Id {
        #[diesel(sql_type = BigInt)]
        id: i64,
    }
    let rows: Vec<Id> =
        diesel::sql_query(format!("SELECT d.id FROM departures d WHERE d.id = ANY ($1) AND {ASKED}"))
            .bind::<Array<BigInt>, _>(ids)
            .load(connection)
            .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}
