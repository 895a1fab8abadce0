//! The page of letters in trouble, and of the queue's health.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use maud::{Markup, Render, html};
use serde::Deserialize;

use crate::{
    domain::{
        bounce::{EnhancedStatus, Verdict, verdict},
        letter::Why,
    },
    mail::post::Checked,
    store::letters::{Health, Troubled},
    t,
    web::{
        links,
        ui::{self, Frame, Tone},
    },
    words::format,
};

/// What the mail server answered, or why it did not; empty words: no answer in time.
pub type ServerAnswer = Result<Checked, String>;

/// What was just done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Done {
    Retried,
    GivenUp,
    Gone,
    Paced,
}

impl Done {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Retried => "retried",
            Self::GivenUp => "given-up",
            Self::Gone => "gone",
            Self::Paced => "paced",
        }
    }
}

pub struct Page<'a> {
    pub frame: &'a Frame<'a>,
    pub zone: Tz,
    pub now: DateTime<Utc>,
    pub health: Health,
    pub troubled: &'a [Troubled],
    pub next: Option<i64>,
    pub is_first: bool,
    pub done: Option<Done>,
    pub server: Option<ServerAnswer>,
    pub manner: &'a super::manner::Typed,
}

impl Render for Page<'_> {
    fn render(&self) -> Markup {
        let language = self.frame.language;
        let check = html! {
            form method="post" action=(links::LETTERS_CHECK) {
                (self.frame.csrf())
                button.btn.btn-outline-secondary type="submit" { (t!(language, "letters-check")) }
            }
        };
        let next = self.next.map(|before| format!("{}?before={before}", links::LETTERS));
        let body = html! {
            @if let Some(done) = self.done {
                (ui::notice(
                    if done == Done::Gone { Tone::Warning } else { Tone::Good },
                    &t!(language, &format!("letters-done-{}", done.code())),
                ))
            }
            @if let Some(answer) = &self.server { (self.server(answer)) }
            (self.figures())
            div.card.mt-3 {
                div.card-header { h2.card-title { (t!(language, "letters-trouble")) } }
                @if self.troubled.is_empty() {
                    (ui::empty(&t!(language, "letters-empty"), &t!(language, "letters-empty-body"), None))
                } @else {
                    div.list-group.list-group-flush {
                        @for letter in self.troubled { (self.row(letter)) }
                    }
                }
            }
            (ui::pages(language, (!self.is_first).then_some(links::LETTERS), next.as_deref()))
            @if self.is_first { (super::manner::card(self.frame, self.manner)) }
        };
        self.frame.page(&t!(language, "letters-title"), &check, &body)
    }
}

