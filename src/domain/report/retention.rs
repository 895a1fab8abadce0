//! Who stays: month by month, in all, by groups and by the month or quarter of the first purchase.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Change, Group, Untested, groups};
use crate::domain::{
    cut::{Grain, View},
    nps::Base,
    period::Period,
    retention::{Active, Flow, Worth, is_over},
    share::{Share, real},
};

/// Sums of each currency, by its code: amounts of several are never added up.
pub type Worths = BTreeMap<String, Worth>;

/// Months, or quarters, after the first purchase that are looked at.
pub const AFTER: usize = 12;

/// Customers over some days, and what those lost were worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowOf {
    /// The days.
    pub days: Period,
    /// The customers.
    pub flow: Flow,
    /// What those lost had bought.
    pub lost: Worths,
}

impl FlowOf {
    /// Nobody yet.
    #[must_use]
    pub const fn new(days: Period) -> Self {
        Self {
            days,
            flow: Flow { start: 0, end: 0, new: 0, kept: 0, returned: 0, lost: 0 },
            lost: Worths::new(),
        }
    }

    /// Whether its last month is over.
    #[must_use]
    pub fn is_over(&self) -> bool {
        is_over(self.days)
    }
}

/// Those who bought first in the same calendar month or quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cohort {
    /// The first day of the month or quarter.
    pub from: NaiveDate,
    /// Whether all of its days are counted: a quarter may begin before the period or end after it, and the last may go on.
    pub whole: bool,
    /// How many they are.
    pub n: u64,
    /// How many of them bought in the first month (quarter) after it, in the second, and so on, as far as these are over.
    pub after: Vec<u64>,
}

impl Cohort {
    /// The share that bought some months, or quarters, after the first: those of them who did / all of them.
    #[must_use]
    pub fn share(&self, after: usize) -> Option<Share> {
        let count = self.after.get(after.checked_sub(1)?)?;
        Some(Share::new(*count, self.n))
    }
}

/// Retention of a view.
#[derive(Debug, Clone, PartialEq)]
pub struct RetentionReport {
    /// What is counted.
    pub view: View,
    /// When somebody is a customer.
    pub active: Active,
    /// The currency of the amounts shown; none where nobody bought.
    pub currency: Option<String>,
    /// How many customers bought in each currency, most first.
    pub currencies: Vec<(String, u64)>,
    /// Month by month; none where nobody bought.
    pub months: Vec<FlowOf>,
    /// From the first to the last of them.
    pub total: Option<FlowOf>,
    /// The same of the period compared with.
    pub before: Option<FlowOf>,
    /// By the dimension of the view, most customers first.
    pub groups: Vec<Group<Flow>>,
    /// By the month of the first purchase, or by its quarter: see [`Self::cohort_grain`].
    pub cohorts: Vec<Cohort>,
    /// What all customers up to the end bought in all their life.
    pub lives: Worths,
    /// The same by the dimension of the view, most customers first.
    pub lives_by: Vec<(String, Worths)>,
}

impl RetentionReport {
    /// What cohorts of a view are by: calendar quarters where it is divided by quarters, and months otherwise.
    #[must_use]
    pub fn cohort_grain(view: &View) -> Grain {
        match view.grain {
            Grain::Quarter => Grain::Quarter,
            _ => Grain::Month,
        }
    }

    /// How the share kept moved, in points of per cent; none where either has too few customers at its start, and while it
    /// cannot be tested.
    #[must_use]
    pub fn change(&self) -> Option<Change> {
        let now = self.total.as_ref().filter(|_| self.untested().is_none())?;
        change(&now.flow, &self.before.as_ref()?.flow)
    }

    /// Why no change of a share kept is tested, where none is.
    #[must_use]
    pub fn untested(&self) -> Option<Untested> {
        Untested::of_months(self.total.as_ref()?.is_over())
    }

    /// Groups by flows of now and before.
    #[must_use]
    pub fn groups(
        now: BTreeMap<String, Flow>,
        before: &BTreeMap<String, Flow>,
        untested: Option<Untested>,
    ) -> Vec<Group<Flow>> {
        let change = |now: &Flow, before: &Flow| untested.is_none().then(|| change(now, before))?;
        groups(now, before, |flow| flow.start + flow.new + flow.returned, change)
    }

    /// What of the currency shown is in some sums.
    #[must_use]
    pub fn shown(&self, worths: &Worths) -> Worth {
        self.currency.as_ref().and_then(|currency| worths.get(currency)).copied().unwrap_or_default()
    }
}

fn change(now: &Flow, before: &Flow) -> Option<Change> {
    let shows = |flow: &Flow| Base::of(flow.start).shows_score();
    (shows(now) && shows(before)).then(|| between(now.kept_share(), before.kept_share()))?
}

/// The difference of two shares in points of per cent, with the pooled z test (two-sided).
fn between(now: Share, before: Share) -> Option<Change> {
    let (n, m) = (real(now.of()), real(before.of()));
    let pooled = (real(now.count()) + real(before.count())) / (n + m);
    let difference = now.value()? - before.value()?;
    let error = (pooled * (1.0 - pooled) * (1.0 / n + 1.0 / m)).sqrt();
    let p = if error > 0.0 {
        statrs::function::erf::erfc((difference / error).abs() / std::f64::consts::SQRT_2)
    } else {
        1.0
    };
    Some(Change::new(difference * 100.0, p))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_of_the_share_kept_is_tested() {
        let found = between(Share::new(60, 100), Share::new(40, 100)).unwrap();
        assert!((found.difference - 20.0).abs() < 1e-9 && (found.p - 0.004_678).abs() < 1e-5, "{found:?}");
        assert_eq!(between(Share::new(0, 9), Share::new(0, 9)).map(|change| change.p), Some(1.0));
    }
}
