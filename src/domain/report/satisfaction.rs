//! The satisfaction of a view: overall in per cent, and each parameter on its own scale.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Change, Gap, Group, Step, groups, steps};
use crate::domain::{
    cut::View,
    mean::{Mean, MeanChange},
    nps::Base,
    questionnaire::Wording,
    rating::{Rating, Scale, Tally},
};

/// How many gave one rating to one parameter on one scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatingCell {
    /// The code of the parameter.
    pub parameter: String,
    /// Its scale.
    pub scale: Scale,
    /// The rating.
    pub rating: Rating,
    /// How many gave it.
    pub count: u64,
}

/// One parameter on one scale: scales are never mixed into one mean.
#[derive(Debug, Clone, PartialEq)]
pub struct ParameterFigures {
    /// Its code.
    pub code: String,
    /// How people call it.
    pub title: Wording,
    /// All its ratings.
    pub tally: Tally,
    /// Those of the period compared with.
    pub before: Tally,
    /// How its mean moved, corrected for the number of parameters.
    pub change: Option<Change>,
}

/// The satisfaction of a view.
#[derive(Debug, Clone, PartialEq)]
pub struct SatisfactionReport {
    /// What is counted.
    pub view: View,
    /// Overall satisfaction in per cent.
    pub total: Mean,
    /// The same of the period compared with.
    pub before: Option<Mean>,
    /// Overall satisfaction step by step, in order.
    pub steps: Vec<Step<Mean>>,
    /// Overall satisfaction by the dimension of the view, most answers first.
    pub groups: Vec<Group<Mean>>,
    /// By parameter and scale, in the order of the parameters.
    pub parameters: Vec<ParameterFigures>,
    /// What staff think beside what customers say.
    pub gaps: Vec<Gap>,
}

impl SatisfactionReport {
    /// Puts together what was counted: overall in each step, the groups of now and before.
    #[must_use]
    pub fn new(
        view: View,
        along: &BTreeMap<NaiveDate, Mean>,
        before: Option<Mean>,
        now_by: BTreeMap<String, Mean>,
        before_by: &BTreeMap<String, Mean>,
        parameters: Vec<ParameterFigures>,
    ) -> Self {
        let steps = steps(&view, along);
        let total = along.values().copied().sum();
        let groups = groups(now_by, before_by, |mean| mean.n, |now, before| change(*now, *before));
        Self { view, total, before, steps, groups, parameters, gaps: Vec::new() }
    }

    /// How overall satisfaction moved; none where either period has too few answers for a mean.
    #[must_use]
    pub fn change(&self) -> Option<Change> {
        change(self.total, self.before?)
    }

    /// Whether nobody rated anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.total.n == 0 && self.parameters.is_empty()
    }
}

/// How the mean moved between two sets of answers; none where either has too few for a mean.
pub(crate) fn change(now: Mean, before: Mean) -> Option<Change> {
    let shows = |mean: Mean| Base::of(mean.n).shows_score();
    let change = (shows(now) && shows(before)).then(|| MeanChange::between(now, before))??;
    Some(Change::new(change.difference, change.p))
}

impl ParameterFigures {
    /// Parameters in the order of `titles`, from what was counted of now and of before.
    #[must_use]
    pub fn all(now: &[RatingCell], before: &[RatingCell], titles: &[(String, Wording)]) -> Vec<Self> {
        let now = tallies(now, titles);
        let before = tallies(before, titles);
        let mut all: Vec<Self> = now
            .into_iter()
            .map(|(key, tally)| {
                let before = before.get(&key).cloned().unwrap_or_else(|| Tally::new(tally.scale()));
                let (place, code, ..) = key;
                let title = titles.get(place).map_or_else(
                    || Wording { ru: code.to_owned(), en: code.to_owned() },
                    |(_, title)| title.clone(),
                );
                let change = change(tally.sums(), before.sums());
                Self { code: code.to_owned(), title, tally, before, change }
            })
            .collect();
        let tested: Vec<f64> = all.iter().filter_map(|one| one.change).map(|change| change.p).collect();
        let changes = all.iter_mut().filter_map(|one| one.change.as_mut());
        for (change, p) in changes.zip(super::holm(&tested)) {
            *change = Change::new(change.difference, p);
        }
        all
    }
}

pub(super) type TallyKey<'a> = (usize, &'a str, u8, u8);

pub(super) fn tallies<'a>(
    cells: &'a [RatingCell],
    titles: &[(String, Wording)],
) -> BTreeMap<TallyKey<'a>, Tally> {
    let place = |code: &str| titles.iter().position(|(known, _)| known == code).unwrap_or(titles.len());
    let mut tallies: BTreeMap<TallyKey<'_>, Tally> = BTreeMap::new();
    for cell in cells.iter().filter(|cell| cell.count > 0) {
        let scale = cell.scale;
        tallies
            .entry((place(&cell.parameter), &cell.parameter, scale.high(), scale.low()))
            .or_insert_with(|| Tally::new(scale))
            .add_many(cell.rating, cell.count);
    }
    tallies
}
