//! The first page of the board: its figures are those of the reports, and its words say no more than they may.

use chrono::{DateTime, Utc};
use chrono_tz::Europe::Moscow;
use otklik::{
    domain::{
        cut::{Cut, Dimension, View},
        multiple::holm,
        period::Period,
        report::{Change, Verdict},
        role::Role,
    },
    reports::{self, overview},
};

use super::{Told, WEEK, preset_version, tell, times, two_weeks};
use crate::{board::rows, support::World};

/// Noon of the day after the week.
fn now() -> DateTime<Utc> {
    "2026-10-12T09:00:00Z".parse().expect("a moment")
}

fn view(from: &str, to: &str) -> View {
    View::of(Cut::of(Period::parse(from, to).expect("a period")))
}

#[tokio::test]
async fn its_figures_are_those_of_the_reports_and_its_details_are_corrected_together() {
    let world = World::new().await;
    two_weeks(&world).await;
    let mut connection = world.connection().await;
    let view = view("2026-10-05", "2026-10-12");
    let found = overview::count(&mut connection, view.clone(), Moscow, now()).await.expect("an overview");
    let by = View { by: Some(Dimension::Store), ..view.clone() };
    let nps = reports::nps::count(&mut connection, by.clone()).await.expect("a report");
    let satisfaction = reports::satisfaction::count(&mut connection, by).await.expect("a report");
    assert_eq!(found.main.len(), 2);
    assert_eq!(found.main[0].figure.value, nps.total.score());
    assert_eq!((found.main[0].figure.n, found.main[0].figure.interval), (160, nps.total.interval()));
    assert_eq!(found.main[0].alone, nps.change());
    assert_eq!(found.main[1].alone, satisfaction.change());
    assert_eq!(found.main[1].figure.n, satisfaction.total.n);
    // Both are tested, and so corrected together.
    let p = |change: Option<Change>| change.expect("a change").p;
    let together = holm(&[p(nps.change()), p(satisfaction.change())]);
    assert_eq!(found.main.iter().map(|one| p(one.change)).collect::<Vec<_>>(), together);
    assert_eq!(found.together, 2);
    for one in found.details.iter().filter(|one| matches!(one.of, Some((Dimension::Store, _)))) {
        let (_, word) = one.of.as_ref().unwrap();
        let figure = match one.topic.code() {
            "nps" => nps.groups.iter().find(|group| group.word == *word).unwrap().figures.score(),
            _ => satisfaction.groups.iter().find(|group| group.word == *word).unwrap().figures.value(),
        };
        assert_eq!(one.figure.value, figure, "{word}");
    }
    // Two stores and two parameters: six changes, each as its own view has it, and corrected with the others.
    let mut alone: Vec<Change> = Vec::new();
    for store in ["Центр", "Север"] {
        let one = View { cut: view.cut.only(Dimension::Store, store), ..view.clone() };
        alone.extend(reports::nps::count(&mut connection, one.clone()).await.unwrap().change());
        alone.extend(reports::satisfaction::count(&mut connection, one).await.unwrap().change());
    }
    // What was corrected among two parameters, as it was before: the assortment did not move at all.
    let price = satisfaction.parameters.iter().find(|one| one.code == "price").unwrap();
    let assortment = satisfaction.parameters.iter().find(|one| one.code == "assortment").unwrap();
    let raw = |now, before| otklik::domain::mean::MeanChange::between(now, before).unwrap();
    for one in [price, assortment] {
        let change = raw(one.tally.sums(), one.before.sums());
        alone.push(Change::new(change.difference, change.p));
    }
    let mut expected: Vec<f64> = holm(&alone.iter().map(|change| change.p).collect::<Vec<_>>());
    let mut actual: Vec<f64> = found.details.iter().map(|one| one.change.unwrap().p).collect();
    expected.sort_by(f64::total_cmp);
    actual.sort_by(f64::total_cmp);
    assert_eq!(actual.len(), 6, "{:?}", found.details);
    for (actual, expected) in actual.iter().zip(&expected) {
        assert!((actual - expected).abs() < 1e-12, "{actual} {expected}");
    }
    assert_eq!(found.most(&found.main[0]).unwrap().of, Some((Dimension::Store, "Центр".to_owned())));
    assert!(found.told(Verdict::Better).next().is_none());
}

