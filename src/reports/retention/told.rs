//! The report of retention as it leaves the house.

use serde_json::{Map, Value};

use crate::{
    domain::{
        cut::{Grain, View},
        report::{Cohort, FlowOf, Report, RetentionReport, Worths},
        retention::{Flow, HORIZON, Worth, hundredths},
        share::Share,
    },
    reports::{
        Setting, buyers,
        document::{self, Cell, Cells, Document, Line, Section},
        step_name,
    },
};

/// What every report of customers says of itself.
pub(in crate::reports) fn definitions(view: &View, setting: &Setting, counted: &str) -> Map<String, Value> {
    let mut definitions = document::definitions(view, setting.zone, counted);
    let unheeded: Vec<_> =
        buyers::unheeded(&view.cut.filters).into_iter().map(|dimension| dimension.code()).collect();
    if !unheeded.is_empty() {
        definitions.insert("not_applied".to_owned(), unheeded.into());
    }
    definitions
}

/// The report as it leaves the house; its rows are the months.
#[must_use]
pub fn document(report: &RetentionReport, setting: &Setting) -> Document {
    let view = &report.view;
    let months = "purchases with amount > 0 (returns are none), in whole calendar months that the period touches, as far \
                  as there are purchases";
    let unit = RetentionReport::cohort_grain(view).code();
    let mut definitions = definitions(view, setting, months);
    for (name, words) in [
        ("active", report.active.to_string()),
        ("new", "first purchase ever, and active at the end".to_owned()),
        ("returned", "bought before, not active at the start, active at the end".to_owned()),
        (
            "crr",
            "(end - new) / start * 100, per cent; passes 100 when customers return, so it is no share and has no interval: see \
             kept_share"
                .to_owned(),
        ),
        ("kept_share", "kept / start, 0..1, with its 95 % Wilson interval".to_owned()),
        ("churn", "lost / start, 0..1, with its 95 % Wilson interval".to_owned()),
        (
            "money_churn",
            format!(
                "lost * average receipt * payments of {HORIZON} months, of those lost; average receipt = revenue less \
                 returns / purchases; payments a month = purchases / months from first to last purchase inclusive; no \
                 interval: a product of three figures that a few large customers make has no simple one"
            ),
        ),
        (
            "ltv",
            "average receipt * purchases a month * margin * months of life, up to the end; a product of means, without an \
             interval"
                .to_owned(),
        ),
        (
            "cohort",
            format!(
                "customers whose first purchase was in a {unit} (n): bought_N = how many of them bought in the N-th {unit} \
                 after it, as far as that is over; after_N = bought_N / n, 0..1, with its 95 % Wilson interval \
                 (after_N_low, after_N_high); whole: false where the period has only a part of the {unit}"
            ),
        ),
        ("cohort_grain", unit.to_owned()),
        ("change", "kept_share, points of per cent: pooled z test; of groups corrected by Holm; significant: p < 0.05".to_owned()),
        ("over", "false: the month goes on".to_owned()),
        ("untested", "goes_on: the last month is not over, and who has not bought in it still may: no change is tested".to_owned()),
    ] {
        definitions.insert(name.to_owned(), words.into());
    }
    definitions.insert("currency".to_owned(), report.currency.clone().into());
    definitions.insert("margin".to_owned(), view.options.margin.into());
    let months = report.months.iter().map(|month| Line {
        name: Some(step_name(Grain::Month, month.days.from())),
        cells: [flow_cells(report, month), vec![("over".into(), Cell::Yes(month.is_over()))]].concat(),
    });
    let groups = report.groups.iter().map(|group| Line {
        name: named(&group.word),
        cells: [flow(&group.figures), document::change(group.change)].concat(),
    });
    let lives =
        report.lives_by.iter().map(|(word, worths)| Line { name: named(word), cells: life(report, worths) });
    let mut total =
        report.total.as_ref().map_or_else(|| flow(&Flow::default()), |total| flow_cells(report, total));
    total.extend(life(report, &report.lives));
    total.extend(document::untested(report.untested()));
    let by = buyers::by(view);
    let mut sections = vec![Section { name: Grain::Month.code(), lines: months.collect() }];
    sections.push(Section { name: by.code(), lines: groups.collect() });
    sections.push(Section {
        name: "cohort",
        lines: report.cohorts.iter().map(|one| cohort(view, one)).collect(),
    });
    sections.push(Section { name: "ltv", lines: lives.collect() });
    Document {
        report: Report::Retention.code(),
        period: view.cut.period,
        before: report.before.as_ref().map(|before| (before.days, flow_cells(report, before))),
        total,
        change: report.change(),
        definitions,
        sections,
        rows: Grain::Month.code(),
    }
}

