//! The NPS report: counted from the scores, told as a document.

use std::collections::BTreeMap;

use super::{
    Count, Setting,
    counting::{Asked, sums},
    document::{self, Cell, Cells, Document, Line, Section},
};
use crate::{
    domain::{
        cut::{Cut, View},
        facts::{Measure, Subject},
        nps::Nps,
        report::{NpsReport, Report},
    },
    store::Connection,
};

/// Counts the NPS of a view.
///
/// # Errors
/// When the database does not answer.
pub async fn count(connection: &mut Connection, view: View) -> Count<NpsReport> {
    let measures = || vec![Measure::nps()];
    let along =
        sums(connection, &Asked::of(Subject::Answers, &view.cut, measures()).along(view.grain)).await?;
    let along: BTreeMap<_, _> = along.of(0).map(|(key, scores)| (key.step, scores.to_vec())).collect();
    let before = view.before();
    let total_before = match &before {
        Some(cut) => {
            let sums = sums(connection, &Asked::of(Subject::Answers, cut, measures())).await?;
            Some(Nps::of_scores(&sums.total(0)))
        }
        None => None,
    };
    let now_by = by(connection, &view, Some(&view.cut)).await?;
    let before_by = by(connection, &view, before.as_ref()).await?;
    Ok(NpsReport::new(view, &along, total_before, now_by, &before_by))
}

async fn by(connection: &mut Connection, view: &View, cut: Option<&Cut>) -> Count<BTreeMap<String, Nps>> {
    let (Some(dimension), Some(cut)) = (view.by, cut) else {
        return Ok(BTreeMap::new());
    };
    let asked = Asked::of(Subject::Answers, cut, vec![Measure::nps()]).by(dimension.code());
    let sums = sums(connection, &asked).await?;
    Ok(sums.of(0).map(|(key, scores)| (key.words.concat(), Nps::of_scores(scores))).collect())
}

/// The report as it leaves the house.
#[must_use]
pub fn document(report: &NpsReport, setting: &Setting) -> Document {
    let view = &report.view;
    let mut definitions = document::definitions(
        view,
        setting.zone,
        "answers by the moment they were first given, from <= day < to",
    );
    definitions.insert(
        "nps".to_owned(),
        "100 * (promoters - detractors) / n; promoters gave 9-10, passives 7-8, detractors 0-6".into(),
    );
    definitions.insert("interval".to_owned(), "95 %, adjusted Wald (Rocks 2016)".into());
    definitions.insert(
        "change".to_owned(),
        "z test of adjusted scores; of groups corrected by Holm; significant: p < 0.05".into(),
    );
    let steps = report.steps.iter().map(|step| Line {
        name: Some(super::step_name(view.grain, step.days.from())),
        cells: document::nps(step.figures),
    });
    let groups = report.groups.iter().map(|group| Line {
        name: Some(group.word.clone()).filter(|word| !word.is_empty()),
        cells: [document::nps(group.figures), document::change(group.change)].concat(),
    });
    let scores = (0u8..).zip(&report.scores).map(|(score, count)| {
        let cells: Cells = vec![("n".into(), Cell::Count(*count))];
        Line { name: Some(score.to_string()), cells }
    });
    let mut sections = vec![Section { name: view.grain.code(), lines: steps.collect() }];
    sections.extend(view.by.map(|by| Section { name: by.code(), lines: groups.collect() }));
    sections.push(Section { name: "score", lines: scores.collect() });
    Document {
        report: Report::Nps.code(),
        period: view.cut.period,
        before: view.before().map(|cut| cut.period).zip(report.before.map(document::nps)),
        total: document::nps(report.total),
        change: report.change(),
        definitions,
        sections,
        rows: view.grain.code(),
    }
}
