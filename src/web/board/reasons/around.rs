//! What stands around the reasons: when, where, to whom, and what would bring them back.

use maud::{Markup, html};

use super::{WORDS, count, money, rows, why};
use crate::{
    domain::{
        cut::Dimension,
        facts::Condition,
        language::Language,
        reason::Preventable,
        report::{
            Group,
            reasons::{Leavers, ReasonsReport, StepFigures},
        },
    },
    store::departed::Departed,
    t,
    web::{
        board::{
            parts::{self, MOST_GROUPS},
            room::Room,
        },
        ui::chart::{Column, columns},
    },
    words::format,
};

/// Categories that have a column of their own in the table of steps.
const MOST_CATEGORIES: usize = 9;

/// Competitors listed by name.
const MOST_COMPETITORS: usize = 12;

/// How many left in each step, and for which categories.
pub fn trend(room: &Room<'_>, report: &ReasonsReport) -> Markup {
    let (language, grain) = (room.language(), report.view.grain);
    let drawn: Vec<Column> = report
        .steps
        .iter()
        .map(|step| Column {
            label: parts::step_label(language, grain, step.days),
            whole: room.is_whole(step.days),
            parts: vec![crate::domain::share::real(step.figures.all.n)],
        })
        .collect();
    let categories = report.categories.get(..MOST_CATEGORIES).unwrap_or(&report.categories);
    let cells = |figures: &StepFigures| -> Vec<u64> {
        let of = |code: &String| figures.categories.get(code).copied().unwrap_or(0);
        categories.iter().map(|one| of(&one.titled.category)).collect()
    };
    parts::card(
        &t!(language, &format!("board-trend-{grain}")),
        &t!(language, "board-reasons-trend-lead"),
        &html! {
            @if drawn.len() > 1 {
                div.card-body { (columns(language, &t!(language, "board-reasons-trend-picture"), &[""], &drawn, "")) }
            }
            details.board-table open[drawn.len() <= 3] {
                summary { (t!(language, "board-table")) }
                div.table-responsive tabindex="0" {
                    table.table.table-vcenter.card-table.board-folds.board-early.board-many {
                        thead { tr {
                            th { (t!(language, &format!("board-grain-{grain}"))) }
                            th.number { (t!(language, "board-reasons-left-column")) }
                            th.number { (t!(language, "board-reasons-money")) }
                            @for one in categories { th.number { (one.titled.title.get(language)) } }
                            th.number { (t!(language, "board-reasons-unknown-short")) }
                        } }
                        tbody {
                            @for step in report.steps.iter().rev() {
                                @let cut = report.view.cut.during(step.days);
                                @let all = &step.figures.all;
                                tr {
                                    td { (room.step(step.days)) }
                                    td.number data-label=(t!(language, "board-reasons-left-column")) { (count(language, &cut, &[], all.n)) }
                                    td.number data-label=(t!(language, "board-reasons-money")) { (money(language, &all.lost, report.horizon)) }
                                    @for (one, n) in categories.iter().zip(cells(&step.figures)) {
                                        td.number data-label=(one.titled.title.get(language)) { (count(language, &cut, &[Condition::is("reason_category", &one.titled.category)], n)) }
                                    }
                                    td.number data-label=(t!(language, "board-reasons-unknown-short")) { (count(language, &cut, &[Condition::absent("reason_category")], all.n - all.known)) }
                                }
                            }
                        }
                    }
                }
            }
        },
    )
}

/// Where they left, and how many of them could have been kept.
pub fn groups(room: &Room<'_>, report: &ReasonsReport) -> Markup {
    let language = room.language();
    let by = report.view.by.unwrap_or(Dimension::Segment);
    let (listed, rest) = report.groups.split_at(report.groups.len().min(MOST_GROUPS));
    let mut others = Leavers::default();
    rest.iter().for_each(|group| others += &group.figures);
    parts::card(
        &t!(language, "board-reasons-groups"),
        &t!(language, "board-reasons-groups-lead"),
        &html! {
            (room.breakdowns(by))
            div.table-responsive tabindex="0" {
                table.table.table-vcenter.card-table.board-folds.board-early {
                    thead { tr {
                        th { (t!(language, &format!("board-by-{by}"))) }
                        th.number { (t!(language, "board-reasons-left-column")) }
                        th.number { (t!(language, "board-reasons-money")) }
                        th.number { (t!(language, "board-reasons-preventable-share")) }
                        th { (t!(language, "board-change-column")) }
                        th.number { (t!(language, "board-reasons-returned")) }
                    } }
                    tbody {
                        @for group in listed { (group_row(room, report, by, group)) }
                        @if !rest.is_empty() {
                            tr {
                                td { (t!(language, "board-other-groups", count = rest.len())) }
                                td.number data-label=(t!(language, "board-reasons-left-column")) { (format::whole(language, others.n)) }
                                td.number data-label=(t!(language, "board-reasons-money")) { (money(language, &others.lost, report.horizon)) }
                                td {} td {} td.number data-label=(t!(language, "board-reasons-returned")) { (format::whole(language, others.returned)) }
                            }
                        }
                    }
                }
            }
        },
    )
}

