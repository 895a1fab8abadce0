//! The mailbox's list, and a letter opened.

use chrono_tz::Tz;
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    domain::language::Language,
    mail::mailbox::{Listing, Opened, Summary},
    t,
    web::{links, ui},
    words::format,
};

/// The list, newest first.
pub struct List<'a> {
    pub language: Language,
    pub zone: Tz,
    pub listing: &'a Listing,
    pub is_first: bool,
}

impl List<'_> {
    pub fn title(&self) -> String {
        t!(self.language, "mailbox-title").into_owned()
    }

    pub fn body(&self) -> Markup {
        let language = self.language;
        let next = self
            .listing
            .next
            .as_ref()
            .map(|name| format!("{}?before={}", links::MAILBOX, links::encoded(name)));
        html! {
            p.text-secondary { (t!(language, "mailbox-lead")) }
            @if self.listing.letters.is_empty() {
                div.card { (ui::empty(&t!(language, "mailbox-empty"), &t!(language, "mailbox-empty-body"), None)) }
            } @else {
                div.card {
                    div.list-group.list-group-flush.mailbox-list {
                        @for letter in &self.listing.letters { (self.row(letter)) }
                    }
                }
            }
            (ui::pages(language, (!self.is_first).then_some(links::MAILBOX), next.as_deref()))
        }
    }

    fn row(&self, letter: &Summary) -> Markup {
        let (name, _) = name_and_address(&letter.to);
        html! {
            a.list-group-item.list-group-item-action.mailbox-row href=(links::mailbox_letter(&letter.name, "html")) {
                span.avatar.avatar-sm aria-hidden="true" { (initial(name)) }
                span.mailbox-to.text-truncate { (name) }
                span.mailbox-subject.text-truncate { (subject(self.language, letter)) }
                @if let Some(date) = letter.date {
                    time.mailbox-date.text-secondary.figure datetime=(date.to_rfc3339()) {
                        (format::moment(self.language, date, self.zone))
                    }
                }
            }
        }
    }
}

/// How a letter is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum View {
    #[default]
    Html,
    Phone,
    Text,
    Headers,
}

impl View {
    const ALL: [(Self, &'static str); 4] =
        [(Self::Html, "html"), (Self::Phone, "phone"), (Self::Text, "text"), (Self::Headers, "headers")];
}

/// A letter opened.
pub struct Letter<'a> {
    pub language: Language,
    pub zone: Tz,
    pub opened: &'a Opened,
    pub view: View,
}

impl Letter<'_> {
    pub fn title(&self) -> String {
        subject(self.language, &self.opened.summary)
    }

    pub fn actions(&self) -> Markup {
        html! { a.btn.btn-outline-secondary href=(links::MAILBOX) { (t!(self.language, "mailbox-back")) } }
    }

    pub fn body(&self) -> Markup {
        let language = self.language;
        let summary = &self.opened.summary;
        html! {
            div.card {
                div.card-body.mailbox-envelope {
                    (self.party("mailbox-from", &summary.from))
                    (self.party("mailbox-to", &summary.to))
                    @if let Some(date) = summary.date {
                        div {
                            span.text-secondary { (t!(language, "mailbox-date")) }
                            time.figure datetime=(date.to_rfc3339()) { (format::moment(language, date, self.zone)) }
                        }
                    }
                }
                div.card-header.mailbox-views {
                    nav.nav.nav-tabs.card-header-tabs aria-label=(t!(language, "mailbox-views")) {
                        @for (view, code) in View::ALL {
                            @let here = view == self.view;
                            a.nav-link.active[here] href=(links::mailbox_letter(&summary.name, code))
                                aria-current=[here.then_some("page")] { (t!(language, &format!("mailbox-view-{code}"))) }
                        }
                    }
                }
                (self.shown())
            }
        }
    }

    fn party(&self, label: &str, party: &str) -> Markup {
        let (name, address) = name_and_address(party);
        html! {
            div {
                span.text-secondary { (t!(self.language, label)) }
                span {
                    strong { (name) }
                    @if let Some(address) = address { " " span.text-secondary.text-break { (address) } }
                }
            }
        }
    }

    fn shown(&self) -> Markup {
        let language = self.language;
        let missing = || html! { div.card-body { (ui::empty(&t!(language, "mailbox-no-half"), "", None)) } };
        match self.view {
            View::Html | View::Phone if self.opened.html.is_none() => missing(),
            View::Html | View::Phone => html! {
                div.mailbox-stage.mailbox-phone[self.view == View::Phone] {
                    iframe src=(links::mailbox_html(&self.opened.summary.name)) title=(self.title())
                        sandbox="allow-top-navigation-by-user-activation" {}
                }
            },
            View::Text => match &self.opened.text {
                Some(text) => html! { pre.mailbox-text { (text.trim()) } },
                None => missing(),
            },
            View::Headers => html! {
                div.card-body {
                    dl.mailbox-headers {
                        @for (name, value) in &self.opened.headers { dt { (name) } dd { code { (value) } } }
                    }
                }
            },
        }
    }
}

fn subject(language: Language, letter: &Summary) -> String {
    if letter.subject.trim().is_empty() {
        t!(language, "mailbox-no-subject").into_owned()
    } else {
        letter.subject.clone()
    }
}

fn name_and_address(party: &str) -> (&str, Option<&str>) {
    match party.strip_suffix('>').and_then(|party| party.rsplit_once(" <")) {
        Some((name, address)) => (name, Some(address)),
        None => (party, None),
    }
}

fn initial(name: &str) -> String {
    name.chars()
        .find(|letter| letter.is_alphanumeric())
        .map(|letter| letter.to_uppercase().collect())
        .unwrap_or_default()
}
