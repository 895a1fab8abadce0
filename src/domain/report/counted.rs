//! What a single figure counted, in words that an address carries: the way from a figure down to its rows.

use crate::domain::{questionnaire::Code, rating::Scale, text};

/// Which answers of a cut a figure counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Counted {
    /// Those with a score of 'would you recommend us' in these bounds.
    Nps(Scores),
    /// Those with an overall satisfaction in these bounds, in per cent.
    Satisfaction(Scores),
    /// Those who rated a parameter on this scale.
    Rating {
        /// Which parameter.
        parameter: Code,
        /// Its scale.
        scale: Scale,
        /// Which ratings; none: 'does not apply'.
        scores: Option<Scores>,
    },
}

/// Scores from the first to the last, both counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scores {
    /// The lowest.
    pub low: u8,
    /// The highest.
    pub high: u8,
}

/// Why words do not say what is counted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadCounted {
    /// Not a known figure.
    #[error("`{0}` is not a figure")]
    Figure(String),
    /// Not the code of a parameter.
    #[error("`{0}` is not a parameter")]
    Parameter(String),
    /// Not a scale.
    #[error("`{0}` is not a scale")]
    Scale(String),
    /// Not scores.
    #[error("`{0}` are not scores")]
    Scores(String),
}

impl Scores {
    /// Reads `9` or `9-10`.
    ///
    /// # Errors
    /// [`BadCounted::Scores`] with what was found.
    pub fn parse(text: &str) -> Result<Self, BadCounted> {
        let text = text.trim();
        let (low, high) = text.split_once('-').unwrap_or((text, text));
        let number = |text| text::whole(text).and_then(|number| u8::try_from(number).ok());
        match (number(low), number(high)) {
            (Some(low), Some(high)) if low <= high && high <= 100 => Ok(Self { low, high }),
            _ => Err(BadCounted::Scores(text::one_line(text, 40))),
        }
    }
}

impl std::fmt::Display for Scores {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.low == self.high {
            write!(f, "{}", self.low)
        } else {
            write!(f, "{}-{}", self.low, self.high)
        }
    }
}

impl Counted {
    /// Every answer with a score.
    #[must_use]
    pub const fn nps() -> Self {
        Self::Nps(Scores { low: 0, high: 10 })
    }

    /// Every answer with an overall satisfaction.
    #[must_use]
    pub const fn satisfaction() -> Self {
        Self::Satisfaction(Scores { low: 0, high: 100 })
    }

    /// Every answer that scored a parameter.
    #[must_use]
    pub const fn rating(parameter: Code, scale: Scale) -> Self {
        let scores = Scores { low: scale.low(), high: scale.high() };
        Self::Rating { parameter, scale, scores: Some(scores) }
    }

    /// Reads the parts of an address; those left out mean all. Nothing at all is NPS.
    ///
    /// # Errors
    /// [`BadCounted`] with the part and what was found.
    pub fn parse(figure: &str, parameter: &str, scale: &str, score: &str) -> Result<Self, BadCounted> {
        let scores = |all| if score.trim().is_empty() { Ok(all) } else { Scores::parse(score) };
        match figure.trim() {
            "nps" => scores(Scores { low: 0, high: 10 }).map(Self::Nps),
            "satisfaction" => scores(Scores { low: 0, high: 100 }).map(Self::Satisfaction),
            "rating" => {
                let parameter = Code::parse(parameter)
                    .map_err(|_| BadCounted::Parameter(text::one_line(parameter, 40)))?;
                let scale = Scale::parse(scale).map_err(|_| BadCounted::Scale(text::one_line(scale, 40)))?;
                let scores = if score.trim() == "na" {
                    None
                } else {
                    Some(scores(Scores { low: scale.low(), high: scale.high() })?)
                };
                Ok(Self::Rating { parameter, scale, scores })
            }
            "" if !parameter.is_empty() => Self::parse("rating", parameter, scale, score),
            "" => Self::parse("nps", "", "", score),
            other => Err(BadCounted::Figure(text::one_line(other, 40))),
        }
    }

    /// The way back from [`Counted::parse`]: names and values of the address.
    #[must_use]
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Nps(scores) => vec![("figure", "nps".to_owned()), ("score", scores.to_string())],
            Self::Satisfaction(scores) => {
                vec![("figure", "satisfaction".to_owned()), ("score", scores.to_string())]
            }
            Self::Rating { parameter, scale, scores } => vec![
                ("figure", "rating".to_owned()),
                ("parameter", parameter.to_string()),
                ("scale", scale.to_string()),
                ("score", scores.map_or_else(|| "na".to_owned(), |scores| scores.to_string())),
            ],
        }
    }
}
