//! The fields that the form of an open link has beside its questions, and the trap for robots among them.

use maud::{Markup, html};

use crate::{
    domain::{
        language::Language,
        open_link::{BadContact, Contact, LONGEST},
        questionnaire::{Definition, Question, SurveyKind},
        text::one_line,
    },
    t,
};

/// No browser fills it by itself, no person sees it; robots fill what they find.
const TRAP: &str = "homepage";

/// These fields as they were posted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extras {
    pub order_number: String,
    pub contact: String,
    pub stamp: String,
    pub trapped: bool,
}

/// What is wrong with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreachable {
    /// 'Contact me', and no way to.
    Missing,
    /// Neither an address nor a number.
    Bad,
}

impl Extras {
    #[must_use]
    pub fn read(body: &[u8]) -> Self {
        let mut extras = Self::default();
        for (name, value) in url::form_urlencoded::parse(body) {
            match name.as_ref() {
                "order_number" => extras.order_number = one_line(&value, LONGEST),
                "contact" => extras.contact = one_line(&value, LONGEST + 1),
                "stamp" => extras.stamp = value.into_owned(),
                TRAP => extras.trapped |= !value.trim().is_empty(),
                _ => {}
            }
        }
        extras
    }

    /// How to reach them. Whoever gives an order number may be reached by it, as far as anybody is to know.
    pub fn contact(&self, contact_me: bool) -> Result<Option<Contact>, Unreachable> {
        match Contact::parse(&self.contact) {
            Err(BadContact) => Err(Unreachable::Bad),
            Ok(None) if contact_me && self.order_number.is_empty() => Err(Unreachable::Missing),
            Ok(contact) => Ok(contact),
        }
    }
}

/// The fields, with what was typed into them.
pub fn fields(
    language: Language,
    kind: SurveyKind,
    definition: &Definition,
    typed: &Extras,
    stamp: &str,
    wrong: Option<Unreachable>,
) -> Markup {
    html! {
        @if definition.asks(Question::ContactMe) {
            div.card {
                h2 { label for="contact" { (t!(language, "roads-contact")) } }
                input.i #contact type="text" name="contact" maxlength=(LONGEST) value=(typed.contact) autocapitalize="off"
                    aria-describedby={ "contact-n" @if wrong.is_some() { " contact-e" } }
                    aria-invalid=[wrong.map(|_| "true")];
                p.n #contact-n { (t!(language, "roads-contact-hint")) }
                @if let Some(wrong) = wrong { p.e #contact-e { (message(language, wrong)) } }
            }
        }
        @if kind == SurveyKind::Purchase {
            div.card {
                h2 { label for="order_number" { (t!(language, "roads-order")) } }
                input.i #order_number type="text" name="order_number" maxlength=(LONGEST) value=(typed.order_number)
                    autocapitalize="characters" spellcheck="false" aria-describedby="order-n";
                p.n #order-n { (t!(language, "roads-order-hint")) }
            }
        }
        div.hp aria-hidden="true" {
            label for=(TRAP) { (t!(language, "roads-trap")) }
            input #(TRAP) type="text" name=(TRAP) tabindex="-1" autocomplete="off";
        }
        input type="hidden" name="stamp" value=(stamp);
    }
}

/// What is wrong, first on the page, leading to its field.
pub fn problem(language: Language, wrong: Unreachable) -> Markup {
    html! {
        div.card.sum role="alert" tabindex="-1" autofocus {
            h2 { (t!(language, "form-problems")) }
            ul { li { a href="#contact" { (message(language, wrong)) } } }
        }
    }
}

fn message(language: Language, wrong: Unreachable) -> String {
    match wrong {
        Unreachable::Missing => t!(language, "roads-contact-missing"),
        Unreachable::Bad => t!(language, "roads-contact-bad"),
    }
    .into_owned()
}
