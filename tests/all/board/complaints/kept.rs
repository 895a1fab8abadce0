//! Kept after a complaint: the three groups against a count by the database, and what is said of them.

use chrono::Utc;
use chrono_tz::Europe::Moscow;
use otklik::{
    domain::{
        cut::Cut,
        kept::{Group, Kept, Verdict},
        period::Period,
        role::Role,
    },
    reports::complaints::{self, kept::Gathered},
};
use serde_json::Value;

use super::{
    super::command,
    Case, complain, cut,
    pages::{follow, page},
};
use crate::support::World;

/// Solved and unsolved complaints and dissatisfied customers of May 2025, some of whom bought again.
pub async fn discontent(world: &World) {
    let mut number = 0;
    for (class, solved, unsolved, silent) in [("A", 40, 20, 30), ("B", 15, 30, 10)] {
        for (group, n) in [("solved", solved), ("unsolved", unsolved)] {
            for _ in 0..n {
                number += 1;
                let case = Case {
                    opened: "2025-05-05 10:00".into(),
                    ended: Some("2025-05-06 10:00".into()),
                    state: Some(if group == "solved" { "closed" } else { "rejected" }),
                    class: Some(class),
                    ..Case::default()
                };
                complain(world, &case).await;
            }
        }
        world
            .sql(&format!(
                "WITH c AS (INSERT INTO customers (external_id, value_class)
                     SELECT gen_random_uuid()::text, '{class}' FROM generate_series(1, {silent}) RETURNING id)
                 INSERT INTO responses (external_id, kind, customer_id, version_id, answered_at, changed_at, nps, ratings)
                 SELECT gen_random_uuid()::text, 'purchase', c.id, q.current_version_id, '2025-05-07', '2025-05-07',
                        CASE WHEN c.id % 2 = 0 THEN 6 ELSE 9 END, CASE WHEN c.id % 2 = 0 THEN '{{}}' ELSE '{{0,9}}' END::smallint[]
                 FROM c, questionnaires q WHERE q.kind = 'purchase'"
            ))
            .await;
    }
    assert_eq!(number, 105);
    world
        .sql(
            "INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency)
             SELECT gen_random_uuid()::text, id, '2025-06-01', 1000.50, CASE WHEN id % 5 = 0 THEN 'EUR' ELSE 'RUB' END
             FROM customers WHERE id % 3 = 0;
             -- A return is no purchase, a satisfied customer in no group, and September is more than ninety days later.
             INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency)
             SELECT gen_random_uuid()::text, id, '2025-06-02', -100, 'RUB' FROM customers WHERE id % 4 = 0;
             INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency)
             SELECT gen_random_uuid()::text, id, '2025-09-02', 5, 'RUB' FROM customers",
        )
        .await;
    world.roll_up().await;
}

async fn kept(world: &World, cut: &Cut) -> (Gathered, Kept) {
    let mut connection = world.connection().await;
    complaints::kept::count(&mut connection, cut, Moscow, Utc::now()).await.expect("figures")
}

#[tokio::test]
async fn kept_agrees_with_a_count_by_the_database() {
    let world = World::new().await;
    discontent(&world).await;
    let (gathered, kept) = kept(&world, &cut("2025-05-01", "2025-06-01")).await;
    assert!(!gathered.moved && gathered.drawn == (false, false));
    // The rating threshold of the first parameter is not under nought, and 0 is at it: every silent one is dissatisfied.
    let by_hand = |which: &str| {
        format!(
            "SELECT count(*) || ' ' || count(*) FILTER (WHERE id % 3 = 0) || ' '
                    || coalesce(sum(CASE WHEN id % 3 = 0 AND id % 5 <> 0 THEN 1000.50 END), 0)
                       - 100 * count(*) FILTER (WHERE id % 4 = 0) || ' '
                    || coalesce(sum(CASE WHEN id % 15 = 0 THEN 1000.50 END), 0)
             FROM customers c WHERE {which}"
        )
    };
    let state = |state: &str| {
        format!("EXISTS (SELECT FROM complaints k WHERE k.customer_id = c.id AND k.state = '{state}')")
    };
    for (place, which) in [
        (0, state("closed")),
        (1, state("rejected")),
        (2, "EXISTS (SELECT FROM responses r WHERE r.customer_id = c.id)".to_owned()),
    ] {
        let group = &kept.groups[place];
        let money = |currency: &str| {
            let found = group.paid.iter().find(|paid| paid.currency == currency);
            found.map_or(0.0, |paid| paid.total.to_string().parse::<f64>().unwrap())
        };
        let wanted = world.value(&by_hand(&which)).await;
        let wanted: Vec<f64> = wanted.split(' ').map(|part| part.parse().unwrap()).collect();
        assert_eq!(
            vec![group.bought.of() as f64, group.bought.count() as f64, money("RUB"), money("EUR")],
            wanted,
            "{:?}",
            group.group
        );
    }
    let sizes: Vec<u64> = kept.groups.iter().map(|group| group.bought.of()).collect();
    assert_eq!(sizes, [55, 50, 40]);
    let found = &kept.comparisons[0];
    assert_eq!((found.solved, found.others, found.strata, found.left_out), (55, 50, 2, 0));
    // A third of everybody bought: that is no difference.
    assert_eq!(found.verdict, Verdict::CannotTell);
    let visitor = world.signed_in(Role::Executive).await;
    let path = "/board/complaints?from=2025-05-01&to=2025-06-01";
    let page = page(&visitor, path).await;
    assert_eq!(page.attributes("[data-verdict]", "data-verdict"), ["cannot_tell", "cannot_tell"]);
    assert!(page.body.contains("Сказать нельзя") && page.body.contains("наблюдение, а не опыт"));
    assert!(follow(&visitor, path).await > 10);
}

