//! Medians and other quantiles with intervals that need no assumption about the shape of what was measured.

use statrs::distribution::{Binomial, ContinuousCDF, DiscreteCDF, Normal};

use super::share::real;

/// Below this the binomial distribution is reckoned exactly; above it its normal approximation puts the same ranks.
const EXACT: u64 = 2_000;

/// Whole numbers in order: minutes, days.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sample(Vec<i64>);

/// A quantile and what the size of its sample allows to say about it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantile {
    /// Its value.
    pub value: f64,
    /// The ends of its 95 % interval; none where even the whole sample does not reach so much.
    pub interval: Option<(f64, f64)>,
}

impl Sample {
    /// Of numbers in any order.
    #[must_use]
    pub fn new(mut numbers: Vec<i64>) -> Self {
        numbers.sort_unstable();
        Self(numbers)
    }

    /// How many there are.
    #[must_use]
    pub fn n(&self) -> u64 {
        u64::try_from(self.0.len()).unwrap_or(u64::MAX)
    }

    /// The middle.
    #[must_use]
    pub fn median(&self) -> Option<Quantile> {
        self.quantile(0.5)
    }

    /// The quantile of a probability 0..1; none of nothing.
    ///
    /// Its value is `x₍ₕ₎` with `h = (n − 1)p + 1`, between two neighbours in proportion (type 7 of R. J. Hyndman, Y. Fan,
    /// Sample quantiles in statistical packages, The American Statistician 50 (1996)); the median of four is the mean of the
    /// two in the middle.
    ///
    /// Its interval runs from the `l`-th to the `u`-th in order, where `P(l ≤ B < u) ≥ 0.95` for `B` binomial of `n` and `p`,
    /// with no more than 0.025 left on either side: whatever the distribution, the quantile is inside at least that often.
    /// Where one side can't be so small the sample is too small for an interval: under 6 for a median, under 36 for the 90th.
    /// Source: H. A. David, H. N. Nagaraja, Order Statistics, 3rd edition (2003), 7.1.
    #[must_use]
    pub fn quantile(&self, probability: f64) -> Option<Quantile> {
        let value = self.value(probability)?;
        Some(Quantile { value, interval: self.interval(probability) })
    }

    fn value(&self, probability: f64) -> Option<f64> {
        let last = self.n().checked_sub(1)?;
        let place = real(last) * probability.clamp(0.0, 1.0);
        let below = whole(place.floor());
        let low = self.at(below)?;
        let high = self.at((below + 1).min(last))?;
        Some(low + (high - low) * (place - place.floor()))
    }

    fn at(&self, place: u64) -> Option<f64> {
        let number = *self.0.get(usize::try_from(place).ok()?)?;
        let size = real(number.unsigned_abs());
        Some(if number < 0 { -size } else { size })
    }

    fn interval(&self, probability: f64) -> Option<(f64, f64)> {
        let (low, high) = ranks(self.n(), probability)?;
        Some((self.at(low - 1)?, self.at(high - 1)?))
    }

    /// Whether two samples come from the same distribution: how often chance alone would order them at least so unevenly
    /// (two-sided, 0..=1). None where either has nothing.
    ///
    /// The rank sum test of Mann and Whitney: `U` counts the pairs in which the first is the greater, ties as halves; its
    /// normal approximation with the correction for ties and for continuity. It finds that times grew or shrank, and needs no
    /// normal distribution, which times to an answer never have.
    /// Source: H. B. Mann, D. R. Whitney, Annals of Mathematical Statistics 18 (1947); ties as E. L. Lehmann, Nonparametrics
    /// (1975), 1.4.
    #[must_use]
    pub fn differs(&self, other: &Self) -> Option<f64> {
        let (n, m) = (real(self.n()), real(other.n()));
        if self.0.is_empty() || other.0.is_empty() {
            return None;
        }
        let (mut below, mut ties) = (0.0, 0.0);
        let (mut mine, mut theirs) = (self.0.as_slice(), other.0.as_slice());
        // Both in step through the values that either has.
        while let Some(value) = [mine.first(), theirs.first()].into_iter().flatten().min().copied() {
            let (here, there) = (split(&mut mine, value), split(&mut theirs, value));
            // Those of the other side that are less, and the half of those that are equal.
            below += here * (m - real(count(theirs)) - there / 2.0);
            let tied = here + there;
            ties += tied * tied * tied - tied;
        }
        let all = n + m;
        let variance = n * m / 12.0 * (all + 1.0 - ties / (all * (all - 1.0)));
        if variance <= 0.0 {
            return Some(1.0);
        }
        let away = ((below - n * m / 2.0).abs() - 0.5).max(0.0);
        let normal = Normal::standard();
        Some((2.0 * normal.sf(away / variance.sqrt())).min(1.0))
    }
}

