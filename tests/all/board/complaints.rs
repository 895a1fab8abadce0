//! The complaints report and 'kept after a complaint': figures against a count of their own, pages, lists, files.

use std::collections::BTreeMap;

use chrono::Utc;
use chrono_tz::Europe::Moscow;
use otklik::{
    actions::roll_up,
    domain::{
        calendar::Calendar,
        cut::{Cut, Dimension, Grain, View},
        facts::Subject,
        kept::{Group, Kept, Verdict},
        period::Period,
        report::{ComplaintsReport, Figures},
        role::Role,
    },
    reports::complaints::{self, kept::Gathered},
    store::Connection,
};
use serde_json::Value;

use super::{command, rows};
use crate::support::{
    Page, Visitor, World, axe,
    browser::{Browser, PHONE},
};

/// One complaint as a test tells it; moments are of Moscow.
#[derive(Debug, Clone, Default)]
struct Case {
    opened: String,
    answered: Option<String>,
    ended: Option<String>,
    state: Option<&'static str>,
    store: Option<&'static str>,
    class: Option<&'static str>,
    owner: bool,
    cause: Option<&'static str>,
    resolution: Option<&'static str>,
    paid: Option<(&'static str, &'static str)>,
    source: Option<&'static str>,
    reopened: i32,
    /// Days from the opening to both deadlines.
    due: Option<i32>,
}

fn quoted(text: Option<&str>) -> String {
    text.map_or_else(|| "NULL".to_owned(), |text| format!("'{}'", text.replace('\'', "''")))
}

fn moment(text: Option<&str>) -> String {
    text.map_or_else(|| "NULL".to_owned(), |text| format!("timestamptz '{text} Europe/Moscow'"))
}

/// Stores one, of a customer and a purchase of its own; answers its number.
async fn complain(world: &World, case: &Case) -> i64 {
    let opened = moment(Some(&case.opened));
    let state = case.state.unwrap_or(if case.ended.is_some() { "closed" } else { "in_progress" });
    let due = format!("{opened} + interval '{} days'", case.due.unwrap_or(3));
    let (amount, currency) = case.paid.unzip();
    world
        .count(&format!(
            "WITH c AS (
                 INSERT INTO customers (external_id, name, value_class, segment)
                 VALUES (gen_random_uuid()::text, 'Вера Тайная', {class}, 'розница') RETURNING id
             ), p AS (
                 INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency, store, category)
                 SELECT gen_random_uuid()::text, id, {opened} - interval '5 days', 100, 'RUB', {store}, 'чай' FROM c
                 RETURNING id, customer_id
             )
             INSERT INTO complaints (customer_id, purchase_id, state, severity, signals, owner_id, opened_at, first_answer_due,
                 resolution_due, next_deadline, first_answered_at, resolved_at, root_cause, resolution, compensation,
                 compensation_currency, source, reopened)
             SELECT customer_id, id, '{state}', 2, '{{}}', {owner}, {opened}, {due}, {due}, {due}, {answered}, {ended},
                    {cause}, {resolution}, {amount}, {currency}, '{source}', {reopened} FROM p RETURNING id",
            class = quoted(case.class),
            store = quoted(case.store),
            owner = if case.owner { "(SELECT min(id) FROM staff WHERE role = 'handler')" } else { "NULL" },
            answered = moment(case.answered.as_deref()),
            ended = moment(case.ended.as_deref()),
            cause = quoted(case.cause),
            resolution = quoted(case.resolution),
            amount = amount.unwrap_or("NULL"),
            currency = quoted(currency),
            source = case.source.unwrap_or("answer"),
            reopened = case.reopened,
        ))
        .await
}

