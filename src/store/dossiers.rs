//! What the dossier of a complaint holds beside its card and its history: letters in full, legal claims, files.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Date, Integer, Nullable, SmallInt, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::Result;

/// A letter of ours to the customer, as it went or will.
#[derive(Debug, Clone, QueryableByName)]
pub struct Letter {
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = Text)]
    pub state: String,
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Text>)]
    pub recipient: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub subject: Option<String>,
    /// None where its words are a template's.
    #[diesel(sql_type = Nullable<Text>)]
    pub body: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub staff: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub failure: Option<String>,
    /// It came back.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub bounced_at: Option<DateTime<Utc>>,
}

/// All letters to the customer on a complaint, oldest first; alerts to colleagues are none of them.
///
/// # Errors
/// When the database does not answer.
pub async fn letters(connection: &mut AsyncPgConnection, complaint: i64) -> Result<Vec<Letter>> {
    Ok(diesel::sql_query(
        "SELECT l.kind, l.state, coalesce(l.sent_at, l.due_at) AS at, l.recipient, l.subject, l.body, s.name AS staff,
                l.failure, l.bounced_at
         FROM letters l LEFT JOIN staff s ON s.id = l.staff_id
         WHERE l.complaint_id = $1 AND l.kind IN ('acknowledgement', 'reply', 'resolved', 'rejected')
         ORDER BY l.id",
    )
    .bind::<BigInt, _>(complaint)
    .load(connection)
    .await?)
}

/// A demand that the law gives a term for.
#[derive(Debug, Clone, QueryableByName)]
pub struct Claim {
    #[diesel(sql_type = Text)]
    pub title_ru: String,
    #[diesel(sql_type = Text)]
    pub title_en: String,
    #[diesel(sql_type = Text)]
    pub law: String,
    #[diesel(sql_type = Text)]
    pub article: String,
    #[diesel(sql_type = SmallInt)]
    pub amount: i16,
    #[diesel(sql_type = Text)]
    pub unit: String,
    #[diesel(sql_type = Date)]
    pub demanded_on: NaiveDate,
    #[diesel(sql_type = Timestamptz)]
    pub due_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub met_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub withdrawn_at: Option<DateTime<Utc>>,
}

/// The legal claims of a complaint, the earliest term first.
///
/// # Errors
/// When the database does not answer.
pub async fn claims(connection: &mut AsyncPgConnection, complaint: i64) -> Result<Vec<Claim>> {
    Ok(diesel::sql_query(
        "SELECT t.title_ru, t.title_en, t.law, t.article, l.amount, l.unit, l.demanded_on, l.due_at, l.met_at,
                l.withdrawn_at
         FROM legal_claims l JOIN legal_terms t ON t.code = l.term_code
         WHERE l.complaint_id = $1 ORDER BY l.due_at, l.id",
    )
    .bind::<BigInt, _>(complaint)
    .load(connection)
    .await?)
}

/// A file of a complaint.
#[derive(Debug, Clone, QueryableByName)]
pub struct File {
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub media_type: String,
    #[diesel(sql_type = Integer)]
    pub bytes: i32,
    #[diesel(sql_type = Timestamptz)]
    pub added_at: DateTime<Utc>,
    /// None: from the customer.
    #[diesel(sql_type = Nullable<Text>)]
    pub staff: Option<String>,
}

/// The files of a complaint that were not taken away, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn files(connection: &mut AsyncPgConnection, complaint: i64) -> Result<Vec<File>> {
    Ok(diesel::sql_query(
        "SELECT a.name, a.media_type, a.bytes, a.added_at, s.name AS staff
         FROM attachments a LEFT JOIN staff s ON s.id = a.staff_id
         WHERE a.complaint_id = $1 AND a.removed_at IS NULL ORDER BY a.id",
    )
    .bind::<BigInt, _>(complaint)
    .load(connection)
    .await?)
}
