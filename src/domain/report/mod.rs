//! Reports: what a view of the facts says.

mod abc;
mod comments;
pub mod complaint_fields;
mod complaints;
mod drivers;
mod gap;
mod nps;
mod overview;
pub mod reasons;
mod representation;
mod response;
mod retention;
mod rfm;
mod satisfaction;
mod untested;

use std::collections::BTreeMap;

use chrono::NaiveDate;

pub use abc::{AbcReport, Brought, Moves, ordered};
pub use comments::{
    Against, Chosen, CommentsReport, MOST as MOST_THEMES, Place, Sought, Tally, Theme, Themes, Told, themes,
};
pub use complaints::{
    AGES, Age, Backlog, Changes, Coded, Compensated, ComplaintsReport, Counted, Figures, Flow, Timing,
};
pub use drivers::{AnswerSet, DriversReport, Performance, Rated};
pub use gap::Gap;
pub use nps::NpsReport;
pub(crate) use nps::change as nps_change;
pub use overview::{Figure, Headline, Overview, Terms, Topic, Unit, Verdict};
pub use reasons::ReasonsReport;
pub use representation::{Buyers, Heard, Imbalance, Representation};
pub use response::{Beside, Funnel, Funnels, ResponseReport, Stage, Wait, share_change};
pub use retention::{AFTER, Cohort, FlowOf, RetentionReport, Worths};
pub use rfm::RfmReport;
pub(crate) use satisfaction::change as mean_change;
pub use satisfaction::{ParameterFigures, RatingCell, SatisfactionReport};
pub use untested::Untested;

use super::{
    cut::{Dimension, Grain, View},
    facts::Subject,
    multiple::holm,
    period::Period,
};

coded! {
    /// The reports of the board, in the order of its navigation.
    pub enum Report {
        /// What changed and what to look at, in one screen.
        Overview = "overview",
        /// Would they recommend us.
        Nps = "nps",
        /// Overall satisfaction and each parameter.
        Satisfaction = "satisfaction",
        /// What of the parameters drives NPS.
        Drivers = "drivers",
        /// Why customers leave, and what it costs.
        Reasons = "reasons",
        /// Complaints and how they are worked.
        Complaints = "complaints",
        /// Who is asked and who answers.
        Response = "response",
        /// Who stays, month by month.
        Retention = "retention",
        /// Customers by revenue and regularity.
        Abc = "abc",
        /// Customers by recency, frequency and money.
        Rfm = "rfm",
        /// All free words.
        Comments = "comments",
    }
}

impl Report {
    /// The facts whose days are those of the report.
    #[must_use]
    pub const fn subject(self) -> Subject {
        match self {
            Self::Reasons => Subject::Departures,
            Self::Complaints => Subject::Complaints,
            Self::Response => Subject::Invitations,
            Self::Retention | Self::Abc | Self::Rfm => Subject::Customers,
            _ => Subject::Answers,
        }
    }

    /// The facts that it is counted from, with those of the customers it looks after.
    #[must_use]
    pub const fn stands_on(self) -> &'static [Subject] {
        match self {
            Self::Nps | Self::Satisfaction | Self::Drivers => &[Subject::Answers],
            Self::Reasons => &[Subject::Departures, Subject::Customers],
            Self::Complaints => &[Subject::Complaints, Subject::Answers, Subject::Customers],
            Self::Response => &[Subject::Invitations, Subject::Answers, Subject::Customers],
            Self::Retention | Self::Abc | Self::Rfm => &[Subject::Customers],
            Self::Comments => &[Subject::Answers, Subject::Departures],
            Self::Overview => &[
                Subject::Answers,
                Subject::Departures,
                Subject::Complaints,
                Subject::Invitations,
                Subject::Customers,
            ],
        }
    }

    /// The facts whose days are all that there is to tell of.
    #[must_use]
    pub const fn spans(self) -> &'static [Subject] {
        match self {
            Self::Overview => self.stands_on(),
            Self::Reasons => &[Subject::Departures],
            Self::Complaints => &[Subject::Complaints],
            Self::Response => &[Subject::Invitations],
            Self::Retention | Self::Abc | Self::Rfm => &[Subject::Customers],
            _ => &[Subject::Answers],
        }
    }

    /// What it is broken down by where nothing else is asked for.
    #[must_use]
    pub const fn by(self) -> Option<Dimension> {
        match self {
            Self::Nps | Self::Satisfaction | Self::Complaints | Self::Response => Some(Dimension::Store),
            Self::Reasons | Self::Retention | Self::Abc | Self::Rfm => Some(Dimension::Segment),
            _ => None,
        }
    }
}

