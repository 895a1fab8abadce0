//! Letters that came in: kept as they came, read afterwards, shown to whoever must look at them.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Binary, Bool, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    Result,
    schema::{customers, incoming_letters, staff},
};
use crate::domain::incoming::{Kind, Outcome};

/// A letter that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct Kept {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// It came before, byte for byte, and has been dealt with.
    #[diesel(sql_type = Bool)]
    pub handled: bool,
}

/// Keeps a letter. The same letter again is the one that is there.
///
/// # Errors
/// When the database does not answer.
pub async fn keep(
    connection: &mut AsyncPgConnection,
    raw: &[u8],
    recipient: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Kept> {
    let new: Option<Kept> = diesel::sql_query(
        "INSERT INTO incoming_letters (received_at, raw, digest, recipient) VALUES ($1, $2, sha256($2), $3)
         ON CONFLICT (digest) DO NOTHING RETURNING id, false AS handled",
    )
    .bind::<Timestamptz, _>(now)
    .bind::<Binary, _>(raw)
    .bind::<Nullable<Text>, _>(recipient)
    .get_result(connection)
    .await
    .optional()?;
    if let Some(new) = new {
        return Ok(new);
    }
    Ok(diesel::sql_query(
        "SELECT id, handled_at IS NOT NULL AS handled FROM incoming_letters WHERE digest = sha256($1)",
    )
    .bind::<Binary, _>(raw)
    .get_result(connection)
    .await?)
}

/// Letters kept before a moment and not read yet: their reader stopped half way, or they must wait.
///
/// # Errors
/// When the database does not answer.
pub async fn waiting(
    connection: &mut AsyncPgConnection,
    before: DateTime<Utc>,
    most: i64,
) -> Result<Vec<i64>> {
    Ok(incoming_letters::table
        .filter(incoming_letters::handled_at.is_null())
        .filter(incoming_letters::received_at.lt(before))
        .order(incoming_letters::id)
        .limit(most)
        .select(incoming_letters::id)
        .load(connection)
        .await?)
}

/// A letter to read, held until the end of the transaction; `None` where it is read or in another's hands.
///
/// # Errors
/// When the database does not answer.
pub async fn hold(
    connection: &mut AsyncPgConnection,
    id: i64,
) -> Result<Option<(Vec<u8>, Option<String>, DateTime<Utc>)>> {
    Ok(incoming_letters::table
        .find(id)
        .filter(incoming_letters::handled_at.is_null())
        .select((incoming_letters::raw, incoming_letters::recipient, incoming_letters::received_at))
        .for_update()
        .skip_locked()
        .first(connection)
        .await
        .optional()?)
}

/// What a letter was and what was done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    pub kind: Kind,
    pub outcome: Outcome,
    pub letter_id: Option<i64>,
    pub customer_id: Option<i64>,
    /// The complaint that it was put to.
    pub complaint_id: Option<i64>,
    pub status: Option<String>,
    pub detail: Option<String>,
}

/// What a letter says of itself, as far as staff see it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts<'a> {
    pub message_id: Option<&'a str>,
    pub sender: Option<&'a str>,
    pub sender_name: Option<&'a str>,
    pub subject: Option<&'a str>,
    pub words: Option<&'a str>,
}

