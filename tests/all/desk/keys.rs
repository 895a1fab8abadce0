//! Keys: a day's work without a pointer, on either layout, and one's own keys.

use otklik::domain::role::Role;

use crate::support::{
    World,
    browser::{Browser, DESK},
    make,
    world::PASSWORD,
};

/// As WebDriver names them.
const TAB: &str = "\u{E004}";
const ENTER: &str = "\u{E007}";
const DOWN: &str = "\u{E015}";

/// A browser of the handler, on the queue; signed in by keys alone.
async fn at_the_desk(world: &World) -> Browser {
    let browser = Browser::open(DESK).await;
    browser.go(&format!("{}/sign-in", world.base)).await;
    browser.types("handler@otklik.example").await;
    browser.types(TAB).await;
    browser.types(PASSWORD).await;
    browser.types(ENTER).await;
    browser.arrives_at("/desk/complaints").await;
    browser.waits_for("document.readyState === 'complete'").await;
    browser
}

/// The row that the focus is on.
async fn row(browser: &Browser) -> String {
    let link = browser.focused("href").await;
    link.rsplit('/').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn rows_are_walked_by_place_whatever_the_layout() {
    let world = World::new().await;
    let first = make::complaint(&world, "first", 1).await;
    let second = make::complaint(&world, "second", 2).await;
    let browser = at_the_desk(&world).await;
    browser.stroke("KeyJ", "j").await;
    assert_eq!(row(&browser).await, first.to_string());
    // freescout#4255: keys work in the list too; on the Russian layout this key is `о`.
    browser.stroke("KeyJ", "о").await;
    assert_eq!(row(&browser).await, second.to_string());
    browser.stroke("KeyJ", "о").await;
    assert_eq!(row(&browser).await, second.to_string(), "the last row is the last");
    browser.stroke("KeyK", "л").await;
    assert_eq!(row(&browser).await, first.to_string());
    browser.stroke("KeyO", "щ").await;
    browser.arrives_at(&format!("/desk/complaints/{first}")).await;
    browser.waits_for("document.readyState === 'complete'").await;
    browser.stroke("KeyU", "г").await;
    browser.arrives_at("/desk/complaints").await;
    browser.waits_for("document.activeElement.matches('a.row-link')").await;
    assert_eq!(row(&browser).await, first.to_string(), "back on the very same row");
}

#[tokio::test]
async fn a_key_in_a_field_is_a_letter() {
    let world = World::new().await;
    let number = make::complaint(&world, "first", 1).await;
    let browser = at_the_desk(&world).await;
    browser.go(&format!("{}/desk/complaints/{number}", world.base)).await;
    browser.stroke("KeyN", "n").await;
    assert_eq!(browser.focused("id").await, "note-body");
    // chatwoot#2672: letters that are keys elsewhere are typed here, and nothing else happens.
    for (code, letter) in [("KeyJ", "j"), ("KeyE", "e"), ("KeyR", "r"), ("Slash", "/")] {
        browser.stroke(code, letter).await;
    }
    browser.waits_for("document.activeElement.value === 'jer/'").await;
    browser.stroke("Escape", "Escape").await;
    assert_eq!(browser.focused("id").await, "", "out of the field");
    browser.waits_for("document.querySelector('#note-body').value === 'jer/'").await;
    browser.stroke("KeyN", "т").await;
    browser.stroke("Control+Enter", "Enter").await;
    browser.waits_for("document.querySelector('.said-note')").await;
    assert_eq!(world.value("SELECT body FROM complaint_events WHERE kind = 'note'").await, "jer/");
}

#[tokio::test]
async fn the_sheet_and_the_palette_tell_every_key() {
    let world = World::new().await;
    make::complaint(&world, "first", 1).await;
    let browser = at_the_desk(&world).await;
    browser.stroke("Shift+Slash", "?").await;
    browser.waits_for("document.querySelector('#keys').open").await;
    assert!(browser.text("#keys [data-command=down]").await.contains("J (О)"));
    browser.stroke("Escape", "Escape").await;
    browser.waits_for("!document.querySelector('#keys').open").await;
    browser.stroke("Control+KeyK", "k").await;
    browser.waits_for("document.querySelector('#palette').open").await;
    browser.types("мои").await;
    browser.stroke("Enter", "Enter").await;
    browser.waits_for("location.search === '?list=mine'").await;
    browser.waits_for("document.readyState === 'complete'").await;
    // Two strokes, one after the other.
    browser.stroke("KeyG", "п").await;
    browser.stroke("KeyO", "щ").await;
    browser.waits_for("location.search === '?list=open'").await;
}

#[tokio::test]
async fn keys_are_changed_and_switched_off() {
    let world = World::new().await;
    let number = make::complaint(&world, "first", 1).await;
    let handler = world.signed_in(Role::Handler).await;
    let page = handler.get("/desk/keys").await;
    assert_eq!(page.status, 200);
    let refused =
        handler.submit(&page, "/desk/keys", &[("on", "yes"), ("key-down", "к"), ("key-note", "ооо")]).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.attributes("#key-note", "value"), ["ооо"], "what was typed stays");
    assert!(refused.texts("#key-reply-problem")[0].contains("Следующая строка"));
    let kept = handler.submit(&page, "/desk/keys", &[("on", "yes"), ("key-down", "н")]).await;
    assert_eq!(kept.status, 303, "{}", kept.body);
    let browser = at_the_desk(&world).await;
    browser.stroke("KeyY", "y").await;
    assert_eq!(row(&browser).await, number.to_string());
    let page = handler.get("/desk/keys").await;
    // WCAG 2.1.4: off is off.
    assert_eq!(handler.submit(&page, "/desk/keys", &[("key-down", "н")]).await.status, 303);
    browser.go(&format!("{}/desk/complaints", world.base)).await;
    browser.stroke("KeyY", "y").await;
    browser.stroke("KeyJ", "j").await;
    assert_eq!(row(&browser).await, "");
    // Somebody else's keys are their own.
    let lead = world.signed_in(Role::Lead).await.get("/desk/keys").await;
    assert_eq!(lead.attributes("#key-down", "value"), ["j"]);
}

