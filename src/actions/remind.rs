//! Queues the one reminder of each invitation that has not been answered.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::planning_rules::{RulesError, planning_rules};
use crate::{
    domain::{
        invitation::{LATEST_REMINDER, remind_at},
        questionnaire::SurveyKind,
    },
    store::{
        Connection,
        invitations::{self, Span},
        transactions::transaction,
    },
};

/// Invitations reminded of by one statement.
const BATCH: usize = 1_000;

/// Queues reminders of one kind that are due at `now`; each leaves at the next sending hour of its reader. Answers how many.
///
/// Whoever has not answered is reminded, also when they opened the form or filled it in part; who answered meanwhile is
/// found out again when the letter leaves. A link that was handed out has no letter to remind of.
///
/// # Errors
/// Unusable rules, or a database that does not answer.
pub async fn remind(
    connection: &mut Connection,
    kind: SurveyKind,
    zone: Tz,
    now: DateTime<Utc>,
) -> Result<usize, RulesError> {
    let plan = planning_rules(connection, kind, zone).await?;
    let Some(days) = plan.rules.reminder_days.filter(|_| plan.rules.on) else { return Ok(0) };
    let until = now - TimeDelta::days(i64::from(days));
    let span = Span { from: until - LATEST_REMINDER, until, now };
    let most = i64::try_from(BATCH).unwrap_or(i64::MAX);
    let mut reminded = 0;
    let mut after = 0;
    loop {
        let (found, last, queued) = transaction(connection, async |connection| {
            let rows = invitations::to_remind(connection, kind.code(), span, after, most).await?;
            let mut ids = Vec::with_capacity(rows.len());
            let mut due = Vec::with_capacity(rows.len());
            for row in &rows {
                let zone = row.time_zone.as_deref().and_then(|name| name.parse().ok());
                if let Some(at) = remind_at(row.sent_at, row.expires_at, zone, &plan, now) {
                    ids.push(row.id);
                    due.push(at);
                }
            }
            let queued = invitations::queue_reminders(connection, &ids, &due, now).await?;
            Ok::<_, RulesError>((rows.len(), rows.last().map(|row| row.id), queued))
        })
        .await?;
        reminded += queued;
        match last {
            Some(last) if found == BATCH => after = last,
            _ => return Ok(reminded),
        }
    }
}
