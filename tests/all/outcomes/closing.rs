//! Closing, by hand and by itself.

use chrono::{TimeDelta, Utc};
use otklik::{actions::close_complaint::close_resolved, domain::role::Role};

use super::{WHOLE, card, does, press, taken, told};
use crate::support::World;

#[tokio::test]
async fn a_resolved_one_is_closed_once_by_who_answers_for_it() {
    let world = World::new().await;
    let (handler, lead) = (world.signed_in(Role::Handler).await, world.signed_in(Role::Lead).await);
    let number = taken(&world, &lead, "one").await;
    does(&lead, number, "resolve", &WHOLE).await;
    assert!(!card(&handler, number).await.has("form[action$='/close']"));
    let page = card(&lead, number).await;
    for _ in 0..2 {
        assert_eq!(press(&lead, &page, number, "close", &[("body", "Клиент доволен")]).await.status, 303);
    }
    assert_eq!(
        told(&world, number, "kind = 'closed' OR field = 'state'").await.split_off(2),
        ["closed - -", "field state resolved closed"]
    );
    assert_eq!(world.value("SELECT resolution FROM complaints").await, "upheld");
    let stale = press(&lead, &page, number, "close", &[("body", "Другое")]).await;
    assert_eq!(stale.status, 409);
}

#[tokio::test]
async fn it_closes_by_itself_after_the_days_that_the_house_waits() {
    let world = World::new().await;
    let handler = world.signed_in(Role::Handler).await;
    let mut numbers = Vec::new();
    for name in ["old", "fresh", "rejected"] {
        numbers.push(taken(&world, &handler, name).await);
    }
    let [old, fresh, rejected] = numbers[..] else { unreachable!("three") };
    does(&handler, old, "resolve", &WHOLE).await;
    does(&handler, fresh, "resolve", &WHOLE).await;
    does(&handler, rejected, "reject", &[("cause", "other"), ("body", "Нет")]).await;
    world
        .sql(&format!(
            "UPDATE complaints SET resolved_at = now() - interval '14 days 1 minute' WHERE id IN ({old}, {rejected});
             UPDATE complaints SET resolved_at = now() - interval '13 days 23 hours' WHERE id = {fresh}"
        ))
        .await;
    let mut connection = world.connection().await;
    let now = Utc::now();
    world.sql("INSERT INTO settings (key, value) VALUES ('complaints.close_after_days', '0')").await;
    assert_eq!(close_resolved(&mut connection, now).await.expect("none"), 0);
    world.sql("DELETE FROM settings WHERE key = 'complaints.close_after_days'").await;
    let mut other = world.connection().await;
    let (a, b) = tokio::join!(close_resolved(&mut connection, now), close_resolved(&mut other, now));
    assert_eq!(a.expect("closed") + b.expect("closed"), 1);
    assert_eq!(
        world.value("SELECT string_agg(state, ' ' ORDER BY id) FROM complaints").await,
        "closed resolved rejected"
    );
    assert_eq!(told(&world, old, "kind = 'closed' AND staff_id IS NULL").await, ["closed - -"]);
    assert!(card(&handler, old).await.texts(".history-head")[0].starts_with("Отклик"));
    assert_eq!(close_resolved(&mut connection, now + TimeDelta::hours(2)).await.expect("the fresh one"), 1);
}

#[tokio::test]
async fn looking_for_them_reads_no_finished_ones() {
    let world = World::new().await;
    let handler = world.signed_in(Role::Handler).await;
    taken(&world, &handler, "one").await;
    world
        .sql(
            "INSERT INTO complaints (customer_id, state, severity, signals, opened_at, first_answer_due, resolution_due,
                                     next_deadline, resolved_at)
             SELECT customer_id, CASE WHEN n % 100 = 0 THEN 'resolved' ELSE 'closed' END, 1, '{nps}', now(), now(), now(),
                    '9999-01-01Z', now() - make_interval(mins => n)
             FROM complaints, generate_series(1, 20000) n;
             ANALYZE complaints",
        )
        .await;
    let plan = world
        .client
        .query(
            "EXPLAIN SELECT id FROM complaints WHERE state = 'resolved' AND resolved_at < now() - interval '1 day'
             ORDER BY resolved_at, id LIMIT 100 FOR UPDATE SKIP LOCKED",
            &[],
        )
        .await
        .expect("a plan");
    let plan: Vec<String> = plan.iter().map(|row| row.get(0)).collect();
    assert!(plan.iter().any(|line| line.contains("complaints_resolved_idx")), "{}", plan.join("\n"));
}
