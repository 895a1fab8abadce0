//! Kept after a complaint: of customers whose complaint was solved, of those whose was not, and of those who were as
//! dissatisfied and never complained, who bought again within ninety days, and for how much.
//!
//! The three are unlike in more than what became of their complaint, so they are compared like with like: within the same
//! value class and the same month. That is observation, not experiment: what else differs between them stays in the figures.

use std::collections::BTreeMap;

use bigdecimal::{BigDecimal, Zero as _};
use chrono::NaiveDate;
use statrs::distribution::{ContinuousCDF, StudentsT};

use super::{
    contrast::reach,
    nps::Base,
    share::{Share, real},
};

/// Days in which a purchase counts as bought again.
pub const DAYS: i64 = 90;

coded! {
    /// What became of the discontent.
    pub enum Group {
        /// They complained, and it was solved.
        Solved = "solved",
        /// They complained, and it was not.
        Unsolved = "unsolved",
        /// They were as dissatisfied, and never complained.
        Silent = "silent",
    }
}

/// One customer in one of the groups, with what they bought in the ninety days after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// The customer.
    pub customer: i64,
    /// The complaint, or the answer of those who never complained.
    pub row: i64,
    /// Which group.
    pub group: Group,
    /// The value class as it is now; empty: none.
    pub class: String,
    /// The first day of the month of the moment after which purchases are looked for.
    pub month: NaiveDate,
    /// Whether they bought anything: returns are no purchase.
    pub bought: bool,
    /// What they paid by currency, less what they brought back.
    pub paid: BTreeMap<String, BigDecimal>,
}

/// What one group bought in one currency.
#[derive(Debug, Clone, PartialEq)]
pub struct Paid {
    /// The currency.
    pub currency: String,
    /// All of it.
    pub total: BigDecimal,
    /// By customer of the group, those who bought nothing counted as nought.
    pub mean: f64,
    /// Its 95 % interval by Student's t; none of fewer than two.
    pub interval: Option<(f64, f64)>,
}

/// The figures of one group.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupFigures {
    /// Which.
    pub group: Group,
    /// Who bought again, of all.
    pub bought: Share,
    /// What they paid, one by currency: currencies are never summed.
    pub paid: Vec<Paid>,
}

/// Solved complaints beside another group, like with like.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The group they are set beside.
    pub with: Group,
    /// Customers with a solved complaint in the strata that both have.
    pub solved: u64,
    /// Customers of the other group in them.
    pub others: u64,
    /// Strata that both have, and those that only one has and that are left out.
    pub strata: u64,
    /// Strata that only one of the two has: nobody there can be compared.
    pub left_out: u64,
    /// Who bought again at the same mix of strata, as fractions: of the solved, and of the others.
    pub shares: Option<(f64, f64)>,
    /// The first less the second, as a fraction, and its 95 % interval.
    pub difference: Option<(f64, (f64, f64))>,
    /// What can be said.
    pub verdict: Verdict,
}

coded! {
    /// What a comparison tells.
    pub enum Verdict {
        /// Customers with a solved complaint bought again more often, by more than chance.
        MoreOften = "more_often",
        /// Less often, by more than chance.
        LessOften = "less_often",
        /// The interval holds nought: it cannot be told which are kept better.
        CannotTell = "cannot_tell",
        /// Under ten on either side of the strata that both have: nothing can be told.
        TooFew = "too_few",
    }
}

/// All that is told of the three groups.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// The groups in their order, also those of nobody.
    pub groups: Vec<GroupFigures>,
    /// Solved beside unsolved, and beside those who never complained.
    pub comparisons: Vec<Comparison>,
}

impl Kept {
    /// From one row for each customer.
    #[must_use]
    pub fn of(units: &[Unit]) -> Self {
        let groups = Group::all().iter().map(|group| GroupFigures::of(*group, units)).collect();
        let comparisons =
            [Group::Unsolved, Group::Silent].into_iter().map(|with| Comparison::of(with, units)).collect();
        Self { groups, comparisons }
    }
}

