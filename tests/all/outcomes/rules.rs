//! The page of endings: the recourse and the days, kept or refused with every word.

use otklik::domain::role::Role;

use super::{does, taken};
use crate::support::World;

const PAGE: &str = "/settings/outcomes";

#[tokio::test]
async fn the_recourse_is_the_houses_own_and_waits_for_a_lawyer() {
    let world = World::new().await;
    let (admin, handler) = (world.signed_in(Role::Admin).await, world.signed_in(Role::Handler).await);
    let page = admin.get(PAGE).await;
    assert!(page.texts(".badge").contains(&"Ждёт проверки юристом".to_owned()));
    assert!(page.texts("#ru")[0].contains("Роспотребнадзор"));
    assert_eq!(page.attributes("#days", "value"), ["14"]);
    let own = [("ru", "Пишите\r\nнам"), ("en", "Write to us"), ("confirmed", "yes"), ("days", "30")];
    let saved = admin.submit(&page, PAGE, &own).await;
    assert_eq!((saved.status, saved.location()), (303, "/settings/outcomes?done=yes"));
    let page = admin.get(PAGE).await;
    assert!(!page.has(".badge.bg-yellow-lt") && page.has("input[name=confirmed][checked]"));
    assert_eq!(page.attributes("#days", "value"), ["30"]);
    let number = taken(&world, &handler, "one").await;
    does(&handler, number, "reject", &[("cause", "other"), ("body", "Нет.")]).await;
    assert_eq!(world.value("SELECT body FROM letters").await, "Нет.\n\nПишите\nнам");
}

#[tokio::test]
async fn what_cannot_be_kept_is_refused_and_stays_typed() {
    let world = World::new().await;
    let admin = world.signed_in(Role::Admin).await;
    let page = admin.get(PAGE).await;
    let long = "ж".repeat(3_001);
    for (ru, en, days, blamed) in [
        (" ", "x", "14", "ru"),
        ("а", "", "14", "en"),
        (long.as_str(), "x", "14", "ru"),
        ("а", "x", "two", "days"),
        ("а", "x", "367", "days"),
        ("а", "x", "-1", "days"),
    ] {
        let refused = admin.submit(&page, PAGE, &[("ru", ru), ("en", en), ("days", days)]).await;
        assert_eq!(refused.status, 422, "{days}");
        assert_eq!(refused.attributes("[autofocus]", "id"), [blamed]);
        assert_eq!(refused.attributes("#days", "value"), [days]);
    }
    assert_eq!(world.count("SELECT count(*) FROM settings WHERE key = 'complaints.recourse'").await, 0);
    // A setting that something else broke stops nothing.
    world
        .sql("INSERT INTO settings (key, value) VALUES ('complaints.recourse', '[1]'), ('complaints.close_after_days', '\"x\"')")
        .await;
    assert_eq!(admin.get(PAGE).await.attributes("#days", "value"), ["14"]);
}
