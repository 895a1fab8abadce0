//! Who is asked and who answers: how far invitations come on their way, and whom the answers speak for.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use statrs::function::erf::erfc;
use std::f64::consts::SQRT_2;

use super::{Change, Group, Representation, Step, Untested, groups, steps};
use crate::domain::{
    cut::View,
    nps::Base,
    share::{Share, real},
};

coded! {
    /// The steps of an invitation's way; each counts whoever came to it or further.
    pub enum Stage {
        /// It was to leave.
        Planned = "planned",
        /// Its letter left, or its link was handed out.
        Sent = "sent",
        /// Nothing came back: of a link that was handed out, nothing can.
        Delivered = "delivered",
        /// Its form or its letter's picture was looked at by what is no known robot: an estimate.
        Opened = "opened",
        /// Something was filled in.
        Started = "started",
        /// An answer was given and stands.
        Completed = "completed",
    }
}

impl Stage {
    /// Its place on the way, 0..=5, as facts keep it.
    #[must_use]
    pub const fn number(self) -> i64 {
        match self {
            Self::Planned => 0,
            Self::Sent => 1,
            Self::Delivered => 2,
            Self::Opened => 3,
            Self::Started => 4,
            Self::Completed => 5,
        }
    }
}

/// How many invitations ended at each stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Funnel([u64; 6]);

impl Funnel {
    /// Of how many ended at each stage, in order.
    #[must_use]
    pub fn of(ended: &[i64]) -> Self {
        let mut funnel = Self::default();
        for (slot, count) in funnel.0.iter_mut().zip(ended) {
            *slot = u64::try_from(*count).unwrap_or(0);
        }
        funnel
    }

    /// How many came to a stage or further.
    #[must_use]
    pub fn reached(&self, stage: Stage) -> u64 {
        let from = usize::try_from(stage.number()).unwrap_or(0);
        self.0.iter().skip(from).sum()
    }

    /// The share of those who came to the stage before; none of the first.
    #[must_use]
    pub fn of_before(&self, stage: Stage) -> Option<Share> {
        let before = Stage::all().iter().rev().find(|one| **one < stage)?;
        Some(Share::new(self.reached(stage), self.reached(*before)))
    }

    /// The share of those that were sent.
    #[must_use]
    pub fn of_sent(&self, stage: Stage) -> Share {
        Share::new(self.reached(stage), self.reached(Stage::Sent))
    }

    /// The response rate: completed of sent.
    #[must_use]
    pub fn rate(&self) -> Share {
        self.of_sent(Stage::Completed)
    }

    /// How much its size allows to say: by how many were sent.
    #[must_use]
    pub fn base(&self) -> Base {
        Base::of(self.reached(Stage::Sent))
    }
}

impl std::iter::Sum for Funnel {
    fn sum<I: Iterator<Item = Self>>(funnels: I) -> Self {
        funnels.fold(Self::default(), |mut all, one| {
            all.0.iter_mut().zip(one.0).for_each(|(slot, count)| *slot += count);
            all
        })
    }
}

/// How a share moved, in percentage points.
///
/// `z = (p₁ − p₂) / √(p(1−p)(1/n₁ + 1/n₂))`, `p` of both together: the test of two shares that the interval of Wilson
/// belongs to. None where either has fewer than ten to tell of.
#[must_use]
pub fn share_change(now: Share, before: Share) -> Option<Change> {
    if !Base::of(now.of()).shows_score() || !Base::of(before.of()).shows_score() {
        return None;
    }
    let difference = now.value()? - before.value()?;
    let p = two_shares(now, before)?;
    Some(Change::new(difference * 100.0, p))
}

/// The p-value of two shares being the same.
pub(super) fn two_shares(one: Share, other: Share) -> Option<f64> {
    let difference = one.value()? - other.value()?;
    let (n, m) = (real(one.of()), real(other.of()));
    let both = Share::new(one.count() + other.count(), one.of() + other.of()).value()?;
    let error = (both * (1.0 - both) * (1.0 / n + 1.0 / m)).sqrt();
    Some(if error > 0.0 { erfc((difference / error).abs() / SQRT_2) } else { 1.0 })
}