#[tokio::test]
async fn it_says_what_changed_and_where_and_every_count_leads_to_its_answers() {
    let world = World::new().await;
    two_weeks(&world).await;
    let visitor = world.signed_in(Role::Executive).await;
    assert_eq!(visitor.get("/").await.location(), "/board/overview");
    let page = visitor.get(&format!("/board/overview?{WEEK}")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert_eq!(page.texts(".overview-main .board-figure")[0], "0,0");
    let said = page.texts(".overview-said");
    assert!(said[0].starts_with("NPS снизился на 75,0 — это больше случайного колебания."), "{said:?}");
    assert!(said[0].contains("Сильнее всего — магазин «Центр» (−150,0)."), "{said:?}");
    assert!(said[1].starts_with("Удовлетворённость снизилась на 30,0 п. п."), "{said:?}");
    let column = |verdict: &str| page.texts(&format!("[data-verdict={verdict}] .overview-title a"));
    assert!(
        column("better").is_empty()
            && page.texts("[data-verdict=better]")[0].contains("Ничего не улучшилось")
    );
    assert!(column("worse").contains(&"NPS: магазин «Центр»".to_owned()), "{:?}", column("worse"));
    assert!(column("chance").contains(&"NPS: магазин «Север»".to_owned()), "{:?}", column("chance"));
    assert_eq!(page.attributes(".overview-main .spark", "role"), ["img", "img"]);
    let html = page.html();
    let links = scraper::Selector::parse("a.overview-n").unwrap();
    let mut followed = 0;
    for link in html.select(&links) {
        let text: String = link.text().collect();
        let n: String = text.chars().filter(char::is_ascii_digit).collect();
        let rows = visitor.get(link.attr("href").unwrap()).await;
        assert_eq!(rows.attributes("[data-count]", "data-count"), [n], "{}", link.attr("href").unwrap());
        followed += 1;
    }
    assert!(followed >= 6, "{followed}");
    for address in page.attributes(".overview-title a, .overview-head a", "href") {
        assert_eq!(visitor.get(&address).await.status, 200, "{address}");
    }
    world.sql("UPDATE staff SET language = 'en'").await;
    let english = visitor.get(&format!("/board/overview?{WEEK}")).await;
    assert!(
        english.texts(".overview-said")[0].starts_with("NPS fell by 75.0: more than chance. Most of all")
    );
}

#[tokio::test]
async fn nothing_changed_few_answers_and_none_are_said_plainly() {
    let world = World::new().await;
    world.roll_up().await;
    let visitor = world.signed_in(Role::Lead).await;
    let empty = visitor.get("/board/overview").await;
    assert!(empty.has(".empty") && !empty.has(".overview-main"));
    let version = preset_version(&world).await;
    let told = |at, nps| Told { at, nps: Some(nps), satisfaction: Some(80), ..Told::default() };
    tell(&world, version, &times(3, &told("2026-10-07T10:00:00Z", 9))).await;
    let few = visitor.get(&format!("/board/overview?{WEEK}")).await;
    assert!(!few.has(".board-figure"), "three answers have no figure");
    assert!(few.texts(".overview-said")[0].contains("сравнить не с чем"));
    assert!(few.texts("[data-verdict=worse]")[0].contains("мало ответов"));
    for at in ["2026-09-30T10:00:00Z", "2026-10-07T10:00:00Z"] {
        tell(&world, version, &times(40, &told(at, 9))).await;
        tell(&world, version, &times(40, &told(at, 4))).await;
    }
    let calm = visitor.get(&format!("/board/overview?{WEEK}")).await;
    assert!(calm.texts(".overview-said")[0].contains("не больше, чем бывает случайно"));
    assert!(!calm.has(".board-better") && !calm.has(".board-worse"));
    let without = visitor.get(&format!("/board/overview?{WEEK}&compare=nothing")).await;
    assert!(!without.has(".overview-said") && without.has(".board-figure"));
}

#[tokio::test]
async fn its_files_have_its_figures() {
    let world = World::new().await;
    two_weeks(&world).await;
    let visitor = world.signed_in(Role::Executive).await;
    let file = visitor.get(&format!("/board/overview.csv?{WEEK}")).await;
    let rows = rows(&file.body);
    let main =
        rows.iter().find(|row| row["by"] == "headline" && row["name"] == "nps" && row["value"].is_empty());
    let main = main.expect("the main figure");
    assert_eq!((&main["n"][..], &main["figure"][..], &main["before"][..]), ("160", "0", "75"));
    assert_eq!((&main["difference"][..], &main["verdict"][..]), ("-75", "worse"));
    let store = rows.iter().find(|row| row["name"] == "nps" && row["value"] == "Центр").unwrap();
    assert_eq!((&store["dimension"][..], &store["difference"][..]), ("store", "-150"));
    let json = visitor.get(&format!("/board/overview.json?{WEEK}")).await;
    let json: serde_json::Value = serde_json::from_str(&json.body).unwrap();
    assert_eq!(json["total"]["n"], 160);
    assert_eq!(json["rows"].as_array().unwrap().len(), 8);
    assert_eq!(visitor.get(&format!("/board/overview.xlsx?{WEEK}")).await.status, 200);
}

#[tokio::test]
async fn on_paper_there_is_nothing_to_press_and_the_days_and_definitions_stay() {
    let world = World::new().await;
    two_weeks(&world).await;
    let visitor = world.signed_in(Role::Executive).await;
    for name in ["overview", "nps", "satisfaction"] {
        let page = visitor.get(&format!("/board/{name}?{WEEK}&store=%D0%A6%D0%B5%D0%BD%D1%82%D1%80")).await;
        let html = page.html();
        let pressed = scraper::Selector::parse("header, nav, form, button, .btn, summary").unwrap();
        let hidden = ["d-print-none", "board-more", "board-table"];
        for element in html.select(&pressed) {
            let away = element
                .ancestors()
                .filter_map(scraper::ElementRef::wrap)
                .chain([element])
                .any(|one| one.value().classes().any(|class| hidden.contains(&class)));
            assert!(away, "{name}: {}", element.html());
        }
        assert!(page.texts(".board-days")[0].contains("Центр"), "filters in words");
        for stays in [".d-print-block", ".board-days", ".board-definition", ".board-as-of"] {
            let selector = format!("{stays}:not(.d-print-none)");
            assert!(page.has(&selector), "{name} lacks {stays} on paper");
        }
    }
    let sheet =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/assets/otklik.css")).unwrap();
    let printed: String = sheet.split("@media print").skip(1).collect();
    for rule in [
        ".board-more, .board-table > summary, .page-header .btn { display: none; }",
        "::details-content",
        "page: board",
    ] {
        assert!(printed.contains(rule), "{rule}");
    }
    assert!(sheet.contains("@page board { size: A4;"));
}
