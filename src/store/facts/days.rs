//! The packed fields of each day.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::{
    QueryableByName,
    sql_types::{Array, Binary, Date, Nullable, Text},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use futures_util::{Stream, TryStreamExt as _};

use crate::{
    domain::{
        facts::{Day, Subject},
        period::Period,
    },
    store::{Result, statement::prepared},
};

/// One field of a day, or of a month that is named by its first.
#[derive(QueryableByName)]
pub(super) struct Row {
    #[diesel(sql_type = Date)]
    day: NaiveDate,
    #[diesel(sql_type = Text)]
    field: String,
    #[diesel(sql_type = Binary)]
    data: Vec<u8>,
}

/// Shows the days of a period that have facts, in order, each with some of its fields; one day is in memory at a time.
///
/// # Errors
/// When the database does not answer, or holds what is not a column.
pub async fn each(
    connection: &mut AsyncPgConnection,
    subject: Subject,
    period: Period,
    fields: &[&str],
    see: impl FnMut(Day),
) -> Result<()> {
    let rows = prepared(
        "SELECT day, field, data FROM fact_columns
         WHERE subject = $1 AND field = ANY ($2) AND day >= $3 AND day < $4 ORDER BY day",
    )
    .bind::<Text, _>(subject.code())
    .bind::<Array<Text>, _>(fields)
    .bind::<Date, _>(period.from())
    .bind::<Date, _>(period.to())
    .load_stream::<Row>(connection)
    .await?;
    shown(rows, see).await
}

/// Shows some days that have facts, in order, as [`each`] does those of a period.
///
/// # Errors
/// As [`each`].
pub async fn some(
    connection: &mut AsyncPgConnection,
    subject: Subject,
    days: &[NaiveDate],
    fields: &[&str],
    see: impl FnMut(Day),
) -> Result<()> {
    let rows = prepared(
        "SELECT day, field, data FROM fact_columns
         WHERE subject = $1 AND field = ANY ($2) AND day = ANY ($3) ORDER BY day",
    )
    .bind::<Text, _>(subject.code())
    .bind::<Array<Text>, _>(fields)
    .bind::<Array<Date>, _>(days)
    .load_stream::<Row>(connection)
    .await?;
    shown(rows, see).await
}

/// The days of a period on which any fact has a field, in order.
///
/// # Errors
/// When the database does not answer.
pub async fn with(
    connection: &mut AsyncPgConnection,
    subject: Subject,
    field: &str,
    period: Period,
) -> Result<Vec<NaiveDate>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Date)]
        day: NaiveDate,
    }
    let rows: Vec<Row> = prepared(
        "SELECT day FROM fact_columns WHERE subject = $1 AND field = $2 AND day >= $3 AND day < $4 ORDER BY day",
    )
    .bind::<Text, _>(subject.code())
    .bind::<Text, _>(field)
    .bind::<Date, _>(period.from())
    .bind::<Date, _>(period.to())
    .get_results(connection)
    .await?;
    Ok(rows.into_iter().map(|row| row.day).collect())
}

/// Puts the fields of each day together, as they come day by day.
pub(super) async fn shown(
    rows: impl Stream<Item = diesel::QueryResult<Row>>,
    mut see: impl FnMut(Day),
) -> Result<()> {
    let mut rows = std::pin::pin!(rows);
    let mut open: Option<Day> = None;
    while let Some(row) = rows.try_next().await? {
        if let Some(done) = open.take_if(|day| day.day != row.day) {
            see(done);
        }
        open.get_or_insert_with(|| Day::empty(row.day)).read(&row.field, &row.data)?;
    }
    if let Some(done) = open {
        see(done);
    }
    Ok(())
}

