//! The form itself: a value that draws what is asked, what was typed, and what is wrong with it.
//!
//! Scores are rows of buttons, one tap each. Percentages are asked in steps of ten by such a row too: a slider always
//! has a value, so 'not answered' could not be told from 50 %, and a field for a number needs the keyboard. Parameters
//! are native selects: six lines that fit a phone's screen, with the phone's own large picker. Reasons are checkboxes,
//! all in sight. Each question can be left out, and each choice taken back.

mod problems;
mod reasons;
mod scale;
mod selects;
mod words;

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use maud::{Markup, PreEscaped, html};

use super::{
    frame::{SCRIPT, document},
    keep::Keeping,
    typed::{Problem, Typed},
};
use crate::{
    domain::{
        brand::Brand,
        language::Language,
        questionnaire::{Definition, Phrase, Question, SurveyKind},
    },
    t,
    words::format,
};

/// Forms of fewer questions show their end without being counted.
const LONG: usize = 4;

/// What the question is about; unknown while the database is away.
#[derive(Debug, Clone, Default)]
pub struct About {
    pub customer: String,
    pub store: Option<String>,
    pub purchased_at: Option<DateTime<Utc>>,
    /// The number of the complaint that a resolution survey is about.
    pub complaint: Option<i64>,
    pub expires_at: Option<DateTime<Utc>>,
    /// There is an answer already, which this form corrects.
    pub answered: bool,
}

pub struct FormPage<'a> {
    pub language: Language,
    pub zone: Tz,
    pub brand: &'a Brand,
    /// Where it is posted to.
    pub action: &'a str,
    pub version: Option<i64>,
    pub definition: &'a Definition,
    /// Decides the order of the reasons: the invitation, or 0 where there is none yet.
    pub seed: i64,
    pub about: &'a About,
    pub typed: &'a Typed,
    pub problems: &'a [Problem],
    /// It was typed in full, but could not be taken just now.
    pub unkept: Option<Unkept>,
    /// What only some roads to the form show.
    pub slots: &'a Slots,
    /// How the script keeps what is typed; none where nothing is to be kept.
    pub keeping: Option<&'a Keeping>,
}

/// What a road to the form adds to it.
#[derive(Debug, Clone, Default)]
pub struct Slots {
    /// Above the questions.
    pub above: Markup,
    /// Fields of its own, before the button.
    pub fields: Markup,
}

/// Why a form that is in order was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unkept {
    /// The database is away.
    Away,
    /// Too much was sent lately; so many seconds are to be waited.
    TooSoon(u64),
    /// The answer was corrected too often today.
    TooOften,
}

fn unkept(language: Language, why: Unkept) -> Markup {
    let (title, words) = match why {
        Unkept::Away => (t!(language, "form-away"), t!(language, "form-away-typed")),
        Unkept::TooSoon(seconds) => {
            (t!(language, "limits-too-soon"), t!(language, "limits-too-soon-body", seconds = seconds))
        }
        Unkept::TooOften => (t!(language, "limits-too-often"), t!(language, "limits-too-often-body")),
    };
    html! { h2 { (title) } p { (words) } }
}

