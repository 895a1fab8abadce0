//! Every kind at its moment, through the real database: relationship, silence, departure, resolution.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use otklik::{
    actions::{churn_definition::put_churn_definition, plan_invitations::plan_invitations},
    domain::{
        departure::{Rhythm, Silence},
        invitation::PLANNED,
        questionnaire::SurveyKind::{self, Exit, Inactive, Purchase, Relationship, Resolution},
    },
    store::planning::due_query,
};

use super::{customer, days, decided_of, noon, otklik, plan_kind, purchase, written};
use crate::support::World;

async fn buyer(world: &World, name: &str, change: &str, bought: &[i64]) -> i64 {
    let id = customer(world, name, change).await;
    for ago in bought {
        purchase(world, id, &format!("{name} {ago}"), noon() - days(*ago)).await;
    }
    id
}

async fn departure(world: &World, customer: i64, left_at: DateTime<Utc>) -> i64 {
    let left_at = left_at.to_rfc3339();
    world
        .count(&format!(
            "INSERT INTO departures (customer_id, left_at, source, updated_at) VALUES ({customer}, '{left_at}', 'staff', '2026-01-01') RETURNING id"
        ))
        .await
}

async fn complaint(world: &World, customer: i64, state: &str, resolved_at: DateTime<Utc>) -> i64 {
    let at = resolved_at.to_rfc3339();
    world
        .count(&format!(
            "INSERT INTO complaints (customer_id, state, severity, signals, opened_at, first_answer_due, resolution_due, next_deadline, resolved_at)
             VALUES ({customer}, '{state}', 2, '{{}}', '{at}', '{at}', '{at}', '9999-01-01', '{at}') RETURNING id"
        ))
        .await
}

/// `decision reason` of a complaint or a departure.
async fn of(world: &World, column: &str, id: i64) -> String {
    world
        .value(&format!(
            "SELECT coalesce((SELECT decision || ' ' || reason FROM invitation_decisions WHERE {column} = {id}), '')"
        ))
        .await
}

#[tokio::test]
async fn active_customers_are_asked_about_the_relationship_every_ninety_days() {
    let world = World::new().await;
    for (name, change, bought, verdict) in [
        ("regular", "", &[100, 5][..], "ask asked"),
        ("new", "", &[89], "wait too_early"),
        ("silent", "", &[200, 91], "refuse not_active"),
        ("forgotten", "", &[500], ""),
        ("nobody", "", &[], ""),
        ("unwilling", "consent = false", &[100, 5], "refuse no_consent"),
        ("guest", "standing = 'guest'", &[100, 5], "refuse not_customer"),
        ("tomorrow's", "", &[-1], "wait too_early"),
    ] {
        let id = buyer(&world, name, change, bought).await;
        plan_kind(&world, Relationship, noon()).await;
        assert_eq!(decided_of(&world, Relationship, id).await, verdict, "{name}");
    }
    assert!(plan_kind(&world, Relationship, noon()).await.is_empty());
    // Ninety days after the question it is asked again, of those who still buy.
    world.sql("UPDATE letters SET state = 'sent'; UPDATE invitations SET sent_at = send_at").await;
    let regular = world.count("SELECT id FROM customers WHERE external_id = 'regular'").await;
    purchase(&world, regular, "again", noon() + days(50)).await;
    assert_eq!(plan_kind(&world, Relationship, noon() + days(51)).await.asked, 0);
    assert_eq!(plan_kind(&world, Relationship, noon() + days(90)).await.asked, 1);
    assert_eq!(world.count("SELECT count(*) FROM invitations").await, 2);
}

