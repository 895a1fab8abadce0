//! Many rows at once: whole tables by COPY, for the demo company and for measurements.

mod complaints;
mod rows;

use std::{fmt::Write as _, io::Cursor};

use chrono::{DateTime, SecondsFormat, Utc};
use futures_util::SinkExt as _;
use tokio_postgres::{Client, NoTls, Transaction, error::SqlState};

pub use complaints::Discontent;
pub use rows::{
    AuditRow, ComplaintRow, CustomerRow, DecisionRow, DepartureRow, EditRow, EventRow, InvitationRow,
    LetterRow, PurchaseRow, ResponseRow, Road, StaffRow, Standing,
};

use super::{Result, StoreError};

/// Bytes gathered before they are sent.
const CHUNK: usize = 128 * 1024;

/// A value of a row as COPY's text format has it.
pub trait Cell {
    /// Appends the value.
    fn write(&self, line: &mut String);
}

/// A row of one table, with its columns in order.
pub trait Row {
    /// The table.
    const TABLE: &'static str;
    /// Its columns as COPY lists them.
    const COLUMNS: &'static str;
    /// Appends the whole line.
    fn write(&self, line: &mut String);
}

macro_rules! number_cells {
    ($($kind:ty),+) => {$(impl Cell for $kind {
        fn write(&self, line: &mut String) {
            // Writing to a string can't fail.
            let _ = write!(line, "{self}");
        }
    })+};
}
number_cells!(i16, i32, i64);

impl Cell for bool {
    fn write(&self, line: &mut String) {
        line.push(if *self { 't' } else { 'f' });
    }
}

impl Cell for str {
    fn write(&self, line: &mut String) {
        for letter in self.chars() {
            match letter {
                '\\' => line.push_str("\\\\"),
                '\n' => line.push_str("\\n"),
                '\r' => line.push_str("\\r"),
                '\t' => line.push_str("\\t"),
                // PostgreSQL's text holds everything but this.
                '\0' => {}
                other => line.push(other),
            }
        }
    }
}

impl Cell for String {
    fn write(&self, line: &mut String) {
        self.as_str().write(line);
    }
}

impl Cell for &str {
    fn write(&self, line: &mut String) {
        (**self).write(line);
    }
}

impl Cell for DateTime<Utc> {
    fn write(&self, line: &mut String) {
        line.push_str(&self.to_rfc3339_opts(SecondsFormat::Micros, true));
    }
}

impl<T: Cell> Cell for Option<T> {
    fn write(&self, line: &mut String) {
        match self {
            Some(value) => value.write(line),
            None => line.push_str("\\N"),
        }
    }
}

/// An array of numbers that may be missing.
impl Cell for Vec<Option<i16>> {
    fn write(&self, line: &mut String) {
        line.push('{');
        for (at, value) in self.iter().enumerate() {
            if at > 0 {
                line.push(',');
            }
            match value {
                Some(value) => value.write(line),
                None => line.push_str("NULL"),
            }
        }
        line.push('}');
    }
}

/// An array of codes: letters, digits, `_`, `-` and `:`, which need no quotes.
impl Cell for Vec<String> {
    fn write(&self, line: &mut String) {
        line.push('{');
        self.join(",").write(line);
        line.push('}');
    }
}

/// Tables whose ids are handed out by [`Writer::reserve`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    Staff,
    Customers,
    Purchases,
    Invitations,
    Decisions,
    Responses,
    Departures,
    Complaints,
    Events,
    Letters,
}

impl Table {
    const fn name(self) -> &'static str {
        match self {
            Self::Staff => StaffRow::TABLE,
            Self::Customers => CustomerRow::TABLE,
            Self::Purchases => PurchaseRow::TABLE,
            Self::Invitations => InvitationRow::TABLE,
            Self::Decisions => DecisionRow::TABLE,
            Self::Responses => ResponseRow::TABLE,
            Self::Departures => DepartureRow::TABLE,
            Self::Complaints => ComplaintRow::TABLE,
            Self::Events => EventRow::TABLE,
            Self::Letters => LetterRow::TABLE,
        }
    }
}

