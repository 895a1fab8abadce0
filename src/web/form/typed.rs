//! What a visitor typed, word for word, and what it means: an answer, or what is wrong where.

use validator::{Validate, ValidationError};

use crate::{
    domain::{
        answer::Answer,
        language::Language,
        nps::{BadScore, NpsScore},
        questionnaire::{Definition, ParameterCode},
        rating::Rating,
        satisfaction::{BadSatisfaction, Satisfaction},
        text::Text,
    },
    store::responses::Answered,
};

/// Ratings read at most; a form has fewer.
const MOST_RATINGS: usize = Definition::MOST_PARAMETERS;

/// The fields of the form as they were posted; unknown ones are left out, of repeated ones the last counts.
#[derive(Debug, Clone, Default, Validate)]
pub struct Typed {
    /// The version whose form was filled in.
    pub version: Option<i64>,
    /// The language the form was shown in, so that a failure speaks it without asking the database.
    pub language: Option<Language>,
    pub nps: String,
    pub satisfaction: String,
    /// By parameter code.
    pub ratings: Vec<(String, String)>,
    #[validate(custom(function = within_limit))]
    pub comment: String,
    pub contact_me: bool,
}

/// The limit holds for what would be kept: a browser's CRLF counts as one character.
fn within_limit(words: &str) -> Result<(), ValidationError> {
    Text::parse(words).map(|_| ()).map_err(|_| ValidationError::new("length"))
}

/// A field of the form, for messages beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    Nps,
    Satisfaction,
    Rating(ParameterCode),
    Comment,
    /// The form as a whole: nothing was said.
    All,
}

/// Something that cannot be taken as it is; `found` is what was typed, shortened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub field: Field,
    pub found: String,
}

impl Typed {
    /// Reads a posted body; what is not UTF-8 is shown as such, never refused.
    #[must_use]
    pub fn read(body: &[u8]) -> Self {
        let mut typed = Self::default();
        for (name, value) in url::form_urlencoded::parse(body) {
            match name.as_ref() {
                "version" => typed.version = value.trim().parse().ok(),
                "language" => typed.language = Language::parse(&value),
                "nps" => typed.nps = value.into_owned(),
                "satisfaction" => typed.satisfaction = value.into_owned(),
                "comment" => typed.comment = value.into_owned(),
                "contact_me" => typed.contact_me = is_yes(&value),
                name => {
                    let code = name.strip_prefix("rating[").and_then(|rest| rest.strip_suffix(']'));
                    if let Some(code) = code {
                        typed.rate(code, value.into_owned());
                    }
                }
            }
        }
        typed
    }

    fn rate(&mut self, code: &str, value: String) {
        if let Some((_, old)) = self.ratings.iter_mut().find(|(known, _)| known == code) {
            *old = value;
        } else if self.ratings.len() < MOST_RATINGS {
            self.ratings.push((code.to_owned(), value));
        }
    }

    /// What was answered before, as if typed again.
    #[must_use]
    pub fn again(answered: &Answered, definition: &Definition) -> Self {
        let number = |value: Option<i16>| value.map(|number| number.to_string()).unwrap_or_default();
        let ratings = definition.parameters.iter().zip(&answered.ratings).map(|(parameter, code)| {
            let words = match Rating::from_code(*code, definition.scale) {
                Ok(Rating::Score(score)) => score.to_string(),
                Ok(Rating::NotApplicable) => "na".to_owned(),
                Ok(Rating::Skipped) | Err(_) => String::new(),
            };
            (parameter.code.as_str().to_owned(), words)
        });
        Self {
            version: None,
            language: None,
            nps: number(answered.nps),
            satisfaction: number(answered.satisfaction),
            ratings: ratings.collect(),
            comment: answered.comment.clone().unwrap_or_default(),
            contact_me: answered.contact_me,
        }
    }

    /// What was typed for a parameter.
    #[must_use]
    pub fn rating(&self, code: &str) -> &str {
        self.ratings.iter().find(|(known, _)| known == code).map_or("", |(_, value)| value)
    }

    /// The answer that this is, read by the questionnaire it was given to.
    ///
    /// # Errors
    /// Everything that is wrong, in the order of the form.
    pub fn answer(&self, definition: &Definition) -> Result<Answer, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut refuse = |field, typed: &str| {
            problems.push(Problem { field, found: crate::domain::text::one_line(typed, 40) });
        };
        let nps = match NpsScore::parse(&self.nps) {
            Ok(score) => Some(score),
            Err(BadScore::Empty) => None,
            Err(_) => {
                refuse(Field::Nps, &self.nps);
                None
            }
        };
        let satisfaction = match Satisfaction::parse(&self.satisfaction) {
            Ok(percent) => Some(percent),
            Err(BadSatisfaction::Empty) => None,
            Err(_) => {
                refuse(Field::Satisfaction, &self.satisfaction);
                None
            }
        };
        let mut ratings = Vec::with_capacity(definition.parameters.len());
        for parameter in &definition.parameters {
            let typed = self.rating(parameter.code.as_str());
            ratings.push(Rating::parse(typed, definition.scale).unwrap_or_else(|_| {
                refuse(Field::Rating(parameter.code.clone()), typed);
                Rating::Skipped
            }));
        }
        let comment = match self.validate() {
            Ok(()) => Text::parse(&self.comment).ok().flatten(),
            Err(_) => {
                refuse(Field::Comment, &self.comment.chars().count().to_string());
                None
            }
        };
        let answer = Answer { nps, satisfaction, ratings, comment, contact_me: self.contact_me };
        if problems.is_empty() && answer.is_empty() {
            problems.push(Problem { field: Field::All, found: String::new() });
        }
        if problems.is_empty() { Ok(answer) } else { Err(problems) }
    }
}

/// A checkbox posts its value, `on` without one; scripts say what they like.
fn is_yes(value: &str) -> bool {
    !matches!(value.trim().to_ascii_lowercase().as_str(), "" | "0" | "false" | "no" | "off")
}
