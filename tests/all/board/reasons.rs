//! Why customers leave: figures against plain SQL, the lists behind them, and a reason given later.

mod coding;

use std::collections::BTreeMap;

use chrono::Utc;
use chrono_tz::Europe::Moscow;
use otklik::{
    actions::roll_up::rebuild,
    domain::{facts::Subject, role::Role},
};
use serde_json::Value;
use tokio::process::Command;

use super::rows;
use crate::support::{
    Page, Visitor, World, axe,
    browser::{Browser, PHONE},
};

pub const AUTUMN: &str = "from=2026-09-01&to=2026-12-01";

/// Customers who bought and left. A purchase is `day amount currency`, a departure `day category/reason`.
pub async fn leaver(world: &World, id: &str, purchases: &[&str], departures: &[&str]) {
    world
        .sql(&format!(
            "INSERT INTO customers (external_id, name, segment) VALUES ('{id}', 'Вера Тайная', 'опт') ON CONFLICT DO NOTHING"
        ))
        .await;
    for (number, purchase) in purchases.iter().enumerate() {
        let parts: Vec<&str> = purchase.split(' ').collect();
        let (day, amount, currency) = (parts[0], parts[1], parts.get(2).unwrap_or(&"RUB"));
        world
            .sql(&format!(
                "INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency, store, category)
                 SELECT '{id}-{number}-{day}', id, '{day}T12:00:00+03:00', {amount}, '{currency}', 'Центр', 'Чай'
                 FROM customers WHERE external_id = '{id}'"
            ))
            .await;
    }
    for departure in departures {
        let (day, reason) = departure.split_once(' ').unwrap_or((departure, ""));
        let (category, reason) = reason.split_once('/').unwrap_or((reason, ""));
        let later = format!(
            "(SELECT min(p.purchased_at) FROM purchases p WHERE p.customer_id = c.id AND p.amount >= 0
              AND p.purchased_at > '{day}T20:00:00+03:00')"
        );
        world
            .sql(&format!(
                "INSERT INTO departures (customer_id, left_at, source, category, reason, returned_at)
                 SELECT id, '{day}T20:00:00+03:00', 'import', nullif('{category}', ''), nullif('{reason}', ''), {later}
                 FROM customers c WHERE external_id = '{id}'"
            ))
            .await;
    }
}

/// The exit survey of the newest departure of a customer, answered; `said` are columns and values.
pub async fn exit_answer(world: &World, id: &str, main: &str, said: &str, values: &str) {
    world
        .sql(&format!(
            "WITH d AS (
                 SELECT d.id, d.customer_id, d.left_at FROM departures d JOIN customers c ON c.id = d.customer_id
                 WHERE c.external_id = '{id}' ORDER BY d.left_at DESC LIMIT 1
             ), v AS (
                 SELECT current_version_id AS id FROM questionnaires WHERE kind = 'exit'
             ), i AS (
                 INSERT INTO invitations (kind, customer_id, departure_id, version_id, planned_at, send_at, sent_at,
                                          expires_at, answered_at)
                 SELECT 'exit', d.customer_id, d.id, v.id, d.left_at, d.left_at, d.left_at,
                        d.left_at + interval '30 days', d.left_at + interval '1 day' FROM d, v
                 RETURNING id, customer_id, version_id, answered_at
             )
             INSERT INTO responses (invitation_id, kind, customer_id, version_id, answered_at, changed_at, ratings,
                                    reasons, main_reason, reasons_shown{said})
             SELECT i.id, 'exit', i.customer_id, i.version_id, i.answered_at, i.answered_at, '{{}}',
                    ARRAY['{main}'], '{main}', ARRAY['too_dear', 'slow', 'moved', 'other']{values} FROM i"
        ))
        .await;
}

async fn run(world: &World, arguments: &[&str]) -> (bool, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_otklik"))
        .args(["report", "reasons"])
        .args(arguments)
        .env("DATABASE_URL", &world.url)
        .env("OTKLIK_SECRET", "a secret for tests, forty characters long")
        .output()
        .await
        .expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.success(), text(output.stdout), text(output.stderr))
}

