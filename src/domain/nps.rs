//! The Net Promoter Score: one answer, a group of answers, and whether a change between two groups is more than chance.

use serde::ser::{SerializeStruct, Serializer};
use serde::{Deserialize, Serialize};
use statrs::function::erf::erfc;
use std::f64::consts::SQRT_2;
use std::ops::{Add, AddAssign};

use super::share::{Z95, real};
use super::text;

/// 'How likely are you to recommend us', 0..=10.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct NpsScore(u8);

/// Why something is not a score.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadScore {
    /// Nothing was given.
    #[error("no score")]
    Empty,
    /// Not a whole number.
    #[error("`{found}` is not a whole number")]
    NotANumber {
        /// What was given, shortened.
        found: String,
    },
    /// A number, but not 0..=10.
    #[error("{found} is not in 0..=10")]
    OutOfRange {
        /// What was given.
        found: i64,
    },
}

impl NpsScore {
    /// Reads `0` .. `10`; blanks around it don't matter.
    ///
    /// # Errors
    /// [`BadScore`] with what was found.
    pub fn parse(text: &str) -> Result<Self, BadScore> {
        let text = text.trim();
        if text.is_empty() {
            return Err(BadScore::Empty);
        }
        text::whole(text).ok_or_else(|| BadScore::NotANumber { found: text::one_line(text, 40) })?.try_into()
    }

    /// The number, as the store keeps it.
    #[must_use]
    pub fn get(self) -> i16 {
        i16::from(self.0)
    }

    /// 0-6 detractor, 7-8 passive, 9-10 promoter (Reichheld, The one number you need to grow, HBR 2003).
    #[must_use]
    pub const fn category(self) -> NpsCategory {
        match self.0 {
            9.. => NpsCategory::Promoter,
            7..=8 => NpsCategory::Passive,
            _ => NpsCategory::Detractor,
        }
    }
}

impl TryFrom<i64> for NpsScore {
    type Error = BadScore;

    fn try_from(found: i64) -> Result<Self, BadScore> {
        match u8::try_from(found) {
            Ok(score @ 0..=10) => Ok(Self(score)),
            _ => Err(BadScore::OutOfRange { found }),
        }
    }
}

impl From<NpsScore> for i64 {
    fn from(score: NpsScore) -> Self {
        Self::from(score.0)
    }
}

impl std::fmt::Display for NpsScore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

coded! {
    /// What a score says about its giver.
    pub enum NpsCategory {
        /// 9-10.
        Promoter = "promoter",
        /// 7-8.
        Passive = "passive",
        /// 0-6.
        Detractor = "detractor",
    }
}

/// The scores of a group, as counts: two groups add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub struct Nps {
    /// How many gave 9-10.
    pub promoters: u64,
    /// How many gave 7-8.
    pub passives: u64,
    /// How many gave 0-6.
    pub detractors: u64,
}

impl Nps {
    /// Of how many gave each score, from 0 on.
    #[must_use]
    pub fn of_scores(scores: &[i64]) -> Self {
        let some = |from: usize, to: usize| {
            let all: i64 = scores.iter().take(to + 1).skip(from).sum();
            u64::try_from(all).unwrap_or(0)
        };
        Self { promoters: some(9, 10), passives: some(7, 8), detractors: some(0, 6) }
    }

    /// All who gave a score.
    #[must_use]
    pub const fn n(self) -> u64 {
        self.promoters + self.passives + self.detractors
    }

    /// `100 (promoters − detractors) / n`, −100..=100; none of nobody.
    #[must_use]
    pub fn score(self) -> Option<f64> {
        (self.n() > 0).then(|| 100.0 * (real(self.promoters) - real(self.detractors)) / real(self.n()))
    }

    /// The 95 % adjusted Wald interval, in points, clipped to −100..=100.
    ///
    /// With ¾ of an answer added to promoters and detractors and 3 to n:
    /// `100 [(p′−d′) ± z √((p′ + d′ − (p′−d′)²) / n′)]`. The plain interval covers 65 % instead of 95 % for ten
    /// answers and a score of 85; this one 96 %. Of a single answer the score itself may lie outside.
    /// Source: B. Rocks, Interval estimation for the Net Promoter Score, The American Statistician 70 (2016).
    #[must_use]
    pub fn interval(self) -> Option<(f64, f64)> {
        (self.n() > 0).then(|| {
            let Adjusted { centre, variance } = self.adjusted();
            let reach = Z95 * variance.sqrt();
            ((100.0 * (centre - reach)).max(-100.0), (100.0 * (centre + reach)).min(100.0))
        })
    }

