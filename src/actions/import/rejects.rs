//! The file of rejected rows: the original columns, the line, the problem; beside the file read, written anew by each run.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use csv::ByteRecord;

/// A row that was not stored.
pub struct Rejected {
    pub line: u64,
    pub record: ByteRecord,
    pub problem: String,
}

/// Where rejects go; nothing is created before the first.
pub struct Rejects {
    path: PathBuf,
    partial: PathBuf,
    delimiter: u8,
    header: Vec<String>,
    mark: bool,
    writer: Option<csv::Writer<BufWriter<File>>>,
    pub count: u64,
}

impl Rejects {
    /// Rejects of the file at `path`; of standard input in the working directory.
    #[must_use]
    pub fn of(path: &Path, delimiter: u8, header: Vec<String>) -> Self {
        let name = if path.as_os_str() == "-" { Path::new("stdin") } else { path };
        let beside = |end: &str| {
            let mut name = name.as_os_str().to_owned();
            name.push(end);
            PathBuf::from(name)
        };
        Self {
            path: beside(".rejected.csv"),
            // Of this process alone, so that two imports of one file don't write into each other.
            partial: beside(&format!(".rejected.{}.partial", std::process::id())),
            delimiter,
            header,
            mark: false,
            writer: None,
            count: 0,
        }
    }

    /// Where they are.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether spreadsheets need a byte order mark to read the file; settled by the first reject.
    pub fn mark(&mut self, mark: bool) {
        self.mark = mark;
    }

    /// Writes one down, every cell as it was. Cells beyond the header stand behind the problem.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn write(&mut self, rejected: &Rejected) -> io::Result<()> {
        let width = self.header.len();
        let writer = match &mut self.writer {
            Some(writer) => writer,
            None => self.writer.insert(self.create()?),
        };
        let line = rejected.line.to_string();
        let missing = width.saturating_sub(rejected.record.len());
        let cells = rejected.record.iter().take(width).chain(std::iter::repeat_n(b"".as_slice(), missing));
        let about = [line.as_bytes(), rejected.problem.as_bytes()];
        writer.write_record(cells.chain(about).chain(rejected.record.iter().skip(width)))?;
        self.count += 1;
        Ok(())
    }

    fn create(&self) -> io::Result<csv::Writer<BufWriter<File>>> {
        // Rows about people: for whoever imports them.
        let file = File::options().write(true).create(true).truncate(true).mode(0o600).open(&self.partial)?;
        let mut file = BufWriter::new(file);
        if self.mark {
            file.write_all("\u{feff}".as_bytes())?;
        }
        let mut writer = csv::WriterBuilder::new().delimiter(self.delimiter).flexible(true).from_writer(file);
        writer.write_record(self.header.iter().map(String::as_str).chain(["line", "problem"]))?;
        Ok(writer)
    }

    /// Puts the whole file in its place, or takes an older one away where nothing was rejected.
    ///
    /// # Errors
    /// When the folder refuses.
    pub fn finish(&mut self) -> io::Result<()> {
        let Some(writer) = self.writer.take() else {
            return match fs::remove_file(&self.path) {
                Err(problem) if problem.kind() != io::ErrorKind::NotFound => Err(problem),
                _ => Ok(()),
            };
        };
        let file = writer.into_inner().map_err(|problem| io::Error::other(problem.to_string()))?;
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        fs::rename(&self.partial, &self.path).inspect_err(|_| {
            // The refusal is told; what stays behind would only puzzle.
            let _ = fs::remove_file(&self.partial);
        })
    }
}

impl Drop for Rejects {
    fn drop(&mut self) {
        if self.writer.take().is_some() {
            // An import that failed stored nothing, so its rejects mean nothing; there is nobody left to tell.
            let _ = fs::remove_file(&self.partial);
        }
    }
}