/// The figures of one step of time, with the days of it that are inside the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step<T> {
    /// Its days inside the period.
    pub days: Period,
    /// Its figures; of nobody where there are no facts.
    pub figures: T,
}

/// The figures of one value of a dimension.
#[derive(Debug, Clone, PartialEq)]
pub struct Group<T> {
    /// The value; empty: of those that have none.
    pub word: String,
    /// Its figures.
    pub figures: T,
    /// The same of the period compared with.
    pub before: T,
    /// How it moved, where that can be said.
    pub change: Option<Change>,
}

/// How a figure moved.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Change {
    /// Now minus before, in the unit of the figure.
    pub difference: f64,
    /// How often chance alone would make a difference at least this large (two-sided); of many groups, corrected by
    /// [`holm`].
    pub p: f64,
    /// More than chance: `p` under 0.05.
    pub significant: bool,
}

impl Change {
    /// A difference with its p-value.
    #[must_use]
    pub fn new(difference: f64, p: f64) -> Self {
        Self { difference, p, significant: p < 0.05 }
    }
}

/// The steps of a view, each with its figures; steps without facts stay, as nobody's, between the first and the last
/// that have some.
#[must_use]
pub fn steps<T: Clone + Default>(view: &View, figures: &BTreeMap<NaiveDate, T>) -> Vec<Step<T>> {
    let grain: Grain = view.grain;
    let (first, last) = match (figures.keys().next(), figures.keys().next_back()) {
        (Some(first), Some(last)) => (*first, *last),
        _ => return Vec::new(),
    };
    let shown = Period::new(view.cut.period.from().max(first), view.cut.period.to().min(grain.next(last)));
    shown
        .into_iter()
        .flat_map(|shown| grain.steps(shown))
        .map(|days| {
            let figures = figures.get(&grain.start(days.from())).cloned().unwrap_or_default();
            Step { days, figures }
        })
        .collect()
}

/// Groups in the order of `n`, most first, with how each moved: corrected, because they are many.
#[must_use]
pub fn groups<T: Clone + Default>(
    now: BTreeMap<String, T>,
    before: &BTreeMap<String, T>,
    n: impl Fn(&T) -> u64,
    change: impl Fn(&T, &T) -> Option<Change>,
) -> Vec<Group<T>> {
    let mut groups: Vec<Group<T>> = now
        .into_iter()
        .map(|(word, figures)| {
            let before = before.get(&word).cloned().unwrap_or_default();
            let change = change(&figures, &before);
            Group { word, figures, before, change }
        })
        .filter(|group| n(&group.figures) > 0)
        .collect();
    groups.sort_by(|one, other| {
        n(&other.figures).cmp(&n(&one.figures)).then_with(|| one.word.cmp(&other.word))
    });
    corrected(groups.iter_mut().filter_map(|group| group.change.as_mut()));
    groups
}

/// Corrects changes that are looked at together ([`holm`]), and says how many they are.
fn corrected<'a>(changes: impl Iterator<Item = &'a mut Change>) -> usize {
    let changes: Vec<&mut Change> = changes.collect();
    let tested: Vec<f64> = changes.iter().map(|change| change.p).collect();
    for (change, p) in changes.into_iter().zip(holm(&tested)) {
        *change = Change::new(change.difference, p);
    }
    tested.len()
}
