//! What macros do, in words, and the fields by which they are made.

use std::collections::HashMap;

use maud::{Markup, html};
use serde::Deserialize;

use super::wording;
use crate::{
    domain::{
        canned::{Assign, Breach, Changes, Part, Then, Unit, Written},
        complaint::Resolution,
        language::Language,
        outcome,
        remedy::Remedy,
        root_cause::RootCauses,
        severity::Severity,
        text,
    },
    store::{Connection, StoreError, root_causes, workload},
    t,
    words::format,
};

/// What macros name: colleagues and causes.
pub struct Named {
    pub colleagues: Vec<(i64, String)>,
    pub causes: RootCauses,
}

impl Named {
    pub async fn read(connection: &mut Connection) -> Result<Self, StoreError> {
        let colleagues = workload::colleagues(connection).await?;
        Ok(Self { colleagues, causes: root_causes::all(connection).await? })
    }

    fn name(&self, id: i64) -> Option<&str> {
        self.colleagues.iter().find(|(known, _)| *known == id).map(|(_, name)| name.as_str())
    }

    /// What of a macro can't be done any more.
    pub fn breaches(&self, changes: &Changes) -> Vec<Breach> {
        changes.breaches(&self.causes, |id| self.name(id).is_some())
    }

    /// What a macro does beside its letter, each part in words, in the order in which macros are written.
    pub fn lines(&self, language: Language, changes: &Changes) -> Vec<(Part, String)> {
        let assign = changes.assign.map(|assign| match assign {
            Assign::Me => t!(language, "macros-does-me").into_owned(),
            Assign::Nobody => t!(language, "macros-does-nobody").into_owned(),
            Assign::Lightest => t!(language, "macros-does-lightest").into_owned(),
            Assign::Person(id) => {
                let name =
                    self.name(id).map_or_else(|| t!(language, "macros-gone").into_owned(), str::to_owned);
                t!(language, "macros-does-person", name = name).into_owned()
            }
        });
        let severity = changes.severity.map(|severity| {
            let severity = wording::coded(language, "severity", severity.code());
            t!(language, "macros-does-severity", severity = severity).into_owned()
        });
        let note = changes
            .note
            .as_ref()
            .map(|note| t!(language, "macros-does-note", note = text::one_line(note, 120)).into_owned());
        let then = changes.then.as_ref().map(|then| {
            let state = t!(language, &format!("macros-does-{}", then.code()));
            let ending = self.ending(language, changes);
            if ending.is_empty() { state.into_owned() } else { format!("{state} ({ending})") }
        });
        let snooze = changes.snooze.map(|snooze| {
            let id = format!("macros-does-{}", snooze.unit().code());
            t!(language, &id, count = snooze.count()).into_owned()
        });
        let parts = [
            (Part::Assign, assign),
            (Part::Severity, severity),
            (Part::Note, note),
            (Part::State, then),
            (Part::Snooze, snooze),
        ];
        parts.into_iter().filter_map(|(part, words)| Some((part, words?))).collect()
    }

