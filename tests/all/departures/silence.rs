//! Silence: who is lost by it, who never is, who returns, and what a changed definition moves.

use chrono::{DateTime, Utc};
use otklik::{
    actions::{
        churn_definition::{DefinitionError, KEY, put_churn_definition},
        watch_silence::{WatchError, Watched, watch_silence},
    },
    domain::departure::{Rhythm, Silence},
};

use super::{all, bought};
use crate::support::{World, make};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a moment")
}

async fn watch(world: &World, now: &str) -> Watched {
    watch_silence(&mut world.connection().await, at(now)).await.expect("watched")
}

#[tokio::test]
async fn the_silent_are_lost_at_the_limit_and_return_with_their_next_purchase() {
    let world = World::new().await;
    let buyer = make::customer(&world, "k-1").await;
    bought(&world, buyer, "2026-01-01", 10).await;
    // A return of goods breaks no silence.
    bought(&world, buyer, "2026-05-01", -10).await;
    assert_eq!(watch(&world, "2026-06-30T08:59:59Z").await, Watched::default(), "a second before the limit");
    assert_eq!(watch(&world, "2026-06-30T09:00:00Z").await, Watched { lost: 1, ..Watched::default() });
    assert_eq!(all(&world).await, "k-1|2026-06-30|silence");
    assert_eq!(watch(&world, "2026-07-01T09:00:00Z").await, Watched::default(), "twice changes nothing");
    bought(&world, buyer, "2026-07-05", 10).await;
    bought(&world, buyer, "2026-07-09", 10).await;
    assert_eq!(watch(&world, "2026-07-10T09:00:00Z").await, Watched { returned: 1, ..Watched::default() });
    assert_eq!(all(&world).await, "k-1|2026-06-30|silence|2026-07-05");
    // And lost once more, half a year after the last of them.
    watch(&world, "2027-02-01T09:00:00Z").await;
    assert_eq!(all(&world).await, "k-1|2026-06-30|silence|2026-07-05 k-1|2027-01-05|silence");
}

#[tokio::test]
async fn guests_employees_those_who_never_bought_and_those_known_to_have_left_are_not_judged() {
    let world = World::new().await;
    for (name, standing) in
        [("guest", "guest"), ("employee", "employee"), ("never", "customer"), ("known", "customer")]
    {
        let id = make::customer(&world, name).await;
        world.sql(&format!("UPDATE customers SET standing = '{standing}' WHERE id = {id}")).await;
        if name != "never" {
            bought(&world, id, "2025-01-01", 10).await;
        }
    }
    world
        .sql(
            "INSERT INTO departures (customer_id, left_at, source)
             SELECT id, '2025-02-01T12:00:00+03:00', 'import' FROM customers WHERE external_id = 'known'",
        )
        .await;
    assert_eq!(watch(&world, "2026-06-30T09:00:00Z").await, Watched::default());
    assert_eq!(all(&world).await, "known|2025-02-01|import");
}

#[tokio::test]
async fn a_rhythm_of_ones_own_has_a_limit_of_its_own() {
    let world = World::new().await;
    let silence = Silence { rhythm: Some(Rhythm::default()), ..Silence::default() };
    let mut connection = world.connection().await;
    put_churn_definition(&mut connection, &silence, None, at("2026-01-01T00:00:00Z")).await.expect("set");
    let weekly = make::customer(&world, "weekly").await;
    let yearly = make::customer(&world, "yearly").await;
    let once = make::customer(&world, "once").await;
    for day in ["2026-03-02", "2026-03-09", "2026-03-16"] {
        bought(&world, weekly, day, 10).await;
    }
    for day in ["2023-03-16", "2024-03-16", "2026-03-16"] {
        bought(&world, yearly, day, 10).await;
    }
    bought(&world, once, "2026-03-16", 10).await;
    // A gap of a week counts as the least of 14 days, six times: 84 days. Once bought: the fixed 180 days.
    watch(&world, "2026-06-08T08:59:59Z").await;
    assert_eq!(all(&world).await, "");
    watch(&world, "2026-06-08T09:00:00Z").await;
    assert_eq!(all(&world).await, "weekly|2026-06-08|silence");
    watch(&world, "2027-06-08T09:00:00Z").await;
    assert_eq!(all(&world).await, "once|2026-09-12|silence weekly|2026-06-08|silence");
}