/// How long answers took, in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wait {
    /// How many are known: those that were sent and answered.
    pub n: u64,
    /// Half of them took no longer.
    pub median: Option<i64>,
    /// Nine of ten took no longer.
    pub ninetieth: Option<i64>,
    /// The 95 % interval of the median by order statistics: ranks `n/2 ± 1.96 √n / 2`, outwards.
    pub interval: Option<(i64, i64)>,
}

impl Wait {
    /// Of the minutes of every answer, in any order.
    #[must_use]
    pub fn of(mut minutes: Vec<i64>) -> Self {
        minutes.sort_unstable();
        let n = minutes.len();
        let Some(last) = n.checked_sub(1) else { return Self::default() };
        let count = u64::try_from(n).unwrap_or(0);
        let at = |place: usize| minutes.get(place.min(last)).copied();
        let median = at(last / 2).zip(at(n / 2)).map(|(low, high)| i64::midpoint(low, high));
        let reach = 0.98 * real(count).sqrt();
        let rank = |place: f64| (0..n).find(|one| real(u64::try_from(*one).unwrap_or(0)) >= place);
        let low = rank((real(count) / 2.0 - reach).floor().max(0.0)).map_or(0, |one| one.saturating_sub(1));
        let high = rank((real(count) / 2.0 + reach).ceil()).unwrap_or(last);
        let interval = if n >= 10 { at(low).zip(at(high)) } else { None };
        Self { n: count, median, ninetieth: at((n * 9).div_ceil(10).saturating_sub(1)), interval }
    }
}

/// What else happened to invitations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Beside {
    /// Their letters came back.
    pub bounced: u64,
    /// Reminded once.
    pub reminded: u64,
    /// The last one before its customer ended all letters.
    pub unsubscribed: u64,
    /// Taken back before an answer.
    pub revoked: u64,
    /// Answered, and the answer taken back.
    pub withdrawn: u64,
    /// Looked at by robots.
    pub robots: u64,
    /// How many looks of robots were discarded.
    pub robot_visits: u64,
    /// Still waiting for an answer at the moment `as_of`.
    pub waiting: u64,
    /// Ended without an answer before it.
    pub expired: u64,
    /// Forms that customers came to themselves: in a store, on a page.
    pub own: u64,
    /// How many of those were answered.
    pub own_completed: u64,
    /// Minutes since 1970: what waits and what has ended is told by it.
    pub as_of: i64,
}

/// The response of a view.
#[derive(Debug, Clone, PartialEq)]
pub struct ResponseReport {
    /// What is counted.
    pub view: View,
    /// All of it.
    pub total: Funnel,
    /// The same of the period compared with.
    pub before: Option<Funnel>,
    /// What else happened.
    pub beside: Beside,
    /// How long answers took.
    pub wait: Wait,
    /// Step by step.
    pub steps: Vec<Step<Funnel>>,
    /// By survey.
    pub kinds: Vec<Group<Funnel>>,
    /// By road.
    pub roads: Vec<Group<Funnel>>,
    /// By the dimension of the view, most sent first.
    pub groups: Vec<Group<Funnel>>,
    /// Whom the answers speak for.
    pub speaks_for: Vec<Representation>,
}

/// Funnels by the word of what they are of: now, and in the period compared with.
pub type Funnels = (BTreeMap<String, Funnel>, BTreeMap<String, Funnel>);

impl ResponseReport {
    /// Fewer answers than these of a hundred: those who keep silent may think otherwise.
    pub const LOW: f64 = 0.1;

    /// Puts together what was counted.
    #[must_use]
    pub fn new(view: View, along: &BTreeMap<NaiveDate, Funnel>, before: Option<Funnel>) -> Self {
        Self {
            steps: steps(&view, along),
            total: along.values().copied().sum(),
            view,
            before,
            beside: Beside::default(),
            wait: Wait::default(),
            kinds: Vec::new(),
            roads: Vec::new(),
            groups: Vec::new(),
            speaks_for: Vec::new(),
        }
    }

