//! Deadlines that approach or were missed are told: on the page at once, and by one letter a person and round.
//!
//! What is looked at is a queue by moment (`deadline_watch`): whatever may move a clock puts its complaint there, and a look
//! takes it out again or sets the next moment at which something can happen. A round looks at no other complaint.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, Utc};
use serde_json::json;
use thiserror::Error;

use super::clockwork::clockwork;
use crate::{
    domain::{
        alert::{Clock, Policy, Stage, look},
        clock::NEVER,
        complaint::State,
        role::Role,
        severity::Severity,
    },
    store::{
        Connection, Result, StoreError, audit,
        complaint_events::{self, Author, Entry},
        customers,
        deadline_alerts::{self, NewAlert, Watched},
        legal_claims, settings, staff,
        transactions::transaction,
    },
};

/// How early deadlines are told.
pub const POLICY: &str = "complaints.alerts";
/// Complaints of one transaction.
const BATCH: i64 = 100;
/// Alerts older than this are written about no more: the letter could not be made.
const WRITTEN_WITHIN: Duration = Duration::days(1);
/// Alerts that nobody looked at for so long ring no bell any more.
const SEEN_AFTER: Duration = Duration::days(60);

/// What one round did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Round {
    /// Complaints looked at.
    pub looked: usize,
    /// Deadlines told.
    pub told: usize,
}

/// Looks at every complaint whose moment has come. Any number of these may run at once.
///
/// # Errors
/// When the database does not answer.
pub async fn watch_clocks(connection: &mut Connection, now: DateTime<Utc>) -> Result<Round> {
    let mut round = Round::default();
    loop {
        let some = transaction(connection, async |connection| batch(connection, now).await).await?;
        round.looked += some.looked;
        round.told += some.told;
        if some.looked == 0 {
            break;
        }
    }
    let since = now - WRITTEN_WITHIN;
    for person in deadline_alerts::unsent(connection, since).await? {
        transaction(connection, async |connection| {
            match customers::put_employee(connection, person).await? {
                Some(customer) => {
                    deadline_alerts::post_letter(connection, person, customer, since, now).await
                }
                None => Ok(()),
            }
        })
        .await?;
    }
    Ok(round)
}

/// Ends alerts that nobody ever looked at.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(connection: &mut Connection, now: DateTime<Utc>) -> Result<()> {
    deadline_alerts::sweep(connection, now - SEEN_AFTER, now).await
}

/// How early deadlines are told, as set or by default.
///
/// # Errors
/// When the database does not answer.
pub async fn policy(connection: &mut Connection) -> Result<Policy> {
    let Some(value) = settings::get(connection, POLICY).await? else { return Ok(Policy::default()) };
    Ok(serde_json::from_value(value)
        .inspect_err(|cause| tracing::error!(%cause, "the setting {POLICY} can't be read; its default holds"))
        .unwrap_or_default())
}

