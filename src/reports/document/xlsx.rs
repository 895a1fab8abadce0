//! A document as a workbook: a sheet of the whole, one of each section, one of definitions. Words are written as words, so
//! none is a formula.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::{Cell, Cells, Document, Name, csv::value, round};

impl Document {
    /// The bytes of the workbook.
    ///
    /// # Errors
    /// When a sheet would have more rows than a workbook can hold.
    pub fn xlsx(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let formats = Formats::new();
        let names = self.columns();
        let sheet = sheet(&mut book, self.report, "by", &names, &formats)?;
        let mut row = 0;
        self.each_row(|by, name, cells| {
            row += 1;
            sheet.write_string(row, 0, by)?;
            sheet.write_string(row, 1, name)?;
            write(sheet, row, &names, cells, &formats)
        })?;
        let words = book.add_worksheet();
        words.set_name("definitions")?;
        words.set_column_width(0, 24)?;
        words.set_column_width(1, 100)?;
        for (row, (name, words_of)) in (0u32..).zip(&self.definitions) {
            words.write_string(row, 0, name)?;
            let text = words_of.as_str().map_or_else(|| words_of.to_string(), str::to_owned);
            words.write_string(row, 1, if words_of.is_null() { "" } else { &text })?;
        }
        book.save_to_buffer()
    }
}

struct Formats {
    head: Format,
    share: Format,
    number: Format,
    money: Format,
    day: Format,
}

impl Formats {
    fn new() -> Self {
        Self {
            head: Format::new().set_bold(),
            share: Format::new().set_num_format("0.0%"),
            number: Format::new().set_num_format("0.00"),
            money: Format::new().set_num_format("#,##0.00"),
            day: Format::new().set_num_format("yyyy-mm-dd"),
        }
    }
}

fn sheet<'a>(
    book: &'a mut Workbook,
    title: &str,
    first: &str,
    names: &[Name],
    formats: &Formats,
) -> Result<&'a mut Worksheet, XlsxError> {
    let sheet = book.add_worksheet();
    sheet.set_name(title)?;
    sheet.set_freeze_panes(1, 2)?;
    sheet.set_column_width(1, 28)?;
    let head = [first, "name"].into_iter().chain(names.iter().map(AsRef::as_ref));
    for (column, name) in (0u16..).zip(head) {
        sheet.write_string_with_format(0, column, name, &formats.head)?;
    }
    Ok(sheet)
}

fn write(
    sheet: &mut Worksheet,
    row: u32,
    names: &[Name],
    cells: &Cells,
    formats: &Formats,
) -> Result<(), XlsxError> {
    for (column, name) in (2u16..).zip(names) {
        match value(cells, name) {
            Some(Cell::Words(words)) => sheet.write_string(row, column, words)?,
            Some(Cell::Count(count)) => {
                sheet.write_number(row, column, crate::domain::share::real(*count))?
            }
            Some(Cell::Number(number)) => {
                sheet.write_number_with_format(row, column, round(*number), &formats.number)?
            }
            Some(Cell::Share(share)) => {
                sheet.write_number_with_format(row, column, round(*share), &formats.share)?
            }
            Some(Cell::Money(amount)) => {
                let amount: f64 = amount.to_plain_string().parse().unwrap_or(0.0);
                sheet.write_number_with_format(row, column, amount, &formats.money)?
            }
            Some(Cell::Day(day)) => {
                sheet.write_string_with_format(row, column, day.to_string(), &formats.day)?
            }
            Some(Cell::Yes(yes)) => sheet.write_boolean(row, column, *yes)?,
            Some(Cell::Nothing | Cell::Tree(_) | Cell::OnlyInFiles(_)) | None => continue,
        };
    }
    Ok(())
}
