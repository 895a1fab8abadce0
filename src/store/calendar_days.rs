//! Days that are otherwise than their weekday.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use diesel::{
    prelude::*,
    sql_types::{Array, Date, Integer, Jsonb, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;

use super::{Result, schema::calendar_days};

/// One such day.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = calendar_days)]
pub struct Row {
    pub day: NaiveDate,
    /// `domain::calendar::DayOff`
    pub otherwise: Value,
    pub note: Option<String>,
    /// `preset` or `staff`
    pub source: String,
}

/// Those of a year in order: 366 at most.
///
/// # Errors
/// When the database does not answer.
pub async fn of_year(connection: &mut AsyncPgConnection, year: i32) -> Result<Vec<Row>> {
    let (Some(first), Some(next)) =
        (NaiveDate::from_ymd_opt(year, 1, 1), NaiveDate::from_ymd_opt(year.saturating_add(1), 1, 1))
    else {
        return Ok(Vec::new());
    };
    Ok(calendar_days::table
        .filter(calendar_days::day.ge(first).and(calendar_days::day.lt(next)))
        .filter(calendar_days::removed_at.is_null())
        .order(calendar_days::day)
        .select(Row::as_select())
        .load(connection)
        .await?)
}

/// The years that have any, in order.
///
/// # Errors
/// When the database does not answer.
pub async fn years(connection: &mut AsyncPgConnection) -> Result<Vec<i32>> {
    let days: Vec<NaiveDate> = calendar_days::table
        .filter(calendar_days::removed_at.is_null())
        .order(calendar_days::day)
        .select(calendar_days::day)
        .load(connection)
        .await?;
    let mut years: Vec<i32> = days.iter().map(Datelike::year).collect();
    years.dedup();
    Ok(years)
}

/// Sets a day as staff wants it, whatever it was.
///
/// # Errors
/// When the database does not answer.
pub async fn put(
    connection: &mut AsyncPgConnection,
    day: NaiveDate,
    otherwise: &Value,
    note: Option<&str>,
    now: DateTime<Utc>,
) -> Result<()> {
    let row = (
        calendar_days::otherwise.eq(otherwise),
        calendar_days::note.eq(note),
        calendar_days::source.eq("staff"),
        calendar_days::changed_at.eq(now),
        calendar_days::removed_at.eq(None::<DateTime<Utc>>),
    );
    diesel::insert_into(calendar_days::table)
        .values((calendar_days::day.eq(day), row))
        .on_conflict(calendar_days::day)
        .do_update()
        .set(row)
        .execute(connection)
        .await?;
    Ok(())
}

/// Takes a day away; it is remembered as staff's, so that no preset brings it back. Answers whether it was there.
///
/// # Errors
/// When the database does not answer.
pub async fn remove(connection: &mut AsyncPgConnection, day: NaiveDate, now: DateTime<Utc>) -> Result<bool> {
    let removed = diesel::update(calendar_days::table.find(day).filter(calendar_days::removed_at.is_null()))
        .set((
            calendar_days::source.eq("staff"),
            calendar_days::changed_at.eq(now),
            calendar_days::removed_at.eq(now),
        ))
        .execute(connection)
        .await?;
    Ok(removed == 1)
}

/// A day of the production calendar that comes along.
#[derive(Debug, Clone)]
pub struct Preset {
    pub day: NaiveDate,
    /// `domain::calendar::DayOff`
    pub otherwise: Value,
    pub note: String,
}

/// Makes the days of presets those given, but for what staff set or took away; days of years that are not given stay.
/// Answers how many rows that changed.
///
/// # Errors
/// When the database does not answer.
pub async fn put_presets(
    connection: &mut AsyncPgConnection,
    presets: &[Preset],
    now: DateTime<Utc>,
) -> Result<usize> {
    let days: Vec<NaiveDate> = presets.iter().map(|preset| preset.day).collect();
    let otherwise: Vec<&Value> = presets.iter().map(|preset| &preset.otherwise).collect();
    let notes: Vec<&str> = presets.iter().map(|preset| preset.note.as_str()).collect();
    let put = diesel::sql_query(
        "INSERT INTO calendar_days (day, otherwise, note, source, changed_at)
         SELECT day, otherwise, note, 'preset', $4 FROM unnest($1, $2, $3) AS given (day, otherwise, note)
         ON CONFLICT (day) DO UPDATE
         SET otherwise = excluded.otherwise, note = excluded.note, changed_at = excluded.changed_at
         WHERE calendar_days.source = 'preset'
           AND (calendar_days.otherwise, calendar_days.note) IS DISTINCT FROM (excluded.otherwise, excluded.note)",
    )
    .bind::<Array<Date>, _>(&days)
    .bind::<Array<Jsonb>, _>(otherwise)
    .bind::<Array<Text>, _>(notes)
    .bind::<Timestamptz, _>(now)
    .execute(connection)
    .await?;
    let mut years: Vec<i32> = days.iter().map(Datelike::year).collect();
    years.dedup();
    let dropped = diesel::sql_query(
        "DELETE FROM calendar_days
         WHERE source = 'preset' AND extract(year FROM day)::int = ANY ($1) AND day <> ALL ($2)",
    )
    .bind::<Array<Integer>, _>(years)
    .bind::<Array<Date>, _>(days)
    .execute(connection)
    .await?;
    Ok(put + dropped)
}
