//! What drives NPS, and the gap between staff and customers: figures against PostgreSQL's own, page, files and command.

use otklik::{
    domain::{
        cut::{Cut, Dimension, View},
        drivers::{CannotTell, Random},
        period::Period,
        report::DriversReport,
        role::Role,
    },
    reports,
};

use super::{
    Told,
    command::{json, run},
    five_version, rows, tell, times,
};
use crate::support::{
    Visitor, World, axe,
    browser::{Browser, DESK, PHONE},
};

const OCTOBER: &str = "from=2026-10-01&to=2026-11-01";
const DAYS: [&str; 4] =
    ["2026-10-02T09:00:00Z", "2026-10-10T10:00:00Z", "2026-10-21T11:00:00Z", "2026-10-30T12:00:00Z"];

/// Ratings of 1-5 for delivery and price: the score follows the first, the second goes with the first a little.
fn told(random: &mut Random, count: usize) -> Vec<Told> {
    (0..count)
        .map(|number| {
            let rating = |random: &mut Random| i16::try_from(1 + random.below(5)).unwrap();
            let delivery = rating(random);
            let price = if random.below(3) == 0 { delivery } else { rating(random) };
            let noise = i16::try_from(random.below(4)).unwrap();
            Told {
                at: DAYS[number % 4],
                nps: Some((delivery * 2 - 2 + noise).min(10)),
                satisfaction: Some(50),
                ratings: vec![Some(delivery), Some(price)],
                store: [Some("Центр"), Some("Заречье"), None][number % 3],
                ..Told::default()
            }
        })
        .collect()
}

/// October: complete answers, and some that are not complete, of staff, withdrawn or of another month.
async fn october(world: &World) -> i64 {
    let version = five_version(world).await;
    let mut random = Random::new(42);
    let mut answers = told(&mut random, 150);
    answers.extend(told(&mut random, 20).into_iter().map(|one| Told { nps: None, ..one }));
    answers.extend(
        told(&mut random, 20).into_iter().map(|one| Told { ratings: vec![Some(1), Some(-1)], ..one }),
    );
    answers.extend(told(&mut random, 20).into_iter().map(|one| Told { ratings: vec![None, Some(5)], ..one }));
    answers.extend(told(&mut random, 40).into_iter().map(|one| Told { at: "2026-09-10T10:00:00Z", ..one }));
    answers.extend(told(&mut random, 30).into_iter().map(|one| Told { kind: Some("relationship"), ..one }));
    answers.extend(times(12, &Told { kind: Some("staff"), nps: Some(0), ..told(&mut random, 1)[0].clone() }));
    tell(world, version, &answers).await;
    world
        .sql("UPDATE responses SET withdrawn_at = now() WHERE id IN (SELECT id FROM responses ORDER BY id LIMIT 7)")
        .await;
    world.roll_up().await;
    version
}

fn cut() -> Cut {
    Cut::of(Period::parse("2026-10-01", "2026-11-01").expect("a period"))
}

async fn count(world: &World, cut: Cut) -> DriversReport {
    reports::drivers::count(&mut world.connection().await, View::of(cut)).await.expect("a report")
}

/// The number of complete answers and the correlations of both ratings with the score and with each other, as
/// PostgreSQL counts them.
async fn correlations(world: &World, version: i64, condition: &str) -> [f64; 4] {
    let row = world
        .client
        .query_one(
            &format!(
                "SELECT count(*)::float8, corr(nps, ratings[1]), corr(nps, ratings[2]), corr(ratings[1], ratings[2])
                 FROM responses
                 WHERE withdrawn_at IS NULL AND version_id = $1 AND nps >= 0 AND ratings[1] > 0 AND ratings[2] > 0
                   AND answered_at >= '2026-09-30T21:00:00Z' AND answered_at < '2026-10-31T21:00:00Z' AND {condition}"
            ),
            &[&version],
        )
        .await
        .expect("a row");
    [row.get(0), row.get(1), row.get(2), row.get(3)]
}

