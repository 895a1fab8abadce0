//! Complaints of a view: how many come and go, what waits, how long it takes, why they come and how they end.

use std::collections::BTreeMap;

use bigdecimal::BigDecimal;
use chrono::NaiveDate;

use super::{Change, Group, Step, Untested, corrected, groups, steps};
use crate::domain::{
    contrast,
    cut::{Cut, View},
    facts::Condition,
    nps::Base,
    period::Period,
    quantile::{Quantile, Sample},
    report::complaint_fields::{self as fields, ClockFields, OPEN},
    share::Share,
};

/// How long one clock took.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Timing {
    /// Worked minutes of what came.
    pub worked: Sample,
    /// Minutes on the wall of the same.
    pub passed: Sample,
    /// What came by its deadline, of what came or is overdue.
    pub in_time: Share,
}

/// The figures of some complaints.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figures {
    /// Opened in the period.
    pub opened: u64,
    /// Ended in the period, whenever opened.
    pub ended: u64,
    /// Open now, whenever opened.
    pub open: u64,
    /// Of those opened in the period, opened again once or more.
    pub reopened: Share,
    /// To the first answer, of those opened in the period.
    pub answer: Timing,
    /// To the end, of those that ended in the period: of those opened in it the slow ones would still be missing.
    pub solving: Timing,
}

/// What comes and goes in one step, and what is left at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flow {
    /// Opened in it.
    pub opened: u64,
    /// Ended in it.
    pub ended: u64,
    /// Open at its end, or now where that is sooner.
    pub backlog: u64,
}

/// How old is what is open, in days since the opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Age {
    /// From so many days on.
    pub from: u32,
    /// To before so many; none: without end.
    pub to: Option<u32>,
    /// How many.
    pub count: u64,
}

/// Where the groups of ages begin, in days.
pub const AGES: [u32; 6] = [0, 1, 3, 7, 14, 30];

/// What is open now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backlog {
    /// Days since the opening of each.
    pub ages: Sample,
    /// The same in groups.
    pub groups: Vec<Age>,
    /// How many were open when the period began.
    pub at_start: u64,
    /// How many were open when it ended.
    pub at_end: u64,
}

/// How many of those that ended in the period have a code, the most frequent first.
#[derive(Debug, Clone, PartialEq)]
pub struct Coded {
    /// The code; empty: none was given.
    pub code: String,
    /// Of all that ended.
    pub share: Share,
    /// The share of this one and all before it.
    pub together: f64,
    /// The same share in the period compared with.
    pub before: Share,
}

/// What was paid in one currency for complaints that ended in the period.
#[derive(Debug, Clone, PartialEq)]
pub struct Compensated {
    /// The currency.
    pub currency: String,
    /// To how many.
    pub n: u64,
    /// All of it, exactly.
    pub total: BigDecimal,
    /// The middle payment, in hundredths.
    pub median: Option<Quantile>,
}

/// How the figures moved since the period before: corrected together, because they are many.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Changes {
    /// Of the number opened: a test of counts.
    pub opened: Option<Change>,
    /// Of the number ended.
    pub ended: Option<Change>,
    /// Of the worked minutes to the first answer: a rank test; the difference is that of the medians.
    pub answer: Option<Change>,
    /// Of the worked minutes to the end.
    pub solving: Option<Change>,
    /// Of the share answered in time, in points.
    pub answer_in_time: Option<Change>,
    /// Of the share ended in time.
    pub solving_in_time: Option<Change>,
}

/// Figures by the words of a field.
pub type ByWord = BTreeMap<String, Figures>;