    /// How much its sample size allows to say.
    #[must_use]
    pub const fn base(self) -> Base {
        Base::of(self.n())
    }

    fn adjusted(self) -> Adjusted {
        let n = real(self.n()) + 3.0;
        let (p, d) = ((real(self.promoters) + 0.75) / n, (real(self.detractors) + 0.75) / n);
        let centre = p - d;
        Adjusted { centre, variance: (p + d - centre * centre) / n }
    }
}

/// Centre and the variance of that centre, both in −1..=1 units.
struct Adjusted {
    centre: f64,
    variance: f64,
}

impl Add for Nps {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            promoters: self.promoters + other.promoters,
            passives: self.passives + other.passives,
            detractors: self.detractors + other.detractors,
        }
    }
}

impl AddAssign for Nps {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl std::iter::Sum for Nps {
    fn sum<I: Iterator<Item = Self>>(groups: I) -> Self {
        groups.fold(Self::default(), Add::add)
    }
}

impl FromIterator<NpsScore> for Nps {
    fn from_iter<I: IntoIterator<Item = NpsScore>>(scores: I) -> Self {
        scores.into_iter().fold(Self::default(), |mut nps, score| {
            match score.category() {
                NpsCategory::Promoter => nps.promoters += 1,
                NpsCategory::Passive => nps.passives += 1,
                NpsCategory::Detractor => nps.detractors += 1,
            }
            nps
        })
    }
}

/// As `n, promoters, passives, detractors, nps, low, high`; the last three in points, null of nobody.
impl Serialize for Nps {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let interval = self.interval();
        let mut object = serializer.serialize_struct("Nps", 7)?;
        object.serialize_field("n", &self.n())?;
        object.serialize_field("promoters", &self.promoters)?;
        object.serialize_field("passives", &self.passives)?;
        object.serialize_field("detractors", &self.detractors)?;
        object.serialize_field("nps", &self.score())?;
        object.serialize_field("low", &interval.map(|(low, _)| low))?;
        object.serialize_field("high", &interval.map(|(_, high)| high))?;
        object.end()
    }
}

/// How a score moved between two independent groups, for example this period and the one before.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct NpsChange {
    /// Now minus before, in points, of the scores as shown.
    pub difference: f64,
    /// The difference in standard errors.
    pub z: f64,
    /// How often chance alone would make a difference at least this large, 0..=1 (two-sided).
    pub p: f64,
    /// More than chance: `p` under 0.05.
    pub significant: bool,
}

impl NpsChange {
    /// Compares two groups; none where either is empty.
    ///
    /// `z = (NPS₁′ − NPS₂′) / √(v₁′/n₁′ + v₂′/n₂′)` with both groups adjusted as in [`Nps::interval`], which keeps
    /// false alarms under 5 % for small groups and high scores (the plain test raises 8 to 12 %).
    /// Source: Sauro and Lewis, MeasuringU (2021). Many comparisons at once need a correction of their own.
    #[must_use]
    pub fn between(now: Nps, before: Nps) -> Option<Self> {
        let difference = now.score()? - before.score()?;
        let (a, b) = (now.adjusted(), before.adjusted());
        let z = (a.centre - b.centre) / (a.variance + b.variance).sqrt();
        let p = erfc(z.abs() / SQRT_2);
        Some(Self { difference, z, p, significant: p < 0.05 })
    }
}

coded! {
    /// How much a sample size allows to say. Thresholds are the house's own: there is no agreed minimum for customer NPS.
    pub enum Base {
        /// Under 5: nothing is shown, a single person could be recognised.
        Hidden = "hidden",
        /// 5-9: counts only, no score.
        CountsOnly = "counts_only",
        /// 10-29: a score with its interval and the mark 'small base'.
        Small = "small",
        /// 30 and more: a score with its interval.
        Normal = "normal",
    }
}

impl Base {
    /// The mark for `n` answers.
    #[must_use]
    pub const fn of(n: u64) -> Self {
        match n {
            ..5 => Self::Hidden,
            5..10 => Self::CountsOnly,
            10..30 => Self::Small,
            30.. => Self::Normal,
        }
    }

