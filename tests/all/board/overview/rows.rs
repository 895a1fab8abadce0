//! The rows behind a figure as files: as many as the page says, with their words, and no formulas.

use otklik::domain::role::Role;

use super::{Told, preset_version, tell, times};
use crate::{board::rows, support::World};

const OCTOBER: &str = "from=2026-10-01&to=2026-11-01";

async fn told(world: &World) {
    let version = preset_version(world).await;
    let hostile = Told {
        at: "2026-10-10T21:30:00Z",
        nps: Some(2),
        satisfaction: Some(30),
        ratings: vec![Some(3), Some(-1)],
        store: Some("=1+1"),
        comment: Some("=HYPERLINK(\"http://evil\";\"x\")\nи ещё; «слова»"),
        ..Told::default()
    };
    let plain =
        Told { at: "2026-10-12T10:00:00Z", nps: Some(9), store: Some("Центр"), ..Told::default() };
    tell(world, version, &[hostile]).await;
    tell(world, version, &times(3, &plain)).await;
}

#[tokio::test]
async fn a_csv_has_every_answer_newest_first_and_an_executive_meets_no_customer() {
    let world = World::new().await;
    told(&world).await;
    let executive = world.signed_in(Role::Executive).await;
    let page = executive.get(&format!("/board/rows/answers?{OCTOBER}&only=nps=0..10")).await;
    let addresses = page.attributes(".page-header a[download]", "href");
    assert_eq!(addresses.len(), 2, "{addresses:?}");
    let address = addresses.iter().find(|address| address.contains(".csv")).unwrap();
    let file = executive.get(address).await;
    assert_eq!(file.status, 200, "{}", file.body);
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(
        file.header("content-disposition"),
        "attachment; filename=\"answers_2026-10-01_2026-11-01.csv\""
    );
    assert!(file.body.starts_with('\u{feff}') && !file.body.contains("customer"));
    let rows = rows(&file.body);
    assert_eq!(page.attributes("[data-count]", "data-count"), [rows.len().to_string()]);
    let last = rows.last().unwrap();
    // Half past nine in the evening in London is the next day in Moscow.
    assert_eq!((&last["day"][..], &last["answered_at"][..]), ("2026-10-11", "2026-10-11 00:30:00"));
    assert_eq!((&last["store"][..], &last["nps"][..], &last["satisfaction"][..]), ("'=1+1", "2", "30"));
    assert_eq!((&last["rating:price"][..], &last["rating:assortment"][..]), ("3", "na"));
    assert_eq!(last["comment"], "'=HYPERLINK(\"http://evil\";\"x\")\nи ещё; «слова»");
    assert_eq!((&rows[0]["nps"][..], &rows[0]["comment"][..]), ("9", ""));
    let lead = world.signed_in(Role::Lead).await;
    let theirs = super::super::rows(&lead.get(address).await.body);
    let known = world
        .value(
            "SELECT c.external_id FROM responses r JOIN customers c ON c.id = r.customer_id WHERE r.nps = 2",
        )
        .await;
    assert_eq!(theirs.last().unwrap()["customer_external_id"], known);
    let handler = world.signed_in(Role::Handler).await;
    assert_eq!(handler.get(address).await.status, 403);
    assert_eq!(executive.get("/board/rows/answers.pdf").await.status, 404);
    assert_eq!(executive.get("/board/rows/nothing.csv").await.status, 404);
    assert_eq!(executive.get("/board/rows/answers.csv?only=zzz").await.status, 400);
}

#[tokio::test]
async fn ten_thousand_answers_leave_whole_and_once() {
    let world = World::new().await;
    let version = preset_version(&world).await;
    world
        .sql(&format!(
            "WITH c AS (INSERT INTO customers (external_id, name) VALUES ('one', 'Вера') RETURNING id)
             INSERT INTO responses (external_id, kind, customer_id, version_id, answered_at, changed_at, nps, ratings,
                                    store, comment)
             SELECT 'r' || n, 'purchase', c.id, {version}, at, at, n % 11, '{{}}', 'Магазин ' || n % 7, 'слово ' || n
             FROM c, generate_series(1, 10000) n,
                  LATERAL (SELECT timestamptz '2026-08-01 00:00Z' + n * interval '10 minutes' AS at) t"
        ))
        .await;
    world.roll_up().await;
    let visitor = world.signed_in(Role::Executive).await;
    let query =
        "from=2026-07-01&to=2026-12-01&store=%D0%9C%D0%B0%D0%B3%D0%B0%D0%B7%D0%B8%D0%BD+3&only=nps=0..6";
    let plain = "SELECT count(*) FROM responses WHERE store = 'Магазин 3' AND nps <= 6";
    let few = rows(&visitor.get(&format!("/board/rows/answers.csv?{query}")).await.body);
    assert_eq!(i64::try_from(few.len()).unwrap(), world.count(plain).await);
    let all = rows(&visitor.get("/board/rows/answers.csv?from=2026-07-01&to=2026-12-01").await.body);
    assert_eq!(all.len(), 10_000);
    let words: std::collections::BTreeSet<_> = all.iter().map(|row| row["comment"].clone()).collect();
    assert_eq!(words.len(), 10_000);
    assert!(all.is_sorted_by(|one, other| one["day"] >= other["day"]));
    let empty = visitor.get("/board/rows/answers.csv?from=2020-01-01&to=2020-02-01").await;
    assert_eq!((empty.status, rows(&empty.body).len()), (200, 0));
}

#[tokio::test]
async fn a_workbook_has_the_same_rows_and_words_stay_words() {
    let world = World::new().await;
    told(&world).await;
    let visitor = world.signed_in(Role::Executive).await;
    let response = visitor.stream(&format!("/board/rows/answers.xlsx?{OCTOBER}"), &[]).await;
    assert_eq!(response.status().as_u16(), 200);
    let bytes = response.bytes().await.expect("a file");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("rows.xlsx");
    std::fs::write(&path, &bytes).expect("written");
    let part = |name: &str| {
        let out = std::process::Command::new("python3")
            .args([
                "-c",
                "import sys,zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))",
            ])
            .arg(&path)
            .arg(name)
            .output()
            .expect("an unpacked part");
        String::from_utf8(out.stdout).expect("UTF-8")
    };
    let sheet = part("xl/worksheets/sheet1.xml");
    assert_eq!(sheet.matches("<row ").count(), 5, "a head and four answers: {sheet}");
    assert!(!sheet.contains("<f>"), "no cell is a formula");
    assert!(sheet.contains("<t>=1+1</t>") && sheet.contains("HYPERLINK"), "{sheet}");
    assert!(part("xl/workbook.xml").contains("answers"));
}