/// Complaints of every sort, from December 2024 to April 2025.
fn mixed() -> Vec<Case> {
    (0..90)
        .map(|number: i32| {
            let (month, day) = ([12, 1, 2, 3, 4][(number % 5) as usize], 1 + number * 7 % 27);
            let year = if month == 12 { 2024 } else { 2025 };
            let at = |hour: i32| format!("{year}-{month:02}-{day:02} {hour:02}:15");
            let later = if month == 12 { (2025, 1) } else { (2025, month + 1) };
            let ended = match number % 4 {
                0 => None,
                1 => Some(at(17)),
                _ => Some(format!("{}-{:02}-{:02} 11:00", later.0, later.1, 1 + number * 5 % 27)),
            };
            let over = ended.is_some();
            Case {
                opened: at(9 + number % 3),
                answered: (number % 6 != 0).then(|| at(13 + number % 4)),
                state: ended.as_ref().map(|_| ["closed", "resolved", "rejected"][(number % 3) as usize]),
                ended,
                store: [Some("Центр"), Some("Заречье"), None][(number % 3) as usize],
                class: [Some("A"), Some("B"), None][(number / 3 % 3) as usize],
                owner: number % 2 == 0,
                cause: over
                    .then_some(["delivery.late", "price.wrong", "service.rude"][(number % 7 % 3) as usize]),
                resolution: over.then_some(["upheld", "goodwill"][(number % 2) as usize]),
                paid: (over && number % 8 == 1)
                    .then_some(("150.25", ["RUB", "EUR"][(number / 8 % 2) as usize])),
                source: Some(["answer", "phone", "mail"][(number % 3) as usize]),
                reopened: i32::from(number % 9 == 0),
                due: Some(number % 10),
            }
        })
        .collect()
}

async fn told(world: &World, cases: &[Case]) {
    for case in cases {
        complain(world, case).await;
    }
    world.roll_up().await;
}

fn cut(from: &str, to: &str) -> Cut {
    Cut::of(Period::parse(from, to).expect("a period"))
}

async fn count(connection: &mut Connection, cut: &Cut) -> ComplaintsReport {
    let view = View { grain: Grain::Month, by: Some(Dimension::Store), ..View::of(cut.clone()) };
    complaints::count(connection, view, Moscow, Utc::now()).await.expect("a report")
}

/// A number that the database counts of complaints that are no duplicates, of stores that a cut counts.
async fn counted(world: &World, cut: &Cut, what: &str, when: &str) -> f64 {
    let stores = cut.filters.of(Dimension::Store).map_or_else(String::new, |stores| {
        let stores: Vec<_> = stores.iter().map(|store| format!("'{store}'")).collect();
        format!("AND coalesce(p.store, '') IN ({})", stores.join(", "))
    });
    let value = world
        .value(&format!(
            "SELECT coalesce(({what})::text, 'NaN') FROM complaints k LEFT JOIN purchases p ON p.id = k.purchase_id
             WHERE k.state <> 'duplicate' {stores} AND {when}"
        ))
        .await;
    value.parse().expect("a number")
}

fn within(field: &str, period: Period) -> String {
    format!(
        "({field} AT TIME ZONE 'Europe/Moscow')::date >= '{}' AND ({field} AT TIME ZONE 'Europe/Moscow')::date < '{}'",
        period.from(),
        period.to()
    )
}

fn cuts() -> Vec<Cut> {
    let whole = cut("2025-01-01", "2025-05-01");
    vec![
        cut("2024-01-01", "2026-01-01"),
        whole.only(Dimension::Store, "Заречье"),
        whole.only(Dimension::Store, ""),
        cut("2025-02-10", "2025-03-11"),
        cut("2030-01-01", "2030-02-01"),
        whole,
    ]
}

