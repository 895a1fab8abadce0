//! The page of the brand: its fields, and what a form and a letter look like with them.

use maud::{Markup, Render, html};

use super::typed::{Problem, Typed};
use crate::{
    domain::{
        brand::{Brand, Colour, Logo, Palette},
        language::Language,
    },
    t,
    web::{
        links,
        ui::{self, Frame, Tone},
    },
};

pub struct Page<'a> {
    pub frame: &'a Frame<'a>,
    pub typed: &'a Typed,
    pub problems: &'a [Problem],
    pub done: bool,
    /// The sender that holds where the brand names none.
    pub mail_from: &'a str,
}

impl Render for Page<'_> {
    fn render(&self) -> Markup {
        let language = self.frame.language;
        let body = html! {
            @if self.done { (ui::notice(Tone::Good, &t!(language, "brand-done"))) }
            @if !self.problems.is_empty() { (ui::notice(Tone::Bad, &t!(language, "brand-problems"))) }
            div.row.g-3 {
                div.col-lg-5 { (self.form()) }
                div.col-lg-7 { (self.looks()) }
            }
        };
        self.frame.page(&t!(language, "brand-title"), &html! {}, &body)
    }
}

impl Page<'_> {
    fn form(&self) -> Markup {
        let language = self.frame.language;
        let typed = self.typed;
        let limit = Logo::LIMIT / 1024;
        html! {
            form.card method="post" action=(links::BRAND) enctype="multipart/form-data" novalidate {
                div.card-body {
                    (self.frame.csrf())
                    input type="hidden" name="kept_logo" value=(typed.logo);
                    (self.field("name", "brand-name", &typed.name, &t!(language, "brand-name-hint")))
                    (self.field("colour", "brand-colour", &typed.colour, &t!(language, "brand-colour-hint")))
                    (self.shades())
                    div.mb-3 {
                        label.form-label for="logo" { (t!(language, "brand-logo")) }
                        @if !typed.logo.is_empty() {
                            div.mb-2 { img.brand-logo src=(typed.logo) alt=(t!(language, "brand-logo-now")); }
                            label.form-check {
                                input.form-check-input type="checkbox" name="no_logo" value="1";
                                span.form-check-label { (t!(language, "brand-logo-none")) }
                            }
                        }
                        input.form-control.is-invalid[self.problem("logo").is_some()] #logo name="logo" type="file"
                            accept="image/png,image/jpeg,image/webp" aria-describedby="logo-hint"
                            aria-invalid=[self.problem("logo").map(|_| "true")];
                        @if let Some(words) = self.problem("logo") {
                            div.invalid-feedback { (t!(language, words, limit = limit.to_string())) }
                        }
                        small.form-hint #logo-hint { (t!(language, "brand-logo-hint", limit = limit.to_string())) }
                    }
                    (self.field("sender_name", "brand-sender-name", &typed.sender_name, &t!(language, "brand-sender-name-hint")))
                    (self.field(
                        "sender_address",
                        "brand-sender-address",
                        &typed.sender_address,
                        &t!(language, "brand-sender-address-hint", sender = self.mail_from),
                    ))
                }
                div.card-footer.d-flex.gap-2.flex-wrap {
                    button.btn.btn-primary type="submit" name="do" value="keep" { (t!(language, "brand-keep")) }
                    button.btn.btn-outline-primary type="submit" name="do" value="look" { (t!(language, "brand-look")) }
                }
            }
        }
    }

    fn field(&self, name: &str, label: &str, value: &str, hint: &str) -> Markup {
        let language = self.frame.language;
        let problem = self.problem(name);
        let hint_id = format!("{name}-hint");
        html! {
            div.mb-3 {
                label.form-label for=(name) { (t!(language, label)) }
                input.form-control.is-invalid[problem.is_some()] #(name) name=(name) value=(value) autocomplete="off"
                    aria-describedby=(hint_id) aria-invalid=[problem.map(|_| "true")];
                @if let Some(words) = problem {
                    div.invalid-feedback { (t!(language, words, limit = Brand::NAME_LIMIT.to_string())) }
                }
                small.form-hint id=(hint_id) { (hint) }
            }
        }
    }

    fn problem(&self, field: &str) -> Option<&'static str> {
        self.problems.iter().find(|problem| problem.field == field).map(|problem| problem.words)
    }

    /// What becomes of the colour where text would not be read on it.
    fn shades(&self) -> Markup {
        let language = self.frame.language;
        let Ok(colour) = Colour::parse(&self.typed.colour) else { return html! {} };
        let sample = t!(language, "brand-shade");
        let shade = |palette: Palette, kept: &str, moved: &str| {
            let words = if palette.accent == colour { kept } else { moved };
            html! {
                li.d-flex.gap-2.align-items-center.mb-2 {
                    span.brand-shade style={ "background:" (palette.accent) ";color:" (palette.on_accent) } { (sample) }
                    span { (t!(language, words, colour = palette.accent.to_string())) }
                }
            }
        };
        html! {
            ul.list-unstyled.mb-3 {
                (shade(Palette::light(colour), "brand-shade-light", "brand-shade-light-moved"))
                (shade(Palette::dark(colour), "brand-shade-dark", "brand-shade-dark-moved"))
            }
        }
    }

    fn looks(&self) -> Markup {
        let language = self.frame.language;
        let look = |of: &str, words: &str| {
            let title = t!(language, words);
            let address = links::brand_preview(of, &self.typed.name, &self.typed.colour);
            html! {
                div.card.mb-3 {
                    div.card-header { h2.card-title { (title) } }
                    iframe.brand-look src=(address) title=(title) sandbox="" {}
                }
            }
        };
        html! {
            (look("form", "brand-look-form"))
            (look("letter", "brand-look-letter"))
            p.text-secondary { (explained(language)) }
        }
    }
}

fn explained(language: Language) -> Markup {
    html! { (t!(language, "brand-look-hint")) }
}
