//! What somebody typed on a card and did not send: a row for each person, complaint and form.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Result, schema::complaint_drafts};

/// A stored draft: its texts as they are kept, and what its page had shown.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = complaint_drafts)]
pub struct Row {
    pub panel: String,
    pub fields: serde_json::Value,
    pub seen_entry: i64,
    pub saved_at: DateTime<Utc>,
}

/// Everything that somebody has not sent on one card, by form.
///
/// # Errors
/// When the database does not answer.
pub async fn of_card(
    connection: &mut AsyncPgConnection,
    complaint: i64,
    staff: i64,
) -> Result<HashMap<String, Row>> {
    let rows: Vec<Row> = complaint_drafts::table
        .filter(complaint_drafts::complaint_id.eq(complaint))
        .filter(complaint_drafts::staff_id.eq(staff))
        .select(Row::as_select())
        .load(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (row.panel.clone(), row)).collect())
}

/// The draft of one form, kept from others until the transaction ends.
///
/// # Errors
/// When the database does not answer.
pub async fn hold(
    connection: &mut AsyncPgConnection,
    complaint: i64,
    staff: i64,
    panel: &str,
) -> Result<Option<Row>> {
    Ok(complaint_drafts::table
        .find((complaint, staff, panel))
        .select(Row::as_select())
        .for_update()
        .first(connection)
        .await
        .optional()?)
}

/// Writes a draft where none is yet. Answers whether it did: of two tabs at once one does.
///
/// # Errors
/// When the database does not answer.
pub async fn begin(
    connection: &mut AsyncPgConnection,
    complaint: i64,
    staff: i64,
    row: &Row,
) -> Result<bool> {
    let begun = diesel::insert_into(complaint_drafts::table)
        .values((
            complaint_drafts::complaint_id.eq(complaint),
            complaint_drafts::staff_id.eq(staff),
            complaint_drafts::panel.eq(&row.panel),
            complaint_drafts::fields.eq(&row.fields),
            complaint_drafts::seen_entry.eq(row.seen_entry),
            complaint_drafts::saved_at.eq(row.saved_at),
        ))
        .on_conflict_do_nothing()
        .execute(connection)
        .await?;
    Ok(begun == 1)
}

/// Writes a draft that is held.
///
/// # Errors
/// When the database does not answer.
pub async fn put_back(
    connection: &mut AsyncPgConnection,
    complaint: i64,
    staff: i64,
    row: &Row,
) -> Result<()> {
    diesel::update(complaint_drafts::table.find((complaint, staff, row.panel.as_str())))
        .set((
            complaint_drafts::fields.eq(&row.fields),
            complaint_drafts::seen_entry.eq(row.seen_entry),
            complaint_drafts::saved_at.eq(row.saved_at),
        ))
        .execute(connection)
        .await?;
    Ok(())
}

/// Takes a draft away.
///
/// # Errors
/// When the database does not answer.
pub async fn remove(
    connection: &mut AsyncPgConnection,
    complaint: i64,
    staff: i64,
    panel: &str,
) -> Result<()> {
    diesel::delete(complaint_drafts::table.find((complaint, staff, panel))).execute(connection).await?;
    Ok(())
}

/// Forgets drafts that nobody saved since a moment.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(connection: &mut AsyncPgConnection, before: DateTime<Utc>) -> Result<()> {
    diesel::delete(complaint_drafts::table.filter(complaint_drafts::saved_at.lt(before)))
        .execute(connection)
        .await?;
    Ok(())
}