#[tokio::test]
async fn shares_agree_with_the_database_in_every_cut() {
    let world = World::new().await;
    let version = october(&world).await;
    let whole = cut();
    let staff = "kind <> 'staff'";
    for (cut, condition) in [
        (whole.clone(), staff.to_owned()),
        (whole.only(Dimension::Store, "Центр"), format!("{staff} AND store = 'Центр'")),
        (whole.only(Dimension::Store, ""), format!("{staff} AND store IS NULL")),
        (whole.only(Dimension::Kind, "relationship"), "kind = 'relationship'".to_owned()),
        (
            whole.only(Dimension::Store, "Заречье").only(Dimension::Language, ""),
            format!("{staff} AND store = 'Заречье' AND language IS NULL"),
        ),
    ] {
        let [n, one, two, both] = correlations(&world, version, &condition).await;
        let report = count(&world, cut.clone()).await;
        assert_eq!(report.n().to_string(), n.to_string(), "{condition}");
        let found = report.found.as_ref().expect("drivers");
        // Of two parameters all can be written down: R² of both, and what each adds alone or after the other.
        let r2 = (one * one + two * two - 2.0 * one * two * both) / (1.0 - both * both);
        let first = (one * one + r2 - two * two) / 2.0;
        assert!((found.r2 - r2).abs() < 1e-9, "{condition}: {} {r2}", found.r2);
        for (place, share, correlation) in [(0, first / r2, one), (1, 1.0 - first / r2, two)] {
            let driver = found.all.iter().find(|driver| driver.place == place).expect("a driver");
            assert!((driver.share - share).abs() < 1e-9, "{condition}: {} {share}", driver.share);
            assert!((driver.correlation - correlation).abs() < 1e-9, "{condition}");
            let (low, high) = driver.interval.expect("an interval");
            assert!(low <= driver.share && driver.share <= high, "{condition}: {driver:?}");
        }
        let visitor = world.signed_in(Role::Executive).await;
        let address = address(&visitor, &cut).await;
        let list = visitor.get(&address).await;
        assert_eq!(list.attributes("[data-count]", "data-count"), [n.to_string()], "{address}");
    }
}

/// Where the number of complete answers leads.
async fn address(visitor: &Visitor, cut: &Cut) -> String {
    let mut query = url::form_urlencoded::Serializer::new(OCTOBER.to_owned());
    for (dimension, values) in cut.filters.iter() {
        for value in values {
            match value.as_str() {
                "" => query.append_pair(&format!("no_{dimension}"), "1"),
                value => query.append_pair(dimension.code(), value),
            };
        }
    }
    let page = visitor.get(&format!("/board/drivers?{}", query.finish())).await;
    assert_eq!(page.status, 200, "{}", page.body);
    page.attributes(".board-drivers-n a", "href")[0].clone()
}

