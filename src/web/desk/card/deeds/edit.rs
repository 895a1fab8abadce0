//! Editing what the complaint is about: each field for itself, so that two people at once lose nothing.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use maud::{Markup, html};

use super::{Problem, Typed, answer, doer, sending};
use crate::{
    actions::{
        complaint_step::Refusal,
        edit_complaint::{FIELDS, edit_complaint},
    },
    domain::{
        merging::{Conflict, Edit},
        remedy::Remedy,
    },
    t,
    web::{
        desk::{
            card::{history, page::CardPage},
            wording,
        },
        failure::Failure,
        guarded::Guarded,
        house::House,
        ui,
        visitor::Handler,
    },
    words::format,
};

const DEED: &str = "edit";

impl CardPage<'_> {
    pub fn edit(&self) -> Markup {
        let language = self.frame.language;
        let here = self.deed == DEED;
        let words = html! {
            p.form-hint { (t!(language, "together-edit-hint")) }
            @for field in FIELDS {
                @let stored = self.stored(field);
                @let (base, mine) = if here && self.typed.has(field) {
                    (self.typed.get(&format!("base-{field}")), self.typed.get(field))
                } else {
                    (stored, stored)
                };
                @let conflict = self.conflict(field);
                div.mb-3 {
                    label.form-label for=(field) { (wording::coded(language, "desk-field", field)) }
                    @let wrong = conflict.is_some().then_some("true");
                    @let told = conflict.map(|_| format!("{field}-conflict"));
                    @if field == "subject" {
                        input.form-control.is-invalid[conflict.is_some()] type="text" id=(field) name=(field) value=(mine) data-base=(base)
                            aria-invalid=[wrong] aria-describedby=[told.as_deref()];
                    } @else {
                        select.form-select.is-invalid[conflict.is_some()] id=(field) name=(field) data-base=(base) aria-invalid=[wrong] aria-describedby=[told.as_deref()] {
                            option value="" { "—" }
                            @for code in Remedy::all().iter().map(|one| one.code()) {
                                option value=(code) selected[code == mine] { (wording::coded(language, "outcomes-sought", code)) }
                            }
                        }
                    }
                    input type="hidden" name=(format!("base-{field}")) value=(base);
                    @if let Some(conflict) = conflict { (self.both(conflict)) }
                }
            }
            button.btn.btn-primary type="submit" { (ui::icon("check")) (t!(language, "together-edit-submit")) }
        };
        self.panel(DEED, "pen", here, &t!(language, "together-edit"), &words)
    }

    /// What it is about, where somebody wrote that down.
    pub fn about(&self) -> Markup {
        let language = self.frame.language;
        html! {
            @if FIELDS.iter().any(|field| !self.stored(field).is_empty()) {
                section.card.complaint-about {
                    div.card-body {
                        dl.facts.mb-0 {
                            @for field in FIELDS {
                                @if !self.stored(field).is_empty() {
                                    dt { (wording::coded(language, "desk-field", field)) }
                                    dd.text-break { (self.shown(field, self.stored(field))) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn stored(&self, field: &str) -> &str {
        let card = &self.loaded.card;
        let value = if field == "subject" { &card.subject } else { &card.remedy_sought };
        value.as_deref().unwrap_or("")
    }

    fn shown(&self, field: &str, value: &str) -> String {
        match (field, value) {
            (_, "") => "—".to_owned(),
            ("subject", words) => words.to_owned(),
            (_, code) => wording::coded(self.frame.language, "outcomes-sought", code),
        }
    }

    fn conflict(&self, field: &str) -> Option<&Conflict> {
        match &self.refused.filter(|refused| refused.deed == DEED)?.problem {
            Problem::Refusal(Refusal::Conflicts(all)) => all.iter().find(|one| one.field == field),
            _ => None,
        }
    }

    /// Both values of a field in conflict, whose the other one is, and one press for each.
    fn both(&self, conflict: &Conflict) -> Markup {
        let language = self.frame.language;
        let Conflict { field, mine, theirs } = conflict;
        let theirs_since = self.loaded.events.iter().find(|event| event.field.as_deref() == Some(field));
        html! {
            div.conflict id=(format!("{field}-conflict")) {
                dl.facts.mb-2 {
                    dt {
                        @match theirs_since {
                            Some(event) => (t!(language, "together-conflict-theirs", who = history::who(language, event),
                                at = format::moment(language, event.at, self.zone))),
                            None => (t!(language, "together-conflict-stored")),
                        }
                    }
                    dd.text-break { (self.shown(field, theirs)) }
                    dt { (t!(language, "together-conflict-mine")) }
                    dd.text-break { (self.shown(field, mine)) }
                }
                input type="hidden" name=(format!("theirs-{field}")) value=(theirs);
                button.btn.btn-sm.btn-primary type="submit" name="mine" value=(field) { (t!(language, "together-conflict-take-mine")) }
                " "
                button.btn.btn-sm.btn-outline-secondary type="submit" name="theirs" value=(field) { (t!(language, "together-conflict-keep-theirs")) }
            }
        }
    }
}

pub async fn post(
    visitor: Handler,
    house: Data<House>,
    number: Path<i64>,
    form: Guarded<Vec<(String, String)>>,
) -> Result<HttpResponse, Failure> {
    let mut typed = Typed::new(form.0);
    let seen = typed.seen()?;
    decide(&mut typed);
    let edits: Vec<Edit> = FIELDS
        .into_iter()
        .filter(|field| typed.has(field))
        .map(|field| Edit {
            field,
            base: typed.get(&format!("base-{field}")).to_owned(),
            mine: typed.get(field).to_owned(),
        })
        .collect();
    let done = sending(&house, &visitor, *number, DEED, &typed, async |connection| {
        edit_complaint(connection, *number, doer(&visitor), &edits, house.now()).await
    })
    .await;
    answer(&house, &visitor, *number, done, DEED, Some(seen), typed).await
}

/// A pressed 'mine' or 'theirs': the other value is what this page has shown now. Whatever is written after that is a
/// conflict again.
fn decide(typed: &mut Typed) {
    for field in FIELDS {
        let theirs = typed.get(&format!("theirs-{field}")).to_owned();
        let mine = typed.get("mine") == field;
        if mine || typed.get("theirs") == field {
            typed.set(&format!("base-{field}"), theirs.clone());
        }
        if !mine && typed.get("theirs") == field {
            typed.set(field, theirs);
        }
    }
}