async fn json(world: &World, arguments: &[&str]) -> Value {
    let (done, shown, problem) = run(world, arguments).await;
    assert!(done, "{problem}");
    serde_json::from_str(&shown).expect("JSON")
}

pub async fn page(visitor: &Visitor, path: &str) -> Page {
    let page = visitor.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    page
}

/// Forty customers of every sort: returns, two currencies, two departures, before any purchase, without a reason.
pub async fn mixed(world: &World) {
    let reasons = ["price/too_dear", "service/slow", "circumstances/moved", "competitor", "other/other", ""];
    for number in 0..40 {
        let id = format!("k-{number}");
        let (month, amount) = (1 + number % 7, 100 + number * 37);
        let mut purchases =
            vec![format!("2026-0{month}-03 {amount}.55"), format!("2026-08-31 {}", amount / 3)];
        if number % 5 == 0 {
            purchases.push(format!("2026-08-30 -{}.10", amount / 2));
        }
        if number % 4 == 0 {
            purchases.push("2026-07-09 19.99 EUR".to_owned());
        }
        let mut left = vec![format!("2026-09-{:02} {}", 1 + number % 30, reasons[number % 6])];
        if number % 8 == 0 {
            purchases.extend(["2026-10-20 700".to_owned(), "2026-10-30 50.01".to_owned()]);
            left.push(format!("2026-11-{:02} {}", 1 + number % 28, reasons[(number + 1) % 6]));
        }
        if number % 13 == 12 {
            purchases.clear();
        }
        let purchases: Vec<&str> = purchases.iter().map(String::as_str).collect();
        let left: Vec<&str> = left.iter().map(String::as_str).collect();
        leaver(world, &id, &purchases, &left).await;
    }
    world.roll_up().await;
}

/// The money of every departure, by another way: windows over all departures and purchases, months by `date_trunc`.
const MONEY: &str = "
    WITH left_once AS (
        SELECT d.*, lag(left_at, 1, '-infinity') OVER (PARTITION BY customer_id ORDER BY left_at) AS since
        FROM departures d
    ), bought AS (
        SELECT l.id, p.currency, p.amount, date_trunc('month', p.purchased_at AT TIME ZONE 'Europe/Moscow') AS month, p.amount >= 0 AS sale
        FROM left_once l JOIN purchases p
          ON p.customer_id = l.customer_id AND p.purchased_at > l.since AND p.purchased_at <= l.left_at
    ), lives AS (
        SELECT id, (extract(year FROM age(max(month), min(month))) * 12 + extract(month FROM age(max(month), min(month))) + 1) AS months
        FROM bought WHERE sale GROUP BY id
    ), worth AS (
        SELECT b.id, b.currency, sum(b.amount) / max(l.months) AS a_month FROM bought b JOIN lives l USING (id) GROUP BY b.id, b.currency
    )
    SELECT coalesce(string_agg(word, ' ' ORDER BY word), '') FROM (
        SELECT concat_ws('|', d.category, coalesce(d.reason, '-'), w.currency, round(sum(w.a_month) * 5, 2)) AS word
        FROM departures d JOIN worth w USING (id)
        WHERE d.category IS NOT NULL GROUP BY d.category, d.reason, w.currency) x";

