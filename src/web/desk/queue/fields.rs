//! The form with every field of a filter, and the words of each condition.

use maud::{Markup, html};

use super::lists::Asked;
use crate::{
    domain::{
        complaint::{Resolution, State},
        complaint_filter::{Due, Facet, Filter, Flag, Owner, Sort},
        language::Language,
        remedy::Remedy,
        severity::Severity,
    },
    t,
    web::{
        desk::wording::{self, Titles},
        links,
    },
};

const SOURCES: [&str; 7] = ["answer", "mail", "phone", "counter", "letter", "api", "other"];
const KINDS: [&str; 5] = ["purchase", "relationship", "inactive", "exit", "resolution"];

/// The codes of a facet that has few; of others what complaints commonly have is offered.
fn codes(facet: Facet) -> Option<Vec<&'static str>> {
    Some(match facet {
        Facet::Source => SOURCES.to_vec(),
        Facet::Kind => KINDS.to_vec(),
        Facet::Class => vec!["A", "B", "C"],
        Facet::Language => Language::all().iter().map(|one| one.code()).collect(),
        Facet::Resolution => Resolution::all().iter().map(|one| one.code()).collect(),
        Facet::Sought | Facet::Given => Remedy::all().iter().map(|one| one.code()).collect(),
        Facet::Store
        | Facet::Category
        | Facet::Segment
        | Facet::Manager
        | Facet::Channel
        | Facet::Signal
        | Facet::Cause => return None,
    })
}

/// What one value of a field is called.
fn value_told(
    language: Language,
    name: &str,
    value: &str,
    workers: &[(i64, String)],
    titles: &Titles,
) -> String {
    let coded = |family: &str| wording::coded(language, family, value);
    match name {
        "state" => match value {
            "open" | "over" | "any" => coded("find-state"),
            _ => coded("state"),
        },
        "severity" => coded("severity"),
        "owner" => match value {
            "me" => t!(language, "desk-owner-you").into_owned(),
            "nobody" => t!(language, "desk-owner-nobody").into_owned(),
            id => workers
                .iter()
                .find(|(worker, _)| worker.to_string() == id)
                .map_or_else(|| format!("№ {id}"), |(_, name)| name.clone()),
        },
        "source" => coded("find-source"),
        "kind" => coded("board-kind"),
        "cause" => titles.causes.title(language, value),
        "sought" | "given" => coded("outcomes-sought"),
        "resolution" => coded("desk-resolution"),
        "language" => coded("frame-language"),
        "signal" => titles.signals(language, &[value.to_owned()]),
        "due" => coded("find-due"),
        "sort" => coded("find-sort"),
        _ if matches!(value, "yes" | "no") => coded("find"),
        _ => value.to_owned(),
    }
}

/// A condition in words: `Магазин: Центр`.
pub fn told(
    language: Language,
    name: &str,
    value: &str,
    workers: &[(i64, String)],
    titles: &Titles,
) -> String {
    let field = t!(language, &format!("find-field-{name}"));
    format!("{field}: {}", value_told(language, name, value, workers, titles))
}

struct Form<'a> {
    language: Language,
    pairs: Vec<(&'static str, String)>,
    workers: &'a [(i64, String)],
    common: &'a [String],
    titles: &'a Titles,
}

