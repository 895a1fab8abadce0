//! The page of retention: who stayed, who went and what that costs; month by month, by groups, by cohorts, over a life.

mod lives;

use maud::{Markup, html};

use super::{
    Page,
    customers::{self, count, yes},
    parts::{self, MOST_GROUPS},
    room::Room,
};
use crate::{
    domain::{
        cut::{Dimension, Grain, View},
        facts::Condition,
        language::Language,
        nps::Base,
        period::Period,
        report::{FlowOf, RetentionReport},
        retention::{Active, Flow, HORIZON, Part},
    },
    reports::buyers,
    t,
    web::ui::chart::{self, Axis, Gains, Point},
    words::format,
};

/// Draws it.
pub fn page(room: &Room<'_>, report: &RetentionReport) -> Page {
    let language = room.language();
    let body = html! {
        (customers::notes(room, &report.currencies, report.currency.as_deref()))
        (definitions(room, report.active))
        @match &report.total {
            Some(total) if !report.currencies.is_empty() => div.row.row-cards {
                div.col-lg-5 { (kept(room, report, total)) }
                div.col-lg-7 { (flows(room, report, total)) }
                div.col-12 { (months(room, report)) }
                div.col-12 { (groups(room, report)) }
                div.col-12 { (lives::cohorts(room, report)) }
                div.col-12 { (lives::lives(room, report)) }
            },
            _ => (room.empty()),
        }
        p.board-definition #definition {
            (active_words(language, report.active)) " "
            (t!(language, "board-retention-definition", zone = room.zone.name(), months = HORIZON))
        }
    };
    Page { actions: html! {}, body }
}

/// The definition in words: `Клиент – кто купил в календарном месяце.`
pub(super) fn active_words(language: Language, active: Active) -> String {
    match active {
        Active::CalendarMonth => t!(language, "board-retention-active-month"),
        Active::Days(days) => t!(language, "board-retention-active-days", days = days),
        Active::Silence(silence) => match silence.rhythm {
            None => t!(language, "board-retention-active-lost", days = silence.lost_days),
            Some(rhythm) => {
                t!(
                    language,
                    "board-retention-active-rhythm",
                    gaps = rhythm.lost_gaps,
                    days = silence.lost_days
                )
            }
        },
    }
    .into_owned()
}

/// The definition in use, and the way to the others.
fn definitions(room: &Room<'_>, active: Active) -> Markup {
    let language = room.language();
    let mut choices = vec![None, Some(Active::CalendarMonth), Some(Active::Days(30)), Some(Active::Days(90))];
    if let Some(other) = room.view.options.active.filter(|one| !choices.contains(&Some(*one))) {
        choices.push(Some(other));
    }
    html! {
        div.board-cut {
            p.mb-0 { strong { (active_words(language, active)) } }
            nav.board-presets.d-print-none aria-label=(t!(language, "board-retention-active")) {
                @for choice in choices {
                    @let here = room.view.options.active == choice;
                    @let mut view = room.view.clone();
                    @let address = { view.options.active = choice; room.at(&view) };
                    a.btn.btn-sm.btn-primary[here].btn-outline-secondary[!here] href=(address) aria-current=[here.then_some("true")] {
                        @match choice {
                            None => (t!(language, "board-retention-by-setting")),
                            Some(Active::Days(days)) => (t!(language, "board-retention-by-days", days = days)),
                            Some(_) => (t!(language, "board-retention-by-month")),
                        }
                    }
                }
            }
        }
    }
}

