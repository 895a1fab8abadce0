//! What a visitor typed, word for word, and what it means: an answer, or what is wrong where.

use validator::{Validate, ValidationError};

use crate::{
    domain::{
        answer::{Answer, Reasons},
        language::Language,
        nps::{BadScore, NpsScore},
        questionnaire::{Code, Definition, Question, SurveyKind},
        rating::Rating,
        satisfaction::{BadSatisfaction, Satisfaction},
        text::{Text, one_line},
    },
    store::responses::Answered,
};

/// Ratings read at most; a form has fewer.
const MOST_RATINGS: usize = Definition::MOST_PARAMETERS;
/// Reasons read at most.
const MOST_REASONS: usize = Definition::MOST_CHOICES;
/// Characters of a competitor's name.
pub const LONGEST_NAME: usize = 200;

/// The fields of the form as they were posted; unknown ones are left out, of repeated ones the last counts, but for reasons.
#[derive(Debug, Clone, Default, PartialEq, Eq, Validate)]
pub struct Typed {
    /// The version whose form was filled in.
    pub version: Option<i64>,
    /// The kind of that form, so that a failure can draw it without asking the database.
    pub kind: Option<SurveyKind>,
    /// The language the form was shown in, so that a failure speaks it without asking the database.
    pub language: Option<Language>,
    pub nps: String,
    pub satisfaction: String,
    /// By parameter code.
    pub ratings: Vec<(String, String)>,
    #[validate(custom(function = within_limit))]
    pub comment: String,
    pub contact_me: bool,
    /// Codes of reasons, in the order posted, each once.
    pub reasons: Vec<String>,
    pub main_reason: String,
    #[validate(custom(function = within_name))]
    pub competitor: String,
    #[validate(custom(function = within_limit))]
    pub bring_back: String,
    pub heard_from: String,
    pub wallet_share: String,
    /// `yes` or `no`.
    pub solved: String,
    pub still_here: bool,
}

/// The limit holds for what would be kept: a browser's CRLF counts as one character.
fn within_limit(words: &str) -> Result<(), ValidationError> {
    Text::parse(words).map(|_| ()).map_err(|_| ValidationError::new("length"))
}

fn within_name(name: &str) -> Result<(), ValidationError> {
    if length(name) <= LONGEST_NAME { Ok(()) } else { Err(ValidationError::new("length")) }
}

/// Characters of what would be kept.
fn length(words: &str) -> usize {
    match Text::parse(words) {
        Ok(words) => words.map_or(0, |words| words.as_str().chars().count()),
        Err(long) => long.length,
    }
}

