//! Retention, ABC and RFM: against a recount in SQL, down to the customers, on page, in files and from the command.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use otklik::{
    domain::{
        cut::{Comparison, Cut, Dimension, View},
        period::Period,
        report::{AbcReport, RetentionReport, RfmReport},
        retention::Active,
        rfm::Regularity,
        role::Role,
        value::ValueClass,
    },
    reports::{abc, retention, rfm},
    store::histories,
};

use super::rows;
use crate::support::{Page, Visitor, World};

const ZONE: chrono_tz::Tz = chrono_tz::Europe::Moscow;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn view(from: &str, to: &str) -> View {
    View::of(Cut::of(Period::new(day(from), day(to)).unwrap()))
}

/// One purchase of a customer as a test tells it; the customer is made where they are new.
async fn buy(world: &World, customer: &str, at: &str, amount: &str, currency: &str) {
    world
        .client
        .execute(
            "WITH c AS (
                 INSERT INTO customers (external_id, name, segment) VALUES ($1, 'Вера Тайная', left($1, 1))
                 ON CONFLICT (external_id) DO UPDATE SET name = excluded.name RETURNING id)
             INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency, store)
             SELECT gen_random_uuid()::text, id, $2::text::timestamptz, $3::text::numeric, $4, left($1, 2) FROM c",
            &[&customer, &at, &amount, &currency],
        )
        .await
        .expect("a purchase");
}

/// 400 customers over 18 months: some once, some monthly, some with pauses; returns and two currencies among them.
async fn crowd(world: &World) {
    world
        .sql(
            "INSERT INTO customers (external_id, name, segment, manager)
             SELECT 'c' || n, 'Вера Тайная', CASE n % 3 WHEN 0 THEN 'Опт' WHEN 1 THEN 'VIP' END,
                    CASE WHEN n % 5 > 0 THEN 'М' || n % 5 END
             FROM generate_series(1, 400) AS n;
             INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency, store, category)
             SELECT 'p' || c.id || '-' || k, c.id,
                    '2025-01-01 21:00:00+00'::timestamptz
                        + make_interval(days => ((c.id * 37 + k * (7 + c.id % 53) + (k * k * c.id) % 11) % 540)::int,
                                        secs => (c.id * 7919 % 86400)::int),
                    CASE WHEN (c.id + k) % 17 = 0 THEN -50.25 WHEN (c.id + k) % 31 = 0 THEN 0
                         ELSE (c.id * k * 31 % 9973) / 7.0 + 1 END,
                    CASE WHEN c.id % 10 = 0 THEN 'EUR' ELSE 'RUB' END, 'М' || k % 3, 'К' || k % 2
             FROM customers c, generate_series(1, 12) AS k WHERE k <= 1 + c.id * 13 % 12",
        )
        .await;
    world.roll_up().await;
}

async fn retention(world: &World, view: View) -> RetentionReport {
    retention::count(&mut world.connection().await, view, ZONE).await.unwrap()
}

async fn abc(world: &World, view: View) -> AbcReport {
    abc::count(&mut world.connection().await, view, ZONE).await.unwrap()
}

async fn rfm(world: &World, view: View) -> RfmReport {
    rfm::count(&mut world.connection().await, view, ZONE).await.unwrap()
}

/// Flows of a month by SQL that knows nothing of histories: `active` is a condition on the moment `t`.
async fn recount(world: &World, from: &str, to: &str, active: &str, also: &str) -> [i64; 6] {
    let at = |t: &str| active.replace("{t}", &format!("('{t}'::timestamp AT TIME ZONE 'Europe/Moscow')"));
    let row = world
        .client
        .query_one(
            &format!(
                "WITH bought AS (
                     SELECT p.customer_id, p.purchased_at AS at FROM purchases p JOIN customers c ON c.id = p.customer_id
                     WHERE p.amount > 0 AND {also}
                 ), ends AS (
                     SELECT customer_id, coalesce(bool_or({}), false) AS s, coalesce(bool_or({}), false) AS e,
                            min(at) >= ('{from}'::timestamp AT TIME ZONE 'Europe/Moscow') AS fresh
                     FROM bought GROUP BY customer_id
                 )
                 SELECT count(*) FILTER (WHERE s), count(*) FILTER (WHERE e), count(*) FILTER (WHERE e AND fresh),
                        count(*) FILTER (WHERE s AND e), count(*) FILTER (WHERE e AND NOT s AND NOT fresh),
                        count(*) FILTER (WHERE s AND NOT e) FROM ends",
                at(from),
                at(to)
            ),
            &[],
        )
        .await
        .expect("a count");
    std::array::from_fn(|at| row.get(at))
}

