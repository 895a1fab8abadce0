//! Deadlines: when each complaint is looked at next, and who was told of what, once each.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Nullable, SmallInt, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    Result,
    schema::{complaints, deadline_alerts, deadline_watch, letters},
    statement::prepared,
};

/// Rows of one page of the list.
pub const PAGE: i64 = 50;

/// What a look at a complaint's deadlines has to know.
#[derive(Debug, Clone, QueryableByName)]
pub struct Watched {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Text)]
    pub state: String,
    #[diesel(sql_type = SmallInt)]
    pub severity: i16,
    #[diesel(sql_type = Timestamptz)]
    pub first_answer_due: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    pub resolution_due: DateTime<Utc>,
    #[diesel(sql_type = Bool)]
    pub answered: bool,
    /// Settled by the clockwork of this version; 0: not yet.
    #[diesel(sql_type = BigInt)]
    pub clocks_version: i64,
    /// Who has it, if they still work here.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub owner_id: Option<i64>,
    /// They are away, so that somebody else must hear of it too.
    #[diesel(sql_type = Bool)]
    pub owner_away: bool,
}

/// Holds a few complaints whose look is due, those that wait longest first, until the transaction ends. What others hold
/// is left for the next time, so nobody ever waits here while holding something.
///
/// # Errors
/// When the database does not answer.
pub async fn hold_due(
    connection: &mut AsyncPgConnection,
    now: DateTime<Utc>,
    most: i64,
) -> Result<Vec<Watched>> {
    let due: Vec<i64> = deadline_watch::table
        .filter(deadline_watch::look_at.le(now))
        .order(deadline_watch::look_at)
        .limit(most)
        .select(deadline_watch::complaint_id)
        .load(connection)
        .await?;
    let held: Vec<i64> = complaints::table
        .filter(complaints::id.eq_any(&due))
        .select(complaints::id)
        .for_update()
        .skip_locked()
        .load(connection)
        .await?;
    // Read again behind the lock: whoever held it before may have looked already.
    Ok(prepared(
        "SELECT c.id, c.state, c.severity, c.first_answer_due, c.resolution_due, c.clocks_version,
                c.first_answered_at IS NOT NULL AS answered, s.id AS owner_id, s.away_since IS NOT NULL AS owner_away
         FROM deadline_watch w
         JOIN complaints c ON c.id = w.complaint_id
         LEFT JOIN staff s ON s.id = c.owner_id AND s.deactivated_at IS NULL AND s.role <> 'executive'
         WHERE w.complaint_id = ANY ($1) AND w.look_at <= $2",
    )
    .bind::<Array<BigInt>, _>(held)
    .bind::<Timestamptz, _>(now)
    .load(connection)
    .await?)
}

/// Sets when complaints are looked at next; nothing is never, until something happens.
///
/// # Errors
/// When the database does not answer.
pub async fn look_again(
    connection: &mut AsyncPgConnection,
    again: &[(i64, Option<DateTime<Utc>>)],
) -> Result<()> {
    let (ids, moments): (Vec<i64>, Vec<Option<DateTime<Utc>>>) = again.iter().copied().unzip();
    prepared(
        "WITH looks AS (SELECT * FROM unnest($1, $2) AS looks (id, again)),
         never AS (DELETE FROM deadline_watch WHERE complaint_id IN (SELECT id FROM looks WHERE again IS NULL))
         UPDATE deadline_watch SET look_at = again FROM looks WHERE complaint_id = id AND again IS NOT NULL",
    )
    .bind::<Array<BigInt>, _>(ids)
    .bind::<Array<Nullable<Timestamptz>>, _>(moments)
    .execute(connection)
    .await?;
    Ok(())
}