/// Why a policy was not set: what is wrong with this field.
#[derive(Debug, Error)]
pub enum PolicyRefused {
    #[error("{0} is out of its bounds")]
    Field(&'static str),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Changes how early deadlines are told; every complaint is looked at anew. What was told already is not told again.
///
/// # Errors
/// Names the field that is out of its bounds.
pub async fn put_policy(
    connection: &mut Connection,
    policy: Policy,
    staff: i64,
    now: DateTime<Utc>,
) -> std::result::Result<(), PolicyRefused> {
    if let Some(field) = policy.unsound() {
        return Err(PolicyRefused::Field(field));
    }
    transaction(connection, async |connection| {
        settings::put(connection, POLICY, &json!(policy), now).await?;
        deadline_alerts::look_at_all(connection).await?;
        Ok(audit::record(connection, Some(staff), "settings.put", POLICY, now).await?)
    })
    .await
}

async fn batch(connection: &mut Connection, now: DateTime<Utc>) -> Result<Round> {
    let held = deadline_alerts::hold_due(connection, now, BATCH).await?;
    if held.is_empty() {
        return Ok(Round::default());
    }
    let ids: Vec<i64> = held.iter().map(|watched| watched.id).collect();
    let by = clockwork(connection).await?;
    let policy = policy(connection).await?;
    let mut claims: BTreeMap<i64, Vec<(Clock, DateTime<Utc>)>> = BTreeMap::new();
    for claim in legal_claims::of(connection, &ids).await?.into_iter().filter(legal_claims::Claim::is_unmet) {
        claims.entry(claim.root).or_default().push((Clock::Claim(claim.id), claim.due_at));
    }
    let known: BTreeSet<(i64, String, DateTime<Utc>, String)> = deadline_alerts::told(connection, &ids)
        .await?
        .into_iter()
        .map(|told| (told.complaint_id, told.clock, told.due_at, told.stage))
        .collect();
    let mut again = Vec::new();
    let mut standing = Vec::new();
    let mut news = Vec::new();
    for watched in &held {
        let law = claims.remove(&watched.id).unwrap_or_default();
        let mut next: Option<DateTime<Utc>> = None;
        for (clock, due) in running(watched, law) {
            let seen = look(clock, due, severity(watched), policy, &by, now);
            // Never now: a round must end.
            let again = seen.again.map(|at| at.max(now + Duration::seconds(1)));
            next = [next, again].into_iter().flatten().min();
            let Some(stage) = seen.stage else { continue };
            if stage == Stage::Approaching {
                standing.push((watched.id, clock.code(), due));
            }
            if !known.contains(&(watched.id, clock.code(), due, stage.code().to_owned())) {
                news.push((watched, clock, due, stage));
            }
        }
        again.push((watched.id, next));
    }
    tell(connection, &news, now).await?;
    deadline_alerts::end_approaching(connection, &ids, &standing, now).await?;
    deadline_alerts::look_again(connection, &again).await?;
    Ok(Round { looked: held.len(), told: news.len() })
}

/// The clocks of a complaint that run now. Those of one that is still to be settled are not yet known: it comes again.
fn running(watched: &Watched, law: Vec<(Clock, DateTime<Utc>)>) -> Vec<(Clock, DateTime<Utc>)> {
    let state = State::parse(&watched.state);
    if !state.is_some_and(State::is_open) || watched.clocks_version == 0 {
        return Vec::new();
    }
    let mut clocks = law;
    if state != Some(State::WaitingForCustomer) {
        if !watched.answered {
            clocks.push((Clock::FirstAnswer, watched.first_answer_due));
        }
        clocks.push((Clock::Resolution, watched.resolution_due));
    }
    clocks.retain(|(_, due)| *due < NEVER);
    clocks
}

fn severity(watched: &Watched) -> Severity {
    Severity::from_rank(watched.severity).unwrap_or(Severity::Normal)
}

type News<'a> = (&'a Watched, Clock, DateTime<Utc>, Stage);

/// Writes who is told of what, and the history of each complaint. An approaching deadline is its owner's; a missed one, one
/// that nobody has, and one whose owner is away, go to every lead as well.
async fn tell(connection: &mut Connection, news: &[News<'_>], now: DateTime<Utc>) -> Result<()> {
    if news.is_empty() {
        return Ok(());
    }
    let mut leads = staff::of_roles(connection, &[Role::Lead.code()]).await?;
    if leads.is_empty() {
        leads = staff::of_roles(connection, &[Role::Admin.code()]).await?;
    }
    let owners: Vec<i64> = news.iter().filter_map(|(watched, ..)| watched.owner_id).collect();
    let mut names: BTreeMap<i64, String> = staff::names(connection, &owners).await?.into_iter().collect();
    names.extend(leads.iter().cloned());
    let mut alerts = Vec::new();
    let mut entries: BTreeMap<i64, Vec<Entry<'_>>> = BTreeMap::new();
    for (watched, clock, due, stage) in news {
        let mut people: Vec<i64> = watched.owner_id.into_iter().collect();
        if *stage == Stage::Missed || watched.owner_id.is_none() || watched.owner_away {
            people.extend(leads.iter().map(|(id, _)| *id).filter(|id| Some(*id) != watched.owner_id));
        }
        alerts.extend(people.iter().map(|person| NewAlert {
            complaint_id: watched.id,
            clock: clock.code(),
            due_at: *due,
            stage: stage.code(),
            staff_id: *person,
            at: now,
        }));
        let told: Vec<&String> = people.iter().filter_map(|person| names.get(person)).collect();
        let kind = clock.code();
        let kind = kind.split(':').next().unwrap_or_default();
        let detail = json!({ "stage": stage.code(), "clock": kind, "due": due, "told": told });
        entries.entry(watched.id).or_default().push(Entry {
            kind: "alert",
            detail: Some(detail),
            ..Entry::default()
        });
    }
    deadline_alerts::add(connection, &alerts).await?;
    let mut told = Vec::new();
    for (number, own) in &entries {
        told.extend(own.iter().map(|entry| (*number, entry)));
    }
    complaint_events::write_of_many(connection, Author::Program, now, &told).await
}
