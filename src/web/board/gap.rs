//! The section of satisfaction that lays what staff think beside what customers say.

use maud::{Markup, html};

use super::{ask, parts};
use crate::{
    domain::{
        cut::Cut,
        facts::{Condition, Subject, rating_field},
        language::Language,
        mean::Mean,
        nps::Base,
        rating::Tally,
        report::{Gap, SatisfactionReport},
    },
    reports::satisfaction::staff_and_customers,
    t,
    web::ui::chart::{self, Axis, Bar, Tone},
    words::format,
};

/// The gaps as bars and as a table.
#[must_use]
pub fn section(language: Language, report: &SatisfactionReport) -> Markup {
    let (staff, customers) = staff_and_customers(&report.view.cut);
    let told: Vec<&Gap> = report.gaps.iter().filter(|gap| gap.change.is_some()).collect();
    let reach =
        report.gaps.iter().map(|gap| f64::from(gap.scale().high() - gap.scale().low())).fold(1.0, f64::max);
    let bars: Vec<Bar> = told.iter().map(|gap| bar(language, gap)).collect();
    let axis = Axis { low: -reach, high: reach, unit: "" };
    parts::card(
        &t!(language, "board-gap"),
        &t!(language, "board-gap-lead"),
        &html! {
            @if !bars.is_empty() {
                div.card-body { (chart::bars(language, &t!(language, "board-gap-picture"), &bars, axis)) }
            }
            div.table-responsive tabindex="0" {
                table.table.table-vcenter.card-table.board-folds.board-early {
                    thead { tr {
                        th { (t!(language, "board-parameter")) }
                        th.number { (t!(language, "board-gap-staff")) }
                        th.number { (t!(language, "board-gap-customers")) }
                        th.number { (t!(language, "board-gap-difference")) }
                        th.number { (t!(language, "board-gap-staff-answers")) }
                        th.number { (t!(language, "board-gap-customers-answers")) }
                    } }
                    tbody { @for gap in &report.gaps { (row(language, gap, &staff, &customers)) } }
                }
            }
        },
    )
}

fn bar(language: Language, gap: &Gap) -> Bar {
    let change = gap.change;
    Bar {
        label: gap.title.get(language).to_owned(),
        value: change.map(|change| change.difference),
        interval: gap.interval,
        words: change.map_or_else(String::new, |change| format::signed(language, change.difference, 2)),
        tone: match change {
            // Staff who think better of it than customers are the news.
            Some(change) if change.significant && change.difference > 0.0 => Tone::Bad,
            Some(change) if change.significant => Tone::Plain,
            _ => Tone::Grey,
        },
    }
}

fn row(language: Language, gap: &Gap, staff: &Cut, customers: &Cut) -> Markup {
    let (low, high) = (i64::from(gap.scale().low()), i64::from(gap.scale().high()));
    let field = rating_field(&gap.code, low, high);
    let answers = |cut: &Cut, tally: &Tally| {
        let address = ask::rows(Subject::Answers, cut, &[Condition::between(&field, low, high)], 1);
        html! { a href=(address) { (format::whole(language, tally.n())) } }
    };
    html! {
        tr {
            td { strong { (gap.title.get(language)) } div.small.text-secondary { (t!(language, "board-scale", low = low, high = high)) } }
            td.number data-label=(t!(language, "board-gap-staff")) { (mean(language, gap.staff.sums())) }
            td.number data-label=(t!(language, "board-gap-customers")) { (mean(language, gap.customers.sums())) }
            td.number data-label=(t!(language, "board-gap-difference")) {
                @match gap.change {
                    Some(change) => {
                        strong { (format::signed(language, change.difference, 2)) }
                        div.small.text-secondary { (parts::interval(language, gap.interval, 2, "")) }
                        div.small { (t!(language, verdict(change.difference, change.significant))) }
                    }
                    None => span.text-secondary { (t!(language, "board-too-few")) },
                }
            }
            td.number data-label=(t!(language, "board-gap-staff-answers")) { (answers(staff, &gap.staff)) }
            td.number data-label=(t!(language, "board-gap-customers-answers")) { (answers(customers, &gap.customers)) }
        }
    }
}

fn mean(language: Language, sums: Mean) -> Markup {
    html! {
        @match sums.value().filter(|_| Base::of(sums.n).shows_score()) {
            Some(mean) => { (format::decimal(language, mean, 2)) div { (parts::base(language, Base::of(sums.n))) } }
            None => "–",
        }
    }
}

const fn verdict(difference: f64, significant: bool) -> &'static str {
    match (significant, difference > 0.0) {
        (false, _) => "board-gap-chance",
        (true, true) => "board-gap-better",
        (true, false) => "board-gap-worse",
    }
}
