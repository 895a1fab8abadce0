//! Facts of departures.

use chrono::{DateTime, Datelike as _, Utc};
use chrono_tz::Tz;
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Bool, Integer, Nullable, Text, Timestamptz},
};
use diesel_async::AsyncPgConnection;

use super::Which;
use crate::{
    domain::{
        departure::{Known, competitor_key, known_reason},
        facts::{Fact, Field},
        reason,
    },
    store::Result,
};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Timestamptz)]
    left_at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    source: String,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    returned_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = BigInt)]
    customer_id: i64,
    #[diesel(sql_type = Nullable<Text>)]
    category: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    reason: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    preventable: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    said_category: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    said: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    said_preventable: Option<String>,
    #[diesel(sql_type = Nullable<Array<Text>>)]
    shown: Option<Vec<String>>,
    #[diesel(sql_type = Nullable<Array<Text>>)]
    shown_in: Option<Vec<String>>,
    #[diesel(sql_type = Nullable<Text>)]
    competitor: Option<String>,
    #[diesel(sql_type = Nullable<Integer>)]
    words: Option<i32>,
    #[diesel(sql_type = Bool)]
    bring_back: bool,
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
    store: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    goods: Option<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    first: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    last: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Array<Text>>)]
    currencies: Option<Vec<String>>,
    #[diesel(sql_type = Nullable<Array<BigInt>>)]
    spent: Option<Vec<i64>>,
}

// A code of the answer's own list is of the category that had it first. What was bought counts for the first departure
// after it, so that a customer who left twice is not lost twice with the same money.
const COLUMNS: &str = "SELECT d.id, d.left_at, d.source, d.returned_at, d.customer_id, d.category, d.reason,
        k.preventable, s.category AS said_category, s.code AS said, s.preventable AS said_preventable,
        r.reasons_shown AS shown,
        (SELECT array_agg(DISTINCT f.category) FROM unnest(r.reasons_shown) AS x (code) CROSS JOIN LATERAL (
             SELECT a.category FROM reasons a WHERE a.code = x.code
             ORDER BY a.created_at, a.position, a.category LIMIT 1) f) AS shown_in,
        coalesce(r.competitor, d.competitor) AS competitor,
        length(coalesce(r.comment, d.comment)) AS words, coalesce(r.bring_back, '') <> '' AS bring_back,
        coalesce(r.language, d.language) AS language,
        c.segment, c.value_class, c.manager, c.channel, l.store, l.category AS goods,
        m.first, m.last, m.currencies, m.spent
 FROM departures d
 JOIN customers c ON c.id = d.customer_id
 LEFT JOIN reasons k ON k.category = d.category AND k.code = d.reason
 LEFT JOIN LATERAL (
     SELECT r.main_reason, r.reasons_shown, r.competitor, r.comment, r.bring_back, r.language
     FROM invitations i JOIN responses r ON r.invitation_id = i.id
     WHERE i.departure_id = d.id AND r.kind = 'exit' AND r.withdrawn_at IS NULL
     ORDER BY r.answered_at DESC, r.id DESC LIMIT 1) r ON true
 LEFT JOIN LATERAL (
     SELECT a.category, a.code, a.preventable FROM reasons a
     WHERE a.code = r.main_reason ORDER BY a.created_at, a.position, a.category LIMIT 1) s ON true
 LEFT JOIN LATERAL (
     SELECT p.store, p.category FROM purchases p
     WHERE p.customer_id = d.customer_id AND p.purchased_at <= d.left_at AND p.amount >= 0
     ORDER BY p.purchased_at DESC, p.id DESC LIMIT 1) l ON true
 LEFT JOIN LATERAL (
     SELECT min(g.first) AS first, max(g.last) AS last, array_agg(g.currency ORDER BY g.currency) AS currencies,
            array_agg(greatest(least(g.spent * 10000, 9e18), -9e18)::bigint ORDER BY g.currency) AS spent
     FROM (SELECT p.currency, sum(p.amount) AS spent, min(p.purchased_at) FILTER (WHERE p.amount >= 0) AS first,
                  max(p.purchased_at) FILTER (WHERE p.amount >= 0) AS last
           FROM purchases p
           WHERE p.customer_id = d.customer_id AND p.purchased_at <= d.left_at
             AND p.purchased_at > coalesce((SELECT max(o.left_at) FROM departures o
                                            WHERE o.customer_id = d.customer_id AND o.left_at < d.left_at),
                                           '-infinity')
           GROUP BY p.currency) g) m ON true
 WHERE ";

