//! The page of satisfaction: the whole in per cent, then each parameter on its own scale.

use maud::{Markup, html};

use super::{
    Page, ask, gap,
    parts::{self, MOST_GROUPS},
    room::Room,
};
use crate::{
    domain::{
        cut::{Cut, Dimension},
        facts::{Condition, Subject, rating_field},
        language::Language,
        mean::Mean,
        nps::Base,
        report::{ParameterFigures, SatisfactionReport},
        satisfaction::Satisfaction,
    },
    t,
    web::ui::chart::{Axis, Point},
    words::format,
};

/// Draws it.
pub fn page(room: &Room<'_>, report: &SatisfactionReport) -> Page {
    let by = room.view.by.unwrap_or(Dimension::Store);
    let language = room.language();
    let body = html! {
        @if report.is_empty() {
            (room.empty())
        } @else {
            div.row.row-cards {
                div.col-lg-5 { (overall(room, report)) }
                div.col-lg-7 { (best_and_worst(language, report)) }
                @if !report.parameters.is_empty() { div.col-12 { (parameters(language, report)) } }
                @if !report.gaps.is_empty() { div.col-12 { (gap::section(language, report)) } }
                @if report.total.n > 0 {
                    div.col-12 { (trend(room, report)) }
                    div.col-12 { (groups(room, report, by)) }
                }
            }
        }
        p.board-definition #definition { (t!(language, "board-satisfaction-definition", zone = room.zone.name())) }
    };
    Page { actions: html! {}, body }
}

/// The answers that say anything of overall satisfaction.
fn answers(cut: &Cut) -> String {
    ask::rows(Subject::Answers, cut, &[Condition::between("satisfaction", 0, 100)], 1)
}

fn unit(language: Language) -> String {
    match language {
        Language::Russian => format!("{}%", format::NBSP),
        Language::English => "%".to_owned(),
    }
}

/// Mean and interval as shown: none where too few answered.
fn shown(sums: Mean) -> Option<(f64, Option<(f64, f64)>)> {
    Satisfaction::mean(sums).filter(|_| Base::of(sums.n).shows_score())
}

fn overall(room: &Room<'_>, report: &SatisfactionReport) -> Markup {
    let (language, total) = (room.language(), report.total);
    let unit = unit(language);
    let before = report.before.and_then(|before| {
        let (mean, _) = shown(before)?;
        let figure = format!("{}{unit}", format::decimal(language, mean, 1));
        Some(t!(language, "board-before-satisfaction", mean = figure, count = before.n).into_owned())
    });
    html! {
        section.card.h-100 {
            div.card-body {
                h2.subheader { (t!(language, "board-overall")) }
                @match shown(total) {
                    Some((mean, interval)) => {
                        p.board-figure.figure { (format::decimal(language, mean, 1)) small { (unit) } }
                        p.mb-1 { (parts::figure_interval(language, interval, 1, &unit)) " " (parts::base(language, Base::of(total.n))) }
                    }
                    None => p.board-figure-none { (t!(language, if total.n == 0 { "board-overall-nobody" } else { "board-mean-none" })) }
                }
                @if total.n > 0 {
                    p { a href=(answers(&report.view.cut)) { (t!(language, "board-by-answers", count = total.n)) } }
                    (parts::change(language, &report.view, room.span, report.change(), before))
                }
            }
        }
    }
}

/// What pleases most and what least, by the share of the two best scores: comparable between scales.
fn best_and_worst(language: Language, report: &SatisfactionReport) -> Markup {
    let mut order: Vec<_> = report
        .parameters
        .iter()
        .filter(|one| Base::of(one.tally.n()).shows_score())
        .filter_map(|one| Some((one, one.tally.top_box().value()?)))
        .collect();
    order.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    html! {
        section.card.h-100 {
            div.card-body {
                h2.subheader { (t!(language, "board-top-box")) }
                @if order.is_empty() { p.text-secondary { (t!(language, "board-too-few")) } }
                ul.list-unstyled.board-ranks.board-top-boxes {
                    @for (one, _) in order.iter().take(8) {
                        li {
                            span.board-rank-name { (one.title.get(language)) " " small.text-secondary { (t!(language, "board-people", count = one.tally.n())) } }
                            (parts::meter(one.tally.top_box()))
                            span.board-rank-share { (parts::share(language, one.tally.top_box())) }
                        }
                    }
                }
                p.text-secondary.small.mb-0 { (t!(language, "board-top-box-lead")) }
            }
        }
    }
}