/// A connection of its own that speaks COPY, which diesel does not.
pub struct Copier(Client);

impl Copier {
    /// Connects.
    ///
    /// # Errors
    /// `Away` with the server's reason.
    pub async fn connect(url: &str) -> Result<Self> {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await.map_err(store_error)?;
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::warn!(%error, "the connection of a copy broke");
            }
        });
        Ok(Self(client))
    }

    /// Begins the one transaction of a founding; no other founding runs until it ends.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn begin(&mut self) -> Result<Writer<'_>> {
        let transaction = self.0.transaction().await.map_err(store_error)?;
        transaction
            .batch_execute("LOCK TABLE settings IN SHARE ROW EXCLUSIVE MODE")
            .await
            .map_err(store_error)?;
        Ok(Writer(transaction))
    }

    /// Lets the planner know the new sizes; without it, the first pages after a founding would plan for empty tables.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn analyze(&self) -> Result<()> {
        self.0.batch_execute("ANALYZE").await.map_err(store_error)
    }
}

/// Rows on their way into one transaction.
pub struct Writer<'a>(Transaction<'a>);

impl Writer<'_> {
    /// Gives those who could be asked about the relationship or their silence a place in the ninety days to come, but for
    /// one in `due`: a house that has been asking for years does not ask everybody on one morning.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn spread_planning(&self, now: DateTime<Utc>, due: i32) -> Result<()> {
        let due = i64::from(due);
        self.0
            .execute(
                "WITH later AS (
                     DELETE FROM planning_queue q USING customers c
                     WHERE c.id = q.customer_id AND c.id % $2 <> 0 AND c.consent AND c.email <> ''
                       AND c.unsubscribed_at IS NULL AND c.bounced_at IS NULL
                       AND NOT EXISTS (SELECT FROM departures g WHERE g.customer_id = c.id AND g.returned_at IS NULL)
                     RETURNING q.kind, q.customer_id
                 )
                 INSERT INTO invitation_decisions (kind, customer_id, decision, reason, decided_at, reconsider_at)
                 SELECT kind, customer_id, 'wait', 'too_early', now, now + (1 + customer_id % 90) * interval '1 day'
                 FROM later, (SELECT ($1::text)::timestamptz AS now) AS clock",
                &[&now.to_rfc3339(), &due],
            )
            .await
            .map_err(store_error)?;
        Ok(())
    }

    /// Takes `count` ids in a row from the sequence of a table, and answers the first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn reserve(&self, table: Table, count: usize) -> Result<i64> {
        let name = table.name();
        // Nobody else may take one in between; readers are not held up.
        let lock = format!("LOCK TABLE {name} IN SHARE ROW EXCLUSIVE MODE");
        self.0.batch_execute(&lock).await.map_err(store_error)?;
        let sequence = format!("pg_get_serial_sequence('{name}', 'id')");
        let first: i64 =
            self.0.query_one(&format!("SELECT nextval({sequence})"), &[]).await.map_err(store_error)?.get(0);
        let count = i64::try_from(count.max(1)).unwrap_or(i64::MAX);
        self.0
            .execute(&format!("SELECT setval({sequence}, $1)"), &[&(first.saturating_add(count) - 1)])
            .await
            .map_err(store_error)?;
        Ok(first)
    }

    /// Moves the sequence of an empty table past `rows` rows that bring ids of their own, counted from its start.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn restart_after(&self, table: Table, rows: usize) -> Result<()> {
        let name = table.name();
        let rows = i64::try_from(rows).unwrap_or(i64::MAX);
        self.0
            .execute(
                "SELECT setval(seqrelid::regclass, seqstart + $2, false) FROM pg_sequence
                 WHERE seqrelid = pg_get_serial_sequence($1, 'id')::regclass",
                &[&name, &rows],
            )
            .await
            .map_err(store_error)?;
        Ok(())
    }

    /// Copies rows into their table; answers how many.
    ///
    /// # Errors
    /// When a constraint refuses a row, or the database does not answer.
    pub async fn copy<R: Row>(&self, rows: impl IntoIterator<Item = R>) -> Result<u64> {
        let columns = R::COLUMNS.trim_end_matches(',');
        let statement = format!("COPY {} ({columns}) FROM STDIN", R::TABLE);
        let sink = self.0.copy_in(&statement).await.map_err(store_error)?;
        let mut sink = std::pin::pin!(sink);
        let mut buffer = String::with_capacity(CHUNK + 1024);
        for row in rows {
            row.write(&mut buffer);
            if buffer.len() >= CHUNK {
                let full = std::mem::replace(&mut buffer, String::with_capacity(CHUNK + 1024));
                sink.send(Cursor::new(full.into_bytes())).await.map_err(store_error)?;
            }
        }
        if !buffer.is_empty() {
            sink.send(Cursor::new(buffer.into_bytes())).await.map_err(store_error)?;
        }
        sink.finish().await.map_err(store_error)
    }

    /// The stored setting of this key.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn has_setting(&self, key: &str) -> Result<bool> {
        let row = self
            .0
            .query_one("SELECT EXISTS (SELECT FROM settings WHERE key = $1)", &[&key])
            .await
            .map_err(store_error)?;
        Ok(row.get(0))
    }

    /// Writes a setting; the value is a JSON text.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn put_setting(&self, key: &str, text: &str) -> Result<()> {
        self.0
            .execute(
                "INSERT INTO settings (key, value) VALUES ($1, to_jsonb($2::text))
                 ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_at = now()",
                &[&key, &text],
            )
            .await
            .map_err(store_error)?;
        Ok(())
    }

    /// Whether anybody signs in or bought here.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_inhabited(&self) -> Result<bool> {
        let row = self
            .0
            .query_one("SELECT EXISTS (SELECT FROM customers) OR EXISTS (SELECT FROM staff)", &[])
            .await
            .map_err(store_error)?;
        Ok(row.get(0))
    }

    /// Makes it all true at once. So many rows are not folded into the facts of reports one by one: those are built anew.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn commit(self) -> Result<()> {
        self.0.batch_execute("TRUNCATE fact_queue; DELETE FROM fact_state").await.map_err(store_error)?;
        self.0.commit().await.map_err(store_error)
    }
}