/// Writes down what was done about a letter.
///
/// # Errors
/// When the database does not answer.
pub async fn finish(
    connection: &mut AsyncPgConnection,
    id: i64,
    done: &Done,
    facts: Facts<'_>,
    now: DateTime<Utc>,
) -> Result<()> {
    diesel::update(incoming_letters::table.find(id))
        .set((
            incoming_letters::handled_at.eq(now),
            incoming_letters::kind.eq(done.kind.code()),
            incoming_letters::outcome.eq(done.outcome.code()),
            incoming_letters::letter_id.eq(done.letter_id),
            incoming_letters::customer_id.eq(done.customer_id),
            incoming_letters::complaint_id.eq(done.complaint_id),
            incoming_letters::message_id.eq(facts.message_id),
            incoming_letters::sender.eq(facts.sender),
            incoming_letters::sender_name.eq(facts.sender_name),
            incoming_letters::subject.eq(facts.subject),
            incoming_letters::words.eq(facts.words),
            incoming_letters::status.eq(&done.status),
            incoming_letters::detail.eq(&done.detail),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// A letter in the list.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = incoming_letters, check_for_backend(diesel::pg::Pg))]
pub struct Listed {
    pub id: i64,
    pub received_at: DateTime<Utc>,
    pub kind: Option<String>,
    pub outcome: Option<String>,
    pub letter_id: Option<i64>,
    pub status: Option<String>,
    pub detail: Option<String>,
    pub seen_at: Option<DateTime<Utc>>,
    #[diesel(select_expression = customers::external_id.nullable())]
    pub customer: Option<String>,
    #[diesel(select_expression = customers::name.nullable())]
    pub customer_name: Option<String>,
    #[diesel(select_expression = staff::name.nullable())]
    pub seen_by: Option<String>,
}

/// Letters that came in, the newest before `before` first; or only those that somebody must look at.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    connection: &mut AsyncPgConnection,
    only_to_look_at: bool,
    before: Option<i64>,
    most: i64,
) -> Result<Vec<Listed>> {
    let mut query = incoming_letters::table
        .left_join(customers::table)
        .left_join(staff::table)
        .filter(incoming_letters::id.lt(before.unwrap_or(i64::MAX)))
        .order(incoming_letters::id.desc())
        .limit(most)
        .select(Listed::as_select())
        .into_boxed();
    if only_to_look_at {
        // In the words of the partial index.
        query = query.filter(diesel::dsl::sql::<Bool>(
            "incoming_letters.outcome IN ('unmatched', 'look') AND incoming_letters.seen_at IS NULL",
        ));
    }
    Ok(query.load(connection).await?)
}

/// The letter as it came, unless it was swept.
///
/// # Errors
/// When the database does not answer.
pub async fn raw(connection: &mut AsyncPgConnection, id: i64) -> Result<Option<Vec<u8>>> {
    Ok(incoming_letters::table.find(id).select(incoming_letters::raw).first(connection).await.optional()?)
}

/// Somebody has looked at it. Answers `false` where nobody had to.
///
/// # Errors
/// When the database does not answer.
pub async fn mark_seen(
    connection: &mut AsyncPgConnection,
    id: i64,
    staff_id: i64,
    now: DateTime<Utc>,
) -> Result<bool> {
    Ok(diesel::update(
        incoming_letters::table
            .find(id)
            .filter(incoming_letters::outcome.eq_any(["unmatched", "look"]))
            .filter(incoming_letters::seen_at.is_null()),
    )
    .set((incoming_letters::seen_at.eq(now), incoming_letters::seen_by.eq(staff_id)))
    .execute(connection)
    .await?
        > 0)
}

/// How many letters there are of each kind and outcome, and how many wait for somebody to look at them.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Count {
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = Text)]
    pub outcome: String,
    #[diesel(sql_type = BigInt)]
    pub letters: i64,
}

/// Counts by an index alone.
///
/// # Errors
/// When the database does not answer.
pub async fn counts(connection: &mut AsyncPgConnection) -> Result<Vec<Count>> {
    Ok(diesel::sql_query(
        "SELECT kind, outcome, count(*) AS letters FROM incoming_letters
         WHERE kind IS NOT NULL AND outcome IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2",
    )
    .load(connection)
    .await?)
}

/// How many wait for somebody to look at them.
///
/// # Errors
/// When the database does not answer.
pub async fn to_look_at(connection: &mut AsyncPgConnection) -> Result<i64> {
    Ok(incoming_letters::table
        .filter(diesel::dsl::sql::<Bool>("outcome IN ('unmatched', 'look') AND seen_at IS NULL"))
        .count()
        .get_result(connection)
        .await?)
}

/// Forgets the bytes of letters of machines that are long dealt with; what was done stays.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(connection: &mut AsyncPgConnection, before: DateTime<Utc>) -> Result<usize> {
    Ok(diesel::sql_query(
        "UPDATE incoming_letters SET raw = ''
         WHERE handled_at < $1 AND kind <> 'words' AND octet_length(raw) > 0
           AND (outcome NOT IN ('unmatched', 'look') OR seen_at IS NOT NULL)",
    )
    .bind::<Timestamptz, _>(before)
    .execute(connection)
    .await?)
}
