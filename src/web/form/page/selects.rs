//! Questions answered with the device's own picker: the parameters, and where they heard of us.

use std::borrow::Cow;

use maud::{Markup, html};

use super::{super::typed::Field, FormPage};
use crate::{
    domain::{
        questionnaire::{Parameter, Phrase, SurveyKind},
        rating::Rating,
    },
    t,
};

/// The words of every select, looked up once.
struct RatingWords {
    none: Cow<'static, str>,
    high: Cow<'static, str>,
    low: Cow<'static, str>,
    not_applicable: Cow<'static, str>,
}

impl FormPage<'_> {
    pub(super) fn ratings(&self, mark: &Markup) -> Markup {
        let language = self.language;
        let words = match self.definition.parameters.as_slice() {
            [] => return html! {},
            [only] => return self.only_rating(only, mark),
            _ => RatingWords {
                none: t!(language, "form-rating-none"),
                high: t!(language, "form-rating-high"),
                low: t!(language, "form-rating-low"),
                not_applicable: t!(language, "form-rating-na"),
            },
        };
        html! {
            fieldset {
                legend { (mark) (self.says(Phrase::Ratings, "form-ratings")) }
                @if self.definition.kind != SurveyKind::Staff { p.m { (t!(language, "form-ratings-hint")) } }
                @for parameter in &self.definition.parameters { (self.rating(parameter, &words)) }
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
        let end = |score: u8, words: &Cow<'static, str>| {
            t!(language, "form-end", score = score, words = words.as_ref())
        };
        html! {
            div.q {
                label for=(id) { (parameter.title.get(language)) }
                select id=(id) name={ "rating[" (code) "]" } aria-invalid=[problem.as_ref().map(|_| "true")]
                    aria-describedby=[problem.as_ref().map(|_| format!("{id}-e"))] {
                    option value="" selected[chosen == Rating::Skipped] { (words.none) }
                    @for score in scale.scores().rev() {
                        option value=(score) selected[chosen == Rating::Score(score)] {
                            @if score == scale.high() { (end(score, &words.high)) }
                            @else if score == scale.low() { (end(score, &words.low)) }
                            @else { (score) }
                        }
                    }
                    option value="na" selected[chosen == Rating::NotApplicable] { (words.not_applicable) }
                }
                @if let Some(words) = problem { p.e id={ (id) "-e" } { (words) } }
            }
        }
    }

    pub(super) fn heard_from(&self, mark: &Markup) -> Markup {
        let language = self.language;
        let chosen = self.typed.heard_from.trim();
        let problem = self.problem(&Field::HeardFrom);
        html! {
            div.card {
                h2 { label for="heard_from" { (mark) (self.says(Phrase::HeardFrom, "form-heard-from")) } }
                select #heard_from name="heard_from" aria-invalid=[problem.as_ref().map(|_| "true")]
                    aria-describedby=[problem.as_ref().map(|_| "heard_from-e")] {
                    option value="" { (t!(language, "form-not-chosen")) }
                    @for choice in &self.definition.heard_from {
                        option value=(choice.code) selected[choice.code.as_str() == chosen] { (choice.title.get(language)) }
                    }
                }
                @if let Some(words) = problem { p.e #heard_from-e { (words) } }
            }
        }
    }
}
