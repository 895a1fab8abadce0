//! Who gets letters that ask: read and changed by the invitation whose link they hold.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl};

use super::{
    Result, audit, letters,
    schema::{customers, invitations},
};

/// The customer behind a link, as far as their letters go.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = customers, check_for_backend(diesel::pg::Pg))]
pub struct Subscriber {
    pub id: i64,
    pub language: Option<String>,
    pub unsubscribed_at: Option<DateTime<Utc>>,
    pub erased_at: Option<DateTime<Utc>>,
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

/// Stops the letters of an invitation's customer and cancels those of these kinds that wait.
/// Answers `false` where there is no such invitation.
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
    connection
        .transaction(async |connection| {
            let Some(subscriber) = of_invitation(connection, invitation).await? else { return Ok(false) };
            let stopped = diesel::update(customers::table.find(subscriber.id))
                .filter(customers::unsubscribed_at.is_null())
                .set(customers::unsubscribed_at.eq(now))
                .execute(connection)
                .await?;
            // Also where they had stopped before: a letter written at that very moment may still wait.
            letters::cancel_surveys(connection, subscriber.id, survey_kinds, why).await?;
            if stopped > 0 {
                let subject = format!("customer:{}", subscriber.id);
                audit::record(connection, None, "customer.unsubscribed", &subject, now).await?;
            }
            Ok(true)
        })
        .await
}

/// Begins the letters of an invitation's customer again. Answers `false` where there is no such invitation.
///
/// # Errors
/// When the database does not answer.
pub async fn resume(connection: &mut AsyncPgConnection, invitation: i64, now: DateTime<Utc>) -> Result<bool> {
    connection
        .transaction(async |connection| {
            let Some(subscriber) = of_invitation(connection, invitation).await? else { return Ok(false) };
            let resumed = diesel::update(customers::table.find(subscriber.id))
                .filter(customers::unsubscribed_at.is_not_null())
                .filter(customers::erased_at.is_null())
                .set(customers::unsubscribed_at.eq(None::<DateTime<Utc>>))
                .execute(connection)
                .await?;
            if resumed > 0 {
                let subject = format!("customer:{}", subscriber.id);
                audit::record(connection, None, "customer.subscribed", &subject, now).await?;
            }
            Ok(true)
        })
        .await
}
