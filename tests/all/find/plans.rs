//! The plan of each query on a filled table: no list, counter or search reads complaints from end to end.
//!
//! freescout#4069, freescout#1646: lists of hundreds of thousands; freescout#1014, freescout#4116, chatwoot#15828: searching
//! without an index; chatwoot#15225, chatwoot#9300: a look-up a row without one; osTicket#5365, osTicket#5393, osTicket#4805,
//! osTicket PR 6034, zammad#5214, zammad#5776, zammad#2706: counters and overviews that count everything; chatwoot#5161: a slow
//! search that everybody else waited for.

use chrono::Utc;
use otklik::{
    domain::{complaint_filter::Filter, complaint_search::Sought},
    store::complaint_lists::{self, Cursor, Reader},
};

use super::many;
use crate::support::World;

fn filter(query: &str) -> Filter {
    let pairs = url::form_urlencoded::parse(query.as_bytes()).into_owned();
    let (filter, unknown) = Filter::read(pairs);
    assert_eq!(unknown, Vec::<String>::new());
    filter
}

pub async fn plan(world: &World, statement: &str) -> String {
    let rows = world
        .client
        .query(&format!("EXPLAIN (ANALYZE, BUFFERS, TIMING OFF) {statement}"), &[])
        .await
        .unwrap_or_else(|error| panic!("{statement}: {error:?}"));
    rows.iter().map(|row| row.get::<_, String>(0)).collect::<Vec<_>>().join("\n")
}

/// 8-KiB pages that the plan touched.
pub fn buffers(plan: &str) -> u64 {
    let line = plan.lines().find(|line| line.trim_start().starts_with("Buffers: shared")).expect("buffers");
    line.split([' ', '=']).filter_map(|part| part.parse::<u64>().ok()).sum()
}

fn reader() -> Reader {
    Reader { id: 1, now: Utc::now(), zone: chrono_tz::Tz::Europe__Moscow }
}

#[tokio::test]
async fn lists_counters_and_searches_read_indexes() {
    let world = World::new().await;
    many(&world, 50_000).await;
    let later = |query: &str| {
        let rank = if query.contains("priority") { 50 } else { 0 };
        Some(Cursor { rank, at: Some(Utc::now()), id: 40_000 })
    };
    // Walked in the order of the list, from the beginning and from the middle.
    for (query, index) in [
        ("", "complaints_queue_idx"),
        ("owner=2", "complaints_owner_idx"),
        ("owner=nobody", "complaints_free_idx"),
        ("state=waiting_for_customer", "complaints_state_idx"),
        ("severity=critical", "complaints_severity_idx"),
        ("due=overdue", "complaints_queue_idx"),
        ("sort=priority", "complaints_priority_idx"),
        ("sort=opened", "complaints_open_opened_idx"),
        ("state=any", "complaints_opened_idx"),
        ("state=over", "complaints_finished_idx"),
        ("unanswered=yes", "complaints_queue_idx"),
        ("owner=nobody&severity=high", "complaints_free_idx"),
    ] {
        for after in [None, later(query)] {
            let statement = complaint_lists::walk_statement(&filter(query), reader(), after).written();
            let plan = plan(&world, &statement).await;
            assert!(plan.contains(index), "{query} {after:?}\n{plan}");
            assert!(!plan.contains("Seq Scan on complaint"), "{query} {after:?}\n{plan}");
            assert!(buffers(&plan) < 6_000, "{query} {after:?}\n{plan}");
        }
    }
    // Few fit: gathered by the index over facets.
    for (query, index) in [
        ("signal=parameter%3Aprice&severity=high", "complaints_open_facets_idx"),
        ("state=over&cause=delivery&store=none", "complaints_over_facets_idx"),
        ("state=any&cause=quality", "complaints_over_facets_idx"),
    ] {
        let statement = complaint_lists::gather_statement(&filter(query), reader(), None).written();
        let plan = plan(&world, &statement).await;
        assert!(plan.contains(index), "{query}\n{plan}");
        assert!(!plan.contains("Seq Scan on complaint"), "{query}\n{plan}");
        assert!(buffers(&plan) < 6_000, "{query}\n{plan}");
    }
    let counted: Vec<Filter> = [
        "",
        "owner=me",
        "owner=nobody",
        "due=overdue",
        "state=waiting_for_customer",
        "severity=high&cause=quality",
    ]
    .into_iter()
    .map(filter)
    .collect();
    let statement = complaint_lists::counts_statement(&counted, reader()).written();
    let told = plan(&world, &statement).await;
    assert!(!told.contains("Seq Scan on complaint"), "{told}");
    assert!(buffers(&told) < 6_000, "{told}");
    let connection = world.connection().await;
    for words in ["диван", "бегемот", "продав", "+79161234567", "1042"] {
        let filter = filter(&format!("q={words}"));
        let sought = Sought::read(words).expect("words");
        let statements = complaint_lists::search_statements(&connection, &filter, &sought, reader(), None)
            .await
            .expect("statements");
        for (road, index) in statements.iter().zip(["complaint_words_pkey", "complaint_words_idx"]) {
            // A word of every third complaint is found among the newest; the other road is not taken.
            if index == "complaint_words_idx" && matches!(words, "диван" | "продав") {
                continue;
            }
            let plan = plan(&world, &road.written()).await;
            assert!(plan.contains(index), "{words}\n{plan}");
            assert!(!plan.contains("Seq Scan on complaint"), "{words}\n{plan}");
        }
    }
}

