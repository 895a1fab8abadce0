//! The NPS of a view: in all, step by step, by a dimension, and against the period before.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Change, Group, Step, groups, steps};
use crate::domain::{
    cut::View,
    nps::{Nps, NpsChange},
};

/// The NPS of a view.
#[derive(Debug, Clone, PartialEq)]
pub struct NpsReport {
    /// What is counted.
    pub view: View,
    /// All of it.
    pub total: Nps,
    /// How many gave each score, 0-10.
    pub scores: Vec<u64>,
    /// The same of the period compared with.
    pub before: Option<Nps>,
    /// Step by step, in order.
    pub steps: Vec<Step<Nps>>,
    /// By the dimension of the view, most answers first.
    pub groups: Vec<Group<Nps>>,
}

impl NpsReport {
    /// Puts together what was counted: how many gave each score in each step, and the groups of now and before.
    #[must_use]
    pub fn new(
        view: View,
        scores: &BTreeMap<NaiveDate, Vec<i64>>,
        before: Option<Nps>,
        now_by: BTreeMap<String, Nps>,
        before_by: &BTreeMap<String, Nps>,
    ) -> Self {
        let along = scores.iter().map(|(step, scores)| (*step, Nps::of_scores(scores))).collect();
        let mut all = vec![0; 11];
        for scores in scores.values() {
            all.iter_mut().zip(scores).for_each(|(slot, count)| *slot += u64::try_from(*count).unwrap_or(0));
        }
        let steps = steps(&view, &along);
        let groups = groups(now_by, before_by, |nps| nps.n(), |now, before| change(*now, *before));
        Self { view, total: along.into_values().sum(), scores: all, before, steps, groups }
    }

    /// How the score moved; none where either period has too few answers for a score.
    #[must_use]
    pub fn change(&self) -> Option<Change> {
        change(self.total, self.before?)
    }
}

/// How the score moved between two sets of answers; none where either has too few for a score.
pub(crate) fn change(now: Nps, before: Nps) -> Option<Change> {
    let shows = now.base().shows_score() && before.base().shows_score();
    let change = shows.then(|| NpsChange::between(now, before))??;
    Some(Change::new(change.difference, change.p))
}
