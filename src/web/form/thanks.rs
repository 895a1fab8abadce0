//! The thank-you page: what was said, what happens next, and the way to correct it.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use maud::{Markup, html};

use super::{frame::document, said::said};
use crate::{
    domain::{
        brand::Brand,
        language::Language,
        questionnaire::{Definition, Phrase, SurveyKind},
    },
    store::responses::Answered,
    t,
    words::format,
};

pub struct ThanksPage<'a> {
    pub language: Language,
    pub zone: Tz,
    pub brand: &'a Brand,
    /// The form, while the answer may be corrected.
    pub correct: Option<&'a str>,
    pub expires_at: DateTime<Utc>,
    pub definition: &'a Definition,
    pub answered: &'a Answered,
    /// The number of the complaint that this answer is part of.
    pub complaint: Option<i64>,
    /// Where the customer sees how it stands.
    pub standing: &'a str,
}

impl ThanksPage<'_> {
    #[must_use]
    pub fn draw(&self) -> Markup {
        let language = self.language;
        let own = |phrase| self.definition.says(phrase, language).map(Cow::Borrowed);
        let title = own(Phrase::Thanks).unwrap_or_else(|| t!(language, "form-thanks"));
        let body = html! {
            h1 { (title) }
            @match self.complaint {
                Some(number) => (self.complaint(number)),
                None => {
                    @let words = own(Phrase::ThanksBody)
                        .unwrap_or_else(|| t!(language, "form-thanks-body", company = &self.brand.name));
                    p { (words) }
                }
            }
            (said(language, self.definition, self.answered))
            @if let Some(address) = self.correct {
                a.btn href=(address) { (t!(language, "form-correct")) }
                p.m.u { (t!(language, "form-until", date = format::date(language, self.expires_at, self.zone))) }
            }
        };
        document(language, self.brand, &title, &body)
    }

    fn complaint(&self, number: i64) -> Markup {
        let language = self.language;
        let number = number.to_string();
        let (title, body) = match (self.definition.kind, self.answered.solved) {
            (SurveyKind::Resolution, Some(false)) => {
                (t!(language, "form-reopened", number = number), "form-reopened-body")
            }
            (SurveyKind::Resolution, _) => {
                (t!(language, "form-told", number = number), "form-registered-contact")
            }
            _ if self.answered.contact_me => {
                (t!(language, "form-registered", number = number), "form-registered-contact")
            }
            _ => (t!(language, "form-registered", number = number), "form-registered-body"),
        };
        html! {
            div.card {
                h2 { (title) }
                p { (t!(language, body)) }
                p { a href=(self.standing) { (t!(language, "afterwards-follow")) } }
            }
        }
    }
}
