//! Complaints that belong together: links, and what was merged into what.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Text},
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

/// What became of the legal claims of a complaint that was merged.
#[derive(Debug, Default)]
pub struct Moved {
    /// Those that its target has now.
    pub claims: Vec<i64>,
    /// Those that the target had already: withdrawn, because the same demand is met once.
    pub doubles: Vec<i64>,
}

/// Moves legal claims that run to another complaint, where it does not have the very same.
///
/// # Errors
/// When the database does not answer.
pub async fn move_claims(
    connection: &mut AsyncPgConnection,
    from: i64,
    to: i64,
    now: DateTime<Utc>,
) -> Result<Moved> {
    let claims = prepared(
        "UPDATE legal_claims m SET complaint_id = $2
         WHERE m.complaint_id = $1 AND m.met_at IS NULL AND m.withdrawn_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM legal_claims same WHERE same.complaint_id = $2 AND same.withdrawn_at IS NULL
                               AND same.term_code = m.term_code AND same.demanded_on = m.demanded_on)
         RETURNING m.id",
    )
    .bind::<BigInt, _>(from)
    .bind::<BigInt, _>(to)
    .load::<Claim>(connection)
    .await?;
    let doubles = diesel::update(
        legal_claims::table
            .filter(legal_claims::complaint_id.eq(from))
            .filter(legal_claims::met_at.is_null())
            .filter(legal_claims::withdrawn_at.is_null()),
    )
    .set(legal_claims::withdrawn_at.eq(now))
    .returning(legal_claims::id)
    .get_results(connection)
    .await?;
    Ok(Moved { claims: claims.into_iter().map(|claim| claim.id).collect(), doubles })
}

#[derive(QueryableByName)]
struct Claim {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// Gives a complaint back the claims that it brought, wherever they went since. Its doubles count again, met where the
/// same demand was met meanwhile.
///
/// # Errors
/// When the database does not answer.
pub async fn return_claims(
    connection: &mut AsyncPgConnection,
    to: i64,
    target: i64,
    moved: &Moved,
) -> Result<()> {
    diesel::sql_query(
        "UPDATE legal_claims SET complaint_id = $1
         WHERE id = ANY ($2) AND withdrawn_at IS NULL",
    )
    .bind::<BigInt, _>(to)
    .bind::<Array<BigInt>, _>(&moved.claims)
    .execute(connection)
    .await?;
    diesel::sql_query(
        "UPDATE legal_claims d SET withdrawn_at = NULL,
                met_at = (SELECT max(same.met_at) FROM legal_claims same
                          WHERE same.complaint_id = $2 AND same.withdrawn_at IS NULL
                            AND same.term_code = d.term_code AND same.demanded_on = d.demanded_on)
         WHERE d.id = ANY ($3) AND d.complaint_id = $1
           AND NOT EXISTS (SELECT 1 FROM legal_claims same WHERE same.complaint_id = $1 AND same.withdrawn_at IS NULL
                               AND same.term_code = d.term_code AND same.demanded_on = d.demanded_on)",
    )
    .bind::<BigInt, _>(to)
    .bind::<BigInt, _>(target)
    .bind::<Array<BigInt>, _>(&moved.doubles)
    .execute(connection)
    .await?;
    Ok(())
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
