//! Why customers leave: departures by category and reason, what they cost, who could have been kept, who came back.

use std::collections::BTreeMap;

use bigdecimal::{BigDecimal, RoundingMode, num_bigint::BigInt};
use chrono::NaiveDate;
use statrs::function::erf::erfc;

use super::{Change, Group, Step, groups, steps};
use crate::domain::{
    cut::{Cut, View},
    multiple::holm,
    nps::Base,
    questionnaire::Wording,
    reason::Preventable,
    share::{Share, real},
};

/// The name of the horizon among the options of a view.
pub const HORIZON: &str = "horizon";

/// The setting of the horizon where a view does not say.
pub const HORIZON_KEY: &str = "reports.horizon";

/// The name of the ranking among the options of a view.
pub const RANKED: &str = "ranked";

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

/// What customers who left had bought, by currency and by the months over which they did; kept apart so that no figure is
/// rounded before the last step.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lost(BTreeMap<(String, i64), i128>);

impl Lost {
    /// Adds what one customer spent in a currency, in ten-thousandths, over so many calendar months.
    pub fn add(&mut self, currency: &str, months: i64, spent: i64) {
        *self.0.entry((currency.to_owned(), months.max(1))).or_default() += i128::from(spent);
    }

    /// Money lost over a horizon of months, by currency, in hundredths:
    /// `Σ spent / months · horizon`, the average receipt times the payments expected. Currencies are never added up.
    #[must_use]
    pub fn amounts(&self, horizon: u16) -> BTreeMap<String, BigDecimal> {
        let mut sums: BTreeMap<String, BigDecimal> = BTreeMap::new();
        for ((currency, months), spent) in &self.0 {
            let expected = BigDecimal::new(BigInt::from(*spent), 4) * BigDecimal::from(horizon);
            *sums.entry(currency.clone()).or_default() += expected / BigDecimal::from(*months);
        }
        sums.into_iter()
            .map(|(currency, amount)| (currency, amount.with_scale_round(2, RoundingMode::HalfUp)))
            .collect()
    }

    fn merge(&mut self, other: &Self) {
        for (key, spent) in &other.0 {
            *self.0.entry(key.clone()).or_default() += spent;
        }
    }
}

/// One departure as it is counted.
#[derive(Debug, Clone, Default)]
pub struct Departed<'a> {
    /// Category of the reason; none: nobody knows why.
    pub category: Option<&'a str>,
    /// Its code inside the category.
    pub reason: Option<&'a str>,
    /// Whether it could have been prevented.
    pub preventable: Option<Preventable>,
    /// On whose word the departure stands.
    pub source: &'a str,
    /// The competitor's name as it is counted, and as it was written.
    pub competitor: Option<(&'a str, &'a str)>,
    /// Says what would bring them back.
    pub bring_back: bool,
    /// Came back.
    pub returned: bool,
    /// After so many days.
    pub days_away: Option<i64>,
    /// Months from the first purchase to the last; none where nothing was bought before leaving.
    pub months: Option<i64>,
    /// Spent by currency, in ten-thousandths.
    pub spent: Vec<(&'a str, i64)>,
}

/// Some departures.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Leavers {
    /// How many.
    pub n: u64,
    /// Of them with a category of reason known.
    pub known: u64,
    /// Those with a known category by whether they could have been kept, in the order of [`Preventable::all`].
    pub preventable: [u64; 4],
    /// Came back since.
    pub returned: u64,
    /// Left before any purchase, so that no money can be told.
    pub without_money: u64,
    /// What is lost with all of them.
    pub lost: Lost,
    /// What is lost with those whose reason is known.
    pub lost_known: Lost,
}