fn kept(room: &Room<'_>, report: &RetentionReport, total: &FlowOf) -> Markup {
    let (language, flow) = (room.language(), total.flow);
    let share = flow.kept_share();
    let shows = Base::of(flow.start).shows_score();
    let ends = |(low, high): (f64, f64)| (low * 100.0, high * 100.0);
    html! {
        section.card.h-100 {
            div.card-body {
                h2.subheader { (t!(language, "board-retention-kept-share")) }
                @match share.value().filter(|_| shows) {
                    Some(value) => {
                        p.board-figure.figure { (format::percent(language, value, 1)) }
                        p.mb-1 { (parts::figure_interval(language, share.interval().map(ends), 1, percent_unit(language))) " " (parts::base(language, Base::of(flow.start))) }
                    }
                    None => p.board-figure-none { (t!(language, "board-retention-none")) },
                }
                p.text-secondary { (t!(language, "board-retention-of-days", days = parts::days(language, total.days))) }
                @if let Some(before) = &report.before {
                    p {
                        (t!(language, "board-compared", days = parts::days(language, before.days))) ": "
                        @if report.untested().is_none() { (parts::change_cell(language, report.change(), 1)) }
                        @if let Some(value) = before.flow.kept_share().value().filter(|_| Base::of(before.flow.start).shows_score()) {
                            " · " span.text-secondary {
                                (t!(language, "board-retention-was", share = format::percent(language, value, 1), count = before.flow.start))
                                " (" (parts::interval(language, before.flow.kept_share().interval().map(ends), 1, percent_unit(language))) ")"
                            }
                        }
                    }
                    @if let Some(why) = report.untested() { (parts::untested(language, why)) }
                }
                dl.board-pairs {
                    @if let Some(crr) = flow.crr().filter(|_| shows) {
                        dt { (t!(language, "board-retention-crr")) }
                        dd { strong.figure.board-crr { (per_cent(language, crr)) } }
                    }
                    @if shows {
                        dt { (t!(language, "board-retention-churn")) }
                        dd { (parts::share(language, flow.churn())) }
                    }
                    @for (code, _) in &report.currencies {
                        dt { (t!(language, "board-retention-money")) }
                        dd { strong.figure { (format::money(language, &total.lost.get(code).copied().unwrap_or_default().lost(), code)) } }
                    }
                }
                @if flow.crr().is_some() && shows { p.text-secondary.small.mt-2.mb-0 { "CRR = " (t!(language, "board-retention-crr-note")) } }
            }
        }
    }
}

const fn percent_unit(language: Language) -> &'static str {
    match language {
        Language::Russian => "\u{a0}%",
        Language::English => "%",
    }
}

/// A number that is in per cent already, as contracts and files have it.
fn per_cent(language: Language, value: f64) -> String {
    format!("{}{}", format::decimal(language, value, 2), percent_unit(language))
}

/// Who makes up the end: start − lost + returned + new.
fn flows(room: &Room<'_>, report: &RetentionReport, total: &FlowOf) -> Markup {
    let language = room.language();
    let flow = total.flow;
    let most = flow.start.max(flow.end).max(1);
    html! {
        section.card.h-100 {
            div.card-body {
                h2.subheader { (t!(language, "board-retention-flows")) }
                ul.list-unstyled.board-ranks.board-flows {
                    @for part in [Part::Start, Part::Lost, Part::Kept, Part::Returned, Part::New, Part::End] {
                        @let n = flow.part(part);
                        @let width = crate::domain::share::Share::new(n, most).value().unwrap_or(0.0) * 100.0;
                        li {
                            span.board-rank-name { (t!(language, &format!("board-retention-{part}"))) }
                            span.meter aria-hidden="true" { span class=(format!("flow-{part}")) style=(format!("width:{width:.2}%")) {} }
                            strong { (count(language, &report.view, report.view.cut.period, &[yes(part.code())], n)) }
                        }
                    }
                }
                p.text-secondary.small.mb-0 { (t!(language, "board-retention-sum")) }
            }
        }
    }
}

fn months(room: &Room<'_>, report: &RetentionReport) -> Markup {
    let language = room.language();
    let label = |of: &FlowOf| parts::step_label(language, Grain::Month, of.days);
    let columns: Vec<Gains> = report
        .months
        .iter()
        .map(|of| {
            let Flow { kept, returned, new, lost, .. } = of.flow;
            Gains { label: label(of), up: [kept, returned, new], down: lost }
        })
        .collect();
    let points: Vec<Point> = report
        .months
        .iter()
        .map(|of| {
            let share = of.flow.kept_share();
            let shown = Base::of(of.flow.start).shows_score() && of.is_over();
            let interval = share.interval().map(|(low, high)| (low * 100.0, high * 100.0));
            Point {
                label: label(of),
                whole: of.is_over(),
                value: share.value().map(|value| value * 100.0).filter(|_| shown),
                interval: interval.filter(|_| shown),
            }
        })
        .collect();
    let axis = Axis { low: 0.0, high: 100.0, unit: percent_unit(language) };
    parts::card(
        &t!(language, "board-trend-month"),
        &t!(language, "board-retention-months-lead"),
        &html! {
            @if columns.len() > 1 {
                div.card-body {
                    ul.board-key {
                        @for part in [Part::Kept, Part::Returned, Part::New, Part::Lost] {
                            li { span class=(format!("dot flow-{part}")) aria-hidden="true" {} (t!(language, &format!("board-retention-{part}"))) }
                        }
                    }
                    (chart::gains(language, &t!(language, "board-retention-picture"), &columns))
                    @if points.iter().filter(|point| point.value.is_some()).count() > 1 {
                        h3.subheader.mt-3 { (t!(language, "board-retention-kept-share")) }
                        (chart::trend(language, &t!(language, "board-retention-share-picture"), &points, axis))
                    }
                }
            }
            div.table-responsive tabindex="0" {
                table.table.table-vcenter.card-table.board-folds.board-folds-3.board-early {
                    thead { (head(language, "board-grain-month", false, true)) }
                    tbody { @for of in report.months.iter().rev() { (month(language, report, of)) } }
                }
            }
        },
    )
}