#[tokio::test]
async fn few_of_many_found_are_reached_by_bounded_steps() {
    let world = World::new().await;
    many(&world, 20_000).await;
    let connection = world.connection().await;
    // Only the oldest have the rest of the filter, behind thousands of newer ones with the word.
    let condition = "EXISTS (SELECT FROM complaint_events e WHERE e.complaint_id = c.id AND e.body LIKE 'Диван%') AND c.id < (SELECT min(id) + 90 FROM complaints) AND c.id % 5 <> 0";
    world.sql(&format!("UPDATE complaints c SET root_cause = 'quality' WHERE {condition}")).await;
    let filter = filter("q=%D0%B4%D0%B8%D0%B2%D0%B0%D0%BD&cause=quality");
    let sought = Sought::read(&filter.words).expect("words");
    let (mut shown, mut after, mut steps) = (Vec::new(), None, 0);
    loop {
        let found =
            complaint_lists::found(&connection, &filter, &sought, reader(), after).await.expect("found");
        assert!(found.lines.len() <= complaint_lists::PAGE);
        shown.extend(found.lines.iter().map(|line| line.id));
        steps += 1;
        let Some(next) = found.next else { break };
        assert!(after.is_none_or(|after| next < after), "{next} {after:?}");
        after = Some(next);
    }
    let wanted = world
        .value(&format!(
            "SELECT string_agg(id::text, ',' ORDER BY id DESC) FROM complaints c WHERE {condition}"
        ))
        .await;
    assert_eq!(shown.iter().map(i64::to_string).collect::<Vec<_>>().join(","), wanted);
    assert_eq!((shown.len(), steps), (24, 1));
}

#[tokio::test]
async fn a_late_page_costs_what_the_first_does() {
    let world = World::new().await;
    many(&world, 50_000).await;
    let last = world
        .client
        .query_one(
            "SELECT 1, id FROM complaints WHERE state IN ('new','in_progress','waiting_for_customer')
             ORDER BY next_deadline, id OFFSET 9000 LIMIT 1",
            &[],
        )
        .await
        .expect("a place");
    let moment: chrono::DateTime<Utc> =
        world.value(&format!("SELECT to_char(next_deadline AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') FROM complaints WHERE id = {}", last.get::<_, i64>(1)))
            .await
            .parse()
            .expect("a moment");
    let there = Some(Cursor { rank: 0, at: Some(moment), id: last.get(1) });
    let first = plan(&world, &complaint_lists::walk_statement(&filter(""), reader(), None).written()).await;
    let late = plan(&world, &complaint_lists::walk_statement(&filter(""), reader(), there).written()).await;
    assert!(buffers(&late) < buffers(&first) * 2 + 50, "{first}\n{late}");
}