fn group_row(room: &Room<'_>, report: &ReasonsReport, by: Dimension, group: &Group<Leavers>) -> Markup {
    let language = room.language();
    let cut = report.view.cut.only(by, &group.word);
    let leavers = &group.figures;
    let kept = leavers.judged(Preventable::Yes);
    html! {
        tr {
            td { a href=(room.only(by, &group.word)) { (parts::value_words(language, by, &group.word)) } }
            td.number data-label=(t!(language, "board-reasons-left-column")) { (count(language, &cut, &[], leavers.n)) }
            td.number data-label=(t!(language, "board-reasons-money")) { (money(language, &leavers.lost, report.horizon)) }
            td.number data-label=(t!(language, "board-reasons-preventable-share")) {
                (count(language, &cut, &[Condition::is("preventable", Preventable::Yes.code())], kept.count()))
                " " (parts::share(language, kept))
            }
            td data-label=(t!(language, "board-change-column")) { (why::moved(language, group.change)) }
            td.number data-label=(t!(language, "board-reasons-returned")) { (count(language, &cut, &[Condition::present("returned")], leavers.returned)) }
        }
    }
}

/// To whom they left, by name.
pub fn competitors(language: Language, report: &ReasonsReport) -> Markup {
    let all = report.competitors();
    let (listed, rest) = all.split_at(all.len().min(MOST_COMPETITORS));
    parts::card(
        &t!(language, "board-reasons-competitors"),
        &t!(language, "board-reasons-competitors-lead"),
        &html! {
            @if all.is_empty() { div.card-body.text-secondary { (t!(language, "board-reasons-competitors-none")) } }
            @else {
                table.table.table-vcenter.card-table {
                    thead { tr {
                        th { (t!(language, "board-reasons-competitor")) }
                        th.number { (t!(language, "board-reasons-left-column")) }
                    } }
                    tbody {
                        @for (key, one) in listed {
                            tr {
                                td.customer-words { (one.name()) }
                                td.number { (count(language, &report.view.cut, &[Condition::is("competitor", key)], one.n)) }
                            }
                        }
                        @if !rest.is_empty() {
                            tr {
                                td { (t!(language, "board-other-groups", count = rest.len())) }
                                td.number { (format::whole(language, rest.iter().map(|(_, one)| one.n).sum::<u64>())) }
                            }
                        }
                    }
                }
            }
        },
    )
}

/// What would bring them back, in their own words.
pub fn bring_back(room: &Room<'_>, report: &ReasonsReport, words: &[Departed]) -> Markup {
    let language = room.language();
    let all = report.now.bring_back;
    let these = [Condition::present("bring_back")];
    parts::card(
        &t!(language, "board-reasons-bring-back"),
        &t!(language, "board-reasons-bring-back-lead"),
        &html! {
            @if all == 0 { div.card-body.text-secondary { (t!(language, "board-reasons-bring-back-none")) } }
            @else {
                div.list-group.list-group-flush {
                    @for one in words {
                        @if let Some(words) = &one.bring_back {
                            div.list-group-item {
                                p.prose.mb-1.customer-words { (words) }
                                div.small.text-secondary { (format::date(language, one.left_at, room.zone)) }
                            }
                        }
                    }
                }
                div.card-footer {
                    @if all > u64::try_from(WORDS).unwrap_or(0) { (t!(language, "board-reasons-bring-back-all")) ": " }
                    @else { (t!(language, "board-reasons-bring-back-count")) ": " }
                    a.figure data-counts=(all) href=(rows(&report.view.cut, &these)) { (format::whole(language, all)) }
                }
            }
        },
    )
}
