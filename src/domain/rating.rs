//! Ratings of single parameters: one answer, its stored code, and the figures of many.

use serde::{Deserialize, Serialize, Serializer};
use std::ops::AddAssign;

use super::mean::Mean;
use super::share::Share;
use super::text;

/// The whole numbers a parameter is rated with, the worst and the best included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Scale {
    low: u8,
    high: u8,
}

/// Not a scale: `low-high` with low 0 or 1 and high 2..=10 is one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is not a scale like 0-10 or 1-5")]
pub struct BadScale {
    /// What was given, shortened.
    pub found: String,
}

impl Scale {
    /// 0-10, the default.
    pub const ZERO_TO_TEN: Self = Self { low: 0, high: 10 };
    /// 1-5.
    pub const ONE_TO_FIVE: Self = Self { low: 1, high: 5 };

    /// Reads `0-10`, `1-5`, `1-10` and the like.
    ///
    /// # Errors
    /// [`BadScale`] with what was given.
    pub fn parse(text: &str) -> Result<Self, BadScale> {
        let ends = text.trim().split_once('-').and_then(|(low, high)| {
            let end = |text| text::whole(text).and_then(|number| u8::try_from(number).ok());
            Some((end(low)?, end(high)?))
        });
        match ends {
            Some((low @ 0..=1, high @ 2..=10)) => Ok(Self { low, high }),
            _ => Err(BadScale { found: text::one_line(text, 40) }),
        }
    }

    /// The worst score.
    #[must_use]
    pub const fn low(self) -> u8 {
        self.low
    }

    /// The best score.
    #[must_use]
    pub const fn high(self) -> u8 {
        self.high
    }

    /// Whether `score` is on it.
    #[must_use]
    pub const fn contains(self, score: u8) -> bool {
        self.low <= score && score <= self.high
    }

    /// Every score, the worst first.
    pub fn scores(self) -> impl DoubleEndedIterator<Item = u8> {
        self.low..=self.high
    }

    /// Whether `score` is one of the two best: 9-10 of 0-10, 4-5 of 1-5.
    #[must_use]
    pub const fn is_top(self, score: u8) -> bool {
        score >= self.high - 1 && score <= self.high
    }

    /// Whether `score` is one of the two worst.
    #[must_use]
    pub const fn is_bottom(self, score: u8) -> bool {
        score >= self.low && score <= self.low + 1
    }

    /// How far a score is from the best, `(high − score) / (high − low)`: 0 the best, 1 the worst possible.
    /// Makes scores of different scales comparable; a score off the scale counts as its nearer end.
    #[must_use]
    pub fn worst_share(self, score: u8) -> f64 {
        f64::from(self.high - score.clamp(self.low, self.high)) / f64::from(self.high - self.low)
    }
}

impl Default for Scale {
    fn default() -> Self {
        Self::ZERO_TO_TEN
    }
}

impl std::fmt::Display for Scale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.low, self.high)
    }
}

impl From<Scale> for String {
    fn from(scale: Scale) -> Self {
        scale.to_string()
    }
}

impl TryFrom<String> for Scale {
    type Error = BadScale;

    fn try_from(text: String) -> Result<Self, BadScale> {
        Self::parse(&text)
    }
}

/// What a customer said of one parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rating {
    /// A score on the scale of the questionnaire.
    Score(u8),
    /// 'Does not apply': said, but not a score.
    NotApplicable,
    /// Left out.
    Skipped,
}

/// Why something is not a rating.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadRating {
    /// Neither a whole number nor `na`.
    #[error("`{found}` is neither a whole number nor na")]
    NotANumber {
        /// What was given, shortened.
        found: String,
    },
    /// A number off the scale.
    #[error("{found} is not on the scale {scale}")]
    OffScale {
        /// What was given.
        found: i64,
        /// The scale asked for.
        scale: Scale,
    },
}

impl Rating {
    /// The stored code of 'does not apply'.
    const NOT_APPLICABLE: i16 = -1;

    /// Reads a cell or a field: nothing is skipped, `na` (any case) does not apply, else a score on `scale`.
    ///
    /// # Errors
    /// [`BadRating`] with what was found.
    pub fn parse(text: &str, scale: Scale) -> Result<Self, BadRating> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Self::Skipped);
        }
        if text.eq_ignore_ascii_case("na") {
            return Ok(Self::NotApplicable);
        }
        match text::whole(text) {
            Some(number) => Self::score(number, scale),
            None => Err(BadRating::NotANumber { found: text::one_line(text, 40) }),
        }
    }

    /// As stored in the ratings array of a response: the score, −1 for 'does not apply', NULL for skipped.
    #[must_use]
    pub fn code(self) -> Option<i16> {
        match self {
            Self::Score(score) => Some(i16::from(score)),
            Self::NotApplicable => Some(Self::NOT_APPLICABLE),
            Self::Skipped => None,
        }
    }

    /// The way back from [`Rating::code`].
    ///
    /// # Errors
    /// [`BadRating::OffScale`] for a code that is no score of `scale`.
    pub fn from_code(code: Option<i16>, scale: Scale) -> Result<Self, BadRating> {
        match code {
            None => Ok(Self::Skipped),
            Some(Self::NOT_APPLICABLE) => Ok(Self::NotApplicable),
            Some(score) => Self::score(i64::from(score), scale),
        }
    }

    fn score(found: i64, scale: Scale) -> Result<Self, BadRating> {
        u8::try_from(found)
            .ok()
            .filter(|score| scale.contains(*score))
            .map(Self::Score)
            .ok_or(BadRating::OffScale { found, scale })
    }
}

