//! What is asked: the kinds of survey, their parameters, and when a set of questions is sound.

mod soundness;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

use super::language::Language;
use super::rating::Scale;
use super::reason::Category;
use super::text;
pub use soundness::{Flaw, Problem};

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

coded! {
    /// A question of a form, each at most once, in the order of the definition.
    pub enum Question {
        /// 'I am still here': one press that is a whole answer.
        StillHere = "still_here",
        /// Was the complaint solved.
        Solved = "solved",
        /// Why they left: several reasons, one of them the main one.
        Reasons = "reasons",
        /// To which competitor.
        Competitor = "competitor",
        /// What would bring them back.
        BringBack = "bring_back",
        /// Would they recommend us, 0-10.
        Nps = "nps",
        /// Overall satisfaction in per cent.
        Satisfaction = "satisfaction",
        /// Every parameter on its scale.
        Ratings = "ratings",
        /// Where they heard of us: one of the choices.
        HeardFrom = "heard_from",
        /// How much of what they buy of this kind they buy from us, in per cent.
        WalletShare = "wallet_share",
        /// Free words.
        Comment = "comment",
        /// 'Contact me'.
        ContactMe = "contact_me",
    }
}

coded! {
    /// Words of a form that a definition may say in its own way; without them the form says what it says everywhere.
    pub enum Phrase {
        /// The heading.
        Title = "title",
        /// What follows it.
        Lead = "lead",
        /// The question of [`Question::StillHere`].
        StillHere = "still_here",
        /// The question of [`Question::Solved`].
        Solved = "solved",
        /// The question of [`Question::Reasons`].
        Reasons = "reasons",
        /// The question of [`Question::Competitor`].
        Competitor = "competitor",
        /// The question of [`Question::BringBack`].
        BringBack = "bring_back",
        /// The question of [`Question::Nps`].
        Nps = "nps",
        /// The question of [`Question::Satisfaction`].
        Satisfaction = "satisfaction",
        /// The heading of [`Question::Ratings`].
        Ratings = "ratings",
        /// The question of [`Question::HeardFrom`].
        HeardFrom = "heard_from",
        /// The question of [`Question::WalletShare`].
        WalletShare = "wallet_share",
        /// The heading of [`Question::Comment`].
        Comment = "comment",
        /// The words beside [`Question::ContactMe`].
        ContactMe = "contact_me",
        /// The heading of the thank-you page.
        Thanks = "thanks",
        /// What follows it, where no complaint was opened.
        ThanksBody = "thanks_body",
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

/// The stable code of a parameter, a reason or a choice: 1..=64 of `a-z 0-9 _ -`. Words change, the code stays.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Code(String);

/// Not a code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is not a code of 1 to 64 letters a-z, digits, _ and -")]
pub struct BadCode {
    /// What was given, shortened.
    pub found: String,
}

impl Code {
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

impl AsRef<str> for Code {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

impl From<Code> for String {
    fn from(code: Code) -> Self {
        code.0
    }
}

impl TryFrom<String> for Code {
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
    pub code: Code,
    /// How forms and reports name it.
    pub title: Wording,
    /// A rating at or under it is a sign of discontent.
    pub threshold: u8,
    /// What it is rated with, where that is not the scale of the definition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<Scale>,
}

/// One of several answers to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Its stable code.
    pub code: Code,
    /// How the form names it.
    pub title: Wording,
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
    /// What is asked, in the order of the form.
    #[serde(default = "usual_questions", skip_serializing_if = "are_usual")]
    pub questions: Vec<Question>,
    /// What [`Question::Reasons`] offers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Category>,
    /// What [`Question::HeardFrom`] offers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub heard_from: Vec<Choice>,
    /// Its own words.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub words: BTreeMap<Phrase, Wording>,
}

/// What a form asks that does not say.
const USUAL: [Question; 5] =
    [Question::Nps, Question::Satisfaction, Question::Ratings, Question::Comment, Question::ContactMe];

fn usual_questions() -> Vec<Question> {
    USUAL.to_vec()
}

fn are_usual(questions: &[Question]) -> bool {
    questions == USUAL
}

impl Definition {
    /// Parameters allowed: a form is answered in under a minute.
    pub const MOST_PARAMETERS: usize = 32;

    /// Reasons and choices allowed in all.
    pub const MOST_CHOICES: usize = 60;

    /// A definition of a kind with the usual questions and nothing else yet.
    #[must_use]
    pub fn new(kind: SurveyKind, scale: Scale, parameters: Vec<Parameter>) -> Self {
        Self {
            kind,
            scale,
            parameters,
            questions: usual_questions(),
            reasons: Vec::new(),
            heard_from: Vec::new(),
            words: BTreeMap::new(),
        }
    }

    /// Whether it asks something.
    #[must_use]
    pub fn asks(&self, question: Question) -> bool {
        self.questions.contains(&question)
    }

    /// Its own words for a phrase, if it has them.
    #[must_use]
    pub fn says(&self, phrase: Phrase, language: Language) -> Option<&str> {
        self.words.get(&phrase).map(|words| words.get(language))
    }

    /// What a parameter of it is rated with.
    #[must_use]
    pub fn scale_of(&self, parameter: &Parameter) -> Scale {
        parameter.scale.unwrap_or(self.scale)
    }

    /// A reason by its code, with its category.
    #[must_use]
    pub fn reason(&self, code: &str) -> Option<(&Category, &super::reason::Reason)> {
        self.reasons.iter().find_map(|category| {
            let found = category.reasons.iter().find(|reason| reason.code.as_str() == code)?;
            Some((category, found))
        })
    }

    /// Where in the order a code stands.
    #[must_use]
    pub fn position(&self, code: &str) -> Option<usize> {
        self.parameters.iter().position(|parameter| parameter.code.as_str() == code)
    }

    /// The digest of its whole content (SHA-256, 64 hexadecimal digits): equal definitions, and only they, are one version.
    ///
    /// Each part is written with its length before it, so that no two definitions read the same; the label
    /// keeps digests of a later layout apart. What a definition leaves as usual adds nothing, so that versions from
    /// before there was a choice stay the same.
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
        for Parameter { code, title, threshold, scale } in &self.parameters {
            part(code.as_str());
            part(&title.ru);
            part(&title.en);
            part(&threshold.to_string());
            if let Some(scale) = scale {
                part(&format!("scale {scale}"));
            }
        }
        if !are_usual(&self.questions) {
            part("questions");
            self.questions.iter().for_each(|question| part(question.code()));
        }
        for category in &self.reasons {
            part("category");
            [category.code.as_str(), &category.title.ru, &category.title.en].into_iter().for_each(&mut part);
            for reason in &category.reasons {
                part("reason");
                [reason.code.as_str(), &reason.title.ru, &reason.title.en, reason.preventable.code()]
                    .into_iter()
                    .for_each(&mut part);
            }
        }
        for choice in &self.heard_from {
            part("heard from");
            [choice.code.as_str(), &choice.title.ru, &choice.title.en].into_iter().for_each(&mut part);
        }
        for (phrase, words) in &self.words {
            part("words");
            [phrase.code(), &words.ru, &words.en].into_iter().for_each(&mut part);
        }
        digest.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
            // Writing to a string can't fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
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
            assert_eq!(Code::parse(code).as_ref().map(Code::as_str), Ok(code));
        }
        for code in ["", "Price", "цена", "a b", "a:b", "a\n", &"a".repeat(65)] {
            assert!(Code::parse(code).is_err(), "{code}");
        }
    }

    #[test]
    fn a_misspelt_field_is_refused() {
        assert!(toml::from_str::<Definition>("kind = \"purchase\"\nscales = \"1-5\"").is_err());
        assert!(toml::from_str::<Definition>("kind = \"purchases\"").is_err());
    }
}