/// A field of the form, for messages beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    Nps,
    Satisfaction,
    Rating(Code),
    Comment,
    Reasons,
    MainReason,
    Competitor,
    BringBack,
    HeardFrom,
    WalletShare,
    Solved,
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
                "kind" => typed.kind = SurveyKind::parse(&value),
                "language" => typed.language = Language::parse(&value),
                "nps" => typed.nps = value.into_owned(),
                "satisfaction" => typed.satisfaction = value.into_owned(),
                "comment" => typed.comment = value.into_owned(),
                "contact_me" => typed.contact_me = is_yes(&value),
                "reason" => typed.choose(&value),
                "main_reason" => typed.main_reason = value.into_owned(),
                "competitor" => typed.competitor = value.into_owned(),
                "bring_back" => typed.bring_back = value.into_owned(),
                "heard_from" => typed.heard_from = value.into_owned(),
                "wallet_share" => typed.wallet_share = value.into_owned(),
                "solved" => typed.solved = value.into_owned(),
                "still_here" => typed.still_here = is_yes(&value),
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

    fn choose(&mut self, code: &str) {
        let code = code.trim();
        if !code.is_empty() && self.reasons.len() < MOST_REASONS && !self.chose(code) {
            self.reasons.push(one_line(code, Code::LIMIT + 1));
        }
    }

    /// Whether a reason was chosen.
    #[must_use]
    pub fn chose(&self, code: &str) -> bool {
        self.reasons.iter().any(|chosen| chosen == code)
    }

    /// What was answered before, as if typed again.
    #[must_use]
    pub fn again(answered: &Answered, definition: &Definition) -> Self {
        let number = |value: Option<i16>| value.map(|number| number.to_string()).unwrap_or_default();
        let ratings = definition.parameters.iter().zip(&answered.ratings).map(|(parameter, code)| {
            let words = match Rating::from_code(*code, definition.scale_of(parameter)) {
                Ok(Rating::Score(score)) => score.to_string(),
                Ok(Rating::NotApplicable) => "na".to_owned(),
                Ok(Rating::Skipped) | Err(_) => String::new(),
            };
            (parameter.code.as_str().to_owned(), words)
        });
        Self {
            version: None,
            kind: None,
            language: None,
            nps: number(answered.nps),
            satisfaction: number(answered.satisfaction),
            ratings: ratings.collect(),
            comment: answered.comment.clone().unwrap_or_default(),
            contact_me: answered.contact_me,
            reasons: answered.reasons.clone().unwrap_or_default(),
            main_reason: answered.main_reason.clone().unwrap_or_default(),
            competitor: answered.competitor.clone().unwrap_or_default(),
            bring_back: answered.bring_back.clone().unwrap_or_default(),
            heard_from: answered.heard_from.clone().unwrap_or_default(),
            wallet_share: number(answered.wallet_share),
            solved: answered
                .solved
                .map(|solved| if solved { "yes" } else { "no" })
                .unwrap_or_default()
                .to_owned(),
            still_here: answered.still_here,
        }
    }

    /// Takes what was clicked in a letter: shown chosen, and that is all it does. What the form does not ask, or does not
    /// know, is left out.
    pub fn preselect(&mut self, query: &str, definition: &Definition) -> bool {
        let mut chosen = false;
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "nps" if definition.asks(Question::Nps) => {
                    if let Ok(score) = NpsScore::parse(&value) {
                        self.nps = score.get().to_string();
                        chosen = true;
                    }
                }
                "solved" if definition.asks(Question::Solved) => {
                    if matches!(value.as_ref(), "yes" | "no") {
                        self.solved = value.into_owned();
                        chosen = true;
                    }
                }
                "reason" if definition.asks(Question::Reasons) && definition.reason(&value).is_some() => {
                    self.choose(&value);
                    chosen = true;
                }
                _ => {}
            }
        }
        chosen
    }

    /// What was typed for a parameter.
    #[must_use]
    pub fn rating(&self, code: &str) -> &str {
        self.ratings.iter().find(|(known, _)| known == code).map_or("", |(_, value)| value)
    }

    /// The answer that this is, read by the questionnaire it was given to: what that does not ask is not read.
    ///
    /// # Errors
    /// Everything that is wrong, in the order of the form.
    pub fn answer(&self, definition: &Definition) -> Result<Answer, Vec<Problem>> {
        let mut answer = Answer::default();
        let mut problems = Vec::new();
        let long = self.validate().err().unwrap_or_default();
        let words = |name: &str, typed: &str| match long.errors().contains_key(name) {
            true => Err(length(typed).to_string()),
            false => Ok(Text::parse(typed).ok().flatten()),
        };
        let mut refuse = |field, typed: &str| problems.push(Problem { field, found: one_line(typed, 40) });
        for question in &definition.questions {
            match question {
                Question::StillHere => answer.still_here = self.still_here,
                Question::Solved => match self.solved.trim() {
                    "" => {}
                    "yes" => answer.solved = Some(true),
                    "no" => answer.solved = Some(false),
                    other => refuse(Field::Solved, other),
                },
                Question::Reasons => answer.reasons = Some(self.chosen(definition, &mut refuse)),
                // A name has one line, whatever a robot sends.
                Question::Competitor => match words("competitor", &one_line(&self.competitor, usize::MAX)) {
                    Ok(words) => answer.competitor = words,
                    Err(length) => refuse(Field::Competitor, &length),
                },
                Question::BringBack => match words("bring_back", &self.bring_back) {
                    Ok(words) => answer.bring_back = words,
                    Err(length) => refuse(Field::BringBack, &length),
                },
                Question::Nps => match NpsScore::parse(&self.nps) {
                    Ok(score) => answer.nps = Some(score),
                    Err(BadScore::Empty) => {}
                    Err(_) => refuse(Field::Nps, &self.nps),
                },
                Question::Satisfaction => match Satisfaction::parse(&self.satisfaction) {
                    Ok(percent) => answer.satisfaction = Some(percent),
                    Err(BadSatisfaction::Empty) => {}
                    Err(_) => refuse(Field::Satisfaction, &self.satisfaction),
                },
                Question::Ratings => answer.ratings = self.rated(definition, &mut refuse),
                Question::HeardFrom => {
                    let code = self.heard_from.trim();
                    match definition.heard_from.iter().find(|choice| choice.code.as_str() == code) {
                        Some(choice) => answer.heard_from = Some(choice.code.clone()),
                        None if code.is_empty() => {}
                        None => refuse(Field::HeardFrom, code),
                    }
                }
                Question::WalletShare => match Satisfaction::parse(&self.wallet_share) {
                    Ok(percent) => answer.wallet_share = Some(percent),
                    Err(BadSatisfaction::Empty) => {}
                    Err(_) => refuse(Field::WalletShare, &self.wallet_share),
                },
                Question::Comment => match words("comment", &self.comment) {
                    Ok(words) => answer.comment = words,
                    Err(length) => refuse(Field::Comment, &length),
                },
                Question::ContactMe => answer.contact_me = self.contact_me,
            }
        }
        // Stored ratings have a place for every parameter, asked or not.
        answer.ratings.resize(definition.parameters.len(), Rating::Skipped);
        if problems.is_empty() && answer.is_empty() {
            problems.push(Problem { field: Field::All, found: String::new() });
        }
        if problems.is_empty() { Ok(answer) } else { Err(problems) }
    }

    fn rated(&self, definition: &Definition, refuse: &mut impl FnMut(Field, &str)) -> Vec<Rating> {
        let rated = |parameter: &crate::domain::questionnaire::Parameter| {
            let typed = self.rating(parameter.code.as_str());
            Rating::parse(typed, definition.scale_of(parameter)).unwrap_or_else(|_| {
                refuse(Field::Rating(parameter.code.clone()), typed);
                Rating::Skipped
            })
        };
        definition.parameters.iter().map(rated).collect()
    }

    /// One reason alone is the main one; of several, the one said to be.
    fn chosen(&self, definition: &Definition, refuse: &mut impl FnMut(Field, &str)) -> Reasons {
        if let Some(unknown) = self.reasons.iter().find(|code| definition.reason(code).is_none()) {
            refuse(Field::Reasons, unknown);
        }
        let all = definition.reasons.iter().flat_map(|category| &category.reasons);
        let chosen: Vec<Code> =
            all.map(|reason| &reason.code).filter(|code| self.chose(code.as_str())).cloned().collect();
        let main = match (self.main_reason.trim(), chosen.as_slice()) {
            ("", [only]) => Some(only.clone()),
            ("", _) => None,
            (main, _) => {
                let found = chosen.iter().find(|code| code.as_str() == main).cloned();
                if found.is_none() {
                    refuse(Field::MainReason, main);
                }
                found
            }
        };
        Reasons { chosen, main }
    }
}

/// A checkbox posts its value, `on` without one; scripts say what they like.
fn is_yes(value: &str) -> bool {
    !matches!(value.trim().to_ascii_lowercase().as_str(), "" | "0" | "false" | "no" | "off")
}
