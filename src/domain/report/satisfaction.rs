//! The satisfaction report: the whole in per cent, and each parameter on its own scale.

use std::collections::BTreeMap;

use super::{Cell, Cut, Month, Store, sum};
use crate::domain::{
    mean::{Mean, MeanChange},
    nps::Base,
    questionnaire::Wording,
    rating::{Rating, Scale, Tally},
};

/// Overall satisfaction, in per cent, of one month and store.
pub type SatisfactionCell = Cell<Mean>;

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
}

/// The satisfaction of a cut.
#[derive(Debug, Clone, PartialEq)]
pub struct SatisfactionReport {
    /// What is counted.
    pub cut: Cut,
    /// Overall satisfaction in per cent.
    pub total: Mean,
    /// The same cut of the period before.
    pub before: Mean,
    /// Overall satisfaction by month, in order.
    pub months: Vec<Month<Mean>>,
    /// Overall satisfaction by store, most answers first; all stores, whatever the cut says of them.
    pub stores: Vec<Store<Mean>>,
    /// By parameter and scale, in the order of the parameters.
    pub parameters: Vec<ParameterFigures>,
}

impl SatisfactionReport {
    /// Sums the cells. Those of overall satisfaction are of all stores, the ratings of the cut alone;
    /// `titles` give the order and the words of the parameters.
    #[must_use]
    pub fn new(
        cut: Cut,
        cells: &[SatisfactionCell],
        before: &[SatisfactionCell],
        ratings: &[RatingCell],
        titles: &[(String, Wording)],
    ) -> Self {
        let sums = sum(&cut, cells);
        let before = sum(&cut.previous(), before).total;
        let mut stores = sums.stores;
        stores.retain(|store| store.figures.n > 0);
        stores.sort_by_key(|store| std::cmp::Reverse(store.figures.n));
        let parameters = parameters(ratings, titles);
        Self { cut, total: sums.total, before, months: sums.months, stores, parameters }
    }

    /// How overall satisfaction moved; none where either period has too few answers for a mean.
    #[must_use]
    pub fn change(&self) -> Option<MeanChange> {
        let shows = |mean: Mean| Base::of(mean.n).shows_score();
        (shows(self.total) && shows(self.before)).then(|| MeanChange::between(self.total, self.before))?
    }

    /// Whether nobody rated anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.total.n == 0 && self.parameters.is_empty()
    }
}

fn parameters(ratings: &[RatingCell], titles: &[(String, Wording)]) -> Vec<ParameterFigures> {
    let place = |code: &str| titles.iter().position(|(known, _)| known == code).unwrap_or(titles.len());
    let mut tallies: BTreeMap<(usize, &str, u8, u8), Tally> = BTreeMap::new();
    for cell in ratings {
        let scale = cell.scale;
        tallies
            .entry((place(&cell.parameter), &cell.parameter, scale.high(), scale.low()))
            .or_insert_with(|| Tally::new(scale))
            .add_many(cell.rating, cell.count);
    }
    tallies
        .into_iter()
        .map(|((place, code, ..), tally)| ParameterFigures {
            code: code.to_owned(),
            title: titles.get(place).map_or_else(
                || Wording { ru: code.to_owned(), en: code.to_owned() },
                |(_, title)| title.clone(),
            ),
            tally,
        })
        .collect()
}
