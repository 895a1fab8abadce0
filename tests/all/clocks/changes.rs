//! The production calendar is written beside what staff set, and never over it.

use chrono::Utc;
use otklik::{
    actions::{
        clockwork::clockwork,
        put_clocks::{put_day, remove_day},
        sync_calendar::sync_calendar,
    },
    domain::calendar::{DayOff, Interval},
};

use super::{day, russian_days};
use crate::support::World;

#[tokio::test]
async fn presets_never_come_back_over_what_staff_did() {
    let world = World::new().await;
    let mut connection = world.connection().await;
    let before = clockwork(&mut connection).await.expect("a clockwork").version;
    sync_calendar(&mut connection, Utc::now()).await.expect("a calendar");
    let synced = clockwork(&mut connection).await.expect("a clockwork");
    assert_eq!((synced.calendar.days, synced.version), (russian_days(), before + 1));
    let me = world.count("SELECT id FROM staff WHERE role = 'admin'").await;
    let own = DayOff::Hours { intervals: vec![Interval::hours(10, 14)] };
    put_day(&mut connection, day("2026-12-31"), &own, "Дежурим", me, Utc::now()).await.expect("put");
    put_day(&mut connection, day("2026-07-01"), &DayOff::Closed, " ", me, Utc::now()).await.expect("put");
    remove_day(&mut connection, day("2026-11-04"), me, Utc::now()).await.expect("removed");
    // Not there any more: nothing happens.
    remove_day(&mut connection, day("2026-11-04"), me, Utc::now()).await.expect("removed");
    for _ in 0..2 {
        sync_calendar(&mut connection, Utc::now()).await.expect("a calendar");
        let now = clockwork(&mut connection).await.expect("a clockwork");
        assert_eq!(now.version, before + 4);
        assert_eq!(now.calendar.days.get(&day("2026-12-31")), Some(&own));
        assert_eq!(now.calendar.days.get(&day("2026-07-01")), Some(&DayOff::Closed));
        assert_eq!(now.calendar.days.get(&day("2026-11-04")), None);
        assert_eq!(now.calendar.days.len(), russian_days().len());
    }
    let told = "SELECT string_agg(action || ' ' || subject, ', ' ORDER BY id) FROM audit_events WHERE action LIKE 'calendar%'";
    assert_eq!(
        world.value(told).await,
        "calendar.put 2026-12-31, calendar.put 2026-07-01, calendar.remove 2026-11-04"
    );
    // Set again by hand, it is there again.
    put_day(&mut connection, day("2026-11-04"), &DayOff::Shortened, "", me, Utc::now()).await.expect("put");
    let now = clockwork(&mut connection).await.expect("a clockwork");
    assert_eq!(now.calendar.days.get(&day("2026-11-04")), Some(&DayOff::Shortened));
}

#[tokio::test]
async fn a_preset_that_changed_or_went_follows_its_file() {
    let world = World::new().await;
    let mut connection = world.connection().await;
    world
        .sql(
            r#"INSERT INTO calendar_days (day, otherwise, note, source) VALUES
               ('2026-05-01', '{"kind": "shortened"}', 'по старой версии', 'preset'),
               ('2026-08-03', '{"kind": "closed"}', 'по старой версии', 'preset'),
               ('2023-05-01', '{"kind": "closed"}', 'год, которого в файле нет', 'preset')"#,
        )
        .await;
    sync_calendar(&mut connection, Utc::now()).await.expect("a calendar");
    let days = clockwork(&mut connection).await.expect("a clockwork").calendar.days;
    assert_eq!(days.get(&day("2026-05-01")), Some(&DayOff::Closed));
    assert_eq!(days.get(&day("2026-08-03")), None);
    assert_eq!(days.get(&day("2023-05-01")), Some(&DayOff::Closed));
}

#[tokio::test]
async fn what_cannot_be_read_counts_as_not_set() {
    let world = World::new().await;
    let mut connection = world.connection().await;
    world
        .sql(
            r#"INSERT INTO calendar_days (day, otherwise) VALUES
               ('2026-05-01', '{"kind": "closed"}'), ('2026-05-02', '{"kind": "half"}');
               UPDATE settings SET value = '[1]' WHERE key = 'complaints.calendar'"#,
        )
        .await;
    let clockwork = clockwork(&mut connection).await.expect("a clockwork");
    assert_eq!(clockwork.calendar.days.keys().copied().collect::<Vec<_>>(), [day("2026-05-01")]);
    assert_eq!(clockwork.calendar.week[0], [Interval::hours(9, 18)]);
    assert_eq!(clockwork.calendar.week[5], []);
}
