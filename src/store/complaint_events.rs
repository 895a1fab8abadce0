//! The history of complaints: insert-only, read newest first.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Jsonb, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    Result,
    schema::{complaint_events, incoming_letters, letters},
    statement::{Statement, Value, prepared},
};

/// The most that a card or a page of the history shows.
pub const SHOWN: i64 = 500;

/// One entry to be written.
#[derive(Debug, Clone, Default)]
pub struct Entry<'a> {
    pub kind: &'a str,
    pub field: Option<&'a str>,
    pub old: Option<String>,
    pub new: Option<String>,
    pub body: Option<&'a str>,
    pub letter_id: Option<i64>,
    pub detail: Option<serde_json::Value>,
}

/// Whose entries they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author {
    /// Of this member of staff.
    Staff(i64),
    /// Of the customer, by the link of this answer.
    Answer(i64),
    /// Of the customer, by this letter.
    Mail(i64),
    /// Of the program itself.
    Program,
}

/// Writes entries of one person's step, in their order.
///
/// # Errors
/// When the database does not answer.
pub async fn write(
    connection: &mut AsyncPgConnection,
    complaint: i64,
    author: Author,
    now: DateTime<Utc>,
    entries: &[Entry<'_>],
) -> Result<()> {
    let entries: Vec<_> = entries.iter().map(|entry| (complaint, entry)).collect();
    write_of_many(connection, author, now, &entries).await
}

/// The same of many complaints, each entry with its number; in parts, since a statement has an end.
///
/// # Errors
/// When the database does not answer.
pub async fn write_of_many(
    connection: &mut AsyncPgConnection,
    author: Author,
    now: DateTime<Utc>,
    entries: &[(i64, &Entry<'_>)],
) -> Result<()> {
    const AT_ONCE: usize = 1_000;
    let (staff, answer, mail) = match author {
        Author::Staff(staff) => (Some(staff), None, None),
        Author::Answer(answer) => (None, Some(answer), None),
        Author::Mail(letter) => (None, None, Some(letter)),
        Author::Program => (None, None, None),
    };
    for some in entries.chunks(AT_ONCE) {
        let rows: Vec<_> = some
            .iter()
            .map(|(complaint, entry)| {
                (
                    complaint_events::complaint_id.eq(*complaint),
                    complaint_events::at.eq(now),
                    complaint_events::staff_id.eq(staff),
                    complaint_events::kind.eq(entry.kind),
                    complaint_events::field.eq(entry.field),
                    complaint_events::old_value.eq(entry.old.as_deref()),
                    complaint_events::new_value.eq(entry.new.as_deref()),
                    complaint_events::body.eq(entry.body),
                    complaint_events::letter_id.eq(entry.letter_id),
                    complaint_events::response_id.eq(answer),
                    complaint_events::incoming_letter_id.eq(mail),
                    complaint_events::detail.eq(entry.detail.as_ref()),
                )
            })
            .collect();
        diesel::insert_into(complaint_events::table).values(rows).execute(connection).await?;
    }
    Ok(())
}

/// Puts a letter of somebody's own words into the outbox; its subject is composed when it is sent. It answers the last
/// letter that the customer wrote about this complaint, if there is one.
///
/// # Errors
/// When the database does not answer.
pub async fn post_letter(
    connection: &mut AsyncPgConnection,
    kind: &str,
    customer: i64,
    complaint: i64,
    staff: i64,
    body: &str,
    due_at: DateTime<Utc>,
) -> Result<i64> {
    let answered: Option<Option<String>> = incoming_letters::table
        .filter(incoming_letters::complaint_id.eq(complaint))
        .filter(incoming_letters::kind.eq("words"))
        .filter(incoming_letters::outcome.eq_any(["joined", "opened"]))
        .order(incoming_letters::id.desc())
        .select(incoming_letters::message_id)
        .first(connection)
        .await
        .optional()?;
    Ok(diesel::insert_into(letters::table)
        .values((
            letters::kind.eq(kind),
            letters::customer_id.eq(customer),
            letters::complaint_id.eq(complaint),
            letters::staff_id.eq(staff),
            letters::body.eq(body),
            letters::due_at.eq(due_at),
            letters::in_reply_to.eq(answered.flatten()),
        ))
        .returning(letters::id)
        .get_result(connection)
        .await?)
}

/// One entry as the card shows it.
#[derive(Debug, Clone, QueryableByName)]
pub struct Event {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub staff_id: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    pub staff: Option<String>,
    /// The answer by which the customer caused it.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub response_id: Option<i64>,
    /// Caused by the customer: by an answer, by one that was not finished, or by words of their own.
    #[diesel(sql_type = Bool)]
    pub by_customer: bool,
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub field: Option<String>,
    /// An owner's name instead of the stored id.
    #[diesel(sql_type = Nullable<Text>)]
    pub old_value: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub new_value: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub body: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub letter_kind: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub letter_state: Option<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub letter_sent_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Text>)]
    pub letter_failure: Option<String>,
    /// By an answer that was begun and not sent.
    #[diesel(sql_type = Bool)]
    pub unfinished: bool,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub incoming_letter_id: Option<i64>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub detail: Option<serde_json::Value>,
}

impl Event {
    /// Whether it follows from rules alone, without anybody.
    #[must_use]
    pub const fn is_of_the_rules(&self) -> bool {
        self.staff_id.is_none() && !self.by_customer
    }

    /// The macro that its deed was done by, where this is the entry that names it.
    #[must_use]
    pub fn by_macro(&self) -> Option<i64> {
        self.detail.as_ref()?.get("macro")?.get("id")?.as_i64()
    }

    /// What that macro was called then.
    #[must_use]
    pub fn macro_title(&self) -> Option<&str> {
        self.detail.as_ref()?.get("macro")?.get("title")?.as_str()
    }
}

/// An entry with what it leads to, as [`Event`] reads it.
const EVENT: &str = "SELECT e.id, e.at, e.staff_id, s.name AS staff, e.response_id,
        e.staff_id IS NULL AND (e.kind IN ('opened', 'signal', 'customer', 'mail') OR e.response_id IS NOT NULL
            OR e.invitation_id IS NOT NULL OR e.incoming_letter_id IS NOT NULL) AS by_customer,
        e.kind, e.field,
        coalesce(old_owner.name, e.old_value) AS old_value,
        coalesce(new_owner.name, e.new_value) AS new_value,
        e.body, l.kind AS letter_kind, l.state AS letter_state, l.sent_at AS letter_sent_at,
        l.failure AS letter_failure, e.invitation_id IS NOT NULL AS unfinished,
        e.incoming_letter_id, e.detail
 FROM complaint_events e
 LEFT JOIN staff s ON s.id = e.staff_id
 LEFT JOIN staff old_owner ON e.field = 'owner' AND old_owner.id::text = e.old_value
 LEFT JOIN staff new_owner ON e.field = 'owner' AND new_owner.id::text = e.new_value
 LEFT JOIN letters l ON l.id = e.letter_id";

/// The newest thing that happened to a complaint.
#[derive(Debug, Clone, QueryableByName)]
pub struct Newest {
    #[diesel(sql_type = BigInt)]
    pub complaint_id: i64,
    #[diesel(embed)]
    pub event: Event,
}

/// Of each of these complaints the newest entry after one; none of those that have none.
///
/// # Errors
/// When the database does not answer.
pub async fn newest_of(
    connection: &mut AsyncPgConnection,
    complaints: &[i64],
    entry: i64,
) -> Result<Vec<Newest>> {
    Ok(prepared(format!(
        "SELECT found.*, mine.complaint_id FROM unnest($1) mine (complaint_id)
         JOIN LATERAL ({EVENT} WHERE e.complaint_id = mine.complaint_id AND e.id > $2
                       ORDER BY e.id DESC LIMIT 1) found ON true"
    ))
    .bind::<Array<BigInt>, _>(complaints)
    .bind::<BigInt, _>(entry)
    .load(connection)
    .await?)
}

/// What happened to a complaint after an entry, newest first and [`SHOWN`] at most; 0 is from the beginning.
///
/// # Errors
/// When the database does not answer.
pub async fn since(connection: &mut AsyncPgConnection, complaint: i64, entry: i64) -> Result<Vec<Event>> {
    read(connection, complaint, "e.id > $2 ORDER BY e.id DESC", entry).await
}

/// What happened before an entry, newest first and [`SHOWN`] at most.
///
/// # Errors
/// When the database does not answer.
pub async fn before(connection: &mut AsyncPgConnection, complaint: i64, entry: i64) -> Result<Vec<Event>> {
    read(connection, complaint, "e.id < $2 ORDER BY e.id DESC", entry).await
}

/// The whole history, oldest first, read in pages.
///
/// # Errors
/// When the database does not answer.
pub async fn all(connection: &mut AsyncPgConnection, complaint: i64) -> Result<Vec<Event>> {
    let mut found: Vec<Event> = Vec::new();
    loop {
        let last = found.last().map_or(0, |event| event.id);
        let mut next = read(connection, complaint, "e.id > $2 ORDER BY e.id", last).await?;
        if next.is_empty() {
            return Ok(found);
        }
        found.append(&mut next);
    }
}

async fn read(
    connection: &mut AsyncPgConnection,
    complaint: i64,
    part: &str,
    entry: i64,
) -> Result<Vec<Event>> {
    Ok(prepared(format!("{EVENT} WHERE e.complaint_id = $1 AND {part} LIMIT $3"))
        .bind::<BigInt, _>(complaint)
        .bind::<BigInt, _>(entry)
        .bind::<BigInt, _>(SHOWN)
        .load(connection)
        .await?)
}

/// How often the customer spoke up on a complaint by this answer's link since a moment.
///
/// # Errors
/// When the database does not answer.
pub async fn additions(
    connection: &mut AsyncPgConnection,
    complaint: i64,
    answer: i64,
    since: DateTime<Utc>,
) -> Result<i64> {
    Ok(complaint_events::table
        .filter(complaint_events::complaint_id.eq(complaint))
        .filter(complaint_events::response_id.eq(answer))
        .filter(complaint_events::kind.eq_any(["customer", "reopened"]))
        .filter(complaint_events::field.is_null())
        .filter(complaint_events::at.gt(since))
        .count()
        .get_result(connection)
        .await?)
}

/// A complaint that an answer called for help on, and has not taken that back.
#[derive(Debug, Clone, QueryableByName)]
pub struct Called {
    #[diesel(sql_type = BigInt)]
    pub complaint_id: i64,
    /// The signals, as the history has them.
    #[diesel(sql_type = Nullable<Text>)]
    pub signals: Option<String>,
}

/// The complaints of a customer on which an answer's last word is a call for help.
///
/// # Errors
/// When the database does not answer.
pub async fn called(connection: &mut AsyncPgConnection, customer: i64, answer: i64) -> Result<Vec<Called>> {
    Ok(prepared(
        "SELECT complaint_id, new_value AS signals FROM (
             SELECT DISTINCT ON (e.complaint_id) e.complaint_id, e.kind, e.new_value
             FROM complaints c JOIN complaint_events e ON e.complaint_id = c.id
             WHERE c.customer_id = $1 AND e.response_id = $2
               AND (e.kind IN ('opened', 'signal', 'reopened') OR e.kind = 'field' AND e.field = 'signals')
             ORDER BY e.complaint_id, e.id DESC
         ) newest
         WHERE kind <> 'field' ORDER BY complaint_id",
    )
    .bind::<BigInt, _>(customer)
    .bind::<BigInt, _>(answer)
    .load(connection)
    .await?)
}

