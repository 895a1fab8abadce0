//! What is behind a link: a form, or a kind page with the right status; looking writes nothing.

use reqwest::Method;

use super::{NOTHING, asked, forged, link, traces};
use crate::support::World;

#[tokio::test]
async fn robots_may_open_everything_and_nothing_is_written() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let robot = world.stranger();
    for score in 0..=10 {
        let page = robot.get(&format!("{}?nps={score}&contact_me=1&comment=robot", one.link)).await;
        assert_eq!(page.status, 200);
        assert_eq!(page.attributes("input[name=nps][checked]", "value"), [score.to_string()]);
        assert!(!page.has("input[name=contact_me][checked]"));
        assert!(!page.body.contains("robot\""));
        let head = robot.send(Method::HEAD, &format!("{}?nps={score}", one.link), None, &[]).await;
        assert_eq!((head.status, head.body.as_str()), (200, ""));
    }
    assert_eq!(robot.get(&format!("{}/thanks", one.link)).await.location(), one.link);
    for method in [Method::PUT, Method::DELETE, Method::OPTIONS] {
        assert_eq!(robot.send(method, &one.link, None, &[]).await.status, 405);
    }
    assert_eq!(traces(&world).await, NOTHING);
}

#[tokio::test]
async fn what_is_not_a_score_preselects_nothing() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    for query in
        ["nps=11", "nps=-1", "nps=abc", "nps=", "nps=9.5", "NPS=9", "nps=%00", "satisfaction=50", "x"]
    {
        let page = world.stranger().get(&format!("{}?{query}", one.link)).await;
        assert_eq!(page.status, 200, "{query}");
        assert!(!page.has("#form [checked]"), "{query}");
    }
}

#[tokio::test]
async fn every_page_is_strict_about_itself() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let visitor = world.stranger();
    visitor.post(&one.link, &[("nps", "9")]).await;
    for address in [one.link.clone(), format!("{}/thanks", one.link), forged(1)] {
        let page = visitor.get(&address).await;
        let policy = page.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
        for part in ["form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"] {
            assert!(policy.contains(part), "{policy}");
        }
        assert!(policy.contains("script-src 'sha256-") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(page.header("referrer-policy"), "no-referrer");
        assert_eq!(page.header("cache-control"), "no-store");
        assert_eq!(page.header("x-robots-tag"), "noindex, nofollow");
        assert_eq!(page.header("set-cookie"), "");
        assert!(!page.has("script[src]") && !page.has("link[rel=stylesheet]") && !page.has("img"));
        assert!(page.attributes("[style]", "style").is_empty());
        assert_eq!(page.attributes("html", "lang"), ["ru"]);
    }
}

#[tokio::test]
async fn a_forged_link_is_refused_without_the_database() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    // With no table left, any query would be a fault.
    world.sql("DROP TABLE invitations CASCADE; DROP TABLE responses CASCADE").await;
    let visitor = world.stranger();
    let mut flipped = one.link.clone();
    let last = if flipped.ends_with('A') { 'B' } else { 'A' };
    flipped.pop();
    flipped.push(last);
    let long = format!("/s/{}", "A".repeat(3000));
    for address in [forged(one.invitation), flipped, long, "/s/%D1%84%00".to_owned(), "/s/1".to_owned()] {
        let page = visitor.get(&address).await;
        assert_eq!((page.status, page.texts("h1")), (404, vec!["Такой ссылки нет".to_owned()]), "{address}");
        assert_eq!(visitor.get(&format!("{address}/thanks")).await.status, 404);
        assert_eq!(visitor.post(&address, &[("nps", "9")]).await.status, 404);
    }
    assert_eq!(visitor.get(&one.link).await.status, 500);
}

#[tokio::test]
async fn a_signed_link_of_no_invitation_is_unknown() {
    let world = World::new().await;
    let visitor = world.stranger();
    assert_eq!(visitor.get(&link(&world, 77)).await.status, 404);
    assert_eq!(visitor.post(&link(&world, 77), &[("nps", "9")]).await.status, 404);
}

#[tokio::test]
async fn expired_and_revoked_links_say_so_in_the_customers_language() {
    let world = World::new().await;
    let visitor = world.stranger();
    for (name, change, title) in [
        ("k1", "expires_at = now()", "The time to answer is over"),
        ("k2", "revoked_at = now()", "This link is no longer in use"),
    ] {
        let one = asked(&world, name).await;
        let form = visitor.get(&one.link).await;
        world
            .sql(&format!(
                "UPDATE customers SET language = 'en'; UPDATE invitations SET {change} WHERE id = {}",
                one.invitation
            ))
            .await;
        let page = visitor.get(&one.link).await;
        assert_eq!((page.status, page.texts("h1")), (410, vec![title.to_owned()]));
        assert_eq!(page.attributes("html", "lang"), ["en"]);
        // Opened in time, pressed too late.
        let page = visitor.submit(&form, &one.link, &[("nps", "2")]).await;
        assert_eq!((page.status, page.texts("h1")), (410, vec![title.to_owned()]));
        let page = visitor.post(&one.link, &[("nps", "77")]).await;
        assert_eq!((page.status, page.texts("h1")), (410, vec![title.to_owned()]));
    }
    assert_eq!(traces(&world).await, NOTHING);
}

#[tokio::test]
async fn after_expiry_an_answer_can_be_read_but_not_changed() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let visitor = world.stranger();
    visitor.post(&one.link, &[("nps", "9"), ("comment", "Всё хорошо")]).await;
    world.sql("UPDATE invitations SET expires_at = now()").await;
    let before = traces(&world).await;
    let page = visitor.post(&one.link, &[("nps", "1")]).await;
    assert_eq!((page.status, page.texts("h1")), (410, vec!["Спасибо, ваш ответ у нас".to_owned()]));
    let thanks = visitor.get(&format!("{}/thanks", one.link)).await;
    assert_eq!(thanks.status, 200);
    assert!(thanks.body.contains("Всё хорошо") && !thanks.has("a.btn"));
    assert_eq!(traces(&world).await, before);
}
