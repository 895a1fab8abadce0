//! Whom answers speak for: those who answered beside all who bought.

use statrs::function::gamma::gamma_ur;

use super::response::two_shares;
use crate::domain::{
    cut::Dimension,
    multiple::holm,
    nps::Base,
    share::{Share, real},
};

/// The customers of one value of a dimension.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Buyers {
    /// The value; empty: of those that have none.
    pub word: String,
    /// How many bought.
    pub bought: u64,
    /// How many of them were asked.
    pub asked: u64,
    /// How many of those answered.
    pub answered: u64,
}

impl Buyers {
    /// The share of those asked who answered.
    #[must_use]
    pub fn rate(&self) -> Share {
        Share::new(self.answered, self.asked)
    }
}

/// One row: how many of the group bought, were asked and answered, and whether it is heard as much as it buys.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard {
    /// The counts.
    pub buyers: Buyers,
    /// Their part of all buyers.
    pub of_buyers: Share,
    /// Their part of all who answered.
    pub of_answered: Share,
    /// `of_answered − of_buyers` as a fraction, with its 95 % interval; none where too few bought or answered.
    pub gap: Option<Imbalance>,
}

/// A difference with its interval and test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Imbalance {
    /// Answerers' part minus buyers' part, a fraction.
    pub difference: f64,
    /// Its 95 % interval.
    pub interval: (f64, f64),
    /// That there is none: corrected by Holm over the rows.
    pub p: f64,
}

impl Imbalance {
    /// Differences smaller than this many of a hundred change no figure that is shown.
    pub const MATTERS: f64 = 0.03;

    /// More than chance, and large enough to matter.
    #[must_use]
    pub fn is_told(&self) -> bool {
        self.p < 0.05 && self.difference.abs() >= Self::MATTERS
    }
}

/// Answerers beside buyers along one dimension.
#[derive(Debug, Clone, PartialEq)]
pub struct Representation {
    /// The dimension.
    pub by: Dimension,
    /// Its values, most buyers first.
    pub rows: Vec<Heard>,
    /// Pearson's chi-square of answered or not by value, its p and Cramér's V (0: alike, 1: wholly other people).
    pub test: Option<(f64, f64, f64)>,
}

impl Representation {
    /// Compares those who answered with those who did not: the buyers hold both, so their difference follows from it.
    #[must_use]
    pub fn new(by: Dimension, mut groups: Vec<Buyers>) -> Self {
        groups.sort_by(|one, other| other.bought.cmp(&one.bought).then_with(|| one.word.cmp(&other.word)));
        let bought: u64 = groups.iter().map(|group| group.bought).sum();
        let answered: u64 = groups.iter().map(|group| group.answered).sum();
        let mut rows: Vec<Heard> = groups
            .into_iter()
            .map(|buyers| Heard {
                of_buyers: Share::new(buyers.bought, bought),
                of_answered: Share::new(buyers.answered, answered),
                gap: gap(&buyers, bought, answered),
                buyers,
            })
            .collect();
        let tested: Vec<f64> = rows.iter().filter_map(|row| row.gap).map(|gap| gap.p).collect();
        for (gap, p) in rows.iter_mut().filter_map(|row| row.gap.as_mut()).zip(holm(&tested)) {
            gap.p = p;
        }
        let test = chi_square(&rows, bought, answered);
        Self { by, rows, test }
    }

    /// The values that are heard more or less than they buy.
    pub fn told(&self) -> impl Iterator<Item = (&Heard, Imbalance)> {
        self.rows.iter().filter_map(|row| Some((row, row.gap.filter(Imbalance::is_told)?)))
    }
}

