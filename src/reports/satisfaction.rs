//! The satisfaction report: overall in per cent and each parameter, told as a document.

use std::collections::BTreeMap;

use serde_json::Map;

use super::{
    Count, Setting,
    counting::{Asked, sums},
    document::{self, Cell, Cells, Document, Line, Section},
};
use crate::{
    domain::{
        cut::{Cut, Dimension, View},
        facts::{Measure, Subject, rating_of},
        language::Language,
        mean::Mean,
        nps::Base,
        questionnaire::SurveyKind,
        rating::{Rating, Scale},
        report::{Gap, ParameterFigures, RatingCell, Report, SatisfactionReport},
        satisfaction::Satisfaction,
    },
    store::{Connection, facts::days, parameters},
};

/// Counts the satisfaction of a view.
///
/// # Errors
/// When the database does not answer.
pub async fn count(connection: &mut Connection, view: View) -> Count<SatisfactionReport> {
    let overall = || vec![Measure::Sums("satisfaction".into())];
    let along =
        sums(connection, &Asked::of(Subject::Answers, &view.cut, overall()).along(view.grain)).await?;
    let along: BTreeMap<_, _> = along
        .of(0)
        .map(|(key, sums)| (key.step, Mean::of_sums(sums)))
        .filter(|(_, mean)| mean.n > 0)
        .collect();
    let before = view.before();
    let total_before = match &before {
        Some(cut) => {
            let sums = sums(connection, &Asked::of(Subject::Answers, cut, overall())).await?;
            Some(Mean::of_sums(&sums.total(0)))
        }
        None => None,
    };
    let now_by = by(connection, &view, Some(&view.cut)).await?;
    let before_by = by(connection, &view, before.as_ref()).await?;
    let titles = parameters::titles(connection).await?;
    let now = ratings(connection, Some(&view.cut)).await?;
    let earlier = ratings(connection, before.as_ref()).await?;
    let parameters = ParameterFigures::all(&now, &earlier, &titles);
    let (staff, customers) = staff_and_customers(&view.cut);
    let staff = ratings(connection, Some(&staff)).await?;
    let gaps = if staff.iter().all(|cell| cell.count == 0) {
        Vec::new()
    } else if customers == view.cut {
        Gap::all(&staff, &now, &titles)
    } else {
        Gap::all(&staff, &ratings(connection, Some(&customers)).await?, &titles)
    };
    let mut report = SatisfactionReport::new(view, &along, total_before, now_by, &before_by, parameters);
    report.gaps = gaps;
    Ok(report)
}

async fn by(connection: &mut Connection, view: &View, cut: Option<&Cut>) -> Count<BTreeMap<String, Mean>> {
    let (Some(dimension), Some(cut)) = (view.by, cut) else {
        return Ok(BTreeMap::new());
    };
    let measures = vec![Measure::Sums("satisfaction".into())];
    let sums = sums(connection, &Asked::of(Subject::Answers, cut, measures).by(dimension.code())).await?;
    Ok(sums.of(0).map(|(key, sums)| (key.words.concat(), Mean::of_sums(sums))).collect())
}

/// The answers of staff in a cut, and those of customers: of all surveys where the cut is of staff alone.
#[must_use]
pub fn staff_and_customers(cut: &Cut) -> (Cut, Cut) {
    let staff = SurveyKind::Staff.code();
    let names_staff =
        cut.filters.of(Dimension::Kind).is_some_and(|kinds| kinds.iter().any(|kind| kind == staff));
    let customers = if names_staff { cut.without(Dimension::Kind) } else { cut.clone() };
    (cut.only(Dimension::Kind, staff), customers)
}

/// How many gave each rating to each parameter.
async fn ratings(connection: &mut Connection, cut: Option<&Cut>) -> Count<Vec<RatingCell>> {
    let Some(cut) = cut else {
        return Ok(Vec::new());
    };
    let fields = days::fields(connection, Subject::Answers).await?;
    let fields: Vec<_> = fields.iter().filter(|field| rating_of(field).is_some()).collect();
    let measures: Vec<_> = fields.iter().filter_map(|field| Measure::rating(field)).collect();
    let sums = sums(connection, &Asked::of(Subject::Answers, cut, measures)).await?;
    let mut cells = Vec::new();
    for (place, field) in fields.into_iter().enumerate() {
        let Some((code, low, high)) = rating_of(field) else { continue };
        let Ok(scale) = Scale::parse(&format!("{low}-{high}")) else { continue };
        for (rating, count) in (-1i16..).zip(sums.total(place)) {
            if let Ok(rating) = Rating::from_code(Some(rating), scale) {
                let count = u64::try_from(count).unwrap_or(0);
                cells.push(RatingCell { parameter: code.to_owned(), scale, rating, count });
            }
        }
    }
    Ok(cells)
}

