//! Cohorts as a map of heat, and what a customer brings over their life.

use maud::{Markup, html};

use crate::{
    domain::{
        cut::{Grain, View},
        facts::Condition,
        nps::Base,
        period::Period,
        report::{AFTER, Cohort, RetentionReport, Worths},
        retention::hundredths,
    },
    reports::{buyers, step_name},
    t,
    web::board::{
        customers::{self, count},
        parts::{self, MOST_GROUPS},
        room::Room,
    },
    words::format,
};

/// The share of each month's or quarter's first buyers that bought in those after.
pub fn cohorts(room: &Room<'_>, report: &RetentionReport) -> Markup {
    let language = room.language();
    let grain = RetentionReport::cohort_grain(&report.view);
    let widest = report.cohorts.iter().map(|cohort| cohort.after.len()).max().unwrap_or(0).min(AFTER);
    parts::card(
        &t!(language, "board-retention-cohorts"),
        &t!(language, &format!("board-retention-cohorts-lead-{grain}")),
        &html! {
            (grains(room, grain))
            @if report.cohorts.is_empty() {
                p.card-body.text-secondary.mb-0 { (t!(language, "board-retention-cohorts-none")) }
            } @else {
                div.table-responsive tabindex="0" {
                    table.table.table-vcenter.card-table.board-heat.board-cohorts {
                        thead { tr {
                            th { (t!(language, "board-retention-cohort")) }
                            th.number { (t!(language, "board-retention-new-short")) }
                            @for after in 1..=widest { th.number { (t!(language, &format!("board-retention-after-{grain}"), number = after)) } }
                        } }
                        tbody { @for cohort in &report.cohorts { (self::cohort(room, report, cohort, (grain, widest))) } }
                    }
                }
            }
        },
    )
}

/// By months or by quarters.
fn grains(room: &Room<'_>, chosen: Grain) -> Markup {
    let language = room.language();
    html! {
        nav.board-by.d-print-none aria-label=(t!(language, "board-retention-cohorts-by")) {
            @for grain in [Grain::Month, Grain::Quarter] {
                @let here = grain == chosen;
                a.active[here] href=(room.at(&View { grain, ..room.view.clone() })) aria-current=[here.then_some("true")] {
                    (t!(language, &format!("board-retention-cohorts-by-{grain}")))
                }
            }
        }
    }
}

fn cohort(
    room: &Room<'_>,
    report: &RetentionReport,
    cohort: &Cohort,
    (grain, widest): (Grain, usize),
) -> Markup {
    let language = room.language();
    let view = &report.view;
    let of = Condition::is("cohort", &step_name(grain, cohort.from));
    let field = if grain == Grain::Quarter { "after_quarter" } else { "after" };
    let base = Base::of(cohort.n);
    let name = Period::new(cohort.from, grain.next(cohort.from));
    let name = name.map(|days| parts::step_name(language, grain, days)).unwrap_or_default();
    html! {
        tr {
            td {
                (name) " "
                @if !cohort.whole { small.text-secondary.board-partial { (t!(language, "board-step-partial", grain = grain.code())) } " " }
                @if base != Base::Normal && base != Base::Hidden { (parts::base(language, base)) }
            }
            td.number { (count(language, view, view.cut.period, std::slice::from_ref(&of), cohort.n)) }
            @for after in 1..=widest {
                @match cohort.share(after).filter(|_| base != Base::Hidden) {
                    Some(share) => {
                        @let value = share.value().unwrap_or(0.0);
                        @let place = i64::try_from(after).unwrap_or(0);
                        @let conditions = [of.clone(), Condition::between(field, place, place)];
                        td.number style=(format!("--heat:{:.1}%", if base.shows_score() { value * 55.0 } else { 0.0 })) {
                            @if base.shows_score() {
                                strong { (format::percent(language, value, 1)) }
                                div.board-heat-interval { (parts::narrow_interval(language, share)) }
                            }
                            div.small { (count(language, view, view.cut.period, &conditions, share.count())) }
                        }
                    }
                    None => td.number.text-secondary { @if after <= cohort.after.len() { "–" } },
                }
            }
        }
    }
}

/// S × C × P × t, in all and by groups.
pub fn lives(room: &Room<'_>, report: &RetentionReport) -> Markup {
    let language = room.language();
    let by = buyers::by(&report.view);
    let margin = report.view.options.margin;
    let lead = match margin {
        Some(margin) => t!(language, "board-retention-ltv-lead-margin", margin = margin),
        None => t!(language, "board-retention-ltv-lead"),
    };
    parts::card(
        &t!(language, "board-retention-ltv"),
        &lead,
        &html! {
            div.card-body { (customers::ask_number(room, "margin", &t!(language, "board-retention-margin"), margin, 100)) }
            div.table-responsive tabindex="0" {
                table.table.table-vcenter.card-table.board-folds.board-early {
                    thead { tr {
                        th { (t!(language, &format!("board-by-{by}"))) }
                        th.number { (t!(language, "board-buyers-customers")) }
                        th.number { (t!(language, "board-retention-receipt")) }
                        th.number { (t!(language, "board-retention-purchases")) }
                        th.number { (t!(language, "board-retention-life")) }
                        th.number { "LTV" }
                    } }
                    tbody {
                        (life(room, report, &html! { strong { (t!(language, "board-retention-all")) } }, None, &report.lives))
                        @for (word, worths) in report.lives_by.iter().take(MOST_GROUPS) {
                            (life(room, report, &html! { (parts::value_words(language, by, word)) }, Some(word), worths))
                        }
                    }
                }
            }
        },
    )
}

fn life(
    room: &Room<'_>,
    report: &RetentionReport,
    name: &Markup,
    word: Option<&str>,
    worths: &Worths,
) -> Markup {
    let language = room.language();
    let view = &report.view;
    let worth = report.shown(worths);
    let currency = report.currency.as_deref().unwrap_or_default();
    let mut conditions = vec![Condition::is("spent", currency)];
    conditions.extend(word.map(|word| Condition::is(buyers::by(view).code(), word)));
    let base = Base::of(worth.customers);
    let shown = |amount: Option<bigdecimal::BigDecimal>| amount.filter(|_| base != Base::Hidden);
    let number = |amount: Option<bigdecimal::BigDecimal>| {
        shown(amount).map_or_else(
            || "–".to_owned(),
            |amount| {
                format::decimal(language, hundredths(&amount).to_plain_string().parse().unwrap_or(0.0), 2)
            },
        )
    };
    let money = |amount: Option<bigdecimal::BigDecimal>| {
        shown(amount).map_or_else(|| "–".to_owned(), |amount| format::money(language, &amount, currency))
    };
    html! {
        tr {
            td { (name) }
            td.number data-label=(t!(language, "board-buyers-customers")) { (count(language, view, view.cut.period, &conditions, worth.customers)) @if base == Base::Small { " " (parts::base(language, base)) } }
            td.number data-label=(t!(language, "board-retention-receipt")) { (money(worth.receipt())) }
            td.number data-label=(t!(language, "board-retention-purchases")) { (number(worth.purchases())) }
            td.number data-label=(t!(language, "board-retention-life")) { (number(worth.life())) }
            td.number data-label="LTV" { strong { (money(worth.lifetime_value(view.options.margin))) } }
        }
    }
}
