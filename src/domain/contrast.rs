//! Whether two shares, or two counts over time, differ by more than chance.

use statrs::distribution::{Binomial, ContinuousCDF, DiscreteCDF, Normal};

use super::{
    report::Change,
    share::{Share, Z95, real},
};

/// How a share moved, in percentage points; none where either is of nothing.
///
/// `z = (p₁ − p₂) / √(p(1 − p)(1/n₁ + 1/n₂))` with the pooled share `p`: the test of two proportions. Where nobody or
/// everybody has it on both sides there is nothing to tell apart.
/// Source: J. L. Fleiss, Statistical Methods for Rates and Proportions (1981), 2.2.
#[must_use]
pub fn shares(now: Share, before: Share) -> Option<Change> {
    let difference = (now.value()? - before.value()?) * 100.0;
    let pooled = real(now.count() + before.count()) / real(now.of() + before.of());
    let spread = (pooled * (1.0 - pooled) * (1.0 / real(now.of()) + 1.0 / real(before.of()))).sqrt();
    let p = if spread > 0.0 { 2.0 * Normal::standard().sf((difference / 100.0 / spread).abs()) } else { 1.0 };
    Some(Change::new(difference, p.min(1.0)))
}

/// The 95 % interval of the difference of two independent shares, as a fraction −1..=1; none where either is of nothing.
///
/// Of the Wilson intervals `l..u` of both: `d − √((p₁ − l₁)² + (u₂ − p₂)²)` to `d + √((u₁ − p₁)² + (p₂ − l₂)²)`.
/// Source: R. G. Newcombe, Interval estimation for the difference between independent proportions, Statistics in Medicine 17
/// (1998), method 10.
#[must_use]
pub fn difference(one: Share, other: Share) -> Option<(f64, f64)> {
    let (p, q) = (one.value()?, other.value()?);
    let ((l, u), (m, v)) = (one.interval()?, other.interval()?);
    let d = p - q;
    Some((d - (p - l).hypot(v - q), d + (u - p).hypot(q - m)))
}

/// How a count moved between two stretches of time, in the unit of the count per stretch of the first; none where neither
/// has any or a stretch has no days.
///
/// Events that come independently of one another: of all of them together those of the first stretch are binomial with its
/// share of the days. Exact two-sided, twice the smaller tail. Complaints that come in waves vary more than that.
/// Source: J. Przyborowski, H. Wilenski, Homogeneity of results in testing samples from Poisson series, Biometrika 31 (1940).
#[must_use]
pub fn counts(now: u64, days: u64, before: u64, days_before: u64) -> Option<Change> {
    let all = now + before;
    if all == 0 || days == 0 || days_before == 0 {
        return None;
    }
    let share = real(days) / real(days + days_before);
    let binomial = Binomial::new(share, all).ok()?;
    let below = binomial.cdf(now);
    let above = now.checked_sub(1).map_or(1.0, |less| binomial.sf(less));
    let difference = real(now) - real(before) * real(days) / real(days_before);
    Some(Change::new(difference, (2.0 * below.min(above)).min(1.0)))
}

/// The 95 % normal reach of a standard error.
#[must_use]
pub fn reach(variance: f64) -> f64 {
    Z95 * variance.max(0.0).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_shares_agree_with_worked_examples() {
        // Fleiss, 2.2: 10 of 100 and 15 of 50 of psychiatric patients: z = 3.10 without the correction for continuity.
        let found = shares(Share::new(15, 50), Share::new(10, 100)).unwrap();
        assert!((found.difference - 20.0).abs() < 1e-9);
        assert!((found.p - 0.001_94).abs() < 1e-4 && found.significant, "{}", found.p);
        assert_eq!(shares(Share::new(0, 5), Share::new(0, 9)).unwrap().p, 1.0);
        assert_eq!(shares(Share::new(0, 0), Share::new(0, 9)), None);
    }

    #[test]
    fn the_interval_of_a_difference_is_that_of_its_table() {
        // Newcombe (1998), table II, method 10: 56/70 and 48/80, 9/10 and 3/10.
        for (one, other, low, high) in [
            (Share::new(56, 70), Share::new(48, 80), 0.0524, 0.3339),
            (Share::new(9, 10), Share::new(3, 10), 0.1705, 0.8090),
        ] {
            let (l, h) = difference(one, other).unwrap();
            assert!((l - low).abs() < 5e-5 && (h - high).abs() < 5e-5, "{l} {h}");
        }
    }

    #[test]
    fn counts_are_compared_by_their_days() {
        // 11 against 29 of as many days: twice P(B <= 11) of 40 at a half, 0.00643.
        let found = counts(11, 30, 29, 30).unwrap();
        assert!((found.p - 0.006_43).abs() < 1e-4 && found.significant, "{}", found.p);
        assert!((found.difference + 18.0).abs() < 1e-9);
        // Twice as many in twice the days is no change.
        let same = counts(20, 60, 10, 30).unwrap();
        assert!(same.difference.abs() < 1e-9 && !same.significant);
        assert_eq!(counts(0, 30, 0, 30), None);
    }
}
