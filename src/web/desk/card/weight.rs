//! Severity and priority on a card: what they are, and why.

use maud::{Markup, html};

use super::page::CardPage;
use crate::{
    actions::weigh_complaint::weighed,
    domain::{
        complaint::State,
        priority::{ByHand, Why},
    },
    t,
    web::{
        desk::{weighing, wording},
        ui::{self, Tone},
    },
    words::format,
};

impl CardPage<'_> {
    pub fn weight(&self) -> Markup {
        let language = self.frame.language;
        let card = &self.loaded.card;
        let (tone, severity) = wording::severity(language, card.severity);
        html! {
            section.card.weight {
                div.card-header { h2.card-title { (t!(language, "weight-title")) } }
                div.card-body {
                    @match weighed(card.why.as_ref()) {
                        None => p.mb-0 {
                            (ui::badge(tone, &severity))
                            @if State::parse(&card.state).is_some_and(State::is_open) { " " span.text-secondary { (t!(language, "weight-none")) } }
                        },
                        Some(why) => (self.weighed(&why, tone, &severity)),
                    }
                }
            }
        }
    }

    fn weighed(&self, why: &Why, tone: Tone, severity: &str) -> Markup {
        let language = self.frame.language;
        let said = self.loaded.titles.signals(language, &self.loaded.card.signals);
        let reasons = weighing::reasons(language, &why.reasons, &said);
        html! {
            @if why.is_outgrown() {
                (ui::notice(Tone::Warning, &t!(language, "weight-outgrown", severity = weighing::severity(language, why.computed))))
            }
            div.weight-severity {
                (ui::badge(tone, severity)) " "
                @match &why.by_hand {
                    Some(by_hand) => (self.by_hand(by_hand)),
                    None => (reasons),
                }
            }
            @if why.by_hand.is_some() {
                p.weight-rules {
                    (t!(language, "weight-by-rules", severity = weighing::severity(language, why.computed)))
                    @if !reasons.is_empty() { ": " (reasons) }
                }
            }
            details.weight-parts {
                summary { (t!(language, "weight-priority", points = why.priority())) }
                dl {
                    @for (part, points) in &why.parts {
                        dt { (weighing::part(language, *part)) } dd.number { "+" (points) }
                    }
                }
            }
        }
    }

    fn by_hand(&self, by_hand: &ByHand) -> Markup {
        let language = self.frame.language;
        let who = self.loaded.card.severity_by.as_deref().unwrap_or("—");
        html! {
            (t!(language, "weight-hand", who = who, at = format::moment(language, by_hand.at, self.zone)))
            blockquote.prose.weight-reason { (by_hand.reason) }
        }
    }
}
