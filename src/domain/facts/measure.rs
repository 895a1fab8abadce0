//! Measures: what is added up over facts. Each is a vector of whole numbers, and that of two sets of facts is the sum of
//! theirs (sufficient statistics), so a figure of a year is made of the sums of its months.

use super::{Day, Field};

/// Something to add up over facts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Measure {
    /// How many facts; one number.
    Count,
    /// How many facts have a field; one number.
    Present(Field),
    /// How many facts have each number from the least to the greatest; one number each. Others are left out.
    Histogram {
        /// The field.
        field: Field,
        /// The least number counted.
        low: i64,
        /// The greatest.
        high: i64,
    },
    /// `n, Σx, Σx²` of a field; three numbers.
    Sums(Field),
    /// Moments of the facts of one version that have every one of some fields: see [`Moments`].
    Moments {
        /// The version of the questionnaire: the field `version`.
        version: i64,
        /// The fields, what is explained first.
        fields: Vec<String>,
    },
}

impl Measure {
    /// How many numbers it takes.
    #[must_use]
    pub fn width(&self) -> usize {
        match self {
            Self::Count | Self::Present(_) => 1,
            Self::Histogram { low, high, .. } => usize::try_from(high - low + 1).unwrap_or(0),
            Self::Sums(_) => 3,
            Self::Moments { fields, .. } => Moments::width(fields.len()),
        }
    }

    /// The fields it reads.
    #[must_use]
    pub fn fields(&self) -> Vec<&str> {
        match self {
            Self::Count => Vec::new(),
            Self::Present(field) | Self::Histogram { field, .. } | Self::Sums(field) => vec![field],
            Self::Moments { fields, .. } => {
                fields.iter().map(String::as_str).chain(std::iter::once("version")).collect()
            }
        }
    }

    /// Its name where sums are stored.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Count => "count".to_owned(),
            Self::Present(field) => format!("present:{field}"),
            Self::Histogram { field, low, high } => format!("histogram:{field}:{low}:{high}"),
            Self::Sums(field) => format!("sums:{field}"),
            Self::Moments { version, .. } => format!("moments:{version}"),
        }
    }

    /// Adds what the facts of a day have, each to the vector of its group; facts of no group are not counted.
    pub(super) fn add(&self, day: &Day, groups: &[Option<usize>], vectors: &mut Vectors<'_>) {
        let members = || groups.iter().enumerate().filter_map(|(at, group)| Some((at, (*group)?)));
        match self {
            Self::Count => members().for_each(|(_, group)| vectors.add(group, 0, 1)),
            Self::Present(field) => {
                let Some(column) = day.column(field) else { return };
                for (at, group) in members() {
                    if column.number(at).is_some() || column.word(at).is_some() {
                        vectors.add(group, 0, 1);
                    }
                }
            }
            Self::Histogram { field, low, high } => {
                let Some(column) = day.column(field) else { return };
                for (at, group) in members() {
                    if let Some(number) = column.number(at).filter(|number| (*low..=*high).contains(number)) {
                        vectors.add(group, usize::try_from(number - low).unwrap_or(0), 1);
                    }
                }
            }
            Self::Sums(field) => {
                let Some(column) = day.column(field) else { return };
                for (at, group) in members() {
                    if let Some(number) = column.number(at) {
                        vectors.add(group, 0, 1);
                        vectors.add(group, 1, number);
                        vectors.add(group, 2, number.saturating_mul(number));
                    }
                }
            }
            Self::Moments { version, fields } => {
                let Some(versions) = day.column("version") else { return };
                let Some(columns) = fields.iter().map(|field| day.column(field)).collect::<Option<Vec<_>>>()
                else {
                    return;
                };
                let mut numbers = Vec::with_capacity(columns.len());
                for (at, group) in members().filter(|(at, _)| versions.number(*at) == Some(*version)) {
                    numbers.clear();
                    // 'Does not apply' is stored as -1: such an answer is not complete.
                    numbers.extend(
                        columns.iter().filter_map(|column| column.number(at).filter(|number| *number >= 0)),
                    );
                    if numbers.len() == columns.len() {
                        for (place, amount) in Moments::of(&numbers).into_iter().enumerate() {
                            vectors.add(group, place, amount);
                        }
                    }
                }
            }
        }
    }
}

/// The vectors of some groups, side by side, as one measure sees them.
pub(super) struct Vectors<'a> {
    pub all: &'a mut [i64],
    /// How long the vector of a group is.
    pub stride: usize,
    /// Where this measure's part of it begins.
    pub offset: usize,
    /// 1 to count, −1 to take back what was counted.
    pub sign: i64,
}

impl Vectors<'_> {
    fn add(&mut self, group: usize, place: usize, amount: i64) {
        if let Some(slot) = self.all.get_mut(group * self.stride + self.offset + place) {
            *slot = slot.saturating_add(amount.saturating_mul(self.sign));
        }
    }
}

/// How moments of `k` numbers stand in their vector: `n`, the sum of each, then the sum of each product of two, `(0,0),
/// (0,1) .. (0,k−1), (1,1) .. (k−1,k−1)`.
#[derive(Debug, Clone, Copy)]
pub struct Moments;

impl Moments {
    /// The length of the vector.
    #[must_use]
    pub const fn width(k: usize) -> usize {
        1 + k + k * (k + 1) / 2
    }

    /// The vector of one fact.
    #[must_use]
    pub fn of(numbers: &[i64]) -> Vec<i64> {
        let mut vector = Vec::with_capacity(Self::width(numbers.len()));
        vector.push(1);
        vector.extend(numbers);
        for (place, one) in numbers.iter().enumerate() {
            vector.extend(numbers.iter().skip(place).map(|other| one * other));
        }
        vector
    }

    /// Where the sum of the products of two of `k` numbers stands.
    #[must_use]
    pub const fn place(k: usize, one: usize, other: usize) -> usize {
        let (low, high) = if one < other { (one, other) } else { (other, one) };
        1 + k + low * k - low * (low + 1) / 2 + high
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_stand_where_they_are_looked_for() {
        let numbers = [2, 3, 5, 7];
        let vector = Moments::of(&numbers);
        assert_eq!(vector.len(), Moments::width(4));
        for (one, a) in numbers.iter().enumerate() {
            for (other, b) in numbers.iter().enumerate() {
                assert_eq!(vector[Moments::place(4, one, other)], a * b, "{one} {other}");
            }
        }
    }
}
