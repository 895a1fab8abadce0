//! The form itself: a value that draws what is asked, what was typed, and what is wrong with it.
//!
//! Scores are rows of buttons, one tap each. Satisfaction is asked in steps of ten by such a row too: a slider always
//! has a value, so 'not answered' could not be told from 50 %, and a field for a number needs the keyboard. Parameters
//! are native selects: six lines that fit a phone's screen, with the phone's own large picker. Each can be left out.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use maud::{Markup, html};

use super::{
    frame::document,
    typed::{Field, Problem, Typed},
};
use crate::{
    domain::{
        brand::Brand,
        language::Language,
        nps::NpsScore,
        questionnaire::{Definition, Parameter},
        rating::Rating,
        satisfaction::Satisfaction,
        text::Text,
    },
    t,
    words::format,
};

/// What the question is about; unknown while the database is away.
#[derive(Debug, Clone, Default)]
pub struct About {
    pub customer: String,
    pub store: Option<String>,
    pub purchased_at: Option<DateTime<Utc>>,
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
    pub about: &'a About,
    pub typed: &'a Typed,
    pub problems: &'a [Problem],
    /// It was typed in full, but could not be stored just now.
    pub away: bool,
    /// What only some roads to the form show.
    pub slots: &'a Slots,
}

/// What a road to the form adds to it.
#[derive(Debug, Clone, Default)]
pub struct Slots {
    /// Above the questions.
    pub above: Markup,
    /// Fields of its own, before the button.
    pub fields: Markup,
}

/// The words of every select, looked up once.
struct RatingWords {
    none: Cow<'static, str>,
    high: Cow<'static, str>,
    low: Cow<'static, str>,
    not_applicable: Cow<'static, str>,
}