/// An entry that the clocks of a complaint mind.
#[derive(Debug, Clone, QueryableByName)]
pub struct Turned {
    #[diesel(sql_type = BigInt)]
    pub complaint_id: i64,
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
    /// `state`, `severity`, `first_answered_at`, `reopened`; `merged_from` of what was merged in or parted again.
    #[diesel(sql_type = Text)]
    pub field: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub old_value: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub new_value: Option<String>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub detail: Option<serde_json::Value>,
}

/// What their clocks mind of the history of complaints, of each in order.
///
/// # Errors
/// When the database does not answer.
pub async fn turns(connection: &mut AsyncPgConnection, complaints: &[i64]) -> Result<Vec<Turned>> {
    Ok(Statement::default()
        .sql(
            "SELECT complaint_id, at, field, old_value, new_value, detail FROM complaint_events
             WHERE field IN ('state', 'severity', 'first_answered_at', 'reopened', 'merged_from') AND complaint_id = ANY (",
        )
        .value(Value::Numbers(complaints.to_vec()))
        .sql(") ORDER BY complaint_id, id")
        .load(connection)
        .await?)
}

/// How many complaints were resolved or rejected in a period. Each time counts, also of one that was opened again later: what
/// happened in a month does not change with what happens after it.
///
/// # Errors
/// When the database does not answer.
pub async fn resolutions(
    connection: &mut AsyncPgConnection,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<i64> {
    Ok(complaint_events::table
        .filter(complaint_events::kind.eq("resolved").or(complaint_events::kind.eq("rejected")))
        .filter(complaint_events::at.ge(from))
        .filter(complaint_events::at.lt(to))
        .count()
        .get_result(connection)
        .await?)
}

/// The newest entry that merged a complaint into another: its detail.
///
/// # Errors
/// When the database does not answer.
pub async fn merging(
    connection: &mut AsyncPgConnection,
    complaint: i64,
) -> Result<Option<serde_json::Value>> {
    Ok(complaint_events::table
        .filter(complaint_events::complaint_id.eq(complaint))
        .filter(complaint_events::kind.eq("merged"))
        .filter(complaint_events::field.eq("merged_into"))
        .order(complaint_events::id.desc())
        .select(complaint_events::detail)
        .first(connection)
        .await
        .optional()?
        .flatten())
}
