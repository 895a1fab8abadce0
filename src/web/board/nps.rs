//! The page of NPS: first the score, then what it is made of, how it moved, and where.

use chrono_tz::Tz;
use maud::{Markup, html};

use super::{
    ask,
    parts::{self, Chooser, MOST_STORES, Part},
};
use crate::{
    domain::{
        language::Language,
        nps::{Base, Nps},
        period::Period,
        report::{Counted, Cut, NpsReport, Scores, Store, StoreCut},
        share::Share,
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
    report: &NpsReport,
    chooser: &Chooser<'_>,
    span: Option<Period>,
    zone: Tz,
) -> Markup {
    let language = frame.language;
    frame.page(
        &t!(language, "board-nps-title"),
        &parts::download(language, "nps", &report.cut),
        &html! {
            (chooser.draw(language))
            @if report.total.n() == 0 {
                (parts::empty(language, "nps", &report.cut, span))
            } @else {
                div.row.row-cards {
                    div.col-lg-5 { (score(language, report, span)) }
                    div.col-lg-7 { (shares(language, &report.cut, report.total)) }
                    div.col-12 { (trend(language, report)) }
                    @if report.cut.store == StoreCut::All && report.stores.len() > 1 {
                        div.col-12 { (stores(language, report)) }
                    }
                }
            }
            p.board-definition { (t!(language, "board-nps-definition", zone = zone.name())) }
        },
    )
}

fn score(language: Language, report: &NpsReport, span: Option<Period>) -> Markup {
    let total = report.total;
    let all = ask::answers(&report.cut, &Counted::nps(), None);
    let before = report.before.score().filter(|_| report.before.base().shows_score()).map(|score| {
        t!(language, "board-before-nps", score = signed(language, score), count = report.before.n())
            .into_owned()
    });
    html! {
        section.card.h-100 {
            div.card-body {
                h2.subheader { (t!(language, "board-nps-score")) }
                @match total.score().filter(|_| total.base().shows_score()) {
                    Some(score) => {
                        p.board-figure.figure { (signed(language, score)) }
                        p.mb-1 { (parts::figure_interval(language, total.interval(), 1, "")) " " (parts::base(language, total.base())) }
                    }
                    None => p.board-figure-none { (t!(language, "board-nps-none")) }
                }
                p { a href=(all) { (t!(language, "board-by-answers", count = total.n())) } }
                (parts::change(language, &report.cut, span, report.change().map(|change| (change.difference, change.significant)), before))
            }
        }
    }
}

fn shares(language: Language, cut: &Cut, total: Nps) -> Markup {
    let shown = total.base() != Base::Hidden;
    html! {
        section.card.h-100 {
            div.card-body {
                h2.subheader { (t!(language, "board-nps-shares")) }
                @if shown {
                    @if total.base().shows_score() { (shares_bar(language, total)) }
                    ul.list-unstyled.board-legend {
                        @for (code, count, low, high) in groups(total) {
                            @let share = Share::new(count, total.n());
                            li {
                                span class=(format!("dot share-{code}")) aria-hidden="true" {}
                                span { (t!(language, &format!("board-{code}"))) " " small.text-secondary { (low) "–" (high) } } " "
                                @if total.base().shows_score() {
                                    strong.figure { (format::percent(language, share.value().unwrap_or(0.0), 1)) } " "
                                }
                                a.figure href=(ask::answers(cut, &Counted::Nps(Scores { low, high }), None)) { (t!(language, "board-people", count = count)) }
                            }
                        }
                    }
                } @else {
                    p.text-secondary { (t!(language, "board-hidden")) }
                }
            }
        }
    }
}

fn groups(nps: Nps) -> [(&'static str, u64, u8, u8); 3] {
    [
        ("promoters", nps.promoters, 9, 10),
        ("passives", nps.passives, 7, 8),
        ("detractors", nps.detractors, 0, 6),
    ]
}

fn shares_bar(language: Language, nps: Nps) -> Markup {
    let part = |(code, count, ..): (&'static str, u64, u8, u8)| {
        let share = Share::new(count, nps.n()).value().unwrap_or(0.0);
        let class = match code {
            "promoters" => "share-promoters",
            "passives" => "share-passives",
            _ => "share-detractors",
        };
        let name = t!(language, &format!("board-{code}"));
        Part { class, share, words: format!("{name}: {}", format::percent(language, share, 1)) }
    };
    parts::bar(&groups(nps).map(part))
}

fn trend(language: Language, report: &NpsReport) -> Markup {
    let points: Vec<_> = report
        .months
        .iter()
        .map(|month| {
            let shown = month.figures.base().shows_score();
            Point {
                label: format::short_month(language, month.days.from()),
                value: month.figures.score().filter(|_| shown),
                interval: month.figures.interval().filter(|_| shown),
            }
        })
        .collect();
    let name = t!(language, "board-nps-trend-picture");
    let axis = Axis { low: -100.0, high: 100.0, unit: "" };
    let picture = parts::Trend { title: &t!(language, "board-trend"), name: &name, points: &points, axis };
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

fn stores(language: Language, report: &NpsReport) -> Markup {
    let (listed, rest) = report.stores.split_at(report.stores.len().min(MOST_STORES));
    let others: Nps = rest.iter().map(|store| store.figures).sum();
    parts::card(
        &t!(language, "board-stores"),
        &t!(language, "board-stores-lead"),
        &html! {
            div.table-responsive tabindex="0" {
                table.table.table-vcenter.card-table {
                    thead { (head(language, "board-store")) }
                    tbody {
                        @for store in listed { (store_row(language, report, store)) }
                        @if !rest.is_empty() {
                            (row(language, &html! { (t!(language, "board-other-stores", count = rest.len())) }, others, None))
                        }
                    }
                }
            }
        },
    )
}

fn store_row(language: Language, report: &NpsReport, store: &Store<Nps>) -> Markup {
    let cut = report.cut.of_store(store.name.clone().map_or(StoreCut::Unnamed, StoreCut::One));
    let name = store.name.clone().unwrap_or_else(|| t!(language, "board-no-store").into_owned());
    row(language, &html! { a href=(ask::address("nps", &cut)) { (name) } }, store.figures, Some(&cut))
}

fn head(language: Language, first: &str) -> Markup {
    html! {
        tr {
            th { (t!(language, first)) }
            th.number { "NPS" }
            th { (t!(language, "board-interval-column")) }
            th.board-wide { (t!(language, "board-nps-shares-short")) }
            th.number { (t!(language, "board-answers-column")) }
        }
    }
}

fn row(language: Language, name: &Markup, nps: Nps, cut: Option<&Cut>) -> Markup {
    let shows = nps.base().shows_score();
    html! {
        tr {
            td { (name) }
            td.number { @if let Some(score) = nps.score().filter(|_| shows) { strong { (signed(language, score)) } } @else { "–" } }
            td {
                @if shows { span.figure { (parts::interval(language, nps.interval(), 1, "")) } " " }
                @if nps.n() > 0 { (parts::base(language, nps.base())) }
            }
            td.board-wide { @if shows { (shares_bar(language, nps)) } }
            td.number {
                @match cut.filter(|_| nps.n() > 0) {
                    Some(cut) => a href=(ask::answers(cut, &Counted::nps(), None)) { (format::whole(language, nps.n())) },
                    None => (format::whole(language, nps.n())),
                }
            }
        }
    }
}

fn signed(language: Language, score: f64) -> String {
    format::signed(language, score, 1)
}
