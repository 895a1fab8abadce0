//! A document as CSV: a row each, safe to open in a spreadsheet.

use super::{Cell, Cells, Document, Name, round};

impl Document {
    /// The columns `by, name` and every name that any row has; the total first, then the period before, then the rows.
    ///
    /// # Errors
    /// Never for what is written to memory; the writer's own error otherwise.
    pub fn csv(&self) -> csv::Result<Vec<u8>> {
        let names = self.columns();
        let mut file = csv::Writer::from_writer(Vec::new());
        let head = ["by", "name"].into_iter().chain(names.iter().map(AsRef::as_ref));
        file.write_record(head)?;
        self.each_row(|by, name, cells| {
            let figures = names.iter().map(|column| value(cells, column).map_or_else(String::new, written));
            file.write_record([by.to_owned(), guarded(name)].into_iter().chain(figures))
        })?;
        file.into_inner().map_err(|error| error.into_error().into())
    }

    /// Every name that a file has a column for, in the order of their first use.
    pub(super) fn columns(&self) -> Vec<Name> {
        let mut names: Vec<Name> = Vec::new();
        let lines = self.sections.iter().flat_map(|section| section.lines.iter().map(|line| &line.cells));
        for (name, cell) in std::iter::once(&self.total).chain(lines).flatten() {
            if !matches!(cell, Cell::Tree(_)) && !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    }

    /// Shows every row with what it is of.
    pub(super) fn each_row<E>(
        &self,
        mut see: impl FnMut(&str, &str, &Cells) -> Result<(), E>,
    ) -> Result<(), E> {
        see("total", &self.period.to_string(), &self.total)?;
        if let Some((period, cells)) = &self.before {
            see("before", &period.to_string(), cells)?;
        }
        for section in &self.sections {
            for line in section.lines.iter() {
                see(section.name, line.name.as_deref().unwrap_or_default(), &line.cells)?;
            }
        }
        Ok(())
    }
}

pub(super) fn value<'a>(cells: &'a Cells, column: &str) -> Option<&'a Cell> {
    cells.iter().find(|(name, _)| name == column).map(|(_, cell)| match cell {
        Cell::OnlyInFiles(inner) => inner,
        other => other,
    })
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Words(words) => guarded(words),
        Cell::Count(count) => count.to_string(),
        Cell::Number(number) | Cell::Share(number) => round(*number).to_string(),
        Cell::Money(amount) => amount.normalized().to_plain_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Yes(yes) => yes.to_string(),
        Cell::Nothing | Cell::Tree(_) | Cell::OnlyInFiles(_) => String::new(),
    }
}

/// A spreadsheet takes words that begin like a formula for one: an apostrophe before them keeps them words.
pub(in crate::reports) fn guarded(words: &str) -> String {
    if words.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{words}") } else { words.to_owned() }
}
