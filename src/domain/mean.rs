//! The mean of whole numbers from sums that can be added up, with its interval.

use serde::{Deserialize, Serialize};
use statrs::distribution::{ContinuousCDF, StudentsT};
use std::ops::{Add, AddAssign};

use super::share::{Z95, real};

/// Sufficient statistics of a set of small whole numbers: two of them add up to that of both sets,
/// so a report over any period is a sum of stored rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Mean {
    /// How many numbers.
    pub n: u64,
    /// Their sum.
    pub sum: u64,
    /// The sum of their squares.
    pub squares: u64,
}

impl Mean {
    /// The set of `count` times `value`.
    #[must_use]
    pub fn of(value: u8, count: u64) -> Self {
        let value = u64::from(value);
        Self { n: count, sum: count.saturating_mul(value), squares: count.saturating_mul(value * value) }
    }

    /// Of `n, Σx, Σx²` as measures have them; anything else is nothing.
    #[must_use]
    pub fn of_sums(sums: &[i64]) -> Self {
        let whole = |at: usize| sums.get(at).and_then(|sum| u64::try_from(*sum).ok()).unwrap_or(0);
        Self { n: whole(0), sum: whole(1), squares: whole(2) }
    }

    /// The arithmetic mean; none of nothing.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        (self.n > 0).then(|| real(self.sum) / real(self.n))
    }

    /// The sample standard deviation, `√((Σx² − (Σx)²/n) / (n−1))`; none of fewer than two.
    #[must_use]
    pub fn deviation(self) -> Option<f64> {
        if self.n < 2 {
            return None;
        }
        // In integers, because the difference of two large close numbers is what loses digits.
        let n = u128::from(self.n);
        let spread = (n * u128::from(self.squares)).checked_sub(u128::from(self.sum).pow(2))?;
        let spread = u64::try_from(spread).map_or_else(|_| real(u64::MAX), real);
        Some((spread / (real(self.n) * real(self.n - 1))).sqrt())
    }

    /// The 95 % interval of the mean, `mean ± t(0.975, n−1) · s/√n` (Student's t); none of fewer than two.
    /// Not clipped: the caller knows the ends of its scale.
    #[must_use]
    pub fn interval(self) -> Option<(f64, f64)> {
        let reach = t95(self.n - self.n.min(1)) * self.deviation()? / real(self.n).sqrt();
        let mean = self.value()?;
        Some((mean - reach, mean + reach))
    }
}

impl Add for Mean {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { n: self.n + other.n, sum: self.sum + other.sum, squares: self.squares + other.squares }
    }
}

impl AddAssign for Mean {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl std::iter::Sum for Mean {
    fn sum<I: Iterator<Item = Self>>(means: I) -> Self {
        means.fold(Self::default(), Add::add)
    }
}

/// How a mean moved between two independent sets, for example this period and the one before.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MeanChange {
    /// Now minus before, in the unit of the numbers.
    pub difference: f64,
    /// How often chance alone would make a difference at least this large, 0..=1 (two-sided).
    pub p: f64,
    /// More than chance: `p` under 0.05.
    pub significant: bool,
}

impl MeanChange {
    /// Compares two sets; none where either has fewer than two numbers.
    ///
    /// `t = (m₁ − m₂) / √(s₁²/n₁ + s₂²/n₂)` against Student's t with the Welch-Satterthwaite freedom,
    /// rounded down. Two sets without any spread differ if their means do.
    /// Source: B. L. Welch, The generalization of Student's problem, Biometrika 34 (1947).
    #[must_use]
    pub fn between(now: Mean, before: Mean) -> Option<Self> {
        let Welch { difference, error, freedom } = Welch::of(now, before)?;
        if error <= 0.0 {
            let p = if difference == 0.0 { 1.0 } else { 0.0 };
            return Some(Self { difference, p, significant: p < 0.05 });
        }
        let t = (difference / error).abs();
        let p = StudentsT::new(0.0, 1.0, freedom).map_or(1.0, |student| 2.0 * student.sf(t));
        Some(Self { difference, p, significant: p < 0.05 })
    }

    /// The 95 % interval of the difference, `m₁ − m₂ ± t(0.975) √(s₁²/n₁ + s₂²/n₂)` by the same freedom as the test.
    #[must_use]
    pub fn interval(now: Mean, before: Mean) -> Option<(f64, f64)> {
        let Welch { difference, error, freedom } = Welch::of(now, before)?;
        let t = StudentsT::new(0.0, 1.0, freedom).map_or(Z95, |student| student.inverse_cdf(0.975));
        Some((difference - t * error, difference + t * error))
    }
}

