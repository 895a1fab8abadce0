//! Headlines of invitations: how many of those who were asked answer, by survey and by the road customers came.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::{Found, MOST_VALUES, of_one, recent};
use crate::{
    domain::{
        cut::{Dimension, View},
        facts::{Condition, Measure, Subject},
        report::{
            Figure, Funnel, Headline, Report, ResponseReport, Stage, Step, Topic, Unit, share_change, steps,
        },
    },
    reports::{
        Count,
        counting::{self, Asked},
        response::{self, Ways},
    },
    store::Connection,
};

/// What is looked at one by one.
const DIMENSIONS: [Dimension; 2] = [Dimension::Kind, Dimension::Channel];

/// Adds what the invitations of a view say.
///
/// # Errors
/// When the database does not answer.
pub async fn headlines(
    connection: &mut Connection,
    view: &View,
    now: DateTime<Utc>,
    found: &mut Found,
) -> Count<()> {
    let ways = response::ways(connection, view, &DIMENSIONS, now).await?;
    let sent = |funnel: &Funnel| funnel.reached(Stage::Sent);
    if sent(&ways.total) + ways.before.as_ref().map_or(0, sent) == 0 {
        return Ok(());
    }
    let mut main = headline(view, &ways, ways.total, ways.before);
    main.steps = along(connection, view).await?;
    found.main.push(main);
    if ways.before.is_none() || ways.untested.is_some() {
        return Ok(());
    }
    for (dimension, funnels) in &ways.by {
        let groups = ResponseReport::grouped(funnels.clone(), ways.untested);
        // One value alone is the whole again.
        if groups.len() < 2 {
            continue;
        }
        found.details.extend(groups.into_iter().take(MOST_VALUES).map(|group| Headline {
            of: Some((*dimension, group.word.clone())),
            ..headline(&of_one(view, *dimension, &group.word), &ways, group.figures, Some(group.before))
        }));
    }
    Ok(())
}

fn headline(view: &View, ways: &Ways, now: Funnel, before: Option<Funnel>) -> Headline {
    Headline {
        report: Report::Response,
        topic: Topic::Named("response"),
        of: None,
        unit: Unit::Percent,
        figure: Figure::share(now.rate()),
        before: before.map(|before| Figure::share(before.rate())),
        change: before
            .filter(|_| ways.untested.is_none())
            .and_then(|before| share_change(now.rate(), before.rate())),
        alone: None,
        untested: ways.untested,
        more_is_better: true,
        view: view.clone(),
        within: None,
        days: None,
        subject: Subject::Invitations,
        conditions: vec![Condition::between("stage", Stage::Sent.number(), Stage::Completed.number())],
        steps: Vec::new(),
    }
}

async fn along(connection: &mut Connection, view: &View) -> Count<Vec<Step<Figure>>> {
    let recent = recent(view);
    let asked = Asked::of(Subject::Invitations, &recent.cut, vec![Measure::stage("stage")]);
    let sums = counting::sums(connection, &asked.along(recent.grain)).await?;
    let figures: BTreeMap<NaiveDate, Figure> =
        sums.of(0).map(|(key, ended)| (key.step, Figure::share(Funnel::of(ended).rate()))).collect();
    Ok(steps(&recent, &figures))
}
