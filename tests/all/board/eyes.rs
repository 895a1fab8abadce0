//! What readers see of every report: nothing that is still being counted, no figure without its name, no words lost.

use otklik::domain::role::Role;

use super::{Told, preset_version, rows, tell};
use crate::support::{Page, Visitor, World};

const OCTOBER: &str = "from=2026-10-01&to=2026-11-01";
const AT: &str = "2026-10-10T10:00:00Z";

fn said(nps: i16, comment: &'static str) -> Told {
    Told { at: AT, nps: Some(nps), comment: Some(comment), store: Some("Центр"), ..Told::default() }
}

async fn page(visitor: &Visitor, path: &str) -> Page {
    let page = visitor.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    page
}

fn query(words: &str) -> String {
    url::form_urlencoded::byte_serialize(words.as_bytes()).collect()
}

async fn talk(world: &World) {
    let all = [
        said(9, "Быстрая доставка"),
        said(3, "Ждал доставки неделю"),
        said(2, "Доставку обещали вчера"),
        said(10, "Вкусный чай"),
        said(1, "Грубый кассир"),
    ];
    tell(world, preset_version(world).await, &all).await;
}

#[tokio::test]
async fn other_days_of_comments_are_searched_for_the_same_words() {
    let world = World::new().await;
    talk(&world).await;
    let visitor = world.signed_in(Role::Executive).await;
    let words = query("доставка");
    let found = page(&visitor, &format!("/board/comments?{OCTOBER}&q={words}&group=detractor")).await;
    assert_eq!(found.texts(".board-comment").len(), 2);
    let presets = found.attributes(".board-presets a", "href");
    assert_eq!(presets.len(), 6);
    for address in &presets {
        assert!(address.contains(&format!("q={words}")) && address.contains("group=detractor"), "{address}");
    }
    let all = presets.iter().find(|address| address.contains("period=all")).expect("all time");
    assert_eq!(page(&visitor, all).await.texts(".board-comment").len(), 2);
    // The form of days, as a browser sends it, and the address that it leads to.
    let typed = found.attributes("form.board-form input[type=hidden][name=q]", "value");
    assert!(typed.contains(&"доставка".to_owned()), "{typed:?}");
    let sent = visitor
        .get(&format!(
            "/board/comments?from=2026-10-01&till=2026-10-31&q={words}&group=detractor&place=comment"
        ))
        .await;
    assert_eq!(sent.status, 303);
    assert_eq!(page(&visitor, sent.location()).await.texts(".board-comment").len(), 2);
    // Another report does not take the words of this one along.
    for address in found.attributes(".board-strip a", "href") {
        assert!(!address.contains("q=") && !address.contains("group="), "{address}");
    }
}

#[tokio::test]
async fn the_file_of_comments_holds_what_the_page_found() {
    let world = World::new().await;
    talk(&world).await;
    world.sql("UPDATE responses SET bring_back = 'Скидка на доставку' WHERE comment = 'Грубый кассир'").await;
    world.roll_up().await;
    let visitor = world.signed_in(Role::Executive).await;
    for (more, count) in [
        (format!("&q={}", query("доставка")), 3),
        (format!("&q={}&group=detractor", query("доставка")), 2),
        ("&group=detractor".to_owned(), 3),
        ("&place=bring_back".to_owned(), 1),
        (format!("&q={}", query("слон")), 0),
        ("&word=%D1%87%D0%B0".to_owned(), 1),
        (String::new(), 5),
    ] {
        let shown = page(&visitor, &format!("/board/comments?{OCTOBER}{more}")).await;
        let mut texts = shown.texts(".board-comment");
        assert_eq!(shown.attributes("[data-count]", "data-count"), [count.to_string()], "{more}");
        let mut files = shown.attributes("a[download]", "href");
        files.sort();
        assert_eq!(files.len(), 2, "{more}");
        let file = rows(&page(&visitor, &files[0]).await.body);
        let place = if more.contains("bring_back") { "bring_back" } else { "comment" };
        let mut told: Vec<String> =
            file.iter().filter(|row| row["by"] == place).map(|row| row["words"].clone()).collect();
        texts.sort();
        told.sort();
        assert_eq!(told, texts, "{more}");
        assert_eq!(file[0]["n"], count.to_string(), "{more}");
        let workbook = visitor.get(&files[1]).await;
        assert!(workbook.status == 200 && files[1].contains(".xlsx"), "{more}");
    }
}

