//! How the facts of each subject stand: of which zone and layout they were made, and whether all of them are.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use diesel::{
    OptionalExtension as _, QueryableByName,
    sql_types::{Array, BigInt, Date, Integer, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    domain::facts::Subject,
    store::{Result, statement::prepared},
};

/// The state of a subject.
#[derive(Debug, Clone, QueryableByName)]
pub struct State {
    #[diesel(sql_type = Text)]
    pub zone: String,
    #[diesel(sql_type = Integer)]
    pub layout: i32,
    /// While it is built anew: the first month not done yet.
    #[diesel(sql_type = Nullable<Date>)]
    pub rebuilt_to: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub rebuilt_at: Option<DateTime<Utc>>,
}

impl State {
    /// Whether facts made today would stand where these do.
    #[must_use]
    pub fn fits(&self, subject: Subject, zone: Tz) -> bool {
        self.zone == zone.name() && self.layout == subject.layout()
    }
}

/// Reads it; none of what was never built.
///
/// # Errors
/// When the database does not answer.
pub async fn read(connection: &mut AsyncPgConnection, subject: Subject) -> Result<Option<State>> {
    Ok(diesel::sql_query("SELECT zone, layout, rebuilt_to, rebuilt_at FROM fact_state WHERE subject = $1")
        .bind::<Text, _>(subject.code())
        .get_result(connection)
        .await
        .optional()?)
}

/// Writes how far building anew has come: the month that is next, or none at its end.
///
/// # Errors
/// When the database does not answer.
pub async fn rebuilt(
    connection: &mut AsyncPgConnection,
    subject: Subject,
    zone: Tz,
    next: Option<NaiveDate>,
    now: DateTime<Utc>,
) -> Result<()> {
    diesel::sql_query(
        "INSERT INTO fact_state AS s (subject, zone, layout, rebuilt_to, rebuilt_at)
         VALUES ($1, $2, $3, $4, CASE WHEN $4 IS NULL THEN $5 END)
         ON CONFLICT (subject) DO UPDATE SET zone = excluded.zone, layout = excluded.layout,
             rebuilt_to = excluded.rebuilt_to, rebuilt_at = coalesce(excluded.rebuilt_at, s.rebuilt_at),
             version = nextval('fact_versions')",
    )
    .bind::<Text, _>(subject.code())
    .bind::<Text, _>(zone.name())
    .bind::<Integer, _>(subject.layout())
    .bind::<Nullable<Date>, _>(next)
    .bind::<Timestamptz, _>(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes that the facts of a subject are others now; of its transaction.
///
/// # Errors
/// When the database does not answer.
pub async fn changed(connection: &mut AsyncPgConnection, subject: Subject) -> Result<()> {
    prepared("UPDATE fact_state SET version = nextval('fact_versions') WHERE subject = $1")
        .bind::<Text, _>(subject.code())
        .execute(connection)
        .await?;
    Ok(())
}

/// What a counted figure stands on: while it is the same, counting again would give the same.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Standing {
    /// Of the subjects asked for, in their order; a subject without facts has none.
    #[diesel(sql_type = Array<BigInt>)]
    versions: Vec<i64>,
    /// Of the settings and of the words that reports are told in.
    #[diesel(sql_type = BigInt)]
    words: i64,
}

/// How the facts of some subjects, and all that reports read beside them, stand now.
///
/// # Errors
/// When the database does not answer.
pub async fn standing(connection: &mut AsyncPgConnection, subjects: &[Subject]) -> Result<Standing> {
    let codes: Vec<&str> = subjects.iter().map(|subject| subject.code()).collect();
    Ok(prepared(
        "SELECT ARRAY(SELECT version FROM fact_state WHERE subject = ANY ($1) ORDER BY subject) AS versions,
                hashtextextended(concat_ws('|',
                    (SELECT string_agg(key || changed_at, ',' ORDER BY key) FROM settings),
                    (SELECT string_agg(p::text, ',' ORDER BY p.code) FROM parameters p),
                    (SELECT string_agg(c::text, ',' ORDER BY c.code) FROM reason_categories c),
                    (SELECT string_agg(r::text, ',' ORDER BY r.category, r.code) FROM reasons r),
                    (SELECT string_agg(r::text, ',' ORDER BY r.code) FROM root_causes r),
                    (SELECT string_agg(name, ',' ORDER BY id) FROM staff),
                    (SELECT max(id) FROM questionnaire_versions)), 0) AS words",
    )
    .bind::<Array<Text>, _>(codes)
    .get_result(connection)
    .await?)
}
