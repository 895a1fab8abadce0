//! What staff think beside what customers say, by parameter: where a company deceives itself.

use super::{Change, RatingCell, satisfaction::tallies};
use crate::domain::{
    mean::{Mean, MeanChange},
    multiple::holm,
    nps::Base,
    questionnaire::Wording,
    rating::{Scale, Tally},
};

/// One parameter on one scale, rated by both.
#[derive(Debug, Clone, PartialEq)]
pub struct Gap {
    /// Its code.
    pub code: String,
    /// How people call it.
    pub title: Wording,
    /// The ratings of staff.
    pub staff: Tally,
    /// Those of customers.
    pub customers: Tally,
    /// Staff minus customers, in units of the scale, corrected for the number of parameters; none where either are too
    /// few for a mean.
    pub change: Option<Change>,
    /// The 95 % interval of the difference (Welch), of each parameter alone.
    pub interval: Option<(f64, f64)>,
}

impl Gap {
    /// The parameters that both rated on the same scale, in the order of `titles`.
    #[must_use]
    pub fn all(staff: &[RatingCell], customers: &[RatingCell], titles: &[(String, Wording)]) -> Vec<Self> {
        let mut customers = tallies(customers, titles);
        let mut all: Vec<Self> = tallies(staff, titles)
            .into_iter()
            .filter_map(|(key, staff)| {
                let customers = customers.remove(&key)?;
                let (one, other) = (staff.sums(), customers.sums());
                let shows = |mean: Mean| Base::of(mean.n).shows_score();
                let change = (shows(one) && shows(other)).then(|| MeanChange::between(one, other)).flatten();
                let (place, code, ..) = key;
                let title = titles.get(place).map_or_else(
                    || Wording { ru: code.to_owned(), en: code.to_owned() },
                    |(_, title)| title.clone(),
                );
                Some(Self {
                    code: code.to_owned(),
                    title,
                    interval: change.and_then(|_| MeanChange::interval(one, other)),
                    change: change.map(|change| Change::new(change.difference, change.p)),
                    staff,
                    customers,
                })
            })
            .filter(|gap| gap.staff.n() > 0 && gap.customers.n() > 0)
            .collect();
        let tested: Vec<f64> = all.iter().filter_map(|gap| gap.change).map(|change| change.p).collect();
        for (change, p) in all.iter_mut().filter_map(|gap| gap.change.as_mut()).zip(holm(&tested)) {
            *change = Change::new(change.difference, p);
        }
        all
    }

    /// The scale.
    #[must_use]
    pub const fn scale(&self) -> Scale {
        self.staff.scale()
    }
}
