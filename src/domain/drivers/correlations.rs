//! Correlations of complete answers, and how much of the score some of the parameters explain together.

use crate::domain::facts::Moments;

/// The correlations of some numbers with one another; the first of them is what is explained.
#[derive(Debug, Clone, PartialEq)]
pub struct Correlations {
    /// How many facts they are of.
    pub n: f64,
    size: usize,
    matrix: Vec<f64>,
    constant: Vec<bool>,
}

/// Below this, what the others leave of a parameter is only what computers lose in rounding.
const NOTHING: f64 = 1e-9;

impl Correlations {
    /// Of moments as [`Moments`] has them, of `size` numbers; none of fewer than two facts.
    ///
    /// `r = (n Σxy − Σx Σy) / √((n Σx² − (Σx)²) (n Σy² − (Σy)²))`. Sums are whole numbers, so a constant is seen exactly.
    #[must_use]
    pub fn of(moments: &[f64], size: usize) -> Option<Self> {
        let at = |place: usize| moments.get(place).copied().unwrap_or(0.0);
        let n = at(0);
        if n < 2.0 || size == 0 {
            return None;
        }
        let spread =
            |one: usize, other: usize| n * at(Moments::place(size, one, other)) - at(1 + one) * at(1 + other);
        let constant: Vec<bool> =
            (0..size).map(|one| spread(one, one) <= 1e-12 * n * at(Moments::place(size, one, one))).collect();
        let is_constant = |one: usize| constant.get(one).copied().unwrap_or(true);
        let mut matrix = Vec::with_capacity(size * size);
        for one in 0..size {
            for other in 0..size {
                matrix.push(if one == other {
                    1.0
                } else if is_constant(one) || is_constant(other) {
                    0.0
                } else {
                    (spread(one, other) / (spread(one, one).sqrt() * spread(other, other).sqrt()))
                        .clamp(-1.0, 1.0)
                });
            }
        }
        Some(Self { n, size, matrix, constant })
    }

    /// The correlation of two of them; nought where either is constant.
    #[must_use]
    pub fn between(&self, one: usize, other: usize) -> f64 {
        self.matrix.get(one * self.size + other).copied().unwrap_or(0.0)
    }

    /// Whether all facts have the same of this number.
    #[must_use]
    pub fn is_constant(&self, one: usize) -> bool {
        self.constant.get(one).copied().unwrap_or(true)
    }

    /// The mean of the correlations of these with one another; none of fewer than two.
    #[must_use]
    pub fn mean_between(&self, these: &[usize]) -> Option<f64> {
        let pairs: Vec<f64> = these
            .iter()
            .enumerate()
            .flat_map(|(place, one)| these.iter().skip(place + 1).map(move |other| (*one, *other)))
            .map(|(one, other)| self.between(one, other))
            .collect();
        let count = f64::from(u32::try_from(pairs.len()).unwrap_or(u32::MAX));
        (!pairs.is_empty()).then(|| pairs.iter().sum::<f64>() / count)
    }

    /// The variance inflation factor of a parameter beside others, `1 / (1 − R²)` of it on them; none where they tell it
    /// exactly.
    #[must_use]
    pub fn inflation(&self, of: usize, others: &[usize]) -> Option<f64> {
        let mut factor = Factor::new(self);
        others.iter().filter(|other| **other != of).for_each(|other| {
            factor.push(*other);
        });
        let left = factor.left(of);
        (left > NOTHING).then(|| 1.0 / left)
    }
}

/// Parameters taken in one after another: the Cholesky factor of their correlations, and what each added to R².
#[derive(Debug)]
pub struct Factor<'a> {
    of: &'a Correlations,
    members: Vec<usize>,
    /// The rows of the factor, one behind the other: the first has one number, the second two.
    rows: Vec<f64>,
    /// The scores of the factor: their squares are what each member adds.
    scores: Vec<f64>,
}

impl<'a> Factor<'a> {
    /// Of no parameters yet.
    #[must_use]
    pub const fn new(of: &'a Correlations) -> Self {
        Self { of, members: Vec::new(), rows: Vec::new(), scores: Vec::new() }
    }

    /// Takes a parameter in and answers what it adds to R²; one that those before it tell exactly adds nothing and is
    /// left out, so nothing is ever divided by nought. Whether it was taken in is the second.
    pub fn push(&mut self, parameter: usize) -> (f64, bool) {
        let from = self.rows.len();
        let left = self.row(parameter);
        if left <= NOTHING || self.of.is_constant(parameter) {
            self.rows.truncate(from);
            return (0.0, false);
        }
        let row = self.rows.get(from..).unwrap_or_default();
        let told: f64 = row.iter().zip(&self.scores).map(|(one, other)| one * other).sum();
        let score = (self.of.between(0, parameter) - told) / left.sqrt();
        self.rows.push(left.sqrt());
        self.scores.push(score);
        self.members.push(parameter);
        (score * score, true)
    }

    /// Takes the last one out again.
    pub fn pop(&mut self) {
        self.rows.truncate(self.rows.len() - self.members.len().min(self.rows.len()));
        self.members.pop();
        self.scores.pop();
    }

    /// What its members leave of the variance of a parameter.
    #[must_use]
    pub fn left(&mut self, parameter: usize) -> f64 {
        let from = self.rows.len();
        let left = self.row(parameter);
        self.rows.truncate(from);
        left
    }

    /// Writes a row of the factor behind the others, without its last number, and answers the square of that.
    fn row(&mut self, parameter: usize) -> f64 {
        let (from, mut start, mut left) = (self.rows.len(), 0, 1.0);
        for place in 0..self.members.len() {
            let member = self.members.get(place).copied().unwrap_or(0);
            let (known, new) = self.rows.split_at(from);
            let row = known.get(start..=start + place).unwrap_or_default();
            let told: f64 = row.iter().zip(new).map(|(one, other)| one * other).sum();
            let pivot = row.last().copied().unwrap_or(1.0);
            let number = (self.of.between(member, parameter) - told) / pivot;
            left -= number * number;
            self.rows.push(number);
            start += place + 1;
        }
        left
    }

    /// The standardised coefficients of its members, each with its parameter.
    #[must_use]
    pub fn coefficients(&self) -> Vec<(usize, f64)> {
        let mut found: Vec<f64> = vec![0.0; self.members.len()];
        let number = |row: usize, column: usize| self.rows.get(row * (row + 1) / 2 + column).copied();
        for place in (0..self.members.len()).rev() {
            let told: f64 = found
                .iter()
                .enumerate()
                .skip(place + 1)
                .map(|(row, found)| number(row, place).unwrap_or(0.0) * found)
                .sum();
            let score = self.scores.get(place).copied().unwrap_or(0.0);
            if let Some(slot) = found.get_mut(place) {
                *slot = (score - told) / number(place, place).unwrap_or(1.0);
            }
        }
        self.members.iter().copied().zip(found).collect()
    }
}
