//! Every reason, through the real database; quiet periods, waiting, sending hours, running twice and at once.

use chrono_tz::Tz;
use otklik::{
    actions::plan_invitations::{PlanError, plan_invitations},
    domain::{invitation::Why, questionnaire::SurveyKind},
    store::planning::due_query,
};

use super::{customer, days, decided, noon, otklik, plan, purchase, written};
use crate::support::{World, make};

#[tokio::test]
async fn every_reason_is_reached_and_stored() {
    let world = World::new().await;
    let mut expected = Vec::new();
    for (name, change, bought, verdict) in [
        ("asked", "", days(3), "ask asked"),
        ("early", "", days(1), "wait too_early"),
        ("late", "", days(7), "refuse window_passed"),
        ("no-consent", "consent = false", days(3), "refuse no_consent"),
        ("no-address", "email = NULL", days(3), "refuse no_address"),
        ("blank-address", "email = ''", days(3), "refuse no_address"),
        ("unsubscribed", "unsubscribed_at = now()", days(3), "refuse unsubscribed"),
        ("bounced", "bounced_at = now()", days(3), "refuse bounced"),
        ("erased", "erased_at = now(), email = NULL", days(3), "refuse erased"),
        ("guest", "standing = 'guest'", days(3), "refuse not_customer"),
        ("employee", "standing = 'employee'", days(3), "refuse not_customer"),
        ("invited", "", days(3), "refuse already_invited"),
        ("quiet", "", days(3), "refuse quiet_period"),
        ("history", "", days(37), ""),
        ("future", "", days(-1), ""),
    ] {
        let buyer = customer(&world, name, change).await;
        let bought = purchase(&world, buyer, name, noon() - bought).await;
        match name {
            "invited" => drop(make::invitation(&world, buyer, bought).await),
            "quiet" => {
                let before = purchase(&world, buyer, "quiet before", noon() - days(100)).await;
                let asked = make::invitation(&world, buyer, before).await;
                world
                    .sql(&format!("UPDATE invitations SET sent_at = '2026-11-10T09:00Z' WHERE id = {asked}"))
                    .await;
            }
            _ => {}
        }
        expected.push((bought, name, verdict));
    }
    let planned = plan(&world, noon()).await;
    for (bought, name, verdict) in &expected {
        assert_eq!(decided(&world, *bought).await, *verdict, "{name}");
    }
    assert_eq!(planned.asked, 1);
    assert_eq!(planned.waiting.into_iter().collect::<Vec<_>>(), [(Why::TooEarly, 1)]);
    assert_eq!((planned.refused[&Why::NoAddress], planned.refused.values().sum::<u64>()), (2, 11));
    // Each reason that a purchase can have was met; a kind that is off decides nothing.
    let others = [Why::SwitchedOff, Why::Left, Why::NotActive, Why::Returned, Why::NotResolved];
    assert_eq!(
        world.count("SELECT count(DISTINCT reason) FROM invitation_decisions").await,
        i64::try_from(Why::all().len() - others.len()).expect("few")
    );
}

#[tokio::test]
async fn an_asked_buyer_gets_an_invitation_and_a_letter_due_in_sending_hours() {
    let world = World::new().await;
    let buyer = customer(&world, "k-1", "").await;
    purchase(&world, buyer, "z-1", noon() - days(3)).await;
    // 22:00 in Moscow: the letter leaves at 10:00 the next day.
    plan(&world, "2026-11-18T19:00:00Z".parse().expect("a moment")).await;
    let row = world
        .value(
            "SELECT concat_ws(' ', i.kind, i.customer_id = d.customer_id, i.id = d.invitation_id, i.version_id = q.current_version_id,
                    l.kind, l.state, l.due_at = i.send_at, i.send_at AT TIME ZONE 'Europe/Moscow', i.expires_at - i.send_at)
             FROM invitations i JOIN letters l ON l.invitation_id = i.id JOIN invitation_decisions d USING (purchase_id)
             JOIN questionnaires q ON q.kind = 'purchase'",
        )
        .await;
    assert_eq!(row, "purchase t t t invitation queued t 2026-11-19 10:00:00 30 days");
}

#[tokio::test]
async fn one_buyer_is_asked_once_for_two_purchases_of_one_batch() {
    let world = World::new().await;
    let buyer = customer(&world, "k-1", "").await;
    let newer = purchase(&world, buyer, "z-2", noon() - days(3)).await;
    let older = purchase(&world, buyer, "z-1", noon() - days(5)).await;
    let planned = plan(&world, noon()).await;
    assert_eq!(planned.asked, 1);
    // The one that would soon be too old comes first.
    assert_eq!(decided(&world, older).await, "ask asked");
    assert_eq!(decided(&world, newer).await, "refuse quiet_period");
    assert_eq!(world.count("SELECT count(*) FROM letters").await, 1);
}

