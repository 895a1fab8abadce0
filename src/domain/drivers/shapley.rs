//! Shares of R² that are fair to parameters which move together: each is what it adds, averaged over all orders in which
//! the parameters may be taken in.
//!
//! `φⱼ = Σ_{S ∌ j} |S|! (k−|S|−1)! / k! · (R²(S ∪ j) − R²(S))`; all φ together are R², and none is negative.
//! Sources: Lindeman, Merenda and Gold, Introduction to Bivariate and Multivariate Analysis (1980); U. Grömping, Relative
//! Importance for Linear Regression in R, Journal of Statistical Software 17 (2006), where the metric is called `lmg`.

use super::correlations::{Correlations, Factor};

/// R² of every subset of these parameters; the places of a subset are the bits of its number.
#[must_use]
pub fn subsets(of: &Correlations, parameters: &[usize]) -> Vec<f64> {
    let mut all = vec![0.0; 1 << parameters.len()];
    grow(&mut Factor::new(of), parameters, 0, 0, 0.0, &mut all);
    all
}

fn grow(
    factor: &mut Factor<'_>,
    parameters: &[usize],
    from: usize,
    subset: usize,
    known: f64,
    all: &mut [f64],
) {
    for (place, parameter) in parameters.iter().enumerate().skip(from) {
        let wider = subset | 1 << place;
        let (added, taken) = factor.push(*parameter);
        if let Some(slot) = all.get_mut(wider) {
            *slot = known + added;
        }
        grow(factor, parameters, place + 1, wider, known + added, all);
        if taken {
            factor.pop();
        }
    }
}

/// What each parameter adds to R², averaged over all orders, from R² of every subset.
#[must_use]
pub fn of_subsets(r2: &[f64], parameters: usize) -> Vec<f64> {
    let at = |subset: usize| r2.get(subset).copied().unwrap_or(0.0);
    let weights = weights(parameters);
    (0..parameters)
        .map(|place| {
            let bit = 1 << place;
            (0..r2.len())
                .filter(|subset| subset & bit == 0)
                .map(|subset| {
                    let size = usize::try_from(subset.count_ones()).unwrap_or(0);
                    weights.get(size).copied().unwrap_or(0.0) * (at(subset | bit) - at(subset))
                })
                .sum()
        })
        .collect()
}

/// `|S|! (k−|S|−1)! / k!` by the size of S.
fn weights(parameters: usize) -> Vec<f64> {
    let real = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    let mut weight = 1.0 / real(parameters.max(1));
    (0..parameters)
        .map(|size| {
            let this = weight;
            // From one binomial coefficient C(k−1, s) to the next.
            weight *= (real(size) + 1.0) / real(parameters - 1 - size).max(1.0);
            this
        })
        .collect()
}

/// The same averaged over some orders only: nearly it, for resampling many parameters.
#[must_use]
pub fn of_orders(of: &Correlations, orders: &[Vec<usize>], size: usize) -> Vec<f64> {
    let mut added = vec![0.0; size];
    for order in orders {
        let mut factor = Factor::new(of);
        for parameter in order {
            let (gain, _) = factor.push(*parameter);
            if let Some(slot) = added.get_mut(*parameter) {
                *slot += gain;
            }
        }
    }
    let count = f64::from(u32::try_from(orders.len().max(1)).unwrap_or(u32::MAX));
    added.iter_mut().for_each(|gain| *gain /= count);
    added
}
