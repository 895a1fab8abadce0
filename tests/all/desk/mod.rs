//! The desk as complaint staff see it.

mod day_without_scripts;
mod keys;
mod queue;
mod refusals;
mod steps;

use crate::support::{World, visitor::Page, visitor::Visitor};

/// The card of a complaint.
async fn card(visitor: &Visitor, number: i64) -> Page {
    let page = visitor.get(&format!("/desk/complaints/{number}")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    page
}

/// Presses the button of a step on a card that was opened before.
async fn press(visitor: &Visitor, page: &Page, number: i64, step: &str, typed: &[(&str, &str)]) -> Page {
    visitor.submit(page, &format!("/desk/complaints/{number}/{step}"), typed).await
}

/// Opens the card and presses, and it is done.
async fn does(visitor: &Visitor, number: i64, step: &str, typed: &[(&str, &str)]) {
    let page = press(visitor, &card(visitor, number).await, number, step, typed).await;
    assert_eq!(
        (page.status, page.location()),
        (303, format!("/desk/complaints/{number}").as_str()),
        "{}",
        page.body
    );
}

/// The history in a line each: kind, field, old, new.
async fn history(world: &World, number: i64) -> Vec<String> {
    world
        .client
        .query(
            "SELECT concat_ws(' ', kind, field, coalesce(old_value, '-'), coalesce(new_value, '-'))
             FROM complaint_events WHERE complaint_id = $1 ORDER BY id",
            &[&number],
        )
        .await
        .expect("a history")
        .iter()
        .map(|row| row.get(0))
        .collect()
}

async fn staff(world: &World, role: &str) -> String {
    world.value(&format!("SELECT id FROM staff WHERE role = '{role}'")).await
}
