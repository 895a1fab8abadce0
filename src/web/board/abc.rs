//! The page of ABC and XYZ: who brings the revenue, how regularly they buy, and how they moved between classes.

use maud::{Markup, html};

use super::{
    Page,
    customers::{self, brought, brought_head, count, yes},
    parts::{self, MOST_GROUPS},
    room::Room,
};
use crate::{
    domain::{
        cut::Options,
        facts::Condition,
        report::{AbcReport, Brought, Moves},
        rfm::Regularity,
        share::Share,
        value::ValueClass,
    },
    reports::{
        abc::{GONE, NEW},
        buyers,
    },
    t,
    words::format,
};

/// Draws it.
pub fn page(room: &Room<'_>, report: &AbcReport) -> Page {
    let language = room.language();
    let cards = (report.total.customers > 0).then(|| {
        html! {
            div.col-lg-6 { (classes(room, report)) }
            div.col-lg-6 { (regularities(room, report)) }
            div.col-12 { (cells(room, report)) }
            @if let Some(before) = room.view.before().filter(|_| report.before.is_some()) {
                @let lead = t!(language, "board-abc-moves-lead", before = parts::days(language, before.period), count = report.everybody());
                div.col-lg-6 { (moves(room, report, "abc", &lead, &report.abc, ValueClass::all(), ValueClass::code)) }
                div.col-lg-6 { (moves(room, report, "xyz", &lead, &report.xyz, Regularity::all(), Regularity::code)) }
            }
            div.col-12 { (groups(room, report)) }
        }
    });
    let sorts: Vec<Brought> = ValueClass::all()
        .iter()
        .map(|class| report.class(*class))
        .chain(Regularity::all().iter().map(|one| report.regularity(*one)))
        .collect();
    let words = t!(language, "board-abc-definition", regular = report.regular, zone = room.zone.name());
    let currencies = (report.currencies.as_slice(), report.currency.as_deref());
    customers::sorted(room, currencies, &sorts, cards.as_ref(), &words)
}

fn currency(report: &AbcReport) -> &str {
    report.currency.as_deref().unwrap_or_default()
}

fn link(room: &Room<'_>, report: &AbcReport, conditions: &[Condition], n: u64) -> Markup {
    count(room.language(), &report.view, report.view.cut.period, conditions, n)
}

fn classes(room: &Room<'_>, report: &AbcReport) -> Markup {
    let language = room.language();
    let rows = ValueClass::all().iter().map(|class| (class.code(), report.class(*class)));
    parts::card(
        &t!(language, "board-abc-classes"),
        &t!(language, "board-abc-classes-lead"),
        &sorts(room, report, "abc", rows.collect()),
    )
}

fn regularities(room: &Room<'_>, report: &AbcReport) -> Markup {
    let language = room.language();
    let rows = Regularity::all().iter().map(|one| (one.code(), report.regularity(*one)));
    let label = t!(language, "board-abc-regular");
    parts::card(
        &t!(language, "board-abc-regularity"),
        &t!(language, "board-abc-regularity-lead"),
        &html! {
            (sorts(room, report, "xyz", rows.collect()))
            div.card-body { (customers::ask_number(room, "regular", &label, Some(report.regular), Options::MOST_REGULAR)) }
        },
    )
}

/// Sorts of customers: their share of the customers and their share of the revenue, one bar above the other.
fn sorts(room: &Room<'_>, report: &AbcReport, field: &str, rows: Vec<(&'static str, Brought)>) -> Markup {
    let language = room.language();
    html! {
        div.table-responsive tabindex="0" {
            table.table.table-vcenter.card-table.board-folds {
                thead { tr { th { (t!(language, "board-abc-class")) } (brought_head(language)) } }
                tbody {
                    @for (code, sum) in &rows {
                        tr {
                            td {
                                strong { (code) } " " span.text-secondary { (t!(language, &format!("board-abc-{code}"))) }
                                @for share in [sum.share(&report.total).value(), sum.revenue_share(&report.total)] {
                                    div.meter.mt-1 aria-hidden="true" { span style=(format!("width:{:.2}%", share.unwrap_or(0.0).clamp(0.0, 1.0) * 100.0)) {} }
                                }
                            }
                            (brought(language, sum, &report.total, currency(report), &link(room, report, &[Condition::is(field, code)], sum.customers)))
                        }
                    }
                    tr {
                        td { strong { (t!(language, "board-retention-all")) } }
                        (brought(language, &report.total, &report.total, currency(report), &link(room, report, &[yes("buyer")], report.total.customers)))
                    }
                }
            }
        }
    }
}

