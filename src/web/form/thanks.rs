//! The thank-you page: what was said, what happens next, and the way to correct it.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use maud::{Markup, html};

use super::frame::document;
use crate::{
    domain::{
        brand::Brand, language::Language, questionnaire::Definition, rating::Rating,
        satisfaction::Satisfaction,
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
    /// It had been opened before, and is taken up again.
    pub reopened: bool,
    /// Where the customer sees how it stands.
    pub standing: &'a str,
}

impl ThanksPage<'_> {
    #[must_use]
    pub fn draw(&self) -> Markup {
        let language = self.language;
        let title = t!(language, "form-thanks");
        let body = html! {
            h1 { (title) }
            @match self.complaint {
                Some(number) => {
                    div.card {
                        h2 {
                            @if self.reopened { (t!(language, "afterwards-reopened", number = number.to_string())) }
                            @else { (t!(language, "form-registered", number = number.to_string())) }
                        }
                        p { (t!(language, if self.answered.contact_me { "form-registered-contact" } else { "form-registered-body" })) }
                        p { a href=(self.standing) { (t!(language, "afterwards-follow")) } }
                    }
                }
                None => { p { (t!(language, "form-thanks-body", company = &self.brand.name)) } }
            }
            (self.said())
            @if let Some(address) = self.correct {
                a.btn href=(address) { (t!(language, "form-correct")) }
                p.m.u { (t!(language, "form-until", date = format::date(language, self.expires_at, self.zone))) }
            }
        };
        document(language, self.brand, &title, &body)
    }

    /// What was said, in a list.
    #[must_use]
    pub fn said(&self) -> Markup {
        let language = self.language;
        let Answered { nps, satisfaction, comment, contact_me, .. } = self.answered;
        let percent = satisfaction.and_then(|percent| Satisfaction::try_from(i64::from(percent)).ok());
        html! {
            div.card {
                h2 { (t!(language, "form-said")) }
                dl {
                    @if let Some(score) = nps {
                        div.d { dt { (t!(language, "form-said-nps")) } dd { (t!(language, "form-said-of", score = *score, high = 10)) } }
                    }
                    @if let Some(percent) = percent {
                        div.d {
                            dt { (t!(language, "form-said-satisfaction")) }
                            dd { (format::percent(language, f64::from(percent.get()) / 100.0, 0)) }
                        }
                    }
                    @for (parameter, code) in self.definition.parameters.iter().zip(&self.answered.ratings) {
                        @match Rating::from_code(*code, self.definition.scale_of(parameter)) {
                            Ok(Rating::Score(score)) => {
                                div.d {
                                    dt { (parameter.title.get(language)) }
                                    dd { (t!(language, "form-said-of", score = score, high = self.definition.scale_of(parameter).high())) }
                                }
                            }
                            Ok(Rating::NotApplicable) => {
                                div.d { dt { (parameter.title.get(language)) } dd { (t!(language, "form-rating-na")) } }
                            }
                            Ok(Rating::Skipped) | Err(_) => {}
                        }
                    }
                    @if let Some(words) = comment { dt { (t!(language, "form-comment")) } dd.p { (words) } }
                    @if *contact_me { dt { (t!(language, "form-contact")) } dd { (t!(language, "form-said-yes")) } }
                }
            }
        }
    }
}
