//! The interval of every share: of steps of the way, of words, of customers who stay and of cohorts, against roots that are
//! searched for here, on page, in files and from the command; and wide tables on a tablet.

use std::collections::BTreeMap;

use otklik::{
    domain::{
        cut::{Comparison, Cut, Grain, View},
        period::Period,
        report::RetentionReport,
        role::Role,
    },
    reports::retention,
};
use serde_json::Value;

use super::{
    Told, command,
    overview::joined::{DAYS, everything},
    preset_version, response, rows, tell, times,
};
use crate::support::{
    Page, Visitor, World,
    browser::{Browser, DESK, PHONE, Screen},
};

const TABLET: Screen = Screen { width: 768, height: 1024, scripts: true };
const AUTUMN: &str = "from=2026-09-01&to=2026-11-01&grain=month";
const OCTOBER: &str = "from=2026-10-01&to=2026-11-01";
const ZONE: chrono_tz::Tz = chrono_tz::Europe::Moscow;

/// The ends of the interval of `count` of `of`, searched for: the shares that lie just 1.96 of their own standard errors
/// from the one seen. No formula of the program is in it.
fn ends(count: f64, of: f64) -> (f64, f64) {
    let seen = count / of;
    let too_far = |share: f64| {
        (seen - share).abs() > 1.959_963_984_540_054 * (share * (1.0 - share) / of).sqrt() + 1e-15
    };
    let search = |mut far: f64| {
        let mut near = seen;
        for _ in 0..200 {
            let middle = f64::midpoint(far, near);
            if too_far(middle) { far = middle } else { near = middle }
        }
        near
    };
    (search(0.0), search(1.0))
}

fn number(object: &Value, name: &str) -> f64 {
    object[name].as_f64().unwrap_or_else(|| panic!("no number {name} in {object}"))
}

/// That an object says the share of two of its counts with the interval.
fn assert_share(object: &Value, (count, of): (&str, &str), [share, low, high]: [&str; 3]) {
    let (count, of) = (number(object, count), number(object, of));
    if of == 0.0 {
        assert!(object[share].is_null() && object[low].is_null() && object[high].is_null(), "{object}");
        return;
    }
    let (from, to) = ends(count, of);
    for (name, wanted) in [(share, count / of), (low, from), (high, to)] {
        let told = number(object, name);
        assert!((told - wanted).abs() < 6e-5, "{name} is {told}, not {wanted}: {object}");
    }
}

async fn page(visitor: &Visitor, path: &str) -> Page {
    let page = visitor.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    page
}

async fn file(visitor: &Visitor, path: &str) -> Value {
    serde_json::from_str(&page(visitor, path).await.body).expect("JSON")
}

/// All that a workbook says.
async fn workbook(visitor: &Visitor, path: &str) -> String {
    let answer = visitor.stream(path, &[]).await;
    assert_eq!(answer.status().as_u16(), 200, "{path}");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("report.xlsx");
    std::fs::write(&file, answer.bytes().await.expect("a file")).expect("written");
    let out = std::process::Command::new("python3")
        .args(["-c", "import sys,zipfile; f=zipfile.ZipFile(sys.argv[1]); [sys.stdout.buffer.write(f.read(n)) for n in f.namelist()]"])
        .arg(&file)
        .output()
        .expect("python3");
    assert!(out.status.success(), "{path} is no workbook");
    String::from_utf8(out.stdout).expect("UTF-8")
}

/// Each row of the CSV says what the object of its name says.
fn assert_same(table: &[BTreeMap<String, String>], by: &str, objects: &[Value]) {
    let told: Vec<_> = table.iter().filter(|row| row["by"] == by).collect();
    assert_eq!(told.len(), objects.len(), "{by}");
    for (row, object) in told.into_iter().zip(objects) {
        for (name, value) in object.as_object().expect("an object").iter().filter(|(name, _)| *name != by) {
            match value {
                Value::Number(number) => assert_eq!(row[name].parse().ok(), number.as_f64(), "{by} {name}"),
                Value::Null => assert_eq!(row[name], "", "{by} {name}"),
                _ => {}
            }
        }
    }
}

