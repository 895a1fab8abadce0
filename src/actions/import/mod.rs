//! Importing customers, purchases, departures and answers from other tools: all of a file in one transaction, or nothing.
//!
//! - Rows are upserted by the company's own id. A later row of the same id counts and acts like a later file.
//! - Columns that the file has not are left as they are; an empty cell empties its field, but for a name and a
//!   currency, which stay. An empty `consent` is a no.
//! - A wrong row is rejected with its line and all its problems; the others are stored.
//! - History opens no complaints and sends no letters; who was erased stays erased.

mod batches;
mod cells;
mod customers;
mod departures;
mod header;
mod purchases;
mod rejects;
mod responses;
mod rows;
mod source;
mod staged;

use std::{
    collections::{HashMap, HashSet},
    io,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::Serialize;
use thiserror::Error;
use tokio::sync::mpsc;

pub use self::header::HeaderProblem;
use self::{
    batches::{Batch, Reading},
    header::Layout,
    rejects::{Rejected, Rejects},
    rows::Rows,
    source::Source,
};
use crate::{
    domain::{
        questionnaire::{Parameter, SurveyKind},
        rating::Scale,
    },
    store::imports::{Fault, Import, Table},
};

/// What a file is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noun {
    Customers,
    Purchases,
    Responses,
    Departures,
}

/// A column that files of a noun may have.
pub struct Column {
    pub name: &'static str,
    pub required: bool,
}

impl Column {
    const fn required(name: &'static str) -> Self {
        Self { name, required: true }
    }

    const fn optional(name: &'static str) -> Self {
        Self { name, required: false }
    }
}

impl Noun {
    /// As in the command and in the audit.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Customers => "customers",
            Self::Purchases => "purchases",
            Self::Responses => "responses",
            Self::Departures => "departures",
        }
    }

    /// The columns that files of it may have, beside those of ratings.
    #[must_use]
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Self::Customers => customers::COLUMNS,
            Self::Purchases => purchases::COLUMNS,
            Self::Responses => responses::COLUMNS,
            Self::Departures => departures::COLUMNS,
        }
    }

    /// The column whose values occur in rounds: rows of one value are stored one after the other.
    const fn key(self) -> &'static str {
        match self {
            Self::Customers | Self::Purchases | Self::Responses => "external_id",
            Self::Departures => "customer_external_id",
        }
    }

    const fn table(self) -> Table {
        match self {
            Self::Customers => Table::Customers,
            Self::Purchases => Table::Purchases,
            Self::Responses => Table::Responses,
            Self::Departures => Table::Departures,
        }
    }
}

/// What is read, and how.
#[derive(Debug, Clone)]
pub struct Order {
    pub noun: Noun,
    /// `-` is standard input.
    pub path: PathBuf,
    /// Of `rating:CODE` columns.
    pub scale: Scale,
    /// Make parameters and reasons that are not known yet.
    pub create: bool,
    /// Do everything, then take it back.
    pub dry_run: bool,
    /// Of times without an offset.
    pub zone: Tz,
}

/// What became of the rows; `rows` is the sum of the others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub rows: u64,
    pub created: u64,
    pub updated: u64,
    pub unchanged: u64,
    pub rejected: u64,
}

/// How an import ended.
#[derive(Debug)]
pub struct Outcome {
    pub counts: Counts,
    /// Where the rejected rows are, if there are any.
    pub rejects: Option<PathBuf>,
}

/// News on the way.
#[derive(Debug, Clone, Copy)]
pub enum News {
    /// The size of the file, where it is known.
    Opened { size: Option<u64> },
    /// Another import runs; this one waits for its end.
    Waiting,
    /// So many rows are done, up to this byte of the file.
    Stored { counts: Counts, position: u64 },
}