/// What was counted, before it is put together.
#[derive(Debug, Clone, Default)]
pub struct Counted {
    /// All of the period.
    pub total: Figures,
    /// All of the period before.
    pub before: Option<Figures>,
    /// By the first day of each step; what is left is not filled in.
    pub flow: BTreeMap<NaiveDate, Flow>,
    /// Open when the period began.
    pub at_start: u64,
    /// Days since the opening of what is open now.
    pub ages: Vec<i64>,
    /// By the words of each field that is broken down, now and before.
    pub by: BTreeMap<String, (ByWord, ByWord)>,
    /// How many that ended have each cause.
    pub causes: BTreeMap<String, u64>,
    /// The same of the period before.
    pub causes_before: BTreeMap<String, u64>,
    /// How many that ended have each resolution.
    pub resolutions: BTreeMap<String, u64>,
    /// The same of the period before.
    pub resolutions_before: BTreeMap<String, u64>,
    /// What was paid, in hundredths of each currency.
    pub paid: BTreeMap<String, Vec<i64>>,
}

/// The complaints of a view.
#[derive(Debug, Clone, PartialEq)]
pub struct ComplaintsReport {
    /// What is counted.
    pub view: View,
    /// The days of all complaints there are: one that ended in the period may be opened long before.
    pub reach: Period,
    /// Until when it is counted what is overdue, in minutes since 1970.
    pub minute: i64,
    /// Today in the company's zone.
    pub today: NaiveDate,
    /// All of it.
    pub total: Figures,
    /// The same of the period compared with.
    pub before: Option<Figures>,
    /// How it moved.
    pub changes: Changes,
    /// Step by step, in order.
    pub steps: Vec<Step<Flow>>,
    /// What is open.
    pub backlog: Backlog,
    /// By the dimension of the view, by who has them, by the road they came and by severity; the change is that of the number
    /// opened.
    pub groups: BTreeMap<String, Vec<Group<Figures>>>,
    /// What lay behind those that ended.
    pub causes: Vec<Coded>,
    /// How they ended.
    pub resolutions: Vec<Coded>,
    /// What was paid, one by currency.
    pub paid: Vec<Compensated>,
}

impl ComplaintsReport {
    /// Puts together what was counted.
    #[must_use]
    pub fn new(view: View, reach: Period, minute: i64, today: NaiveDate, counted: Counted) -> Self {
        let Counted { total, before, flow, at_start, ages, by, paid, .. } = counted;
        let ended = (total.ended, before.as_ref().map_or(0, |before| before.ended));
        let causes = pareto(counted.causes, &counted.causes_before, ended);
        let resolutions = pareto(counted.resolutions, &counted.resolutions_before, ended);
        let mut steps = steps(&view, &flow);
        let mut backlog = at_start;
        for step in &mut steps {
            backlog = (backlog + step.figures.opened).saturating_sub(step.figures.ended);
            step.figures.backlog = backlog;
        }
        let days = days(&view);
        let counts = |now: u64, before: u64| contrast::counts(now, days.0, before, days.1);
        let changes =
            before.as_ref().map_or_else(Changes::default, |before| Changes::between(&total, before, counts));
        let groups = by
            .into_iter()
            .map(|(field, (now, before))| {
                let change = |now: &Figures, before: &Figures| opened_change(now, before, days);
                let seen = |figures: &Figures| figures.opened.max(figures.ended).max(figures.open);
                (field, groups(now, &before, seen, change))
            })
            .collect();
        let age = |from: u32, to: Option<u32>| {
            let inside = |age: &&i64| **age >= i64::from(from) && to.is_none_or(|to| **age < i64::from(to));
            Age { from, to, count: u64::try_from(ages.iter().filter(inside).count()).unwrap_or(u64::MAX) }
        };
        let ends = AGES.iter().skip(1).copied().map(Some).chain([None]);
        let age_groups = AGES.iter().zip(ends).map(|(from, to)| age(*from, to)).collect();
        let backlog = Backlog { groups: age_groups, ages: Sample::new(ages), at_start, at_end: backlog };
        let paid = paid
            .into_iter()
            .map(|(currency, amounts)| {
                let total: i128 = amounts.iter().map(|amount| i128::from(*amount)).sum();
                let sample = Sample::new(amounts);
                Compensated {
                    currency,
                    n: sample.n(),
                    total: BigDecimal::new(total.into(), 2),
                    median: sample.median(),
                }
            })
            .collect();
        Self {
            view,
            reach,
            minute,
            today,
            total,
            before,
            changes,
            steps,
            backlog,
            groups,
            causes,
            resolutions,
            paid,
        }
    }