fn list<'a>(report: &'a Value, section: &str) -> &'a [Value] {
    report["sections"][section].as_array().unwrap_or_else(|| panic!("no {section}"))
}

/// Words without blanks: cells and lines follow each other without one.
fn bare(words: &str) -> String {
    words.split_whitespace().collect()
}

/// `71,6 %`, as Russian pages have it when blanks are made plain.
fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0).replace('.', ",")
}

fn interval(count: f64, of: f64) -> String {
    let (low, high) = ends(count, of);
    format!("от {} до {}", percent(low), percent(high))
}

const STEPS: [(&str, &str); 5] = [
    ("planned", "sent"),
    ("sent", "delivered"),
    ("delivered", "opened"),
    ("opened", "started"),
    ("started", "completed"),
];

#[tokio::test]
async fn every_step_of_the_way_has_its_share_with_the_interval() {
    let world = World::new().await;
    response::mixed(&world).await;
    let visitor = world.signed_in(Role::Executive).await;
    let query = format!("{AUTUMN}&by=segment");
    let report = file(&visitor, &format!("/board/response.json?{query}")).await;
    let all = std::iter::once(&report["total"])
        .chain(report["rows"].as_array().expect("months"))
        .chain(["kind", "road", "segment"].into_iter().flat_map(|section| list(&report, section)));
    let mut told = 0;
    for object in all {
        for (before, step) in STEPS {
            let names = ["share", "low", "high"].map(|end| format!("{step}_{end}"));
            assert_share(object, (step, before), names.each_ref().map(String::as_str));
            told += 1;
        }
        assert_share(object, ("completed", "sent"), ["rate", "low", "high"]);
    }
    assert!(told >= 5 * 9, "all, two months, kinds, roads and segments: {told}");
    for row in list(&report, "buyers_by_segment") {
        assert_share(row, ("answered", "asked"), ["answered_share", "answered_low", "answered_high"]);
    }
    assert!(report["definitions"]["share"].as_str().is_some_and(|words| words.contains("Wilson")));

    let table = rows(&page(&visitor, &format!("/board/response.csv?{query}")).await.body);
    for section in ["kind", "road", "segment", "buyers_by_segment"] {
        assert_same(&table, section, list(&report, section));
    }
    let book = workbook(&visitor, &format!("/board/response.xlsx?{query}")).await;
    for (_, step) in STEPS {
        assert!(book.contains(&format!("{step}_low")) && book.contains(&format!("{step}_high")), "{step}");
    }
    let command = command::json(&world, &["response", "--from", "2026-09-01", "--to", "2026-11-01"]).await;
    for name in ["opened_share", "opened_low", "opened_high", "completed_low"] {
        assert_eq!(command["total"][name], report["total"][name], "{name}");
    }

    // The page: of all on the way, and of each row in a table; a line on each bar that is no whole.
    let shown = page(&visitor, &format!("/board/response?{query}")).await;
    let way = shown.texts(".board-funnel-share");
    let total = |name: &str| number(&report["total"], name);
    for ((before, step), words) in STEPS.into_iter().zip(&way[1..]) {
        let (count, of) = (total(step), total(before));
        let wanted = format!("{} от предыдущего шага {}", percent(count / of), interval(count, of));
        assert_eq!(bare(words), bare(&wanted), "{step}");
    }
    assert_eq!(shown.attributes(".board-funnel .meter-whisker i", "style").len(), 5);
    let lines = shown.texts("table tbody tr");
    for (title, section) in [("Письмо", "road")] {
        let Some(object) = report["sections"][section].as_array().and_then(|all| all.first()) else {
            continue;
        };
        let line = lines.iter().find(|line| line.starts_with(title)).expect("a road");
        for (before, step) in STEPS {
            let (count, of) = (number(object, step), number(object, before));
            let wanted = format!("{} {} {}", count, percent(count / of), interval(count, of));
            assert!(bare(line).contains(&bare(&wanted)), "{step}: {line} says no {wanted}");
        }
    }
}

