//! Sums of the NPS question.

use chrono::NaiveDate;
use chrono_tz::Tz;
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Bool, Date, Nullable, Text, Timestamptz},
};
use diesel_async::RunQueryDsl as _;

use super::{Binds, CUT, Connection, Result, count};
use crate::domain::{
    nps::Nps,
    report::{Cut, NpsCell, StoreCut},
};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Date)]
    month: NaiveDate,
    #[diesel(sql_type = Nullable<Text>)]
    store: Option<String>,
    #[diesel(sql_type = BigInt)]
    promoters: i64,
    #[diesel(sql_type = BigInt)]
    passives: i64,
    #[diesel(sql_type = BigInt)]
    detractors: i64,
}

/// Promoters, passives and detractors of the cut by month and store; of all stores, whichever the cut names,
/// because the list of stores is drawn from them too.
///
/// # Errors
/// When the database does not answer.
pub async fn cells(connection: &mut Connection, cut: &Cut, zone: Tz) -> Result<Vec<NpsCell>> {
    let binds = Binds::new(&cut.of_store(StoreCut::All), zone);
    let rows: Vec<Row> = diesel::sql_query(format!(
        "SELECT date_trunc('month', r.answered_at AT TIME ZONE $6)::date AS month, r.store,
                count(*) FILTER (WHERE r.nps >= 9) AS promoters,
                count(*) FILTER (WHERE r.nps BETWEEN 7 AND 8) AS passives,
                count(*) FILTER (WHERE r.nps <= 6) AS detractors
         FROM responses r
         WHERE {CUT} AND r.nps IS NOT NULL
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
        .map(|row| NpsCell {
            month: row.month,
            store: row.store,
            sums: Nps {
                promoters: count(row.promoters),
                passives: count(row.passives),
                detractors: count(row.detractors),
            },
        })
        .collect())
}
