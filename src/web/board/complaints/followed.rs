//! Kept after a complaint: the three groups, and solved complaints beside the other two, like with like.

use maud::{Markup, html};

use super::{counted, percent, percents, told};
use crate::{
    domain::{
        cut::Cut,
        kept::{Comparison, GroupFigures, Kept, Verdict},
        language::Language,
        nps::Base,
    },
    reports::complaints::kept::{Gathered, MOST},
    t,
    web::board::{ask, parts},
    words::format,
};

pub(super) fn section(language: Language, cut: &Cut, gathered: &Gathered, kept: &Kept) -> Markup {
    let days = parts::days(language, gathered.window);
    html! {
        h2.board-part #kept { (t!(language, "board-kept-title")) }
        p { (t!(language, "board-kept-lead")) }
        p.text-secondary {
            (t!(language, "board-kept-window", days = days))
            @if gathered.moved { " " (t!(language, "board-kept-window-moved")) }
            @if gathered.drawn.0 { " " (t!(language, "board-kept-drawn-complained", most = format::whole(language, MOST))) }
            @if gathered.drawn.1 { " " (t!(language, "board-kept-drawn-silent", most = format::whole(language, MOST))) }
        }
        @if gathered.units.is_empty() {
            div.card { div.card-body.text-secondary { (t!(language, "board-kept-nobody")) } }
        } @else {
            div.row.row-cards {
                div.col-12 { (groups(language, cut, kept)) }
                @for comparison in &kept.comparisons { div.col-lg-6 { (compared(language, comparison)) } }
            }
        }
        p.board-definition { (t!(language, "board-kept-definition")) }
    }
}

fn groups(language: Language, cut: &Cut, kept: &Kept) -> Markup {
    parts::card(
        &t!(language, "board-kept-groups"),
        &t!(language, "board-kept-groups-lead"),
        &html! {
            div.table-responsive tabindex="0" { table.table.table-vcenter.card-table.board-folds {
                thead { tr {
                    th { (t!(language, "board-kept-group-column")) }
                    th.number { (t!(language, "board-kept-customers")) }
                    th.number { (t!(language, "board-kept-bought")) }
                    th { (t!(language, "board-kept-share")) }
                    th { (t!(language, "board-kept-money")) }
                } }
                tbody { @for group in &kept.groups { (group_row(language, cut, group)) } }
            } }
        },
    )
}

fn group_row(language: Language, cut: &Cut, figures: &GroupFigures) -> Markup {
    let rows = |bought: bool| ask::kept(cut, figures.group, bought);
    let n = figures.bought.of();
    html! {
        tr {
            td { (t!(language, &format!("board-kept-{}", figures.group))) }
            td.number data-label=(t!(language, "board-kept-customers")) { (counted(language, n, &rows(false))) }
            td.number data-label=(t!(language, "board-kept-bought")) { (counted(language, figures.bought.count(), &rows(true))) }
            td data-label=(t!(language, "board-kept-share")) { (told(language, figures.bought)) }
            td data-label=(t!(language, "board-kept-money")) {
                @if Base::of(n).shows_score() {
                    @for paid in &figures.paid {
                        div {
                            strong.figure { (amount(language, paid.mean, &paid.currency)) }
                            @if let Some((low, high)) = paid.interval {
                                " " span.text-secondary { (t!(language, "board-interval", low = amount(language, low, &paid.currency), high = amount(language, high, &paid.currency))) }
                            }
                            " " span.text-secondary { (t!(language, "board-kept-in-all", money = format::money(language, &paid.total, &paid.currency))) }
                        }
                    }
                    @if figures.paid.is_empty() { "–" }
                } @else { "–" }
            }
        }
    }
}

/// A mean amount, in whole units of its currency.
fn amount(language: Language, amount: f64, currency: &str) -> String {
    let unit = format::currency_sign(currency);
    format!("{}{}{unit}", format::decimal(language, amount, 0), format::NBSP)
}

fn compared(language: Language, comparison: &Comparison) -> Markup {
    let with = t!(language, &format!("board-kept-with-{}", comparison.with));
    let points = |fraction: f64| {
        t!(language, "board-complaints-points", count = format::signed(language, fraction * 100.0, 1))
            .into_owned()
    };
    html! {
        section.card.h-100 { div.card-body {
            h3.subheader { (with) }
            p.board-kept-verdict data-verdict=(comparison.verdict.code()) { (t!(language, &format!("board-kept-verdict-{}", comparison.verdict))) }
            @if let (Some((solved, others)), Some((difference, (low, high)))) = (comparison.shares, comparison.difference) {
                p.mb-1 {
                    (t!(language, "board-kept-matched", solved = format::percent(language, solved, 1), others = format::percent(language, others, 1)))
                }
                p.mb-1 {
                    @if comparison.verdict != Verdict::CannotTell { strong.figure { (points(difference)) } " " }
                    @else { span.figure { (points(difference)) } " " }
                    span.text-secondary { (parts::figure_interval(language, percents(Some((low, high))), 1, &percent(language))) }
                }
            }
            p.text-secondary.mb-0 {
                (t!(language, "board-kept-strata", solved = format::whole(language, comparison.solved), others = format::whole(language, comparison.others), strata = comparison.strata, out = comparison.left_out))
            }
        } }
    }
}
