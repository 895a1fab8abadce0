//! The page of RFM: named groups by how lately and how often customers buy, and what they bring.

use maud::{Markup, html};

use super::{
    Page,
    customers::{self, brought, brought_head, count},
    parts::{self, MOST_GROUPS},
    room::Room,
};
use crate::{
    domain::{
        facts::Condition,
        report::{Brought, RfmReport},
        rfm::RfmGroup,
    },
    reports::buyers,
    t,
    words::format,
};

/// Draws it.
pub fn page(room: &Room<'_>, report: &RfmReport) -> Page {
    let language = room.language();
    let cards = (report.total.customers > 0).then(|| {
        html! {
            div.col-12 { (named(room, report)) }
            div.col-lg-6 { (scores(room, report)) }
            div.col-lg-6 { (money(room, report)) }
            div.col-12 { (groups(room, report)) }
        }
    });
    let sorts: Vec<Brought> = RfmGroup::all().iter().map(|group| report.group(*group)).collect();
    let words = t!(language, "board-rfm-definition", zone = room.zone.name());
    let currencies = (report.currencies.as_slice(), report.currency.as_deref());
    customers::sorted(room, currencies, &sorts, cards.as_ref(), &words)
}

fn currency(report: &RfmReport) -> &str {
    report.currency.as_deref().unwrap_or_default()
}

fn link(room: &Room<'_>, report: &RfmReport, conditions: &[Condition], n: u64) -> Markup {
    count(room.language(), &report.view, report.view.cut.period, conditions, n)
}

fn named(room: &Room<'_>, report: &RfmReport) -> Markup {
    let language = room.language();
    parts::card(
        &t!(language, "board-rfm-groups"),
        &t!(language, "board-rfm-groups-lead"),
        &html! {
            div.table-responsive tabindex="0" {
                table.table.table-vcenter.card-table.board-folds {
                    thead { tr { th { (t!(language, "board-rfm-group")) } (brought_head(language)) th.board-wide { span.visually-hidden { (t!(language, "board-buyers-customers-of")) } } } }
                    tbody {
                        @for group in RfmGroup::all() {
                            @let sum = report.group(*group);
                            @let share = sum.share(&report.total).value().unwrap_or(0.0);
                            tr {
                                td { strong { (t!(language, &format!("board-buyers-rfm-{group}"))) } div.small.text-secondary { (t!(language, &format!("board-rfm-{group}"))) } }
                                (brought(language, &sum, &report.total, currency(report), &link(room, report, &[Condition::is("rfm", group.code())], sum.customers)))
                                td.board-wide { div.meter aria-hidden="true" { span style=(format!("width:{:.2}%", share * 100.0)) {} } }
                            }
                        }
                        tr {
                            td { strong { (t!(language, "board-retention-all")) } }
                            (brought(language, &report.total, &report.total, currency(report), &link(room, report, &[Condition::present("rfm")], report.total.customers)))
                            td.board-wide {}
                        }
                    }
                }
            }
        },
    )
}

/// Recency against frequency, the best in the upper right corner.
fn scores(room: &Room<'_>, report: &RfmReport) -> Markup {
    let language = room.language();
    parts::card(
        &t!(language, "board-rfm-scores"),
        &t!(language, "board-rfm-scores-lead"),
        &html! {
            div.table-responsive tabindex="0" {
                table.table.table-vcenter.card-table.board-heat {
                    thead { tr {
                        th { "R \\ F" }
                        @for frequency in 1..=5 { th.number { "F " (frequency) } }
                    } }
                    tbody {
                        @for recency in (1..=5u8).rev() {
                            tr {
                                th scope="row" { "R\u{a0}" (recency) }
                                @for frequency in 1..=5u8 {
                                    @let sum = report.sum(|(r, f, _)| (r, f) == (recency, frequency));
                                    @let share = sum.share(&report.total).value().unwrap_or(0.0);
                                    @let conditions = [Condition::between("r", recency.into(), recency.into()), Condition::between("f", frequency.into(), frequency.into())];
                                    td.number style=(format!("--heat:{:.1}%", (share * 300.0).min(55.0))) {
                                        strong { (link(room, report, &conditions, sum.customers)) }
                                        div.small { (format::percent(language, share, 1)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        },
    )
}

fn money(room: &Room<'_>, report: &RfmReport) -> Markup {
    let language = room.language();
    parts::card(
        &t!(language, "board-rfm-money"),
        &t!(language, "board-rfm-money-lead"),
        &html! {
            div.table-responsive tabindex="0" {
                table.table.table-vcenter.card-table.board-folds {
                    thead { tr { th { "M" } (brought_head(language)) } }
                    tbody {
                        @for money in (1..=5u8).rev() {
                            @let sum = report.sum(|(.., m)| m == money);
                            tr {
                                td { "M\u{a0}" (money) }
                                (brought(language, &sum, &report.total, currency(report), &link(room, report, &[Condition::between("m", money.into(), money.into())], sum.customers)))
                            }
                        }
                    }
                }
            }
        },
    )
}

fn groups(room: &Room<'_>, report: &RfmReport) -> Markup {
    let language = room.language();
    let by = buyers::by(&report.view);
    parts::card(
        &t!(language, "board-rfm-by"),
        &t!(language, "board-rfm-by-lead"),
        &html! {
            (room.breakdowns(by))
            div.table-responsive tabindex="0" {
                table.table.table-vcenter.card-table.board-folds.board-folds-3.board-early {
                    thead { tr {
                        th { (t!(language, &format!("board-by-{by}"))) }
                        (brought_head(language))
                        @for group in RfmGroup::all() { th.number { (t!(language, &format!("board-buyers-rfm-{group}"))) } }
                    } }
                    tbody {
                        @for (word, sums) in report.groups.iter().take(MOST_GROUPS) {
                            @let only = Condition::is(by.code(), word);
                            @let all = { let mut all = Brought::default(); sums.values().for_each(|sum| all += *sum); all };
                            tr {
                                td { a href=(room.only(by, word)) { (parts::value_words(language, by, word)) } }
                                (brought(language, &all, &report.total, currency(report), &link(room, report, &[Condition::present("rfm"), only.clone()], all.customers)))
                                @for group in RfmGroup::all() {
                                    @let n = sums.get(group).map_or(0, |sum| sum.customers);
                                    td.number data-label=(t!(language, &format!("board-buyers-rfm-{group}"))) { (link(room, report, &[Condition::is("rfm", group.code()), only.clone()], n)) }
                                }
                            }
                        }
                        @if report.groups.len() > MOST_GROUPS { tr { td colspan="11" { (t!(language, "board-other-groups", count = report.groups.len() - MOST_GROUPS)) } } }
                    }
                }
            }
        },
    )
}