    /// How the number opened in some group moved, before it is corrected for the number of groups; none where both periods
    /// together have fewer than ten.
    #[must_use]
    pub fn opened_change(&self, now: &Figures, before: &Figures) -> Option<Change> {
        opened_change(now, before, days(&self.view))
    }

    /// Whether there was nothing in these days, and nothing is open.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.total.opened == 0 && self.total.ended == 0 && self.total.open == 0
    }

    /// The cut and the condition of what ended in some days, whenever it was opened.
    #[must_use]
    pub fn ended(&self, cut: &Cut) -> (Cut, Condition) {
        let number = |day: NaiveDate| fields::day_number(day);
        let (from, to) = (number(cut.period.from()), number(cut.period.to()) - 1);
        (cut.during(self.reach), Condition::between(fields::END, from, to))
    }

    /// The cut and the condition of what is open at the end of a day, or now.
    #[must_use]
    pub fn open(&self, cut: &Cut, at_end_of: Option<NaiveDate>) -> (Cut, Condition) {
        let Some(day) = at_end_of else {
            return (cut.during(self.reach), Condition::between(fields::END, OPEN, OPEN));
        };
        let until = Period::new(self.reach.from(), day.succ_opt().unwrap_or(day)).unwrap_or(self.reach);
        (cut.during(until), Condition::between(fields::END, fields::day_number(day) + 1, OPEN))
    }

    /// The condition of what can be judged by a clock: it came, or it is overdue.
    #[must_use]
    pub fn judged(&self, clock: ClockFields) -> Condition {
        Condition::between(clock.judged, 0, self.minute)
    }
}

impl Changes {
    /// Why the share opened again is none of them.
    pub const REOPENED: Untested = Untested::Reopening;

    fn between(now: &Figures, before: &Figures, counts: impl Fn(u64, u64) -> Option<Change>) -> Self {
        let told = |one: u64, other: u64| Base::of(one).shows_score() && Base::of(other).shows_score();
        let shares =
            |now: Share, before: Share| contrast::shares(now, before).filter(|_| told(now.of(), before.of()));
        let times = |now: &Sample, before: &Sample| {
            let difference = now.median()?.value - before.median()?.value;
            let change = Change::new(difference, now.differs(before)?);
            Some(change).filter(|_| told(now.n(), before.n()))
        };
        let mut found = Self {
            opened: counts(now.opened, before.opened),
            ended: counts(now.ended, before.ended),
            answer: times(&now.answer.worked, &before.answer.worked),
            solving: times(&now.solving.worked, &before.solving.worked),
            answer_in_time: shares(now.answer.in_time, before.answer.in_time),
            solving_in_time: shares(now.solving.in_time, before.solving.in_time),
        };
        corrected(found.all().into_iter().flatten());
        found
    }

    fn all(&mut self) -> [Option<&mut Change>; 6] {
        [
            self.opened.as_mut(),
            self.ended.as_mut(),
            self.answer.as_mut(),
            self.solving.as_mut(),
            self.answer_in_time.as_mut(),
            self.solving_in_time.as_mut(),
        ]
    }
}

/// The days of a view that have come and those of the period before.
fn days(view: &View) -> (u64, u64) {
    (view.come().map_or(0, Period::days), view.before().map_or(0, |cut| cut.period.days()))
}

fn opened_change(now: &Figures, before: &Figures, (days, days_before): (u64, u64)) -> Option<Change> {
    contrast::counts(now.opened, days, before.opened, days_before)
        .filter(|_| Base::of(now.opened + before.opened).shows_score() && days_before > 0)
}

