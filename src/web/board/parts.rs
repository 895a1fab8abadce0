//! What both reports are made of: the chooser of days, the change, the bars, the words for small bases.

use maud::{Markup, html};

use super::ask::{self, Asked, Asking, PRESETS, Problem};
use crate::{
    domain::{
        language::Language,
        nps::Base,
        period::{Period, Preset},
        questionnaire::SurveyKind,
        report::{Cut, StoreCut},
    },
    t,
    web::{
        links,
        ui::{
            self, Frame, Tone,
            chart::{self, Axis, Point},
            icon,
        },
    },
    words::format,
};

/// Stores listed by name; the others are one row, and are reached by the file.
pub const MOST_STORES: usize = 50;

/// The choice of days, store and survey above a report.
pub struct Chooser<'a> {
    name: &'static str,
    asking: &'a Asking,
    stores: Vec<&'a str>,
}

impl<'a> Chooser<'a> {
    #[must_use]
    pub fn new(name: &'static str, asking: &'a Asking, stores: &[&'a str]) -> Self {
        let mut stores: Vec<_> = stores.iter().copied().take(200).collect();
        if let StoreCut::One(chosen) = &asking.cut.store
            && !stores.contains(&chosen.as_str())
        {
            stores.push(chosen);
        }
        stores.sort_unstable();
        Self { name, asking, stores }
    }

    #[must_use]
    pub fn draw(&self, language: Language) -> Markup {
        let cut = &self.asking.cut;
        let last = cut.period.to().pred_opt().unwrap_or_else(|| cut.period.from());
        html! {
            p.h2.d-none.d-print-block { (t!(language, &format!("board-{}-title", self.name))) }
            (presets(language, self.name, Some(cut), self.asking.preset))
            div.board-cut {
                p.board-days {
                    strong { (days(language, cut.period)) }
                    (cut_words(language, cut))
                }
                details.board-more {
                    summary.btn.btn-sm.btn-outline-secondary { (t!(language, "board-choose")) }
                    (form(language, self.name, &cut.period.from().to_string(), &last.to_string(), Some((cut, &self.stores))))
                }
            }
        }
    }
}

fn presets(language: Language, name: &str, cut: Option<&Cut>, chosen: Option<Preset>) -> Markup {
    html! {
        nav.board-presets.d-print-none aria-label=(t!(language, "board-period")) {
            @for one in PRESETS {
                @let here = chosen == Some(one);
                a.btn.btn-sm.btn-primary[here].btn-outline-secondary[!here] href=(ask::preset(name, cut, one)) aria-current=[here.then_some("true")] {
                    (t!(language, &format!("board-preset-{}", one.code())))
                }
            }
        }
    }
}

fn form(language: Language, name: &str, from: &str, till: &str, filter: Option<(&Cut, &[&str])>) -> Markup {
    html! {
        form.board-form method="get" action=(links::board(name)) {
            div {
                label.form-label for="from" { (t!(language, "board-from")) }
                input.form-control type="date" #from name="from" value=(from);
            }
            div {
                label.form-label for="till" { (t!(language, "board-till")) }
                input.form-control type="date" #till name="till" value=(till);
            }
            @if let Some((cut, stores)) = filter {
                @if !stores.is_empty() {
                    div {
                        label.form-label for="store" { (t!(language, "board-store")) }
                        select.form-select #store name="store" {
                            option value="" { (t!(language, "board-all-stores")) }
                            @for store in stores {
                                option value=(store) selected[cut.store == StoreCut::One((*store).to_owned())] { (store) }
                            }
                        }
                    }
                }
                div {
                    label.form-label for="kind" { (t!(language, "board-kind")) }
                    select.form-select #kind name="kind" {
                        option value="" { (t!(language, "board-all-kinds")) }
                        @for kind in SurveyKind::all() {
                            option value=(kind.code()) selected[cut.kind == Some(*kind)] { (t!(language, &format!("board-kind-{}", kind.code()))) }
                        }
                    }
                }
            }
            div.board-form-end { button.btn.btn-primary type="submit" { (t!(language, "board-show")) } }
        }
    }
}

/// The page of an address that cannot be understood.
#[must_use]
pub fn refused(frame: &Frame<'_>, name: &'static str, asked: &Asked, problem: &Problem) -> Markup {
    let language = frame.language;
    let words = match problem {
        Problem::From(found) => t!(language, "board-bad-from", found = found.as_str()),
        Problem::To(found) => t!(language, "board-bad-to", found = found.as_str()),
        Problem::Order => t!(language, "board-bad-order"),
        Problem::Filter(found) => t!(language, "board-bad-filter", found = found.as_str()),
    };
    frame.page(
        &t!(language, &format!("board-{name}-title")),
        &html! {},
        &html! {
            (ui::notice(Tone::Bad, &words))
            (presets(language, name, None, None))
            div.card { div.card-body { (form(language, name, &asked.from, &asked.till, None)) } }
        },
    )
}

/// What a report shows of days without answers, and the way to those with some.
#[must_use]
pub fn empty(language: Language, name: &str, cut: &Cut, span: Option<Period>) -> Markup {
    let all = span.map(|span| {
        let wide = Cut { period: span, store: StoreCut::All, kind: None };
        (ask::address(name, &wide), t!(language, "board-empty-all", days = days(language, span)))
    });
    let words = if all.is_some() { "board-empty-words" } else { "board-empty-nothing" };
    html! {
        div.card { (ui::empty(
            &t!(language, "board-empty", days = days(language, cut.period)),
            &t!(language, words),
            all.as_ref().map(|(address, label)| (address.as_str(), label.as_ref())),
        )) }
    }
}