const CALENDAR: &str = "at < {t} AND at >= date_trunc('month', ({t} - interval '1 second') AT TIME ZONE 'Europe/Moscow') AT TIME ZONE 'Europe/Moscow'";
const DAYS_45: &str = "at < {t} AND at >= {t} - interval '45 days'";
const SILENCE: &str = "at < {t} AND {t} - at < interval '180 days'";

#[tokio::test]
async fn flows_are_those_of_a_recount_from_purchases() {
    let world = World::new().await;
    crowd(&world).await;
    let mut compared = 0;
    for (active, words) in
        [(Some(Active::CalendarMonth), CALENDAR), (Some(Active::Days(45)), DAYS_45), (None, SILENCE)]
    {
        for (dimension, value, also) in [
            (None, "", "true"),
            (Some(Dimension::Segment), "Опт", "c.segment = 'Опт'"),
            (Some(Dimension::Manager), "", "c.manager IS NULL"),
            (Some(Dimension::Store), "М1", "p.store = 'М1'"),
        ] {
            let mut view = view("2025-01-01", "2026-05-01");
            view.options.active = active;
            if let Some(dimension) = dimension {
                view.cut = view.cut.only(dimension, value);
            }
            let report = retention(&world, view).await;
            let whole = report.total.clone().unwrap();
            for of in report.months.iter().chain([&whole]) {
                let flow = of.flow;
                let found = [flow.start, flow.end, flow.new, flow.kept, flow.returned, flow.lost]
                    .map(|count| i64::try_from(count).unwrap());
                let (from, to) = (of.days.from().to_string(), of.days.to().to_string());
                assert_eq!(found, recount(&world, &from, &to, words, also).await, "{active:?} {also} {from}");
                assert_eq!(
                    (flow.start, flow.end),
                    (flow.kept + flow.lost, flow.kept + flow.new + flow.returned)
                );
                compared += 1;
            }
        }
    }
    assert!(compared > 190, "{compared}");
}

#[tokio::test]
async fn cohorts_are_those_of_a_recount_from_purchases() {
    let world = World::new().await;
    crowd(&world).await;
    let report = retention(&world, view("2025-01-01", "2026-05-01")).await;
    let found: BTreeMap<(String, i32), i64> = world
        .client
        .query(
            "WITH months AS (
                 SELECT customer_id, date_trunc('month', purchased_at AT TIME ZONE 'Europe/Moscow') AS month
                 FROM purchases WHERE amount > 0 GROUP BY 1, 2
             ), firsts AS (SELECT customer_id, min(month) AS first FROM months GROUP BY 1)
             SELECT to_char(first, 'YYYY-MM-DD'),
                    ((extract(year FROM month) - extract(year FROM first)) * 12
                        + extract(month FROM month) - extract(month FROM first))::int, count(*)
             FROM months JOIN firsts USING (customer_id) GROUP BY 1, 2",
            &[],
        )
        .await
        .unwrap()
        .iter()
        .map(|row| ((row.get(0), row.get(1)), row.get(2)))
        .collect();
    let mut cells = 0;
    for cohort in &report.cohorts {
        let of = |after: i32| found.get(&(cohort.from.to_string(), after)).copied().unwrap_or(0);
        assert_eq!(i64::try_from(cohort.n).unwrap(), of(0), "{}", cohort.from);
        for (after, count) in (1..).zip(&cohort.after) {
            assert_eq!(i64::try_from(*count).unwrap(), of(after), "{} {after}", cohort.from);
            cells += 1;
        }
    }
    assert!(report.cohorts.len() > 10 && cells > 80, "{cells}");
}

