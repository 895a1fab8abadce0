//! A complaint's card as a page: the story on the left, who and what it is about on the right.

use chrono_tz::Tz;
use maud::{Markup, html};

use super::{
    Loaded,
    answer::answer,
    deeds::{Refused, Typed},
    history, past, unfinished,
};
use crate::{
    domain::{calendar::Calendar, complaint::State, language::Language},
    store::purchases::Bought,
    t,
    web::{
        desk::wording,
        links,
        ui::{self, Frame, Tone},
        visitor::Person,
    },
    words::format,
};

#[derive(Clone, Copy)]
pub struct CardPage<'a> {
    pub frame: &'a Frame<'a>,
    pub me: &'a Person,
    pub zone: Tz,
    /// When the company works.
    pub calendar: &'a Calendar,
    /// The language of a customer who has none of their own.
    pub house_language: Language,
    pub loaded: &'a Loaded,
    pub refused: Option<&'a Refused>,
    pub typed: &'a Typed,
    /// The form that was refused, or whose words were given back; or nothing.
    pub deed: &'static str,
}

impl CardPage<'_> {
    pub fn render(&self) -> Markup {
        let language = self.frame.language;
        let card = &self.loaded.card;
        let (state_tone, state) = wording::state(language, &card.state);
        let (severity_tone, severity) = wording::severity(language, card.severity);
        let badges = html! {
            div.card-badges {
                (ui::badge(state_tone, &state))
                (ui::badge(severity_tone, &t!(language, "desk-severity", severity = severity)))
                @if card.reopened > 0 { (ui::badge(Tone::Warning, &t!(language, "desk-reopened-times", count = card.reopened))) }
            }
        };
        let body = html! {
            nav.mb-3 { a href=(links::DESK) { "← " (t!(language, "desk-back")) } }
            (self.together())
            (self.standing())
            div.row.g-3.complaint data-over[!State::parse(&card.state).is_some_and(State::is_open)] {
                div.col-lg-8.complaint-story {
                    (self.what_happened())
                    (self.leaving())
                    (self.steps())
                    section.card #history {
                        div.card-header {
                            h2.card-title { (t!(language, "desk-history")) }
                            p.card-signals { a href=(links::dossier(card.id, false)) { (t!(language, "weight-dossier-link")) } }
                        }
                        div.card-body { (history::timeline(language, self.zone, &self.loaded.causes, &self.loaded.events, past::older(card.id, &self.loaded.events).as_deref())) }
                    }
                }
                div.col-lg-4.complaint-facts {
                    (self.about())
                    (self.facts())
                    (self.clocks())
                    (self.claims())
                    (self.customer())
                    (self.weight())
                    (self.linked())
                    (self.files())
                    (self.iso())
                    @if !self.loaded.purchases.is_empty() { (self.purchases()) }
                    @if !self.loaded.others.is_empty() { (self.others()) }
                }
            }
        };
        let number = card.id.to_string();
        self.frame.page(&t!(language, "desk-number", number = number), &badges, &body)
    }

    fn what_happened(&self) -> Markup {
        let language = self.frame.language;
        html! {
            section.card {
                div.card-header {
                    h2.card-title { (t!(language, "desk-story")) }
                    p.card-signals { (self.loaded.titles.signals(language, &self.loaded.card.signals)) }
                }
                @for one in &self.loaded.unfinished { div.card-body { (unfinished::unfinished(language, self.zone, one)) } }
                @if let Some(said) = self.taken_in() {
                    (said)
                } @else if self.loaded.answers.is_empty() && self.loaded.unfinished.is_empty() {
                    div.card-body { p.text-secondary.mb-0 { (t!(language, "desk-no-answer")) } }
                }
                @for one in &self.loaded.answers { div.card-body { (answer(language, self.zone, one)) } }
            }
        }
    }

    fn facts(&self) -> Markup {
        let language = self.frame.language;
        let card = &self.loaded.card;
        html! {
            section.card {
                div.card-body {
                    dl.facts {
                        dt { (t!(language, "desk-field-owner")) }
                        dd {
                            @match &card.owner {
                                Some(owner) => { (owner) @if card.owner_id == Some(self.me.id) { span.text-secondary { " (" (t!(language, "desk-owner-you")) ")" } } }
                                None => span.text-secondary { (t!(language, "desk-owner-nobody")) },
                            }
                        }
                        dt { (t!(language, "desk-opened")) }
                        dd { (format::moment(language, card.opened_at, self.zone)) }
                        (self.outcome())
                    }
                }
            }
        }
    }

    /// The language that the customer is written to in.
    pub fn speaks(&self) -> Language {
        let own = self.loaded.card.language.as_deref().and_then(Language::parse);
        own.unwrap_or(self.house_language)
    }

    fn customer(&self) -> Markup {
        let language = self.frame.language;
        let card = &self.loaded.card;
        let speaks = self.speaks();
        html! {
            section.card {
                div.card-header { h2.card-title { (t!(language, "desk-customer")) } }
                div.card-body {
                    p.customer-name { a href=(links::customer(&card.external_id)) { (wording::customer(&card.name, &card.external_id)) } }
                    dl.facts {
                        dt { (t!(language, "desk-email")) }
                        dd.text-break {
                            @match &card.email {
                                Some(email) => { (email) @if card.bounced { " " (ui::badge(Tone::Bad, &t!(language, "desk-bounced"))) } }
                                None => span.text-secondary { (t!(language, "desk-none")) },
                            }
                        }
                        @if let Some(phone) = &card.phone { dt { (t!(language, "desk-phone")) } dd { (phone) } }
                        dt { (t!(language, "desk-speaks")) }
                        dd { (t!(language, &format!("frame-language-{}", speaks.code()))) }
                        @if let Some(city) = &card.city { dt { (t!(language, "desk-city")) } dd { (city) } }
                        @if let Some(class) = &card.value_class { dt { (t!(language, "weight-value-class")) } dd { (class) } }
                        @if let Some(segment) = &card.segment { dt { (t!(language, "desk-segment")) } dd { (segment) } }
                    }
                    @if card.erased { (ui::badge(Tone::Warning, &t!(language, "desk-erased"))) }
                    @else if card.unsubscribed { (ui::badge(Tone::Warning, &t!(language, "desk-unsubscribed"))) }
                }
            }
        }
    }

    fn purchases(&self) -> Markup {
        let language = self.frame.language;
        html! {
            section.card {
                div.card-header { h2.card-title { (t!(language, "desk-purchases")) } }
                ul.list-group.list-group-flush { @for bought in &self.loaded.purchases { (self.purchase(bought)) } }
            }
        }
    }

    fn purchase(&self, bought: &Bought) -> Markup {
        let language = self.frame.language;
        let this = self.loaded.card.purchase_id == Some(bought.id);
        let place: Vec<&str> =
            [bought.store.as_deref(), bought.category.as_deref()].into_iter().flatten().collect();
        html! {
            li.list-group-item.purchase-this[this] {
                div.d-flex.justify-content-between {
                    strong.figure { (format::money(language, &bought.amount, &bought.currency)) }
                    span.text-secondary { (bought.external_id) }
                }
                div { (place.join(" · ")) }
                div.q-under {
                    (t!(language, "desk-bought", at = format::date(language, bought.purchased_at, self.zone)))
                    @if let Some(at) = bought.delivered_at { ", " (t!(language, "desk-delivered", at = format::date(language, at, self.zone))) }
                }
                @if this { (ui::badge(Tone::Notice, &t!(language, "desk-purchase-this"))) }
            }
        }
    }

    fn others(&self) -> Markup {
        let language = self.frame.language;
        html! {
            section.card {
                div.card-header { h2.card-title { (t!(language, "desk-others")) } }
                ul.list-group.list-group-flush {
                    @for other in &self.loaded.others {
                        @let (tone, state) = wording::state(language, &other.state);
                        li.list-group-item {
                            div.d-flex.justify-content-between.gap-2 {
                                a href=(links::complaint(other.id)) { (t!(language, "desk-number", number = other.id.to_string())) }
                                (ui::badge(tone, &state))
                            }
                            div.q-under {
                                (format::date(language, other.opened_at, self.zone))
                                @if let Some(cause) = &other.root_cause { " · " (self.loaded.causes.title(language, cause)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
