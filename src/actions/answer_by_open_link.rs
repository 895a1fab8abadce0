//! Takes an answer that came by an open link: whose it is, that it is the device's only one of the day, and the answer itself.

use chrono::{DateTime, TimeDelta, Utc};
use thiserror::Error;

use super::submit_answer::{Given, Outcome, submit_answer};
use crate::{
    domain::{
        answer::Answer,
        clock::Clockwork,
        language::Language,
        open_link::{BINDS, Contact},
        questionnaire::{Definition, SurveyKind},
    },
    store::{
        Connection, StoreError,
        open_links::{self, Claim, Device},
        transactions::transaction,
        walk_ins::{self, Asked, Guest, WalkIn},
    },
};

/// How long an answer that nobody was invited to can be corrected.
pub const CORRECTABLE: TimeDelta = TimeDelta::days(30);

/// Whom a guest answers as, and on which road they came.
const ROAD: &str = "store";

/// An answer as an open link's form gave it.
#[derive(Debug, Clone, Copy)]
pub struct ByOpenLink<'a> {
    pub device: Device,
    pub kind: SurveyKind,
    pub version_id: i64,
    pub definition: &'a Definition,
    pub answer: &'a Answer,
    /// As typed; empty: none.
    pub order_number: &'a str,
    pub contact: Option<&'a Contact>,
    /// The language that the form was shown in.
    pub language: Language,
    pub clockwork: &'a Clockwork,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// Stored, as the answer to this invitation.
    By(i64),
    /// This device has answered today: nothing was written.
    Before,
}

/// Why nothing was written.
#[derive(Debug, Error)]
pub enum NotTaken {
    #[error("the answer was not taken: {0:?}")]
    Refused(Outcome),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Stores it in one transaction, so that of two presses at once one counts.
///
/// An order number is no proof of who types it. It binds the answer to a purchase of the last ninety days about which
/// nobody has answered, unless the link of an invitation is already in its buyer's hands: that one is left to them, and
/// the answer is a guest's with the number kept. What is answered then is the same for each, so nobody learns from it
/// whether a number exists. The same form sent again corrects its own answer.
///
/// # Errors
/// When the database does not answer, or the answer can't be taken any more: nothing is written then.
pub async fn answer_by_open_link(
    connection: &mut Connection,
    given: &ByOpenLink<'_>,
    now: DateTime<Utc>,
) -> Result<Taken, NotTaken> {
    transaction(connection, async |connection| {
        let (invitation, is_known) = match open_links::claim(connection, &given.device).await? {
            Claim::Taken => return Ok(Taken::Before),
            Claim::Again(invitation) => (invitation, false),
            Claim::First => {
                let found = invitation(connection, given, now).await?;
                open_links::remember(connection, &given.device, found.0).await?;
                found
            }
        };
        let submitted = Given {
            invitation_id: invitation,
            version_id: given.version_id,
            definition: given.definition,
            answer: given.answer,
            language: given.language,
            clockwork: given.clockwork,
        };
        match submit_answer(connection, submitted, now).await? {
            Outcome::Stored | Outcome::Changed | Outcome::Unchanged => {}
            other => return Err(NotTaken::Refused(other)),
        }
        if let Some(contact) = given.contact.filter(|_| is_known) {
            walk_ins::keep_contact(connection, invitation, contact.as_str(), now).await?;
        }
        Ok(Taken::By(invitation))
    })
    .await
}

/// The invitation that is answered, and whether it is a known customer's.
async fn invitation(
    connection: &mut Connection,
    given: &ByOpenLink<'_>,
    now: DateTime<Utc>,
) -> Result<(i64, bool), StoreError> {
    let mut one = WalkIn {
        kind: given.kind.code(),
        customer_id: 0,
        purchase_id: None,
        version_id: given.version_id,
        open_link_id: Some(given.device.open_link_id),
        order_number: None,
        road: ROAD,
        now,
        expires_at: now + CORRECTABLE,
    };
    if given.kind == SurveyKind::Purchase && !given.order_number.is_empty() {
        let bought = walk_ins::bought(connection, given.order_number, one.kind, now - BINDS, now).await?;
        if let Some(bought) = bought {
            let bound =
                WalkIn { customer_id: bought.customer_id, purchase_id: Some(bought.purchase_id), ..one };
            let invitation = match bought.asked {
                Asked::Not => walk_ins::invite(connection, &bound).await?,
                Asked::Quietly(id) => walk_ins::take_over(connection, id, &bound).await?.then_some(id),
                Asked::Aloud => None,
            };
            if let Some(invitation) = invitation {
                return Ok((invitation, true));
            }
        }
    }
    let (email, phone) = match given.contact {
        Some(Contact::Email(address)) => (Some(address.as_str()), None),
        Some(Contact::Phone(number)) => (None, Some(number.as_str())),
        None => (None, None),
    };
    let standing = if given.kind == SurveyKind::Staff { "employee" } else { "guest" };
    let guest = Guest { standing, email, phone, language: given.language.code() };
    one.customer_id = walk_ins::add_guest(connection, &guest, now).await?;
    one.order_number = Some(given.order_number).filter(|number| !number.is_empty());
    let invitation = walk_ins::invite(connection, &one).await?;
    invitation.map(|id| (id, false)).ok_or_else(|| {
        // Without a purchase there is nothing that another invitation could be in the way of.
        StoreError::Away("an invitation without a purchase was not made".to_owned())
    })
}
