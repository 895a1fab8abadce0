//! Headlines of customers: the share that stayed over the whole months of a period, and how many were lost.

use chrono_tz::Tz;

use super::Found;
use crate::{
    domain::{
        cut::View,
        facts::{Condition, Subject},
        period::Period,
        report::{Figure, FlowOf, Headline, Report, RetentionReport, Unit, Untested},
        retention::{Months, Part},
    },
    reports::{Count, buyers},
    store::{Connection, facts},
};

/// The view whose retention tells of the customers of a view: its months that are over, or else the last one. None where
/// its filters say nothing of customers, or nobody bought.
///
/// # Errors
/// When the database does not answer.
pub async fn of(connection: &mut Connection, view: &View, zone: Tz) -> Count<Option<View>> {
    if !buyers::unheeded(&view.cut.filters).is_empty() {
        return Ok(None);
    }
    let span = facts::days_of(connection, Subject::Customers, zone).await?;
    let cut = span.map(|span| view.cut.during(Months::over(view.cut.period, span)));
    Ok(cut.map(|cut| View { cut, ..view.clone() }))
}

/// Adds what their retention says of customers to the figures of a period.
pub fn headlines(report: &RetentionReport, asked: Period, found: &mut Found) {
    let view = &report.view;
    let Some(total) = report.total.as_ref().filter(|_| report.untested().is_none()) else { return };
    let before = report.before.as_ref();
    if total.flow.start + before.map_or(0, |before| before.flow.start) == 0 {
        return;
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
