//! Complaints that belong together: links, and what was merged into what.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    Result,
    schema::{complaint_links, complaints, legal_claims},
    statement::prepared,
};

/// Links that a card shows.
const SHOWN: i64 = 50;

/// Another complaint that one has to do with.
#[derive(Debug, Clone, QueryableByName)]
pub struct Linked {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// `related`; `caused_by` or `causes`; `merged` where it was merged into this one.
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = Text)]
    pub state: String,
    #[diesel(sql_type = Text)]
    pub customer: String,
    /// Of another customer.
    #[diesel(sql_type = Bool)]
    pub stranger: bool,
}

/// What a complaint is linked with, and what was merged into it.
///
/// # Errors
/// When the database does not answer.
pub async fn of_complaint(connection: &mut AsyncPgConnection, number: i64) -> Result<Vec<Linked>> {
    Ok(prepared(
        "SELECT c.id, l.kind, c.state, coalesce(nullif(u.name, ''), u.external_id) AS customer,
                c.customer_id <> (SELECT customer_id FROM complaints WHERE id = $1) AS stranger
         FROM (SELECT other_id AS id, kind FROM complaint_links WHERE one_id = $1
               UNION ALL
               SELECT one_id, CASE kind WHEN 'caused_by' THEN 'causes' ELSE kind END
               FROM complaint_links WHERE other_id = $1
               UNION ALL
               SELECT id, 'merged' FROM complaints WHERE merged_into_id = $1) l
         JOIN complaints c ON c.id = l.id
         JOIN customers u ON u.id = c.customer_id
         ORDER BY c.id LIMIT $2",
    )
    .bind::<BigInt, _>(number)
    .bind::<BigInt, _>(SHOWN)
    .load(connection)
    .await?)
}

/// Links two complaints; answers whether they were not linked before, in whatever way.
///
/// # Errors
/// When the database does not answer.
pub async fn link(
    connection: &mut AsyncPgConnection,
    one: i64,
    other: i64,
    kind: &str,
    staff: i64,
    now: DateTime<Utc>,
) -> Result<bool> {
    let back: Option<i64> = complaint_links::table
        .find((other, one))
        .select(complaint_links::one_id)
        .first(connection)
        .await
        .optional()?;
    if back.is_some() {
        return Ok(false);
    }
    let linked = diesel::insert_into(complaint_links::table)
        .values((
            complaint_links::one_id.eq(one),
            complaint_links::other_id.eq(other),
            complaint_links::kind.eq(kind),
            complaint_links::staff_id.eq(staff),
            complaint_links::at.eq(now),
        ))
        .on_conflict_do_nothing()
        .execute(connection)
        .await?;
    Ok(linked > 0)
}

/// Takes a link away, whichever of the two it began at; answers whether there was one.
///
/// # Errors
/// When the database does not answer.
pub async fn unlink(connection: &mut AsyncPgConnection, one: i64, other: i64) -> Result<bool> {
    let pair = complaint_links::one_id.eq(one).and(complaint_links::other_id.eq(other));
    let back = complaint_links::one_id.eq(other).and(complaint_links::other_id.eq(one));
    Ok(diesel::delete(complaint_links::table.filter(pair.or(back))).execute(connection).await? > 0)
}

/// Whether there is such a complaint.
///
/// # Errors
/// When the database does not answer.
pub async fn exists(connection: &mut AsyncPgConnection, number: i64) -> Result<bool> {
    let found: Option<i64> =
        complaints::table.find(number).select(complaints::id).first(connection).await.optional()?;
    Ok(found.is_some())
}

/// Moves legal claims that run to another complaint, where it does not have the very same; answers the claims moved and
/// the earliest due moment among them. Doubles are withdrawn: the same demand is met once.
///
/// # Errors
/// When the database does not answer.
pub async fn move_claims(
    connection: &mut AsyncPgConnection,
    from: i64,
    to: i64,
    only: Option<&[i64]>,
    now: DateTime<Utc>,
) -> Result<(Vec<i64>, Option<DateTime<Utc>>)> {
    #[derive(QueryableByName)]
    struct Moved {
        #[diesel(sql_type = BigInt)]
        id: i64,
        #[diesel(sql_type = Timestamptz)]
        due_at: DateTime<Utc>,
    }
    let moved: Vec<Moved> = prepared(
        "UPDATE legal_claims m SET complaint_id = $2
         WHERE m.complaint_id = $1 AND m.met_at IS NULL AND m.withdrawn_at IS NULL AND ($3 IS NULL OR m.id = ANY ($3))
           AND NOT EXISTS (SELECT 1 FROM legal_claims same WHERE same.complaint_id = $2 AND same.withdrawn_at IS NULL
                               AND same.term_code = m.term_code AND same.demanded_on = m.demanded_on)
         RETURNING m.id, m.due_at",
    )
    .bind::<BigInt, _>(from)
    .bind::<BigInt, _>(to)
    .bind::<Nullable<Array<BigInt>>, _>(only)
    .load(connection)
    .await?;
    if only.is_none() {
        diesel::update(
            legal_claims::table
                .filter(legal_claims::complaint_id.eq(from))
                .filter(legal_claims::met_at.is_null())
                .filter(legal_claims::withdrawn_at.is_null()),
        )
        .set(legal_claims::withdrawn_at.eq(now))
        .execute(connection)
        .await?;
    }
    let earliest = moved.iter().map(|claim| claim.due_at).min();
    Ok((moved.into_iter().map(|claim| claim.id).collect(), earliest))
}

/// The earliest due moment of a complaint's claims that run.
///
/// # Errors
/// When the database does not answer.
pub async fn earliest_claim(
    connection: &mut AsyncPgConnection,
    complaint: i64,
) -> Result<Option<DateTime<Utc>>> {
    Ok(legal_claims::table
        .filter(legal_claims::complaint_id.eq(complaint))
        .filter(legal_claims::met_at.is_null())
        .filter(legal_claims::withdrawn_at.is_null())
        .select(diesel::dsl::min(legal_claims::due_at))
        .first(connection)
        .await?)
}

/// What a complaint was merged into, if it was.
///
/// # Errors
/// When the database does not answer.
pub async fn merged_into(connection: &mut AsyncPgConnection, number: i64) -> Result<Option<i64>> {
    Ok(complaints::table
        .find(number)
        .select(complaints::merged_into_id)
        .first(connection)
        .await
        .optional()?
        .flatten())
}
