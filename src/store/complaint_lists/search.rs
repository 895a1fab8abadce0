//! Finding complaints by words: letters, notes, comments and names in their forms; numbers, orders, telephones and
//! addresses as they are.
//!
//! Words that many complaints have are found among the newest; those that few have, by the index over words. What is
//! looked at is bounded either way, so a common word costs no more than a rare one; the next page goes on behind it.

use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Nullable, Text as SqlText},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    super::{
        Result,
        statement::{Statement, Value},
    },
    Line, PAGE, Reader,
    conditions::{Conditions, scope},
    lines,
};
use crate::domain::{complaint_filter::Filter, complaint_search::Sought};

/// The newest complaints that are looked through for a common word.
const NEWEST: usize = 3_000;
/// The same where all the newest with the words are not what the rest of the filter wants.
const NEWEST_FOR_FEW: usize = 30_000;
/// Words that fewer of the newest have are rare: the index answers them without touching thousands of rows.
const RARE: i64 = 10;
/// Complaints with the words that the rest of the filter is asked of, the newest.
const CANDIDATES: usize = 5_000;

/// Counting of what was found stops here: what is more is shown as '1000+'.
pub const FOUND_COUNTED: i64 = 1_000;

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    pub lines: Vec<Line>,
    /// Behind which complaint the next page begins.
    pub next: Option<i64>,
    /// How many there are among those that were looked at, and whether those were all.
    pub counted: i64,
    pub whole: bool,
    /// Stems of the words, for marking them.
    pub stems: Vec<String>,
    /// Whether something was there to look for beside words that everybody uses.
    pub meaningful: bool,
}

#[derive(QueryableByName)]
struct Parsed {
    #[diesel(sql_type = SqlText)]
    query: String,
    #[diesel(sql_type = SqlText)]
    tree: String,
    #[diesel(sql_type = Array<SqlText>)]
    stems: Vec<String>,
    /// Whether a word is in it that the language does not leave out.
    #[diesel(sql_type = Bool)]
    telling: bool,
}