#[tokio::test]
async fn the_silent_are_asked_once_until_they_buy_again() {
    let world = World::new().await;
    let silent = buyer(&world, "silent", "", &[300, 100]).await;
    let lost = buyer(&world, "lost", "", &[181]).await;
    let recent = buyer(&world, "recent", "", &[89]).await;
    plan_kind(&world, Inactive, noon()).await;
    assert_eq!(decided_of(&world, Inactive, silent).await, "ask asked");
    assert_eq!(decided_of(&world, Inactive, lost).await, "refuse window_passed");
    assert_eq!(decided_of(&world, Inactive, recent).await, "wait too_early");
    // Something about them changes: no second letter about the same silence.
    world.sql("UPDATE customers SET email = 'new@customer.example' WHERE external_id = 'silent'").await;
    plan_kind(&world, Inactive, noon() + days(40)).await;
    assert_eq!(decided_of(&world, Inactive, silent).await, "refuse already_invited");
    purchase(&world, silent, "back", noon() + days(41)).await;
    plan_kind(&world, Inactive, noon() + days(42)).await;
    assert_eq!(decided_of(&world, Inactive, silent).await, "wait too_early");
    plan_kind(&world, Inactive, noon() + days(131)).await;
    assert_eq!(decided_of(&world, Inactive, silent).await, "ask asked");
}

#[tokio::test]
async fn inactive_and_lost_are_for_the_planner_what_the_definition_says() {
    let world = World::new().await;
    let mut connection = world.connection().await;
    let rhythm = Some(Rhythm { inactive_gaps: 3, lost_gaps: 6, least_gap_days: 10 });
    let silence = Silence { rhythm, ..Silence::default() };
    put_churn_definition(&mut connection, &silence, None, noon()).await.expect("set");
    let often = buyer(&world, "often", "", &[51, 41, 31]).await;
    let daily = buyer(&world, "daily", "", &[32, 31, 30, 29]).await;
    let twice = buyer(&world, "twice", "", &[41, 31]).await;
    let yearly = buyer(&world, "yearly", "", &[1200, 835, 470, 105]).await;
    let gone = buyer(&world, "gone", "", &[81, 71, 61]).await;
    // A return of goods is no purchase: without it there are two, and so no rhythm.
    let returned = buyer(&world, "returned", "", &[41, 31, 5]).await;
    world.sql("UPDATE purchases SET amount = -1 WHERE external_id = 'returned 5'").await;
    plan_kind(&world, Inactive, noon()).await;
    for (id, verdict, why) in [
        (often, "ask asked", "three gaps of ten days"),
        (daily, "wait too_early", "the floor of ten days, three times"),
        (twice, "wait too_early", "two purchases are no rhythm"),
        (yearly, "wait too_early", "three years"),
        (gone, "refuse window_passed", "six gaps: lost"),
        (returned, "wait too_early", "two purchases and a return"),
    ] {
        assert_eq!(decided_of(&world, Inactive, id).await, verdict, "{why}");
    }
    // For the relationship, active is who is not inactive by the same definition.
    plan_kind(&world, Relationship, noon()).await;
    assert_eq!(decided_of(&world, Relationship, yearly).await, "ask asked");
}

#[tokio::test]
async fn another_definition_decides_again_about_who_waits() {
    let world = World::new().await;
    let mut connection = world.connection().await;
    let silent = buyer(&world, "silent", "", &[300, 40]).await;
    plan_kind(&world, Inactive, noon()).await;
    assert_eq!(decided_of(&world, Inactive, silent).await, "wait too_early");
    let month = Silence { inactive_days: 30, ..Silence::default() };
    put_churn_definition(&mut connection, &month, None, noon()).await.expect("set");
    plan_kind(&world, Inactive, noon()).await;
    assert_eq!(decided_of(&world, Inactive, silent).await, "ask asked");
}

