//! The very answers that a figure counted.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Bool, Nullable, SmallInt, Text, Timestamptz},
};
use diesel_async::RunQueryDsl as _;

use super::{Binds, CUT, Connection, Result, count as whole};
use crate::domain::report::{Counted, Cut};

/// Where a page of answers goes on: after this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct After {
    pub answered_at: DateTime<Utc>,
    pub id: i64,
}

/// One answer with what stands around it.
#[derive(Debug, Clone, QueryableByName)]
pub struct Answered {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Timestamptz)]
    pub answered_at: DateTime<Utc>,
    #[diesel(sql_type = BigInt)]
    pub version_id: i64,
    #[diesel(sql_type = Nullable<SmallInt>)]
    pub nps: Option<i16>,
    #[diesel(sql_type = Nullable<SmallInt>)]
    pub satisfaction: Option<i16>,
    #[diesel(sql_type = Array<Nullable<SmallInt>>)]
    pub ratings: Vec<Option<i16>>,
    #[diesel(sql_type = Nullable<Text>)]
    pub comment: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub store: Option<String>,
    #[diesel(sql_type = Text)]
    pub customer: String,
    /// The newest complaint that this answer opened or joined.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub complaint: Option<i64>,
}

/// A figure as the parameters `$6` to `$10` of [`COUNTED`].
struct FigureBinds {
    figure: &'static str,
    parameter: String,
    low: i16,
    high: i16,
    scale_low: i16,
    scale_high: i16,
}

impl FigureBinds {
    fn new(counted: &Counted) -> Self {
        let plain = |figure, scores: &crate::domain::report::Scores| Self {
            figure,
            parameter: String::new(),
            low: scores.low.into(),
            high: scores.high.into(),
            scale_low: 0,
            scale_high: 0,
        };
        match counted {
            Counted::Nps(scores) => plain("nps", scores),
            Counted::Satisfaction(scores) => plain("satisfaction", scores),
            Counted::Rating { parameter, scale, scores } => Self {
                figure: "rating",
                parameter: parameter.to_string(),
                // 'Does not apply' is stored as −1.
                low: scores.map_or(-1, |scores| scores.low.into()),
                high: scores.map_or(-1, |scores| scores.high.into()),
                scale_low: scale.low().into(),
                scale_high: scale.high().into(),
            },
        }
    }
}

/// The condition of a figure on `responses r` and its version `v`.
const COUNTED: &str = "CASE $6
     WHEN 'nps' THEN r.nps BETWEEN $8 AND $9
     WHEN 'satisfaction' THEN r.satisfaction BETWEEN $8 AND $9
     ELSE v.scale_low = $10 AND v.scale_high = $11
          AND r.ratings[array_position(v.parameters, $7)] BETWEEN $8 AND $9
     END";

macro_rules! bound {
    ($sql:expr, $cut:expr, $counted:expr, $zone:expr) => {{
        let cut = Binds::new($cut, $zone);
        let figure = FigureBinds::new($counted);
        diesel::sql_query($sql)
            .bind::<Timestamptz, _>(cut.from)
            .bind::<Timestamptz, _>(cut.to)
            .bind::<Nullable<Text>, _>(cut.kind)
            .bind::<Nullable<Text>, _>(cut.store)
            .bind::<Bool, _>(cut.unnamed)
            .bind::<Text, _>(figure.figure)
            .bind::<Text, _>(figure.parameter)
            .bind::<SmallInt, _>(figure.low)
            .bind::<SmallInt, _>(figure.high)
            .bind::<SmallInt, _>(figure.scale_low)
            .bind::<SmallInt, _>(figure.scale_high)
    }};
}

/// How many answers a figure counted.
///
/// # Errors
/// When the database does not answer.
pub async fn count(connection: &mut Connection, cut: &Cut, counted: &Counted, zone: Tz) -> Result<u64> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    let sql = format!(
        "SELECT count(*) AS count FROM responses r JOIN questionnaire_versions v ON v.id = r.version_id
         WHERE {CUT} AND {COUNTED}"
    );
    let row: Row = bound!(sql, cut, counted, zone).get_result(connection).await?;
    Ok(whole(row.count))
}

/// The newest of them, at most `limit`, after the one given.
///
/// # Errors
/// When the database does not answer.
pub async fn page(
    connection: &mut Connection,
    cut: &Cut,
    counted: &Counted,
    zone: Tz,
    after: Option<After>,
    limit: i64,
) -> Result<Vec<Answered>> {
    let sql = format!(
        "SELECT r.id, r.answered_at, r.version_id, r.nps, r.satisfaction, r.ratings, r.comment, r.store,
                c.external_id AS customer,
                (SELECT k.id FROM complaints k
                 WHERE k.customer_id = r.customer_id
                   AND (k.response_id = r.id OR EXISTS (
                        SELECT FROM complaint_events e WHERE e.complaint_id = k.id AND e.response_id = r.id))
                 ORDER BY k.id DESC LIMIT 1) AS complaint
         FROM responses r
         JOIN questionnaire_versions v ON v.id = r.version_id
         JOIN customers c ON c.id = r.customer_id
         WHERE {CUT} AND {COUNTED}
           AND ($12::timestamptz IS NULL OR (r.answered_at, r.id) < ($12, $13))
         ORDER BY r.answered_at DESC, r.id DESC
         LIMIT $14"
    );
    Ok(bound!(sql, cut, counted, zone)
        .bind::<Nullable<Timestamptz>, _>(after.map(|after| after.answered_at))
        .bind::<BigInt, _>(after.map_or(0, |after| after.id))
        .bind::<BigInt, _>(limit)
        .get_results(connection)
        .await?)
}
