//! Decides who is asked what, and writes every decision with its reason.

mod facts;
mod writing;

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use thiserror::Error;

pub use self::facts::Ruling;
pub(super) use self::writing::{is_news, push};
use super::planning_rules::RulesError;
use crate::{
    domain::{
        invitation::{Decision, Facts, Why, decide},
        questionnaire::SurveyKind,
    },
    store::{
        Connection, StoreError,
        invitation_decisions::{self, Decisions},
        planning::{self, Candidate, Span, Subject},
        questionnaires,
        transactions::transaction,
    },
};

/// Subjects decided about by one statement.
const BATCH: usize = 1_000;
/// Subjects decided about in one transaction: imports wait for no more.
const AT_ONCE: usize = 10_000;
/// A moment that nobody decided about in time is told so for this long: older history stays unsaid.
const LOOKS_BACK: TimeDelta = TimeDelta::days(30);
/// As far back as what has no window is looked for.
const LONG_AGO: TimeDelta = TimeDelta::days(3_650);

/// Why nothing was planned.
#[derive(Debug, Error)]
pub enum PlanError {
    #[error("there is no questionnaire of the kind {0} to ask with; run: otklik migrate")]
    NoQuestionnaire(SurveyKind),
    #[error(transparent)]
    Rules(#[from] RulesError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How many were decided how; a decision that says what an older one said is not counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Planned {
    /// Invitations made.
    pub asked: u64,
    /// To be decided again later, by reason.
    pub waiting: BTreeMap<Why, u64>,
    /// Not asked, by reason.
    pub refused: BTreeMap<Why, u64>,
}

impl Planned {
    /// Whether there was nothing to decide.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.asked == 0 && self.waiting.is_empty() && self.refused.is_empty()
    }

    pub(super) fn count(&mut self, decision: Decision) {
        let place = match decision {
            Decision::Ask { .. } => &mut self.asked,
            Decision::Wait { why, .. } => self.waiting.entry(why).or_default(),
            Decision::Refuse { why } => self.refused.entry(why).or_default(),
        };
        *place += 1;
    }
}

/// Plans what is due of one kind at `now`; hours are those of `zone` where neither customer nor settings name one.
///
/// One planner decides at a time, whatever process it runs in; ten thousand subjects are a transaction, so a planner that
/// breaks off leaves whole ones behind and the next goes on. With `write` false nothing is written and the answer is
/// what would be. `staff` is asked on demand (`invite_staff`): there is nothing to plan. A kind that is switched off
/// decides nothing; its moments wait, and are looked at when it is switched on.
///
/// # Errors
/// No current questionnaire, unusable rules, or a database that does not answer.
pub async fn plan_invitations(
    connection: &mut Connection,
    kind: SurveyKind,
    zone: Tz,
    now: DateTime<Utc>,
    write: bool,
) -> Result<Planned, PlanError> {
    let mut planner = Planner { kind, zone, now, write, asked: HashMap::new(), planned: Planned::default() };
    let mut next = Some(0).filter(|_| kind != SurveyKind::Staff);
    while let Some(after) = next {
        next = transaction(connection, async |connection| planner.step(connection, after).await).await?;
    }
    Ok(planner.planned)
}

/// Customers whom nobody decided about and who would not have been asked for long: a first import brings many of them.
fn is_old_history(ruling: &Ruling, row: &Candidate, decision: Decision, now: DateTime<Utc>) -> bool {
    let is_late = matches!(decision, Decision::Refuse { why: Why::WindowPassed | Why::NotActive });
    let from = match ruling.plan.kind {
        SurveyKind::Inactive | SurveyKind::Relationship => now - ruling.longest_silence() - LOOKS_BACK,
        _ => return false,
    };
    is_late && row.decision.is_none() && row.last_purchase_at.is_none_or(|last| last <= from)
}

