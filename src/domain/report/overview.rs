//! The overview: which figures moved, which of them by more than chance, the biggest first.

use super::{Change, Report, Step, Untested, corrected};
use crate::domain::{
    cut::{Cut, Dimension, View},
    facts::{Condition, Subject},
    nps::Base,
    period::Period,
    questionnaire::Wording,
    retention::Active,
    share::{Share, real},
};

/// What a headline is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Topic {
    /// A figure that has words of its own: `nps`, `satisfaction`, and what other reports add.
    Named(&'static str),
    /// A parameter that customers rate.
    Parameter {
        /// Its code.
        code: String,
        /// How people call it.
        title: Wording,
    },
    /// A reason for leaving.
    Reason {
        /// Its category and, behind a slash, its code.
        code: String,
        /// How people call it.
        title: Wording,
    },
    /// What lay behind complaints.
    Cause {
        /// Its code.
        code: String,
        /// How people call it.
        title: Wording,
    },
}

impl Topic {
    /// The code of it: that of the figure, of the parameter, of the reason or of the cause.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Named(code) => code,
            Self::Parameter { code, .. } | Self::Reason { code, .. } | Self::Cause { code, .. } => code,
        }
    }
}

/// In what a figure is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unit {
    /// NPS, −100..=100.
    Points,
    /// Per cent, 0..=100.
    Percent,
    /// A mean on a scale from its worst to its best score.
    Score {
        /// The worst.
        low: u8,
        /// The best.
        high: u8,
    },
    /// How many.
    Count,
    /// Money of this currency alone.
    Money(String),
}

impl Unit {
    /// From the least to the greatest that it can be.
    #[must_use]
    pub fn width(&self) -> f64 {
        match self {
            Self::Points => 200.0,
            Self::Percent => 100.0,
            Self::Score { low, high } => f64::from(high.saturating_sub(*low)).max(1.0),
            Self::Count | Self::Money(_) => f64::INFINITY,
        }
    }
}

/// A figure of some facts; its value is none where they are too few.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Figure {
    /// The figure, in its unit.
    pub value: Option<f64>,
    /// The 95 % interval around it.
    pub interval: Option<(f64, f64)>,
    /// Of how many facts.
    pub n: u64,
}

impl Figure {
    /// A figure as it may be shown: nothing but `n` of fewer than ten facts.
    #[must_use]
    pub fn shown(n: u64, value: Option<f64>, interval: Option<(f64, f64)>) -> Self {
        let shows = Base::of(n).shows_score();
        Self { value: value.filter(|_| shows), interval: interval.filter(|_| shows), n }
    }

    /// How many: a count needs no others to be told.
    #[must_use]
    pub fn count(n: u64) -> Self {
        Self { value: Some(real(n)), interval: None, n }
    }

    /// A share in per cent.
    #[must_use]
    pub fn share(share: Share) -> Self {
        let percent = |part: f64| part * 100.0;
        let interval = share.interval().map(|(low, high)| (percent(low), percent(high)));
        Self::shown(share.of(), share.value().map(percent), interval)
    }
}

coded! {
    /// What a change says.
    pub enum Verdict {
        /// Moved to the good by more than chance.
        Better = "better",
        /// Moved to the bad by more than chance.
        Worse = "worse",
        /// Chance alone would move it so.
        Chance = "chance",
        /// Too few facts in either period.
        Unknown = "unknown",
        /// No test fits it: a sum that few customers make, a stock, or facts that are not complete yet.
        Untested = "untested",
    }
}

/// One figure of a report with how it moved.
#[derive(Debug, Clone, PartialEq)]
pub struct Headline {
    /// The report that says more of it.
    pub report: Report,
    /// What it is of.
    pub topic: Topic,
    /// The value of a dimension that it is of alone; the view is narrowed to it.
    pub of: Option<(Dimension, String)>,
    /// In what it is told.
    pub unit: Unit,
    /// The figure.
    pub figure: Figure,
    /// That of the period compared with.
    pub before: Option<Figure>,
    /// How it moved, where that can be said; in an overview corrected for all that is looked at beside it.
    pub change: Option<Change>,
    /// The same as the report of it says, which looks at it alone; set by [`Overview::new`] of main figures.
    pub alone: Option<Change>,
    /// Why there is no test for it, where there is none.
    pub untested: Option<Untested>,
    /// Whether more of it is better.
    pub more_is_better: bool,
    /// What it counts: the view of its report.
    pub view: View,
    /// The cut of its facts where it is not that of the view: what ends in a period began before it.
    pub within: Option<Cut>,
    /// The days it is of where they are not those of the view: those of the whole months that these touch.
    pub days: Option<Period>,
    /// What the facts are of that `n` counts.
    pub subject: Subject,
    /// Which of them, beyond the view.
    pub conditions: Vec<Condition>,
    /// The last steps of time up to the end of the period, for a small picture; of main figures alone.
    pub steps: Vec<Step<Figure>>,
}

