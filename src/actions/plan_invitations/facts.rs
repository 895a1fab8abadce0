//! From what is stored of a candidate to the facts that the rules take.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::{
    actions::planning_rules::{RulesError, planning_rules, rules_of},
    domain::{
        invitation::{Facts, Plan, Rules, Standing, Why, is_exempt},
        questionnaire::SurveyKind,
    },
    store::{
        Connection, StoreError,
        planning::{self, Candidate},
    },
};

/// The rules of a kind with what else its facts depend on.
#[derive(Debug, Clone, Copy)]
pub struct Ruling {
    pub plan: Plan,
    /// When customers count as silent, for what is asked of the others.
    silence: Rules,
}

impl Ruling {
    /// As the settings say.
    ///
    /// # Errors
    /// Names what is wrong in the settings.
    pub async fn read(connection: &mut Connection, kind: SurveyKind, zone: Tz) -> Result<Self, RulesError> {
        let plan = planning_rules(connection, kind, zone).await?;
        let silence = match kind {
            SurveyKind::Relationship => rules_of(connection, SurveyKind::Inactive).await?,
            _ => plan.rules,
        };
        Ok(Self { plan, silence })
    }

    /// How long after their last purchase customers are silent whose own rhythm is not known.
    #[must_use]
    pub fn silence(&self) -> TimeDelta {
        self.silence.delay(None)
    }

    /// What is stored of these subjects of the kind, the oldest moment first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn candidates(
        &self,
        connection: &mut Connection,
        subjects: &[i64],
        now: DateTime<Utc>,
    ) -> Result<Vec<Candidate>, StoreError> {
        let kind = self.plan.kind;
        // Employees are asked by this kind alone, so only what is asked of them counts.
        let exempt: Vec<&str> = SurveyKind::all()
            .iter()
            .filter(|other| if kind == SurveyKind::Staff { **other != kind } else { is_exempt(**other) })
            .map(|other| other.code())
            .collect();
        planning::facts(connection, kind, subjects, &exempt, self.silence.rhythm.is_some(), now).await
    }

    /// What the rules take.
    #[must_use]
    pub fn facts(&self, row: &Candidate, now: DateTime<Utc>) -> Facts {
        let median_gap = row.median_gap_days.and_then(whole_hours);
        let is_active = row.last_purchase_at.is_some_and(|last| last + self.silence.delay(median_gap) > now);
        let against = match self.plan.kind {
            SurveyKind::Relationship | SurveyKind::Inactive if row.is_over => Some(Why::Left),
            SurveyKind::Relationship if !is_active => Some(Why::NotActive),
            SurveyKind::Exit if row.is_over => Some(Why::Returned),
            SurveyKind::Resolution if row.is_over => Some(Why::NotResolved),
            _ => None,
        };
        Facts {
            moment: row.moment,
            standing: match row.standing.as_str() {
                "customer" => Standing::Customer,
                "employee" => Standing::Employee,
                _ => Standing::Guest,
            },
            has_address: row.has_address,
            consent: row.consent,
            unsubscribed: row.unsubscribed,
            bounced: row.bounced,
            erased: row.erased,
            last_asked_at: row.last_asked_at,
            already_invited: row.already_invited,
            against,
            // A name that this release does not know is as good as none.
            zone: row.time_zone.as_deref().and_then(|name| name.parse().ok()),
            median_gap,
        }
    }
}

/// Days with their fraction as whole hours: a median of dates has at most half a day.
fn whole_hours(days: f64) -> Option<TimeDelta> {
    let hours = (days * 24.0).round();
    // The longest gap of dates that PostgreSQL knows has fewer hours.
    format!("{hours:.0}").parse().ok().and_then(TimeDelta::try_hours)
}
