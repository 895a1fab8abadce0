//! Reports as CSV: the same figures, one row each, safe to open in a spreadsheet.

use super::json::round;
use crate::domain::{
    language::Language,
    mean::Mean,
    nps::{Base, Nps},
    rating::Scale,
    report::{Month, NpsReport, SatisfactionReport, Store, StoreCut},
    satisfaction::Satisfaction,
};

/// Which rows go into a file beside the total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sections {
    pub before: bool,
    pub parameters: bool,
    pub months: bool,
    pub stores: bool,
}

impl Sections {
    /// All that the page shows.
    pub const ALL: Self = Self { before: true, parameters: true, months: true, stores: true };
}

/// The columns `by,name,n,promoters,passives,detractors,nps,low,high,base`.
///
/// # Errors
/// Never for what is written to memory; the writer's own error otherwise.
pub fn nps(report: &NpsReport, sections: Sections) -> csv::Result<Vec<u8>> {
    let mut file = csv::Writer::from_writer(Vec::new());
    file.write_record([
        "by",
        "name",
        "n",
        "promoters",
        "passives",
        "detractors",
        "nps",
        "low",
        "high",
        "base",
    ])?;
    let mut row = |by: &str, name: &str, nps: Nps| {
        let interval = nps.interval();
        file.write_record([
            by,
            &cell(name),
            &nps.n().to_string(),
            &nps.promoters.to_string(),
            &nps.passives.to_string(),
            &nps.detractors.to_string(),
            &number(nps.score()),
            &number(interval.map(|(low, _)| low)),
            &number(interval.map(|(_, high)| high)),
            nps.base().code(),
        ])
    };
    row("total", &report.cut.period.to_string(), report.total)?;
    if sections.before {
        row("before", &report.cut.period.previous().to_string(), report.before)?;
    }
    if sections.months {
        for Month { days, figures } in &report.months {
            row("month", &days.from().format("%Y-%m").to_string(), *figures)?;
        }
    }
    if sections.stores {
        for Store { name, figures } in counted(&report.cut.store, &report.stores) {
            row("store", name.as_deref().unwrap_or_default(), *figures)?;
        }
    }
    written(file)
}

/// The columns `by,name,title,scale,n,not_applicable,mean,low,high,top_box,top_box_low,top_box_high,base` and one for
/// each score that any of its scales has.
///
/// # Errors
/// As [`nps`].
pub fn satisfaction(
    report: &SatisfactionReport,
    sections: Sections,
    language: Language,
) -> csv::Result<Vec<u8>> {
    let shown = if sections.parameters { report.parameters.as_slice() } else { &[] };
    let low = shown.iter().map(|one| one.tally.scale().low()).min().unwrap_or(1);
    let high = shown.iter().map(|one| one.tally.scale().high()).max().unwrap_or(0);
    let mut file = csv::Writer::from_writer(Vec::new());
    let mut head: Vec<String> = [
        "by",
        "name",
        "title",
        "scale",
        "n",
        "not_applicable",
        "mean",
        "low",
        "high",
        "top_box",
        "top_box_low",
        "top_box_high",
        "base",
    ]
    .map(str::to_owned)
    .to_vec();
    head.extend((low..=high).map(|score| format!("score_{score}")));
    file.write_record(&head)?;
    let width = head.len();
    let mut row = |by: &str, name: &str, sums: Mean| {
        let figures = Satisfaction::mean(sums);
        let interval = figures.and_then(|(_, interval)| interval);
        let mut cells = vec![
            by.to_owned(),
            cell(name),
            String::new(),
            "0-100".to_owned(),
            sums.n.to_string(),
            String::new(),
            number(figures.map(|(mean, _)| mean)),
            number(interval.map(|(low, _)| low)),
            number(interval.map(|(_, high)| high)),
            String::new(),
            String::new(),
            String::new(),
            Base::of(sums.n).code().to_owned(),
        ];
        cells.resize(width, String::new());
        file.write_record(&cells)
    };
    row("total", &report.cut.period.to_string(), report.total)?;
    if sections.before {
        row("before", &report.cut.period.previous().to_string(), report.before)?;
    }
    if sections.months {
        for Month { days, figures } in &report.months {
            row("month", &days.from().format("%Y-%m").to_string(), *figures)?;
        }
    }
    if sections.stores {
        for Store { name, figures } in counted(&report.cut.store, &report.stores) {
            row("store", name.as_deref().unwrap_or_default(), *figures)?;
        }
    }
    for one in shown {
        let tally = &one.tally;
        let (interval, top) = (tally.interval(), tally.top_box());
        let count = |score: u8| tally.distribution().into_iter().find(|(other, _)| *other == score);
        let mut cells = vec![
            "parameter".to_owned(),
            cell(&one.code),
            cell(one.title.get(language)),
            scale(tally.scale()),
            tally.n().to_string(),
            tally.not_applicable().to_string(),
            number(tally.mean()),
            number(interval.map(|(low, _)| low)),
            number(interval.map(|(_, high)| high)),
            number(top.value()),
            number(top.interval().map(|(low, _)| low)),
            number(top.interval().map(|(_, high)| high)),
            Base::of(tally.n()).code().to_owned(),
        ];
        cells.extend(
            (low..=high)
                .map(|score| count(score).map_or_else(String::new, |(_, share)| share.count().to_string())),
        );
        file.write_record(&cells)?;
    }
    written(file)
}

fn counted<'a, T>(cut: &'a StoreCut, stores: &'a [Store<T>]) -> impl Iterator<Item = &'a Store<T>> {
    stores.iter().filter(|store| cut.counts(store.name.as_deref()))
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| round(value).to_string())
}

fn scale(scale: Scale) -> String {
    scale.to_string()
}

/// A spreadsheet takes words that begin like a formula for one: an apostrophe before them keeps them words.
fn cell(words: &str) -> String {
    if words.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{words}") } else { words.to_owned() }
}

fn written(file: csv::Writer<Vec<u8>>) -> csv::Result<Vec<u8>> {
    file.into_inner().map_err(|error| error.into_error().into())
}