/// An invitation whose form can still be answered: the newest that was sent.
///
/// # Errors
/// When the database does not answer.
pub async fn open_invitation(connection: &mut super::Connection, now: DateTime<Utc>) -> Result<Option<i64>> {
    use diesel::prelude::*;
    use diesel_async::RunQueryDsl;

    use super::schema::invitations;
    Ok(invitations::table
        .filter(invitations::kind.eq("purchase"))
        .filter(invitations::answered_at.is_null())
        .filter(invitations::revoked_at.is_null())
        .filter(invitations::expires_at.gt(now))
        .order(invitations::send_at.desc())
        .select(invitations::id)
        .first(connection)
        .await
        .optional()?)
}

fn store_error(error: tokio_postgres::Error) -> StoreError {
    match error.as_db_error() {
        Some(refusal)
            if *refusal.code() != SqlState::ADMIN_SHUTDOWN && *refusal.code() != SqlState::CRASH_SHUTDOWN =>
        {
            let detail = refusal.detail().unwrap_or_default();
            let message = format!("{} {detail}", refusal.message());
            StoreError::Query(diesel::result::Error::QueryBuilderError(message.into()))
        }
        _ => StoreError::Away(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(cell: &impl Cell) -> String {
        let mut line = String::new();
        cell.write(&mut line);
        line
    }

    #[test]
    fn text_is_escaped_so_that_a_row_stays_a_row() {
        assert_eq!(line(&"a\tb\\c\r\nd\0e"), "a\\tb\\\\c\\r\\nde");
        assert_eq!(line(&None::<String>), "\\N");
        assert_eq!(line(&Some("\\N".to_owned())), "\\\\N");
    }

    #[test]
    fn arrays_keep_what_is_missing() {
        assert_eq!(line(&vec![Some(10), None, Some(-1)]), "{10,NULL,-1}");
        assert_eq!(line(&vec!["nps".to_owned(), "parameter:price".to_owned()]), "{nps,parameter:price}");
        assert_eq!(line(&Vec::<Option<i16>>::new()), "{}");
    }
}