#[tokio::test]
async fn another_definition_moves_what_silence_said_and_nothing_else() {
    let world = World::new().await;
    for (name, day) in
        [("long", "2025-01-01"), ("short", "2025-11-01"), ("asked", "2025-11-01"), ("told", "2025-11-01")]
    {
        let id = make::customer(&world, name).await;
        bought(&world, id, day, 10).await;
    }
    world
        .sql(
            "INSERT INTO departures (customer_id, left_at, source)
             SELECT id, '2025-12-01T12:00:00+03:00', 'staff' FROM customers WHERE external_id = 'told'",
        )
        .await;
    watch(&world, "2026-06-01T09:00:00Z").await;
    let before =
        "asked|2026-04-30|silence long|2025-06-30|silence short|2026-04-30|silence told|2025-12-01|staff";
    assert_eq!(all(&world).await, before);
    world
        .sql(
            "INSERT INTO invitations (kind, customer_id, version_id, planned_at, send_at, sent_at, expires_at, departure_id)
             SELECT 'exit', d.customer_id, q.current_version_id, now(), now(),
                    CASE WHEN c.external_id = 'asked' THEN now() END, now() + interval '30 days', d.id
             FROM departures d JOIN customers c ON c.id = d.customer_id, questionnaires q
             WHERE q.kind = 'exit' AND c.external_id IN ('asked', 'short')",
        )
        .await;
    let year = Silence { lost_days: 365, ..Silence::default() };
    let mut connection = world.connection().await;
    put_churn_definition(&mut connection, &year, None, at("2026-06-01T10:00:00Z")).await.expect("set");
    assert_eq!(watch(&world, "2026-06-01T11:00:00Z").await.moved, 2);
    assert_eq!(all(&world).await, "asked|2026-04-30|silence long|2026-01-01|silence told|2025-12-01|staff");
    assert_eq!(
        world
            .value("SELECT string_agg((revoked_at IS NULL)::text, ' ' ORDER BY sent_at) FROM invitations")
            .await,
        "true false",
        "what was planned and did not leave ends"
    );
    let edits = "SELECT string_agg(deed, ' ' ORDER BY deed) FROM departure_edits";
    assert_eq!(world.value(edits).await, "corrected taken_back");
    assert_eq!(watch(&world, "2026-06-01T12:00:00Z").await.moved, 0, "twice changes nothing");
}

#[tokio::test]
async fn nobody_is_asked_why_they_left_after_coming_back() {
    let world = World::new().await;
    for (name, letter) in [("queued", "queued"), ("sending", "sending")] {
        let id = make::customer(&world, name).await;
        bought(&world, id, "2026-01-01", 10).await;
        world
            .sql(&format!(
                "WITH gone AS (INSERT INTO departures (customer_id, left_at, source) VALUES ({id}, '2026-02-01', 'import') RETURNING id),
                 asked AS (INSERT INTO invitations (kind, customer_id, version_id, planned_at, send_at, expires_at, departure_id)
                           SELECT 'exit', {id}, current_version_id, now(), now(), now() + interval '30 days', gone.id
                           FROM questionnaires, gone WHERE kind = 'exit' RETURNING id)
                 INSERT INTO letters (kind, customer_id, invitation_id, due_at, state)
                 SELECT 'invitation', {id}, id, now(), '{letter}' FROM asked"
            ))
            .await;
        bought(&world, id, "2026-02-03", 10).await;
    }
    assert_eq!(watch(&world, "2026-02-04T09:00:00Z").await.returned, 2);
    assert_eq!(
        world
            .value(
                "SELECT string_agg(l.state || ' ' || (i.revoked_at IS NOT NULL), ', ' ORDER BY i.id)
                 FROM letters l JOIN invitations i ON i.id = l.invitation_id"
            )
            .await,
        "cancelled true, sending false",
        "a letter in hand may arrive, so its link stays"
    );
}

#[tokio::test]
async fn two_watchers_at_once_agree() {
    let world = World::new().await;
    for n in 0..50 {
        let id = make::customer(&world, &format!("k-{n}")).await;
        bought(&world, id, "2026-01-01", 10).await;
    }
    let (one, other) =
        tokio::join!(watch(&world, "2026-09-01T09:00:00Z"), watch(&world, "2026-09-01T09:00:00Z"));
    assert_eq!((one.lost + other.lost, one.lost.min(other.lost)), (50, 0));
}

#[tokio::test]
async fn a_definition_that_cannot_be_read_changes_nothing_and_says_why() {
    let world = World::new().await;
    let id = make::customer(&world, "k-1").await;
    bought(&world, id, "2020-01-01", 10).await;
    for (value, words) in [
        ("[90, 180]", "no JSON object"),
        ("{\"lost\": 1}", "unknown field"),
        ("{\"lost_days\": 1}", "can't be followed"),
    ] {
        world
            .sql(&format!(
                "INSERT INTO settings (key, value) VALUES ('{KEY}', '{value}') ON CONFLICT (key) DO UPDATE SET value = excluded.value"
            ))
            .await;
        let failed = watch_silence(&mut world.connection().await, at("2026-06-30T09:00:00Z")).await;
        assert!(
            matches!(&failed, Err(WatchError::Definition(cause)) if !matches!(cause, DefinitionError::Store(_)) && cause.to_string().contains(words)),
            "{value}: {failed:?}"
        );
    }
    assert_eq!(all(&world).await, "");
}

#[tokio::test]
async fn silence_and_returns_are_found_by_index() {
    let world = World::new().await;
    world
        .sql(
            "INSERT INTO customers (external_id) SELECT 'c' || n FROM generate_series(1, 5000) n;
             INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency)
             SELECT id || '-' || n, id, '2026-01-01'::date + n, 10, 'RUB' FROM customers, generate_series(1, 10) n;
             ANALYZE",
        )
        .await;
    let statement = otklik::store::departures::silence::SILENT
        .replace("$1", "0")
        .replace("$2", "'2026-06-01'")
        .replace("$3", "10000")
        .replace("$4", "false");
    let rows = world.client.query(&format!("EXPLAIN {statement}"), &[]).await.expect("a plan");
    let plan: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    let plan = plan.join("\n");
    assert!(plan.contains("purchases_customer_id_idx") && !plan.contains("Seq Scan on purchases"), "{plan}");
    assert_eq!(watch(&world, "2026-09-01T09:00:00Z").await.lost, 5_000);
}
