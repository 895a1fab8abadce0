//! The words of letters: Fluent files embedded in the program, one a letter and language.

use std::sync::{LazyLock, Mutex, PoisonError};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use unic_langid::LanguageIdentifier;

use crate::domain::{language::Language, questionnaire::SurveyKind};

/// Which letter; the name of its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    Survey(SurveyKind),
    Acknowledgement,
    Reply,
    Resolved,
    Rejected,
    Alert,
    Digest,
}

/// Why a letter could not be worded: a fault of the program's own files.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WordsFault {
    #[error("the letter's words cannot be read: {0}")]
    Unreadable(String),
    #[error("the letter has no words named `{0}`")]
    Missing(&'static str),
    #[error("the words named `{key}` lack a value: {cause}")]
    Incomplete { key: &'static str, cause: String },
}

/// The words of one letter in one language. Cheap to clone.
#[derive(Clone, Copy)]
pub(super) struct Words {
    bundle: &'static FluentBundle<FluentResource>,
}

/// Bundles that were read: few, never changed, and dear to read again for each letter.
static READ: LazyLock<Mutex<Vec<(Name, Language, Words)>>> = LazyLock::new(Mutex::default);

impl Words {
    pub(super) fn of(name: Name, language: Language) -> Result<Self, WordsFault> {
        let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, _, words)) = read.iter().find(|(one, other, _)| *one == name && *other == language) {
            return Ok(*words);
        }
        // Kept as long as the program runs; there are two a letter.
        let words = Self { bundle: Box::leak(Box::new(bundle(name, language)?)) };
        read.push((name, language, words));
        Ok(words)
    }

    /// The words of that name with their values put in.
    pub(super) fn say(&self, key: &'static str, values: &Values) -> Result<String, WordsFault> {
        let pattern = self
            .bundle
            .get_message(key)
            .and_then(|message| message.value())
            .ok_or(WordsFault::Missing(key))?;
        let mut errors = Vec::new();
        let said = self.bundle.format_pattern(pattern, Some(&values.0), &mut errors).into_owned();
        match errors.first() {
            None => Ok(said),
            Some(error) => Err(WordsFault::Incomplete { key, cause: error.to_string() }),
        }
    }
}

/// Values that words speak of.
#[derive(Default)]
pub(super) struct Values(FluentArgs<'static>);

impl Values {
    #[must_use]
    pub(super) fn with(mut self, key: &'static str, value: impl Into<FluentValue<'static>>) -> Self {
        self.0.set(key, value);
        self
    }
}

macro_rules! file {
    ($name:literal, $language:expr) => {
        match $language {
            Language::Russian => {
                include_str!(concat!("../../templates/letters/", $name, ".ru.ftl"))
            }
            Language::English => {
                include_str!(concat!("../../templates/letters/", $name, ".en.ftl"))
            }
        }
    };
}

fn bundle(name: Name, language: Language) -> Result<FluentBundle<FluentResource>, WordsFault> {
    let mut bundle = FluentBundle::new_concurrent(vec![identifier(language)?]);
    // The marks that isolate directions would show as boxes in old mail programs.
    bundle.set_use_isolating(false);
    let surveys = matches!(name, Name::Survey(_)).then(|| file!("surveys", language));
    for source in [file!("shared", language), own(name, language)].into_iter().chain(surveys) {
        let resource = FluentResource::try_new(source.to_owned())
            .map_err(|(_, errors)| WordsFault::Unreadable(format!("{errors:?}")))?;
        bundle.add_resource(resource).map_err(|errors| WordsFault::Unreadable(format!("{errors:?}")))?;
    }
    Ok(bundle)
}

fn identifier(language: Language) -> Result<LanguageIdentifier, WordsFault> {
    let code = language.code();
    code.parse().map_err(|error| WordsFault::Unreadable(format!("language `{code}`: {error}")))
}

fn own(name: Name, language: Language) -> &'static str {
    match name {
        Name::Survey(SurveyKind::Purchase) => file!("purchase", language),
        Name::Survey(SurveyKind::Relationship) => file!("relationship", language),
        Name::Survey(SurveyKind::Inactive) => file!("inactive", language),
        Name::Survey(SurveyKind::Exit) => file!("exit", language),
        Name::Survey(SurveyKind::Resolution) => file!("resolution", language),
        Name::Survey(SurveyKind::Staff) => file!("staff", language),
        Name::Acknowledgement => file!("acknowledgement", language),
        Name::Reply => file!("reply", language),
        Name::Resolved => file!("resolved", language),
        Name::Rejected => file!("rejected", language),
        Name::Alert => file!("alert", language),
        Name::Digest => file!("digest", language),
    }
}