/// Looks at every watched complaint again: the rules of the look are others now. What somebody holds is looked at anyway.
///
/// # Errors
/// When the database does not answer.
pub async fn look_at_all(connection: &mut AsyncPgConnection) -> Result<()> {
    prepared(
        "UPDATE deadline_watch SET look_at = 'epoch'
         WHERE complaint_id IN (SELECT complaint_id FROM deadline_watch FOR UPDATE SKIP LOCKED)",
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What was told of a deadline, whomever.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Told {
    pub complaint_id: i64,
    pub clock: String,
    pub due_at: DateTime<Utc>,
    pub stage: String,
}

/// Everything that was told of these complaints.
///
/// # Errors
/// When the database does not answer.
pub async fn told(connection: &mut AsyncPgConnection, complaints: &[i64]) -> Result<Vec<Told>> {
    Ok(deadline_alerts::table
        .filter(deadline_alerts::complaint_id.eq_any(complaints))
        .select((
            deadline_alerts::complaint_id,
            deadline_alerts::clock,
            deadline_alerts::due_at,
            deadline_alerts::stage,
        ))
        .distinct()
        .load(connection)
        .await?)
}

/// An alert of one person.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = deadline_alerts)]
pub struct NewAlert {
    pub complaint_id: i64,
    pub clock: String,
    pub due_at: DateTime<Utc>,
    pub stage: &'static str,
    pub staff_id: i64,
    pub at: DateTime<Utc>,
}

/// Writes alerts; the same one is never written twice.
///
/// # Errors
/// When the database does not answer.
pub async fn add(connection: &mut AsyncPgConnection, alerts: &[NewAlert]) -> Result<()> {
    diesel::insert_into(deadline_alerts::table)
        .values(alerts)
        .on_conflict_do_nothing()
        .execute(connection)
        .await?;
    Ok(())
}

/// Ends what was told of approaching deadlines that do not approach any more: kept, moved, or missed by now. `standing`
/// are those of these complaints that still do.
///
/// # Errors
/// When the database does not answer.
pub async fn end_approaching(
    connection: &mut AsyncPgConnection,
    complaints: &[i64],
    standing: &[(i64, String, DateTime<Utc>)],
    now: DateTime<Utc>,
) -> Result<()> {
    let ids: Vec<i64> = standing.iter().map(|(id, _, _)| *id).collect();
    let clocks: Vec<&str> = standing.iter().map(|(_, clock, _)| clock.as_str()).collect();
    let dues: Vec<DateTime<Utc>> = standing.iter().map(|(_, _, due)| *due).collect();
    prepared(
        "UPDATE deadline_alerts a SET seen_at = $5
         WHERE a.complaint_id = ANY ($1) AND a.stage = 'approaching' AND a.seen_at IS NULL
           AND NOT EXISTS (SELECT FROM unnest($2, $3, $4) AS standing (id, clock, due)
                           WHERE standing.id = a.complaint_id AND standing.clock = a.clock AND standing.due = a.due_at)",
    )
    .bind::<Array<BigInt>, _>(complaints)
    .bind::<Array<BigInt>, _>(ids)
    .bind::<Array<Text>, _>(clocks)
    .bind::<Array<Timestamptz>, _>(dues)
    .bind::<Timestamptz, _>(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// Who waits for a letter about alerts raised since a moment.
///
/// # Errors
/// When the database does not answer.
pub async fn unsent(connection: &mut AsyncPgConnection, since: DateTime<Utc>) -> Result<Vec<i64>> {
    Ok(deadline_alerts::table
        .filter(deadline_alerts::letter_id.is_null())
        .filter(deadline_alerts::at.gt(since))
        .select(deadline_alerts::staff_id)
        .distinct()
        .load(connection)
        .await?)
}

/// Puts one letter into the outbox for everything that somebody was not written about yet. To be called in a transaction;
/// of two at once each writes about its own.
///
/// # Errors
/// When the database does not answer.
pub async fn post_letter(
    connection: &mut AsyncPgConnection,
    staff: i64,
    customer: i64,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<()> {
    let alerts: Vec<i64> = deadline_alerts::table
        .filter(deadline_alerts::staff_id.eq(staff))
        .filter(deadline_alerts::letter_id.is_null())
        .filter(deadline_alerts::at.gt(since))
        .select(deadline_alerts::id)
        .for_update()
        .skip_locked()
        .load(connection)
        .await?;
    if alerts.is_empty() {
        return Ok(());
    }
    let letter: i64 = diesel::insert_into(letters::table)
        .values((letters::kind.eq("alert"), letters::customer_id.eq(customer), letters::due_at.eq(now)))
        .returning(letters::id)
        .get_result(connection)
        .await?;
    diesel::update(deadline_alerts::table)
        .filter(deadline_alerts::staff_id.eq(staff))
        .filter(deadline_alerts::id.eq_any(&alerts))
        .set(deadline_alerts::letter_id.eq(letter))
        .execute(connection)
        .await?;
    Ok(())
}

/// One alert with what it is about, for the list and for letters.
#[derive(Debug, Clone, QueryableByName)]
pub struct Line {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub letter_id: Option<i64>,
    #[diesel(sql_type = BigInt)]
    pub complaint_id: i64,
    #[diesel(sql_type = Text)]
    pub clock: String,
    #[diesel(sql_type = Timestamptz)]
    pub due_at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    pub stage: String,
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub seen_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Text)]
    pub state: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub owner: Option<String>,
    #[diesel(sql_type = Text)]
    pub customer: String,
    #[diesel(sql_type = Text)]
    pub customer_external_id: String,
    /// What a legal claim is called.
    #[diesel(sql_type = Nullable<Text>)]
    pub title_ru: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub title_en: Option<String>,
}

const LINE: &str =
    "SELECT a.id, a.letter_id, a.complaint_id, a.clock, a.due_at, a.stage, a.at, a.seen_at, c.state,
        s.name AS owner, u.name AS customer, u.external_id AS customer_external_id, t.title_ru, t.title_en
    FROM alerts a
    JOIN complaints c ON c.id = a.complaint_id
    JOIN customers u ON u.id = c.customer_id
    LEFT JOIN staff s ON s.id = c.owner_id
    LEFT JOIN legal_claims l ON l.id = CASE WHEN a.clock LIKE 'claim:%' THEN substr(a.clock, 7)::bigint END
    LEFT JOIN legal_terms t ON t.code = l.term_code";

/// Somebody's alerts, the newest first, from behind one on; one row more where another page follows.
///
/// # Errors
/// When the database does not answer.
pub async fn page(connection: &mut AsyncPgConnection, staff: i64, before: Option<i64>) -> Result<Vec<Line>> {
    Ok(prepared(format!(
        "WITH alerts AS (SELECT * FROM deadline_alerts WHERE staff_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3)
         {LINE} ORDER BY a.id DESC"
    ))
    .bind::<BigInt, _>(staff)
    .bind::<BigInt, _>(before.unwrap_or(i64::MAX))
    .bind::<BigInt, _>(PAGE + 1)
    .load(connection)
    .await?)
}

/// What letters tell, the earliest due first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_letters(connection: &mut AsyncPgConnection, letters: &[i64]) -> Result<Vec<Line>> {
    Ok(prepared(format!(
        "WITH alerts AS (SELECT * FROM deadline_alerts WHERE letter_id = ANY ($1)) {LINE} ORDER BY a.due_at, a.id"
    ))
    .bind::<Array<BigInt>, _>(letters)
    .load(connection)
    .await?)
}

/// Somebody has seen one of their alerts.
///
/// # Errors
/// When the database does not answer.
pub async fn mark_seen(
    connection: &mut AsyncPgConnection,
    staff: i64,
    id: i64,
    now: DateTime<Utc>,
) -> Result<()> {
    diesel::update(deadline_alerts::table)
        .filter(deadline_alerts::staff_id.eq(staff))
        .filter(deadline_alerts::id.eq(id))
        .filter(deadline_alerts::seen_at.is_null())
        .set(deadline_alerts::seen_at.eq(now))
        .execute(connection)
        .await?;
    Ok(())
}

/// Somebody has seen all of their alerts up to this one, the newest that their page showed.
///
/// # Errors
/// When the database does not answer.
pub async fn mark_all_seen(
    connection: &mut AsyncPgConnection,
    staff: i64,
    newest: i64,
    now: DateTime<Utc>,
) -> Result<()> {
    diesel::update(deadline_alerts::table)
        .filter(deadline_alerts::staff_id.eq(staff))
        .filter(deadline_alerts::id.le(newest))
        .filter(deadline_alerts::seen_at.is_null())
        .set(deadline_alerts::seen_at.eq(now))
        .execute(connection)
        .await?;
    Ok(())
}

/// What nobody looked at for so long rings no bell any more.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(
    connection: &mut AsyncPgConnection,
    before: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<()> {
    diesel::update(deadline_alerts::table)
        .filter(deadline_alerts::at.lt(before))
        .filter(deadline_alerts::seen_at.is_null())
        .set(deadline_alerts::seen_at.eq(now))
        .execute(connection)
        .await?;
    Ok(())
}
