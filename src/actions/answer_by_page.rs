//! Takes an answer that came by a link which the shop signed for its 'thank you' page.

use chrono::{DateTime, Utc};
use thiserror::Error;

use super::{
    answer_by_open_link::CORRECTABLE,
    submit_answer::{Given, Outcome, submit_answer},
};
use crate::{
    domain::{
        answer::Answer,
        clock::Clockwork,
        language::Language,
        questionnaire::{Definition, SurveyKind},
        snippet::Signed,
    },
    store::{
        Connection, StoreError,
        transactions::transaction,
        walk_ins::{self, WalkIn},
    },
};

/// An answer as the page's form gave it.
#[derive(Debug, Clone, Copy)]
pub struct ByPage<'a> {
    /// Whose it is, by the shop's word.
    pub signed: &'a Signed,
    pub version_id: i64,
    pub definition: &'a Definition,
    pub answer: &'a Answer,
    /// The language that the form was shown in.
    pub language: Language,
    pub clockwork: &'a Clockwork,
}

/// Why nothing was written.
#[derive(Debug, Error)]
pub enum NotTaken {
    #[error("the answer was not taken: {0:?}")]
    Refused(Outcome),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Stores it in one transaction; answers the invitation, which is made where there is none yet. Sent twice, the same
/// invitation is corrected.
///
/// # Errors
/// When the database does not answer, or the answer can't be taken: nothing is written then.
pub async fn answer_by_page(
    connection: &mut Connection,
    given: &ByPage<'_>,
    now: DateTime<Utc>,
) -> Result<i64, NotTaken> {
    transaction(connection, async |connection| {
        let invitation = invitation(connection, given, now).await?;
        let submitted = Given {
            invitation_id: invitation,
            version_id: given.version_id,
            definition: given.definition,
            answer: given.answer,
            language: given.language,
            clockwork: given.clockwork,
        };
        match submit_answer(connection, submitted, now).await? {
            Outcome::Stored | Outcome::Changed | Outcome::Unchanged => Ok(invitation),
            other => Err(NotTaken::Refused(other)),
        }
    })
    .await
}

async fn invitation(
    connection: &mut Connection,
    given: &ByPage<'_>,
    now: DateTime<Utc>,
) -> Result<i64, NotTaken> {
    let Signed { customer, order, kind, .. } = given.signed;
    let erased = || NotTaken::Refused(Outcome::Revoked);
    let language = given.language.code();
    let customer_id = walk_ins::customer(connection, customer, language, now).await?.ok_or_else(erased)?;
    if let Some(found) = walk_ins::of_page(connection, customer, order, kind.code(), now).await? {
        return Ok(found);
    }
    let purchase_id = match kind {
        SurveyKind::Purchase => walk_ins::purchase_of(connection, customer_id, order).await?,
        _ => None,
    };
    let bound = WalkIn {
        kind: kind.code(),
        customer_id,
        purchase_id,
        version_id: given.version_id,
        open_link_id: None,
        order_number: None,
        road: "page",
        now,
        expires_at: now + CORRECTABLE,
    };
    if purchase_id.is_some()
        && let Some(made) = walk_ins::invite(connection, &bound).await?
    {
        return Ok(made);
    }
    // Unknown so far, or answered in a shop by who knows whom: the number is kept as it was signed.
    let number = Some(order.as_str()).filter(|order| !order.is_empty());
    let free = WalkIn { purchase_id: None, order_number: number, ..bound };
    walk_ins::invite(connection, &free).await?.ok_or(NotTaken::Refused(Outcome::Unknown))
}
