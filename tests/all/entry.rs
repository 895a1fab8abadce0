//! Signing in and out, and what strangers are shown.

use otklik::{actions::put_staff::put_staff, domain::role::Role};
use reqwest::Method;

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

#[tokio::test]
async fn who_must_sign_in_again_comes_back_to_the_page_with_the_form() {
    let world = World::new().await;
    let visitor = world.stranger();
    let from = format!("{}/desk/complaints/1001?after=5", world.base);
    let page = visitor
        .send(
            Method::POST,
            "/desk/complaints/1001/note",
            Some(&[("body", "")]),
            &[("referer", from.as_str())],
        )
        .await;
    assert_eq!(
        (page.status, page.location()),
        (303, "/sign-in?back=%2Fdesk%2Fcomplaints%2F1001%3Fafter%3D5")
    );
    let page = visitor.post("/desk/complaints/1001/note", &[]).await;
    assert_eq!((page.status, page.location()), (303, "/sign-in?back=%2F"));
}

#[tokio::test]
async fn nobody_is_led_to_another_site_after_signing_in() {
    let world = World::new().await;
    for back in ["//evil.example", "/\t/evil.example", "https://evil.example/", "/\\evil.example"] {
        let typed = [("email", "lead@otklik.example"), ("password", PASSWORD), ("back", back)];
        let page = world.stranger().post("/sign-in", &typed).await;
        assert_eq!((page.status, page.location()), (303, "/"), "{back:?}");
    }
    let typed = [("email", "lead@otklik.example"), ("password", PASSWORD)];
    let visitor = world.stranger();
    let from_outside = [("sec-fetch-site", "cross-site")];
    let page = visitor.send(Method::POST, "/sign-in", Some(&typed), &from_outside).await;
    assert_eq!(page.status, 403);
}

#[tokio::test]
async fn a_broken_form_of_signing_in_is_a_page_and_no_fault() {
    let world = World::new().await;
    let visitor = world.stranger();
    let nul = visitor.post("/sign-in", &[("email", "a\0b@otklik.example"), ("password", "\0")]).await;
    assert_eq!(nul.status, 422);
    for (fields, status) in
        [(vec![("email", "x")], 400), (vec![("password", "x".repeat(300_000).as_str())], 413)]
    {
        let page = visitor.post("/sign-in", &fields).await;
        assert_eq!(page.status, status);
        assert!(page.has("main"), "{}", page.body);
    }
}

#[tokio::test]
async fn behind_https_the_session_stays_there() {
    let world = World::with(&[("OTKLIK_BASE_URL", "https://otklik.example")]).await;
    let typed = [("email", "lead@otklik.example"), ("password", PASSWORD)];
    let page = world.stranger().post("/sign-in", &typed).await;
    assert!(page.header("set-cookie").contains("Secure"), "{}", page.header("set-cookie"));
}

#[tokio::test]
async fn a_new_password_ends_the_sessions_of_the_old_one() {
    let world = World::new().await;
    let lead = world.signed_in(Role::Lead).await;
    let colleague = world.signed_in(Role::Handler).await;
    let mut connection = world.connection().await;
    let now = chrono::Utc::now();
    put_staff(&mut connection, "lead@otklik.example", "Мария", Role::Lead, "another long password", now)
        .await
        .expect("changed");
    assert_eq!(lead.get("/desk/complaints").await.status, 303);
    assert_eq!(colleague.get("/desk/complaints").await.status, 200);
}
