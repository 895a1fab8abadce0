//! The page of satisfaction: the whole in per cent, then each parameter on its own scale.

use chrono_tz::Tz;
use maud::{Markup, html};

use super::{
    ask,
    parts::{self, Chooser, MOST_STORES},
};
use crate::{
    domain::{
        language::Language,
        mean::Mean,
        nps::Base,
        period::Period,
        questionnaire::Code,
        report::{Counted, Cut, ParameterFigures, SatisfactionReport, Scores, StoreCut},
        satisfaction::Satisfaction,
    },
    t,
    web::ui::{
        Frame,
        chart::{Axis, Point},
    },
    words::format,
};

#[must_use]
pub fn page(
    frame: &Frame<'_>,
    report: &SatisfactionReport,
    chooser: &Chooser<'_>,
    span: Option<Period>,
    zone: Tz,
) -> Markup {
    let language = frame.language;
    frame.page(
        &t!(language, "board-satisfaction-title"),
        &parts::download(language, "satisfaction", &report.cut),
        &html! {
            (chooser.draw(language))
            @if report.is_empty() {
                (parts::empty(language, "satisfaction", &report.cut, span))
            } @else {
                div.row.row-cards {
                    div.col-lg-5 { (overall(language, report, span)) }
                    div.col-lg-7 { (best_and_worst(language, report)) }
                    @if !report.parameters.is_empty() { div.col-12 { (parameters(language, report)) } }
                    @if report.total.n > 0 { div.col-12 { (trend(language, report)) } }
                    @if report.cut.store == StoreCut::All && report.stores.len() > 1 {
                        div.col-12 { (stores(language, report)) }
                    }
                }
            }
            p.board-definition { (t!(language, "board-satisfaction-definition", zone = zone.name())) }
        },
    )
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

fn overall(language: Language, report: &SatisfactionReport, span: Option<Period>) -> Markup {
    let (total, unit) = (report.total, unit(language));
    let before = shown(report.before).map(|(mean, _)| {
        let figure = format!("{}{unit}", format::decimal(language, mean, 1));
        t!(language, "board-before-satisfaction", mean = figure, count = report.before.n).into_owned()
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
                    p { a href=(ask::answers(&report.cut, &Counted::satisfaction(), None)) { (t!(language, "board-by-answers", count = total.n)) } }
                    (parts::change(language, &report.cut, span, report.change().map(|change| (change.difference, change.significant)), before))
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
                ul.list-unstyled.board-ranks {
                    @for (one, share) in order.iter().take(8) {
                        li {
                            span.board-rank-name { (one.title.get(language)) }
                            span.meter aria-hidden="true" { span style=(format!("width:{:.2}%", share * 100.0)) {} }
                            strong.figure { (format::percent(language, *share, 1)) }
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
                table.table.table-vcenter.card-table.board-parameters {
                    thead { tr {
                        th { (t!(language, "board-parameter")) }
                        th.number { (t!(language, "board-mean")) }
                        th.number { (t!(language, "board-top-box-short")) }
                        th { (t!(language, "board-distribution")) }
                        th.number { (t!(language, "board-answers-column")) }
                        th.number { (t!(language, "board-not-applicable")) }
                    } }
                    tbody { @for one in &report.parameters { (parameter(language, &report.cut, one)) } }
                }
            }
        },
    )
}

fn parameter(language: Language, cut: &Cut, one: &ParameterFigures) -> Markup {
    let tally = &one.tally;
    let (scale, top) = (tally.scale(), tally.top_box());
    let shows = Base::of(tally.n()).shows_score();
    let code = Code::parse(&one.code).ok();
    let rows = |scores: Option<Scores>| {
        code.clone().map(|parameter| ask::answers(cut, &Counted::Rating { parameter, scale, scores }, None))
    };
    let all = Scores { low: scale.low(), high: scale.high() };
    let best = Scores { low: scale.high().saturating_sub(1), high: scale.high() };
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
            td.number data-label=(t!(language, "board-top-box-short")) {
                @match top.value().filter(|_| shows) {
                    Some(share) => {
                        a href=[rows(Some(best))] { strong { (format::percent(language, share, 1)) } }
                        @let (low, high) = top.interval().unwrap_or((share, share));
                        div.small.text-secondary { (t!(language, "board-interval", low = format::percent(language, low, 1), high = format::percent(language, high, 1))) }
                    }
                    None => "–",
                }
            }
            td { @if shows { (distribution(language, one, &rows)) } }
            td.number data-label=(t!(language, "board-answers-column")) { a href=[rows(Some(all))] { (format::whole(language, tally.n())) } }
            td.number data-label=(t!(language, "board-not-applicable")) {
                @if tally.not_applicable() > 0 { a href=[rows(None)] { (format::whole(language, tally.not_applicable())) } } @else { "0" }
            }
        }
    }
}

/// Small columns, each the way down to its answers; what a column stands for is said in words too.
fn distribution(
    language: Language,
    one: &ParameterFigures,
    rows: &dyn Fn(Option<Scores>) -> Option<String>,
) -> Markup {
    let all = one.tally.distribution();
    let most = all.iter().filter_map(|(_, share)| share.value()).fold(0.0, f64::max);
    html! {
        div.columns {
            @for (score, share) in all {
                @let value = share.value().unwrap_or(0.0);
                @let height = if most > 0.0 { value / most * 100.0 } else { 0.0 };
                @let words = t!(language, "board-column", score = score, count = share.count(), share = format::percent(language, value, 1));
                a href=[rows(Some(Scores { low: score, high: score }))] title=(words) aria-label=(words)
                    class=(if one.tally.scale().is_top(score) { "column column-top" } else { "column" }) {
                    span.column-bar style=(format!("height:{height:.1}%")) {}
                    span.column-label aria-hidden="true" { (score) }
                }
            }
        }
    }
}

fn trend(language: Language, report: &SatisfactionReport) -> Markup {
    let points: Vec<_> = report
        .months
        .iter()
        .map(|month| {
            let figures = shown(month.figures);
            Point {
                label: format::short_month(language, month.days.from()),
                value: figures.map(|(mean, _)| mean),
                interval: figures.and_then(|(_, interval)| interval),
            }
        })
        .collect();
    let name = t!(language, "board-satisfaction-trend-picture");
    let unit = unit(language);
    let axis = Axis { low: 0.0, high: 100.0, unit: &unit };
    let picture =
        parts::Trend { title: &t!(language, "board-satisfaction-trend"), name: &name, points: &points, axis };
    let table = html! {
        thead { (head(language, "board-month")) }
        tbody {
            @for month in report.months.iter().rev() {
                @let cut = report.cut.during(month.days);
                (row(language, &html! { (format::month(language, month.days.from())) }, month.figures, Some(&cut)))
            }
        }
    };
    picture.draw(language, &table)
}

fn stores(language: Language, report: &SatisfactionReport) -> Markup {
    let (listed, rest) = report.stores.split_at(report.stores.len().min(MOST_STORES));
    let others: Mean = rest.iter().map(|store| store.figures).sum();
    parts::card(
        &t!(language, "board-satisfaction-stores"),
        &t!(language, "board-stores-lead"),
        &html! {
            div.table-responsive tabindex="0" {
                table.table.table-vcenter.card-table {
                    thead { (head(language, "board-store")) }
                    tbody {
                        @for store in listed {
                            @let cut = report.cut.of_store(store.name.clone().map_or(StoreCut::Unnamed, StoreCut::One));
                            @let name = store.name.clone().unwrap_or_else(|| t!(language, "board-no-store").into_owned());
                            (row(language, &html! { a href=(ask::address("satisfaction", &cut)) { (name) } }, store.figures, Some(&cut)))
                        }
                        @if !rest.is_empty() {
                            (row(language, &html! { (t!(language, "board-other-stores", count = rest.len())) }, others, None))
                        }
                    }
                }
            }
        },
    )
}

fn head(language: Language, first: &str) -> Markup {
    html! {
        tr {
            th { (t!(language, first)) }
            th.number { (t!(language, "board-mean")) }
            th { (t!(language, "board-interval-column")) }
            th.board-wide { span.visually-hidden { (t!(language, "board-mean")) } }
            th.number { (t!(language, "board-answers-column")) }
        }
    }
}

fn row(language: Language, name: &Markup, sums: Mean, cut: Option<&Cut>) -> Markup {
    let unit = unit(language);
    let figures = shown(sums);
    html! {
        tr {
            td { (name) }
            td.number { @if let Some((mean, _)) = figures { strong { (format::decimal(language, mean, 1)) (unit) } } @else { "–" } }
            td {
                @if let Some((_, interval)) = figures { span.figure { (parts::interval(language, interval, 1, &unit)) } " " }
                @if sums.n > 0 { (parts::base(language, Base::of(sums.n))) }
            }
            td.board-wide { @if let Some((mean, _)) = figures { div.meter aria-hidden="true" { span style=(format!("width:{mean:.2}%")) {} } } }
            td.number {
                @match cut.filter(|_| sums.n > 0) {
                    Some(cut) => a href=(ask::answers(cut, &Counted::satisfaction(), None)) { (format::whole(language, sums.n)) },
                    None => (format::whole(language, sums.n)),
                }
            }
        }
    }
}