impl Leavers {
    /// Counts one more.
    pub fn add(&mut self, one: &Departed<'_>) {
        self.n += 1;
        self.returned += u64::from(one.returned);
        self.without_money += u64::from(one.months.is_none());
        if one.category.is_some() {
            self.known += 1;
            let judged = one.preventable.unwrap_or(Preventable::Unknown);
            let place = Preventable::all().iter().position(|known| *known == judged);
            if let Some(slot) = place.and_then(|place| self.preventable.get_mut(place)) {
                *slot += 1;
            }
        }
        for (currency, spent) in &one.spent {
            let months = one.months.unwrap_or(1);
            self.lost.add(currency, months, *spent);
            if one.category.is_some() {
                self.lost_known.add(currency, months, *spent);
            }
        }
    }

    /// Those whose reason could be prevented, so far as it is known: of this judgement among all with a known reason.
    #[must_use]
    pub fn judged(&self, preventable: Preventable) -> Share {
        let place = Preventable::all().iter().position(|known| *known == preventable);
        let count = place.and_then(|place| self.preventable.get(place)).copied().unwrap_or(0);
        Share::new(count, self.known)
    }

    /// Those who came back.
    #[must_use]
    pub fn back(&self) -> Share {
        Share::new(self.returned, self.n)
    }
}

/// Departures added up group by group.
impl std::ops::AddAssign<&Leavers> for Leavers {
    fn add_assign(&mut self, other: &Leavers) {
        self.n += other.n;
        self.known += other.known;
        self.returned += other.returned;
        self.without_money += other.without_money;
        self.preventable.iter_mut().zip(other.preventable).for_each(|(slot, count)| *slot += count);
        self.lost.merge(&other.lost);
        self.lost_known.merge(&other.lost_known);
    }
}

/// A competitor by name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Competitor {
    /// How often they were named.
    pub n: u64,
    spellings: BTreeMap<String, u64>,
}

impl Competitor {
    /// Their name as it is written most often.
    #[must_use]
    pub fn name(&self) -> &str {
        let most = self.spellings.iter().max_by(|(one, a), (other, b)| a.cmp(b).then_with(|| other.cmp(one)));
        most.map_or("", |(name, _)| name)
    }
}

/// One step of time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StepFigures {
    /// All who left in it.
    pub all: Leavers,
    /// How many by category.
    pub categories: BTreeMap<String, u64>,
    /// How many by category and reason.
    pub reasons: BTreeMap<ReasonKey, u64>,
}

/// A category and a reason in it; no reason: only the category is known.
pub type ReasonKey = (String, Option<String>);

/// All that is counted of one cut in one passage over its departures.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Counted {
    /// All of them.
    pub total: Leavers,
    /// By category.
    pub categories: BTreeMap<String, Leavers>,
    /// By reason.
    pub reasons: BTreeMap<ReasonKey, Leavers>,
    /// By step of time.
    pub steps: BTreeMap<NaiveDate, StepFigures>,
    /// By the words of the dimension of the view.
    pub groups: BTreeMap<String, Leavers>,
    /// How many by source.
    pub sources: BTreeMap<String, u64>,
    /// By competitor.
    pub competitors: BTreeMap<String, Competitor>,
    /// How many say what would bring them back.
    pub bring_back: u64,
    /// How many came back after so many days.
    pub days_away: BTreeMap<i64, u64>,
    /// How many saw a reason among those of their exit survey, by code, and how many then chose it.
    pub shown: BTreeMap<String, (u64, u64)>,
    /// The same of categories.
    pub shown_categories: BTreeMap<String, (u64, u64)>,
}

impl Counted {
    /// Counts one more, of a step and of a group.
    pub fn add(&mut self, one: &Departed<'_>, step: NaiveDate, group: Option<&str>) {
        self.total.add(one);
        let along = self.steps.entry(step).or_default();
        along.all.add(one);
        if let Some(category) = one.category {
            let key = (category.to_owned(), one.reason.map(str::to_owned));
            *along.categories.entry(category.to_owned()).or_default() += 1;
            *along.reasons.entry(key.clone()).or_default() += 1;
            self.categories.entry(category.to_owned()).or_default().add(one);
            self.reasons.entry(key).or_default().add(one);
        }
        if let Some(group) = group {
            self.groups.entry(group.to_owned()).or_default().add(one);
        }
        *self.sources.entry(one.source.to_owned()).or_default() += 1;
        if let Some((key, written)) = one.competitor {
            let competitor = self.competitors.entry(key.to_owned()).or_default();
            competitor.n += 1;
            *competitor.spellings.entry(written.to_owned()).or_default() += 1;
        }
        self.bring_back += u64::from(one.bring_back);
        if let Some(days) = one.days_away {
            *self.days_away.entry(days).or_default() += 1;
        }
    }

