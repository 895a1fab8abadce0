//! Who holds what: open complaints counted by owner, and what will be late today.

use chrono::{DateTime, Duration, Utc};
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Bool, Double, Jsonb, Nullable, SmallInt, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Result, statement::prepared};

/// Rows of 'will be late today'.
pub const LISTED: i64 = 50;

/// Where the groups of ages begin, in days; the last has no end.
pub const AGES: [i32; 6] = [0, 1, 3, 7, 14, 30];

/// What one person holds; without one, what is nobody's.
#[derive(Debug, Clone, QueryableByName)]
pub struct Holding {
    #[diesel(sql_type = Nullable<BigInt>)]
    pub owner_id: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    pub name: Option<String>,
    /// They can't sign in any more.
    #[diesel(sql_type = Bool)]
    pub gone: bool,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub away_since: Option<DateTime<Utc>>,
    #[diesel(sql_type = BigInt)]
    pub open: i64,
    /// Of these, those whose clocks stand because the customer is awaited.
    #[diesel(sql_type = BigInt)]
    pub waiting: i64,
    #[diesel(sql_type = BigInt)]
    pub overdue: i64,
    /// Due before the day ends, and not late yet.
    #[diesel(sql_type = BigInt)]
    pub today: i64,
    /// Without a first answer.
    #[diesel(sql_type = BigInt)]
    pub unanswered: i64,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub oldest: Option<DateTime<Utc>>,
    /// Mean age in seconds.
    #[diesel(sql_type = Nullable<Double>)]
    pub mean_age: Option<f64>,
    /// How many stand in each group of [`AGES`].
    #[diesel(sql_type = Array<BigInt>)]
    pub ages: Vec<i64>,
    /// Resolved in the last seven days.
    #[diesel(sql_type = BigInt)]
    pub resolved: i64,
}

/// What each person holds: everybody who handles complaints, and whoever else holds one; nobody's first, then by name.
///
/// # Errors
/// When the database does not answer.
pub async fn holdings(
    connection: &mut AsyncPgConnection,
    now: DateTime<Utc>,
    day_ends: DateTime<Utc>,
) -> Result<Vec<Holding>> {
    let mut query = prepared(holdings_query()).bind::<Timestamptz, _>(now).bind::<Timestamptz, _>(day_ends);
    for days in AGES.iter().skip(1) {
        query = query.bind::<Timestamptz, _>(now - Duration::days(i64::from(*days)));
    }
    let mut holdings: Vec<Holding> = query.load(connection).await?;
    // Counted from each age on; what is older still stands in a group of its own.
    for holding in &mut holdings {
        let older: Vec<i64> = holding.ages.iter().skip(1).copied().chain([0]).collect();
        holding.ages.iter_mut().zip(older).for_each(|(age, older)| *age -= older);
    }
    Ok(holdings)
}

/// The text of [`holdings`]' query: now, the end of the day, and where each age but the first begins. Two indexes
/// give all that it counts, with one comparison a figure: a lead may have a hundred thousand rows counted.
#[must_use]
pub fn holdings_query() -> String {
    // What was opened a moment ago by another clock is of today.
    let ages: Vec<String> = (2..=AGES.len())
        .map(|place| format!("count(*) FILTER (WHERE opened_at <= ${})", place + 1))
        .collect();
    format!(
        "WITH held AS (
             SELECT owner_id, count(*) AS open,
                    count(*) FILTER (WHERE state = 'waiting_for_customer') AS waiting,
                    count(*) FILTER (WHERE next_deadline < $1) AS overdue,
                    count(*) FILTER (WHERE next_deadline < $2) AS by_tonight,
                    count(first_answered_at) AS answered,
                    min(opened_at) AS oldest,
                    date_part('epoch', $1) - avg(date_part('epoch', opened_at)) AS mean_age,
                    ARRAY[count(*), {}] AS ages
             FROM complaints
             WHERE state IN ('new', 'in_progress', 'waiting_for_customer')
             GROUP BY owner_id
         ), done AS (
             SELECT owner_id, count(*) AS resolved
             FROM complaints
             WHERE state NOT IN ('new', 'in_progress', 'waiting_for_customer') AND resolved_at > $1 - interval '7 days'
             GROUP BY owner_id
         )
         SELECT coalesce(s.id, h.owner_id) AS owner_id, s.name, s.deactivated_at IS NOT NULL AS gone, s.away_since,
                coalesce(h.open, 0) AS open, coalesce(h.waiting, 0) AS waiting, coalesce(h.overdue, 0) AS overdue,
                coalesce(h.by_tonight - h.overdue, 0) AS today, coalesce(h.open - h.answered, 0) AS unanswered,
                h.oldest, h.mean_age, coalesce(h.ages, '{{}}') AS ages, coalesce(d.resolved, 0) AS resolved
         FROM staff s
         FULL JOIN held h ON h.owner_id = s.id
         LEFT JOIN done d ON d.owner_id = s.id
         WHERE h.open > 0 OR d.resolved > 0 OR s.role IN ('handler', 'lead') AND s.deactivated_at IS NULL
         ORDER BY s.id IS NOT NULL, s.name, s.id",
        ages.join(", ")
    )
}

/// A complaint that will be late today if nobody does anything.
#[derive(Debug, Clone, QueryableByName)]
pub struct Due {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Timestamptz)]
    pub next_deadline: DateTime<Utc>,
    #[diesel(sql_type = SmallInt)]
    pub severity: i16,
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub why: Option<serde_json::Value>,
    #[diesel(sql_type = Text)]
    pub state: String,
    #[diesel(sql_type = Text)]
    pub customer: String,
    #[diesel(sql_type = Text)]
    pub customer_external_id: String,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub owner_id: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    pub owner: Option<String>,
}

/// What is due before the day ends and not late yet, the next deadline first: a list of [`LISTED`] and one row more where
/// there are others.
///
/// # Errors
/// When the database does not answer.
pub async fn due(
    connection: &mut AsyncPgConnection,
    now: DateTime<Utc>,
    day_ends: DateTime<Utc>,
) -> Result<Vec<Due>> {
    Ok(prepared(
        "SELECT c.id, c.next_deadline, c.severity, c.why, c.state, u.name AS customer,
                u.external_id AS customer_external_id, c.owner_id, s.name AS owner
         FROM (SELECT * FROM complaints
               WHERE state IN ('new', 'in_progress', 'waiting_for_customer')
                 AND next_deadline >= $1 AND next_deadline < $2
               ORDER BY next_deadline, id LIMIT $3) c
         JOIN customers u ON u.id = c.customer_id
         LEFT JOIN staff s ON s.id = c.owner_id
         ORDER BY c.next_deadline, c.id",
    )
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(day_ends)
    .bind::<BigInt, _>(LISTED + 1)
    .load(connection)
    .await?)
}