#[tokio::test]
async fn what_is_counted_for_the_first_time_says_so_and_nothing_else() {
    let world = World::new().await;
    let visitor = world.signed_in(Role::Executive).await;
    // Where there is nothing, nothing is waited for.
    let empty = page(&visitor, "/board/nps").await;
    assert!(empty.has(".empty") && !empty.has(".board-waiting"));
    assert_eq!(empty.header("refresh"), "");
    let early = Told { at: "2026-01-05T10:00:00Z", nps: Some(9), ..Told::default() };
    let late = Told { at: "2026-10-31T10:00:00Z", nps: Some(9), ..Told::default() };
    tell(&world, preset_version(&world).await, &[early, late]).await;
    world
        .sql("TRUNCATE fact_columns, fact_packs, fact_loose_months, fact_months, fact_fields, fact_state")
        .await;
    for report in ["nps", "overview", "comments", "satisfaction"] {
        let waiting = page(&visitor, &format!("/board/{report}")).await;
        assert_eq!(waiting.attributes(".board-waiting", "data-done"), ["0"], "{report}");
        assert!(
            !waiting.has(".empty") && !waiting.has(".alert") && !waiting.has(".board-figure"),
            "{report}"
        );
        assert!(!waiting.has("a[download]") && waiting.has(".board-strip"), "{report}");
        assert_eq!(waiting.header("refresh"), "5");
    }
    // Half of the three hundred days are done.
    world
        .sql("INSERT INTO fact_state (subject, zone, layout, rebuilt_to) VALUES ('answers', 'Europe/Moscow', 1, '2026-06-04')")
        .await;
    let half = page(&visitor, "/board/nps").await;
    assert_eq!(half.attributes(".board-waiting", "data-done"), ["0.5"]);
    assert!(half.texts(".board-waiting")[0].contains("50 %"), "{:?}", half.texts(".board-waiting"));
    world.roll_up().await;
    let done = page(&visitor, &format!("/board/nps?{OCTOBER}")).await;
    assert!(!done.has(".board-waiting") && done.has(".board-as-of"));
    assert_eq!(done.header("refresh"), "");
    // Facts that are built anew stand there all the while: the page is shown, and says that it is not whole.
    world.sql("UPDATE fact_state SET rebuilt_to = '2026-05-01' WHERE subject = 'answers'").await;
    let anew = page(&visitor, &format!("/board/nps?{OCTOBER}")).await;
    assert!(!anew.has(".board-waiting") && anew.has(".alert") && !anew.has(".board-as-of"));
}

/// Every cell of a table that stacks on a phone says of what column it is.
fn assert_named(path: &str, page: &Page) -> usize {
    let select = |css: &str| scraper::Selector::parse(css).unwrap();
    let (html, row, cell) = (page.html(), select("tbody > tr"), select("td, th"));
    let mut cells = 0;
    for table in html.select(&select("table.board-folds")) {
        let columns = table.select(&select("thead th")).count();
        for row in table.select(&row) {
            let all: Vec<_> = row.select(&cell).collect();
            if all.iter().any(|cell| cell.attr("colspan").is_some()) {
                continue;
            }
            assert_eq!(all.len(), columns, "{path}: {}", row.html());
            for cell in all.iter().skip(1) {
                let class = cell.attr("class").unwrap_or_default();
                let empty = cell.text().all(|text| text.trim().is_empty());
                if empty || class.contains("board-wide") || class.contains("board-distribution") {
                    continue;
                }
                assert!(
                    cell.attr("data-label").is_some_and(|label| !label.is_empty()),
                    "{path}: {}",
                    cell.html()
                );
                cells += 1;
            }
        }
    }
    cells
}

