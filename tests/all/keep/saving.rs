//! Saving before sending: what is kept, what is refused, and where it is seen again.

use reqwest::Method;

use super::{KEPT, PHONE, keep, look};
use crate::{
    form::{NOTHING, asked, forged, traces},
    support::World,
};

#[tokio::test]
async fn what_was_typed_is_there_on_another_device_and_is_no_answer() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let phone = world.stranger();
    let typed = [
        ("nps", "3"),
        ("rating[delivery]", "2"),
        ("comment", "Коробка \"мятая\" & сырая\r\nи ещё"),
        ("contact_me", "1"),
    ];
    let page = keep(&phone, &one.link, "touched", &typed).await;
    assert_eq!((page.status, page.body.as_str()), (204, ""));
    assert_eq!(page.header("set-cookie"), "");
    assert_eq!(traces(&world).await, NOTHING);

    let page = look(&world.stranger(), &one.link).await;
    assert_eq!(page.attributes("input[name=nps][checked]", "value"), ["3"]);
    assert_eq!(page.attributes("#r-delivery option[selected]", "value"), ["2"]);
    assert_eq!(page.texts("textarea"), ["Коробка \"мятая\" & сырая и ещё"]);
    assert!(page.has("input[name=contact_me][checked]"));
    assert!(page.body.contains("Мы сохранили то, что вы уже отметили"), "{}", page.body);
    assert_eq!(page.texts("h1"), ["Как всё прошло?"]);

    let page = world.stranger().submit(&page, &one.link, &typed).await;
    assert_eq!(page.status, 303);
    assert_eq!(world.value("SELECT comment FROM responses").await, "Коробка \"мятая\" & сырая\nи ещё");
    let page = look(&world.stranger(), &one.link).await;
    assert!(!page.body.contains("Мы сохранили"), "what was sent is not unsent any more");
}

#[tokio::test]
async fn saves_of_one_link_are_one_row_and_the_last_one_counts() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let visitor = world.stranger();
    keep(&visitor, &one.link, "seen", &[("nps", "3")]).await;
    assert_eq!(world.value(KEPT).await, "seen 3 1 nps=3");
    keep(&visitor, &one.link, "touched", &[("nps", "4"), ("comment", "Чай")]).await;
    keep(&visitor, &one.link, "touched", &[("nps", ""), ("comment", "Чай")]).await;
    assert_eq!(world.value(KEPT).await, "touched 3 nps=&comment=%D0%A7%D0%B0%D0%B9");
    keep(&visitor, &one.link, "seen", &[("nps", "9")]).await;
    assert_eq!(
        world.value(KEPT).await,
        "touched 3 nps=&comment=%D0%A7%D0%B0%D0%B9",
        "a look replaces no words"
    );
    assert_eq!(world.value("SELECT saved_at > started_at FROM partial_answers").await, "t");
}

#[tokio::test]
async fn fields_that_could_not_be_sent_are_kept_and_say_nothing_yet() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let long = "ж".repeat(10_000);
    let typed = [("nps", "11"), ("satisfaction", "20"), ("rating[price]", "99"), ("comment", long.as_str())];
    assert_eq!(keep(&world.stranger(), &one.link, "touched", &typed).await.status, 204);
    assert_eq!(
        world
            .value("SELECT concat_ws(' ', nps, array_length(signals, 1), worded) FROM partial_answers")
            .await,
        "t"
    );
    let page = look(&world.stranger(), &one.link).await;
    assert_eq!(page.texts("textarea"), [long.as_str()]);
    assert_eq!(page.attributes("input[name=satisfaction][checked]", "value"), ["20"]);
}

#[tokio::test]
async fn links_that_are_over_keep_nothing() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let visitor = world.stranger();
    assert_eq!(keep(&visitor, &forged(one.invitation), "touched", &[("nps", "1")]).await.status, 404);
    assert_eq!(keep(&visitor, &one.link, "pressed", &[("nps", "1")]).await.status, 400);
    for (change, status) in [
        ("UPDATE invitations SET revoked_at = now()", 410),
        (
            "UPDATE invitations SET revoked_at = NULL, planned_at = '2026-01-01', expires_at = '2026-01-02'",
            410,
        ),
    ] {
        world.sql(change).await;
        let page = keep(&visitor, &one.link, "touched", &[("nps", "1")]).await;
        assert_eq!((page.status, page.body.as_str()), (status, ""));
        let version = world.value("SELECT version_id FROM invitations").await;
        let page = keep(&visitor, &one.link, "touched", &[("nps", "1"), ("version", &version)]).await;
        assert_eq!(page.status, status, "the version that a form names opens nothing");
    }
    assert_eq!(world.value(KEPT).await, "nothing");
}

