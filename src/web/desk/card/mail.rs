//! A letter of the customer in the history of a complaint.

use maud::{Markup, html};
use serde_json::Value;

use super::{files, history};
use crate::{
    domain::{attachment::Refused, language::Language},
    store::complaint_events::Event,
    t,
    web::{
        links,
        ui::{self, Tone},
    },
};

/// The entry of a letter, or of its being taken out. `events` are the whole history, newest first.
pub fn entry(language: Language, event: &Event, events: &[Event]) -> Markup {
    let said = |name: &str| event.detail.as_ref().and_then(|detail| detail.get(name));
    let words = |name: &str| said(name).and_then(Value::as_str).unwrap_or_default();
    let holds = |name: &str| said(name).and_then(Value::as_bool).unwrap_or(false);
    let title = history::title(language, event);
    if event.field.is_some() {
        let letter = said("letter").and_then(Value::as_i64);
        return html! {
            p.history-deed {
                (title) @if !words("subject").is_empty() { ": «" (words("subject")) "»" }
                @if let Some(letter) = letter { " " a href=(links::mail(letter)) { (t!(language, "post-letter")) } }
            }
        };
    }
    let is_out = is_taken_out(event, events);
    let files = said("files").and_then(Value::as_i64).unwrap_or(0);
    let refused: Vec<(&str, Refused)> = said("refused")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|one| Some((one.get(0)?.as_str()?, Refused::parse(one.get(1)?.as_str()?)?)))
        .collect();
    html! {
        div.said.said-customer.said-out[is_out] {
            p.said-head {
                (ui::icon("mail")) (title)
                @if holds("automatic") { " " (ui::badge(Tone::Plain, &t!(language, "post-automatic"))) }
                @if is_out { " " (ui::badge(Tone::Warning, &t!(language, "post-taken-out"))) }
            }
            @if !words("subject").is_empty() { p.said-subject { (words("subject")) } }
            @if holds("foreign") {
                p.said-foreign { (ui::icon("alert")) (t!(language, "post-foreign", sender = if words("sender").is_empty() { "?" } else { words("sender") })) }
            }
            @match &event.body {
                Some(body) if !is_out => div.prose { (body) },
                Some(_) => {},
                None => p.text-secondary.mb-0 { (t!(language, "post-no-words")) },
            }
            @if !refused.is_empty() {
                div.said-refused {
                    p.mb-0 { (t!(language, "files-not-from-letter")) }
                    ul.mb-0 { @for (name, why) in &refused { li.text-break { (files::not_taken(language, name, *why)) } } }
                }
            }
            p.said-foot {
                @if let Some(letter) = event.incoming_letter_id {
                    a href=(links::mail(letter)) { (t!(language, if holds("shortened") { "post-whole" } else { "post-letter" })) }
                }
                @if files > 0 { span { (t!(language, "post-files", count = files)) } }
                @if !words("by").is_empty() { span.text-secondary { (t!(language, "post-put-by", name = words("by"))) } }
            }
        }
    }
}

/// Whether somebody took this letter off the complaint after this entry.
fn is_taken_out(event: &Event, events: &[Event]) -> bool {
    events.iter().take_while(|later| later.id > event.id).any(|later| {
        let letter = later.detail.as_ref().and_then(|detail| detail.get("letter")).and_then(Value::as_i64);
        later.kind == "mail"
            && later.field.is_some()
            && letter.is_some()
            && letter == event.incoming_letter_id
    })
}
