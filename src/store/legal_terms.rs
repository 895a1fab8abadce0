//! How long the law gives for each kind of claim: a few dozen rows that staff may change.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Text},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    Result,
    schema::{legal_terms, staff},
};

/// One term as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = legal_terms, check_for_backend(diesel::pg::Pg), treat_none_as_null = true)]
pub struct Row {
    pub code: String,
    pub title_ru: String,
    pub title_en: String,
    pub law: String,
    pub article: String,
    pub amount: i16,
    pub unit: String,
    pub note_ru: Option<String>,
    pub note_en: Option<String>,
    pub source: String,
    pub certainty: String,
    pub confirmed_at: Option<DateTime<Utc>>,
    pub confirmed_by: Option<i64>,
    pub enabled: bool,
    pub position: i16,
    /// Null: as the preset has it.
    pub changed_at: Option<DateTime<Utc>>,
}

/// Every term in the order in which they are offered, with the name of who noted the confirmation.
///
/// # Errors
/// When the database does not answer.
pub async fn all(connection: &mut AsyncPgConnection) -> Result<Vec<(Row, Option<String>)>> {
    Ok(legal_terms::table
        .left_join(staff::table)
        .order((legal_terms::position, legal_terms::code))
        .select((Row::as_select(), staff::name.nullable()))
        .load(connection)
        .await?)
}

/// One term, kept from others until the transaction ends.
///
/// # Errors
/// When the database does not answer.
pub async fn hold(connection: &mut AsyncPgConnection, code: &str) -> Result<Option<Row>> {
    Ok(legal_terms::table
        .find(code)
        .select(Row::as_select())
        .for_update()
        .first(connection)
        .await
        .optional()?)
}

/// Terms by their codes.
///
/// # Errors
/// When the database does not answer.
pub async fn by_codes(connection: &mut AsyncPgConnection, codes: &[String]) -> Result<Vec<Row>> {
    Ok(legal_terms::table
        .filter(legal_terms::code.eq_any(codes))
        .order((legal_terms::position, legal_terms::code))
        .select(Row::as_select())
        .load(connection)
        .await?)
}

/// Adds a term behind all others. Answers whether its code was free.
///
/// # Errors
/// When the database does not answer.
pub async fn add(connection: &mut AsyncPgConnection, row: &Row) -> Result<bool> {
    let last: Option<i16> =
        legal_terms::table.select(diesel::dsl::max(legal_terms::position)).first(connection).await?;
    let row = Row { position: last.unwrap_or(0).saturating_add(1), ..row.clone() };
    let added = diesel::insert_into(legal_terms::table)
        .values(&row)
        .on_conflict_do_nothing()
        .execute(connection)
        .await?;
    Ok(added == 1)
}

/// Writes a term that is held.
///
/// # Errors
/// When the database does not answer.
pub async fn put(connection: &mut AsyncPgConnection, row: &Row) -> Result<()> {
    diesel::update(legal_terms::table.find(&row.code)).set(row).execute(connection).await?;
    Ok(())
}

/// Writes the preset's terms, except those that staff changed. Answers the codes whose length became another one.
///
/// # Errors
/// When the database does not answer.
pub async fn put_preset(connection: &mut AsyncPgConnection, rows: &[Row]) -> Result<Vec<String>> {
    let known: Vec<Row> = legal_terms::table.select(Row::as_select()).load(connection).await?;
    let mut longer = Vec::new();
    for row in rows {
        match known.iter().find(|known| known.code == row.code) {
            Some(known) if known.changed_at.is_some() => {}
            Some(known) => {
                let same = Row { confirmed_at: None, confirmed_by: None, ..known.clone() };
                if same == *row {
                    continue;
                }
                let written = diesel::update(legal_terms::table.find(&row.code))
                    .filter(legal_terms::changed_at.is_null())
                    .set(row)
                    .execute(connection)
                    .await?;
                if written == 1 && (known.amount, &known.unit) != (row.amount, &row.unit) {
                    longer.push(row.code.clone());
                }
            }
            None => {
                diesel::insert_into(legal_terms::table)
                    .values(row)
                    .on_conflict_do_nothing()
                    .execute(connection)
                    .await?;
            }
        }
    }
    Ok(longer)
}

/// Lets every open complaint be settled on which claims of this term run, or that has such a one merged into it.
///
/// # Errors
/// When the database does not answer.
pub async fn unsettle(connection: &mut AsyncPgConnection, code: &str) -> Result<usize> {
    Ok(diesel::sql_query(
        "WITH RECURSIVE family AS (
             SELECT c.id, c.merged_into_id FROM legal_claims l JOIN complaints c ON c.id = l.complaint_id
             WHERE l.term_code = $1 AND l.met_at IS NULL AND l.withdrawn_at IS NULL
             UNION
             SELECT c.id, c.merged_into_id FROM family f JOIN complaints c ON c.id = f.merged_into_id
         ), held AS (
             SELECT id FROM complaints
             WHERE id IN (SELECT id FROM family) AND state IN ('new', 'in_progress', 'waiting_for_customer')
             ORDER BY id FOR UPDATE
         )
         UPDATE complaints SET clocks_version = 0 FROM held WHERE complaints.id = held.id",
    )
    .bind::<Text, _>(code)
    .execute(connection)
    .await?)
}

/// How many claims run by each term, for the page that changes them.
///
/// # Errors
/// When the database does not answer.
pub async fn running(connection: &mut AsyncPgConnection) -> Result<Vec<Running>> {
    Ok(diesel::sql_query(
        "SELECT term_code, count(*) AS claims FROM legal_claims
         WHERE met_at IS NULL AND withdrawn_at IS NULL GROUP BY term_code",
    )
    .load(connection)
    .await?)
}

/// Claims of one term that nobody met yet.
#[derive(Debug, Clone, QueryableByName)]
pub struct Running {
    #[diesel(sql_type = Text)]
    pub term_code: String,
    #[diesel(sql_type = BigInt)]
    pub claims: i64,
}
