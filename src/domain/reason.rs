//! Why customers leave: reasons at two levels, with stable codes, and the order in which one person sees them.

use serde::{Deserialize, Serialize};

use super::questionnaire::{Code, Wording};

coded! {
    /// Whether the company could have kept a customer who leaves for a reason.
    pub enum Preventable {
        /// It could.
        Yes = "yes",
        /// With limits: a cut budget, for example.
        Partly = "partly",
        /// It could not: they moved, the need is gone.
        No = "no",
        /// The reason does not tell.
        Unknown = "unknown",
    }
}

impl Preventable {
    /// Whether somebody should try to win such a customer back.
    #[must_use]
    pub const fn calls_for_help(self) -> bool {
        matches!(self, Self::Yes | Self::Partly)
    }
}

/// The second level: what a person chooses.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Its stable code, unlike that of any other reason of the definition.
    pub code: Code,
    /// How the form names it.
    pub title: Wording,
    /// Whether such a customer could have been kept.
    pub preventable: Preventable,
}

/// The first level: what reports sum up by.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Its stable code; [`Category::OTHER`] stands last whatever the order.
    pub code: Code,
    /// How form and reports name it.
    pub title: Wording,
    /// What can be chosen in it.
    pub reasons: Vec<Reason>,
}

impl Category {
    /// The category of own words.
    pub const OTHER: &str = "other";

    /// Whether it is that of own words.
    #[must_use]
    pub fn is_other(&self) -> bool {
        self.code.as_str() == Self::OTHER
    }
}

/// A reason with its category as one word, as facts keep it: `price:too_dear`.
#[must_use]
pub fn key(category: &str, reason: &str) -> String {
    format!("{category}:{reason}")
}

/// Category and reason of a [`key`].
#[must_use]
pub fn of_key(key: &str) -> Option<(&str, &str)> {
    key.split_once(':')
}

/// A category as one person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown<'a> {
    /// Which.
    pub category: &'a Category,
    /// Its reasons in this person's order.
    pub reasons: Vec<&'a Reason>,
}

/// Categories and their reasons in an order of their own for each `seed`, since what stands first is chosen more often;
/// 'other' always last.
///
/// A Fisher-Yates shuffle (Durstenfeld 1964) driven by SplitMix64 (Steele, Lea, Flood 2014): the same seed gives the
/// same order on every machine, so that what was shown is known when the answer comes.
#[must_use]
pub fn shown(categories: &[Category], seed: i64) -> Vec<Shown<'_>> {
    let mut mix = SplitMix(u64::from_ne_bytes(seed.to_ne_bytes()));
    let (other, mut rest): (Vec<&Category>, Vec<&Category>) =
        categories.iter().partition(|category| category.is_other());
    mix.shuffle(&mut rest);
    rest.into_iter()
        .chain(other)
        .map(|category| {
            let mut reasons: Vec<&Reason> = category.reasons.iter().collect();
            mix.shuffle(&mut reasons);
            Shown { category, reasons }
        })
        .collect()
}

/// The codes of [`shown`], as a response keeps them.
#[must_use]
pub fn shown_codes(categories: &[Category], seed: i64) -> Vec<Code> {
    shown(categories, seed)
        .into_iter()
        .flat_map(|one| one.reasons)
        .map(|reason| reason.code.clone())
        .collect()
}

struct SplitMix(u64);

impl SplitMix {
    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            // The remainder's bias is below 2^-58 for lists of this length.
            let among = u64::try_from(last).unwrap_or(u64::MAX).saturating_add(1);
            if let Ok(place) = usize::try_from(self.next() % among) {
                items.swap(place, last);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn categories() -> Vec<Category> {
        let category = |code: &str, reasons: &[&str]| {
            let wording = || Wording { ru: code.to_owned(), en: code.to_owned() };
            let reason = |code: &&str| Reason {
                code: Code::parse(code).unwrap_or_else(|problem| unreachable!("{problem}")),
                title: wording(),
                preventable: Preventable::Yes,
            };
            Category {
                code: Code::parse(code).unwrap_or_else(|problem| unreachable!("{problem}")),
                title: wording(),
                reasons: reasons.iter().map(reason).collect(),
            }
        };
        vec![category("other", &["o"]), category("price", &["a", "b", "c"]), category("trust", &["d", "e"])]
    }

    fn codes(seed: i64) -> Vec<String> {
        shown_codes(&categories(), seed).into_iter().map(String::from).collect()
    }

    #[test]
    fn everybody_sees_all_of_it_and_other_last() {
        for seed in 0..200 {
            let mut seen = codes(seed);
            assert_eq!(seen.last().map(String::as_str), Some("o"), "{seed}");
            assert_eq!(codes(seed), seen, "the same again");
            seen.sort();
            assert_eq!(seen, ["a", "b", "c", "d", "e", "o"]);
        }
    }

    #[test]
    fn every_reason_stands_first_about_as_often() {
        let firsts: Vec<String> = (0..6_000).filter_map(|seed| codes(seed).into_iter().next()).collect();
        let times = |code: &str| firsts.iter().filter(|first| *first == code).count();
        // Expected: 1000 each for a, b, c and 1500 for d, e; five standard deviations are 145 and 168.
        for (code, expected, margin) in
            [("a", 1_000, 145), ("b", 1_000, 145), ("c", 1_000, 145), ("d", 1_500, 168), ("e", 1_500, 168)]
        {
            assert!(times(code).abs_diff(expected) < margin, "{code}: {}", times(code));
        }
    }

    #[test]
    fn the_order_never_changes_between_releases() {
        assert_eq!(codes(42), codes(42));
        assert_eq!(codes(1_001).join(","), "e,d,a,c,b,o");
    }
}
