//! The rules as settings: read, bounded, changed with a trace.

use chrono_tz::Tz;
use otklik::{
    actions::{
        churn_definition::{churn_definition, put_churn_definition},
        planning_rules::{RulesError, planning_rules, put_rules, put_sending, restore, rules_of},
    },
    domain::{
        departure::Silence,
        invitation::{BadRules, Plan, Rules, Sending},
        questionnaire::SurveyKind,
    },
};

use super::{customer, days, decided, noon, plan, purchase};
use crate::support::World;

#[tokio::test]
async fn rules_are_the_defaults_in_the_companys_zone_until_set() {
    let world = World::new().await;
    let mut connection = world.connection().await;
    let zone = Tz::Asia__Vladivostok;
    let sending = Sending { zone, ..Sending::default() };
    for kind in SurveyKind::all() {
        let rules = planning_rules(&mut connection, *kind, zone).await.expect("rules");
        assert_eq!(rules, Plan { sending, ..Plan::of(*kind) });
    }
    world
        .sql("INSERT INTO settings (key, value) VALUES ('planning.purchase', '{\"delay_days\": 1}'), ('planning.shared', '{\"quiet_days\": 7}')")
        .await;
    let set = planning_rules(&mut connection, SurveyKind::Purchase, zone).await.expect("rules");
    assert_eq!(set.rules, Rules { delay_days: 1, ..Rules::of(SurveyKind::Purchase) });
    assert_eq!(set.sending, Sending { quiet_days: 7, ..sending });
}

#[tokio::test]
async fn changed_rules_are_followed_and_leave_a_trace() {
    let world = World::new().await;
    let mut connection = world.connection().await;
    let rules = Rules { delay_days: 0, ..Rules::of(SurveyKind::Purchase) };
    put_rules(&mut connection, SurveyKind::Purchase, &rules, None, noon()).await.expect("set");
    let buyer = customer(&world, "k-1", "").await;
    let bought = purchase(&world, buyer, "z-1", noon() - days(1)).await;
    plan(&world, noon()).await;
    assert_eq!(decided(&world, bought).await, "ask asked");
    restore(&mut connection, Some(SurveyKind::Purchase), None, noon()).await.expect("restored");
    let back =
        planning_rules(&mut connection, SurveyKind::Purchase, Tz::Europe__Moscow).await.expect("rules");
    assert_eq!(back, Plan::of(SurveyKind::Purchase));
    assert_eq!(
        world
            .value("SELECT string_agg(concat_ws(' ', action, subject, detail->>'delay_days'), ', ' ORDER BY id) FROM audit_events WHERE action LIKE 'settings.%'")
            .await,
        "settings.put planning.purchase 0, settings.restore planning.purchase"
    );
}

#[tokio::test]
async fn who_waits_is_decided_again_under_changed_rules() {
    let world = World::new().await;
    let mut connection = world.connection().await;
    let buyer = customer(&world, "k-1", "").await;
    let bought = purchase(&world, buyer, "z-1", noon() - days(1)).await;
    plan(&world, noon()).await;
    assert_eq!(decided(&world, bought).await, "wait too_early");
    let rules = Rules { delay_days: 1, ..Rules::of(SurveyKind::Purchase) };
    put_rules(&mut connection, SurveyKind::Purchase, &rules, None, noon()).await.expect("set");
    plan(&world, noon()).await;
    assert_eq!(decided(&world, bought).await, "ask asked");
}

#[tokio::test]
async fn a_kind_that_is_switched_off_asks_nobody_until_it_is_switched_on() {
    let world = World::new().await;
    let mut connection = world.connection().await;
    let rules = Rules { on: false, ..Rules::of(SurveyKind::Purchase) };
    put_rules(&mut connection, SurveyKind::Purchase, &rules, None, noon()).await.expect("set");
    let buyer = customer(&world, "k-1", "").await;
    let bought = purchase(&world, buyer, "z-1", noon() - days(3)).await;
    assert!(plan(&world, noon()).await.is_empty());
    assert_eq!(decided(&world, bought).await, "");
    restore(&mut connection, Some(SurveyKind::Purchase), None, noon()).await.expect("restored");
    assert_eq!(plan(&world, noon()).await.asked, 1);
}