#[tokio::test]
async fn page_files_and_command_say_the_same() {
    let world = World::new().await;
    october(&world).await;
    let visitor = world.signed_in(Role::Executive).await;
    let page = visitor.get(&format!("/board/drivers?{OCTOBER}")).await;
    let file = rows(&visitor.get(&format!("/board/drivers.csv?{OCTOBER}")).await.body);
    let days = ["drivers", "--from", "2026-10-01", "--to", "2026-11-01"];
    let command = json(&world, &days).await;
    let (done, table, problem) = run(&world, &[&days[..], &["--format", "csv"]].concat()).await;
    assert!(done, "{problem}");
    assert_eq!(rows(&table), file);
    let web: serde_json::Value =
        serde_json::from_str(&visitor.get(&format!("/board/drivers.json?{OCTOBER}")).await.body).unwrap();
    assert_eq!(web, command);
    assert_eq!(file[0]["r2"].parse::<f64>().ok(), command["total"]["r2"].as_f64());
    let percent = |share: f64| format!("{:.1} %", share * 100.0).replace('.', ",");
    assert_eq!(page.texts(".board-figure"), [percent(command["total"]["r2"].as_f64().unwrap())]);
    let shown = page.texts(".board-drivers tbody tr td:nth-child(2)");
    let lines: Vec<_> = file.iter().filter(|row| row["by"] == "parameter").collect();
    let objects = command["rows"].as_array().unwrap();
    assert_eq!((shown.len(), lines.len(), objects.len()), (2, 2, 2));
    for ((words, line), object) in shown.iter().zip(lines).zip(objects) {
        assert_eq!(line["name"], object["parameter"].as_str().unwrap());
        for name in ["share", "low", "high", "correlation", "performance", "p"] {
            assert_eq!(line[name].parse::<f64>().ok(), object[name].as_f64(), "{name}");
        }
        assert_eq!(*words, percent(object["share"].as_f64().unwrap()));
    }
    // Delivery makes the score; price only goes with delivery.
    assert_eq!(
        (objects[0]["parameter"].as_str(), objects[0]["significant"].as_bool()),
        (Some("delivery"), Some(true))
    );
    assert_eq!(objects[1]["significant"].as_bool(), Some(false));
    assert_eq!(page.texts(".board-drivers tr.text-secondary td:first-child"), ["Цены"]);
    let xlsx = visitor.get(&format!("/board/drivers.xlsx?{OCTOBER}")).await;
    assert_eq!(xlsx.status, 200);
    assert_eq!(page.attributes(".chart svg", "width").len(), 4, "bars and plane, wide and narrow");
}

#[tokio::test]
async fn versions_with_the_same_parameters_are_counted_together_and_others_beside() {
    let world = World::new().await;
    let first = october(&world).await;
    let second = world
        .count(
            "INSERT INTO questionnaire_versions
                 (questionnaire_id, version, scale_low, scale_high, parameters, definition, digest)
             SELECT id, 3, 1, 5, ARRAY['price', 'delivery'], '{}', 'turned' FROM questionnaires
             WHERE kind = 'purchase' RETURNING id",
        )
        .await;
    let third = world
        .count(
            "INSERT INTO questionnaire_versions
                 (questionnaire_id, version, scale_low, scale_high, parameters, definition, digest)
             SELECT id, 4, 1, 5, ARRAY['price', 'delivery', 'taste'], '{}', 'wide' FROM questionnaires
             WHERE kind = 'purchase' RETURNING id",
        )
        .await;
    let mut random = Random::new(5);
    let turned: Vec<Told> = told(&mut random, 60)
        .into_iter()
        .map(|one| Told { ratings: one.ratings.iter().rev().copied().collect(), ..one })
        .collect();
    let before = count(&world, cut()).await;
    tell(&world, second, &turned).await;
    let wide: Vec<Told> = told(&mut random, 30)
        .into_iter()
        .map(|one| Told { ratings: [one.ratings, vec![Some(3)]].concat(), ..one })
        .collect();
    tell(&world, third, &wide).await;
    let report = count(&world, cut()).await;
    assert_eq!(report.n(), before.n() + 60);
    assert_eq!(report.set.as_ref().unwrap().versions, [first, second]);
    assert_eq!((report.others.len(), report.others[0].n()), (1, 30));
    let found = report.found.as_ref().expect("drivers");
    let delivery = report.parameters.iter().position(|rated| rated.code == "delivery").unwrap();
    assert_eq!(found.all[0].place, delivery);
    let visitor = world.signed_in(Role::Executive).await;
    let page = visitor.get(&format!("/board/drivers?{OCTOBER}")).await;
    let counts = page.attributes("a[href^='/board/rows/answers']", "href");
    let mut found = Vec::new();
    for address in &counts {
        found.push(visitor.get(address).await.attributes("[data-count]", "data-count")[0].clone());
    }
    assert_eq!(found, [report.n().to_string(), "30".to_owned()]);
}