#[tokio::test]
async fn more_than_a_hand_types_is_refused() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let visitor = world.stranger();
    let huge = "a".repeat(70_000);
    assert_eq!(keep(&visitor, &one.link, "touched", &[("comment", &huge)]).await.status, 413);
    assert_eq!(keep(&visitor, &one.link, "touched", &[("nps", "4")]).await.status, 204);
    world.sql("UPDATE partial_answers SET saves = 2000").await;
    assert_eq!(keep(&visitor, &one.link, "touched", &[("nps", "5")]).await.status, 429);
    assert_eq!(world.value(KEPT).await, "touched 4 2000 nps=4");
    // Sending is another matter.
    assert_eq!(visitor.post(&one.link, &[("nps", "5")]).await.status, 303);
}

#[tokio::test]
async fn bytes_that_no_database_takes_are_kept_as_what_can_be() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let answer = reqwest::Client::new()
        .post(format!("{}{}/keep", world.base, one.link))
        .header("User-Agent", PHONE)
        .body(b"comment=%00%FF\xfe ok&&=&rating[=5&sign=touched".to_vec())
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status().as_u16(), 204);
    assert!(look(&world.stranger(), &one.link).await.texts("textarea")[0].ends_with(" ok"));
}

#[tokio::test]
async fn a_correction_that_was_begun_is_shown_and_the_answer_stands() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let visitor = world.stranger();
    visitor.post(&one.link, &[("nps", "9"), ("comment", "Хорошо")]).await;
    // The beacon of the page that was left by sending says the same.
    keep(&visitor, &one.link, "touched", &[("nps", "9"), ("comment", "Хорошо")]).await;
    assert!(!look(&visitor, &one.link).await.body.contains("Мы сохранили"));
    keep(&visitor, &one.link, "touched", &[("nps", "5"), ("comment", "Хорошо, но")]).await;
    let page = look(&visitor, &one.link).await;
    assert_eq!(page.texts("textarea"), ["Хорошо, но"]);
    assert!(page.body.contains("Мы сохранили") && page.texts("h1") == ["Ваш ответ можно исправить"]);
    assert_eq!(
        world.value("SELECT concat_ws(' ', nps, comment, revision) FROM responses").await,
        "9 Хорошо 1"
    );
}

#[tokio::test]
async fn twenty_saves_at_once_are_one_row() {
    let world = World::with(&[("OTKLIK_WORKERS", "2")]).await;
    let one = asked(&world, "k1").await;
    let visitors: Vec<_> = (0..20).map(|_| world.stranger()).collect();
    let pages = futures_util::future::join_all(
        visitors.iter().map(|visitor| keep(visitor, &one.link, "touched", &[("nps", "4")])),
    )
    .await;
    assert!(pages.iter().all(|page| page.status == 204));
    assert_eq!(world.count("SELECT count(*) FROM partial_answers").await, 1);
    assert_eq!(traces(&world).await, NOTHING);
}

#[tokio::test]
async fn without_the_database_a_save_is_refused_for_now() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    world.lose_database().await;
    assert_eq!(keep(&world.stranger(), &one.link, "touched", &[("nps", "4")]).await.status, 503);
}

#[tokio::test]
async fn the_script_is_small_and_the_page_admits_it_alone() {
    let script = include_str!("../../../src/web/form/form.js");
    assert!(script.len() < 4096, "{} bytes", script.len());
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let page = look(&world.stranger(), &one.link).await;
    let inside = page.html();
    let found: Vec<String> = inside
        .select(&scraper::Selector::parse("script").expect("a selector"))
        .map(|element| element.text().collect())
        .collect();
    assert_eq!(found, [script], "one script, word for word");
    let digest = base64::Engine::encode(
        &base64::engine::general_purpose::STANDARD,
        <sha2::Sha256 as sha2::Digest>::digest(script.as_bytes()),
    );
    let policy = page.header("content-security-policy");
    assert!(policy.contains(&format!("script-src 'sha256-{digest}'; connect-src 'self';")), "{policy}");
    // What the browser remembers the words by opens nothing.
    let key = page.attributes("form", "data-key").join("");
    assert!(key.starts_with("otklik-") && key.len() > 20 && !one.link.contains(&key[7..]), "{key}");
    let get = world.stranger().send(Method::GET, &format!("{}/keep", one.link), None, &[]).await;
    assert_eq!(get.status, 404);
}
