//! Files of complaints: kept once by their bytes, listed without them.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Binary, Bool, Integer, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    Result,
    schema::{attachments, letter_attachments},
    statement::prepared,
};

/// The most files that a card lists.
pub const SHOWN: i64 = 200;

/// From which side a file came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    Staff(i64),
    /// With this letter that came in.
    Letter(i64),
}

/// A file to be kept.
#[derive(Debug, Clone, Copy)]
pub struct New<'a> {
    pub complaint_id: i64,
    pub name: &'a str,
    pub media_type: &'a str,
    pub content: &'a [u8],
    pub from: From,
    pub now: DateTime<Utc>,
}

/// A file that was kept: its number, and whether it was there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct Kept {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Bool)]
    pub known: bool,
}

/// Keeps a file. The same bytes by the same name that the complaint has already are that file: a form sent twice is one.
///
/// # Errors
/// When the database does not answer.
pub async fn keep(connection: &mut AsyncPgConnection, new: &New<'_>) -> Result<Kept> {
    diesel::sql_query(
        "INSERT INTO attachment_contents (digest, content) VALUES (sha256($1), $1) ON CONFLICT (digest) DO NOTHING",
    )
    .bind::<Binary, _>(new.content)
    .execute(connection)
    .await?;
    let (staff, letter) = match new.from {
        From::Staff(staff) => (Some(staff), None),
        From::Letter(letter) => (None, Some(letter)),
    };
    Ok(diesel::sql_query(
        "WITH known AS (
             SELECT id FROM attachments
             WHERE complaint_id = $2 AND digest = sha256($1) AND name = $3 AND removed_at IS NULL
             ORDER BY id LIMIT 1
         ), added AS (
             INSERT INTO attachments (complaint_id, digest, name, media_type, bytes, staff_id, incoming_letter_id, added_at)
             SELECT $2, sha256($1), $3, $4, length($1), $5, $6, $7 WHERE NOT EXISTS (SELECT FROM known)
             RETURNING id
         )
         SELECT id, true AS known FROM known UNION ALL SELECT id, false FROM added",
    )
    .bind::<Binary, _>(new.content)
    .bind::<BigInt, _>(new.complaint_id)
    .bind::<Text, _>(new.name)
    .bind::<Text, _>(new.media_type)
    .bind::<Nullable<BigInt>, _>(staff)
    .bind::<Nullable<BigInt>, _>(letter)
    .bind::<Timestamptz, _>(new.now)
    .get_result(connection)
    .await?)
}

/// The bytes that came to a complaint after a moment from one side; what was removed counts.
///
/// # Errors
/// When the database does not answer.
pub async fn bytes_since(
    connection: &mut AsyncPgConnection,
    complaint: i64,
    by_staff: bool,
    since: DateTime<Utc>,
) -> Result<i64> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        bytes: i64,
    }
    let row: Row = diesel::sql_query(
        "SELECT coalesce(sum(bytes), 0)::bigint AS bytes FROM attachments
         WHERE complaint_id = $1 AND (staff_id IS NOT NULL) = $2 AND added_at > $3",
    )
    .bind::<BigInt, _>(complaint)
    .bind::<Bool, _>(by_staff)
    .bind::<Timestamptz, _>(since)
    .get_result(connection)
    .await?;
    Ok(row.bytes)
}

/// A file as a card lists it.
#[derive(Debug, Clone, QueryableByName)]
pub struct Listed {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Integer)]
    pub bytes: i32,
    #[diesel(sql_type = Timestamptz)]
    pub added_at: DateTime<Utc>,
    /// None: from the customer.
    #[diesel(sql_type = Nullable<Text>)]
    pub staff: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub incoming_letter_id: Option<i64>,
    #[diesel(sql_type = Bool)]
    pub removed: bool,
    /// It left with a letter of ours, or is leaving.
    #[diesel(sql_type = Bool)]
    pub goes_out: bool,
}

/// The newest files of a complaint, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_complaint(connection: &mut AsyncPgConnection, complaint: i64) -> Result<Vec<Listed>> {
    Ok(prepared(
        "SELECT * FROM (
             SELECT a.id, a.name, a.bytes, a.added_at, s.name AS staff, a.incoming_letter_id,
                    a.removed_at IS NOT NULL AS removed,
                    EXISTS (SELECT FROM letter_attachments o JOIN letters l ON l.id = o.letter_id
                            WHERE o.attachment_id = a.id AND l.state <> 'cancelled') AS goes_out
             FROM attachments a LEFT JOIN staff s ON s.id = a.staff_id
             WHERE a.complaint_id = $1 ORDER BY a.id DESC LIMIT $2
         ) newest ORDER BY id",
    )
    .bind::<BigInt, _>(complaint)
    .bind::<BigInt, _>(SHOWN)
    .load(connection)
    .await?)
}

