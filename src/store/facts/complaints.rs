//! Facts of complaints.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Integer, Nullable, Numeric, SmallInt, Text, Timestamptz},
};
use diesel_async::AsyncPgConnection;

use super::Which;
use crate::{
    domain::{
        calendar::Calendar,
        complaint::State,
        facts::{Fact, Field},
        report::complaint_fields::{self as fields, OPEN},
        severity::Severity,
    },
    store::{Result, clockwork},
};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Timestamptz)]
    opened_at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    state: String,
    #[diesel(sql_type = SmallInt)]
    severity: i16,
    #[diesel(sql_type = Text)]
    source: String,
    #[diesel(sql_type = BigInt)]
    customer_id: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    response_id: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    owner_id: Option<i64>,
    #[diesel(sql_type = Timestamptz)]
    first_answer_due: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    resolution_due: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    first_answered_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    resolved_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Text>)]
    root_cause: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    resolution: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    remedy_given: Option<String>,
    #[diesel(sql_type = Integer)]
    reopened: i32,
    #[diesel(sql_type = Nullable<Numeric>)]
    compensation: Option<bigdecimal::BigDecimal>,
    #[diesel(sql_type = Nullable<Text>)]
    compensation_currency: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    store: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    category: Option<String>,
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
    #[diesel(sql_type = Nullable<Array<Timestamptz>>)]
    turned_at: Option<Vec<DateTime<Utc>>>,
    #[diesel(sql_type = Nullable<Array<Nullable<Text>>>)]
    turned_to: Option<Vec<Option<String>>>,
}

const COLUMNS: &str =
    "SELECT k.id, k.opened_at, k.state, k.severity, k.source, k.customer_id, k.response_id, k.owner_id,
        k.first_answer_due, k.resolution_due, k.first_answered_at, k.resolved_at, k.root_cause, k.resolution,
        k.remedy_given, k.reopened, k.compensation, k.compensation_currency, coalesce(r.store, p.store) AS store,
        p.category, c.language, c.segment, c.value_class, c.manager, c.channel, e.turned_at, e.turned_to
 FROM complaints k
 JOIN customers c ON c.id = k.customer_id
 LEFT JOIN purchases p ON p.id = k.purchase_id
 LEFT JOIN responses r ON r.id = k.response_id
 LEFT JOIN LATERAL (
     SELECT array_agg(at ORDER BY at, id) AS turned_at, array_agg(new_value ORDER BY at, id) AS turned_to
     FROM complaint_events WHERE complaint_id = k.id AND field = 'state') e ON TRUE
 WHERE k.state <> 'duplicate' AND ";

/// The facts of complaints that are no duplicates.
///
/// # Errors
/// When the database does not answer.
pub async fn made(connection: &mut AsyncPgConnection, which: Which<'_>, zone: Tz) -> Result<Vec<Fact>> {
    let rows: Vec<Row> = which.rows(connection, COLUMNS, "k.id", "k.opened_at").await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let calendar = clockwork::present(connection).await?.calendar;
    Ok(rows.into_iter().map(|row| fact(row, zone, &calendar)).collect())
}

fn fact(row: Row, zone: Tz, calendar: &Calendar) -> Fact {
    let day = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
    let open = State::parse(&row.state).is_some_and(State::is_open);
    // What was stored over without a moment ended when it began.
    let ended = (!open).then(|| row.resolved_at.unwrap_or(row.opened_at).max(row.opened_at));
    let runs = open && row.state != State::WaitingForCustomer.code();
    let mut fact = Fact::new(row.id, day(row.opened_at));
    fact.number("customer", Some(row.customer_id));
    fact.word("store", row.store.as_deref());
    fact.word("category", row.category.as_deref());
    fact.word("language", row.language.as_deref());
    fact.word("segment", row.segment.as_deref());
    fact.word("value_class", row.value_class.as_deref());
    fact.word("manager", row.manager.as_deref());
    fact.word("channel", row.channel.as_deref());
    fact.word(fields::SOURCE, Some(&row.source));
    fact.word(fields::SEVERITY, Severity::from_rank(row.severity).map(Severity::code));
    fact.word(fields::STATE, Some(&row.state));
    fact.word(fields::OWNER, row.owner_id.map(|id| id.to_string()).as_deref());
    fact.word(fields::CAUSE, row.root_cause.as_deref());
    fact.word(fields::RESOLUTION, row.resolution.as_deref());
    fact.word(fields::REMEDY, row.remedy_given.as_deref());
    fact.number(fields::REOPENED, Some(i64::from(row.reopened)).filter(|times| *times > 0));
    fact.number("response", row.response_id);
    fact.number(fields::END, Some(ended.map_or(OPEN, |at| fields::day_number(day(at)))));

    let worked = Worked::new(&row, calendar);
    let clocks = [
        (&fields::ANSWER, row.first_answered_at, row.first_answer_due),
        (&fields::SOLVING, ended, row.resolution_due),
    ];
    for (clock, done, due) in clocks {
        fact.number(clock.worked, done.map(|at| worked.until(at)));
        fact.number(clock.passed, done.map(|at| (at - row.opened_at).num_minutes().max(0)));
        fact.number(clock.in_time, done.map(|at| i64::from(at <= due)));
        let judged = done.or_else(|| Some(due).filter(|_| runs));
        fact.number(clock.judged, judged.map(|at| at.timestamp().div_euclid(60)));
    }
    if let (Some(amount), Some(currency)) = (&row.compensation, &row.compensation_currency) {
        fact.number(Field::Owned(fields::compensation(currency)), minor(amount));
    }
    fact
}

/// The amount in hundredths: `numeric(14, 2)` has no smaller part.
fn minor(amount: &bigdecimal::BigDecimal) -> Option<i64> {
    let (digits, _) = amount.with_scale(2).into_bigint_and_exponent();
    i64::try_from(digits).ok()
}

/// The stretches of a complaint's life in which its clocks run: new or in progress. While the customer is awaited, and while
/// it is over until it is opened again, nothing is counted.
struct Worked<'a> {
    stretches: Vec<(DateTime<Utc>, Option<DateTime<Utc>>)>,
    calendar: &'a Calendar,
}

impl<'a> Worked<'a> {
    fn new(row: &Row, calendar: &'a Calendar) -> Self {
        let turned = row.turned_at.iter().flatten().zip(row.turned_to.iter().flatten());
        let mut stretches = Vec::new();
        let mut since = Some(row.opened_at);
        for (at, state) in turned {
            let runs =
                matches!(state.as_deref().and_then(State::parse), Some(State::New | State::InProgress));
            match (since, runs) {
                (Some(from), false) => {
                    stretches.push((from, Some(*at)));
                    since = None;
                }
                (None, true) => since = Some(*at),
                _ => {}
            }
        }
        stretches.extend(since.map(|from| (from, None)));
        Self { stretches, calendar }
    }

    /// Worked minutes from the opening to a moment.
    fn until(&self, end: DateTime<Utc>) -> i64 {
        self.stretches
            .iter()
            .map(|(from, to)| self.calendar.between(*from, to.map_or(end, |to| to.min(end))).num_minutes())
            .sum()
    }
}