#[tokio::test]
async fn few_invitations_have_counts_and_some_a_mark() {
    let world = World::new().await;
    response::mixed(&world).await;
    let visitor = world.signed_in(Role::Executive).await;
    // Eight of one day were sent: no share of any step, and no line on a bar.
    let few = page(&visitor, "/board/response?from=2026-09-10&to=2026-09-11").await;
    assert!(
        few.texts(".board-funnel-share").iter().all(String::is_empty),
        "{:?}",
        few.texts(".board-funnel-share")
    );
    assert!(!few.has(".board-funnel .meter-whisker"));
}

#[tokio::test]
async fn words_have_their_share_with_the_interval_where_there_are_enough() {
    let world = World::new().await;
    let version = preset_version(&world).await;
    let said = |at, comment| Told { at, comment: Some(comment), nps: Some(5), ..Told::default() };
    let october = "2026-10-10T10:00:00Z";
    tell(&world, version, &times(24, &said(october, "Курьер опоздал"))).await;
    tell(&world, version, &times(36, &said(october, "Вкусный чай"))).await;
    tell(&world, version, &times(3, &said("2026-08-10T10:00:00Z", "Курьер опоздал"))).await;
    tell(&world, version, &times(57, &said("2026-08-10T10:00:00Z", "Вкусный чай"))).await;
    let visitor = world.signed_in(Role::Executive).await;
    let report = file(&visitor, &format!("/board/comments.json?{OCTOBER}")).await;
    for section in ["word", "pair", "frequent"] {
        assert!(!list(&report, section).is_empty(), "{section}");
        for object in list(&report, section) {
            assert_share(object, ("n", "of"), ["share", "low", "high"]);
            assert_share(object, ("rest_n", "rest_of"), ["rest_share", "rest_low", "rest_high"]);
            assert_eq!((number(object, "of"), number(object, "rest_of")), (60.0, 60.0), "{object}");
        }
    }
    let late = list(&report, "word").iter().find(|one| one["word"] == "опоздал").expect("a word");
    assert_eq!((number(late, "n"), number(late, "rest_n")), (24.0, 3.0));
    assert!(report["definitions"]["interval"].as_str().is_some_and(|words| words.contains("Wilson")));
    let table = rows(&page(&visitor, &format!("/board/comments.csv?{OCTOBER}")).await.body);
    assert_same(&table, "frequent", list(&report, "frequent"));
    assert!(workbook(&visitor, &format!("/board/comments.xlsx?{OCTOBER}")).await.contains("rest_high"));

    let shown = page(&visitor, &format!("/board/comments?{OCTOBER}")).await;
    let line = shown
        .texts(".board-themes tbody tr")
        .into_iter()
        .find(|line| line.starts_with("опоздал24"))
        .expect("a row");
    let wanted = format!(
        "опоздал 24 {} {} {} {}",
        percent(24.0 / 60.0),
        interval(24.0, 60.0),
        percent(3.0 / 60.0),
        interval(3.0, 60.0)
    );
    assert_eq!(bare(&line), bare(&wanted));

    // Of nine comments it can be said how many have a word, and nothing of its share.
    let march = "2026-03-10T10:00:00Z";
    tell(&world, version, &times(9, &said(march, "Холодный зал"))).await;
    let few = page(&visitor, "/board/comments?from=2026-03-01&to=2026-04-01").await;
    let line =
        few.texts(".board-themes tbody tr").into_iter().find(|line| line.starts_with("зал9")).expect("a row");
    assert!(line.starts_with("зал9–"), "{line}");
}

