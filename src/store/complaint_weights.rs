//! What complaints are weighed by, for many at once.

use diesel::QueryableByName;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Nullable, SmallInt, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Result, statement::prepared};

/// Earlier complaints are counted up to here.
const COUNTED: i64 = 9;

/// The facts about one complaint that stand outside of its row.
#[derive(Debug, Clone, QueryableByName)]
pub struct Weights {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// Rank of the worst signal since the opening; none where nothing was heard.
    #[diesel(sql_type = Nullable<Integer>)]
    pub heard: Option<i32>,
    /// The lowest score in the answers behind it that were not taken back, and in those that were not finished.
    #[diesel(sql_type = Nullable<SmallInt>)]
    pub nps: Option<i16>,
    #[diesel(sql_type = Nullable<Text>)]
    pub class: Option<String>,
    /// Complaints of the same customer in so many days before this one, nine at most.
    #[diesel(sql_type = BigInt)]
    pub earlier: i64,
    /// A legal claim runs.
    #[diesel(sql_type = Bool)]
    pub claim: bool,
}

/// The facts about these complaints: look-ups on indexes by complaint and by customer, one query for all.
///
/// What was merged into another, and what turned out to be no complaint, is no earlier complaint.
///
/// # Errors
/// When the database does not answer.
pub async fn of(
    connection: &mut AsyncPgConnection,
    numbers: &[i64],
    repeat_days: i32,
) -> Result<Vec<Weights>> {
    Ok(prepared(
        "SELECT c.id, u.value_class AS class,
                (SELECT max(array_position(ARRAY['low', 'normal', 'high', 'critical'],
                                           CASE e.field WHEN 'severity' THEN e.new_value ELSE e.detail ->> 'severity' END))
                 FROM complaint_events e
                 WHERE e.complaint_id = c.id
                   AND (e.response_id IS NOT NULL OR e.invitation_id IS NOT NULL OR e.incoming_letter_id IS NOT NULL
                        OR e.field = 'merged_from' OR e.kind = 'customer')
                ) AS heard,
                least((SELECT min(r.nps) FROM responses r
                       WHERE r.withdrawn_at IS NULL AND r.id IN (
                           SELECT c.response_id
                           UNION SELECT e.response_id FROM complaint_events e WHERE e.complaint_id = c.id)),
                      (SELECT min(k.nps) FROM partial_answers k WHERE k.complaint_id = c.id)) AS nps,
                (SELECT count(*) FROM (
                     SELECT FROM complaints o
                     WHERE o.customer_id = c.customer_id AND (o.opened_at, o.id) < (c.opened_at, c.id)
                       AND o.opened_at >= c.opened_at - make_interval(days => $2)
                       AND o.state <> 'duplicate' AND o.resolution IS DISTINCT FROM 'not_a_complaint'
                     LIMIT $3) o) AS earlier,
                EXISTS (SELECT FROM legal_claims l
                        WHERE l.complaint_id = c.id AND l.met_at IS NULL AND l.withdrawn_at IS NULL) AS claim
         FROM complaints c JOIN customers u ON u.id = c.customer_id
         WHERE c.id = ANY ($1)",
    )
    .bind::<Array<BigInt>, _>(numbers)
    .bind::<Integer, _>(repeat_days)
    .bind::<BigInt, _>(COUNTED)
    .load(connection)
    .await?)
}
