//! Addresses that get no letters. Customers take an entry on by triggers, whoever writes them.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl};
use serde_json::json;

use super::{
    Result, audit,
    schema::{staff, suppressions},
};
use crate::domain::{email::EmailAddress, incoming::Cause};

/// An entry to make.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    pub address: &'a str,
    pub cause: Cause,
    /// Answers to a complaint may still be sent.
    pub surveys_only: bool,
    /// What the other mail server said, or why staff enter it.
    pub detail: Option<&'a str>,
    pub staff_id: Option<i64>,
}

impl<'a> Entry<'a> {
    /// An entry that nobody of the staff makes.
    #[must_use]
    pub const fn by_itself(address: &'a str, cause: Cause, detail: Option<&'a str>) -> Self {
        Self { address, cause, surveys_only: cause.surveys_only(), detail, staff_id: None }
    }
}

/// An entry as pages show it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = suppressions, check_for_backend(diesel::pg::Pg))]
pub struct Suppressed {
    pub id: i64,
    pub address: String,
    pub reason: String,
    pub surveys_only: bool,
    pub detail: Option<String>,
    pub created_at: DateTime<Utc>,
    /// Who entered it; nobody where it came by itself.
    #[diesel(select_expression = staff::name.nullable())]
    pub staff_name: Option<String>,
}

/// Makes an entry; its customers take it on. Answers its number, `None` where the address has one of this cause.
///
/// # Errors
/// When the database does not answer.
pub async fn add(
    connection: &mut AsyncPgConnection,
    entry: &Entry<'_>,
    now: DateTime<Utc>,
) -> Result<Option<i64>> {
    Ok(diesel::insert_into(suppressions::table)
        .values((
            suppressions::address.eq(entry.address.trim().to_lowercase()),
            suppressions::reason.eq(entry.cause.code()),
            suppressions::surveys_only.eq(entry.surveys_only),
            suppressions::detail.eq(entry.detail),
            suppressions::staff_id.eq(entry.staff_id),
            suppressions::created_at.eq(now),
        ))
        .on_conflict_do_nothing()
        .returning(suppressions::id)
        .get_result(connection)
        .await
        .optional()?)
}

/// Everything that stands against an address; what a customer's page shows.
///
/// # Errors
/// When the database does not answer.
pub async fn of_address(connection: &mut AsyncPgConnection, address: &str) -> Result<Vec<Suppressed>> {
    Ok(suppressions::table
        .left_join(staff::table)
        .filter(suppressions::address.eq(address.trim().to_lowercase()))
        .order(suppressions::id.desc())
        .select(Suppressed::as_select())
        .load(connection)
        .await?)
}

/// Entries whose address begins with these characters, the newest before `before` first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    connection: &mut AsyncPgConnection,
    beginning: &str,
    before: Option<i64>,
    most: i64,
) -> Result<Vec<Suppressed>> {
    let beginning = beginning.trim().to_lowercase();
    let mut query = suppressions::table
        .left_join(staff::table)
        .filter(suppressions::id.lt(before.unwrap_or(i64::MAX)))
        .order(suppressions::id.desc())
        .limit(most)
        .select(Suppressed::as_select())
        .into_boxed();
    if !beginning.is_empty() {
        let escaped = beginning.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        query = query.filter(suppressions::address.like(format!("{escaped}%")));
    }
    Ok(query.load(connection).await?)
}

/// Takes an entry back, with a reason that is kept. Answers `false` where there is none any more.
///
/// # Errors
/// When the database does not answer.
pub async fn remove(
    connection: &mut AsyncPgConnection,
    id: i64,
    staff_id: i64,
    why: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    connection
        .transaction(async |connection| {
            let removed: Option<(String, String)> = diesel::delete(suppressions::table.find(id))
                .returning((suppressions::address, suppressions::reason))
                .get_result(connection)
                .await
                .optional()?;
            let Some((address, reason)) = removed else { return Ok(false) };
            let masked =
                EmailAddress::parse(&address).map_or_else(|_| "***".to_owned(), |known| known.masked());
            let detail = json!({ "address": masked, "reason": reason, "why": why });
            let subject = format!("suppression:{id}");
            audit::record_with(
                connection,
                Some(staff_id),
                "suppression.removed",
                &subject,
                Some(&detail),
                now,
            )
            .await?;
            Ok(true)
        })
        .await
}

