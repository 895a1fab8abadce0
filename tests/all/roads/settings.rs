//! The page of links: made, printed, taken back and given again, each with its trace.

use otklik::domain::role::Role;

use super::answer;
use crate::support::World;

async fn make(world: &World, fields: &[(&str, &str)]) -> crate::support::Page {
    let admin = world.signed_in(Role::Admin).await;
    let page = admin.get("/settings/links").await;
    admin.submit(&page, "/settings/links", fields).await
}

#[tokio::test]
async fn a_link_is_made_listed_and_opens() {
    let world = World::with(&[("OTKLIK_SHORT_URL", "https://o.shop.ru")]).await;
    let fields = [("name", "Касса <b>1</b>"), ("store", "Арбат"), ("kind", "purchase")];
    let made = make(&world, &fields).await;
    assert_eq!((made.status, made.location()), (303, "/settings/links?done=made"));
    let admin = world.signed_in(Role::Admin).await;
    let page = admin.get(made.location()).await;
    assert!(page.body.contains("Касса &lt;b&gt;1&lt;/b&gt;") && page.body.contains("Ссылка готова"));
    let address = page.attributes("a[rel=noreferrer]", "href").remove(0);
    assert!(address.starts_with("https://o.shop.ru/o/") && address.len() <= 40, "{address}");
    let path = address.trim_start_matches("https://o.shop.ru").to_owned();
    assert_eq!(world.stranger().get(&path).await.status, 200);
    let link = super::OpenLink { id: 1, path };
    assert_eq!(answer(&world, &link, "phone", &[("nps", "9")]).await.status, 303);
    let page = admin.get("/settings/links").await;
    assert!(page.texts(".letters-row .figure").remove(0).starts_with("1 ответ · последний "));
    assert_eq!(
        world.value("SELECT string_agg(action || ' ' || subject || ' ' || (staff_id IS NOT NULL), ',') FROM audit_events WHERE action LIKE 'open_link%'").await,
        "open_link.make open_link:1 true"
    );
}

#[tokio::test]
async fn what_cannot_be_made_is_said_and_kept() {
    let world = World::new().await;
    let long = "я".repeat(121);
    for (name, kind, words) in [
        (" ", "purchase", "Назовите ссылку"),
        ("Касса", "exit", "Выберите"),
        (long.as_str(), "staff", "не длиннее"),
    ] {
        let page = make(&world, &[("name", name), ("store", "Арбат \"1\""), ("kind", kind)]).await;
        assert_eq!(page.status, 422, "{words}");
        assert!(page.body.contains(words), "{words}");
        assert_eq!(page.attributes("input[name=store]", "value"), ["Арбат \"1\""]);
        assert_eq!(page.attributes("input[name=name]", "value"), [name]);
    }
    assert_eq!(world.count("SELECT count(*) FROM open_links").await, 0);
}

#[tokio::test]
async fn a_link_is_taken_back_and_given_again() {
    let world = World::new().await;
    make(&world, &[("name", "Касса"), ("store", ""), ("kind", "relationship")]).await;
    let admin = world.signed_in(Role::Admin).await;
    let path = {
        let page = admin.get("/settings/links").await;
        let address = page.attributes("a[rel=noreferrer]", "href").remove(0);
        address.strip_prefix(&world.base).expect("this server").to_owned()
    };
    for (step, done, status) in [("revoke", "revoked", 410), ("restore", "restored", 200)] {
        let page = admin.get("/settings/links").await;
        let action = format!("/settings/links/1/{step}");
        let answered = admin.submit(&page, &action, &[]).await;
        assert_eq!(answered.location(), format!("/settings/links?done={done}"));
        assert_eq!(world.stranger().get(&path).await.status, status);
        // Twice, from a tab that was left open, is once.
        assert_eq!(admin.submit(&page, &action, &[]).await.location(), "/settings/links?done=gone");
    }
    assert_eq!(
        world
            .value(
                "SELECT string_agg(action, ',' ORDER BY id) FROM audit_events WHERE action LIKE 'open_link%'"
            )
            .await,
        "open_link.make,open_link.revoke,open_link.restore"
    );
}

#[tokio::test]
async fn a_poster_labels_and_a_picture_are_there_to_print() {
    let world = World::new().await;
    make(&world, &[("name", "Касса"), ("store", "Арбат & Ко"), ("kind", "purchase")]).await;
    let admin = world.signed_in(Role::Admin).await;
    let poster = admin.get("/settings/links/1/print").await;
    assert_eq!(poster.texts("h1"), ["Расскажите, как всё прошло"]);
    assert!(poster.has(".poster svg[role=img][aria-label]") && poster.body.contains("Арбат &amp; Ко"));
    let labels = admin.get("/settings/links/1/print?size=labels").await;
    assert_eq!(labels.texts(".label .brand"), vec!["Лавка"; 24]);
    let picture = admin.get("/settings/links/1/code.svg").await;
    assert_eq!(picture.header("content-type"), "image/svg+xml");
    assert!(picture.header("content-disposition").contains("otklik-1.svg"));
    assert!(picture.body.starts_with("<?xml") && picture.body.contains("<path"));
    assert_eq!(admin.get("/settings/links/2/print").await.status, 404);
    assert_eq!(admin.get("/settings/links/1/print?size=wall").await.status, 400);
    world.sql("UPDATE open_links SET revoked_at = now()").await;
    assert_eq!(admin.get("/settings/links/1/print").await.status, 404, "what is taken back is not printed");
}

#[tokio::test]
async fn a_long_list_comes_in_pages() {
    let world = World::new().await;
    world
        .sql("INSERT INTO open_links (kind, name, created_at) SELECT 'purchase', 'Касса ' || n, now() FROM generate_series(1, 120) n")
        .await;
    let admin = world.signed_in(Role::Admin).await;
    let mut path = "/settings/links".to_owned();
    let mut seen = Vec::new();
    loop {
        let page = admin.get(&path).await;
        let rows = page.texts(".letters-row strong");
        assert!(rows.len() <= 50);
        seen.extend(rows);
        let Some(next) = page.attributes("a[rel=next]", "href").pop() else { break };
        path = next;
    }
    assert_eq!(seen.len(), 120);
    assert_eq!((seen[0].as_str(), seen[119].as_str()), ("Касса 120", "Касса 1"));
}