/// A file with its bytes.
#[derive(Debug, Clone, QueryableByName)]
pub struct Whole {
    #[diesel(sql_type = BigInt)]
    pub letter_id: i64,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub media_type: String,
    #[diesel(sql_type = Binary)]
    pub content: Vec<u8>,
}

/// A file to download, if nobody removed it.
///
/// # Errors
/// When the database does not answer.
pub async fn whole(connection: &mut AsyncPgConnection, id: i64) -> Result<Option<Whole>> {
    Ok(diesel::sql_query(
        "SELECT 0::bigint AS letter_id, a.name, a.media_type, c.content
         FROM attachments a JOIN attachment_contents c USING (digest) WHERE a.id = $1 AND a.removed_at IS NULL",
    )
    .bind::<BigInt, _>(id)
    .get_result(connection)
    .await
    .optional()?)
}

/// The files that go out with these letters, with their bytes.
///
/// # Errors
/// When the database does not answer.
pub async fn of_letters(connection: &mut AsyncPgConnection, letters: &[i64]) -> Result<Vec<Whole>> {
    Ok(diesel::sql_query(
        "SELECT o.letter_id, a.name, a.media_type, c.content
         FROM letter_attachments o JOIN attachments a ON a.id = o.attachment_id JOIN attachment_contents c USING (digest)
         WHERE o.letter_id = ANY ($1) ORDER BY o.letter_id, a.id",
    )
    .bind::<Array<BigInt>, _>(letters)
    .load(connection)
    .await?)
}

/// Sizes of those of the files that are of this complaint and not removed.
///
/// # Errors
/// When the database does not answer.
pub async fn sizes(
    connection: &mut AsyncPgConnection,
    complaint: i64,
    files: &[i64],
) -> Result<Vec<(i64, i32)>> {
    Ok(attachments::table
        .filter(attachments::complaint_id.eq(complaint))
        .filter(attachments::removed_at.is_null())
        .filter(attachments::id.eq_any(files))
        .select((attachments::id, attachments::bytes))
        .load(connection)
        .await?)
}

/// Has files go out with a letter.
///
/// # Errors
/// When the database does not answer.
pub async fn send_with(connection: &mut AsyncPgConnection, letter: i64, files: &[i64]) -> Result<()> {
    let rows: Vec<_> = files
        .iter()
        .map(|file| (letter_attachments::letter_id.eq(letter), letter_attachments::attachment_id.eq(file)))
        .collect();
    diesel::insert_into(letter_attachments::table).values(rows).execute(connection).await?;
    Ok(())
}

/// The files of a letter by their numbers.
///
/// # Errors
/// When the database does not answer.
pub async fn sent_with(connection: &mut AsyncPgConnection, letter: i64) -> Result<Vec<i64>> {
    Ok(letter_attachments::table
        .filter(letter_attachments::letter_id.eq(letter))
        .order(letter_attachments::attachment_id)
        .select(letter_attachments::attachment_id)
        .load(connection)
        .await?)
}

/// Whether a file waits to leave with a letter.
///
/// # Errors
/// When the database does not answer.
pub async fn is_leaving(connection: &mut AsyncPgConnection, id: i64) -> Result<bool> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Bool)]
        leaves: bool,
    }
    let row: Row = diesel::sql_query(
        "SELECT EXISTS (SELECT FROM letter_attachments o JOIN letters l ON l.id = o.letter_id
                        WHERE o.attachment_id = $1 AND l.state IN ('queued', 'sending')) AS leaves",
    )
    .bind::<BigInt, _>(id)
    .get_result(connection)
    .await?;
    Ok(row.leaves)
}

/// Removes a file from its complaint, or puts it back (`removed_at` none). Answers its name, if that changed anything.
///
/// # Errors
/// When the database does not answer.
pub async fn mark_removed(
    connection: &mut AsyncPgConnection,
    complaint: i64,
    id: i64,
    removed_at: Option<DateTime<Utc>>,
) -> Result<Option<String>> {
    Ok(diesel::update(
        attachments::table
            .find(id)
            .filter(attachments::complaint_id.eq(complaint))
            .filter(attachments::removed_at.is_null().eq(removed_at.is_some())),
    )
    .set(attachments::removed_at.eq(removed_at))
    .returning(attachments::name)
    .get_result(connection)
    .await
    .optional()?)
}

/// Removes what came with a letter that turned out to be of another complaint.
///
/// # Errors
/// When the database does not answer.
pub async fn remove_of_letter(
    connection: &mut AsyncPgConnection,
    letter: i64,
    now: DateTime<Utc>,
) -> Result<()> {
    diesel::update(
        attachments::table
            .filter(attachments::incoming_letter_id.eq(letter))
            .filter(attachments::removed_at.is_null()),
    )
    .set(attachments::removed_at.eq(now))
    .execute(connection)
    .await?;
    Ok(())
}
