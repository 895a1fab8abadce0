//! What a customer is worth to the company: classes A, B and C by revenue.

use bigdecimal::{BigDecimal, Zero};

coded! {
    /// The class of a customer, the most valuable first.
    ///
    /// ABC analysis after Pareto, with the cuts of the product: the customers who bring the first 75 % of the revenue are
    /// A, those of the next 20 % B, those of the last 5 % C.
    pub enum ValueClass {
        /// Of those who bring the first 75 %.
        A = "A",
        /// Of those who bring the next 20 %.
        B = "B",
        /// Of those who bring the last 5 %.
        C = "C",
    }
}

/// Months of purchases that count, back from the moment of grading.
pub const MONTHS: u32 = 12;
/// Per cent of the revenue before which a customer stands to be of class A.
pub const UP_TO_A: u8 = 75;
/// Per cent of the revenue before which a customer stands to be of class A or B.
pub const UP_TO_B: u8 = 95;

/// The class of each revenue; revenues are sums of a customer's purchases in units of one currency, the greatest first.
///
/// With `before` the sum of all revenues greater than this one and `total` the sum of all that are positive:
///
/// ```text
/// A  where before / total < 0.75,    B  where before / total < 0.95,    C  otherwise
/// ```
///
/// So the greatest customer is always A, and whoever spent the same is of the same class, in whatever order they come.
/// A revenue that is not positive (more was returned than bought) is C and is no part of the total.
#[must_use]
pub fn classes(revenues: &[BigDecimal]) -> Vec<ValueClass> {
    let total: BigDecimal = revenues.iter().filter(|revenue| **revenue > BigDecimal::zero()).sum();
    let cut = |per_cent: u8| &total * BigDecimal::from(per_cent) / BigDecimal::from(100);
    let (up_to_a, up_to_b) = (cut(UP_TO_A), cut(UP_TO_B));
    let mut before = BigDecimal::zero();
    let mut classes = Vec::with_capacity(revenues.len());
    for equal in revenues.chunk_by(|one, next| one == next) {
        let positive = equal.first().is_some_and(|revenue| *revenue > BigDecimal::zero());
        let class = if positive && before < up_to_a {
            ValueClass::A
        } else if positive && before < up_to_b {
            ValueClass::B
        } else {
            ValueClass::C
        };
        classes.extend(equal.iter().map(|_| class));
        before += equal.iter().sum::<BigDecimal>();
    }
    classes
}

/// From which revenue on a customer is of class A, and of class A or B, by the rule of [`classes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ClassCuts {
    a: Option<i128>,
    b: Option<i128>,
}

impl ClassCuts {
    /// Of the revenues of all customers in any order, in ten-thousandths of one currency.
    #[must_use]
    pub fn of(mut revenues: Vec<i128>) -> Self {
        revenues.sort_unstable_by(|one, other| other.cmp(one));
        let total: i128 = revenues.iter().filter(|revenue| **revenue > 0).sum();
        let mut cuts = Self::default();
        let mut before: i128 = 0;
        for equal in revenues.chunk_by(|one, next| one == next) {
            let Some(revenue) = equal.first().copied().filter(|revenue| *revenue > 0) else { break };
            if before * 100 < total * i128::from(UP_TO_A) {
                cuts.a = Some(revenue);
            }
            if before * 100 < total * i128::from(UP_TO_B) {
                cuts.b = Some(revenue);
            }
            before += equal.iter().sum::<i128>();
        }
        cuts
    }

    /// The class of a revenue.
    #[must_use]
    pub fn class(&self, revenue: i128) -> ValueClass {
        let reaches = |cut: Option<i128>| cut.is_some_and(|cut| revenue >= cut);
        match (reaches(self.a), reaches(self.b)) {
            (true, _) => ValueClass::A,
            (false, true) => ValueClass::B,
            (false, false) => ValueClass::C,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(revenues: &[i64]) -> String {
        let revenues: Vec<BigDecimal> = revenues.iter().copied().map(BigDecimal::from).collect();
        classes(&revenues).into_iter().map(ValueClass::code).collect()
    }

    #[test]
    fn the_first_75_per_cent_are_a_the_next_20_b_the_last_5_c() {
        assert_eq!(of(&[50, 25, 15, 5, 3, 2]), "AABBCC");
        // The one who crosses a cut still belongs to the better class.
        assert_eq!(of(&[60, 30, 6, 4]), "AABC");
        assert_eq!(of(&[90, 10]), "AB");
        assert_eq!(of(&[100]), "A");
        assert_eq!(of(&[]), "");
    }

    #[test]
    fn equal_customers_are_of_equal_class() {
        assert_eq!(of(&[70, 10, 10, 10]), "AAAA");
        assert_eq!(of(&[80, 10, 5, 5]), "ABBB");
        assert_eq!(of(&[85, 11, 2, 2]), "ABCC");
        assert_eq!(of(&[10, 10, 10]), "AAA");
    }

    #[test]
    fn cuts_give_the_classes_of_the_list() {
        for revenues in [
            &[50, 25, 15, 5, 3, 2][..],
            &[60, 30, 6, 4],
            &[70, 10, 10, 10],
            &[80, 10, 5, 5],
            &[85, 11, 2, 2],
            &[75, 20, 5, 0, -500],
            &[0, -1],
            &[],
        ] {
            let cuts = ClassCuts::of(revenues.iter().rev().copied().map(i128::from).collect());
            let classes: String =
                revenues.iter().map(|revenue| cuts.class((*revenue).into()).code()).collect();
            assert_eq!(classes, of(revenues));
        }
    }

    #[test]
    fn returns_count_against_their_customer_and_nobody_else() {
        assert_eq!(of(&[75, 20, 5, 0, -500]), "ABCCC");
        assert_eq!(of(&[0, -1]), "CC");
    }
}
