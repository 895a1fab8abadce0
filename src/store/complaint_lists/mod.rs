//! Lists of complaints: one page of a filter in its order, and how many there are, counted to a hundred at most.
//!
//! Two roads lead to a page. The index of the list's order is walked for a while, and rows that the filter does not want
//! are passed over: quick where many fit. Where that does not fill the page, few fit, and all of them are gathered by
//! the index over facets and put in order. Neither depends on what the planner believes of how values hang together.

mod conditions;
mod search;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Integer, Jsonb, Nullable, SmallInt, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use self::conditions::{Conditions, behind, joined, order, scope};
pub use self::search::{FOUND_COUNTED, Found, Text as FoundText, found, search_statements};
use super::{
    Result,
    statement::{Statement, Value},
};
use crate::domain::complaint_filter::{Filter, Scope, Sort};

/// Rows of one page of a list.
pub const PAGE: usize = 50;
/// Counting stops here: what is more is shown as '99+'.
pub const COUNTED: i64 = 99;
/// Rows of the order's index that are looked at for a page before all that fit are gathered.
const WALKED: usize = 1_500;
/// The same for a counter.
const WALKED_TO_COUNT: usize = 400;

/// Who reads a list, when and where: what 'mine' and 'today' mean.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    pub id: i64,
    pub now: DateTime<Utc>,
    pub zone: Tz,
}

/// The last row of the page before: where the next page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Its priority; only lists in that order mind it.
    pub rank: i16,
    /// The moment that the list is in the order of; finished ones may have none.
    pub at: Option<DateTime<Utc>>,
    pub id: i64,
}

/// One line of a list.
#[derive(Debug, Clone, QueryableByName)]
pub struct Line {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Integer)]
    pub version: i32,
    #[diesel(sql_type = Text)]
    pub state: String,
    #[diesel(sql_type = SmallInt)]
    pub severity: i16,
    #[diesel(sql_type = SmallInt)]
    pub priority: i16,
    #[diesel(sql_type = Text)]
    pub source: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub subject: Option<String>,
    #[diesel(sql_type = Array<Text>)]
    pub signals: Vec<String>,
    #[diesel(sql_type = Array<Text>)]
    pub facets: Vec<String>,
    #[diesel(sql_type = Timestamptz)]
    pub opened_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    pub next_deadline: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub first_answered_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub resolved_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Text>)]
    pub resolution: Option<String>,
    /// `domain::priority::Why`
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub why: Option<serde_json::Value>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub snoozed_until: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub last_in_at: Option<DateTime<Utc>>,
    /// When we last wrote to the customer.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub last_out_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Integer)]
    pub reopened: i32,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub owner_id: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    pub owner: Option<String>,
    #[diesel(sql_type = Text)]
    pub customer: String,
    #[diesel(sql_type = Text)]
    pub customer_external_id: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub comment: Option<String>,
    #[diesel(sql_type = Nullable<SmallInt>)]
    pub nps: Option<i16>,
    #[diesel(sql_type = Nullable<Text>)]
    pub store: Option<String>,
}

impl Line {
    /// Whether the customer wrote last.
    #[must_use]
    pub fn news(&self) -> bool {
        self.facets.iter().any(|facet| facet == "news")
    }

    /// Its place in a list of this order.
    #[must_use]
    pub const fn place(&self, sort: Sort) -> Cursor {
        let at = match sort {
            Sort::Deadline | Sort::Priority => Some(self.next_deadline),
            Sort::Opened => Some(self.opened_at),
            Sort::Resolved => self.resolved_at,
        };
        Cursor { rank: self.priority, at, id: self.id }
    }
}

