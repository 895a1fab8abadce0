//! The facts of one day, field by field, and how single facts are put into it; and those of a month, put together from its
//! days.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use super::{BadColumn, Column, Condition, Fact, Field, Value};
use crate::domain::cut::{Dimension, Filters};

/// The facts of a subject on one day, in the order of their ids; or of all days of a month one after another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The day; of a month, its first.
    pub day: NaiveDate,
    rows: usize,
    columns: BTreeMap<String, Column>,
}

/// The field of the ids.
pub(crate) const ID: &str = "id";
/// The field of a month's facts that tells the day of each, counted from the first.
pub const DAY: &str = "day";

impl Day {
    /// A day without facts.
    #[must_use]
    pub const fn empty(day: NaiveDate) -> Self {
        Self { day, rows: 0, columns: BTreeMap::new() }
    }

    /// The facts of a day; those of other days are left out.
    #[must_use]
    pub fn of(day: NaiveDate, facts: Vec<Fact>) -> Self {
        let changes =
            facts.into_iter().filter(|fact| fact.day == day).map(|fact| (fact.id, Some(fact))).collect();
        Self::empty(day).with(&changes)
    }

    /// The facts of some days, in their order, as those of the month that begins with a day.
    #[must_use]
    pub fn joined(first: NaiveDate, days: &[Self]) -> Self {
        let fields: BTreeSet<&String> = days.iter().flat_map(|day| day.columns.keys()).collect();
        let mut columns: BTreeMap<String, Column> = fields
            .into_iter()
            .map(|field| {
                let parts: Vec<_> = days.iter().map(|day| (day.columns.get(field), day.rows)).collect();
                (field.clone(), Column::joined(&parts))
            })
            .collect();
        let of_days: Vec<Option<Value>> = days
            .iter()
            .flat_map(|day| {
                let after = day.day.signed_duration_since(first).num_days();
                std::iter::repeat_n(Some(Value::Number(after)), day.rows)
            })
            .collect();
        let rows = of_days.len();
        if rows > 0 {
            columns.insert(DAY.to_owned(), Column::pack(&of_days));
        }
        Self { day: first, rows, columns }
    }

    /// The day of each fact: that of all of them, but for those of a month whose field [`DAY`] was read.
    pub fn days(&self) -> impl Fn(usize) -> NaiveDate {
        let after = self.column(DAY);
        move |at| {
            let after = after.and_then(|column| column.number(at)).and_then(|days| u64::try_from(days).ok());
            after.and_then(|days| self.day.checked_add_days(Days::new(days))).unwrap_or(self.day)
        }
    }

    /// Adds a column as it was stored.
    ///
    /// # Errors
    /// [`BadColumn`] for bytes that no column writes.
    pub fn read(&mut self, field: &str, bytes: &[u8]) -> Result<(), BadColumn> {
        let column = Column::read(bytes)?;
        self.rows = self.rows.max(column.len());
        self.columns.insert(field.to_owned(), column);
        Ok(())
    }

    /// How many facts it has.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows
    }

    /// Whether it has none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// A field of its facts; none where no fact has it.
    #[must_use]
    pub fn column(&self, field: &str) -> Option<&Column> {
        self.columns.get(field)
    }

    /// The fields that any fact has, in order, with `id`.
    pub fn columns(&self) -> impl Iterator<Item = (&str, &Column)> {
        self.columns.iter().map(|(field, column)| (field.as_str(), column))
    }

    /// The id of a fact.
    #[must_use]
    pub fn id(&self, at: usize) -> Option<i64> {
        self.column(ID)?.number(at)
    }

    /// The ids of the facts that a mask keeps, in order.
    #[must_use]
    pub fn ids(&self, mask: &[bool]) -> Vec<i64> {
        let places: Vec<u32> = (0..).zip(mask).filter(|(_, keep)| **keep).map(|(at, _)| at).collect();
        let mut ids = Vec::with_capacity(places.len());
        if let Some(column) = self.column(ID) {
            column.numbers(&places, |id| ids.extend(id));
        }
        ids
    }

    /// A number of a fact.
    #[must_use]
    pub fn number(&self, field: &str, at: usize) -> Option<i64> {
        self.column(field)?.number(at)
    }

    /// A word of a fact.
    #[must_use]
    pub fn word(&self, field: &str, at: usize) -> Option<&str> {
        self.column(field)?.word(at)
    }

    /// Which of its facts a cut counts.
    #[must_use]
    pub fn mask(&self, filters: &Filters) -> Vec<bool> {
        let mut mask = vec![true; self.rows];
        // Facts that are of no survey are counted whichever survey is.
        if let Some(Column::Words { words, codes }) = self.column(Dimension::Kind.code()) {
            let counted: Vec<bool> =
                std::iter::once(true).chain(words.iter().map(|kind| filters.counts_kind(kind))).collect();
            codes.narrow(&mut mask, among(&counted));
        }
        for (dimension, values) in filters.iter().filter(|(dimension, _)| *dimension != Dimension::Kind) {
            let keeps = |word: &str| values.iter().any(|value| super::kept(value) == word);
            match self.column(dimension.code()) {
                Some(Column::Words { words, codes }) => {
                    let counted: Vec<bool> =
                        std::iter::once(keeps("")).chain(words.iter().map(|word| keeps(word))).collect();
                    codes.narrow(&mut mask, among(&counted));
                }
                _ if keeps("") => {}
                _ => mask.fill(false),
            }
        }
        mask
    }

    /// Which of its facts a cut and further conditions count.
    #[must_use]
    pub fn counted(&self, filters: &Filters, conditions: &[Condition]) -> Vec<bool> {
        let mut mask = self.mask(filters);
        for condition in conditions {
            condition.narrow(self, &mut mask);
        }
        mask
    }

    /// One fact as it was put in; none behind the end.
    #[must_use]
    pub fn fact(&self, at: usize) -> Option<Fact> {
        let fields = self
            .columns()
            .filter(|(field, _)| *field != ID)
            .filter_map(|(field, column)| Some((Field::Owned(field.to_owned()), column.value(at)?)))
            .collect();
        Some(Fact { id: self.id(at)?, day: self.day, fields })
    }

    /// The places of the facts with these ids.
    #[must_use]
    pub fn places(&self, ids: &BTreeSet<i64>) -> BTreeMap<i64, usize> {
        (0..self.rows).filter_map(|at| self.id(at).filter(|id| ids.contains(id)).map(|id| (id, at))).collect()
    }

    /// The same day with some facts put in place of those with their ids, or taken out.
    #[must_use]
    pub fn with(&self, changes: &BTreeMap<i64, Option<Fact>>) -> Self {
        let ids = self.ids(&vec![true; self.rows]);
        // Where each fact is from: a place of this day, or the changes.
        let mut merged: Vec<Result<usize, &Fact>> = Vec::with_capacity(ids.len() + changes.len());
        let mut rest = changes.iter().peekable();
        for (at, id) in ids.iter().enumerate() {
            while let Some((_, fact)) = rest.next_if(|(other, _)| *other < id) {
                merged.extend(fact.as_ref().map(Err));
            }
            match rest.next_if(|(other, _)| *other == id) {
                Some((_, fact)) => merged.extend(fact.as_ref().map(Err)),
                None => merged.push(Ok(at)),
            }
        }
        merged.extend(rest.filter_map(|(_, fact)| fact.as_ref().map(Err)));
        let order: Vec<Option<usize>> = merged.iter().map(|from| from.ok()).collect();
        let put: Vec<(usize, &Fact)> =
            merged.iter().enumerate().filter_map(|(place, from)| Some((place, from.err()?))).collect();
        let of_ids: Vec<Value> = put.iter().map(|(_, fact)| Value::Number(fact.id)).collect();
        let mut fresh: BTreeMap<&str, Vec<(usize, &Value)>> =
            self.columns.keys().map(|field| (field.as_str(), Vec::new())).collect();
        fresh.insert(ID, put.iter().map(|(place, _)| *place).zip(&of_ids).collect());
        for (place, fact) in &put {
            for (field, value) in &fact.fields {
                fresh.entry(field.as_ref()).or_default().push((*place, value));
            }
        }
        let columns = fresh
            .into_iter()
            .filter_map(|(field, fresh)| {
                let column = Column::spliced(self.columns.get(field), &order, &fresh)?;
                Some((field.to_owned(), column))
            })
            .collect();
        Self { day: self.day, rows: order.len(), columns }
    }
}

