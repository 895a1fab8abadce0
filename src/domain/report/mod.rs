//! What a report counts: its cut of the answers, and the groups whose sums make every figure.

mod counted;
mod nps;
mod satisfaction;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

pub use counted::{BadCounted, Counted, Scores};
pub use nps::{NpsCell, NpsReport};
pub use satisfaction::{ParameterFigures, RatingCell, SatisfactionCell, SatisfactionReport};

use super::{period::Period, questionnaire::SurveyKind};

/// Which stores are counted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StoreCut {
    /// All, and the answers of no store too.
    #[default]
    All,
    /// One, by its exact name.
    One(String),
    /// The answers that name no store.
    Unnamed,
}

impl StoreCut {
    /// Whether an answer of this store is counted.
    #[must_use]
    pub fn counts(&self, store: Option<&str>) -> bool {
        match self {
            Self::All => true,
            Self::One(name) => store == Some(name),
            Self::Unnamed => store.is_none(),
        }
    }
}

/// Which answers are counted: those first given in these days of the company's zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// The days.
    pub period: Period,
    /// The stores.
    pub store: StoreCut,
    /// The survey; none: all of them.
    pub kind: Option<SurveyKind>,
}

impl Cut {
    /// The same cut of the period before.
    #[must_use]
    pub fn previous(&self) -> Self {
        Self { period: self.period.previous(), ..self.clone() }
    }

    /// The same cut of other days.
    #[must_use]
    pub fn during(&self, period: Period) -> Self {
        Self { period, ..self.clone() }
    }

    /// The same cut of other stores.
    #[must_use]
    pub fn of_store(&self, store: StoreCut) -> Self {
        Self { store, ..self.clone() }
    }
}

/// The figures of one month, with the days of it that are inside the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month<T> {
    /// Its days inside the period.
    pub days: Period,
    /// Its figures; of nobody where nobody answered.
    pub figures: T,
}

/// The figures of one store; none is the answers of no store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store<T> {
    /// Its name.
    pub name: Option<String>,
    /// Its figures.
    pub figures: T,
}

/// The sums of one month and store: what a query or a stored rollup gives, and all that a report is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell<T> {
    /// The first day of the calendar month, in the company's zone.
    pub month: NaiveDate,
    /// The store; none where the answer names none.
    pub store: Option<String>,
    /// The sums.
    pub sums: T,
}

/// One set of cells summed in three ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sums<T> {
    pub total: T,
    pub months: Vec<Month<T>>,
    pub stores: Vec<Store<T>>,
}

/// Sums the cells of the cut. Months without an answer stay, as nobody's, between the first and the last that
/// have some; stores come in the order of their names, and all of them, also those that the cut leaves out of the total.
pub(crate) fn sum<T: Copy + Default + std::ops::AddAssign>(cut: &Cut, cells: &[Cell<T>]) -> Sums<T> {
    let mut total = T::default();
    let mut months: BTreeMap<NaiveDate, T> = BTreeMap::new();
    let mut stores: BTreeMap<Option<String>, T> = BTreeMap::new();
    for cell in cells {
        *stores.entry(cell.store.clone()).or_default() += cell.sums;
        if cut.store.counts(cell.store.as_deref()) {
            total += cell.sums;
            *months.entry(cell.month).or_default() += cell.sums;
        }
    }
    let first = months.first_key_value().map(|(month, _)| *month);
    let last = months.last_key_value().map(|(month, _)| *month);
    let shown = cut
        .period
        .months()
        .map(|days| (first_of(days.from()), days))
        .skip_while(|(month, _)| first.is_none_or(|first| *month < first))
        .take_while(|(month, _)| last.is_some_and(|last| *month <= last))
        .map(|(month, days)| Month { days, figures: months.get(&month).copied().unwrap_or_default() })
        .collect();
    let stores = stores.into_iter().map(|(name, figures)| Store { name, figures }).collect();
    Sums { total, months: shown, stores }
}

fn first_of(day: NaiveDate) -> NaiveDate {
    chrono::Datelike::with_day(&day, 1).unwrap_or(day)
}
