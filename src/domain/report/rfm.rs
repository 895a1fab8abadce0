//! Customers by recency, frequency and money.

use std::collections::BTreeMap;

use super::Brought;
use crate::domain::{cut::View, rfm::RfmGroup};

/// RFM of a view.
#[derive(Debug, Clone, PartialEq)]
pub struct RfmReport {
    /// What is counted.
    pub view: View,
    /// The currency of the purchases; none where nobody bought.
    pub currency: Option<String>,
    /// How many customers bought in each currency, most first.
    pub currencies: Vec<(String, u64)>,
    /// All who bought.
    pub total: Brought,
    /// The same of the period compared with.
    pub before: Option<Brought>,
    /// By the scores of recency, frequency and money.
    pub cells: BTreeMap<(u8, u8, u8), Brought>,
    /// By the dimension of the view and group, most customers first.
    pub groups: Vec<(String, BTreeMap<RfmGroup, Brought>)>,
}

impl RfmReport {
    /// All of some scores.
    #[must_use]
    pub fn sum(&self, keep: impl Fn((u8, u8, u8)) -> bool) -> Brought {
        let mut sum = Brought::default();
        self.cells.iter().filter(|(scores, _)| keep(**scores)).for_each(|(_, brought)| sum += *brought);
        sum
    }

    /// All of a group.
    #[must_use]
    pub fn group(&self, group: RfmGroup) -> Brought {
        self.sum(|(recency, frequency, _)| RfmGroup::of(recency, frequency) == group)
    }
}
