//! Amounts as files and people write them, kept exactly, and their currency.

use bigdecimal::BigDecimal;
use bigdecimal::num_bigint::BigInt;
use serde::{Deserialize, Serialize};

use super::text;

/// Digits after the decimal point that are kept.
pub const DECIMALS: u32 = 4;
/// Digits before it: amounts under 10¹².
pub const WHOLE_DIGITS: u32 = 12;

/// Why something is not an amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadAmount {
    /// Nothing was given.
    #[error("no amount")]
    Empty,
    /// Letters, signs or groups that make no number.
    #[error("`{found}` is not an amount")]
    NotANumber {
        /// What was given, shortened.
        found: String,
    },
    /// `1,234` is a thousand for one and a decimal for another.
    #[error("`{found}` may mean thousands or a decimal")]
    Ambiguous {
        /// What was given, shortened.
        found: String,
    },
    /// More decimals than are kept; nothing is rounded silently.
    #[error("{found} decimals, {limit} are kept")]
    TooPrecise {
        /// Decimals given.
        found: u32,
        /// Decimals kept.
        limit: u32,
    },
    /// More than a purchase can cost.
    #[error("{found} digits before the decimal point, {limit} are allowed")]
    TooLarge {
        /// Digits given.
        found: u32,
        /// Digits allowed.
        limit: u32,
    },
}

/// Reads an amount exactly.
///
/// | written | means |
/// | --- | --- |
/// | `1234.5`, `-3`, `0.125` | the point is decimal, as programs write it |
/// | `1234,5`, `1 234,50` | the comma is decimal, thousands by blanks (also narrow and no-break) or apostrophes |
/// | `1,234.50`, `1.234,50` | where both occur, the last one is decimal |
/// | `1,234,567` | repeated, so thousands |
/// | `1,234` | refused: one reader's thousand is another's decimal |
///
/// Thousands must come in threes. A minus stands before; no plus, no currency.
///
/// # Errors
/// [`BadAmount`] with what was found.
pub fn parse_amount(text: &str) -> Result<BigDecimal, BadAmount> {
    let text = text.trim();
    if text.is_empty() {
        return Err(BadAmount::Empty);
    }
    let unsigned = text.strip_prefix(['-', '\u{2212}']);
    let digits = unsigned.unwrap_or(text);
    let (whole, decimals) = parts(digits).map_err(|slip| slip.about(text))?;

    let mut number: i64 = 0;
    let mut wholes = 0;
    for digit in whole.bytes().filter(u8::is_ascii_digit).skip_while(|digit| *digit == b'0') {
        wholes += 1;
        if wholes <= WHOLE_DIGITS {
            number = number * 10 + i64::from(digit - b'0');
        }
    }
    if wholes > WHOLE_DIGITS {
        return Err(BadAmount::TooLarge { found: wholes, limit: WHOLE_DIGITS });
    }
    let mut scale: u32 = 0;
    for digit in decimals.bytes() {
        scale += 1;
        if scale <= DECIMALS {
            number = number * 10 + i64::from(digit - b'0');
        }
    }
    if scale > DECIMALS {
        return Err(BadAmount::TooPrecise { found: scale, limit: DECIMALS });
    }
    let number = if unsigned.is_some() { -number } else { number };
    Ok(BigDecimal::new(BigInt::from(number), i64::from(scale)))
}

/// What [`parts`] stumbled over.
enum Slip {
    NotANumber,
    Ambiguous,
}

impl Slip {
    fn about(self, text: &str) -> BadAmount {
        let found = text::one_line(text, 40);
        match self {
            Self::NotANumber => BadAmount::NotANumber { found },
            Self::Ambiguous => BadAmount::Ambiguous { found },
        }
    }
}

/// Splits into the whole part (thousands still in it, but in threes) and the decimals (digits only).
fn parts(text: &str) -> Result<(&str, &str), Slip> {
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, decimals) = match (text.rfind('.'), text.rfind(',')) {
        (None, None) => (text, None),
        (Some(point), None) | (None, Some(point)) if text.find(['.', ',']) != Some(point) => (text, None),
        (Some(point), None) => split(text, point),
        (None, Some(comma)) => {
            let (whole, decimals) = split(text, comma);
            // A leading zero or a fourth digit can't be a group of thousands.
            let might_group = (1..=3).contains(&whole.len()) && all_digits(whole) && !whole.starts_with('0');
            if might_group && decimals.is_some_and(|decimals| decimals.len() == 3 && all_digits(decimals)) {
                return Err(Slip::Ambiguous);
            }
            (whole, decimals)
        }
        (Some(point), Some(comma)) => split(text, point.max(comma)),
    };
    let sound =
        grouped(whole) && decimals.is_none_or(|decimals| !decimals.is_empty() && all_digits(decimals));
    if sound { Ok((whole, decimals.unwrap_or_default())) } else { Err(Slip::NotANumber) }
}

fn split(text: &str, at: usize) -> (&str, Option<&str>) {
    text.split_at_checked(at).map_or((text, None), |(whole, rest)| (whole, rest.get(1..)))
}