/// Why nothing was imported.
#[derive(Debug, Error)]
pub enum ImportError {
    #[error("{path}: {problem}")]
    Open { path: String, problem: io::Error },
    #[error("{path} is empty: not even a header")]
    Empty { path: String },
    #[error("{path}: {}", list(.problems))]
    Header { path: String, problems: Vec<HeaderProblem> },
    #[error("{path}, behind line {line}: {problem}")]
    Read { path: String, line: u64, problem: io::Error },
    #[error("can't write {path}: {problem}")]
    Rejects { path: String, problem: io::Error },
    #[error(transparent)]
    Store(#[from] Fault),
}

fn list(problems: &[HeaderProblem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// Imports one file into the database at `url`.
///
/// # Errors
/// Nothing was changed then: a file that can't be read, a header that is not understood, a database that does not answer.
pub async fn import(
    url: &str,
    order: &Order,
    now: DateTime<Utc>,
    tell: &mut dyn FnMut(News),
) -> Result<Outcome, ImportError> {
    let path = order.path.display().to_string();
    let rows = open(order.path.clone(), &path, tell).await?;
    let header_problem = |problems| ImportError::Header { path: path.clone(), problems };
    let layout = Layout::new(order.noun, &rows.header).map_err(header_problem)?;
    let mut store = Import::begin(url, order.noun.table()).await?;
    if !store.try_lock().await? {
        tell(News::Waiting);
        store.lock().await?;
    }
    let known = if layout.ratings.is_empty() { HashMap::new() } else { store.parameters().await? };
    let parameters =
        responses::parameters(&layout, &known, order.scale, order.create).map_err(header_problem)?;
    let present = layout.present(order.noun);
    store.prepare(&present, !layout.ratings.is_empty(), now);

    let header = rows.header.iter().take(layout.width).cloned().collect();
    let mut storing = Storing {
        store,
        order,
        parameters,
        kinds: HashSet::new(),
        rejects: Rejects::of(&order.path, rows.delimiter, header),
        counts: Counts::default(),
    };
    let reading = Reading { noun: order.noun, layout, zone: order.zone, scale: order.scale };
    // Two batches ahead of the database: it never waits for the file, and memory stays small.
    let (sender, mut batches) = mpsc::channel(2);
    let reader = tokio::task::spawn_blocking(move || reading.run(rows, &sender));
    while let Some(batch) = batches.recv().await {
        let position = batch.position;
        storing.put(batch).await?;
        tell(News::Stored { counts: storing.counts, position });
    }
    reader
        .await
        .map_err(|problem| (0, io::Error::other(problem)))
        .and_then(|done| done)
        .map_err(|(line, problem)| ImportError::Read { path: path.clone(), line, problem })?;
    storing.finish(now).await
}

async fn open(path: PathBuf, name: &str, tell: &mut dyn FnMut(News)) -> Result<Rows, ImportError> {
    let opening = tokio::task::spawn_blocking(move || {
        let (source, size) = Source::open(&path)?;
        Ok((Rows::new(source)?, size))
    });
    let (rows, size) = opening
        .await
        .map_err(io::Error::other)
        .and_then(|opened| opened)
        .map_err(|problem| ImportError::Open { path: name.to_owned(), problem })?;
    tell(News::Opened { size });
    rows.ok_or_else(|| ImportError::Empty { path: name.to_owned() })
}

/// The side of the database.
struct Storing<'a> {
    store: Import,
    order: &'a Order,
    parameters: Vec<Parameter>,
    /// Kinds of survey whose version is there.
    kinds: HashSet<SurveyKind>,
    rejects: Rejects,
    counts: Counts,
}

impl Storing<'_> {
    async fn put(&mut self, batch: Batch) -> Result<(), ImportError> {
        let mut rejected = batch.rejected;
        let staged = !batch.staged.is_empty();
        if staged {
            for kind in batch.kinds {
                if self.kinds.insert(kind) {
                    let definition = responses::definition(kind, self.order.scale, &self.parameters);
                    self.store.put_version(&definition).await?;
                }
            }
            self.store.stage(batch.staged).await?;
            if self.order.create && self.order.noun == Noun::Departures {
                self.store.create_reasons().await?;
            }
            let mut originals: HashMap<u64, _> = batch.originals.into_iter().collect();
            for (line, problem) in self.store.refuse().await? {
                let record = originals.remove(&line).unwrap_or_default();
                rejected.push(Rejected { line, record, problem });
            }
        }
        rejected.sort_by_key(|one| one.line);
        self.rejects.mark(batch.mark);
        for one in &rejected {
            self.rejects.write(one).map_err(|problem| self.unwritable(problem))?;
        }
        let (created, updated) = if staged { self.store.put(batch.rounds).await? } else { (0, 0) };
        let refused = u64::try_from(rejected.len()).unwrap_or(u64::MAX);
        self.counts.rows += batch.rows;
        self.counts.created += created;
        self.counts.updated += updated;
        self.counts.rejected += refused;
        self.counts.unchanged += batch.rows.saturating_sub(refused + created + updated);
        Ok(())
    }

    async fn finish(mut self, now: DateTime<Utc>) -> Result<Outcome, ImportError> {
        let nothing = self.counts.rows > 0 && self.counts.rows == self.counts.rejected;
        // Before the commit: no row may be lost between being rejected and being told.
        self.rejects.finish().map_err(|problem| self.unwritable(problem))?;
        if nothing || self.order.dry_run {
            self.store.roll_back().await?;
        } else {
            let detail = serde_json::json!(self.counts).to_string();
            self.store.record(self.order.noun.name(), &detail, now).await?;
            self.store.commit().await?;
        }
        let rejects = (self.rejects.count > 0).then(|| self.rejects.path().to_path_buf());
        Ok(Outcome { counts: self.counts, rejects })
    }

    fn unwritable(&self, problem: io::Error) -> ImportError {
        ImportError::Rejects { path: path_text(self.rejects.path()), problem }
    }
}

fn path_text(path: &Path) -> String {
    path.display().to_string()
}