fn named(word: &str) -> Option<String> {
    Some(word.to_owned()).filter(|word| !word.is_empty())
}

fn flow(flow: &Flow) -> Cells {
    let (kept, churn) = (flow.kept_share(), flow.churn());
    let ends = |interval: Option<(f64, f64)>| {
        (Cell::share(interval.map(|(low, _)| low)), Cell::share(interval.map(|(_, high)| high)))
    };
    let ((kept_low, kept_high), (churn_low, churn_high)) = (ends(kept.interval()), ends(churn.interval()));
    vec![
        ("start".into(), Cell::Count(flow.start)),
        ("end".into(), Cell::Count(flow.end)),
        ("new".into(), Cell::Count(flow.new)),
        ("kept".into(), Cell::Count(flow.kept)),
        ("returned".into(), Cell::Count(flow.returned)),
        ("lost".into(), Cell::Count(flow.lost)),
        ("crr".into(), Cell::number(flow.crr())),
        ("kept_share".into(), Cell::share(kept.value())),
        ("kept_share_low".into(), kept_low),
        ("kept_share_high".into(), kept_high),
        ("churn".into(), Cell::share(churn.value())),
        ("churn_low".into(), churn_low),
        ("churn_high".into(), churn_high),
    ]
}

/// With the money of those lost: of the currency shown, and of each other by itself.
fn flow_cells(report: &RetentionReport, of: &FlowOf) -> Cells {
    let mut cells = flow(&of.flow);
    cells.push(("money_churn".into(), Cell::Money(report.shown(&of.lost).lost())));
    let others = report.currencies.iter().filter(|(code, _)| Some(code) != report.currency.as_ref());
    for (code, _) in others {
        let worth = of.lost.get(code).copied().unwrap_or_default();
        cells.push((format!("money_churn_{code}").into(), Cell::Money(worth.lost())));
    }
    cells
}

fn life(report: &RetentionReport, worths: &Worths) -> Cells {
    let worth: Worth = report.shown(worths);
    let money = |amount: Option<bigdecimal::BigDecimal>| amount.map_or(Cell::Nothing, Cell::Money);
    let rounded = |amount: Option<bigdecimal::BigDecimal>| money(amount.map(|amount| hundredths(&amount)));
    vec![
        ("customers".into(), Cell::Count(worth.customers)),
        ("purchases".into(), Cell::Count(worth.receipts)),
        ("receipt".into(), rounded(worth.receipt())),
        (
            "purchases_a_month".into(),
            money(
                worth.purchases().map(|number| number.with_scale_round(4, bigdecimal::RoundingMode::HalfUp)),
            ),
        ),
        (
            "months_of_life".into(),
            money(worth.life().map(|number| number.with_scale_round(4, bigdecimal::RoundingMode::HalfUp))),
        ),
        ("ltv".into(), money(worth.lifetime_value(report.view.options.margin))),
    ]
}

fn cohort(view: &View, cohort: &Cohort) -> Line {
    let mut cells: Cells =
        vec![("n".into(), Cell::Count(cohort.n)), ("whole".into(), Cell::Yes(cohort.whole))];
    for (after, count) in (1..).zip(&cohort.after) {
        let share = cohort.share(after);
        let ends = share.and_then(Share::interval);
        cells.push((format!("bought_{after}").into(), Cell::Count(*count)));
        cells.push((format!("after_{after}").into(), Cell::share(share.and_then(Share::value))));
        cells.push((format!("after_{after}_low").into(), Cell::share(ends.map(|(low, _)| low))));
        cells.push((format!("after_{after}_high").into(), Cell::share(ends.map(|(_, high)| high))));
    }
    Line { name: Some(step_name(RetentionReport::cohort_grain(view), cohort.from)), cells }
}
