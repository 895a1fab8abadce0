//! Sums of overall satisfaction, and the histogram of each parameter.

use chrono::NaiveDate;
use chrono_tz::Tz;
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Bool, Date, Integer, Nullable, SmallInt, Text, Timestamptz},
};
use diesel_async::RunQueryDsl as _;

use super::{Binds, CUT, Connection, Result, count};
use crate::domain::{
    mean::Mean,
    rating::{Rating, Scale},
    report::{Cut, RatingCell, SatisfactionCell, StoreCut},
};

#[derive(QueryableByName)]
struct SumsRow {
    #[diesel(sql_type = Date)]
    month: NaiveDate,
    #[diesel(sql_type = Nullable<Text>)]
    store: Option<String>,
    #[diesel(sql_type = BigInt)]
    n: i64,
    #[diesel(sql_type = BigInt)]
    sum: i64,
    #[diesel(sql_type = BigInt)]
    squares: i64,
}

/// Sums of overall satisfaction of the cut by month and store; of all stores, as those of NPS.
///
/// # Errors
/// When the database does not answer.
pub async fn cells(connection: &mut Connection, cut: &Cut, zone: Tz) -> Result<Vec<SatisfactionCell>> {
    let binds = Binds::new(&cut.of_store(StoreCut::All), zone);
    let rows: Vec<SumsRow> = diesel::sql_query(format!(
        "SELECT date_trunc('month', r.answered_at AT TIME ZONE $6)::date AS month, r.store,
                count(*) AS n, sum(r.satisfaction::int) AS sum,
                sum(r.satisfaction::int * r.satisfaction::int) AS squares
         FROM responses r
         WHERE {CUT} AND r.satisfaction IS NOT NULL
         GROUP BY 1, 2"
    ))
    .bind::<Timestamptz, _>(binds.from)
    .bind::<Timestamptz, _>(binds.to)
    .bind::<Nullable<Text>, _>(binds.kind)
    .bind::<Nullable<Text>, _>(binds.store)
    .bind::<Bool, _>(binds.unnamed)
    .bind::<Text, _>(zone.name())
    .get_results(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| SatisfactionCell {
            month: row.month,
            store: row.store,
            sums: Mean { n: count(row.n), sum: count(row.sum), squares: count(row.squares) },
        })
        .collect())
}

/// What the ratings of a version stand for.
#[derive(Debug, Clone, QueryableByName)]
pub struct Layout {
    #[diesel(sql_type = BigInt)]
    pub version: i64,
    #[diesel(sql_type = SmallInt)]
    low: i16,
    #[diesel(sql_type = SmallInt)]
    high: i16,
    #[diesel(sql_type = Array<Text>)]
    pub parameters: Vec<String>,
}

impl Layout {
    /// The scale of the version; none if it is not one that ratings can be read by.
    #[must_use]
    pub fn scale(&self) -> Option<Scale> {
        Scale::parse(&format!("{}-{}", self.low, self.high)).ok()
    }
}

/// The layouts of all versions that have parameters.
///
/// # Errors
/// When the database does not answer.
pub async fn layouts(connection: &mut Connection) -> Result<Vec<Layout>> {
    Ok(diesel::sql_query(
        "SELECT id AS version, scale_low AS low, scale_high AS high, parameters
         FROM questionnaire_versions WHERE cardinality(parameters) > 0 ORDER BY id",
    )
    .get_results(connection)
    .await?)
}

#[derive(QueryableByName)]
struct RatingRow {
    #[diesel(sql_type = BigInt)]
    version: i64,
    #[diesel(sql_type = Integer)]
    place: i32,
    #[diesel(sql_type = SmallInt)]
    rating: i16,
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// How many gave each rating to each parameter.
///
/// One pass over the answers that picks each place of the array by its number and leaves the words to the layouts:
/// twice as quick as reading ratings by code, and PostgreSQL spreads it over its workers.
///
/// # Errors
/// When the database does not answer.
pub async fn ratings(
    connection: &mut Connection,
    cut: &Cut,
    zone: Tz,
    layouts: &[Layout],
) -> Result<Vec<RatingCell>> {
    let places = layouts.iter().map(|layout| layout.parameters.len()).max().unwrap_or(0);
    let binds = Binds::new(cut, zone);
    let rows: Vec<RatingRow> = diesel::sql_query(format!(
        "SELECT r.version_id AS version, p.place, r.ratings[p.place] AS rating, count(*) AS count
         FROM responses r CROSS JOIN generate_series(1, $6) AS p (place)
         WHERE {CUT} AND r.ratings[p.place] IS NOT NULL
         GROUP BY 1, 2, 3"
    ))
    .bind::<Timestamptz, _>(binds.from)
    .bind::<Timestamptz, _>(binds.to)
    .bind::<Nullable<Text>, _>(binds.kind)
    .bind::<Nullable<Text>, _>(binds.store)
    .bind::<Bool, _>(binds.unnamed)
    .bind::<Integer, _>(i32::try_from(places).unwrap_or(0))
    .get_results(connection)
    .await?;
    Ok(rows.into_iter().filter_map(|row| read(&row, layouts)).collect())
}

/// A rating that its version has no place or no score for is none of a parameter.
fn read(row: &RatingRow, layouts: &[Layout]) -> Option<RatingCell> {
    let layout = layouts.iter().find(|layout| layout.version == row.version)?;
    let place = usize::try_from(row.place).ok()?.checked_sub(1)?;
    let scale = layout.scale()?;
    let rating = Rating::from_code(Some(row.rating), scale).ok()?;
    let parameter = layout.parameters.get(place)?.clone();
    Some(RatingCell { parameter, scale, rating, count: count(row.count) })
}