#[tokio::test]
async fn what_cannot_be_told_is_said_and_nothing_breaks() {
    let world = World::new().await;
    let version = five_version(&world).await;
    let visitor = world.signed_in(Role::Executive).await;
    let address = format!("/board/drivers?{OCTOBER}");
    assert!(visitor.get(&address).await.has(".empty"));
    let mut random = Random::new(6);
    tell(&world, version, &told(&mut random, 9)).await;
    let few = visitor.get(&address).await;
    assert_eq!((few.status, few.texts(".board-drivers-n")), (200, vec!["по 9 полным ответам".to_owned()]));
    assert!(few.texts(".board-figure-none")[0].starts_with("Рано судить") && !few.has(".board-drivers"));
    let file = rows(&visitor.get(&format!("/board/drivers.csv?{OCTOBER}")).await.body);
    assert_eq!((&file[0]["n"][..], &file[0]["cannot_tell"][..], &file[0]["r2"][..]), ("9", "too_few", ""));
    world.sql("UPDATE responses SET nps = 8").await;
    tell(
        &world,
        version,
        &told(&mut random, 20).into_iter().map(|one| Told { nps: Some(8), ..one }).collect::<Vec<_>>(),
    )
    .await;
    assert_eq!(count(&world, cut()).await.found, Err(CannotTell::SameScore));
    world.sql("UPDATE responses SET nps = id % 11, ratings = '{4,5}'").await;
    world.roll_up().await;
    assert_eq!(count(&world, cut()).await.found, Err(CannotTell::SameRatings));
    assert_eq!(visitor.get(&address).await.status, 200);
    world.sql("UPDATE responses SET ratings = ARRAY[1 + id % 5, 1 + id % 5]::smallint[]").await;
    world.roll_up().await;
    let same = visitor.get(&address).await;
    assert!(same.has(".alert-warning") && same.has(".board-drivers"), "{}", same.body);
    assert!(!same.body.contains("NaN"));
}

#[tokio::test]
async fn of_many_answers_a_sample_tells_the_intervals_and_all_tell_the_shares() {
    let world = World::new().await;
    let version = five_version(&world).await;
    world
        .client
        .execute(
            "WITH c AS (INSERT INTO customers (external_id) SELECT 'many-' || n FROM generate_series(1, 9000) n RETURNING id)
             INSERT INTO responses (external_id, kind, customer_id, version_id, answered_at, changed_at, nps, ratings)
             SELECT 'many-' || id, 'purchase', id, $1, at, at, least(10, one * 2 + id % 3), ARRAY[one, two]::smallint[]
             FROM (SELECT id, timestamptz '2026-06-01' + id % 120 * interval '1 day' AS at,
                          1 + id * 7919 % 5 AS one, 1 + id * 104729 / 7 % 5 AS two FROM c) answers",
            &[&version],
        )
        .await
        .expect("answers");
    world.roll_up().await;
    let whole = Cut::of(Period::parse("2026-01-01", "2027-01-01").expect("a period"));
    let report = count(&world, whole.clone()).await;
    let found = report.found.as_ref().expect("drivers");
    assert_eq!((found.n, found.resampled), (9_000, 4_000));
    for driver in &found.all {
        let (low, high) = driver.interval.expect("an interval");
        assert!(low <= driver.share && driver.share <= high && high - low < 0.1, "{driver:?}");
    }
    assert_eq!(count(&world, whole).await, report);
}

