//! The one reminder: when it is queued, to whom, and to whom not.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use otklik::{
    actions::{planning_rules::put_rules, remind::remind},
    domain::{invitation::Rules, questionnaire::SurveyKind},
    store::invitations::TO_REMIND,
};

use super::{customer, days, noon, plan, purchase};
use crate::support::World;

async fn reminded(world: &World, now: DateTime<Utc>) -> usize {
    let mut connection = world.connection().await;
    remind(&mut connection, SurveyKind::Purchase, Tz::Europe__Moscow, now).await.expect("reminded")
}

/// An invitation whose letter left at noon.
async fn sent(world: &World, name: &str, change: &str) -> i64 {
    let buyer = customer(world, name, "").await;
    let bought = purchase(world, buyer, name, noon() - days(3)).await;
    plan(world, noon()).await;
    let id = world.count(&format!("SELECT id FROM invitations WHERE purchase_id = {bought}")).await;
    world
        .sql(&format!(
            "UPDATE letters SET state = 'sent' WHERE invitation_id = {id};
             UPDATE invitations SET sent_at = '2026-11-18T09:00Z' WHERE id = {id};"
        ))
        .await;
    if !change.is_empty() {
        world.sql(&change.replace("$i", &id.to_string()).replace("$c", &buyer.to_string())).await;
    }
    id
}

#[tokio::test]
async fn who_has_not_answered_is_reminded_once() {
    let world = World::new().await;
    sent(&world, "k-1", "").await;
    assert_eq!(reminded(&world, noon() + days(3) - chrono::TimeDelta::seconds(1)).await, 0);
    // At night: it leaves in the morning.
    let night = "2026-11-21T22:00:00Z".parse().expect("a moment");
    assert_eq!(reminded(&world, night).await, 1);
    assert_eq!(
        world.value("SELECT concat_ws(' ', state, due_at AT TIME ZONE 'Europe/Moscow') FROM letters WHERE kind = 'reminder'").await,
        "queued 2026-11-22 10:00:00"
    );
    assert_eq!(
        world.count("SELECT count(*) FROM invitations WHERE reminded_at = '2026-11-21T22:00Z'").await,
        1
    );
    assert_eq!(reminded(&world, night).await, 0);
    assert_eq!(reminded(&world, night + days(3)).await, 0);
    assert_eq!(world.count("SELECT count(*) FROM letters WHERE kind = 'reminder'").await, 1);
}

#[tokio::test]
async fn who_opened_the_form_or_filled_it_in_part_is_reminded_too() {
    let world = World::new().await;
    sent(&world, "opened", "UPDATE invitations SET opened_at = now() WHERE id = $i").await;
    sent(
        &world,
        "partial",
        "INSERT INTO partial_answers (invitation_id, version_id, started_at, saved_at, sign, body)
         SELECT id, version_id, now(), now(), 'touched', 'nps=4' FROM invitations WHERE id = $i",
    )
    .await;
    assert_eq!(reminded(&world, noon() + days(3)).await, 2);
}

#[tokio::test]
async fn nobody_else_is() {
    let world = World::new().await;
    for (name, change) in [
        ("answered", "UPDATE invitations SET answered_at = now() WHERE id = $i"),
        ("revoked", "UPDATE invitations SET revoked_at = now() WHERE id = $i"),
        ("expired", "UPDATE invitations SET expires_at = '2026-11-21T08:00Z' WHERE id = $i"),
        ("expires tonight", "UPDATE invitations SET expires_at = '2026-11-21T09:00Z' WHERE id = $i"),
        ("handed out", "UPDATE invitations SET handed_out_at = now() WHERE id = $i"),
        ("by another road", "UPDATE invitations SET road = 'link' WHERE id = $i"),
        ("unsent", "UPDATE invitations SET sent_at = NULL WHERE id = $i"),
        ("unsubscribed", "UPDATE customers SET unsubscribed_at = now() WHERE id = $c"),
        ("bounced", "UPDATE customers SET bounced_at = now() WHERE id = $c"),
        ("erased", "UPDATE customers SET erased_at = now() WHERE id = $c"),
        ("without consent", "UPDATE customers SET consent = false WHERE id = $c"),
        ("without address", "UPDATE customers SET email = NULL WHERE id = $c"),
        (
            "complaint reopened",
            "WITH k AS (INSERT INTO complaints (customer_id, state, severity, signals, opened_at, first_answer_due, resolution_due, next_deadline)
                        VALUES ($c, 'in_progress', 2, '{}', now(), now(), now(), now()) RETURNING id)
             UPDATE invitations SET complaint_id = k.id FROM k WHERE invitations.id = $i",
        ),
        (
            "returned",
            "WITH g AS (INSERT INTO departures (customer_id, left_at, source, returned_at)
                        VALUES ($c, now() - interval '9 days', 'staff', now()) RETURNING id)
             UPDATE invitations SET departure_id = g.id FROM g WHERE invitations.id = $i",
        ),
    ] {
        sent(&world, name, change).await;
    }
    assert_eq!(reminded(&world, noon() + days(3)).await, 0, "{}", world.value("SELECT string_agg(name, ', ') FROM letters l JOIN invitations i ON i.id = invitation_id JOIN purchases p ON p.id = i.purchase_id JOIN customers c ON c.id = i.customer_id WHERE l.kind = 'reminder'").await);
    // Asked before there were reminders: too late for one.
    sent(&world, "long ago", "").await;
    assert_eq!(reminded(&world, noon() + days(10)).await, 0);
}