/// Whole days, for putting facts into them; one that has none is empty.
///
/// # Errors
/// As [`each`].
pub async fn whole(
    connection: &mut AsyncPgConnection,
    subject: Subject,
    days: &[NaiveDate],
) -> Result<BTreeMap<NaiveDate, Day>> {
    let rows: Vec<Row> =
        // By the fields that are known, so that each is found by the key and no other day is looked at.
        prepared(
            "SELECT c.day, c.field, c.data FROM fact_fields f
             JOIN fact_columns c ON c.subject = f.subject AND c.field = f.field
             WHERE f.subject = $1 AND c.day = ANY ($2)",
        )
            .bind::<Text, _>(subject.code())
            .bind::<Array<Date>, _>(days)
            .get_results(connection)
            .await?;
    let mut found: BTreeMap<_, _> = days.iter().map(|day| (*day, Day::empty(*day))).collect();
    for row in rows {
        if let Some(day) = found.get_mut(&row.day) {
            day.read(&row.field, &row.data)?;
        }
    }
    Ok(found)
}

/// Writes days in place of what they were; only fields that differ are written.
///
/// # Errors
/// When the database does not answer.
pub async fn replace(
    connection: &mut AsyncPgConnection,
    subject: Subject,
    days: &[(Day, Day)],
) -> Result<()> {
    let (mut at, mut fields, mut data) = (Vec::new(), Vec::new(), Vec::new());
    let (mut gone_at, mut gone) = (Vec::new(), Vec::new());
    for (before, after) in days {
        for (field, column) in after.columns().filter(|(field, column)| before.column(field) != Some(*column))
        {
            at.push(after.day);
            fields.push(field);
            data.push(column.write());
        }
        for (field, _) in before.columns().filter(|(field, _)| after.column(field).is_none()) {
            gone_at.push(before.day);
            gone.push(field);
        }
    }
    if !at.is_empty() {
        prepared(
            "INSERT INTO fact_columns (subject, field, day, data)
             SELECT $1, field, day, data FROM unnest($2, $3, $4) AS new (day, field, data)
             ON CONFLICT (subject, field, day) DO UPDATE SET data = excluded.data",
        )
        .bind::<Text, _>(subject.code())
        .bind::<Array<Date>, _>(at)
        .bind::<Array<Text>, _>(fields.clone())
        .bind::<Array<Binary>, _>(data)
        .execute(connection)
        .await?;
        fields.sort_unstable();
        fields.dedup();
        prepared(
            "INSERT INTO fact_fields (subject, field)
             SELECT $1, field FROM unnest($2) AS seen (field)
             WHERE NOT EXISTS (SELECT FROM fact_fields k WHERE k.subject = $1 AND k.field = seen.field)
             ON CONFLICT DO NOTHING",
        )
        .bind::<Text, _>(subject.code())
        .bind::<Array<Text>, _>(fields)
        .execute(connection)
        .await?;
    }
    if !gone.is_empty() {
        prepared(
            "DELETE FROM fact_columns f USING unnest($2, $3) AS gone (day, field)
             WHERE f.subject = $1 AND f.day = gone.day AND f.field = gone.field",
        )
        .bind::<Text, _>(subject.code())
        .bind::<Array<Date>, _>(gone_at)
        .bind::<Array<Text>, _>(gone)
        .execute(connection)
        .await?;
    }
    Ok(())
}

/// The fields that facts of a subject ever had.
///
/// # Errors
/// When the database does not answer.
pub async fn fields(connection: &mut AsyncPgConnection, subject: Subject) -> Result<Vec<String>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        field: String,
    }
    let rows: Vec<Row> = prepared("SELECT field FROM fact_fields WHERE subject = $1 ORDER BY field")
        .bind::<Text, _>(subject.code())
        .get_results(connection)
        .await?;
    Ok(rows.into_iter().map(|row| row.field).collect())
}

/// The first and the last day that have facts, as a period; none where none has.
///
/// # Errors
/// When the database does not answer.
pub async fn span(connection: &mut AsyncPgConnection, subject: Subject) -> Result<Option<Period>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Nullable<Date>)]
        first: Option<NaiveDate>,
        #[diesel(sql_type = Nullable<Date>)]
        last: Option<NaiveDate>,
    }
    let row: Row = prepared(
        "SELECT min(day) AS first, max(day) AS last FROM fact_columns WHERE subject = $1 AND field = 'id'",
    )
    .bind::<Text, _>(subject.code())
    .get_result(connection)
    .await?;
    Ok(row.first.zip(row.last).and_then(|(first, last)| Period::new(first, last.succ_opt()?).ok()))
}