/// Codes in the order of their counts, what has none last, with the share of each and of all up to it, and the share of
/// the period before.
fn pareto(
    counts: BTreeMap<String, u64>,
    counts_before: &BTreeMap<String, u64>,
    (of, of_before): (u64, u64),
) -> Vec<Coded> {
    let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
    counts.sort_by(|(one, a), (other, b)| {
        one.is_empty().cmp(&other.is_empty()).then(b.cmp(a)).then_with(|| one.cmp(other))
    });
    let mut sum = 0;
    counts
        .into_iter()
        .map(|(code, count)| {
            sum += count;
            let together = Share::new(sum, of).value().unwrap_or(0.0);
            let before = Share::new(counts_before.get(&code).copied().unwrap_or(0), of_before);
            Coded { share: Share::new(count, of), together, before, code }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(from: &str, to: &str) -> Period {
        Period::parse(from, to).unwrap()
    }

    #[test]
    fn what_is_left_is_what_was_there_and_came_less_what_went() {
        let mut view = View::of(Cut::of(period("2026-10-01", "2026-12-01")));
        view.grain = super::super::Grain::Month;
        let flow = |opened, ended| Flow { opened, ended, backlog: 0 };
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let counted = Counted {
            flow: [(day("2026-10-01"), flow(5, 3)), (day("2026-11-01"), flow(1, 4))].into(),
            at_start: 2,
            ages: vec![0, 2, 3, 29, 30, 400],
            causes: [("b".to_owned(), 1), ("a".to_owned(), 3), (String::new(), 4)].into(),
            total: Figures { ended: 8, ..Figures::default() },
            ..Counted::default()
        };
        let report =
            ComplaintsReport::new(view, period("2026-01-01", "2026-12-01"), 0, day("2026-12-01"), counted);
        assert_eq!(report.steps.iter().map(|step| step.figures.backlog).collect::<Vec<_>>(), [4, 1]);
        assert_eq!(report.backlog.at_end, 1);
        let ages: Vec<_> = report.backlog.groups.iter().map(|age| age.count).collect();
        assert_eq!(ages, [1, 1, 1, 0, 1, 2]);
        let causes: Vec<_> = report.causes.iter().map(|one| (one.code.as_str(), one.together)).collect();
        assert_eq!(causes, [("a", 0.375), ("b", 0.5), ("", 1.0)]);
    }

    #[test]
    fn days_that_have_not_come_are_not_compared() {
        let today = "2026-11-10".parse().unwrap();
        let view = View::of(Cut::of(period("2026-11-01", "2026-12-01"))).as_of(today);
        let of = |opened| Figures { opened, ..Figures::default() };
        let counted = Counted { total: of(20), before: Some(of(20)), ..Counted::default() };
        let report = ComplaintsReport::new(view, period("2026-01-01", "2026-12-01"), 0, today, counted);
        // Twenty in ten days, and twenty in the same days of October.
        let change = report.changes.opened.unwrap();
        assert!(!change.significant && change.difference.abs() < 1.0, "{change:?}");
    }

    #[test]
    fn a_figure_moves_by_its_own_test_and_all_are_corrected_together() {
        let figures = |opened, minutes: i64, in_time| Figures {
            opened,
            answer: Timing {
                worked: (0..40).map(|one| one + minutes).collect(),
                passed: Sample::default(),
                in_time: Share::new(in_time, 40),
            },
            ..Figures::default()
        };
        let changes = Changes::between(&figures(40, 100, 38), &figures(40, 10, 10), |now, before| {
            contrast::counts(now, 30, before, 30)
        });
        assert!(changes.answer.unwrap().significant && changes.answer.unwrap().difference == 90.0);
        assert!(changes.answer_in_time.unwrap().significant);
        assert!(!changes.opened.unwrap().significant);
        assert_eq!(changes.solving, None);
    }
}
