//! The same link after the answer: what was said, what becomes of it, and the customer's voice on a complaint.

mod adding;
mod braking;
mod headers;
mod journey;
mod order;
mod resolution;
mod saying;
mod standing;
mod withdrawing;

use crate::{
    form::{Asked, asked},
    support::{Page, Visitor, World},
};

/// Somebody who was asked and answered this.
async fn answered(world: &World, name: &str, fields: &[(&str, &str)]) -> Asked {
    let one = asked(world, name).await;
    let page = world.stranger().post(&one.link, fields).await;
    assert_eq!(
        (page.status, page.location()),
        (303, format!("{}/thanks", one.link).as_str()),
        "{}",
        page.body
    );
    one
}

/// The history in a line each: who, kind, field, old, new, words.
async fn history(world: &World, number: i64) -> Vec<String> {
    world
        .client
        .query(
            "SELECT concat_ws(' ', CASE WHEN staff_id IS NULL THEN 'customer:' ELSE 'staff:' END, kind, field,
                    coalesce(old_value, '-'), coalesce(new_value, '-'), body)
             FROM complaint_events WHERE complaint_id = $1 ORDER BY id",
            &[&number],
        )
        .await
        .expect("a history")
        .iter()
        .map(|row| row.get(0))
        .collect()
}

/// State, reopened, version and signals of a complaint.
async fn complaint(world: &World, number: i64) -> String {
    world
        .value(&format!(
            "SELECT concat_ws(' ', state, reopened, version, array_to_string(signals, ','))
             FROM complaints WHERE id = {number}"
        ))
        .await
}

/// Finishes a complaint as staff do, without the letters.
async fn resolve(world: &World, number: i64) {
    world
        .sql(&format!(
            "UPDATE complaints SET state = 'resolved', resolved_at = now(), next_deadline = '9999-01-01Z',
                    root_cause = 'delivery', resolution = 'upheld', first_answered_at = now(), version = version + 1,
                    owner_id = (SELECT id FROM staff WHERE role = 'handler')
             WHERE id = {number}"
        ))
        .await;
}

/// Opens the page of an answer and sends the form that adds to its complaint.
async fn adds(visitor: &Visitor, link: &str, typed: &[(&str, &str)]) -> Page {
    let page = visitor.get(link).await;
    assert_eq!(page.status, 200, "{}", page.body);
    visitor.submit(&page, &format!("{link}/add"), typed).await
}
