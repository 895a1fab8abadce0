//! The drivers of a view: which set of parameters they are told of, and what is found.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    cut::View,
    drivers::{Advice, CannotTell, Driver, Drivers},
    facts::{Condition, Layout, Moments, rating_of},
    mean::Mean,
    questionnaire::Wording,
};

/// The complete answers to all versions that ask for the same parameters on the same scale, in whatever order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerSet {
    /// The versions, oldest first.
    pub versions: Vec<i64>,
    /// The fields: the score, then the ratings in the order of the newest version.
    pub fields: Vec<String>,
    /// The [`Moments`] of its complete answers, in the order of the fields.
    pub moments: Vec<i64>,
}

impl AnswerSet {
    /// The sets of some versions with the moments of each, most complete answers first, the newest first of as many.
    #[must_use]
    pub fn all(versions: &[(Layout, Vec<i64>)]) -> Vec<Self> {
        let mut sets: BTreeMap<BTreeSet<&str>, Self> = BTreeMap::new();
        let mut newest: Vec<_> = versions.iter().collect();
        newest.sort_by_key(|(layout, _)| std::cmp::Reverse(layout.version));
        for (layout, moments) in newest {
            let key = layout.fields.iter().map(String::as_str).collect();
            let set = sets.entry(key).or_insert_with(|| Self {
                versions: Vec::new(),
                fields: layout.fields.clone(),
                moments: vec![0; Moments::width(layout.fields.len())],
            });
            set.versions.insert(0, layout.version);
            set.add(&layout.fields, moments);
        }
        let mut sets: Vec<Self> = sets.into_values().filter(|set| set.n() > 0).collect();
        sets.sort_by_key(|set| std::cmp::Reverse((set.n(), set.versions.last().copied())));
        sets
    }

    /// Adds moments whose numbers stand in another order.
    fn add(&mut self, fields: &[String], moments: &[i64]) {
        let size = self.fields.len();
        let there: Vec<usize> = self
            .fields
            .iter()
            .map(|field| fields.iter().position(|other| other == field).unwrap_or(0))
            .collect();
        let mut put = |here: usize, there: usize| {
            if let Some(slot) = self.moments.get_mut(here) {
                *slot += moments.get(there).copied().unwrap_or(0);
            }
        };
        put(0, 0);
        for (one, from) in there.iter().enumerate() {
            put(1 + one, 1 + from);
            for (other, to) in there.iter().enumerate().skip(one) {
                put(Moments::place(size, one, other), Moments::place(size, *from, *to));
            }
        }
    }

    /// How many complete answers it has.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.moments.first().and_then(|n| u64::try_from(*n).ok()).unwrap_or(0)
    }

    /// The fields of its ratings.
    #[must_use]
    pub fn ratings(&self) -> &[String] {
        self.fields.get(1..).unwrap_or_default()
    }

    /// What an answer must have to be a complete one.
    #[must_use]
    pub fn conditions(&self) -> Vec<Condition> {
        let ratings = self.ratings().iter().filter_map(|field| {
            let (_, low, high) = rating_of(field)?;
            Some(Condition::between(field, low, high))
        });
        [Condition::among("version", &self.versions), Condition::between("nps", 0, 10)]
            .into_iter()
            .chain(ratings)
            .collect()
    }
}

/// A parameter of the set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rated {
    /// Its code.
    pub code: String,
    /// How people call it.
    pub title: Wording,
    /// The ends of its scale.
    pub low: i64,
    /// The better end.
    pub high: i64,
}

/// A mean as a share of its scale, in per cent, so that parameters on different scales stand on one axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Performance {
    /// `100 (mean − low) / (high − low)`.
    pub value: f64,
    /// Its 95 % interval (Student's t), inside the scale.
    pub interval: Option<(f64, f64)>,
}

/// The drivers of a view.
#[derive(Debug, Clone, PartialEq)]
pub struct DriversReport {
    /// What is counted.
    pub view: View,
    /// The complete answers they are told of; none where nobody gave one.
    pub set: Option<AnswerSet>,
    /// The other sets of parameters that were asked for: not mixed with it.
    pub others: Vec<AnswerSet>,
    /// The parameters, in the order of the questionnaire.
    pub parameters: Vec<Rated>,
    /// What is found.
    pub found: Result<Drivers, CannotTell>,
}

