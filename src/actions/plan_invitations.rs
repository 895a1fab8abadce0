//! Decides which buyers are asked about their purchase, and writes every decision with its reason.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use thiserror::Error;

use super::planning_rules::{RulesError, planning_rules};
use crate::{
    domain::{
        invitation::{Decision, Facts, Rules, Why, decide},
        questionnaire::SurveyKind,
    },
    store::{
        Connection, StoreError,
        invitation_decisions::{self, Decisions},
        purchases::{self, PurchaseFacts, Span},
        questionnaires,
        transactions::transaction,
    },
};

/// The survey that these rules plan.
const KIND: SurveyKind = SurveyKind::Purchase;
/// Purchases decided about by one statement.
const BATCH: usize = 1_000;
/// A purchase that nobody decided about in time is told so for this long: older history stays unsaid.
const LOOKS_BACK: TimeDelta = TimeDelta::days(30);

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

    fn count(&mut self, decision: Decision) {
        let place = match decision {
            Decision::Ask { .. } => &mut self.asked,
            Decision::Wait { why, .. } => self.waiting.entry(why).or_default(),
            Decision::Refuse { why } => self.refused.entry(why).or_default(),
        };
        *place += 1;
    }
}

/// Plans what is due at `now`, in one transaction; hours are those of `zone` where the settings name none.
///
/// One planner decides at a time, whatever process it runs in. With `write` false nothing is written and the answer is
/// what would be.
///
/// # Errors
/// No current questionnaire, unusable rules, or a database that does not answer: nothing is planned then.
pub async fn plan_invitations(
    connection: &mut Connection,
    zone: Tz,
    now: DateTime<Utc>,
    write: bool,
) -> Result<Planned, PlanError> {
    transaction(connection, async |connection| plan(connection, zone, now, write).await).await
}

async fn plan(
    connection: &mut Connection,
    zone: Tz,
    now: DateTime<Utc>,
    write: bool,
) -> Result<Planned, PlanError> {
    invitation_decisions::one_planner(connection).await?;
    let version = current_version(connection).await?;
    let rules = planning_rules(connection, zone).await?;
    let due = purchases::to_decide(connection, KIND.code(), span(&rules, now)).await?;
    let mut planner = Planner { rules, now, asked: HashMap::new() };
    let mut planned = Planned::default();
    for batch in due.chunks(BATCH) {
        let mut rows = Decisions::default();
        for facts in purchases::facts(connection, KIND.code(), batch).await? {
            let decision = planner.decide(&facts, &facts_of(&facts));
            if is_news(&facts, decision) {
                planned.count(decision);
            }
            push(&mut rows, &facts, decision);
        }
        if write {
            invitation_decisions::put(connection, KIND.code(), version, &rows, true, now).await?;
        }
    }
    Ok(planned)
}

/// Asks by other roads: buyers with a telephone for whom only the missing or refused address spoke against asking.
///
/// Inside the caller's transaction. The other rules hold as they do for letters; who is not asked keeps their decision.
/// Answers how many invitations were made; they have no letter.
///
/// # Errors
/// As [`plan_invitations`].
pub async fn plan_without_mail(
    connection: &mut Connection,
    zone: Tz,
    now: DateTime<Utc>,
) -> Result<u64, PlanError> {
    invitation_decisions::one_planner(connection).await?;
    let version = current_version(connection).await?;
    let rules = planning_rules(connection, zone).await?;
    let due = purchases::reachable_otherwise(connection, KIND.code(), span(&rules, now)).await?;
    let mut planner = Planner { rules, now, asked: HashMap::new() };
    let mut made = 0;
    for batch in due.chunks(BATCH) {
        let mut rows = Decisions::default();
        for row in purchases::facts(connection, KIND.code(), batch).await? {
            let facts = Facts { has_address: true, bounced: false, ..facts_of(&row) };
            let decision = planner.decide(&row, &facts);
            if matches!(decision, Decision::Ask { .. }) {
                made += 1;
                push(&mut rows, &row, decision);
            }
        }
        invitation_decisions::put(connection, KIND.code(), version, &rows, false, now).await?;
    }
    Ok(made)
}

async fn current_version(connection: &mut Connection) -> Result<i64, PlanError> {
    let version = questionnaires::current(connection, KIND).await?;
    Ok(version.ok_or(PlanError::NoQuestionnaire(KIND))?.id)
}

fn span(rules: &Rules, now: DateTime<Utc>) -> Span {
    let window = TimeDelta::days(i64::from(rules.window_days));
    let open_from = now - window;
    Span { undecided_from: open_from - LOOKS_BACK, open_from, now }
}

/// Decides one purchase after the other and remembers whom it has just asked.
struct Planner {
    rules: Rules,
    now: DateTime<Utc>,
    asked: HashMap<i64, DateTime<Utc>>,
}

impl Planner {
    fn decide(&mut self, row: &PurchaseFacts, facts: &Facts) -> Decision {
        let just_asked = self.asked.get(&row.customer_id).copied();
        let facts = Facts { last_asked_at: facts.last_asked_at.max(just_asked), ..*facts };
        let decision = decide(&facts, &self.rules, self.now);
        if let Decision::Ask { send_at, .. } = decision {
            self.asked.insert(row.customer_id, send_at);
        }
        decision
    }
}

/// The facts as the rules take them.
#[must_use]
pub fn facts_of(row: &PurchaseFacts) -> Facts {
    Facts {
        purchased_at: row.purchased_at,
        delivered_at: row.delivered_at,
        has_address: row.has_address,
        consent: row.consent,
        unsubscribed: row.unsubscribed,
        bounced: row.bounced,
        erased: row.erased,
        last_asked_at: row.last_asked_at,
        already_invited: row.already_invited,
    }
}

/// `ask`, `wait` or `refuse`, as stored.
const fn verdict(decision: Decision) -> &'static str {
    match decision {
        Decision::Ask { .. } => "ask",
        Decision::Wait { .. } => "wait",
        Decision::Refuse { .. } => "refuse",
    }
}

const fn reconsider_at(decision: Decision) -> Option<DateTime<Utc>> {
    match decision {
        Decision::Wait { until, .. } => Some(until),
        Decision::Ask { .. } | Decision::Refuse { .. } => None,
    }
}

fn is_news(row: &PurchaseFacts, decision: Decision) -> bool {
    row.decision.as_deref() != Some(verdict(decision))
        || row.reason.as_deref() != Some(decision.why().code())
        || row.reconsider_at != reconsider_at(decision)
}

fn push(rows: &mut Decisions, row: &PurchaseFacts, decision: Decision) {
    let (send_at, expires_at) = match decision {
        Decision::Ask { send_at, expires_at } => (Some(send_at), Some(expires_at)),
        Decision::Wait { .. } | Decision::Refuse { .. } => (None, None),
    };
    rows.purchases.push(row.purchase_id);
    rows.customers.push(row.customer_id);
    rows.decisions.push(verdict(decision));
    rows.reasons.push(decision.why().code());
    rows.reconsider_at.push(reconsider_at(decision));
    rows.send_at.push(send_at);
    rows.expires_at.push(expires_at);
}
