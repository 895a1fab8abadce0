//! From what is stored of a candidate to the facts that the rules take.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::{
    actions::{
        churn_definition::churn_definition,
        planning_rules::{RulesError, planning_rules},
    },
    domain::{
        departure::{self, Silence, usual_gap},
        invitation::{Facts, Plan, Standing, Why, is_exempt},
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
    /// When customers count as inactive and as lost; none for kinds that do not depend on it.
    silence: Option<Silence>,
}

impl Ruling {
    /// As the settings say.
    ///
    /// # Errors
    /// Names what is wrong in the settings.
    pub async fn read(connection: &mut Connection, kind: SurveyKind, zone: Tz) -> Result<Self, RulesError> {
        let plan = planning_rules(connection, kind, zone).await?;
        let silence = match kind {
            SurveyKind::Relationship | SurveyKind::Inactive => Some(churn_definition(connection).await?),
            _ => None,
        };
        Ok(Self { plan, silence })
    }

    /// How long after their last purchase a customer without a rhythm of their own may still be asked by this kind;
    /// nothing where it does not depend on that.
    #[must_use]
    pub fn longest_silence(&self) -> TimeDelta {
        let silence = self.silence.unwrap_or_default();
        match self.plan.kind {
            SurveyKind::Relationship => silence.inactive_after(None),
            SurveyKind::Inactive => silence.lost_after(None),
            _ => TimeDelta::zero(),
        }
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
        planning::facts(
            connection,
            kind,
            subjects,
            &exempt,
            self.silence.is_some_and(|silence| silence.rhythm.is_some()),
            now,
        )
        .await
    }

    /// What the rules take.
    #[must_use]
    pub fn facts(&self, row: &Candidate, now: DateTime<Utc>) -> Facts {
        let silence = self.silence.unwrap_or_default();
        let gap = usual_gap_of(row);
        let after_last =
            |span: TimeDelta| row.last_purchase_at.and_then(|last| last.checked_add_signed(span));
        let is_active = row
            .last_purchase_at
            .is_some_and(|last| silence.standing(last, gap, now) == departure::Standing::Active);
        let (moment, ends_at) = match self.plan.kind {
            SurveyKind::Inactive => (
                after_last(silence.inactive_after(gap)).unwrap_or(DateTime::<Utc>::MAX_UTC),
                after_last(silence.lost_after(gap)),
            ),
            _ => (row.moment, None),
        };
        let against = match self.plan.kind {
            SurveyKind::Relationship | SurveyKind::Inactive if row.is_over => Some(Why::Left),
            SurveyKind::Relationship if !is_active => Some(Why::NotActive),
            SurveyKind::Exit if row.is_over => Some(Why::Returned),
            SurveyKind::Resolution if row.is_over => Some(Why::NotResolved),
            _ => None,
        };
        Facts {
            moment,
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
            ends_at,
        }
    }
}

/// The usual gap between their purchases, where they bought often enough to have one and it was read.
fn usual_gap_of(row: &Candidate) -> Option<TimeDelta> {
    usual_gap(row.first_purchase_at?, row.last_purchase_at?, u32::try_from(row.purchases).unwrap_or(u32::MAX))
}
