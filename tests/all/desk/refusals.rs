//! What a step refuses, and that no typed word is ever lost.

use otklik::domain::role::Role;

use super::{card, does, press};
use crate::support::{World, make, visitor::Page};

const WORDS: &str = "Здравствуйте!\n\n  Отступ, <b>скобки</b> & «кавычки»";

/// What a form still holds: the first line break of a text area is the browser's own.
fn kept(page: &Page, step: &str) -> String {
    let selector =
        scraper::Selector::parse(&format!("form[action$='/{step}'] textarea")).expect("a selector");
    let html = page.html();
    let area = html.select(&selector).next().expect("a text area");
    area.text().collect::<String>()
}

// zammad#246: without a lock two people answered one customer at once.
#[tokio::test]
async fn words_written_before_news_arrived_are_stopped_and_kept() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let (handler, lead) = (world.signed_in(Role::Handler).await, world.signed_in(Role::Lead).await);
    does(&handler, number, "take", &[]).await;
    let page = card(&handler, number).await;
    does(&lead, number, "note", &[("body", "Я ему уже <i>позвонила</i>")]).await;
    let stopped = press(&handler, &page, number, "reply", &[("body", WORDS), ("wait", "yes")]).await;
    assert_eq!(stopped.status, 409);
    let alert = &stopped.texts("[role=alert]")[0];
    assert!(alert.contains("Мария Лебедева") && alert.contains("Я ему уже <i>позвонила</i>"), "{alert}");
    assert_eq!(kept(&stopped, "reply").trim_start_matches('\n'), WORDS);
    assert!(stopped.has("form[action$=reply] input[name=wait][checked]"));
    assert!(stopped.has("details.deed-reply[open]"));
    assert_eq!(world.count("SELECT count(*) FROM letters").await, 0);
    // Read, and sent again from the page that shows it.
    assert_eq!(press(&handler, &stopped, number, "reply", &[("body", WORDS)]).await.status, 303);
    assert_eq!(world.value("SELECT body FROM letters").await, WORDS);
}

#[tokio::test]
async fn a_signal_from_the_customer_stops_a_letter_too() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let handler = world.signed_in(Role::Handler).await;
    does(&handler, number, "take", &[]).await;
    let page = card(&handler, number).await;
    world
        .sql("INSERT INTO complaint_events (complaint_id, at, kind, body) SELECT id, now(), 'signal', 'Ещё хуже' FROM complaints")
        .await;
    for step in ["reply", "resolve"] {
        let typed = make::ending("delivery.late", "upheld", WORDS);
        let stopped = press(&handler, &page, number, step, &typed).await;
        assert_eq!(stopped.status, 409, "{step}");
        assert!(stopped.texts("[role=alert]")[0].contains("Клиент"));
        assert_eq!(kept(&stopped, step).trim_start_matches('\n'), WORDS);
    }
}

#[tokio::test]
async fn letters_without_words_or_with_too_many_are_not_sent() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let handler = world.signed_in(Role::Handler).await;
    does(&handler, number, "take", &[]).await;
    let page = card(&handler, number).await;
    let long = "ж".repeat(20_001);
    for step in ["reply", "note"] {
        let empty = press(&handler, &page, number, step, &[("body", " \r\n ")]).await;
        assert_eq!(empty.status, 422);
        assert_eq!(empty.texts("[role=alert]"), ["Напишите хотя бы слово."]);
        assert!(empty.has(&format!("details.deed-{step}[open] textarea.is-invalid[autofocus]")));
        let refused = press(&handler, &page, number, step, &[("body", &long)]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.texts("[role=alert]")[0].contains("20001"));
        assert_eq!(kept(&refused, step).trim_start_matches('\n'), long);
    }
    assert_eq!(world.count("SELECT version FROM complaints").await, 2);
}

#[tokio::test]
async fn who_can_not_be_written_to_is_said_before_and_after() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let handler = world.signed_in(Role::Handler).await;
    does(&handler, number, "take", &[]).await;
    let before = card(&handler, number).await;
    for (change, words) in [
        ("email = NULL", "нет адреса"),
        ("email = 'anna at example'", "с ошибкой"),
        ("bounced_at = now()", "не дошли"),
        ("erased_at = now()", "удалены"),
    ] {
        world.sql(&format!("UPDATE customers SET {change}")).await;
        let page = card(&handler, number).await;
        assert!(page.texts("#reply-reach")[0].contains(words));
        assert!(page.has("form[action$=reply] button[disabled]"));
        for (step, cause) in [("reply", ""), ("resolve", "other")] {
            let typed = [("body", WORDS), ("cause", cause), ("resolution", "withdrawn")];
            let refused = press(&handler, &before, number, step, &typed).await;
            assert_eq!(refused.status, 422);
            assert!(refused.texts("[role=alert]")[0].contains(words));
            assert_eq!(kept(&refused, step).trim_start_matches('\n'), WORDS);
        }
    }
    // Without closing words it can be resolved all the same.
    does(&handler, number, "resolve", &[("cause", "other"), ("resolution", "withdrawn")]).await;
    assert_eq!(world.count("SELECT count(*) FROM letters").await, 0);
}

