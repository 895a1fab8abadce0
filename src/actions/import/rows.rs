//! Rows of a file with the line each begins on, their header, and the delimiter found out from it.

use std::io;

use csv::ByteRecord;

use super::source::{END, Source};

/// A file being read row by row.
pub struct Rows {
    reader: csv::Reader<Source>,
    record: ByteRecord,
    pub header: Vec<String>,
    pub delimiter: u8,
    ended: bool,
}

/// Where a row begins, and whether a quote in it is never closed.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub line: u64,
    pub open_quote: bool,
}

impl Rows {
    /// Reads the header; none where the file has no row at all.
    ///
    /// # Errors
    /// When the file can't be read.
    pub fn new(mut source: Source) -> io::Result<Option<Self>> {
        let delimiter = delimiter(source.peek()?);
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .buffer_capacity(64 * 1024)
            .from_reader(source);
        let mut rows =
            Self { reader, record: ByteRecord::new(), header: Vec::new(), delimiter, ended: false };
        let Some(_) = rows.next()? else { return Ok(None) };
        rows.header =
            rows.record.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect();
        Ok(Some(rows))
    }

    /// Reads the next row that has anything in it.
    ///
    /// # Errors
    /// When the file can't be read further.
    pub fn next(&mut self) -> io::Result<Option<Place>> {
        while !self.ended {
            self.reader.get_ref().row_ended();
            if !self.reader.read_byte_record(&mut self.record).map_err(unreadable)? {
                self.ended = true;
                break;
            }
            let last = self.record.iter().next_back().unwrap_or_default();
            let Some(cell) = last.strip_suffix(END) else {
                if self.record.iter().all(<[u8]>::is_empty) {
                    continue;
                }
                return Ok(Some(Place { line: self.line(), open_quote: false }));
            };
            self.ended = true;
            if cell.is_empty() && self.record.len() == 1 {
                break;
            }
            let line = self.line().saturating_add(1);
            let kept = cell.strip_suffix(b"\n").unwrap_or(cell).to_vec();
            let others = self.record.len() - 1;
            self.record = self.record.iter().take(others).chain(std::iter::once(kept.as_slice())).collect();
            return Ok(Some(Place { line, open_quote: true }));
        }
        Ok(None)
    }

    /// The row read last, as it is in the file.
    #[must_use]
    pub fn record(&self) -> &ByteRecord {
        &self.record
    }

    /// The stream below.
    #[must_use]
    pub fn source(&self) -> &Source {
        self.reader.get_ref()
    }

    /// Where the row read last began. Counted back from where it ended, because blank lines before it belong to none.
    fn line(&self) -> u64 {
        let ended = self.reader.position().line();
        let inside = self.record.as_slice().iter().filter(|byte| **byte == b'\n').count();
        ended.saturating_sub(1).saturating_sub(u64::try_from(inside).unwrap_or_default())
    }
}

fn unreadable(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// The one of `,` `;` and tab that the header has most of, outside of quotes.
fn delimiter(start: &[u8]) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0_u32), (b';', 0), (b'\t', 0)];
    for &byte in start.iter().skip_while(|byte| **byte == b'\n') {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if quoted => {}
            _ => {
                for (delimiter, count) in &mut counts {
                    *count += u32::from(*delimiter == byte);
                }
            }
        }
    }
    // The first of equals: a comma where nothing is found.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(delimiter, _)| *delimiter)
}
