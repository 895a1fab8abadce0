//! Names that nobody would give: as values, as filters of an address, in files, in saved views, in the Monday letter.

use otklik::domain::{report::Report, role::Role};
use serde_json::Value;

use super::{commanded, counted, odd_lives, see, sent};
use crate::{
    board::{
        Told,
        overview::letters::{send, subscribe},
        preset_version, rows, tell, times,
    },
    support::World,
};

/// Quotes, markup, a line break, marks of writing from right to left, a picture, signs of LIKE and of escapes.
const ODD: &str = "'\"<script>alert(1)</script>\n\u{202e}\u{200f}😀 %_\\";
const TIMES: i32 = 12;

/// Whether these are the very words; of very long ones facts keep the beginning.
fn is(text: &str, word: &str) -> bool {
    text == word || word.len() > 1_000 && text.len() > 190 && word.starts_with(text)
}

/// Whether these very words are somewhere in it.
fn says(value: &Value, word: &str) -> bool {
    match value {
        Value::String(text) => is(text, word),
        Value::Array(all) => all.iter().any(|one| says(one, word)),
        Value::Object(all) => all.values().any(|one| says(one, word)),
        _ => false,
    }
}

/// Whether a spreadsheet would take words for a formula.
fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err()
}

#[tokio::test]
async fn odd_names_are_words_wherever_they_stand() {
    let world = World::new().await;
    let long = "Ж".repeat(5_000);
    let words = [ODD, "=1+1", &long, "@SUM(A1)", "-1x", "\t+7"];
    odd_lives(&world, &words, TIMES).await;
    let visitor = world.signed_in(Role::Executive).await;
    let july = "from=2026-07-01&to=2026-08-01";
    for report in Report::all().iter().copied() {
        let all = see(&visitor, report, &format!("{july}&by=segment")).await;
        let of_names = report.by().is_some();
        if of_names {
            let text: String = all.page.html().root_element().text().collect();
            assert!(text.contains("<script>alert(1)</script>"), "{report}");
            for word in words {
                assert!(says(&all.json, word), "{report}: {word:.20}");
                let guarded = if is_formula(word) { format!("'{word}") } else { word.to_owned() };
                assert!(all.table.iter().any(|row| is(&row["name"], &guarded)), "{report}: {guarded:.20}");
            }
        }
        for row in &all.table {
            let formula = row.values().find(|cell| is_formula(cell));
            assert_eq!(formula, None, "{report}");
        }
        let each = if report == Report::Drivers { 0 } else { TIMES };
        for word in &words[..3] {
            let one = see(&visitor, report, &format!("{july}&store={}", sent(word))).await;
            assert_eq!(one.total(counted(report)).as_i64(), Some(each.into()), "{report}: {word:.20}");
        }
    }
    let command = commanded(&world, Report::Complaints, &["--where", &format!("store={ODD}")]).await;
    assert_eq!(command["opened"], TIMES);
    for subject in ["answers", "departures", "complaints", "invitations"] {
        for word in words {
            let query = format!("{july}&store={}", sent(word));
            let list = visitor.get(&format!("/board/rows/{subject}?{query}")).await;
            assert_eq!(list.attributes("[data-count]", "data-count"), [TIMES.to_string()], "{subject}");
            assert!(!list.body.contains("<script>alert"), "{subject}");
            let file = rows(&visitor.get(&format!("/board/rows/{subject}.csv?{query}")).await.body);
            assert_eq!(file.len(), 12, "{subject}");
            assert!(!file[0].values().any(|cell| is_formula(cell)), "{subject}: {:?}", file[0]);
        }
        let sheet = super::sheet(&visitor, &format!("/board/rows/{subject}.xlsx?{july}")).await;
        assert_eq!(sheet.matches("<row ").count(), 1 + 12 * words.len(), "{subject}");
        assert!(!sheet.contains("<f>") && !sheet.contains("<script>"), "{subject}");
    }
}

#[tokio::test]
async fn odd_names_are_words_in_saved_views_and_in_the_letter() {
    let world = World::new().await;
    let version = preset_version(&world).await;
    let told = |at, nps, store| Told { at, nps: Some(nps), store: Some(store), ..Told::default() };
    let (before, now) = ("2026-09-30T10:00:00Z", "2026-10-07T10:00:00Z");
    for (at, nps, store) in [(before, 10, ODD), (now, 1, ODD), (before, 9, "Север"), (now, 9, "Север")]
    {
        tell(&world, version, &times(60, &told(at, nps, store))).await;
    }
    let visitor = world.signed_in(Role::Executive).await;
    let address = format!("nps?from=2026-10-05&to=2026-10-12&store={}", sent(ODD));
    let page = visitor.get(&format!("/board/{address}")).await;
    // Pressed twice, and both at once, it is one view.
    let typed = [("name", ODD), ("shared", "1")];
    let once = || visitor.submit(&page, "/board/views", &typed);
    let (one, other) = tokio::join!(once(), once());
    let third = once().await;
    assert_eq!((one.status, other.status, third.status), (303, 303, 303), "{}", one.body);
    assert_eq!(world.count("SELECT count(*) FROM saved_views WHERE room = 'board'").await, 1);
    let theirs = world.signed_in(Role::Lead).await.get("/board/overview").await;
    assert!(!theirs.body.contains("<script>alert"));
    let names = theirs.texts(".board-view-head a");
    assert!(names[0].contains("<script>alert(1)</script>") && names[0].contains("%_\\"), "{names:?}");
    let opened = visitor.get(&theirs.attributes(".board-view-head a", "href")[0]).await;
    assert_eq!(opened.texts(".board-figure"), ["−100,0"]);

    let id = world.count("SELECT id FROM saved_views WHERE room = 'board'").await;
    for view in [None, None, Some(id), Some(id)] {
        subscribe(&world, &visitor, "overview", view).await;
    }
    assert_eq!(world.count("SELECT count(*) FROM digest_subscriptions").await, 2);
    let letters = send(&world, "2026-10-12T05:05:00Z".parse().expect("a moment")).await;
    assert!(!letters.is_empty());
    for (subject, text, html, _) in &letters {
        assert!(!subject.contains(['\n', '\r']) && !subject.contains("<script>"), "{subject}");
        assert!(!html.contains("<script>alert"), "{html}");
        assert_eq!(text.contains("<script>alert"), html.contains("&lt;script&gt;"), "{text}");
    }
    assert!(letters.iter().any(|(_, text, ..)| text.contains("<script>alert(1)</script>")));
}
