//! Grading customers by revenue: one pass over the purchases, then small batches of those whose class changed.

use chrono::{DateTime, Utc};
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Integer, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};

use super::Result;

/// Ranks all customers and keeps, in a temporary table of this connection, those whose class is another than it was.
///
/// A customer's revenue is the sum of their purchases since a moment, returns taken off, in each currency by itself; the
/// ranking is that of `domain::value::classes`, and of several currencies the best class counts. Customers without a
/// purchase in that time have none. Ranked are distinct revenues, so that equal ones stand together.
///
/// # Errors
/// When the database does not answer.
pub async fn rank(
    connection: &mut AsyncPgConnection,
    since: DateTime<Utc>,
    (up_to_a, up_to_b): (u8, u8),
) -> Result<()> {
    connection.batch_execute("DROP TABLE IF EXISTS pg_temp.regraded_customers").await?;
    diesel::sql_query(
        "CREATE TEMPORARY TABLE regraded_customers (id, class) AS
         WITH spent AS (
             SELECT customer_id, currency, sum(amount) AS revenue
             FROM purchases WHERE purchased_at >= $1
             GROUP BY customer_id, currency
         ), steps AS (
             SELECT currency, revenue, greatest(revenue, 0) * count(*) AS weight
             FROM spent GROUP BY currency, revenue
         ), summed AS (
             SELECT currency, revenue,
                    sum(weight) OVER (PARTITION BY currency ORDER BY revenue DESC ROWS UNBOUNDED PRECEDING) - weight
                        AS before,
                    sum(weight) OVER (PARTITION BY currency) AS total
             FROM steps
         ), ranked AS (
             SELECT currency, revenue,
                    CASE WHEN revenue > 0 AND before * 100 < total * $2 THEN 'A'
                         WHEN revenue > 0 AND before * 100 < total * $3 THEN 'B'
                         ELSE 'C' END AS class
             FROM summed
         ), graded AS (
             SELECT spent.customer_id, min(ranked.class) AS class
             FROM spent JOIN ranked USING (currency, revenue)
             GROUP BY spent.customer_id
         )
         SELECT c.id, g.class FROM customers c LEFT JOIN graded g ON g.customer_id = c.id
         WHERE c.value_class IS DISTINCT FROM g.class",
    )
    .bind::<Timestamptz, _>(since)
    .bind::<Integer, _>(i32::from(up_to_a))
    .bind::<Integer, _>(i32::from(up_to_b))
    .execute(connection)
    .await?;
    connection
        .batch_execute("ALTER TABLE regraded_customers ADD PRIMARY KEY (id); ANALYZE regraded_customers")
        .await?;
    Ok(())
}

/// Writes the next of those down, by their number, and has their open complaints weighed anew; answers how many.
///
/// Of several graders one writes at a time.
///
/// # Errors
/// When the database does not answer.
pub async fn write_some(connection: &mut AsyncPgConnection, most: i64) -> Result<usize> {
    #[derive(QueryableByName)]
    struct Taken {
        #[diesel(sql_type = BigInt)]
        taken: i64,
    }
    connection.batch_execute("SELECT pg_advisory_xact_lock(x'6f746b6c6162'::bigint)").await?;
    let done: Taken = diesel::sql_query(
        "WITH taken AS (
             DELETE FROM regraded_customers
             WHERE id IN (SELECT id FROM regraded_customers ORDER BY id LIMIT $1) RETURNING id, class
         ), written AS (
             UPDATE customers c SET value_class = taken.class
             FROM taken WHERE c.id = taken.id AND c.value_class IS DISTINCT FROM taken.class
         ), unsettled AS (
             UPDATE complaints c SET clocks_version = 0
             FROM taken WHERE c.customer_id = taken.id AND c.state IN ('new', 'in_progress', 'waiting_for_customer')
         )
         SELECT count(*) AS taken FROM taken",
    )
    .bind::<BigInt, _>(most)
    .get_result(connection)
    .await?;
    Ok(usize::try_from(done.taken).unwrap_or(0))
}

/// Forgets the ranking.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(connection: &mut AsyncPgConnection) -> Result<()> {
    connection.batch_execute("DROP TABLE IF EXISTS pg_temp.regraded_customers").await?;
    Ok(())
}