fn head(language: Language, first: &str, changes: bool, money: bool) -> Markup {
    html! {
        tr {
            th { (t!(language, first)) }
            @for part in Part::all() { th.number { (t!(language, &format!("board-retention-{part}-short"))) } }
            th.number { (t!(language, "board-retention-crr-short")) }
            th.number { (t!(language, "board-retention-kept-rate")) }
            @if changes { th { (t!(language, "board-change-column")) } }
            th.number { (t!(language, "board-retention-churn-short")) }
            @if money { th.number { (t!(language, "board-retention-money-short")) } }
        }
    }
}

fn month(language: Language, report: &RetentionReport, of: &FlowOf) -> Markup {
    html! {
        tr {
            td {
                (format::month(language, of.days.from()))
                @if !of.is_over() { " " small.text-secondary { (t!(language, "board-retention-goes-on")) } }
            }
            (counts(language, &report.view, of.days, &[], &of.flow))
            (rates(language, &of.flow, None))
            td.number.board-fold-wide data-label=(t!(language, "board-retention-money-short")) {
                @for (code, _) in &report.currencies {
                    div { (format::money(language, &of.lost.get(code).copied().unwrap_or_default().lost(), code)) }
                }
            }
        }
    }
}

fn counts(language: Language, view: &View, days: Period, also: &[Condition], flow: &Flow) -> Markup {
    html! {
        @for part in Part::all() {
            @let conditions = [&[yes(part.code())], also].concat();
            td.number data-label=(t!(language, &format!("board-retention-{part}-short"))) { (count(language, view, days, &conditions, flow.part(*part))) }
        }
    }
}

fn rates(language: Language, flow: &Flow, change: Option<&Markup>) -> Markup {
    let shows = Base::of(flow.start).shows_score();
    let (kept, churn) = (flow.kept_share(), flow.churn());
    html! {
        td.number.board-crr data-label=(t!(language, "board-retention-crr-short")) { @if let Some(crr) = flow.crr().filter(|_| shows) { (per_cent(language, crr)) } @else { "–" } }
        td.number data-label=(t!(language, "board-retention-kept-rate")) {
            @match kept.value().filter(|_| shows) {
                Some(value) => {
                    strong { (format::percent(language, value, 1)) }
                    (parts::share_interval(language, kept))
                    (parts::base(language, Base::of(flow.start)))
                }
                None => "–",
            }
        }
        @if let Some(change) = change { td data-label=(t!(language, "board-change-column")) { (change) } }
        td.number data-label=(t!(language, "board-retention-churn-short")) {
            @match churn.value().filter(|_| shows) {
                Some(value) => { (format::percent(language, value, 1)) (parts::share_interval(language, churn)) }
                None => "–",
            }
        }
    }
}

fn groups(room: &Room<'_>, report: &RetentionReport) -> Markup {
    let language = room.language();
    let by: Dimension = buyers::by(&report.view);
    let (listed, rest) = report.groups.split_at(report.groups.len().min(MOST_GROUPS));
    parts::card(
        &t!(language, "board-retention-groups"),
        &t!(language, "board-retention-groups-lead"),
        &html! {
            (room.breakdowns(by))
            div.table-responsive tabindex="0" {
                table.table.table-vcenter.card-table.board-folds.board-folds-3.board-early {
                    thead { (head(language, &format!("board-by-{by}"), true, false)) }
                    tbody {
                        @for group in listed {
                            tr {
                                td { a href=(room.only(by, &group.word)) { (parts::value_words(language, by, &group.word)) } }
                                (counts(language, &report.view, report.view.cut.period, &[Condition::is(by.code(), &group.word)], &group.figures))
                                (rates(language, &group.figures, Some(&parts::change_cell(language, group.change, 1))))
                            }
                        }
                        @if !rest.is_empty() { tr { td colspan="10" { (t!(language, "board-other-groups", count = rest.len())) } } }
                    }
                }
            }
        },
    )
}
