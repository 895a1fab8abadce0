//! Demands that the law gives a term for. A complaint also answers for those of complaints merged into it.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Date, Nullable, SmallInt, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    Result,
    schema::legal_claims,
    statement::{Statement, Value},
};

/// A claim and its term as that is now.
#[derive(Debug, Clone, QueryableByName)]
pub struct Claim {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// The complaint that answers for it.
    #[diesel(sql_type = BigInt)]
    pub root: i64,
    /// The complaint on which it was noted.
    #[diesel(sql_type = BigInt)]
    pub complaint_id: i64,
    #[diesel(sql_type = Text)]
    pub term_code: String,
    #[diesel(sql_type = Text)]
    pub title_ru: String,
    #[diesel(sql_type = Text)]
    pub title_en: String,
    #[diesel(sql_type = Text)]
    pub law: String,
    #[diesel(sql_type = Text)]
    pub article: String,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub confirmed_at: Option<DateTime<Utc>>,
    /// By which `due_at` was reckoned.
    #[diesel(sql_type = SmallInt)]
    pub amount: i16,
    #[diesel(sql_type = Text)]
    pub unit: String,
    /// By which it is to be reckoned now.
    #[diesel(sql_type = SmallInt)]
    pub term_amount: i16,
    #[diesel(sql_type = Text)]
    pub term_unit: String,
    #[diesel(sql_type = Date)]
    pub demanded_on: NaiveDate,
    #[diesel(sql_type = Timestamptz)]
    pub due_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub met_at: Option<DateTime<Utc>>,
}

impl Claim {
    /// Whether nobody met it yet; while its complaint is over it rests all the same.
    #[must_use]
    pub const fn is_unmet(&self) -> bool {
        self.met_at.is_none()
    }
}

/// The claims that complaints answer for, the earliest due first; not those withdrawn as mistaken.
///
/// # Errors
/// When the database does not answer.
pub async fn of(connection: &mut AsyncPgConnection, complaints: &[i64]) -> Result<Vec<Claim>> {
    // `family`: the complaints with everything merged into them, each row with the complaint that answers for it.
    Ok(Statement::default()
        .sql("WITH RECURSIVE family AS (SELECT id AS root, id FROM unnest(")
        .value(Value::Numbers(complaints.to_vec()))
        .sql(
            ") AS asked (id)
                 UNION
                 SELECT f.root, c.id FROM family f JOIN complaints c ON c.merged_into_id = f.id
             )
             SELECT l.id, f.root, l.complaint_id, l.term_code, t.title_ru, t.title_en, t.law, t.article, t.confirmed_at,
                    l.amount, l.unit, t.amount AS term_amount, t.unit AS term_unit, l.demanded_on, l.due_at, l.met_at
             FROM family f
             JOIN legal_claims l ON l.complaint_id = f.id AND l.withdrawn_at IS NULL
             JOIN legal_terms t ON t.code = l.term_code
             ORDER BY l.due_at, l.id",
        )
        .load(connection)
        .await?)
}

/// A claim to be noted.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = legal_claims)]
pub struct NewClaim {
    pub complaint_id: i64,
    pub term_code: String,
    pub demanded_on: NaiveDate,
    pub amount: i16,
    pub unit: String,
    pub due_at: DateTime<Utc>,
    pub staff_id: Option<i64>,
    pub noted_at: DateTime<Utc>,
}

/// Notes a claim; nothing where the same one of the same day is noted already.
///
/// # Errors
/// When the database does not answer.
pub async fn add(connection: &mut AsyncPgConnection, claim: &NewClaim) -> Result<Option<i64>> {
    Ok(diesel::insert_into(legal_claims::table)
        .values(claim)
        .on_conflict_do_nothing()
        .returning(legal_claims::id)
        .get_result(connection)
        .await
        .optional()?)
}

/// A claim is due at another moment, by this term.
///
/// # Errors
/// When the database does not answer.
pub async fn move_due(
    connection: &mut AsyncPgConnection,
    id: i64,
    amount: i16,
    unit: &str,
    due_at: DateTime<Utc>,
) -> Result<()> {
    diesel::update(legal_claims::table.find(id))
        .set((legal_claims::amount.eq(amount), legal_claims::unit.eq(unit), legal_claims::due_at.eq(due_at)))
        .execute(connection)
        .await?;
    Ok(())
}

/// A claim was met, or runs again. Answers whether that is news.
///
/// # Errors
/// When the database does not answer.
pub async fn set_met(
    connection: &mut AsyncPgConnection,
    id: i64,
    met_at: Option<DateTime<Utc>>,
) -> Result<bool> {
    let claim = legal_claims::table.find(id).filter(legal_claims::withdrawn_at.is_null());
    let change = legal_claims::met_at.eq(met_at);
    let changed = if met_at.is_some() {
        diesel::update(claim.filter(legal_claims::met_at.is_null())).set(change).execute(connection).await?
    } else {
        diesel::update(claim.filter(legal_claims::met_at.is_not_null()))
            .set(change)
            .execute(connection)
            .await?
    };
    Ok(changed == 1)
}

/// A claim was a mistake. Answers whether that is news.
///
/// # Errors
/// When the database does not answer.
pub async fn withdraw(connection: &mut AsyncPgConnection, id: i64, at: DateTime<Utc>) -> Result<bool> {
    let withdrawn = diesel::update(legal_claims::table.find(id).filter(legal_claims::withdrawn_at.is_null()))
        .set((legal_claims::withdrawn_at.eq(at), legal_claims::met_at.eq(None::<DateTime<Utc>>)))
        .execute(connection)
        .await?;
    Ok(withdrawn == 1)
}