/// With `m` of the `M` who kept silent and `a` of the `A` who answered, `a/A − b/B = M/(A+M) · (a/A − m/M)`; the interval
/// of the difference in brackets is Newcombe's, of two Wilson intervals (Statistics in Medicine 17 (1998), method 10).
fn gap(buyers: &Buyers, bought: u64, answered: u64) -> Option<Imbalance> {
    let one = Share::new(buyers.answered, answered);
    let silent = bought.checked_sub(answered)?;
    let other = Share::new(buyers.bought.saturating_sub(buyers.answered), silent);
    if !Base::of(answered).shows_score() || Base::of(buyers.bought) == Base::Hidden || silent == 0 {
        return None;
    }
    let (p, q) = (one.value()?, other.value()?);
    let ((low, high), (other_low, other_high)) = (one.interval()?, other.interval()?);
    let part = real(silent) / real(bought);
    let down = (p - low).hypot(other_high - q);
    let up = (high - p).hypot(q - other_low);
    Some(Imbalance {
        difference: (p - q) * part,
        interval: ((p - q - down) * part, (p - q + up) * part),
        p: two_shares(one, other)?,
    })
}

/// `Σ (observed − expected)² / expected` over both columns of every row, `V = √(χ² / n)` as there are two columns.
/// None where a row expects fewer than one answer, or one of five expects fewer than five (Cochran 1954).
fn chi_square(rows: &[Heard], bought: u64, answered: u64) -> Option<(f64, f64, f64)> {
    let rate = Share::new(answered, bought).value()?;
    if rows.len() < 2 || answered == 0 || answered >= bought {
        return None;
    }
    let (mut sum, mut few) = (0.0, 0u64);
    for row in rows {
        let n = real(row.buyers.bought);
        for (expected, observed) in [
            (n * rate, real(row.buyers.answered)),
            (n * (1.0 - rate), real(row.buyers.bought.saturating_sub(row.buyers.answered))),
        ] {
            if expected < 1.0 {
                return None;
            }
            few += u64::from(expected < 5.0);
            sum += (observed - expected).powi(2) / expected;
        }
    }
    let cells = u64::try_from(rows.len()).unwrap_or(1) * 2;
    if few * 5 > cells {
        return None;
    }
    let freedom = real(cells / 2 - 1);
    // The library knows no value at nought, where everybody answers alike.
    let p = if sum > 0.0 { gamma_ur(freedom / 2.0, sum / 2.0) } else { 1.0 };
    Some((sum, p, (sum / real(bought)).sqrt()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(word: &str, bought: u64, answered: u64) -> Buyers {
        Buyers { word: word.to_owned(), bought, asked: bought / 2, answered }
    }

    #[test]
    fn a_worked_example() {
        // R: chisq.test(matrix(c(60, 40, 140, 360), 2), correct = FALSE): X-squared = 38.4, df = 1.
        let found = Representation::new(
            Dimension::Segment,
            vec![group("новые", 400, 40), group("постоянные", 200, 60)],
        );
        let (square, p, v) = found.test.unwrap();
        assert!((square - 38.4).abs() < 1e-9 && p < 1e-8, "{square} {p}");
        assert!((v - 0.252_98).abs() < 1e-5, "{v}");
        // 60 of 100 answers come from a third of the buyers: 60.0 − 33.3 points.
        let regular = &found.rows[1];
        let gap = regular.gap.unwrap();
        assert!((gap.difference - (0.6 - 1.0 / 3.0)).abs() < 1e-12);
        assert!(gap.interval.0 < gap.difference && gap.difference < gap.interval.1 && gap.interval.0 > 0.15);
        assert_eq!(
            found.told().map(|(row, _)| row.buyers.word.as_str()).collect::<Vec<_>>(),
            ["новые", "постоянные"]
        );
        // Parts of a whole: what one has too much the others lack.
        let sum: f64 = found.rows.iter().filter_map(|row| row.gap).map(|gap| gap.difference).sum();
        assert!(sum.abs() < 1e-12);
    }

    #[test]
    fn nothing_is_told_of_equals_or_of_few() {
        let equal = Representation::new(Dimension::Segment, vec![group("a", 400, 40), group("b", 200, 20)]);
        assert_eq!(equal.told().count(), 0);
        assert!(equal.test.unwrap().0.abs() < 1e-9);
        let few = Representation::new(Dimension::Segment, vec![group("a", 40, 5), group("b", 20, 4)]);
        assert!(few.rows.iter().all(|row| row.gap.is_none()));
        assert!(few.test.is_none());
        assert!(Representation::new(Dimension::Segment, Vec::new()).test.is_none());
    }
}