#[tokio::test]
async fn a_definition_that_cannot_be_followed_stops_what_hangs_on_it_and_nothing_else() {
    let world = World::new().await;
    buyer(&world, "k-1", "", &[100, 3]).await;
    world.sql("INSERT INTO settings (key, value) VALUES ('churn.definition', '[1]')").await;
    let mut connection = world.connection().await;
    for (kind, stops) in [(Relationship, true), (Inactive, true), (Purchase, false)] {
        let planned = plan_invitations(&mut connection, kind, Tz::Europe__Moscow, noon(), true).await;
        assert_eq!(
            planned
                .as_ref()
                .err()
                .map(ToString::to_string)
                .is_some_and(|words| words.contains("churn.definition")),
            stops,
            "{kind}: {planned:?}"
        );
    }
    assert_eq!(world.value("SELECT string_agg(kind, ' ') FROM invitations").await, "purchase");
}

#[tokio::test]
async fn who_left_is_asked_why_after_cooling_off_in_spite_of_a_quiet_period() {
    let world = World::new().await;
    let mut left = Vec::new();
    for (name, change, ago, verdict) in [
        ("cold", "", 14, "ask asked"),
        ("fresh", "", 13, "wait too_early"),
        ("late", "", 60, "refuse window_passed"),
        ("no consent", "consent = false", 20, "refuse no_consent"),
        ("history", "", 91, ""),
    ] {
        let id = buyer(&world, name, change, &[4]).await;
        left.push((departure(&world, id, noon() - days(ago)).await, name, verdict));
    }
    assert!(plan_kind(&world, Purchase, noon()).await.asked > 0);
    plan_kind(&world, Exit, noon()).await;
    for (id, name, verdict) in &left {
        assert_eq!(of(&world, "departure_id", *id).await, *verdict, "{name}");
    }
    // They are not asked as if they were still here.
    for kind in [Relationship, Inactive] {
        plan_kind(&world, kind, noon()).await;
        let cold = world.count("SELECT id FROM customers WHERE external_id = 'cold'").await;
        assert_eq!(decided_of(&world, kind, cold).await, "refuse left");
    }
    // Taken back, they are.
    let cold = world.count("SELECT id FROM customers WHERE external_id = 'cold'").await;
    let taken_back =
        format!("UPDATE departures SET returned_at = '2026-11-18T09:00Z' WHERE customer_id = {cold}");
    world.sql(&taken_back).await;
    plan_kind(&world, Inactive, noon()).await;
    assert_eq!(decided_of(&world, Inactive, cold).await, "wait too_early");
    // One who comes back before the letter is not asked why they left.
    world
        .sql(&format!("UPDATE departures SET returned_at = '2026-11-18T10:00Z' WHERE id = {}", left[1].0))
        .await;
    plan_kind(&world, Exit, noon() + days(2)).await;
    assert_eq!(of(&world, "departure_id", left[1].0).await, "refuse returned");
    assert_eq!(
        world
            .count("SELECT count(*) FROM invitations WHERE kind = 'exit' AND departure_id IS NOT NULL")
            .await,
        1
    );
}

#[tokio::test]
async fn a_resolved_complaint_is_asked_about_and_again_when_it_is_resolved_anew() {
    let world = World::new().await;
    let who = buyer(&world, "k-1", "", &[4]).await;
    plan_kind(&world, Purchase, noon()).await;
    let solved = complaint(&world, who, "resolved", noon() - days(1)).await;
    let other = buyer(&world, "k-2", "", &[]).await;
    let fresh = complaint(&world, other, "resolved", noon()).await;
    let rejected = complaint(&world, who, "rejected", noon() - days(2)).await;
    let old = complaint(&world, who, "closed", noon() - days(14)).await;
    assert_eq!(plan_kind(&world, Resolution, noon()).await.asked, 1, "exempt from the quiet period");
    assert_eq!(of(&world, "complaint_id", solved).await, "ask asked");
    assert_eq!(of(&world, "complaint_id", fresh).await, "wait too_early");
    assert_eq!(of(&world, "complaint_id", rejected).await, "");
    assert_eq!(of(&world, "complaint_id", old).await, "refuse window_passed");
    assert!(plan_kind(&world, Resolution, noon()).await.is_empty());
    world
        .sql(&format!(
            "UPDATE complaints SET state = 'in_progress', resolved_at = NULL WHERE id IN ({solved}, {fresh})"
        ))
        .await;
    plan_kind(&world, Resolution, noon() + days(1)).await;
    assert_eq!(of(&world, "complaint_id", fresh).await, "refuse not_resolved");
    world
        .sql(&format!(
            "UPDATE complaints SET state = 'resolved', resolved_at = '2026-11-20T09:00Z' WHERE id = {solved}"
        ))
        .await;
    plan_kind(&world, Resolution, noon() + days(2)).await;
    assert_eq!(of(&world, "complaint_id", solved).await, "wait too_early");
    assert_eq!(plan_kind(&world, Resolution, noon() + days(3)).await.asked, 1);
    assert_eq!(
        world.count(&format!("SELECT count(*) FROM invitations WHERE complaint_id = {solved}")).await,
        2
    );
}

