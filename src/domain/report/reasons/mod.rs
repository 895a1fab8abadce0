//! Why customers leave: departures by category and reason, what they cost, who could have been kept, who came back.

mod counted;

use std::collections::BTreeMap;

use bigdecimal::BigDecimal;
pub use counted::{Competitor, Counted, Departed, Leavers, Lost, ReasonKey, StepFigures};
use statrs::function::erf::erfc;

use super::{Change, Group, Step, groups, steps};
use crate::domain::{
    cut::View,
    multiple::holm,
    nps::Base,
    questionnaire::Wording,
    reason::Preventable,
    share::{Share, real},
};

/// The setting of the horizon where a view does not say.
pub const HORIZON_KEY: &str = "reports.horizon";

coded! {
    /// By what reasons are ranked in the picture that adds them up.
    pub enum Ranking {
        /// How many left.
        Count = "count",
        /// How much money left with them.
        Money = "money",
    }
}

/// Months of expected payments where nothing else is set.
pub const USUAL_HORIZON: u16 = 12;

/// The most months that can be expected: ten years.
pub const LONGEST_HORIZON: u16 = 120;

/// A horizon as it is typed: whole months from 1 to [`LONGEST_HORIZON`].
#[must_use]
pub fn horizon(text: &str) -> Option<u16> {
    text.trim().parse().ok().filter(|months| (1..=LONGEST_HORIZON).contains(months))
}

/// What a reason, or a category without one, is called, and how it is judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Titled {
    /// Its category.
    pub category: String,
    /// Its code; none: the category itself.
    pub reason: Option<String>,
    /// How people call it.
    pub title: Wording,
    /// Whether such customers could have been kept; of a category none.
    pub preventable: Option<Preventable>,
    /// Whether what a form calls by this code is this one: a code can be in two categories of files.
    pub first: bool,
}

/// One category or one reason.
#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    /// What it is.
    pub titled: Titled,
    /// Who left for it.
    pub leavers: Leavers,
    /// Among all with a known reason.
    pub share: Share,
    /// The same of the period compared with.
    pub before: Share,
    /// How the share moved, in percentage points; corrected for the number of rows.
    pub change: Option<Change>,
    /// Of those who saw it in their exit survey, those who gave it as the main reason; none where nobody saw it.
    pub shown: Option<Share>,
    /// How many in each step of the report.
    pub steps: Vec<u64>,
}

/// Why customers leave.
#[derive(Debug, Clone, PartialEq)]
pub struct ReasonsReport {
    /// What is counted.
    pub view: View,
    /// Months of payments that are expected of a customer.
    pub horizon: u16,
    /// All of it.
    pub now: Counted,
    /// All of the period compared with.
    pub before: Option<Leavers>,
    /// Categories, most departures first.
    pub categories: Vec<Why>,
    /// Reasons, most departures first.
    pub reasons: Vec<Why>,
    /// Step by step, in order.
    pub steps: Vec<Step<StepFigures>>,
    /// By the dimension of the view, most departures first.
    pub groups: Vec<Group<Leavers>>,
    /// The currencies of the money, in order.
    pub currencies: Vec<String>,
}

