//! The page of letters that came in, and of what was done about each.

use chrono_tz::Tz;
use maud::{Markup, Render, html};
use serde::Deserialize;

use crate::{
    domain::incoming::{Kind, Outcome},
    store::incoming_letters::Listed,
    t,
    web::{
        links,
        ui::{self, Frame, Tone},
    },
    words::format,
};

/// Which letters are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum List {
    All,
    /// Only those that somebody must look at.
    Look,
}

impl List {
    const fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Look => "look",
        }
    }
}

pub struct Page<'a> {
    pub frame: &'a Frame<'a>,
    pub zone: Tz,
    pub list: List,
    pub to_look_at: i64,
    pub letters: &'a [Listed],
    pub next: Option<i64>,
    pub is_first: bool,
    /// Whether returned letters have an address of their own here.
    pub inbox: bool,
}

impl Render for Page<'_> {
    fn render(&self) -> Markup {
        let language = self.frame.language;
        let address = links::incoming_list(self.list.code());
        let next = self.next.map(|before| format!("{address}&before={before}"));
        let choice = |list: List, words: &str| {
            let lit = list == self.list;
            html! {
                a.btn.btn-sm.btn-primary[lit].btn-outline-secondary[!lit] href=(links::incoming_list(list.code()))
                    aria-current=[lit.then_some("true")] { (words) }
            }
        };
        let empty = if self.list == List::Look { "incoming-nothing-to-do" } else { "incoming-empty" };
        let hint = match (self.list, self.inbox) {
            (List::Look, _) => "incoming-nothing-to-do-body",
            (List::All, true) => "incoming-empty-body",
            (List::All, false) => "incoming-no-inbox",
        };
        let body = html! {
            div.d-flex.flex-wrap.gap-2.mb-3 {
                (choice(List::All, &t!(language, "incoming-all")))
                (choice(List::Look, &t!(language, "incoming-look", count = self.to_look_at)))
            }
            div.card {
                @if self.letters.is_empty() {
                    (ui::empty(&t!(language, empty), &t!(language, hint), None))
                } @else {
                    div.list-group.list-group-flush {
                        @for letter in self.letters { (self.row(letter)) }
                    }
                }
            }
            (ui::pages(language, (!self.is_first).then_some(address.as_str()), next.as_deref()))
        };
        self.frame.page(&t!(language, "incoming-title"), &html! {}, &body)
    }
}

impl Page<'_> {
    fn row(&self, letter: &Listed) -> Markup {
        let language = self.frame.language;
        let kind = letter.kind.as_deref().and_then(Kind::parse);
        let outcome = letter.outcome.as_deref().and_then(Outcome::parse);
        let open = outcome.is_some_and(Outcome::asks_for_a_look) && letter.seen_at.is_none();
        let name = letter.customer_name.as_deref().filter(|name| !name.trim().is_empty());
        html! {
            div.list-group-item.letters-row {
                div {
                    div.d-flex.flex-wrap.align-items-center.gap-2 {
                        @match kind {
                            Some(kind) => (ui::badge(tone(kind), &t!(language, &format!("incoming-kind-{kind}")))),
                            None => (ui::badge(Tone::Notice, &t!(language, "incoming-waiting"))),
                        }
                        @if let Some(customer) = &letter.customer {
                            a href=(links::customer(customer)) { (name.unwrap_or(customer)) }
                        }
                        @if let Some(status) = &letter.status { span.text-secondary.figure { (status) } }
                    }
                    div.text-secondary.mt-1 {
                        time.figure datetime=(letter.received_at.to_rfc3339()) {
                            (format::moment(language, letter.received_at, self.zone))
                        }
                        @if let Some(staff) = &letter.seen_by {
                            " · " (t!(language, "incoming-seen-by", name = staff.as_str()))
                        }
                    }
                    @if let Some(outcome) = outcome {
                        p.mt-2.mb-0.letters-words { (t!(language, &format!("incoming-outcome-{outcome}"))) }
                    }
                    @if let Some(said) = &letter.detail {
                        p.mb-0.letters-words { span.text-secondary { (t!(language, "letters-answer")) } " " q { (said) } }
                    }
                }
                div.letters-steps {
                    a.btn.btn-outline-secondary href=(links::incoming(letter.id)) { (t!(language, "incoming-open")) }
                    @if open {
                        form method="post" action=(links::incoming_seen(letter.id)) {
                            (self.frame.csrf())
                            button.btn.btn-primary type="submit" { (t!(language, "incoming-seen")) }
                        }
                    }
                }
            }
        }
    }
}

const fn tone(kind: Kind) -> Tone {
    match kind {
        Kind::Bounce | Kind::Complaint => Tone::Bad,
        Kind::Notice | Kind::Unreadable => Tone::Warning,
        Kind::Words | Kind::Unsubscribe => Tone::Notice,
        Kind::Delay | Kind::Receipt | Kind::Automatic => Tone::Plain,
    }
}
