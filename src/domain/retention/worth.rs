//! What customers bring, and what is lost with them.

use std::ops::AddAssign;

use bigdecimal::{BigDecimal, RoundingMode};

/// Months ahead that the money of the lost is reckoned for.
pub const HORIZON: u32 = 12;

/// What some customers bought in one currency while they were customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Worth {
    /// How many of them bought anything in it.
    pub customers: u64,
    /// Ten-thousandths of the unit; returns are taken off.
    pub revenue: i128,
    /// Purchases, without returns.
    pub receipts: u64,
    /// Calendar months from each one's first to last purchase, both counted, added up.
    pub months: u64,
}

impl AddAssign for Worth {
    fn add_assign(&mut self, other: Self) {
        self.customers += other.customers;
        self.revenue += other.revenue;
        self.receipts += other.receipts;
        self.months += other.months;
    }
}

/// Ten-thousandths as an amount.
#[must_use]
pub fn amount(ten_thousandths: i128) -> BigDecimal {
    BigDecimal::new(ten_thousandths.into(), 4)
}

/// An amount with two decimals, halves away from nought.
#[must_use]
pub fn hundredths(amount: &BigDecimal) -> BigDecimal {
    amount.with_scale_round(2, RoundingMode::HalfUp)
}

/// What is lost with customers: lost × average receipt × payments expected of each.
#[must_use]
pub fn money_churn(lost: u64, receipt: &BigDecimal, payments: &BigDecimal) -> BigDecimal {
    BigDecimal::from(lost) * receipt * payments
}

/// What a customer brings over their life: S × C × P × t, average receipt × purchases a month × margin × months.
#[must_use]
pub fn lifetime_value(
    receipt: &BigDecimal,
    purchases: &BigDecimal,
    margin: &BigDecimal,
    months: &BigDecimal,
) -> BigDecimal {
    receipt * purchases * margin * months
}

impl Worth {
    /// S: revenue of a purchase.
    #[must_use]
    pub fn receipt(&self) -> Option<BigDecimal> {
        (self.receipts > 0).then(|| amount(self.revenue) / BigDecimal::from(self.receipts))
    }

    /// C: purchases of a customer in a month of their life.
    #[must_use]
    pub fn purchases(&self) -> Option<BigDecimal> {
        (self.months > 0).then(|| BigDecimal::from(self.receipts) / BigDecimal::from(self.months))
    }

    /// t: months of a life, on average.
    #[must_use]
    pub fn life(&self) -> Option<BigDecimal> {
        (self.customers > 0).then(|| BigDecimal::from(self.months) / BigDecimal::from(self.customers))
    }

    /// The money lost when these customers are: see [`money_churn`], with the payments of [`HORIZON`] months at the pace
    /// of their life so far. Two decimals.
    #[must_use]
    pub fn lost(&self) -> BigDecimal {
        let payments = self.purchases().map(|purchases| purchases * BigDecimal::from(HORIZON));
        let lost = self.receipt().zip(payments);
        hundredths(&lost.map_or_else(BigDecimal::default, |(receipt, payments)| {
            money_churn(self.customers, &receipt, &payments)
        }))
    }

    /// [`lifetime_value`] at a margin in per cent; of the whole revenue where none is known. Two decimals.
    #[must_use]
    pub fn lifetime_value(&self, margin: Option<u8>) -> Option<BigDecimal> {
        let margin = amount(i128::from(margin.unwrap_or(100)) * 100);
        let value = lifetime_value(&self.receipt()?, &self.purchases()?, &margin, &self.life()?);
        Some(hundredths(&value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> BigDecimal {
        text.parse().unwrap()
    }

    #[test]
    fn money_churn_200_by_2000_by_6_is_2_400_000() {
        assert_eq!(money_churn(200, &number("2000"), &number("6")), number("2400000"));
        // 200 customers of one purchase of 2000 every second month: six payments in twelve months.
        let worth = Worth { customers: 200, revenue: 2000 * 10_000 * 600, receipts: 600, months: 1200 };
        assert_eq!(worth.lost(), number("2400000.00"));
    }

    #[test]
    fn ltv_2000_by_1_5_by_0_2_by_24_is_14_400() {
        let value = lifetime_value(&number("2000"), &number("1.5"), &number("0.2"), &number("24"));
        assert_eq!(value, number("14400"));
        let worth = Worth { customers: 1, revenue: 2000 * 10_000 * 36, receipts: 36, months: 24 };
        assert_eq!(worth.lifetime_value(Some(20)), Some(number("14400.00")));
        assert_eq!(worth.lifetime_value(None), Some(number("72000.00")));
    }
}
