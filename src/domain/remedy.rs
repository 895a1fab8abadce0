//! What customers ask for and what they get: kinds of remedy, and compensation as exact money.

use bigdecimal::{BigDecimal, num_traits::Signed as _};

use serde::{Deserialize, Serialize};

use super::money::{BadAmount, BadCurrency, Currency, WHOLE_DIGITS, parse_amount};

coded! {
    /// What mends a discontent. The claims of consumer law come first (ЗоЗПП, articles 18 and 29), then what is usual.
    pub enum Remedy {
        /// The money back.
        Refund = "refund",
        /// Another one of the same.
        Replacement = "replacement",
        /// The thing mended.
        Repair = "repair",
        /// A part of the price back.
        PriceReduction = "price_reduction",
        /// The service done anew.
        Redo = "redo",
        /// Money for what the failure cost.
        Compensation = "compensation",
        /// Something to buy with later.
        Voucher = "voucher",
        /// Words of regret.
        Apology = "apology",
        /// Words of reason.
        Explanation = "explanation",
        /// Nothing in particular.
        Nothing = "nothing",
        /// Anything else; the words say what.
        Other = "other",
    }
}

impl Remedy {
    /// Whether it is worth a sum, so that the sum must be known once it is given.
    #[must_use]
    pub const fn is_money(self) -> bool {
        matches!(self, Self::Refund | Self::PriceReduction | Self::Compensation | Self::Voucher)
    }
}

/// Digits after the decimal point of a compensation: what is paid is paid in hundredths.
pub const DECIMALS: u32 = 2;

/// What was paid to a customer, exact, never negative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Compensation {
    amount: BigDecimal,
    currency: Currency,
}

/// Why something is no compensation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadCompensation {
    /// Not an amount.
    #[error(transparent)]
    Amount(#[from] BadAmount),
    /// Customers are not charged for complaining.
    #[error("less than nothing")]
    Negative,
    /// Not a currency.
    #[error(transparent)]
    Currency(#[from] BadCurrency),
}

impl Compensation {
    /// Reads an amount and its currency as people type them; nothing where no amount is given, whatever the currency.
    ///
    /// # Errors
    /// [`BadCompensation`]: no amount, a negative one, more than hundredths (nothing is rounded silently), no currency.
    pub fn parse(amount: &str, currency: &str) -> Result<Option<Self>, BadCompensation> {
        let amount = match parse_amount(amount) {
            Err(BadAmount::Empty) => return Ok(None),
            other => other?,
        };
        if amount.is_negative() {
            return Err(BadCompensation::Negative);
        }
        let paid = amount.with_scale(i64::from(DECIMALS));
        if paid != amount {
            let found = u32::try_from(amount.normalized().fractional_digit_count()).unwrap_or(u32::MAX);
            return Err(BadAmount::TooPrecise { found, limit: DECIMALS }.into());
        }
        Ok(Some(Self { amount: paid, currency: Currency::parse(currency)? }))
    }

    /// As it is kept: none where either part is missing or is none.
    #[must_use]
    pub fn stored(amount: Option<&BigDecimal>, currency: Option<&str>) -> Option<Self> {
        Self::parse(&amount?.to_plain_string(), currency?).ok().flatten()
    }

    /// How much.
    #[must_use]
    pub const fn amount(&self) -> &BigDecimal {
        &self.amount
    }

    /// Of what.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }
}

/// `1500.00 RUB`, as the history keeps it.
impl std::fmt::Display for Compensation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.amount.to_plain_string(), self.currency)
    }
}

impl std::str::FromStr for Compensation {
    type Err = BadCompensation;

    fn from_str(text: &str) -> Result<Self, BadCompensation> {
        let (amount, currency) = text.rsplit_once(' ').unwrap_or((text, ""));
        Self::parse(amount, currency)?.ok_or(BadCompensation::Amount(BadAmount::Empty))
    }
}

impl TryFrom<String> for Compensation {
    type Error = BadCompensation;

    fn try_from(text: String) -> Result<Self, BadCompensation> {
        text.parse()
    }
}

impl From<Compensation> for String {
    fn from(paid: Compensation) -> Self {
        paid.to_string()
    }
}

/// The column is `numeric(14, 2)`: what [`Compensation::parse`] admits fits it.
const _: () = assert!(WHOLE_DIGITS + DECIMALS <= 14);

#[cfg(test)]
mod tests {
    use super::*;

    fn read(amount: &str, currency: &str) -> Result<Option<String>, BadCompensation> {
        Compensation::parse(amount, currency).map(|paid| paid.map(|paid| paid.to_string()))
    }

    #[test]
    fn sums_are_read_exactly_in_every_manner() {
        for (typed, kept) in [
            ("1500", "1500.00 RUB"),
            ("1 500,5", "1500.50 RUB"),
            ("1\u{a0}500,50", "1500.50 RUB"),
            ("1,500.50", "1500.50 RUB"),
            ("0", "0.00 RUB"),
            ("10.5000", "10.50 RUB"),
            ("999999999999.99", "999999999999.99 RUB"),
        ] {
            assert_eq!(read(typed, " rub"), Ok(Some(kept.to_owned())), "{typed}");
            assert_eq!(kept.parse::<Compensation>().map(|paid| paid.to_string()), Ok(kept.to_owned()));
        }
        assert_eq!(read("  ", "RUB"), Ok(None));
        assert_eq!(read("", "nonsense"), Ok(None));
    }

    #[test]
    fn what_is_no_sum_is_refused() {
        assert_eq!(read("-1", "RUB"), Err(BadCompensation::Negative));
        assert!(matches!(
            read("0.125", "RUB"),
            Err(BadCompensation::Amount(BadAmount::TooPrecise { found: 3, limit: 2 }))
        ));
        assert!(matches!(read("много", "RUB"), Err(BadCompensation::Amount(_))));
        assert!(matches!(read("1,234", "RUB"), Err(BadCompensation::Amount(BadAmount::Ambiguous { .. }))));
        assert!(matches!(read("5", "₽"), Err(BadCompensation::Currency(_))));
        assert!("5".parse::<Compensation>().is_err());
    }

    #[test]
    fn what_is_worth_a_sum() {
        let money: Vec<_> = Remedy::all().iter().filter(|one| one.is_money()).map(|one| one.code()).collect();
        assert_eq!(money, ["refund", "price_reduction", "compensation", "voucher"]);
    }
}
