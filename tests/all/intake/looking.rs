//! Whom somebody means who rings: found by index among many, and chosen without letting go of the keyboard.

use otklik::{domain::role::Role, store::customers::lookup::candidates_query};

use super::NEW;
use crate::{
    find::{buffers, plan},
    support::{
        World,
        browser::{Browser, DESK},
        make,
    },
};

/// As WebDriver names them.
const TAB: &str = "\u{E004}";
const ENTER: &str = "\u{E007}";
const DOWN: &str = "\u{E015}";

#[tokio::test]
async fn every_look_up_reads_indexes_alone_among_fifty_thousand() {
    let world = World::new().await;
    world
        .sql(
            "INSERT INTO customers (external_id, name, email, phone)
             SELECT 'c' || n, 'Имя' || n || ' Фамилия' || (n % 1000), 'c' || n || '@customer.example', '+7900' || lpad(n::text, 7, '0')
             FROM generate_series(1, 50000) n;
             INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency)
             SELECT 'А-' || id, id, now() - interval '400 days', 100, 'RUB' FROM customers;
             ANALYZE",
        )
        .await;
    let visitor = world.signed_in(Role::Handler).await;
    // What was typed, whom it finds, and what each road is asked: beginning, telephone, with a 7, words, order.
    for (typed, found, asked) in [
        (
            "8 900 001-23-45",
            "c12345",
            [
                "8 900 001 23 45%",
                "79000012345%",
                "",
                "'8':* & '900':* & '001':* & '23':* & '45':*",
                "8 900 001-23-45",
            ],
        ),
        (
            "900 001-23-45",
            "c12345",
            [
                "900 001 23 45%",
                "9000012345%",
                "79000012345%",
                "'900':* & '001':* & '23':* & '45':*",
                "900 001-23-45",
            ],
        ),
        (
            "фамилия345 имя12345",
            "c12345",
            ["фамилия345 имя12345%", "", "", "'фамилия345':* & 'имя12345':*", "фамилия345 имя12345"],
        ),
        ("c12345@", "c12345", ["c12345@%", "", "", "'c12345':*", "c12345@"]),
        ("№ А-", "", ["а-%", "", "", "'а':*", "А-"]),
    ] {
        let mut statement = candidates_query().replace("$6", "11");
        for (place, value) in asked.iter().enumerate() {
            statement = statement
                .replace(&format!("${}", place + 1), &format!("'{}'::text", value.replace('\'', "''")));
        }
        let plan = plan(&world, &statement).await;
        for index in ["search_external_id", "email", "search_phone", "search_name"] {
            // Words are no telephone.
            if index == "search_phone" && asked[1].is_empty() {
                continue;
            }
            assert!(plan.contains(&format!("customers_{index}_idx")), "{typed}: {index}\n{plan}");
        }
        assert!(plan.contains("purchases_external_id"), "{typed}\n{plan}");
        assert!(
            !plan.contains("Seq Scan on customers") && !plan.contains("Seq Scan on purchases"),
            "{typed}\n{plan}"
        );
        assert!(buffers(&plan) < 500, "{typed}\n{plan}");
        let query: String = url::form_urlencoded::byte_serialize(typed.as_bytes()).collect();
        let page = visitor.get(&format!("{NEW}?q={query}")).await;
        let names = page.texts(".intake-people label .text-secondary");
        assert_eq!(names.first().map_or("", String::as_str), found, "{typed}");
    }
    // An order is its buyer's, whose name and number say nothing of it.
    let last = world.value("SELECT external_id FROM purchases ORDER BY id DESC LIMIT 1").await;
    let query: String = url::form_urlencoded::byte_serialize(last.as_bytes()).collect();
    let page = visitor.get(&format!("{NEW}?q={query}")).await;
    assert_eq!(page.texts(".intake-people label .text-secondary"), ["c50000"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_is_taken_in_by_the_keyboard_alone() {
    let world = World::new().await;
    for (name, phone, order) in [("one", "+79161234567", "А-1"), ("two", "+79161234568", "А-2")] {
        let customer = make::customer(&world, name).await;
        make::purchase(&world, customer, order, 9).await;
        make::purchase(&world, customer, &format!("{order}-позже"), 3).await;
        world.sql(&format!("UPDATE customers SET phone = '{phone}' WHERE id = {customer}")).await;
    }
    let browser = Browser::open(DESK).await;
    browser.signs_in(&world, Role::Handler).await;
    browser.waits_for("document.readyState === 'complete'").await;
    browser.stroke("Shift+KeyN", "N").await;
    browser.arrives_at(NEW).await;
    browser
        .waits_for("document.querySelector('#intake.is-quick') && document.activeElement.id === 'q'")
        .await;
    // Two of one name show while one types; Enter goes in among them, an arrow and Enter choose.
    browser.types("волков").await;
    browser.waits_for("document.querySelectorAll('#intake-people input').length === 3").await;
    browser.types(ENTER).await;
    browser.waits_for("document.activeElement.name === 'customer'").await;
    let first = browser.focused("value").await;
    browser.types(DOWN).await;
    let chosen = browser.focused("value").await;
    assert_ne!(chosen, first);
    browser.types(ENTER).await;
    browser.waits_for("document.activeElement.id === 'purchase'").await;
    // The last purchase but one.
    browser.types(DOWN).await;
    browser.types(DOWN).await;
    for (name, words) in
        [("source", DOWN), ("subject", "Чайник"), ("body", "Течёт у носика"), ("sought", DOWN)]
    {
        while browser.focused("name").await != name {
            browser.types(TAB).await;
        }
        browser.types(words).await;
    }
    while browser.focused("value").await != "open" {
        browser.types(TAB).await;
    }
    browser.types(ENTER).await;
    world.becomes("SELECT count(*) FROM complaints", "1").await;
    let kept = "SELECT concat_ws(' ', c.customer_id, p.external_id LIKE '%позже', source, subject, remedy_sought IS NOT NULL)
                FROM complaints c JOIN purchases p ON p.id = c.purchase_id";
    assert_eq!(world.value(kept).await, format!("{chosen} f counter Чайник t"));
    let number = world.value("SELECT id FROM complaints").await;
    browser.arrives_at(&format!("/desk/complaints/{number}")).await;
}