/// What a line shows, of rows named `c` that were found before: fifty look-ups, whatever the tables' sizes.
fn lines_of(rows: &Statement, sorted: &str) -> Statement {
    Statement::default()
        .sql(
            "SELECT c.id, c.version, c.state, c.severity, c.priority, c.source, c.subject, c.signals, c.facets, c.opened_at,
                    c.next_deadline, c.first_answered_at, c.resolved_at, c.resolution, c.why, c.snoozed_until, c.last_in_at, c.reopened,
                    c.owner_id, s.name AS owner, u.name AS customer, u.external_id AS customer_external_id,
                    left(r.comment, 200) AS comment,
                    coalesce(r.nps, (SELECT k.nps FROM partial_answers k WHERE k.complaint_id = c.id
                                     ORDER BY k.saved_at DESC LIMIT 1)) AS nps,
                    coalesce(r.store, p.store) AS store,
                    (SELECT e.at FROM complaint_events e WHERE e.complaint_id = c.id AND e.kind = 'letter'
                     ORDER BY e.id DESC LIMIT 1) AS last_out_at
             FROM (",
        )
        .then(rows)
        .sql(&format!(
            ") c
             JOIN customers u ON u.id = c.customer_id
             LEFT JOIN staff s ON s.id = c.owner_id
             LEFT JOIN responses r ON r.id = c.response_id AND r.withdrawn_at IS NULL
             LEFT JOIN purchases p ON p.id = c.purchase_id
             ORDER BY {sorted}"
        ))
}

/// The first rows in the order of a list: its index is walked, at most [`WALKED`] rows where each is asked something.
#[must_use]
pub fn walk_statement(filter: &Filter, reader: Reader, after: Option<Cursor>) -> Statement {
    let Conditions { mut walked, asked } = Conditions::of(filter, reader);
    walked.extend(behind(filter.order(), after));
    lines_of(&walk(filter, &walked, &asked, "c.*", WALKED, PAGE + 1), order(filter.order()))
}

fn walk(
    filter: &Filter,
    walked: &[Statement],
    asked: &[Statement],
    columns: &str,
    most: usize,
    wanted: usize,
) -> Statement {
    let sorted = order(filter.order());
    let limit = if asked.is_empty() { wanted } else { most };
    let inner = Statement::default()
        .sql(&format!(
            "SELECT {} FROM complaints c WHERE {}",
            if asked.is_empty() { columns } else { "c.*" },
            scope(filter.scope())
        ))
        .then(&joined(walked))
        .sql(&format!(" ORDER BY {sorted} LIMIT {limit}"));
    if asked.is_empty() {
        return inner;
    }
    Statement::default()
        .sql(&format!("SELECT {columns} FROM ("))
        .then(&inner)
        .sql(") c WHERE TRUE")
        .then(&joined(asked))
        .sql(&format!(" LIMIT {wanted}"))
}

/// All rows of a filter gathered by whatever index is best for that, and the first of them in the order of the list.
#[must_use]
pub fn gather_statement(filter: &Filter, reader: Reader, after: Option<Cursor>) -> Statement {
    let sort = filter.order();
    let made = Conditions::of(filter, reader);
    let conditions = made.all().then(&joined(&behind(sort, after)));
    let sorted = order(sort);
    let rows = Statement::default()
        .sql("SELECT c.* FROM (SELECT c.id FROM (")
        .then(&gather(filter, &conditions, "c.id, c.next_deadline, c.priority, c.opened_at, c.resolved_at"))
        .sql(&format!(
            ") c ORDER BY {sorted} LIMIT {}) listed JOIN complaints c ON c.id = listed.id",
            PAGE + 1
        ));
    lines_of(&rows, sorted)
}

/// Gathered before they are sorted or counted: a limit would tempt the planner to walk the order after all.
fn gather(filter: &Filter, conditions: &Statement, columns: &str) -> Statement {
    let of = |scope: &str| {
        Statement::default()
            .sql(&format!("SELECT {columns} FROM complaints c WHERE {scope}"))
            .then(conditions)
    };
    let rows = match filter.scope() {
        Scope::Open => of(conditions::OPEN),
        Scope::Over => of(conditions::OVER),
        Scope::Both => of(conditions::OPEN).sql(" UNION ALL ").then(&of(conditions::OVER)),
    };
    Statement::default().sql("WITH fitting AS MATERIALIZED (").then(&rows).sql(") SELECT * FROM fitting")
}

/// One page of a list, and one row more where another page follows.
///
/// # Errors
/// When the database does not answer.
pub async fn page(
    mut connection: &AsyncPgConnection,
    filter: &Filter,
    reader: Reader,
    after: Option<Cursor>,
) -> Result<Vec<Line>> {
    let lines: Vec<Line> = walk_statement(filter, reader, after).load(&mut connection).await?;
    if lines.len() > PAGE || Conditions::of(filter, reader).asked.is_empty() {
        return Ok(lines);
    }
    Ok(gather_statement(filter, reader, after).load(&mut connection).await?)
}

/// These complaints as lines, by number.
///
/// # Errors
/// When the database does not answer.
pub async fn lines(mut connection: &AsyncPgConnection, numbers: &[i64]) -> Result<Vec<Line>> {
    let rows = Statement::default()
        .sql("SELECT * FROM complaints c WHERE c.id = ANY (")
        .value(Value::Numbers(numbers.to_vec()))
        .sql(")");
    Ok(lines_of(&rows, "c.id").load(&mut connection).await?)
}

/// The text of [`counts`]: a row a filter, in their order.
#[must_use]
pub fn counts_statement(filters: &[Filter], reader: Reader) -> Statement {
    let mut statement = Statement::default();
    for (place, filter) in filters.iter().enumerate() {
        if !statement.is_empty() {
            statement = statement.sql(" UNION ALL ");
        }
        let made = Conditions::of(filter, reader);
        let wanted = usize::try_from(COUNTED).unwrap_or_default() + 1;
        let walked = walk(filter, &made.walked, &made.asked, "1", WALKED_TO_COUNT, wanted);
        statement = statement.sql(&format!("SELECT {place}::bigint AS place, "));
        if made.asked.is_empty() {
            statement = statement.sql("(SELECT count(*) FROM (").then(&walked).sql(") few) AS counted");
        } else {
            // The second is only carried out where the first found too few.
            statement = statement
                .sql("CASE WHEN walked.n >= ")
                .sql(&wanted.to_string())
                .sql(" THEN walked.n ELSE (SELECT count(*) FROM (SELECT 1 FROM (")
                .then(&gather(filter, &made.all(), "1"))
                .sql(&format!(
                    ") fitting LIMIT {wanted}) few) END AS counted FROM (SELECT count(*) AS n FROM ("
                ))
                .then(&walked)
                .sql(") few) walked");
        }
    }
    statement
}

/// How many each filter shows, in one query; each is counted to [`COUNTED`] and one.
///
/// # Errors
/// When the database does not answer.
pub async fn counts(
    mut connection: &AsyncPgConnection,
    filters: &[Filter],
    reader: Reader,
) -> Result<Vec<i64>> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        place: i64,
        #[diesel(sql_type = BigInt)]
        counted: i64,
    }
    if filters.is_empty() {
        return Ok(Vec::new());
    }
    let mut counts: Vec<Count> = counts_statement(filters, reader).load(&mut connection).await?;
    counts.sort_by_key(|count| count.place);
    Ok(counts.into_iter().map(|count| count.counted).collect())
}

/// Values that complaints commonly have, as `name:value`: what the planner knows of them, so nothing is counted.
///
/// # Errors
/// When the database does not answer.
pub async fn common_facets(mut connection: &AsyncPgConnection) -> Result<Vec<String>> {
    #[derive(QueryableByName)]
    struct Known {
        #[diesel(sql_type = Text)]
        value: String,
    }
    let known: Vec<Known> = Statement::default()
        .sql(
            "SELECT value FROM pg_stats, unnest(most_common_elems::text::text[]) AS value
             WHERE schemaname = 'public' AND tablename = 'complaints' AND attname = 'facets'
             ORDER BY value LIMIT 2000",
        )
        .load(&mut connection)
        .await?;
    Ok(known.into_iter().map(|known| known.value).collect())
}