/// 500 customers from February 2024 on, with pauses of days to half a year, until the middle of November 2026.
async fn buyers(world: &World) {
    world
        .sql(
            "INSERT INTO customers (external_id, name, segment, manager)
             SELECT 'c' || n, 'Вера Тайная', CASE n % 2 WHEN 0 THEN 'Опт' END, 'М' || n % 3 FROM generate_series(1, 500) AS n;
             INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency)
             SELECT 'p' || n || '-' || k, c.id, at, CASE WHEN (n + k) % 19 = 0 THEN -5 ELSE 10 + k END, 'RUB'
             FROM customers c, LATERAL (SELECT substr(external_id, 2)::int AS n) m, generate_series(0, 9) AS k,
                  LATERAL (SELECT '2024-02-05 21:30:00+00'::timestamptz
                       + make_interval(days => n * 41 % 900 + k * (9 + n * 7 % 170), hours => n * k % 24) AS at) t
             WHERE at < '2026-11-15' AND k <= n % 10",
        )
        .await;
    world.roll_up().await;
}

async fn count(world: &World, from: &str, to: &str, grain: Grain) -> RetentionReport {
    let cut = Cut::of(Period::parse(from, to).expect("a period"));
    let view = View { grain, comparison: Comparison::Nothing, ..View::of(cut) };
    retention::count(&mut world.connection().await, view, ZONE).await.expect("a report")
}

/// Quarters of the first purchase and quarters after it, from purchases alone: who came from a day on, to another.
async fn quarters(world: &World, from: &str, to: &str) -> BTreeMap<(String, i32), i64> {
    world
        .client
        .query(
            "WITH bought AS (
                 SELECT customer_id, purchased_at AT TIME ZONE 'Europe/Moscow' AS at FROM purchases WHERE amount > 0
             ), firsts AS (
                 SELECT customer_id, min(at) AS first FROM bought GROUP BY 1
                 HAVING min(at) >= $1::text::timestamp AND min(at) < $2::text::timestamp
             ), units AS (
                 SELECT DISTINCT customer_id, date_trunc('quarter', first) AS first, date_trunc('quarter', at) AS unit
                 FROM bought JOIN firsts USING (customer_id) WHERE at < $2::text::timestamp
             )
             SELECT to_char(first, 'YYYY-\"Q\"Q'),
                    ((extract(year FROM unit) - extract(year FROM first)) * 4
                        + extract(quarter FROM unit) - extract(quarter FROM first))::int, count(*)
             FROM units GROUP BY 1, 2",
            &[&from, &to],
        )
        .await
        .expect("a count")
        .iter()
        .map(|row| ((row.get(0), row.get(1)), row.get(2)))
        .collect()
}

#[tokio::test]
async fn cohorts_by_quarter_are_those_of_a_recount_from_purchases() {
    let world = World::new().await;
    buyers(&world).await;
    // Whole years; one that begins and ends inside quarters; all there is, whose last quarter goes on.
    for (from, to, whole) in
        [("2024-04-01", "2026-04-01", 8), ("2024-05-01", "2025-12-01", 5), ("2024-02-01", "2027-01-01", 10)]
    {
        let report = count(&world, from, to, Grain::Quarter).await;
        let found = quarters(&world, from, to).await;
        let mut cells = 0;
        let names: Vec<String> = report
            .cohorts
            .iter()
            .map(|cohort| otklik::reports::step_name(Grain::Quarter, cohort.from))
            .collect();
        let wanted: Vec<&String> =
            found.keys().filter(|(_, after)| *after == 0).map(|(name, _)| name).collect();
        assert_eq!(names.iter().collect::<Vec<_>>(), wanted, "{from}");
        for (cohort, name) in report.cohorts.iter().zip(&names) {
            let of = |after: i32| found.get(&(name.clone(), after)).copied().unwrap_or(0);
            assert_eq!(i64::try_from(cohort.n).unwrap(), of(0), "{name}");
            for (after, count) in (1..).zip(&cohort.after) {
                assert_eq!(i64::try_from(*count).unwrap(), of(after), "{name} {after}");
                cells += 1;
            }
        }
        assert!(cells > 10, "{from}: {cells}");
        assert_eq!(report.cohorts.iter().filter(|cohort| cohort.whole).count(), whole, "{from}");
        // A quarter that is not over in the period is told of nobody.
        let last = report.cohorts.last().expect("a cohort");
        assert!(last.after.is_empty() && report.cohorts[0].after.len() <= 12, "{from}");
        // Quarters have all whom the months have.
        let months = count(&world, from, to, Grain::Month).await;
        let sum = |report: &RetentionReport| report.cohorts.iter().map(|cohort| cohort.n).sum::<u64>();
        assert_eq!(sum(&months), sum(&report));
        assert!(months.cohorts.len() > report.cohorts.len() * 2);
    }
}