impl FormPage<'_> {
    #[must_use]
    pub fn draw(&self) -> Markup {
        let language = self.language;
        let title = if self.about.answered {
            t!(language, "form-title-again")
        } else {
            self.says(Phrase::Title, "form-title")
        };
        let shown = if self.problems.is_empty() {
            title.clone()
        } else {
            t!(language, "form-title-problem", title = title.as_ref())
        };
        let body = html! {
            h1 { (title) }
            (self.about())
            @if let Some(why) = self.unkept {
                div.card.sum role="alert" { (unkept(language, why)) }
            }
            (self.slots.above)
            (self.summary())
            @if let Some(keeping) = self.keeping { (keeping.line(language)) }
            form #form method="post" action=(self.action) autocomplete="off" accept-charset="utf-8" novalidate
                data-keep=[self.keeping.map(|keeping| &keeping.address)] data-key=[self.keeping.map(|keeping| &keeping.key)]
                data-at=[self.keeping.map(|keeping| keeping.at)]
                data-seen=[self.keeping.filter(|keeping| keeping.seen).map(|_| "1")]
                data-away=[self.keeping.map(|_| t!(language, "keep-away"))]
                data-later=[self.keeping.map(|_| t!(language, "keep-later"))] {
                @if let Some(version) = self.version { input type="hidden" name="version" value=(version); }
                input type="hidden" name="kind" value=(self.definition.kind);
                input type="hidden" name="language" value=(language.code());
                (self.questions())
                (self.slots.fields)
                @if self.keeping.is_some() { p.n #kept role="status" {} }
                button type="submit" { (t!(language, if self.about.answered { "form-submit-again" } else { "form-submit" })) }
                @if let Some(expires_at) = self.about.expires_at {
                    p.m.u { (t!(language, "form-until", date = format::date(language, expires_at, self.zone))) }
                }
            }
            @if self.keeping.is_some() { script { (PreEscaped(SCRIPT)) } }
        };
        document(language, self.brand, &shown, &body)
    }

    /// The definition's own words, or else those of every form.
    fn says(&self, phrase: Phrase, otherwise: &'static str) -> Cow<'_, str> {
        let own = self.definition.says(phrase, self.language);
        own.map_or_else(|| t!(self.language, otherwise), Cow::Borrowed)
    }

    fn about(&self) -> Markup {
        let language = self.language;
        let customer = self.about.customer.trim();
        html! {
            @if !customer.is_empty() { p { (t!(language, "form-hello", name = customer)) } }
            @if let Some(subject) = self.subject() { p { (subject) } }
            p.m { (self.says(Phrase::Lead, "form-lead")) }
        }
    }

    /// The purchase or the complaint that is asked about; other surveys are about all of it.
    fn subject(&self) -> Option<Cow<'static, str>> {
        let language = self.language;
        let About { store, purchased_at, complaint, .. } = self.about;
        match self.definition.kind {
            SurveyKind::Purchase => {
                let date = format::date(language, (*purchased_at)?, self.zone);
                let store = store.as_deref().filter(|store| !store.trim().is_empty());
                Some(match store {
                    Some(store) => t!(language, "form-about", store = store, date = date),
                    None => t!(language, "form-about-date", date = date),
                })
            }
            SurveyKind::Resolution => {
                complaint.map(|number| t!(language, "form-about-complaint", number = number.to_string()))
            }
            _ => None,
        }
    }

    fn questions(&self) -> Markup {
        let asked = &self.definition.questions;
        let counted = |question: &Question| match question {
            Question::StillHere | Question::ContactMe => false,
            Question::Ratings => !self.definition.parameters.is_empty(),
            _ => true,
        };
        let count = asked.iter().filter(|question| counted(question)).count();
        let marks = asked.iter().scan(0, |step, question| {
            *step += usize::from(counted(question));
            Some(html! {
                @if count >= LONG && counted(question) {
                    span.s { (t!(self.language, "form-step", step = *step, count = count)) } " "
                }
            })
        });
        let before = [None].into_iter().chain(asked.iter().copied().map(Some));
        let after = asked.iter().skip(1).copied().map(Some).chain([None]);
        html! {
            @if asked.contains(&Question::StillHere) && !self.typed.still_here {
                // What the Enter key presses is a form's first button: it must not say more than was meant.
                button.v tabindex="-1" aria-hidden="true" {}
            }
            @for (((question, mark), before), after) in asked.iter().zip(marks).zip(before).zip(after) {
                @match question {
                    Question::StillHere => (self.still_here()),
                    Question::Solved => (self.solved(&mark)),
                    Question::Reasons => (self.reasons(&mark)),
                    Question::Competitor => (self.competitor(&mark)),
                    Question::BringBack => (self.bring_back(&mark)),
                    Question::Nps => (self.nps(&mark)),
                    Question::Satisfaction => (self.satisfaction(&mark)),
                    Question::Ratings => (self.ratings(&mark)),
                    Question::HeardFrom => (self.heard_from(&mark)),
                    Question::WalletShare => (self.wallet_share(&mark)),
                    Question::Comment => (self.comment(&mark, after == Some(Question::ContactMe))),
                    // Beside the words that it is about, where there are any.
                    Question::ContactMe if before == Some(Question::Comment) => {},
                    Question::ContactMe => div.card { (self.contact_me()) },
                }
            }
        }
    }
}