#[tokio::test]
async fn the_quiet_period_holds_across_runs_and_ends() {
    let world = World::new().await;
    let buyer = customer(&world, "k-1", "").await;
    purchase(&world, buyer, "z-1", noon() - days(3)).await;
    plan(&world, noon()).await;
    let next = purchase(&world, buyer, "z-2", noon() + days(25)).await;
    plan(&world, noon() + days(27)).await;
    assert_eq!(decided(&world, next).await, "wait quiet_period");
    assert_eq!(
        world.value("SELECT (reconsider_at AT TIME ZONE 'UTC')::text FROM invitation_decisions WHERE decision = 'wait'").await,
        "2026-12-18 09:00:00"
    );
    plan(&world, noon() + days(29)).await;
    assert_eq!(decided(&world, next).await, "wait quiet_period");
    let planned = plan(&world, noon() + days(30)).await;
    assert_eq!((planned.asked, decided(&world, next).await.as_str()), (1, "ask asked"));
}

#[tokio::test]
async fn a_letter_that_never_left_starts_no_quiet_period() {
    let world = World::new().await;
    let buyer = customer(&world, "k-1", "").await;
    purchase(&world, buyer, "z-1", noon() - days(5)).await;
    plan(&world, noon()).await;
    world.sql("UPDATE letters SET state = 'failed'").await;
    let next = purchase(&world, buyer, "z-2", noon() - days(2)).await;
    plan(&world, noon()).await;
    assert_eq!(decided(&world, next).await, "ask asked");
    world.sql("UPDATE letters SET state = 'sent' WHERE state = 'failed'; UPDATE invitations SET sent_at = send_at").await;
    let third = purchase(&world, buyer, "z-3", noon() - days(2)).await;
    plan(&world, noon()).await;
    assert_eq!(decided(&world, third).await, "refuse quiet_period");
}

#[tokio::test]
async fn who_waits_is_asked_when_the_time_has_come() {
    let world = World::new().await;
    let buyer = customer(&world, "k-1", "").await;
    let bought = purchase(&world, buyer, "z-1", noon() - days(1)).await;
    plan(&world, noon()).await;
    assert_eq!(decided(&world, bought).await, "wait too_early");
    let planned = plan(&world, noon() + days(1)).await;
    assert_eq!((planned.asked, decided(&world, bought).await.as_str()), (1, "ask asked"));
    assert_eq!(world.count("SELECT count(*) FROM invitation_decisions").await, 1);
}

#[tokio::test]
async fn a_delivery_that_comes_meanwhile_moves_the_question() {
    let world = World::new().await;
    let buyer = customer(&world, "k-1", "").await;
    let bought = purchase(&world, buyer, "z-1", noon() - days(1)).await;
    plan(&world, noon()).await;
    world
        .sql("UPDATE purchases SET delivered_at = '2026-11-19T08:00Z', updated_at = '2026-11-19T08:00Z'")
        .await;
    let planned = plan(&world, noon() + days(1)).await;
    assert_eq!((planned.asked, decided(&world, bought).await.as_str()), (0, "wait too_early"));
    assert_eq!(plan(&world, noon() + days(3)).await.asked, 1);
}

#[tokio::test]
async fn a_refused_buyer_is_decided_again_when_something_about_them_changed() {
    let world = World::new().await;
    let buyer = customer(&world, "k-1", "consent = false").await;
    let bought = purchase(&world, buyer, "z-1", noon() - days(3)).await;
    plan(&world, noon()).await;
    assert_eq!(decided(&world, bought).await, "refuse no_consent");
    // The file of customers came a day after that of purchases.
    world.sql("UPDATE customers SET consent = true, updated_at = '2026-11-19T08:00Z'").await;
    let planned = plan(&world, noon() + days(1)).await;
    assert_eq!((planned.asked, decided(&world, bought).await.as_str()), (1, "ask asked"));
}

#[tokio::test]
async fn a_second_run_changes_nothing() {
    let world = World::new().await;
    for (name, change, ago) in [("a", "", 3), ("b", "", 1), ("c", "consent = false", 3), ("d", "", 20)] {
        let buyer = customer(&world, name, change).await;
        purchase(&world, buyer, name, noon() - days(ago)).await;
    }
    assert!(!plan(&world, noon()).await.is_empty());
    let first = written(&world).await;
    assert!(plan(&world, noon()).await.is_empty());
    assert_eq!(written(&world).await, first);
    // Even where something about a refused buyer was touched without effect.
    world.sql("UPDATE customers SET updated_at = now()").await;
    assert!(plan(&world, noon()).await.is_empty());
    assert_eq!(written(&world).await, first);
}