/// What a difference of two means is judged by; the freedom is rounded down.
struct Welch {
    difference: f64,
    error: f64,
    freedom: f64,
}

impl Welch {
    fn of(one: Mean, other: Mean) -> Option<Self> {
        let difference = one.value()? - other.value()?;
        let part = |set: Mean| Some((set.deviation()?.powi(2) / real(set.n), real(set.n - 1)));
        let ((a, freedom_a), (b, freedom_b)) = (part(one)?, part(other)?);
        let freedom = (a + b).powi(2) / (a * a / freedom_a + b * b / freedom_b);
        let freedom = if freedom.is_finite() { freedom.floor().max(1.0) } else { 1.0 };
        Some(Self { difference, error: (a + b).sqrt(), freedom })
    }
}

/// The 0.975 quantile of Student's t, the normal one where the two agree to four digits.
fn t95(freedom: u64) -> f64 {
    if freedom > 100_000 {
        return Z95;
    }
    StudentsT::new(0.0, 1.0, real(freedom)).map_or(Z95, |t| t.inverse_cdf(0.975))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: Option<f64>, wanted: f64) {
        assert!(found.is_some_and(|found| (found - wanted).abs() < 1e-4), "{found:?} is not {wanted}");
    }

    #[test]
    fn a_small_set_agrees_with_the_textbook() {
        // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, s = √(32/7), t(0.975, 7) = 2.364624.
        let set: Mean = [2, 4, 4, 4, 5, 5, 7, 9].into_iter().map(|value| Mean::of(value, 1)).sum();
        close(set.value(), 5.0);
        close(set.deviation(), 2.138_090);
        close(set.interval().map(|(low, _)| low), 5.0 - 2.364_624 * 2.138_090 / 8f64.sqrt());
        close(set.interval().map(|(_, high)| high), 5.0 + 2.364_624 * 2.138_090 / 8f64.sqrt());
    }

    #[test]
    fn few_numbers_say_little() {
        assert_eq!(Mean::default().value(), None);
        assert_eq!(Mean::default().interval(), None);
        assert_eq!(Mean::of(7, 1).value(), Some(7.0));
        assert_eq!(Mean::of(7, 1).interval(), None);
        assert_eq!(Mean::of(7, 5).interval(), Some((7.0, 7.0)));
    }

    #[test]
    fn a_hundred_million_answers_lose_no_digit() {
        let set = Mean::of(10, 50_000_000) + Mean::of(9, 50_000_000);
        close(set.value(), 9.5);
        close(set.deviation(), 0.5);
    }

    #[test]
    fn the_t_quantile_meets_the_normal_one() {
        close(Some(t95(1)), 12.706_20);
        close(Some(t95(30)), 2.042_27);
        close(Some(t95(100_000)), 1.959_99);
    }

    #[test]
    fn a_change_of_means_is_told_from_chance() {
        let set = |values: &[u8]| values.iter().map(|value| Mean::of(*value, 1)).sum::<Mean>();
        let low = set(&[1, 2, 3]);
        // t = 10 / √(2/3) = 12.2 and 1 / √(2/3) = 1.2, both against t(0.975, 4) = 2.78.
        let told =
            |now, before| MeanChange::between(now, before).map(|one| (one.difference, one.significant));
        assert_eq!(told(set(&[11, 12, 13]), low), Some((10.0, true)));
        assert_eq!(told(set(&[2, 3, 4]), low), Some((1.0, false)));
        assert_eq!(told(low, set(&[11, 12, 13])), Some((-10.0, true)));
        assert_eq!(told(set(&[5, 5]), set(&[7, 7])), Some((-2.0, true)));
        assert_eq!(told(set(&[5, 5]), set(&[5, 5])), Some((0.0, false)));
        assert_eq!(told(set(&[5]), low), None);
        assert_eq!(told(low, Mean::default()), None);
        // 10 ± 2.776445 √(2/3).
        let ends = MeanChange::interval(set(&[11, 12, 13]), low);
        close(ends.map(|(from, _)| from), 10.0 - 2.776_445 * (2.0f64 / 3.0).sqrt());
        close(ends.map(|(_, to)| to), 10.0 + 2.776_445 * (2.0f64 / 3.0).sqrt());
        assert_eq!(MeanChange::interval(set(&[5, 5]), set(&[7, 7])), Some((-2.0, -2.0)));
        assert_eq!(MeanChange::interval(set(&[5]), low), None);
    }
}
