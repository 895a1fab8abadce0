//! Facts as they are stored: the packed fields of each day and of whole months, the sums of each month, and the queue of
//! what changed.
//!
//! Written by `actions::roll_up` alone, under a lock, so that what stands here is what one roll-up after another made.

pub mod answers;
pub mod complaints;
pub mod days;
pub mod departures;
pub mod invitations;
pub mod months;
pub mod packs;
pub mod queue;
pub mod state;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use diesel::{
    QueryableByName,
    pg::Pg,
    sql_types::{Array, BigInt, Nullable, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl as _, SimpleAsyncConnection as _};

use super::{Result, histories, statement::prepared};
use crate::domain::{
    facts::{Fact, Subject},
    period::Period,
};

/// Which rows facts are made of.
#[derive(Debug, Clone, Copy)]
pub enum Which<'a> {
    /// Those with these ids.
    Ids(&'a [i64]),
    /// Those of the time from a moment to before another.
    Between(DateTime<Utc>, DateTime<Utc>),
}

impl Which<'_> {
    /// The rows of a statement that ends before its last condition, by the columns of their id and of their moment.
    async fn rows<Row>(
        self,
        connection: &mut AsyncPgConnection,
        statement: &str,
        id: &str,
        moment: &str,
    ) -> Result<Vec<Row>>
    where
        Row: QueryableByName<Pg> + Send + 'static,
    {
        Ok(match self {
            Self::Ids(ids) => {
                prepared(format!("{statement} {id} = ANY ($1)"))
                    .bind::<Array<BigInt>, _>(ids)
                    .get_results(connection)
                    .await?
            }
            Self::Between(from, to) => {
                prepared(format!("{statement} {moment} >= $1 AND {moment} < $2"))
                    .bind::<Timestamptz, _>(from)
                    .bind::<Timestamptz, _>(to)
                    .get_results(connection)
                    .await?
            }
        })
    }
}

/// Waits until no other roll-up runs; held until the transaction ends.
///
/// # Errors
/// When the database does not answer.
pub async fn lock(connection: &mut AsyncPgConnection) -> Result<()> {
    Ok(connection.batch_execute("SELECT pg_advisory_xact_lock(x'6f746b6c6661'::bigint)").await?)
}

/// The facts of a subject as its rows have them now.
///
/// # Errors
/// When the database does not answer.
pub async fn made(
    connection: &mut AsyncPgConnection,
    subject: Subject,
    which: Which<'_>,
    zone: Tz,
) -> Result<Vec<Fact>> {
    match subject {
        Subject::Answers => answers::made(connection, which, zone).await,
        Subject::Complaints => complaints::made(connection, which, zone).await,
        Subject::Departures => departures::made(connection, which, zone).await,
        Subject::Invitations => invitations::made(connection, which, zone).await,
        // Purchases have histories of their own.
        Subject::Customers => Ok(Vec::new()),
    }
}

/// The moments of the first and of the last row that a subject has facts of.
///
/// # Errors
/// When the database does not answer.
pub async fn span(
    connection: &mut AsyncPgConnection,
    subject: Subject,
) -> Result<Option<(DateTime<Utc>, DateTime<Utc>)>> {
    #[derive(QueryableByName)]
    struct Ends {
        #[diesel(sql_type = Nullable<Timestamptz>)]
        first: Option<DateTime<Utc>>,
        #[diesel(sql_type = Nullable<Timestamptz>)]
        last: Option<DateTime<Utc>>,
    }
    let (table, moment) = match subject {
        Subject::Answers => ("responses", "answered_at"),
        Subject::Complaints => ("complaints", "opened_at"),
        Subject::Departures => ("departures", "left_at"),
        Subject::Invitations => ("invitations", "send_at"),
        Subject::Customers => ("purchases", "purchased_at"),
    };
    let ends: Ends = prepared(format!("SELECT min({moment}) AS first, max({moment}) AS last FROM {table}"))
        .get_result(connection)
        .await?;
    Ok(ends.first.zip(ends.last))
}

/// The days from the first to the last that there is anything to report of.
///
/// # Errors
/// When the database does not answer.
pub async fn days_of(
    connection: &mut AsyncPgConnection,
    subject: Subject,
    zone: Tz,
) -> Result<Option<Period>> {
    match subject {
        Subject::Customers => histories::span(connection, zone).await,
        other => days::span(connection, other).await,
    }
}
