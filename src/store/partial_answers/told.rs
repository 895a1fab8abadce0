//! Unfinished answers as staff see them.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Bool, Jsonb, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::TOGETHER;
use crate::{
    domain::questionnaire::Definition,
    store::{Result, StoreError, statement::prepared},
};

/// Those on a page.
const LISTED: i64 = 10;

/// An unfinished answer as staff see it.
#[derive(Debug, Clone)]
pub struct Unfinished {
    pub kind: String,
    pub saved_at: DateTime<Utc>,
    /// Only seen: a score from a letter that stood on a page.
    pub provisional: bool,
    /// There is an answer, which this was going to correct.
    pub correction: bool,
    /// Why it was discarded, if it was.
    pub discarded: Option<String>,
    pub body: String,
    pub definition: Definition,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Timestamptz)]
    saved_at: DateTime<Utc>,
    #[diesel(sql_type = Bool)]
    provisional: bool,
    #[diesel(sql_type = Bool)]
    correction: bool,
    #[diesel(sql_type = Nullable<Text>)]
    discarded: Option<String>,
    #[diesel(sql_type = Text)]
    body: String,
    #[diesel(sql_type = Jsonb)]
    definition: serde_json::Value,
}

/// Unfinished answers without what was sent since, by whatever filter.
fn unfinished(filter: &str) -> String {
    format!(
        "SELECT i.kind, p.saved_at, p.sign = 'seen' AS provisional, r.id IS NOT NULL AS correction,
                p.discarded_why AS discarded, p.body, v.definition
         FROM partial_answers p
         JOIN invitations i ON i.id = p.invitation_id
         JOIN questionnaire_versions v ON v.id = p.version_id
         LEFT JOIN responses r ON r.invitation_id = p.invitation_id
         WHERE {filter} AND p.body <> '' AND (r.id IS NULL OR r.changed_at < p.saved_at - interval '{} seconds')
         ORDER BY p.saved_at DESC LIMIT {LISTED}",
        TOGETHER.num_seconds()
    )
}

/// Those behind a complaint: that opened or joined it, and corrections of its answers that were begun.
///
/// # Errors
/// When the database does not answer, or a stored definition is not readable.
pub async fn of_complaint(connection: &mut AsyncPgConnection, number: i64) -> Result<Vec<Unfinished>> {
    let filter = "p.discarded_at IS NULL AND p.sign = 'touched' AND p.invitation_id IN (
        SELECT invitation_id FROM partial_answers WHERE complaint_id = $1
        UNION
        SELECT invitation_id FROM responses WHERE id IN (
            SELECT response_id FROM complaints WHERE id = $1
            UNION SELECT response_id FROM complaint_events WHERE complaint_id = $1))";
    read(prepared(unfinished(filter)).bind::<BigInt, _>(number).load(connection).await?)
}

/// Those of a customer, discarded ones too, the newest.
///
/// # Errors
/// When the database does not answer, or a stored definition is not readable.
pub async fn of_customer(connection: &mut AsyncPgConnection, customer: i64) -> Result<Vec<Unfinished>> {
    let query = unfinished("i.customer_id = $1");
    read(prepared(query).bind::<BigInt, _>(customer).load(connection).await?)
}

fn read(rows: Vec<Row>) -> Result<Vec<Unfinished>> {
    rows.into_iter()
        .map(|row| {
            Ok(Unfinished {
                kind: row.kind,
                saved_at: row.saved_at,
                provisional: row.provisional,
                correction: row.correction,
                discarded: row.discarded,
                body: row.body,
                definition: serde_json::from_value(row.definition).map_err(|error| {
                    StoreError::Query(diesel::result::Error::DeserializationError(Box::new(error)))
                })?,
            })
        })
        .collect()
}
