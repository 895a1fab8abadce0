//! Pages, lists and files of complaints as visitors see them.

use std::collections::BTreeMap;

use otklik::domain::role::Role;

use super::{
    super::{command, rows},
    Case,
    kept::discontent,
    mixed, told,
};
use crate::support::{
    Page, Visitor, World, axe,
    browser::{Browser, PHONE},
};

pub async fn page(visitor: &Visitor, path: &str) -> Page {
    let page = visitor.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    page
}

/// Follows every link of a page to rows, and holds its words against the count there.
pub async fn follow(visitor: &Visitor, path: &str) -> usize {
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
            || match value {
                serde_json::Value::String(word) => word.clone(),
                other => other.as_bool().map_or_else(String::new, |yes| yes.to_string()),
            },
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
