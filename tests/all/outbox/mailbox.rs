//! The demo's mailbox: letters as their readers see them, nothing more than letters, and nowhere but in the demo.

use serde_json::json;

use super::make::{self, about, complaint, work, worker_by};
use crate::{mail::server::Server, support::World};
use otklik::domain::role::Role;

/// A worker that writes into the folder that the mailbox page reads.
async fn deliver(world: &World) {
    let folder = world.shared.config.data.join("mailbox");
    work(&worker_by(world, &format!("file:{}", folder.display())), 0).await;
}

#[tokio::test]
async fn anybody_reads_every_letter_as_its_reader_sees_it() {
    let world = World::new().await;
    let visitor = world.stranger();
    let page = visitor.get("/mailbox").await;
    assert_eq!(page.texts(".empty-title"), ["Писем пока нет"]);

    make::invitation(&world, "c1").await;
    world.sql("UPDATE customers SET name = '<b>Анна</b> & Co'").await;
    deliver(&world).await;
    let page = visitor.get("/mailbox").await;
    assert_eq!(page.texts(".mailbox-to"), ["<b>Анна</b> & Co"]);
    let link = page.attributes(".mailbox-row", "href").remove(0);

    let page = visitor.get(&link).await;
    assert_eq!(page.status, 200);
    assert!(page.texts(".mailbox-envelope").join(" ").contains("c1@customer.example"));
    assert_eq!(page.attributes("iframe", "sandbox"), ["allow-top-navigation-by-user-activation"]);
    assert!(!page.body.contains("<b>Анна"), "markup in a name is text");
    let inner = visitor.get(&page.attributes("iframe", "src")[0]).await;
    assert_eq!(inner.status, 200);
    let policy = inner.header("content-security-policy");
    for rule in
        ["default-src 'none'", "frame-ancestors 'self'", "sandbox allow-top-navigation-by-user-activation"]
    {
        assert!(policy.contains(rule), "{policy}");
    }
    assert!(!policy.contains("script-src") && !inner.has("script"));
    assert_eq!(inner.attributes("base", "target"), ["_top"]);
    assert!(!inner.has("b b") && inner.body.contains("&lt;b&gt;Анна&lt;/b&gt;"));

    let text = visitor.get(&link.replace("view=html", "view=text")).await;
    assert!(text.texts("pre").join(" ").contains("/s/"));
    let headers = visitor.get(&link.replace("view=html", "view=headers")).await;
    assert!(headers.texts("dt").contains(&"List-Unsubscribe-Post".to_owned()));
    assert_eq!(visitor.get(&link.replace("view=html", "view=phone")).await.texts(".mailbox-phone").len(), 1);

    // The score in the letter leads to the form of this very world.
    let scores = inner.attributes("a", "href");
    assert!(scores.iter().any(|href| href.starts_with(&world.base) && href.ends_with("nps=9")), "{scores:?}");
}

#[tokio::test]
async fn somebody_signed_in_keeps_their_frame() {
    let world = World::new().await;
    let page = world.signed_in(Role::Handler).await.get("/mailbox").await;
    assert!(page.has(".nav-link.active[href='/mailbox']"));
}

#[tokio::test]
async fn pages_lead_through_all_letters() {
    let world = World::new().await;
    let case = complaint(&world, "c1").await;
    for number in 0..35 {
        about(&world, case, "reply", &format!("Письмо {number}")).await;
    }
    deliver(&world).await;
    let visitor = world.stranger();
    let first = visitor.get("/mailbox").await;
    let next = first.attributes("a[rel=next]", "href").remove(0);
    let second = visitor.get(&next).await;
    let mut links = first.attributes(".mailbox-row", "href");
    assert_eq!(links.len(), 30);
    links.extend(second.attributes(".mailbox-row", "href"));
    links.sort();
    links.dedup();
    assert_eq!(links.len(), 35);
    assert!(!second.has("a[rel=next]"));
}

#[tokio::test]
async fn nothing_but_letters_opens() {
    let world = World::new().await;
    make::invitation(&world, "c1").await;
    deliver(&world).await;
    std::fs::write(world.shared.config.data.join("secret.eml"), "Subject: secret\r\n\r\nsecret").unwrap();
    let visitor = world.stranger();
    for name in [
        "..%2Fsecret.eml",
        "%2e%2e%2fsecret.eml",
        "secret.eml",
        ".eml",
        "..%5Csecret.eml",
        "%00.eml",
        "no.eml",
    ] {
        for path in [format!("/mailbox/{name}"), format!("/mailbox/{name}/html")] {
            let page = visitor.get(&path).await;
            assert_eq!(page.status, 404, "{path}");
            assert!(!page.body.contains("Subject: secret"));
        }
    }
    assert_eq!(visitor.get("/mailbox?before=..%2F..%2Fetc").await.status, 200);
}

#[tokio::test]
async fn where_letters_really_leave_there_is_no_mailbox() {
    let server = Server::start(&json!({}));
    let url = format!("smtp://127.0.0.1:{}", server.port);
    let world = World::with(&[("OTKLIK_SMTP_URL", &url)]).await;
    let visitor = world.signed_in(Role::Admin).await;
    for path in ["/mailbox", "/mailbox/x.eml", "/mailbox/x.eml/html"] {
        assert_eq!(visitor.get(path).await.status, 404, "{path}");
    }
}
