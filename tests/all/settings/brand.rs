//! The brand: set on a page, seen in forms and letters of every process, refused where it would harm.

use otklik::domain::{brand::Logo, role::Role};
use serde_json::json;

use crate::{
    mail::server::Server,
    outbox::make::{self, read, work, worker},
    support::{Page, Visitor, World},
};

const PAGE: &str = "/settings/brand";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n not quite a picture";
const FULL: [(&str, &str); 4] = [
    ("name", "Чай & кофе"),
    ("colour", "#ffee00"),
    ("sender_name", "Забота, Анна"),
    ("sender_address", "care@Чай.рф"),
];

async fn put(admin: &Visitor, typed: &[(&str, &str)], file: &[u8]) -> Page {
    let page = admin.get(PAGE).await;
    let mut all = vec![("do", "keep")];
    all.extend_from_slice(typed);
    admin.submit_file(&page, PAGE, &all, ("logo", file)).await
}

/// The form of a new invitation.
async fn form(world: &World, name: &str) -> String {
    let letter = make::invitation(world, name).await;
    let invitation = world.count(&format!("SELECT invitation_id FROM letters WHERE id = {letter}")).await;
    format!("/s/{}", make::token(world, invitation))
}

#[tokio::test]
async fn a_brand_is_seen_in_form_and_letter_and_leaves_a_trace() {
    let world = World::new().await;
    let admin = world.signed_in(Role::Admin).await;
    let done = put(&admin, &FULL, PNG).await;
    assert_eq!((done.status, done.location()), (303, "/settings/brand?done=true"), "{}", done.body);
    let trace = "SELECT action || ' ' || subject FROM audit_events ORDER BY id DESC LIMIT 1";
    assert_eq!(world.value(trace).await, "settings.put brand");

    let page = world.stranger().get(&form(&world, "c1").await).await;
    let logo = Logo::new(PNG).unwrap();
    assert_eq!(page.attributes(".co img", "src"), [logo.as_str()]);
    assert_eq!(page.attributes(".co img", "alt"), ["Чай & кофе"]);
    let styles = page.texts("style");
    assert_eq!(styles.len(), 2);
    // Yellow is too pale for a light page and fine for a dark one.
    assert!(
        styles[1].starts_with(":root{--a:#7a7200;") && styles[1].contains("--a:#ffee00;"),
        "{}",
        styles[1]
    );
    let policy = page.header("content-security-policy");
    assert_eq!(policy.matches("'sha256-").count(), 3, "each style and the script by its digest: {policy}");
    assert!(!policy.contains("unsafe"), "{policy}");

    let server = Server::start(&json!({}));
    assert_eq!(work(&worker(&world, &server), 0).await.sent, 1);
    let taken = server.taken();
    let message = read(&taken[0]);
    let from = message.from().unwrap().first().unwrap();
    assert_eq!((from.name(), from.address()), (Some("Забота, Анна"), Some("care@xn--80as4b.xn--p1ai")));
    assert_eq!(taken[0].about["sender"], "care@xn--80as4b.xn--p1ai");
    let html = message.body_html(0).unwrap();
    assert!(html.contains("Чай &amp; кофе") && !html.contains("<img"));
}

#[tokio::test]
async fn without_a_brand_a_page_is_as_it_was() {
    let world = World::new().await;
    let page = world.stranger().get(&form(&world, "c1").await).await;
    assert_eq!(page.texts(".co"), ["Лавка"]);
    assert_eq!(page.texts("style").len(), 1);
    assert_eq!(
        page.header("content-security-policy").matches("'sha256-").count(),
        2,
        "our style and our script"
    );
}

