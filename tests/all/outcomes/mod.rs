//! How complaints end: resolved, rejected, closed, corrected and taken up again, each with its trace.

mod causes;
mod closing;
mod correcting;
mod rejecting;
mod reopening;
mod resolving;
mod rules;
mod steps;

use crate::support::{World, make, visitor::Page, visitor::Visitor};

/// What the form that resolves a complaint asks for, of a customer who got their money back.
const WHOLE: [(&str, &str); 6] = [
    ("cause", "delivery.late"),
    ("resolution", "upheld"),
    ("sought", "refund"),
    ("given", "refund"),
    ("amount", "1 500,50"),
    ("currency", "RUB"),
];

async fn card(visitor: &Visitor, number: i64) -> Page {
    let page = visitor.get(&format!("/desk/complaints/{number}")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    page
}

/// Presses the button of a deed on a card that was opened before.
async fn press(visitor: &Visitor, page: &Page, number: i64, deed: &str, typed: &[(&str, &str)]) -> Page {
    visitor.submit(page, &format!("/desk/complaints/{number}/{deed}"), typed).await
}

/// Opens the card and presses, and it is done.
async fn does(visitor: &Visitor, number: i64, deed: &str, typed: &[(&str, &str)]) {
    let page = press(visitor, &card(visitor, number).await, number, deed, typed).await;
    assert_eq!(page.status, 303, "{deed}: {}", page.body);
}

/// A complaint that this visitor has taken.
async fn taken(world: &World, visitor: &Visitor, name: &str) -> i64 {
    let number = make::complaint(world, name, 5).await;
    does(visitor, number, "take", &[]).await;
    number
}

/// The fields of the outcome as they are kept.
async fn outcome(world: &World, number: i64) -> String {
    world
        .value(&format!(
            "SELECT concat_ws(' ', state, coalesce(root_cause, '-'), coalesce(resolution, '-'), coalesce(remedy_sought, '-'),
                              coalesce(remedy_given, '-'), coalesce(compensation::text || compensation_currency, '-'))
             FROM complaints WHERE id = {number}"
        ))
        .await
}

/// The entries of some fields and deeds: kind, field, old, new.
async fn told(world: &World, number: i64, which: &str) -> Vec<String> {
    world
        .client
        .query(
            &format!(
                "SELECT concat_ws(' ', kind, field, coalesce(old_value, '-'), coalesce(new_value, '-'))
                 FROM complaint_events WHERE complaint_id = $1 AND ({which}) ORDER BY id"
            ),
            &[&number],
        )
        .await
        .expect("a history")
        .iter()
        .map(|row| row.get(0))
        .collect()
}

/// What a text area or field of a form still holds.
fn kept(page: &Page, deed: &str) -> String {
    let text = scraper::Selector::parse(&format!("form[action$='/{deed}'] textarea")).expect("a selector");
    let html = page.html();
    let area = html.select(&text).next().expect("a text area");
    area.text().collect::<String>().trim_start_matches('\n').to_owned()
}

fn chosen(page: &Page, deed: &str, field: &str) -> Vec<String> {
    page.attributes(&format!("#{deed}-{field} option[selected]"), "value")
}
