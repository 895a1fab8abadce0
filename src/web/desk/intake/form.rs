//! The form as a page: who, what happened, how they learn the number. The first button is the look-up, so that Enter in
//! any line looks and loses nothing.

use chrono_tz::Tz;
use maud::{Markup, html};

use super::{
    people::{Chosen, People},
    read::{Flaw, NAME, PHONE, SUBJECT},
};
use crate::{
    actions::open_complaint::{Road, Told},
    domain::{remedy::Remedy, severity::Severity},
    store::legal_terms::Row,
    t,
    web::{
        assets,
        desk::{
            card::{deeds::Typed, titled},
            wording,
        },
        links,
        ui::{self, Frame},
    },
};

pub struct IntakePage<'a> {
    pub frame: &'a Frame<'a>,
    pub zone: Tz,
    pub typed: &'a Typed,
    pub flaws: &'a [Flaw],
    /// Nothing is wrong: there is only more to be seen first.
    pub check: bool,
    pub people: &'a People,
    pub chosen: Option<&'a Chosen>,
    pub terms: &'a [(Row, Option<String>)],
    pub key: String,
}

impl IntakePage<'_> {
    pub fn render(&self) -> Markup {
        let language = self.frame.language;
        let body = html! {
            nav.mb-3 { a href=(links::DESK) { "← " (t!(language, "desk-back")) } }
            (self.problem())
            form.intake #intake method="post" action=(links::NEW_COMPLAINT) autocomplete="off" data-people=(links::NEW_COMPLAINT_PEOPLE) {
                (self.frame.csrf())
                input type="hidden" name="key" value=(self.key);
                section.card.mb-3 {
                    div.card-header { h2.card-title { (t!(language, "intake-who")) } }
                    div.card-body { (self.who()) }
                }
                section.card.mb-3 {
                    div.card-header { h2.card-title { (t!(language, "intake-what")) } }
                    div.card-body { (self.what()) }
                    div.card-footer.intake-end {
                        button.btn.btn-primary type="submit" name="do" value="open" { (t!(language, "intake-submit")) }
                    }
                }
            }
            script src=(assets::path("intake.js")) defer {}
        };
        self.frame.page(&t!(language, "intake-new"), &html! {}, &body)
    }

    fn wrong(&self, field: &str) -> bool {
        self.flaws.iter().any(|flaw| flaw.field == field)
    }

    fn problem(&self) -> Markup {
        let language = self.frame.language;
        html! {
            @if self.check {
                @for flaw in self.flaws { (ui::notice(ui::Tone::Notice, &flaw.words)) }
            } @else if !self.flaws.is_empty() {
                div.alert.alert-danger #problem role="alert" {
                    p.mb-1 { (ui::icon("alert")) strong { (t!(language, "intake-problem")) } }
                    ul.mb-0 { @for flaw in self.flaws { li { (flaw.words) } } }
                }
            }
        }
    }

    fn who(&self) -> Markup {
        let language = self.frame.language;
        let newcomer = ["name", "phone", "email"].iter().any(|name| !self.typed.get(name).is_empty());
        html! {
            label.form-label for="q" { (t!(language, "intake-look")) }
            div.intake-look {
                input.form-control.is-invalid[self.wrong("q")] #q name="q" type="search" value=(self.typed.get("q")) maxlength="200"
                    autofocus[self.chosen.is_none() && self.flaws.is_empty()] aria-invalid=[self.wrong("q").then_some("true")];
                button.btn.btn-outline-primary type="submit" name="do" value="find" formnovalidate { (t!(language, "intake-find")) }
            }
            div.intake-part #intake-people role="status" { (self.people.render(language, self.zone, self.typed)) }
            div.intake-part #intake-who { @if let Some(chosen) = self.chosen { (chosen.render(language, self.zone, self.typed)) } }
            details.intake-part open[newcomer || self.typed.get("customer") == "new"] {
                summary { (t!(language, "intake-newcomer")) }
                p.form-hint { (t!(language, "intake-newcomer-hint")) }
                div.intake-three {
                    (self.line("name", "text", &t!(language, "intake-name"), NAME))
                    (self.line("phone", "tel", &t!(language, "intake-phone"), PHONE))
                    (self.line("email", "text", &t!(language, "intake-email"), 254))
                }
            }
        }
    }

    fn line(&self, name: &str, kind: &str, label: &str, longest: usize) -> Markup {
        let wrong = self.wrong(name);
        html! {
            div {
                label.form-label for=(name) { (label) }
                input.form-control.is-invalid[wrong] #(name) name=(name) type=(kind) value=(self.typed.get(name)) maxlength=(longest)
                    inputmode=[(name == "email").then_some("email")] autocomplete="off" aria-invalid=[wrong.then_some("true")] aria-describedby=[wrong.then_some("problem")];
            }
        }
    }

    fn radios(&self, name: &str, label: &str, codes: &[(&'static str, String)], first: &str) -> Markup {
        let wrong = self.wrong(name);
        let chosen = if self.typed.has(name) { self.typed.get(name) } else { first };
        html! {
            fieldset.intake-radios aria-describedby=[wrong.then_some("problem")] {
                legend.form-label { (label) }
                @for (code, words) in codes {
                    @let id = format!("{name}-{code}");
                    div.form-check.form-check-inline {
                        input.form-check-input.is-invalid[wrong] #(id) type="radio" name=(name) value=(code) checked[*code == chosen];
                        label.form-check-label for=(id) { (words) }
                    }
                }
            }
        }
    }

    fn choice(
        &self,
        name: &str,
        label: &str,
        none: Option<&str>,
        codes: &[(&str, String)],
        first: &str,
    ) -> Markup {
        let wrong = self.wrong(name);
        let chosen = if self.typed.has(name) { self.typed.get(name) } else { first };
        html! {
            div {
                label.form-label for=(name) { (label) }
                select.form-select.is-invalid[wrong] #(name) name=(name) aria-invalid=[wrong.then_some("true")] {
                    @if let Some(none) = none { option value="" { (none) } }
                    @for (code, words) in codes { option value=(code) selected[*code == chosen] { (words) } }
                }
            }
        }
    }

    fn what(&self) -> Markup {
        let language = self.frame.language;
        let coded = |family: &str, code: &'static str| (code, wording::coded(language, family, code));
        let roads: Vec<_> = Road::ALL.iter().map(|road| coded("intake-source", road.code())).collect();
        let told: Vec<_> = Told::ALL.iter().map(|told| coded("intake-told", told.code())).collect();
        let remedies: Vec<_> = Remedy::all().iter().map(|one| coded("outcomes-sought", one.code())).collect();
        let severities: Vec<_> = Severity::all().iter().map(|one| coded("severity", one.code())).collect();
        let offered = self.terms.iter().map(|(row, _)| row).filter(|row| row.enabled);
        let claims: Vec<_> = offered
            .map(|row| (row.code.as_str(), titled(language, &row.title_ru, &row.title_en).to_owned()))
            .collect();
        let wrong = self.wrong("body");
        html! {
            (self.radios("source", &t!(language, "intake-source"), &roads, Road::Phone.code()))
            (self.line("subject", "text", &t!(language, "intake-subject"), SUBJECT))
            div {
                label.form-label for="body" { (t!(language, "intake-body")) }
                textarea.form-control.is-invalid[wrong] #body name="body" rows="6" required aria-invalid=[wrong.then_some("true")]
                    aria-describedby=[wrong.then_some("problem")] {
                    // A browser drops one line break at the very beginning.
                    "\n" (self.typed.get("body"))
                }
            }
            div.intake-three {
                (self.choice("sought", &t!(language, "intake-sought"), Some(&t!(language, "intake-sought-none")), &remedies, ""))
                (self.choice("severity", &t!(language, "intake-severity"), None, &severities, Severity::Normal.code()))
                div {
                    (self.choice("claim", &t!(language, "intake-claim"), Some(&t!(language, "intake-claim-none")), &claims, ""))
                    p.form-hint.mb-0 { (t!(language, "intake-claim-hint")) }
                }
            }
            (self.radios("told", &t!(language, "intake-told"), &told, Told::Spot.code()))
        }
    }
}