/// A letter is sent once more, so its reader's address is trusted again; other entries against it stay.
///
/// # Errors
/// When the database does not answer.
pub async fn trust_again(
    connection: &mut AsyncPgConnection,
    customer: i64,
    letter: i64,
    staff_id: i64,
    now: DateTime<Utc>,
) -> Result<()> {
    let removed = diesel::sql_query(
        "DELETE FROM suppressions s USING letters l JOIN customers c ON c.id = l.customer_id
         WHERE l.id = $1 AND s.reason = 'hard_bounce' AND s.address IN (lower(l.recipient), lower(c.email))",
    )
    .bind::<BigInt, _>(letter)
    .execute(connection)
    .await?;
    if removed > 0 {
        let subject = format!("letter:{letter}");
        let detail = json!({ "reason": "hard_bounce", "why": "letter.retry" });
        audit::record_with(connection, Some(staff_id), "suppression.removed", &subject, Some(&detail), now)
            .await?;
    }
    diesel::sql_query(
        "UPDATE customers c SET bounced_at = NULL WHERE id = $1 AND bounced_at IS NOT NULL AND NOT EXISTS (
             SELECT FROM suppressions s WHERE s.address = lower(c.email) AND NOT s.surveys_only)",
    )
    .bind::<BigInt, _>(customer)
    .execute(connection)
    .await?;
    Ok(())
}

/// Customers take on the entries made since a moment. The triggers do so already, but of two transactions at the same
/// time, an entry and an import of its address, neither sees the other.
///
/// # Errors
/// When the database does not answer.
pub async fn settle(connection: &mut AsyncPgConnection, since: DateTime<Utc>) -> Result<usize> {
    Ok(diesel::sql_query(
        "WITH entries AS MATERIALIZED (
             SELECT address, min(created_at) FILTER (WHERE NOT surveys_only) AS all_since,
                    min(created_at) FILTER (WHERE surveys_only) AS surveys_since
             FROM suppressions WHERE created_at >= $1 GROUP BY address
         )
         UPDATE customers c
         SET bounced_at = coalesce(c.bounced_at, e.all_since),
             unsubscribed_at = coalesce(c.unsubscribed_at, e.surveys_since)
         FROM entries e
         WHERE c.email IS NOT NULL AND lower(c.email) = e.address
           AND ((c.bounced_at IS NULL AND e.all_since IS NOT NULL)
                OR (c.unsubscribed_at IS NULL AND e.surveys_since IS NOT NULL))",
    )
    .bind::<Timestamptz, _>(since)
    .execute(connection)
    .await?)
}

/// Enters what customers have who were written with it, as those of the demo are.
///
/// # Errors
/// When the database does not answer.
pub async fn take_over(connection: &mut AsyncPgConnection) -> Result<usize> {
    Ok(diesel::sql_query(
        "INSERT INTO suppressions (address, reason, surveys_only, created_at)
         SELECT lower(email), 'unsubscribed', true, min(unsubscribed_at) FROM customers
         WHERE email <> '' AND unsubscribed_at IS NOT NULL AND erased_at IS NULL GROUP BY 1
         UNION ALL
         SELECT lower(email), 'hard_bounce', false, min(bounced_at) FROM customers
         WHERE email <> '' AND bounced_at IS NOT NULL AND erased_at IS NULL GROUP BY 1
         ORDER BY 4 ON CONFLICT DO NOTHING",
    )
    .execute(connection)
    .await?)
}

/// Takes back that an address' owner stopped the letters, as they themselves ask.
///
/// # Errors
/// When the database does not answer.
pub async fn subscribe_again(connection: &mut AsyncPgConnection, customer: i64) -> Result<()> {
    diesel::sql_query(
        "DELETE FROM suppressions s USING customers c
         WHERE c.id = $1 AND s.address = lower(c.email) AND s.reason = 'unsubscribed'",
    )
    .bind::<BigInt, _>(customer)
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether something stands against a customer's address that they can't take back themselves by a link.
///
/// # Errors
/// When the database does not answer.
pub async fn is_held(connection: &mut AsyncPgConnection, email: Option<&str>) -> Result<bool> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::Bool)]
        held: bool,
    }
    let row: Row = diesel::sql_query(
        "SELECT EXISTS (SELECT FROM suppressions WHERE address = lower($1) AND reason IN ('complaint', 'staff')) AS held",
    )
    .bind::<Nullable<Text>, _>(email)
    .get_result(connection)
    .await?;
    Ok(row.held)
}