    /// Funnels side by side, most sent first, with how the rate of each moved, where that can be tested.
    #[must_use]
    pub fn grouped((now, before): Funnels, untested: Option<Untested>) -> Vec<Group<Funnel>> {
        groups(
            now,
            &before,
            |funnel| funnel.reached(Stage::Planned),
            |now, before| untested.is_none().then(|| share_change(now.rate(), before.rate()))?,
        )
    }

    /// Why no change of a rate is tested, where none is.
    #[must_use]
    pub fn untested(&self) -> Option<Untested> {
        Untested::of_waiting(self.beside.waiting)
    }

    /// How the response rate moved, in points; none while it cannot be tested.
    #[must_use]
    pub fn change(&self) -> Option<Change> {
        let before = self.before.filter(|_| self.untested().is_none())?;
        share_change(self.total.rate(), before.rate())
    }

    /// Whether so few answer that those who do may be others than those who do not.
    #[must_use]
    pub fn is_low(&self) -> bool {
        self.total.base().shows_score() && self.total.rate().value().is_some_and(|rate| rate < Self::LOW)
    }

    /// Whether nothing at all was counted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.total.reached(Stage::Planned) == 0 && self.beside.own == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_funnel_counts_whoever_came_further() {
        let funnel = Funnel::of(&[5, 10, 40, 20, 5, 20]);
        let reached: Vec<u64> = Stage::all().iter().map(|stage| funnel.reached(*stage)).collect();
        assert_eq!(reached, [100, 95, 85, 45, 25, 20]);
        assert_eq!(funnel.of_before(Stage::Planned), None);
        assert_eq!(funnel.of_before(Stage::Completed), Some(Share::new(20, 25)));
        assert_eq!(funnel.rate(), Share::new(20, 95));
        assert_eq!([funnel, funnel].into_iter().sum::<Funnel>().rate(), Share::new(40, 190));
    }

    #[test]
    fn two_shares_agree_with_a_worked_example() {
        // R: prop.test(c(45, 60), c(100, 100), correct = FALSE): X-squared = 4.5113, p-value = 0.03367.
        let p = two_shares(Share::new(45, 100), Share::new(60, 100)).unwrap();
        assert!((p - 0.033_67).abs() < 5e-6, "{p}");
        let change = share_change(Share::new(60, 100), Share::new(45, 100)).unwrap();
        assert!(change.significant && (change.difference - 15.0).abs() < 1e-9);
        assert_eq!(share_change(Share::new(3, 9), Share::new(45, 100)), None);
        assert_eq!(two_shares(Share::new(0, 50), Share::new(0, 50)), Some(1.0));
    }

    #[test]
    fn while_some_may_yet_answer_no_change_is_tested() {
        let period = crate::domain::period::Period::parse("2026-10-01", "2026-11-01").unwrap();
        let view = View::of(crate::domain::cut::Cut::of(period));
        let along = BTreeMap::from([(period.from(), Funnel::of(&[0, 80, 0, 0, 0, 20]))]);
        let mut report = ResponseReport::new(view, &along, Some(Funnel::of(&[0, 50, 0, 0, 0, 50])));
        assert!(report.change().unwrap().significant && report.untested().is_none());
        report.beside.waiting = 1;
        assert_eq!((report.change(), report.untested()), (None, Some(Untested::Waiting)));
        let funnel = |answered| BTreeMap::from([("x".to_owned(), Funnel::of(&[0, 50, 0, 0, 0, answered]))]);
        let change = |untested| ResponseReport::grouped((funnel(9), funnel(50)), untested)[0].change;
        assert!(change(None).is_some() && change(report.untested()).is_none());
    }

    #[test]
    fn the_median_lies_between_its_order_statistics() {
        let wait = Wait::of((1..=100).rev().collect());
        assert_eq!((wait.n, wait.median, wait.ninetieth), (100, Some(50), Some(90)));
        // Ranks 40 and 61 of a hundred, as tables of the sign test have them.
        assert_eq!(wait.interval, Some((40, 61)));
        assert_eq!(Wait::of(vec![7]).median, Some(7));
        assert_eq!(Wait::of(vec![7]).interval, None);
        assert_eq!(Wait::of(Vec::new()), Wait::default());
    }
}
