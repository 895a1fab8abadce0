//! The facts that figures are counted from: the same as a recount of the rows, whatever happened and in whatever order.

use chrono::Utc;
use chrono_tz::Europe::{Kaliningrad, Moscow};
use otklik::{
    actions::roll_up::{rebuild, roll_up},
    domain::{
        cut::{Cut, Dimension, Grain, View},
        facts::{Condition, Subject},
        period::Period,
    },
    jobs::Worker,
    reports::{self, counting},
    store::facts::days,
};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::{Told, preset_version, tell, times};
use crate::support::World;

/// All that stands in the facts, a line each.
async fn standing(world: &World) -> Vec<String> {
    let query = "SELECT line FROM (
             SELECT format('%s %s %s %s', subject, field, day, encode(data, 'hex')) AS line FROM fact_columns
             UNION ALL
             SELECT format('%s %s %s %s %s %s %s', subject, measure, dimension, word, month, kind, sums) FROM fact_months
         ) all_of_it ORDER BY line";
    world.client.query(query, &[]).await.expect("facts").iter().map(|row| row.get(0)).collect()
}

/// Lets months be quiet until all are packed; then all packs, a line for each field.
async fn packed(world: &World) -> Vec<String> {
    while world.count("SELECT count(*) FROM fact_loose_months").await > 0 {
        world.sql("UPDATE fact_loose_months SET changed_at = changed_at - interval '6 minutes'").await;
        world.roll_up().await;
    }
    let query = "SELECT format('%s %s %s %s', subject, month, field, encode(data, 'hex')) AS line FROM fact_packs ORDER BY line";
    world.client.query(query, &[]).await.expect("packs").iter().map(|row| row.get(0)).collect()
}

/// Builds all of it anew from nothing.
async fn from_nothing(world: &World) -> Vec<String> {
    world
        .sql("TRUNCATE fact_columns, fact_packs, fact_loose_months, fact_months, fact_fields, fact_state, fact_queue")
        .await;
    world.roll_up().await;
    standing(world).await
}

/// Changes of every sort, by one of several people at once.
async fn change_things(url: String, version: i64, seed: u64, mut rounds: watch::Receiver<u32>) {
    let (client, connection) =
        tokio_postgres::connect(&url, tokio_postgres::NoTls).await.expect("a connection");
    tokio::spawn(connection);
    let mut random = StdRng::seed_from_u64(seed);
    for number in 0..120 {
        // It is rolled up again and again in the midst of it.
        rounds.wait_for(|rounds| *rounds >= number / 20).await.expect("rounds");
        let (some, day, score) =
            (random.random_range(0..40), random.random_range(0..70), random.random_range(0..11));
        let deed = match random.random_range(0..10) {
            0..5 => format!(
                "INSERT INTO responses (external_id, kind, customer_id, purchase_id, version_id, answered_at, changed_at,
                                        nps, satisfaction, ratings, store, comment)
                 SELECT 'r{seed}-{number}', (ARRAY['purchase', 'relationship', 'staff'])[1 + {score} % 3], c.id, p.id, {version},
                        '2026-08-20T20:00:00Z'::timestamptz + interval '{day} days', now(), {score}, {score} * 10,
                        ARRAY[{score}, -1, NULL, 10 - {score}]::smallint[], (ARRAY['Центр', '=1+1', NULL])[1 + {some} % 3], 'слова'
                 FROM customers c JOIN purchases p ON p.customer_id = c.id WHERE c.external_id = 'k{some}'"
            ),
            5 => format!(
                "UPDATE responses SET nps = {score}, revision = revision + 1, changed_at = now()
                 WHERE id = (SELECT id FROM responses ORDER BY id OFFSET {some} LIMIT 1)"
            ),
            6 => format!(
                "UPDATE responses SET withdrawn_at = CASE WHEN withdrawn_at IS NULL THEN now() END
                 WHERE id = (SELECT id FROM responses ORDER BY id OFFSET {some} LIMIT 1)"
            ),
            7 => format!(
                "UPDATE customers SET segment = 'S{score}', value_class = 'B', name = '' WHERE external_id = 'k{some}'"
            ),
            8 => format!("UPDATE purchases SET category = 'C{score}' WHERE external_id = 'p{some}'"),
            _ => format!(
                "UPDATE responses SET answered_at = answered_at - interval '{score} days'
                 WHERE id = (SELECT id FROM responses ORDER BY id OFFSET {some} LIMIT 1)"
            ),
        };
        client.batch_execute(&deed).await.expect("a change");
    }
    client
        .batch_execute(&format!(
            "DELETE FROM responses WHERE external_id LIKE 'r{seed}-9%' AND NOT EXISTS (
                                     SELECT FROM response_edits e WHERE e.response_id = responses.id)"
        ))
        .await
        .expect("a removal");
}

