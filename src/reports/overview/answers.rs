//! Headlines of answers: NPS, overall satisfaction, each parameter, and both by every dimension.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Found, MOST_VALUES, of_one, recent};
use crate::{
    domain::{
        cut::{Cut, Dimension, View},
        facts::{Condition, Measure, Subject, Sums, rating_field},
        mean::Mean,
        nps::Nps,
        report::{
            Figure, Headline, ParameterFigures, Report, Step, Topic, Unit, mean_change, nps_change, steps,
        },
        satisfaction::Satisfaction,
    },
    reports::{
        Count,
        counting::{self, Asked},
        nps, satisfaction,
    },
    store::Connection,
};

const NPS: Topic = Topic::Named("nps");
const SATISFACTION: Topic = Topic::Named("satisfaction");

/// Adds what the answers of a view say.
///
/// # Errors
/// When the database does not answer.
pub async fn headlines(connection: &mut Connection, view: &View, found: &mut Found) -> Count<()> {
    let recommend = nps::count(connection, view.clone()).await?;
    let satisfied = satisfaction::count(connection, view.clone()).await?;
    let (nps_steps, satisfaction_steps) = along(connection, view).await?;
    let mut main = of_nps(view, recommend.total, recommend.before, None);
    main.steps = nps_steps;
    found.main.push(main);
    let mut main = of_satisfaction(view, satisfied.total, satisfied.before, None);
    main.steps = satisfaction_steps;
    found.main.push(main);
    found.details.extend(satisfied.parameters.iter().map(|one| parameter(view, one)));
    let Some(before) = view.before() else { return Ok(()) };
    let dimensions: Vec<Dimension> = Dimension::all().to_vec();
    let now_by = by(connection, &view.cut, &dimensions).await?;
    let before_by = by(connection, &before, &dimensions).await?;
    for ((dimension, now), before) in dimensions.into_iter().zip(&now_by).zip(&before_by) {
        let now = values(now);
        // One value alone is the whole again.
        if now.len() < 2 {
            continue;
        }
        let before: BTreeMap<_, _> =
            values(before).into_iter().map(|value| (value.word.clone(), value)).collect();
        for value in now.into_iter().take(MOST_VALUES) {
            let Some(before) = before.get(&value.word) else { continue };
            let of = Some((dimension, value.word.clone()));
            let narrowed = of_one(view, dimension, &value.word);
            found.details.push(of_nps(&narrowed, value.nps, Some(before.nps), of.clone()));
            found.details.push(of_satisfaction(&narrowed, value.satisfaction, Some(before.satisfaction), of));
        }
    }
    Ok(())
}

fn measures() -> Vec<Measure> {
    vec![Measure::nps(), Measure::Sums("satisfaction".into())]
}

/// Both figures by every dimension; the facts are read once.
async fn by(connection: &mut Connection, cut: &Cut, dimensions: &[Dimension]) -> Count<Vec<Sums>> {
    let asked: Vec<_> = dimensions
        .iter()
        .map(|dimension| Asked::of(Subject::Answers, cut, measures()).by(dimension.code()))
        .collect();
    counting::many(connection, &asked).await
}

struct OfValue {
    word: String,
    nps: Nps,
    satisfaction: Mean,
}

/// The values of a dimension, most answers first.
fn values(sums: &Sums) -> Vec<OfValue> {
    let mut values: Vec<OfValue> = sums
        .of(0)
        .zip(sums.of(1))
        .map(|((key, scores), (_, moments))| OfValue {
            word: key.words.concat(),
            nps: Nps::of_scores(scores),
            satisfaction: Mean::of_sums(moments),
        })
        .filter(|value| value.nps.n() > 0 || value.satisfaction.n > 0)
        .collect();
    let n = |value: &OfValue| value.nps.n().max(value.satisfaction.n);
    values.sort_by(|one, other| n(other).cmp(&n(one)).then_with(|| one.word.cmp(&other.word)));
    values
}

type Along = (Vec<Step<Figure>>, Vec<Step<Figure>>);

async fn along(connection: &mut Connection, view: &View) -> Count<Along> {
    let recent = recent(view);
    let asked = Asked::of(Subject::Answers, &recent.cut, measures()).along(recent.grain);
    let sums = counting::sums(connection, &asked).await?;
    let figures = |measure: usize, figure: fn(&[i64]) -> Figure| -> BTreeMap<NaiveDate, Figure> {
        sums.of(measure).map(|(key, vector)| (key.step, figure(vector))).collect()
    };
    let nps = figures(0, |scores| nps_figure(Nps::of_scores(scores)));
    let satisfaction = figures(1, |moments| satisfaction_figure(Mean::of_sums(moments)));
    Ok((steps(&recent, &nps), steps(&recent, &satisfaction)))
}

fn nps_figure(nps: Nps) -> Figure {
    Figure::shown(nps.n(), nps.score(), nps.interval())
}

fn satisfaction_figure(sums: Mean) -> Figure {
    let mean = Satisfaction::mean(sums);
    Figure::shown(sums.n, mean.map(|(mean, _)| mean), mean.and_then(|(_, interval)| interval))
}

fn of_nps(view: &View, now: Nps, before: Option<Nps>, of: Option<(Dimension, String)>) -> Headline {
    Headline {
        report: Report::Nps,
        topic: NPS,
        of,
        unit: Unit::Points,
        figure: nps_figure(now),
        before: before.map(nps_figure),
        change: before.and_then(|before| nps_change(now, before)),
        alone: None,
        untested: None,
        more_is_better: true,
        view: view.clone(),
        within: None,
        days: None,
        subject: Subject::Answers,
        conditions: vec![Condition::between("nps", 0, 10)],
        steps: Vec::new(),
    }
}

fn of_satisfaction(
    view: &View,
    now: Mean,
    before: Option<Mean>,
    of: Option<(Dimension, String)>,
) -> Headline {
    Headline {
        report: Report::Satisfaction,
        topic: SATISFACTION,
        of,
        unit: Unit::Percent,
        figure: satisfaction_figure(now),
        before: before.map(satisfaction_figure),
        change: before.and_then(|before| mean_change(now, before)),
        alone: None,
        untested: None,
        more_is_better: true,
        view: view.clone(),
        within: None,
        days: None,
        subject: Subject::Answers,
        conditions: vec![Condition::between("satisfaction", 0, 100)],
        steps: Vec::new(),
    }
}

fn parameter(view: &View, one: &ParameterFigures) -> Headline {
    let (now, before) = (&one.tally, &one.before);
    let scale = now.scale();
    let field = rating_field(&one.code, scale.low().into(), scale.high().into());
    Headline {
        report: Report::Satisfaction,
        topic: Topic::Parameter { code: one.code.clone(), title: one.title.clone() },
        of: None,
        unit: Unit::Score { low: scale.low(), high: scale.high() },
        figure: Figure::shown(now.n(), now.mean(), now.interval()),
        before: view.before().map(|_| Figure::shown(before.n(), before.mean(), before.interval())),
        // As it is of itself: the correction is that of all details together.
        change: mean_change(now.sums(), before.sums()),
        alone: None,
        untested: None,
        more_is_better: true,
        view: view.clone(),
        within: None,
        days: None,
        subject: Subject::Answers,
        conditions: vec![Condition::between(&field, scale.low().into(), scale.high().into())],
        steps: Vec::new(),
    }
}
