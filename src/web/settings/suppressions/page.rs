//! The page of addresses that get no letters.

use chrono_tz::Tz;
use maud::{Markup, Render, html};
use serde::Deserialize;

use crate::{
    actions::suppress::LONGEST_REASON,
    domain::incoming::Cause,
    store::suppressions::Suppressed,
    t,
    web::{
        links,
        ui::{self, Frame, Tone},
    },
    words::format,
};

/// What was just done, or not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Done {
    Added,
    Removed,
    Gone,
    NoReason,
}

impl Done {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Gone => "gone",
            Self::NoReason => "no-reason",
        }
    }

    const fn tone(self) -> Tone {
        match self {
            Self::Added | Self::Removed => Tone::Good,
            Self::Gone => Tone::Warning,
            Self::NoReason => Tone::Bad,
        }
    }
}

/// What is wrong with what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    Address,
    Reason,
    There,
}

/// An entry as it was typed, drawn again with what is wrong with it.
#[derive(Debug, Default)]
pub struct Typed {
    pub address: String,
    pub all: bool,
    pub why: String,
    pub problem: Option<Problem>,
}

pub struct Page<'a> {
    pub frame: &'a Frame<'a>,
    pub zone: Tz,
    pub entries: &'a [Suppressed],
    pub looked_for: &'a str,
    pub next: Option<i64>,
    pub is_first: bool,
    pub done: Option<Done>,
    pub typed: Typed,
}

impl Render for Page<'_> {
    fn render(&self) -> Markup {
        let language = self.frame.language;
        let address = links::suppressions_of(self.looked_for, None);
        let next = self.next.map(|before| links::suppressions_of(self.looked_for, Some(before)));
        let (empty, hint) = if self.looked_for.is_empty() {
            ("suppressions-empty", "suppressions-empty-body")
        } else {
            ("suppressions-not-found", "suppressions-not-found-body")
        };
        let body = html! {
            @if let Some(done) = self.done {
                (ui::notice(done.tone(), &t!(language, &format!("suppressions-done-{}", done.code()))))
            }
            div.row.g-3 {
                div.col-lg-8 {
                    (self.search())
                    div.card.mt-3 {
                        @if self.entries.is_empty() {
                            (ui::empty(&t!(language, empty), &t!(language, hint), None))
                        } @else {
                            div.list-group.list-group-flush {
                                @for entry in self.entries { (self.row(entry)) }
                            }
                        }
                    }
                    (ui::pages(language, (!self.is_first).then_some(address.as_str()), next.as_deref()))
                }
                div.col-lg-4 { (self.form()) }
            }
        };
        self.frame.page(&t!(language, "suppressions-title"), &html! {}, &body)
    }
}

impl Page<'_> {
    fn search(&self) -> Markup {
        let language = self.frame.language;
        html! {
            form.d-flex.flex-wrap.gap-2 method="get" action=(links::SUPPRESSIONS) role="search" {
                label.visually-hidden for="looked-for" { (t!(language, "suppressions-search")) }
                input.form-control.w-auto.flex-fill #looked-for type="search" name="address" value=(self.looked_for)
                    maxlength="254" autocomplete="off" placeholder=(t!(language, "suppressions-search"));
                button.btn.btn-outline-secondary type="submit" { (t!(language, "suppressions-find")) }
            }
        }
    }

    fn row(&self, entry: &Suppressed) -> Markup {
        let language = self.frame.language;
        let cause = Cause::parse(&entry.reason);
        let tone = match cause {
            Some(Cause::HardBounce | Cause::Complaint) => Tone::Bad,
            Some(Cause::Unsubscribed) => Tone::Notice,
            Some(Cause::Staff) | None => Tone::Plain,
        };
        let why_id = format!("why-{}", entry.id);
        html! {
            div.list-group-item.letters-row {
                div {
                    div.d-flex.flex-wrap.align-items-center.gap-2 {
                        strong.letters-words { (entry.address) }
                        @if let Some(cause) = cause {
                            (ui::badge(tone, &t!(language, &format!("suppressions-cause-{cause}"))))
                        }
                    }
                    div.text-secondary.mt-1 {
                        time.figure datetime=(entry.created_at.to_rfc3339()) {
                            (format::moment(language, entry.created_at, self.zone))
                        }
                        @if let Some(staff) = &entry.staff_name { " · " (staff) }
                        " · "
                        @if entry.surveys_only { (t!(language, "suppressions-surveys")) }
                        @else { (t!(language, "suppressions-all")) }
                    }
                    @if let Some(detail) = &entry.detail {
                        p.mt-2.mb-0.letters-words {
                            @if cause == Some(Cause::Staff) { (detail) }
                            @else { span.text-secondary { (t!(language, "letters-answer")) } " " q { (detail) } }
                        }
                    }
                }
                div.letters-steps {
                    details {
                        summary.btn.btn-outline-secondary { (t!(language, "suppressions-remove-ask")) }
                        form.mt-2 method="post" action=(links::suppression_remove(entry.id)) {
                            (self.frame.csrf())
                            label.form-label for=(why_id) { (t!(language, "suppressions-remove-why")) }
                            input.form-control #(why_id) name="why" required maxlength=(LONGEST_REASON) autocomplete="off";
                            button.btn.btn-primary.mt-2 type="submit" { (t!(language, "suppressions-remove")) }
                        }
                    }
                }
            }
        }
    }

    fn form(&self) -> Markup {
        let language = self.frame.language;
        let typed = &self.typed;
        let address_error = match typed.problem {
            Some(Problem::Address) => Some(t!(language, "suppressions-bad-address")),
            Some(Problem::There) => Some(t!(language, "suppressions-there")),
            _ => None,
        };
        let why_error =
            (typed.problem == Some(Problem::Reason)).then(|| t!(language, "suppressions-bad-reason"));
        let scope = |value: &str, lit: bool, words: &str| {
            html! {
                label.form-check {
                    input.form-check-input type="radio" name="scope" value=(value) checked[lit];
                    span.form-check-label { (words) }
                }
            }
        };
        html! {
            form.card method="post" action=(links::SUPPRESSIONS) novalidate {
                div.card-header { h2.card-title { (t!(language, "suppressions-add-title")) } }
                div.card-body {
                    (self.frame.csrf())
                    (ui::field("address", "email", &t!(language, "suppressions-address"), &typed.address, address_error.as_deref(), "off"))
                    fieldset.mb-3 {
                        legend.form-label { (t!(language, "suppressions-scope")) }
                        (scope("surveys", !typed.all, &t!(language, "suppressions-surveys")))
                        (scope("all", typed.all, &t!(language, "suppressions-all")))
                    }
                    (ui::field("why", "text", &t!(language, "suppressions-why"), &typed.why, why_error.as_deref(), "off"))
                    button.btn.btn-primary type="submit" { (t!(language, "suppressions-add")) }
                }
            }
        }
    }
}
