//! What every page of customers carries, in every state, and what none may.

use reqwest::Method;

use super::{answered, braking::Exhausted};
use crate::{
    form::{asked, forged},
    support::{Page, World},
};

/// Everything that must hold of an answer to a customer, page or not.
fn is_strict(state: &str, page: &Page) {
    let policy = page.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; "), "{state}: {policy}");
    for part in ["form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"] {
        assert!(policy.contains(part), "{state}: {policy}");
    }
    assert!(
        !policy.contains("unsafe") && !policy.contains("http") && !policy.contains('*'),
        "{state}: {policy}"
    );
    for (name, value) in [
        ("referrer-policy", "no-referrer"),
        ("cache-control", "no-store"),
        ("x-robots-tag", "noindex, nofollow"),
        ("x-content-type-options", "nosniff"),
        ("set-cookie", ""),
    ] {
        assert_eq!(page.header(name), value, "{state}: {name}");
    }
    assert!(page.header("permissions-policy").contains("geolocation=()"), "{state}");
    for (selector, attribute) in [
        ("[src]", "src"),
        ("[href]", "href"),
        ("[action]", "action"),
        ("[srcset]", "srcset"),
        ("[data]", "data"),
    ] {
        for address in page.attributes(selector, attribute) {
            let own = address.starts_with('/') && !address.starts_with("//");
            assert!(own || address.starts_with('#') || address.starts_with("data:"), "{state}: {address}");
        }
    }
    for word in ["http://", "https://", "url(", "@import"] {
        assert!(!page.body.contains(word), "{state} names {word}");
    }
    assert!(!page.has("iframe") && !page.has("[style]") && !page.has("[onclick]"), "{state}");
}

#[tokio::test]
async fn every_state_of_a_customers_page_is_strict() {
    let world = World::new().await;
    let visitor = world.stranger();
    let open = asked(&world, "open").await;
    let late = asked(&world, "late").await;
    let gone = answered(&world, "gone", &[("nps", "9")]).await;
    let one = answered(&world, "k1", &[("nps", "2"), ("contact_me", "1"), ("comment", "Слова")]).await;
    let over = answered(&world, "over", &[("nps", "9")]).await;
    visitor.post(&format!("{}/withdraw", gone.link), &[]).await;
    world
        .sql(&format!(
            "UPDATE invitations SET expires_at = now() WHERE id IN ({}, {})",
            late.invitation, over.invitation
        ))
        .await;
    let (nothing, add): (&[(&str, &str)], _) = (&[], [("words", ""), ("complaint", "1001"), ("do", "add")]);
    let states = [
        ("form", Method::GET, open.link.clone(), None, 200),
        ("preselected", Method::GET, format!("{}?nps=3", open.link), None, 200),
        ("head", Method::HEAD, open.link.clone(), None, 200),
        ("refused", Method::POST, open.link.clone(), Some(&[("nps", "11")][..]), 422),
        ("stored", Method::POST, one.link.clone(), Some(&[("nps", "2"), ("comment", "Слова")][..]), 303),
        ("thanks", Method::GET, format!("{}/thanks", one.link), None, 200),
        ("afterwards", Method::GET, one.link.clone(), None, 200),
        ("correcting", Method::GET, format!("{}?edit=1", one.link), None, 200),
        ("withdrawing", Method::GET, format!("{}/withdraw", one.link), None, 200),
        ("withdrawn", Method::GET, gone.link.clone(), None, 200),
        ("added nothing", Method::POST, format!("{}/add", one.link), Some(&add[..]), 422),
        ("expired", Method::GET, late.link.clone(), None, 410),
        ("answered and expired", Method::GET, over.link.clone(), None, 200),
        ("too late", Method::POST, over.link.clone(), Some(&[("nps", "3")][..]), 410),
        ("forged", Method::GET, forged(1), None, 404),
        ("unsubscribing", Method::GET, format!("{}/unsubscribe", open.link), None, 200),
        ("unsubscribed", Method::POST, format!("{}/unsubscribe", open.link), Some(nothing), 303),
        ("wrong method", Method::PUT, open.link.clone(), None, 405),
        ("no such page", Method::GET, format!("{}/none", open.link), None, 404),
    ];
    for (state, method, path, fields, status) in states {
        let page = visitor.send(method, &path, fields, &[]).await;
        assert_eq!(page.status, status, "{state}: {}", page.body);
        is_strict(state, &page);
    }
    let exhausted = Exhausted::sender(&world, None, Some(one.invitation));
    for (state, path) in
        [("braked", one.link.clone()), ("braked elsewhere", format!("{}/withdraw", one.link))]
    {
        let page = visitor.post(&path, &[("comment", "Слова")]).await;
        assert_eq!(page.status, 429, "{state}");
        is_strict(state, &page);
    }
    drop(exhausted);
    world.sql("ALTER TABLE invitations RENAME TO lost").await;
    let fault = visitor.get(&open.link).await;
    assert_eq!(fault.status, 500);
    is_strict("fault", &fault);
    world.lose_database().await;
    for (state, path) in [("away", open.link.clone()), ("thanks away", format!("{}/thanks", open.link))] {
        let page = visitor.get(&path).await;
        assert_eq!(page.status, 503, "{state}");
        is_strict(state, &page);
    }
    let typed = visitor.post(&open.link, &[("comment", "Слова")]).await;
    assert_eq!((typed.status, typed.texts("textarea")), (503, vec!["Слова".to_owned()]));
    is_strict("typed while away", &typed);
}

#[tokio::test]
async fn robots_are_told_to_stay_away() {
    let world = World::new().await;
    let page = world.stranger().get("/robots.txt").await;
    assert_eq!((page.status, page.header("content-type")), (200, "text/plain; charset=utf-8"));
    for first in ["s", "o", "p", "q"] {
        assert!(page.body.lines().any(|line| line == format!("Disallow: /{first}/")), "{}", page.body);
    }
    assert_eq!(page.body.lines().next(), Some("User-agent: *"));
}
