//! The page of the law's terms: a row each, opened to be changed.

use chrono_tz::Tz;
use maud::{Markup, html};

use super::{super::meanwhile::again, Refused, RefusedPolicy, Typed};
use crate::{
    domain::{
        language::Language,
        legal::{Certainty, Unit},
    },
    store::legal_terms::{Row, Running},
    t,
    web::{
        desk::{length, titled},
        links,
        ui::{self, Frame, Tone},
    },
    words::format,
};

pub struct Page<'a> {
    pub frame: &'a Frame<'a>,
    pub zone: Tz,
    pub terms: &'a [(Row, Option<String>)],
    pub running: &'a [Running],
    pub refused: Option<&'a Refused>,
    /// What was done last: the code of a term, `new`, or `alerts`.
    pub done: Option<&'a str>,
    pub policy: &'a RefusedPolicy,
}

impl Typed {
    pub fn of(row: &Row) -> Self {
        Self {
            title_ru: row.title_ru.clone(),
            title_en: row.title_en.clone(),
            law: row.law.clone(),
            article: row.article.clone(),
            amount: row.amount.to_string(),
            unit: row.unit.clone(),
            note_ru: row.note_ru.clone().unwrap_or_default(),
            note_en: row.note_en.clone().unwrap_or_default(),
            source: row.source.clone(),
            shown: String::new(),
        }
    }
}

