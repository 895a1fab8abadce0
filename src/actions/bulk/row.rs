//! One row of a deed on many: done, as wished before, or refused with the reason.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Deed, Heir, Order};
use crate::{
    actions::{
        assign_complaint::assign,
        assigning::lightest_but,
        complaint_step::{Doer, Refusal, Work},
        hindrance::Hindrance,
        snooze_complaint::snooze,
        take_complaint::take,
    },
    domain::text::Text,
    store::{
        Connection, StoreError,
        bulk_deeds::{self, Became, BulkDeed},
        complaints::{self, Held},
        reminders,
        transactions::transaction,
        workload,
    },
};

/// What a deed changes of a complaint, as it was before.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Before {
    pub owner: Option<i64>,
    pub state: String,
    pub snoozed_until: Option<DateTime<Utc>>,
    pub reminder: Option<Kept>,
}

/// The reminder that there was.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Kept {
    pub staff: i64,
    pub until: DateTime<Utc>,
    pub note: Option<String>,
}

impl Before {
    async fn read(connection: &mut Connection, held: &Held) -> Result<Self, StoreError> {
        let reminder = reminders::kept(connection, held.id).await?;
        Ok(Self {
            owner: held.owner_id,
            state: held.state.clone(),
            snoozed_until: held.snoozed_until,
            reminder: reminder.map(|(staff, until, note)| Kept { staff, until, note }),
        })
    }
}

/// Does the next row that waits; answers whether there was one.
pub(super) async fn do_next(
    connection: &mut Connection,
    bulk: &BulkDeed,
    order: &Order,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    transaction(connection, async |connection| {
        if matches!(order.deed, Deed::HandOver { to: Heir::Spread, .. }) {
            // Before any complaint is held: whoever hands out by load holds in this order.
            workload::one_at_a_time(connection).await?;
        }
        let Some(row) = bulk_deeds::next_row(connection, bulk.id, "pending").await? else {
            return Ok(false);
        };
        let number = row.complaint_id;
        let doer = Doer { id: bulk.staff_id, role: order.role };
        let Some(held) = complaints::hold(connection, number).await? else { return Ok(false) };
        let before = Before::read(connection, &held).await?;
        let done = apply(connection, order, doer, &held, now).await;
        let version = complaints::version(connection, number).await?;
        let (outcome, detail) = match done {
            Ok(()) if version == held.version => ("already", None),
            Ok(()) => ("done", None),
            Err(Refusal::Store(cause)) => return Err(cause),
            Err(refusal) => ("refused", Some(reason(&refusal))),
        };
        let became = Became {
            outcome,
            detail: detail.as_deref(),
            before: Some(&json!(before)),
            version: Some(version),
        };
        bulk_deeds::settle(connection, bulk.id, number, became).await?;
        Ok(true)
    })
    .await
}

/// A refusal comes before anything was written, so that what it says can be written in the same transaction.
async fn apply(
    connection: &mut Connection,
    order: &Order,
    doer: Doer,
    held: &Held,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    let number = held.id;
    match &order.deed {
        Deed::Take => take(connection, number, doer, None, now).await,
        Deed::Assign { to } => {
            let work = Work::begin(connection, number, doer, now).await?;
            assign(connection, work, doer, *to, None).await
        }
        Deed::Snooze { until, note } => {
            let words = Text::parse(note.as_deref().unwrap_or_default())?;
            let work = Work::begin(connection, number, doer, now).await?;
            snooze(connection, work, doer, *until, words.as_ref(), now).await
        }
        Deed::HandOver { from, to } => {
            let work = Work::begin(connection, number, doer, now).await?;
            if held.owner_id != Some(*from) {
                let owner = held.owner.clone();
                return Err(owner.map_or(Refusal::Changed, |owner| Refusal::TakenBy { owner }));
            }
            let to = match to {
                Heir::Nobody => None,
                Heir::One(to) => Some(*to),
                Heir::Spread => Some(lightest_but(connection, Some(*from)).await?),
            };
            assign(connection, work, doer, to, None).await
        }
    }
}

/// A refusal as it is kept: a code, and what it is about behind a colon.
fn reason(refusal: &Refusal) -> String {
    match refusal {
        Refusal::TakenBy { owner } => format!("taken:{owner}"),
        Refusal::Over(state) => format!("over:{state}"),
        Refusal::Impossible(why) => format!("over:{}", why.state),
        Refusal::NotTaken => "free".to_owned(),
        Refusal::Hindered(Hindrance::NoColleague) => "colleague".to_owned(),
        Refusal::Hindered(Hindrance::Merged { into }) => format!("merged:{into}"),
        Refusal::Hindered(Hindrance::Reminder(_)) => "moment".to_owned(),
        _ => "changed".to_owned(),
    }
}
