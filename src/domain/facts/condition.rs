//! Conditions: which facts of a cut a figure counted, written as part of an address.

use super::{Column, Day, kept};
use crate::domain::text::one_line;

/// What one field of a fact must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The field.
    pub field: String,
    /// What it must be.
    pub test: Test,
}

/// What a field must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// Anything at all.
    Present,
    /// Nothing.
    Absent,
    /// Just this word.
    Is(String),
    /// A number from the first to the last, both counted.
    Between(i64, i64),
    /// One of these numbers.
    Among(Vec<i64>),
}

/// Why words are not a condition.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a condition such as nps=0..6, reason=price or comment=*")]
pub struct BadCondition(String);

impl Condition {
    /// That a field holds anything.
    #[must_use]
    pub fn present(field: &str) -> Self {
        Self { field: field.to_owned(), test: Test::Present }
    }

    /// That a field holds nothing.
    #[must_use]
    pub fn absent(field: &str) -> Self {
        Self { field: field.to_owned(), test: Test::Absent }
    }

    /// That a field is a word; the empty word is none.
    #[must_use]
    pub fn is(field: &str, word: &str) -> Self {
        let test = if word.is_empty() { Test::Absent } else { Test::Is(kept(word).to_owned()) };
        Self { field: field.to_owned(), test }
    }

    /// That a field is a number in these bounds, both counted.
    #[must_use]
    pub fn between(field: &str, low: i64, high: i64) -> Self {
        Self { field: field.to_owned(), test: Test::Between(low, high) }
    }

    /// That a field is one of these numbers.
    #[must_use]
    pub fn among(field: &str, numbers: &[i64]) -> Self {
        match numbers {
            [one] => Self::between(field, *one, *one),
            many => Self { field: field.to_owned(), test: Test::Among(many.to_vec()) },
        }
    }

    /// Reads `nps=0..6`, `version=3,7`, `reason==price`, `comment=*`, `comment=-`; a word stands behind two signs, so that any can.
    ///
    /// # Errors
    /// [`BadCondition`] with what was found.
    pub fn parse(text: &str) -> Result<Self, BadCondition> {
        let bad = || BadCondition(one_line(text, 60));
        let (field, test) = text.split_once('=').ok_or_else(bad)?;
        if field.is_empty() || field.len() > 150 || text.contains('\0') {
            return Err(bad());
        }
        let test = match test {
            "*" => Test::Present,
            "-" => Test::Absent,
            word if word.starts_with('=') => Test::Is(kept(word.get(1..).unwrap_or_default()).to_owned()),
            numbers if numbers.contains(',') => Test::Among(
                numbers
                    .split(',')
                    .map(|number| number.parse().map_err(|_| bad()))
                    .collect::<Result<_, _>>()?,
            ),
            numbers => {
                let (low, high) = numbers.split_once("..").unwrap_or((numbers, numbers));
                let low = low.parse().map_err(|_| bad())?;
                let high = high.parse().map_err(|_| bad())?;
                if low > high {
                    return Err(bad());
                }
                Test::Between(low, high)
            }
        };
        Ok(Self { field: field.to_owned(), test })
    }

    /// Which facts of a day meet it, as a mask that is narrowed.
    pub fn narrow(&self, day: &Day, mask: &mut [bool]) {
        let of_none = matches!(self.test, Test::Absent);
        match day.column(&self.field) {
            None if of_none => {}
            None => mask.fill(false),
            Some(Column::Words { words, codes }) => match &self.test {
                Test::Present => codes.narrow(mask, |code| code > 0),
                Test::Absent => codes.narrow(mask, |code| code == 0),
                Test::Is(word) => {
                    let place = (1..).zip(words).find(|(_, known)| *known == word).map(|(place, _)| place);
                    codes.narrow(mask, |code| Some(code) == place);
                }
                Test::Between(..) | Test::Among(_) => mask.fill(false),
            },
            Some(Column::Numbers { base, codes }) => {
                let number = |code| base.checked_add_unsigned(code).filter(|_| code > 0);
                match &self.test {
                    Test::Present => codes.narrow(mask, |code| code > 0),
                    Test::Absent => codes.narrow(mask, |code| code == 0),
                    Test::Between(low, high) => {
                        codes.narrow(mask, |code| {
                            number(code).is_some_and(|one| (*low..=*high).contains(&one))
                        });
                    }
                    Test::Among(numbers) => {
                        codes.narrow(mask, |code| number(code).is_some_and(|one| numbers.contains(&one)));
                    }
                    Test::Is(_) => mask.fill(false),
                }
            }
        }
    }
}

impl std::fmt::Display for Condition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let field = &self.field;
        match &self.test {
            Test::Present => write!(f, "{field}=*"),
            Test::Absent => write!(f, "{field}=-"),
            Test::Is(word) => write!(f, "{field}=={word}"),
            Test::Between(low, high) if low == high => write!(f, "{field}={low}"),
            Test::Between(low, high) => write!(f, "{field}={low}..{high}"),
            Test::Among(numbers) => {
                let numbers: Vec<_> = numbers.iter().map(i64::to_string).collect();
                write!(f, "{field}={}", numbers.join(","))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_is_read_as_it_was_written() {
        for condition in [
            Condition::present("comment"),
            Condition::absent("comment"),
            Condition::is("store", "=*-..=7"),
            Condition::between("nps", 0, 6),
            Condition::between("rating:price:0-10", -1, -1),
            Condition::among("version", &[3, 7]),
            Condition::among("version", &[3]),
        ] {
            assert_eq!(Condition::parse(&condition.to_string()), Ok(condition.clone()), "{condition}");
        }
        for bad in ["", "nps", "=3", "nps=", "nps=6..0", "nps=1,", "nps=1,b", "nps=a..b", "a==\0"] {
            assert!(Condition::parse(bad).is_err(), "{bad}");
        }
    }
}
