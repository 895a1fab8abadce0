//! The page of drivers: how much is explained, what of the parameters explains it, and what to do about each.

use maud::{Markup, html};

use super::{Page, ask, parts, room::Room};
use crate::{
    domain::{
        cut::Cut,
        drivers::{CannotTell, Driver, Drivers},
        facts::Subject,
        language::Language,
        nps::Base,
        report::{AnswerSet, DriversReport},
    },
    t,
    web::ui::{
        self, Tone,
        chart::{self, Axis, Bar, Quadrant, Spot},
    },
    words::format,
};

/// Draws it.
pub fn page(room: &Room<'_>, report: &DriversReport) -> Page {
    let language = room.language();
    let body = html! {
        @match (&report.set, &report.found) {
            (None, _) => (room.empty()),
            (Some(set), Err(why)) => (untold(language, &report.view.cut, set, *why)),
            (Some(set), Ok(found)) => {
                @if found.moves_together() { (ui::notice(Tone::Warning, &together(language, found))) }
                div.row.row-cards {
                    div.col-lg-5 { (explained(language, &report.view.cut, set, found)) }
                    div.col-lg-7 { (shares(language, report, found)) }
                    div.col-12 { (plane(language, report, found)) }
                    div.col-12 { (table(language, report, found)) }
                }
            }
        }
        @if !report.others.is_empty() { (others(language, report)) }
        p.board-definition #definition { (t!(language, "board-drivers-definition", zone = room.zone.name())) }
    };
    Page { actions: html! {}, body }
}

fn answers(cut: &Cut, set: &AnswerSet) -> String {
    ask::rows(Subject::Answers, cut, &set.conditions(), 1)
}

fn untold(language: Language, cut: &Cut, set: &AnswerSet, why: CannotTell) -> Markup {
    html! {
        section.card { div.card-body {
            h2.subheader { (t!(language, "board-drivers-explained")) }
            p.board-figure-none { (t!(language, &format!("board-drivers-{why}"))) }
            p.mb-0.board-drivers-n { a href=(answers(cut, set)) { (t!(language, "board-drivers-complete", count = set.n())) } }
        } }
    }
}

fn together(language: Language, found: &Drivers) -> String {
    let mean = found.together.map_or_else(String::new, |together| format::decimal(language, together, 2));
    t!(language, "board-drivers-together", mean = mean).into_owned()
}

fn explained(language: Language, cut: &Cut, set: &AnswerSet, found: &Drivers) -> Markup {
    html! {
        section.card.h-100 {
            div.card-body {
                h2.subheader { (t!(language, "board-drivers-explained")) }
                p.board-figure.figure { (format::percent(language, found.r2, 1)) }
                p.mb-1 {
                    @if let Some(interval) = found.r2_interval {
                        (t!(language, "board-interval-figure", interval = percents(language, interval))) " "
                    }
                    (parts::base(language, Base::of(found.n)))
                }
                p.board-drivers-n { a href=(answers(cut, set)) { (t!(language, "board-drivers-complete", count = found.n)) } }
                p.text-secondary.mb-0 { (t!(language, "board-drivers-adjusted", share = format::percent(language, found.adjusted, 1))) }
            }
        }
    }
}

fn percents(language: Language, (low, high): (f64, f64)) -> String {
    let words = |share| format::percent(language, share, 1);
    t!(language, "board-interval", low = words(low), high = words(high)).into_owned()
}

fn title<'a>(language: Language, report: &'a DriversReport, driver: &Driver) -> &'a str {
    report.rated(driver).map_or("", |rated| rated.title.get(language))
}

fn unit(language: Language) -> String {
    match language {
        Language::Russian => format!("{}%", format::NBSP),
        Language::English => "%".to_owned(),
    }
}

fn hundredfold((low, high): (f64, f64)) -> (f64, f64) {
    (low * 100.0, high * 100.0)
}

fn shares(language: Language, report: &DriversReport, found: &Drivers) -> Markup {
    let bars: Vec<Bar> = found
        .all
        .iter()
        .map(|driver| Bar {
            label: title(language, report, driver).to_owned(),
            value: Some(driver.share * 100.0),
            interval: driver.interval.map(hundredfold),
            words: format::percent(language, driver.share, 1),
            tone: match (driver.significant, driver.is_negative()) {
                (false, _) => chart::Tone::Grey,
                (true, true) => chart::Tone::Bad,
                (true, false) => chart::Tone::Plain,
            },
        })
        .collect();
    let unit = unit(language);
    let axis = Axis { low: 0.0, high: 100.0, unit: &unit };
    parts::card(
        &t!(language, "board-drivers-shares"),
        &t!(language, "board-drivers-shares-lead"),
        &html! { div.card-body { (chart::bars_half(language, &t!(language, "board-drivers-shares-picture"), &bars, axis)) } },
    )
}