#[tokio::test]
async fn a_quiet_period_holds_across_kinds_and_the_rare_question_goes_first() {
    let world = World::new().await;
    let who = buyer(&world, "k-1", "", &[100, 3]).await;
    let mut connection = world.connection().await;
    otklik::jobs::plan_invitations::step(&mut connection, &world.shared.config, noon())
        .await
        .expect("a step");
    assert_eq!(
        world.value("SELECT string_agg(kind || ' ' || decision || ' ' || reason, ', ' ORDER BY kind) FROM invitation_decisions").await,
        "inactive wait too_early, purchase refuse quiet_period, relationship ask asked"
    );
    // An exit invitation begins no quiet period.
    world.sql("DELETE FROM invitation_decisions; DELETE FROM letters; DELETE FROM invitations").await;
    departure(&world, who, noon() - days(20)).await;
    assert_eq!(plan_kind(&world, Exit, noon()).await.asked, 1);
    assert_eq!(plan_kind(&world, Purchase, noon()).await.asked, 1);
}

#[tokio::test]
async fn letters_leave_in_the_hours_of_the_customer() {
    let world = World::new().await;
    buyer(&world, "east", "time_zone = 'Asia/Kamchatka'", &[3]).await;
    buyer(&world, "wrong", "time_zone = 'Mars/Olympus'", &[3]).await;
    // Noon in Moscow is 21:00 in Kamchatka.
    plan_kind(&world, Purchase, noon()).await;
    assert_eq!(
        world
            .value("SELECT string_agg(to_char(send_at AT TIME ZONE 'Asia/Kamchatka', 'DD HH24:MI'), ', ' ORDER BY customer_id) FROM invitations")
            .await,
        "19 10:00, 18 21:00"
    );
}

