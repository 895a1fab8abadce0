//! A letter waits, and what it asks about is over meanwhile: they came back, or their complaint is open again.

use serde_json::json;

use super::make::{self, failure, state, work, worker};
use crate::{mail::server::Server, support::World};

/// Makes of a letter one of this kind, about the newest of these.
async fn turn(world: &World, letter: i64, kind: &str, column: &str, table: &str) {
    world
        .sql(&format!(
            "UPDATE invitations SET kind = '{kind}', purchase_id = NULL, {column} = (SELECT max(id) FROM {table}),
                    version_id = (SELECT current_version_id FROM questionnaires WHERE kind = '{kind}')
             WHERE id = (SELECT invitation_id FROM letters WHERE id = {letter})"
        ))
        .await;
}

/// A letter that asks why they left, days after their last purchase; `change` is what happens before it leaves.
async fn exit(world: &World, name: &str, change: &str) -> i64 {
    let letter = make::invitation(world, name).await;
    world
        .sql(&format!(
            "INSERT INTO departures (customer_id, left_at, source)
             SELECT id, now() - interval '1 day', 'staff' FROM customers WHERE external_id = '{name}'"
        ))
        .await;
    turn(world, letter, "exit", "departure_id", "departures").await;
    world.sql(change).await;
    letter
}

#[tokio::test]
async fn who_came_back_is_not_asked_why_they_left() {
    let world = World::new().await;
    let server = Server::start(&json!({}));
    let bought = |amount: i32| {
        format!(
            "INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency)
             SELECT 'b' || external_id, id, now() - interval '1 hour', {amount}, 'RUB'
             FROM customers ORDER BY id DESC LIMIT 1"
        )
    };
    let gone = exit(&world, "gone", "").await;
    let refunded = exit(&world, "refunded", &bought(-5)).await;
    let bought_again = exit(&world, "bought", &bought(5)).await;
    let settled = exit(
        &world,
        "settled",
        "UPDATE departures SET returned_at = now() WHERE id = (SELECT max(id) FROM departures)",
    )
    .await;
    // The watch over silence would revoke these; here it stands still, so that only the letter itself looks.
    world.sql("INSERT INTO settings (key, value) VALUES ('churn.definition', '[1]')").await;
    work(&worker(&world, &server), 1).await;
    assert_eq!(state(&world, gone).await, "sent");
    assert_eq!(state(&world, refunded).await, "sent", "a return of goods is no return of theirs");
    for letter in [bought_again, settled] {
        assert_eq!(
            (state(&world, letter).await, failure(&world, letter).await),
            ("cancelled".into(), "over".into())
        );
    }
}

#[tokio::test]
async fn an_open_complaint_is_not_asked_about_as_if_it_were_solved() {
    let world = World::new().await;
    let server = Server::start(&json!({}));
    let mut letters = Vec::new();
    for complaint_state in ["resolved", "closed", "in_progress", "rejected"] {
        let letter = make::invitation(&world, complaint_state).await;
        make::complaint(&world, &format!("of {complaint_state}")).await;
        world
            .sql(&format!(
                "UPDATE complaints SET state = '{complaint_state}', resolved_at = now(),
                        customer_id = (SELECT customer_id FROM letters WHERE id = {letter})
                 WHERE id = (SELECT max(id) FROM complaints)"
            ))
            .await;
        turn(&world, letter, "resolution", "complaint_id", "complaints").await;
        letters.push(letter);
    }
    work(&worker(&world, &server), 1).await;
    let mut states = Vec::new();
    for letter in letters {
        states.push(state(&world, letter).await);
    }
    assert_eq!(states, ["sent", "sent", "cancelled", "cancelled"]);
}