#[tokio::test]
async fn figures_agree_with_a_count_by_the_database_in_every_cut() {
    let world = World::new().await;
    told(&world, &mixed()).await;
    let mut connection = world.connection().await;
    const OPEN: &str = "k.state IN ('new', 'in_progress', 'waiting_for_customer')";
    for cut in cuts() {
        let report = count(&mut connection, &cut).await;
        let (opened, ended) = (within("k.opened_at", cut.period), within("k.resolved_at", cut.period));
        let total = &report.total;
        let answered = |what: &str| format!("{what} FILTER (WHERE k.first_answered_at IS NOT NULL)");
        let minutes = |field: &str| {
            format!(
                "percentile_cont(0.5) WITHIN GROUP (ORDER BY floor(extract(epoch FROM {field} - k.opened_at) / 60))"
            )
        };
        let nan = |value: Option<f64>| value.unwrap_or(f64::NAN);
        let pairs = [
            (total.opened as f64, counted(&world, &cut, "count(*)", &opened).await),
            (total.ended as f64, counted(&world, &cut, "count(*)", &ended).await),
            (total.open as f64, counted(&world, &cut, "count(*)", OPEN).await),
            (
                total.reopened.count() as f64,
                counted(&world, &cut, "count(*) FILTER (WHERE reopened > 0)", &opened).await,
            ),
            (total.answer.worked.n() as f64, counted(&world, &cut, &answered("count(*)"), &opened).await),
            (
                nan(total.answer.passed.median().map(|median| median.value)),
                counted(&world, &cut, &answered(&minutes("k.first_answered_at")), &opened).await,
            ),
            (
                nan(total.solving.passed.median().map(|median| median.value)),
                counted(&world, &cut, &minutes("k.resolved_at"), &ended).await,
            ),
            (
                total.answer.in_time.count() as f64,
                counted(&world, &cut, "count(*) FILTER (WHERE first_answered_at <= first_answer_due)", &opened).await,
            ),
            (
                // What is over without a first answer is judged by neither.
                total.answer.in_time.of() as f64,
                counted(
                    &world,
                    &cut,
                    "count(*) FILTER (WHERE first_answered_at IS NOT NULL OR k.state = 'in_progress' AND first_answer_due <= now())",
                    &opened,
                )
                .await,
            ),
            (
                total.solving.in_time.count() as f64,
                counted(&world, &cut, "count(*) FILTER (WHERE resolved_at <= resolution_due)", &ended).await,
            ),
            (
                report.backlog.at_start as f64,
                counted(
                    &world,
                    &cut,
                    "count(*)",
                    &format!(
                        "(k.opened_at AT TIME ZONE 'Europe/Moscow')::date < '{from}'
                         AND ({OPEN} OR (k.resolved_at AT TIME ZONE 'Europe/Moscow')::date >= '{from}')",
                        from = cut.period.from()
                    ),
                )
                .await,
            ),
        ];
        for (place, (found, wanted)) in pairs.into_iter().enumerate() {
            assert!(
                found == wanted || found.is_nan() && wanted.is_nan(),
                "{place} of {cut:?}: {found} {wanted}"
            );
        }
        assert_eq!(total.solving.in_time.of(), total.ended);
        for step in &report.steps {
            let left = counted(
                &world,
                &cut,
                "count(*)",
                &format!(
                    "(k.opened_at AT TIME ZONE 'Europe/Moscow')::date < '{to}'
                     AND ({OPEN} OR (k.resolved_at AT TIME ZONE 'Europe/Moscow')::date >= '{to}')",
                    to = step.days.to()
                ),
            )
            .await;
            assert_eq!(step.figures.backlog as f64, left, "{cut:?} {}", step.days);
        }
        for (field, groups) in &report.groups {
            let sum = |of: fn(&Figures) -> u64| groups.iter().map(|group| of(&group.figures)).sum::<u64>();
            assert_eq!(sum(|one| one.opened), total.opened, "{field}");
            assert_eq!(sum(|one| one.ended), total.ended, "{field}");
            assert_eq!(sum(|one| one.open), total.open, "{field}");
        }
        assert_eq!(report.causes.iter().map(|one| one.share.count()).sum::<u64>(), total.ended);
        for one in &report.paid {
            let condition = format!("{ended} AND compensation_currency = '{}'", one.currency);
            let sum = counted(&world, &cut, "sum(compensation)", &condition).await;
            assert_eq!(one.total.to_string().parse::<f64>().unwrap(), sum);
        }
    }
}