impl ReasonsReport {
    /// Puts together what was counted of now and before; `titles` has the categories and their reasons.
    #[must_use]
    pub fn new(view: View, horizon: u16, now: Counted, before: Option<&Counted>, titles: &[Titled]) -> Self {
        let steps = steps(&view, &now.steps);
        let known = (now.total.known, before.map_or(0, |before| before.total.known));
        let row =
            |titled: Titled, leavers: &Leavers, was: u64, shown: Option<(u64, u64)>, along: Vec<u64>| {
                let (share, before) = (Share::new(leavers.n, known.0), Share::new(was, known.1));
                let shown = shown.map(|(saw, chose)| Share::new(chose, saw));
                let change = share_change(share, before);
                Why { titled, leavers: leavers.clone(), share, before, change, shown, steps: along }
            };
        let categories = now.categories.iter().map(|(code, leavers)| {
            let was = before.and_then(|before| before.categories.get(code)).map_or(0, |was| was.n);
            let along =
                steps.iter().map(|step| step.figures.categories.get(code).copied().unwrap_or(0)).collect();
            let shown = now.shown_categories.get(code).copied();
            row(titled(titles, code, None), leavers, was, shown, along)
        });
        let reasons = now.reasons.iter().map(|(key, leavers)| {
            let was = before.and_then(|before| before.reasons.get(key)).map_or(0, |was| was.n);
            let along =
                steps.iter().map(|step| step.figures.reasons.get(key).copied().unwrap_or(0)).collect();
            let titled = titled(titles, &key.0, key.1.as_deref());
            let shown = key.1.as_deref().filter(|_| titled.first);
            let shown = shown.and_then(|code| now.shown.get(code)).copied();
            row(titled, leavers, was, shown, along)
        });
        let (categories, reasons) = (sorted(categories.collect()), sorted(reasons.collect()));
        let none = BTreeMap::new();
        let groups = groups(
            now.groups.clone(),
            before.map_or(&none, |before| &before.groups),
            |leavers| leavers.n,
            |now, before| share_change(now.judged(Preventable::Yes), before.judged(Preventable::Yes)),
        );
        let currencies = now.total.lost.amounts(1).into_keys().collect();
        let before = before.map(|before| before.total.clone());
        Self { view, horizon, now, before, categories, reasons, steps, groups, currencies }
    }

    /// Nobody left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.now.total.n == 0
    }

    /// How the number of departures moved against the period before, a longer one reckoned down to as many days; days that
    /// have not come are none of them.
    ///
    /// `z = (x₁ − N·d₁/D) / √(N · d₁/D · d₀/D)` with `N` departures in `D` days of both: whether they fell on the days as
    /// chance would have it (the conditional test of two Poisson counts; Przyborowski and Wilenski, Biometrika 31, 1940).
    /// None where both together are fewer than ten.
    #[must_use]
    pub fn change(&self) -> Option<Change> {
        let before = self.before.as_ref()?;
        let (d1, d0) = (real(self.view.come()?.days()), real(self.view.before()?.period.days()));
        let (x1, x0) = (self.now.total.n, before.n);
        if !Base::of(x1 + x0).shows_score() {
            return None;
        }
        let (all, part) = (real(x1 + x0), d1 / (d1 + d0));
        let z = (real(x1) - all * part) / (all * part * (1.0 - part)).sqrt();
        Some(Change::new(real(x1) - real(x0) * d1 / d0, erfc(z.abs() / std::f64::consts::SQRT_2)))
    }

    /// Competitors, the most named first.
    #[must_use]
    pub fn competitors(&self) -> Vec<(&str, &Competitor)> {
        let mut all: Vec<_> =
            self.now.competitors.iter().map(|(key, competitor)| (key.as_str(), competitor)).collect();
        all.sort_by(|(one, a), (other, b)| b.n.cmp(&a.n).then_with(|| one.cmp(other)));
        all
    }
}

/// Shares of a whole in one currency: none where the whole is nothing or less, as returns can make it.
#[must_use]
pub fn money_share(part: &BigDecimal, whole: &BigDecimal) -> Option<f64> {
    use bigdecimal::{Signed as _, ToPrimitive as _};
    whole.is_positive().then(|| (part / whole).to_f64()).flatten()
}

fn titled(titles: &[Titled], category: &str, reason: Option<&str>) -> Titled {
    let find = |reason: Option<&str>| {
        titles.iter().find(|known| known.category == category && known.reason.as_deref() == reason)
    };
    find(reason).cloned().unwrap_or_else(|| {
        let name = reason.unwrap_or(category).to_owned();
        Titled {
            category: category.to_owned(),
            reason: reason.map(str::to_owned),
            title: Wording { ru: name.clone(), en: name },
            preventable: None,
            first: false,
        }
    })
}

