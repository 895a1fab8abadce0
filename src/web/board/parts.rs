//! What reports are drawn from: periods and filters in words, intervals, changes, bars, trends.

use chrono::Datelike as _;
use maud::{Markup, html};

use crate::{
    domain::{
        cut::{Cut, Grain, View},
        facts::{Condition, Subject},
        language::Language,
        nps::Base,
        period::Period,
        report::{Change, Report, Untested},
        share::Share,
    },
    t,
    web::{
        board::ask,
        links,
        ui::{
            self, Tone,
            chart::{self, Axis, Point},
            icon,
        },
    },
    words::format,
};

pub use crate::reports::overview::words::value as value_words;

/// Values listed by name; the others are one row, and are reached by the file.
pub const MOST_GROUPS: usize = 50;

/// The days of a period as people say them, the last one counted: `1 августа 2026 – 31 октября 2026`.
#[must_use]
pub fn days(language: Language, period: Period) -> String {
    let last = period.to().pred_opt().unwrap_or_else(|| period.from());
    if last == period.from() {
        return format::day(language, last);
    }
    format!("{} – {}", format::day(language, period.from()), format::day(language, last))
}

/// The filters of a cut in words, where it has any.
#[must_use]
pub fn cut_words(language: Language, cut: &Cut) -> Markup {
    html! {
        @for (dimension, values) in cut.filters.iter() {
            @let values: Vec<_> = values.iter().map(|value| value_words(language, dimension, value)).collect();
            " · " (values.join(", "))
        }
    }
}

/// A step of time on an axis, short.
#[must_use]
pub fn step_label(language: Language, grain: Grain, days: Period) -> String {
    match grain {
        Grain::Day | Grain::Week => format::short_day(language, days.from()),
        Grain::Month => format::short_month(language, days.from()),
        Grain::Quarter => t!(
            language,
            "board-quarter",
            number = days.from().month0() / 3 + 1,
            year = days.from().year().to_string()
        )
        .into_owned(),
    }
}

/// A step of time in a table, in full.
#[must_use]
pub fn step_name(language: Language, grain: Grain, days: Period) -> String {
    match grain {
        Grain::Day => format::day(language, days.from()),
        Grain::Week => self::days(language, days),
        Grain::Month => format::month(language, days.from()),
        Grain::Quarter => step_label(language, grain, days),
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
    view: &View,
    span: Option<Period>,
    change: Option<Change>,
    before: Option<String>,
) -> Markup {
    // Nothing was before the first answer ever, and nobody asks how that compares.
    let Some(compared) =
        view.before().filter(|before| span.is_none_or(|span| before.period.to() > span.from()))
    else {
        return html! {};
    };
    let period = days(language, compared.period);
    let Some(Change { difference, significant, .. }) = change else {
        return html! { p.board-change.text-secondary { (t!(language, "board-no-change", days = period)) } };
    };
    let verdict = if significant { "board-change-real" } else { "board-change-chance" };
    html! {
        div class=(change_class(difference, significant)) {
            (change_mark(difference, significant))
            strong.figure { (format::signed(language, difference, 1)) } " " span { (t!(language, verdict)) }
        }
        @if let Some(before) = before {
            p.text-secondary.board-before { (t!(language, "board-before", days = period, figure = before)) }
        }
    }
}

/// Why it is not said whether a figure moved by more than chance.
#[must_use]
pub fn untested(language: Language, why: Untested) -> Markup {
    html! { p.board-change.text-secondary data-untested=(why) { (t!(language, &format!("board-untested-{why}"))) } }
}

/// How one of many groups moved, in a cell of a table: up, down, or no more than chance.
#[must_use]
pub fn change_cell(language: Language, change: Option<Change>, decimals: usize) -> Markup {
    html! {
        @match change {
            Some(Change { difference, significant, .. }) => {
                span class=(change_class(difference, significant)) title=(t!(language, if significant { "board-change-real" } else { "board-change-chance" })) {
                    (change_mark(difference, significant))
                    span.figure { (format::signed(language, difference, decimals)) }
                    @if !significant { " " small.text-secondary { (t!(language, "board-chance")) } }
                }
            }
            None => span.text-secondary { "–" },
        }
    }
}

const fn change_class(difference: f64, significant: bool) -> &'static str {
    match (significant, difference > 0.0) {
        (true, true) => "board-change board-better",
        (true, false) => "board-change board-worse",
        (false, _) => "board-change",
    }
}

