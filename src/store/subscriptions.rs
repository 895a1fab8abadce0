//! Who gets letters that ask: read and changed by the invitation whose link they hold.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Timestamptz},
};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl};

use super::{
    Result, audit, letters,
    schema::{customers, invitations},
    suppressions,
};

/// The customer behind a link, as far as their letters go.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = customers, check_for_backend(diesel::pg::Pg))]
pub struct Subscriber {
    pub id: i64,
    pub language: Option<String>,
    pub unsubscribed_at: Option<DateTime<Utc>>,
    pub erased_at: Option<DateTime<Utc>>,
    pub email: Option<String>,
}

/// Whom an invitation was for.
///
/// # Errors
/// When the database does not answer.
pub async fn of_invitation(
    connection: &mut AsyncPgConnection,
    invitation: i64,
) -> Result<Option<Subscriber>> {
    Ok(invitations::table
        .inner_join(customers::table)
        .filter(invitations::id.eq(invitation))
        .select(Subscriber::as_select())
        .first(connection)
        .await
        .optional()?)
}

/// Stops the letters of an invitation's customer; see [`stop_customer`]. Answers `false` where there is no such invitation.
///
/// # Errors
/// When the database does not answer.
pub async fn stop(
    connection: &mut AsyncPgConnection,
    invitation: i64,
    survey_kinds: &[&str],
    why: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    let Some(subscriber) = of_invitation(connection, invitation).await? else { return Ok(false) };
    stop_customer(connection, subscriber.id, survey_kinds, why, now).await?;
    Ok(true)
}

/// Stops a customer's letters, those of everybody with the same address, and cancels theirs of these kinds that wait.
///
/// # Errors
/// When the database does not answer.
pub async fn stop_customer(
    connection: &mut AsyncPgConnection,
    customer: i64,
    survey_kinds: &[&str],
    why: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    connection
        .transaction(async |connection| {
            // The entry first: two who stop at the same time wait for each other here, with nothing in their hands.
            diesel::sql_query(
                "INSERT INTO suppressions (address, reason, surveys_only, created_at)
                 SELECT lower(email), 'unsubscribed', true, $2 FROM customers
                 WHERE id = $1 AND email <> '' AND erased_at IS NULL
                 ON CONFLICT DO NOTHING",
            )
            .bind::<BigInt, _>(customer)
            .bind::<Timestamptz, _>(now)
            .execute(connection)
            .await?;
            let stopped = diesel::sql_query(
                "UPDATE customers SET unsubscribed_at = coalesce(unsubscribed_at, $2)
                 WHERE id = $1 AND (unsubscribed_at IS NULL OR unsubscribed_at = $2)",
            )
            .bind::<BigInt, _>(customer)
            .bind::<Timestamptz, _>(now)
            .execute(connection)
            .await?;
            // Also where they had stopped before: a letter written at that very moment may still wait.
            letters::cancel_surveys(connection, customer, survey_kinds, why).await?;
            if stopped > 0 {
                let subject = format!("customer:{customer}");
                audit::record(connection, None, "customer.unsubscribed", &subject, now).await?;
            }
            Ok(())
        })
        .await
}

/// Begins the letters of an invitation's customer again, unless somebody else ended them: staff, or the customer by
/// calling a letter spam. Answers `false` where there is no such invitation.
///
/// # Errors
/// When the database does not answer.
pub async fn resume(connection: &mut AsyncPgConnection, invitation: i64, now: DateTime<Utc>) -> Result<bool> {
    connection
        .transaction(async |connection| {
            let Some(subscriber) = of_invitation(connection, invitation).await? else { return Ok(false) };
            if subscriber.erased_at.is_some()
                || suppressions::is_held(connection, subscriber.email.as_deref()).await?
            {
                return Ok(true);
            }
            suppressions::subscribe_again(connection, subscriber.id).await?;
            if subscriber.unsubscribed_at.is_none() {
                return Ok(true);
            }
            diesel::update(customers::table.find(subscriber.id))
                .set(customers::unsubscribed_at.eq(None::<DateTime<Utc>>))
                .execute(connection)
                .await?;
            let subject = format!("customer:{}", subscriber.id);
            audit::record(connection, None, "customer.subscribed", &subject, now).await?;
            Ok(true)
        })
        .await
}
