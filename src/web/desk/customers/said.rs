//! What a customer said, every field of every kind in words; and the letters that went to them.

use std::{collections::HashMap, sync::Arc};

use chrono_tz::Tz;
use maud::{Markup, html};

use super::page::{Part, order};
use crate::{
    domain::{
        language::Language,
        nps::{NpsCategory, NpsScore},
        questionnaire::{Definition, Parameter},
    },
    store::customers::{AnswerTold, LetterTold},
    t,
    web::{
        links,
        ui::{Tone, badge},
    },
    words::format,
};

/// Answers with the versions they are read by.
pub struct Answers {
    pub part: Part<AnswerTold>,
    pub versions: HashMap<i64, Arc<Definition>>,
}

impl Answers {
    pub fn render(&self, language: Language, zone: Tz) -> Markup {
        html! {
            @if self.part.rows.is_empty() {
                div.card-body.text-secondary { (t!(language, "customers-no-answers")) }
            } @else {
                div.list-group.list-group-flush {
                    @for one in &self.part.rows { (self.answer(language, one, zone)) }
                }
                (self.part.ways(language))
            }
        }
    }

    fn answer(&self, language: Language, one: &AnswerTold, zone: Tz) -> Markup {
        let definition = self.versions.get(&one.version_id);
        html! {
            div.list-group-item.answer.answer-withdrawn[one.withdrawn_at.is_some()] {
                div.d-flex.flex-wrap.gap-2.align-items-center.mb-1 {
                    strong { (t!(language, &format!("board-kind-{}", one.kind))) }
                    @if let Some(at) = one.withdrawn_at {
                        (badge(Tone::Warning, &t!(language, "customers-withdrawn", at = format::date(language, at, zone))))
                    }
                    @if one.withdrawn_at.is_none() { (self.marks(language, one)) }
                    span.text-secondary.ms-auto {
                        (format::moment(language, one.answered_at, zone))
                        @if let Some(purchase) = &one.purchase { " · " (order(language, purchase)) }
                    }
                }
                @if one.withdrawn_at.is_none() { (words(language, one, definition)) }
            }
        }
    }

    /// What was chosen, in a word each.
    fn marks(&self, language: Language, one: &AnswerTold) -> Markup {
        html! {
            @if let Some(nps) = one.nps { (badge(nps_tone(nps), &t!(language, "customers-nps", score = nps))) }
            @if let Some(percent) = one.satisfaction {
                (badge(Tone::Plain, &t!(language, "customers-satisfaction", percent = percent)))
            }
            @if one.still_here { (badge(Tone::Good, &t!(language, "customers-still-here"))) }
            @if let Some(solved) = one.solved {
                @let (tone, words) = if solved { (Tone::Good, "customers-solved") } else { (Tone::Bad, "customers-not-solved") };
                (badge(tone, &t!(language, words)))
            }
            @if one.contact_me { (badge(Tone::Warning, &t!(language, "customers-contact-me"))) }
        }
    }
}

/// Everything else that was said.
fn words(language: Language, one: &AnswerTold, definition: Option<&Arc<Definition>>) -> Markup {
    html! {
        (fact(language, "customers-reasons", reasons(language, one, definition).as_deref()))
        (fact(language, "customers-competitor", one.competitor.as_deref()))
        (fact(language, "customers-bring-back", one.bring_back.as_deref()))
        (fact(language, "customers-heard-from", heard_from(language, one, definition).as_deref()))
        @if let Some(percent) = one.wallet_share {
            (fact(language, "customers-wallet-share", Some(&t!(language, "customers-percent", percent = percent))))
        }
        @if let Some(comment) = &one.comment { blockquote.customer-words.mb-1 { (comment) } }
        @if let Some(definition) = definition { (ratings(language, one, definition)) }
    }
}

fn fact(language: Language, label: &str, value: Option<&str>) -> Markup {
    html! {
        @if let Some(value) = value {
            div.answer-fact { span.text-secondary { (t!(language, label)) ": " } span.customer-words { (value) } }
        }
    }
}

