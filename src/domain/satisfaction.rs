//! Overall satisfaction in per cent: one answer, and the mean of many.

use serde::{Deserialize, Serialize};

use super::{mean::Mean, text};

/// Overall satisfaction, 0..=100 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Satisfaction(u8);

/// Why something is not a satisfaction in per cent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadSatisfaction {
    /// Nothing was given.
    #[error("no percentage")]
    Empty,
    /// Not a whole number, with or without `%`.
    #[error("`{found}` is not a whole number of per cent")]
    NotANumber {
        /// What was given, shortened.
        found: String,
    },
    /// A number, but not 0..=100.
    #[error("{found} is not in 0..=100")]
    OutOfRange {
        /// What was given.
        found: i64,
    },
}

impl Satisfaction {
    /// Reads `87`, `87%` or `87 %`.
    ///
    /// # Errors
    /// [`BadSatisfaction`] with what was found.
    pub fn parse(text: &str) -> Result<Self, BadSatisfaction> {
        let text = text.trim();
        if text.is_empty() {
            return Err(BadSatisfaction::Empty);
        }
        let number = text.strip_suffix('%').unwrap_or(text).trim_end();
        text::whole(number)
            .ok_or_else(|| BadSatisfaction::NotANumber { found: text::one_line(text, 40) })?
            .try_into()
    }

    /// Per cent, as the store keeps it.
    #[must_use]
    pub fn get(self) -> i16 {
        i16::from(self.0)
    }

    /// The sums of many, which give their mean and its interval in per cent.
    pub fn sums(all: impl IntoIterator<Item = Self>) -> Mean {
        all.into_iter().map(|one| Mean::of(one.0, 1)).sum()
    }

    /// Mean and its 95 % interval in per cent, clipped to 0..=100; the interval is none of fewer than two.
    #[must_use]
    pub fn mean(sums: Mean) -> Option<(f64, Option<(f64, f64)>)> {
        let interval = sums.interval().map(|(low, high)| (low.max(0.0), high.min(100.0)));
        Some((sums.value()?, interval))
    }
}

impl TryFrom<i64> for Satisfaction {
    type Error = BadSatisfaction;

    fn try_from(found: i64) -> Result<Self, BadSatisfaction> {
        match u8::try_from(found) {
            Ok(percent @ 0..=100) => Ok(Self(percent)),
            _ => Err(BadSatisfaction::OutOfRange { found }),
        }
    }
}

impl From<Satisfaction> for i64 {
    fn from(satisfaction: Satisfaction) -> Self {
        Self::from(satisfaction.0)
    }
}

impl std::fmt::Display for Satisfaction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn satisfaction_is_read_in_per_cent() {
        for text in ["87", "87%", "87 %", " 87\u{a0}% "] {
            assert_eq!(Satisfaction::parse(text).map(Satisfaction::get), Ok(87), "{text}");
        }
        assert_eq!(Satisfaction::parse(""), Err(BadSatisfaction::Empty));
        assert_eq!(Satisfaction::parse("101"), Err(BadSatisfaction::OutOfRange { found: 101 }));
        assert_eq!(Satisfaction::parse("-5 %"), Err(BadSatisfaction::OutOfRange { found: -5 }));
        for text in ["%", "87 %%", "87.5", "high", "% 87"] {
            assert_eq!(
                Satisfaction::parse(text),
                Err(BadSatisfaction::NotANumber { found: text.to_owned() })
            );
        }
    }

    #[test]
    fn the_mean_satisfaction_stays_inside_its_scale() {
        let all = [100, 100, 100, 60].map(|percent| Satisfaction::try_from(percent).ok());
        let found = Satisfaction::mean(Satisfaction::sums(all.into_iter().flatten()));
        assert!(found.is_some_and(|(mean, interval)| {
            (mean - 90.0).abs() < 1e-9
                && interval.is_some_and(|(low, high)| low < 90.0 && (high - 100.0).abs() < 1e-9)
        }));
        assert_eq!(Satisfaction::mean(Mean::default()), None);
    }
}
