//! The page of why customers leave: first how many and what it costs, then why, when, where, to whom, and what would
//! bring them back.

mod around;
mod why;

use bigdecimal::BigDecimal;
use maud::{Markup, html};

use super::{
    Page, ask,
    parts::{self, Part},
    room::Room,
};
use crate::{
    domain::{
        cut::{Cut, View},
        facts::{Condition, Subject},
        language::Language,
        nps::Base,
        reason::Preventable,
        report::{
            Change, Report,
            reasons::{LONGEST_HORIZON, Leavers, Lost, ReasonsReport},
        },
        share::Share,
    },
    reports::counting,
    store::{Connection, StoreError, departed},
    t,
    web::{
        links,
        ui::{self, icon},
    },
    words::format,
};

/// Words of customers that the page shows; all of them are in the list.
const WORDS: usize = 6;

/// Draws it, with some words of customers.
///
/// # Errors
/// When the database does not answer.
pub async fn page(
    room: &Room<'_>,
    report: &ReasonsReport,
    connection: &mut Connection,
) -> Result<Page, StoreError> {
    let language = room.language();
    let said = [Condition::present("bring_back")];
    let (_, ids) = match report.now.bring_back {
        0 => (0, Vec::new()),
        _ => counting::rows(connection, Subject::Departures, &report.view.cut, &said, 0, WORDS).await?,
    };
    let words = departed::with_ids(connection, &ids).await?;
    let body = html! {
        @if report.is_empty() {
            (empty(room))
        } @else {
            div.row.row-cards {
                div.col-lg-5 { (figures(room, report)) }
                div.col-lg-7 { (judged(language, report)) }
                div.col-12 { (why::pareto(room, report)) }
                div.col-12 { (why::table(room, report)) }
                div.col-12 { (around::trend(room, report)) }
                div.col-12 { (around::groups(room, report)) }
                div.col-lg-6 { (around::competitors(language, report)) }
                div.col-lg-6 { (around::bring_back(room, report, &words)) }
            }
        }
        p.board-definition #definition { (t!(language, "board-reasons-definition", zone = room.zone.name(), months = report.horizon)) }
        p.board-definition { (t!(language, "board-reasons-definition-shares")) }
    };
    Ok(Page { actions: html! {}, body })
}

/// The departures that a figure counted.
fn rows(cut: &Cut, conditions: &[Condition]) -> String {
    ask::rows(Subject::Departures, cut, conditions, 1)
}

/// A count that leads to its departures.
fn count(language: Language, cut: &Cut, conditions: &[Condition], count: u64) -> Markup {
    html! {
        @if count > 0 {
            a.figure data-counts=(count) href=(rows(cut, conditions)) { (format::whole(language, count)) }
        } @else { span.figure { "0" } }
    }
}

/// Money of each currency, one under another: they are never added up.
fn money(language: Language, lost: &Lost, horizon: u16) -> Markup {
    let amounts = lost.amounts(horizon);
    html! {
        @if amounts.is_empty() { "–" }
        @for (currency, amount) in &amounts { div.figure.text-nowrap { (exactly(language, amount, currency)) } }
    }
}

/// To the last hundredth: figures of the page are those of its files.
fn exactly(language: Language, amount: &BigDecimal, currency: &str) -> String {
    format::money(language, amount, currency)
}

fn empty(room: &Room<'_>) -> Markup {
    let language = room.language();
    let all = room.span.map(|span| {
        let days = parts::days(language, span);
        (room.at(&View::of(Cut::of(span))), t!(language, "board-empty-all", days = days))
    });
    let words = if all.is_some() { "board-reasons-empty-words" } else { "board-reasons-empty-nothing" };
    html! {
        div.card { (ui::empty(
            &t!(language, "board-reasons-empty", days = parts::days(language, room.view.cut.period)),
            &t!(language, words),
            all.as_ref().map(|(address, label)| (address.as_str(), label.as_ref())),
        )) }
    }
}

fn figures(room: &Room<'_>, report: &ReasonsReport) -> Markup {
    let (language, total, cut) = (room.language(), &report.now.total, &report.view.cut);
    html! {
        section.card.h-100 {
            div.card-body {
                h2.subheader { (t!(language, "board-reasons-left")) }
                p.board-figure.figure { (count(language, cut, &[], total.n)) }
                (moved(room, report))
                h2.subheader.mt-3 { (t!(language, "board-reasons-lost")) }
                div.board-money { (money(language, &total.lost, report.horizon)) }
                @if report.currencies.len() > 1 { p.small.text-secondary.mb-1 { (t!(language, "board-reasons-currencies")) } }
                @if total.without_money > 0 {
                    p.small.text-secondary.mb-1 {
                        (count(language, cut, &[Condition::absent("months")], total.without_money)) " "
                        (t!(language, "board-reasons-without-money", count = total.without_money))
                    }
                }
                (horizon(room, report))
            }
        }
    }
}