    /// How it resolves, as far as the macro says it.
    fn ending(&self, language: Language, changes: &Changes) -> String {
        let Some(ending) = changes.ending() else { return String::new() };
        let coded = |family: &str, code: &str| wording::coded(language, family, code);
        let parts = [
            ending.cause.as_ref().map(|code| self.causes.title(language, code)),
            ending.resolution.map(|one| coded("desk-resolution", one.code())),
            ending.given.map(|one| coded("outcomes-given", one.code())),
            ending.paid.as_ref().map(|paid| format::money(language, paid.amount(), paid.currency().as_str())),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// Why a macro can't be used, and what to do.
pub fn breach(language: Language, named: &Named, breach: &Breach) -> String {
    match breach {
        Breach::Person(_) => t!(language, "macros-broken-person"),
        Breach::Cause(code) => {
            t!(language, "macros-broken-cause", cause = named.causes.title(language, code))
        }
        Breach::Removed => t!(language, "macros-broken-removed"),
        Breach::Unreadable => t!(language, "macros-broken-unreadable"),
    }
    .into_owned()
}

/// What a part is called.
pub fn part(language: Language, part: Part) -> String {
    t!(language, &format!("macros-part-{}", part.code())).into_owned()
}

/// Fields that say something by themselves.
const FIELDS: [&str; 10] =
    ["assign", "severity", "then", "cause", "resolution", "sought", "given", "amount", "count", "note"];

/// The fields of the changes as they were typed, by their names.
#[derive(Deserialize, Default)]
pub struct Typed(HashMap<String, String>);

impl Typed {
    /// As a form would have typed these changes.
    pub fn of(language: Language, changes: &Changes) -> Self {
        let mut fields = HashMap::new();
        let mut put = |name: &str, value: Option<String>| {
            fields.extend(value.map(|value| (name.to_owned(), value)));
        };
        put("assign", changes.assign.map(Assign::code));
        put("severity", changes.severity.map(|severity| severity.code().to_owned()));
        put("note", changes.note.clone());
        put("then", changes.then.as_ref().map(|then| then.code().to_owned()));
        put("count", changes.snooze.map(|snooze| snooze.count().to_string()));
        put("unit", changes.snooze.map(|snooze| snooze.unit().code().to_owned()));
        for (name, value) in ending(language, changes) {
            put(name, Some(value));
        }
        Self(fields)
    }

    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    pub fn written(&self) -> Written<'_> {
        let field = |field: outcome::Field| self.get(field.code());
        Written {
            assign: self.get("assign"),
            severity: self.get("severity"),
            note: self.get("note"),
            then: self.get("then"),
            ending: outcome::Written {
                cause: field(outcome::Field::Cause),
                resolution: field(outcome::Field::Resolution),
                sought: field(outcome::Field::Sought),
                given: field(outcome::Field::Given),
                amount: field(outcome::Field::Amount),
                currency: field(outcome::Field::Currency),
            },
            count: self.get("count"),
            unit: self.get("unit"),
        }
    }
}

/// The fields of an outcome as far as a macro fills them.
pub fn ending(language: Language, changes: &Changes) -> Vec<(&'static str, String)> {
    use outcome::Field;
    let Some(ending) = changes.ending() else { return Vec::new() };
    let paid = ending.paid.as_ref();
    let fields = [
        (Field::Cause, ending.cause.clone()),
        (Field::Resolution, ending.resolution.map(|one| one.code().to_owned())),
        (Field::Sought, ending.sought.map(|one| one.code().to_owned())),
        (Field::Given, ending.given.map(|one| one.code().to_owned())),
        (Field::Amount, paid.map(|paid| wording::typed_amount(language, paid.amount()))),
        (Field::Currency, paid.map(|paid| paid.currency().to_string())),
    ];
    fields.into_iter().filter_map(|(field, value)| Some((field.code(), value?))).collect()
}

/// The fieldset of what a macro does; open where anything is in it.
pub fn fieldset(language: Language, named: &Named, typed: &Typed) -> Markup {
    let severities: Vec<_> = Severity::all()
        .iter()
        .rev()
        .map(|one| (one.code().to_owned(), wording::coded(language, "severity", one.code())))
        .collect();
    let states: Vec<_> = Then::CODES
        .into_iter()
        .map(|code| (code.to_owned(), t!(language, &format!("macros-does-{code}")).into_owned()))
        .collect();
    let units: Vec<_> = Unit::all()
        .iter()
        .map(|one| (one.code().to_owned(), t!(language, &format!("macros-unit-{}", one.code())).into_owned()))
        .collect();
    let resolutions: Vec<_> = Resolution::all()
        .iter()
        .filter(|one| **one != Resolution::Rejected)
        .map(|one| (one.code().to_owned(), wording::coded(language, "desk-resolution", one.code())))
        .collect();
    let remedies = |family: &str| {
        let words = |one: &Remedy| (one.code().to_owned(), wording::coded(language, family, one.code()));
        Remedy::all().iter().map(words).collect::<Vec<_>>()
    };
    let select = |name: &str, label: &str, codes: &[(String, String)], empty: &str| {
        let chosen = typed.get(name);
        html! {
            label.form-label for=(name) { (t!(language, label)) }
            select.form-select id=(name) name=(name) {
                option value="" { (t!(language, empty)) }
                @for (code, words) in codes { option value=(code) selected[code == chosen] { (words) } }
            }
        }
    };
    html! {
        details.macro-fields open[FIELDS.iter().any(|name| !typed.get(name).trim().is_empty())] {
            summary { (t!(language, "macros-fields")) }
            p.form-hint { (t!(language, "macros-fields-hint")) }
            fieldset {
                legend.visually-hidden { (t!(language, "macros-fields")) }
                div.mb-3 { (assign(language, named, typed)) }
                div.mb-3 { (select("severity", "macros-part-severity", &severities, "macros-as-is")) }
                div.mb-3 { (select("then", "macros-part-state", &states, "macros-as-is")) }
                div.macro-ending.mb-3 {
                    p.form-hint { (t!(language, "macros-ending-hint")) }
                    div.row.g-2 {
                        div.col-sm-6 { (cause(language, named, typed)) }
                        div.col-sm-6 { (select("resolution", "desk-field-resolution", &resolutions, "macros-each-time")) }
                        div.col-sm-6 { (select("sought", "desk-field-remedy_sought", &remedies("outcomes-sought"), "macros-each-time")) }
                        div.col-sm-6 { (select("given", "desk-field-remedy_given", &remedies("outcomes-given"), "macros-each-time")) }
                        div.col-sm-6 {
                            label.form-label for="amount" { (t!(language, "desk-field-compensation")) }
                            div.input-group {
                                input.form-control.outcome-amount #amount name="amount" inputmode="decimal" autocomplete="off" maxlength="40" value=(typed.get("amount"));
                                input.form-control.outcome-currency name="currency" autocomplete="off" maxlength="3" aria-label=(t!(language, "outcomes-currency")) value=(typed.get("currency"));
                            }
                        }
                    }
                }
                div.mb-3 {
                    label.form-label for="count" { (t!(language, "macros-part-snooze")) }
                    div.input-group {
                        input.form-control #count name="count" inputmode="numeric" autocomplete="off" maxlength="3" value=(typed.get("count"));
                        select.form-select name="unit" aria-label=(t!(language, "macros-unit")) {
                            @for (code, words) in &units { option value=(code) selected[code == typed.get("unit")] { (words) } }
                        }
                    }
                    p.form-hint.mb-0 { (t!(language, "macros-snooze-hint")) }
                }
                div.mb-3 {
                    label.form-label for="note" { (t!(language, "macros-part-note")) }
                    textarea.form-control #note name="note" rows="3" aria-describedby="fields" { "\n" (typed.get("note")) }
                }
            }
        }
    }
}

fn assign(language: Language, named: &Named, typed: &Typed) -> Markup {
    let chosen = typed.get("assign");
    let gone = chosen.parse().is_ok_and(|id| named.name(id).is_none());
    html! {
        label.form-label for="assign" { (t!(language, "macros-part-assign")) }
        select.form-select #assign name="assign" {
            option value="" { (t!(language, "macros-as-is")) }
            @for code in ["me", "lightest", "nobody"] {
                option value=(code) selected[code == chosen] { (t!(language, &format!("macros-does-{code}"))) }
            }
            @if gone { option value=(chosen) selected { (t!(language, "macros-gone")) } }
            optgroup label=(t!(language, "macros-people")) {
                @for (id, name) in &named.colleagues {
                    @let id = id.to_string();
                    option value=(id) selected[id == chosen] { (name) }
                }
            }
        }
    }
}

fn cause(language: Language, named: &Named, typed: &Typed) -> Markup {
    let chosen = typed.get("cause");
    let gone = !chosen.is_empty() && !named.causes.is_choosable(chosen);
    html! {
        label.form-label for="cause" { (t!(language, "desk-field-root_cause")) }
        select.form-select #cause name="cause" {
            option value="" { (t!(language, "macros-each-time")) }
            @if gone { option value=(chosen) selected { (named.causes.title(language, chosen)) " — " (t!(language, "macros-cause-gone")) } }
            (wording::causes(language, &named.causes, chosen))
        }
    }
}
