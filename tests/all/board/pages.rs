//! Pages and files as visitors see them.

use otklik::domain::role::Role;

use super::{Told, preset_version, rows, tell, times};
use crate::support::{Page, Visitor, World};

const OCTOBER: &str = "from=2026-10-01&to=2026-11-01";
const AT: &str = "2026-10-10T10:00:00Z";

fn told(nps: i16, store: &'static str) -> Told {
    let satisfaction = Some(nps * 10);
    let ratings = vec![Some(nps), Some(-1)];
    Told { at: AT, nps: Some(nps), satisfaction, ratings, store: Some(store), ..Told::default() }
}

/// 25 promoters, 15 passives and 10 detractors in October: +30.
async fn october(world: &World) {
    let version = preset_version(world).await;
    tell(world, version, &times(25, &told(9, "Центр"))).await;
    tell(world, version, &times(15, &told(8, "=1+1;<b>Склад</b>"))).await;
    tell(world, version, &times(10, &told(3, "Центр"))).await;
}

async fn page(visitor: &Visitor, path: &str) -> Page {
    let page = visitor.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    page
}

#[tokio::test]
async fn the_page_says_the_score_first_and_where_it_comes_from() {
    let world = World::new().await;
    october(&world).await;
    let visitor = world.signed_in(Role::Executive).await;
    let page = page(&visitor, &format!("/board/nps?{OCTOBER}")).await;
    assert_eq!(page.texts(".board-figure"), ["+30,0"]);
    assert_eq!(
        page.texts(".board-days"),
        ["1 октября 2026 – 31 октября 2026 · в сравнении с 1 сентября 2026 – 30 сентября 2026"]
    );
    let legend = page.texts(".board-legend li");
    assert_eq!(legend[0], "Сторонники 9–10 50,0 % от 36,6 % до 63,4 % 25 ответов");
    assert_eq!(legend[2], "Критики 0–6 20,0 % от 11,2 % до 33,0 % 10 ответов");
    assert!(page.body.contains("&lt;b&gt;Склад&lt;/b&gt;") && !page.body.contains("<b>Склад</b>"));
    assert!(page.texts(".board-definition")[0].contains("Europe/Moscow"));
}

#[tokio::test]
async fn answers_come_in_pages_of_fifty() {
    let world = World::new().await;
    tell(&world, preset_version(&world).await, &times(120, &told(9, "Центр"))).await;
    let visitor = world.signed_in(Role::Lead).await;
    let mut address = format!("/board/rows/answers?{OCTOBER}&only=nps=0..10");
    let mut sizes = Vec::new();
    loop {
        let page = page(&visitor, &address).await;
        sizes.push(page.texts(".board-answer").len());
        assert_eq!(page.attributes("[data-count]", "data-count"), ["120"]);
        let Some(next) = page.attributes("a[rel=next]", "href").pop() else { break };
        address = next;
    }
    assert_eq!(sizes, [50, 50, 20]);
}

#[tokio::test]
async fn an_executive_reads_words_but_meets_no_customer() {
    let world = World::new().await;
    let answer = Told { comment: Some("Долго <везли>"), ..told(2, "Центр") };
    tell(&world, preset_version(&world).await, &[answer]).await;
    world
        .sql(
            "INSERT INTO complaints (customer_id, response_id, state, severity, signals, opened_at, first_answer_due,
                                     resolution_due, next_deadline)
             SELECT customer_id, id, 'new', 4, '{nps}', now(), now(), now(), now() FROM responses",
        )
        .await;
    let address = format!("/board/rows/answers?{OCTOBER}&only=nps=0..6");
    let executive = page(&world.signed_in(Role::Executive).await, &address).await;
    assert_eq!(executive.texts(".board-comment"), ["Долго <везли>"]);
    assert!(!executive.body.contains("/desk/") && !executive.body.contains("Вера"));
    let lead = page(&world.signed_in(Role::Lead).await, &address).await;
    assert!(lead.has(".board-answer a[href='/desk/complaints/1001']"));
    assert!(lead.has(".board-answer a[href^='/desk/customers/']"));
}

#[tokio::test]
async fn reports_are_for_their_readers_alone() {
    let world = World::new().await;
    let handler = world.signed_in(Role::Handler).await;
    let stranger = world.stranger();
    for path in [
        "/board/nps",
        "/board/satisfaction",
        "/board/rows/answers",
        "/board/nps.csv",
        "/board/satisfaction.csv",
    ] {
        assert_eq!(handler.get(path).await.status, 403, "{path}");
        let page = stranger.get(path).await;
        assert_eq!(page.status, 303, "{path}");
        assert!(page.location().starts_with("/sign-in?back="), "{path}");
    }
}

#[tokio::test]
async fn bad_days_are_told_and_may_be_chosen_again() {
    let world = World::new().await;
    october(&world).await;
    let visitor = world.signed_in(Role::Executive).await;
    let cases = [
        ("from=zzz", "«zzz»"),
        ("from=2026-10-01&to=2026-13-45", "«2026-13-45»"),
        ("from=2026-10-01&till=31+foo", "«31 foo»"),
        ("from=2026-10-02&to=2026-10-01", "раньше первого"),
        ("from=2026-10-02&to=2026-10-02", "раньше первого"),
        ("period=never", "«never»"),
        ("kind=%3Cb%3E", "«<b>»"),
        ("store=a%00b", "«a"),
    ];
    for report in ["nps", "satisfaction"] {
        for (query, words) in cases {
            let page = visitor.get(&format!("/board/{report}?{query}")).await;
            assert_eq!(page.status, 422, "{report} {query}");
            assert!(
                page.texts("[role=alert]")[0].contains(words),
                "{query}: {:?}",
                page.texts("[role=alert]")
            );
            assert!(page.has("form input[type=date]"), "{query}");
            let file = visitor.get(&format!("/board/{report}.csv?{query}")).await;
            assert_eq!(file.status, 400, "{report} {query}");
        }
    }
    for query in ["only=zzz", "only=nps=9..", "only==3", "only=nps=5..3", "from=x"] {
        assert_eq!(visitor.get(&format!("/board/rows/answers?{query}")).await.status, 400, "{query}");
    }
}

