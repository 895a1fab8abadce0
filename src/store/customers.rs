//! Customers: one with all that is known, and what passed between them and the company.

pub mod buying;
pub mod lookup;
pub mod search;

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Nullable, SmallInt, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Result, schema::customers};

/// Everything that is held on a customer themselves.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = customers)]
pub struct Customer {
    pub id: i64,
    pub external_id: String,
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub language: Option<String>,
    pub segment: Option<String>,
    pub manager: Option<String>,
    pub channel: Option<String>,
    pub city: Option<String>,
    pub consent: bool,
    pub registered_at: Option<DateTime<Utc>>,
    pub unsubscribed_at: Option<DateTime<Utc>>,
    pub bounced_at: Option<DateTime<Utc>>,
    pub erased_at: Option<DateTime<Utc>>,
    pub standing: String,
    pub time_zone: Option<String>,
}

/// The customer of the company's own id.
///
/// # Errors
/// When the database does not answer.
pub async fn by_external_id(
    connection: &mut AsyncPgConnection,
    external_id: &str,
) -> Result<Option<Customer>> {
    Ok(customers::table
        .filter(customers::external_id.eq(external_id))
        .select(Customer::as_select())
        .first(connection)
        .await
        .optional()?)
}

/// Why no letters go to an address, whoever has it.
#[derive(Debug, Clone, QueryableByName)]
pub struct Suppressed {
    #[diesel(sql_type = Text)]
    pub reason: String,
    #[diesel(sql_type = Bool)]
    pub surveys_only: bool,
    #[diesel(sql_type = Timestamptz)]
    pub created_at: DateTime<Utc>,
}

/// What stands about an address on the list of those that get no letters, the widest first.
///
/// # Errors
/// When the database does not answer.
pub async fn suppressed(connection: &mut AsyncPgConnection, email: &str) -> Result<Vec<Suppressed>> {
    Ok(diesel::sql_query(
        "SELECT reason, surveys_only, created_at FROM suppressions WHERE address = lower($1)
         ORDER BY surveys_only, created_at",
    )
    .bind::<Text, _>(email)
    .load(connection)
    .await?)
}

/// Where a list of a customer goes on: behind the row of this moment and id.
pub type After = Option<(DateTime<Utc>, i64)>;

/// A letter to a customer.
#[derive(Debug, Clone, QueryableByName)]
pub struct LetterTold {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Text)]
    pub kind: String,
    /// Of which survey it is.
    #[diesel(sql_type = Nullable<Text>)]
    pub survey: Option<String>,
    #[diesel(sql_type = Text)]
    pub state: String,
    #[diesel(sql_type = Timestamptz)]
    pub due_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    pub created_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub sent_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub bounced_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = SmallInt)]
    pub attempts: i16,
    #[diesel(sql_type = Nullable<Text>)]
    pub failure: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub complaint_id: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    pub purchase: Option<String>,
}

/// The letters to a customer, the newest first, from behind a place on (of which only the id counts).
///
/// # Errors
/// When the database does not answer.
pub async fn letters(
    connection: &mut AsyncPgConnection,
    customer: i64,
    after: After,
    limit: i64,
) -> Result<Vec<LetterTold>> {
    Ok(diesel::sql_query(
        "SELECT l.id, l.kind, i.kind AS survey, l.state, l.due_at, l.created_at, l.sent_at, l.bounced_at, l.attempts,
                l.failure, l.complaint_id, p.external_id AS purchase
         FROM letters l
         LEFT JOIN invitations i ON i.id = l.invitation_id
         LEFT JOIN purchases p ON p.id = i.purchase_id
         WHERE l.customer_id = $1 AND l.id < $2 ORDER BY l.id DESC LIMIT $3",
    )
    .bind::<BigInt, _>(customer)
    .bind::<BigInt, _>(after.map_or(i64::MAX, |(_, id)| id))
    .bind::<BigInt, _>(limit)
    .load(connection)
    .await?)
}

/// An answer of a customer, whole: what its codes mean stands in its version.
#[derive(Debug, Clone, QueryableByName)]
pub struct AnswerTold {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = BigInt)]
    pub version_id: i64,
    #[diesel(sql_type = Timestamptz)]
    pub answered_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub withdrawn_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<SmallInt>)]
    pub nps: Option<i16>,
    #[diesel(sql_type = Nullable<SmallInt>)]
    pub satisfaction: Option<i16>,
    /// In the order of the version's parameters; -1 is 'does not apply'.
    #[diesel(sql_type = Array<Nullable<SmallInt>>)]
    pub ratings: Vec<Option<i16>>,
    #[diesel(sql_type = Nullable<Text>)]
    pub comment: Option<String>,
    #[diesel(sql_type = Bool)]
    pub contact_me: bool,
    #[diesel(sql_type = Nullable<Array<Text>>)]
    pub reasons: Option<Vec<String>>,
    #[diesel(sql_type = Nullable<Text>)]
    pub main_reason: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub competitor: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub bring_back: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub heard_from: Option<String>,
    #[diesel(sql_type = Nullable<SmallInt>)]
    pub wallet_share: Option<i16>,
    #[diesel(sql_type = Nullable<Bool>)]
    pub solved: Option<bool>,
    #[diesel(sql_type = Bool)]
    pub still_here: bool,
    #[diesel(sql_type = Nullable<Text>)]
    pub purchase: Option<String>,
}