/// Many ratings of one parameter as a count for each score: enough for every figure, and two tallies of one scale add up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    scale: Scale,
    /// By score 0..=10; those off the scale stay 0.
    counts: [u64; 11],
    not_applicable: u64,
}

impl Tally {
    /// No ratings yet.
    #[must_use]
    pub const fn new(scale: Scale) -> Self {
        Self { scale, counts: [0; 11], not_applicable: 0 }
    }

    /// Counts one rating; a skipped one is not counted.
    pub fn add(&mut self, rating: Rating) {
        self.add_many(rating, 1);
    }

    /// Counts `times` equal ratings. A score off the scale is not counted: [`Rating`] admits none.
    pub fn add_many(&mut self, rating: Rating, times: u64) {
        match rating {
            Rating::Score(score) if self.scale.contains(score) => {
                if let Some(count) = self.counts.get_mut(usize::from(score)) {
                    *count += times;
                }
            }
            Rating::NotApplicable => self.not_applicable += times,
            Rating::Score(_) | Rating::Skipped => {}
        }
    }

    /// The scale of its scores.
    #[must_use]
    pub const fn scale(&self) -> Scale {
        self.scale
    }

    /// How many gave a score.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// How many said 'does not apply'; not part of `n`.
    #[must_use]
    pub const fn not_applicable(&self) -> u64 {
        self.not_applicable
    }

    /// The arithmetic mean of the scores, in scale units.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        self.sums().value()
    }

    /// The 95 % interval of the mean by Student's t, clipped to the scale; none of fewer than two scores.
    #[must_use]
    pub fn interval(&self) -> Option<(f64, f64)> {
        let (low, high) = self.sums().interval()?;
        Some((low.max(f64::from(self.scale.low)), high.min(f64::from(self.scale.high))))
    }

    /// The sample standard deviation, in scale units; none of fewer than two scores.
    #[must_use]
    pub fn deviation(&self) -> Option<f64> {
        self.sums().deviation()
    }

    /// Those who gave one of the two best scores (top-2-box).
    #[must_use]
    pub fn top_box(&self) -> Share {
        self.share(|score| self.scale.is_top(score))
    }

    /// Those who gave one of the two worst scores (bottom-2-box).
    #[must_use]
    pub fn bottom_box(&self) -> Share {
        self.share(|score| self.scale.is_bottom(score))
    }

    /// Each score of the scale, the worst first, with how many gave it.
    #[must_use]
    pub fn distribution(&self) -> Vec<(u8, Share)> {
        self.scale.scores().map(|score| (score, self.share(|other| other == score))).collect()
    }

    fn share(&self, has: impl Fn(u8) -> bool) -> Share {
        Share::new(self.scores().filter(|(score, _)| has(*score)).map(|(_, count)| count).sum(), self.n())
    }

    /// The scores as sums, which give mean, interval and comparisons.
    #[must_use]
    pub fn sums(&self) -> Mean {
        self.scores().map(|(score, count)| Mean::of(score, count)).sum()
    }

    fn scores(&self) -> impl Iterator<Item = (u8, u64)> {
        (0u8..).zip(self.counts)
    }
}

/// Adds the ratings of another tally of the same scale; scores this scale has not are left out.
impl AddAssign<&Self> for Tally {
    fn add_assign(&mut self, other: &Self) {
        for (score, count) in other.scores() {
            self.add_many(Rating::Score(score), count);
        }
        self.not_applicable += other.not_applicable;
    }
}