impl Page<'_> {
    pub fn render(&self) -> Markup {
        let language = self.frame.language;
        let unconfirmed =
            self.terms.iter().filter(|(row, _)| row.enabled && row.confirmed_at.is_none()).count();
        let new = self.refused.filter(|refused| refused.code.is_none());
        let body = html! {
            @if self.done.is_some() { (ui::notice(Tone::Good, &t!(language, "law-done"))) }
            @match self.refused.and_then(|refused| refused.met.as_ref()).or(self.policy.met.as_ref()) {
                Some(met) => (met.told(language)),
                None if self.refused.is_some() || self.policy.field.is_some() => (ui::notice(Tone::Bad, &self.problem())),
                None => {},
            }
            @if unconfirmed > 0 { (ui::notice(Tone::Notice, &t!(language, "law-to-confirm", count = unconfirmed))) }
            (self.alerts())
            section.card.mb-3 {
                div.card-body { p.text-secondary.mb-0 { (t!(language, "law-lead")) } }
                ul.list-group.list-group-flush.law-terms { @for (row, by) in self.terms { (self.term(row, by.as_deref())) } }
            }
            details.card.unfolds #term-new open[new.is_some()] {
                summary.card-header { h2.card-title { (t!(language, "law-add")) } }
                form.card-body method="post" action=(links::LEGAL_TERMS) {
                    (self.frame.csrf())
                    @let empty = Typed { amount: "10".to_owned(), ..Typed::default() };
                    (self.fields("new", new.map_or(&empty, |refused| &refused.typed), new))
                    button.btn.btn-primary type="submit" { (t!(language, "law-add-submit")) }
                }
            }
        };
        self.frame.page(&t!(language, "law-terms"), &html! {}, &body)
    }

    fn problem(&self) -> String {
        let language = self.frame.language;
        match self.refused {
            Some(refused) if refused.there => t!(language, "law-problem-there").into_owned(),
            Some(refused) => {
                let fields: Vec<_> = refused
                    .fields
                    .iter()
                    .map(|name| t!(language, &format!("law-field-{name}")).into_owned())
                    .collect();
                t!(language, "law-problem-fields", fields = fields.join(", ")).into_owned()
            }
            None => t!(language, "law-problem-policy").into_owned(),
        }
    }

    /// How early deadlines are told.
    fn alerts(&self) -> Markup {
        let language = self.frame.language;
        let RefusedPolicy { typed: policy, field, met } = self.policy;
        let shown = match (met, field) {
            (Some(met), _) => met.stored.shown(),
            (None, Some(_)) => again(&policy.shown),
            (None, None) => policy.fields(language).shown(),
        };
        let fields = [
            ("share_percent", &policy.share_percent),
            ("least_minutes", &policy.least_minutes),
            ("legal_working_days", &policy.legal_working_days),
        ];
        html! {
            form.card.mb-3 method="post" action=(links::ALERT_POLICY) {
                (self.frame.csrf())
                (shown)
                div.card-header { h2.card-title { (t!(language, "law-policy")) } }
                div.card-body {
                    p.text-secondary { (t!(language, "law-policy-lead")) }
                    div.row.g-3 {
                        @for (name, value) in fields {
                            @let bad = *field == Some(name);
                            div.col-sm-4 {
                                label.form-label for=(name) { (t!(language, &format!("law-policy-{name}"))) }
                                input.form-control.is-invalid[bad] #(name) name=(name) inputmode="numeric" required autocomplete="off" value=(value)
                                    aria-invalid=[bad.then_some("true")];
                            }
                        }
                    }
                }
                div.card-footer { button.btn.btn-primary type="submit" { (t!(language, "law-save")) } }
            }
        }
    }

    fn term(&self, row: &Row, by: Option<&str>) -> Markup {
        let language = self.frame.language;
        let refused = self.refused.filter(|refused| refused.code.as_deref() == Some(row.code.as_str()));
        let running = self.running.iter().find(|one| one.term_code == row.code).map_or(0, |one| one.claims);
        let note = match language {
            Language::Russian => &row.note_ru,
            Language::English => &row.note_en,
        };
        html! {
            li.list-group-item.law-term #(format!("term-{}", row.code)) {
                details open[refused.is_some()] {
                    summary {
                        span.law-term-title.text-secondary[!row.enabled] { (titled(language, &row.title_ru, &row.title_en)) }
                        span.law-term-length { (length(language, row.amount, &row.unit)) }
                        span.law-term-law { (row.law) ", " (row.article) }
                        span.law-term-marks {
                            @if !row.enabled { (ui::badge(Tone::Plain, &t!(language, "law-off"))) }
                            @match row.confirmed_at {
                                None => (ui::badge(Tone::Warning, &t!(language, "law-unconfirmed"))),
                                Some(_) => (ui::badge(Tone::Good, &t!(language, "law-confirmed"))),
                            }
                            @if running > 0 { (ui::badge(Tone::Notice, &t!(language, "law-running", count = running))) }
                        }
                    }
                    div.law-term-body {
                        @if let Some(note) = note { p { (note) } }
                        p.q-under {
                            (t!(language, "law-source")) ": " (source(&row.source)) " · "
                            (certainty(language, &row.certainty))
                            @if row.changed_at.is_some() { " · " (t!(language, "law-changed")) }
                        }
                        @if let Some(at) = row.confirmed_at {
                            p { (t!(language, "law-confirmed-by", at = format::date(language, at, self.zone), who = by.unwrap_or_default())) }
                        }
                        div.law-claim-deeds.mb-3 {
                            (self.press(&row.code, "confirm", row.confirmed_at.is_none(), if row.confirmed_at.is_none() { "law-confirm" } else { "law-unconfirm" }))
                            (self.press(&row.code, "switch", !row.enabled, if row.enabled { "law-switch-off" } else { "law-switch-on" }))
                        }
                        form method="post" action=(links::legal_term(&row.code, None)) {
                            (self.frame.csrf())
                            @let stored = Typed::of(row);
                            @match refused {
                                Some(Refused { met: Some(met), .. }) => (met.stored.shown()),
                                Some(refused) => (again(&refused.typed.shown)),
                                None => (stored.fields(language).shown()),
                            }
                            (self.fields(&row.code, refused.map_or(&stored, |refused| &refused.typed), refused))
                            @if row.confirmed_at.is_some() { p.form-hint { (t!(language, "law-change-hint")) } }
                            button.btn.btn-primary type="submit" { (t!(language, "law-save")) }
                        }
                    }
                }
            }
        }
    }

    fn press(&self, code: &str, what: &str, on: bool, words: &str) -> Markup {
        html! {
            form method="post" action=(links::legal_term(code, Some(what))) {
                (self.frame.csrf())
                input type="hidden" name="on" value=(if on { "yes" } else { "no" });
                button.btn.btn-sm.btn-outline-secondary type="submit" { (t!(self.frame.language, words)) }
            }
        }
    }

    fn fields(&self, place: &str, typed: &Typed, refused: Option<&Refused>) -> Markup {
        let language = self.frame.language;
        let field = |name: &'static str, value: &str, wide: &str, required: bool| {
            let bad = refused.is_some_and(|refused| refused.fields.contains(&name));
            let id = format!("{place}-{name}");
            html! {
                div class=(wide) {
                    label.form-label for=(id) { (t!(language, &format!("law-field-{name}"))) }
                    input.form-control.is-invalid[bad] #(id) name=(name) value=(value) required[required] autocomplete="off" maxlength="300"
                        aria-invalid=[bad.then_some("true")] inputmode=[(name == "amount").then_some("numeric")];
                }
            }
        };
        let unit = format!("{place}-unit");
        html! {
            div.row.g-3.mb-3 {
                (field("title_ru", &typed.title_ru, "col-md-6", true))
                (field("title_en", &typed.title_en, "col-md-6", true))
                (field("law", &typed.law, "col-md-3", true))
                (field("article", &typed.article, "col-md-3", true))
                (field("amount", &typed.amount, "col-6 col-md-2", true))
                div class="col-6 col-md-4" {
                    label.form-label for=(unit) { (t!(language, "law-field-unit")) }
                    select.form-select #(unit) name="unit" {
                        @for one in Unit::all() {
                            option value=(one.code()) selected[one.code() == typed.unit] { (t!(language, &format!("law-unit-{one}"))) }
                        }
                    }
                }
                (field("note_ru", &typed.note_ru, "col-md-6", false))
                (field("note_en", &typed.note_en, "col-md-6", false))
                (field("source", &typed.source, "col-12", true))
            }
        }
    }
}

/// A source that is an address leads there.
fn source(words: &str) -> Markup {
    html! {
        @if words.starts_with("https://") { a href=(words) rel="noreferrer noopener" { (words) } } @else { (words) }
    }
}

fn certainty(language: Language, code: &str) -> String {
    Certainty::parse(code)
        .map(|certainty| t!(language, &format!("law-certainty-{certainty}")).into_owned())
        .unwrap_or_default()
}