#[tokio::test]
async fn classes_and_moves_are_those_of_a_recount_from_purchases() {
    let world = World::new().await;
    crowd(&world).await;
    let report = abc(&world, view("2025-10-01", "2026-04-01")).await;
    assert_eq!(report.currency.as_deref(), Some("RUB"), "most customers bought in roubles");
    assert_eq!(report.currencies.len(), 2);
    let sql = "WITH spent AS (
             SELECT customer_id, sum(amount) AS revenue FROM purchases
             WHERE currency = 'RUB' AND purchased_at >= ('{from}'::timestamp AT TIME ZONE 'Europe/Moscow')
               AND purchased_at < ('{to}'::timestamp AT TIME ZONE 'Europe/Moscow')
             GROUP BY 1 HAVING count(*) FILTER (WHERE amount > 0) > 0
         ), ranked AS (
             SELECT s.customer_id, s.revenue,
                    coalesce((SELECT sum(o.revenue) FROM spent o WHERE o.revenue > s.revenue AND o.revenue > 0), 0) AS before,
                    (SELECT sum(o.revenue) FROM spent o WHERE o.revenue > 0) AS total FROM spent s
         ) SELECT customer_id, CASE WHEN revenue > 0 AND before < total * 0.75 THEN 'A'
                       WHEN revenue > 0 AND before < total * 0.95 THEN 'B' ELSE 'C' END AS class FROM ranked";
    let of = |from: &str, to: &str| sql.replace("{from}", from).replace("{to}", to);
    let (now, before) = (of("2025-10-01", "2026-04-01"), of("2025-04-01", "2025-10-01"));
    let moves = world
        .client
        .query(
            &format!(
                "SELECT b.class, n.class, count(*) FROM ({now}) n FULL JOIN ({before}) b USING (customer_id) GROUP BY 1, 2"
            ),
            &[],
        )
        .await
        .unwrap();
    let class = |code: Option<String>| code.map(|code| ValueClass::parse(&code).unwrap());
    let found: BTreeMap<_, u64> = moves
        .iter()
        .map(|row| ((class(row.get(0)), class(row.get(1))), row.get::<_, i64>(2).unsigned_abs()))
        .collect();
    assert_eq!(report.abc, found);
    assert!(report.abc.len() > 8, "{found:?}");
    assert_eq!(report.everybody(), report.xyz.values().sum::<u64>(), "both sum to all customers");
    let classes: u64 = ValueClass::all().iter().map(|class| report.class(*class).customers).sum();
    assert_eq!(classes, report.total.customers);
    let once = world
        .count(
            "SELECT count(*) FROM (SELECT FROM purchases WHERE currency = 'RUB' AND amount > 0
                 AND purchased_at >= '2025-09-30 21:00+00' AND purchased_at < '2026-03-31 21:00+00'
                 GROUP BY customer_id HAVING count(*) = 1) AS once",
        )
        .await;
    assert_eq!(report.regularity(Regularity::Z).customers, once.unsigned_abs());
    let revenue: String = world
        .client
        .query_one(
            "SELECT trim_scale(sum(amount))::text FROM purchases WHERE currency = 'RUB' AND customer_id IN
                 (SELECT customer_id FROM purchases WHERE amount > 0 AND currency = 'RUB'
                    AND purchased_at >= '2025-09-30 21:00+00' AND purchased_at < '2026-03-31 21:00+00')
               AND purchased_at >= '2025-09-30 21:00+00' AND purchased_at < '2026-03-31 21:00+00'",
            &[],
        )
        .await
        .unwrap()
        .get(0);
    let amount = otklik::domain::retention::amount(report.total.revenue);
    assert_eq!(amount.normalized().to_plain_string(), revenue);
}

