//! Words that are ready to be sent, with fields that each complaint fills: `Здравствуйте, {{customer.name}}!` With changes
//! they are a macro.

mod changes;

pub use self::changes::{Assign, Breach, Changes, Ending, Part, Snooze, Then, Unit, Written};
use super::{
    remedy::BadCompensation,
    text::{Text, TooLong},
};

/// The longest title, in characters.
pub const LONGEST_TITLE: usize = 120;
/// What stands where a complaint has nothing for a field.
pub const GAP: &str = "«…»";

/// What a complaint can say of itself within ready words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The customer's name.
    CustomerName,
    /// The number of the complaint.
    ComplaintNumber,
    /// The number of the purchase, as the shop knows it.
    PurchaseNumber,
    /// Who writes.
    MyName,
    /// The company, as customers know it.
    Company,
    /// The day by which the complaint is to be resolved.
    Due,
}

impl Field {
    /// All of them, in the order in which they are explained.
    pub const ALL: [Self; 6] = [
        Self::CustomerName,
        Self::ComplaintNumber,
        Self::PurchaseNumber,
        Self::Due,
        Self::MyName,
        Self::Company,
    ];

    /// As it is written between the braces.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::CustomerName => "customer.name",
            Self::ComplaintNumber => "complaint.number",
            Self::PurchaseNumber => "purchase.number",
            Self::MyName => "me.name",
            Self::Company => "company",
            Self::Due => "due",
        }
    }

    fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.code() == code)
    }
}

/// What is wrong with ready words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// Nothing to find it by.
    #[error("no title")]
    NoTitle,
    /// Nothing to send, and nothing to do.
    #[error("no words")]
    NoWords,
    /// More than is kept.
    #[error(transparent)]
    TooLong(#[from] TooLong),
    /// No such field.
    #[error("no field {0}")]
    Unknown(String),
    /// Braces that open and never close.
    #[error("braces are not closed")]
    Unclosed,
    /// What was chosen can't be.
    #[error("{0} is no choice")]
    Choice(Part),
    /// No such money.
    #[error("no such money")]
    Money(BadCompensation),
    /// Two parts that can't be together.
    #[error("{0} and {1} can't be together")]
    Clash(Part, Part),
}

enum Piece<'a> {
    Words(&'a str),
    Field(Field),
}

fn pieces(body: &str) -> Result<Vec<Piece<'_>>, Flaw> {
    let mut found = Vec::new();
    let mut rest = body;
    while let Some((words, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").ok_or(Flaw::Unclosed)?;
        let name = name.trim();
        let field = Field::parse(name).ok_or_else(|| Flaw::Unknown(super::text::one_line(name, 60)))?;
        found.extend([Piece::Words(words), Piece::Field(field)]);
        rest = after;
    }
    found.push(Piece::Words(rest));
    Ok(found)
}

/// Title and words as they are kept: cleaned, and every field in them known. A macro may have no words.
///
/// # Errors
/// What is wrong with them.
pub fn read(title: &str, body: &str, changes: &Changes) -> Result<(String, String), Flaw> {
    let title = super::text::one_line(title, LONGEST_TITLE);
    if title.is_empty() {
        return Err(Flaw::NoTitle);
    }
    let body = Text::parse(body)?.map_or_else(String::new, Text::into_string);
    if body.is_empty() && changes.is_empty() {
        return Err(Flaw::NoWords);
    }
    pieces(&body)?;
    Ok((title, body))
}

/// Ready words with their fields filled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filled {
    /// What would be sent.
    pub words: String,
    /// Fields that the complaint has nothing for; [`GAP`] stands in their place.
    pub gaps: Vec<Field>,
}

/// Fills the fields. A value is taken as it is: braces in a customer's name fill nothing.
///
/// # Errors
/// When a field is none; such words are not kept.
pub fn fill<'a>(body: &str, value: impl Fn(Field) -> Option<&'a str>) -> Result<Filled, Flaw> {
    let mut filled = Filled::default();
    for piece in pieces(body)? {
        match piece {
            Piece::Words(words) => filled.words.push_str(words),
            Piece::Field(field) => match value(field).map(str::trim).filter(|value| !value.is_empty()) {
                Some(value) => filled.words.push_str(value),
                None => {
                    filled.words.push_str(GAP);
                    if !filled.gaps.contains(&field) {
                        filled.gaps.push(field);
                    }
                }
            },
        }
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_filled_once_and_gaps_are_told() {
        let value = |field| match field {
            Field::CustomerName => Some("{{me.name}}"),
            Field::ComplaintNumber => Some("1001"),
            Field::Company => Some("  "),
            _ => None,
        };
        let filled = fill("{{ customer.name }}, № {{complaint.number}}, {{company}} {{due}} {{due}}", value);
        let words = "{{me.name}}, № 1001, «…» «…» «…»".to_owned();
        assert_eq!(filled, Ok(Filled { words, gaps: vec![Field::Company, Field::Due] }));
    }

    #[test]
    fn what_is_no_field_is_named() {
        assert_eq!(
            read("a", "{{customer.nam}}", &Changes::default()),
            Err(Flaw::Unknown("customer.nam".to_owned()))
        );
        assert_eq!(read("a", "{{customer.name", &Changes::default()), Err(Flaw::Unclosed));
        assert_eq!(read(" ", "b", &Changes::default()), Err(Flaw::NoTitle));
        assert_eq!(read("a", " \n", &Changes::default()), Err(Flaw::NoWords));
        assert!(read("a", "{one} }} brace", &Changes::default()).is_ok());
        let changes = Changes { assign: Some(Assign::Me), ..Changes::default() };
        assert!(read("a", " \n", &changes).is_ok());
    }
}
