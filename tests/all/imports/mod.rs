//! Imports of real files through the program itself: what is stored, what is rejected, and how it ends.

mod bad_rows;
mod customers;
mod departures;
mod files;
mod headers;
mod purchases;
mod responses;

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use super::support::World;

/// A world with a folder of files to import.
pub struct Desk {
    pub world: World,
    folder: tempfile::TempDir,
}

/// How the program ended and what it said.
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    /// `rows, created, updated, unchanged, rejected` of the JSON object.
    pub fn counts(&self) -> [u64; 5] {
        let json: serde_json::Value = serde_json::from_str(&self.out)
            .unwrap_or_else(|error| panic!("{error}: {:?} {}", self.out, self.err));
        assert_eq!(json.as_object().expect("an object").len(), 5);
        ["rows", "created", "updated", "unchanged", "rejected"].map(|name| json[name].as_u64().expect(name))
    }
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        Self {
            code: output.status.code().expect("an exit code"),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}

impl Desk {
    pub async fn new() -> Self {
        Self { world: World::new().await, folder: tempfile::tempdir().expect("a folder") }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, content).expect("a file");
        path
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_otklik"));
        command
            .arg("import")
            .args(arguments)
            .current_dir(self.folder.path())
            .env("DATABASE_URL", &self.world.url)
            .env("OTKLIK_SECRET", "a secret for tests, forty characters long")
            .env("OTKLIK_TIME_ZONE", "Europe/Moscow")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs `otklik import` in the folder of the files.
    pub async fn run(&self, arguments: &[&str]) -> Said {
        let mut command = self.command(arguments);
        tokio::task::spawn_blocking(move || command.output().expect("the program runs").into())
            .await
            .expect("the program ends")
    }

    /// The same with a file on standard input.
    pub async fn pipe(&self, arguments: &[&str], input: &'static [u8]) -> Said {
        let mut command = self.command(arguments);
        tokio::task::spawn_blocking(move || {
            let mut child = command.stdin(Stdio::piped()).spawn().expect("the program runs");
            child.stdin.take().expect("a pipe").write_all(input).expect("it reads");
            child.wait_with_output().expect("it ends").into()
        })
        .await
        .expect("the program ends")
    }

    /// Writes a file and imports it, answering JSON.
    pub async fn import(&self, noun: &str, content: impl AsRef<[u8]>) -> Said {
        self.write("file.csv", content);
        self.run(&[noun, "file.csv", "--json"]).await
    }

    /// The rejects of a file, row by row; none where there is no such file.
    pub fn rejects(&self, name: &str) -> Option<Vec<Vec<String>>> {
        let path = self.path(&format!("{name}.rejected.csv"));
        path.exists().then(|| rows(&path, b','))
    }
}

/// Every row of a CSV file, the header included, broken bytes replaced.
pub fn rows(path: &Path, delimiter: u8) -> Vec<Vec<String>> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_path(path)
        .expect("a readable file")
        .byte_records()
        .map(|row| {
            row.expect("a row").iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect()
        })
        .collect()
}
