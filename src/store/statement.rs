//! A statement put together from parts, each value beside the words that need it; prepared once for each text.

use std::{borrow::Cow, fmt::Write as _};

use chrono::{DateTime, SecondsFormat, Utc};
use diesel::{
    expression::{AsExpression, TypedExpressionType},
    pg::Pg,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    result::{Error as QueryError, QueryResult},
    sql_types::{Array, BigInt, SmallInt, SqlType, Text, Timestamptz, Untyped},
};

/// A value of a statement.
#[derive(Debug, Clone)]
pub enum Value {
    Number(i64),
    Small(i16),
    Text(String),
    Texts(Vec<String>),
    Numbers(Vec<i64>),
    Moment(DateTime<Utc>),
}

#[derive(Debug, Clone)]
enum Part {
    Sql(String),
    Value(Value),
}

/// The parts in their order. Texts are few, since all that differs from one visitor to the next is a value.
#[derive(Debug, Clone, Default)]
pub struct Statement(Vec<Part>);

impl Statement {
    pub fn sql(mut self, words: &str) -> Self {
        if let Some(Part::Sql(before)) = self.0.last_mut() {
            before.push_str(words);
        } else {
            self.0.push(Part::Sql(words.to_owned()));
        }
        self
    }

    pub fn value(mut self, value: Value) -> Self {
        self.0.push(Part::Value(value));
        self
    }

    pub fn then(mut self, more: &Self) -> Self {
        for part in &more.0 {
            self = match part {
                Part::Sql(words) => self.sql(words),
                Part::Value(value) => self.value(value.clone()),
            };
        }
        self
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The statement with its values written into it, for EXPLAIN.
    #[must_use]
    pub fn written(&self) -> String {
        let mut text = String::new();
        for part in &self.0 {
            // Writing to a string can't fail.
            let _ = match part {
                Part::Sql(words) => write!(text, "{words}"),
                Part::Value(Value::Number(value)) => write!(text, "{value}::bigint"),
                Part::Value(Value::Small(value)) => write!(text, "{value}::smallint"),
                Part::Value(Value::Text(value)) => write!(text, "{}::text", quoted(value)),
                Part::Value(Value::Texts(values)) => {
                    let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
                    write!(text, "ARRAY[{}]::text[]", values.join(","))
                }
                Part::Value(Value::Numbers(values)) => {
                    let values: Vec<String> = values.iter().map(i64::to_string).collect();
                    write!(text, "ARRAY[{}]::bigint[]", values.join(","))
                }
                Part::Value(Value::Moment(at)) => {
                    write!(text, "'{}'::timestamptz", at.to_rfc3339_opts(SecondsFormat::Micros, true))
                }
            };
        }
        text
    }
}

fn quoted(value: &str) -> String {
    format!("'{}'", value.replace('\'', "''"))
}

impl QueryFragment<Pg> for Statement {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        for part in &self.0 {
            match part {
                Part::Sql(words) => out.push_sql(words),
                Part::Value(Value::Number(value)) => out.push_bind_param::<BigInt, _>(value)?,
                Part::Value(Value::Small(value)) => out.push_bind_param::<SmallInt, _>(value)?,
                Part::Value(Value::Text(value)) => out.push_bind_param::<Text, _>(value)?,
                Part::Value(Value::Texts(values)) => out.push_bind_param::<Array<Text>, _>(values)?,
                Part::Value(Value::Numbers(values)) => out.push_bind_param::<Array<BigInt>, _>(values)?,
                Part::Value(Value::Moment(at)) => out.push_bind_param::<Timestamptz, _>(at)?,
            }
        }
        Ok(())
    }
}

/// A text of SQL with its values, written as for `diesel::sql_query`: `$1` stands for the first of them. That one is planned
/// anew each time; this one is prepared once for each text, so the text must not carry what differs between visitors, nor
/// answer whatever columns a table has. A value is sent as often as it is named.
#[must_use]
pub fn prepared<'a>(text: impl Into<Cow<'a, str>>) -> Prepared<'a> {
    Prepared { text: text.into(), values: Vec::new() }
}

/// Of [`prepared`].
pub struct Prepared<'a> {
    text: Cow<'a, str>,
    values: Vec<Box<dyn QueryFragment<Pg> + Send + 'a>>,
}

impl<'a> Prepared<'a> {
    /// The next value, of a type of SQL.
    pub fn bind<ST, V>(mut self, value: V) -> Self
    where
        ST: SqlType + TypedExpressionType,
        V: AsExpression<ST>,
        V::Expression: QueryFragment<Pg> + Send + 'a,
    {
        self.values.push(Box::new(value.as_expression()));
        self
    }
}

impl QueryFragment<Pg> for Prepared<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let mut pieces = self.text.split('$');
        out.push_sql(pieces.next().unwrap_or_default());
        for piece in pieces {
            let rest = piece.trim_start_matches(|letter: char| letter.is_ascii_digit());
            let number = piece.strip_suffix(rest).and_then(|digits| digits.parse::<usize>().ok());
            let value = number.and_then(|number| self.values.get(number.checked_sub(1)?));
            let missing = || QueryError::QueryBuilderError(format!("no value for ${piece}").into());
            value.ok_or_else(missing)?.walk_ast(out.reborrow())?;
            out.push_sql(rest);
        }
        Ok(())
    }
}

impl QueryId for Prepared<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Prepared<'_> {
    type SqlType = Untyped;
}

impl QueryId for Statement {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Statement {
    type SqlType = Untyped;
}
