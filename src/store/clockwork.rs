//! All that the clocks of complaints run by, in one round trip: every step of a complaint asks for it.

use diesel::{
    pg::Pg,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    result::QueryResult,
    sql_types::{Jsonb, Nullable, Text},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use super::Result;

/// What is stored of it; none of what was never set.
#[derive(Debug, Clone)]
pub struct Stored {
    pub calendar: Option<Value>,
    pub targets: Option<Value>,
    pub version: Option<Value>,
    pub zone: Option<Value>,
    /// `domain::calendar::DayOff` by date.
    pub days: Option<Value>,
}

/// Reads the settings of these names, `[calendar, targets, version, zone]`, and the days that are otherwise.
///
/// # Errors
/// When the database does not answer.
pub async fn read(connection: &mut AsyncPgConnection, names: [&'static str; 4]) -> Result<Stored> {
    type Row = (Option<Value>, Option<Value>, Option<Value>, Option<Value>, Option<Value>);
    let (calendar, targets, version, zone, days): Row = Read(names).get_result(connection).await?;
    Ok(Stored { calendar, targets, version, zone, days })
}

/// Text that never changes, so each connection prepares it once.
struct Read([&'static str; 4]);

impl QueryFragment<Pg> for Read {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("SELECT ");
        for name in &self.0 {
            out.push_sql("(SELECT value FROM settings WHERE key = ");
            out.push_bind_param::<Text, _>(name)?;
            out.push_sql("), ");
        }
        out.push_sql(
            "(SELECT jsonb_object_agg(to_char(day, 'YYYY-MM-DD'), otherwise)
              FROM calendar_days WHERE removed_at IS NULL)",
        );
        Ok(())
    }
}

impl QueryId for Read {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl Query for Read {
    type SqlType = (Nullable<Jsonb>, Nullable<Jsonb>, Nullable<Jsonb>, Nullable<Jsonb>, Nullable<Jsonb>);
}
