//! Reasons one by one: the picture that adds them up, and the table.

use std::collections::BTreeMap;

use bigdecimal::{BigDecimal, Signed as _, ToPrimitive as _};
use maud::{Markup, html};

use super::{count, exactly, rows};
use crate::{
    domain::{
        cut::Cut,
        facts::Condition,
        language::Language,
        nps::Base,
        reason::{self, Preventable},
        report::{
            Change,
            reasons::{Ranking, ReasonsReport, Why, money_share},
        },
        share::{Share, real},
    },
    t,
    web::{
        board::{parts, room::Room},
        ui::{
            chart::{self, Pareto},
            icon,
        },
    },
    words::format,
};

/// Bars of the picture; the rest is one more.
const BARS: usize = 14;

/// Reasons from the greatest to the least with what they make together, by count or by the money of each currency.
pub fn pareto(room: &Room<'_>, report: &ReasonsReport) -> Markup {
    let language = room.language();
    let chosen = report.view.options.ranked.unwrap_or(Ranking::Count);
    let together = t!(language, "board-reasons-together");
    let draw = |name: &str, bars: &[Pareto]| html! { div.card-body { (chart::pareto(language, name, &together, bars)) } };
    let name = t!(language, &format!("board-reasons-pareto-{chosen}"));
    let mut lead = t!(language, "board-reasons-pareto-lead").into_owned();
    if chosen == Ranking::Count && Base::of(report.now.total.known).shows_score() {
        lead = format!("{lead} {}", t!(language, "board-reasons-pareto-whisker"));
    }
    parts::card(
        &t!(language, "board-reasons-pareto"),
        &lead,
        &html! {
            nav.board-by.d-print-none aria-label=(t!(language, "board-reasons-ranked")) {
                @for one in Ranking::all() {
                    @let mut view = report.view.clone();
                    @let address = { view.options.ranked = Some(*one).filter(|one| *one != Ranking::Count); room.at(&view) };
                    a.active[*one == chosen] href=(address) aria-current=[(*one == chosen).then_some("true")] {
                        (t!(language, &format!("board-reasons-ranked-{one}")))
                    }
                }
            }
            @if !Base::of(report.now.total.known).shows_score() {
                div.card-body.text-secondary { (t!(language, "board-reasons-few")) }
            } @else if chosen == Ranking::Count {
                (draw(&name, &by_count(language, report)))
            } @else {
                @for currency in &report.currencies { (draw(&format!("{name}: {currency}"), &by_money(language, report, currency))) }
                @if report.currencies.is_empty() { div.card-body.text-secondary { (t!(language, "board-reasons-no-money")) } }
            }
        },
    )
}

fn by_count(language: Language, report: &ReasonsReport) -> Vec<Pareto> {
    let known = real(report.now.total.known.max(1));
    let bar = |label: String, n: u64| Pareto {
        label,
        figure: format!("{} · {}", format::whole(language, n), format::percent(language, real(n) / known, 1)),
        share: real(n) / known,
        interval: Share::new(n, report.now.total.known)
            .interval()
            .filter(|_| Base::of(report.now.total.known).shows_score()),
        rest: false,
    };
    let (first, rest) = report.reasons.split_at(report.reasons.len().min(BARS));
    let mut bars: Vec<Pareto> =
        first.iter().map(|why| bar(name(language, report, why), why.leavers.n)).collect();
    if !rest.is_empty() {
        let sum = rest.iter().map(|why| why.leavers.n).sum();
        bars.push(Pareto { rest: true, ..bar(others(language, rest.len()), sum) });
    }
    bars
}

