//! Bad input for every report alike: as page, as files and from the command, what it says is what must be seen.

mod days;
mod money;
mod names;

use std::{collections::BTreeMap, io::Write as _, process::Stdio};

use otklik::domain::report::Report;
use serde_json::Value;

use super::{command, rows};
use crate::support::{Page, Visitor, World};

/// One report as everybody may have it.
pub struct Seen {
    pub page: Page,
    pub json: Value,
    pub table: Vec<BTreeMap<String, String>>,
}

impl Seen {
    /// A figure of the total.
    pub fn total(&self, name: &str) -> &Value {
        &self.json["total"][name]
    }
}

/// What the total of a report counts first.
pub fn counted(report: Report) -> &'static str {
    match report {
        Report::Complaints => "opened",
        Report::Response => "planned",
        Report::Retention | Report::Abc | Report::Rfm => "customers",
        _ => "n",
    }
}

/// Asks for a report by every way of the web; whatever is asked, figures are numbers, markup is markup, and the ways agree.
pub async fn see(visitor: &Visitor, report: Report, query: &str) -> Seen {
    let path = format!("/board/{report}");
    let page = visitor.get(&format!("{path}?{query}")).await;
    assert_eq!(page.status, 200, "{path}?{query}: {}", page.body);
    assert!(page.has("p.board-as-of"), "{path}?{query}");
    for wrong in ["NaN", "inf%", "infinity", "<script>alert"] {
        assert!(!page.body.contains(wrong), "{path}?{query}: {wrong}");
    }
    let file = visitor.get(&format!("{path}.json?{query}")).await;
    assert_eq!(file.status, 200, "{path}.json?{query}: {}", file.body);
    let json: Value = serde_json::from_str(&file.body).expect("JSON");
    let file = visitor.get(&format!("{path}.csv?{query}")).await;
    assert_eq!(file.status, 200, "{path}.csv?{query}: {}", file.body);
    assert!(!file.body.contains("NaN"), "{path}.csv?{query}");
    let table = rows(&file.body);
    let name = counted(report);
    if let Some(count) = table.first().and_then(|row| row.get(name)) {
        assert_eq!(count.parse::<u64>().ok(), json["total"][name].as_u64(), "{path}?{query}");
    }
    let sheet = sheet(visitor, &format!("{path}.xlsx?{query}")).await;
    assert_eq!(sheet.matches("<row ").count(), table.len() + 1, "{path}.xlsx?{query}");
    assert!(!sheet.contains("<f>") && !sheet.contains("NaN"), "{path}.xlsx?{query}");
    Seen { page, json, table }
}

/// The first sheet of a workbook.
pub async fn sheet(visitor: &Visitor, path: &str) -> String {
    let answer = visitor.stream(path, &[]).await;
    assert_eq!(answer.status().as_u16(), 200, "{path}");
    let bytes = answer.bytes().await.expect("a file");
    let mut unpacking = std::process::Command::new("python3")
        .args([
            "-c",
            "import io,sys,zipfile; f=zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read())); \
             sys.stdout.buffer.write(f.read('xl/worksheets/sheet1.xml'))",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3");
    unpacking.stdin.take().expect("an entrance").write_all(&bytes).expect("taken");
    let out = unpacking.wait_with_output().expect("an unpacked part");
    assert!(out.status.success(), "{path} is no workbook");
    String::from_utf8(out.stdout).expect("UTF-8")
}

/// The total that the command tells.
pub async fn commanded(world: &World, report: Report, arguments: &[&str]) -> Value {
    command::json(world, &[&[report.code()][..], arguments].concat()).await["total"].clone()
}

/// A value as an address has it.
pub fn sent(value: &str) -> String {
    url::form_urlencoded::byte_serialize(value.as_bytes()).collect()
}

/// The statement that stores one customer with a purchase, an answer, a departure, a letter asked by and a complaint for
/// each word and number, all of them called by the word, on the first days of July 2026.
pub const ODD_LIVES: &str = "
    WITH v AS (SELECT current_version_id AS id FROM questionnaires WHERE kind = 'purchase'),
    c AS (INSERT INTO customers (external_id, name, segment, manager, channel)
          SELECT 'odd-' || place || '-' || n, 'Вера Тайная', word, word, word
          FROM unnest($1::text[]) WITH ORDINALITY AS w (word, place), generate_series(1, $2::int) AS n
          RETURNING id, external_id, segment),
    p AS (INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency, store, category)
          SELECT 'p-' || external_id, id, '2026-07-03 09:00Z', 100, 'RUB', segment, segment FROM c
          RETURNING id, customer_id, store),
    i AS (INSERT INTO invitations (kind, customer_id, purchase_id, version_id, planned_at, send_at, expires_at, sent_at)
          SELECT 'purchase', customer_id, p.id, v.id, '2026-07-04 09:00Z', '2026-07-04 09:00Z', '2026-08-04 09:00Z',
                 '2026-07-04 09:00Z' FROM p, v RETURNING 1),
    r AS (INSERT INTO responses (external_id, kind, customer_id, purchase_id, version_id, answered_at, changed_at, nps,
                                 satisfaction, ratings, store, comment)
          SELECT 'r-' || p.id, 'purchase', customer_id, p.id, v.id, '2026-07-05 09:00Z', '2026-07-05 09:00Z', p.id % 11,
                 p.id % 11 * 10, ARRAY[p.id % 11, p.id * 7 % 11, p.id * 3 % 11]::smallint[], store, left(store, 900)
          FROM p, v RETURNING 1),
    d AS (INSERT INTO departures (customer_id, left_at, source, category, competitor, comment)
          SELECT customer_id, '2026-07-10 09:00Z', 'import', 'competitor', left(store, 400), left(store, 900)
          FROM p RETURNING 1)
    INSERT INTO complaints (customer_id, purchase_id, state, severity, signals, opened_at, first_answer_due,
                            resolution_due, next_deadline)
    SELECT customer_id, id, 'new', 2, '{}', '2026-07-05 10:00Z', '2026-07-06 10:00Z', '2026-07-07 10:00Z',
           '2026-07-07 10:00Z' FROM p";

/// Lives of all these names, each told `times` over, and counted.
pub async fn odd_lives(world: &World, words: &[&str], times: i32) {
    world.client.execute(ODD_LIVES, &[&words, &times]).await.expect("odd lives");
    world.roll_up().await;
}