/// The answers of a customer, the newest first, withdrawn ones too, from behind a place on.
///
/// # Errors
/// When the database does not answer.
pub async fn answers(
    connection: &mut AsyncPgConnection,
    customer: i64,
    after: After,
    limit: i64,
) -> Result<Vec<AnswerTold>> {
    Ok(diesel::sql_query(
        "SELECT r.id, r.kind, r.version_id, r.answered_at, r.withdrawn_at, r.nps, r.satisfaction, r.ratings, r.comment,
                r.contact_me, r.reasons, r.main_reason, r.competitor, r.bring_back, r.heard_from, r.wallet_share,
                r.solved, r.still_here, p.external_id AS purchase
         FROM responses r
         LEFT JOIN purchases p ON p.id = r.purchase_id
         WHERE r.customer_id = $1 AND ($2 IS NULL OR (r.answered_at, r.id) < ($2, $3))
         ORDER BY r.answered_at DESC, r.id DESC LIMIT $4",
    )
    .bind::<BigInt, _>(customer)
    .bind::<Nullable<Timestamptz>, _>(after.map(|(at, _)| at))
    .bind::<BigInt, _>(after.map_or(0, |(_, id)| id))
    .bind::<BigInt, _>(limit)
    .load(connection)
    .await?)
}

/// A complaint of a customer.
#[derive(Debug, Clone, QueryableByName)]
pub struct ComplaintTold {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Text)]
    pub state: String,
    #[diesel(sql_type = SmallInt)]
    pub severity: i16,
    #[diesel(sql_type = Timestamptz)]
    pub opened_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Text>)]
    pub owner: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub purchase: Option<String>,
}

/// The complaints of a customer, the newest first, from behind a place on (of which only the number counts).
///
/// # Errors
/// When the database does not answer.
pub async fn complaints(
    connection: &mut AsyncPgConnection,
    customer: i64,
    after: After,
    limit: i64,
) -> Result<Vec<ComplaintTold>> {
    Ok(diesel::sql_query(
        "SELECT k.id, k.state, k.severity, k.opened_at, s.name AS owner, p.external_id AS purchase
         FROM complaints k
         LEFT JOIN staff s ON s.id = k.owner_id
         LEFT JOIN purchases p ON p.id = k.purchase_id
         WHERE k.customer_id = $1 AND k.id < $2
         ORDER BY k.id DESC LIMIT $3",
    )
    .bind::<BigInt, _>(customer)
    .bind::<BigInt, _>(after.map_or(i64::MAX, |(_, id)| id))
    .bind::<BigInt, _>(limit)
    .load(connection)
    .await?)
}

/// Keeps a row for every active member of staff, as they are called now, and answers their ids.
///
/// A customer whom the company itself calls `staff:…` stays what they are.
///
/// # Errors
/// When the database does not answer.
pub async fn put_employees(connection: &mut AsyncPgConnection) -> Result<Vec<i64>> {
    #[derive(QueryableByName)]
    struct Id {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        id: i64,
    }
    let rows: Vec<Id> = diesel::sql_query(
        "INSERT INTO customers (external_id, name, email, language, standing)
         SELECT 'staff:' || id, name, email, language, 'employee' FROM staff WHERE deactivated_at IS NULL
         ON CONFLICT (external_id) DO UPDATE SET
             name = excluded.name, email = excluded.email, language = excluded.language, updated_at = now()
             WHERE customers.standing = 'employee' AND customers.erased_at IS NULL
         RETURNING id",
    )
    .load(connection)
    .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// In which language a customer is written to, where that is known.
///
/// # Errors
/// When the database does not answer.
pub async fn language(connection: &mut AsyncPgConnection, customer: i64) -> Result<Option<String>> {
    let known: Option<Option<String>> = super::schema::customers::table
        .find(customer)
        .select(super::schema::customers::language)
        .first(connection)
        .await
        .optional()?;
    Ok(known.flatten())
}

/// The row by which letters reach one member of staff, made or brought up to date; nothing where they left or are forgotten.
///
/// # Errors
/// When the database does not answer.
pub async fn put_employee(connection: &mut AsyncPgConnection, staff: i64) -> Result<Option<i64>> {
    #[derive(QueryableByName)]
    struct Id {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        id: i64,
    }
    let row: Option<Id> = diesel::sql_query(
        "INSERT INTO customers (external_id, name, email, language, standing)
         SELECT 'staff:' || id, name, email, language, 'employee' FROM staff WHERE id = $1 AND deactivated_at IS NULL
         ON CONFLICT (external_id) DO UPDATE SET
             name = excluded.name, email = excluded.email, language = excluded.language, updated_at = now()
             WHERE customers.standing = 'employee' AND customers.erased_at IS NULL
         RETURNING id",
    )
    .bind::<BigInt, _>(staff)
    .get_result(connection)
    .await
    .optional()?;
    Ok(row.map(|row| row.id))
}
