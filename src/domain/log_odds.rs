//! Which words stand out in some texts against others.

use super::share::real;

/// A word, or two in a row, in how many texts it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Of the texts looked at.
    pub here: u64,
    /// Of the others.
    pub rest: u64,
}

/// Pseudo-counts of the prior in all: what a hundred words would be if the texts did not differ.
pub const PRIOR: f64 = 100.0;
/// A word must be in this many of the texts looked at.
pub const LEAST: u64 = 5;
/// And stand out by this many standard errors.
pub const STANDS_OUT: f64 = 2.0;

/// How far each word stands out, in standard errors: the log-odds ratio with an informative Dirichlet prior.
///
/// With `yᵢ, yⱼ` the counts of a word, `nᵢ, nⱼ` those of all words, and `α = α₀ (yᵢ + yⱼ) / (nᵢ + nⱼ)`:
/// `δ = ln((yᵢ+α) / (nᵢ+α₀−yᵢ−α)) − ln((yⱼ+α) / (nⱼ+α₀−yⱼ−α))`, `σ² ≈ 1/(yᵢ+α) + 1/(yⱼ+α)`, `z = δ/σ`.
/// The prior keeps rare words from standing out by accident.
/// Source: B. Monroe, M. Colaresi, K. Quinn, Fightin' Words, Political Analysis 16 (2008), equations 15, 16, 19-22.
#[must_use]
pub fn z_scores(words: &[Counts]) -> Vec<f64> {
    let n: u64 = words.iter().map(|word| word.here).sum();
    let m: u64 = words.iter().map(|word| word.rest).sum();
    let (n, m) = (real(n), real(m));
    words
        .iter()
        .map(|word| {
            if n == 0.0 || m == 0.0 || *word == Counts::default() {
                return 0.0;
            }
            let (here, rest) = (real(word.here), real(word.rest));
            let prior = PRIOR * (here + rest) / (n + m);
            let odds = |count: f64, of: f64| (count + prior) / (of + PRIOR - count - prior);
            let difference = odds(here, n).ln() - odds(rest, m).ln();
            let z = difference / (1.0 / (here + prior) + 1.0 / (rest + prior)).sqrt();
            if z.is_finite() { z } else { 0.0 }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_worked_example() {
        let words =
            [Counts { here: 30, rest: 5 }, Counts { here: 10, rest: 40 }, Counts { here: 60, rest: 155 }];
        // The formula typed anew in Python, with n = 100, m = 200, α₀ = 100.
        let z = z_scores(&words);
        for (found, wanted) in z.iter().zip([5.169_32, -1.765_31, -4.312_93]) {
            assert!((found - wanted).abs() < 1e-5, "{z:?}");
        }
    }

    #[test]
    fn equal_texts_and_no_texts_have_nothing_that_stands_out() {
        let same = [Counts { here: 30, rest: 60 }, Counts { here: 70, rest: 140 }];
        assert!(z_scores(&same).iter().all(|z| z.abs() < 1e-9));
        assert_eq!(z_scores(&[Counts { here: 30, rest: 0 }]), [0.0]);
        assert!(z_scores(&[]).is_empty());
    }
}
