//! The words of letters: Fluent files embedded in the program, one a letter and language.

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::domain::language::Language;

/// Which letter; the name of its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    Invitation,
    Reminder,
    Acknowledgement,
    Reply,
    Resolved,
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

/// The words of one letter in one language.
pub(super) struct Words {
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    pub(super) fn of(name: Name, language: Language) -> Result<Self, WordsFault> {
        let mut bundle = FluentBundle::new(vec![identifier(language)?]);
        // The marks that isolate directions would show as boxes in old mail programs.
        bundle.set_use_isolating(false);
        for source in [shared(language), own(name, language)] {
            let resource = FluentResource::try_new(source.to_owned())
                .map_err(|(_, errors)| WordsFault::Unreadable(format!("{errors:?}")))?;
            bundle.add_resource(resource).map_err(|errors| WordsFault::Unreadable(format!("{errors:?}")))?;
        }
        Ok(Self { bundle })
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

fn identifier(language: Language) -> Result<LanguageIdentifier, WordsFault> {
    let code = language.code();
    code.parse().map_err(|error| WordsFault::Unreadable(format!("language `{code}`: {error}")))
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

fn shared(language: Language) -> &'static str {
    file!("shared", language)
}

fn own(name: Name, language: Language) -> &'static str {
    match name {
        Name::Invitation => file!("invitation", language),
        Name::Reminder => file!("reminder", language),
        Name::Acknowledgement => file!("acknowledgement", language),
        Name::Reply => file!("reply", language),
        Name::Resolved => file!("resolved", language),
    }
}