/// Plain digits, or one to three of them followed by threes, all set apart by the same sign.
fn grouped(whole: &str) -> bool {
    if whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return !whole.is_empty();
    }
    let is_digit = |c: char| c.is_ascii_digit();
    let Some(sign) = whole.chars().find(|c| !is_digit(*c)) else { return false };
    if !matches!(sign, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '\u{2019}' | ',' | '.') {
        return false;
    }
    let mut groups = whole.split(sign);
    groups.next().is_some_and(|first| (1..=3).contains(&first.len()) && first.chars().all(is_digit))
        && groups.all(|group| group.len() == 3 && group.chars().all(is_digit))
}

/// An ISO 4217 code: three upper-case letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

/// Not a currency code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is not a currency code like RUB")]
pub struct BadCurrency {
    /// What was given, shortened.
    pub found: String,
}

impl Currency {
    /// The Russian rouble, the default.
    pub const RUB: Self = Self(*b"RUB");

    /// Reads a code in any case; surrounding blanks don't matter.
    ///
    /// # Errors
    /// [`BadCurrency`] with what was given.
    pub fn parse(code: &str) -> Result<Self, BadCurrency> {
        match code.trim().as_bytes() {
            [a, b, c] if [a, b, c].iter().all(|letter| letter.is_ascii_alphabetic()) => {
                Ok(Self([*a, *b, *c].map(|letter| letter.to_ascii_uppercase())))
            }
            _ => Err(BadCurrency { found: text::one_line(code, 40) }),
        }
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Always three ASCII letters, see `parse`.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl Default for Currency {
    fn default() -> Self {
        Self::RUB
    }
}

impl std::fmt::Display for Currency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.as_str().to_owned()
    }
}

impl TryFrom<String> for Currency {
    type Error = BadCurrency;

    fn try_from(code: String) -> Result<Self, BadCurrency> {
        Self::parse(&code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, BadAmount> {
        parse_amount(text).map(|amount| amount.to_plain_string())
    }

    #[test]
    fn amounts_are_read_exactly_in_every_manner() {
        for (written, meant) in [
            ("1234.5", "1234.5"),
            ("1 234,50", "1234.50"),
            ("1\u{a0}234\u{a0}567,50", "1234567.50"),
            ("1\u{202f}234,5", "1234.5"),
            ("1,234.50", "1234.50"),
            ("1.234,50", "1234.50"),
            ("1,234,567", "1234567"),
            ("1.234.567", "1234567"),
            ("1,234,567.8912", "1234567.8912"),
            ("1'234.50", "1234.50"),
            ("-15", "-15"),
            ("\u{2212}1 000", "-1000"),
            ("0", "0"),
            ("007", "7"),
            ("0.0001", "0.0001"),
            ("0,125", "0.125"),
            ("1234,567", "1234.567"),
            ("1 234,567", "1234.567"),
            ("139.128", "139.128"),
            ("999999999999.9999", "999999999999.9999"),
            (" 12 ", "12"),
        ] {
            assert_eq!(read(written), Ok(meant.to_owned()), "{written}");
        }
    }

    #[test]
    fn the_ambiguous_is_refused() {
        for text in ["1,234", "12,345", "-123,456"] {
            assert_eq!(read(text), Err(BadAmount::Ambiguous { found: text.to_owned() }));
        }
    }

    #[test]
    fn what_is_no_amount_is_refused_with_what_was_found() {
        assert_eq!(read("  "), Err(BadAmount::Empty));
        assert_eq!(read("1.23456"), Err(BadAmount::TooPrecise { found: 5, limit: 4 }));
        assert_eq!(read("1000000000000"), Err(BadAmount::TooLarge { found: 13, limit: 12 }));
        assert_eq!(read(&"9".repeat(5000)), Err(BadAmount::TooLarge { found: 5000, limit: 12 }));
        for text in [
            "abc",
            "-",
            ".",
            ",",
            "5.",
            ".5",
            "1e5",
            "NaN",
            "inf",
            "+5",
            "--5",
            "12 34",
            "1 23,4",
            "1,23,456",
            "1,234 567",
            "1 234 56",
            "1.2.3",
            "1.234,5,6",
            "1.234.56,7",
            "1 234.567 890",
            "5 руб",
            "$5",
            "１２",
            "1,,234",
            " ,5",
            "0x10",
            "1_000",
        ] {
            assert_eq!(read(text), Err(BadAmount::NotANumber { found: text.trim().to_owned() }), "{text}");
        }
    }

    #[test]
    fn currencies_are_three_letters() {
        assert_eq!(Currency::parse(" rub "), Ok(Currency::RUB));
        assert_eq!(Currency::parse("EUR").map(|code| code.to_string()), Ok("EUR".to_owned()));
        for code in ["", "RU", "RUBL", "₽", "R1B", "ру"] {
            assert!(Currency::parse(code).is_err(), "{code}");
        }
    }
}
