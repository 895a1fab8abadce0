//! Headlines of departures: how many leave, what they take with them, how many without a word, and which reasons moved.

use std::collections::BTreeMap;

use bigdecimal::{BigDecimal, ToPrimitive as _};

use super::{Found, MOST_VALUES, counted, recent};
use crate::{
    domain::{
        cut::{Cut, View},
        facts::{Condition, Measure, Subject},
        report::{
            Figure, Headline, ReasonsReport, Report, Step, Topic, Unit, Untested,
            reasons::{Leavers, share_change},
        },
        share::Share,
    },
    reports::{
        Count,
        counting::{self, Asked},
        reasons,
    },
    store::Connection,
};

/// Adds what the departures of a view say.
///
/// # Errors
/// When the database does not answer.
pub async fn headlines(connection: &mut Connection, view: &View, found: &mut Found) -> Count<()> {
    let report = reasons::count(connection, view.clone()).await?;
    let (now, before) = (&report.now.total, report.before.as_ref());
    if now.n + before.map_or(0, |before| before.n) == 0 {
        return Ok(());
    }
    found.terms.horizon = Some(report.horizon);
    found.main.push(Headline {
        figure: Figure::count(now.n),
        before: before.map(|before| Figure::count(before.n)),
        change: report.change(),
        steps: along(connection, view).await?,
        ..headline(view, "departures", Unit::Count)
    });
    found.main.extend(money(connection, view, &report).await?);
    let silent = |leavers: &Leavers| Share::new(leavers.n - leavers.known, leavers.n);
    found.main.push(Headline {
        figure: Figure::share(silent(now)),
        before: before.map(|before| Figure::share(silent(before))),
        untested: Some(Untested::Unsaid),
        ..headline(view, "unexplained", Unit::Percent)
    });
    if before.is_some() {
        let known = [Condition::present("reason_category")];
        found.details.extend(report.reasons.iter().take(MOST_VALUES).map(|why| {
            Headline {
                topic: Topic::Reason {
                    code: [Some(why.titled.category.as_str()), why.titled.reason.as_deref()]
                        .into_iter()
                        .flatten()
                        .collect::<Vec<_>>()
                        .join("/"),
                    title: why.titled.title.clone(),
                },
                figure: Figure::share(why.share),
                before: Some(Figure::share(why.before)),
                // As it is of itself: the correction is that of all details together.
                change: share_change(why.share, why.before),
                conditions: known.to_vec(),
                ..headline(view, "reasons", Unit::Percent)
            }
        }));
    }
    Ok(())
}

fn headline(view: &View, topic: &'static str, unit: Unit) -> Headline {
    super::headline(Report::Reasons, Subject::Departures, view, topic, unit)
}

/// What is lost in each currency: a few large customers make most of such a sum, so no test of chance fits it.
async fn money(connection: &mut Connection, view: &View, report: &ReasonsReport) -> Count<Vec<Headline>> {
    let now = report.now.total.lost.amounts(report.horizon);
    let before = report.before.as_ref().map(|before| before.lost.amounts(report.horizon));
    let mut currencies: Vec<String> =
        now.keys().chain(before.iter().flat_map(BTreeMap::keys)).cloned().collect();
    currencies.sort_unstable();
    currencies.dedup();
    if currencies.is_empty() {
        return Ok(Vec::new());
    }
    let n = spent_in(connection, &view.cut, &currencies).await?;
    let n_before = match view.before() {
        Some(cut) => spent_in(connection, &cut, &currencies).await?,
        None => Vec::new(),
    };
    let amount = |sums: &BTreeMap<String, BigDecimal>, currency: &str, n: Option<&u64>| Figure {
        value: Some(sums.get(currency).and_then(BigDecimal::to_f64).unwrap_or(0.0)),
        interval: None,
        n: n.copied().unwrap_or(0),
    };
    Ok(currencies
        .iter()
        .enumerate()
        .map(|(place, currency)| Headline {
            figure: amount(&now, currency, n.get(place)),
            before: before.as_ref().map(|before| amount(before, currency, n_before.get(place))),
            untested: Some(Untested::Sum),
            conditions: vec![Condition::present(&spent(currency))],
            ..headline(view, "money", Unit::Money(currency.clone()))
        })
        .collect())
}

fn spent(currency: &str) -> String {
    format!("spent:{currency}")
}

/// How many who left had spent in each currency.
async fn spent_in(connection: &mut Connection, cut: &Cut, currencies: &[String]) -> Count<Vec<u64>> {
    let measures: Vec<Measure> =
        currencies.iter().map(|currency| Measure::Present(spent(currency).into())).collect();
    let sums = counting::sums(connection, &Asked::of(Subject::Departures, cut, measures)).await?;
    let n = |place| sums.total(place).first().and_then(|n| u64::try_from(*n).ok()).unwrap_or(0);
    Ok((0..currencies.len()).map(n).collect())
}

async fn along(connection: &mut Connection, view: &View) -> Count<Vec<Step<Figure>>> {
    let recent = recent(view);
    let asked = Asked::of(Subject::Departures, &recent.cut, vec![Measure::Count]).along(recent.grain);
    let sums = counting::sums(connection, &asked).await?;
    Ok(counted(&recent, &sums))
}