/// As `n, mean, low, high, deviation, top_box, not_applicable, distribution`.
impl Serialize for Tally {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let interval = self.interval();
        let distribution: Vec<u64> =
            self.scores().filter(|(score, _)| self.scale.contains(*score)).map(|(_, count)| count).collect();
        let mut object = serializer.serialize_struct("Tally", 8)?;
        object.serialize_field("n", &self.n())?;
        object.serialize_field("mean", &self.mean())?;
        object.serialize_field("low", &interval.map(|(low, _)| low))?;
        object.serialize_field("high", &interval.map(|(_, high)| high))?;
        object.serialize_field("deviation", &self.deviation())?;
        object.serialize_field("top_box", &self.top_box())?;
        object.serialize_field("not_applicable", &self.not_applicable)?;
        object.serialize_field("distribution", &distribution)?;
        object.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_are_read_or_refused() {
        assert_eq!(Scale::parse("1-5"), Ok(Scale::ONE_TO_FIVE));
        assert_eq!(Scale::parse(" 0-10 "), Ok(Scale::default()));
        assert_eq!(Scale::parse("1-10").map(|scale| scale.to_string()), Ok("1-10".to_owned()));
        for text in ["", "5", "5-1", "1-1", "2-5", "0-11", "1-", "1-5-9", "a-b", "-1-5"] {
            assert_eq!(Scale::parse(text), Err(BadScale { found: text.to_owned() }));
        }
    }

    #[test]
    fn a_cell_is_a_score_or_skipped_or_does_not_apply() {
        let five = |text| Rating::parse(text, Scale::ONE_TO_FIVE);
        assert_eq!(five(" 5 "), Ok(Rating::Score(5)));
        assert_eq!(five(""), Ok(Rating::Skipped));
        assert_eq!(five("NA"), Ok(Rating::NotApplicable));
        assert_eq!(five("0"), Err(BadRating::OffScale { found: 0, scale: Scale::ONE_TO_FIVE }));
        assert_eq!(five("-1"), Err(BadRating::OffScale { found: -1, scale: Scale::ONE_TO_FIVE }));
        assert_eq!(five("good"), Err(BadRating::NotANumber { found: "good".to_owned() }));
        assert_eq!(Rating::parse("0", Scale::ZERO_TO_TEN), Ok(Rating::Score(0)));
    }

    #[test]
    fn codes_lead_back_and_wrong_ones_are_refused() {
        for rating in [Rating::Score(3), Rating::NotApplicable, Rating::Skipped] {
            assert_eq!(Rating::from_code(rating.code(), Scale::ONE_TO_FIVE), Ok(rating));
        }
        for code in [-2, 0, 6, 300] {
            assert!(Rating::from_code(Some(code), Scale::ONE_TO_FIVE).is_err(), "{code}");
        }
    }

    #[test]
    fn the_figures_of_a_tally_agree_with_the_textbook() {
        let mut tally = Tally::new(Scale::ONE_TO_FIVE);
        for (score, times) in [(1, 1), (2, 2), (3, 3), (4, 8), (5, 6)] {
            tally.add_many(Rating::Score(score), times);
        }
        tally.add(Rating::NotApplicable);
        tally.add(Rating::Skipped);
        assert_eq!((tally.n(), tally.not_applicable()), (20, 1));
        assert_eq!(tally.mean(), Some(3.8));
        assert!(tally.deviation().is_some_and(|deviation| (deviation - 1.151_658).abs() < 1e-5));
        let reach = 2.093_024 * 1.151_658 / 20f64.sqrt();
        assert!(
            tally.interval().is_some_and(
                |(low, high)| (low - 3.8 + reach).abs() < 1e-4 && (high - 3.8 - reach).abs() < 1e-4
            )
        );
        assert_eq!(tally.top_box(), Share::new(14, 20));
        assert_eq!(tally.bottom_box(), Share::new(3, 20));
        assert_eq!(tally.distribution().len(), 5);
        assert_eq!(tally.distribution().first(), Some(&(1, Share::new(1, 20))));
        assert_eq!(serde_json::json!(tally)["distribution"], serde_json::json!([1, 2, 3, 8, 6]));
    }

    #[test]
    fn two_tallies_add_up_and_an_empty_one_has_no_mean() {
        let mut all = Tally::new(Scale::ZERO_TO_TEN);
        assert_eq!((all.mean(), all.interval(), all.top_box().value()), (None, None, None));
        let mut more = Tally::new(Scale::ZERO_TO_TEN);
        more.add_many(Rating::Score(10), 3);
        more.add(Rating::NotApplicable);
        all += &more;
        all += &more;
        assert_eq!((all.n(), all.not_applicable(), all.mean()), (6, 2, Some(10.0)));
        assert_eq!(all.interval(), Some((10.0, 10.0)));
    }

    #[test]
    fn top_and_worst_fit_their_scale() {
        let ten = Scale::ZERO_TO_TEN;
        assert!(ten.is_top(9) && ten.is_top(10) && !ten.is_top(8));
        assert!(Scale::ONE_TO_FIVE.is_top(4) && !Scale::ONE_TO_FIVE.is_top(3));
        assert_eq!(ten.worst_share(0), 1.0);
        assert_eq!(ten.worst_share(10), 0.0);
        assert_eq!(Scale::ONE_TO_FIVE.worst_share(2), 0.75);
    }
}
