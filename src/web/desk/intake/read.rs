//! What was typed into the form, read: all of it, or everything that is wrong with it.

use std::borrow::Cow;

use crate::{
    actions::open_complaint::{Intake, Newcomer, Road, Told, Whose},
    domain::{
        email::EmailAddress,
        language::Language,
        remedy::Remedy,
        severity::Severity,
        text::{Text, one_line},
    },
    t,
    web::desk::card::deeds::Typed,
};

/// The longest subject, name and telephone.
pub const SUBJECT: usize = 200;
pub const NAME: usize = 120;
pub const PHONE: usize = 40;
/// Fewer digits are no telephone.
const FEWEST_DIGITS: usize = 5;

/// What is wrong with a field, in words.
pub struct Flaw {
    pub field: &'static str,
    pub words: String,
}

impl Flaw {
    pub fn new(field: &'static str, words: Cow<'_, str>) -> Self {
        Self { field, words: words.into_owned() }
    }
}

/// The form, read.
pub struct Said {
    /// Of whoever reads the page.
    pub language: Language,
    customer: Option<i64>,
    name: String,
    phone: Option<String>,
    email: Option<EmailAddress>,
    purchase: Option<i64>,
    road: Road,
    subject: Option<String>,
    words: Text,
    remedy: Option<Remedy>,
    severity: Severity,
    claims: Vec<String>,
    told: Told,
    pub joins: Option<i64>,
}

impl Said {
    pub fn intake<'a>(&'a self, typed: &'a Typed, language: Language) -> Intake<'a> {
        Intake {
            key: typed.get("key"),
            whose: match self.customer {
                Some(customer) => Whose::Known(customer),
                None => Whose::New(Newcomer {
                    name: &self.name,
                    phone: self.phone.as_deref(),
                    email: self.email.as_ref(),
                    language,
                }),
            },
            purchase: self.purchase,
            road: self.road,
            subject: self.subject.as_deref(),
            words: &self.words,
            remedy: self.remedy,
            severity: self.severity,
            claims: &self.claims,
            told: self.told,
            joins: self.joins,
        }
    }
}

/// Reads the form.
pub fn read(typed: &Typed, language: Language) -> Result<Said, Vec<Flaw>> {
    let mut flaws = Vec::new();
    let mut wrong = |field, id: &str| flaws.push(Flaw::new(field, t!(language, id)));
    let line = |name: &str| one_line(typed.get(name), usize::MAX);
    let (name, phone, email, subject) = (line("name"), line("phone"), line("email"), line("subject"));
    let newcomer = !(name.is_empty() && phone.is_empty() && email.is_empty());
    let customer = typed.get("customer").parse::<i64>().ok();
    match (customer, newcomer) {
        (None, false) => wrong("q", "intake-flaw-who"),
        (Some(_), true) => wrong("name", "intake-flaw-both"),
        _ => {}
    }
    if name.chars().count() > NAME {
        wrong("name", "intake-flaw-name");
    }
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    if !phone.is_empty() && (digits < FEWEST_DIGITS || phone.chars().count() > PHONE) {
        wrong("phone", "intake-flaw-phone");
    }
    let address = EmailAddress::parse(&email).ok();
    if !email.is_empty() && address.is_none() {
        wrong("email", "intake-flaw-email");
    }
    if subject.chars().count() > SUBJECT {
        wrong("subject", "intake-flaw-subject");
    }
    let words = match Text::parse(typed.get("body")) {
        Ok(words) => {
            if words.is_none() {
                wrong("body", "intake-flaw-body");
            }
            words
        }
        Err(long) => {
            let words = t!(language, "intake-flaw-long", length = long.length, limit = long.limit);
            flaws.push(Flaw::new("body", words));
            None
        }
    };
    match words {
        Some(words) if flaws.is_empty() => Ok(Said {
            language,
            customer,
            name,
            phone: Some(phone).filter(|phone| !phone.is_empty()),
            email: address,
            purchase: typed.get("purchase").parse().ok(),
            road: Road::parse(typed.get("source")).unwrap_or(Road::Other),
            subject: Some(subject).filter(|subject| !subject.is_empty()),
            words,
            remedy: Remedy::parse(typed.get("sought")),
            severity: Severity::parse(typed.get("severity")).unwrap_or(Severity::Normal),
            claims: typed.all("claim").filter(|code| !code.is_empty()).map(str::to_owned).collect(),
            told: Told::parse(typed.get("told")).unwrap_or(Told::Later),
            joins: typed.get("join").parse().ok(),
        }),
        _ => Err(flaws),
    }
}