#[tokio::test]
async fn cohorts_by_quarter_are_the_same_on_page_in_files_and_from_the_command() {
    let world = World::new().await;
    buyers(&world).await;
    let visitor = world.signed_in(Role::Executive).await;
    let days = "from=2024-05-01&to=2025-12-01&compare=nothing&active=calendar-month";
    let report = file(&visitor, &format!("/board/retention.json?{days}&grain=quarter")).await;
    let cohorts = list(&report, "cohort");
    assert_eq!(cohorts[0]["cohort"], "2024-Q2");
    assert_eq!((&cohorts[0]["whole"], &cohorts[1]["whole"]), (&Value::from(false), &Value::from(true)));
    let mut cells = 0;
    for cohort in cohorts {
        for after in (1..=12).filter(|after| !cohort[format!("bought_{after}")].is_null()) {
            let names = ["", "_low", "_high"].map(|end| format!("after_{after}{end}"));
            let count = format!("bought_{after}");
            assert_share(cohort, (&count, "n"), names.each_ref().map(String::as_str));
            cells += 1;
        }
    }
    assert!(cells > 10, "{cells}");
    assert_eq!(report["definitions"]["cohort_grain"], "quarter");
    for word in ["money_churn", "crr", "ltv"] {
        assert!(report["definitions"][word].as_str().unwrap().contains("interval"), "{word}");
    }
    let months = file(&visitor, &format!("/board/retention.json?{days}")).await;
    assert_eq!(
        (&list(&months, "cohort")[0]["cohort"], list(&months, "cohort").len()),
        (&Value::from("2024-05"), 19)
    );
    assert_eq!(months["rows"], report["rows"], "months stay months");
    for object in months["rows"].as_array().unwrap().iter().chain(list(&months, "segment")) {
        assert_share(object, ("lost", "start"), ["churn", "churn_low", "churn_high"]);
        assert_share(object, ("kept", "start"), ["kept_share", "kept_share_low", "kept_share_high"]);
    }
    let table = rows(&page(&visitor, &format!("/board/retention.csv?{days}&grain=quarter")).await.body);
    assert_same(&table, "cohort", cohorts);
    assert!(
        workbook(&visitor, &format!("/board/retention.xlsx?{days}&grain=quarter")).await.contains("2024-Q2")
    );
    let arguments = [
        "retention",
        "--from",
        "2024-05-01",
        "--to",
        "2025-12-01",
        "--compare",
        "nothing",
        "--active",
        "calendar-month",
        "--grain",
        "quarter",
    ];
    assert_eq!(command::json(&world, &arguments).await, report);
    let (done, _, problem) = command::run(&world, &["retention", "--grain", "century"]).await;
    assert!(!done && problem.contains("quarter"), "{problem}");
    let (done, _, problem) = command::run(&world, &["nps", "--grain", "day", "--by", "month"]).await;
    assert!(!done && problem.contains("--grain"), "{problem}");

    // The page says the same, and each number leads to its customers.
    let shown = page(&visitor, &format!("/board/retention?{days}&grain=quarter")).await;
    let lines = shown.texts(".board-heat tbody tr");
    assert_eq!(lines.len(), cohorts.len());
    assert!(lines[0].starts_with("2 кв. 2024 неполный"), "{}", lines[0]);
    let (n, first) = (number(&cohorts[1], "n"), number(&cohorts[1], "bought_1"));
    let (low, high) = ends(first, n);
    let wanted = format!("{} {:.0}–{:.0} % {first}", percent(first / n), low * 100.0, high * 100.0);
    assert!(bare(&lines[1]).contains(&bare(&wanted)), "{} says no {wanted}", lines[1]);
    let links = shown.attributes(".board-heat a", "href");
    assert!(links.len() > 15, "{}", links.len());
    let numbers = shown.texts(".board-heat a");
    for (address, n) in links.iter().zip(&numbers) {
        let customers = page(&visitor, address).await;
        assert_eq!(customers.attributes("[data-count]", "data-count"), [n.as_str()], "{address}");
    }
    let one = page(&visitor, links.last().unwrap()).await;
    let about = &one.texts(".board-days")[0];
    assert!(
        about.starts_with("Первая покупка") && about.contains(" кв. 2025") && !about.contains("-Q"),
        "{about}"
    );
    // One click leads to the other division, and back.
    let by_month = shown.attributes("nav.board-by a[href*='/board/retention']", "href");
    assert!(by_month.iter().any(|address| !address.contains("grain=quarter")), "{by_month:?}");
    let churn: Vec<String> = shown.texts("td[data-label='Отток']");
    let month = report["rows"].as_array().unwrap().last().unwrap();
    let (lost, start) = (number(month, "lost"), number(month, "start"));
    assert_eq!(bare(&churn[0]), bare(&(percent(lost / start) + &interval(lost, start))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tables_of_reports_need_no_sideways_scrolling() {
    let world = World::new().await;
    everything(&world).await;
    let said = |at, comment| Told { at, comment: Some(comment), ..Told::default() };
    let version = preset_version(&world).await;
    tell(&world, version, &times(60, &said("2025-10-08T10:00:00Z", "Неудовлетворительное обслуживание")))
        .await;
    tell(&world, version, &times(60, &said("2025-09-08T10:00:00Z", "Вкусный чай"))).await;
    world
        .sql(
            "UPDATE customers SET segment = 'Корпоративные клиенты из соседних областей' WHERE id % 2 = 0;
             UPDATE purchases SET amount = amount * 100000",
        )
        .await;
    world.roll_up().await;
    let wide = "for (const one of document.querySelectorAll('main details')) one.open = true;
        return [...document.querySelectorAll('.table-responsive')]
            .filter(one => !one.querySelector('.board-heat') && one.scrollWidth > one.clientWidth + 1)
            .map(one => one.querySelector('table').className + ': ' + one.scrollWidth + ' in ' + one.clientWidth);";
    for (screen, language) in [(TABLET, "ru"), (TABLET, "en"), (PHONE, "ru"), (DESK, "ru")] {
        world.sql(&format!("UPDATE staff SET language = '{language}'")).await;
        let browser = Browser::open(screen).await;
        browser.signs_in(&world, Role::Admin).await;
        for report in [
            "overview",
            "nps",
            "satisfaction",
            "drivers",
            "reasons",
            "complaints",
            "response",
            "retention",
            "abc",
            "rfm",
            "comments",
            "rows/customers",
            "rows/answers",
            "rows/departures",
            "rows/invitations",
            "rows/complaints",
        ] {
            browser.go(&format!("{}/board/{report}?{DAYS}", world.base)).await;
            let found = browser.client.execute(wide, vec![]).await.expect("a measure");
            assert_eq!(found, serde_json::json!([]), "{report} at {}, {language}", screen.width);
            assert!(browser.fits_its_width().await, "{report} at {}, {language}", screen.width);
        }
    }
}