#[tokio::test]
async fn the_form_sends_the_last_day_and_the_address_has_the_day_after() {
    let world = World::new().await;
    let visitor = world.signed_in(Role::Executive).await;
    let page = visitor.get("/board/nps?from=2026-10-01&till=2026-10-31&store=&kind=purchase").await;
    assert_eq!(
        (page.status, page.location()),
        (303, "/board/nps?from=2026-10-01&to=2026-11-01&kind=purchase")
    );
}

#[tokio::test]
async fn days_without_answers_offer_those_that_have_some() {
    let world = World::new().await;
    world.roll_up().await;
    let visitor = world.signed_in(Role::Executive).await;
    for report in ["nps", "satisfaction"] {
        let nothing = page(&visitor, &format!("/board/{report}")).await;
        assert!(nothing.has(".empty") && !nothing.has(".empty a"), "{report}");
    }
    october(&world).await;
    for report in ["nps", "satisfaction"] {
        let empty = page(&visitor, &format!("/board/{report}?from=2020-01-01&to=2020-02-01")).await;
        let way = empty.attributes(".empty a", "href");
        let full = page(&visitor, &way[0]).await;
        assert!(full.has(".board-figure"), "{report}");
        assert!(full.texts(".board-days")[0].starts_with("10 октября 2026 · "));
    }
}

#[tokio::test]
async fn a_small_base_shows_less() {
    let world = World::new().await;
    let version = preset_version(&world).await;
    let visitor = world.signed_in(Role::Executive).await;
    let address = format!("/board/nps?{OCTOBER}");
    tell(&world, version, &times(4, &told(9, "Центр"))).await;
    let hidden = page(&visitor, &address).await;
    assert!(!hidden.has(".board-figure") && !hidden.has(".board-legend") && hidden.has(".board-figure-none"));
    tell(&world, version, &times(3, &told(2, "Центр"))).await;
    let counts = page(&visitor, &address).await;
    assert!(!counts.has(".board-figure"));
    assert_eq!(counts.texts(".board-legend li")[0], "Сторонники 9–10 4 ответа");
    tell(&world, version, &times(5, &told(9, "Центр"))).await;
    let small = page(&visitor, &address).await;
    assert_eq!(small.texts(".board-figure"), ["+50,0"]);
    assert!(small.texts(".badge").contains(&"мало ответов".to_owned()));
    tell(&world, version, &times(30, &told(9, "Центр"))).await;
    let normal = page(&visitor, &address).await;
    assert!(normal.has(".board-figure") && !normal.texts(".badge").contains(&"мало ответов".to_owned()));
}

#[tokio::test]
async fn a_change_says_whether_it_is_more_than_chance() {
    let world = World::new().await;
    october(&world).await;
    let version = preset_version(&world).await;
    let before = Told { at: "2026-09-10T10:00:00Z", ..told(2, "Центр") };
    let earliest = Told { at: "2026-08-10T10:00:00Z", ..told(2, "Центр") };
    tell(&world, version, &times(40, &before)).await;
    tell(&world, version, &[earliest]).await;
    let visitor = world.signed_in(Role::Executive).await;
    let real = page(&visitor, &format!("/board/nps?{OCTOBER}")).await;
    assert!(real.texts(".board-better")[0].starts_with("+130,0 "), "{:?}", real.texts(".board-better"));
    assert!(real.texts(".board-before")[0].contains("−100,0 по 40 ответам"));
    let satisfaction = page(&visitor, &format!("/board/satisfaction?{OCTOBER}")).await;
    assert!(satisfaction.has(".board-better"));
    let first = page(&visitor, "/board/nps?from=2026-09-01&to=2026-10-01").await;
    assert!(first.texts(".board-change")[0].contains("1 августа 2026 – 31 августа 2026"));
}

#[tokio::test]
async fn a_file_has_the_figures_of_its_page_and_no_formulas() {
    let world = World::new().await;
    october(&world).await;
    let visitor = world.signed_in(Role::Executive).await;
    let file = page(&visitor, &format!("/board/nps.csv?{OCTOBER}")).await;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"nps_2026-10-01_2026-11-01.csv\"");
    let rows = rows(&file.body);
    let total = &rows[0];
    assert_eq!((&total["by"][..], &total["n"][..], &total["nps"][..]), ("total", "50", "30"));
    let stores: Vec<_> = rows.iter().filter(|row| row["by"] == "store").collect();
    assert_eq!(stores[0]["name"], "Центр");
    assert_eq!(stores[1]["name"], "'=1+1;<b>Склад</b>");
    let satisfaction = page(&visitor, &format!("/board/satisfaction.csv?{OCTOBER}")).await;
    let rows = super::rows(&satisfaction.body);
    let price = rows.iter().find(|row| row["name"] == "price").unwrap();
    assert_eq!((&price["n"][..], &price["mean"][..], &price["top_box"][..]), ("50", "7.5", "0.5"));
    assert_eq!((&price["score_9"][..], &price["score_3"][..], &price["score_0"][..]), ("25", "10", "0"));
    assert_eq!(price["title"], "Цены");
}
