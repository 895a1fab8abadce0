//! Every word that people read: Fluent files in `templates/locales`, Russian first, embedded in the binary.

pub mod format;

use std::{borrow::Cow, sync::LazyLock};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use rust_embed::RustEmbed;
use unic_langid::LanguageIdentifier;

use crate::domain::language::Language;

#[derive(RustEmbed)]
#[folder = "templates/locales"]
struct Files;

static RUSSIAN: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| load(Language::Russian));
static ENGLISH: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| load(Language::English));

/// The words of one language.
#[must_use]
pub fn bundle(language: Language) -> &'static FluentBundle<FluentResource> {
    match language {
        Language::Russian => &RUSSIAN,
        Language::English => &ENGLISH,
    }
}

/// A message without arguments; `words::t!` is the shorter way to it.
#[must_use]
pub fn text(language: Language, id: &str) -> Cow<'static, str> {
    let bundle = bundle(language);
    let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else {
        return missing(language, id);
    };
    let mut errors = Vec::new();
    // Most messages are plain text, lent by the bundle as they are.
    let text = bundle.format_pattern(pattern, None, &mut errors);
    if !errors.is_empty() {
        tracing::error!(id, ?errors, "a message wants arguments");
    }
    text
}

/// A message with arguments. A missing key shows itself and is logged: a test keeps both languages whole.
#[must_use]
pub fn with(language: Language, id: &str, args: Option<&FluentArgs<'_>>) -> Cow<'static, str> {
    let bundle = bundle(language);
    let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else {
        return missing(language, id);
    };
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, args, &mut errors);
    if !errors.is_empty() {
        tracing::error!(id, ?errors, "a message did not take its arguments");
    }
    Cow::Owned(text.into_owned())
}

fn missing(language: Language, id: &str) -> Cow<'static, str> {
    tracing::error!(id, language = language.code(), "a message is missing");
    Cow::Owned(id.to_owned())
}

/// Whether a language has this message; codes that come from data ask first.
#[must_use]
pub fn has(language: Language, id: &str) -> bool {
    bundle(language).has_message(id)
}

/// `t!(language, "id")` or `t!(language, "id", name = value, …)`: the words for people.
#[macro_export]
macro_rules! t {
    ($language:expr, $id:expr) => {
        $crate::words::text($language, $id)
    };
    ($language:expr, $id:expr, $($name:ident = $value:expr),+ $(,)?) => {{
        let mut args = fluent_bundle::FluentArgs::new();
        $(args.set(stringify!($name), $value);)+
        $crate::words::with($language, $id, Some(&args))
    }};
}
pub use crate::t;

/// How a bundle writes the numbers of its sentences: thousands and fractions apart as everywhere else. What is no amount
/// but a name – the number of a complaint, a year – comes as text and stays as it is.
#[must_use]
pub fn numbers<M>(language: Language) -> fn(&FluentValue<'_>, &M) -> Option<String> {
    match language {
        Language::Russian => |value, _| number(Language::Russian, value),
        Language::English => |value, _| number(Language::English, value),
    }
}

fn number(language: Language, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(format::whole(language, number.as_string())),
        _ => None,
    }
}

fn load(language: Language) -> FluentBundle<FluentResource> {
    let id: LanguageIdentifier = language.code().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(numbers(language)));
    let folder = format!("{}/", language.code());
    for name in Files::iter().filter(|name| name.starts_with(&folder)) {
        let Some(file) = Files::get(&name) else { continue };
        let source = String::from_utf8_lossy(&file.data).into_owned();
        let resource = FluentResource::try_new(source).unwrap_or_else(|(resource, errors)| {
            tracing::error!(file = %name, ?errors, "a file of words is broken");
            resource
        });
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(file = %name, ?errors, "a message is written twice");
        }
    }
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_sentences_are_written_as_those_of_tables() {
        let said = |language, count: u64| t!(language, "board-buyers-count", count = count).into_owned();
        assert_eq!(said(Language::English, 1_234_567), "1,234,567 customers counted");
        assert_eq!(said(Language::English, 2_746), "2,746 customers counted");
        assert_eq!(said(Language::English, 1), "1 customer counted");
        assert_eq!(said(Language::Russian, 1_234_567), "Вошло 1\u{a0}234\u{a0}567 клиентов");
        assert_eq!(said(Language::Russian, 1_234_561), "Вошёл 1\u{a0}234\u{a0}561 клиент");
        assert_eq!(said(Language::Russian, 2_746), "Вошло 2746 клиентов");
    }

    #[test]
    fn what_is_a_name_and_no_amount_is_left_as_it_is() {
        let number = 12_345.to_string();
        assert_eq!(t!(Language::English, "desk-number", number = number), "Complaint 12345");
        let year = 2026.to_string();
        assert_eq!(t!(Language::English, "board-quarter", number = 1, year = year), "Q1 2026");
    }
}
