//! Every count of every report leads to the very rows it counts: the list says as many, and its file has as many rows.

use std::collections::BTreeMap;

use otklik::domain::{report::Report, role::Role};

use super::{complaints, reasons, response, rows};
use crate::support::{Page, Visitor, World};

/// Links to rows, and to the words behind a theme.
const LINKS: &str = "a[href^='/board/rows/'], a[data-counts]";

/// The count that a link says, if it says one: of shares and scores it is told beside.
fn count(link: &scraper::ElementRef<'_>) -> Option<String> {
    if let Some(count) = link.attr("data-counts") {
        return Some(count.to_owned());
    }
    let text: String = match link.attr("aria-label") {
        // A column: `Оценка 9: 18, 4,5 %`.
        Some(label) => label.split_once(": ")?.1.split_once(", ")?.0.to_owned(),
        None => link.text().collect(),
    };
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let number = text.trim_matches(|one: char| one.is_alphabetic() || one.is_whitespace());
    let is_number = number.chars().all(|one| one.is_ascii_digit() || ",\u{a0}\u{202f}".contains(one));
    (is_number && !number.is_empty()).then(|| digits(number))
}

/// What links of a page say, by where they lead.
fn counts(page: &Page) -> BTreeMap<String, Option<String>> {
    let html = page.html();
    let links = scraper::Selector::parse(LINKS).expect("a selector");
    html.select(&links)
        .map(|link| (link.attr("href").expect("an address").to_owned(), count(&link)))
        .collect()
}

/// All subjects at once: what was bought and asked, answered with words and ratings, complained of, and who left.
async fn everything(world: &World) {
    response::mixed(world).await;
    reasons::mixed(world).await;
    let complaints: Vec<_> = complaints::mixed();
    complaints::told(world, &complaints).await;
    world
        .sql(
            "UPDATE complaints SET opened_at = opened_at + interval '20 months', resolved_at = resolved_at + interval '20 months',
                 first_answered_at = first_answered_at + interval '20 months';
             UPDATE responses r SET satisfaction = r.id % 11 * 10, nps = (r.id * 7 % 11)::smallint,
                 ratings = (SELECT array_agg(((r.id * k + k) % 11)::smallint) FROM unnest(v.parameters) WITH ORDINALITY AS p (code, k)),
                 comment = CASE WHEN r.id % 3 > 0 THEN 'Долго везли чай, курьер не звонил' ELSE 'Вкусный чай, спасибо' END
             FROM questionnaire_versions v WHERE v.id = r.version_id",
        )
        .await;
    world.roll_up().await;
}

/// Follows what was not followed yet; answers how many counts were met.
async fn follow(visitor: &Visitor, path: &str, known: &mut BTreeMap<String, String>) -> usize {
    let page = visitor.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    let counts = counts(&page);
    let said = counts.values().flatten().count();
    for (address, count) in counts {
        if !known.contains_key(&address) {
            let list = visitor.get(&address).await;
            assert_eq!(list.status, 200, "{path}: {address}");
            let found = list.attributes("[data-count]", "data-count");
            assert_eq!(found.len(), 1, "{path}: {address}");
            known.insert(address.clone(), found[0].clone());
            // Who reads reports alone meets no customer.
            assert!(!list.body.contains("Тайная") && !list.body.contains("/desk/"), "{address}");
            if address.starts_with("/board/rows/") {
                let listed = list.texts(".board-answer, .board-departure, .board-buyer").len();
                assert_eq!(listed, found[0].parse::<usize>().expect("a count").min(50), "{address}");
            }
            // Every list is a page; the lists of facts are files, too.
            let file = ["answers", "departures", "complaints", "invitations"]
                .iter()
                .find(|subject| address.starts_with(&format!("/board/rows/{subject}?")));
            if let Some(subject) = file.filter(|_| known.len().is_multiple_of(4)) {
                let name = format!("/board/rows/{subject}");
                let file = visitor.get(&address.replacen(&name, &format!("{name}.csv"), 1)).await;
                assert_eq!(file.status, 200, "{address}");
                assert_eq!(rows(&file.body).len().to_string(), found[0], "{address}");
            }
        }
        if let Some(count) = count {
            assert_eq!(known[&address], count, "{path}: {address}");
        }
    }
    said
}

#[tokio::test]
async fn every_count_of_every_report_leads_to_its_rows() {
    let world = World::new().await;
    everything(&world).await;
    let visitor = world.signed_in(Role::Executive).await;
    let mut known = BTreeMap::new();
    let days = "from=2026-09-01&to=2026-11-01&grain=month";
    for report in Report::all() {
        let said = follow(&visitor, &format!("/board/{report}?{days}"), &mut known).await;
        assert!(said > 0, "{report}: {said}");
        let center = format!("/board/{report}?{days}&store=%D0%A6%D0%B5%D0%BD%D1%82%D1%80");
        follow(&visitor, &center, &mut known).await;
    }
    world.sql("UPDATE staff SET language = 'en'").await;
    for report in Report::all() {
        follow(&visitor, &format!("/board/{report}?{days}&by=store"), &mut known).await;
    }
    assert!(known.len() > 400, "{}", known.len());
    assert!(known.values().any(|count| count.len() > 2), "counts of many digits are followed, too");
}