/// Most departures first, with changes corrected because they are many.
fn sorted(mut rows: Vec<Why>) -> Vec<Why> {
    rows.sort_by(|one, other| {
        let key = |why: &Why| (why.titled.category.clone(), why.titled.reason.clone());
        other.leavers.n.cmp(&one.leavers.n).then_with(|| key(one).cmp(&key(other)))
    });
    let tested: Vec<f64> = rows.iter().filter_map(|row| row.change).map(|change| change.p).collect();
    let changes = rows.iter_mut().filter_map(|row| row.change.as_mut());
    for (change, p) in changes.zip(holm(&tested)) {
        *change = Change::new(change.difference, p);
    }
    rows
}

/// How a share moved, in percentage points; none where either whole has too few for a share.
///
/// `z = (p₁ − p₂) √((N−1)/N) / √(p(1−p)(1/n₁ + 1/n₂))` with the pooled share `p` of all `N`: the 'N−1' test, which
/// keeps false alarms near 5 % where few are expected. Source: I. Campbell, Statistics in Medicine 26 (2007).
#[must_use]
pub fn share_change(now: Share, before: Share) -> Option<Change> {
    if !Base::of(now.of()).shows_score() || !Base::of(before.of()).shows_score() {
        return None;
    }
    let difference = now.value()? - before.value()?;
    let (n1, n2) = (real(now.of()), real(before.of()));
    let all = n1 + n2;
    let pooled = real(now.count() + before.count()) / all;
    let spread = (pooled * (1.0 - pooled) * (1.0 / n1 + 1.0 / n2)).sqrt();
    let p = if spread > 0.0 {
        erfc((difference / spread * ((all - 1.0) / all).sqrt()).abs() / std::f64::consts::SQRT_2)
    } else {
        1.0
    };
    Some(Change::new(difference * 100.0, p))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{cut::Cut, period::Period};

    #[test]
    fn a_share_moves_by_more_than_chance_only_with_enough_of_them() {
        let few = share_change(Share::new(6, 12), Share::new(4, 12)).unwrap();
        assert!(!few.significant && (few.difference - 16.666_666).abs() < 1e-3);
        let many = share_change(Share::new(600, 1_200), Share::new(400, 1_200)).unwrap();
        assert!(many.significant);
        // 7 of 12 against 2 of 14: z = 0.4405 / 0.1872 · √(25/26) = 2.308.
        let table = share_change(Share::new(7, 12), Share::new(2, 14)).unwrap();
        assert!((table.p - 0.0210).abs() < 0.0002, "{}", table.p);
        assert_eq!(share_change(Share::new(1, 9), Share::new(1, 90)), None);
        assert_eq!(share_change(Share::new(0, 20), Share::new(0, 30)).map(|change| change.p), Some(1.0));
    }

    #[test]
    fn days_to_come_are_not_compared() {
        let of = |n| Counted { total: Leavers { n, ..Leavers::default() }, ..Counted::default() };
        let change = |today: &str, now, before| {
            let november = Period::parse("2026-11-01", "2026-12-01").unwrap();
            let view = View::of(Cut::of(november)).as_of(today.parse().unwrap());
            ReasonsReport::new(view, 12, of(now), Some(&of(before)), &[]).change()
        };
        // Twenty in ten days, and twenty in the same days of October: no fewer than before.
        let tenth = change("2026-11-10", 20, 20).unwrap();
        assert!(tenth.difference.abs() < 1e-9 && (tenth.p - 1.0).abs() < 1e-9, "{tenth:?}");
        // The whole of it beside all 31 days of October.
        let over = change("2026-12-10", 60, 62).unwrap();
        assert!(over.difference.abs() < 1e-9, "{over:?}");
        assert_eq!(change("2026-10-31", 0, 62), None, "nothing of it has come");
    }

    #[test]
    fn horizons_are_whole_months() {
        assert_eq!([horizon("1"), horizon(" 12 "), horizon("120")], [Some(1), Some(12), Some(120)]);
        for bad in ["", "0", "121", "-1", "1.5", "год"] {
            assert_eq!(horizon(bad), None, "{bad}");
        }
    }
}