impl FormPage<'_> {
    #[must_use]
    pub fn draw(&self) -> Markup {
        let language = self.language;
        let title = t!(language, if self.about.answered { "form-title-again" } else { "form-title" });
        let shown = if self.problems.is_empty() {
            title.clone()
        } else {
            t!(language, "form-title-problem", title = title.as_ref())
        };
        let body = html! {
            h1 { (title) }
            (self.about())
            @if self.away {
                div.card.sum role="alert" { h2 { (t!(language, "form-away")) } p { (t!(language, "form-away-typed")) } }
            }
            (self.slots.above)
            (self.summary())
            form method="post" action=(self.action) autocomplete="off" accept-charset="utf-8" novalidate {
                @if let Some(version) = self.version { input type="hidden" name="version" value=(version); }
                input type="hidden" name="language" value=(language.code());
                (self.nps())
                (self.satisfaction())
                (self.ratings())
                (self.words())
                (self.slots.fields)
                button type="submit" { (t!(language, if self.about.answered { "form-submit-again" } else { "form-submit" })) }
                @if let Some(expires_at) = self.about.expires_at {
                    p.m.u { (t!(language, "form-until", date = format::date(language, expires_at, self.zone))) }
                }
            }
        };
        document(language, self.brand, &shown, &body)
    }

    fn about(&self) -> Markup {
        let language = self.language;
        let About { customer, store, purchased_at, .. } = self.about;
        let date = purchased_at.map(|at| format::date(language, at, self.zone));
        let store = store.as_deref().filter(|store| !store.trim().is_empty());
        let purchase = match (store, date) {
            (Some(store), Some(date)) => Some(t!(language, "form-about", store = store, date = date)),
            (None, Some(date)) => Some(t!(language, "form-about-date", date = date)),
            _ => None,
        };
        html! {
            @if !customer.trim().is_empty() { p { (t!(language, "form-hello", name = customer.trim())) } }
            @if let Some(purchase) = purchase { p { (purchase) } }
            p.m { (t!(language, "form-lead")) }
        }
    }

    /// All that is wrong, first on the page, each leading to its field.
    fn summary(&self) -> Markup {
        html! {
            @if !self.problems.is_empty() {
                // Where a script would move the focus, the attribute does.
                div.card.sum role="alert" tabindex="-1" autofocus {
                    h2 { (t!(self.language, "form-problems")) }
                    ul {
                        @for problem in self.problems {
                            li { a href={ "#" (id_of(&problem.field)) } { (self.message(problem)) } }
                        }
                    }
                }
            }
        }
    }

    fn message(&self, problem: &Problem) -> String {
        let language = self.language;
        let found = problem.found.as_str();
        match &problem.field {
            Field::Nps => t!(language, "form-bad-nps", found = found),
            Field::Satisfaction => t!(language, "form-bad-satisfaction", found = found),
            Field::Rating(code) => {
                let parameter = self.definition.parameters.iter().find(|one| one.code == *code);
                let title = parameter.map_or(code.as_str(), |one| one.title.get(language));
                let scale = parameter.map_or(self.definition.scale, |one| self.definition.scale_of(one));
                t!(
                    language,
                    "form-bad-rating",
                    parameter = title,
                    found = found,
                    low = scale.low(),
                    high = scale.high()
                )
            }
            Field::Reasons => t!(language, "form-bad-reason", found = found),
            Field::MainReason => t!(language, "form-bad-main-reason"),
            Field::Competitor => {
                t!(
                    language,
                    "form-bad-competitor",
                    length = found,
                    limit = super::typed::LONGEST_NAME.to_string()
                )
            }
            Field::BringBack => t!(
                language,
                "form-bad-bring-back",
                length = found,
                limit = format::whole(language, Text::LIMIT)
            ),
            Field::HeardFrom => t!(language, "form-bad-heard-from", found = found),
            Field::WalletShare => t!(language, "form-bad-wallet-share", found = found),
            Field::Solved => t!(language, "form-bad-solved", found = found),
            Field::Comment => t!(
                language,
                "form-bad-comment",
                length = format::whole(language, found),
                limit = format::whole(language, Text::LIMIT)
            ),
            Field::All => t!(language, "form-bad-empty"),
        }
        .into_owned()
    }

    fn problem(&self, field: &Field) -> Option<String> {
        self.problems.iter().find(|problem| problem.field == *field).map(|problem| self.message(problem))
    }

    fn nps(&self) -> Markup {
        let language = self.language;
        let chosen = NpsScore::parse(&self.typed.nps).ok().map(i64::from);
        let question = t!(language, "form-nps", company = &self.brand.name);
        let ends = (t!(language, "form-nps-low"), t!(language, "form-nps-high"));
        self.scale(Field::Nps, "nps", &question, &steps(1, chosen), chosen, (&ends.0, &ends.1))
    }

    fn satisfaction(&self) -> Markup {
        let language = self.language;
        let chosen = Satisfaction::parse(&self.typed.satisfaction).ok().map(i64::from);
        let question = t!(language, "form-satisfaction");
        let ends = (t!(language, "form-satisfaction-low"), t!(language, "form-satisfaction-high"));
        self.scale(
            Field::Satisfaction,
            "satisfaction",
            &question,
            &steps(10, chosen),
            chosen,
            (&ends.0, &ends.1),
        )
    }

    /// A row of buttons with words at its ends, and a way to take the choice back.
    fn scale(
        &self,
        field: Field,
        name: &str,
        question: &str,
        steps: &[i64],
        chosen: Option<i64>,
        (low, high): (&str, &str),
    ) -> Markup {
        let problem = self.problem(&field);
        let skip = t!(self.language, "form-skip");
        html! {
            fieldset id=(name) aria-describedby={ (name) "-n" } {
                legend { (question) }
                div.r.x[steps.len() > 11] {
                    @for step in steps {
                        label { input type="radio" name=(name) value=(step) checked[chosen == Some(*step)]; span { (step) } }
                    }
                    label.k title=(skip) { input type="radio" name=(name) value="" checked[chosen.is_none()] aria-label=(skip); span { "✕" } }
                }
                p.n id={ (name) "-n" } { (low) " · " (high) }
                @if let Some(words) = problem { p.e { (words) } }
            }
        }
    }

    fn ratings(&self) -> Markup {
        let language = self.language;
        let words = RatingWords {
            none: t!(language, "form-rating-none"),
            high: t!(language, "form-rating-high"),
            low: t!(language, "form-rating-low"),
            not_applicable: t!(language, "form-rating-na"),
        };
        html! {
            @if !self.definition.parameters.is_empty() {
                fieldset {
                    legend { (t!(self.language, "form-ratings")) }
                    p.m { (t!(self.language, "form-ratings-hint")) }
                    @for parameter in &self.definition.parameters { (self.rating(parameter, &words)) }
                }
            }
        }
    }

    fn rating(&self, parameter: &Parameter, words: &RatingWords) -> Markup {
        let language = self.language;
        let scale = self.definition.scale_of(parameter);
        let code = parameter.code.as_str();
        let chosen = Rating::parse(self.typed.rating(code), scale).unwrap_or(Rating::Skipped);
        let problem = self.problem(&Field::Rating(parameter.code.clone()));
        let id = format!("r-{code}");
        html! {
            div.q {
                label for=(id) { (parameter.title.get(language)) }
                select id=(id) name={ "rating[" (code) "]" } aria-invalid=[problem.as_ref().map(|_| "true")]
                    aria-describedby=[problem.as_ref().map(|_| format!("{id}-e"))] {
                    option value="" selected[chosen == Rating::Skipped] { (words.none) }
                    @for score in scale.scores().rev() {
                        option value=(score) selected[chosen == Rating::Score(score)] {
                            (score)
                            @if score == scale.high() { " – " (words.high) }
                            @if score == scale.low() { " – " (words.low) }
                        }
                    }
                    option value="na" selected[chosen == Rating::NotApplicable] { (words.not_applicable) }
                }
                @if let Some(words) = problem { p.e id={ (id) "-e" } { (words) } }
            }
        }
    }

    fn words(&self) -> Markup {
        let language = self.language;
        let problem = self.problem(&Field::Comment);
        // A typed text past the limit stays whole: a browser would not take back more than it shows.
        let limit = problem.is_none().then_some(Text::LIMIT);
        html! {
            div.card {
                h2 { label for="comment" { (t!(language, "form-comment")) } }
                // HTML drops one line break after the tag; this is that one, so that theirs stays.
                textarea #comment name="comment" rows="4" maxlength=[limit] aria-invalid=[problem.as_ref().map(|_| "true")]
                    aria-describedby=[problem.as_ref().map(|_| "comment-e")] { "\n" (self.typed.comment) }
                @if let Some(words) = problem { p.e #comment-e { (words) } }
                label.w { input type="checkbox" name="contact_me" value="1" checked[self.typed.contact_me]; span { (t!(language, "form-contact")) } }
            }
        }
    }
}

/// The eleven steps, and among them a stored value that lies between two: a correction must not move it.
fn steps(by: i64, chosen: Option<i64>) -> Vec<i64> {
    let mut steps: Vec<i64> = (0..=10).map(|step| step * by).collect();
    if let Some(value) = chosen.filter(|value| !steps.contains(value)) {
        let place = steps.partition_point(|step| *step < value);
        steps.insert(place, value);
    }
    steps
}

/// Where the summary's link leads.
fn id_of(field: &Field) -> String {
    match field {
        Field::Nps | Field::All => "nps".to_owned(),
        Field::Satisfaction => "satisfaction".to_owned(),
        Field::Rating(code) => format!("r-{code}"),
        Field::Comment => "comment".to_owned(),
        Field::Reasons => "reasons".to_owned(),
        Field::MainReason => "main_reason".to_owned(),
        Field::Competitor => "competitor".to_owned(),
        Field::BringBack => "bring_back".to_owned(),
        Field::HeardFrom => "heard_from".to_owned(),
        Field::WalletShare => "wallet_share".to_owned(),
        Field::Solved => "solved".to_owned(),
    }
}