#[tokio::test]
async fn scores_are_those_of_a_recount_from_purchases() {
    let world = World::new().await;
    crowd(&world).await;
    let report = rfm(&world, view("2025-10-01", "2026-04-01")).await;
    let found: BTreeMap<(u8, u8, u8), u64> = world
        .client
        .query(
            "WITH v AS (
                 SELECT customer_id, -floor(extract(epoch FROM '2026-03-31 21:00+00'
                                - max(purchased_at) FILTER (WHERE amount > 0)) / 86400) AS r,
                        count(*) FILTER (WHERE amount > 0) AS f, sum(amount) AS m
                 FROM purchases WHERE currency = 'RUB' AND purchased_at >= '2025-09-30 21:00+00'
                   AND purchased_at < '2026-03-31 21:00+00'
                 GROUP BY 1 HAVING count(*) FILTER (WHERE amount > 0) > 0
             ), s AS (
                 SELECT 1 + 5 * (rank() OVER (ORDER BY r) - 1) / count(*) OVER () AS r,
                        1 + 5 * (rank() OVER (ORDER BY f) - 1) / count(*) OVER () AS f,
                        1 + 5 * (rank() OVER (ORDER BY m) - 1) / count(*) OVER () AS m FROM v
             ) SELECT r, f, m, count(*) FROM s GROUP BY 1, 2, 3",
            &[],
        )
        .await
        .unwrap()
        .iter()
        .map(|row| {
            let score = |at| u8::try_from(row.get::<_, i64>(at)).unwrap();
            ((score(0), score(1), score(2)), row.get::<_, i64>(3).unsigned_abs())
        })
        .collect();
    let counted: BTreeMap<_, u64> =
        report.cells.iter().map(|(scores, sum)| (*scores, sum.customers)).collect();
    assert_eq!(counted, found);
    assert!(counted.len() > 20);
}

#[tokio::test]
async fn who_left_twice_and_came_back_is_counted_each_time() {
    let world = World::new().await;
    for at in ["2026-01-10T09:00:00Z", "2026-03-10T09:00:00Z", "2026-05-10T09:00:00Z"] {
        buy(&world, "a1", at, "100", "RUB").await;
    }
    buy(&world, "a1", "2026-02-10T09:00:00Z", "-100", "RUB").await;
    buy(&world, "b1", "2026-02-10T09:00:00Z", "0", "RUB").await;
    world.roll_up().await;
    let mut view = view("2026-01-01", "2026-06-01");
    view.options.active = Some(Active::CalendarMonth);
    let report = retention(&world, view).await;
    let told: Vec<_> =
        report.months.iter().map(|of| (of.flow.new, of.flow.returned, of.flow.lost, of.flow.end)).collect();
    assert_eq!(told, [(1, 0, 0, 1), (0, 0, 1, 0), (0, 1, 0, 1), (0, 0, 1, 0), (0, 1, 0, 1)]);
    assert_eq!(report.months.iter().map(|of| of.flow.crr()).collect::<Vec<_>>()[1], Some(0.0));
    assert!(report.months.last().is_some_and(|of| !of.is_over()), "May is known up to the 10th");
    // Bought for 100 and returned it: no revenue, one receipt; the second loss is worth 100 over three months.
    let lost = |at: usize| report.months[at].lost["RUB"].lost().normalized().to_plain_string();
    assert_eq!((lost(1), lost(3)), ("0".to_owned(), "400".to_owned()));
}

#[tokio::test]
async fn currencies_are_never_added_up() {
    let world = World::new().await;
    for customer in ["a1", "a2"] {
        buy(&world, customer, "2026-01-10T09:00:00Z", "100", "RUB").await;
    }
    for (customer, amount) in [("a2", "7.5"), ("b1", "30")] {
        buy(&world, customer, "2026-01-11T09:00:00Z", amount, "EUR").await;
    }
    buy(&world, "c1", "2026-03-01T09:00:00Z", "1", "RUB").await;
    world.roll_up().await;
    let mut months = view("2026-02-01", "2026-03-01");
    months.options.active = Some(Active::CalendarMonth);
    let report = retention(&world, months).await;
    let lost = &report.total.as_ref().unwrap().lost;
    let money: Vec<_> = lost.iter().map(|(code, worth)| format!("{code} {}", worth.lost())).collect();
    assert_eq!(money, ["EUR 450.00", "RUB 2400.00"], "a month's 37.50 and 200, for twelve months");
    assert_eq!(report.total.as_ref().unwrap().flow.lost, 3);
    let mut euros = view("2026-01-01", "2026-02-01");
    euros.options.currency = otklik::domain::money::Currency::parse("EUR").ok();
    assert_eq!(abc(&world, euros.clone()).await.total.revenue, 375_000);
    assert_eq!(rfm(&world, euros).await.total.customers, 2);

    let visitor = world.signed_in(Role::Executive).await;
    let page = page(&visitor, "/board/abc?from=2026-01-01&to=2026-02-01").await;
    assert!(page.body.contains("Валюты не складываются") && page.has("a[href*='currency=EUR']"));
    let file = rows(
        &visitor.get("/board/retention.csv?from=2026-02-01&to=2026-03-01&active=calendar-month").await.body,
    );
    // As many customers bought in either: the first by name is shown, the other stands beside it.
    assert_eq!((&file[0]["money_churn"][..], &file[0]["money_churn_RUB"][..]), ("450", "2400"));
}

