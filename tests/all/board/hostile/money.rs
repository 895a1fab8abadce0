//! Currencies that are never added up, returns, departures before any purchase, customers who left twice.

use otklik::domain::{report::Report, role::Role};
use serde_json::json;

use super::{commanded, see};
use crate::{board::reasons::leaver, support::World};

const SUMMER: &str = "from=2026-07-01&to=2026-10-01";
const DAYS: [&str; 4] = ["--from", "2026-07-01", "--to", "2026-10-01"];

/// Twelve who paid in two currencies and gave something back; one who only gave back; one who left before they came; one who
/// left twice; one who gave back more than they took.
async fn lives(world: &World) {
    for number in 1..=12 {
        let paid = ["2026-07-05 1000", "2026-08-05 -400", "2026-08-10 50 EUR"];
        leaver(world, &format!("m-{number}"), &paid, &["2026-09-10 price/too_dear"]).await;
    }
    leaver(world, "returns", &["2026-08-10 -70"], &["2026-09-11 price/too_dear"]).await;
    leaver(world, "early", &["2026-09-20 100"], &["2026-09-05 price/too_dear"]).await;
    let twice = ["2026-09-02 price/too_dear", "2026-09-25 price/too_dear"];
    leaver(world, "twice", &["2026-07-01 300", "2026-09-15 500"], &twice).await;
    leaver(world, "minus", &["2026-07-05 10", "2026-07-10 -500"], &[]).await;
    world
        .sql(
            "INSERT INTO complaints (customer_id, state, severity, signals, opened_at, first_answer_due, resolution_due,
                 next_deadline, first_answered_at, resolved_at, resolution, compensation, compensation_currency)
             SELECT id, 'closed', 2, '{}', '2026-09-12 09:00Z', '2026-09-13 09:00Z', '2026-09-14 09:00Z',
                    '2026-09-14 09:00Z', '2026-09-12 10:00Z', '2026-09-12 12:00Z', 'upheld',
                    CASE WHEN substr(external_id, 3)::int % 2 = 0 THEN 150.25 ELSE 10 END,
                    CASE WHEN substr(external_id, 3)::int % 2 = 0 THEN 'RUB' ELSE 'EUR' END
             FROM customers WHERE external_id LIKE 'm-%'",
        )
        .await;
    world.roll_up().await;
}

#[tokio::test]
async fn currencies_stand_side_by_side_and_are_never_added_up() {
    let world = World::new().await;
    lives(&world).await;
    let visitor = world.signed_in(Role::Executive).await;
    let currencies = "Валюты не складываются";

    // Of each of the twelve (1000 - 400) / 2 months * 12; of the one who left twice 300 / 1 * 12 and 500 / 1 * 12.
    let reasons = see(&visitor, Report::Reasons, SUMMER).await;
    assert!(reasons.page.body.contains("Разные валюты не складываются"));
    assert_eq!(reasons.total("n"), 16);
    let money = json!({ "RUB": 52_800, "EUR": 3_600 });
    assert_eq!(*reasons.total("money"), money);
    assert_eq!(commanded(&world, Report::Reasons, &DAYS).await["money"], money);
    assert_eq!((&reasons.table[0]["money_RUB"][..], &reasons.table[0]["money_EUR"][..]), ("52800", "3600"));
    let shown = reasons.page.texts(".board-figures, .card").join(" ");
    assert!(shown.contains("3600 EUR") && shown.contains("52 800 ₽"), "{shown}");
    assert!(!shown.contains("56 400"), "roubles and euros added up");
    // Who left before they came, and who only gave back, cost nothing that could be told.
    assert_eq!(*reasons.total("without_money"), json!(2));
    assert!(shown.contains("ушли до первой покупки"), "{shown}");
    // Both departures of one customer count; those who bought since came back.
    assert_eq!(*reasons.total("returned"), json!(2));
    let list = visitor.get(&format!("/board/rows/departures?{SUMMER}&only=returned=1")).await;
    assert_eq!(list.attributes("[data-count]", "data-count"), ["2"]);

    let complaints = see(&visitor, Report::Complaints, SUMMER).await;
    assert!(complaints.page.body.contains("Разные валюты не складываются"));
    let paid = complaints.page.texts("td");
    assert!(paid.contains(&"60 EUR".to_owned()) && paid.contains(&"901,50 ₽".to_owned()), "{paid:?}");
    assert!(!paid.iter().any(|cell| cell.contains("961")), "roubles and euros added up");

    for report in [Report::Retention, Report::Abc, Report::Rfm] {
        let seen = see(&visitor, report, SUMMER).await;
        assert!(seen.page.body.contains(currencies), "{report}");
        let chosen = seen.page.texts(".board-presets [aria-current]");
        assert!(chosen.contains(&"RUB · 15".to_owned()), "{report}: {chosen:?}");
        assert_eq!(*seen.total("customers"), json!(15), "{report}");
        assert_eq!(commanded(&world, report, &DAYS).await["customers"], 15, "{report}");
        let euros = see(&visitor, report, &format!("{SUMMER}&currency=EUR")).await;
        assert_eq!(*euros.total("customers"), json!(12), "{report}");
        let none = see(&visitor, report, &format!("{SUMMER}&currency=JPY")).await;
        assert_eq!(*none.total("customers"), json!(0), "{report}");
    }
}

