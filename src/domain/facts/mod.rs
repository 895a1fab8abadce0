//! Facts: what reports are counted from. One fact is one answer, departure, complaint or invitation with the dimensions
//! it can be cut by; the facts of a day are kept together, field by field, so that a figure over any cut reads a few
//! bytes of each fact and nothing else.

mod codes;
mod column;
mod condition;
mod day;
mod kept;
mod measure;
mod sums;

use std::borrow::Cow;

use chrono::NaiveDate;

pub(in crate::domain) use codes::Codes;
pub use column::{BadColumn, Column, Value};
pub use condition::{BadCondition, Condition, Test};
pub use day::{DAY, Day};
pub use kept::{INVITATION_FLAGS, Layout, Monthly, fields_read, rating_field, rating_of};
pub use measure::{Measure, Moments};
pub use sums::{Key, Sums};

coded! {
    /// What the facts are of.
    pub enum Subject {
        /// Answers, by the day they were first given; withdrawn ones are none.
        Answers = "answers",
        /// Departures, by the day the customer left.
        Departures = "departures",
        /// Complaints, by the day they were opened; duplicates are none.
        Complaints = "complaints",
        /// Invitations, by the day they are due to leave.
        Invitations = "invitations",
        /// Customers with all they bought: kept as histories (see [`super::history`]), not as facts of days.
        Customers = "customers",
    }
}

/// The name of a field of a fact, such as `nps`, `store` or `rating:delivery:0-10`.
pub type Field = Cow<'static, str>;

/// One fact, as it is put into its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The key of the row it was made from.
    pub id: i64,
    /// Its day in the company's zone.
    pub day: NaiveDate,
    /// What is known of it; a field that is absent is not named.
    pub fields: Vec<(Field, Value)>,
}

/// The longest word a fact keeps, in bytes: longer names are cut, so that any can be a key of an index.
pub const LONGEST_WORD: usize = 200;

impl Fact {
    /// A fact of which nothing is known yet.
    #[must_use]
    pub const fn new(id: i64, day: NaiveDate) -> Self {
        Self { id, day, fields: Vec::new() }
    }

    /// Adds a word, if there is one.
    pub fn word(&mut self, field: impl Into<Field>, word: Option<&str>) {
        if let Some(word) = word.filter(|word| !word.is_empty()) {
            self.fields.push((field.into(), Value::Word(kept(word).to_owned())));
        }
    }

    /// Adds a number, if there is one.
    pub fn number(&mut self, field: impl Into<Field>, number: Option<i64>) {
        if let Some(number) = number {
            self.fields.push((field.into(), Value::Number(number)));
        }
    }
}

/// A word as facts keep it.
#[must_use]
pub fn kept(word: &str) -> &str {
    word.get(..word.floor_char_boundary(LONGEST_WORD)).unwrap_or(word)
}