#[tokio::test]
async fn counts_and_money_are_those_of_plain_sql() {
    let world = World::new().await;
    mixed(&world).await;
    let report = json(&world, &["--horizon", "5"]).await;
    let mut words = Vec::new();
    for row in report["rows"].as_array().unwrap() {
        for (currency, amount) in row["money"].as_object().unwrap() {
            let amount = amount.as_f64().unwrap();
            if amount != 0.0 {
                let reason = row["reason"].as_str().unwrap_or("-");
                words.push(format!("{}|{reason}|{currency}|{amount:.2}", row["category"].as_str().unwrap()));
            }
        }
    }
    words.sort();
    assert_eq!(words.join(" "), world.value(MONEY).await);
    let total = &report["total"];
    for (name, query) in [
        ("n", "SELECT count(*) FROM departures"),
        ("known", "SELECT count(*) FROM departures WHERE category IS NOT NULL"),
        ("without_reason", "SELECT count(*) FROM departures WHERE category IS NULL"),
        ("returned", "SELECT count(*) FROM departures WHERE returned_at IS NOT NULL"),
        (
            "without_money",
            "SELECT count(*) FROM departures d WHERE NOT EXISTS (
                 SELECT FROM purchases p WHERE p.customer_id = d.customer_id AND p.purchased_at <= d.left_at)",
        ),
        (
            "preventable_yes",
            "SELECT count(*) FROM departures d JOIN reasons r ON (r.category, r.code) = (d.category, d.reason)
             WHERE r.preventable = 'yes'",
        ),
        (
            "preventable_no",
            "SELECT count(*) FROM departures d JOIN reasons r ON (r.category, r.code) = (d.category, d.reason)
             WHERE r.preventable = 'no'",
        ),
    ] {
        assert_eq!(total[name].as_i64(), Some(world.count(query).await), "{name}");
    }
    for row in report["rows"].as_array().unwrap() {
        let of = row["n"].as_f64().unwrap() / total["known"].as_f64().unwrap();
        assert!((row["share"].as_f64().unwrap() - of).abs() < 5e-5, "{row}");
        assert!(row["low"].as_f64() < row["share"].as_f64() && row["share"].as_f64() < row["high"].as_f64());
    }
    assert_eq!(report["definitions"]["horizon_months"], 5);
    assert_eq!(report["definitions"]["currencies"], serde_json::json!(["EUR", "RUB"]));
}

#[tokio::test]
async fn money_churn_is_lost_by_receipt_by_payments() {
    let world = World::new().await;
    // The worked example: 200 customers with a receipt of 2 000 a month, six payments expected.
    world
        .sql(
            "INSERT INTO customers (external_id) SELECT 'w-' || n FROM generate_series(1, 200) n;
             INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency)
             SELECT c.id || '-' || m, c.id, make_timestamptz(2026, m, 1 + (c.id % 28)::int, 12, 0, 0, 'Europe/Moscow'), 2000, 'RUB'
             FROM customers c, generate_series(3, 8) m WHERE c.external_id LIKE 'w-%';
             INSERT INTO departures (customer_id, left_at, source, category, reason)
             SELECT id, '2026-09-15T12:00:00Z', 'import', 'price', 'too_dear' FROM customers WHERE external_id LIKE 'w-%'",
        )
        .await;
    world.roll_up().await;
    let executive = world.signed_in(Role::Executive).await;
    for (horizon, money, words) in [("6", 2_400_000, "2 400 000 ₽"), ("1", 400_000, "400 000 ₽")] {
        let report = json(&world, &["--horizon", horizon]).await;
        assert_eq!(report["total"]["money"], money);
        assert_eq!(report["rows"][0]["money"], money);
        assert_eq!(report["rows"][0]["money_share"].as_f64(), Some(1.0));
        let page = page(&executive, &format!("/board/reasons?{AUTUMN}&horizon={horizon}")).await;
        assert_eq!(page.texts(".board-money"), [words]);
        let file = executive.get(&format!("/board/reasons.csv?{AUTUMN}&horizon={horizon}")).await;
        assert_eq!(rows(&file.body)[0]["money"], money.to_string());
    }
    // Twelve where nobody says otherwise.
    let usual = page(&executive, &format!("/board/reasons?{AUTUMN}")).await;
    assert_eq!(usual.texts(".board-money"), ["4 800 000 ₽"]);
    world.sql("INSERT INTO settings (key, value) VALUES ('reports.horizon', '3')").await;
    let set = page(&executive, &format!("/board/reasons?{AUTUMN}")).await;
    assert_eq!(set.texts(".board-money"), ["1 200 000 ₽"]);
}