#[tokio::test]
async fn a_reminder_leaves_in_the_hours_of_its_reader_and_only_where_the_rules_want_one() {
    let world = World::new().await;
    sent(&world, "k-1", "UPDATE customers SET time_zone = 'Asia/Vladivostok' WHERE id = $c").await;
    let mut connection = world.connection().await;
    let none = Rules { reminder_days: None, ..Rules::of(SurveyKind::Purchase) };
    put_rules(&mut connection, SurveyKind::Purchase, &none, None, noon()).await.expect("set");
    assert_eq!(reminded(&world, noon() + days(3)).await, 0);
    let five = Rules { reminder_days: Some(5), ..none };
    put_rules(&mut connection, SurveyKind::Purchase, &five, None, noon()).await.expect("set");
    assert_eq!(reminded(&world, noon() + days(4)).await, 0);
    // 16:00 in Moscow is 23:00 there.
    assert_eq!(reminded(&world, noon() + days(5) + chrono::TimeDelta::hours(4)).await, 1);
    assert_eq!(
        world
            .value(
                "SELECT (due_at AT TIME ZONE 'Asia/Vladivostok')::text FROM letters WHERE kind = 'reminder'"
            )
            .await,
        "2026-11-24 10:00:00"
    );
}

#[tokio::test]
async fn two_reminders_at_once_write_one_letter_each() {
    let world = World::new().await;
    world
        .sql(
            "INSERT INTO customers (external_id, email, consent) SELECT 'k' || n, n || '@customer.example', true FROM generate_series(1, 2500) n;
             INSERT INTO invitations (kind, customer_id, version_id, planned_at, send_at, sent_at, expires_at)
             SELECT 'purchase', c.id, q.current_version_id, '2026-11-18T09:00Z', '2026-11-18T09:00Z', '2026-11-18T09:00Z', '2026-12-18T09:00Z'
             FROM customers c, questionnaires q WHERE q.kind = 'purchase'",
        )
        .await;
    let at = noon() + days(3);
    let (one, other) = tokio::join!(reminded(&world, at), reminded(&world, at));
    // One may pass over what the other holds; nothing is lost by it.
    let rest = reminded(&world, at).await;
    assert_eq!(one + other + rest, 2500);
    assert_eq!(
        world.count("SELECT count(DISTINCT invitation_id) FROM letters WHERE kind = 'reminder'").await,
        2500
    );
}

#[tokio::test]
async fn unanswered_invitations_are_found_by_their_index() {
    let world = World::new().await;
    world
        .sql(
            "INSERT INTO customers (external_id, email, consent) SELECT 'k' || n, n || '@customer.example', true FROM generate_series(1, 5000) n;
             INSERT INTO invitations (kind, customer_id, version_id, planned_at, send_at, sent_at, expires_at, answered_at)
             SELECT 'purchase', c.id, q.current_version_id, t, t, t, t + interval '30 days', CASE WHEN c.id % 3 = 0 THEN t END
             FROM customers c, questionnaires q, LATERAL (SELECT timestamptz '2026-11-18T09:00Z' - c.id * interval '1 hour' AS t) AS at
             WHERE q.kind = 'purchase'; ANALYZE;",
        )
        .await;
    let query = TO_REMIND
        .replace("$1", "'purchase'")
        .replace("$2", "'2026-11-08T09:00Z'::timestamptz")
        .replace("$3", "'2026-11-15T09:00Z'::timestamptz")
        .replace("$4", "'2026-11-18T09:00Z'::timestamptz")
        .replace("$5", "0")
        .replace("$6", "1000");
    let rows = world.client.query(&format!("EXPLAIN {query}"), &[]).await.expect("a plan");
    let explained = rows.iter().map(|row| row.get::<_, String>(0)).collect::<Vec<_>>().join("\n");
    assert!(explained.contains("invitations_to_remind_idx"), "{explained}");
    assert!(!explained.contains("Seq Scan on invitations"), "{explained}");
}