#[tokio::test]
async fn cells_that_stack_on_a_phone_carry_the_names_of_their_columns() {
    let world = World::new().await;
    let version = preset_version(&world).await;
    let mut all = Vec::new();
    for number in 0..24i16 {
        let day = if number % 2 == 0 { AT } else { "2026-09-10T10:00:00Z" };
        let store = if number % 3 == 0 { "Центр" } else { "Склад" };
        let (nps, satisfaction) = (Some(number % 11), Some(number * 4));
        let ratings = vec![Some(number % 11), Some(10 - number % 11)];
        all.push(Told { at: day, nps, satisfaction, ratings, store: Some(store), ..Told::default() });
    }
    tell(&world, version, &all).await;
    world
        .sql(
            "INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency)
             SELECT 'p' || id, id, '2026-09-03', 100 + id, 'RUB' FROM customers;
             INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency)
             SELECT 'q' || id, id, '2026-10-03', 100 + id, 'RUB' FROM customers WHERE id % 2 = 0;
             INSERT INTO departures (customer_id, left_at, source) SELECT id, '2026-10-20', 'staff' FROM customers;
             INSERT INTO invitations (kind, customer_id, version_id, planned_at, send_at, sent_at, expires_at)
             SELECT 'relationship', id, (SELECT current_version_id FROM questionnaires WHERE kind = 'relationship'),
                    '2026-10-02', '2026-10-02', '2026-10-02', '2026-11-02' FROM customers;
             INSERT INTO complaints (customer_id, response_id, state, severity, signals, opened_at, first_answer_due,
                                     resolution_due, next_deadline)
             SELECT customer_id, id, 'new', 4, '{nps}', '2026-10-10', '2026-10-10', '2026-10-10', '2026-10-10'
             FROM responses",
        )
        .await;
    world.roll_up().await;
    let visitor = world.signed_in(Role::Executive).await;
    for (report, least) in [
        ("nps", 10),
        ("satisfaction", 10),
        ("reasons", 5),
        ("complaints", 5),
        ("response", 10),
        ("retention", 10),
        ("abc", 10),
        ("rfm", 10),
        ("rows/customers", 10),
    ] {
        let only = if report.starts_with("rows") { "&only=buyer=1" } else { "" };
        let path = format!("/board/{report}?{OCTOBER}{only}");
        let page = page(&visitor, &path).await;
        let cells = assert_named(&path, &page);
        assert!(cells >= least, "{path}: {cells} cells");
        if only.is_empty() {
            let definitions = page.attributes("#definition", "class");
            assert_eq!(definitions, ["board-definition"], "{path}");
            assert!(page.has("a[href='#definition']"), "{path}");
        }
    }
}

#[tokio::test]
async fn lists_of_rows_lead_back_to_the_reports_and_have_their_files() {
    let world = World::new().await;
    talk(&world).await;
    world
        .sql(&format!(
            "INSERT INTO departures (customer_id, left_at, source) SELECT id, '{AT}', 'staff' FROM customers LIMIT 3;
             INSERT INTO invitations (kind, customer_id, version_id, planned_at, send_at, sent_at, expires_at)
             SELECT 'relationship', id, (SELECT current_version_id FROM questionnaires WHERE kind = 'relationship'),
                    '{AT}', '{AT}', '{AT}', '2026-11-02' FROM customers LIMIT 4;
             INSERT INTO complaints (customer_id, response_id, state, severity, signals, opened_at, first_answer_due,
                                     resolution_due, next_deadline)
             SELECT customer_id, id, 'new', 4, '{{nps}}', '{AT}', '{AT}', '{AT}', '{AT}' FROM responses LIMIT 2"
        ))
        .await;
    world.roll_up().await;
    let visitor = world.signed_in(Role::Executive).await;
    for (subject, count) in [("answers", 5), ("departures", 3), ("invitations", 4), ("complaints", 2)] {
        let list = page(&visitor, &format!("/board/rows/{subject}?{OCTOBER}")).await;
        assert_eq!(list.attributes("[data-count]", "data-count"), [count.to_string()], "{subject}");
        let strip = list.attributes(".board-strip a", "href");
        assert!(
            strip.len() >= 11 && strip.iter().all(|address| address.contains("from=2026-10-01")),
            "{strip:?}"
        );
        assert!(!list.has(".board-strip a[aria-current]"), "{subject}");
        let mut files = list.attributes("a[download]", "href");
        files.sort();
        assert_eq!(files.len(), 2, "{subject}");
        assert_eq!(rows(&page(&visitor, &files[0]).await.body).len(), count, "{subject}");
        assert_eq!(visitor.get(&files[1]).await.status, 200, "{subject}");
    }
}
