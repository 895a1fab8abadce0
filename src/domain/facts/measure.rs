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

    /// Adds what the members of a day have, each to the vector of its group.
    pub(super) fn add(&self, day: &Day, members: &Members, vectors: &mut Vectors<'_>) {
        match self {
            Self::Count => members.each(|group| vectors.add(group, 0, 1)),
            Self::Present(field) => {
                let Some(column) = day.column(field) else { return };
                let mut groups = members.groups();
                column.present(&members.places, |present| {
                    let group = groups.next();
                    if present {
                        vectors.add(group, 0, 1);
                    }
                });
            }
            Self::Histogram { field, low, high } => members.numbers(day, field, |group, number| {
                if (*low..=*high).contains(&number) {
                    vectors.add(group, usize::try_from(number - low).unwrap_or(0), 1);
                }
            }),
            Self::Sums(field) => members.numbers(day, field, |group, number| {
                vectors.add(group, 0, 1);
                vectors.add(group, 1, number);
                vectors.add(group, 2, number.saturating_mul(number));
            }),
            Self::Moments { version, fields } => {
                let Some(columns) = fields.iter().map(|field| day.column(field)).collect::<Option<Vec<_>>>()
                else {
                    return;
                };
                let members = members.only(day, "version", *version);
                let (rows, k) = (members.places.len(), columns.len());
                let mut numbers = Vec::with_capacity(rows * k);
                for column in columns {
                    // 'Does not apply' is stored as -1: such an answer is not complete.
                    column.numbers(&members.places, |number| numbers.push(number.unwrap_or(-1)));
                }
                let mut groups = members.groups();
                let mut row = Vec::with_capacity(k);
                for at in 0..rows {
                    let group = groups.next();
                    row.clear();
                    row.extend(numbers.iter().skip(at).step_by(rows).copied().filter(|number| *number >= 0));
                    if row.len() == k {
                        Moments::each(&row, |place, amount| vectors.add(group, place, amount));
                    }
                }
            }
        }
    }
}

/// The facts of a day that are counted, each in its group.
pub(super) struct Members {
    /// Where they stand, in order.
    pub places: Vec<u32>,
    /// The group of each; none where there is but one.
    pub of: Option<Vec<u32>>,
}

impl Members {
    fn groups(&self) -> Groups<'_> {
        Groups(self.of.as_deref().map(<[u32]>::iter))
    }

    fn each(&self, mut see: impl FnMut(usize)) {
        let mut groups = self.groups();
        self.places.iter().for_each(|_| see(groups.next()));
    }

    /// The numbers that members have of a field, each with their group.
    fn numbers(&self, day: &Day, field: &str, mut see: impl FnMut(usize, i64)) {
        let Some(column) = day.column(field) else { return };
        let mut groups = self.groups();
        column.numbers(&self.places, |number| {
            let group = groups.next();
            if let Some(number) = number {
                see(group, number);
            }
        });
    }

    /// Those whose field is just a number.
    fn only(&self, day: &Day, field: &str, wanted: i64) -> Self {
        let mut keep = Vec::with_capacity(self.places.len());
        if let Some(column) = day.column(field) {
            column.numbers(&self.places, |number| keep.push(number == Some(wanted)));
        }
        let kept =
            |all: &[u32]| all.iter().zip(&keep).filter(|(_, keep)| **keep).map(|(one, _)| *one).collect();
        Self { places: kept(&self.places), of: self.of.as_deref().map(kept) }
    }
}

/// The group of one member after another.
struct Groups<'a>(Option<std::slice::Iter<'a, u32>>);

impl Groups<'_> {
    fn next(&mut self) -> usize {
        match &mut self.0 {
            None => 0,
            Some(groups) => groups.next().and_then(|group| usize::try_from(*group).ok()).unwrap_or(0),
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

    /// Every number of the vector of one fact, with its place.
    pub fn each(numbers: &[i64], mut see: impl FnMut(usize, i64)) {
        see(0, 1);
        let mut place = 1;
        for number in numbers {
            see(place, *number);
            place += 1;
        }
        for (first, one) in numbers.iter().enumerate() {
            for other in numbers.iter().skip(first) {
                see(place, one * other);
                place += 1;
            }
        }
    }

    /// The vector of one fact.
    #[must_use]
    pub fn of(numbers: &[i64]) -> Vec<i64> {
        let mut vector = Vec::with_capacity(Self::width(numbers.len()));
        Self::each(numbers, |_, amount| vector.push(amount));
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