/// Whether a code is one of those that are counted.
fn among(counted: &[bool]) -> impl Fn(u64) -> bool {
    |code| usize::try_from(code).ok().and_then(|code| counted.get(code)).copied().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use proptest::{collection::btree_map, prelude::*};

    use super::*;

    /// A word, a number and something rare, each of which may be missing.
    fn fields(least: i64) -> impl Strategy<Value = [Option<Value>; 3]> {
        [
            proptest::option::of("[a-e]?".prop_map(Value::Word)).boxed(),
            proptest::option::of((least..300).prop_map(Value::Number)).boxed(),
            proptest::option::weighted(0.1, Just(Value::Number(7))).boxed(),
        ]
    }

    fn fact(id: i64, fields: &[Option<Value>]) -> Fact {
        let mut fact = Fact::new(id, NaiveDate::MIN);
        let named = (0..).zip(fields).filter_map(|(place, value): (u8, _)| Some((place, value.clone()?)));
        fact.fields = named.map(|(place, value)| (Field::Owned(format!("f{place}")), value)).collect();
        fact
    }

    /// Every field packed from nothing.
    fn packed(facts: &BTreeMap<i64, Fact>) -> BTreeMap<String, Column> {
        let of = |fact: &Fact, name: &str| {
            fact.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone())
        };
        let names: BTreeSet<String> =
            facts.values().flat_map(|fact| &fact.fields).map(|(field, _)| field.to_string()).collect();
        let mut columns: BTreeMap<String, Column> = names
            .into_iter()
            .map(|name| {
                let values: Vec<_> = facts.values().map(|fact| of(fact, &name)).collect();
                (name, Column::pack(&values))
            })
            .collect();
        if !facts.is_empty() {
            let ids: Vec<_> = facts.keys().map(|id| Some(Value::Number(*id))).collect();
            columns.insert(ID.to_owned(), Column::pack(&ids));
        }
        columns
    }

    proptest! {
        #[test]
        fn facts_put_in_and_taken_out_are_as_if_all_were_packed_anew(
            before in btree_map(0i64..40, fields(-300), 0..25),
            changes in btree_map(0i64..40, proptest::option::of(fields(-70_000)), 0..25),
        ) {
            let before: BTreeMap<i64, Fact> =
                before.into_iter().map(|(id, fields)| (id, fact(id, &fields))).collect();
            let changes: BTreeMap<i64, Option<Fact>> =
                changes.into_iter().map(|(id, fields)| (id, fields.map(|fields| fact(id, &fields)))).collect();
            let day = Day::of(NaiveDate::MIN, before.values().cloned().collect());
            prop_assert_eq!(&day.columns, &packed(&before));
            let mut after = before;
            for (id, change) in &changes {
                match change {
                    Some(fact) => after.insert(*id, fact.clone()),
                    None => after.remove(id),
                };
            }
            let day = day.with(&changes);
            prop_assert_eq!(day.len(), after.len());
            prop_assert_eq!(day.columns, packed(&after));
        }
    }
}