async fn parse(mut connection: &AsyncPgConnection, sought: &Sought) -> Result<Parsed> {
    let (head, last) = sought.beginning.clone().unwrap_or_default();
    let whole = Value::Text(sought.words.clone());
    // Words that the language leaves out may still be somebody's name.
    let statement = Statement::default()
        .sql("SELECT coalesce(said.q::text, '') AS query, coalesce(querytree(said.q), '') AS tree, said.telling,
                     tsvector_to_array(to_tsvector('pg_catalog.russian', ")
        .value(whole.clone())
        .sql(") || to_tsvector('pg_catalog.simple', ")
        .value(Value::Text(last.to_lowercase()))
        .sql(")) AS stems FROM (SELECT numnode(forms) > 0 AS telling, CASE WHEN numnode(forms) > 0 THEN forms || begun ELSE
                 websearch_to_tsquery('pg_catalog.simple', ")
        .value(whole.clone())
        .sql(") END AS q FROM (SELECT websearch_to_tsquery('pg_catalog.russian', ")
        .value(whole)
        .sql(") AS forms, websearch_to_tsquery('pg_catalog.russian', ")
        .value(Value::Text(head))
        .sql(") && CASE WHEN ")
        .value(Value::Text(last.clone()))
        .sql(" = '' THEN ''::tsquery ELSE to_tsquery('pg_catalog.simple', ")
        .value(Value::Text(format!("{last}:*")))
        .sql(") || to_tsquery('pg_catalog.russian', ")
        .value(Value::Text(format!("{last}:*")))
        .sql(") END AS begun) parsed) said");
    Ok(statement.get_result(&mut connection).await?)
}

/// A page of numbers as a road found it.
#[derive(QueryableByName)]
struct Page {
    /// Whether the number that was looked for is there.
    #[diesel(sql_type = Bool)]
    exact: bool,
    #[diesel(sql_type = Array<BigInt>)]
    numbers: Vec<i64>,
    #[diesel(sql_type = BigInt)]
    counted: i64,
    /// How many have the words, whatever the rest of the filter wants.
    #[diesel(sql_type = BigInt)]
    hits: i64,
    /// The oldest complaint that was looked at.
    #[diesel(sql_type = Nullable<BigInt>)]
    edge: Option<i64>,
    /// Whether all with the words were looked at.
    #[diesel(sql_type = Bool)]
    whole: bool,
}

/// The roads: through the newest, by the index, through more of the newest; from a complaint on to older ones.
fn statements(
    filter: &Filter,
    reader: Reader,
    query: &str,
    number: Option<i64>,
    after: Option<i64>,
) -> [Statement; 3] {
    let asked = Conditions::of(filter, reader).all();
    let wanted = scope(filter.scope());
    let older = |statement: Statement| match after {
        Some(after) => statement.sql(" AND w.complaint_id < ").value(Value::Number(after)),
        None => statement,
    };
    let query = Value::Text(query.to_owned());
    let newest_of = |columns: &str, count: usize| {
        older(Statement::default().sql(&format!("SELECT {columns} FROM complaint_words w WHERE TRUE")))
            .sql(&format!(" ORDER BY w.complaint_id DESC LIMIT {count}"))
    };
    let newest = |count: usize| {
        let hits = Statement::default()
            .sql("SELECT w.complaint_id AS id FROM (")
            .then(&newest_of("w.complaint_id, w.words", count))
            .sql(") w WHERE w.words @@ ")
            .value(query.clone())
            .sql("::tsquery");
        let few = Statement::default()
            .sql("(SELECT count(*) FROM (")
            .then(&newest_of("1", count + 1))
            .sql(&format!(") few) <= {count}"));
        (hits, few)
    };
    let all = older(
        Statement::default()
            .sql("SELECT w.complaint_id AS id FROM complaint_words w WHERE w.words @@ ")
            .value(query.clone())
            .sql("::tsquery"),
    );
    // All are gathered before the newest are taken: a limit would tempt the planner to look through everybody's words.
    let indexed = Statement::default()
        .sql("SELECT id FROM (WITH all_hits AS MATERIALIZED (")
        .then(&all)
        .sql(&format!(") SELECT id FROM all_hits ORDER BY id DESC LIMIT {CANDIDATES}) hit"));
    let under = Statement::default().sql(&format!("(SELECT count(*) FROM hits) < {CANDIDATES}"));
    // The number itself comes first, so it is not among the others; a later page does not have it.
    let exact = Value::Number(number.unwrap_or(-1));
    [newest(NEWEST), (indexed, under), newest(NEWEST_FOR_FEW)].map(|(hits, whole)| {
        Statement::default()
            .sql("WITH hits AS MATERIALIZED (")
            .then(&hits)
            .sql(&format!("), fitting AS MATERIALIZED (SELECT c.id FROM hits CROSS JOIN LATERAL (SELECT * FROM complaints c WHERE c.id = hits.id OFFSET 0) c WHERE {wanted}"))
            .then(&asked)
            .sql(" AND c.id <> ")
            .value(exact.clone())
            .sql(&format!("), exact AS (SELECT 1 FROM complaints c WHERE {wanted}"))
            .then(&asked)
            .sql(" AND c.id = ")
            .value(exact.clone())
            .sql(&format!(
                ") SELECT EXISTS (SELECT FROM exact) AS exact,
                          ARRAY(SELECT id FROM fitting ORDER BY id DESC LIMIT {}) AS numbers,
                          (SELECT count(*) FROM fitting) AS counted, (SELECT count(*) FROM hits) AS hits,
                          (SELECT min(id) FROM hits) AS edge, ",
                PAGE + 1
            ))
            .then(&whole)
            .sql(" AS whole")
    })
}

/// The statements of [`found`] for these words, so that a test can ask how they are carried out.
///
/// # Errors
/// When the database does not answer.
pub async fn search_statements(
    connection: &AsyncPgConnection,
    filter: &Filter,
    sought: &Sought,
    reader: Reader,
    after: Option<i64>,
) -> Result<[Statement; 3]> {
    let parsed = parse(connection, sought).await?;
    Ok(statements(filter, reader, &query_of(&parsed, sought), sought.number, after))
}

/// What is asked of the index: the words, or one of the codes.
fn query_of(parsed: &Parsed, sought: &Sought) -> String {
    if selective(parsed) {
        format!("({}) | {}", parsed.query, sought.codes_as_query())
    } else {
        sought.codes_as_query()
    }
}

/// Whether an index can find it: words that are only left out ('-sofa') are in all complaints but a few.
fn selective(parsed: &Parsed) -> bool {
    !parsed.query.is_empty() && !matches!(parsed.tree.as_str(), "" | "T")
}

/// Complaints with these words that the rest of the filter wants, the newest first, from one on to older ones.
///
/// # Errors
/// When the database does not answer.
pub async fn found(
    mut connection: &AsyncPgConnection,
    filter: &Filter,
    sought: &Sought,
    reader: Reader,
    after: Option<i64>,
) -> Result<Found> {
    let parsed = parse(connection, sought).await?;
    let query = query_of(&parsed, sought);
    let [newest, indexed, wide] = statements(filter, reader, &query, sought.number, after);
    let mut page: Page = newest.get_result(&mut connection).await?;
    if page.numbers.len() <= PAGE && !page.whole {
        if page.hits < RARE {
            page = indexed.get_result(&mut connection).await?;
        } else if page.numbers.is_empty() {
            page = wide.get_result(&mut connection).await?;
        }
    }
    let Page { exact, mut numbers, counted, edge, whole, .. } = page;
    let more = numbers.len() > PAGE;
    numbers.truncate(PAGE);
    let next = if more { numbers.last().copied() } else { edge.filter(|_| !whole) };
    let exact = sought.number.filter(|_| exact && after.is_none());
    numbers.extend(exact);
    let mut lines = lines(connection, &numbers).await?;
    lines.sort_by_key(|line| (Some(line.id) != exact, std::cmp::Reverse(line.id)));
    let counted = counted + i64::from(exact.is_some());
    let meaningful = parsed.telling && selective(&parsed);
    Ok(Found { lines, next, counted, whole, stems: parsed.stems, meaningful })
}

/// Words of a complaint that may be the ones looked for.
#[derive(Debug, Clone, QueryableByName)]
pub struct Text {
    #[diesel(sql_type = BigInt)]
    pub complaint_id: i64,
    /// `comment`, `subject`, `unfinished`, or the kind of an entry of the history.
    #[diesel(sql_type = SqlText)]
    pub place: String,
    #[diesel(sql_type = Nullable<SqlText>)]
    pub words: Option<String>,
}

impl Text {
    /// The words of these complaints, a comment first, then the newest of the history; of each text the beginning, and
    /// of each history the newest.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(mut connection: &AsyncPgConnection, numbers: &[i64]) -> Result<Vec<Self>> {
        let numbers = Value::Numbers(numbers.to_vec());
        let statement = Statement::default()
            .sql("SELECT c.id AS complaint_id, said.place, said.words FROM complaints c CROSS JOIN LATERAL (
                      (SELECT 'comment' AS place, left(concat_ws(' · ', r.comment, r.bring_back, r.competitor), 4000) AS words
                       FROM responses r WHERE r.id = c.response_id AND r.withdrawn_at IS NULL)
                      UNION ALL SELECT 'subject', c.subject
                      UNION ALL (SELECT e.kind, left(coalesce(e.body, a.comment), 4000)
                                 FROM complaint_events e LEFT JOIN responses a ON a.id = e.response_id
                                 WHERE e.complaint_id = c.id AND a.withdrawn_at IS NULL
                                   AND (e.body IS NOT NULL OR a.id <> c.response_id)
                                 ORDER BY e.id DESC LIMIT 20)
                      UNION ALL (SELECT 'unfinished', left(words_of_form(k.body), 4000)
                                 FROM partial_answers k LEFT JOIN responses a ON a.invitation_id = k.invitation_id
                                 WHERE k.complaint_id = c.id AND k.discarded_at IS NULL AND a.withdrawn_at IS NULL)
                  ) said WHERE c.id = ANY (")
            .value(numbers)
            .sql(") AND said.words <> ''");
        Ok(statement.load(&mut connection).await?)
    }
}
