//! 'Marked as left': staff say that a customer left, when, and why as far as they know.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use thiserror::Error;

use crate::{
    domain::{
        departure::{Source, left_on},
        text::{Text, TooLong, one_line},
    },
    store::{
        Connection, StoreError, audit,
        departures::{self, Open, Said},
        reasons,
        transactions::transaction,
    },
};

/// Characters of a competitor's name.
pub const COMPETITOR_LIMIT: usize = 500;

/// What was said of a departure, as typed.
#[derive(Debug, Clone, Copy)]
pub struct Departure<'a> {
    pub day: NaiveDate,
    /// Category and reason by their codes; a category may stand alone.
    pub reason: Option<(&'a str, Option<&'a str>)>,
    pub competitor: &'a str,
    pub comment: &'a str,
    /// The open departure that the page showed: its id, and when it was last changed in microseconds.
    pub seen: Option<(i64, i64)>,
}

/// Why nothing was recorded. Nothing was changed.
#[derive(Debug, Error)]
pub enum RecordError {
    #[error("no such customer")]
    Unknown,
    #[error("the customer's data are erased")]
    Erased,
    #[error("the day is still to come")]
    ToCome,
    #[error("they bought at {last_purchase}, after that day")]
    BoughtSince { last_purchase: DateTime<Utc> },
    #[error("no such reason")]
    UnknownReason,
    #[error("the competitor's name has {length} characters, {limit} are allowed", limit = COMPETITOR_LIMIT)]
    LongCompetitor { length: usize },
    #[error(transparent)]
    LongComment(#[from] TooLong),
    #[error("somebody recorded it meanwhile")]
    Meanwhile,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Records a departure, or corrects the one that the customer has not returned from; a known one goes over silence.
/// What it said before stays in its history.
///
/// # Errors
/// [`RecordError`] for each reason not to.
pub async fn record_departure(
    connection: &mut Connection,
    external_id: &str,
    said: Departure<'_>,
    staff_id: i64,
    zone: Tz,
    now: DateTime<Utc>,
) -> Result<(), RecordError> {
    let mut left_at = left_on(said.day, zone, now).ok_or(RecordError::ToCome)?;
    let length = said.competitor.trim().chars().count();
    if length > COMPETITOR_LIMIT {
        return Err(RecordError::LongCompetitor { length });
    }
    let competitor = one_line(said.competitor, COMPETITOR_LIMIT);
    let comment = Text::parse(said.comment)?;
    transaction(connection, async |connection| {
        let held = departures::hold(connection, external_id).await?.ok_or(RecordError::Unknown)?;
        if held.erased {
            return Err(RecordError::Erased);
        }
        let open = departures::hold_open(connection, held.customer_id).await?;
        // Of a departure of the same day the moment is known better than from a day.
        if let Some(open) = &open
            && open.left_at.with_timezone(&zone).date_naive() == said.day
        {
            left_at = open.left_at;
        }
        let (category, reason) =
            said.reason.map_or((None, None), |(category, reason)| (Some(category), reason));
        let new = Said {
            left_at,
            category,
            reason,
            competitor: Some(competitor.as_str()).filter(|name| !name.is_empty()),
            comment: comment.as_ref().map(Text::as_str),
        };
        if open.as_ref().is_some_and(|open| says_so(open, &new)) {
            return Ok(());
        }
        if open.as_ref().map(|open| (open.id, open.updated_at.timestamp_micros())) != said.seen {
            return Err(RecordError::Meanwhile);
        }
        if let Some(last_purchase) = held.last_purchase.filter(|last| *last > left_at) {
            return Err(RecordError::BoughtSince { last_purchase });
        }
        if let Some((category, reason)) = said.reason
            && !reasons::exists(connection, category, reason).await?
        {
            return Err(RecordError::UnknownReason);
        }
        let put = departures::put(connection, held.customer_id, open.map(|open| open.id), new, staff_id, now);
        if !put.await? {
            return Err(RecordError::Meanwhile);
        }
        let subject = format!("customer:{}", held.customer_id);
        Ok(audit::record(connection, Some(staff_id), "departure.record", &subject, now).await?)
    })
    .await
}

/// Whether a departure says the very same already on the word of staff: a button pressed twice is one deed.
fn says_so(open: &Open, new: &Said<'_>) -> bool {
    open.source == Source::Staff.code()
        && open.left_at == new.left_at
        && open.category.as_deref() == new.category
        && open.reason.as_deref() == new.reason
        && open.competitor.as_deref() == new.competitor
        && open.comment.as_deref() == new.comment
}
