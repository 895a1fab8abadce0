//! How many letters leave in a minute, whoever sends them; and who goes first.

use futures_util::future::join_all;
use serde_json::json;

use super::make::{self, about, complaint, state, work, worker};
use crate::{mail::server::Server, support::World};

async fn at_most(world: &World, per_minute: i32) {
    world
        .sql(&format!(
            "INSERT INTO settings (key, value, changed_at) VALUES ('letters.per_minute', '{per_minute}', now())"
        ))
        .await;
}

#[tokio::test]
async fn the_rate_holds_over_all_workers_and_the_rest_goes_a_minute_later() {
    let world = World::new().await;
    at_most(&world, 12).await;
    let server = Server::start(&json!({}));
    for number in 0..30 {
        make::invitation(&world, &format!("c{number}")).await;
    }
    let workers: Vec<_> = (0..2).map(|_| worker(&world, &server)).collect();
    for (minutes, sent) in [(0, 12), (0, 12), (2, 24), (4, 30)] {
        let tallies = join_all(workers.iter().map(|worker| work(worker, minutes))).await;
        assert_eq!(
            world.count("SELECT count(*) FROM letters WHERE state = 'sent'").await,
            sent,
            "{tallies:?}"
        );
        assert_eq!(tallies.iter().any(|tally| tally.held_back), sent < 30, "{tallies:?}");
    }
    assert_eq!(world.count("SELECT count(*) FROM letters WHERE attempts > 1").await, 0);
    assert_eq!(server.taken().len(), 30);
}

#[tokio::test]
async fn letters_in_hand_elsewhere_count() {
    let world = World::new().await;
    at_most(&world, 3).await;
    let server = Server::start(&json!({}));
    for number in 0..4 {
        make::invitation(&world, &format!("c{number}")).await;
    }
    world
        .sql("UPDATE letters SET state = 'sending', claimed_at = now() WHERE id IN (SELECT id FROM letters ORDER BY id LIMIT 2)")
        .await;
    assert_eq!(work(&worker(&world, &server), 0).await.sent, 1);
}

#[tokio::test]
async fn words_to_people_go_first_and_are_not_held_back() {
    let world = World::new().await;
    at_most(&world, 3).await;
    let server = Server::start(&json!({}));
    for number in 0..8 {
        make::invitation(&world, &format!("c{number}")).await;
    }
    let mut answers = Vec::new();
    for number in 0..4 {
        let case = complaint(&world, &format!("k{number}")).await;
        answers.push(about(&world, case, "reply", "Разбираемся.").await);
    }
    world.sql("UPDATE letters SET due_at = now() - interval '1 day' WHERE kind = 'invitation'").await;
    let worker = worker(&world, &server);
    let tally = work(&worker, 0).await;
    assert_eq!(tally.sent, 4, "all answers, and no survey beyond them: {tally:?}");
    assert!(tally.held_back);
    for answer in &answers {
        assert_eq!(state(&world, *answer).await, "sent");
    }
    assert_eq!(work(&worker, 2).await.sent, 3);
}

#[tokio::test]
async fn a_rate_of_nought_is_no_rate() {
    let world = World::new().await;
    at_most(&world, 0).await;
    let server = Server::start(&json!({}));
    for number in 0..30 {
        make::invitation(&world, &format!("c{number}")).await;
    }
    let tally = work(&worker(&world, &server), 0).await;
    assert_eq!((tally.sent, tally.held_back), (30, false), "{tally:?}");
}