// chatwoot#628, chatwoot#4346: there were no keys for the daily steps.
#[tokio::test]
async fn a_complaint_is_worked_to_its_end_by_keys_alone() {
    let world = World::new().await;
    let first = make::complaint(&world, "first", 1).await;
    let second = make::complaint(&world, "second", 2).await;
    let browser = at_the_desk(&world).await;
    browser.stroke("KeyJ", "о").await;
    // The same key on a row and on its card.
    browser.stroke("KeyI", "ш").await;
    browser.arrives_at(&format!("/desk/complaints/{first}")).await;
    browser.waits_for("document.querySelector('#reply-body')").await;
    browser.waits_for("document.readyState === 'complete'").await;
    browser.stroke("KeyR", "к").await;
    assert_eq!(browser.focused("id").await, "reply-body");
    browser.types("Разбираемся.").await;
    browser.stroke("Control+Enter", "Enter").await;
    browser.waits_for("document.querySelector('.said-letter')").await;
    browser.waits_for("document.readyState === 'complete'").await;
    browser.stroke("KeyE", "у").await;
    assert_eq!(browser.focused("name").await, "cause");
    for _ in ["cause", "resolution", "sought", "given"] {
        browser.types(DOWN).await;
        browser.types(TAB).await;
    }
    browser.types("100").await;
    while browser.focused("name").await != "body" {
        browser.types(TAB).await;
    }
    browser.types("Привезём завтра.").await;
    browser.stroke("Control+Enter", "Enter").await;
    browser.waits_for("!document.querySelector(\"#steps select\")").await;
    // Done: on to the next row.
    browser.arrives_at("/desk/complaints").await;
    browser.waits_for("document.activeElement.matches('a.row-link')").await;
    assert_eq!(row(&browser).await, second.to_string());
    assert_eq!(world.value(&format!("SELECT state FROM complaints WHERE id = {first}")).await, "resolved");
}