impl FromIterator<i64> for Sample {
    fn from_iter<I: IntoIterator<Item = i64>>(numbers: I) -> Self {
        Self::new(numbers.into_iter().collect())
    }
}

fn count(rest: &[i64]) -> u64 {
    u64::try_from(rest.len()).unwrap_or(u64::MAX)
}

/// Takes all equal ones off the front; answers how many they were.
fn split(rest: &mut &[i64], value: i64) -> f64 {
    let equal = rest.partition_point(|number| *number <= value);
    let (taken, left) = rest.split_at(equal);
    *rest = left;
    real(count(taken))
}

/// The places, counted from 1, between which the quantile lies 95 times in a hundred.
fn ranks(n: u64, probability: f64) -> Option<(u64, u64)> {
    if n == 0 || !(0.0..=1.0).contains(&probability) {
        return None;
    }
    let side = 0.025;
    if n > EXACT {
        let (centre, spread) = (real(n) * probability, (real(n) * probability * (1.0 - probability)).sqrt());
        let reach = super::share::Z95 * spread;
        let low = whole((centre - reach).floor()).max(1);
        let high = whole((centre + reach).ceil() + 1.0);
        return (high <= n).then_some((low, high));
    }
    let binomial = Binomial::new(probability, n).ok()?;
    // The greatest l with P(B < l) <= side, and the least u with P(B >= u) <= side.
    let low = first(n, |place| binomial.cdf(place - 1) > side) - 1;
    let high = first(n, |place| binomial.sf(place - 1) <= side);
    (low >= 1 && high <= n).then_some((low, high))
}

