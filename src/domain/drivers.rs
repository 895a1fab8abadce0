//! Drivers: which parameters of a questionnaire go with the score 'would you recommend us', and how certain that is.
//!
//! Counted over complete answers: those with the score and a rating of every parameter. Linear regression explains R² of
//! the score; each parameter's importance is its Shapley share of R² ([`shapley`]), with a bootstrap interval
//! ([`resampling`]). What a parameter shares with others is divided among them, so one that does nothing itself but moves
//! with one that does gets a share too: whether it explains anything the others do not is a test of its own, and one that
//! does not is shown grey.

mod correlations;
mod resampling;
mod shapley;

use statrs::distribution::{ContinuousCDF, StudentsT};

pub use correlations::{Correlations, Factor};
pub use resampling::{MOST_RESAMPLED, REPLICATES, Random, scattered};

use super::{facts::Moments, mean::Mean, multiple::holm, share::real};

coded! {
    /// Why drivers cannot be told.
    pub enum CannotTell {
        /// Too few complete answers: under ten, or under three for each parameter.
        TooFew = "too_few",
        /// All gave the same score: there is nothing to explain.
        SameScore = "same_score",
        /// Every parameter got the same rating from all.
        SameRatings = "same_ratings",
        /// The ratings explain nothing of the score.
        Nothing = "nothing",
    }
}

coded! {
    /// What to do about a parameter (Martilla and James, Importance-performance analysis, Journal of Marketing 1977).
    pub enum Advice {
        /// Important and below the others: begin here.
        Concentrate = "concentrate",
        /// Important and above the others.
        KeepUp = "keep_up",
        /// Less important and below the others.
        LowPriority = "low_priority",
        /// Less important and above the others.
        Overkill = "overkill",
    }
}

/// One parameter among the drivers.
#[derive(Debug, Clone, PartialEq)]
pub struct Driver {
    /// Its place among the parameters, from nought.
    pub place: usize,
    /// Its share of R², 0..=1.
    pub share: f64,
    /// The 95 % bootstrap interval of the share.
    pub interval: Option<(f64, f64)>,
    /// Its correlation with the score.
    pub correlation: f64,
    /// Its standardised coefficient when the others are held equal; none where the others tell it exactly.
    pub coefficient: Option<f64>,
    /// How often chance alone would add as much to what the others explain; by [`holm`] for all parameters.
    pub p: f64,
    /// More than chance: `p` under 0.05. The others are shown grey.
    pub significant: bool,
    /// How much the others widen the uncertainty about it (variance inflation factor); none where they tell it exactly.
    pub inflation: Option<f64>,
    /// Its ratings in these complete answers, on their scale.
    pub ratings: Mean,
}

impl Driver {
    /// Whether a better rating goes with a lower score, the other parameters being equal, and that is more than chance.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.significant && self.coefficient.unwrap_or(self.correlation) < 0.0
    }
}

/// The drivers of a score.
#[derive(Debug, Clone, PartialEq)]
pub struct Drivers {
    /// How many complete answers.
    pub n: u64,
    /// The share of the variance of the score that all parameters together explain, 0..=1.
    pub r2: f64,
    /// Its 95 % bootstrap interval.
    pub r2_interval: Option<(f64, f64)>,
    /// The same, less what as many parameters of no effect would explain by chance.
    pub adjusted: f64,
    /// The parameters, the most important first.
    pub all: Vec<Driver>,
    /// The places of those that everybody rated alike: nothing can be told of them.
    pub constant: Vec<usize>,
    /// The mean correlation of the ratings with one another.
    pub together: Option<f64>,
    /// How many answers the intervals were resampled from.
    pub resampled: u64,
}

/// Fewer answers tell nothing.
const LEAST: u64 = 10;
/// So few answers for each parameter explain most of the score by chance.
const LEAST_EACH: u64 = 3;
/// From this mean correlation on ratings are said to move together: a simulated parameter of no effect at all got a
/// twelfth of R² then.
const TOGETHER: f64 = 0.5;
/// From this inflation on a parameter is hardly told from the others (a rule of thumb: Menard, Applied Logistic Regression
/// Analysis, 1995).
const INFLATED: f64 = 5.0;

