//! Finding complaints by words: letters, notes, comments and names in their forms; numbers, orders, telephones and
//! addresses as they are.
//!
//! A word that many complaints have is found among the newest; one that few have, by the index over words. What is
//! looked at is bounded either way, so a common word costs no more than a rare one.

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
    conditions::{Conditions, OPEN, scope},
    lines_of,
};
use crate::domain::{complaint_filter::Filter, complaint_search::Sought};

/// The newest complaints that are looked through for a common word.
const NEWEST: usize = 3_000;
/// Complaints with the words that the rest of the filter is asked of, the newest.
const CANDIDATES: usize = 5_000;

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    pub lines: Vec<Line>,
    /// Whether there is more than is shown.
    pub more: bool,
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

/// The two roads: through the newest, and by the index.
fn statements(filter: &Filter, reader: Reader, query: &str, number: Option<i64>) -> [Statement; 2] {
    let made = Conditions::of(filter, reader);
    let words = |statement: Statement| {
        statement.sql("w.words @@ ").value(Value::Text(query.to_owned())).sql("::tsquery")
    };
    let newest = words(Statement::default().sql(&format!(
        "SELECT w.complaint_id AS id FROM (SELECT complaint_id, words FROM complaint_words
                                           ORDER BY complaint_id DESC LIMIT {NEWEST}) w WHERE "
    )));
    let indexed = words(Statement::default().sql(
        "SELECT hit.id FROM (WITH hits AS MATERIALIZED (SELECT w.complaint_id AS id FROM complaint_words w WHERE ",
    ))
    .sql(&format!(") SELECT id FROM hits ORDER BY id DESC LIMIT {CANDIDATES}) hit"));
    [newest, indexed].map(|hits| {
        let exact = Value::Number(number.unwrap_or(-1));
        let rows = Statement::default()
            .sql("SELECT c.* FROM complaints c JOIN (")
            .then(&hits)
            .sql(" UNION SELECT ")
            .value(exact.clone())
            .sql(&format!(") hit ON hit.id = c.id WHERE {}", scope(filter.scope())))
            .then(&made.all())
            .sql(" ORDER BY (c.id = ")
            .value(exact.clone())
            .sql(&format!(") DESC, ({OPEN}) DESC, c.id DESC LIMIT {}", PAGE + 1));
        lines_of(&rows, &format!("({OPEN}) DESC, c.id DESC"))
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
) -> Result<[Statement; 2]> {
    let parsed = parse(connection, sought).await?;
    Ok(statements(filter, reader, &query_of(&parsed, sought), sought.number))
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

/// Complaints with these words that the rest of the filter wants, open ones first, then the newest.
///
/// # Errors
/// When the database does not answer.
pub async fn found(
    mut connection: &AsyncPgConnection,
    filter: &Filter,
    sought: &Sought,
    reader: Reader,
) -> Result<Found> {
    let parsed = parse(connection, sought).await?;
    let query = query_of(&parsed, sought);
    let [newest, indexed] = statements(filter, reader, &query, sought.number);
    let mut lines: Vec<Line> = newest.load(&mut connection).await?;
    if lines.len() <= PAGE {
        lines = indexed.load(&mut connection).await?;
    }
    // The number itself comes first, whatever its state.
    if let Some(at) = lines.iter().position(|line| Some(line.id) == sought.number) {
        let exact = lines.remove(at);
        lines.insert(0, exact);
    }
    let more = lines.len() > PAGE;
    lines.truncate(PAGE);
    Ok(Found { lines, more, meaningful: parsed.telling && selective(&parsed), stems: parsed.stems })
}

/// Words of a complaint that may be the ones looked for.
#[derive(Debug, Clone, QueryableByName)]
pub struct Text {
    #[diesel(sql_type = BigInt)]
    pub complaint_id: i64,
    /// `comment`, `subject`, or the kind of an entry of the history.
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
                  ) said WHERE c.id = ANY (")
            .value(numbers)
            .sql(") AND said.words <> ''");
        Ok(statement.load(&mut connection).await?)
    }
}