    /// Counts one who saw a reason, and perhaps chose it.
    pub fn saw(&mut self, code: &str, chose: bool) {
        saw(&mut self.shown, code, chose);
    }

    /// Counts one who saw any reason of a category, and perhaps chose one.
    pub fn saw_category(&mut self, code: &str, chose: bool) {
        saw(&mut self.shown_categories, code, chose);
    }

    /// Days until the return of half of those who came back: the lower median; none where nobody did.
    #[must_use]
    pub fn median_days_away(&self) -> Option<i64> {
        let all: u64 = self.days_away.values().sum();
        let mut seen = 0;
        self.days_away
            .iter()
            .find(|(_, count)| {
                seen += **count;
                seen * 2 >= all
            })
            .map(|(days, _)| *days)
    }
}

fn saw(all: &mut BTreeMap<String, (u64, u64)>, code: &str, chose: bool) {
    if !all.contains_key(code) {
        all.insert(code.to_owned(), (0, 0));
    }
    if let Some((saw, chosen)) = all.get_mut(code) {
        *saw += 1;
        *chosen += u64::from(chose);
    }
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

    /// How the number of departures moved against the period before, a longer one reckoned down to as many days.
    ///
    /// `z = (x₁ − N·d₁/D) / √(N · d₁/D · d₀/D)` with `N` departures in `D` days of both: whether they fell on the days as
    /// chance would have it (the conditional test of two Poisson counts; Przyborowski and Wilenski, Biometrika 31, 1940).
    /// None where both together are fewer than ten.
    #[must_use]
    pub fn change(&self) -> Option<Change> {
        let before = self.before.as_ref()?;
        let days = |cut: &Cut| real(cut.period.days());
        let (d1, d0) = (days(&self.view.cut), days(&self.view.before()?));
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

    fn lost(all: &[(&str, i64, i64)]) -> Lost {
        let mut lost = Lost::default();
        all.iter().for_each(|(currency, months, spent)| lost.add(currency, *months, *spent * 10_000));
        lost
    }

    fn amount(lost: &Lost, horizon: u16, currency: &str) -> String {
        lost.amounts(horizon)[currency].to_plain_string()
    }

    #[test]
    fn money_churn_is_lost_by_receipt_by_payments() {
        // Two hundred customers of one receipt of 2,000 a month, six payments expected.
        assert_eq!(amount(&lost(&[("RUB", 7, 14_000); 200]), 6, "RUB"), "2400000.00");
        // A thousand in three months, a year ahead: nothing is lost in rounding, however many they are.
        assert_eq!(amount(&lost(&[("RUB", 3, 1_000); 1_000]), 12, "RUB"), "4000000.00");
        assert_eq!(amount(&lost(&[("RUB", 3, 1_000)]), 1, "RUB"), "333.33");
    }

    #[test]
    fn currencies_are_never_added_up() {
        let both = lost(&[("RUB", 1, 100), ("EUR", 1, 5), ("RUB", 2, -40)]);
        assert_eq!(amount(&both, 1, "RUB"), "80.00");
        assert_eq!(amount(&both, 1, "EUR"), "5.00");
    }

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
    fn horizons_are_whole_months() {
        assert_eq!([horizon("1"), horizon(" 12 "), horizon("120")], [Some(1), Some(12), Some(120)]);
        for bad in ["", "0", "121", "-1", "1.5", "год"] {
            assert_eq!(horizon(bad), None, "{bad}");
        }
    }
}