#[tokio::test]
async fn what_was_given_back_is_taken_off_and_no_purchase() {
    let world = World::new().await;
    lives(&world).await;
    let visitor = world.signed_in(Role::Executive).await;
    // 12 * 600 + 800 + 100 - 490; who only gave back bought nothing.
    let abc = see(&visitor, Report::Abc, SUMMER).await;
    assert_eq!((abc.total("revenue"), abc.total("purchases")), (&json!(7_610), &json!(16)));
    let classes: Vec<(String, i64, f64)> = abc
        .table
        .iter()
        .filter(|row| row["by"] == "class")
        .map(|row| {
            let number = |name: &str| row[name].parse::<f64>().expect("a number");
            (row["name"].clone(), row["customers"].parse().unwrap(), number("revenue"))
        })
        .collect();
    // The largest first: 800, then twelve of 600 that stand together; 100 and -490 are the rest.
    assert_eq!(
        classes,
        [("A".to_owned(), 13, 8_000.0), ("B".to_owned(), 0, 0.0), ("C".to_owned(), 2, -390.0)]
    );
    assert!(abc.page.body.contains("возвратов больше, чем покупок"));
    let widths: Vec<f64> = abc
        .page
        .attributes(".meter span", "style")
        .iter()
        .map(|style| style.trim_start_matches("width:").trim_end_matches('%').parse().expect("a width"))
        .collect();
    assert!(widths.len() > 10 && widths.iter().all(|width| (0.0..=100.0).contains(width)), "{widths:?}");
    let minus = visitor.get(&format!("/board/rows/customers?{SUMMER}&only=abc==C")).await;
    assert_eq!(minus.attributes("[data-count]", "data-count"), ["2"]);
    assert!(minus.texts(".board-buyer").join(" ").contains("−490 ₽"), "{:?}", minus.texts(".board-buyer"));

    let rfm = see(&visitor, Report::Rfm, SUMMER).await;
    assert_eq!((rfm.total("revenue"), rfm.total("purchases")), (&json!(7_610), &json!(16)));
    // S = 7610 / 16; the return alone makes nobody a customer.
    let retention = see(&visitor, Report::Retention, SUMMER).await;
    assert_eq!(*retention.total("receipt"), json!(475.63));
    assert!(retention.page.body.contains("Возвраты (сумма не больше нуля) покупками не считаются"));
    // Where all is given back again there is no share of it.
    world.sql("DELETE FROM purchases WHERE currency = 'EUR' OR amount > 400").await;
    world.roll_up().await;
    let lost = see(&visitor, Report::Abc, SUMMER).await;
    assert_eq!(*lost.total("revenue_share"), json!(null), "{}", lost.json["total"]);
}
