//! Departures added up: how many, why, what they cost, who came back.

use std::collections::BTreeMap;

use bigdecimal::{BigDecimal, RoundingMode, num_bigint::BigInt};
use chrono::NaiveDate;

use crate::domain::{reason::Preventable, share::Share};

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
}