#[tokio::test]
async fn staff_stand_beside_customers() {
    let world = World::new().await;
    let version = five_version(&world).await;
    let rated = |ratings: [i16; 2], kind| Told {
        at: DAYS[1],
        nps: Some(8),
        satisfaction: Some(70),
        ratings: ratings.map(Some).to_vec(),
        store: Some("Центр"),
        kind,
        ..Told::default()
    };
    let customers = [times(20, &rated([3, 4], None)), times(20, &rated([4, 2], None))].concat();
    let staff = [times(8, &rated([5, 3], Some("staff"))), times(7, &rated([4, 3], Some("staff")))].concat();
    tell(&world, version, &[customers, staff].concat()).await;
    let visitor = world.signed_in(Role::Executive).await;
    let page = visitor.get(&format!("/board/satisfaction?{OCTOBER}")).await;
    assert!(page.body.contains("Что думают сотрудники"));
    let file = rows(&visitor.get(&format!("/board/satisfaction.csv?{OCTOBER}")).await.body);
    let gaps: Vec<_> = file.iter().filter(|row| row["by"] == "gap").collect();
    let of = |code: &str| *gaps.iter().find(|row| row["name"] == code).expect("a parameter");
    // Delivery: 68/15 beside 3.5; variances (8·(7/15)² + 7·(8/15)²)/14 and 0.25·40/39.
    let (delivery, price) = (of("delivery"), of("price"));
    let number =
        |row: &std::collections::BTreeMap<String, String>, name: &str| row[name].parse::<f64>().unwrap();
    assert_eq!((&delivery["staff_n"][..], &delivery["customers_n"][..]), ("15", "40"));
    assert_eq!((number(delivery, "staff_mean"), number(delivery, "difference")), (4.5333, 1.0333));
    assert_eq!((&delivery["significant"][..], &price["significant"][..]), ("true", "false"));
    assert_eq!(number(price, "difference"), 0.0);
    let error =
        ((8.0 * (7.0f64 / 15.0).powi(2) + 7.0 * (8.0f64 / 15.0).powi(2)) / 14.0 / 15.0 + 0.25 / 39.0).sqrt();
    let reach = (number(delivery, "difference_high") - number(delivery, "difference_low")) / 2.0;
    assert!((2.05..2.07).contains(&(reach / error)), "{}", reach / error);
    // Staff alone, or a filter on them, leaves customers beside them.
    let only = rows(&visitor.get(&format!("/board/satisfaction.csv?{OCTOBER}&kind=staff")).await.body);
    let again: Vec<_> = only.iter().filter(|row| row["by"] == "gap").collect();
    assert_eq!(again.iter().map(|row| &row["customers_n"]).collect::<Vec<_>>(), ["40", "40"]);
    let mut followed = 0;
    let html = page.html();
    let selector = scraper::Selector::parse("td.number > a[href^='/board/rows/answers']").unwrap();
    for link in html.select(&selector) {
        let words: String = link.text().collect();
        if words.contains('%') {
            continue;
        }
        let n: String = words.chars().filter(char::is_ascii_digit).collect();
        let address = link.attr("href").unwrap();
        assert_eq!(visitor.get(address).await.attributes("[data-count]", "data-count"), [n], "{address}");
        followed += 1;
    }
    assert!(followed >= 7, "{followed}");
}

#[tokio::test]
async fn the_pages_can_be_read_by_everybody() {
    let world = World::new().await;
    october(&world).await;
    for (screen, language, scheme) in [(PHONE, "ru", "light"), (DESK, "en", "dark")] {
        world.sql(&format!("UPDATE staff SET language = '{language}'")).await;
        let browser = Browser::open(screen).await;
        browser.prefers(scheme).await;
        browser.signs_in(&world, Role::Admin).await;
        for report in ["drivers", "satisfaction"] {
            browser.go(&format!("{}/board/{report}?{OCTOBER}", world.base)).await;
            let unfold = "for (const one of document.querySelectorAll('main details')) one.open = true;";
            browser.client.execute(unfold, vec![]).await.expect("unfolded");
            axe::passes(&browser, &format!("{report} {language} {scheme}")).await;
            assert!(browser.fits_its_width().await, "{report} {language}");
        }
    }
}
