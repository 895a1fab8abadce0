//! Headlines of complaints: how many come, how many are open, whether they are answered in time, and where and why they come.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{Found, MOST_VALUES, counted, of_one, recent};
use crate::{
    domain::{
        cut::{Dimension, View},
        facts::{Measure, Subject},
        language::Language,
        questionnaire::Wording,
        report::{
            Changes, ComplaintsReport, Figure, Figures, Headline, Report, Step, Topic, Unit, Untested,
            complaint_fields::ANSWER, reasons::share_change,
        },
    },
    reports::{
        Count, complaints,
        counting::{self, Asked},
    },
    store::{Connection, root_causes},
};

/// Adds what the complaints of a view say.
///
/// # Errors
/// When the database does not answer.
pub async fn headlines(
    connection: &mut Connection,
    view: &View,
    zone: Tz,
    now: DateTime<Utc>,
    found: &mut Found,
) -> Count<()> {
    let by_store = View { by: Some(Dimension::Store), ..view.clone() };
    let report = complaints::count(connection, by_store, zone, now).await?;
    let total = &report.total;
    let before = report.before.clone();
    let was = |of: fn(&Figures) -> Figure| before.as_ref().map(of);
    let any = |of: u64, before: fn(&Figures) -> u64| of + report.before.as_ref().map_or(0, before) > 0;
    if any(total.opened, |before| before.opened) {
        let opened = Headline {
            figure: Figure::count(total.opened),
            before: was(|before| Figure::count(before.opened)),
            change: report.changes.opened,
            steps: along(connection, view).await?,
            ..headline(view, "complaints", Unit::Count)
        };
        found.main.push(opened);
    }
    found.main.extend(backlog(view, &report));
    if any(total.answer.in_time.of(), |before| before.answer.in_time.of()) {
        let answered = Headline {
            figure: Figure::share(total.answer.in_time),
            before: was(|before| Figure::share(before.answer.in_time)),
            change: report.changes.answer_in_time,
            more_is_better: true,
            conditions: vec![report.judged(ANSWER)],
            ..headline(view, "answered", Unit::Percent)
        };
        let reopened = Headline {
            figure: Figure::share(total.reopened),
            before: was(|before| Figure::share(before.reopened)),
            untested: Some(Changes::REOPENED),
            ..headline(view, "reopened", Unit::Percent)
        };
        found.main.extend([answered, reopened]);
    }
    if view.before().is_none() {
        return Ok(());
    }
    stores(view, &report, found);
    causes(connection, view, &report, found).await
}

fn headline(view: &View, topic: &'static str, unit: Unit) -> Headline {
    super::headline(Report::Complaints, Subject::Complaints, view, topic, unit)
}

/// What was open when the period ended, beside what was when it began: a stock, of which chance says nothing.
fn backlog(view: &View, report: &ComplaintsReport) -> Option<Headline> {
    let (start, end) = (report.backlog.at_start, report.backlog.at_end);
    let last = view.cut.period.to().pred_opt()?;
    let (cut, open) = report.open(&view.cut, Some(last));
    (start + end > 0).then(|| Headline {
        figure: Figure::count(end),
        before: view.before().map(|_| Figure::count(start)),
        untested: Some(Untested::Stock),
        within: Some(cut),
        conditions: vec![open],
        ..headline(view, "backlog", Unit::Count)
    })
}

/// How many came to each store.
fn stores(view: &View, report: &ComplaintsReport, found: &mut Found) {
    let groups = report.groups.get(Dimension::Store.code()).map_or(&[][..], Vec::as_slice);
    // One value alone is the whole again.
    if groups.len() < 2 {
        return;
    }
    found.details.extend(groups.iter().take(MOST_VALUES).map(|group| Headline {
        of: Some((Dimension::Store, group.word.clone())),
        figure: Figure::count(group.figures.opened),
        before: Some(Figure::count(group.before.opened)),
        change: report.opened_change(&group.figures, &group.before),
        ..headline(&of_one(view, Dimension::Store, &group.word), "complaints", Unit::Count)
    }));
}

/// The share of each cause among those that ended.
async fn causes(
    connection: &mut Connection,
    view: &View,
    report: &ComplaintsReport,
    found: &mut Found,
) -> Count<()> {
    let known = report.causes.iter().filter(|cause| !cause.code.is_empty());
    let moved: Vec<_> =
        known.filter_map(|cause| Some((cause, share_change(cause.share, cause.before)?))).collect();
    if moved.is_empty() {
        return Ok(());
    }
    let titles = root_causes::all(connection).await?;
    let (cut, ended) = report.ended(&view.cut);
    found.details.extend(moved.into_iter().take(MOST_VALUES).map(|(cause, change)| Headline {
        topic: Topic::Cause {
            code: cause.code.clone(),
            title: Wording {
                ru: titles.title(Language::Russian, &cause.code),
                en: titles.title(Language::English, &cause.code),
            },
        },
        figure: Figure::share(cause.share),
        before: Some(Figure::share(cause.before)),
        change: Some(change),
        within: Some(cut.clone()),
        conditions: vec![ended.clone()],
        ..headline(view, "causes", Unit::Percent)
    }));
    Ok(())
}

async fn along(connection: &mut Connection, view: &View) -> Count<Vec<Step<Figure>>> {
    let recent = recent(view);
    let asked = Asked::of(Subject::Complaints, &recent.cut, vec![Measure::Count]).along(recent.grain);
    let sums = counting::sums(connection, &asked).await?;
    Ok(counted(&recent, &sums))
}
