//! Root causes as data: what comes along, what staff make of it, and that no code ever vanishes.

use otklik::{actions::sync_presets::sync_presets, domain::role::Role};

use super::{WHOLE, card, does, taken};
use crate::support::{Page, Visitor, World};

const PAGE: &str = "/settings/root-causes";

async fn change(admin: &Visitor, code: &str, fields: &[(&str, &str)]) -> Page {
    let page = admin.get(PAGE).await;
    admin.submit(&page, &format!("{PAGE}/{code}"), fields).await
}

async fn order(world: &World, parent: &str) -> String {
    world
        .value(&format!(
            "SELECT string_agg(code, ' ' ORDER BY position, code) FROM root_causes WHERE parent_code = '{parent}'"
        ))
        .await
}

#[tokio::test]
async fn a_new_version_changes_words_that_nobody_touched() {
    let world = World::new().await;
    world
        .sql(
            "UPDATE root_causes SET title_ru = 'старое' WHERE code = 'delivery.late';
             UPDATE root_causes SET title_ru = 'наше', changed_at = now() WHERE code = 'delivery.lost';
             DELETE FROM root_causes WHERE code = 'delivery.cost'",
        )
        .await;
    let mut connection = world.connection().await;
    sync_presets(&mut connection).await.expect("synced");
    sync_presets(&mut connection).await.expect("synced again");
    let title = |code: &str| format!("SELECT title_ru FROM root_causes WHERE code = '{code}'");
    assert_eq!(world.value(&title("delivery.late")).await, "позже срока");
    assert_eq!(world.value(&title("delivery.lost")).await, "наше");
    assert_eq!(world.value(&title("delivery.cost")).await, "стоимость доставки");
}

#[tokio::test]
async fn an_administrator_adds_renames_orders_and_switches_off() {
    let world = World::new().await;
    let (admin, handler) = (world.signed_in(Role::Admin).await, world.signed_in(Role::Handler).await);
    let number = taken(&world, &handler, "one").await;
    does(&handler, number, "resolve", &WHOLE).await;
    let page = admin.get(PAGE).await;
    let evil = "Не тот <b>подъезд</b>";
    let added =
        admin.submit(&page, PAGE, &[("parent", "delivery"), ("ru", evil), ("en", "Wrong door")]).await;
    assert_eq!((added.status, added.location()), (303, "/settings/root-causes?open=delivery#delivery"));
    assert!(order(&world, "delivery").await.ends_with("delivery.wrong_door"));
    let renamed = [("deed", "rename"), ("ru", "опоздали"), ("en", "too late")];
    assert_eq!(change(&admin, "delivery.late", &renamed).await.status, 303);
    assert_eq!(change(&admin, "delivery.late", &[("deed", "up")]).await.status, 303);
    assert!(order(&world, "delivery").await.starts_with("delivery.late delivery.lost"));
    assert_eq!(change(&admin, "delivery.late", &[("deed", "down")]).await.status, 303);
    assert!(order(&world, "delivery").await.starts_with("delivery.lost delivery.late"));
    assert_eq!(change(&admin, "delivery.late", &[("deed", "off")]).await.status, 303);
    // What was said with it keeps its words, and nobody chooses it any more.
    let page = card(&handler, number).await;
    assert!(page.texts(".facts dd").contains(&"Доставка: опоздали".to_owned()));
    does(&handler, number, "reopen", &[("body", "Снова")]).await;
    let page = card(&handler, number).await;
    assert!(!page.has("#resolve-cause option[value='delivery.late']"));
    assert!(page.has("#resolve-cause optgroup option[value='delivery.wrong_door']"));
    assert!(!page.has("#resolve-cause b"));
    assert_eq!(
        world
            .value(
                "SELECT string_agg(action, ' ' ORDER BY id) FROM audit_events WHERE action LIKE 'root_cause%'"
            )
            .await,
        "root_cause.add root_cause.rename root_cause.move root_cause.move root_cause.off"
    );
    // A first level without a second is chosen itself.
    let page = admin.get(PAGE).await;
    let head = [("parent", ""), ("ru", "Реклама"), ("en", "Реклама")];
    assert_eq!(admin.submit(&page, PAGE, &head).await.status, 303);
    assert!(card(&handler, number).await.has("#resolve-cause > option[value='cause']"));
}

#[tokio::test]
async fn what_is_refused_stays_typed_and_changes_nothing() {
    let world = World::new().await;
    let admin = world.signed_in(Role::Admin).await;
    let count = world.count("SELECT count(*) FROM root_causes").await;
    let page = admin.get(PAGE).await;
    let refused = admin.submit(&page, PAGE, &[("parent", "delivery"), ("ru", "Слова"), ("en", " ")]).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.attributes("#new-delivery-ru", "value"), ["Слова"]);
    assert_eq!(refused.attributes("[autofocus]", "id"), ["new-delivery-en"]);
    assert!(refused.has("details#delivery[open]"));
    let long = "ж".repeat(101);
    let refused = change(&admin, "delivery.late", &[("deed", "rename"), ("ru", &long), ("en", "x")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.texts("[role=alert]")[0].contains("101"));
    for parent in ["delivery.late", "nonsense"] {
        let deep = [("parent", parent), ("ru", "а"), ("en", "b")];
        assert_eq!(admin.submit(&page, PAGE, &deep).await.status, 404);
    }
    let csrf = page.attributes("input[name=csrf]", "value").remove(0);
    let off = [("csrf", csrf.as_str()), ("deed", "off")];
    assert_eq!(admin.post(&format!("{PAGE}/nonsense"), &off).await.status, 404);
    assert_eq!(world.count("SELECT count(*) FROM root_causes").await, count);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_who_add_at_once_get_two_codes() {
    let world = World::new().await;
    let admin = world.signed_in(Role::Admin).await;
    let page = admin.get(PAGE).await;
    let fields = [("parent", "service"), ("ru", "Музыка"), ("en", "Music")];
    let (a, b) = tokio::join!(admin.submit(&page, PAGE, &fields), admin.submit(&page, PAGE, &fields));
    assert_eq!([a.status, b.status], [303; 2]);
    assert!(order(&world, "service").await.ends_with("service.music service.music_2"));
}