/// The reasons chosen, the main one first; a code that its version does not know stays a code.
fn reasons(language: Language, one: &AnswerTold, definition: Option<&Arc<Definition>>) -> Option<String> {
    let chosen = one.reasons.as_deref()?;
    if chosen.is_empty() {
        return Some(t!(language, "customers-reasons-none").into_owned());
    }
    let title = |code: &str| {
        definition
            .and_then(|definition| definition.reason(code))
            .map_or_else(|| code.to_owned(), |(_, reason)| reason.title.get(language).to_owned())
    };
    let main = one.main_reason.as_deref();
    let first = main.map(|code| t!(language, "customers-reason-main", reason = title(code)).into_owned());
    let rest = chosen.iter().filter(|code| Some(code.as_str()) != main).map(|code| title(code));
    Some(first.into_iter().chain(rest).collect::<Vec<_>>().join("; "))
}

fn heard_from(language: Language, one: &AnswerTold, definition: Option<&Arc<Definition>>) -> Option<String> {
    let code = one.heard_from.as_deref()?;
    let choice = definition?.heard_from.iter().find(|choice| choice.code.as_str() == code);
    Some(choice.map_or(code, |choice| choice.title.get(language)).to_owned())
}

/// What was rated, on which scale; 'does not apply' is no rating.
fn ratings(language: Language, one: &AnswerTold, definition: &Definition) -> Markup {
    let rated: Vec<(&Parameter, i16)> = definition
        .parameters
        .iter()
        .zip(&one.ratings)
        .filter_map(|(parameter, rating)| Some((parameter, (*rating).filter(|rating| *rating >= 0)?)))
        .collect();
    html! {
        @if !rated.is_empty() {
            div.text-secondary {
                @for (place, (parameter, rating)) in rated.iter().enumerate() {
                    @if place > 0 { " · " }
                    span.text-nowrap {
                        (parameter.title.get(language)) " " strong.text-body { (rating) }
                        @if parameter.scale.is_some() { " " (t!(language, "customers-of-scale", high = definition.scale_of(parameter).high())) }
                    }
                }
                @if rated.iter().any(|(parameter, _)| parameter.scale.is_none()) {
                    " " (t!(language, "customers-of-scale", high = definition.scale.high()))
                }
            }
        }
    }
}

fn nps_tone(nps: i16) -> Tone {
    match NpsScore::try_from(i64::from(nps)).map(NpsScore::category) {
        Ok(NpsCategory::Promoter) => Tone::Good,
        Ok(NpsCategory::Detractor) => Tone::Bad,
        _ => Tone::Plain,
    }
}

/// The letters to a customer.
pub fn letters(language: Language, part: &Part<LetterTold>, zone: Tz) -> Markup {
    html! {
        @if part.rows.is_empty() {
            div.card-body.text-secondary { (t!(language, "customers-no-letters")) }
        } @else {
            div.list-group.list-group-flush {
                @for one in &part.rows { (letter(language, one, zone)) }
            }
            (part.ways(language))
        }
    }
}

fn letter(language: Language, one: &LetterTold, zone: Tz) -> Markup {
    let tone = match one.state.as_str() {
        "sent" => Tone::Good,
        "failed" | "unknown" => Tone::Bad,
        "queued" | "sending" => Tone::Notice,
        _ => Tone::Plain,
    };
    let when = format::moment(language, one.sent_at.unwrap_or(one.due_at), zone);
    html! {
        div.list-group-item.letter {
            div.d-flex.justify-content-between.align-items-start.gap-2 {
                div {
                    (t!(language, &format!("customers-letter-{}", one.kind)))
                @if let Some(survey) = &one.survey {
                    span.text-secondary { " · " (t!(language, &format!("board-kind-{survey}"))) }
                }
                    @if let Some(purchase) = &one.purchase {
                        span.text-secondary { " · " (order(language, purchase)) }
                    }
                    @if let Some(number) = one.complaint_id {
                        " · " a href=(links::complaint(number)) { (t!(language, "customers-number", number = number.to_string())) }
                    }
                }
                @if one.bounced_at.is_some() { (badge(Tone::Bad, &t!(language, "customers-letter-bounced"))) }
            @else { (badge(tone, &t!(language, &format!("customers-letter-state-{}", one.state)))) }
            }
            div.text-secondary {
                (t!(language, if one.sent_at.is_some() { "customers-letter-sent" } else { "customers-letter-due" }, at = when))
                @if let Some(at) = one.bounced_at { " · " (t!(language, "customers-letter-bounced-at", at = format::moment(language, at, zone))) }
            @if one.attempts > 1 { " · " (t!(language, "customers-letter-attempts", count = one.attempts)) }
            }
            @if let Some(failure) = &one.failure { div.text-secondary.customer-words { (failure) } }
        }
    }
}
