//! The rules as settings: read, bounded, changed with a trace.

use chrono_tz::Tz;
use otklik::{
    actions::planning_rules::{RulesError, planning_rules, put_planning_rules},
    domain::invitation::Rules,
};

use super::{customer, days, decided, noon, plan, purchase};
use crate::support::World;

#[tokio::test]
async fn rules_are_the_defaults_in_the_companys_zone_until_set() {
    let world = World::new().await;
    let mut connection = world.connection().await;
    let zone = Tz::Asia__Vladivostok;
    let rules = planning_rules(&mut connection, zone).await.expect("rules");
    assert_eq!(rules, Rules { zone, ..Rules::default() });
    world.sql("INSERT INTO settings (key, value) VALUES ('planning.purchase', '{\"delay_days\": 1}')").await;
    let rules = planning_rules(&mut connection, zone).await.expect("rules");
    assert_eq!(rules, Rules { zone, delay_days: 1, ..Rules::default() });
}

#[tokio::test]
async fn changed_rules_are_followed_and_leave_a_trace() {
    let world = World::new().await;
    let mut connection = world.connection().await;
    let rules = Rules { delay_days: 0, ..Rules::default() };
    put_planning_rules(&mut connection, &rules, None, noon()).await.expect("set");
    let buyer = customer(&world, "k-1", "").await;
    let bought = purchase(&world, buyer, "z-1", noon() - days(1)).await;
    plan(&world, noon()).await;
    assert_eq!(decided(&world, bought).await, "ask asked");
    assert_eq!(
        world.value("SELECT action || ' ' || subject FROM audit_events WHERE action = 'settings.put'").await,
        "settings.put planning.purchase"
    );
}

#[tokio::test]
async fn rules_that_cannot_be_followed_are_refused_and_never_used() {
    let world = World::new().await;
    let mut connection = world.connection().await;
    let slip = Rules { quiet_days: 3_000, ..Rules::default() };
    let refused = put_planning_rules(&mut connection, &slip, None, noon()).await;
    assert!(matches!(refused, Err(RulesError::TooLong { name: "quiet_days", .. })), "{refused:?}");
    assert_eq!(world.count("SELECT count(*) FROM settings").await, 0);
    for bad in
        ["{\"delay_days\": 6}", "{\"sending_from\": 22}", "{\"delay\": 2}", "[]", "{\"zone\": \"Moon\"}"]
    {
        world
            .sql(&format!(
                "INSERT INTO settings (key, value) VALUES ('planning.purchase', '{bad}')
                 ON CONFLICT (key) DO UPDATE SET value = excluded.value"
            ))
            .await;
        let read = planning_rules(&mut connection, Tz::Europe__Moscow).await;
        assert!(read.is_err(), "{bad}: {read:?}");
    }
}
