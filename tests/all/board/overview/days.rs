//! The days of the overview: those that have not come are compared with nothing, those of any subject are days with figures.

use chrono::{DateTime, Utc};
use chrono_tz::Europe::Moscow;
use otklik::{
    domain::{
        cut::{Cut, View},
        period::Period,
        report::{Change, Headline},
        role::Role,
    },
    reports::{nps, overview, reasons},
};

use super::{
    joined::{everything, main},
    two_weeks,
};
use crate::support::World;

#[tokio::test]
async fn a_period_that_ends_in_the_future_is_compared_as_far_as_it_has_come() {
    let world = World::new().await;
    everything(&world).await;
    let mut connection = world.connection().await;
    // The evening of the last day of the second week.
    let now: DateTime<Utc> = "2025-10-12T18:00:00Z".parse().unwrap();
    let view = |to: &str| View::of(Cut::of(Period::parse("2025-10-06", to).unwrap()));
    let come = overview::count(&mut connection, view("2025-10-13"), Moscow, now).await.expect("an overview");
    let typed = overview::count(&mut connection, view("2026-01-01"), Moscow, now).await.expect("an overview");
    let said =
        |one: &Headline| (one.figure.value, one.before.map(|before| before.n), one.change, one.verdict());
    for topic in ["nps", "satisfaction", "departures", "complaints", "answered", "unexplained"] {
        assert_eq!(said(main(&typed, topic)), said(main(&come, topic)), "{topic}");
    }
    // Twice as many left, not twelve weeks of which one has come.
    assert_eq!(main(&typed, "departures").change.map(|change| change.difference), Some(30.0));
    // The single reports, asked as a page asks them.
    let today = now.with_timezone(&Moscow).date_naive();
    let typed = view("2026-01-01").as_of(today);
    let change = |change: Option<Change>| change.expect("a change");
    let left = reasons::count(&mut connection, typed.clone()).await.unwrap();
    let whole = reasons::count(&mut connection, view("2025-10-13")).await.unwrap();
    assert_eq!(change(left.change()), change(whole.change()));
    let asked = nps::count(&mut connection, typed).await.unwrap();
    let whole = nps::count(&mut connection, view("2025-10-13")).await.unwrap();
    assert_eq!(change(asked.change()), change(whole.change()));
}

#[tokio::test]
async fn a_page_names_the_days_that_are_compared() {
    let world = World::new().await;
    two_weeks(&world).await;
    let visitor = world.signed_in(Role::Executive).await;
    // Whatever day it is, the year 2190 has not begun.
    let page = visitor.get("/board/overview?from=2190-01-01&to=2190-02-01").await;
    assert!(!page.texts(".board-days").concat().contains("в сравнении"), "{:?}", page.texts(".board-days"));
    let week = visitor.get("/board/overview?from=2026-10-05&to=2026-10-12").await;
    assert!(week.texts(".board-days").concat().contains("в сравнении с 28 сентября"));
}

/// Complaints and departures long ago, and not one answer.
async fn no_answers(world: &World, complaints: bool) {
    world
        .sql(
            "INSERT INTO customers (external_id, name) SELECT 'c' || n, 'Вера' FROM generate_series(1, 20) n;
             INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency)
             SELECT 'c' || id, id, '2024-01-10T09:00:00Z', 100, 'RUB' FROM customers",
        )
        .await;
    let rows = if complaints {
        "INSERT INTO complaints (customer_id, state, severity, signals, opened_at, first_answer_due, resolution_due,
             next_deadline, resolved_at, resolution, source)
         SELECT id, 'closed', 2, '{}', at, at, at, at, at + interval '1 day', 'upheld', 'phone'
         FROM customers, LATERAL (SELECT '2024-02-10T09:00:00Z'::timestamptz AS at) t"
    } else {
        "INSERT INTO departures (customer_id, left_at, source) SELECT id, '2024-02-10T09:00:00Z', 'import' FROM customers"
    };
    world.sql(rows).await;
    world.roll_up().await;
}

#[tokio::test]
async fn a_house_without_answers_sees_its_complaints_and_departures() {
    for (complaints, topic) in [(true, "complaints"), (false, "departures")] {
        let world = World::new().await;
        no_answers(&world, complaints).await;
        let visitor = world.signed_in(Role::Executive).await;
        // Without any days asked for: all there are, because none are of late.
        let page = visitor.get("/board/overview").await;
        assert!(!page.has(".empty"), "{topic}");
        assert_eq!(page.texts(&format!("[data-topic={topic}] .board-figure")), ["20"]);
        let other = visitor.get("/board/overview?from=2020-01-01&to=2020-02-01").await;
        assert!(other.texts(".empty").concat().contains("нет ни ответов, ни ушедших, ни жалоб"));
        let all = visitor.get(&other.attributes(".empty a", "href")[0]).await;
        assert_eq!(all.texts(&format!("[data-topic={topic}] .board-figure")), ["20"], "the way there");
        assert!(visitor.get("/board/nps").await.has(".empty"), "a report of answers is empty");
    }
}

#[tokio::test]
async fn it_is_as_old_as_the_oldest_of_what_it_reads() {
    let world = World::new().await;
    two_weeks(&world).await;
    everything(&world).await;
    let visitor = world.signed_in(Role::Executive).await;
    let overview = "/board/overview?from=2026-10-05&to=2026-10-12";
    let nps = "/board/nps?from=2026-10-05&to=2026-10-12";
    assert!(visitor.get(overview).await.has(".board-as-of"));
    for subject in ["departures", "complaints", "invitations", "customers"] {
        let only = format!("WHERE subject = '{subject}'");
        world.sql(&format!("UPDATE fact_state SET rebuilt_to = '2025-10-01' {only}")).await;
        let page = visitor.get(overview).await;
        assert!(!page.has(".board-as-of") && page.has(".overview-main"), "{subject} is built anew");
        assert!(visitor.get(nps).await.has(".board-as-of"), "{subject} is not of NPS");
        world.sql(&format!("UPDATE fact_state SET rebuilt_at = NULL {only}")).await;
        assert!(visitor.get(overview).await.has(".board-waiting"), "{subject} is built for the first time");
        assert!(visitor.get(nps).await.has(".board-as-of"), "{subject} is not of NPS");
        world.sql(&format!("UPDATE fact_state SET rebuilt_to = NULL, rebuilt_at = now() {only}")).await;
    }
    // What waits of any of them is not in it.
    world.sql("UPDATE departures SET left_at = left_at + interval '1 minute'").await;
    let since = world
        .value("SELECT to_char(min(queued_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI') FROM fact_queue")
        .await;
    assert!(visitor.get(overview).await.attributes(".board-as-of", "data-as-of")[0].starts_with(&since));
}