impl Headline {
    /// What its change says.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match self.change {
            None if self.untested.is_some() => Verdict::Untested,
            None => Verdict::Unknown,
            Some(change) if !change.significant => Verdict::Chance,
            Some(change) if (change.difference > 0.0) == self.more_is_better => Verdict::Better,
            Some(_) => Verdict::Worse,
        }
    }

    /// Whether its report, which looks at it alone, calls it more than chance, and the overview does not.
    #[must_use]
    pub fn is_real_only_alone(&self) -> bool {
        let real = |change: Option<Change>| change.is_some_and(|change| change.significant);
        real(self.alone) && !real(self.change)
    }

    /// How much it moved as a part of all that it can be: comparable between units. A count, which can be anything, as a
    /// part of all facts of both periods: twice as many is a third.
    #[must_use]
    pub fn size(&self) -> f64 {
        let Some(change) = self.change else { return 0.0 };
        let width = match (&self.unit, self.before) {
            (Unit::Count, Some(before)) => real(self.figure.n + before.n).max(1.0),
            (unit, _) => unit.width(),
        };
        (change.difference / width).abs()
    }

    /// The cut of the facts that `n` counts, with its conditions.
    #[must_use]
    pub fn counted(&self) -> &Cut {
        self.within.as_ref().unwrap_or(&self.view.cut)
    }
}

/// What the definitions of some figures hang on, as it was when they were counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Terms {
    /// When somebody is a customer.
    pub active: Option<Active>,
    /// Months of payments that are lost with a customer.
    pub horizon: Option<u16>,
}

/// What changed in a period.
#[derive(Debug, Clone, PartialEq)]
pub struct Overview {
    /// What is counted.
    pub view: View,
    /// The main figures, whether they moved or not, in the order of the reports.
    pub main: Vec<Headline>,
    /// All others that were looked at and could be compared, the biggest change first.
    pub details: Vec<Headline>,
    /// How many of the main figures were tested, and corrected together.
    pub together: usize,
    /// What their definitions hang on.
    pub terms: Terms,
}

impl Overview {
    /// Puts together what was counted. Many figures are looked at at once, so the changes of the main ones are corrected
    /// together (Holm), and those of the details among themselves: the chance that any of either is called more than chance
    /// by mistake stays 5 %. A report that corrects its own figures is taken as it says it, so that nothing is more than
    /// chance here that is not so there.
    #[must_use]
    pub fn new(view: View, mut main: Vec<Headline>, mut details: Vec<Headline>, terms: Terms) -> Self {
        for one in &mut main {
            one.alone = one.change;
        }
        let together = corrected(main.iter_mut().filter_map(|one| one.change.as_mut()));
        details.retain(|one| one.change.is_some());
        corrected(details.iter_mut().filter_map(|one| one.change.as_mut()));
        details.sort_by(|one, other| other.size().total_cmp(&one.size()));
        Self { view, main, details, together, terms }
    }

    /// The main figures and the details that say this, in order.
    pub fn told(&self, verdict: Verdict) -> impl Iterator<Item = &Headline> {
        self.main.iter().chain(&self.details).filter(move |one| one.verdict() == verdict)
    }

    /// Of the details of a main figure that moved its way by more than chance, the one that moved most: of a count by how
    /// many, because twice as many of a few make little of the whole.
    #[must_use]
    pub fn most(&self, main: &Headline) -> Option<&Headline> {
        let verdict = main.verdict();
        let mut moved = self.details.iter().filter(|one| {
            one.topic == main.topic
                && one.verdict() == verdict
                && matches!(verdict, Verdict::Better | Verdict::Worse)
        });
        let first = moved.next()?;
        if main.unit != Unit::Count {
            return Some(first);
        }
        let by = |one: &Headline| one.change.map_or(0.0, |change| change.difference.abs());
        Some(moved.fold(first, |most, one| if by(one) > by(most) { one } else { most }))
    }

    /// Whether nothing moved by more than chance.
    #[must_use]
    pub fn is_calm(&self) -> bool {
        self.told(Verdict::Better).chain(self.told(Verdict::Worse)).next().is_none()
    }

    /// Whether there is nothing to show at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.main.iter().all(|one| {
            one.figure.n == 0 && one.before.is_none_or(|before| before.n == 0 || one.unit != Unit::Count)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::cut::Cut;

