//! Reading on a thread of its own: rows become batches for the database, wrong rows become rejects.

use std::{
    collections::{BTreeSet, HashMap, hash_map::RandomState},
    hash::BuildHasher as _,
    io,
};

use chrono_tz::Tz;
use csv::ByteRecord;
use tokio::sync::mpsc::Sender;

use super::{
    Noun, cells::Cells, customers, departures, header::Layout, purchases, rejects::Rejected, responses,
    rows::Rows, staged::Staged,
};
use crate::domain::{questionnaire::SurveyKind, rating::Scale};

/// Rows in one batch: enough that a statement's own cost vanishes, few enough to stay small.
const ROWS: u64 = 20_000;

/// Bytes in one batch, rejects and kept originals included.
const BYTES: usize = 8 * 1024 * 1024;

/// Some rows on their way to the database.
#[derive(Default)]
pub struct Batch {
    pub staged: Vec<u8>,
    /// Rows read, rejects included.
    pub rows: u64,
    /// How often one id occurs at most: the occurrences are stored one after the other.
    pub rounds: i32,
    pub rejected: Vec<Rejected>,
    /// Rows that the database may still refuse, by line.
    pub originals: Vec<(u64, ByteRecord)>,
    pub kinds: BTreeSet<SurveyKind>,
    /// Bytes of the file read so far.
    pub position: u64,
    /// Whether rejects want a byte order mark.
    pub mark: bool,
}

/// What turns rows into batches.
pub struct Reading {
    pub noun: Noun,
    pub layout: Layout,
    pub zone: Tz,
    pub scale: Scale,
}

impl Reading {
    /// Reads to the end, batch by batch; stops early when nobody takes them any more.
    ///
    /// # Errors
    /// When the file can't be read further, with the line it got to.
    pub fn run(&self, mut rows: Rows, batches: &Sender<Batch>) -> Result<(), (u64, io::Error)> {
        let hasher = RandomState::new();
        let mut line = 1;
        loop {
            let mut filling = Filling::default();
            let mut ended = true;
            while let Some(place) = rows.next().map_err(|problem| (line, problem))? {
                line = place.line;
                filling.batch.rows += 1;
                let outcome = if place.open_quote {
                    Err("a quote opened in this row is never closed, so everything behind it is one cell"
                        .to_owned())
                } else {
                    self.stage(line, rows.record(), &hasher, &mut filling)
                };
                if let Err(problem) = outcome {
                    filling.reject(line, rows.record(), problem);
                }
                if filling.batch.rows >= ROWS || filling.bytes() >= BYTES {
                    ended = false;
                    break;
                }
            }
            let source = rows.source();
            let (position, mark) = (source.position(), source.wants_mark());
            if filling.batch.rows > 0 && batches.blocking_send(filling.finish(position, mark)).is_err() {
                return Ok(());
            }
            if ended {
                return Ok(());
            }
        }
    }

    fn stage(
        &self,
        line: u64,
        record: &ByteRecord,
        hasher: &RandomState,
        filling: &mut Filling,
    ) -> Result<(), String> {
        let mut cells = Cells::new(self.noun, &self.layout, record)?;
        // Two ids of one hash only cost a round more.
        let seen = filling.seen.entry(hasher.hash_one(cells.cell(self.noun.key()))).or_insert(0);
        let round = *seen;
        let staged = &mut filling.staged;
        staged.begin(line, round);
        let mut kind = None;
        let mut refusable = false;
        match self.noun {
            Noun::Customers => customers::stage(&mut cells, self.zone, staged),
            Noun::Purchases => purchases::stage(&mut cells, self.zone, staged),
            Noun::Responses => {
                let (of, with_purchase) =
                    responses::stage(&mut cells, &self.layout, self.zone, self.scale, staged);
                (kind, refusable) = (Some(of), with_purchase);
            }
            Noun::Departures => {
                departures::stage(&mut cells, self.zone, staged);
                refusable = true;
            }
        }
        if let Err(problem) = cells.verdict() {
            staged.give_up();
            return Err(problem);
        }
        staged.end();
        *seen += 1;
        filling.batch.rounds = filling.batch.rounds.max(round + 1);
        filling.batch.kinds.extend(kind);
        if refusable {
            filling.kept += record.as_slice().len();
            filling.batch.originals.push((line, record.clone()));
        }
        Ok(())
    }
}

/// A batch being filled.
#[derive(Default)]
struct Filling {
    batch: Batch,
    staged: Staged,
    kept: usize,
    /// How often an id occurred, by its hash.
    seen: HashMap<u64, i32>,
}

impl Filling {
    fn reject(&mut self, line: u64, record: &ByteRecord, problem: String) {
        self.kept += record.as_slice().len() + problem.len();
        self.batch.rejected.push(Rejected { line, record: record.clone(), problem });
    }

    fn bytes(&self) -> usize {
        self.staged.len() + self.kept
    }

    fn finish(self, position: u64, mark: bool) -> Batch {
        Batch { staged: self.staged.into_bytes(), position, mark, ..self.batch }
    }
}
