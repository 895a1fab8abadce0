//! Customers kept and lost: the figures of the retention report, of whole months, and left out while these run.

use chrono_tz::Europe::Moscow;
use otklik::{
    domain::{
        cut::{Dimension, View},
        period::Period,
        report::{Overview, Untested, Verdict},
        retention::Active,
        role::Role,
    },
    reports::{overview, retention},
};

use super::{
    joined::{DAYS, everything, main, now, view},
    letters::{send, subscribe},
};
use crate::support::World;

/// Of those who bought in August three of four bought in September, of those of September few in October.
async fn stayers(world: &World) {
    world
        .sql(
            "INSERT INTO customers (external_id, name) SELECT 'k' || n, 'Вера Тайная' FROM generate_series(1, 120) n;
             INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency)
             SELECT 'k' || n || at, c.id, at, 100, 'RUB'
             FROM customers c, LATERAL (SELECT substr(external_id, 2)::int AS n) m,
                  LATERAL (VALUES ('2025-08-15T09:00:00Z'::timestamptz, 120), ('2025-09-10T09:00:00Z', 90),
                                  ('2025-10-10T09:00:00Z', 20)) AS bought (at, until)
             WHERE external_id ~ '^k[0-9]+$' AND n <= until",
        )
        .await;
    world.roll_up().await;
}

/// The last day of October in Moscow: with it the month is over, as far as anybody knows.
async fn last_day(world: &World) {
    world
        .sql(
            "INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency)
             SELECT 'last', id, '2025-10-31T20:30:00Z', 100, 'RUB' FROM customers WHERE external_id = 'k1'",
        )
        .await;
    world.roll_up().await;
}

/// A house of which October is known whole.
async fn october_over() -> World {
    let world = World::new().await;
    everything(&world).await;
    stayers(&world).await;
    last_day(&world).await;
    world
}

fn by_month() -> View {
    let mut view = view();
    view.options.active = Some(Active::CalendarMonth);
    view
}

async fn count(world: &World, view: View) -> Overview {
    overview::count(&mut world.connection().await, view, Moscow, now()).await.expect("an overview")
}

fn tells(found: &Overview) -> bool {
    found.main.iter().any(|one| matches!(one.topic.code(), "kept" | "lost"))
}

#[tokio::test]
async fn they_are_those_of_the_report_of_the_same_view() {
    let world = World::new().await;
    everything(&world).await;
    stayers(&world).await;
    // While October runs nobody can say how many of its customers stayed: September tells.
    let running = count(&world, by_month()).await;
    let september = Period::parse("2025-09-01", "2025-10-01").unwrap();
    let kept = main(&running, "kept");
    assert_eq!((kept.days, kept.counted().period, kept.figure.n), (Some(september), september, 120));
    assert_eq!(main(&running, "lost").figure.n, 30);
    last_day(&world).await;
    let found = count(&world, by_month()).await;
    let report = retention::count(&mut world.connection().await, by_month(), Moscow).await.expect("a report");
    let flow = report.total.as_ref().expect("customers").flow;
    let before = report.before.as_ref().expect("customers").flow;
    // The four hundred of the other tests bought in September, too, and never again.
    assert_eq!((flow.start, flow.kept, flow.lost), (490, 20, 470));
    assert_eq!((before.start, before.kept, before.lost), (120, 90, 30));
    let kept = main(&found, "kept");
    assert_eq!((kept.figure.n, kept.alone, kept.verdict()), (490, report.change(), Verdict::Worse));
    let shown = |share: otklik::domain::share::Share| {
        let percent = |value: f64| value * 100.0;
        (share.value().map(percent), share.interval().map(|(low, high)| (percent(low), percent(high))))
    };
    assert_eq!((kept.figure.value, kept.figure.interval), shown(flow.kept_share()));
    assert_eq!(kept.before.map(|one| (one.value, one.interval)), Some(shown(before.kept_share())));
    assert!((kept.figure.value.unwrap() - 100.0 * 20.0 / 490.0).abs() < 1e-9);
    let lost = main(&found, "lost");
    assert_eq!((lost.figure.n, lost.before.map(|before| before.n)), (470, Some(30)));
    assert_eq!((lost.verdict(), lost.untested), (Verdict::Untested, Some(Untested::OfShare)));
    // A week is of the month that it touches, and its headline names that.
    let october = Period::parse("2025-10-01", "2025-11-01").unwrap();
    assert_eq!((kept.days, kept.counted().period), (Some(october), october));
    let mut whole = by_month();
    whole.cut.period = october;
    let whole = count(&world, whole).await;
    assert_eq!((main(&whole, "kept").days, main(&whole, "kept").figure), (None, kept.figure));
    // What a filter of answers would leave out is no customer.
    let mut kind = by_month();
    kind.cut = kind.cut.only(Dimension::Kind, "purchase");
    assert!(!tells(&count(&world, kind).await));
}