/// How many months of payments are counted as lost: a choice of this page.
fn horizon(room: &Room<'_>, report: &ReasonsReport) -> Markup {
    let language = room.language();
    let mut usual = report.view.clone();
    usual.options.horizon = None;
    let kept = usual.pairs();
    html! {
        form.board-horizon.d-print-none method="get" action=(links::board(Report::Reasons.code())) {
            @for (name, value) in &kept { input type="hidden" name=(name) value=(value); }
            label.form-label for="horizon" { (t!(language, "board-reasons-horizon")) }
            input.form-control.form-control-sm #horizon name="horizon" type="number" min="1" max=(LONGEST_HORIZON) step="1" required value=(report.horizon);
            button.btn.btn-sm.btn-outline-secondary type="submit" { (t!(language, "board-reasons-count")) }
        }
        p.d-none.d-print-block.small { (t!(language, "board-reasons-horizon")) " " (report.horizon) }
    }
}

/// How the number of departures moved: more of them is worse.
fn moved(room: &Room<'_>, report: &ReasonsReport) -> Markup {
    let language = room.language();
    let Some(before) =
        report.view.before().filter(|before| room.span.is_none_or(|span| before.period.to() > span.from()))
    else {
        return html! {};
    };
    let period = parts::days(language, before.period);
    let count = report.before.as_ref().map_or(0, |before| before.n);
    html! {
        @match report.change() {
            Some(Change { difference, significant, .. }) => {
                @let class = match (significant, difference > 0.0) {
                    (true, true) => "board-change board-worse",
                    (true, false) => "board-change board-better",
                    (false, _) => "board-change",
                };
                div class=(class) {
                    @if significant { (icon(if difference > 0.0 { "up" } else { "down" })) }
                    strong.figure { (format::signed(language, difference, 0)) } " "
                    span { (t!(language, if significant { "board-change-real" } else { "board-change-chance" })) }
                }
                p.text-secondary.board-before { (t!(language, "board-before", days = period, figure = count)) }
            }
            None => p.board-change.text-secondary { (t!(language, "board-reasons-no-change", days = period)) },
        }
    }
}

/// Whether they could have been kept, who came back, and of whom nothing is known.
fn judged(language: Language, report: &ReasonsReport) -> Markup {
    let (total, cut) = (&report.now.total, &report.view.cut);
    let shows = Base::of(total.known).shows_score();
    let class = |judged: Preventable| match judged {
        Preventable::Yes => "share-detractors",
        Preventable::Partly => "share-passives",
        Preventable::No => "share-promoters",
        Preventable::Unknown => "share-unknown",
    };
    let bar = Preventable::all().iter().map(|judged| {
        let share = total.judged(*judged).value().unwrap_or(0.0);
        let name = t!(language, &format!("board-preventable-{judged}"));
        Part {
            class: class(*judged),
            share,
            words: format!("{name}: {}", format::percent(language, share, 1)),
        }
    });
    html! {
        section.card.h-100 {
            div.card-body {
                h2.subheader { (t!(language, "board-preventable")) }
                @if total.known == 0 { p.text-secondary { (t!(language, "board-reasons-none-known")) } }
                @else {
                    @if shows { (parts::bar(&bar.collect::<Vec<_>>())) }
                    ul.list-unstyled.board-legend {
                        @for judged in Preventable::all() {
                            @let share = total.judged(*judged);
                            li {
                                span class=(format!("dot {}", class(*judged))) aria-hidden="true" {}
                                span { (t!(language, &format!("board-preventable-{judged}"))) } " "
                                span.board-legend-share { (parts::share(language, share)) } " "
                                (count(language, cut, &[Condition::is("preventable", judged.code())], share.count()))
                            }
                        }
                    }
                    p.small.text-secondary.mb-2 { (t!(language, "board-reasons-of-known", count = total.known, number = format::whole(language, total.known))) " " (parts::base(language, Base::of(total.known))) }
                }
                (aside(language, report, cut, total))
            }
        }
    }
}

fn aside(language: Language, report: &ReasonsReport, cut: &Cut, total: &Leavers) -> Markup {
    let unknown = total.n - total.known;
    html! {
        dl.board-facts {
            div {
                dt { (t!(language, "board-reasons-returned")) }
                dd {
                    (count(language, cut, &[Condition::present("returned")], total.returned))
                    " " (parts::share(language, total.back()))
                    @if let Some(days) = report.now.median_days_away() {
                        div.small.text-secondary { (t!(language, "board-reasons-days-away", count = days)) }
                    }
                }
            }
            div {
                dt { (t!(language, "board-reasons-unknown")) }
                dd {
                    (count(language, cut, &[Condition::absent("reason_category")], unknown))
                    " " (parts::share(language, Share::new(unknown, total.n)))
                }
            }
            @for (source, n) in &report.now.sources {
                div {
                    dt { (t!(language, &format!("board-source-{source}"))) }
                    dd { (count(language, cut, &[Condition::is("source", source)], *n)) }
                }
            }
        }
    }
}