    /// Whether a score may be shown at all.
    #[must_use]
    pub const fn shows_score(self) -> bool {
        matches!(self, Self::Small | Self::Normal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn group(promoters: u64, passives: u64, detractors: u64) -> Nps {
        Nps { promoters, passives, detractors }
    }

    fn rounded(nps: Nps) -> Option<(String, String, String)> {
        let (low, high) = nps.interval()?;
        Some((format!("{:.2}", nps.score()?), format!("{low:.2}"), format!("{high:.2}")))
    }

    fn figures(score: &str, low: &str, high: &str) -> Option<(String, String, String)> {
        Some((score.to_owned(), low.to_owned(), high.to_owned()))
    }

    #[test]
    fn real_surveys_give_their_known_figures() {
        assert_eq!(rounded(group(1436, 968, 342)), figures("39.84", "37.18", "42.41"));
        assert_eq!(rounded(group(3300, 8135 - 3300 - 3663, 3663)), figures("-4.46", "-6.47", "-2.45"));
        assert_eq!(group(50, 30, 20).score(), Some(30.0));
    }

    #[test]
    fn nobody_has_no_score() {
        assert_eq!(Nps::default().score(), None);
        assert_eq!(Nps::default().interval(), None);
        assert_eq!(NpsChange::between(Nps::default(), group(1, 1, 1)), None);
    }

    #[test]
    fn a_perfect_score_of_few_is_not_certain() {
        let (low, high) = group(5, 0, 0).interval().unwrap_or_default();
        assert!(low < 50.0 && high <= 100.0, "{low} .. {high}");
    }

    #[test]
    fn the_same_move_is_chance_among_few_and_a_change_among_many() {
        let among = |times: u64| {
            NpsChange::between(group(6 * times, 2 * times, 2 * times), group(5 * times, 2 * times, 3 * times))
        };
        let few = among(3);
        let many = among(100);
        assert!(
            few.is_some_and(|change| !change.significant && (change.difference - 20.0).abs() < 1e-9),
            "{few:?}"
        );
        assert!(many.is_some_and(|change| change.significant && change.z > 0.0), "{many:?}");
    }

    #[test]
    fn a_change_of_nothing_is_certainly_chance() {
        let change = NpsChange::between(group(40, 40, 20), group(40, 40, 20));
        assert!(
            change.is_some_and(|change| change.z == 0.0
                && (change.p - 1.0).abs() < 1e-12
                && !change.significant)
        );
    }

    #[test]
    fn a_worked_comparison() {
        // n′ = 103; p′ = 50.75/103, d′ = 20.75/103 against p′ = 35.75/103, d′ = 30.75/103.
        let change = NpsChange::between(group(50, 30, 20), group(35, 35, 30));
        assert!(
            change.is_some_and(
                |change| (change.z - 2.200_962).abs() < 1e-6 && (change.p - 0.027_739).abs() < 1e-6
            ),
            "{change:?}"
        );
    }

    #[test]
    fn scores_are_read_or_refused_with_what_was_found() {
        assert_eq!(NpsScore::parse(" 10 ").map(NpsScore::get), Ok(10));
        assert_eq!(NpsScore::parse("0").map(NpsScore::category), Ok(NpsCategory::Detractor));
        assert_eq!(NpsScore::parse(" "), Err(BadScore::Empty));
        assert_eq!(NpsScore::parse("11"), Err(BadScore::OutOfRange { found: 11 }));
        assert_eq!(NpsScore::parse("-1"), Err(BadScore::OutOfRange { found: -1 }));
        for text in ["abc", "9.5", "+9", "0x9", "９"] {
            assert_eq!(NpsScore::parse(text), Err(BadScore::NotANumber { found: text.to_owned() }));
        }
        assert!(NpsScore::parse(&"9".repeat(1_000_000)).is_err());
    }

    #[test]
    fn categories_meet_at_six_and_nine() {
        let of = |score: i64| NpsScore::try_from(score).map(NpsScore::category);
        assert_eq!(of(6), Ok(NpsCategory::Detractor));
        assert_eq!(of(7), Ok(NpsCategory::Passive));
        assert_eq!(of(8), Ok(NpsCategory::Passive));
        assert_eq!(of(9), Ok(NpsCategory::Promoter));
    }

    #[test]
    fn the_written_form_is_the_promised_one() {
        let json = serde_json::json!(group(0, 0, 0));
        assert_eq!(
            json,
            serde_json::json!({"n": 0, "promoters": 0, "passives": 0, "detractors": 0, "nps": null, "low": null, "high": null})
        );
        assert_eq!(serde_json::json!(group(50, 30, 20))["nps"], 30.0);
    }

    #[test]
    fn sample_sizes_meet_at_five_ten_and_thirty() {
        let bases = [4, 5, 9, 10, 29, 30].map(|n| Base::of(n).code());
        assert_eq!(bases, ["hidden", "counts_only", "counts_only", "small", "small", "normal"]);
    }
}
