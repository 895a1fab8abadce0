//! Bulk writing: rows are copied into a staging table of this transaction, then put in their place by whole sets.
//!
//! Speaks to PostgreSQL through tokio-postgres itself, because diesel-async has no COPY; so a version of a
//! questionnaire is written here too, in the same transaction as its answers.

mod customers;
mod departures;
mod purchases;
mod responses;
mod upsert;
mod versions;

use std::{collections::HashMap, io::Cursor, pin::pin};

use chrono::{DateTime, Utc};
use futures_util::SinkExt as _;
use thiserror::Error;
use tokio::task::JoinHandle;
use tokio_postgres::{Client, NoTls};

use crate::domain::questionnaire::{Definition, Wording};

/// One import at a time, of whatever: two would lock the same rows in different orders.
const LOCK: i64 = 0x006f_746b_6c69_6b01;

/// Bytes handed to the server at once.
const PIECE: usize = 256 * 1024;

/// How often a round of departures is tried, when others write the same ones.
const TRIES: u32 = 5;

/// What the rows become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    Customers,
    Purchases,
    Responses,
    Departures,
}

/// What went wrong; the transaction is gone then.
#[derive(Debug, Error)]
pub enum Fault {
    #[error("the database does not answer: {0}")]
    Away(String),
    #[error("the database refused: {0}")]
    Refused(String),
}

impl From<tokio_postgres::Error> for Fault {
    fn from(error: tokio_postgres::Error) -> Self {
        match error.as_db_error() {
            Some(refusal) => Self::Refused(match refusal.detail() {
                Some(detail) => format!("{} ({detail})", refusal.message()),
                None => refusal.message().to_owned(),
            }),
            None => Self::Away(
                std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string),
            ),
        }
    }
}

/// One import: a connection and a transaction of its own. Dropped unfinished, it changes nothing.
pub struct Import {
    client: Client,
    driver: JoinHandle<Result<(), tokio_postgres::Error>>,
    table: Table,
    /// The statement that puts the rows of one round in their place and counts created and updated ones.
    put: Option<String>,
    /// The statement that takes out of the staging table what can't be stored.
    refuse: Option<String>,
}

