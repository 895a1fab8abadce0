//! Sums of measures over facts, by step of time and by the words of some fields.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::{
    Column, Day, Measure,
    measure::{Members, Vectors},
};

/// Which sum: of a step of time, and of one word of each field it is grouped by; the empty word is 'has none'.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The first day of the step.
    pub step: NaiveDate,
    /// The words.
    pub words: Vec<String>,
}

/// Sums of the same measures, each group with its vector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sums {
    measures: Vec<Measure>,
    cells: BTreeMap<Key, Vec<i64>>,
}

impl Sums {
    /// No sums yet, of these measures.
    #[must_use]
    pub const fn new(measures: Vec<Measure>) -> Self {
        Self { measures, cells: BTreeMap::new() }
    }

    /// What is summed, in order.
    #[must_use]
    pub fn measures(&self) -> &[Measure] {
        &self.measures
    }

    fn stride(&self) -> usize {
        self.measures.iter().map(Measure::width).sum()
    }

    fn offset(&self, measure: usize) -> usize {
        self.measures.iter().take(measure).map(Measure::width).sum()
    }

    /// Adds the facts of a day that the mask keeps, as of a step; `sign` −1 takes them back.
    pub fn add(&mut self, day: &Day, mask: &[bool], step: NaiveDate, fields: &[&str], sign: i64) {
        let (members, words) = grouped(day, mask, fields);
        let stride = self.stride();
        let mut all = vec![0; stride * words.len()];
        let mut offset = 0;
        for measure in &self.measures {
            measure.add(day, &members, &mut Vectors { all: &mut all, stride, offset, sign });
            offset += measure.width();
        }
        if stride == 0 {
            return;
        }
        for (words, vector) in words.into_iter().zip(all.chunks(stride)) {
            if vector.iter().any(|amount| *amount != 0) {
                self.put(Key { step, words }, 0, vector);
            }
        }
    }

    /// Adds numbers to a vector from a measure on.
    pub fn put(&mut self, key: Key, measure: usize, amounts: &[i64]) {
        let (stride, offset) = (self.stride(), self.offset(measure));
        let vector = self.cells.entry(key).or_insert_with(|| vec![0; stride]);
        for (slot, amount) in vector.iter_mut().skip(offset).zip(amounts) {
            *slot = slot.saturating_add(*amount);
        }
    }

    /// Every group with its vector, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Key, &[i64])> {
        self.cells.iter().map(|(key, vector)| (key, vector.as_slice()))
    }

    /// Every group with its part of a measure.
    pub fn of(&self, measure: usize) -> impl Iterator<Item = (&Key, &[i64])> {
        let offset = self.offset(measure);
        let width = self.measures.get(measure).map_or(0, Measure::width);
        self.cells
            .iter()
            .map(move |(key, vector)| (key, vector.get(offset..offset + width).unwrap_or_default()))
    }

    /// The sum over all groups of a measure.
    #[must_use]
    pub fn total(&self, measure: usize) -> Vec<i64> {
        self.total_of(measure, |_| true)
    }

    /// The sum over some groups of a measure.
    #[must_use]
    pub fn total_of(&self, measure: usize, counts: impl Fn(&Key) -> bool) -> Vec<i64> {
        let width = self.measures.get(measure).map_or(0, Measure::width);
        self.of(measure).filter(|(key, _)| counts(key)).fold(vec![0; width], |mut all, (_, vector)| {
            all.iter_mut().zip(vector).for_each(|(slot, amount)| *slot += amount);
            all
        })
    }
}

/// As many groups as this are found by a table, more by hashing.
const TABLE: u64 = 1 << 16;

/// The facts that a mask keeps, each in its group, and the words of each group.
fn grouped(day: &Day, mask: &[bool], fields: &[&str]) -> (Members, Vec<Vec<String>>) {
    let places: Vec<u32> = (0..).zip(mask).filter(|(_, keep)| **keep).map(|(at, _)| at).collect();
    if fields.is_empty() {
        return (Members { places, of: None }, vec![Vec::new()]);
    }
    let columns: Vec<_> = fields
        .iter()
        .map(|field| match day.column(field) {
            Some(Column::Words { words, codes }) => Some((words, codes)),
            _ => None,
        })
        .collect();
    // The codes of a fact as one number, as if its words were digits.
    let mut keys = vec![0u64; places.len()];
    let mut many = 1u64;
    for (words, codes) in columns.iter().flatten() {
        let base = u64::try_from(words.len()).unwrap_or(0) + 1;
        many = many.saturating_mul(base);
        let mut rest = keys.iter_mut();
        codes.at(&places, |code| {
            if let Some(key) = rest.next() {
                *key = key.saturating_mul(base).saturating_add(code);
            }
        });
    }
    let mut known: Vec<Vec<String>> = Vec::new();
    let mut named = |mut key: u64| {
        let mut words: Vec<String> = columns
            .iter()
            .rev()
            .map(|column| {
                let (words, _) = (*column)?;
                let base = u64::try_from(words.len()).unwrap_or(0) + 1;
                let code = usize::try_from(key % base).ok()?;
                key /= base;
                words.get(code.checked_sub(1)?).cloned()
            })
            .map(Option::unwrap_or_default)
            .collect();
        words.reverse();
        known.push(words);
        u32::try_from(known.len() - 1).unwrap_or(u32::MAX)
    };
    let of = if many <= TABLE {
        let mut table: Vec<Option<u32>> = vec![None; usize::try_from(many).unwrap_or(0)];
        let mut place = |key: u64| {
            let slot = usize::try_from(key).ok().and_then(|key| table.get_mut(key))?;
            Some(*slot.get_or_insert_with(|| named(key)))
        };
        keys.iter().map(|key| place(*key).unwrap_or(0)).collect()
    } else {
        let mut table: HashMap<u64, u32> = HashMap::new();
        keys.iter().map(|key| *table.entry(*key).or_insert_with(|| named(*key))).collect()
    };
    (Members { places, of: Some(of) }, known)
}

#[cfg(test)]
mod tests {
    use super::super::Fact;
    use super::*;
    use crate::domain::cut::Filters;

    #[test]
    fn facts_are_summed_by_the_words_of_two_fields_and_taken_back() {
        let day: NaiveDate = "2026-11-22".parse().unwrap();
        let facts = (0..12)
            .map(|id| {
                let mut fact = Fact::new(id, day);
                fact.word("kind", Some(if id % 2 == 0 { "purchase" } else { "exit" }));
                fact.word("store", (id % 3 > 0).then_some(if id % 3 == 1 { "Центр" } else { "=1+1" }));
                fact.number("nps", (id != 5).then_some(id % 11));
                fact
            })
            .collect();
        let day = Day::of(day, facts);
        let mask = day.mask(&Filters::default());
        let nps = Measure::Histogram { field: "nps".into(), low: 0, high: 10 };
        let mut sums = Sums::new(vec![Measure::Count, nps]);
        sums.add(&day, &mask, day.day, &["kind", "store"], 1);
        assert_eq!(sums.total(0), [12]);
        assert_eq!(sums.total(1).iter().sum::<i64>(), 11);
        let centre = sums.total_of(0, |key| key.words == ["purchase", "Центр"]);
        assert_eq!(centre, [2]);
        sums.add(&day, &mask, day.day, &["kind", "store"], -1);
        assert!(sums.iter().all(|(_, vector)| vector.iter().all(|amount| *amount == 0)));
    }
}