/// Asks by other roads: customers with a telephone for whom only the missing or refused address spoke against asking.
///
/// Inside the caller's transaction. The other rules hold as they do for letters; who is not asked keeps their decision.
/// Answers how many invitations were made; they have no letter.
///
/// # Errors
/// As [`plan_invitations`].
pub async fn plan_without_mail(
    connection: &mut Connection,
    kind: SurveyKind,
    zone: Tz,
    now: DateTime<Utc>,
) -> Result<u64, PlanError> {
    invitation_decisions::one_planner(connection).await?;
    let version = current_version(connection, kind).await?;
    let ruling = Ruling::read(connection, kind, zone).await?;
    let due = planning::reachable_otherwise(connection, kind, span(&ruling, now).undecided_from).await?;
    let mut planner =
        Planner { kind, zone, now, write: true, asked: HashMap::new(), planned: Planned::default() };
    let mut made = 0;
    for batch in due.chunks(BATCH) {
        let mut rows = Decisions::default();
        for row in ruling.candidates(connection, batch, now).await? {
            let facts = Facts { has_address: true, bounced: false, ..ruling.facts(&row, now) };
            let decision = planner.decide(&ruling, &row, facts);
            if matches!(decision, Decision::Ask { .. }) {
                made += 1;
                push(&mut rows, &ruling.plan, &row, decision);
            }
        }
        invitation_decisions::put(connection, kind, version, &rows, false, now).await?;
    }
    Ok(made)
}

pub(super) async fn current_version(connection: &mut Connection, kind: SurveyKind) -> Result<i64, PlanError> {
    let version = questionnaires::current(connection, kind).await?;
    Ok(version.ok_or(PlanError::NoQuestionnaire(kind))?.id)
}

fn span(ruling: &Ruling, now: DateTime<Utc>) -> Span {
    let window = ruling.plan.rules.window_days.map_or(LONG_AGO, |days| TimeDelta::days(i64::from(days)));
    let open_from = now - window;
    Span { undecided_from: open_from - LOOKS_BACK, open_from, now }
}

/// Decides one subject after the other and remembers whom it has just asked.
struct Planner {
    kind: SurveyKind,
    zone: Tz,
    now: DateTime<Utc>,
    write: bool,
    asked: HashMap<i64, DateTime<Utc>>,
    planned: Planned,
}

impl Planner {
    /// One transaction; answers the id after which the next one begins.
    async fn step(&mut self, connection: &mut Connection, after: i64) -> Result<Option<i64>, PlanError> {
        let Self { kind, now, .. } = *self;
        invitation_decisions::one_planner(connection).await?;
        let version = current_version(connection, kind).await?;
        let ruling = Ruling::read(connection, kind, self.zone).await?;
        if !ruling.plan.rules.on {
            return Ok(None);
        }
        let most = i64::try_from(AT_ONCE).unwrap_or(i64::MAX);
        let due = planning::due(connection, kind, span(&ruling, now), after, most).await?;
        for batch in due.chunks(BATCH) {
            if self.write {
                // The store knows whom these decisions ask; without writing, only the planner does.
                self.asked.clear();
                if Subject::of(kind) == Subject::Customer {
                    planning::take_from_queue(connection, kind, batch).await?;
                }
            }
            let mut rows = Decisions::default();
            for row in ruling.candidates(connection, batch, now).await? {
                let decision = self.decide(&ruling, &row, ruling.facts(&row, now));
                if is_old_history(&ruling, &row, decision, now) {
                    continue;
                }
                if is_news(&ruling.plan, &row, decision) {
                    self.planned.count(decision);
                }
                push(&mut rows, &ruling.plan, &row, decision);
            }
            if self.write {
                invitation_decisions::put(connection, kind, version, &rows, true, now).await?;
            }
        }
        Ok(due.last().copied().filter(|_| due.len() == AT_ONCE))
    }

    fn decide(&mut self, ruling: &Ruling, row: &Candidate, facts: Facts) -> Decision {
        let just_asked = self.asked.get(&row.customer_id).copied();
        let facts = Facts { last_asked_at: facts.last_asked_at.max(just_asked), ..facts };
        let decision = decide(&facts, &ruling.plan, self.now);
        if let Decision::Ask { send_at, .. } = decision {
            self.asked.insert(row.customer_id, send_at);
        }
        decision
    }
}