#[tokio::test]
async fn importing_years_of_history_mails_nobody() {
    let world = World::new().await;
    let folder = world.shared.config.data.clone();
    let mut customers = "external_id,name,email,consent\n".to_owned();
    let mut purchases = "external_id,customer_external_id,purchased_at,amount,currency\n".to_owned();
    for at in 0..300 {
        customers.push_str(&format!("h-{at},Покупатель,h{at}@customer.example,yes\n"));
        let year = 2019 + at % 7;
        purchases
            .push_str(&format!("p-{at},h-{at},{year}-03-01,100,RUB\nq-{at},h-{at},{year}-04-02,100,RUB\n"));
    }
    for (noun, text) in [("customers", customers), ("purchases", purchases)] {
        let path = folder.join(format!("{noun}.csv"));
        std::fs::write(&path, text).expect("a file");
        let output = otklik(&world, &["import", noun, path.to_str().expect("a path")], &[]);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!(world.count("SELECT count(*) FROM planning_queue").await, 600);
    for kind in PLANNED {
        let planned = plan_kind(&world, kind, noon()).await;
        assert_eq!(planned.asked, 0, "{kind}");
    }
    assert_eq!(written(&world).await, "||", "and writes nothing about it");
    assert_eq!(world.count("SELECT count(*) FROM planning_queue").await, 0);
}

#[tokio::test]
async fn a_change_that_is_not_committed_yet_stays_in_the_queue() {
    let world = World::new().await;
    let who = buyer(&world, "k-1", "", &[]).await;
    let (other, connection) =
        tokio_postgres::connect(&world.url, tokio_postgres::NoTls).await.expect("a connection");
    tokio::spawn(connection);
    purchase(&world, who, "before", noon() - days(10)).await;
    let bought = format!(
        "BEGIN; INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency) VALUES ('late', {who}, '2026-08-01', 1, 'RUB')"
    );
    other.batch_execute(&bought).await.expect("begun");
    plan_kind(&world, Inactive, noon()).await;
    assert_eq!(world.count("SELECT count(*) FROM planning_queue WHERE kind = 'inactive'").await, 1);
    other.batch_execute("COMMIT").await.expect("committed");
    plan_kind(&world, Inactive, noon()).await;
    assert_eq!(world.count("SELECT count(*) FROM planning_queue WHERE kind = 'inactive'").await, 0);
}

#[tokio::test]
async fn two_planners_at_once_ask_every_customer_once_whatever_the_kind() {
    let world = World::new().await;
    world
        .sql(
            "INSERT INTO customers (external_id, email, consent) SELECT 'k' || n, n || '@customer.example', true FROM generate_series(1, 1200) n;
             INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency)
             SELECT kind || id, id, CASE kind WHEN 'a' THEN timestamptz '2026-07-01T09:00Z' ELSE timestamptz '2026-11-15T09:00Z' END, 1, 'RUB'
             FROM customers, (VALUES ('a'), ('b')) AS kinds (kind);",
        )
        .await;
    let (one, other) =
        tokio::join!(plan_kind(&world, Relationship, noon()), plan_kind(&world, Purchase, noon()));
    assert_eq!(one.asked + other.asked, 1200);
    assert_eq!(world.count("SELECT count(DISTINCT customer_id) FROM invitations").await, 1200);
    assert_eq!(world.count("SELECT count(*) FROM letters").await, 1200);
}

#[tokio::test]
async fn what_is_due_is_found_by_indexes() {
    let world = World::new().await;
    world
        .sql(
            "INSERT INTO customers (external_id, email, consent) SELECT 'k' || n, n || '@customer.example', true FROM generate_series(1, 8000) n;
             INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency)
             SELECT 'z' || id, id, timestamptz '2026-11-18T09:00Z' - id * interval '1 hour', 1, 'RUB' FROM customers;
             INSERT INTO departures (customer_id, left_at, source) SELECT id, timestamptz '2026-11-18T09:00Z' - id * interval '6 hours', 'silence' FROM customers;
             INSERT INTO complaints (customer_id, state, severity, signals, opened_at, first_answer_due, resolution_due, next_deadline, resolved_at)
             SELECT id, 'resolved', 2, '{}', at, at, at, '9999-01-01', at
             FROM customers, LATERAL (SELECT timestamptz '2026-11-18T09:00Z' - id * interval '6 hours' AS at) AS moment;
             DELETE FROM planning_queue;
             INSERT INTO invitation_decisions (kind, customer_id, decision, reason, decided_at, reconsider_at)
             SELECT kind, id, 'wait', 'too_early', '2026-11-18T09:00Z', timestamptz '2026-11-18T09:00Z' + id * interval '1 hour'
             FROM customers, (VALUES ('relationship'), ('inactive')) AS kinds (kind);
             INSERT INTO invitation_decisions (kind, customer_id, departure_id, decision, reason, decided_at)
             SELECT 'exit', customer_id, id, 'refuse', 'window_passed', now() FROM departures;
             INSERT INTO invitation_decisions (kind, customer_id, complaint_id, decision, reason, decided_at)
             SELECT 'resolution', customer_id, id, 'refuse', 'window_passed', now() FROM complaints;
             ANALYZE;",
        )
        .await;
    for (kind, window, tables) in [
        (Exit, 90, &["departures_left_at_idx"][..]),
        (Resolution, 44, &["complaints_finished_idx"]),
        (Relationship, 30, &["invitation_decisions_reconsider_at_idx"]),
        (Inactive, 210, &["invitation_decisions_reconsider_at_idx"]),
    ] {
        let query = due_query(kind)
            .replace("$1", &format!("'{kind}'"))
            .replace("$2", &format!("timestamptz '2026-11-18T09:00Z' - interval '{window} days'"))
            .replace("$3", &format!("timestamptz '2026-11-18T09:00Z' - interval '{} days'", window - 30))
            .replace("$4", "timestamptz '2026-11-18T09:00Z'")
            .replace("$5", "0")
            .replace("$6", "10000");
        let rows = world.client.query(&format!("EXPLAIN {query}"), &[]).await.expect("a plan");
        let explained = rows.iter().map(|row| row.get::<_, String>(0)).collect::<Vec<_>>().join("\n");
        for index in tables {
            assert!(explained.contains(index), "{kind}: {explained}");
        }
        for table in ["departures", "complaints", "planning_queue"] {
            assert!(!explained.contains(&format!("Seq Scan on {table}")), "{kind}: {explained}");
        }
    }
}