    fn headline(difference: f64, p: f64, unit: Unit) -> Headline {
        let day = |text: &str| text.parse().expect("a day");
        let period = Period::new(day("2026-11-01"), day("2026-11-08")).expect("a period");
        Headline {
            report: Report::Nps,
            topic: Topic::Named("nps"),
            of: None,
            unit,
            figure: Figure::shown(50, Some(10.0), None),
            before: None,
            change: Some(Change::new(difference, p)),
            alone: None,
            untested: None,
            more_is_better: true,
            view: View::of(Cut::of(period)),
            within: None,
            days: None,
            subject: Subject::Answers,
            conditions: Vec::new(),
            steps: Vec::new(),
        }
    }

    #[test]
    fn details_are_corrected_together_and_sorted_by_what_they_can_be() {
        let main = headline(5.0, 0.04, Unit::Points);
        let details = vec![
            headline(5.0, 0.04, Unit::Points),
            headline(-20.0, 0.001, Unit::Points),
            headline(1.0, 0.03, Unit::Score { low: 1, high: 5 }),
        ];
        let found = Overview::new(main.view.clone(), vec![main], details, Terms::default());
        // 0.04 alone is more than chance; of three it is not.
        assert_eq!(found.main[0].verdict(), Verdict::Better);
        let sizes: Vec<_> = found.details.iter().map(|one| one.change.unwrap().difference).collect();
        assert_eq!(sizes, [1.0, -20.0, 5.0]);
        let verdicts: Vec<_> = found.details.iter().map(Headline::verdict).collect();
        assert_eq!(verdicts, [Verdict::Chance, Verdict::Worse, Verdict::Chance]);
        assert_eq!(found.most(&found.main[0]), None);
        assert!(!found.is_calm());
    }

    #[test]
    fn main_figures_are_corrected_together_and_say_what_their_report_says() {
        let none =
            Headline { change: None, untested: Some(Untested::Sum), ..headline(0.0, 1.0, Unit::Count) };
        let main = vec![
            headline(5.0, 0.04, Unit::Points),
            none,
            headline(-9.0, 0.001, Unit::Points),
            headline(1.0, 0.6, Unit::Points),
        ];
        let found = Overview::new(main[0].view.clone(), main, Vec::new(), Terms::default());
        // 0.04 alone is more than chance; of three figures that are tested it is 2 · 0.04.
        assert_eq!(found.together, 3);
        let verdicts: Vec<_> = found.main.iter().map(Headline::verdict).collect();
        assert_eq!(verdicts, [Verdict::Chance, Verdict::Untested, Verdict::Worse, Verdict::Chance]);
        let p = |change: Option<Change>| change.map(|change| change.p);
        assert_eq!((p(found.main[0].alone), p(found.main[0].change)), (Some(0.04), Some(0.08)));
        assert_eq!((p(found.main[2].alone), p(found.main[2].change)), (Some(0.001), Some(0.003)));
        let alone: Vec<_> = found.main.iter().map(Headline::is_real_only_alone).collect();
        assert_eq!(alone, [true, false, false, false]);
    }

    #[test]
    fn less_may_be_better() {
        let fewer = Headline { more_is_better: false, ..headline(-3.0, 0.01, Unit::Count) };
        assert_eq!(fewer.verdict(), Verdict::Better);
        assert!(fewer.size().abs() < 1e-12);
        let unknown = Headline { change: None, ..fewer.clone() };
        assert_eq!(unknown.verdict(), Verdict::Unknown);
        assert_eq!(Headline { untested: Some(Untested::Stock), ..unknown }.verdict(), Verdict::Untested);
        let (figure, before) = (Figure::count(20), Some(Figure::count(10)));
        let twice = Headline { figure, before, change: Some(Change::new(10.0, 0.01)), ..fewer };
        assert!((twice.size() - 1.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn most_of_a_count_is_where_most_of_it_is() {
        let of = |now, before, difference| Headline {
            figure: Figure::count(now),
            before: Some(Figure::count(before)),
            ..headline(difference, 1e-6, Unit::Count)
        };
        let main = of(150, 82, 68.0);
        let details = vec![of(130, 80, 50.0), of(20, 2, 18.0)];
        let found = Overview::new(main.view.clone(), vec![main], details, Terms::default());
        // The small one grew by the greater part and stands first, the large one made most of the whole.
        assert_eq!(found.details[0].figure.n, 20);
        assert_eq!(found.most(&found.main[0]).unwrap().figure.n, 130);
    }

    #[test]
    fn few_answers_show_no_figure() {
        assert_eq!(Figure::shown(9, Some(1.0), Some((0.0, 2.0))), Figure { n: 9, ..Figure::default() });
    }
}
