//! A report as a document: the same cells for the page's files, the command and the programs that ask.

mod csv;
mod json;
mod xlsx;

pub(super) use csv::guarded;

use std::borrow::Cow;

use chrono::NaiveDate;
use serde_json::{Map, Value};

pub(super) use json::money as amount;

use crate::domain::{
    cut::View,
    nps::{Base, Nps},
    period::Period,
    report::{Change, Untested},
    share::Share,
};

/// The name of a cell: a key of JSON, the head of a column in files.
pub type Name = Cow<'static, str>;

/// One value of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words. In files those that begin like a formula are kept words.
    Words(String),
    /// A whole number.
    Count(u64),
    /// A number with a fraction, told to four decimals.
    Number(f64),
    /// A fraction 0..=1, told to four decimals.
    Share(f64),
    /// An exact amount of money.
    Money(bigdecimal::BigDecimal),
    /// A day.
    Day(NaiveDate),
    /// Yes or no.
    Yes(bool),
    /// What cannot be said.
    Nothing,
    /// Something only JSON can hold; files leave it out.
    Tree(Value),
    /// Something that JSON has elsewhere.
    OnlyInFiles(Box<Self>),
}

/// Named cells in order.
pub type Cells = Vec<(Name, Cell)>;

/// A row of a section: what it is of, and its figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The month, the store, the code; none: those that have none.
    pub name: Option<String>,
    pub cells: Cells,
}

/// Rows of one sort: months, stores, reasons.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// What one of its rows is: `month`, `store`.
    pub name: &'static str,
    pub lines: Lines,
}

/// A report as it leaves the house.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    pub report: &'static str,
    pub period: Period,
    /// The period compared with, and its figures.
    pub before: Option<(Period, Cells)>,
    pub total: Cells,
    /// How the total moved; none where that cannot be said.
    pub change: Option<Change>,
    /// What each figure is, and what was counted.
    pub definitions: Map<String, Value>,
    pub sections: Vec<Section>,
    /// Which of them is the report's own rows.
    pub rows: &'static str,
}

/// Rows of a section that a document tells: more than anybody reads, and few enough for any spreadsheet and any memory. A
/// page says how many more there are, and so does the document.
pub const MOST_LINES: usize = 20_000;

/// The section that says how many rows of each other section are left out.
const LEFT_OUT: &str = "left_out";

/// The first [`MOST_LINES`] rows of a section, and how many more there are; these are made and let go one by one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lines {
    told: Vec<Line>,
    left_out: u64,
}

impl FromIterator<Line> for Lines {
    fn from_iter<T: IntoIterator<Item = Line>>(lines: T) -> Self {
        let mut lines = lines.into_iter();
        let told = lines.by_ref().take(MOST_LINES).collect();
        Self { told, left_out: lines.map(|_| 1).sum() }
    }
}

impl std::ops::Deref for Lines {
    type Target = [Line];

    fn deref(&self) -> &[Line] {
        &self.told
    }
}

impl Document {
    /// The same with a section that says how many rows are left out, where some are.
    #[must_use]
    pub fn bounded(mut self) -> Self {
        let line = |section: &Section| Line {
            name: Some(section.name.to_owned()),
            cells: vec![("rows".into(), Cell::Count(section.lines.left_out))],
        };
        let cut: Lines =
            self.sections.iter().filter(|section| section.lines.left_out > 0).map(line).collect();
        if !cut.is_empty() {
            self.sections.push(Section { name: LEFT_OUT, lines: cut });
        }
        self
    }

    /// Only the section of this name beside the total, as its own rows; none where there is no such section.
    #[must_use]
    pub fn only(mut self, name: &str) -> Option<Self> {
        self.sections.retain(|section| section.name == name || section.name == LEFT_OUT);
        self.rows = self.sections.iter().find(|section| section.name == name)?.name;
        Some(self)
    }
}

impl Cell {
    /// A number, or nothing.
    #[must_use]
    pub fn number(value: Option<f64>) -> Self {
        value.map_or(Self::Nothing, Self::Number)
    }

    /// A fraction, or nothing.
    #[must_use]
    pub fn share(value: Option<f64>) -> Self {
        value.map_or(Self::Nothing, Self::Share)
    }

    /// Words, or nothing.
    #[must_use]
    pub fn words(words: Option<&str>) -> Self {
        words.map_or(Self::Nothing, |words| Self::Words(words.to_owned()))
    }
}

/// Four decimals: more than any sample here tells, and enough to compare with.
pub(in crate::reports) fn round(value: f64) -> f64 {
    let rounded = (value * 10_000.0).round() / 10_000.0;
    if rounded == 0.0 { 0.0 } else { rounded }
}