#[tokio::test]
async fn histories_are_the_purchases_under_changes_and_concurrent_imports() {
    let world = World::new().await;
    crowd(&world).await;
    let mut tasks = Vec::new();
    for lane in 0..4i64 {
        let client = world.elsewhere_in().await;
        tasks.push(tokio::spawn(async move {
            for step in 0..12i64 {
                let words = format!(
                    "INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency)
                     SELECT 'n' || id || '-{lane}-{step}', id, '2026-02-01'::timestamptz + make_interval(hours => {step}), {step} + 1, 'RUB'
                     FROM customers WHERE id % 7 = {lane} + {step} % 3;
                     UPDATE purchases SET amount = amount + 1 WHERE id % 11 = {lane};
                     UPDATE customers SET segment = 'С{step}' WHERE id % 13 = {lane};
                     DELETE FROM purchases WHERE external_id LIKE 'n%-{lane}-' || {step} - 2;
                     UPDATE purchases SET customer_id = customer_id % 400 + 1 WHERE id % 97 = {lane} + {step} * 4"
                );
                // A deadlock is one statement list less, for both counts alike.
                let _ = client.batch_execute(&words).await;
            }
        }));
    }
    for _ in 0..6 {
        world.roll_up().await;
    }
    for task in tasks {
        task.await.unwrap();
    }
    world.roll_up().await;
    let mut connection = world.connection().await;
    let mut stored = Vec::new();
    histories::each(&mut connection, |block| {
        for buyer in &block.buyers {
            for one in block.of(buyer) {
                stored.push(format!(
                    "{} {} {} {} {} {}",
                    buyer.id,
                    one.at,
                    one.amount,
                    block.word(one.currency),
                    block.word(one.store),
                    block.word(buyer.segment)
                ));
            }
        }
    })
    .await
    .unwrap();
    let mut raw: Vec<String> = world
        .client
        .query(
            "SELECT format('%s %s %s %s %s %s', p.customer_id, (extract(epoch FROM purchased_at) * 1000000)::bigint,
                           (amount * 10000)::bigint, currency, coalesce(store, ''), coalesce(c.segment, ''))
             FROM purchases p JOIN customers c ON c.id = p.customer_id",
            &[],
        )
        .await
        .unwrap()
        .iter()
        .map(|row| row.get(0))
        .collect();
    raw.sort_unstable();
    let mut sorted = stored.clone();
    sorted.sort_unstable();
    assert!(raw.len() > 2_000);
    assert_eq!(sorted, raw);

    // Built anew from nothing they are the same.
    let total = retention(&world, view("2025-01-01", "2026-05-01")).await;
    world.sql("DELETE FROM purchase_histories").await;
    let now = chrono::Utc::now();
    let subject = otklik::domain::facts::Subject::Customers;
    otklik::actions::roll_up::rebuild(&mut connection, subject, ZONE, now, &mut |_| {}).await.unwrap();
    assert_eq!(retention(&world, view("2025-01-01", "2026-05-01")).await, total);
}

async fn page(visitor: &Visitor, path: &str) -> Page {
    let page = visitor.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    page
}