#[tokio::test]
async fn a_customer_is_in_one_group_and_the_ninety_days_must_have_passed() {
    let world = World::new().await;
    let case = |opened: &str, ended: Option<&str>| Case {
        opened: opened.to_owned(),
        ended: ended.map(str::to_owned),
        resolution: ended.map(|_| "upheld"),
        ..Case::default()
    };
    // Solved and unsolved, of one customer: unsolved. Solved after half a year: unsolved. Taken back: neither.
    let one = complain(&world, &case("2025-05-05 10:00", Some("2025-05-06 10:00"))).await;
    let other = complain(&world, &case("2025-05-15 10:00", None)).await;
    world
        .sql(&format!(
            "UPDATE complaints SET customer_id = (SELECT customer_id FROM complaints WHERE id = {one}) WHERE id = {other}"
        ))
        .await;
    complain(&world, &case("2025-05-05 10:00", Some("2025-11-06 10:00"))).await;
    let back = complain(&world, &case("2025-05-05 10:00", Some("2025-05-06 10:00"))).await;
    world.sql(&format!("UPDATE complaints SET resolution = 'withdrawn' WHERE id = {back}")).await;
    complain(&world, &case("2025-05-05 10:00", Some("2025-05-06 10:00"))).await;
    world.roll_up().await;
    let (gathered, _) = kept(&world, &cut("2025-05-01", "2025-06-01")).await;
    let of = |group: Group| gathered.units.iter().filter(|unit| unit.group == group).count();
    assert_eq!((of(Group::Solved), of(Group::Unsolved), of(Group::Silent)), (1, 2, 0));
    // What ended yesterday is not followed yet, whatever period is asked for.
    world.sql("UPDATE complaints SET opened_at = now() - interval '2 days', resolved_at = now() - interval '1 day' WHERE resolved_at IS NOT NULL").await;
    world.roll_up().await;
    let today = Utc::now().date_naive();
    let recent = Cut::of(Period::new(today - chrono::Days::new(9), today + chrono::Days::new(2)).unwrap());
    let (gathered, told) = kept(&world, &recent).await;
    assert!(gathered.moved && gathered.units.iter().all(|unit| unit.group == Group::Unsolved));
    assert_eq!(told.comparisons[0].verdict, Verdict::TooFew);
}

#[tokio::test]
async fn the_command_tells_kept_as_the_page_does() {
    let world = World::new().await;
    discontent(&world).await;
    let json: Value =
        command::json(&world, &["complaints", "--from", "2025-05-01", "--to", "2025-06-01"]).await;
    let groups = json["sections"]["kept"].as_array().unwrap();
    let shares: Vec<_> = groups.iter().filter(|row| row.get("bought_of").is_some()).collect();
    assert_eq!(shares.len(), 3);
    assert_eq!((&shares[0]["kept"], &shares[0]["bought_of"]), (&Value::from("solved"), &Value::from(55)));
    let currencies: Vec<_> = groups.iter().filter_map(|row| row.get("currency")?.as_str()).collect();
    assert_eq!(currencies, ["EUR", "RUB", "EUR", "RUB", "EUR", "RUB"]);
    assert!(json["definitions"]["kept"].as_str().unwrap().contains("not an experiment"));
}