impl Drivers {
    /// Of the [`Moments`] of complete answers, the score first and each parameter after it, and some of the answers
    /// themselves in the same order for the intervals.
    ///
    /// # Errors
    /// [`CannotTell`] says why there is nothing to tell.
    pub fn of(moments: &[i64], parameters: usize, sample: &[Vec<i64>]) -> Result<Self, CannotTell> {
        let size = parameters + 1;
        let whole = |place: usize| moments.get(place).and_then(|sum| u64::try_from(*sum).ok()).unwrap_or(0);
        let n = whole(0);
        if n < LEAST.max(u64::try_from(parameters).unwrap_or(u64::MAX).saturating_mul(LEAST_EACH)) {
            return Err(CannotTell::TooFew);
        }
        let sums: Vec<f64> = (0..Moments::width(size)).map(|place| real(whole(place))).collect();
        let of = Correlations::of(&sums, size).ok_or(CannotTell::TooFew)?;
        if of.is_constant(0) {
            return Err(CannotTell::SameScore);
        }
        let (constant, used): (Vec<_>, Vec<_>) = (1..size).partition(|number| of.is_constant(*number));
        if used.is_empty() {
            return Err(CannotTell::SameRatings);
        }
        let subsets = shapley::subsets(&of, &used);
        let r2 = subsets.last().copied().unwrap_or(0.0).clamp(0.0, 1.0);
        if r2 < 1e-9 {
            return Err(CannotTell::Nothing);
        }
        let shares: Vec<f64> =
            shapley::of_subsets(&subsets, used.len()).iter().map(|added| added / r2).collect();
        let p = own_effects(&of, &subsets, used.len());
        let resampled = resampling::resampled(sample, &used, of.n, &shares, r2);
        let mut factor = Factor::new(&of);
        used.iter().for_each(|parameter| {
            factor.push(*parameter);
        });
        let coefficients = factor.coefficients();
        let told = |values: &[f64], at: usize| values.get(at).copied().unwrap_or(0.0);
        let mut all: Vec<Driver> = used
            .iter()
            .enumerate()
            .map(|(at, parameter)| {
                let p = p.get(at).copied().unwrap_or(1.0);
                Driver {
                    place: parameter - 1,
                    share: told(&shares, at),
                    interval: resampled.shares.get(at).copied().flatten(),
                    correlation: of.between(0, *parameter),
                    coefficient: coefficients
                        .iter()
                        .find(|(known, _)| known == parameter)
                        .map(|(_, coefficient)| *coefficient),
                    p,
                    significant: p < 0.05,
                    inflation: of.inflation(*parameter, &used),
                    ratings: Mean {
                        n,
                        sum: whole(1 + parameter),
                        squares: whole(Moments::place(size, *parameter, *parameter)),
                    },
                }
            })
            .collect();
        all.sort_by(|one, other| other.share.total_cmp(&one.share).then(one.place.cmp(&other.place)));
        Ok(Self {
            n,
            r2,
            r2_interval: resampled.r2,
            adjusted: adjusted(r2, of.n, used.len()),
            all,
            constant: constant.into_iter().map(|number| number - 1).collect(),
            together: of.mean_between(&used),
            resampled: u64::try_from(sample.len()).unwrap_or(0),
        })
    }

    /// Whether ratings move together so much that shares say little of single parameters: a mean correlation of
    /// a half and more, or a parameter that the others tell (an inflation of 5 and more).
    #[must_use]
    pub fn moves_together(&self) -> bool {
        self.together.is_some_and(|together| together >= TOGETHER)
            || self.all.iter().any(|driver| driver.inflation.is_none_or(|inflation| inflation >= INFLATED))
    }

    /// The share that each parameter would have if all were as important: where the plane is cut.
    #[must_use]
    pub fn even_share(&self) -> f64 {
        1.0 / real(u64::try_from(self.all.len().max(1)).unwrap_or(1))
    }

    /// What to do about a parameter whose performance and that of all on average are these; nothing about one that is
    /// no more than chance, or that lowers the score.
    #[must_use]
    pub fn advice(&self, driver: &Driver, performance: f64, mean: f64) -> Option<Advice> {
        if !driver.significant || driver.is_negative() {
            return None;
        }
        Some(match (driver.share >= self.even_share(), performance >= mean) {
            (true, true) => Advice::KeepUp,
            (true, false) => Advice::Concentrate,
            (false, true) => Advice::Overkill,
            (false, false) => Advice::LowPriority,
        })
    }
}

/// `1 − (1 − R²) (n − 1) / (n − k − 1)`, not under nought; nought where there are no more answers than parameters.
fn adjusted(r2: f64, n: f64, parameters: usize) -> f64 {
    let freedom = n - real(u64::try_from(parameters).unwrap_or(u64::MAX)) - 1.0;
    if freedom < 1.0 { 0.0 } else { (1.0 - (1.0 - r2) * (n - 1.0) / freedom).clamp(0.0, 1.0) }
}

/// Of each parameter, how often chance alone would add as much to what all others explain: the partial F test of a
/// regression with and without it, `F = (R² − R²₋ⱼ) (n − k − 1) / (1 − R²)` with 1 and n − k − 1 degrees of freedom, which
/// is the square of Student's t; corrected for the number of parameters by [`holm`].
///
/// Source: N. Draper and H. Smith, Applied Regression Analysis (1998), ch. 6.
fn own_effects(of: &Correlations, subsets: &[f64], parameters: usize) -> Vec<f64> {
    let all = subsets.len() - 1;
    let at = |subset: usize| subsets.get(subset).copied().unwrap_or(0.0);
    let freedom = (of.n - real(u64::try_from(parameters).unwrap_or(u64::MAX)) - 1.0).floor().max(1.0);
    let left = 1.0 - at(all);
    let single: Vec<f64> = (0..parameters)
        .map(|place| {
            let added = at(all) - at(all & !(1 << place));
            if added < 1e-9 {
                return 1.0;
            }
            if left < 1e-9 {
                return 0.0;
            }
            let t = (added * freedom / left).sqrt();
            StudentsT::new(0.0, 1.0, freedom).map_or(1.0, |student| 2.0 * student.sf(t))
        })
        .collect();
    holm(&single)
}

#[cfg(test)]
mod tests;