#[tokio::test]
async fn times_are_worked_time_without_waiting_and_without_being_over() {
    let world = World::new().await;
    // The calendar of other tests is worked day and night.
    let office = serde_json::to_string(&Calendar::office(Moscow)).expect("JSON");
    world.sql(&format!("UPDATE settings SET value = '{office}' WHERE key = 'complaints.calendar'")).await;
    // Friday 14 March 2025, office hours 9 to 18; the 15th and the 16th are a weekend.
    let case = Case {
        opened: "2025-03-14 17:00".into(),
        answered: Some("2025-03-17 09:30".into()),
        ended: Some("2025-03-19 10:00".into()),
        ..Case::default()
    };
    let number = complain(&world, &case).await;
    for (at, from, to) in [
        ("2025-03-17 10:00", "new", "in_progress"),
        ("2025-03-17 11:00", "in_progress", "waiting_for_customer"),
        ("2025-03-17 15:00", "waiting_for_customer", "in_progress"),
        ("2025-03-17 16:00", "in_progress", "resolved"),
        ("2025-03-19 09:00", "resolved", "in_progress"),
        ("2025-03-19 10:00", "in_progress", "resolved"),
    ] {
        world
            .sql(&format!(
                "INSERT INTO complaint_events (complaint_id, at, kind, field, old_value, new_value)
                 VALUES ({number}, timestamptz '{at} Europe/Moscow', 'field', 'state', '{from}', '{to}')"
            ))
            .await;
    }
    world.roll_up().await;
    let mut connection = world.connection().await;
    let report = count(&mut connection, &cut("2025-03-01", "2025-04-01")).await;
    let median = |sample: &otklik::domain::quantile::Sample| sample.median().unwrap().value;
    // An hour on Friday and half an hour on Monday.
    assert_eq!(median(&report.total.answer.worked), 90.0);
    assert_eq!(median(&report.total.answer.passed), (2.0 * 24.0 + 16.5) * 60.0);
    // An hour on Friday, 9 to 11 and 15 to 16 on Monday, 9 to 10 on Wednesday.
    assert_eq!(median(&report.total.solving.worked), 5.0 * 60.0);
    // With another calendar the same life is another number of minutes.
    world
        .sql(
            "INSERT INTO calendar_days (day, otherwise) VALUES ('2025-03-17', '{\"kind\": \"closed\"}');
             INSERT INTO settings (key, value, changed_at) VALUES ('complaints.clockwork', '9', now())
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        )
        .await;
    world.roll_up().await;
    let report = count(&mut connection, &cut("2025-03-01", "2025-04-01")).await;
    assert_eq!(median(&report.total.solving.worked), 2.0 * 60.0);
}

#[tokio::test]
async fn facts_folded_change_by_change_are_those_built_anew() {
    let world = World::new().await;
    told(&world, &mixed()).await;
    let first = world.count("SELECT min(id) FROM complaints WHERE state = 'in_progress'").await;
    let stored = "SELECT md5(string_agg(field || day || encode(data, 'hex'), '' ORDER BY field, day))
                  FROM fact_columns WHERE subject = 'complaints'";
    let mut seen = vec![world.value(stored).await];
    for change in [
        format!(
            "UPDATE complaints SET state = 'closed', resolved_at = now(), root_cause = 'other' WHERE id = {first}"
        ),
        format!(
            "UPDATE complaints SET state = 'in_progress', resolved_at = NULL, reopened = 1 WHERE id = {first}"
        ),
        format!("UPDATE complaints SET opened_at = opened_at - interval '40 days' WHERE id = {first}"),
        format!("UPDATE complaints SET state = 'duplicate' WHERE id = {first}"),
        "UPDATE customers SET value_class = 'C', manager = 'Ольга' WHERE id % 3 = 0".to_owned(),
        "UPDATE purchases SET store = 'Новый', category = 'кофе' WHERE id % 4 = 0".to_owned(),
        "UPDATE complaints SET compensation = 10, compensation_currency = 'USD' WHERE id % 5 = 0".to_owned(),
        "DELETE FROM complaint_words WHERE complaint_id % 7 = 0; DELETE FROM complaints WHERE id % 7 = 0"
            .to_owned(),
    ] {
        world.sql(&change).await;
        world.roll_up().await;
        let folded = world.value(stored).await;
        assert_ne!(seen.last(), Some(&folded), "{change}");
        let mut connection = world.connection().await;
        roll_up::rebuild(&mut connection, Subject::Complaints, Moscow, Utc::now(), &mut |_| {})
            .await
            .unwrap();
        assert_eq!(world.value(stored).await, folded, "{change}");
        seen.push(folded);
    }
    // What no figure counts queues nothing.
    world
        .sql("UPDATE complaints SET priority = 5, clocks_version = clocks_version + 1, subject = 'новая'")
        .await;
    assert_eq!(world.count("SELECT count(*) FROM fact_queue WHERE subject = 'complaints'").await, 0);
}

