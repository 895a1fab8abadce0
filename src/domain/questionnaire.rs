//! What is asked: the kinds of survey, their parameters, and when a set of questions is sound.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

use super::language::Language;
use super::rating::Scale;
use super::text;

coded! {
    /// The moments at which customers, and staff, are asked.
    pub enum SurveyKind {
        /// After a purchase.
        Purchase = "purchase",
        /// Every so often, of active customers.
        Relationship = "relationship",
        /// After a long silence.
        Inactive = "inactive",
        /// When a customer was lost.
        Exit = "exit",
        /// After a complaint was resolved.
        Resolution = "resolution",
        /// Of employees: what they think customers think.
        Staff = "staff",
    }
}

/// The same words in every language.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// По-русски.
    pub ru: String,
    /// In English.
    pub en: String,
}

impl Wording {
    /// The words in `language`.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Russian => &self.ru,
            Language::English => &self.en,
        }
    }
}

/// The stable code of a parameter: 1..=64 of `a-z 0-9 _ -`. Words change, the code stays.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ParameterCode(String);

/// Not a parameter code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is not a code of 1 to 64 letters a-z, digits, _ and -")]
pub struct BadCode {
    /// What was given, shortened.
    pub found: String,
}

impl ParameterCode {
    /// Characters allowed.
    pub const LIMIT: usize = 64;

    /// Takes a code exactly as it is: a file that says `Price` means another column than `price`.
    ///
    /// # Errors
    /// [`BadCode`] with what was given.
    pub fn parse(code: &str) -> Result<Self, BadCode> {
        let sound = (1..=Self::LIMIT).contains(&code.len())
            && code.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-'));
        if sound { Ok(Self(code.to_owned())) } else { Err(BadCode { found: text::one_line(code, 40) }) }
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for ParameterCode {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for ParameterCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

impl From<ParameterCode> for String {
    fn from(code: ParameterCode) -> Self {
        code.0
    }
}

impl TryFrom<String> for ParameterCode {
    type Error = BadCode;

    fn try_from(code: String) -> Result<Self, BadCode> {
        Self::parse(&code)
    }
}

/// One thing that is rated.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// Its stable code.
    pub code: ParameterCode,
    /// How forms and reports name it.
    pub title: Wording,
    /// A rating at or under it is a sign of discontent.
    pub threshold: u8,
}

/// One version of a questionnaire. Ratings are stored in the order of its parameters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// When it is asked.
    pub kind: SurveyKind,
    /// What parameters are rated with.
    #[serde(default)]
    pub scale: Scale,
    /// What is rated, in the order of the form.
    #[serde(default)]
    pub parameters: Vec<Parameter>,
}

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
    /// More parameters than a person answers.
    #[error("{found} parameters, {limit} are allowed")]
    TooMany {
        /// How many there are.
        found: usize,
        /// How many may be.
        limit: usize,
    },
    /// The code was used before.
    #[error("the code `{code}` is already that of parameters[{first}]")]
    DuplicateCode {
        /// The code.
        code: ParameterCode,
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
}

impl Definition {
    /// Parameters allowed: a form is answered in under a minute.
    pub const MOST_PARAMETERS: usize = 32;

    /// Where in the order a code stands.
    #[must_use]
    pub fn position(&self, code: &str) -> Option<usize> {
        self.parameters.iter().position(|parameter| parameter.code.as_str() == code)
    }

