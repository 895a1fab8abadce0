//! The customers' form, as a visitor meets it: looking, answering, correcting, and everything that can be wrong.

mod answers;
mod bad_input;
mod colours;
mod complaints;
mod journeys;
mod kinds;
mod links;
mod look;
mod mistakes;
mod races;
mod screens;

use otklik::domain::{questionnaire::SurveyKind, token::Keys};

use crate::support::{World, make};

/// Somebody who was asked about a purchase, and the link they got.
pub struct Asked {
    pub customer: i64,
    pub purchase: i64,
    pub invitation: i64,
    pub link: String,
}

/// The link of an invitation, without the host.
pub fn link(world: &World, invitation: i64) -> String {
    format!("/s/{}", world.shared.keys.sign(invitation))
}

/// A customer who bought and was asked.
pub async fn asked(world: &World, name: &str) -> Asked {
    let customer = make::customer(world, name).await;
    let purchase = make::purchase(world, customer, &format!("{name}-1"), 3).await;
    let invitation = make::invitation(world, customer, purchase).await;
    Asked { customer, purchase, invitation, link: link(world, invitation) }
}

/// The link of somebody who was asked by a survey of any kind; a resolution survey is about a complaint of theirs that
/// was resolved yesterday.
pub async fn asked_by(world: &World, kind: SurveyKind, name: &str) -> String {
    if kind == SurveyKind::Purchase {
        return asked(world, name).await.link;
    }
    let about = if kind == SurveyKind::Resolution {
        let complaint = make::complaint(world, name, 1).await;
        world
            .sql(&format!(
                "UPDATE complaints SET state = 'resolved', resolved_at = now() - interval '1 day'
                 WHERE id = {complaint}"
            ))
            .await;
        format!("SELECT customer_id, id FROM complaints WHERE id = {complaint}")
    } else {
        format!("SELECT {}, NULL::bigint", make::customer(world, name).await)
    };
    let invitation = world
        .count(&format!(
            "INSERT INTO invitations (kind, customer_id, complaint_id, version_id, planned_at, send_at, sent_at, expires_at)
             SELECT q.kind, of.customer_id, of.complaint_id, q.current_version_id, now() - interval '1 hour',
                    now() - interval '1 hour', now() - interval '1 hour', now() + interval '30 days'
             FROM questionnaires q, ({about}) AS of (customer_id, complaint_id)
             WHERE q.kind = '{kind}' RETURNING id"
        ))
        .await;
    link(world, invitation)
}

/// Everything an answer could have written, so that a test can say that nothing was.
pub async fn traces(world: &World) -> String {
    world
        .value(
            "SELECT (SELECT count(*) FROM responses) || ' ' || (SELECT count(*) FROM response_edits) || ' ' ||
                    (SELECT count(*) FROM complaints) || ' ' || (SELECT count(*) FROM complaint_events) || ' ' ||
                    (SELECT count(*) FROM letters) || ' ' || (SELECT count(answered_at) FROM invitations) || ' ' ||
                    (SELECT coalesce(sum(revision), 0) FROM responses) || ' ' ||
                    (SELECT coalesce(sum(version), 0) FROM complaints)",
        )
        .await
}

pub const NOTHING: &str = "0 0 0 0 0 0 0 0";

/// A token that another house signed.
pub fn forged(invitation: i64) -> String {
    format!("/s/{}", Keys::new(b"some other house's secret, also quite long", None).sign(invitation))
}