/// What every report says of itself: how facts are counted, and which of them are.
#[must_use]
pub fn definitions(view: &View, zone: chrono_tz::Tz, counted: &str) -> Map<String, Value> {
    let mut map = Map::new();
    map.insert("counted".to_owned(), counted.into());
    map.insert("time_zone".to_owned(), zone.name().into());
    for dimension in crate::domain::cut::Dimension::all() {
        let value = match view.cut.filters.of(*dimension) {
            None => Value::Null,
            Some([one]) => one.as_str().into(),
            Some(many) => many.iter().map(String::as_str).collect::<Vec<_>>().into(),
        };
        map.insert(dimension.code().to_owned(), value);
    }
    map
}

/// `n, promoters, passives, detractors, nps, low, high, base`.
#[must_use]
pub fn nps(nps: Nps) -> Cells {
    let interval = nps.interval();
    vec![
        ("n".into(), Cell::Count(nps.n())),
        ("promoters".into(), Cell::Count(nps.promoters)),
        ("passives".into(), Cell::Count(nps.passives)),
        ("detractors".into(), Cell::Count(nps.detractors)),
        ("nps".into(), Cell::number(nps.score())),
        ("low".into(), Cell::number(interval.map(|(low, _)| low))),
        ("high".into(), Cell::number(interval.map(|(_, high)| high))),
        ("base".into(), Cell::Words(nps.base().code().to_owned())),
    ]
}

/// `n, mean, low, high, base` of a mean with its interval.
#[must_use]
pub fn mean(n: u64, mean: Option<f64>, interval: Option<(f64, f64)>) -> Cells {
    vec![
        ("n".into(), Cell::Count(n)),
        ("mean".into(), Cell::number(mean)),
        ("low".into(), Cell::number(interval.map(|(low, _)| low))),
        ("high".into(), Cell::number(interval.map(|(_, high)| high))),
        ("base".into(), Cell::Words(Base::of(n).code().to_owned())),
    ]
}

/// `n, of, share, low, high`.
#[must_use]
pub fn share(share: Share) -> Cells {
    let interval = share.interval();
    vec![
        ("n".into(), Cell::Count(share.count())),
        ("of".into(), Cell::Count(share.of())),
        ("share".into(), Cell::share(share.value())),
        ("low".into(), Cell::share(interval.map(|(low, _)| low))),
        ("high".into(), Cell::share(interval.map(|(_, high)| high))),
    ]
}

/// A share among other figures: `NAME_share, NAME_low, NAME_high`.
#[must_use]
pub fn named_share(name: &str, share: Option<Share>) -> Cells {
    let ends = share.and_then(Share::interval);
    vec![
        (format!("{name}_share").into(), Cell::share(share.and_then(Share::value))),
        (format!("{name}_low").into(), Cell::share(ends.map(|(low, _)| low))),
        (format!("{name}_high").into(), Cell::share(ends.map(|(_, high)| high))),
    ]
}

/// How a group moved: `difference, p, significant`, for files and programs alike.
#[must_use]
pub fn change(change: Option<Change>) -> Cells {
    vec![
        ("difference".into(), Cell::number(change.map(|change| change.difference))),
        ("p".into(), Cell::number(change.map(|change| change.p))),
        ("significant".into(), change.map_or(Cell::Nothing, |change| Cell::Yes(change.significant))),
    ]
}

/// Why a change is not tested; nothing where it is.
#[must_use]
pub fn untested(untested: Option<Untested>) -> Cells {
    vec![("untested".into(), Cell::words(untested.map(Untested::code)))]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(lines: usize) -> Document {
        let line = |number: usize| Line {
            name: Some(number.to_string()),
            cells: vec![("n".into(), Cell::Count(1))],
        };
        Document {
            report: "nps",
            period: Period::parse("2026-10-01", "2026-11-01").unwrap(),
            before: None,
            total: vec![("n".into(), Cell::Count(1))],
            change: None,
            definitions: Map::new(),
            sections: vec![Section { name: "store", lines: (0..lines).map(line).collect() }],
            rows: "store",
        }
    }

    #[test]
    fn rows_beyond_what_anybody_reads_are_counted_instead() {
        assert_eq!(document(MOST_LINES).bounded().only("month"), None);
        let all = document(MOST_LINES).bounded();
        assert_eq!((all.sections.len(), all.sections[0].lines.len()), (1, MOST_LINES));
        let cut = document(MOST_LINES + 7).bounded();
        assert_eq!(cut.json()["rows"].as_array().unwrap().len(), MOST_LINES);
        assert_eq!(
            cut.json()["sections"]["left_out"],
            serde_json::json!([{ "left_out": "store", "rows": 7 }])
        );
        let csv = String::from_utf8(cut.csv().unwrap()).unwrap();
        assert!(csv.ends_with("left_out,store,,7\n"), "{}", &csv[csv.len() - 100..]);
        assert_eq!(csv.lines().count(), 1 + 1 + MOST_LINES + 1);
    }
}