#[tokio::test]
async fn two_planners_at_once_ask_everybody_once() {
    let world = World::new().await;
    world
        .sql(
            "INSERT INTO customers (external_id, email, consent) SELECT 'k' || n, n || '@customer.example', true FROM generate_series(1, 1500) n;
             INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency)
             SELECT 'z' || id, id, '2026-11-15T09:00Z', 1, 'RUB' FROM customers;",
        )
        .await;
    let (one, other) = tokio::join!(plan(&world, noon()), plan(&world, noon()));
    assert_eq!(one.asked + other.asked, 1500);
    assert!(one.is_empty() || other.is_empty(), "{one:?} {other:?}");
    assert_eq!(world.count("SELECT count(DISTINCT purchase_id) FROM invitations").await, 1500);
    assert_eq!(world.count("SELECT count(*) FROM letters WHERE state = 'queued'").await, 1500);
}

#[tokio::test]
async fn twenty_thousand_purchases_are_found_by_their_moment() {
    let world = World::new().await;
    world
        .sql(
            "INSERT INTO customers (external_id, email, consent) SELECT 'k' || n, n || '@customer.example', true FROM generate_series(1, 2000) n;
             INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency)
             SELECT 'z' || n, 1 + n % 2000, timestamptz '2026-11-18T09:00Z' - n * interval '1 hour', 1, 'RUB' FROM generate_series(1, 20000) n;
             ANALYZE;",
        )
        .await;
    let query = due_query(SurveyKind::Purchase)
        .replace("$1", "'purchase'")
        .replace("$5", "0")
        .replace("$6", "10000")
        .replace("$2", "'2026-10-13T09:00Z'::timestamptz")
        .replace("$3", "'2026-11-12T09:00Z'::timestamptz")
        .replace("$4", "'2026-11-18T09:00Z'::timestamptz");
    let rows = world.client.query(&format!("EXPLAIN {query}"), &[]).await.expect("a plan");
    let explained = rows.iter().map(|row| row.get::<_, String>(0)).collect::<Vec<_>>().join("\n");
    assert!(explained.contains("purchases_touched_at_idx"), "{explained}");
    assert!(!explained.contains("Seq Scan on purchases"), "{explained}");
    let planned = plan(&world, noon()).await;
    let decisions = world.count("SELECT count(*) FROM invitation_decisions").await;
    // Hours 1 to 863 lie inside the 36 days looked at; the 144th hour is the last of the window.
    assert_eq!((decisions, planned.asked), (863, 143 - 48 + 1));
}

#[tokio::test]
async fn without_a_questionnaire_nothing_is_planned() {
    let world = World::new().await;
    world.sql("UPDATE questionnaires SET current_version_id = NULL").await;
    let mut connection = world.connection().await;
    let refused =
        plan_invitations(&mut connection, SurveyKind::Purchase, Tz::Europe__Moscow, noon(), true).await;
    assert!(matches!(refused, Err(PlanError::NoQuestionnaire(_))), "{refused:?}");
    let output = otklik(&world, &["invite", "--kind", "purchase"], &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("otklik migrate"));
}

#[tokio::test]
async fn the_command_plans_as_of_a_moment_and_says_why() {
    let world = World::new().await;
    for (name, change, ago) in [("a", "", 3), ("b", "", 1), ("c", "consent = false", 3)] {
        let buyer = customer(&world, name, change).await;
        purchase(&world, buyer, name, noon() - days(ago)).await;
    }
    let arguments = ["invite", "--kind", "purchase", "--as-of", "2026-11-18 12:00", "--json"];
    let expected = |dry_run: bool| {
        serde_json::json!({
            "kind": "purchase", "as_of": "2026-11-18T09:00:00Z", "dry_run": dry_run,
            "planned": 1, "waiting": {"too_early": 1}, "refused": {"no_consent": 1},
        })
    };
    let dry = otklik(&world, &[&arguments[..], &["--dry-run"]].concat(), &[]);
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&dry.stdout).expect("JSON"), expected(true));
    assert_eq!(written(&world).await, "||");
    let done = otklik(&world, &arguments, &[]);
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&done.stdout).expect("JSON"), expected(false));
    assert_eq!(world.count("SELECT count(*) FROM invitations").await, 1);
    let bad = otklik(&world, &["invite", "--kind", "purchase", "--as-of", "soon"], &[]);
    assert_eq!(bad.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&bad.stderr).contains("--as-of soon"));
}

#[tokio::test]
async fn the_workers_tick_plans_like_the_command() {
    let world = World::new().await;
    let buyer = customer(&world, "k-1", "").await;
    let bought = purchase(&world, buyer, "z-1", noon() - days(3)).await;
    let mut connection = world.connection().await;
    let config = &world.shared.config;
    let planned = otklik::jobs::plan_invitations::tick(&mut connection, SurveyKind::Purchase, config, noon())
        .await
        .expect("a tick");
    assert_eq!((planned.asked, decided(&world, bought).await.as_str()), (1, "ask asked"));
    let again = otklik::jobs::plan_invitations::tick(&mut connection, SurveyKind::Purchase, config, noon())
        .await
        .expect("a tick");
    assert!(again.is_empty());
}