impl GroupFigures {
    fn of(group: Group, units: &[Unit]) -> Self {
        let mine: Vec<&Unit> = units.iter().filter(|unit| unit.group == group).collect();
        let count = |bought: bool| {
            u64::try_from(mine.iter().filter(|unit| unit.bought || !bought).count()).unwrap_or(u64::MAX)
        };
        let mut amounts: BTreeMap<&str, Vec<&BigDecimal>> = BTreeMap::new();
        for (currency, amount) in mine.iter().flat_map(|unit| &unit.paid) {
            amounts.entry(currency).or_default().push(amount);
        }
        let n = count(false);
        let paid = amounts
            .into_iter()
            .map(|(currency, amounts)| {
                let total = amounts.iter().fold(BigDecimal::zero(), |sum, amount| sum + *amount);
                let (mean, interval) = mean(n, &amounts);
                Paid { currency: currency.to_owned(), total, mean, interval }
            })
            .collect();
        Self { group, bought: Share::new(count(true), n), paid }
    }
}

/// The mean over `n`, of whom those without an amount paid nought, and its interval `± t(0.975, n−1) s/√n`.
fn mean(n: u64, amounts: &[&BigDecimal]) -> (f64, Option<(f64, f64)>) {
    let amounts: Vec<f64> =
        amounts.iter().map(|amount| amount.to_plain_string().parse().unwrap_or(0.0)).collect();
    let mean = amounts.iter().sum::<f64>() / real(n.max(1));
    if n < 2 {
        return (mean, None);
    }
    let paid = u64::try_from(amounts.len()).unwrap_or(0);
    let nought = real(n.saturating_sub(paid)) * mean * mean;
    let spread = amounts.iter().map(|amount| (amount - mean).powi(2)).sum::<f64>() + nought;
    let t = StudentsT::new(0.0, 1.0, real(n - 1)).map_or(f64::INFINITY, |student| student.inverse_cdf(0.975));
    let reach = t * (spread / real(n - 1) / real(n)).sqrt();
    (mean, Some((mean - reach, mean + reach)))
}

/// How many of each side stand in a stratum, and how many of them bought again.
#[derive(Debug, Clone, Copy, Default)]
struct Stratum {
    n: [f64; 2],
    bought: [f64; 2],
}

impl Comparison {
    /// Solved complaints beside a group, within strata of value class and month.
    ///
    /// Each stratum weighs `w = n₁n₀/N`, so that both sides have the same mix: the shares are `Σw p₁/Σw` and `Σw p₀/Σw`, and
    /// their difference is that of Mantel and Haenszel, which stays sound where strata are many and small. Its variance is
    /// `(d Σ[b(n₁/N)² − a(n₀/N)² + (n₁/N)(n₀/N)(n₀ − n₁)/2] + Σ[a(n₀ − b) + b(n₁ − a)]/2N) / (Σw)²` with `a` of `n₁`
    /// and `b` of `n₀` who bought.
    /// Sources: N. Mantel, W. Haenszel, JNCI 22 (1959); S. Greenland, J. M. Robins, Biometrics 41 (1985) for the estimator;
    /// T. Sato, S. Greenland, J. M. Robins, Biometrics 45 (1989) for the variance, sound in few large and in many small
    /// strata alike.
    fn of(with: Group, units: &[Unit]) -> Self {
        let mut strata: BTreeMap<(&str, NaiveDate), Stratum> = BTreeMap::new();
        for unit in units {
            let side = match unit.group {
                Group::Solved => 0,
                group if group == with => 1,
                _ => continue,
            };
            let stratum = strata.entry((unit.class.as_str(), unit.month)).or_default();
            if let (Some(n), Some(bought)) = (stratum.n.get_mut(side), stratum.bought.get_mut(side)) {
                *n += 1.0;
                *bought += f64::from(u8::from(unit.bought));
            }
        }
        let all = strata.len();
        let shared: Vec<Stratum> =
            strata.into_values().filter(|stratum| stratum.n.iter().all(|n| *n > 0.0)).collect();
        let size =
            |side: usize| units_of(shared.iter().filter_map(|stratum| stratum.n.get(side)).copied().sum());
        let (solved, others) = (size(0), size(1));
        let enough = [solved, others].into_iter().all(|n| Base::of(n).shows_score());
        let found = if enough { matched(&shared) } else { None };
        let verdict = match found {
            None => Verdict::TooFew,
            Some((_, _, (low, _))) if low > 0.0 => Verdict::MoreOften,
            Some((_, _, (_, high))) if high < 0.0 => Verdict::LessOften,
            Some(_) => Verdict::CannotTell,
        };
        let counted = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        Self {
            with,
            solved,
            others,
            strata: counted(shared.len()),
            left_out: counted(all - shared.len()),
            shares: found.map(|(shares, ..)| shares),
            difference: found.map(|(_, difference, interval)| (difference, interval)),
            verdict,
        }
    }
}