/// The first place of `1..=n` from which on something holds; `n + 1` where it never does.
fn first(n: u64, holds: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (1, n + 1);
    while low < high {
        let middle = u64::midpoint(low, high);
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// A number that is whole and not negative, as such.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "std has no other way from f64 to u64; places of a sample are far under 2^53 and never negative"
)]
const fn whole(value: f64) -> u64 {
    value.max(0.0) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::coverage::chance;

    fn sample(numbers: impl IntoIterator<Item = i64>) -> Sample {
        numbers.into_iter().collect()
    }

    #[test]
    fn quantiles_agree_with_worked_examples() {
        assert_eq!(sample([]).median(), None);
        assert_eq!(sample([7]).median(), Some(Quantile { value: 7.0, interval: None }));
        assert_eq!(sample([4, 1, 3, 2]).median().unwrap().value, 2.5);
        // R: quantile(1:11, .9) is 10, quantile(c(-5, 0, 10), .9) is 8.
        assert_eq!(sample(1..=11).quantile(0.9).unwrap().value, 10.0);
        assert_eq!(sample([-5, 10, 0]).quantile(0.9).unwrap().value, 8.0);
    }

    #[test]
    fn intervals_take_the_places_of_the_tables() {
        // The tables of the sign test: of 6 the whole range, of 10 the 2nd to the 9th, of 25 the 8th to the 18th.
        assert_eq!(ranks(5, 0.5), None);
        assert_eq!(ranks(6, 0.5), Some((1, 6)));
        assert_eq!(ranks(10, 0.5), Some((2, 9)));
        assert_eq!(ranks(25, 0.5), Some((8, 18)));
        assert_eq!(ranks(100, 0.5), Some((40, 61)));
        assert_eq!(ranks(35, 0.9), None);
        assert!(ranks(36, 0.9).is_some());
        assert_eq!(sample(1..=10).median().unwrap().interval, Some((2.0, 9.0)));
    }

    #[test]
    fn the_approximation_puts_the_ranks_of_the_exact_one() {
        for probability in [0.5, 0.9] {
            let n = EXACT + 1;
            let exact = {
                let binomial = Binomial::new(probability, n).unwrap();
                let low = (1..=n).take_while(|place| binomial.cdf(place - 1) <= 0.025).last().unwrap();
                (low, (low + 1..=n).find(|place| binomial.sf(place - 1) <= 0.025).unwrap())
            };
            let (low, high) = ranks(n, probability).unwrap();
            assert!(low.abs_diff(exact.0) <= 1 && high.abs_diff(exact.1) <= 1, "{exact:?} {low} {high}");
        }
    }

    fn number(value: f64) -> i64 {
        i64::try_from(whole(value)).unwrap()
    }

    fn rate(found: usize, of: u32) -> f64 {
        f64::from(u32::try_from(found).unwrap()) / f64::from(of)
    }

    #[test]
    fn intervals_hold_the_true_quantile_as_often_as_they_say() {
        let mut state = 20_261_122;
        for (probability, sizes) in [(0.5, [6, 12, 40, 151]), (0.9, [40, 60, 120, 300])] {
            for n in sizes {
                // Times that are skewed as times are: exponential, with a mean of 100,000.
                let truth = -100_000.0 * (1.0_f64 - probability).ln();
                let draws = 4_000;
                let held = (0..draws)
                    .filter(|_| {
                        let sample: Sample =
                            (0..n).map(|_| number(-100_000.0 * (1.0 - chance(&mut state)).ln())).collect();
                        let (low, high) = sample.quantile(probability).unwrap().interval.unwrap();
                        low <= truth && truth <= high
                    })
                    .count();
                let coverage = rate(held, draws);
                assert!((0.94..=0.998).contains(&coverage), "{probability} of {n}: {coverage}");
            }
        }
    }

    #[test]
    fn the_rank_test_agrees_with_worked_examples() {
        let p = |one: &[i64], other: &[i64]| {
            sample(one.iter().copied()).differs(&sample(other.iter().copied())).unwrap()
        };
        // R: wilcox.test(1:10, 11:20, exact = FALSE) has p = 0.0001826718.
        let one: Vec<i64> = (1..=10).collect();
        let other: Vec<i64> = (11..=20).collect();
        assert!((p(&one, &other) - 0.000_182_671_8).abs() < 1e-9, "{}", p(&one, &other));
        assert!((p(&other, &one) - p(&one, &other)).abs() < 1e-12);
        // R: wilcox.test(c(1,2,2,3), c(2,3,3,4), exact = FALSE) has p = 0.1794.
        let tied = p(&[1, 2, 2, 3], &[2, 3, 3, 4]);
        assert!((0.17..0.19).contains(&tied), "{tied}");
        assert_eq!(p(&[5, 5, 5], &[5, 5]), 1.0);
        assert_eq!(sample([]).differs(&sample([1])), None);
    }

    #[test]
    fn the_rank_test_cries_wolf_no_more_than_it_says() {
        let mut state = 7;
        let draws = 4_000;
        let found = (0..draws)
            .filter(|_| {
                let mut draw =
                    |n: usize| -> Sample { (0..n).map(|_| number(chance(&mut state) * 40.0)).collect() };
                draw(20).differs(&draw(35)).unwrap() < 0.05
            })
            .count();
        let rate = rate(found, draws);
        assert!((0.035..0.06).contains(&rate), "{rate}");
    }
}