async fn page(visitor: &Visitor, path: &str) -> Page {
    let page = visitor.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    page
}

/// Follows every link of a page to rows, and holds its words against the count there.
async fn follow(visitor: &Visitor, path: &str) -> usize {
    let page = page(visitor, path).await;
    let links: Vec<(String, String)> = {
        let html = page.html();
        let selector = scraper::Selector::parse("a[href^='/board/rows/']").unwrap();
        html.select(&selector)
            .map(|link| (link.text().collect(), link.attr("href").unwrap().to_owned()))
            .collect()
    };
    for (text, address) in &links {
        let n: String = text.chars().filter(char::is_ascii_digit).collect();
        assert!(text.chars().all(|one| one.is_ascii_digit() || one == '\u{a0}'), "{text} is not a count");
        let rows = self::page(visitor, address).await;
        assert_eq!(rows.attributes("[data-count]", "data-count"), [n.as_str()], "{address}");
        let most = n.parse::<usize>().unwrap().min(50);
        assert_eq!(rows.texts(".board-answer").len(), most, "{address}");
    }
    links.len()
}

#[tokio::test]
async fn every_count_on_the_page_leads_to_that_many_rows() {
    let world = World::new().await;
    told(&world, &mixed()).await;
    world
        .sql(
            "INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency)
             SELECT gen_random_uuid()::text, customer_id, coalesce(resolved_at, opened_at) + interval '9 days', 50, 'RUB'
             FROM complaints WHERE id % 2 = 0",
        )
        .await;
    let executive = world.signed_in(Role::Executive).await;
    assert!(follow(&executive, "/board/complaints?from=2025-01-01&to=2025-05-01&grain=month").await > 60);
    assert!(follow(&executive, "/board/complaints?from=2025-02-01&to=2025-03-01&store=%D0%A6%D0%B5%D0%BD%D1%82%D1%80&by=value_class").await > 20);
    // Everybody who reads reports knows who works; only the desk opens a complaint.
    let path = "/board/complaints?from=2025-01-01&to=2025-05-01";
    let name = world.value("SELECT name FROM staff WHERE role = 'handler' ORDER BY id LIMIT 1").await;
    assert!(page(&executive, path).await.body.contains(&name));
    let rows = "/board/rows/complaints?from=2025-01-01&to=2025-05-01";
    let shown = page(&executive, rows).await;
    assert!(!shown.body.contains("/desk/complaints/") && !shown.body.contains("Вера"));
    let lead = page(&world.signed_in(Role::Lead).await, rows).await;
    assert!(lead.has(".board-answer a[href^='/desk/complaints/']"));
    assert_eq!(world.signed_in(Role::Handler).await.get(path).await.status, 403);
    assert_eq!(world.stranger().get("/board/rows/kept?group=solved").await.status, 303);
}

#[tokio::test]
async fn without_complaints_the_page_says_so_and_files_are_empty() {
    let world = World::new().await;
    world.roll_up().await;
    let visitor = world.signed_in(Role::Executive).await;
    assert!(page(&visitor, "/board/complaints").await.has(".empty"));
    let file = rows(&page(&visitor, "/board/complaints.csv").await.body);
    assert_eq!(
        (&file[0]["by"][..], &file[0]["opened"][..], &file[0]["answer_median"][..]),
        ("total", "0", "")
    );
    let json = command::json(&world, &["complaints"]).await;
    assert_eq!(json["total"]["open"], 0);
    assert_eq!(json["sections"]["kept_compared"][0]["verdict"], "too_few");
    assert!(visitor.get("/board/complaints.xlsx").await.status == 200);
    assert_eq!(visitor.get("/board/rows/kept?group=nobody").await.status, 404);
}