/// The days of a period as people say them, the last one counted: `1 августа 2026 – 31 октября 2026`.
#[must_use]
pub fn days(language: Language, period: Period) -> String {
    let last = period.to().pred_opt().unwrap_or_else(|| period.from());
    if last == period.from() {
        return format::day(language, last);
    }
    format!("{} – {}", format::day(language, period.from()), format::day(language, last))
}

/// Store and survey of a cut, where it names any.
#[must_use]
pub fn cut_words(language: Language, cut: &Cut) -> Markup {
    let store = match &cut.store {
        StoreCut::All => None,
        StoreCut::One(name) => Some(t!(language, "board-only-store", store = name.as_str())),
        StoreCut::Unnamed => Some(t!(language, "board-no-store")),
    };
    html! {
        @if let Some(store) = store { " · " (store) }
        @if let Some(kind) = cut.kind { " · " (t!(language, &format!("board-kind-{}", kind.code()))) }
    }
}

/// The link to the file beside a report.
#[must_use]
pub fn download(language: Language, name: &str, cut: &Cut) -> Markup {
    html! {
        a.btn.btn-outline-secondary href=(ask::address(&format!("{name}.csv"), cut)) download { (icon("download")) "CSV" span.visually-hidden { (t!(language, "board-download")) } }
    }
}

/// An interval in words: `от 37,2 до 42,4`.
#[must_use]
pub fn interval(language: Language, interval: Option<(f64, f64)>, decimals: usize, unit: &str) -> String {
    interval.map_or_else(String::new, |(low, high)| {
        let number = |value| format!("{}{unit}", format::decimal(language, value, decimals));
        t!(language, "board-interval", low = number(low), high = number(high)).into_owned()
    })
}

/// The interval beside a big figure, which says what it is.
#[must_use]
pub fn figure_interval(language: Language, ends: Option<(f64, f64)>, decimals: usize, unit: &str) -> String {
    if ends.is_none() {
        return String::new();
    }
    let interval = interval(language, ends, decimals, unit);
    t!(language, "board-interval-figure", interval = interval).into_owned()
}

/// What stands in the place of a score that too few answers would give, or beside one of few.
#[must_use]
pub fn base(language: Language, base: Base) -> Markup {
    html! {
        @match base {
            Base::Hidden | Base::CountsOnly => span.text-secondary { (t!(language, "board-too-few")) },
            Base::Small => (ui::badge(Tone::Warning, &t!(language, "board-small-base"))),
            Base::Normal => {}
        }
    }
}

/// How a figure moved since the period before, or why that cannot be said.
#[must_use]
pub fn change(
    language: Language,
    cut: &Cut,
    span: Option<Period>,
    change: Option<(f64, bool)>,
    before: Option<String>,
) -> Markup {
    // Nothing was before the first answer ever, and nobody asks how that compares.
    if span.is_some_and(|span| cut.period.from() <= span.from()) {
        return html! {};
    }
    let period = days(language, cut.period.previous());
    let Some((difference, significant)) = change else {
        return html! { p.board-change.text-secondary { (t!(language, "board-no-change", days = period)) } };
    };
    let (class, picture) = match (significant, difference > 0.0) {
        (true, true) => ("board-change board-better", Some("up")),
        (true, false) => ("board-change board-worse", Some("down")),
        (false, _) => ("board-change", None),
    };
    let verdict = if significant { "board-change-real" } else { "board-change-chance" };
    html! {
        div class=(class) {
            @if let Some(picture) = picture { (icon(picture)) }
            strong.figure { (format::signed(language, difference, 1)) } " " span { (t!(language, verdict)) }
        }
        @if let Some(before) = before {
            p.text-secondary.board-before { (t!(language, "board-before", days = period, figure = before)) }
        }
    }
}

/// A part of a bar: its class, its share, and what it says when pointed at.
pub struct Part {
    pub class: &'static str,
    pub share: f64,
    pub words: String,
}

/// Shares of a whole as one bar; the figures stand beside it in words.
#[must_use]
pub fn bar(parts: &[Part]) -> Markup {
    html! {
        div.shares aria-hidden="true" {
            @for part in parts {
                @if part.share > 0.0 {
                    span class=(part.class) style=(format!("flex-grow:{:.4}", part.share)) title=(part.words) {}
                }
            }
        }
    }
}

/// A figure month by month: the picture where there is more than one month to draw, and always its table.
pub struct Trend<'a> {
    pub title: &'a str,
    /// What the picture is called for those who do not see it.
    pub name: &'a str,
    pub points: &'a [Point],
    pub axis: Axis<'a>,
}

impl Trend<'_> {
    /// With the head and body of its table.
    #[must_use]
    pub fn draw(&self, language: Language, table: &Markup) -> Markup {
        card(
            self.title,
            &t!(language, "board-trend-lead"),
            &html! {
                @if self.points.iter().filter(|point| point.value.is_some()).count() > 1 {
                    div.card-body { (chart::trend(language, self.name, self.points, self.axis)) }
                }
                details.board-table open[self.points.len() <= 3] {
                    summary { (t!(language, "board-table")) }
                    div.table-responsive tabindex="0" { table.table.table-vcenter.card-table { (table) } }
                }
            },
        )
    }
}

/// How much a card says at its head.
#[must_use]
pub fn card(title: &str, lead: &str, body: &Markup) -> Markup {
    html! {
        section.card {
            div.card-header { div { h2.card-title { (title) } p.card-subtitle { (lead) } } }
            (body)
        }
    }
}