/// The facts of departures.
///
/// # Errors
/// When the database does not answer.
pub async fn made(connection: &mut AsyncPgConnection, which: Which<'_>, zone: Tz) -> Result<Vec<Fact>> {
    let rows: Vec<Row> = which.rows(connection, COLUMNS, "d.id", "d.left_at").await?;
    Ok(rows.into_iter().map(|row| fact(row, zone)).collect())
}

fn fact(row: Row, zone: Tz) -> Fact {
    let mut fact = Fact::new(row.id, row.left_at.with_timezone(&zone).date_naive());
    fact.word("language", row.language.as_deref());
    fact.word("segment", row.segment.as_deref());
    fact.word("value_class", row.value_class.as_deref());
    fact.word("manager", row.manager.as_deref());
    fact.word("channel", row.channel.as_deref());
    fact.word("store", row.store.as_deref());
    fact.word("category", row.goods.as_deref());
    fact.word("source", Some(&row.source));
    fact.number("customer", Some(row.customer_id));
    why(&mut fact, &row);
    if let Some(competitor) = row.competitor.as_deref() {
        fact.word("competitor", Some(&competitor_key(competitor)));
        fact.word("competitor_as", Some(competitor.trim()));
    }
    fact.number("comment", row.words.filter(|letters| *letters > 0).map(i64::from));
    fact.number("bring_back", row.bring_back.then_some(1));
    if let Some(returned_at) = row.returned_at {
        fact.number("returned", Some(1));
        fact.number("days_away", Some((returned_at - row.left_at).num_days()));
    }
    money(&mut fact, &row, zone);
    fact
}

/// The customer's own main reason, unless it is 'other' and the company knows better.
fn why(fact: &mut Fact, row: &Row) {
    let company = row.category.as_deref().map(|category| Known {
        category,
        reason: row.reason.as_deref(),
        by_customer: false,
    });
    let customer = row.said_category.as_deref().map(|category| Known {
        category,
        reason: row.said.as_deref(),
        by_customer: true,
    });
    let known = known_reason(customer, company);
    if let Some(Known { category, reason, by_customer }) = known {
        let judged = if by_customer { &row.said_preventable } else { &row.preventable };
        fact.word("reason_by", Some(if by_customer { "customer" } else { "company" }));
        fact.word("reason_category", Some(category));
        fact.word("reason", reason.map(|reason| reason::key(category, reason)).as_deref());
        fact.word("preventable", Some(judged.as_deref().unwrap_or("unknown")));
    }
    for code in row.shown.iter().flatten() {
        fact.number(Field::Owned(format!("shown:{code}")), Some(1));
    }
    for category in row.shown_in.iter().flatten() {
        fact.number(Field::Owned(format!("shown_category:{category}")), Some(1));
    }
    // Only what the customer said themselves is compared with what they were shown.
    fact.word("said", row.said.as_deref());
    fact.word("said_category", row.said_category.as_deref());
}

/// What was bought since the departure before, in ten-thousandths of each currency, and over how many calendar months.
fn money(fact: &mut Fact, row: &Row, zone: Tz) {
    let (Some(first), Some(last)) = (row.first, row.last) else { return };
    let month = |at: DateTime<Utc>| {
        let day = at.with_timezone(&zone).date_naive();
        i64::from(day.year()) * 12 + i64::from(day.month0())
    };
    fact.number("months", Some(month(last) - month(first) + 1));
    for (currency, spent) in row.currencies.iter().flatten().zip(row.spent.iter().flatten()) {
        fact.number(Field::Owned(format!("spent:{currency}")), Some(*spent));
    }
}