fn parameters(language: Language, report: &SatisfactionReport) -> Markup {
    parts::card(
        &t!(language, "board-parameters"),
        &t!(language, "board-parameters-lead"),
        &html! {
            div.table-responsive tabindex="0" {
                table.table.table-vcenter.card-table.board-parameters.board-early {
                    thead { tr {
                        th { (t!(language, "board-parameter")) }
                        th.number { (t!(language, "board-mean")) }
                        th.number { (t!(language, "board-change-column")) }
                        th.number { (t!(language, "board-top-box-short")) }
                        th { (t!(language, "board-distribution")) }
                        th.number { (t!(language, "board-answers-column")) }
                        th.number { (t!(language, "board-not-applicable")) }
                    } }
                    tbody { @for one in &report.parameters { (parameter(language, &report.view.cut, one)) } }
                }
            }
        },
    )
}

fn parameter(language: Language, cut: &Cut, one: &ParameterFigures) -> Markup {
    let tally = &one.tally;
    let (scale, top) = (tally.scale(), tally.top_box());
    let shows = Base::of(tally.n()).shows_score();
    let field = rating_field(&one.code, scale.low().into(), scale.high().into());
    let rows =
        |low: i64, high: i64| ask::rows(Subject::Answers, cut, &[Condition::between(&field, low, high)], 1);
    let (low, high) = (i64::from(scale.low()), i64::from(scale.high()));
    html! {
        tr {
            td { strong { (one.title.get(language)) } div.small.text-secondary { (t!(language, "board-scale", low = scale.low(), high = scale.high())) } }
            td.number data-label=(t!(language, "board-mean")) {
                @match tally.mean().filter(|_| shows) {
                    Some(mean) => { strong { (format::decimal(language, mean, 2)) } div.small.text-secondary { (parts::interval(language, tally.interval(), 2, "")) } }
                    None => "–",
                }
                div { (parts::base(language, Base::of(tally.n()))) }
            }
            td.number data-label=(t!(language, "board-change-column")) { (parts::change_cell(language, one.change, 2)) }
            td.number data-label=(t!(language, "board-top-box-short")) {
                @match top.value().filter(|_| shows) {
                    Some(share) => {
                        a href=(rows(high - 1, high)) { strong { (format::percent(language, share, 1)) } }
                        @let (low, high) = top.interval().unwrap_or((share, share));
                        div.small.text-secondary { (t!(language, "board-interval", low = format::percent(language, low, 1), high = format::percent(language, high, 1))) }
                    }
                    None => "–",
                }
            }
            td.board-distribution { @if shows { (distribution(language, one, &rows)) } }
            td.number data-label=(t!(language, "board-answers-column")) { a href=(rows(low, high)) { (format::whole(language, tally.n())) } }
            td.number data-label=(t!(language, "board-not-applicable")) {
                @if tally.not_applicable() > 0 { a href=(rows(-1, -1)) { (format::whole(language, tally.not_applicable())) } } @else { "0" }
            }
        }
    }
}

/// Small columns, each the way down to its answers; what a column stands for is said in words too.
fn distribution(language: Language, one: &ParameterFigures, rows: &dyn Fn(i64, i64) -> String) -> Markup {
    let all = one.tally.distribution();
    let most = all.iter().filter_map(|(_, share)| share.value()).fold(0.0, f64::max);
    html! {
        div.columns {
            @for (score, share) in all {
                @let value = share.value().unwrap_or(0.0);
                @let height = if most > 0.0 { value / most * 100.0 } else { 0.0 };
                @let words = t!(language, "board-column", score = score, count = share.count(), share = format::percent(language, value, 1));
                a href=(rows(score.into(), score.into())) title=(words) aria-label=(words)
                    class=(if one.tally.scale().is_top(score) { "column column-top" } else { "column" }) {
                    span.column-bar style=(format!("height:{height:.1}%")) {}
                    span.column-label aria-hidden="true" { (score) }
                }
            }
        }
    }
}

