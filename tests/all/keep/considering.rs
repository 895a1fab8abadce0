//! Silence: an unfinished answer that asks for a human being opens a complaint after an hour, once.

use super::{hours_pass, keep, look};
use crate::{form::asked, support::World};

const COMPLAINT: &str =
    "SELECT coalesce(string_agg(concat_ws(' ', id, state, severity, array_to_string(signals, ','), version,
    response_id IS NOT NULL), '; ' ORDER BY id), 'none') FROM complaints";
const EVENTS: &str = "SELECT coalesce(string_agg(concat_ws(' ', kind, field, old_value, new_value,
    CASE WHEN invitation_id IS NOT NULL THEN 'unfinished' END, CASE WHEN response_id IS NOT NULL THEN 'answer' END),
    '; ' ORDER BY id), 'none') FROM complaint_events";

#[tokio::test]
async fn a_low_unfinished_score_opens_a_complaint_after_an_hour_once() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let visitor = world.stranger();
    keep(
        &visitor,
        &one.link,
        "touched",
        &[("nps", "2"), ("rating[delivery]", "1"), ("comment", "Пришло битое")],
    )
    .await;
    assert_eq!(hours_pass(&world, 0).await, 0);
    assert_eq!(world.value(COMPLAINT).await, "none");
    assert_eq!(hours_pass(&world, 1).await, 1);
    assert_eq!(hours_pass(&world, 1).await, 0);
    assert_eq!(hours_pass(&world, 9).await, 0);
    assert_eq!(world.value(COMPLAINT).await, "1001 new 4 nps,parameter:delivery 1 f");
    assert_eq!(world.value(EVENTS).await, "opened nps,parameter:delivery unfinished");
    assert_eq!(
        world.value("SELECT concat_ws(' ', first_answer_due - opened_at, next_deadline = first_answer_due) FROM complaints").await,
        "04:00:00 t"
    );
    // The same fields again are no news; a word more is.
    keep(
        &visitor,
        &one.link,
        "touched",
        &[("nps", "2"), ("rating[delivery]", "1"), ("comment", "Пришло битое")],
    )
    .await;
    assert_eq!(hours_pass(&world, 2).await, 0);
    keep(&visitor, &one.link, "touched", &[("nps", "2"), ("comment", "Пришло битое!")]).await;
    assert_eq!(hours_pass(&world, 4).await, 1);
    assert_eq!(world.count("SELECT count(*) FROM complaints").await, 1);

    // The person comes back and sends it: it joins the same complaint.
    let page = look(&visitor, &one.link).await;
    visitor
        .submit(&page, &one.link, &[("nps", "2"), ("comment", "Пришло битое!"), ("contact_me", "1")])
        .await;
    assert_eq!(world.value(COMPLAINT).await, "1001 new 4 nps,parameter:delivery,contact_me 3 t");
    assert!(
        world.value(EVENTS).await.ends_with("signal nps,contact_me answer"),
        "{}",
        world.value(EVENTS).await
    );
    assert_eq!(hours_pass(&world, 9).await, 0);
}

#[tokio::test]
async fn an_unfinished_answer_joins_the_open_complaint_and_makes_it_worse() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let visitor = world.stranger();
    visitor.post(&one.link, &[("nps", "6")]).await;
    world.sql("UPDATE responses SET changed_at = changed_at - interval '1 minute'").await;
    keep(&visitor, &one.link, "touched", &[("nps", "1")]).await;
    assert_eq!(hours_pass(&world, 2).await, 1);
    assert_eq!(world.value(COMPLAINT).await, "1001 new 4 nps 2 t");
    assert_eq!(
        world.value(EVENTS).await,
        "opened nps answer; signal nps unfinished; field severity normal critical unfinished"
    );
}

#[tokio::test]
async fn what_was_only_seen_or_discarded_or_sent_or_content_opens_nothing() {
    let world = World::new().await;
    let visitor = world.stranger();
    let seen = asked(&world, "seen").await;
    keep(&visitor, &seen.link, "seen", &[("nps", "0")]).await;
    let sent = asked(&world, "sent").await;
    keep(&visitor, &sent.link, "touched", &[("nps", "0")]).await;
    visitor.post(&sent.link, &[("nps", "10")]).await;
    let content = asked(&world, "content").await;
    keep(&visitor, &content.link, "touched", &[("nps", "9"), ("comment", "Всё хорошо")]).await;
    let robot = asked(&world, "robot").await;
    keep(&visitor, &robot.link, "seen", &[("nps", "0")]).await;
    world
        .sql("UPDATE partial_answers SET discarded_at = now(), discarded_why = 'burst' WHERE sign = 'seen'")
        .await;
    assert_eq!(hours_pass(&world, 5).await, 0);
    assert_eq!(world.value(COMPLAINT).await, "none");
    assert_eq!(world.count("SELECT count(*) FROM letters").await, 0);
}

#[tokio::test]
async fn clicks_amid_a_burst_open_nothing_and_words_do() {
    let world = World::new().await;
    let visitor = world.stranger();
    for (name, comment) in [("clicks", ""), ("words", "Верните деньги")] {
        let one = asked(&world, name).await;
        look(&visitor, &format!("{}?nps=1", one.link)).await;
        look(&visitor, &format!("{}?nps=2", one.link)).await;
        let found = format!(
            "SELECT count(*) FROM link_visits WHERE verdict = 'burst' AND invitation_id = {}",
            one.invitation
        );
        world.becomes(&found, "2").await;
        keep(&visitor, &one.link, "touched", &[("nps", "0"), ("comment", comment)]).await;
    }
    assert_eq!(hours_pass(&world, 2).await, 1);
    assert_eq!(
        world.value("SELECT u.external_id FROM complaints c JOIN customers u ON u.id = c.customer_id").await,
        "words"
    );
}

#[tokio::test]
async fn two_processes_consider_a_silence_once() {
    let world = World::new().await;
    let visitor = world.stranger();
    for nth in 0..20 {
        let one = asked(&world, &format!("k{nth}")).await;
        keep(&visitor, &one.link, "touched", &[("nps", "0")]).await;
    }
    let (left, right) = tokio::join!(hours_pass(&world, 2), hours_pass(&world, 2));
    assert_eq!(left + right, 20);
    assert_eq!(world.count("SELECT count(*) FROM complaints WHERE version = 1").await, 20);
    assert_eq!(world.count("SELECT count(*) FROM complaint_events").await, 20);
}

#[tokio::test]
async fn the_search_for_silence_uses_its_index() {
    let world = World::new().await;
    world.sql("SET enable_seqscan = off").await;
    let query = otklik::store::partial_answers::SILENT.replace("$1", "now()").replace("$2", "200");
    let plan = world.client.query(&format!("EXPLAIN {query}"), &[]).await.expect("a plan");
    let plan: Vec<String> = plan.iter().map(|row| row.get(0)).collect();
    assert!(plan.join("\n").contains("partial_answers_to_consider_idx"), "{plan:#?}");
}