    /// The digest of its whole content (SHA-256, 64 hexadecimal digits): equal definitions, and only they, are one version.
    ///
    /// Each part is written with its length before it, so that no two definitions read the same; the label
    /// keeps digests of a later layout apart.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut digest = Sha256::new_with_prefix(b"otklik definition 1\n");
        let mut part = |part: &str| {
            digest.update(part.len().to_string());
            digest.update(b":");
            digest.update(part);
        };
        part(self.kind.code());
        part(&self.scale.to_string());
        for Parameter { code, title, threshold } in &self.parameters {
            part(code.as_str());
            part(&title.ru);
            part(&title.en);
            part(&threshold.to_string());
        }
        digest.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
            // Writing to a string can't fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }

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
            if !self.scale.contains(parameter.threshold) {
                let problem =
                    Problem::ThresholdOffScale { threshold: parameter.threshold, scale: self.scale };
                flaw(format!("parameters[{at}].threshold"), problem);
            }
            for language in Language::all() {
                if parameter.title.get(*language).trim().is_empty() {
                    flaw(format!("parameters[{at}].title.{language}"), Problem::NoWords);
                }
            }
        }
        if flaws.is_empty() { Ok(()) } else { Err(flaws) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn definition(parameters: &str) -> Definition {
        toml::from_str(&format!("kind = \"purchase\"\nscale = \"1-5\"\n{parameters}"))
            .unwrap_or_else(|problem| unreachable!("{problem}"))
    }

    fn parameter(code: &str, ru: &str, threshold: u8) -> String {
        format!(
            "[[parameters]]\ncode = \"{code}\"\ntitle = {{ ru = \"{ru}\", en = \"{code}\" }}\nthreshold = {threshold}\n"
        )
    }

    fn places(definition: &Definition) -> Vec<String> {
        definition.validate().err().unwrap_or_default().into_iter().map(|flaw| flaw.place).collect()
    }

    #[test]
    fn a_preset_reads_and_comes_back_from_json_the_same() {
        let preset = definition(&(parameter("price", "Цена", 2) + &parameter("delivery", "Доставка", 3)));
        assert_eq!(preset.scale, Scale::ONE_TO_FIVE);
        assert_eq!(preset.position("delivery"), Some(1));
        assert_eq!(preset.validate(), Ok(()));
        let again: Option<Definition> =
            serde_json::to_value(&preset).ok().and_then(|json| serde_json::from_value(json).ok());
        assert_eq!(again.as_ref(), Some(&preset));
        assert_eq!(again.map(|again| again.digest()), Some(preset.digest()));
    }

    #[test]
    fn any_change_is_another_version() {
        let first = definition(&parameter("price", "Цена", 2));
        let mut others: Vec<String> = [
            definition(&parameter("price", "Цены", 2)),
            definition(&parameter("prices", "Цена", 2)),
            definition(&parameter("price", "Цена", 3)),
            definition(""),
            Definition { kind: SurveyKind::Staff, ..first.clone() },
            Definition { scale: Scale::ZERO_TO_TEN, ..first.clone() },
        ]
        .iter()
        .map(Definition::digest)
        .collect();
        others.push(first.digest());
        assert!(others.iter().all(|digest| digest.len() == 64));
        others.sort();
        others.dedup();
        assert_eq!(others.len(), 7);
    }

    #[test]
    fn the_digest_never_changes_between_releases() {
        let found = definition(&parameter("price", "Цена", 2)).digest();
        assert_eq!(found, "098d7cc43106bb138547ea1b4f5d01f1bb101f138fd2feaaf8d556b17ee75f31");
    }

    #[test]
    fn every_flaw_is_told_with_its_place() {
        let broken = definition(
            &(parameter("price", "Цена", 2)
                + &parameter("price", " ", 9)
                + &parameter("delivery", "Доставка", 0)),
        );
        assert_eq!(
            places(&broken),
            [
                "parameters[1].code",
                "parameters[1].threshold",
                "parameters[1].title.ru",
                "parameters[2].threshold"
            ]
        );
        let many: String = (0..33).map(|at| parameter(&format!("p{at}"), "П", 2)).collect();
        assert_eq!(places(&definition(&many)), ["parameters"]);
    }

    #[test]
    fn codes_are_plain() {
        for code in ["price", "q7-art", "extra_services", "1", &"a".repeat(64)] {
            assert_eq!(ParameterCode::parse(code).as_ref().map(ParameterCode::as_str), Ok(code));
        }
        for code in ["", "Price", "цена", "a b", "a:b", "a\n", &"a".repeat(65)] {
            assert!(ParameterCode::parse(code).is_err(), "{code}");
        }
    }

    #[test]
    fn a_misspelt_field_is_refused() {
        assert!(toml::from_str::<Definition>("kind = \"purchase\"\nscales = \"1-5\"").is_err());
        assert!(toml::from_str::<Definition>("kind = \"purchases\"").is_err());
    }
}