#[tokio::test]
async fn every_count_on_a_page_leads_to_that_many_customers() {
    let world = World::new().await;
    crowd(&world).await;
    let visitor = world.signed_in(Role::Executive).await;
    let selector = scraper::Selector::parse("a[href^='/board/rows/customers']").unwrap();
    for path in [
        "/board/retention?from=2026-02-01&to=2026-04-01&active=calendar-month&by=manager",
        "/board/retention?from=2026-03-10&to=2026-04-01&segment=%D0%9E%D0%BF%D1%82",
        "/board/retention?from=2025-02-01&to=2026-03-01&grain=quarter&compare=nothing",
        "/board/abc?from=2026-02-01&to=2026-04-01&store=%D0%9C1",
        "/board/abc?from=2026-02-01&to=2026-04-01&currency=EUR&regular=90&compare=year_before",
        "/board/rfm?from=2026-01-01&to=2026-04-01&by=segment",
    ] {
        let page = page(&visitor, path).await;
        let html = page.html();
        let links: BTreeMap<String, String> = html
            .select(&selector)
            .map(|link| {
                let n: String =
                    link.text().collect::<String>().chars().filter(char::is_ascii_digit).collect();
                (link.attr("href").unwrap().to_owned(), n)
            })
            .collect();
        assert!(links.len() > 20, "{path}: {}", links.len());
        for (address, n) in links {
            let customers = self::page(&visitor, &address).await;
            assert_eq!(customers.attributes("[data-count]", "data-count"), [n.as_str()], "{path}: {address}");
            let shown = customers.texts(".board-buyer").len();
            assert_eq!(shown, n.parse::<usize>().unwrap().min(50), "{address}");
        }
    }
}

#[tokio::test]
async fn an_executive_meets_no_customer_and_a_lead_may_open_them() {
    let world = World::new().await;
    buy(&world, "a1", "2026-01-10T09:00:00Z", "100", "RUB").await;
    world.roll_up().await;
    let address = "/board/rows/customers?from=2026-01-01&to=2026-02-01&only=new=1";
    let executive = page(&world.signed_in(Role::Executive).await, address).await;
    assert_eq!(executive.texts(".board-buyer").len(), 1);
    assert!(!executive.body.contains("Вера") && !executive.body.contains("/desk/customers"));
    let lead = page(&world.signed_in(Role::Lead).await, address).await;
    assert!(lead.has(".board-buyer a[href^='/desk/customers/']") && lead.body.contains("Вера"));
    for report in ["retention", "abc", "rfm", "rows/customers"] {
        let path = format!("/board/{report}");
        assert_eq!(world.signed_in(Role::Handler).await.get(&path).await.status, 403, "{path}");
        assert_eq!(world.stranger().get(&path).await.status, 303, "{path}");
    }
}

#[tokio::test]
async fn nothing_one_purchase_the_future_and_bad_addresses() {
    let world = World::new().await;
    let visitor = world.signed_in(Role::Executive).await;
    for report in ["retention", "abc", "rfm"] {
        let empty = page(&visitor, &format!("/board/{report}")).await;
        assert!(empty.has(".empty") && empty.body.contains("Покупок ещё нет"), "{report}");
        let file = visitor.get(&format!("/board/{report}.json")).await;
        assert_eq!(file.status, 200, "{report}");
    }
    buy(&world, "a1", "2026-01-10T09:00:00Z", "100", "RUB").await;
    world.roll_up().await;
    for report in ["retention", "abc", "rfm"] {
        for days in ["from=2026-01-01&to=2026-02-01", "period=all"] {
            let one = page(&visitor, &format!("/board/{report}?{days}")).await;
            assert!(!one.has(".empty") && one.has("a[href^='/board/rows/customers']"), "{report} {days}");
        }
        let future = page(&visitor, &format!("/board/{report}?from=2036-01-01&to=2036-02-01")).await;
        assert!(future.has(".empty"), "{report}");
        for bad in [
            "from=2026-02-01&to=2026-01-01",
            "active=zzz",
            "currency=1",
            "margin=0",
            "margin=101",
            "regular=x",
        ] {
            assert_eq!(visitor.get(&format!("/board/{report}?{bad}")).await.status, 422, "{report} {bad}");
        }
        assert!(page(&visitor, &format!("/board/{report}?kind=purchase")).await.body.contains("не применён"));
    }
}

