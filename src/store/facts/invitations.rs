//! Facts of invitations: how far each came on its way to an answer.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Bool, Integer, Nullable, Text, Timestamptz},
};
use diesel_async::AsyncPgConnection;

use super::Which;
use crate::{
    domain::{
        facts::{Fact, Field},
        report::Stage,
    },
    store::Result,
};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Timestamptz)]
    send_at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    road: String,
    #[diesel(sql_type = BigInt)]
    customer_id: i64,
    #[diesel(sql_type = Nullable<Text>)]
    store: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    category: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    segment: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    value_class: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    manager: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    channel: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    language: Option<String>,
    /// When it left, by whichever road.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    sent_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Bool)]
    bounced: bool,
    #[diesel(sql_type = Bool)]
    opened: bool,
    #[diesel(sql_type = Bool)]
    started: bool,
    /// Of an answer that stands.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    answered_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Bool)]
    withdrawn: bool,
    #[diesel(sql_type = Bool)]
    reminded: bool,
    #[diesel(sql_type = Bool)]
    revoked: bool,
    #[diesel(sql_type = Bool)]
    unsubscribed: bool,
    #[diesel(sql_type = Integer)]
    robots: i32,
    #[diesel(sql_type = Timestamptz)]
    expires_at: DateTime<Utc>,
}

/// Whom an unsubscription came of is not known, so it is put down to the last invitation that left before it.
const COLUMNS: &str = "SELECT i.id, i.send_at, i.kind, i.road, i.customer_id, coalesce(p.store, r.store) AS store, p.category,
        c.segment, c.value_class, c.manager, c.channel, c.language, least(i.sent_at, i.handed_out_at) AS sent_at,
        coalesce(l.bounced_at IS NOT NULL, false) AS bounced, i.opened_at IS NOT NULL AS opened,
        k.invitation_id IS NOT NULL OR r.id IS NOT NULL AS started,
        CASE WHEN r.withdrawn_at IS NULL THEN r.answered_at END AS answered_at, r.withdrawn_at IS NOT NULL AS withdrawn,
        i.reminded_at IS NOT NULL AS reminded, i.revoked_at IS NOT NULL AS revoked,
        coalesce(c.unsubscribed_at >= least(i.sent_at, i.handed_out_at) AND NOT EXISTS (
            SELECT FROM invitations o
            WHERE o.customer_id = i.customer_id AND o.id <> i.id
              AND (least(o.sent_at, o.handed_out_at), o.id) > (least(i.sent_at, i.handed_out_at), i.id)
              AND least(o.sent_at, o.handed_out_at) <= c.unsubscribed_at), false) AS unsubscribed,
        i.robots, i.expires_at
 FROM invitations i
 JOIN customers c ON c.id = i.customer_id
 LEFT JOIN purchases p ON p.id = i.purchase_id
 LEFT JOIN responses r ON r.invitation_id = i.id
 LEFT JOIN letters l ON l.invitation_id = i.id AND l.kind = 'invitation'
 LEFT JOIN partial_answers k ON k.invitation_id = i.id AND k.discarded_at IS NULL
 WHERE ";

/// The facts of invitations.
///
/// # Errors
/// When the database does not answer.
pub async fn made(connection: &mut AsyncPgConnection, which: Which<'_>, zone: Tz) -> Result<Vec<Fact>> {
    let rows: Vec<Row> = which.rows(connection, COLUMNS, "i.id", "i.send_at").await?;
    Ok(rows.into_iter().map(|row| fact(row, zone)).collect())
}

/// How far it came; whoever did a later step did the ones before, whatever is known of them.
fn stage(row: &Row) -> Stage {
    if row.answered_at.is_some() {
        Stage::Completed
    } else if row.started {
        Stage::Started
    } else if row.opened {
        Stage::Opened
    } else if row.sent_at.is_none() {
        Stage::Planned
    } else if row.bounced {
        Stage::Sent
    } else {
        Stage::Delivered
    }
}

fn fact(row: Row, zone: Tz) -> Fact {
    let mut fact = Fact::new(row.id, row.send_at.with_timezone(&zone).date_naive());
    fact.word("kind", Some(&row.kind));
    fact.word("store", row.store.as_deref());
    fact.word("category", row.category.as_deref());
    fact.word("segment", row.segment.as_deref());
    fact.word("value_class", row.value_class.as_deref());
    fact.word("manager", row.manager.as_deref());
    fact.word("channel", row.channel.as_deref());
    fact.word("language", row.language.as_deref());
    fact.word("road", Some(&row.road));
    fact.number("customer", Some(row.customer_id));
    let yes = |is: bool| is.then_some(1);
    if matches!(row.road.as_str(), "letter" | "link") {
        let stage = stage(&row);
        fact.number("stage", Some(stage.number()));
        fact.number(Field::Owned(format!("stage:{}", row.road)), Some(stage.number()));
        let asked = stage >= Stage::Sent;
        fact.number("bounced", yes(row.bounced));
        fact.number("reminded", yes(row.reminded && asked));
        fact.number("unsubscribed", yes(row.unsubscribed));
        fact.number("revoked", yes(row.revoked && stage < Stage::Completed));
        let waits = asked && stage < Stage::Completed && !row.revoked && !row.withdrawn;
        fact.number("open_until", waits.then(|| row.expires_at.timestamp().div_euclid(60)));
        if let Some((sent, answered)) = row.sent_at.zip(row.answered_at) {
            fact.number("minutes", Some((answered - sent).num_minutes().max(0)));
        }
    } else {
        // Nobody was asked: they found a link in a store or on a page themselves.
        fact.number("own", Some(i64::from(row.answered_at.is_some())));
    }
    fact.number("withdrawn", yes(row.withdrawn));
    fact.number("robots", Some(i64::from(row.robots)).filter(|visits| *visits > 0));
    fact
}
