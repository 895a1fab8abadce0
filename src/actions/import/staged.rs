//! Rows in the text form of COPY: a tab between values, `\N` for none.

use std::fmt::Write as _;

use chrono::{DateTime, Datelike as _, Timelike as _, Utc};

/// Rows on their way to the staging table.
#[derive(Default)]
pub struct Staged {
    text: String,
    row_start: usize,
}

impl Staged {
    /// Begins a row with its line in the file and its round; see `store::imports`.
    pub fn begin(&mut self, line: u64, round: i32) {
        self.row_start = self.text.len();
        // Writing to a string can't fail.
        let _ = write!(self.text, "{line}\t{round}");
    }

    /// Ends the row.
    pub fn end(&mut self) {
        self.text.push('\n');
    }

    /// Takes back the row begun.
    pub fn give_up(&mut self) {
        self.text.truncate(self.row_start);
    }

    /// Words, escaped.
    pub fn words(&mut self, words: Option<&str>) {
        self.text.push('\t');
        let Some(words) = words else {
            self.text.push_str("\\N");
            return;
        };
        if !words.bytes().any(|byte| matches!(byte, b'\\' | b'\n' | b'\r' | b'\t')) {
            self.text.push_str(words);
            return;
        }
        for c in words.chars() {
            match c {
                '\\' => self.text.push_str("\\\\"),
                '\n' => self.text.push_str("\\n"),
                '\r' => self.text.push_str("\\r"),
                '\t' => self.text.push_str("\\t"),
                c => self.text.push(c),
            }
        }
    }

    /// A number, an amount, a code: anything whose text needs no escaping.
    pub fn plain(&mut self, value: Option<impl std::fmt::Display>) {
        match value {
            // Writing to a string can't fail.
            Some(value) => {
                let _ = write!(self.text, "\t{value}");
            }
            None => self.text.push_str("\t\\N"),
        }
    }

    /// A moment to the microsecond, in UTC.
    pub fn moment(&mut self, moment: Option<DateTime<Utc>>) {
        let Some(moment) = moment.map(|moment| moment.naive_utc()) else {
            self.text.push_str("\t\\N");
            return;
        };
        // Writing to a string can't fail.
        let _ = write!(
            self.text,
            "\t{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:06}+00",
            moment.year(),
            moment.month(),
            moment.day(),
            moment.hour(),
            moment.minute(),
            moment.second(),
            moment.nanosecond() / 1000
        );
    }

    /// Codes of ratings as an array.
    pub fn ratings(&mut self, codes: &[Option<i16>]) {
        self.text.push_str("\t{");
        for (at, code) in codes.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            // Writing to a string can't fail.
            let _ = match code {
                Some(code) => write!(self.text, "{comma}{code}"),
                None => write!(self.text, "{comma}NULL"),
            };
        }
        self.text.push('}');
    }

    /// Bytes so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// All rows, for the copy.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.text.into_bytes()
    }
}