impl DriversReport {
    /// Puts together what was counted: the sets in order, and some complete answers of the first.
    #[must_use]
    pub fn new(
        view: View,
        mut sets: Vec<AnswerSet>,
        sample: &[Vec<i64>],
        titles: &[(String, Wording)],
    ) -> Self {
        let others = sets.split_off(sets.len().min(1));
        let set = sets.pop();
        let parameters: Vec<Rated> = set
            .iter()
            .flat_map(AnswerSet::ratings)
            .filter_map(|field| rating_of(field))
            .map(|(code, low, high)| {
                let title = titles.iter().find(|(known, _)| known == code).map_or_else(
                    || Wording { ru: code.to_owned(), en: code.to_owned() },
                    |(_, title)| title.clone(),
                );
                Rated { code: code.to_owned(), title, low, high }
            })
            .collect();
        let found = set
            .as_ref()
            .map_or(Err(CannotTell::TooFew), |set| Drivers::of(&set.moments, parameters.len(), sample));
        Self { view, set, others, parameters, found }
    }

    /// How many complete answers.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.set.as_ref().map_or(0, AnswerSet::n)
    }

    /// The parameter of a driver.
    #[must_use]
    pub fn rated(&self, driver: &Driver) -> Option<&Rated> {
        self.parameters.get(driver.place)
    }

    /// How well a parameter does.
    #[must_use]
    pub fn performance(&self, driver: &Driver) -> Option<Performance> {
        let rated = self.rated(driver)?;
        let share = |value: f64| 100.0 * (value - real(rated.low)) / real(rated.high - rated.low).max(1.0);
        let ratings: Mean = driver.ratings;
        let interval = ratings
            .interval()
            .map(|(low, high)| (share(low).clamp(0.0, 100.0), share(high).clamp(0.0, 100.0)));
        Some(Performance { value: share(ratings.value()?), interval })
    }

    /// The mean performance of all drivers: where the plane is cut.
    #[must_use]
    pub fn mean_performance(&self) -> Option<f64> {
        let drivers = self.found.as_ref().ok()?;
        let all: Vec<f64> =
            drivers.all.iter().filter_map(|driver| self.performance(driver)).map(|one| one.value).collect();
        let count = f64::from(u32::try_from(all.len()).unwrap_or(u32::MAX));
        (!all.is_empty()).then(|| all.iter().sum::<f64>() / count)
    }

    /// What to do about a parameter.
    #[must_use]
    pub fn advice(&self, driver: &Driver) -> Option<Advice> {
        let drivers = self.found.as_ref().ok()?;
        drivers.advice(driver, self.performance(driver)?.value, self.mean_performance()?)
    }
}

fn real(number: i64) -> f64 {
    i32::try_from(number).map_or(0.0, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_that_ask_the_same_in_another_order_are_one_set() {
        let layout = |version, codes: &[&str]| {
            let codes: Vec<String> = codes.iter().map(|code| (*code).to_owned()).collect();
            Layout::new(version, 0, 10, &codes)
        };
        let first = (layout(1, &["price", "delivery"]), Moments::of(&[9, 3, 5]));
        let second = (layout(2, &["delivery", "price"]), Moments::of(&[7, 2, 8]));
        let other = (layout(3, &["delivery", "price", "taste"]), Moments::of(&[1, 2, 3, 4]));
        let empty = (layout(4, &["delivery", "taste"]), vec![0; Moments::width(3)]);
        let sets = AnswerSet::all(&[first, second, other, empty]);
        assert_eq!(sets.len(), 2);
        assert_eq!(sets[0].versions, [1, 2]);
        assert_eq!(sets[0].fields, ["nps", "rating:delivery:0-10", "rating:price:0-10"]);
        let wanted: Vec<i64> = Moments::of(&[9, 5, 3])
            .iter()
            .zip(Moments::of(&[7, 2, 8]))
            .map(|(one, other)| one + other)
            .collect();
        assert_eq!(sets[0].moments, wanted);
        assert_eq!((sets[0].n(), sets[1].n(), &sets[1].versions[..]), (2, 1, &[3][..]));
        let conditions: Vec<_> = sets[0].conditions().iter().map(ToString::to_string).collect();
        assert_eq!(
            conditions,
            ["version=1,2", "nps=0..10", "rating:delivery:0-10=0..10", "rating:price:0-10=0..10"]
        );
    }
}
