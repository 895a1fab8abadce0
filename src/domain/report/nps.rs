//! The NPS report: the score of a cut, of each of its months and stores, and how it moved.

use super::{Cell, Cut, Month, Store, sum};
use crate::domain::nps::{Nps, NpsChange};

/// Promoters, passives and detractors of one month and store.
pub type NpsCell = Cell<Nps>;

/// The NPS of a cut.
#[derive(Debug, Clone, PartialEq)]
pub struct NpsReport {
    /// What is counted.
    pub cut: Cut,
    /// All of it.
    pub total: Nps,
    /// The same cut of the period before.
    pub before: Nps,
    /// By month, in order.
    pub months: Vec<Month<Nps>>,
    /// By store, most answers first; all stores, whatever the cut says of them.
    pub stores: Vec<Store<Nps>>,
}

impl NpsReport {
    /// Sums the cells of the cut, and those of the period before. Both are of all stores.
    #[must_use]
    pub fn new(cut: Cut, cells: &[NpsCell], before: &[NpsCell]) -> Self {
        let sums = sum(&cut, cells);
        let before = sum(&cut.previous(), before).total;
        let mut stores = sums.stores;
        stores.retain(|store| store.figures.n() > 0);
        stores.sort_by_key(|store| std::cmp::Reverse(store.figures.n()));
        Self { cut, total: sums.total, before, months: sums.months, stores }
    }

    /// How the score moved; none where either period has too few answers for a score.
    #[must_use]
    pub fn change(&self) -> Option<NpsChange> {
        (self.total.base().shows_score() && self.before.base().shows_score())
            .then(|| NpsChange::between(self.total, self.before))?
    }
}
