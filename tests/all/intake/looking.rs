//! Whom somebody means who rings: chosen without letting go of the keyboard.

use otklik::domain::role::Role;

use super::NEW;
use crate::support::{
    World,
    browser::{Browser, DESK},
    make,
};

/// As WebDriver names them.
const TAB: &str = "\u{E004}";
const ENTER: &str = "\u{E007}";
const DOWN: &str = "\u{E015}";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_is_taken_in_by_the_keyboard_alone() {
    let world = World::new().await;
    for (name, phone, order) in [("one", "+79161234567", "А-1"), ("two", "+79161234568", "А-2")] {
        let customer = make::customer(&world, name).await;
        make::purchase(&world, customer, order, 9).await;
        make::purchase(&world, customer, &format!("{order}-позже"), 3).await;
        world.sql(&format!("UPDATE customers SET phone = '{phone}' WHERE id = {customer}")).await;
    }
    let browser = Browser::open(DESK).await;
    browser.signs_in(&world, Role::Handler).await;
    browser.waits_for("document.readyState === 'complete'").await;
    browser.stroke("Shift+KeyN", "N").await;
    browser.arrives_at(NEW).await;
    browser
        .waits_for("document.querySelector('#intake.is-quick') && document.activeElement.id === 'q'")
        .await;
    // Two of one name show while one types; Enter goes in among them, an arrow and Enter choose.
    browser.types("волков").await;
    browser.waits_for("document.querySelectorAll('#intake-people input').length === 3").await;
    browser.types(ENTER).await;
    browser.waits_for("document.activeElement.name === 'customer'").await;
    let first = browser.focused("value").await;
    browser.types(DOWN).await;
    let chosen = browser.focused("value").await;
    assert_ne!(chosen, first);
    browser.types(ENTER).await;
    browser.waits_for("document.activeElement.id === 'purchase'").await;
    // The last purchase but one.
    browser.types(DOWN).await;
    browser.types(DOWN).await;
    for (name, words) in
        [("source", DOWN), ("subject", "Чайник"), ("body", "Течёт у носика"), ("sought", DOWN)]
    {
        while browser.focused("name").await != name {
            browser.types(TAB).await;
        }
        browser.types(words).await;
    }
    while browser.focused("value").await != "open" {
        browser.types(TAB).await;
    }
    browser.types(ENTER).await;
    world.becomes("SELECT count(*) FROM complaints", "1").await;
    let kept = "SELECT concat_ws(' ', c.customer_id, p.external_id LIKE '%позже', source, subject, remedy_sought IS NOT NULL)
                FROM complaints c JOIN purchases p ON p.id = c.purchase_id";
    assert_eq!(world.value(kept).await, format!("{chosen} f counter Чайник t"));
    let number = world.value("SELECT id FROM complaints").await;
    browser.arrives_at(&format!("/desk/complaints/{number}")).await;
}
