//! Facts of answers.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Bool, Integer, Nullable, SmallInt, Text, Timestamptz},
};
use diesel_async::AsyncPgConnection;

use super::Which;
use crate::{
    domain::facts::{Fact, Field},
    store::Result,
};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Timestamptz)]
    answered_at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = BigInt)]
    version_id: i64,
    #[diesel(sql_type = Array<Text>)]
    parameters: Vec<String>,
    #[diesel(sql_type = SmallInt)]
    scale_low: i16,
    #[diesel(sql_type = SmallInt)]
    scale_high: i16,
    #[diesel(sql_type = BigInt)]
    customer_id: i64,
    #[diesel(sql_type = Nullable<SmallInt>)]
    nps: Option<i16>,
    #[diesel(sql_type = Nullable<SmallInt>)]
    satisfaction: Option<i16>,
    #[diesel(sql_type = Array<Nullable<SmallInt>>)]
    ratings: Vec<Option<i16>>,
    #[diesel(sql_type = Nullable<Integer>)]
    words: Option<i32>,
    #[diesel(sql_type = Bool)]
    contact_me: bool,
    #[diesel(sql_type = Nullable<Text>)]
    store: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    language: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    segment: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    value_class: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    manager: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    channel: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    category: Option<String>,
    #[diesel(sql_type = Nullable<Array<Text>>)]
    reasons: Option<Vec<String>>,
    #[diesel(sql_type = Nullable<Text>)]
    main_reason: Option<String>,
    #[diesel(sql_type = Nullable<Array<Text>>)]
    reasons_shown: Option<Vec<String>>,
    #[diesel(sql_type = Nullable<Text>)]
    competitor: Option<String>,
    #[diesel(sql_type = Bool)]
    bring_back: bool,
    #[diesel(sql_type = Nullable<Text>)]
    heard_from: Option<String>,
    #[diesel(sql_type = Nullable<SmallInt>)]
    wallet_share: Option<i16>,
    #[diesel(sql_type = Nullable<Bool>)]
    solved: Option<bool>,
}

const COLUMNS: &str = "SELECT r.id, r.answered_at, r.kind, r.version_id, v.parameters, v.scale_low, v.scale_high,
        r.customer_id, r.nps, r.satisfaction, r.ratings, length(r.comment) AS words, r.contact_me, r.store, r.language,
        c.segment, c.value_class, c.manager, c.channel, p.category, r.reasons, r.main_reason, r.reasons_shown,
        r.competitor, r.bring_back IS NOT NULL AS bring_back, r.heard_from, r.wallet_share, r.solved
 FROM responses r
 JOIN questionnaire_versions v ON v.id = r.version_id
 JOIN customers c ON c.id = r.customer_id
 LEFT JOIN purchases p ON p.id = r.purchase_id
 WHERE r.withdrawn_at IS NULL AND ";

/// The facts of answers that are not withdrawn.
///
/// # Errors
/// When the database does not answer.
pub async fn made(connection: &mut AsyncPgConnection, which: Which<'_>, zone: Tz) -> Result<Vec<Fact>> {
    let rows: Vec<Row> = which.rows(connection, COLUMNS, "r.id", "r.answered_at").await?;
    Ok(rows.into_iter().map(|row| fact(row, zone)).collect())
}

fn fact(row: Row, zone: Tz) -> Fact {
    let mut fact = Fact::new(row.id, row.answered_at.with_timezone(&zone).date_naive());
    fact.word("kind", Some(&row.kind));
    fact.word("store", row.store.as_deref());
    fact.word("language", row.language.as_deref());
    fact.word("segment", row.segment.as_deref());
    fact.word("value_class", row.value_class.as_deref());
    fact.word("manager", row.manager.as_deref());
    fact.word("channel", row.channel.as_deref());
    fact.word("category", row.category.as_deref());
    fact.number("version", Some(row.version_id));
    fact.number("customer", Some(row.customer_id));
    fact.number("nps", row.nps.map(i64::from));
    fact.number("satisfaction", row.satisfaction.map(i64::from));
    for (code, rating) in row.parameters.iter().zip(&row.ratings) {
        let field = Field::Owned(format!("rating:{code}:{}-{}", row.scale_low, row.scale_high));
        fact.number(field, rating.map(i64::from));
    }
    fact.number("comment", row.words.filter(|letters| *letters > 0).map(i64::from));
    fact.number("contact_me", row.contact_me.then_some(1));
    for code in row.reasons_shown.iter().flatten() {
        fact.number(Field::Owned(format!("shown:{code}")), Some(1));
    }
    for code in row.reasons.iter().flatten() {
        fact.number(Field::Owned(format!("reason:{code}")), Some(1));
    }
    fact.word("main_reason", row.main_reason.as_deref());
    fact.word("competitor", row.competitor.as_deref());
    fact.number("bring_back", row.bring_back.then_some(1));
    fact.word("heard_from", row.heard_from.as_deref());
    fact.number("wallet_share", row.wallet_share.map(i64::from));
    fact.number("solved", row.solved.map(i64::from));
    fact
}
