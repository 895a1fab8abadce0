//! The choice of days, filters and steps above a report, and of what its table is broken down by.

use maud::{Markup, html};

use super::Room;
use crate::{
    domain::{
        cut::{Comparison, Dimension, Grain, View},
        history::ATTRIBUTES,
        language::Language,
        period::Preset,
        report::Report,
    },
    t,
    web::{
        board::{
            ask::{self, Asked, PRESETS, Problem},
            parts, views,
        },
        links,
        ui::{self, Frame, Tone},
    },
};

impl Room<'_> {
    pub(super) fn chooser(&self) -> Markup {
        let language = self.language();
        let cut = &self.view.cut;
        html! {
            (presets(language, self.report, Some(&self.view), self.preset, &self.own))
            div.board-cut {
                p.board-days {
                    strong { (parts::days(language, cut.period)) }
                    (parts::cut_words(language, cut))
                    @if let Some(before) = self.view.before() {
                        span.text-secondary { " · " (t!(language, "board-compared", days = parts::days(language, before.period))) }
                        @if self.is_running() { span.text-secondary.board-running { " · " (t!(language, "board-running")) } }
                    }
                }
                details.board-more {
                    summary.btn.btn-sm.btn-outline-secondary { (t!(language, "board-choose")) }
                    (self.form())
                }
                (self.saved.panel(&self.frame, self.report, &self.query))
                a.board-how.d-print-none href="#definition" { (t!(language, "board-how")) }
            }
            @if !cut.filters.is_empty() {
                p.board-filters.d-print-none {
                    @for (dimension, values) in cut.filters.iter() {
                        @let without = View { cut: cut.without(dimension), ..self.view.clone() };
                        @for value in values {
                            a.badge.board-filter href=(self.at(&without)) title=(t!(language, "board-filter-remove")) {
                                (parts::value_words(language, dimension, value)) " ×"
                            }
                        }
                    }
                }
            }
        }
    }

    fn form(&self) -> Markup {
        let language = self.language();
        let view = &self.view;
        let last = view.cut.period.to().pred_opt().unwrap_or_else(|| view.cut.period.from());
        html! {
            form.board-form method="get" action=(links::board(self.report.code())) {
                (dates(language, &view.cut.period.from().to_string(), &last.to_string()))
                div {
                    label.form-label for="compare" { (t!(language, "board-compare")) }
                    select.form-select #compare name="compare" {
                        @for one in Comparison::all() {
                            option value=(one.code()) selected[view.comparison == *one] { (t!(language, &format!("board-compare-{one}"))) }
                        }
                    }
                }
                div {
                    label.form-label for="grain" { (t!(language, "board-grain")) }
                    select.form-select #grain name="grain" {
                        option value="" { (t!(language, "board-grain-fitting")) }
                        @for one in Grain::all() {
                            option value=(one.code()) selected[view.grain == *one && Grain::fitting(view.cut.period) != *one] { (t!(language, &format!("board-grain-{one}"))) }
                        }
                    }
                }
                @for dimension in self.dimensions() { (self.choice(dimension)) }
                @if let Some(by) = view.by { input type="hidden" name="by" value=(by.code()); }
                @for (name, value) in view.options.pairs().iter().chain(&self.own) { input type="hidden" name=(name) value=(value); }
                div.board-form-end { button.btn.btn-primary type="submit" { (t!(language, "board-show")) } }
            }
        }
    }

    fn choice(&self, dimension: Dimension) -> Markup {
        let language = self.language();
        let chosen = self.view.cut.filters.of(dimension).unwrap_or_default();
        let code = dimension.code();
        html! {
            div {
                label.form-label for=(code) { (t!(language, &format!("board-by-{code}"))) }
                select.form-select id=(code) name=(code) {
                    option value="" { (t!(language, &format!("board-all-{code}"))) }
                    @for value in self.values(dimension) {
                        option value=(value) selected[chosen.iter().any(|known| known == value)] { (parts::value_words(language, dimension, value)) }
                    }
                }
            }
        }
    }

    /// The choice of what a table is broken down by, as links.
    #[must_use]
    pub fn breakdowns(&self, chosen: Dimension) -> Markup {
        let language = self.language();
        html! {
            nav.board-by.d-print-none aria-label=(t!(language, "board-by")) {
                @for dimension in self.dimensions().into_iter().filter(|one| !self.of_customers() || ATTRIBUTES.contains(one)) {
                    @let here = dimension == chosen;
                    a.active[here] href=(self.at(&View { by: Some(dimension), ..self.view.clone() })) aria-current=[here.then_some("true")] {
                        (t!(language, &format!("board-by-{dimension}")))
                    }
                }
            }
        }
    }
}

fn presets(
    language: Language,
    report: Report,
    view: Option<&View>,
    chosen: Option<Preset>,
    own: &[(String, String)],
) -> Markup {
    html! {
        nav.board-presets.d-print-none aria-label=(t!(language, "board-period")) {
            @for one in PRESETS {
                @let here = chosen == Some(one);
                a.btn.btn-sm.btn-primary[here].btn-outline-secondary[!here] href=(ask::and(&ask::preset(report.code(), view, chosen, one), own)) aria-current=[here.then_some("true")] {
                    (t!(language, &format!("board-preset-{}", one.code())))
                }
            }
        }
    }
}

fn dates(language: Language, from: &str, till: &str) -> Markup {
    html! {
        div {
            label.form-label for="from" { (t!(language, "board-from")) }
            input.form-control type="date" #from name="from" value=(from);
        }
        div {
            label.form-label for="till" { (t!(language, "board-till")) }
            input.form-control type="date" #till name="till" value=(till);
        }
    }
}

/// The page of an address that cannot be understood.
#[must_use]
pub fn refused(frame: &Frame<'_>, report: Report, asked: &Asked, problem: &Problem) -> Markup {
    let language = frame.language;
    let words = match problem {
        Problem::From(found) => t!(language, "board-bad-from", found = found.as_str()),
        Problem::To(found) => t!(language, "board-bad-to", found = found.as_str()),
        Problem::Order => t!(language, "board-bad-order"),
        Problem::Filter(found) => t!(language, "board-bad-filter", found = found.as_str()),
    };
    frame.page(
        &t!(language, &format!("board-{report}-title")),
        &html! {},
        &html! {
            (ui::notice(Tone::Bad, &words))
            (presets(language, report, None, None, &[]))
            div.card { div.card-body {
                form.board-form method="get" action=(links::board(report.code())) {
                    (dates(language, asked.get("from"), &asked.last_day()))
                    @for (name, value) in asked.others(problem).filter(|(name, _)| !views::PASSING.contains(name)) {
                        input type="hidden" name=(name) value=(value);
                    }
                    div.board-form-end { button.btn.btn-primary type="submit" { (t!(language, "board-show")) } }
                }
            } }
        },
    )
}
