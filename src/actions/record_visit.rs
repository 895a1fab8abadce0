//! Writes down a look at a link, and finds out when several of them were a robot's.

use chrono::{DateTime, Utc};

use crate::{
    domain::visit::{IN_A_ROW, Verdict, is_burst},
    store::{Connection, Result, link_visits, partial_answers, transactions::transaction},
};

/// A look at a link.
#[derive(Debug, Clone, Copy)]
pub struct Visit<'a> {
    pub invitation_id: i64,
    /// What its address chose, as `name=value`.
    pub score: Option<&'a str>,
    /// As far as the request itself tells.
    pub verdict: Verdict,
}

/// Looks that were found to be a robot's by this one: of which kind, and how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Discarded {
    pub verdict: Verdict,
    pub visits: usize,
}

/// Writes a look down and takes back what robots left: their looks get the verdict, a provisional score of theirs is
/// discarded. What a hand touched stays.
///
/// # Errors
/// When the database does not answer: then nobody knows of this look, and no answer depends on it.
pub async fn record_visit(
    connection: &mut Connection,
    visit: Visit<'_>,
    now: DateTime<Utc>,
) -> Result<Option<Discarded>> {
    let Visit { invitation_id, score, verdict } = visit;
    if verdict == Verdict::Person && score.is_none() {
        link_visits::open(connection, invitation_id, now).await?;
        return Ok(None);
    }
    transaction(connection, async |connection| {
        link_visits::hold(connection, invitation_id).await?;
        let written = link_visits::add(connection, invitation_id, score, verdict.code(), now).await?;
        if verdict != Verdict::Person {
            if verdict == Verdict::Scanner {
                let why = verdict.code();
                partial_answers::discard(connection, invitation_id, now - IN_A_ROW, why, now).await?;
            }
            return Ok(written.then_some(Discarded { verdict, visits: 1 }));
        }
        link_visits::mark_opened(connection, invitation_id, now).await?;
        discard_burst(connection, invitation_id, score, now).await
    })
    .await
}

/// Looks whether the scores chosen of late, and this one, are a burst; if so, discards the looks and what was only seen.
///
/// The looks of the link are held by the caller, so that of two at once the later sees the earlier.
///
/// # Errors
/// When the database does not answer.
pub async fn discard_burst(
    connection: &mut Connection,
    invitation_id: i64,
    score: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Option<Discarded>> {
    let since = now - IN_A_ROW;
    let found = link_visits::scores_since(connection, invitation_id, since).await?;
    // A look past the most that a day holds is not among them.
    let scores: Vec<_> = found
        .iter()
        .map(|(at, score)| (*at, score.as_str()))
        .chain(score.map(|score| (now, score)))
        .collect();
    if !is_burst(&scores) {
        return Ok(None);
    }
    let visits = link_visits::mark_burst(connection, invitation_id, since).await?;
    partial_answers::discard(connection, invitation_id, since, Verdict::Burst.code(), now).await?;
    Ok(Some(Discarded { verdict: Verdict::Burst, visits }))
}
