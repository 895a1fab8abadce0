//! What was counted is remembered just as long as counting again would give the same.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Europe::Moscow;
use otklik::{
    domain::{
        cut::{Cut, Dimension, View},
        language::Language,
        period::Period,
        report::Report,
    },
    reports::{Counted, Memory, Setting},
};

use super::{Told, overview::two_weeks, preset_version, tell};
use crate::support::World;

fn view() -> View {
    View::of(Cut::of(Period::parse("2026-10-05", "2026-10-12").expect("a period")))
}

fn setting(now: DateTime<Utc>) -> Setting {
    Setting { zone: Moscow, language: Language::Russian, now }
}

async fn look(
    world: &World,
    memory: &Memory,
    report: Report,
    view: &View,
    now: DateTime<Utc>,
) -> Arc<Counted> {
    let mut connection = world.connection().await;
    let counted = memory.count(&mut connection, report, view, &setting(now)).await;
    counted.expect("the database answers").expect("a report")
}

fn n(counted: &Counted) -> u64 {
    match counted {
        Counted::Nps(report) => report.total.n(),
        other => panic!("not NPS: {other:?}"),
    }
}

#[tokio::test]
async fn a_report_is_counted_once_until_its_facts_or_words_change() {
    let world = World::new().await;
    two_weeks(&world).await;
    let (memory, now, view) = (Memory::default(), Utc::now(), view());
    let nps = async |view: &View| look(&world, &memory, Report::Nps, view, now).await;
    let first = nps(&view).await;
    assert!(Arc::ptr_eq(&first, &nps(&view).await));
    // Another view is another report.
    let part = nps(&View { cut: view.cut.only(Dimension::Store, "Центр"), ..view.clone() }).await;
    assert!(n(&part) < n(&first));
    // Facts of others change nothing of it, its own do.
    let of_buyers = look(&world, &memory, Report::Retention, &view, now).await;
    let one = Told { at: "2026-10-08T10:00:00Z", nps: Some(3), ..Told::default() };
    tell(&world, preset_version(&world).await, &[one]).await;
    let after = nps(&view).await;
    assert_eq!(n(&after), n(&first) + 1);
    assert!(Arc::ptr_eq(&after, &nps(&view).await));
    assert!(Arc::ptr_eq(&of_buyers, &look(&world, &memory, Report::Retention, &view, now).await));
    for change in [
        "UPDATE parameters SET title_ru = title_ru || '!' WHERE code = 'price'",
        "INSERT INTO settings (key, value) VALUES ('board.other', '1')",
        "UPDATE settings SET value = '2', changed_at = changed_at + interval '1 second' WHERE key = 'board.other'",
        // Built anew, it may have been of another zone.
        "UPDATE fact_state SET version = nextval('fact_versions') WHERE subject = 'answers'",
    ] {
        let before = nps(&view).await;
        world.sql(change).await;
        assert!(!Arc::ptr_eq(&before, &nps(&view).await), "{change}");
    }
}

#[tokio::test]
async fn what_hangs_on_the_hour_is_counted_again_when_it_has_passed() {
    let world = World::new().await;
    two_weeks(&world).await;
    let (memory, now, view) = (Memory::default(), Utc::now(), view());
    for (report, lasts) in [(Report::Complaints, false), (Report::Response, false), (Report::Nps, true)] {
        let first = look(&world, &memory, report, &view, now).await;
        assert!(Arc::ptr_eq(
            &first,
            &look(&world, &memory, report, &view, now + TimeDelta::seconds(29)).await
        ));
        let later = look(&world, &memory, report, &view, now + TimeDelta::seconds(30)).await;
        assert_eq!(Arc::ptr_eq(&first, &later), lasts, "{report}");
        // A clock that was set back proves nothing.
        let earlier = look(&world, &memory, report, &view, now - TimeDelta::seconds(1)).await;
        assert_eq!(Arc::ptr_eq(&later, &earlier), lasts, "{report}");
    }
}

#[tokio::test]
async fn many_who_look_at_once_have_it_counted_once_and_old_looks_are_forgotten() {
    let world = World::new().await;
    two_weeks(&world).await;
    let (memory, now, view) = (Memory::default(), Utc::now(), view());
    let looks = (0..8).map(|_| look(&world, &memory, Report::Nps, &view, now));
    let found = futures_util::future::join_all(looks).await;
    assert!(found.iter().all(|one| Arc::ptr_eq(one, &found[0])));
    for day in 1..=70 {
        let to = view.cut.period.from() + chrono::Days::new(day);
        let other = View::of(Cut::of(Period::new(view.cut.period.from(), to).expect("days")));
        look(&world, &memory, Report::Nps, &other, now).await;
        // Looked at now and then, it stays.
        if day < 60 {
            assert!(Arc::ptr_eq(&found[0], &look(&world, &memory, Report::Nps, &view, now).await), "{day}");
        }
    }
    assert!(Arc::ptr_eq(&found[0], &look(&world, &memory, Report::Nps, &view, now).await));
}