#[tokio::test]
async fn a_change_by_another_process_is_seen_within_seconds() {
    let world = World::new().await;
    let path = form(&world, "c1").await;
    let visitor = world.stranger();
    assert_eq!(visitor.get(&path).await.texts(".co"), ["Лавка"]);
    world
        .sql(
            "INSERT INTO settings (key, value, changed_at) VALUES ('brand', '{\"name\": \"Другая\"}', now())",
        )
        .await;
    let patience = tokio::time::Instant::now() + std::time::Duration::from_secs(20);
    while visitor.get(&path).await.texts(".co") != ["Другая"] {
        assert!(tokio::time::Instant::now() < patience, "never seen");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn what_would_harm_is_refused_and_every_typed_word_kept() {
    let world = World::new().await;
    let admin = world.signed_in(Role::Admin).await;
    let mut large = b"\xff\xd8\xff".to_vec();
    large.resize(Logo::LIMIT + 1, 7);
    let long = "Ы".repeat(81);
    let cases: [(&str, &str, &[u8], &str); 8] = [
        ("name", " ", b"", "Напишите название"),
        ("name", &long, b"", "Не больше 80 знаков"),
        ("colour", "#fff;}body{display:none", b"", "шестью знаками"),
        ("sender_address", "care@shop.example, x@shop.example", b"", "Такого адреса"),
        ("sender_name", &long, b"", "Не больше 80 знаков"),
        ("name", "Чай", b"<svg xmlns='x'><script>alert(1)</script></svg>", "SVG"),
        ("name", "Чай", b"GIF89a", "не похож на картинку"),
        ("name", "Чай", &large, "больше 64"),
    ];
    for (field, value, file, words) in cases {
        let mut typed = FULL.to_vec();
        typed.iter_mut().find(|(name, _)| *name == field).unwrap().1 = value;
        let page = put(&admin, &typed, file).await;
        assert_eq!(page.status, 422, "{field} = {value}");
        let said = page.texts(".invalid-feedback");
        assert!(said.len() == 1 && said[0].contains(words), "{field}: {said:?}");
        for (name, typed) in typed {
            assert_eq!(page.attributes(&format!("input[name={name}]"), "value"), [typed.trim()], "{name}");
        }
    }
    assert_eq!(
        world.count("SELECT count(*) FROM settings WHERE key !~ '^complaints'").await,
        0,
        "nothing was kept"
    );
}

#[tokio::test]
async fn a_chosen_logo_outlives_an_error_beside_it_and_can_be_removed() {
    let world = World::new().await;
    let admin = world.signed_in(Role::Admin).await;
    let refused = put(&admin, &[("name", ""), ("colour", "")], PNG).await;
    assert_eq!(refused.status, 422);
    let typed = [("do", "keep"), ("name", "Чай"), ("colour", "")];
    let done = admin.submit_file(&refused, PAGE, &typed, ("logo", b"")).await;
    assert_eq!(done.status, 303);
    let kept = "SELECT value ->> 'logo' FROM settings WHERE key = 'brand'";
    assert_eq!(world.value(kept).await, Logo::new(PNG).unwrap().as_str());
    let done = put(&admin, &[("name", "Чай"), ("no_logo", "1")], b"").await;
    assert_eq!(done.status, 303);
    assert_eq!(world.value(kept).await, "");
}

#[tokio::test]
async fn a_look_keeps_nothing_and_runs_nothing() {
    let world = World::new().await;
    let admin = world.signed_in(Role::Admin).await;
    let page = admin.get(PAGE).await;
    let typed = [("do", "look"), ("name", "<script>Чай"), ("colour", "#ffee00")];
    let page = admin.submit_file(&page, PAGE, &typed, ("logo", b"")).await;
    assert_eq!(page.status, 200);
    assert_eq!(world.count("SELECT count(*) FROM settings WHERE key !~ '^complaints'").await, 0);
    assert!(page.texts("form").concat().contains("станет темнее"), "the colour is adjusted in words");
    let frames = page.attributes("iframe", "src");
    assert_eq!(frames.len(), 2);
    for frame in frames {
        let look = admin.get(&frame).await;
        assert_eq!(look.status, 200);
        assert!(!look.has("script") && look.body.contains("&lt;script&gt;Чай"), "{frame}");
        let policy = look.header("content-security-policy");
        assert!(policy.contains("frame-ancestors 'self'") && policy.contains("sandbox"), "{policy}");
    }
    let forged = admin.post(PAGE, &[("name", "Чай")]).await;
    assert_eq!(forged.status, 403, "a forged form");
}

#[tokio::test]
async fn the_manner_of_letters_is_set_on_their_page() {
    let world = World::new().await;
    let admin = world.signed_in(Role::Admin).await;
    let page = admin.get("/settings/letters").await;
    assert_eq!(page.attributes("#per_minute", "value"), ["600"]);
    for wrong in ["", "-1", "many", "1000001", "1.5"] {
        let refused = admin.submit(&page, "/settings/letters/manner", &[("per_minute", wrong)]).await;
        assert_eq!(refused.status, 422, "{wrong}");
        assert_eq!(refused.attributes("#per_minute", "value"), [wrong]);
    }
    assert_eq!(world.count("SELECT count(*) FROM settings WHERE key !~ '^complaints'").await, 0);
    let typed = [("per_minute", "90"), ("track_opens", "1")];
    assert_eq!(admin.submit(&page, "/settings/letters/manner", &typed).await.status, 303);
    let kept = "SELECT string_agg(key || '=' || value::text, ' ' ORDER BY key) FROM settings WHERE key !~ '^complaints'";
    assert_eq!(world.value(kept).await, "letters.per_minute=90 letters.track_opens=true");
    assert_eq!(world.count("SELECT count(*) FROM audit_events WHERE action = 'settings.put'").await, 2);
}
