//! Many comparisons at once: of twenty stores one differs 'significantly' by chance alone, unless the test is corrected.

/// Adjusted p-values by Holm's step-down method: comparing each with 0.05 keeps the chance of any false alarm among all
/// of them at 5 %, however they depend on one another.
///
/// In order of size, `p₍ᵢ₎ · (m − i + 1)`, never less than the one before and never more than 1.
/// Source: S. Holm, A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6 (1979).
#[must_use]
pub fn holm(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    let at = |place: usize| values.get(place).copied().unwrap_or(1.0);
    order.sort_by(|one, other| at(*one).total_cmp(&at(*other)));
    let mut adjusted = vec![1.0; values.len()];
    let mut least = 0.0_f64;
    for (rank, place) in order.into_iter().enumerate() {
        let left = u32::try_from(values.len() - rank).map_or(f64::MAX, f64::from);
        least = least.max((at(place) * left).min(1.0));
        if let Some(slot) = adjusted.get_mut(place) {
            *slot = least;
        }
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example_of_the_method() {
        // As R's p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") has it.
        let found = holm(&[0.01, 0.04, 0.03, 0.005]);
        for (found, wanted) in found.iter().zip([0.03, 0.06, 0.06, 0.02]) {
            assert!((found - wanted).abs() < 1e-12, "{found} {wanted}");
        }
        assert!(holm(&[]).is_empty());
        assert_eq!(holm(&[0.2]), [0.2]);
    }
}
