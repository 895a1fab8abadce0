//! Reminders of the demo company: what was not answered in time was reminded of once, as the house's rules want it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{Company, Ground};
use crate::{
    domain::{
        invitation::{Plan, remind_at},
        questionnaire::SurveyKind,
    },
    store::seeds::{CustomerRow, LetterRow, Road},
};

/// Reminds of every invitation whose reminder would have left by now; the newest one is left due, for the mailbox.
pub fn remind(company: &mut Company, ground: &Ground<'_>) {
    let customers: BTreeMap<i64, &CustomerRow> = company.customers.iter().map(|row| (row.id, row)).collect();
    let plans: BTreeMap<&str, Plan> =
        SurveyKind::all().iter().map(|kind| (kind.code(), Plan::of(*kind))).collect();
    let mut newest: Option<(DateTime<Utc>, usize)> = None;
    for invitation in company.invitations.iter_mut().filter(|row| row.road == Road::Letter) {
        let Some(sent_at) = invitation.sent_at else { continue };
        let Some(plan) = plans.get(invitation.kind) else { continue };
        let Some(customer) = customers.get(&invitation.customer_id) else { continue };
        let Some(at) = remind_at(sent_at, invitation.expires_at, None, plan, sent_at) else { continue };
        let before = |moment: Option<DateTime<Utc>>| moment.is_some_and(|moment| moment <= at);
        if at > ground.now
            || before(invitation.answered_at)
            || before(customer.unsubscribed_at)
            || before(customer.bounced_at)
        {
            continue;
        }
        invitation.reminded_at = Some(at);
        let open = invitation.answered_at.is_none() && customer.unsubscribed_at.is_none();
        if open && customer.bounced_at.is_none() && newest.is_none_or(|(newest, _)| newest < at) {
            newest = Some((at, company.letters.len()));
        }
        company.letters.push(LetterRow {
            id: i64::try_from(company.letters.len()).unwrap_or(i64::MAX - 1) + 1,
            kind: "reminder",
            customer_id: invitation.customer_id,
            invitation_id: Some(invitation.id),
            state: "sent",
            due_at: at,
            attempts: 1,
            sent_at: Some(at),
            created_at: at,
            ..LetterRow::default()
        });
    }
    if let Some(letter) = newest.and_then(|(_, place)| company.letters.get_mut(place)) {
        letter.state = "queued";
        letter.attempts = 0;
        letter.sent_at = None;
    }
    in_order(company);
}

/// Letters get ids in the order of time, reminders among them; history keeps pointing at its own.
fn in_order(company: &mut Company) {
    let moments: Vec<_> = company.letters.iter().map(|letter| letter.created_at).collect();
    let mut renamed = BTreeMap::new();
    for (letter, id) in company.letters.iter_mut().zip(super::ranked(&moments, 1)) {
        renamed.insert(letter.id, id);
        letter.id = id;
    }
    for event in &mut company.events {
        event.letter_id = event.letter_id.and_then(|id| renamed.get(&id).copied());
    }
    company.letters.sort_by_key(|letter| letter.id);
}
