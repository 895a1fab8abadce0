//! The rows of a table as CSV and as a workbook.

use std::{
    fs::File,
    io::{Seek as _, SeekFrom},
};

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, Timelike as _};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::{Batch, Rows, Shown};
use crate::reports::document::guarded;

/// Rows of a sheet; a workbook's own limit is a little more.
const SHEET: u32 = 1_000_000;
/// Characters of a cell: a workbook's own limit.
const CELL: usize = 32_767;

fn moment(at: NaiveDateTime) -> impl std::fmt::Display {
    at.format("%Y-%m-%d %H:%M:%S")
}

/// The first bytes of the file: the mark that tells spreadsheets that it is UTF-8, and the heads.
///
/// # Errors
/// None that a writer into memory has.
pub fn csv_head(rows: &Rows) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(rows.heads())?;
    finished(writer)
}

/// The rows of a batch. Words that begin like a formula are kept words.
///
/// # Errors
/// None that a writer into memory has.
pub fn csv_rows(rows: &Rows, batch: &Batch) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::with_capacity(256 * 1024));
    rows.show(batch, |cells| -> Result<(), csv::Error> {
        for cell in cells {
            match cell {
                Shown::Nothing => writer.write_field("")?,
                Shown::Number(number) => writer.write_field(number.to_string())?,
                Shown::Word(word) => writer.write_field(guarded(word))?,
                Shown::Day(day) => writer.write_field(day.to_string())?,
                Shown::Moment(at) => writer.write_field(moment(*at).to_string())?,
            }
        }
        writer.write_record(None::<&[u8]>)
    })?;
    finished(writer)
}

fn finished(writer: csv::Writer<Vec<u8>>) -> Result<Vec<u8>, csv::Error> {
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

/// A workbook while it is written: what is written leaves memory at once.
pub struct Book {
    book: Workbook,
    name: &'static str,
    heads: Vec<String>,
    sheets: usize,
    row: u32,
    bold: Format,
    day: Format,
    moment: Format,
}

impl Book {
    /// A workbook of a table, without rows yet.
    #[must_use]
    pub fn new(rows: &Rows) -> Self {
        Self {
            book: Workbook::new(),
            name: rows.subject.code(),
            heads: rows.heads().map(str::to_owned).collect(),
            sheets: 0,
            row: 0,
            bold: Format::new().set_bold(),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            moment: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
        }
    }

    /// Adds the rows of a batch; another sheet is begun where one is full.
    ///
    /// # Errors
    /// When the temporary file of a sheet cannot be written.
    pub fn add(&mut self, rows: &Rows, batch: &Batch) -> Result<(), XlsxError> {
        rows.show(batch, |cells| self.row(cells))
    }

    fn row(&mut self, cells: &[Shown<'_>]) -> Result<(), XlsxError> {
        if self.sheets == 0 || self.row > SHEET {
            self.begin()?;
        }
        let (row, day, moment) = (self.row, &self.day, &self.moment);
        let sheet = self.book.worksheet_from_index(self.sheets - 1)?;
        for (place, cell) in (0u16..).zip(cells) {
            match cell {
                Shown::Nothing => {}
                Shown::Number(number) => {
                    sheet.write_number(row, place, real(*number))?;
                }
                Shown::Word(word) => {
                    sheet.write_string(row, place, cut(word))?;
                }
                Shown::Day(at) => {
                    sheet.write_datetime_with_format(row, place, whole_day(*at)?, day)?;
                }
                Shown::Moment(at) => {
                    let clock = at.time();
                    let seconds = format!("{}.{:03}", clock.second(), clock.nanosecond() / 1_000_000);
                    let at = whole_day(at.date())?.and_hms(
                        u16::try_from(clock.hour()).unwrap_or(0),
                        u8::try_from(clock.minute()).unwrap_or(0),
                        seconds.parse::<f64>().unwrap_or(0.0),
                    )?;
                    sheet.write_datetime_with_format(row, place, at, moment)?;
                }
            }
        }
        self.row += 1;
        Ok(())
    }

    fn begin(&mut self) -> Result<(), XlsxError> {
        self.sheets += 1;
        let name =
            if self.sheets == 1 { self.name.to_owned() } else { format!("{} {}", self.name, self.sheets) };
        let sheet: &mut Worksheet = self.book.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        sheet.set_freeze_panes(1, 0)?;
        for (place, head) in (0u16..).zip(&self.heads) {
            sheet.write_string_with_format(0, place, head, &self.bold)?;
        }
        self.row = 1;
        Ok(())
    }

    /// Writes it into a file that has no name and is gone when it is closed.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn finish(mut self) -> Result<File, XlsxError> {
        if self.sheets == 0 {
            self.begin()?;
        }
        let mut file = tempfile::tempfile()?;
        self.book.save_to_writer(&mut file)?;
        file.seek(SeekFrom::Start(0))?;
        Ok(file)
    }
}

/// A workbook's numbers are these.
fn real(number: i64) -> f64 {
    i32::try_from(number).map_or_else(|_| number.to_string().parse().unwrap_or(f64::NAN), f64::from)
}

fn whole_day(day: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let part = |part: u32| u8::try_from(part).unwrap_or(1);
    ExcelDateTime::from_ymd(u16::try_from(day.year()).unwrap_or(1900), part(day.month()), part(day.day()))
}

fn cut(word: &str) -> &str {
    word.char_indices().nth(CELL).map_or(word, |(at, _)| word.get(..at).unwrap_or(word))
}
