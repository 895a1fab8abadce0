//! Two people in two browsers.

use otklik::domain::role::Role;

use super::{card, does};
use crate::support::{
    World,
    browser::{Browser, DESK, PHONE_WITHOUT_SCRIPTS},
    make,
    world::PASSWORD,
};

async fn sign_in(browser: &Browser, world: &World, role: Role, to: &str) {
    browser.go(&format!("{}/sign-in?back={}", world.base, to.replace('/', "%2F"))).await;
    browser.type_into("#email", &format!("{}@otklik.example", role.code())).await;
    browser.type_into("#password", PASSWORD).await;
    browser.press("form button[type=submit]").await;
    browser.arrives_at(to).await;
}

async fn value(browser: &Browser, css: &str) -> String {
    let script = "return document.querySelector(arguments[0]).value";
    let said = browser.client.execute(script, vec![css.into()]).await.expect("a look");
    said.as_str().unwrap_or_default().to_owned()
}

/// Sends the letter, wherever on the page its button has moved to while others changed things above it.
async fn sends(browser: &Browser) {
    let press = "document.querySelector('.deed-reply button.btn-primary').click()";
    browser.client.execute(press, vec![]).await.expect("a press");
}

#[tokio::test]
async fn a_note_shows_without_reloading_and_no_typed_word_is_touched() {
    // zammad#4495, #4699: the words of others' saves overwrote what was being typed.
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let (ivan, maria) = (Browser::open(DESK).await, world.signed_in(Role::Lead).await);
    let path = format!("/desk/complaints/{number}");
    sign_in(&ivan, &world, Role::Handler, &path).await;
    ivan.press("form.deeds-take button").await;
    world.becomes("SELECT state FROM complaints", "in_progress").await;
    ivan.arrives_at(&path).await;
    super::heard(&world).await;
    ivan.type_into("#reply-body", "Здравствуйте, мы").await;
    // Others see that he writes; his words are kept while he does.
    world
        .becomes(
            "SELECT string_agg(DISTINCT doing, ',') FROM complaint_presence WHERE doing = 'writes'",
            "writes",
        )
        .await;
    assert_eq!(card(&maria, number).await.texts("#presence .present"), ["Иван Петров пишет"]);
    world
        .becomes(
            "SELECT coalesce(max(fields -> 0 -> 'typed' -> 0 ->> 1), '') FROM complaint_drafts",
            "Здравствуйте, мы",
        )
        .await;
    ivan.says(".deed-reply .draft-status", "Черновик сохранён").await;
    does(&maria, number, "edit", &[("subject", "Диван"), ("remedy_sought", "refund")]).await;
    does(&maria, number, "note", &[("body", "Я уже позвонила")]).await;
    ivan.says("#news", "Я уже позвонила").await;
    ivan.says("#history", "Я уже позвонила").await;
    ivan.says(".complaint-facts", "Диван").await;
    assert_eq!(value(&ivan, "#reply-body").await, "Здравствуйте, мы");
    // A field that he did not touch follows hers.
    assert_eq!(value(&ivan, "#subject").await, "Диван");
    // Sent past it, the letter is stopped; read, it goes, and its draft with it.
    sends(&ivan).await;
    ivan.says("#problem", "Ничего не отправлено").await;
    assert_eq!(world.count("SELECT count(*) FROM letters").await, 0);
    sends(&ivan).await;
    world
        .becomes("SELECT body FROM letters UNION ALL SELECT '' ORDER BY 1 DESC LIMIT 1", "Здравствуйте, мы")
        .await;
    assert_eq!(world.count("SELECT count(*) FROM complaint_drafts").await, 0);
}

#[tokio::test]
async fn a_row_changes_in_its_place_and_the_list_moves_only_when_asked() {
    let world = World::new().await;
    let first = make::complaint(&world, "one", 2).await;
    let second = make::complaint(&world, "two", 5).await;
    let (ivan, maria) = (Browser::open(DESK).await, world.signed_in(Role::Lead).await);
    sign_in(&ivan, &world, Role::Handler, "/desk/complaints").await;
    super::heard(&world).await;
    let row = format!("tr[data-complaint='{first}'] a.row-link");
    let focus = format!("document.querySelector(\"{row}\").focus()");
    ivan.client.execute(&focus, vec![]).await.expect("a row in hand");
    does(&maria, first, "take", &[]).await;
    ivan.says(&format!("tr[data-complaint='{first}'].queue-gone .q-told"), "Мария Лебедева").await;
    ivan.says(".live-bar", "1 изменение").await;
    let closing = [
        ("cause", "delivery.late"),
        ("resolution", "goodwill"),
        ("sought", "apology"),
        ("given", "apology"),
        ("body", ""),
    ];
    does(&maria, first, "resolve", &closing).await;
    ivan.says(&format!("tr[data-complaint='{first}'] .q-state"), "решена").await;
    let third = make::complaint(&world, "three", 1).await;
    does(&maria, third, "take", &[]).await;
    ivan.says(".live-bar", "2 изменения").await;
    let order = "return [...document.querySelectorAll('tr[data-complaint]')].map((row) => row.dataset.complaint).join()";
    let shown = ivan.client.execute(order, vec![]).await.expect("rows");
    assert_eq!(shown.as_str(), Some(format!("{first},{second}").as_str()));
    let held = "return document.activeElement.closest('tr')?.dataset.complaint";
    assert_eq!(
        ivan.client.execute(held, vec![]).await.expect("a row").as_str(),
        Some(first.to_string().as_str())
    );
    // Asked for by the key.
    let body = ivan.client.active_element().await.expect("a link");
    body.send_keys(".").await.expect("a key");
    ivan.says(&format!("tr[data-complaint='{third}']"), "Мария Лебедева").await;
    let shown = ivan.client.execute(order, vec![]).await.expect("rows");
    assert_eq!(shown.as_str(), Some(format!("{third},{second}").as_str()));
}

#[tokio::test]
async fn without_scripts_a_draft_is_kept_by_its_button() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let browser = Browser::open(PHONE_WITHOUT_SCRIPTS).await;
    let path = format!("/desk/complaints/{number}");
    sign_in(&browser, &world, Role::Handler, &path).await;
    browser.type_into("#note-body", "Позвонить завтра").await;
    browser.press(".deed-note button[formaction$=draft]:not([name])").await;
    world.becomes("SELECT count(*) FROM complaint_drafts", "1").await;
    browser.arrives_at(&path).await;
    browser.says(".deed-note .draft-status", "Черновик от").await;
    browser.says("#note-body", "Позвонить завтра").await;
    assert!(browser.fits_its_width().await);
}
