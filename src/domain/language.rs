//! The languages that forms, letters and pages speak.

use serde::{Deserialize, Serialize};

/// A language people are spoken to in. Russian where nothing else is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum Language {
    /// Русский.
    #[default]
    #[serde(rename = "ru")]
    Russian,
    /// English.
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// Every language, the default first.
    #[must_use]
    pub const fn all() -> &'static [Self] {
        &[Self::Russian, Self::English]
    }

    /// The ISO 639-1 code: what is stored and what `<html lang>` says.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Russian => "ru",
            Self::English => "en",
        }
    }

    /// Reads an ISO 639-1 or 639-2 code or a BCP 47 tag by its first part, in any case: `ru`, `RU`, `ru-RU`, `ru_RU`, `rus`.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next()?;
        [(Self::Russian, ["ru", "rus"]), (Self::English, ["en", "eng"])]
            .into_iter()
            .find(|(_, codes)| codes.iter().any(|code| primary.eq_ignore_ascii_case(code)))
            .map(|(language, _)| language)
    }
}

impl std::fmt::Display for Language {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_read_by_its_first_part_in_any_case() {
        for tag in ["ru", "RU", "ru-RU", "ru_RU", " rus ", "Rus"] {
            assert_eq!(Language::parse(tag), Some(Language::Russian), "{tag}");
        }
        for tag in ["en", "EN-gb", "eng", "en_US.UTF-8"] {
            assert_eq!(Language::parse(tag), Some(Language::English), "{tag}");
        }
        for tag in ["", "de", "russian", "r", "-ru"] {
            assert_eq!(Language::parse(tag), None, "{tag}");
        }
    }

    #[test]
    fn every_code_leads_back() {
        for language in Language::all() {
            assert_eq!(Language::parse(language.code()), Some(*language));
        }
        assert_eq!(Language::default(), Language::Russian);
    }
}