#[tokio::test]
async fn the_definition_in_use_is_always_said() {
    let world = World::new().await;
    crowd(&world).await;
    let visitor = world.signed_in(Role::Executive).await;
    let days = "from=2026-01-01&to=2026-04-01";
    let setting = page(&visitor, &format!("/board/retention?{days}")).await;
    assert!(setting.texts(".board-definition")[0].contains("180 дней"), "the default of the setting");
    world.sql("INSERT INTO settings (key, value) VALUES ('churn.definition', '{\"inactive_days\": 10, \"lost_days\": 45}')").await;
    let changed = page(&visitor, &format!("/board/retention?{days}")).await;
    assert!(changed.texts(".board-definition")[0].contains("45 дней"));
    let month = page(&visitor, &format!("/board/retention?{days}&active=calendar-month")).await;
    assert!(month.texts(".board-definition")[0].contains("календарном месяце"));
    assert!(month.has("a[href*='active=days']"), "another definition is a click away");
    let json: serde_json::Value = serde_json::from_str(
        &visitor.get(&format!("/board/retention.json?{days}&active=days%3D45")).await.body,
    )
    .unwrap();
    assert_eq!(json["definitions"]["active"], "days=45");
    let silence = retention(&world, view("2026-01-01", "2026-04-01")).await;
    assert_eq!(silence.active.to_string(), "lost=45");
}

#[tokio::test]
async fn page_file_and_command_say_the_same() {
    let world = World::new().await;
    crowd(&world).await;
    let visitor = world.signed_in(Role::Executive).await;
    let days = "from=2026-01-01&to=2026-04-01";
    let arguments = ["--from", "2026-01-01", "--to", "2026-04-01"];
    for (report, more, query) in [
        ("retention", &["--active", "calendar-month"][..], "&active=calendar-month"),
        ("abc", &["--regular", "70"], "&regular=70"),
        ("rfm", &["--currency", "EUR"], "&currency=EUR"),
    ] {
        let command = super::command::json(&world, &[&[report][..], &arguments, more].concat()).await;
        let file: serde_json::Value = serde_json::from_str(
            &visitor.get(&format!("/board/{report}.json?{days}&grain=month{query}")).await.body,
        )
        .unwrap();
        assert_eq!(command, file, "{report}");
        let table = rows(&visitor.get(&format!("/board/{report}.csv?{days}&grain=month{query}")).await.body);
        let own: Vec<_> = command["rows"].as_array().unwrap().clone();
        let name = ["month", "class", "group"].into_iter().find(|name| own[0].get(*name).is_some()).unwrap();
        for (row, object) in table.iter().filter(|row| row["by"] == name).zip(&own) {
            assert_eq!(row["name"], object[name].as_str().unwrap());
            for (key, value) in object.as_object().unwrap().iter().filter(|(_, value)| value.is_number()) {
                assert_eq!(row[key].parse::<f64>().ok(), value.as_f64(), "{report} {key}");
            }
        }
    }
    let command = super::command::json(
        &world,
        &[&["retention"][..], &arguments, &["--active", "calendar-month"]].concat(),
    )
    .await;
    let months = command["rows"].as_array().unwrap();
    assert_eq!(months.len(), 3);
    for key in [
        "month",
        "start",
        "end",
        "new",
        "kept",
        "returned",
        "lost",
        "crr",
        "kept_share",
        "churn",
        "money_churn",
    ] {
        assert!(months.iter().all(|month| month.get(key).is_some()), "{key}");
    }
    let page = page(&visitor, &format!("/board/retention?{days}&active=calendar-month")).await;
    let crr: Vec<String> = page.texts("td.board-crr").into_iter().take(3).collect();
    let told: Vec<String> = months
        .iter()
        .rev()
        .map(|month| format!("{:.2} %", month["crr"].as_f64().unwrap()).replace('.', ","))
        .collect();
    assert_eq!(crr, told);
    let (done, shown, problem) = super::command::run(&world, &["retention", "--active", "zzz"]).await;
    assert!(!done && shown.is_empty() && problem.contains("calendar-month, days=N"), "{problem}");
    let none = view("2026-01-01", "2026-04-01");
    let none = View { comparison: Comparison::Nothing, ..none };
    assert!(
        abc(&world, none.clone()).await.before.is_none() && retention(&world, none).await.before.is_none()
    );
}
