//! The words of the demo company: names, comments and what its staff write, from files embedded in the program.

use std::collections::BTreeMap;

use serde::Deserialize;
use thiserror::Error;

use super::chance::Chance;
use crate::domain::canned::Changes;

/// A file that does not read; the program's own tests keep it from happening.
#[derive(Debug, Error)]
#[error("templates/demo/{file}: {problem}")]
pub struct BadWords {
    file: &'static str,
    problem: toml::de::Error,
}

/// Who the company is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompanyWords {
    pub name: String,
    pub segments: Vec<String>,
    pub managers: Vec<String>,
    pub channels: Vec<String>,
    pub categories: Vec<String>,
    pub open_link: OpenLink,
    pub staff: Vec<Person>,
}

/// A link for everybody in a shop.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenLink {
    pub name: String,
    pub store: String,
}

/// Somebody who signs in.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    pub email: String,
    pub name: String,
    pub role: crate::domain::role::Role,
}

/// What customers are called.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    pub men: Vec<String>,
    pub women: Vec<String>,
    pub surnames: Vec<String>,
}

/// Phrases about one thing, by mood.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrases {
    #[serde(default)]
    pub good: Vec<String>,
    #[serde(default)]
    pub mixed: Vec<String>,
    #[serde(default)]
    pub bad: Vec<String>,
}

/// What staff write about one parameter.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Work {
    pub reply: String,
    pub note: String,
    pub solved: String,
}

/// What staff write whatever the matter is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnyWork {
    pub asked: String,
    pub customer: String,
    pub rejected: String,
    pub again: String,
    pub raised: String,
    pub duplicate: String,
    pub silent: String,
}

#[derive(Debug, Deserialize)]
struct WorkFile {
    any: AnyWork,
    #[serde(flatten)]
    topics: BTreeMap<String, Work>,
}

/// What people say in the other surveys, in one language.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sayings {
    pub bring_back: Vec<String>,
    pub leaving: Vec<String>,
    pub silent: Vec<String>,
    pub solved: Vec<String>,
    pub unsolved: Vec<String>,
    pub staff: Vec<String>,
}

/// The words of the other surveys.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ties {
    pub competitors: Vec<String>,
    ru: Sayings,
    en: Sayings,
}

impl Ties {
    /// Those of a language.
    #[must_use]
    pub fn sayings(&self, language: &str) -> &Sayings {
        if language == "en" { &self.en } else { &self.ru }
    }
}

/// Words that staff have ready.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ready {
    pub language: String,
    pub title: String,
    #[serde(default)]
    pub body: String,
    /// What makes a macro of it.
    #[serde(default)]
    pub changes: Changes,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadyFile {
    answers: Vec<Ready>,
}

/// All of them.
#[derive(Debug)]
pub struct Words {
    pub ready: Vec<Ready>,
    pub company: CompanyWords,
    pub names: Names,
    pub any: AnyWork,
    pub ties: Ties,
    comments: BTreeMap<String, BTreeMap<String, Phrases>>,
    work: BTreeMap<String, Work>,
}

/// How a customer felt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    Good,
    Mixed,
    Bad,
}

impl Words {
    /// Reads them.
    ///
    /// # Errors
    /// Names the file that does not read.
    pub fn load() -> Result<Self, BadWords> {
        let work: WorkFile = read("work.toml", include_str!("../../templates/demo/work.toml"))?;
        Ok(Self {
            company: read("company.toml", include_str!("../../templates/demo/company.toml"))?,
            names: read("names.toml", include_str!("../../templates/demo/names.toml"))?,
            comments: read("comments.toml", include_str!("../../templates/demo/comments.toml"))?,
            ready: read::<ReadyFile>("canned.toml", include_str!("../../templates/demo/canned.toml"))?
                .answers,
            ties: read("ties.toml", include_str!("../../templates/demo/ties.toml"))?,
            any: work.any,
            work: work.topics,
        })
    }

    /// What staff write about a parameter.
    #[must_use]
    pub fn work(&self, topic: &str) -> Work {
        self.work.get(topic).cloned().unwrap_or_default()
    }

    fn phrases(&self, language: &str, topic: &str, mood: Mood) -> &[String] {
        let phrases = self.comments.get(language).and_then(|topics| topics.get(topic));
        phrases.map_or(&[], |phrases| match mood {
            Mood::Good => &phrases.good,
            Mood::Mixed => &phrases.mixed,
            Mood::Bad => &phrases.bad,
        })
    }

    /// A comment: about the topic, in general, or both.
    pub fn comment(&self, chance: &mut Chance, language: &str, topic: &str, mood: Mood) -> String {
        let about = self.phrases(language, topic, mood);
        let general = self.phrases(language, "general", mood);
        let by_topic = chance.pick(about);
        let in_general = chance.pick(general);
        let text = match chance.below(10) {
            0..=4 if !by_topic.is_empty() => by_topic,
            5..=7 if !by_topic.is_empty() && mood != Mood::Mixed => {
                let stop = if by_topic.ends_with(['.', '!', '?', ')']) { "" } else { "." };
                format!("{by_topic}{stop} {in_general}")
            }
            _ => in_general,
        };
        as_typed(chance, text)
    }
}

/// Now and then as people type on a phone: no capital, no full stop, a word in capitals.
fn as_typed(chance: &mut Chance, text: String) -> String {
    match chance.below(20) {
        0 | 1 => text.to_lowercase(),
        2 | 3 => text.trim_end_matches('.').to_owned(),
        4 => text.replace(", ", " "),
        5 => text.replace("ё", "е").replace('.', "..."),
        6 => format!("{}!!", text.trim_end_matches(['.', '!'])),
        _ => text,
    }
}

fn read<T: serde::de::DeserializeOwned>(file: &'static str, text: &str) -> Result<T, BadWords> {
    toml::from_str(text).map_err(|problem| BadWords { file, problem })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_topic_has_words_for_every_mood_in_both_languages() {
        let words = Words::load().unwrap();
        for topic in ["price", "assortment", "delivery", "payment", "service", "extras"] {
            for language in ["ru", "en"] {
                assert!(!words.phrases(language, topic, Mood::Good).is_empty(), "{language} {topic}");
                assert!(!words.phrases(language, topic, Mood::Bad).is_empty(), "{language} {topic}");
            }
            assert!(!words.work(topic).reply.is_empty(), "{topic}");
        }
    }

    #[test]
    fn the_bank_of_phrases_is_wide_and_says_nothing_twice() {
        let words = Words::load().unwrap();
        let mut all: Vec<&String> = words
            .comments
            .values()
            .flat_map(BTreeMap::values)
            .flat_map(|phrases| phrases.good.iter().chain(&phrases.mixed).chain(&phrases.bad))
            .collect();
        let written = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), written);
        assert!(written >= 150, "{written}");
    }
}
