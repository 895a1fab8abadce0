//! How urgent a complaint is.

use super::answer::Signal;

coded! {
    /// From the least to the most urgent; compares in that order.
    ///
    /// The worst signal decides:
    ///
    /// | signal | severity |
    /// | --- | --- |
    /// | NPS 0-2 | critical |
    /// | NPS 3-4 | high |
    /// | NPS 5-6 | normal |
    /// | a parameter at the very bottom of its scale | high |
    /// | left for a preventable reason | high |
    /// | a complaint that was not solved | high |
    /// | a parameter at or under its threshold | normal |
    /// | 'contact me' alone | normal |
    ///
    /// `low` is never given by a rule: it is what staff may turn a complaint into.
    pub enum Severity {
        /// Can wait.
        Low = "low",
        /// The usual.
        Normal = "normal",
        /// A customer about to leave.
        High = "high",
        /// A customer all but lost.
        Critical = "critical",
    }
}

impl Severity {
    /// 1 low .. 4 critical, as the store keeps and orders it.
    #[must_use]
    pub const fn rank(self) -> i16 {
        match self {
            Self::Low => 1,
            Self::Normal => 2,
            Self::High => 3,
            Self::Critical => 4,
        }
    }

    /// The way back from [`Severity::rank`].
    #[must_use]
    pub const fn from_rank(rank: i16) -> Option<Self> {
        match rank {
            1 => Some(Self::Low),
            2 => Some(Self::Normal),
            3 => Some(Self::High),
            4 => Some(Self::Critical),
            _ => None,
        }
    }

    /// That of the worst signal; none without a signal.
    #[must_use]
    pub fn of(signals: &[Signal]) -> Option<Self> {
        signals.iter().map(Signal::severity).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_and_codes_lead_back_and_agree_with_the_order() {
        for pair in Severity::all().windows(2) {
            assert!(pair.is_sorted() && pair.is_sorted_by_key(|severity| severity.rank()));
        }
        for severity in Severity::all() {
            assert_eq!(Severity::from_rank(severity.rank()), Some(*severity));
            assert_eq!(Severity::parse(severity.code()), Some(*severity));
        }
        assert_eq!(Severity::from_rank(0), None);
        assert_eq!(Severity::from_rank(5), None);
        assert_eq!(Severity::of(&[]), None);
    }
}
