//! The page of links: a form for a new one, the list with what each brought, and how the shop's own page links here.

use chrono_tz::Tz;
use maud::{Markup, Render, html};
use serde::Deserialize;
use url::Url;

use super::Typed;
use crate::{
    actions::put_open_link::{BadLink, LONGEST},
    domain::{open_link::KINDS, snippet},
    store::open_links::Listed,
    t,
    web::{
        links,
        sheet::snippet::SAMPLES,
        ui::{self, Frame, Tone},
    },
    words::format,
};

/// What was just done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Done {
    Made,
    Revoked,
    Restored,
    Gone,
}

impl Done {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Revoked => "revoked",
            Self::Restored => "restored",
            Self::Gone => "gone",
        }
    }
}

pub struct Page<'a> {
    pub frame: &'a Frame<'a>,
    pub zone: Tz,
    /// Where customers open forms.
    pub base: &'a Url,
    /// What the shop signs with.
    pub key: String,
    /// Each with its address.
    pub links: Vec<(String, Listed)>,
    pub next: Option<i64>,
    pub is_first: bool,
    pub done: Option<Done>,
    pub typed: &'a Typed,
    pub problem: Option<BadLink>,
}

impl Render for Page<'_> {
    fn render(&self) -> Markup {
        let language = self.frame.language;
        let next = self.next.map(|before| format!("{}?before={before}", links::ROADS));
        let body = html! {
            @if let Some(done) = self.done {
                (ui::notice(
                    if done == Done::Gone { Tone::Warning } else { Tone::Good },
                    &t!(language, &format!("links-done-{}", done.code())),
                ))
            }
            div.card {
                div.card-header { h2.card-title { (t!(language, "links-open")) } }
                div.card-body {
                    p.text-secondary { (t!(language, "links-open-lead")) }
                    (self.form())
                }
                @if self.links.is_empty() {
                    (ui::empty(&t!(language, "links-empty"), &t!(language, "links-empty-body"), None))
                } @else {
                    div.list-group.list-group-flush {
                        @for (address, link) in &self.links { (self.row(address, link)) }
                    }
                }
            }
            (ui::pages(language, (!self.is_first).then_some(links::ROADS), next.as_deref()))
            (self.snippet())
        };
        self.frame.page(&t!(language, "links-title"), &html! {}, &body)
    }
}

impl Page<'_> {
    fn form(&self) -> Markup {
        let language = self.frame.language;
        let words = self.problem.map(|problem| match problem {
            BadLink::Kind => t!(language, "links-bad-kind"),
            BadLink::NoName => t!(language, "links-bad-name"),
            BadLink::TooLong => t!(language, "links-bad-long", limit = LONGEST),
        });
        html! {
            @if let Some(words) = words { (ui::notice(Tone::Bad, &words)) }
            form.row.g-3.align-items-end method="post" action=(links::ROADS) {
                (self.frame.csrf())
                div class="col-12 col-md-4" {
                    label.form-label for="name" { (t!(language, "links-name")) }
                    input.form-control.is-invalid[self.problem == Some(BadLink::NoName)] #name name="name" type="text" required
                        maxlength=(LONGEST) value=(self.typed.name) placeholder=(t!(language, "links-name-example"));
                }
                div class="col-12 col-md-3" {
                    label.form-label for="store" { (t!(language, "links-store")) }
                    input.form-control #store name="store" type="text" maxlength=(LONGEST) value=(self.typed.store);
                }
                div class="col-12 col-md-3" {
                    label.form-label for="kind" { (t!(language, "links-kind")) }
                    select.form-select #kind name="kind" {
                        @for kind in KINDS {
                            option value=(kind.code()) selected[self.typed.kind == kind.code()] {
                                (t!(language, &format!("links-kind-{}", kind.code())))
                            }
                        }
                    }
                }
                div class="col-12 col-md-2" {
                    button.btn.btn-primary.w-100 type="submit" { (t!(language, "links-make")) }
                }
            }
        }
    }

    fn row(&self, address: &str, link: &Listed) -> Markup {
        let language = self.frame.language;
        let last = link.last_at.map(|at| format::moment(language, at, self.zone));
        html! {
            div.list-group-item.letters-row {
                div {
                    div.d-flex.flex-wrap.align-items-center.gap-2 {
                        strong { (link.name) }
                        (ui::badge(Tone::Plain, &t!(language, &format!("links-kind-{}", link.kind))))
                        @if link.revoked_at.is_some() { (ui::badge(Tone::Warning, &t!(language, "links-revoked"))) }
                    }
                    @if let Some(store) = &link.store { div.text-secondary { (t!(language, "links-in-store", store = store.as_str())) } }
                    p.mt-1.mb-0.letters-words {
                        @if link.revoked_at.is_none() { a href=(address) rel="noreferrer" { (address) } }
                        @else { s.text-secondary { (address) } }
                    }
                    div.text-secondary.figure {
                        (t!(language, "links-answers", count = link.answers))
                        @if let Some(last) = last { " · " (t!(language, "links-last", date = last)) }
                    }
                }
                div.letters-steps {
                    @if link.revoked_at.is_none() {
                        a.btn.btn-outline-primary href={ (links::open_link(link.id, "print")) "?size=poster" } { (t!(language, "links-poster")) }
                        a.btn.btn-outline-primary href={ (links::open_link(link.id, "print")) "?size=labels" } { (t!(language, "links-labels")) }
                        a.btn.btn-outline-secondary href=(links::open_link(link.id, "code.svg")) download { "SVG" }
                        (self.step(link.id, "revoke", "links-revoke"))
                    } @else {
                        (self.step(link.id, "restore", "links-restore"))
                    }
                }
            }
        }
    }

    fn step(&self, id: i64, step: &str, words: &str) -> Markup {
        html! {
            form method="post" action=(links::open_link(id, step)) {
                (self.frame.csrf())
                button.btn.btn-outline-secondary type="submit" { (t!(self.frame.language, words)) }
            }
        }
    }

    fn snippet(&self) -> Markup {
        let language = self.frame.language;
        let days = snippet::LONGEST.num_days();
        html! {
            div.card.mt-3 {
                div.card-header { h2.card-title { (t!(language, "links-page")) } }
                div.card-body {
                    p { (t!(language, "links-page-lead")) }
                    p { (t!(language, "links-page-how", days = days)) }
                    ul {
                        @for part in ["c", "o", "e", "k", "s"] {
                            li {
                                code { (part) } " " (t!(language, &format!("links-part-{part}")))
                                @if part == "k" {
                                    @for kind in snippet::KINDS { " " code { (kind.code()) } }
                                }
                            }
                        }
                    }
                    details.mb-3 {
                        summary.btn.btn-outline-secondary { (t!(language, "links-key")) }
                        p.mt-2 { (t!(language, "links-key-lead")) }
                        pre #page-key tabindex="0" { (self.key) }
                    }
                    @for sample in SAMPLES {
                        h3.mt-3 { (sample.name) }
                        pre tabindex="0" { (sample.code(self.base)) }
                    }
                    p.text-secondary.mt-3.mb-0 { (t!(language, "links-page-command")) }
                    pre tabindex="0" { "otklik snippet --customer C-1 --order A-7" }
                }
            }
        }
    }
}
