//! One letter as it is sorted: who wrote, what, and where it may go.

use chrono_tz::Tz;
use maud::{Markup, html};

use super::of_sender;
use crate::{
    store::sorting::{Mail, Suggested},
    t,
    web::{
        desk::wording,
        links,
        ui::{self, Frame},
    },
    words::format,
};

pub struct Row<'a> {
    pub frame: &'a Frame<'a>,
    pub zone: Tz,
    pub mail: &'a Mail,
    /// For all letters of the page.
    pub suggested: &'a [Suggested],
    /// A letter, and the number that was typed for it and refused.
    pub typed: Option<(i64, &'a str)>,
}

impl Row<'_> {
    /// Subject, sender and moment.
    pub fn head(&self) -> Markup {
        let language = self.frame.language;
        let subject = self.mail.subject.as_deref().filter(|subject| !subject.is_empty());
        html! {
            h2.mail-subject { a href=(links::mail(self.mail.id)) { (subject.unwrap_or(&t!(language, "post-no-subject"))) } }
            (self.from())
        }
    }

    /// Sender and moment.
    pub fn from(&self) -> Markup {
        let language = self.frame.language;
        let Mail { sender, sender_name, received_at, .. } = self.mail;
        html! {
            p.mail-from {
                @match (sender_name, sender) {
                    (Some(name), Some(sender)) => { strong { (name) } " " span.text-break { (sender) } }
                    (None, Some(sender)) => strong.text-break { (sender) },
                    _ => strong { (t!(language, "post-no-sender")) },
                }
                " · " time.figure datetime=(received_at.to_rfc3339()) { (format::moment(language, *received_at, self.zone)) }
            }
        }
    }

    /// What they wrote, without quotes.
    pub fn said(&self) -> Markup {
        let language = self.frame.language;
        html! {
            @match &self.mail.words {
                Some(words) => div.prose.mail-said tabindex="0" { (words) },
                None => p.text-secondary.mb-0 { (t!(language, "post-no-words")) },
            }
        }
    }

    /// Where it may go.
    pub fn deeds(&self) -> Markup {
        let language = self.frame.language;
        let id = self.mail.id;
        let suggested = of_sender(self.suggested, self.mail.sender.as_deref().unwrap_or_default());
        let customers = suggested.chunk_by(|a, b| a.customer_id == b.customer_id);
        let input = format!("number-{id}");
        let typed = self.typed.filter(|(of, typed)| *of == id && !typed.is_empty()).map(|(_, typed)| typed);
        html! {
            div.card-footer.mail-deeds {
                @if !suggested.is_empty() {
                    p.form-hint { (t!(language, "post-suggested")) }
                    ul.mail-suggested {
                        @for customer in customers {
                            @if let Some(one) = customer.first() {
                                li {
                                    a href=(links::customer(&one.external_id)) { (wording::customer(&one.name, &one.external_id)) }
                                    @for of in customer.iter().filter(|of| of.number.is_some()) { (self.suggestion(of)) }
                                    (self.open(Some(one.customer_id), &t!(language, "post-open")))
                                }
                            }
                        }
                    }
                }
                div.mail-other {
                    form.mail-put method="post" action=(links::sorting_step(id, "put")) {
                        (self.frame.csrf())
                        label.form-label for=(input) { (t!(language, "post-number")) }
                        input.form-control.is-invalid[typed.is_some()] id=(input) name="number" inputmode="numeric" autocomplete="off" required
                            value=[typed] aria-invalid=[typed.map(|_| "true")];
                        button.btn.btn-outline-primary type="submit" { (t!(language, "post-put")) }
                    }
                    @if suggested.is_empty() && self.mail.sender.is_some() { (self.open(None, &t!(language, "post-open-guest"))) }
                    form method="post" action=(links::sorting_step(id, "aside")) {
                        (self.frame.csrf())
                        button.btn.btn-outline-secondary type="submit" { (t!(language, "post-aside")) }
                    }
                }
            }
        }
    }

    fn suggestion(&self, of: &Suggested) -> Markup {
        let language = self.frame.language;
        let number = of.number.unwrap_or_default();
        let (tone, state) = wording::state(language, of.state.as_deref().unwrap_or_default());
        html! {
            form.mail-suggestion method="post" action=(links::sorting_step(self.mail.id, "put")) {
                (self.frame.csrf())
                input type="hidden" name="suggested" value=(number);
                a href=(links::complaint(number)) { (t!(language, "desk-number", number = number.to_string())) }
                (ui::badge(tone, &state))
                button.btn.btn-sm.btn-primary type="submit" { (t!(language, "post-put-here")) }
            }
        }
    }

    fn open(&self, customer: Option<i64>, label: &str) -> Markup {
        html! {
            form method="post" action=(links::sorting_step(self.mail.id, "open")) {
                (self.frame.csrf())
                @if let Some(customer) = customer { input type="hidden" name="customer" value=(customer); }
                button.btn.btn-outline-primary.btn-sm[customer.is_some()] type="submit" { (label) }
            }
        }
    }

    /// That it was set aside, and the way back.
    pub fn undo(&self) -> Markup {
        let language = self.frame.language;
        let told = match self.mail.subject.as_deref().filter(|subject| !subject.is_empty()) {
            Some(subject) => t!(language, "post-set-aside", subject = subject),
            None => t!(language, "post-set-aside-nameless"),
        };
        html! {
            p.leaving-words { (told) }
            form method="post" action=(links::sorting_step(self.mail.id, "back")) {
                (self.frame.csrf())
                button.btn.btn-outline-secondary type="submit" { (t!(language, "post-back")) }
            }
        }
    }
}
