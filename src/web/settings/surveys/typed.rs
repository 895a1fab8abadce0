//! What was typed into a card, checked field by field; what is refused is kept to be shown again.

use std::collections::BTreeMap;

use chrono_tz::Tz;

use crate::domain::{
    invitation::{BadRules, Rules, Sending, Weekdays},
    questionnaire::SurveyKind,
};

/// What is wrong with a field; words are the page's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// No whole number from here to there.
    Number { least: u16, most: u16 },
    /// The window ends before the letter is due.
    Window,
    /// The reminder would come to a dead link.
    Reminder,
    /// The end is not after the beginning.
    Hours,
    /// No day of the week.
    NoDay,
}

/// The fields of one card as they were typed.
#[derive(Debug, Clone)]
pub struct Typed {
    /// None: the card of what all share.
    pub kind: Option<SurveyKind>,
    fields: BTreeMap<String, String>,
    flaws: BTreeMap<&'static str, Flaw>,
}

/// As long as a field is kept: a number has a few digits.
const LONGEST: usize = 20;

impl Typed {
    /// Takes the fields as posted.
    pub fn read(kind: Option<SurveyKind>, fields: &[(String, String)]) -> Self {
        let fields = fields
            .iter()
            .map(|(name, value)| (name.clone(), value.trim().chars().take(LONGEST).collect()))
            .collect();
        Self { kind, fields, flaws: BTreeMap::new() }
    }

    /// As typed.
    pub fn value(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    /// Whether a box was ticked.
    pub fn is_ticked(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    /// What is wrong with a field.
    pub fn flaw(&self, name: &str) -> Option<Flaw> {
        self.flaws.get(name).copied()
    }

    /// The rules of a kind, or the same with its flaws.
    pub fn rules(mut self, kind: SurveyKind) -> Result<Rules, Self> {
        let defaults = Rules::of(kind);
        let expiry_days = self.number("expiry_days", 1, Rules::MOST_EXPIRY);
        let delay_days = match kind {
            // Who is inactive is said by the definition, and of employees nothing is waited for.
            SurveyKind::Inactive | SurveyKind::Staff => 0,
            // What is asked again and again needs a pause.
            SurveyKind::Relationship => self.number("delay_days", 1, Rules::MOST_DAYS),
            _ => self.number("delay_days", 0, Rules::MOST_DAYS),
        };
        let rules = Rules {
            on: self.is_ticked("on"),
            delay_days,
            window_days: defaults.window_days.map(|_| self.number("window_days", 1, Rules::MOST_DAYS)),
            expiry_days,
            reminder_days: self.optional("reminder_days", 1, Rules::MOST_EXPIRY),
        };
        self.checked(rules, rules.validate())
    }

    /// The rules that all share, or the same with its flaws.
    pub fn sending(mut self, zone: Tz) -> Result<Sending, Self> {
        let days =
            Weekdays::parse(Weekdays::all_codes().filter(|code| self.is_ticked(&format!("day_{code}"))));
        let sending = Sending {
            quiet_days: self.number("quiet_days", 0, Sending::MOST_QUIET),
            sending_from: u8::try_from(self.number("sending_from", 0, 23)).unwrap_or(0),
            sending_to: u8::try_from(self.number("sending_to", 1, 24)).unwrap_or(24),
            days: days.unwrap_or(Weekdays::ALL),
            zone,
        };
        self.checked(sending, sending.validate())
    }

    fn checked<T>(mut self, value: T, validated: Result<(), BadRules>) -> Result<T, Self> {
        // Numbers that are none were read as the least, so what they break is not worth telling.
        if self.flaws.is_empty()
            && let Err(problem) = validated
        {
            let (name, flaw) = match problem {
                BadRules::Hours { .. } => ("sending_to", Flaw::Hours),
                BadRules::NoDay => ("days", Flaw::NoDay),
                BadRules::Window { .. } => ("window_days", Flaw::Window),
                BadRules::Reminder { .. } => ("reminder_days", Flaw::Reminder),
                BadRules::NoExpiry => ("expiry_days", Flaw::Number { least: 1, most: Rules::MOST_EXPIRY }),
                BadRules::TooMuch { name, most, .. } => (name, Flaw::Number { least: 0, most }),
            };
            self.flaws.insert(name, flaw);
        }
        if self.flaws.is_empty() { Ok(value) } else { Err(self) }
    }

    fn number(&mut self, name: &'static str, least: u16, most: u16) -> u16 {
        let number = self.value(name).parse().ok().filter(|number| (least..=most).contains(number));
        number.unwrap_or_else(|| {
            self.flaws.insert(name, Flaw::Number { least, most });
            least
        })
    }

    fn optional(&mut self, name: &'static str, least: u16, most: u16) -> Option<u16> {
        if self.value(name).is_empty() { None } else { Some(self.number(name, least, most)) }
    }
}
