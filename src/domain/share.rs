//! A share of a whole with what its sample size allows to say about it.

use serde::ser::{Serialize, SerializeStruct, Serializer};

/// The normal quantile of a two-sided 95 % interval.
pub(crate) const Z95: f64 = 1.959_963_984_540_054;

/// A count as a real number. Exact to 2⁵³, far beyond any count of answers.
#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "std has no other way from u64 to f64, and counts stay under 2^53"
)]
pub(crate) const fn real(count: u64) -> f64 {
    count as f64
}

/// `count` of `of`. Never more than the whole: a larger count is taken as all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    count: u64,
    of: u64,
}

impl Share {
    /// `count` out of `of`.
    #[must_use]
    pub fn new(count: u64, of: u64) -> Self {
        Self { count: count.min(of), of }
    }

    /// How many have it.
    #[must_use]
    pub const fn count(self) -> u64 {
        self.count
    }

    /// Out of how many.
    #[must_use]
    pub const fn of(self) -> u64 {
        self.of
    }

    /// The share as a fraction 0..=1; none of nothing.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        (self.of > 0).then(|| real(self.count) / real(self.of))
    }

    /// The 95 % Wilson score interval as fractions 0..=1.
    ///
    /// `(p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n)`, z = 1.96. It stays inside 0..=1 and keeps its
    /// coverage for small samples and shares near the ends, where the textbook interval does not.
    /// Source: E. B. Wilson, Probable inference, JASA 22 (1927).
    #[must_use]
    pub fn interval(self) -> Option<(f64, f64)> {
        let p = self.value()?;
        let n = real(self.of);
        let z2 = Z95 * Z95;
        let centre = p + z2 / (2.0 * n);
        let reach = Z95 * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
        let scale = 1.0 + z2 / n;
        Some((((centre - reach) / scale).clamp(0.0, p), ((centre + reach) / scale).clamp(p, 1.0)))
    }
}

/// As `count, of, share, low, high`; the last three are fractions, null of nothing.
impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let interval = self.interval();
        let mut object = serializer.serialize_struct("Share", 5)?;
        object.serialize_field("count", &self.count)?;
        object.serialize_field("of", &self.of)?;
        object.serialize_field("share", &self.value())?;
        object.serialize_field("low", &interval.map(|(low, _)| low))?;
        object.serialize_field("high", &interval.map(|(_, high)| high))?;
        object.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(share: Share, low: f64, high: f64) {
        let (l, h) = share.interval().unwrap_or((f64::NAN, f64::NAN));
        assert!((l - low).abs() < 5e-5 && (h - high).abs() < 5e-5, "{share:?}: {l} .. {h}");
    }

    #[test]
    fn wilson_agrees_with_worked_examples() {
        about(Share::new(10, 20), 0.2993, 0.7007);
        about(Share::new(0, 10), 0.0, 0.2775);
        about(Share::new(10, 10), 0.7225, 1.0);
        about(Share::new(81, 263), 0.2553, 0.3662); // Newcombe, Statistics in Medicine 17 (1998), table I
    }

    #[test]
    fn nothing_has_no_share() {
        assert_eq!(Share::new(0, 0).value(), None);
        assert_eq!(Share::new(3, 0).interval(), None);
    }

    #[test]
    fn a_share_is_written_with_its_interval() {
        let json = serde_json::json!(Share::new(0, 0));
        assert_eq!(json, serde_json::json!({"count": 0, "of": 0, "share": null, "low": null, "high": null}));
        assert_eq!(serde_json::json!(Share::new(1, 4))["share"], 0.25);
    }
}
