//! Discontent becomes a complaint by rules; one open complaint for a customer and purchase.

use super::{Asked, asked, link};
use crate::support::World;

const EVENTS: &str =
    "SELECT coalesce(string_agg(concat_ws(' ', kind, field, old_value, new_value), '; ' ORDER BY id), '')
    FROM complaint_events";
const COMPLAINT: &str =
    "SELECT concat_ws(' ', id, state, severity, array_to_string(signals, ','), version) FROM complaints";

#[tokio::test]
async fn a_detractor_opens_a_complaint_with_its_history_and_deadlines() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let visitor = world.stranger();
    visitor.post(&one.link, &[("nps", "2"), ("rating[delivery]", "3"), ("rating[price]", "4")]).await;
    assert_eq!(world.value(COMPLAINT).await, "1001 new 4 nps,parameter:delivery 1");
    assert_eq!(world.value(EVENTS).await, "opened nps,parameter:delivery");
    assert_eq!(
        world
            .value(
                "SELECT concat_ws(' ', first_answer_due - opened_at, resolution_due - opened_at,
                     next_deadline = first_answer_due, opened_at = (SELECT answered_at FROM responses),
                     response_id = (SELECT id FROM responses)) FROM complaints"
            )
            .await,
        "04:00:00 1 day t t t"
    );
    let thanks = visitor.get(&format!("{}/thanks", one.link)).await;
    assert_eq!(thanks.texts("h2")[0], "Обращение № 1001 зарегистрировано");
    assert_eq!(world.count("SELECT count(*) FROM letters").await, 0);
}

#[tokio::test]
async fn asking_for_contact_is_acknowledged_by_a_letter_where_one_can_arrive() {
    let world = World::new().await;
    let reachable = asked(&world, "k1").await;
    let visitor = world.stranger();
    visitor.post(&reachable.link, &[("nps", "10"), ("contact_me", "1")]).await;
    assert_eq!(world.value(COMPLAINT).await, "1001 new 2 contact_me 1");
    assert_eq!(
        world
            .value(
                "SELECT concat_ws(' ', l.kind, l.state, l.complaint_id, l.customer_id = c.customer_id, due_at = c.opened_at,
                     e.letter_id = l.id)
                 FROM letters l JOIN complaints c ON c.id = l.complaint_id JOIN complaint_events e ON e.complaint_id = c.id"
            )
            .await,
        "acknowledgement queued 1001 t t t"
    );
    for (nth, change) in ["email = NULL", "bounced_at = now()", "erased_at = now()"].iter().enumerate() {
        let one = asked(&world, &format!("unreachable-{nth}")).await;
        world.sql(&format!("UPDATE customers SET {change} WHERE id = {}", one.customer)).await;
        visitor.post(&one.link, &[("nps", "10"), ("contact_me", "1")]).await;
    }
    assert_eq!(world.count("SELECT count(*) FROM complaints").await, 4);
    assert_eq!(world.count("SELECT count(*) FROM letters").await, 1);
}

#[tokio::test]
async fn content_opens_nothing() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let typed = [
        ("nps", "7"),
        ("satisfaction", "0"),
        ("rating[price]", "4"),
        ("rating[service]", "na"),
        ("comment", "Ужас"),
    ];
    world.stranger().post(&one.link, &typed).await;
    assert_eq!(
        world
            .count("SELECT (SELECT count(*) FROM complaints) + (SELECT count(*) FROM complaint_events)")
            .await,
        0
    );
}

/// The same purchase asked about by another survey.
async fn second(world: &World, one: &Asked) -> String {
    world
        .sql(&format!(
            "INSERT INTO invitations (kind, customer_id, purchase_id, version_id, planned_at, send_at, expires_at)
             SELECT 'resolution', customer_id, purchase_id, version_id, planned_at, send_at, expires_at
             FROM invitations WHERE id = {}",
            one.invitation
        ))
        .await;
    link(world, world.count("SELECT max(id) FROM invitations").await)
}

#[tokio::test]
async fn a_second_signal_joins_the_open_complaint_and_makes_it_worse() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let other = second(&world, &one).await;
    let visitor = world.stranger();
    visitor.post(&one.link, &[("nps", "6")]).await;
    world.sql("UPDATE complaints SET opened_at = opened_at - interval '2 hours'").await;
    visitor.post(&other, &[("nps", "1"), ("contact_me", "1")]).await;
    assert_eq!(world.value(COMPLAINT).await, "1001 new 4 nps,contact_me 2");
    assert_eq!(
        world.value(EVENTS).await,
        "opened nps; signal nps,contact_me; field severity normal critical"
    );
    // Four hours from the signal that made it critical.
    assert_eq!(
        world
            .value(
                "SELECT concat_ws(' ', first_answer_due - (SELECT max(answered_at) FROM responses),
                     next_deadline = first_answer_due) FROM complaints"
            )
            .await,
        "04:00:00 t"
    );
    // A weaker one joins too, and takes nothing back.
    visitor.post(&other, &[("nps", "1"), ("rating[price]", "2")]).await;
    assert_eq!(world.value(COMPLAINT).await, "1001 new 4 nps,contact_me,parameter:price 3");
    assert_eq!(world.count("SELECT count(*) FROM letters").await, 0);
}

#[tokio::test]
async fn clocks_stand_still_while_the_customer_is_awaited() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let visitor = world.stranger();
    visitor.post(&one.link, &[("nps", "6")]).await;
    world.sql("UPDATE complaints SET state = 'waiting_for_customer', next_deadline = '9999-01-01Z'").await;
    visitor.post(&one.link, &[("nps", "0")]).await;
    assert_eq!(world.value(COMPLAINT).await, "1001 waiting_for_customer 4 nps 2");
    assert_eq!(world.count("SELECT count(*) FROM complaints WHERE next_deadline = '9999-01-01Z'").await, 1);
}

#[tokio::test]
async fn an_answer_corrected_to_content_is_told_and_closes_nothing() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let visitor = world.stranger();
    visitor.post(&one.link, &[("nps", "3")]).await;
    visitor.post(&one.link, &[("nps", "9")]).await;
    assert_eq!(world.value(COMPLAINT).await, "1001 new 3 nps 2");
    assert_eq!(world.value(EVENTS).await, "opened nps; field signals nps");
    let thanks = visitor.get(&format!("{}/thanks", one.link)).await;
    assert!(!thanks.body.contains("1001"), "it is not theirs any more to hear of");
}

#[tokio::test]
async fn somebody_elses_complaint_is_not_touched_or_shown() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let other = asked(&world, "k2").await;
    let visitor = world.stranger();
    visitor.post(&one.link, &[("nps", "0")]).await;
    visitor.post(&other.link, &[("nps", "0")]).await;
    assert_eq!(world.count("SELECT count(*) FROM complaints").await, 2);
    let thanks = visitor.get(&format!("{}/thanks", other.link)).await;
    assert!(thanks.body.contains("1002") && !thanks.body.contains("1001"));
}

#[tokio::test]
async fn after_it_was_resolved_new_discontent_opens_another() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let visitor = world.stranger();
    visitor.post(&one.link, &[("nps", "3")]).await;
    world
        .sql("UPDATE complaints SET state = 'resolved', resolved_at = now(), next_deadline = '9999-01-01Z'")
        .await;
    visitor.post(&one.link, &[("nps", "3")]).await;
    assert_eq!(world.count("SELECT count(*) FROM complaints").await, 1);
    visitor.post(&one.link, &[("nps", "1")]).await;
    assert_eq!(
        world.value("SELECT string_agg(state, ' ' ORDER BY id) FROM complaints").await,
        "resolved new"
    );
}
