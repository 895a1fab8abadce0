//! Hands out the links of open invitations for other channels than mail, and keeps their letters from leaving.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use thiserror::Error;

use super::plan_invitations::{PlanError, plan_without_mail};
use crate::{
    domain::questionnaire::SurveyKind,
    store::{
        Connection, StoreError,
        invitations::{self, Open, Which},
        transactions::transaction,
    },
};

/// Links taken from the database at a time: memory stays the same for any number.
const PAGE: i64 = 1_000;

/// Why nothing was handed out.
#[derive(Debug, Error)]
pub enum HandOutError {
    #[error(transparent)]
    Plan(#[from] PlanError),
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Whoever takes the links could not.
    #[error("the links could not be written: {0}")]
    Written(#[from] std::io::Error),
}

/// What was done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HandedOut {
    /// Links given to the taker.
    pub links: usize,
    /// Of these, invitations made now for buyers whom no letter reaches.
    pub made: u64,
    /// Letters that will not leave because their link was handed out.
    pub letters_cancelled: usize,
}

/// Gives every open invitation to `take`, a page at a time, and marks it as handed out.
///
/// Of the survey about a purchase, first makes invitations for buyers with a telephone who were not asked only because no letter reaches them.
/// One transaction: if `take` fails, nothing is marked, made or cancelled.
///
/// # Errors
/// Those of planning, of the database, and of `take`.
pub async fn hand_out_links(
    connection: &mut Connection,
    kind: SurveyKind,
    zone: Tz,
    which: Which,
    now: DateTime<Utc>,
    take: impl FnMut(&[Open]) -> std::io::Result<()>,
) -> Result<HandedOut, HandOutError> {
    transaction(connection, async |connection| hand_out(connection, kind, zone, which, now, take).await).await
}

async fn hand_out(
    connection: &mut Connection,
    kind: SurveyKind,
    zone: Tz,
    which: Which,
    now: DateTime<Utc>,
    mut take: impl FnMut(&[Open]) -> std::io::Result<()>,
) -> Result<HandedOut, HandOutError> {
    let made = match kind {
        SurveyKind::Purchase => plan_without_mail(connection, zone, now).await?,
        _ => 0,
    };
    let mut done = HandedOut { made, ..HandedOut::default() };
    let mut after = 0;
    loop {
        let page = invitations::open(connection, kind.code(), which, after, PAGE, now).await?;
        let Some(last) = page.last() else { return Ok(done) };
        after = last.id;
        let ids: Vec<i64> = page.iter().map(|one| one.id).collect();
        done.letters_cancelled += invitations::mark_handed_out(connection, &ids, now).await?;
        done.links += page.len();
        take(&page)?;
    }
}