#[tokio::test(flavor = "multi_thread")]
async fn facts_kept_while_everything_changes_are_those_built_from_nothing() {
    let world = World::new().await;
    let version = preset_version(&world).await;
    world
        .sql(
            "INSERT INTO customers (external_id, segment, manager, channel)
             SELECT 'k' || n, 'S' || n % 3, 'M' || n % 4, CASE WHEN n % 2 = 0 THEN 'сайт' END FROM generate_series(0, 39) n;
             INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency, category)
             SELECT replace(external_id, 'k', 'p'), id, '2026-08-01', 10, 'RUB', 'C' FROM customers",
        )
        .await;
    let (rounds, round) = watch::channel(0);
    let changing: Vec<_> = (1..5)
        .map(|seed| tokio::spawn(change_things(world.url.clone(), version, seed, round.clone())))
        .collect();
    let stop = CancellationToken::new();
    let rolling: Vec<_> = (0..2)
        .map(|_| {
            let (url, stop, rounds) = (world.url.clone(), stop.clone(), rounds.clone());
            tokio::spawn(async move {
                let mut connection = otklik::store::pool::connect(&url).await.expect("a connection");
                while !stop.is_cancelled() {
                    roll_up(&mut connection, Moscow, Utc::now()).await.expect("a roll-up");
                    rounds.send_modify(|rounds| *rounds += 1);
                    if *rounds.borrow() % 5 == 4 {
                        rebuild(&mut connection, Subject::Answers, Moscow, Utc::now(), &mut |_| {})
                            .await
                            .expect("a rebuilding");
                    }
                }
            })
        })
        .collect();
    for one in changing {
        one.await.expect("changes");
    }
    stop.cancel();
    for one in rolling {
        one.await.expect("rolling");
    }
    world.roll_up().await;
    let kept = standing(&world).await;
    assert_eq!(world.count("SELECT count(*) FROM fact_queue").await, 0);
    assert!(kept.len() > 300, "{}", kept.len());
    let packs = packed(&world).await;
    assert!(packs.len() > 20, "{}", packs.len());
    assert_eq!(kept, from_nothing(&world).await);
    // What is built anew is packed at once.
    assert_eq!(world.count("SELECT count(*) FROM fact_loose_months").await, 0);
    assert_eq!(packs, packed(&world).await);

    // And they are what the rows say, counted by SQL alone.
    let rows = world
        .client
        .query(
            "SELECT coalesce(c.segment, ''), r.kind, count(*) FILTER (WHERE nps >= 9), count(*) FILTER (WHERE nps <= 6), count(nps),
                    count(satisfaction), coalesce(sum(satisfaction), 0)::bigint
             FROM responses r JOIN customers c ON c.id = r.customer_id
             WHERE withdrawn_at IS NULL
               AND (answered_at AT TIME ZONE 'Europe/Moscow')::date >= '2026-08-25' AND (answered_at AT TIME ZONE 'Europe/Moscow')::date < '2026-10-20'
             GROUP BY 1, 2",
            &[],
        )
        .await
        .expect("a recount");
    assert!(rows.len() > 10);
    let mut connection = world.connection().await;
    for row in rows {
        let (segment, kind): (&str, &str) = (row.get(0), row.get(1));
        let period = Period::parse("2026-08-25", "2026-10-20").unwrap();
        let cut = Cut::of(period).only(Dimension::Segment, segment).only(Dimension::Kind, kind);
        let view = View { grain: Grain::Week, ..View::of(cut) };
        let nps = reports::nps::count(&mut connection, view.clone()).await.unwrap();
        let found = (nps.total.promoters as i64, nps.total.detractors as i64, nps.total.n() as i64);
        assert_eq!(found, (row.get(2), row.get(3), row.get(4)), "{segment} {kind}");
        let mean = reports::satisfaction::count(&mut connection, view).await.unwrap().total;
        assert_eq!((mean.n as i64, mean.sum as i64), (row.get(5), row.get(6)), "{segment} {kind}");
    }
}

