//! Customers by revenue (ABC) and by regularity (XYZ), and how they moved between classes.

use std::collections::BTreeMap;

use crate::domain::{cut::View, rfm::Regularity, share::Share, value::ValueClass};

/// How many, and what they brought in ten-thousandths of the currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Brought {
    /// Customers.
    pub customers: u64,
    /// Purchases, without returns.
    pub receipts: u64,
    /// Revenue; returns are taken off.
    pub revenue: i128,
}

impl Brought {
    /// Counts one customer.
    pub fn add(&mut self, receipts: u64, revenue: i128) {
        *self += Self { customers: 1, receipts, revenue };
    }

    /// The share of a whole that its customers are.
    #[must_use]
    pub fn share(&self, all: &Self) -> Share {
        Share::new(self.customers, all.customers)
    }

    /// The share of a revenue as a fraction; none where the whole is not above nought. Exact to four decimals and more.
    #[must_use]
    pub fn revenue_share(&self, all: &Self) -> Option<f64> {
        let millionths = (all.revenue > 0).then(|| self.revenue * 1_000_000_000 / all.revenue)?;
        i32::try_from(millionths).ok().map(|millionths| f64::from(millionths) / 1e9)
    }
}

impl std::ops::AddAssign for Brought {
    fn add_assign(&mut self, other: Self) {
        self.customers += other.customers;
        self.receipts += other.receipts;
        self.revenue += other.revenue;
    }
}

/// From which class to which; none: did not buy then. Never none at both ends.
pub type Moves<T> = BTreeMap<(Option<T>, Option<T>), u64>;

/// ABC and XYZ of a view.
#[derive(Debug, Clone, PartialEq)]
pub struct AbcReport {
    /// What is counted.
    pub view: View,
    /// Per cent of variation up to which gaps are alike.
    pub regular: u8,
    /// The currency of the purchases; none where nobody bought.
    pub currency: Option<String>,
    /// How many customers bought in each currency, most first.
    pub currencies: Vec<(String, u64)>,
    /// All who bought.
    pub total: Brought,
    /// The same of the period compared with.
    pub before: Option<Brought>,
    /// By class and regularity.
    pub cells: BTreeMap<(ValueClass, Regularity), Brought>,
    /// From the class of the period compared with to that of now.
    pub abc: Moves<ValueClass>,
    /// From the regularity of the period compared with to that of now.
    pub xyz: Moves<Regularity>,
    /// By the dimension of the view and class, most customers first.
    pub groups: Vec<(String, BTreeMap<ValueClass, Brought>)>,
}

impl AbcReport {
    /// All of a class.
    #[must_use]
    pub fn class(&self, class: ValueClass) -> Brought {
        self.sum(|(one, _)| *one == class)
    }

    /// All of a regularity.
    #[must_use]
    pub fn regularity(&self, regularity: Regularity) -> Brought {
        self.sum(|(_, one)| *one == regularity)
    }

    fn sum(&self, keep: impl Fn(&(ValueClass, Regularity)) -> bool) -> Brought {
        let mut sum = Brought::default();
        self.cells.iter().filter(|(key, _)| keep(key)).for_each(|(_, brought)| sum += *brought);
        sum
    }

    /// Everybody of either period.
    #[must_use]
    pub fn everybody(&self) -> u64 {
        self.abc.values().sum()
    }
}

/// Sums of groups in the order of their customers, most first.
#[must_use]
pub fn ordered<K: Ord>(
    groups: BTreeMap<String, BTreeMap<K, Brought>>,
) -> Vec<(String, BTreeMap<K, Brought>)> {
    let customers = |sums: &BTreeMap<K, Brought>| sums.values().map(|sum| sum.customers).sum::<u64>();
    let mut groups: Vec<_> = groups.into_iter().filter(|(_, sums)| customers(sums) > 0).collect();
    groups.sort_by(|(one, a), (other, b)| customers(b).cmp(&customers(a)).then_with(|| one.cmp(other)));
    groups
}
