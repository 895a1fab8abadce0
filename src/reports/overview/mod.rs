//! The overview: headlines of every report, told as a document, as a page and as a letter.
//!
//! A report joins by a file here whose `headlines` adds its main figures and details, and by a line in [`count`].

mod answers;
mod complaints;
mod departures;
mod response;
pub mod retention;
pub mod words;

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;

use super::{
    Count, Setting,
    document::{self, Cell, Cells, Document, Line, Section},
};
use crate::{
    domain::{
        cut::{Dimension, Grain, View},
        facts::{Subject, Sums},
        nps::Base,
        period::Period,
        report::{Figure, Headline, Overview, Report, RetentionReport, Step, Terms, Topic, Unit},
    },
    store::Connection,
};

/// Values of a dimension that are looked at, those with the most facts first.
pub const MOST_VALUES: usize = 50;
/// Steps of the small picture beside a main figure.
const STEPS: usize = 12;

/// What the reports add.
#[derive(Debug, Default)]
pub struct Found {
    /// Main figures, shown whether they moved or not.
    pub main: Vec<Headline>,
    /// Figures of parts, shown where they moved.
    pub details: Vec<Headline>,
    /// What definitions hang on.
    pub terms: Terms,
}

/// Looks through the reports for what changed in a view, as of a moment.
///
/// # Errors
/// When the database does not answer.
pub async fn count(connection: &mut Connection, view: View, zone: Tz, now: DateTime<Utc>) -> Count<Overview> {
    let view = settled(view, zone, now);
    let kept = match retention::of(connection, &view, zone).await? {
        Some(of) => Some(super::retention::count(connection, of, zone).await?),
        None => None,
    };
    count_with(connection, view, zone, now, kept.as_ref()).await
}

/// A view as the overview takes it: of days that have come, and not divided.
#[must_use]
pub fn settled(view: View, zone: Tz, now: DateTime<Utc>) -> View {
    View { by: None, ..view }.as_of(now.with_timezone(&zone).date_naive())
}

/// The same of a settled view, with the retention of its customers, which stands on purchases alone and so is often known.
///
/// # Errors
/// When the database does not answer.
pub async fn count_with(
    connection: &mut Connection,
    view: View,
    zone: Tz,
    now: DateTime<Utc>,
    kept: Option<&RetentionReport>,
) -> Count<Overview> {
    let mut found = Found::default();
    answers::headlines(connection, &view, &mut found).await?;
    response::headlines(connection, &view, now, &mut found).await?;
    departures::headlines(connection, &view, &mut found).await?;
    if let Some(kept) = kept {
        retention::headlines(kept, view.cut.period, &mut found);
    }
    complaints::headlines(connection, &view, zone, now, &mut found).await?;
    Ok(Overview::new(view, found.main, found.details, found.terms))
}

/// The last steps of time up to the end of a period, for a small picture: weeks, months or quarters, whichever fits.
#[must_use]
pub fn recent(view: &View) -> View {
    let period = view.cut.period;
    let grain = match period.days() {
        ..=120 => Grain::Week,
        121..=1500 => Grain::Month,
        _ => Grain::Quarter,
    };
    let mut from = grain.start(period.to().pred_opt().unwrap_or_else(|| period.from()));
    for _ in 1..STEPS {
        from = grain.start(from.checked_sub_days(Days::new(1)).unwrap_or(from));
    }
    let recent = Period::new(from, period.to()).unwrap_or(period);
    View { cut: view.cut.during(recent), grain, ..view.clone() }
}

/// How many there were in each step of a view, from the first step that has any on: a step without any has none of them.
fn counted(view: &View, sums: &Sums) -> Vec<Step<Figure>> {
    let counts: BTreeMap<NaiveDate, u64> = sums
        .of(0)
        .map(|(key, count)| (key.step, count.first().and_then(|n| u64::try_from(*n).ok()).unwrap_or(0)))
        .collect();
    let Some(first) = counts.keys().next() else { return Vec::new() };
    let steps = view.grain.steps(view.cut.period).filter(|days| view.grain.start(days.from()) >= *first);
    steps
        .map(|days| {
            let n = counts.get(&view.grain.start(days.from())).copied().unwrap_or(0);
            Step { days, figures: Figure::count(n) }
        })
        .collect()
}

/// A headline of which less is better, and nothing more is known yet.
fn headline(report: Report, subject: Subject, view: &View, topic: &'static str, unit: Unit) -> Headline {
    Headline {
        report,
        topic: Topic::Named(topic),
        of: None,
        unit,
        figure: Figure::default(),
        before: None,
        change: None,
        alone: None,
        untested: None,
        more_is_better: false,
        view: view.clone(),
        within: None,
        days: None,
        subject,
        conditions: Vec::new(),
        steps: Vec::new(),
    }
}

/// The same view of one value of a dimension.
fn of_one(view: &View, dimension: Dimension, word: &str) -> View {
    View { cut: view.cut.only(dimension, word), by: None, ..view.clone() }
}

