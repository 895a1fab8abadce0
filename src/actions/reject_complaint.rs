//! Rejecting: not upheld, the reason told to the customer with what they can do about it.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::{
    attach_files,
    complaint_step::{Doer, Refusal, Seen, Work, reachable, words},
    outcome_rules::recourse,
};
use crate::{
    domain::{
        complaint::Step,
        language::Language,
        outcome::{Outcome, Told},
        text::{Text, TooLong},
    },
    store::{Connection, complaint_events::Entry, customers, transactions::transaction},
};

/// A complaint that is not upheld.
#[derive(Debug, Clone, Copy)]
pub struct Rejection<'a> {
    /// Made by [`crate::domain::outcome::rejected`].
    pub outcome: &'a Outcome,
    /// Why, in words for the customer.
    pub reason: &'a str,
    /// Files of the complaint that go with the letter.
    pub files: &'a [i64],
    /// How they were told, where no letter can go.
    pub told: Option<Told>,
    /// The language of a customer who has none of their own.
    pub house_language: Language,
}

/// What the letter says in words of the house: the reason, then what the customer can do.
///
/// # Errors
/// More than a letter holds.
pub fn letter(reason: &Text, recourse: &str) -> Result<Text, TooLong> {
    // Never empty, because the reason is not.
    Ok(Text::parse(&format!("{reason}\n\n{recourse}"))?.unwrap_or_else(|| reason.clone()))
}

/// Ends a complaint as not upheld. The customer learns why and what they can do by letter, or, where they have no usable
/// address, has been told otherwise. A new one goes to who rejects it, so that it is known who answered for it.
///
/// # Errors
/// `NoAddress` when no letter can go and it is not said how they were told; no reason given, or too long a one;
/// `Changed` when something arrived since the page was opened; who has it; a state that can't be rejected.
pub async fn reject_complaint(
    connection: &mut Connection,
    number: i64,
    doer: Doer,
    seen: Seen,
    rejection: Rejection<'_>,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    let Rejection { outcome, told, files, house_language, .. } = rejection;
    transaction(connection, async |connection| {
        let mut work = Work::begin(connection, number, doer, now).await?;
        let reason = words(rejection.reason)?;
        let news = work.since(connection, seen).await?;
        let held = &work.held;
        let reach = reachable(held.email.as_deref(), held.bounced, held.erased);
        let spoken = if reach.is_ok() { "" } else { reason.as_str() };
        if work.is_repeated(&news, "rejected", spoken) && work.has_outcome(outcome) {
            return Ok(());
        }
        work.answer_for()?;
        work.unchanged(seen, &news)?;
        work.step(Step::Reject)?;
        let rejected = |told: &str| Entry {
            kind: "rejected",
            detail: Some(json!({ "told": told })),
            ..Entry::default()
        };
        work.put_outcome(outcome);
        work.over_at(now);
        match (reach, told) {
            (Ok(()), _) => {
                let language = customers::language(connection, work.held.customer_id).await?;
                let language = language.as_deref().and_then(Language::parse).unwrap_or(house_language);
                let body = letter(&reason, recourse(connection).await?.get(language))?;
                let posted = work.post(connection, "rejected", &body).await?;
                if let Some(id) = posted.letter_id {
                    attach_files::send_with(connection, number, id, files).await?;
                }
                work.answer();
                work.end(connection, &[(posted, Some(&body)), (rejected("letter"), None)]).await
            }
            (Err(_), Some(told)) => {
                if told != Told::Nowhere {
                    work.answer();
                }
                work.end(connection, &[(rejected(told.code()), Some(&reason))]).await
            }
            (Err(why), None) => Err(Refusal::NoAddress(why)),
        }
    })
    .await
}
