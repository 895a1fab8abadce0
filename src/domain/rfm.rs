//! Customers by how regularly they buy (XYZ) and by recency, frequency and money (RFM).

use super::share::real;

coded! {
    /// How regularly a customer buys.
    pub enum Regularity {
        /// The gaps between purchases are alike.
        X = "X",
        /// They are not, or there is one gap alone.
        Y = "Y",
        /// Bought once.
        Z = "Z",
    }
}

/// Per cent of variation up to which gaps are alike, where nothing else is asked for.
pub const REGULAR: u8 = 50;

/// How regularly somebody buys: by the coefficient of variation of the gaps between purchases, their standard deviation
/// (of all gaps, not of a sample) divided by their mean. Regular up to `regular` per cent; one gap alone is never
/// regular, since nothing tells what it is like.
///
/// `receipts` are the moments of purchases in order; none where there is none.
#[must_use]
pub fn regularity(receipts: &[i64], regular: u8) -> Option<Regularity> {
    match receipts.len() {
        0 => return None,
        1 => return Some(Regularity::Z),
        2 => return Some(Regularity::Y),
        _ => {}
    }
    let (mut n, mut mean, mut squares) = (0.0, 0.0, 0.0);
    for (one, next) in receipts.iter().zip(receipts.iter().skip(1)) {
        // Welford's: gaps are long numbers of microseconds.
        let gap = real(next.abs_diff(*one)) / 86_400e6;
        n += 1.0;
        let off = gap - mean;
        mean += off / n;
        squares += off * (gap - mean);
    }
    let variation = (squares / n).sqrt();
    let alike = mean > 0.0 && variation * 100.0 <= f64::from(regular) * mean;
    Some(if alike { Regularity::X } else { Regularity::Y })
}

/// From which value on each score is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Quintiles([Option<i128>; 4]);

impl Quintiles {
    /// Of values in any order. With `less` the number of customers whose value is less than that of one of `n`, their
    /// score is `1 + floor(5 × less / n)`: equal values have the same score, in whatever order they come, so a score can
    /// be empty where many are equal.
    #[must_use]
    pub fn of(mut values: Vec<i128>) -> Self {
        values.sort_unstable();
        let n = values.len();
        let mut from = [None; 4];
        let mut less = 0;
        for equal in values.chunk_by(|one, next| one == next) {
            for (slot, score) in from.iter_mut().zip(1usize..) {
                if slot.is_none() && less * 5 >= score * n {
                    *slot = equal.first().copied();
                }
            }
            less += equal.len();
        }
        Self(from)
    }

    /// The score of a value: 1 of the least fifth, 5 of the greatest.
    #[must_use]
    pub fn score(&self, value: i128) -> u8 {
        let reached = self.0.iter().filter(|from| from.is_some_and(|from| value >= from)).count();
        1 + u8::try_from(reached).unwrap_or(0)
    }
}

coded! {
    /// Named groups of customers by recency and frequency.
    pub enum RfmGroup {
        /// Bought lately and often: R 4-5, F 4-5.
        Champions = "champions",
        /// Bought not long ago and often: R 3, F 3-5.
        Loyal = "loyal",
        /// Bought lately and sometimes: R 4-5, F 2-3.
        Growing = "growing",
        /// Bought lately and seldom: R 4-5, F 1.
        Newcomers = "newcomers",
        /// Not long ago and seldom: R 3, F 1-2.
        Cooling = "cooling",
        /// Bought often, and not for long: R 1-2, F 4-5.
        AtRisk = "at_risk",
        /// Bought sometimes, and not for long: R 1-2, F 2-3.
        Sleeping = "sleeping",
        /// Bought seldom, and not for long: R 1-2, F 1.
        Gone = "gone",
    }
}

impl RfmGroup {
    /// The group of two scores 1-5. Money does not decide about it: it is shown beside, and may be chosen.
    #[must_use]
    pub const fn of(recency: u8, frequency: u8) -> Self {
        match (recency, frequency) {
            (4.., 4..) => Self::Champions,
            (4.., 2..) => Self::Growing,
            (4.., _) => Self::Newcomers,
            (3, 3..) => Self::Loyal,
            (3, _) => Self::Cooling,
            (_, 4..) => Self::AtRisk,
            (_, 2..) => Self::Sleeping,
            _ => Self::Gone,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400_000_000;

    fn of(days: &[i64]) -> Option<Regularity> {
        let moments: Vec<i64> = days.iter().map(|day| day * DAY).collect();
        regularity(&moments, REGULAR)
    }

    #[test]
    fn xyz_is_by_the_variation_of_gaps() {
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[5]), Some(Regularity::Z));
        assert_eq!(of(&[5, 35]), Some(Regularity::Y));
        assert_eq!(of(&[0, 30, 60, 90]), Some(Regularity::X));
        // Gaps 10 and 30: mean 20, deviation 10, variation just 50 %.
        assert_eq!(of(&[0, 10, 40]), Some(Regularity::X));
        assert_eq!(of(&[0, 9, 40]), Some(Regularity::Y));
        assert_eq!(of(&[7, 7, 7]), Some(Regularity::Y), "three at one moment have no rhythm");
    }

    #[test]
    fn quintiles_give_equal_values_equal_scores() {
        let all = Quintiles::of((1..=10).rev().collect());
        let scores: Vec<u8> = (1..=10).map(|value| all.score(value)).collect();
        assert_eq!(scores, [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
        let tied = Quintiles::of(vec![1, 1, 1, 1, 1, 1, 2, 2, 2, 3]);
        assert_eq!([tied.score(1), tied.score(2), tied.score(3)], [1, 4, 5]);
        let one = Quintiles::of(vec![7]);
        assert_eq!(one.score(7), 1);
        assert_eq!(Quintiles::of(vec![]).score(3), 1);
    }

    #[test]
    fn scores_are_what_their_formula_says() {
        let values: Vec<i128> = (0..997).map(|at: i128| at * at * 7919 % 101).collect();
        let quintiles = Quintiles::of(values.clone());
        for value in &values {
            let less = values.iter().filter(|other| *other < value).count();
            assert_eq!(usize::from(quintiles.score(*value)), 1 + 5 * less / values.len());
        }
    }

    #[test]
    fn every_pair_of_scores_has_a_group() {
        let mut seen = std::collections::BTreeMap::new();
        for recency in 1..=5 {
            for frequency in 1..=5 {
                *seen.entry(RfmGroup::of(recency, frequency)).or_insert(0) += 1;
            }
        }
        assert_eq!(seen.len(), RfmGroup::all().len());
        assert_eq!(seen.values().sum::<i32>(), 25);
    }
}