#[tokio::test]
async fn few_complaints_show_counts_and_no_figures() {
    let world = World::new().await;
    let case = Case {
        opened: "2025-03-03 10:00".into(),
        answered: Some("2025-03-03 11:00".into()),
        ended: Some("2025-03-04 11:00".into()),
        ..Case::default()
    };
    told(&world, &vec![case.clone(); 9]).await;
    let visitor = world.signed_in(Role::Executive).await;
    let path = "/board/complaints?from=2025-03-01&to=2025-04-01";
    let few = page(&visitor, path).await;
    assert_eq!(few.texts(".board-figure"), ["9", "9", "0"]);
    assert_eq!(few.texts(".board-figure-none").len(), 3);
    told(&world, &[case]).await;
    let enough = page(&visitor, path).await;
    assert_eq!(enough.texts(".board-figure"), ["10", "10", "0", "0,0 %", "60 мин", "25,0 ч"]);
    assert!(enough.texts(".badge").contains(&"мало данных".to_owned()));
}

#[tokio::test]
async fn page_file_and_command_say_the_same() {
    let world = World::new().await;
    told(&world, &mixed()).await;
    let visitor = world.signed_in(Role::Executive).await;
    let query = "from=2025-01-01&to=2025-05-01&grain=month";
    let page = page(&visitor, &format!("/board/complaints?{query}")).await;
    let file = rows(&visitor.get(&format!("/board/complaints.csv?{query}")).await.body);
    let json = command::json(&world, &["complaints", "--from", "2025-01-01", "--to", "2025-05-01"]).await;
    let total = &json["total"];
    for (name, value) in total.as_object().unwrap() {
        let number = value.as_f64().map_or_else(
            || value.as_bool().map_or_else(String::new, |yes| yes.to_string()),
            |number| number.to_string(),
        );
        assert_eq!(file[0][name], number, "{name}");
    }
    let shown = page.texts(".board-figure");
    assert_eq!(&shown[..3], ["opened", "ended", "open"].map(|name| total[name].to_string()));
    let months: Vec<&BTreeMap<String, String>> = file.iter().filter(|row| row["by"] == "month").collect();
    let told = json["rows"].as_array().unwrap();
    assert_eq!(months.len(), told.len());
    for (row, object) in months.iter().zip(told) {
        assert_eq!(row["name"], object["month"].as_str().unwrap());
        for name in ["opened", "ended", "backlog"] {
            assert_eq!(row[name], object[name].to_string());
        }
    }
    for section in
        ["owner", "source", "severity", "cause", "resolution", "compensation", "kept", "kept_compared"]
    {
        let in_file = file.iter().filter(|row| row["by"] == section).count();
        let in_json = json["sections"][section].as_array().map_or(0, Vec::len);
        assert!(in_file > 0 && in_file == in_json, "{section}: {in_file} {in_json}");
    }
    let paid: Vec<_> =
        file.iter().filter(|row| row["by"] == "compensation").map(|row| row["name"].as_str()).collect();
    assert_eq!(paid, ["EUR", "RUB"], "currencies stand apart");
    let sources =
        command::json(&world, &["complaints", "--by", "store", "--from", "2025-01-01", "--to", "2025-05-01"])
            .await;
    assert_eq!(sources["rows"].as_array().unwrap().len(), 3);
}

/// Solved and unsolved complaints and dissatisfied customers of May 2025, some of whom bought again.
async fn discontent(world: &World) {
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

#[tokio::test]
async fn the_page_and_its_lists_pass_axe_and_fit_a_phone() {
    let world = World::new().await;
    told(&world, &mixed()).await;
    discontent(&world).await;
    let browser = Browser::open(PHONE).await;
    browser.signs_in(&world, Role::Lead).await;
    for path in [
        "/board/complaints?from=2025-01-01&to=2025-06-01&grain=month",
        "/board/rows/complaints?from=2025-01-01&to=2025-05-01&only=reopened=*",
        "/board/rows/kept?from=2025-05-01&to=2025-06-01&group=silent",
    ] {
        for scheme in ["light", "dark"] {
            browser.prefers(scheme).await;
            browser.go(&format!("{}{path}", world.base)).await;
            axe::passes(&browser, &format!("{path} {scheme}")).await;
        }
        assert!(browser.fits_its_width().await, "{path}");
    }
}
