//! When a set of questions is sound, and everything that is wrong with one that is not.

use super::{Code, Definition, Question, Wording};
use crate::domain::{language::Language, rating::Scale};

/// What is wrong with a definition, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {problem}")]
pub struct Flaw {
    /// Where, as in the file: `parameters`, `parameters[3].threshold`; counted from 0.
    pub place: String,
    /// What is wrong there.
    pub problem: Problem,
}

/// What can be wrong with a definition.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// More parameters or choices than a person reads.
    #[error("{found} of them, {limit} are allowed")]
    TooMany {
        /// How many there are.
        found: usize,
        /// How many may be.
        limit: usize,
    },
    /// The code was used before.
    #[error("the code `{code}` is already that of the one at {first}")]
    DuplicateCode {
        /// The code.
        code: Code,
        /// Where it is used first.
        first: usize,
    },
    /// The threshold is no score of the scale.
    #[error("{threshold} is not on the scale {scale}")]
    ThresholdOffScale {
        /// The threshold given.
        threshold: u8,
        /// The scale of the definition.
        scale: Scale,
    },
    /// No words in a language.
    #[error("no words")]
    NoWords,
    /// The question is asked before.
    #[error("asked before")]
    AskedTwice,
    /// A question without anything to choose from.
    #[error("there is nothing to choose from")]
    NothingToChoose,
}

impl Definition {
    /// Everything that is wrong with it, at once, so that a file is mended in one go.
    ///
    /// # Errors
    /// Each [`Flaw`] names its place.
    pub fn validate(&self) -> Result<(), Vec<Flaw>> {
        let mut flaws = Vec::new();
        let mut flaw = |place: String, problem| flaws.push(Flaw { place, problem });
        if self.parameters.len() > Self::MOST_PARAMETERS {
            let problem = Problem::TooMany { found: self.parameters.len(), limit: Self::MOST_PARAMETERS };
            flaw("parameters".to_owned(), problem);
        }
        for (at, parameter) in self.parameters.iter().enumerate() {
            if let Some(first) = self.position(parameter.code.as_str()).filter(|first| *first < at) {
                let problem = Problem::DuplicateCode { code: parameter.code.clone(), first };
                flaw(format!("parameters[{at}].code"), problem);
            }
            let scale = self.scale_of(parameter);
            if !scale.contains(parameter.threshold) {
                let problem = Problem::ThresholdOffScale { threshold: parameter.threshold, scale };
                flaw(format!("parameters[{at}].threshold"), problem);
            }
            wordless(&parameter.title, &format!("parameters[{at}].title"), &mut flaw);
        }
        for (at, question) in self.questions.iter().enumerate() {
            if self.questions.iter().take(at).any(|before| before == question) {
                flaw(format!("questions[{at}]"), Problem::AskedTwice);
            }
            let empty = match question {
                Question::Reasons => self.reasons.is_empty(),
                Question::HeardFrom => self.heard_from.is_empty(),
                _ => false,
            };
            if empty {
                flaw(format!("questions[{at}]"), Problem::NothingToChoose);
            }
        }
        self.check_choices(&mut flaw);
        for (phrase, words) in &self.words {
            wordless(words, &format!("words.{phrase}"), &mut flaw);
        }
        if flaws.is_empty() { Ok(()) } else { Err(flaws) }
    }

    fn check_choices(&self, flaw: &mut impl FnMut(String, Problem)) {
        let mut codes: Vec<&Code> = Vec::new();
        for (at, category) in self.reasons.iter().enumerate() {
            let place = format!("reasons[{at}]");
            wordless(&category.title, &format!("{place}.title"), flaw);
            if category.reasons.is_empty() {
                flaw(place.clone(), Problem::NothingToChoose);
            }
            for (at, reason) in category.reasons.iter().enumerate() {
                let place = format!("{place}.reasons[{at}]");
                match codes.iter().position(|known| **known == reason.code) {
                    Some(first) => {
                        let problem = Problem::DuplicateCode { code: reason.code.clone(), first };
                        flaw(format!("{place}.code"), problem);
                    }
                    None => codes.push(&reason.code),
                }
                wordless(&reason.title, &format!("{place}.title"), flaw);
            }
        }
        let found = codes.len() + self.heard_from.len();
        for (at, choice) in self.heard_from.iter().enumerate() {
            let first = self.heard_from.iter().position(|other| other.code == choice.code).unwrap_or(at);
            if first < at {
                let problem = Problem::DuplicateCode { code: choice.code.clone(), first };
                flaw(format!("heard_from[{at}].code"), problem);
            }
            wordless(&choice.title, &format!("heard_from[{at}].title"), flaw);
        }
        if found > Self::MOST_CHOICES {
            flaw("reasons".to_owned(), Problem::TooMany { found, limit: Self::MOST_CHOICES });
        }
    }
}

fn wordless(words: &Wording, place: &str, flaw: &mut impl FnMut(String, Problem)) {
    for language in Language::all() {
        if words.get(*language).trim().is_empty() {
            flaw(format!("{place}.{language}"), Problem::NoWords);
        }
    }
}
