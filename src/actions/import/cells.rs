//! The cells of one row, read by the rules of the domain; what is wrong in it is gathered, not thrown.

use std::fmt::Display;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use csv::ByteRecord;

use super::{Noun, header::Layout};
use crate::domain::{
    moment::parse_moment,
    text::{self, Text},
};

/// Characters of a company's own id: it is looked up by an index, and no id in use is longer.
pub const ID_LIMIT: usize = 200;

/// Characters of a name, a city and other words on one line.
pub const LINE_LIMIT: usize = 500;

/// One row, known to be UTF-8 without NUL.
pub struct Cells<'a> {
    noun: Noun,
    layout: &'a Layout,
    cells: Vec<&'a str>,
    problems: Vec<String>,
}

impl<'a> Cells<'a> {
    /// Looks at the shape of a row: as many cells as the header, UTF-8, nothing the database can't keep.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn new(noun: Noun, layout: &'a Layout, record: &'a ByteRecord) -> Result<Self, String> {
        if record.len() != layout.header_width {
            return Err(format!("{} cells, the header has {}", record.len(), layout.header_width));
        }
        let mut cells = Vec::with_capacity(record.len());
        for (at, cell) in record.iter().enumerate() {
            let cell = std::str::from_utf8(cell)
                .map_err(|_| format!("cell {} holds bytes that are not UTF-8", at + 1))?;
            if cell.contains('\0') && at < layout.width {
                return Err(format!("cell {} holds a NUL character", at + 1));
            }
            cells.push(cell.trim());
        }
        Ok(Self { noun, layout, cells, problems: Vec::new() })
    }

    /// The cell of a column, trimmed; empty where the file has no such column.
    #[must_use]
    pub fn cell(&self, column: &str) -> &'a str {
        self.layout.position(self.noun, column).and_then(|at| self.cells.get(at).copied()).unwrap_or_default()
    }

    /// The cell at a position, for rating columns.
    #[must_use]
    pub fn at(&self, position: usize) -> &'a str {
        self.cells.get(position).copied().unwrap_or_default()
    }

    /// Notes what is wrong in a column.
    pub fn complain(&mut self, column: &str, problem: impl Display) {
        self.problems.push(format!("{column}: {problem}"));
    }

    /// Reads a cell that may be empty.
    pub fn read<T, E: Display>(
        &mut self,
        column: &str,
        parse: impl FnOnce(&'a str) -> Result<T, E>,
    ) -> Option<T> {
        let cell = self.cell(column);
        if cell.is_empty() {
            return None;
        }
        parse(cell).map_err(|problem| self.complain(column, problem)).ok()
    }

    /// Reads a cell that must hold something.
    pub fn require<T, E: Display>(
        &mut self,
        column: &str,
        parse: impl FnOnce(&'a str) -> Result<T, E>,
    ) -> Option<T> {
        if self.cell(column).is_empty() {
            self.complain(column, "empty");
        }
        self.read(column, parse)
    }

    /// The company's own id of something.
    pub fn id(&mut self, column: &str) -> Option<&'a str> {
        self.require(column, id)
    }

    /// The company's own id of something that may be left out.
    pub fn optional_id(&mut self, column: &str) -> Option<&'a str> {
        self.read(column, id)
    }

    /// Words on one line: line breaks and tabs become a space, control characters go.
    pub fn line(&mut self, column: &str) -> Option<String> {
        self.read(column, |cell| {
            // No text has more characters than bytes, so most are never counted.
            let length = if cell.len() > LINE_LIMIT { cell.chars().count() } else { 0 };
            if length > LINE_LIMIT {
                return Err(too_long(length, LINE_LIMIT));
            }
            Ok(if cell.bytes().any(|byte| byte.is_ascii_control()) {
                text::one_line(cell, LINE_LIMIT)
            } else {
                cell.to_owned()
            })
        })
    }

    /// Free words of a customer.
    pub fn words(&mut self, column: &str) -> Option<Text> {
        self.read(column, Text::parse).flatten()
    }

    /// A moment; without an offset it is local in the company's zone.
    pub fn moment(&mut self, column: &str, zone: Tz) -> Option<DateTime<Utc>> {
        self.read(column, |cell| parse_moment(cell, zone))
    }

    /// Everything found wrong, or nothing.
    ///
    /// # Errors
    /// All problems of the row on one line.
    pub fn verdict(self) -> Result<(), String> {
        if self.problems.is_empty() { Ok(()) } else { Err(self.problems.join("; ")) }
    }
}

fn id(cell: &str) -> Result<&str, String> {
    let length = cell.chars().count();
    if length > ID_LIMIT {
        return Err(too_long(length, ID_LIMIT));
    }
    if cell.bytes().any(|byte| byte.is_ascii_control()) {
        return Err("an id can't hold line breaks or other control characters".to_owned());
    }
    Ok(cell)
}

fn too_long(length: usize, limit: usize) -> String {
    format!("{length} characters, {limit} are allowed")
}