fn trend(room: &Room<'_>, report: &SatisfactionReport) -> Markup {
    let (language, grain) = (room.language(), report.view.grain);
    let points: Vec<_> = report
        .steps
        .iter()
        .map(|step| {
            let figures = shown(step.figures);
            Point {
                label: parts::step_label(language, grain, step.days),
                whole: room.is_whole(step.days),
                value: figures.map(|(mean, _)| mean),
                interval: figures.and_then(|(_, interval)| interval),
            }
        })
        .collect();
    let name = t!(language, "board-satisfaction-trend-picture");
    let unit = unit(language);
    let axis = Axis { low: 0.0, high: 100.0, unit: &unit };
    let title =
        format!("{}: {}", t!(language, "board-overall"), t!(language, &format!("board-trend-{grain}-low")));
    let picture = parts::Trend { title: &title, grain, name: &name, points: &points, axis, wide: false };
    let table = html! {
        thead { (head(language, &format!("board-grain-{grain}"), false)) }
        tbody {
            @for step in report.steps.iter().rev() {
                @let cut = report.view.cut.during(step.days);
                (row(language, &room.step(step.days), step.figures, Some(&cut), None))
            }
        }
    };
    picture.draw(language, &table)
}

fn groups(room: &Room<'_>, report: &SatisfactionReport, by: Dimension) -> Markup {
    let language = room.language();
    let (listed, rest) = report.groups.split_at(report.groups.len().min(MOST_GROUPS));
    let others: Mean = rest.iter().map(|group| group.figures).sum();
    parts::card(
        &t!(language, "board-satisfaction-groups"),
        &t!(language, "board-groups-lead"),
        &html! {
            (room.breakdowns(by))
            div.table-responsive tabindex="0" {
                table.table.table-vcenter.card-table.board-folds {
                    thead { (head(language, &format!("board-by-{by}"), true)) }
                    tbody {
                        @for group in listed {
                            @let cut = report.view.cut.only(by, &group.word);
                            @let name = parts::value_words(language, by, &group.word);
                            @let change = parts::change_cell(language, group.change, 1);
                            (row(language, &html! { a href=(room.only(by, &group.word)) { (name) } }, group.figures, Some(&cut), Some(&change)))
                        }
                        @if !rest.is_empty() {
                            (row(language, &html! { (t!(language, "board-other-groups", count = rest.len())) }, others, None, Some(&html! {})))
                        }
                    }
                }
            }
        },
    )
}

fn head(language: Language, first: &str, changes: bool) -> Markup {
    html! {
        tr {
            th { (t!(language, first)) }
            th.number { (t!(language, "board-mean")) }
            th { (t!(language, "board-interval-column")) }
            @if changes { th { (t!(language, "board-change-column")) } }
            th.board-wide { span.visually-hidden { (t!(language, "board-mean")) } }
            th.number { (t!(language, "board-answers-column")) }
        }
    }
}

fn row(language: Language, name: &Markup, sums: Mean, cut: Option<&Cut>, change: Option<&Markup>) -> Markup {
    let unit = unit(language);
    let figures = shown(sums);
    html! {
        tr {
            td { (name) }
            td.number data-label=(t!(language, "board-mean")) { @if let Some((mean, _)) = figures { strong { (format::decimal(language, mean, 1)) (unit) } } @else { "–" } }
            td data-label=(t!(language, "board-interval-column")) {
                @if let Some((_, interval)) = figures { span.figure { (parts::interval(language, interval, 1, &unit)) } " " }
                @if sums.n > 0 { (parts::base(language, Base::of(sums.n))) }
            }
            @if let Some(change) = change { td data-label=(t!(language, "board-change-column")) { (change) } }
            td.board-wide { @if let Some((mean, _)) = figures { div.meter aria-hidden="true" { span style=(format!("width:{mean:.2}%")) {} } } }
            td.number data-label=(t!(language, "board-answers-column")) {
                @match cut.filter(|_| sums.n > 0) {
                    Some(cut) => a href=(answers(cut)) { (format::whole(language, sums.n)) },
                    None => (format::whole(language, sums.n)),
                }
            }
        }
    }
}