impl Page<'_> {
    fn server(&self, answer: &ServerAnswer) -> Markup {
        let language = self.frame.language;
        match answer {
            Ok(Checked::Server { name, encrypted, signed_in }) => {
                let secrecy = t!(language, if *encrypted { "letters-encrypted" } else { "letters-plain" });
                let sign_in =
                    t!(language, if *signed_in { "letters-signed-in" } else { "letters-anonymous" });
                let words =
                    t!(language, "letters-server", name = name.as_str(), secrecy = secrecy, signin = sign_in);
                ui::notice(Tone::Good, &words)
            }
            Ok(Checked::Folder | Checked::Memory) => {
                ui::notice(Tone::Good, &t!(language, "letters-server-folder"))
            }
            Err(words) if words.is_empty() => ui::notice(Tone::Bad, &t!(language, "letters-server-silent")),
            Err(words) => ui::notice(Tone::Bad, &t!(language, "letters-server-away", words = words.as_str())),
        }
    }

    fn figures(&self) -> Markup {
        let language = self.frame.language;
        let waiting = self.health.oldest_due_at.map(|at| format::span(language, self.now - at));
        let last = self.health.last_sent_at.map_or_else(
            || t!(language, "letters-never").into_owned(),
            |at| format::moment(language, at, self.zone),
        );
        let figure = |label: &str, value: &str, below: Option<&str>| {
            html! {
                div.col-6.col-lg-3 {
                    div.card.card-sm.h-100 {
                        div.card-body {
                            div.text-secondary { (t!(language, label)) }
                            div.h3.mb-0.figure { (value) }
                            @if let Some(below) = below { div.text-secondary { (below) } }
                        }
                    }
                }
            }
        };
        let waits = waiting.map(|span| t!(language, "letters-waits", span = span).into_owned());
        html! {
            div.row.g-3 {
                (figure("letters-due", &format::whole(language, self.health.due), waits.as_deref()))
                (figure("letters-later", &format::whole(language, self.health.queued - self.health.due), None))
                (figure(
                    "letters-stuck",
                    &format::whole(language, self.health.failed + self.health.unknown),
                    None,
                ))
                (figure("letters-last-sent", &last, None))
            }
        }
    }

    fn row(&self, letter: &Troubled) -> Markup {
        let language = self.frame.language;
        let tone = match letter.state.as_str() {
            "failed" => Tone::Bad,
            "unknown" => Tone::Warning,
            _ => Tone::Notice,
        };
        let at = letter.bounced_at.or(letter.claimed_at).unwrap_or(letter.due_at);
        let state = if returned(letter) {
            t!(language, "letters-returned")
        } else {
            t!(language, &format!("letters-state-{}", letter.state))
        };
        let name =
            if letter.customer_name.trim().is_empty() { &letter.customer } else { &letter.customer_name };
        html! {
            div.list-group-item.letters-row {
                div {
                    div.d-flex.flex-wrap.align-items-center.gap-2 {
                        (ui::badge(tone, &state))
                        strong { (t!(language, &format!("letters-kind-{}", letter.kind))) }
                        a href=(links::customer(&letter.customer)) { (name) }
                        @if let Some(number) = letter.complaint_id {
                            a href=(links::complaint(number)) { (t!(language, "letters-complaint", number = number.to_string())) }
                        }
                    }
                    div.text-secondary.mt-1 {
                        time.figure datetime=(at.to_rfc3339()) { (format::moment(language, at, self.zone)) }
                        " · " (t!(language, "letters-attempts", count = i64::from(letter.attempts)))
                    }
                    p.mt-2.mb-0.letters-words { (self.words(letter)) }
                }
                @if letter.state == "sending" { span.text-secondary { (t!(language, "letters-in-hand")) } }
                @else { (self.steps(letter)) }
            }
        }
    }

    /// What stood in the way: in our words where we know it, in the server's otherwise.
    fn words(&self, letter: &Troubled) -> Markup {
        let language = self.frame.language;
        let Some(failure) = letter.failure.as_deref() else { return html! {} };
        match Why::parse(failure) {
            Some(why) => html! { (t!(language, &format!("letters-why-{why}"))) },
            None if letter.state == "unknown" => html! {
                (t!(language, "letters-lost")) " " q.text-secondary { (failure) }
            },
            None => html! {
                @if returned(letter) {
                    (t!(language, match verdict(EnhancedStatus::find(failure)) {
                        Verdict::Hard => "letters-returned-hard",
                        Verdict::Refused => "letters-returned-refused",
                        Verdict::Soft => "letters-returned-soft",
                    })) " "
                }
                span.text-secondary { (t!(language, "letters-answer")) } " " q { (failure) }
            },
        }
    }

    fn steps(&self, letter: &Troubled) -> Markup {
        let language = self.frame.language;
        let once_more = html! {
            form method="post" action=(links::letter_step(letter.id, "retry")) {
                (self.frame.csrf())
                button.btn.btn-primary type="submit" { (t!(language, "letters-retry")) }
            }
        };
        html! {
            div.letters-steps {
                @if letter.state == "unknown" {
                    details {
                        summary.btn.btn-outline-primary { (t!(language, "letters-retry-ask")) }
                        div.alert.alert-warning.mt-2.mb-0 {
                            p { (t!(language, "letters-twice")) }
                            (once_more)
                        }
                    }
                } @else { (once_more) }
                form method="post" action=(links::letter_step(letter.id, "give-up")) {
                    (self.frame.csrf())
                    button.btn.btn-outline-secondary type="submit" { (t!(language, "letters-give-up")) }
                }
            }
        }
    }
}

/// Whether it left, and came back for good.
fn returned(letter: &Troubled) -> bool {
    letter.bounced_at.is_some() && letter.state == "failed"
}