fn by_money(language: Language, report: &ReasonsReport, currency: &str) -> Vec<Pareto> {
    let of = |amounts: BTreeMap<String, BigDecimal>| amounts.get(currency).cloned().unwrap_or_default();
    let whole = of(report.now.total.lost_known.amounts(report.horizon));
    let mut all: Vec<(&Why, BigDecimal)> = report
        .reasons
        .iter()
        .map(|why| (why, of(why.leavers.lost.amounts(report.horizon))))
        .filter(|(_, amount)| amount.is_positive())
        .collect();
    all.sort_by(|(_, a), (_, b)| b.cmp(a));
    let bar = |label: String, amount: &BigDecimal| {
        let share = money_share(amount, &whole).unwrap_or(0.0);
        let short = if amount.to_f64().is_some_and(|amount| amount >= 10_000.0) {
            amount.with_scale_round(0, bigdecimal::RoundingMode::HalfUp)
        } else {
            amount.clone()
        };
        let figure = exactly(language, &short, currency);
        Pareto {
            label,
            figure: format!("{figure} · {}", format::percent(language, share, 1)),
            share,
            interval: None,
            rest: false,
        }
    };
    let (first, rest) = all.split_at(all.len().min(BARS));
    let mut bars: Vec<Pareto> =
        first.iter().map(|(why, amount)| bar(name(language, report, why), amount)).collect();
    if !rest.is_empty() {
        let sum: BigDecimal = rest.iter().map(|(_, amount)| amount).sum();
        bars.push(Pareto { rest: true, ..bar(others(language, rest.len()), &sum) });
    }
    bars
}

fn others(language: Language, count: usize) -> String {
    t!(language, "board-reasons-others", count = count).into_owned()
}

/// A reason by its words; of a category alone, that no more is known.
pub fn name(language: Language, report: &ReasonsReport, why: &Why) -> String {
    match &why.titled.reason {
        Some(_) => why.titled.title.get(language).to_owned(),
        None => t!(language, "board-reasons-category-only", category = category(language, report, why))
            .into_owned(),
    }
}

fn category<'a>(language: Language, report: &'a ReasonsReport, why: &'a Why) -> &'a str {
    let same = |one: &&Why| one.titled.category == why.titled.category;
    report.categories.iter().find(same).unwrap_or(why).titled.title.get(language)
}

/// Every category with its reasons.
pub fn table(room: &Room<'_>, report: &ReasonsReport) -> Markup {
    let language = room.language();
    let label = |key: &str| t!(language, key);
    parts::card(
        &label("board-reasons-table"),
        &label("board-reasons-table-lead"),
        &html! {
            @if report.categories.is_empty() {
                div.card-body.text-secondary { (label("board-reasons-none-known")) }
            } @else {
                div.table-responsive tabindex="0" {
                    table.table.table-vcenter.card-table.board-why {
                        thead { tr {
                            th { (label("board-reasons-reason")) }
                            th.number { (label("board-reasons-left-column")) }
                            th.number { (label("board-reasons-share")) }
                            th { (label("board-change-column")) }
                            th.number { (label("board-reasons-shown")) }
                            th.number { (label("board-reasons-money")) }
                            th.number { (label("board-reasons-returned")) }
                            th.board-wide { (label("board-reasons-steps")) }
                        } }
                        tbody {
                            @for one in &report.categories {
                                (row(room, report, one, true))
                                @for why in report.reasons.iter().filter(|why| why.titled.category == one.titled.category) {
                                    (row(room, report, why, false))
                                }
                            }
                        }
                    }
                }
            }
        },
    )
}

/// What a row counts.
fn conditions(why: &Why, whole: bool) -> Vec<Condition> {
    let category = &why.titled.category;
    match &why.titled.reason {
        Some(code) => vec![Condition::is("reason", &reason::key(category, code))],
        None if whole => vec![Condition::is("reason_category", category)],
        None => vec![Condition::is("reason_category", category), Condition::absent("reason")],
    }
}