/// Figures and lists of several cuts and periods, as far as months can be read in one piece or day by day.
async fn told(world: &World) -> String {
    let mut connection = world.connection().await;
    let mut all = String::new();
    for (from, to) in [
        ("2026-06-01", "2026-10-01"),
        ("2026-06-17", "2026-09-05"),
        ("2026-07-01", "2026-08-01"),
        ("2026-07-03", "2026-07-20"),
        ("2020-01-01", "2030-01-01"),
    ] {
        let cut = Cut::of(Period::parse(from, to).unwrap()).only(Dimension::Manager, "M1");
        for cut in [cut.clone(), cut.only(Dimension::Segment, "S1").only(Dimension::Category, "")] {
            for grain in [Grain::Day, Grain::Week, Grain::Month, Grain::Quarter] {
                let view = View { grain, by: Some(Dimension::Segment), ..View::of(cut.clone()) };
                let nps = reports::nps::count(&mut connection, view.clone()).await.unwrap();
                let mean = reports::satisfaction::count(&mut connection, view).await.unwrap();
                all.push_str(&format!("{:?} {:?}\n{:?}\n", nps.total, nps.steps, mean.total));
            }
            let low = [Condition::between("nps", 0, 6)];
            let rows = counting::rows(&mut connection, Subject::Answers, &cut, &low, 3, 40).await.unwrap();
            all.push_str(&format!("{rows:?}\n"));
        }
    }
    all
}

#[tokio::test]
async fn figures_are_the_same_of_packed_months_and_of_loose_ones() {
    let world = World::new().await;
    let version = preset_version(&world).await;
    world
        .sql(&format!(
            "INSERT INTO customers (external_id, segment, manager)
             SELECT 'k' || n, CASE WHEN n % 3 > 0 THEN 'S' || n % 3 END, 'M' || n % 2 FROM generate_series(1, 30) n;
             INSERT INTO responses (external_id, kind, customer_id, version_id, answered_at, changed_at, nps, satisfaction, ratings)
             SELECT 'r' || n, (ARRAY['purchase', 'relationship'])[1 + n % 2], (SELECT id FROM customers OFFSET n % 30 LIMIT 1), {version},
                    '2026-06-16T20:30:00Z'::timestamptz + n * interval '5 hours', now(), n * 7 % 11, n * 3 % 100, '{{}}'
             FROM generate_series(1, 500) n"
        ))
        .await;
    world.roll_up().await;
    packed(&world).await;
    let months = world.count("SELECT count(DISTINCT month) FROM fact_packs WHERE subject = 'answers'").await;
    assert_eq!(months, 4);
    let of_packs = told(&world).await;
    assert!(of_packs.len() > 10_000);
    // What is told of packs comes from them.
    world.sql("CREATE TABLE days_put_by AS TABLE fact_columns; DELETE FROM fact_columns WHERE day BETWEEN '2026-07-01' AND '2026-07-31' AND field = 'nps'").await;
    let whole = Cut::of(Period::parse("2026-07-01", "2026-08-01").unwrap());
    let two = whole.only(Dimension::Manager, "M1").only(Dimension::Segment, "S1");
    let view = View { grain: Grain::Month, ..View::of(two) };
    let nps = reports::nps::count(&mut world.connection().await, view).await.unwrap();
    assert!(nps.total.n() > 10);
    world.sql("TRUNCATE fact_columns; INSERT INTO fact_columns TABLE days_put_by").await;
    // A change makes its month loose, and only that; no change makes none.
    world.sql("UPDATE responses SET nps = nps").await;
    world.roll_up().await;
    assert_eq!(world.count("SELECT count(*) FROM fact_loose_months").await, 0);
    for more in [1, 10] {
        world.sql(&format!("UPDATE responses SET nps = (nps + {more}) % 11 WHERE id % 20 = 0")).await;
        world.roll_up().await;
        assert_eq!(world.count("SELECT count(*) FROM fact_loose_months").await, months);
        assert_eq!(world.count("SELECT count(*) FROM fact_packs WHERE subject = 'answers'").await, 0);
    }
    assert_eq!(told(&world).await, of_packs);
    // Months that changed lately are left alone.
    world.roll_up().await;
    assert_eq!(world.count("SELECT count(*) FROM fact_loose_months").await, months);
    packed(&world).await;
    assert_eq!(told(&world).await, of_packs);
}

#[tokio::test]
async fn a_change_is_in_the_figures_when_the_worker_came_by() {
    let world = World::new().await;
    tell(
        &world,
        preset_version(&world).await,
        &times(12, &Told { at: "2026-10-10T10:00:00Z", nps: Some(9), ..Told::default() }),
    )
    .await;
    let worker = Worker::new(&world.shared.config, &world.url).expect("a worker");
    let stop = CancellationToken::new();
    let running = tokio::spawn(worker.run(stop.clone()));
    world.sql("UPDATE responses SET nps = 3, revision = 2 WHERE id = (SELECT min(id) FROM responses)").await;
    world.becomes("SELECT count(*) FROM fact_queue", "0").await;
    world.becomes("SELECT sums[4] || ' ' || sums[10] FROM fact_months WHERE measure = 'histogram:nps:0:10' AND dimension = ''", "1 11").await;
    stop.cancel();
    running.await.expect("the worker");
}