#[tokio::test]
async fn rules_that_cannot_be_followed_are_refused_and_never_used() {
    let world = World::new().await;
    let mut connection = world.connection().await;
    let zone = Tz::Europe__Moscow;
    let slip = Sending { quiet_days: 3_000, ..Sending::default() };
    let refused = put_sending(&mut connection, &slip, zone, None, noon()).await;
    let too_much = |refused: &Result<(), RulesError>| {
        matches!(refused, Err(RulesError::Bad { problem: BadRules::TooMuch { name: "quiet_days", .. }, .. }))
    };
    assert!(too_much(&refused), "{refused:?}");
    assert_eq!(world.count("SELECT count(*) FROM settings WHERE key !~ '^complaints'").await, 0);
    for (key, bad) in [
        ("purchase", "{\"delay_days\": 6}"),
        ("purchase", "{\"delay\": 2}"),
        ("purchase", "[]"),
        ("shared", "{\"sending_from\": 22}"),
        ("shared", "{\"zone\": \"Moon\"}"),
        ("shared", "{\"days\": []}"),
    ] {
        world
            .sql(&format!(
                "DELETE FROM settings; INSERT INTO settings (key, value) VALUES ('planning.{key}', '{bad}')"
            ))
            .await;
        let read = planning_rules(&mut connection, SurveyKind::Purchase, zone).await;
        assert!(read.is_err(), "{bad}: {read:?}");
    }
}

#[tokio::test]
async fn the_companys_zone_is_not_written_down_with_the_shared_rules() {
    let world = World::new().await;
    let mut connection = world.connection().await;
    let sending = Sending { quiet_days: 14, zone: Tz::Asia__Omsk, ..Sending::default() };
    put_sending(&mut connection, &sending, Tz::Asia__Omsk, None, noon()).await.expect("set");
    let moved =
        planning_rules(&mut connection, SurveyKind::Exit, Tz::Asia__Tomsk).await.expect("rules").sending;
    assert_eq!(moved, Sending { zone: Tz::Asia__Tomsk, ..sending });
}

#[tokio::test]
async fn rules_of_a_release_before_are_parted_and_put_together_again() {
    let world = World::new().await;
    let parted = include_str!("../../../migrations/2026-11-21-000131_part_planning_rules/up.sql");
    let together = include_str!("../../../migrations/2026-11-21-000131_part_planning_rules/down.sql");
    let old = r#"{"zone": "Asia/Omsk", "delay_days": 1, "quiet_days": 7, "sending_from": 9}"#;
    world.sql(&format!("INSERT INTO settings (key, value) VALUES ('planning.purchase', '{old}')")).await;
    world.sql(parted).await;
    let mut connection = world.connection().await;
    let read =
        planning_rules(&mut connection, SurveyKind::Purchase, Tz::Europe__Moscow).await.expect("rules");
    assert_eq!(read.rules, Rules { delay_days: 1, ..Rules::of(SurveyKind::Purchase) });
    let sending = Sending { quiet_days: 7, sending_from: 9, zone: Tz::Asia__Omsk, ..Sending::default() };
    assert_eq!(read.sending, sending);
    world.sql(together).await;
    assert_eq!(
        world
            .value(
                "SELECT value = $$ $old $$::jsonb FROM settings WHERE key !~ '^complaints'"
                    .replace("$old", old)
                    .as_str()
            )
            .await,
        "t"
    );
    assert_eq!(world.count("SELECT count(*) FROM settings WHERE key !~ '^complaints'").await, 1);
}

#[tokio::test]
async fn what_an_older_rule_said_of_the_silent_moves_to_the_one_definition() {
    let world = World::new().await;
    let mut connection = world.connection().await;
    let migrate = include_str!("../../../migrations/2026-11-21-000180_define_inactive_once/up.sql");
    let old = r#"{"on": true, "delay_days": 60, "window_days": 150, "expiry_days": 20, "reminder_days": 3, "rhythm": 3}"#;
    let rules = Rules { expiry_days: 20, ..Rules::of(SurveyKind::Inactive) };
    let moved = Silence { inactive_days: 60, ..Silence::default() };
    let own = Silence { inactive_days: 30, lost_days: 45, rhythm: None };
    for (defined, expected) in [(None, moved), (Some(own), own)] {
        world.sql("DELETE FROM settings").await;
        world.sql(&format!("INSERT INTO settings (key, value) VALUES ('planning.inactive', '{old}')")).await;
        if let Some(defined) = defined {
            put_churn_definition(&mut connection, &defined, None, noon()).await.expect("set");
        }
        world.sql(migrate).await;
        assert_eq!(churn_definition(&mut connection).await.expect("a definition"), expected);
        assert_eq!(rules_of(&mut connection, SurveyKind::Inactive).await.expect("rules"), rules);
    }
    // Days that nobody could be inactive by are not moved, and a setting that is no object is left to who wrote it.
    world
        .sql(
            "DELETE FROM settings;
             INSERT INTO settings (key, value) VALUES ('planning.inactive', '{\"delay_days\": 400}'), ('planning.exit', '[]')",
        )
        .await;
    world.sql(migrate).await;
    assert_eq!(churn_definition(&mut connection).await.expect("a definition"), Silence::default());
}