impl Import {
    /// Connects, begins, and makes the staging table.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn begin(url: &str, table: Table) -> Result<Self, Fault> {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
        let driver = tokio::spawn(connection);
        let columns = match table {
            Table::Customers => customers::STAGED,
            Table::Purchases => purchases::STAGED,
            Table::Responses => responses::STAGED,
            Table::Departures => departures::STAGED,
        };
        // By index, since a batch is small beside what is there; not compiled, since no batch lasts long enough to
        // repay that.
        client
            .batch_execute(&format!(
                "SET temp_buffers = '32MB';
                 BEGIN;
                 SET LOCAL random_page_cost = 1.1;
                 SET LOCAL jit = off;
                 SET LOCAL work_mem = '32MB';
                 SET LOCAL lock_timeout = 0;
                 CREATE TEMPORARY TABLE import_rows (line bigint NOT NULL, round integer NOT NULL, {columns})
                     ON COMMIT DROP;
                 CREATE TEMPORARY TABLE import_versions (kind text PRIMARY KEY, id bigint NOT NULL)
                     ON COMMIT DROP;"
            ))
            .await?;
        Ok(Self { client, driver, table, put: None, refuse: None })
    }

    /// Takes the lock of imports if it is free.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn try_lock(&self) -> Result<bool, Fault> {
        Ok(self.client.query_one_scalar("SELECT pg_try_advisory_xact_lock($1)", &[&LOCK]).await?)
    }

    /// Waits for the lock of imports.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn lock(&self) -> Result<(), Fault> {
        self.client.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK]).await?;
        Ok(())
    }

    /// Every known parameter with its words.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn parameters(&self) -> Result<HashMap<String, Wording>, Fault> {
        let rows = self.client.query("SELECT code, title_ru, title_en FROM parameters", &[]).await?;
        rows.iter()
            .map(|row| Ok((row.try_get(0)?, Wording { ru: row.try_get(1)?, en: row.try_get(2)? })))
            .collect()
    }

    /// Settles which columns the file has: only they are compared and written.
    pub fn prepare(&mut self, present: &[&str], ratings: bool, now: DateTime<Utc>) {
        let statement = match self.table {
            Table::Customers => customers::upsert(present),
            Table::Purchases => purchases::upsert(present),
            Table::Responses => responses::upsert(present, ratings, now),
            Table::Departures => departures::upsert(present, now),
        };
        self.put = Some(statement);
        self.refuse = match self.table {
            Table::Responses => Some(responses::REFUSE.to_owned()),
            Table::Departures => Some(departures::refuse(now)),
            Table::Customers | Table::Purchases => None,
        };
    }

    /// Sees to it that answers of this kind have a version to be read by.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn put_version(&self, definition: &Definition) -> Result<(), Fault> {
        versions::put(&self.client, definition).await
    }

    /// Replaces what is in the staging table by these rows.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn stage(&self, rows: Vec<u8>) -> Result<(), Fault> {
        self.client.batch_execute("TRUNCATE import_rows").await?;
        let mut sink = pin!(self.client.copy_in("COPY import_rows FROM STDIN").await?);
        for piece in rows.chunks(PIECE) {
            sink.send(Cursor::new(piece.to_vec())).await?;
        }
        sink.finish().await?;
        // Nearly every row is of round 0; not knowing it, the planner takes one in two hundred for granted.
        self.client.batch_execute("ANALYZE import_rows (round)").await?;
        Ok(())
    }

    /// Makes the reasons that staged departures name and nobody knows.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn create_reasons(&self) -> Result<(), Fault> {
        self.client.execute(departures::CREATE_REASONS, &[]).await?;
        Ok(())
    }

    /// Takes out of the staging table what can't be stored, with its line and why, and makes unknown customers.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn refuse(&self) -> Result<Vec<(u64, String)>, Fault> {
        let mut refused = Vec::new();
        if let Some(refuse) = &self.refuse {
            for row in self.client.query(refuse, &[]).await? {
                let line: i64 = row.try_get(0)?;
                refused.push((u64::try_from(line).unwrap_or_default(), row.try_get(1)?));
            }
        }
        if self.table != Table::Customers {
            self.client.execute(customers::BARE, &[]).await?;
        }
        if self.table == Table::Departures {
            // Which departure a row is about hangs on who returned when.
            self.client.execute(departures::SETTLE, &[]).await?;
        }
        Ok(refused)
    }

    /// Puts the staged rows in their place, occurrence after occurrence of one id. Answers created and updated ones.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn put(&self, rounds: i32) -> Result<(u64, u64), Fault> {
        let Some(statement) = &self.put else {
            return Err(Fault::Refused("no columns are settled".to_owned()));
        };
        // Prepared for each batch, so that it is planned anew: the tables grow under it from perhaps nothing. Forcing
        // that by `plan_cache_mode` would plan the check of each row's foreign key anew, too.
        let statement = self.client.prepare(statement).await?;
        let (mut created, mut updated) = (0, 0);
        for round in 0..rounds {
            for again in (0..TRIES).rev() {
                let row = self.client.query_one(&statement, &[&round]).await?;
                created += u64::try_from(row.try_get::<_, i64>(0)?).unwrap_or_default();
                updated += u64::try_from(row.try_get::<_, i64>(1)?).unwrap_or_default();
                // What somebody else wrote meanwhile is seen, and corrected, by the same statement once more.
                if self.table != Table::Departures || row.try_get::<_, i64>(2)? == 0 {
                    break;
                }
                if again == 0 {
                    return Err(Fault::Refused("the same departures are being written elsewhere".to_owned()));
                }
            }
        }
        if self.table == Table::Purchases {
            self.client.execute(departures::SETTLE, &[]).await?;
        }
        Ok((created, updated))
    }

    /// Writes the deed into the audit.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn record(&self, subject: &str, detail: &str, now: DateTime<Utc>) -> Result<(), Fault> {
        self.client
            .execute(
                "INSERT INTO audit_events (at, action, subject, detail)
                 VALUES ($1::text::timestamptz, 'import', $2, $3::text::jsonb)",
                &[&now.to_rfc3339(), &subject, &detail],
            )
            .await?;
        Ok(())
    }

    /// Keeps everything.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn commit(self) -> Result<(), Fault> {
        self.end("COMMIT").await
    }

    /// Takes everything back.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn roll_back(self) -> Result<(), Fault> {
        self.end("ROLLBACK").await
    }

    async fn end(self, how: &str) -> Result<(), Fault> {
        self.client.batch_execute(how).await?;
        drop(self.client);
        // Ends once the server has heard the farewell; what it says after the commit changes nothing.
        let _ = self.driver.await;
        Ok(())
    }
}
