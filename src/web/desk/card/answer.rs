//! An answer on a complaint's card, with everything the customer said in it.

use chrono_tz::Tz;
use maud::{Markup, html};

use crate::{
    domain::{language::Language, rating::Rating},
    store::complaint_cards::Said,
    t,
    web::ui::{self, Tone},
    words::format,
};

/// One of them: scores and words first, then everything else in the order of the form.
pub fn answer(language: Language, zone: Tz, answer: &Said) -> Markup {
    html! {
        div.answer-head {
            @if let Some(nps) = answer.nps { span { "NPS " strong.score.score-low[nps <= 6] { (nps) } } }
            @if let Some(percent) = answer.satisfaction {
                span { (t!(language, "desk-satisfied")) " " strong { (format::percent(language, f64::from(percent) / 100.0, 0)) } }
            }
            @if let Some(solved) = answer.solved {
                @let (tone, words) = if solved { (Tone::Good, "customers-solved") } else { (Tone::Bad, "customers-not-solved") };
                (ui::badge(tone, &t!(language, words)))
            }
            @if answer.still_here { (ui::badge(Tone::Good, &t!(language, "customers-still-here"))) }
            @if answer.withdrawn { (ui::badge(Tone::Warning, &t!(language, "desk-answer-withdrawn"))) }
            @if answer.contact_me { (ui::badge(Tone::Notice, &t!(language, "desk-signal-contact_me"))) }
            span.text-secondary.ms-auto {
                (format::moment(language, answer.answered_at, zone))
                @if answer.revision > 1 { ", " (t!(language, "desk-answer-changed", at = format::moment(language, answer.changed_at, zone))) }
            }
        }
        @if let Some(comment) = &answer.comment { blockquote.prose.answer-words { (comment) } }
        @let reasons = reasons(language, answer);
        @if !reasons.is_empty() {
            dl.facts.answer-reasons { @for (title, words) in reasons { dt { (title) } dd.text-break { (words) } } }
        }
        dl.ratings {
            @for (parameter, code) in answer.definition.parameters.iter().zip(&answer.ratings) {
                @let scale = answer.definition.scale_of(parameter);
                @if let Ok(rating) = Rating::from_code(*code, scale) {
                    @match rating {
                        Rating::Score(score) => {
                            @let low = score <= parameter.threshold;
                            div.rating.rating-low[low] {
                                dt { (parameter.title.get(language)) }
                                dd {
                                    span.rating-bar aria-hidden="true" { span style=(format!("width:{:.0}%", (1.0 - scale.worst_share(score)) * 100.0)) {} }
                                    span.rating-score { (t!(language, "desk-rating", score = score, high = scale.high())) }
                                    @if low { span.rating-mark { (ui::icon("alert")) (t!(language, "desk-rating-low", threshold = parameter.threshold)) } }
                                }
                            }
                        }
                        Rating::NotApplicable => {
                            div.rating { dt { (parameter.title.get(language)) } dd.text-secondary { (t!(language, "desk-rating-na")) } }
                        }
                        Rating::Skipped => {}
                    }
                }
            }
        }
    }
}

/// Why they left, to whom, and what would bring them back, by title; a code that its version does not know stays a code.
fn reasons(language: Language, answer: &Said) -> Vec<(String, String)> {
    let name = |code: &String| {
        let known = answer.definition.reason(code);
        known.map_or(code.as_str(), |(_, reason)| reason.title.get(language)).to_owned()
    };
    let all = answer.reasons.iter().map(name).collect::<Vec<_>>().join(" · ");
    let main = answer.main_reason.as_ref().filter(|_| answer.reasons.len() > 1).map(name);
    [
        ("keep-reasons", Some(all).filter(|words| !words.is_empty())),
        ("keep-main-reason", main),
        ("keep-competitor", answer.competitor.clone()),
        ("keep-bring-back", answer.bring_back.clone()),
    ]
    .into_iter()
    .filter_map(|(title, words)| Some((t!(language, title).into_owned(), words?)))
    .collect()
}
