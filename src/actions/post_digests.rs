//! Puts the Monday letters into the outbox: one a subscription and week, however often and by however many this is done.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::{
    domain::{digest::Round, facts::Subject, role::Role},
    store::{Connection, Result, customers, digests, facts::state, transactions::transaction},
};

/// The roles that read reports.
#[must_use]
pub fn readers() -> Vec<&'static str> {
    Role::all().iter().filter(|role| role.may_read_reports()).map(|role| role.code()).collect()
}

/// What the letter tells of.
const TOLD: [Subject; 4] = [Subject::Answers, Subject::Departures, Subject::Complaints, Subject::Invitations];

/// Puts those that are due into the outbox; answers how many.
///
/// # Errors
/// When the database does not answer.
pub async fn post_digests(connection: &mut Connection, zone: Tz, now: DateTime<Utc>) -> Result<usize> {
    let Some(Round { week, due_at }) = Round::at(now, zone) else { return Ok(0) };
    // Figures that are being built would be told as if nothing had happened.
    for subject in TOLD {
        let built = state::read(connection, subject).await?;
        if built.is_none_or(|state| !state.fits(subject, zone) || state.rebuilt_to.is_some()) {
            return Ok(0);
        }
    }
    let (readers, monday) = (readers(), week.from());
    let mut posted = 0;
    for subscription in digests::due(connection, &readers, due_at, monday).await? {
        posted += transaction(connection, async |connection| -> Result<usize> {
            let Some(staff) = digests::hold_due(connection, subscription, &readers, due_at, monday).await?
            else {
                return Ok(0);
            };
            let Some(customer) = customers::put_employee(connection, staff).await? else { return Ok(0) };
            digests::post(connection, subscription, monday, customer, now).await?;
            Ok(1)
        })
        .await?;
    }
    Ok(posted)
}
