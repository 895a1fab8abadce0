//! The page of NPS: first the score, then what it is made of, how it moved, and where.

use maud::{Markup, html};

use super::{
    Page, ask,
    parts::{self, MOST_GROUPS, Part},
    room::Room,
};
use crate::{
    domain::{
        cut::{Cut, Dimension},
        facts::{Condition, Subject},
        language::Language,
        nps::{Base, Nps},
        report::{Group, NpsReport},
        share::Share,
    },
    t,
    web::ui::chart::{Axis, Point},
    words::format,
};

/// Draws it.
pub fn page(room: &Room<'_>, report: &NpsReport) -> Page {
    let by = room.view.by.unwrap_or(Dimension::Store);
    let language = room.language();
    let body = html! {
        @if report.total.n() == 0 {
            (room.empty())
        } @else {
            div.row.row-cards {
                div.col-lg-5 { (score(room, report)) }
                div.col-lg-7 { (shares(language, &report.view.cut, report.total)) }
                div.col-12 { (trend(room, report)) }
                div.col-12 { (groups_table(room, report, by)) }
            }
        }
        p.board-definition #definition { (t!(language, "board-nps-definition", zone = room.zone.name())) }
    };
    Page { actions: html! {}, body }
}

/// The answers with a score in these bounds.
fn answers(cut: &Cut, low: i64, high: i64) -> String {
    ask::rows(Subject::Answers, cut, &[Condition::between("nps", low, high)], 1)
}

fn score(room: &Room<'_>, report: &NpsReport) -> Markup {
    let (language, total) = (room.language(), report.total);
    let before = report.before.filter(|before| before.base().shows_score()).and_then(|before| {
        let score = signed(language, before.score()?);
        Some(t!(language, "board-before-nps", score = score, count = before.n()).into_owned())
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
                p { a href=(answers(&report.view.cut, 0, 10)) { (t!(language, "board-by-answers", count = total.n())) } }
                (parts::change(language, &report.view, room.span, report.change(), before))
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
                                span.board-legend-share { (parts::share(language, share)) } " "
                                a.figure href=(answers(cut, low.into(), high.into())) { (t!(language, "board-people", count = count)) }
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

fn trend(room: &Room<'_>, report: &NpsReport) -> Markup {
    let (language, grain) = (room.language(), report.view.grain);
    let points: Vec<_> = report
        .steps
        .iter()
        .map(|step| {
            let shown = step.figures.base().shows_score();
            Point {
                label: parts::step_label(language, grain, step.days),
                whole: room.is_whole(step.days),
                value: step.figures.score().filter(|_| shown),
                interval: step.figures.interval().filter(|_| shown),
            }
        })
        .collect();
    let name = t!(language, "board-nps-trend-picture");
    let axis = Axis { low: -100.0, high: 100.0, unit: "" };
    let title = t!(language, &format!("board-trend-{grain}"));
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

fn groups_table(room: &Room<'_>, report: &NpsReport, by: Dimension) -> Markup {
    let language = room.language();
    let (listed, rest) = report.groups.split_at(report.groups.len().min(MOST_GROUPS));
    let others: Nps = rest.iter().map(|group| group.figures).sum();
    parts::card(
        &t!(language, "board-groups"),
        &t!(language, "board-groups-lead"),
        &html! {
            (room.breakdowns(by))
            div.table-responsive tabindex="0" {
                table.table.table-vcenter.card-table.board-folds {
                    thead { (head(language, &format!("board-by-{by}"), true)) }
                    tbody {
                        @for group in listed { (group_row(room, report, by, group)) }
                        @if !rest.is_empty() {
                            (row(language, &html! { (t!(language, "board-other-groups", count = rest.len())) }, others, None, Some(&html! {})))
                        }
                    }
                }
            }
        },
    )
}

fn group_row(room: &Room<'_>, report: &NpsReport, by: Dimension, group: &Group<Nps>) -> Markup {
    let language = room.language();
    let cut = report.view.cut.only(by, &group.word);
    let name =
        html! { a href=(room.only(by, &group.word)) { (parts::value_words(language, by, &group.word)) } };
    row(language, &name, group.figures, Some(&cut), Some(&parts::change_cell(language, group.change, 1)))
}

fn head(language: Language, first: &str, changes: bool) -> Markup {
    html! {
        tr {
            th { (t!(language, first)) }
            th.number { "NPS" }
            th { (t!(language, "board-interval-column")) }
            @if changes { th { (t!(language, "board-change-column")) } }
            th.board-wide { (t!(language, "board-nps-shares-short")) }
            th.number { (t!(language, "board-answers-column")) }
        }
    }
}

fn row(language: Language, name: &Markup, nps: Nps, cut: Option<&Cut>, change: Option<&Markup>) -> Markup {
    let shows = nps.base().shows_score();
    html! {
        tr {
            td { (name) }
            td.number data-label="NPS" { @if let Some(score) = nps.score().filter(|_| shows) { strong { (signed(language, score)) } } @else { "–" } }
            td data-label=(t!(language, "board-interval-column")) {
                @if shows { span.figure { (parts::interval(language, nps.interval(), 1, "")) } " " }
                @if nps.n() > 0 { (parts::base(language, nps.base())) }
            }
            @if let Some(change) = change { td data-label=(t!(language, "board-change-column")) { (change) } }
            td.board-wide { @if shows { (shares_bar(language, nps)) } }
            td.number data-label=(t!(language, "board-answers-column")) {
                @match cut.filter(|_| nps.n() > 0) {
                    Some(cut) => a href=(answers(cut, 0, 10)) { (format::whole(language, nps.n())) },
                    None => (format::whole(language, nps.n())),
                }
            }
        }
    }
}

fn signed(language: Language, score: f64) -> String {
    format::signed(language, score, 1)
}