/// The report as it leaves the house; its rows are the parameters.
#[must_use]
pub fn document(report: &SatisfactionReport, setting: &Setting) -> Document {
    let view = &report.view;
    let mut definitions = document::definitions(
        view,
        setting.zone,
        "answers by the moment they were first given, from <= day < to",
    );
    for (name, words) in [
        ("satisfaction", "overall satisfaction in per cent, the arithmetic mean"),
        ("mean", "the arithmetic mean of the scores, in units of the scale; 'does not apply' is not a score"),
        ("top_box", "share 0-1 of those who gave one of the two best scores, with its Wilson interval"),
        ("interval", "95 %, Student's t for means"),
        ("distribution", "how many gave each score, from the worst to the best"),
        (
            "gap",
            "staff's mean minus customers', in units of the scale: the opinion staff have of it beside what customers say; interval and test by Welch, the test corrected by Holm",
        ),
        ("change", "Welch's t test; of groups and parameters corrected by Holm; significant: p < 0.05"),
    ] {
        definitions.insert(name.to_owned(), words.into());
    }
    let steps = report.steps.iter().map(|step| Line {
        name: Some(super::step_name(view.grain, step.days.from())),
        cells: overall(step.figures),
    });
    let groups = report.groups.iter().map(|group| Line {
        name: Some(group.word.clone()).filter(|word| !word.is_empty()),
        cells: [overall(group.figures), document::change(group.change)].concat(),
    });
    let parameters = report.parameters.iter().map(|one| parameter(one, setting.language));
    let mut sections = vec![
        Section { name: "parameter", lines: parameters.collect() },
        Section { name: view.grain.code(), lines: steps.collect() },
    ];
    sections.extend(view.by.map(|by| Section { name: by.code(), lines: groups.collect() }));
    if !report.gaps.is_empty() {
        let gaps = report.gaps.iter().map(|one| gap(one, setting.language));
        sections.push(Section { name: "gap", lines: gaps.collect() });
    }
    Document {
        report: Report::Satisfaction.code(),
        period: view.cut.period,
        before: view.before().map(|cut| cut.period).zip(report.before.map(overall)),
        total: overall(report.total),
        change: report.change(),
        definitions,
        sections,
        rows: "parameter",
    }
}

fn overall(sums: Mean) -> Cells {
    let figures = Satisfaction::mean(sums);
    document::mean(sums.n, figures.map(|(mean, _)| mean), figures.and_then(|(_, interval)| interval))
}

fn gap(one: &Gap, language: Language) -> Line {
    let (staff, customers) = (one.staff.sums(), one.customers.sums());
    let shown = |mean: Mean| Cell::number(mean.value().filter(|_| Base::of(mean.n).shows_score()));
    let mut cells = vec![
        ("title".into(), Cell::Words(one.title.get(language).to_owned())),
        ("scale".into(), Cell::Words(one.scale().to_string())),
        ("staff_n".into(), Cell::Count(staff.n)),
        ("staff_mean".into(), shown(staff)),
        ("customers_n".into(), Cell::Count(customers.n)),
        ("customers_mean".into(), shown(customers)),
    ];
    cells.extend(document::change(one.change));
    cells.extend([
        ("difference_low".into(), Cell::number(one.interval.map(|(low, _)| low))),
        ("difference_high".into(), Cell::number(one.interval.map(|(_, high)| high))),
    ]);
    Line { name: Some(one.code.clone()), cells }
}

fn parameter(one: &ParameterFigures, language: Language) -> Line {
    let (tally, top) = (&one.tally, one.tally.top_box());
    let counts = tally.distribution();
    let tree: Map<_, _> =
        counts.iter().map(|(score, share)| (score.to_string(), share.count().into())).collect();
    let mut cells = vec![
        ("title".into(), Cell::Words(one.title.get(language).to_owned())),
        ("scale".into(), Cell::Words(tally.scale().to_string())),
    ];
    cells.extend(document::mean(tally.n(), tally.mean(), tally.interval()));
    cells.extend([
        ("not_applicable".into(), Cell::Count(tally.not_applicable())),
        ("top_box".into(), Cell::share(top.value())),
        ("top_box_low".into(), Cell::share(top.interval().map(|(low, _)| low))),
        ("top_box_high".into(), Cell::share(top.interval().map(|(_, high)| high))),
        ("distribution".into(), Cell::Tree(tree.into())),
    ]);
    cells.extend(document::change(one.change));
    for (score, share) in counts {
        cells
            .push((format!("score_{score}").into(), Cell::OnlyInFiles(Box::new(Cell::Count(share.count())))));
    }
    Line { name: Some(one.code.clone()), cells }
}
