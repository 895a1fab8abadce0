//! Whole months in one piece: what is read of years is some rows for each month and not for each day.
//!
//! A month is *packed* while nothing of it changes, and *loose* from its first change on until it has been quiet for a
//! while; either way its days stand in `fact_columns`, which alone are changed.

use chrono::NaiveDate;
use diesel::{
    OptionalExtension as _, QueryableByName,
    sql_types::{Array, Binary, Date, Text},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::days;
use crate::{
    domain::{
        cut::Grain,
        facts::{Day, Subject},
        period::Period,
    },
    store::{Result, statement::prepared},
};

/// Shows the facts of a period in order, in as few pieces as they are kept in: months that are packed and all inside of
/// it, else days. One piece is in memory at a time; in that of a month `Day::days` tells the day of each fact, if the
/// field `facts::DAY` is among those asked for.
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
    let first = Grain::Month.start(period.from());
    let from = if first == period.from() { first } else { Grain::Month.next(first) };
    let to = Grain::Month.start(period.to()).max(from);
    // What is left of the period before its whole months and after them; none of them: all of it.
    let ends = [(period.from(), from.min(period.to())), (to.min(period.to()), period.to())];
    let (starts, afters): (Vec<_>, Vec<_>) = ends.into_iter().filter(|(from, to)| from < to).unzip();
    let rows = prepared(
        "SELECT month AS day, field, data FROM fact_packs
         WHERE subject = $1 AND month >= $3 AND month < $4 AND field = ANY ($2)
         UNION ALL
         SELECT c.day, c.field, c.data
         FROM (SELECT month, (month + interval '1 month')::date FROM fact_loose_months
               WHERE subject = $1 AND month >= $3 AND month < $4
               UNION ALL
               SELECT * FROM unnest($5, $6)) AS loose (first, after)
         CROSS JOIN LATERAL (
             SELECT day, field, data FROM fact_columns
             WHERE subject = $1 AND field = ANY ($2) AND day >= loose.first AND day < loose.after
             OFFSET 0) c
         ORDER BY day",
    )
    .bind::<Text, _>(subject.code())
    .bind::<Array<Text>, _>(fields)
    .bind::<Date, _>(from)
    .bind::<Date, _>(to)
    .bind::<Array<Date>, _>(starts)
    .bind::<Array<Date>, _>(afters)
    .load_stream::<days::Row>(connection)
    .await?;
    days::shown(rows, see).await
}

/// Takes the packs of some months away, because their days change.
///
/// # Errors
/// When the database does not answer.
pub async fn loosen(
    connection: &mut AsyncPgConnection,
    subject: Subject,
    months: &[NaiveDate],
) -> Result<()> {
    prepared("DELETE FROM fact_packs WHERE subject = $1 AND month = ANY ($2)")
        .bind::<Text, _>(subject.code())
        .bind::<Array<Date>, _>(months)
        .execute(connection)
        .await?;
    prepared(
        "INSERT INTO fact_loose_months (subject, month) SELECT $1, unnest($2)
         ON CONFLICT (subject, month) DO UPDATE SET changed_at = excluded.changed_at",
    )
    .bind::<Text, _>(subject.code())
    .bind::<Array<Date>, _>(months)
    .execute(connection)
    .await?;
    Ok(())
}

/// Packs a month, given as [`Day::joined`] makes it of its days; one without facts has no pack.
///
/// # Errors
/// When the database does not answer.
pub async fn put(connection: &mut AsyncPgConnection, subject: Subject, month: &Day) -> Result<()> {
    for statement in [
        "DELETE FROM fact_packs WHERE subject = $1 AND month = $2",
        "DELETE FROM fact_loose_months WHERE subject = $1 AND month = $2",
    ] {
        prepared(statement)
            .bind::<Text, _>(subject.code())
            .bind::<Date, _>(month.day)
            .execute(connection)
            .await?;
    }
    let (fields, data): (Vec<_>, Vec<_>) =
        month.columns().map(|(field, column)| (field, column.write())).unzip();
    prepared(
        "INSERT INTO fact_packs (subject, month, field, data)
         SELECT $1, $2, field, data FROM unnest($3, $4) AS new (field, data)",
    )
    .bind::<Text, _>(subject.code())
    .bind::<Date, _>(month.day)
    .bind::<Array<Text>, _>(fields)
    .bind::<Array<Binary>, _>(data)
    .execute(connection)
    .await?;
    Ok(())
}

/// The month that has been loose and quiet for longest, if one has been for five minutes.
///
/// # Errors
/// When the database does not answer.
pub async fn due(connection: &mut AsyncPgConnection) -> Result<Option<(Subject, NaiveDate)>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        subject: String,
        #[diesel(sql_type = Date)]
        month: NaiveDate,
    }
    let row: Option<Row> = prepared(
        "SELECT subject, month FROM fact_loose_months WHERE changed_at < now() - interval '5 minutes'
         ORDER BY changed_at LIMIT 1",
    )
    .get_result(connection)
    .await
    .optional()?;
    Ok(row.and_then(|row| Some((Subject::parse(&row.subject)?, row.month))))
}
