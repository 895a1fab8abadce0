//! Signing in and out, and what strangers are shown.

use otklik::domain::role::Role;

use crate::support::{World, world::PASSWORD};

#[tokio::test]
async fn a_stranger_is_sent_to_sign_in_and_comes_back() {
    let world = World::new().await;
    let visitor = world.stranger();
    let page = visitor.get("/").await;
    assert_eq!((page.status, page.location()), (303, "/sign-in?back=%2F"));
    let page = visitor
        .post(
            "/sign-in",
            &[("email", "Lead@Otklik.example "), ("password", PASSWORD), ("back", "/board/nps")],
        )
        .await;
    assert_eq!((page.status, page.location()), (303, "/board/nps"));
    assert!(page.header("set-cookie").contains("HttpOnly"));
    assert!(page.header("set-cookie").contains("SameSite=Lax"));
}

#[tokio::test]
async fn a_wrong_password_says_so_and_keeps_the_address() {
    let world = World::new().await;
    let visitor = world.stranger();
    let page = visitor.post("/sign-in", &[("email", "lead@otklik.example"), ("password", "wrong")]).await;
    assert_eq!(page.status, 422);
    assert_eq!(page.attributes("input[name=email]", "value"), ["lead@otklik.example"]);
    assert_eq!(page.texts("[role=alert]").len(), 1);
    let unknown =
        visitor.post("/sign-in", &[("email", "nobody@otklik.example"), ("password", "wrong")]).await;
    assert_eq!(unknown.texts("[role=alert]"), page.texts("[role=alert]"));
}

#[tokio::test]
async fn guessing_is_throttled_even_with_the_right_password_at_the_end() {
    let world = World::new().await;
    let visitor = world.stranger();
    for _ in 0..8 {
        let page = visitor.post("/sign-in", &[("email", "lead@otklik.example"), ("password", "guess")]).await;
        assert_eq!(page.status, 422);
    }
    let page = visitor.post("/sign-in", &[("email", "lead@otklik.example"), ("password", PASSWORD)]).await;
    assert_eq!(page.status, 422);
    assert!(page.texts("[role=alert]")[0].contains("15"));
    let colleague = world.signed_in(Role::Handler).await;
    assert_eq!(colleague.get("/").await.status, 303);
}

#[tokio::test]
async fn signing_out_ends_the_session_everywhere() {
    let world = World::new().await;
    let visitor = world.signed_in(Role::Admin).await;
    let page = visitor.get("/desk/complaints").await;
    assert_eq!(page.status, 200);
    let forged = visitor.post("/sign-out", &[("csrf", "forged")]).await;
    assert_eq!(forged.status, 403);
    let left = visitor.submit(&page, "/sign-out", &[]).await;
    assert_eq!((left.status, left.location()), (303, "/sign-in"));
    assert_eq!(visitor.get("/desk/complaints").await.status, 303);
    assert_eq!(world.count("SELECT count(*) FROM sessions").await, 0);
}

#[tokio::test]
async fn the_language_is_switched_and_remembered() {
    let world = World::new().await;
    let visitor = world.signed_in(Role::Lead).await;
    let page = visitor.get("/desk/complaints").await;
    assert_eq!(page.attributes("html", "lang"), ["ru"]);
    visitor.submit(&page, "/language", &[("language", "en")]).await;
    assert_eq!(visitor.get("/desk/complaints").await.attributes("html", "lang"), ["en"]);
    assert_eq!(world.value("SELECT language FROM staff WHERE email = 'lead@otklik.example'").await, "en");
}