#[tokio::test]
async fn the_command_plans_every_kind() {
    let world = World::new().await;
    let who = buyer(&world, "k-1", "", &[100, 50]).await;
    departure(&world, buyer(&world, "k-2", "", &[400]).await, noon() - days(20)).await;
    complaint(&world, who, "resolved", noon() - days(2)).await;
    buyer(&world, "k-3", "", &[120]).await;
    for kind in [Relationship, Inactive, Exit, Resolution] {
        let arguments = ["invite", "--kind", kind.code(), "--as-of", "2026-11-18 12:00", "--json"];
        for (more, written) in [(&["--dry-run"][..], 0), (&[], 1)] {
            let output = otklik(&world, &[&arguments[..], more].concat(), &[]);
            let said: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
            assert_eq!(
                (said["kind"].as_str(), said["planned"].as_i64()),
                (Some(kind.code()), Some(1)),
                "{said}"
            );
            assert_eq!(
                world.count(&format!("SELECT count(*) FROM invitations WHERE kind = '{kind}'")).await,
                written
            );
        }
        let output = otklik(&world, &["links", "--kind", kind.code()], &[]);
        assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 2, "{kind}");
    }
}

#[tokio::test]
async fn customers_whom_no_letter_reaches_get_links_of_every_kind() {
    let world = World::new().await;
    let now = Utc::now();
    let phone = "email = NULL, phone = '+7 900 000-00-00'";
    let active = customer(&world, "active", phone).await;
    purchase(&world, active, "a", now - days(100)).await;
    purchase(&world, active, "b", now - days(40)).await;
    let gone = customer(&world, "gone", phone).await;
    departure(&world, gone, now - days(20)).await;
    for kind in [Relationship, Exit] {
        plan_kind(&world, kind, now).await;
        let output = otklik(&world, &["links", "--kind", kind.code()], &[]);
        assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 2, "{kind}");
    }
    assert_eq!(
        world
            .count("SELECT count(*) FROM invitations WHERE road = 'link' AND handed_out_at IS NOT NULL")
            .await,
        2
    );
    assert_eq!(world.count("SELECT count(*) FROM letters").await, 0);
}

/// Every kind has its moment, and only that of staff is nobody's but the command's.
#[test]
fn every_kind_but_that_of_staff_is_planned() {
    let planned: Vec<SurveyKind> =
        SurveyKind::all().iter().copied().filter(|kind| PLANNED.contains(kind)).collect();
    assert_eq!(planned, [Purchase, Relationship, Inactive, Exit, Resolution]);
}