fn row(room: &Room<'_>, report: &ReasonsReport, why: &Why, whole: bool) -> Markup {
    let (language, cut) = (room.language(), &report.view.cut);
    let these = conditions(why, whole);
    let shows = Base::of(why.share.of()).shows_score();
    let label = |key: &str| t!(language, key);
    let title = if whole { why.titled.title.get(language).to_owned() } else { name(language, report, why) };
    html! {
        tr.board-why-category[whole] {
            td {
                @if whole { strong { (title) } } @else { span.board-why-reason { (title) } }
                @if let Some(judged) = why.titled.preventable.filter(|_| !whole) { (judgement(language, judged)) }
            }
            td.number data-label=(label("board-reasons-left-column")) { (count(language, cut, &these, why.leavers.n)) }
            td.number data-label=(label("board-reasons-share")) {
                @match why.share.value().zip(why.share.interval()).filter(|_| shows) {
                    Some((value, (low, high))) => {
                        strong.figure { (format::percent(language, value, 1)) }
                        div.small.text-secondary { (t!(language, "board-interval", low = format::percent(language, low, 1), high = format::percent(language, high, 1))) }
                    }
                    None => "–",
                }
            }
            td data-label=(label("board-change-column")) { (moved(language, why.change)) }
            td.number data-label=(label("board-reasons-shown")) { (shown(language, cut, why)) }
            td.number data-label=(label("board-reasons-money")) { (lost(language, report, why)) }
            td.number data-label=(label("board-reasons-returned")) {
                @let back = [these.as_slice(), &[Condition::present("returned")]].concat();
                (count(language, cut, &back, why.leavers.returned))
            }
            td.board-wide { (along(language, report, why)) }
        }
    }
}

fn judgement(language: Language, judged: Preventable) -> Markup {
    html! { div.small.text-secondary { (t!(language, &format!("board-preventable-short-{judged}"))) } }
}

/// How a share moved: neither way is better by itself.
pub fn moved(language: Language, change: Option<Change>) -> Markup {
    html! {
        @match change {
            Some(Change { difference, significant, .. }) => {
                span.board-change title=(t!(language, if significant { "board-change-real" } else { "board-change-chance" })) {
                    @if significant { (icon(if difference > 0.0 { "up" } else { "down" })) }
                    span.figure { (t!(language, "board-reasons-points", points = format::signed(language, difference, 1))) }
                    @if !significant { " " small.text-secondary { (t!(language, "board-chance")) } }
                }
            }
            None => span.text-secondary { "–" },
        }
    }
}

/// Of those who saw it in their survey, who gave it: the figure that other reasons' places in the list do not move.
fn shown(language: Language, cut: &Cut, why: &Why) -> Markup {
    let Some(share) = why.shown.filter(|share| Base::of(share.of()) != Base::Hidden) else {
        return html! { "–" };
    };
    let (field, word, chosen) = match &why.titled.reason {
        Some(code) => (format!("shown:{code}"), code, "said"),
        None => (format!("shown_category:{}", why.titled.category), &why.titled.category, "said_category"),
    };
    let saw = Condition::present(&field);
    let chose = [saw.clone(), Condition::is(chosen, word)];
    html! {
        @if share.count() > 0 { (count(language, cut, &chose, share.count())) } @else { "0" }
        " " (t!(language, "board-reasons-of")) " "
        a.figure data-counts=(share.of()) href=(rows(cut, &[saw])) { (format::whole(language, share.of())) }
        @if Base::of(share.of()).shows_score() { div.small { (parts::share(language, share)) } }
    }
}

fn lost(language: Language, report: &ReasonsReport, why: &Why) -> Markup {
    let whole = report.now.total.lost_known.amounts(report.horizon);
    let amounts = why.leavers.lost.amounts(report.horizon);
    html! {
        @if amounts.is_empty() { "–" }
        @for (currency, amount) in &amounts {
            div.figure.text-nowrap { (exactly(language, amount, currency)) }
            @if let Some(share) = whole.get(currency).and_then(|whole| money_share(amount, whole)) {
                div.small.text-secondary { (format::percent(language, share, 1)) }
            }
        }
    }
}

/// Small columns of the steps; their numbers stand in the table of steps and in the files.
fn along(language: Language, report: &ReasonsReport, why: &Why) -> Markup {
    let most = why.steps.iter().copied().max().unwrap_or(0).max(1);
    let last = why.steps.len().saturating_sub(36);
    html! {
        @if report.steps.len() > 1 {
            div.why-steps aria-hidden="true" {
                @for (count, step) in why.steps.iter().zip(&report.steps).skip(last) {
                    @let words = format!("{}: {count}", parts::step_name(language, report.view.grain, step.days));
                    span title=(words) style=(format!("height:{:.0}%", real(*count) / real(most) * 100.0)) {}
                }
            }
        }
    }
}