/// The form: a GET, so that what it asks for has an address.
pub fn form(
    language: Language,
    asked: &Asked,
    workers: &[(i64, String)],
    common: &[String],
    titles: &Titles,
) -> Markup {
    let filter = &asked.filter;
    let form = Form { language, pairs: filter.pairs(), workers, common, titles };
    let mut owners = vec![Owner::Me.code(), Owner::Nobody.code()];
    owners.extend(workers.iter().map(|(id, _)| id.to_string()));
    let states: Vec<&str> =
        ["open", "over", "any"].into_iter().chain(State::all().iter().map(|one| one.code())).collect();
    let severities: Vec<&str> = Severity::all().iter().rev().map(|one| one.code()).collect();
    let causes: Vec<&str> = titles
        .causes
        .heads()
        .flat_map(|head| [head].into_iter().chain(titles.causes.below(&head.code)))
        .map(|one| one.code.as_str())
        .collect();
    let dues: Vec<&str> = Due::all().iter().map(|one| one.code()).collect();
    let sorts: Vec<&str> =
        Sort::all().iter().filter(|one| filter.allows(**one)).map(|one| one.code()).collect();
    html! {
        form.card.queue-fields #fields method="get" action=(links::DESK) {
            @if let Some(view) = asked.view { input type="hidden" name="view" value=(view); }
            div.card-body {
                div.queue-fields-row {
                    div.queue-field-wide {
                        label.form-label for="field-q" { (t!(language, "find-field-q")) }
                        input.form-control #field-q type="search" name="q" value=(filter.words) maxlength=(Filter::WORDS);
                    }
                    (form.one("due", &dues))
                    (form.one("sort", &sorts))
                    (form.several("owner", &owners.iter().map(String::as_str).collect::<Vec<_>>()))
                    (form.several(Facet::Cause.code(), &causes))
                }
                div.queue-fields-row { (form.boxes("state", &states)) (form.boxes("severity", &severities)) }
                div.queue-fields-row {
                    @for facet in Facet::all() {
                        @if let Some(codes) = codes(*facet) { (form.boxes(facet.code(), &codes)) }
                    }
                }
                div.queue-fields-row {
                    @for facet in Facet::all() { @if codes(*facet).is_none() && *facet != Facet::Cause { (form.typed(*facet)) } }
                }
                div.queue-fields-row {
                    @for flag in Flag::all() { (form.one(flag.code(), &["yes", "no"])) }
                    (form.one("snoozed", &["yes", "no"]))
                }
                div.queue-fields-row {
                    @for name in ["opened_from", "opened_to", "resolved_from", "resolved_to"] {
                        div.queue-field {
                            label.form-label for={ "field-" (name) } { (t!(language, &format!("find-field-{name}"))) }
                            input.form-control id={ "field-" (name) } type="date" name=(name) value=(form.value(name));
                        }
                    }
                }
                div.queue-fields-end {
                    button.btn.btn-primary type="submit" { (t!(language, "find-show")) }
                    a.btn.btn-outline-secondary href=(links::filtered(&[])) { (t!(language, "find-reset")) }
                }
            }
        }
    }
}

impl Form<'_> {
    fn has(&self, name: &str, value: &str) -> bool {
        self.pairs.iter().any(|(one, its)| *one == name && its == value)
    }

    fn value(&self, name: &str) -> &str {
        self.pairs.iter().find(|(one, _)| *one == name).map_or("", |(_, value)| value)
    }

    fn told(&self, name: &str, value: &str) -> String {
        value_told(self.language, name, value, self.workers, self.titles)
    }

    fn one(&self, name: &str, values: &[&str]) -> Markup {
        html! {
            div.queue-field {
                label.form-label for={ "field-" (name) } { (t!(self.language, &format!("find-field-{name}"))) }
                select.form-select id={ "field-" (name) } name=(name) {
                    option value="" { (t!(self.language, if name == "sort" { "find-usual" } else { "find-whatever" })) }
                    @for value in values { option value=(value) selected[self.has(name, value)] { (self.told(name, value)) } }
                }
            }
        }
    }

    fn several(&self, name: &str, values: &[&str]) -> Markup {
        html! {
            div.queue-field {
                label.form-label for={ "field-" (name) } { (t!(self.language, &format!("find-field-{name}"))) }
                select.form-select id={ "field-" (name) } name=(name) multiple size="4" {
                    @for value in values { option value=(value) selected[self.has(name, value)] { (self.told(name, value)) } }
                }
            }
        }
    }

    fn boxes(&self, name: &str, values: &[&str]) -> Markup {
        html! {
            fieldset.queue-boxes {
                legend.form-label { (t!(self.language, &format!("find-field-{name}"))) }
                @for value in values {
                    label.form-check {
                        input.form-check-input type="checkbox" name=(name) value=(value) checked[self.has(name, value)];
                        span.form-check-label { (self.told(name, value)) }
                    }
                }
            }
        }
    }

    /// Values are typed, with what is common offered; one field more than is filled.
    fn typed(&self, facet: Facet) -> Markup {
        let name = facet.code();
        let list = format!("common-{name}");
        let filled = self.pairs.iter().filter(|(one, _)| *one == name).map(|(_, value)| value.as_str());
        let common = self.common.iter().filter_map(|one| one.strip_prefix(name)?.strip_prefix(':'));
        html! {
            div.queue-field {
                label.form-label for={ "field-" (name) } { (t!(self.language, &format!("find-field-{name}"))) }
                @for value in filled { input.form-control.mb-1 name=(name) value=(value) list=(list) aria-label=(t!(self.language, &format!("find-field-{name}"))); }
                input.form-control id={ "field-" (name) } name=(name) list=(list) maxlength=(Filter::LONGEST) autocomplete="off";
                datalist id=(list) { @for value in common { option value=(value) { (self.told(name, value)) } } }
            }
        }
    }
}