#[tokio::test]
async fn the_page_names_their_days_and_leads_to_the_report_and_to_the_customers() {
    let world = october_over().await;
    let visitor = world.signed_in(Role::Executive).await;
    let query = format!("{DAYS}&active=calendar-month");
    let page = visitor.get(&format!("/board/overview?{query}")).await;
    let text = |topic: &str, part: &str| page.texts(&format!("[data-topic={topic}] {part}")).concat();
    assert_eq!(
        (text("kept", ".board-figure").as_str(), text("lost", ".board-figure").as_str()),
        ("4,1 %", "470")
    );
    assert_eq!(text("kept", ".overview-days"), "Целыми месяцами: 1 октября 2025 – 31 октября 2025");
    assert!(
        text("kept", ".overview-said").starts_with("Остаётся меньше: на 70,9"),
        "{}",
        text("kept", ".overview-said")
    );
    assert!(
        text("lost", ".overview-said").starts_with("Было 30. Вывода нет"),
        "{}",
        text("lost", ".overview-said")
    );
    let how = page.texts("#definition-kept + dd").concat();
    assert!(
        how.contains("целыми календарными месяцами") && how.contains("кто купил в календарном месяце"),
        "{how}"
    );
    for (topic, n) in [("kept", "490"), ("lost", "470")] {
        let rows =
            visitor.get(&page.attributes(&format!("[data-topic={topic}] a.overview-n"), "href")[0]).await;
        assert_eq!(rows.attributes("[data-count]", "data-count"), [n], "{topic}");
        let report = visitor.get(&page.attributes(&format!("[data-topic={topic}] h3 a"), "href")[0]).await;
        assert_eq!(report.texts(".board-figure")[0], "4,1 %");
    }
    let json: serde_json::Value =
        serde_json::from_str(&visitor.get(&format!("/board/overview.json?{query}")).await.body).unwrap();
    let report: serde_json::Value =
        serde_json::from_str(&visitor.get(&format!("/board/retention.json?{query}")).await.body).unwrap();
    let row =
        |name: &str| json["rows"].as_array().unwrap().iter().find(|row| row["headline"] == name).unwrap();
    let share = report["total"]["kept_share"].as_f64().unwrap();
    assert!((row("kept")["figure"].as_f64().unwrap() - share * 100.0).abs() < 0.01, "{json}");
    assert_eq!((&row("lost")["n"], &row("kept")["n"]), (&report["total"]["lost"], &report["total"]["start"]));
    assert_eq!(
        (&row("kept")["days"], &row("lost")["untested"]),
        (&"2025-10-01..2025-11-01".into(), &"of_share".into())
    );
    assert_eq!(json["definitions"]["active"], "calendar-month");
}

#[tokio::test]
async fn a_change_in_them_is_counted_anew() {
    let world = october_over().await;
    let visitor = world.signed_in(Role::Executive).await;
    let address = format!("/board/overview?{DAYS}&active=calendar-month");
    let lost = async || visitor.get(&address).await.texts("[data-topic=lost] .board-figure").concat();
    assert_eq!((lost().await.as_str(), lost().await.as_str()), ("470", "470"));
    // A purchase alone changes what is remembered.
    world
        .sql(
            "INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency)
             SELECT 'late', id, '2025-10-20T09:00:00Z', 100, 'RUB' FROM customers WHERE external_id = 'k90'",
        )
        .await;
    world.roll_up().await;
    assert_eq!(lost().await, "469");
}

#[tokio::test]
async fn where_answers_alone_change_no_purchase_is_read() {
    let world = october_over().await;
    let visitor = world.signed_in(Role::Executive).await;
    let address = format!("/board/overview?{DAYS}&active=calendar-month");
    let before = visitor.get(&address).await;
    // Whoever reads these fails.
    world
        .sql("UPDATE purchase_histories SET data = ''; UPDATE responses SET nps = 0, revision = revision + 1")
        .await;
    world.roll_up().await;
    let after = visitor.get(&address).await;
    let figure = |page: &crate::support::Page, topic: &str| {
        page.texts(&format!("[data-topic={topic}] .board-figure")).concat()
    };
    assert_eq!((figure(&before, "lost"), figure(&after, "lost")), ("470".to_owned(), "470".to_owned()));
    assert_ne!(figure(&before, "nps"), figure(&after, "nps"));
    assert_eq!(visitor.get("/board/overview?period=all&active=calendar-month").await.status, 500);
}

#[tokio::test]
async fn the_letter_tells_of_them_only_where_more_than_chance_moved_them() {
    let world = october_over().await;
    let visitor = world.signed_in(Role::Executive).await;
    subscribe(&world, &visitor, "overview", None).await;
    world.sql("UPDATE digest_subscriptions SET created_at = '2025-10-01 00:00Z'").await;
    let monday = "2025-10-13T05:05:00Z".parse().expect("Monday morning");
    // By the usual definition nobody is lost in half a year: as many stayed as before.
    let taken = send(&world, monday).await;
    assert_eq!(taken.len(), 1);
    assert!(!taken[0].1.contains("оставшихся"), "{}", taken[0].1);
    world
        .sql(
            "INSERT INTO settings (key, value, changed_at)
             VALUES ('churn.definition', '{\"inactive_days\": 10, \"lost_days\": 30}', now())
             ON CONFLICT (key) DO UPDATE SET value = excluded.value;
             DELETE FROM digests",
        )
        .await;
    let taken = send(&world, monday).await;
    let told = "Доля оставшихся клиентов: 4,1\u{a0}%\nОстаётся меньше: на 70,9\u{a0}п.\u{a0}п.";
    assert!(taken[0].1.contains(told), "{}", taken[0].1);
    assert!(
        taken[0].1.contains("Целыми месяцами: 1\u{a0}октября 2025 – 31\u{a0}октября 2025."),
        "{}",
        taken[0].1
    );
    assert!(!taken[0].1.contains("Перестали быть клиентами"), "what has no verdict is not told");
}