fn cells(room: &Room<'_>, report: &AbcReport) -> Markup {
    let language = room.language();
    parts::card(
        &t!(language, "board-abc-cells"),
        &t!(language, "board-abc-cells-lead"),
        &html! {
            div.table-responsive tabindex="0" {
                table.table.table-vcenter.card-table.board-heat {
                    thead { tr {
                        th { (t!(language, "board-abc-class")) }
                        @for one in Regularity::all() { th.number { (one) " · " (t!(language, &format!("board-abc-{one}"))) } }
                    } }
                    tbody {
                        @for class in ValueClass::all() {
                            tr {
                                th scope="row" { (class) }
                                @for one in Regularity::all() {
                                    @let sum = report.cells.get(&(*class, *one)).copied().unwrap_or_default();
                                    @let share = sum.share(&report.total).value().unwrap_or(0.0);
                                    td.number style=(format!("--heat:{:.1}%", share * 55.0)) {
                                        strong { (link(room, report, &[Condition::is("abc", class.code()), Condition::is("xyz", one.code())], sum.customers)) }
                                        div.small { (format::money(language, &crate::domain::retention::amount(sum.revenue), currency(report))) }
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

/// From which class to which: a row of each class before, a column of each class now.
fn moves<T: Copy + Ord>(
    room: &Room<'_>,
    report: &AbcReport,
    field: &str,
    lead: &str,
    moves: &Moves<T>,
    all: &[T],
    code: impl Fn(T) -> &'static str,
) -> Markup {
    let language = room.language();
    let ends: Vec<Option<T>> = all.iter().copied().map(Some).chain([None]).collect();
    let sum: u64 = moves.values().sum();
    let name = |end: Option<T>, none: &str| {
        end.map_or_else(
            || t!(language, &format!("board-abc-{none}")).into_owned(),
            |end| code(end).to_owned(),
        )
    };
    let before = format!("{field}_before");
    let condition =
        |field: &str, end: Option<T>, none: &'static str| Condition::is(field, end.map_or(none, &code));
    let total = |keep: &dyn Fn(Option<T>, Option<T>) -> bool| -> u64 {
        moves.iter().filter(|((from, to), _)| keep(*from, *to)).map(|(_, count)| *count).sum()
    };
    parts::card(
        &t!(language, &format!("board-abc-moves-{field}")),
        lead,
        &html! {
            div.table-responsive tabindex="0" {
                table.table.table-vcenter.card-table.board-heat.board-moves {
                    thead { tr {
                        th { (t!(language, "board-abc-from-to")) }
                        @for to in &ends { th.number { (name(*to, GONE)) } }
                        th.number { (t!(language, "board-abc-in-all")) }
                    } }
                    tbody {
                        @for from in &ends {
                            tr {
                                th scope="row" { (name(*from, NEW)) }
                                @for to in &ends {
                                    @let n = moves.get(&(*from, *to)).copied().unwrap_or(0);
                                    @let share = Share::new(n, sum).value().unwrap_or(0.0);
                                    td.number style=(format!("--heat:{:.1}%", share * 55.0)) {
                                        @if from.is_none() && to.is_none() { "–" }
                                        @else { (link(room, report, &[condition(&before, *from, NEW), condition(field, *to, GONE)], n)) }
                                    }
                                }
                                td.number { (link(room, report, &[condition(&before, *from, NEW)], total(&|one, _| one == *from))) }
                            }
                        }
                        tr {
                            th scope="row" { (t!(language, "board-abc-in-all")) }
                            @for to in &ends { td.number { (link(room, report, &[condition(field, *to, GONE)], total(&|_, one| one == *to))) } }
                            td.number { strong { (link(room, report, &[Condition::present(field)], sum)) } }
                        }
                    }
                }
            }
        },
    )
}

fn groups(room: &Room<'_>, report: &AbcReport) -> Markup {
    let language = room.language();
    let by = buyers::by(&report.view);
    parts::card(
        &t!(language, "board-abc-groups"),
        &t!(language, "board-abc-groups-lead"),
        &html! {
            (room.breakdowns(by))
            div.table-responsive tabindex="0" {
                table.table.table-vcenter.card-table.board-folds.board-folds-3 {
                    thead { tr {
                        th { (t!(language, &format!("board-by-{by}"))) }
                        (brought_head(language))
                        @for class in ValueClass::all() { th.number { (class) } }
                    } }
                    tbody {
                        @for (word, sums) in report.groups.iter().take(MOST_GROUPS) {
                            @let only = Condition::is(by.code(), word);
                            @let all = { let mut all = Brought::default(); sums.values().for_each(|sum| all += *sum); all };
                            tr {
                                td { a href=(room.only(by, word)) { (parts::value_words(language, by, word)) } }
                                (brought(language, &all, &report.total, currency(report), &link(room, report, &[yes("buyer"), only.clone()], all.customers)))
                                @for class in ValueClass::all() {
                                    @let n = sums.get(class).map_or(0, |sum| sum.customers);
                                    td.number data-label=(class) { (link(room, report, &[Condition::is("abc", class.code()), only.clone()], n)) }
                                }
                            }
                        }
                        @if report.groups.len() > MOST_GROUPS { tr { td colspan="6" { (t!(language, "board-other-groups", count = report.groups.len() - MOST_GROUPS)) } } }
                    }
                }
            }
        },
    )
}
