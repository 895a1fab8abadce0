//! Chance that falls the same way every time: SplitMix64, so that one seed is one company on every machine.

use chrono::TimeDelta;

/// A stream of chance.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// The stream of a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to 1, without 1.
    pub fn unit(&mut self) -> f64 {
        f64::from(u32::try_from(self.next() >> 32).unwrap_or(u32::MAX)) / 4_294_967_296.0
    }

    /// Whether something of this probability happens.
    pub fn happens(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// From `low` to `high`, without `high`.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        self.unit().mul_add(high - low, low)
    }

    /// A whole number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(1).max(1);
        usize::try_from((self.next() >> 11) % end).unwrap_or(0)
    }

    /// Of the standard normal distribution: a sum of twelve.
    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }

    /// A wait whose mean is `mean`.
    pub fn wait(&mut self, mean: f64) -> f64 {
        -(1.0 - self.unit()).ln() * mean
    }

    /// One of them; the default of none.
    pub fn pick<T: Clone + Default>(&mut self, from: &[T]) -> T {
        let at = self.below(from.len());
        from.get(at).cloned().unwrap_or_default()
    }

    /// The place of one of them, each as likely as its weight.
    pub fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut left = self.unit() * weights.iter().sum::<f64>();
        for (at, weight) in weights.iter().enumerate() {
            if left < *weight {
                return at;
            }
            left -= weight;
        }
        weights.len().saturating_sub(1)
    }
}

/// The nearest whole number.
#[must_use]
#[expect(clippy::as_conversions, reason = "a float has no checked way to an integer; `as` saturates")]
pub const fn whole(number: f64) -> i64 {
    number.round() as i64
}

/// A number of hours as a span.
#[must_use]
pub fn hours(number: f64) -> TimeDelta {
    TimeDelta::seconds(whole(number * 3600.0))
}

/// A number of days as a span.
#[must_use]
pub fn days(number: f64) -> TimeDelta {
    hours(number * 24.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_is_one_stream() {
        let draw = |seed| {
            let mut chance = Chance::new(seed);
            (0..4).map(|_| chance.below(1000)).collect::<Vec<_>>()
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn means_are_what_they_say() {
        let mut chance = Chance::new(1);
        let mean = |mut draw: Box<dyn FnMut() -> f64>| (0..20_000).map(|_| draw()).sum::<f64>() / 20_000.0;
        let mut one = chance.clone();
        assert!((mean(Box::new(move || one.unit())) - 0.5).abs() < 0.01);
        let mut two = chance.clone();
        assert!(mean(Box::new(move || two.normal())).abs() < 0.03);
        let mut three = chance.clone();
        assert!((mean(Box::new(move || three.wait(5.0))) - 5.0).abs() < 0.15);
        let picked = (0..10_000).filter(|_| chance.weighted(&[1.0, 3.0]) == 1).count();
        assert!((7_200..7_800).contains(&picked), "{picked}");
    }
}