/// The overview as it leaves the house.
#[must_use]
pub fn document(overview: &Overview, setting: &Setting) -> Document {
    let view = &overview.view;
    let mut definitions = document::definitions(
        view,
        setting.zone,
        "the main figures of the reports; each value of each dimension, each parameter, reason and cause that can be compared",
    );
    for (name, told) in [
        ("figure", "in the unit of the row: points of NPS, per cent, or a mean on the scale"),
        ("interval", "95 %, as in the report of the row"),
        (
            "change",
            "the test of the report, corrected as it is there; then the main figures corrected together by Holm, and all other rows together; significant: p < 0.05; counts are compared by the day",
        ),
        (
            "p_alone",
            "of main figures, as their report has it, which looks at each alone: it may say significant there and not here",
        ),
        (
            "days",
            "the days of a row where they are others than those of the view: retention is of whole calendar months, and is left out until the last of them is over",
        ),
        (
            "kept, lost",
            "of the customers at the start of the whole months, the share still there at their end, and how many are not; n: customers at the start, lost",
        ),
        (
            "money",
            "what is lost with those who left, as in the report of reasons, a row for each currency; n: those who spent in it",
        ),
        (
            "backlog",
            "open at the end of the period, or now where that is sooner; before: when the period began",
        ),
        (
            "verdict",
            "better, worse, chance (no more than chance would do), unknown (too few facts to compare), untested (no test fits, for the reason in untested)",
        ),
        (
            "untested",
            "sum (few customers make most of it), stock (no sample), waiting (some invitations wait for an answer yet), unsaid (those who left lately may yet say why), reopening (complaints may yet be opened again), of_share (how many are lost hangs on how many there were: the share is tested)",
        ),
    ] {
        definitions.insert(name.to_owned(), told.into());
    }
    definitions.insert("tested_together".to_owned(), overview.together.into());
    definitions.insert("active".to_owned(), overview.terms.active.map(|active| active.to_string()).into());
    definitions.insert("horizon_months".to_owned(), overview.terms.horizon.into());
    let lines = overview.main.iter().chain(&overview.details).map(|one| line(one, setting));
    let first = overview.main.first();
    let total = first.map_or_else(Vec::new, |one| figure(&one.figure));
    Document {
        report: Report::Overview.code(),
        period: view.cut.period,
        before: view
            .before()
            .map(|cut| cut.period)
            .zip(first.and_then(|one| one.before.as_ref()).map(figure)),
        total,
        change: first.and_then(|one| one.change),
        definitions,
        sections: vec![Section { name: "headline", lines: lines.collect() }],
        rows: "headline",
    }
}

fn figure(figure: &Figure) -> Cells {
    vec![
        ("n".into(), Cell::Count(figure.n)),
        ("figure".into(), Cell::number(figure.value)),
        ("low".into(), Cell::number(figure.interval.map(|(low, _)| low))),
        ("high".into(), Cell::number(figure.interval.map(|(_, high)| high))),
        ("base".into(), Cell::Words(Base::of(figure.n).code().to_owned())),
    ]
}

fn line(one: &Headline, setting: &Setting) -> Line {
    let unit = match &one.unit {
        Unit::Points => "points".to_owned(),
        Unit::Percent => "percent".to_owned(),
        Unit::Score { low, high } => format!("{low}-{high}"),
        Unit::Count => "count".to_owned(),
        Unit::Money(currency) => currency.clone(),
    };
    let (dimension, value) = one
        .of
        .as_ref()
        .map_or((None, None), |(dimension, value)| (Some(dimension.code()), Some(value.as_str())));
    let mut cells: Cells = vec![
        ("title".into(), Cell::Words(words::title(setting.language, one))),
        ("report".into(), Cell::Words(one.report.code().to_owned())),
        ("dimension".into(), Cell::words(dimension)),
        ("value".into(), Cell::words(value)),
        ("unit".into(), Cell::Words(unit)),
    ];
    cells.extend(figure(&one.figure));
    cells.push(("before".into(), Cell::number(one.before.and_then(|before| before.value))));
    cells.push(("before_n".into(), one.before.map_or(Cell::Nothing, |before| Cell::Count(before.n))));
    cells.extend(document::change(one.change));
    cells.push(("p_alone".into(), Cell::number(one.alone.map(|change| change.p))));
    cells.push(("verdict".into(), Cell::Words(one.verdict().code().to_owned())));
    cells.extend(document::untested(one.untested));
    cells.push(("days".into(), Cell::words(one.days.map(|days| days.to_string()).as_deref())));
    Line { name: Some(one.topic.code().to_owned()), cells }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::cut::Cut;

    #[test]
    fn twelve_steps_lead_up_to_the_end_of_the_period() {
        let view = |from: &str, to: &str| {
            View::of(Cut::of(Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap()))
        };
        for (from, to, grain, first) in [
            ("2026-11-16", "2026-11-23", Grain::Week, "2026-08-31"),
            ("2026-08-25", "2026-11-23", Grain::Week, "2026-08-31"),
            ("2026-01-01", "2027-01-01", Grain::Month, "2026-01-01"),
            ("2020-01-01", "2026-12-31", Grain::Quarter, "2024-01-01"),
        ] {
            let recent = recent(&view(from, to));
            assert_eq!(
                (recent.grain, recent.cut.period.from().to_string().as_str()),
                (grain, first),
                "{from}"
            );
            assert_eq!(recent.grain.steps(recent.cut.period).count(), STEPS);
        }
    }
}