fn change_mark(difference: f64, significant: bool) -> Markup {
    html! { @if significant { (icon(if difference > 0.0 { "up" } else { "down" })) } }
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

/// A share with its interval, where there are enough to tell.
#[must_use]
pub fn share(language: Language, share: Share) -> Markup {
    let shown = Some(share).filter(|share| Base::of(share.of()).shows_score());
    html! {
        @if let Some((value, (low, high))) = shown.and_then(|share| share.value().zip(share.interval())) {
            strong.figure { (format::percent(language, value, 1)) }
            " " small.text-secondary { (t!(language, "board-interval", low = format::percent(language, low, 1), high = format::percent(language, high, 1))) }
        }
    }
}

/// The interval of a share under its figure, where there are enough to tell.
#[must_use]
pub fn share_interval(language: Language, share: Share) -> Markup {
    let ends = share.interval().filter(|_| Base::of(share.of()).shows_score());
    html! {
        @if let Some((low, high)) = ends {
            div.small.text-secondary { (t!(language, "board-interval", low = format::percent(language, low, 1), high = format::percent(language, high, 1))) }
        }
    }
}

/// The same in a narrow place: `12–20 %`.
#[must_use]
pub fn narrow_interval(language: Language, share: Share) -> String {
    share.interval().filter(|_| Base::of(share.of()).shows_score()).map_or_else(String::new, |(low, high)| {
        format!("{}–{}", format::decimal(language, low * 100.0, 0), format::percent(language, high, 0))
    })
}

/// The share that a bar stands for, drawn with its interval; its words stand beside it.
#[must_use]
pub fn meter(share: Share) -> Markup {
    let width = |share: f64| format!("{:.2}%", share * 100.0);
    let ends = share.interval().filter(|_| Base::of(share.of()).shows_score() && share.count() < share.of());
    html! {
        span.meter.meter-whisker[ends.is_some()] aria-hidden="true" {
            span style=(format!("width:{}", width(share.value().unwrap_or(0.0)))) {}
            @if let Some((low, high)) = ends {
                i style=(format!("left:{};width:{}", width(low), width(high - low))) {}
            }
        }
    }
}

/// A figure step by step: the picture where there is more than one step to draw, and always its table.
pub struct Trend<'a> {
    pub title: &'a str,
    /// What one of its steps is.
    pub grain: Grain,
    /// What the picture is called for those who do not see it.
    pub name: &'a str,
    pub points: &'a [Point],
    pub axis: Axis<'a>,
    /// Whether its table is too wide for a tablet.
    pub wide: bool,
}

impl Trend<'_> {
    /// With the head and body of its table.
    #[must_use]
    pub fn draw(&self, language: Language, table: &Markup) -> Markup {
        card(
            self.title,
            &t!(language, &format!("board-trend-lead-{}", self.grain)),
            &html! {
                @if self.points.iter().filter(|point| point.value.is_some()).count() > 1 {
                    div.card-body { (chart::trend(language, self.name, self.points, self.axis)) }
                }
                details.board-table open[self.points.len() <= 3] {
                    summary { (t!(language, "board-table")) }
                    div.table-responsive tabindex="0" { table.table.table-vcenter.card-table.board-folds.board-early[self.wide] { (table) } }
                }
            },
        )
    }
}

/// The reports as a strip, each at these days and filters.
#[must_use]
pub fn reports(language: Language, here: Option<Report>, pairs: &[(String, String)]) -> Markup {
    html! {
        nav.board-strip.d-print-none aria-label=(t!(language, "board-reports")) {
            @for report in Report::all().iter().copied() {
                @let here = here == Some(report);
                a.active[here] href=(links::board_of(report.code(), pairs)) aria-current=[here.then_some("page")] {
                    (t!(language, &format!("board-{report}-short")))
                }
            }
        }
    }
}

/// The files of a list of rows.
#[must_use]
pub fn rows_files(language: Language, subject: Subject, cut: &Cut, conditions: &[Condition]) -> Markup {
    html! {
        div.btn-list.board-actions {
            @for ending in ["xlsx", "csv"] {
                a.btn.btn-outline-secondary href=(ask::rows_file(subject, cut, conditions, ending)) download {
                    (icon("download")) (ending.to_uppercase()) span.visually-hidden { (t!(language, "board-download")) }
                }
            }
        }
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