/// The sum of ones, as the count it is.
fn units_of(sum: f64) -> u64 {
    format!("{sum:.0}").parse().unwrap_or(0)
}

type Matched = ((f64, f64), f64, (f64, f64));

fn matched(strata: &[Stratum]) -> Option<Matched> {
    let (mut weights, mut ours, mut theirs, mut p, mut q) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for Stratum { n: [n1, n0], bought: [a, b] } in strata.iter().copied() {
        let all = n1 + n0;
        let weight = n1 * n0 / all;
        weights += weight;
        ours += weight * a / n1;
        theirs += weight * b / n0;
        let (one, other) = (n1 / all, n0 / all);
        p += b * one * one - a * other * other + one * other * (n0 - n1) / 2.0;
        q += (a * (n0 - b) + b * (n1 - a)) / all / 2.0;
    }
    if weights <= 0.0 {
        return None;
    }
    let (ours, theirs) = (ours / weights, theirs / weights);
    let difference = ours - theirs;
    let reach = reach(difference.mul_add(p, q) / (weights * weights));
    Some(((ours, theirs), difference, ((difference - reach).max(-1.0), (difference + reach).min(1.0))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::coverage::chance;

    fn units(group: Group, class: &str, month: u32, bought: u32, of: u32) -> Vec<Unit> {
        let month = NaiveDate::from_ymd_opt(2026, month, 1).unwrap();
        (0..of)
            .map(|place| Unit {
                customer: 0,
                row: 0,
                group,
                class: class.to_owned(),
                month,
                bought: place < bought,
                paid: BTreeMap::new(),
            })
            .collect()
    }

    fn comparison(units: &[Unit]) -> Comparison {
        Kept::of(units).comparisons.remove(0)
    }

    #[test]
    fn of_one_stratum_it_is_the_plain_difference() {
        let all = [units(Group::Solved, "A", 1, 60, 100), units(Group::Unsolved, "A", 1, 80, 200)].concat();
        let found = comparison(&all);
        let (difference, (low, high)) = found.difference.unwrap();
        assert!((difference - 0.2).abs() < 1e-12);
        // The usual variance of a difference is .6*.4/100 + .4*.6/200 = 0.0036; this one is near it.
        assert!((high - low - 2.0 * 1.96 * 0.06).abs() < 0.004, "{low} {high}");
        assert_eq!((found.verdict, found.strata, found.left_out), (Verdict::MoreOften, 1, 0));
    }

    #[test]
    fn matching_turns_a_paradox_round() {
        // Within each class those who were not solved come back more often, and yet solved ones do in all: they are mostly of
        // the class that comes back anyway (the paradox of Simpson, with the numbers of the kidney stones).
        let all = [
            units(Group::Solved, "A", 1, 234, 270),
            units(Group::Solved, "B", 1, 55, 80),
            units(Group::Unsolved, "A", 1, 81, 87),
            units(Group::Unsolved, "B", 1, 192, 263),
        ]
        .concat();
        let kept = Kept::of(&all);
        let share = |at: usize| kept.groups[at].bought.value().unwrap();
        assert!(share(0) > share(1), "crude: 83 % of the solved, 78 % of the others");
        let found = &kept.comparisons[0];
        let (difference, _) = found.difference.unwrap();
        // By hand: weights 270*87/357 = 65.798 and 80*263/343 = 61.341; differences 0.866667-0.931034 = -0.064368 and
        // 0.6875-0.730038 = -0.042538: (-4.23529-2.60933)/127.139 = -0.053836.
        assert!((difference + 0.053_836).abs() < 1e-5, "{difference}");
        assert_eq!(found.verdict, Verdict::CannotTell);
    }

    #[test]
    fn strata_of_one_side_are_left_out_and_counted() {
        let all = [
            units(Group::Solved, "A", 1, 10, 20),
            units(Group::Solved, "B", 1, 20, 20),
            units(Group::Unsolved, "A", 1, 10, 20),
            units(Group::Unsolved, "A", 2, 0, 20),
            units(Group::Silent, "A", 1, 3, 9),
        ]
        .concat();
        let kept = Kept::of(&all);
        let found = &kept.comparisons[0];
        assert_eq!((found.solved, found.others, found.strata, found.left_out), (20, 20, 1, 2));
        assert_eq!(found.difference.unwrap().0, 0.0);
        assert_eq!(found.verdict, Verdict::CannotTell);
        assert_eq!(kept.comparisons[1].verdict, Verdict::TooFew);
        assert_eq!(kept.comparisons[1].difference, None);
        assert_eq!(Kept::of(&[]).comparisons[0].verdict, Verdict::TooFew);
    }

    #[test]
    fn its_interval_holds_the_true_difference_as_often_as_it_says() {
        let mut state = 11;
        // Few large strata, and many of two or three.
        for (strata, sizes) in [(4, [60, 25]), (60, [2, 1]), (30, [1, 4])] {
            let draws = 3_000;
            let held = (0..draws)
                .filter(|_| {
                    let mut shared = Vec::new();
                    for place in 0..strata {
                        let base = 0.3 + 0.4 * f64::from(place) / f64::from(strata);
                        let mut draw = |n: i32, p: f64| {
                            f64::from(
                                u32::try_from((0..n).filter(|_| chance(&mut state) < p).count()).unwrap(),
                            )
                        };
                        let bought = [draw(sizes[0], base + 0.1), draw(sizes[1], base)];
                        shared.push(Stratum { n: sizes.map(f64::from), bought });
                    }
                    let (_, _, (low, high)) = matched(&shared).unwrap();
                    (low..=high).contains(&0.1)
                })
                .count();
            let coverage = f64::from(u32::try_from(held).unwrap()) / f64::from(draws);
            assert!((0.93..=0.97).contains(&coverage), "{strata} of {sizes:?}: {coverage}");
        }
    }

    #[test]
    fn money_is_told_by_currency_and_those_who_bought_nothing_count() {
        let mut all = units(Group::Solved, "A", 1, 2, 4);
        let money = |text: &str| text.parse::<BigDecimal>().unwrap();
        all[0].paid = BTreeMap::from([("RUB".to_owned(), money("1000.50")), ("EUR".to_owned(), money("10"))]);
        all[1].paid = BTreeMap::from([("RUB".to_owned(), money("-200.50"))]);
        let kept = Kept::of(&all);
        let paid: Vec<_> = kept.groups[0]
            .paid
            .iter()
            .map(|one| (one.currency.as_str(), one.total.normalized().to_string(), one.mean))
            .collect();
        assert_eq!(paid, [("EUR", "10".to_owned(), 2.5), ("RUB", "800".to_owned(), 200.0)]);
        // 1000.5, -200.5, 0, 0: the deviation is 541.97, t of 3 is 3.1824.
        let (low, high) = kept.groups[0].paid[1].interval.unwrap();
        assert!((high - low - 2.0 * 3.182_446 * 541.972 / 2.0).abs() < 0.01, "{low} {high}");
    }
}
