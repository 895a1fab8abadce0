//! The way out of the letters, and back.

use super::make::{self, about, complaint, state, token};
use crate::support::World;

async fn path(world: &World) -> String {
    let invitation = world.count("SELECT max(id) FROM invitations").await;
    format!("/s/{}/unsubscribe", token(world, invitation))
}

async fn unsubscribed(world: &World) -> bool {
    world.value("SELECT unsubscribed_at IS NOT NULL FROM customers").await == "t"
}

#[tokio::test]
async fn get_asks_and_post_does_and_there_is_a_way_back() {
    let world = World::new().await;
    let letter = make::invitation(&world, "c1").await;
    let path = path(&world).await;
    let visitor = world.stranger();
    let page = visitor.get(&path).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.texts("h1"), ["Больше не присылать вам опросы?"]);
    assert!(!unsubscribed(&world).await, "opening a page changes nothing");
    assert!(!page.has("script") && page.header("set-cookie").is_empty());
    assert!(page.header("content-security-policy").starts_with("default-src 'none'; style-src 'sha256-"));

    let done = visitor.submit(&page, &path, &[("do", "unsubscribe")]).await;
    assert_eq!((done.status, done.location()), (303, path.as_str()));
    assert!(unsubscribed(&world).await);
    assert_eq!(state(&world, letter).await, "cancelled");
    let page = visitor.get(&path).await;
    assert_eq!(page.texts("h1"), ["Вы отписались"]);

    let first = world.value("SELECT unsubscribed_at FROM customers").await;
    visitor.post(&path, &[]).await;
    assert_eq!(world.value("SELECT unsubscribed_at FROM customers").await, first, "twice is once");

    visitor.submit(&page, &path, &[("do", "subscribe")]).await;
    assert!(!unsubscribed(&world).await);
    assert_eq!(state(&world, letter).await, "cancelled", "what was cancelled stays so");
    assert_eq!(
        world
            .value(
                "SELECT string_agg(action, ' ' ORDER BY id) FROM audit_events WHERE action LIKE 'customer%'"
            )
            .await,
        "customer.unsubscribed customer.subscribed"
    );
}

#[tokio::test]
async fn it_works_when_the_survey_is_over_and_in_the_customers_language() {
    let world = World::new().await;
    make::invitation(&world, "c1").await;
    world
        .sql(
            "UPDATE invitations SET expires_at = planned_at + interval '1 second', revoked_at = now();
             UPDATE customers SET language = 'en'",
        )
        .await;
    let path = path(&world).await;
    let page = world.stranger().get(&path).await;
    assert_eq!((page.status, page.attributes("html", "lang")), (200, vec!["en".to_owned()]));
    assert_eq!(world.stranger().post(&path, &[("List-Unsubscribe", "One-Click")]).await.status, 200);
    assert!(unsubscribed(&world).await);
    assert_eq!(world.stranger().post(&path, &[("List-Unsubscribe", "One-Click")]).await.status, 200);
}

#[tokio::test]
async fn letters_that_answer_a_complaint_are_not_cancelled() {
    let world = World::new().await;
    let case = complaint(&world, "c1").await;
    let reply = about(&world, case, "reply", "Вернём деньги.").await;
    let (customer, _) = case;
    let purchase = crate::support::make::purchase(&world, customer, "p1", 3).await;
    crate::support::make::invitation(&world, customer, purchase).await;
    world.stranger().post(&path(&world).await, &[]).await;
    assert!(unsubscribed(&world).await);
    assert_eq!(state(&world, reply).await, "queued");
}

#[tokio::test]
async fn a_forged_link_is_404_without_a_query() {
    let world = World::new().await;
    make::invitation(&world, "c1").await;
    let good = path(&world).await;
    let forged = good.replace("/s/", "/s/A");
    // Without its database a real link cannot be answered; a forged one still is.
    world.sql("ALTER TABLE customers RENAME TO hidden").await;
    let visitor = world.stranger();
    for path in [forged.as_str(), "/s/x/unsubscribe", "/s/%00/unsubscribe"] {
        let page = visitor.get(path).await;
        assert_eq!((page.status, page.texts(".co")), (404, vec!["Лавка".to_owned()]), "{path}");
        assert_eq!(visitor.post(path, &[]).await.status, 404, "{path}");
    }
    assert_eq!(visitor.get(&good).await.status, 500);
    world.sql("ALTER TABLE hidden RENAME TO customers").await;
    assert!(!unsubscribed(&world).await);
}

#[tokio::test]
async fn with_the_database_away_customers_are_told_kindly_to_come_back() {
    let world = World::new().await;
    make::invitation(&world, "c1").await;
    let path = path(&world).await;
    world.lose_database().await;
    let visitor = world.stranger();
    for page in [visitor.get(&path).await, visitor.post(&path, &[("List-Unsubscribe", "One-Click")]).await] {
        assert_eq!((page.status, page.header("retry-after")), (503, "30"));
        assert_eq!(page.texts(".co"), ["Лавка"]);
    }
}

#[tokio::test]
async fn a_forgotten_customer_has_no_way_back() {
    let world = World::new().await;
    make::invitation(&world, "c1").await;
    world.sql("UPDATE customers SET erased_at = now(), unsubscribed_at = now()").await;
    let path = path(&world).await;
    let visitor = world.stranger();
    assert!(!visitor.get(&path).await.has("form"));
    visitor.post(&path, &[("do", "subscribe")]).await;
    assert!(unsubscribed(&world).await);
}
