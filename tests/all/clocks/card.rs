//! The card tells all clocks, how each stands, and why it is due when it is.

use chrono::{TimeDelta, Utc};
use otklik::{
    actions::settle_complaints::settle_complaints,
    domain::{language::Language, role::Role},
    words::format,
};

use crate::support::{Visitor, World, make, visitor::Page};

async fn card(visitor: &Visitor, number: i64) -> Page {
    visitor.get(&format!("/desk/complaints/{number}")).await
}

async fn does(visitor: &Visitor, number: i64, step: &str, typed: &[(&str, &str)]) {
    let page = card(visitor, number).await;
    let done = visitor.submit(&page, &format!("/desk/complaints/{number}/{step}"), typed).await;
    assert_eq!(done.status, 303, "{step}: {}", done.body);
}

fn panel(page: &Page) -> Vec<String> {
    page.texts(".clocks-panel dd")
}

#[tokio::test]
async fn each_clock_tells_why_it_is_due_then() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    world.sql("UPDATE complaints SET opened_at = now() - interval '10 hours'").await;
    // It was normal, and became critical eight hours ago.
    world
        .sql(
            "INSERT INTO complaint_events (complaint_id, at, kind, field, old_value, new_value, response_id)
             SELECT id, now() - interval '8 hours', 'field', 'severity', 'normal', 'critical', response_id FROM complaints",
        )
        .await;
    let mut connection = world.connection().await;
    settle_complaints(&mut connection, Utc::now()).await.expect("settled");
    let handler = world.signed_in(Role::Handler).await;
    let zone = world.shared.config.time_zone;
    let page = card(&handler, number).await;
    let [first, last] = panel(&page).try_into().expect("two clocks");
    assert!(first.contains("просрочено 4 ч"), "{first}");
    let raised = format::moment(Language::Russian, Utc::now() - TimeDelta::hours(8), zone);
    let told = |text: &str, hour: &str| text.contains(hour) && text.contains("когда важность повысили");
    assert!(told(&first, "Важность «критическая»: 4 ч рабочего времени с "), "{first} / {raised}");
    assert!(told(&last, "Важность «критическая»: 1 рабочий день с "), "{last}");
    assert!(last.contains("осталось 15 ч") || last.contains("осталось 16 ч"), "{last}");
    does(&handler, number, "take", &[]).await;
    does(&handler, number, "reply", &[("body", "Какой заказ?"), ("wait", "yes")]).await;
    let [first, last] = panel(&card(&handler, number).await).try_into().expect("two clocks");
    assert!(first.starts_with("с опозданием, "), "{first}");
    assert!(last.starts_with("стоит с "), "{last}");
    // The wait began three hours ago, and ends now.
    world
        .sql(
            "ALTER TABLE complaint_events DISABLE TRIGGER USER;
             UPDATE complaint_events SET at = at - interval '3 hours' WHERE new_value = 'waiting_for_customer';
             ALTER TABLE complaint_events ENABLE TRIGGER USER",
        )
        .await;
    does(&handler, number, "note", &[("body", "Ответил"), ("replied", "yes")]).await;
    let [_, last] = panel(&card(&handler, number).await).try_into().expect("two clocks");
    let paused = |span: &str| last.contains(&format!("пауза, пока ждали клиента: {span} рабочего времени"));
    assert!(paused("3 ч") || paused("2 ч 59 мин"), "{last}");
    does(
        &handler,
        number,
        "resolve",
        &[("cause", "delivery.late"), ("resolution", "upheld"), ("sought", "apology"), ("given", "apology")],
    )
    .await;
    let [_, last] = panel(&card(&handler, number).await).try_into().expect("two clocks");
    assert!(last.starts_with("сделано "), "{last}");
    // Other rules hold now: they do not explain what was judged by the old ones.
    world.sql("DELETE FROM settings WHERE key = 'complaints.targets'").await;
    let [first, last] = panel(&card(&handler, number).await).try_into().expect("two clocks");
    for text in [&first, &last] {
        assert!(text.contains("по правилам, которые действовали тогда"), "{text}");
    }
    does(&handler, number, "reopen", &[("body", "Не решено")]).await;
    let [first, last] = panel(&card(&handler, number).await).try_into().expect("two clocks");
    assert!(last.contains("когда жалобу открыли снова"), "{last}");
    assert!(first.contains("по правилам, которые действовали тогда"), "{first}");
}