#[tokio::test]
async fn what_is_not_mine_or_not_possible_is_refused_with_a_reason_and_the_words() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let (handler, lead) = (world.signed_in(Role::Handler).await, world.signed_in(Role::Lead).await);
    let free = card(&handler, number).await;
    let hidden =
        free.attributes(&format!("form[action='/desk/complaints/{number}/note'] input[name=csrf]"), "value");
    let seen = free.attributes("input[name=seen]", "value");
    let written = |cause| {
        vec![
            ("csrf", hidden[0].as_str()),
            ("version", "1"),
            ("seen", seen[0].as_str()),
            ("body", WORDS),
            ("cause", cause),
            ("resolution", "upheld"),
            ("sought", "apology"),
            ("given", "apology"),
        ]
    };
    for step in ["reply", "resolve", "reopen"] {
        let page =
            handler.post(&format!("/desk/complaints/{number}/{step}"), &written("price.mismatch")).await;
        assert_eq!(page.status, 409, "{step}");
        assert_eq!(kept(&page, step).trim_start_matches('\n'), WORDS);
    }
    let page = handler.post(&format!("/desk/complaints/{number}/resolve"), &written("nonsense")).await;
    assert_eq!(page.status, 422);
    assert_eq!(page.texts("[role=alert]"), ["Заполните или выберите: Причина"]);
    assert_eq!(page.attributes("#resolve-resolution option[selected]", "value"), ["upheld"]);
    does(&lead, number, "take", &[]).await;
    let page = handler.post(&format!("/desk/complaints/{number}/reply"), &written("")).await;
    assert_eq!(page.status, 409);
    assert!(page.texts("[role=alert]")[0].contains("Мария Лебедева"));
    does(&lead, number, "resolve", &make::ending("price.mismatch", "upheld", "")).await;
    for step in ["reply", "take"] {
        let page = handler.post(&format!("/desk/complaints/{number}/{step}"), &written("")).await;
        assert_eq!(page.status, 409, "{step}");
    }
    let page = lead.post(&format!("/desk/complaints/{number}/reopen"), &[("body", WORDS)]).await;
    assert_eq!(page.status, 403, "a form without its csrf");
    assert_eq!(world.value("SELECT state FROM complaints").await, "resolved");
    assert_eq!(handler.post("/desk/complaints/77/note", &written("")).await.status, 404);
}

#[tokio::test]
async fn a_finished_one_is_not_reopened_beside_an_open_one_of_the_same_purchase() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let handler = world.signed_in(Role::Handler).await;
    does(&handler, number, "take", &[]).await;
    does(&handler, number, "resolve", &make::ending("price.mismatch", "upheld", "")).await;
    world
        .sql("INSERT INTO complaints (customer_id, purchase_id, state, severity, signals, opened_at, first_answer_due,
                                      resolution_due, next_deadline)
              SELECT customer_id, purchase_id, 'new', 1, '{contact_me}', now(), now(), now(), now() FROM complaints")
        .await;
    let twin = world.count("SELECT max(id) FROM complaints").await;
    let page = press(&handler, &card(&handler, number).await, number, "reopen", &[("body", WORDS)]).await;
    assert_eq!(page.status, 409);
    assert_eq!(page.attributes("[role=alert] a", "href"), [format!("/desk/complaints/{twin}")]);
    assert_eq!(kept(&page, "reopen").trim_start_matches('\n'), WORDS);
    let others = card(&handler, twin).await;
    assert!(others.has(&format!("a[href='/desk/complaints/{number}']")));
}

#[tokio::test]
async fn markup_from_customers_and_staff_stays_text() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let evil = "<img src=x onerror=alert(1)>";
    world
        .sql(&format!("UPDATE customers SET name = '{evil}', city = '{evil}'; UPDATE purchases SET store = '{evil}'; UPDATE staff SET name = '{evil}'"))
        .await;
    let handler = world.signed_in(Role::Handler).await;
    does(&handler, number, "take", &[]).await;
    does(&handler, number, "note", &[("body", evil)]).await;
    for page in [card(&handler, number).await, handler.get("/desk/complaints").await] {
        assert!(!page.has("img"));
        assert!(!page.body.contains("<script>alert"));
        assert!(page.body.contains("&lt;img"));
    }
}
