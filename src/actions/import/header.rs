//! Which column of a file is which: order is free, a wrong name is told with the one probably meant.

use thiserror::Error;

use super::Noun;
use crate::domain::{
    questionnaire::{BadCode, Code, Definition},
    text,
};

/// What stands before the code of a rated parameter in its column's name.
const RATING: &str = "rating:";

/// Columns that a file of rejects has behind the original ones: a mended one may be read again as it is.
const OF_REJECTS: [&str; 2] = ["line", "problem"];

/// What is wrong with a header.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum HeaderProblem {
    #[error("unknown column `{name}`{}", meant(.nearest.as_ref()))]
    Unknown { name: String, nearest: Option<String> },
    #[error("column {place} has no name")]
    Unnamed { place: usize },
    #[error("the column `{name}` occurs twice")]
    Twice { name: String },
    #[error("the column `{name}` is missing")]
    Missing { name: &'static str },
    #[error("`rating:`: {0}")]
    Code(BadCode),
    #[error("{found} rating columns, {limit} are allowed", limit = Definition::MOST_PARAMETERS)]
    TooManyRatings { found: usize },
    #[error("unknown parameter `{code}`{}; --create makes it", meant(.nearest.as_ref()))]
    UnknownParameter { code: Code, nearest: Option<String> },
}

fn meant(nearest: Option<&String>) -> String {
    nearest.map(|name| format!(", did you mean `{name}`?")).unwrap_or_default()
}

/// Where the columns of a noun stand in a file.
#[derive(Debug, Clone)]
pub struct Layout {
    /// For each of [`Noun::columns`], in their order.
    positions: Vec<Option<usize>>,
    /// Columns of the file, those of rejects left out.
    pub width: usize,
    /// Columns in the header.
    pub header_width: usize,
    /// Parameters rated, in the file's order, with their positions.
    pub ratings: Vec<(Code, usize)>,
}

impl Layout {
    /// Finds every column.
    ///
    /// # Errors
    /// Everything that is wrong, at once.
    pub fn new(noun: Noun, header: &[String]) -> Result<Self, Vec<HeaderProblem>> {
        let columns = noun.columns();
        let mut problems = Vec::new();
        let mut layout = Self {
            positions: vec![None; columns.len()],
            width: header.len(),
            header_width: header.len(),
            ratings: Vec::new(),
        };
        if let [.., a, b] = header
            && OF_REJECTS == [a, b]
        {
            layout.width -= OF_REJECTS.len();
        }
        for (place, name) in header.iter().take(layout.width).enumerate() {
            if let Err(problem) = layout.take(noun, place, name) {
                problems.push(problem);
            }
        }
        for (column, position) in columns.iter().zip(&layout.positions) {
            if column.required && position.is_none() {
                problems.push(HeaderProblem::Missing { name: column.name });
            }
        }
        if layout.ratings.len() > Definition::MOST_PARAMETERS {
            problems.push(HeaderProblem::TooManyRatings { found: layout.ratings.len() });
        }
        if problems.is_empty() { Ok(layout) } else { Err(problems) }
    }

    fn take(&mut self, noun: Noun, place: usize, name: &str) -> Result<(), HeaderProblem> {
        let twice = || HeaderProblem::Twice { name: name.to_owned() };
        if name.is_empty() {
            return Err(HeaderProblem::Unnamed { place: place + 1 });
        }
        if let Some(code) = name.strip_prefix(RATING).filter(|_| noun == Noun::Responses) {
            let code = Code::parse(code.trim()).map_err(HeaderProblem::Code)?;
            if self.ratings.iter().any(|(other, _)| *other == code) {
                return Err(twice());
            }
            self.ratings.push((code, place));
            return Ok(());
        }
        let columns = noun.columns();
        let found = columns.iter().zip(&mut self.positions).find(|(column, _)| column.name == name);
        let Some((_, position)) = found else {
            let mut known: Vec<&str> = columns.iter().map(|column| column.name).collect();
            if noun == Noun::Responses {
                known.push("rating:CODE");
            }
            let nearest = text::nearest(name, &known).map(str::to_owned);
            return Err(HeaderProblem::Unknown { name: text::one_line(name, 60), nearest });
        };
        if position.replace(place).is_some() { Err(twice()) } else { Ok(()) }
    }

    /// Where the column of this name stands, if the file has it.
    #[must_use]
    pub fn position(&self, noun: Noun, name: &str) -> Option<usize> {
        let at = noun.columns().iter().position(|column| column.name == name)?;
        self.positions.get(at).copied().flatten()
    }

    /// Names of the known columns that the file has.
    #[must_use]
    pub fn present(&self, noun: Noun) -> Vec<&'static str> {
        noun.columns()
            .iter()
            .zip(&self.positions)
            .filter(|(_, position)| position.is_some())
            .map(|(column, _)| column.name)
            .collect()
    }
}