#[tokio::test]
async fn who_left_twice_left_before_buying_or_sent_all_back_is_counted_honestly() {
    let world = World::new().await;
    leaver(
        &world,
        "twice",
        &["2026-01-10 600", "2026-03-10 600", "2026-10-05 90"],
        &["2026-09-02 price", "2026-11-02 price"],
    )
    .await;
    leaver(&world, "early", &["2026-10-20 5000"], &["2026-09-03 trust"]).await;
    leaver(&world, "back", &["2026-08-01 100", "2026-08-02 -130"], &["2026-09-04 service"]).await;
    world.roll_up().await;
    let report = json(&world, &["--horizon", "1"]).await;
    let money: BTreeMap<&str, f64> = report["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["category"].as_str().unwrap(), row["money"].as_f64().unwrap()))
        .collect();
    // 1 200 over three months, then 90 in one: what was bought before the first time is not lost again.
    assert_eq!(money, BTreeMap::from([("price", 490.0), ("service", -30.0), ("trust", 0.0)]));
    assert_eq!((&report["total"]["n"], &report["total"]["without_money"]), (&4.into(), &1.into()));
    assert_eq!(report["total"]["returned"], 2);
    assert_eq!(report["total"]["days_away_median"], 32);
}

#[tokio::test]
async fn what_the_customer_says_goes_first_and_shares_are_of_those_who_could_say_it() {
    let world = World::new().await;
    for number in 0..12 {
        let id = format!("k-{number}");
        leaver(&world, &id, &["2026-08-01 100"], &["2026-09-05 price/too_dear"]).await;
        let main = ["slow", "slow", "slow", "other"][number % 4];
        let name = if number % 2 == 0 {
            "' «Чайная  гавань» '"
        } else {
            "'чайная гавань.'"
        };
        exit_answer(&world, &id, main, ", competitor, bring_back", &format!(", {name}, 'Цены {number}'"))
            .await;
    }
    leaver(&world, "silent", &["2026-08-01 100"], &["2026-09-05 service/slow"]).await;
    world.roll_up().await;
    let report = json(&world, &[]).await;
    let row = |code: &str| {
        let rows = report["rows"].as_array().unwrap();
        rows.iter().find(|row| row["reason"] == code).unwrap().clone()
    };
    // Nine said 'slow' and one is known for it; three said 'other', so the company's word stands.
    assert_eq!((row("slow")["n"].clone(), row("too_dear")["n"].clone()), (10.into(), 3.into()));
    assert_eq!((row("slow")["shown"].clone(), row("slow")["shown_n"].clone()), (12.into(), 9.into()));
    assert_eq!(row("slow")["shown_share"], 0.75);
    assert_eq!((row("too_dear")["shown"].clone(), row("too_dear")["shown_n"].clone()), (12.into(), 0.into()));
    let competitors = report["sections"]["competitor"].as_array().unwrap();
    assert_eq!((competitors.len(), &competitors[0]["n"]), (1, &12.into()));
    assert_eq!(report["total"]["bring_back"], 12);

    // Withdrawn answers are nobody's words: the company's stand.
    world.sql("UPDATE responses SET withdrawn_at = now(), changed_at = now() WHERE kind = 'exit'").await;
    let report = json(&world, &[]).await;
    assert_eq!(report["rows"][0]["reason"], "too_dear");
    assert_eq!(report["rows"][0]["n"], 12);
    assert_eq!(report["rows"][0]["shown"], Value::Null);
}

#[tokio::test]
async fn every_count_on_the_page_leads_to_that_many_departures() {
    let world = World::new().await;
    mixed(&world).await;
    for number in 0..14 {
        let id = format!("e-{number}");
        leaver(&world, &id, &["2026-08-01 100"], &["2026-10-05"]).await;
        let competitor = ", competitor, bring_back";
        exit_answer(&world, &id, "too_dear", competitor, ", '=HYPERLINK(1)', 'Скидка <b>'").await;
    }
    world.roll_up().await;
    let executive = world.signed_in(Role::Executive).await;
    let shown = page(&executive, &format!("/board/reasons?{AUTUMN}&by=segment")).await;
    assert!(!shown.body.contains("Скидка <b>"));
    let html = shown.html();
    let selector = scraper::Selector::parse("a[data-counts]").unwrap();
    let mut followed = BTreeMap::new();
    for link in html.select(&selector) {
        let n = link.attr("data-counts").unwrap();
        let text: String = link.text().filter(|text| !text.is_empty()).collect();
        assert_eq!(text.chars().filter(char::is_ascii_digit).collect::<String>(), n);
        followed.insert(link.attr("href").unwrap().to_owned(), n.to_owned());
    }
    assert!(followed.len() > 50, "{}", followed.len());
    for (address, n) in followed {
        let list = page(&executive, &address).await;
        assert_eq!(list.attributes("[data-count]", "data-count"), std::slice::from_ref(&n), "{address}");
        assert_eq!(list.texts(".board-departure").len(), n.parse::<usize>().unwrap().min(50), "{address}");
        assert!(!list.body.contains("Вера Тайная") && !list.body.contains("/desk/customers/"));
    }
}

#[tokio::test]
async fn page_file_and_command_say_the_same() {
    let world = World::new().await;
    mixed(&world).await;
    let executive = world.signed_in(Role::Executive).await;
    let days = ["--from", "2026-09-01", "--to", "2026-12-01", "--horizon", "7"];
    let command = json(&world, &days).await;
    let file = executive.get(&format!("/board/reasons.csv?{AUTUMN}&horizon=7")).await;
    let file = rows(&file.body);
    let page = page(&executive, &format!("/board/reasons?{AUTUMN}&horizon=7")).await;
    let reasons: Vec<_> = file.iter().filter(|row| row["by"] == "reason").collect();
    assert_eq!(reasons.len(), command["rows"].as_array().unwrap().len());
    let shown = page.texts(".board-why tbody tr:not(.board-why-category) td:nth-child(6)").join(" ");
    for (row, object) in reasons.into_iter().zip(command["rows"].as_array().unwrap()) {
        assert_eq!(row["name"], object["reason"].as_str().unwrap_or_default());
        assert_eq!(row["label"], object["label"].as_str().unwrap());
        for name in ["n", "share", "low", "high", "returned", "without_money", "preventable_yes"] {
            assert_eq!(row[name].parse::<f64>().ok(), object[name].as_f64(), "{name}");
        }
        for currency in ["RUB", "EUR"] {
            let amount = object["money"][currency].as_f64();
            assert_eq!(row[&format!("money_{currency}")].parse::<f64>().ok(), amount, "{currency}");
            let share = object["money_share"][currency].as_f64();
            assert_eq!(row[&format!("money_share_{currency}")].parse::<f64>().ok(), share, "{currency}");
            if let Some(amount) = amount.filter(|amount| *amount != 0.0) {
                let cents = (amount * 100.0).round() as i64;
                let digits: String = shown.chars().filter(char::is_ascii_digit).collect();
                let whole = if cents % 100 == 0 { cents / 100 } else { cents };
                assert!(digits.contains(&whole.to_string()), "{amount}: {shown}");
            }
        }
    }
    let total = &command["total"];
    assert_eq!(page.texts(".board-figure"), [total["n"].to_string()]);
    assert_eq!(file[0]["n"], total["n"].to_string());
}

#[tokio::test]
async fn nothing_one_departure_and_days_without_any() {
    let world = World::new().await;
    let executive = world.signed_in(Role::Executive).await;
    let nothing = page(&executive, "/board/reasons").await;
    assert!(nothing.has(".empty") && !nothing.has(".empty a"));
    assert_eq!(json(&world, &[]).await["total"]["n"], 0);
    assert_eq!(executive.get("/board/reasons.xlsx").await.status, 200);
    leaver(&world, "one", &[], &["2026-09-05 price/too_dear"]).await;
    world.roll_up().await;
    let one = page(&executive, &format!("/board/reasons?{AUTUMN}")).await;
    assert_eq!(one.texts(".board-figure"), ["1"]);
    // One is a fact, but no share of anything.
    assert!(!one.has(".chart") && !one.body.contains("100,0"), "{}", one.body);
    let empty = page(&executive, "/board/reasons?from=2020-01-01&to=2020-02-01").await;
    assert!(page(&executive, &empty.attributes(".empty a", "href")[0]).await.has(".board-figure"));
    for bad in ["horizon=0", "horizon=121", "horizon=x", "ranked=zzz"] {
        assert_eq!(executive.get(&format!("/board/reasons?{AUTUMN}&{bad}")).await.status, 422, "{bad}");
    }
    let (done, _, problem) = run(&world, &["--horizon", "0"]).await;
    assert!(!done && problem.contains("1 to 120"), "{problem}");
}

#[tokio::test]
async fn facts_kept_change_by_change_are_those_built_anew() {
    let world = World::new().await;
    mixed(&world).await;
    exit_answer(&world, "k-7", "slow", "", "").await;
    for change in [
        "UPDATE purchases SET amount = amount + 1.5 WHERE id % 3 = 0",
        "UPDATE purchases SET customer_id = (SELECT id FROM customers WHERE external_id = 'k-1') WHERE external_id LIKE 'k-8-%'",
        "DELETE FROM purchases WHERE id % 7 = 0",
        "UPDATE customers SET segment = 'розница', manager = 'Орлов' WHERE external_id LIKE 'k-2%'",
        "UPDATE departures SET left_at = left_at - interval '40 days', competitor = 'Ё-чай' WHERE id % 5 = 0",
        "DELETE FROM departures WHERE id % 11 = 0",
        "UPDATE reasons SET preventable = 'partly' WHERE code = 'moved'",
        "UPDATE responses SET main_reason = 'moved', reasons = ARRAY['moved'], changed_at = now() WHERE kind = 'exit'",
        "INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency)
         SELECT 'late ' || id, id, '2026-02-01T00:00:00Z', 77, 'USD' FROM customers",
    ] {
        world.sql(change).await;
        world.roll_up().await;
        let kept = facts(&world).await;
        let mut connection = world.connection().await;
        rebuild(&mut connection, Subject::Departures, Moscow, Utc::now(), &mut |_| {}).await.expect("facts");
        assert_eq!(kept, facts(&world).await, "{change}");
    }
    assert!(facts(&world).await.contains("spent:USD"));
}

/// All that facts of departures hold.
async fn facts(world: &World) -> String {
    world
        .value(
            "SELECT string_agg(concat_ws(' ', field, day, md5(data)), E'\\n' ORDER BY field, day)
             FROM fact_columns WHERE subject = 'departures'",
        )
        .await
        + &world
            .value(
                "SELECT string_agg(concat_ws(' ', dimension, word, month, sums), E'\\n' ORDER BY dimension, word, month)
                 FROM fact_months WHERE subject = 'departures' AND sums[1] <> 0",
            )
            .await
}

#[tokio::test]
async fn the_page_and_its_lists_pass_axe() {
    let world = World::new().await;
    mixed(&world).await;
    for number in 0..6 {
        exit_answer(
            &world,
            &format!("k-{number}"),
            "other",
            ", competitor, bring_back",
            ", 'Гавань', 'Скидка'",
        )
        .await;
    }
    world.roll_up().await;
    let browser = Browser::open(PHONE).await;
    browser.signs_in(&world, Role::Lead).await;
    for address in [
        format!("/board/reasons?{AUTUMN}"),
        format!("/board/reasons?{AUTUMN}&ranked=money&grain=week"),
        format!("/board/rows/departures?{AUTUMN}"),
    ] {
        browser.go(&format!("{}{address}", world.base)).await;
        assert!(browser.fits_its_width().await, "{address}");
        axe::passes(&browser, &address).await;
    }
}
