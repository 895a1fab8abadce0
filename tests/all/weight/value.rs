//! Classes of customers: what SQL ranks is what the rule says, and only what changed is written.

use bigdecimal::BigDecimal;
use chrono::Utc;
use otklik::{
    actions::grade_customers::grade_customers,
    domain::value::{ValueClass, classes},
};
use proptest::{
    prelude::*,
    strategy::ValueTree as _,
    test_runner::{Config, TestRunner},
};

use super::{settle, why};
use crate::support::{World, make};

async fn grade(world: &World) -> usize {
    grade_customers(&mut world.connection().await, Utc::now()).await.expect("graded")
}

/// `name:class` of all customers, by name.
async fn graded(world: &World) -> String {
    world
        .value(
            "SELECT string_agg(external_id || ':' || coalesce(value_class, '-'), ' ' ORDER BY external_id) FROM customers",
        )
        .await
}

/// Purchases of customers who are made where there are none: name, amount, currency, days ago.
async fn bought(world: &World, purchases: &[(&str, &str, &str, i32)]) {
    for (name, amount, currency, days) in purchases {
        world
            .sql(&format!(
                "INSERT INTO customers (external_id, name) VALUES ('{name}', '{name}') ON CONFLICT DO NOTHING;
                 INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency)
                 SELECT gen_random_uuid()::text, id, now() - make_interval(days => {days}), {amount}, '{currency}'
                 FROM customers WHERE external_id = '{name}'"
            ))
            .await;
    }
}

#[tokio::test]
async fn each_currency_ranks_by_itself_and_the_best_class_counts() {
    let world = World::new().await;
    make::customer(&world, "nobody").await;
    bought(
        &world,
        &[
            ("a", "70", "RUB", 5),
            ("a", "5.5", "RUB", 300),
            ("b", "20", "RUB", 5),
            ("c", "4.5", "RUB", 5),
            // The least of all in roubles, the greatest in tenge.
            ("both", "0.01", "RUB", 5),
            ("both", "1000", "KZT", 5),
            ("less", "10", "KZT", 5),
            // Long ago, and given back.
            ("old", "900000", "RUB", 400),
            ("returned", "500", "RUB", 5),
            ("returned", "-500", "RUB", 4),
        ],
    )
    .await;
    assert_eq!(grade(&world).await, 6);
    assert_eq!(graded(&world).await, "a:A b:B both:A c:C less:C nobody:- old:- returned:C");
}

#[tokio::test]
async fn only_what_changed_is_written_and_its_open_complaints_are_weighed_anew() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    world.sql("UPDATE complaints SET severity = 3; UPDATE responses SET nps = 4").await;
    bought(&world, &[("rich", "40000", "RUB", 5), ("poor", "1", "RUB", 5)]).await;
    settle(&world).await;
    assert_eq!(why(&world, number).await["computed"], "high");
    assert_eq!(grade(&world).await, 3);
    assert_eq!(graded(&world).await, "one:B poor:C rich:A");
    settle(&world).await;
    let rows = "SELECT string_agg(xmin::text, ' ' ORDER BY id) FROM customers";
    let before = world.value(rows).await;
    assert_eq!(grade(&world).await, 0);
    assert_eq!(world.value(rows).await, before);
    assert_eq!(world.count("SELECT count(*) FROM complaints WHERE clocks_version = 0").await, 0);
    bought(&world, &[("one", "900000", "RUB", 1)]).await;
    assert_eq!(grade(&world).await, 2);
    assert_eq!(world.value("SELECT clocks_version || ' ' || version FROM complaints").await, "0 1");
    settle(&world).await;
    assert_eq!(why(&world, number).await["computed"], "critical");
    // Who buys nothing for a year is of no class.
    world.sql("UPDATE purchases SET purchased_at = now() - interval '13 months'").await;
    assert_eq!(grade(&world).await, 3);
    assert_eq!(graded(&world).await, "one:- poor:- rich:-");
}

#[tokio::test]
async fn the_database_ranks_as_the_rule_says() {
    let world = World::new().await;
    let amounts = proptest::collection::vec(prop_oneof![-200..2_000_i64, Just(0), Just(100)], 1..40);
    let mut runner = TestRunner::new(Config::default());
    for _ in 0..25 {
        let mut cents = amounts.new_tree(&mut runner).expect("amounts").current();
        cents.sort_unstable_by(|a, b| b.cmp(a));
        world.sql("DELETE FROM planning_queue; DELETE FROM purchases; DELETE FROM customers").await;
        let list: Vec<String> = cents.iter().map(ToString::to_string).collect();
        world
            .sql(&format!(
                "INSERT INTO customers (external_id, name) SELECT to_char(n, '000'), '' FROM generate_series(1, {}) n;
                 INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency)
                 SELECT 'p' || n, c.id, now(), cents / 100.0, 'RUB'
                 FROM unnest('{{{}}}'::bigint[]) WITH ORDINALITY a (cents, n)
                 JOIN customers c ON c.external_id = to_char(n, '000')",
                cents.len(),
                list.join(",")
            ))
            .await;
        grade(&world).await;
        let ranked =
            world.value("SELECT string_agg(value_class, '' ORDER BY external_id) FROM customers").await;
        let revenues: Vec<BigDecimal> =
            cents.iter().map(|cents| BigDecimal::new((*cents).into(), 2)).collect();
        let ruled: String = classes(&revenues).into_iter().map(ValueClass::code).collect();
        assert_eq!(ranked, ruled, "{cents:?}");
    }
}