#[tokio::test]
async fn days_of_another_zone_are_built_anew() {
    let world = World::new().await;
    // In Moscow the first of October, in Kaliningrad still September.
    let told = Told { at: "2026-09-30T21:30:00Z", nps: Some(9), ..Told::default() };
    tell(&world, preset_version(&world).await, &[told]).await;
    let mut connection = world.connection().await;
    let first = async |connection: &mut _| {
        days::span(connection, Subject::Answers).await.unwrap().unwrap().from().to_string()
    };
    assert_eq!(first(&mut connection).await, "2026-10-01");
    roll_up(&mut connection, Kaliningrad, Utc::now()).await.unwrap();
    assert_eq!(first(&mut connection).await, "2026-09-30");
    assert_eq!(world.count("SELECT count(*) FROM fact_months WHERE month = '2026-10-01'").await, 0);
}

#[tokio::test]
async fn names_as_long_and_as_many_as_you_like_are_counted() {
    let world = World::new().await;
    let version = preset_version(&world).await;
    world
        .sql(&format!(
            "INSERT INTO customers (external_id) VALUES ('k');
             INSERT INTO responses (external_id, kind, customer_id, version_id, answered_at, changed_at, nps, ratings, store)
             SELECT 'r' || n, 'purchase', (SELECT id FROM customers), {version}, '2026-10-10', now(), n % 11, '{{}}',
                    CASE WHEN n = 1 THEN repeat('Ж', 5000) ELSE E'''\"<b>\\n=1+1;' || n END
             FROM generate_series(1, 20000) n"
        ))
        .await;
    world.roll_up().await;
    let visitor = world.signed_in(otklik::domain::role::Role::Executive).await;
    let page = visitor.get("/board/nps?from=2026-10-01&to=2026-11-01").await;
    assert_eq!(page.status, 200);
    let others = page.texts("tbody tr").pop().unwrap_or_default().replace(char::is_whitespace, "");
    assert!(others.starts_with("Ещё19950строк"), "{others}");
    assert!(!page.body.contains("<b>\n"));
    let mut connection = world.connection().await;
    let long =
        Cut::of(Period::parse("2026-10-01", "2026-11-01").unwrap()).only(Dimension::Store, &"Ж".repeat(5000));
    let only = [Condition::present("nps")];
    let (count, ids) = counting::rows(&mut connection, Subject::Answers, &long, &only, 0, 10).await.unwrap();
    assert_eq!((count, ids.len()), (1, 1));
}

/// Whom each segment kept, and how many it had.
async fn kept(world: &World) -> String {
    let period = Period::parse("2026-08-01", "2026-11-01").expect("days");
    let view = View { by: Some(Dimension::Segment), ..View::of(Cut::of(period)) };
    let report = reports::retention::count(&mut world.connection().await, view, Moscow).await;
    format!("{:?}", report.expect("a report").groups)
}

#[tokio::test]
async fn a_change_of_very_many_rows_is_folded_month_by_month() {
    let world = World::new().await;
    let version = preset_version(&world).await;
    world.roll_up().await;
    world
        .sql(&format!(
            "INSERT INTO customers (external_id, segment) SELECT 'k' || n, 'S' || n % 3 FROM generate_series(1, 20500) n;
             INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency)
             SELECT 'p' || id, id, '2026-07-20T12:00:00Z'::timestamptz + id % 90 * interval '1 day', 100, 'RUB' FROM customers;
             INSERT INTO responses (external_id, kind, customer_id, version_id, answered_at, changed_at, nps, ratings)
             SELECT 'r' || id, 'purchase', id, {version}, '2026-08-20T20:00:00Z'::timestamptz + id % 70 * interval '1 day',
                    now(), id % 11, '{{}}' FROM customers"
        ))
        .await;
    assert!(world.count("SELECT count(*) FROM fact_queue").await > 40_000);
    world.roll_up().await;
    assert_eq!(world.count("SELECT count(*) FROM fact_queue").await, 0);
    // All of them move to another segment, some to another day.
    world
        .sql(
            "UPDATE customers SET segment = 'S' || (id + 1) % 3;
             UPDATE responses SET answered_at = answered_at - interval '31 days' WHERE id % 5 = 0",
        )
        .await;
    world.roll_up().await;
    let (folded, before) = (standing(&world).await, kept(&world).await);
    assert_eq!(world.count("SELECT sum(sums[1]) FROM fact_months WHERE subject = 'answers' AND measure = 'count' AND dimension = ''").await, 20_500);
    assert_eq!(from_nothing(&world).await, folded);
    assert_eq!(kept(&world).await, before);
}
