//! Headlines of customers: the share that stayed over the whole months of a period, and how many were lost.

use chrono_tz::Tz;

use super::Found;
use crate::{
    domain::{
        cut::View,
        facts::{Condition, Subject},
        period::Period,
        report::{Figure, FlowOf, Headline, Report, Unit, Untested},
        retention::{Months, Part},
    },
    reports::{Count, buyers, retention},
    store::{Connection, facts},
};

/// Adds what the purchases of a view say, of its months that are over or else of the last one; nothing where its filters
/// say nothing of customers.
///
/// # Errors
/// When the database does not answer.
pub async fn headlines(connection: &mut Connection, view: &View, zone: Tz, found: &mut Found) -> Count<()> {
    if !buyers::unheeded(&view.cut.filters).is_empty() {
        return Ok(());
    }
    let Some(span) = facts::days_of(connection, Subject::Customers, zone).await? else { return Ok(()) };
    let asked = view.cut.period;
    let view = &View { cut: view.cut.during(Months::over(asked, span)), ..view.clone() };
    let report = retention::count(connection, view.clone(), zone).await?;
    let Some(total) = report.total.as_ref().filter(|_| report.untested().is_none()) else { return Ok(()) };
    let before = report.before.as_ref();
    if total.flow.start + before.map_or(0, |before| before.flow.start) == 0 {
        return Ok(());
    }
    found.terms.active = Some(report.active);
    let kept = |of: &FlowOf| Figure::share(of.flow.kept_share());
    let lost = |of: &FlowOf| Figure::count(of.flow.lost);
    found.main.push(Headline {
        figure: kept(total),
        before: before.map(kept),
        change: report.change(),
        more_is_better: true,
        conditions: vec![is(Part::Start)],
        ..headline(view, asked, total, "kept", Unit::Percent)
    });
    found.main.push(Headline {
        figure: lost(total),
        before: before.map(lost),
        untested: Some(Untested::OfShare),
        conditions: vec![is(Part::Lost)],
        ..headline(view, asked, total, "lost", Unit::Count)
    });
    Ok(())
}

fn is(part: Part) -> Condition {
    Condition::between(part.code(), 1, 1)
}

fn headline(view: &View, asked: Period, of: &FlowOf, topic: &'static str, unit: Unit) -> Headline {
    Headline {
        within: Some(view.cut.during(of.days)),
        days: Some(of.days).filter(|days| *days != asked),
        ..super::headline(Report::Retention, Subject::Customers, view, topic, unit)
    }
}
