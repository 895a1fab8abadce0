//! How much shares would differ in another sample of as many answers: the bootstrap, with a seed of its own, so that the
//! same answers always give the same intervals.
//!
//! Complete answers are drawn with replacement, so that score and ratings stay together; the interval is from the 2.5th to
//! the 97.5th percentile of the replicates. Of more answers than are resampled the replicates of the sample are brought
//! from its size m to the true size n: what they deviate from the sample's own value is multiplied by √(m/n) and laid
//! around the value of all (m out of n bootstrap).
//! Sources: B. Efron and R. Tibshirani, An Introduction to the Bootstrap (1993), ch. 13; P. Bickel, F. Götze and W. van
//! Zwet, Resampling fewer than n observations, Statistica Sinica 7 (1997).

use super::{
    correlations::Correlations,
    shapley::{of_orders, of_subsets, subsets},
};
use crate::domain::facts::Moments;

/// How many replicates are drawn.
pub const REPLICATES: usize = 200;
/// Of more answers than these only a sample is resampled.
pub const MOST_RESAMPLED: usize = 4_000;
/// Of more parameters, replicates are counted over some orders, not over all subsets.
const ALL_SUBSETS: usize = 8;
/// How many orders, and each of them backwards.
const ORDERS: usize = 16;

/// Random numbers that are the same each time.
///
/// Source: G. Steele, D. Lea and C. Flood, Fast splittable pseudorandom number generators, OOPSLA (2014).
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// Begins at a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        scattered(self.0)
    }

    /// A number from nought to below another.
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = u128::try_from(bound).unwrap_or(0);
        usize::try_from((u128::from(self.bits()) * bound) >> 64).unwrap_or(0)
    }

    /// An order of some things, each as likely as any other.
    fn order(&mut self, things: &[usize]) -> Vec<usize> {
        let mut order = things.to_vec();
        for place in (1..order.len()).rev() {
            let other = self.below(place + 1);
            order.swap(place, other);
        }
        order
    }
}

/// Bits that look like chance, always the same of the same number.
#[must_use]
pub const fn scattered(number: u64) -> u64 {
    let mixed = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// What replicates say of the shares of R², and of R² itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Resampled {
    /// The interval of the share of each parameter, in the order they were asked for.
    pub shares: Vec<Option<(f64, f64)>>,
    /// The interval of R².
    pub r2: Option<(f64, f64)>,
}

/// The figures of one sample: the shares of the parameters and R². Drawing answers again and again makes a model of them
/// look better than it is, by as much as R² is over the adjusted one: replicates are compared by the adjusted.
struct Figures {
    shares: Vec<f64>,
    r2: f64,
    adjusted: f64,
}

/// Resamples complete answers, each with the score first; `shares` and `r2` are those of all `n`.
#[must_use]
pub fn resampled(rows: &[Vec<i64>], parameters: &[usize], n: f64, shares: &[f64], r2: f64) -> Resampled {
    let nothing = || Resampled { shares: vec![None; parameters.len()], r2: None };
    let size = rows.first().map_or(0, Vec::len);
    let width = Moments::width(size);
    // Scores and ratings are small and not under nought: sums of some thousand products stay far below 2³².
    let flat: Option<Vec<u32>> =
        rows.iter().flat_map(|row| Moments::of(row)).map(|number| u32::try_from(number).ok()).collect();
    let Some(flat) = flat.filter(|flat| size > 0 && rows.len() > 1 && flat.len() == rows.len() * width)
    else {
        return nothing();
    };
    let mut random = Random::new(0x0071_7E1A);
    let orders: Vec<Vec<usize>> = (0..if parameters.len() > ALL_SUBSETS { ORDERS } else { 0 })
        .flat_map(|_| {
            let order = random.order(parameters);
            let backwards = order.iter().rev().copied().collect();
            [order, backwards]
        })
        .collect();
    let sample = f64::from(u32::try_from(rows.len()).unwrap_or(u32::MAX));
    let mut drawn = vec![1; rows.len()];
    let Some(own) = figures(&summed(&flat, width, &drawn), size, parameters, &orders) else {
        return nothing();
    };
    let mut replicates = Vec::with_capacity(REPLICATES);
    for _ in 0..REPLICATES {
        drawn.fill(0);
        for _ in 0..rows.len() {
            if let Some(times) = drawn.get_mut(random.below(rows.len())) {
                *times += 1;
            }
        }
        replicates.extend(figures(&summed(&flat, width, &drawn), size, parameters, &orders));
    }
    // Half of them without a figure: the answers hardly differ, and nothing can be said.
    if replicates.len() < REPLICATES / 2 {
        return nothing();
    }
    let scale = (sample / n.max(sample)).sqrt();
    let ends = |value: f64, own: f64, of: &dyn Fn(&Figures) -> f64| {
        let mut values: Vec<f64> = replicates.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        let end = |share| (value + (percentile(&values, share) - own) * scale).clamp(0.0, 1.0);
        (end(0.025), end(0.975))
    };
    let at = |figures: &Figures, place: usize| figures.shares.get(place).copied().unwrap_or(0.0);
    Resampled {
        shares: shares
            .iter()
            .enumerate()
            .map(|(place, share)| {
                // Over all subsets the sample of all answers has just this share; over some orders only nearly.
                Some(ends(*share, at(&own, place), &|figures| at(figures, place)))
            })
            .collect(),
        r2: Some(ends(r2, own.r2, &|figures| figures.adjusted)),
    }
}

/// The moments of answers that were drawn so many times each.
fn summed(flat: &[u32], width: usize, drawn: &[u32]) -> Vec<f64> {
    let mut sums = vec![0u32; width];
    for (row, times) in flat.chunks_exact(width).zip(drawn).filter(|(_, times)| **times > 0) {
        for (slot, amount) in sums.iter_mut().zip(row) {
            *slot = slot.wrapping_add(amount.wrapping_mul(*times));
        }
    }
    sums.into_iter().map(f64::from).collect()
}

/// None where the score is constant, or nothing explains any of it.
fn figures(moments: &[f64], size: usize, parameters: &[usize], orders: &[Vec<usize>]) -> Option<Figures> {
    let of = Correlations::of(moments, size)?;
    let added = if orders.is_empty() {
        of_subsets(&subsets(&of, parameters), parameters.len())
    } else {
        let all = of_orders(&of, orders, size);
        parameters.iter().map(|parameter| all.get(*parameter).copied().unwrap_or(0.0)).collect()
    };
    let r2: f64 = added.iter().sum();
    (r2 > 1e-9 && !of.is_constant(0)).then(|| Figures {
        shares: added.iter().map(|added| added / r2).collect(),
        r2,
        adjusted: super::adjusted(r2, of.n, parameters.len()),
    })
}

/// The value under which a share of sorted values lies, between two of them in a straight line.
fn percentile(sorted: &[f64], share: f64) -> f64 {
    let last = f64::from(u32::try_from(sorted.len().saturating_sub(1)).unwrap_or(u32::MAX));
    let place = share * last;
    let mut below = (0u32..).map(f64::from).zip(sorted).skip_while(|(at, _)| *at + 1.0 <= place);
    match (below.next(), below.next()) {
        (Some((at, low)), Some((_, high))) => low + (high - low) * (place - at),
        (Some((_, low)), None) => *low,
        (None, _) => 0.0,
    }
}
