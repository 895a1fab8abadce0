//! What lies behind complaints: causes at two levels, with stable codes and words that may change.

use serde::{Deserialize, Serialize};

use super::{language::Language, questionnaire::Wording};

/// The longest words of a cause, in characters.
pub const LONGEST_TITLE: usize = 100;

/// One of them, at either level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RootCause {
    /// Stable: complaints keep it whatever becomes of the words.
    pub code: String,
    /// The first level that it belongs to; none for the first level itself.
    pub parent: Option<String>,
    /// What it is called.
    pub title: Wording,
    /// Whether it can be chosen; those that can't keep their words for old complaints.
    pub active: bool,
}

/// All of them in their order: each first level with its second behind it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RootCauses(Vec<RootCause>);

/// A first level and what can be chosen of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group<'a> {
    /// The first level.
    pub head: &'a RootCause,
    /// The second; empty where the first level has none, and is chosen itself.
    pub leaves: Vec<&'a RootCause>,
}

impl RootCauses {
    /// In the order in which they were set.
    #[must_use]
    pub const fn new(all: Vec<RootCause>) -> Self {
        Self(all)
    }

    /// The one of a code, also when it is switched off.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&RootCause> {
        self.0.iter().find(|one| one.code == code)
    }

    /// The first level, also what is switched off of it.
    pub fn heads(&self) -> impl Iterator<Item = &RootCause> {
        self.0.iter().filter(|one| one.parent.is_none())
    }

    /// The second level of a code, also what is switched off of it.
    pub fn below<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a RootCause> {
        self.0.iter().filter(move |one| one.parent.as_deref() == Some(code))
    }

    /// What can be chosen now: what is active, under an active first level.
    #[must_use]
    pub fn groups(&self) -> Vec<Group<'_>> {
        self.heads()
            .filter(|head| head.active)
            .map(|head| Group { head, leaves: self.below(&head.code).filter(|leaf| leaf.active).collect() })
            .collect()
    }

    /// Whether a code can be chosen now: a second level, or a first level that has none.
    #[must_use]
    pub fn is_choosable(&self, code: &str) -> bool {
        self.groups().iter().any(|group| {
            if group.leaves.is_empty() {
                group.head.code == code
            } else {
                group.leaves.iter().any(|leaf| leaf.code == code)
            }
        })
    }

    /// A cause in words, the second level behind the first: `Доставка: позже срока`. A code that nobody knows is its own
    /// word.
    #[must_use]
    pub fn title(&self, language: Language, code: &str) -> String {
        let Some(cause) = self.get(code) else { return code.to_owned() };
        let own = cause.title.get(language);
        match cause.parent.as_deref().and_then(|parent| self.get(parent)) {
            Some(head) => format!("{}: {}", head.title.get(language), own),
            None => own.to_owned(),
        }
    }

    /// A code for a new cause, made of its English words and unlike all others.
    #[must_use]
    pub fn new_code(&self, parent: Option<&str>, english: &str) -> String {
        let mut slug = String::new();
        for letter in english.chars() {
            if letter.is_ascii_alphanumeric() {
                slug.push(letter.to_ascii_lowercase());
            } else if !slug.is_empty() && !slug.ends_with('_') {
                slug.push('_');
            }
            if slug.len() >= 30 {
                break;
            }
        }
        let slug = slug.trim_end_matches('_');
        let slug = if slug.is_empty() { "cause" } else { slug };
        let wanted = parent.map_or_else(|| slug.to_owned(), |parent| format!("{parent}.{slug}"));
        let mut code = wanted.clone();
        let mut count = 1_u32;
        while self.get(&code).is_some() {
            count += 1;
            code = format!("{wanted}_{count}");
        }
        code
    }
}

/// A first level as it comes along with the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// Its stable code.
    pub code: String,
    /// По-русски.
    pub ru: String,
    /// In English.
    pub en: String,
    /// The second level.
    #[serde(default)]
    pub causes: Vec<Leaf>,
}

/// A second level as it comes along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leaf {
    /// The part of its code behind the point.
    pub code: String,
    /// По-русски.
    pub ru: String,
    /// In English.
    pub en: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cause(code: &str, active: bool) -> RootCause {
        let title = Wording { ru: format!("р {code}"), en: format!("e {code}") };
        let parent = code.split_once('.').map(|(parent, _)| parent.to_owned());
        RootCause { code: code.to_owned(), parent, title, active }
    }

    fn causes() -> RootCauses {
        RootCauses::new(vec![
            cause("delivery", true),
            cause("delivery.late", true),
            cause("delivery.lost", false),
            cause("price", false),
            cause("price.tag", true),
            cause("website", true),
            cause("website.down", false),
            cause("other", true),
        ])
    }

    #[test]
    fn what_can_be_chosen_is_the_lowest_active_level() {
        let causes = causes();
        for (code, choosable) in [
            ("delivery", false),
            ("delivery.late", true),
            ("delivery.lost", false),
            ("price", false),
            ("price.tag", false),
            ("website", true),
            ("website.down", false),
            ("other", true),
            ("nonsense", false),
            ("", false),
        ] {
            assert_eq!(causes.is_choosable(code), choosable, "{code}");
        }
    }

    #[test]
    fn words_stay_with_what_is_switched_off() {
        let causes = causes();
        assert_eq!(causes.title(Language::Russian, "delivery.lost"), "р delivery: р delivery.lost");
        assert_eq!(causes.title(Language::English, "price"), "e price");
        assert_eq!(causes.title(Language::English, "gone"), "gone");
    }

    #[test]
    fn new_codes_are_made_of_words_and_never_twice() {
        let causes = causes();
        assert_eq!(causes.new_code(Some("delivery"), "Wrong  door!"), "delivery.wrong_door");
        assert_eq!(causes.new_code(Some("delivery"), "Late"), "delivery.late_2");
        assert_eq!(causes.new_code(None, "Дорого"), "cause");
        assert!(causes.new_code(None, &"long words ".repeat(20)).len() <= 34);
    }
}