fn plane(language: Language, report: &DriversReport, found: &Drivers) -> Markup {
    let spots: Vec<Spot> = found
        .all
        .iter()
        .filter_map(|driver| {
            let performance = report.performance(driver)?;
            Some(Spot {
                label: title(language, report, driver).to_owned(),
                across: performance.value,
                up: driver.share * 100.0,
                across_interval: performance.interval,
                up_interval: driver.interval.map(hundredfold),
                grey: !driver.significant,
            })
        })
        .collect();
    let unit = unit(language);
    let axis = Axis { low: 0.0, high: 100.0, unit: &unit };
    let words = ["concentrate", "keep_up", "low_priority", "overkill"]
        .map(|advice| t!(language, &format!("board-drivers-{advice}")));
    let name = t!(language, "board-drivers-plane-picture");
    let plane = Quadrant {
        spots: &spots,
        across: axis,
        up: axis,
        across_name: &t!(language, "board-drivers-performance-axis"),
        up_name: &t!(language, "board-drivers-share-axis"),
        cut: (report.mean_performance().unwrap_or(50.0), found.even_share() * 100.0),
        fields: words.each_ref().map(AsRef::as_ref),
    };
    parts::card(
        &t!(language, "board-drivers-plane"),
        &t!(language, "board-drivers-plane-lead"),
        &html! { div.card-body { (chart::quadrant(language, &name, &plane)) } },
    )
}

fn table(language: Language, report: &DriversReport, found: &Drivers) -> Markup {
    parts::card(
        &t!(language, "board-drivers-table"),
        &t!(language, "board-drivers-table-lead"),
        &html! {
            div.table-responsive tabindex="0" {
                table.table.table-vcenter.card-table.board-drivers.board-folds.board-early {
                    thead { tr {
                        th { (t!(language, "board-parameter")) }
                        th.number { (t!(language, "board-drivers-share")) }
                        th { (t!(language, "board-interval-column")) }
                        th.number { (t!(language, "board-drivers-performance")) }
                        th.number.board-wide { (t!(language, "board-drivers-correlation")) }
                        th { (t!(language, "board-drivers-advice")) }
                    } }
                    tbody {
                        @for driver in &found.all { (row(language, report, driver)) }
                        @for rated in found.constant.iter().filter_map(|place| report.parameters.get(*place)) {
                            tr.text-secondary {
                                td { (rated.title.get(language)) }
                                td.number { "–" }
                                td colspan="4" { (t!(language, "board-drivers-constant")) }
                            }
                        }
                    }
                }
            }
        },
    )
}

fn row(language: Language, report: &DriversReport, driver: &Driver) -> Markup {
    let performance = report.performance(driver);
    html! {
        tr.text-secondary[!driver.significant] {
            td { @if driver.significant { strong { (title(language, report, driver)) } } @else { (title(language, report, driver)) } }
            td.number data-label=(t!(language, "board-drivers-share")) { (format::percent(language, driver.share, 1)) }
            td data-label=(t!(language, "board-interval-column")) { span.figure { (driver.interval.map_or_else(|| "–".to_owned(), |interval| percents(language, interval))) } }
            td.number data-label=(t!(language, "board-drivers-performance")) {
                @if let Some(performance) = performance {
                    (format::percent(language, performance.value / 100.0, 1))
                    @if let Some((low, high)) = performance.interval {
                        div.small.text-secondary { (percents(language, (low / 100.0, high / 100.0))) }
                    }
                } @else { "–" }
            }
            td.number.board-wide { (format::signed(language, driver.correlation, 2)) }
            td data-label=(t!(language, "board-drivers-advice")) { (advice(language, report, driver)) }
        }
    }
}

fn advice(language: Language, report: &DriversReport, driver: &Driver) -> Markup {
    html! {
        @if driver.is_negative() {
            (ui::badge(Tone::Bad, &t!(language, "board-drivers-negative")))
        } @else if let Some(advice) = report.advice(driver) {
            (t!(language, &format!("board-drivers-{advice}")))
        } @else {
            (t!(language, "board-drivers-chance"))
        }
    }
}

fn others(language: Language, report: &DriversReport) -> Markup {
    html! {
        section.card.mt-3 { div.card-body {
            h2.subheader { (t!(language, "board-drivers-others")) }
            p.text-secondary { (t!(language, "board-drivers-others-lead")) }
            ul.mb-0 {
                @for set in &report.others {
                    li {
                        (t!(language, "board-drivers-parameters", count = set.ratings().len())) ": "
                        a href=(answers(&report.view.cut, set)) { (t!(language, "board-people", count = set.n())) }
                    }
                }
            }
        } }
    }
}
