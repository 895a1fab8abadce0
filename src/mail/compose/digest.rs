//! The Monday letter: the main figures in a line each, what moved by more than chance, and a chart of the last weeks.

use chrono::NaiveDate;
use url::Url;

use super::{Writer, day_month, many_lines, one_line};
use crate::mail::frame::{Block, Buttons, Figure, Range, Ranges};
use crate::mail::words::{Values, Words, WordsFault};

/// Changes of one sort in a letter; the page has them all.
const LISTED: usize = 6;

/// What changed in a week, already in the reader's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    /// The first day of the week and the last.
    pub from: NaiveDate,
    pub till: NaiveDate,
    /// What the reader called the view; none: the overview of everything.
    pub view: Option<String>,
    /// The main figures.
    pub main: Vec<Line>,
    pub better: Vec<Line>,
    pub worse: Vec<Line>,
    /// Whether nothing at all moved by more than chance.
    pub calm: bool,
    /// Of one main figure, the last weeks.
    pub chart: Option<Chart>,
    /// Whether anybody answered at all.
    pub is_empty: bool,
    pub page: Url,
    /// The report of the view, where it is another page than the overview.
    pub report: Option<Url>,
}

/// A figure in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub title: String,
    pub figure: String,
    /// What it did, with its interval and how many answered.
    pub note: String,
    pub url: Url,
}

/// The intervals of a figure step by step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    pub title: String,
    /// What its left edge stands for, and its right one.
    pub low: String,
    pub high: String,
    pub steps: Vec<Bar>,
}

/// One of them: from where to where, in thousandths of the chart's width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    pub label: String,
    pub figure: String,
    pub span: Option<(u32, u32)>,
}

impl Digest {
    pub(super) fn values(&self, values: Values, words: &Words) -> Result<Values, WordsFault> {
        let lead = match self.main.first().filter(|_| !self.is_empty) {
            Some(first) => format!("{}: {}. {}", first.title, first.figure, first.note),
            None => words.say("empty", &Values::default())?,
        };
        Ok(values
            .with("from", day_month(words, self.from)?)
            .with("till", day_month(words, self.till)?)
            .with("calm", if self.calm { "yes" } else { "no" })
            .with("named", if self.view.is_some() { "yes" } else { "no" })
            .with("view", one_line(self.view.as_deref().unwrap_or_default()))
            .with("lead", one_line(&lead)))
    }
}

impl Line {
    fn drawn(&self) -> Figure {
        Figure {
            title: one_line(&self.title),
            value: one_line(&self.figure),
            note: many_lines(&self.note).replace('\n', " "),
            url: self.url.clone(),
        }
    }
}

impl Writer<'_> {
    pub(super) fn digest(&self, digest: &Digest) -> Result<Vec<Block>, WordsFault> {
        let mut blocks = vec![Block::Paragraph(self.say("title")?)];
        if digest.is_empty {
            blocks.push(Block::Paragraph(self.say("empty")?));
        } else {
            blocks.push(Block::Figures(None, digest.main.iter().map(Line::drawn).collect()));
            for (key, lines) in [("better", &digest.better), ("worse", &digest.worse)] {
                if lines.is_empty() {
                    continue;
                }
                let shown = lines.iter().take(LISTED).map(Line::drawn).collect();
                blocks.push(Block::Figures(Some(self.say(key)?), shown));
                if lines.len() > LISTED {
                    let values = Values::default().with("count", lines.len() - LISTED);
                    blocks.push(Block::Note(self.words.say("rest", &values)?));
                }
            }
            if digest.calm {
                blocks.push(Block::Paragraph(self.say("calm")?));
            }
            if let Some(chart) = &digest.chart {
                let values = Values::default()
                    .with("title", chart.title.clone())
                    .with("low", chart.low.clone())
                    .with("high", chart.high.clone());
                blocks.push(Block::Ranges(Ranges {
                    title: self.words.say("chart", &values)?,
                    note: self.words.say("chart-note", &values)?,
                    lines: chart
                        .steps
                        .iter()
                        .map(|step| Range {
                            label: step.label.clone(),
                            figure: step.figure.clone(),
                            span: step.span,
                        })
                        .collect(),
                }));
            }
        }
        let mut links = vec![(self.say("open")?, digest.page.clone())];
        if let Some(report) = &digest.report {
            links.push((self.say("open-view")?, report.clone()));
        }
        blocks.push(Block::Buttons(Buttons { question: None, links, hint: self.say("hint")? }));
        Ok(blocks)
    }
}
