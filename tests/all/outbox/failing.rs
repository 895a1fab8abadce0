//! Letters that wait, fail or are not wanted any more, and say why.

use serde_json::json;

use super::make::{self, about, complaint, failure, state, work, worker, worker_by};
use crate::{mail::server::Server, support::World};

#[tokio::test]
async fn a_temporary_refusal_waits_and_then_succeeds() {
    let world = World::new().await;
    let letter = make::invitation(&world, "c1").await;
    let busy = Server::start(&json!({"recipient": "451 4.7.1 <{address}> greylisted"}));
    let tally = work(&worker(&world, &busy), 0).await;
    assert_eq!((tally.waiting, tally.sent, tally.server_away), (1, 0, false), "{tally:?}");
    assert_eq!(state(&world, letter).await, "queued");
    assert_eq!(failure(&world, letter).await, "451 4.7.1 <c***@customer.example> greylisted");
    assert_eq!(world.count("SELECT count(*) FROM invitations WHERE sent_at IS NULL").await, 1);

    let ready = Server::start(&json!({}));
    let worker = worker(&world, &ready);
    assert_eq!(work(&worker, 0).await.sent, 0, "the pause is kept");
    assert_eq!(work(&worker, 2).await.sent, 1);
    let clean = "SELECT count(*) FROM letters WHERE state = 'sent' AND failure IS NULL AND attempts = 2";
    assert_eq!(world.count(clean).await, 1);
    assert_eq!(ready.taken().len(), 1);
}

#[tokio::test]
async fn an_unknown_mailbox_fails_the_letter_and_marks_the_customer() {
    let world = World::new().await;
    let letter = make::invitation(&world, "c1").await;
    let server = Server::start(&json!({"recipient": "550 5.1.1 <{address}> unknown"}));
    let worker = worker(&world, &server);
    assert_eq!(work(&worker, 0).await.failed, 1);
    assert_eq!(state(&world, letter).await, "failed");
    assert!(!failure(&world, letter).await.contains("c1@"), "no address");
    assert_eq!(world.count("SELECT count(*) FROM customers WHERE bounced_at IS NOT NULL").await, 1);
    assert_eq!(work(&worker, 60 * 24).await.failed, 0, "never again by itself");
}

#[tokio::test]
async fn a_refused_content_fails_the_letter_and_not_the_customer() {
    let world = World::new().await;
    let letter = make::invitation(&world, "c1").await;
    let server = Server::start(&json!({"content": "554 5.7.1 spam"}));
    work(&worker(&world, &server), 0).await;
    assert_eq!(state(&world, letter).await, "failed");
    assert_eq!(world.count("SELECT count(*) FROM customers WHERE bounced_at IS NOT NULL").await, 0);
}

#[tokio::test]
async fn a_server_that_is_away_is_tried_with_growing_pauses_and_given_up() {
    let world = World::new().await;
    let letter = make::invitation(&world, "c1").await;
    let gone = Server::start(&json!({}));
    let worker = worker(&world, &gone);
    assert!(gone.taken().is_empty());
    let mut minutes = 0;
    for pause in [1, 5, 15, 60, 240, 720, 720, 720, 720] {
        let tally = work(&worker, minutes).await;
        assert!(tally.server_away && tally.waiting == 1, "{tally:?} after {minutes} minutes");
        assert_eq!(work(&worker, minutes + pause - 1).await.waiting, 0, "no try within {pause} minutes");
        minutes += pause + 1;
    }
    let tally = work(&worker, minutes).await;
    assert_eq!((tally.failed, tally.waiting), (1, 0), "{tally:?}");
    assert_eq!(state(&world, letter).await, "failed");
    assert_eq!(world.count("SELECT attempts FROM letters").await, 10);
}

#[tokio::test]
async fn a_server_that_is_away_costs_few_letters_a_try() {
    let world = World::new().await;
    for number in 0..20 {
        make::invitation(&world, &format!("c{number}")).await;
    }
    let gone = Server::start(&json!({}));
    let worker = worker(&world, &gone);
    assert!(gone.taken().is_empty());
    assert_eq!(work(&worker, 0).await.waiting, 5);
    assert_eq!(world.count("SELECT count(*) FROM letters WHERE attempts = 0").await, 15);
}

#[tokio::test]
async fn a_connection_lost_after_the_content_is_unknown_and_never_resent() {
    let world = World::new().await;
    let letter = make::invitation(&world, "c1").await;
    let server = Server::start(&json!({"hang_up": "content"}));
    let worker = worker(&world, &server);
    assert_eq!(work(&worker, 0).await.unknown, 1);
    assert_eq!(state(&world, letter).await, "unknown");
    let later = work(&worker, 60 * 24 * 20).await;
    assert_eq!((later.sent, later.waiting, later.unknown), (0, 0, 0));
    assert_eq!(world.count("SELECT attempts FROM letters").await, 1);
}

#[tokio::test]
async fn a_letter_in_hand_when_the_program_stopped_becomes_unknown() {
    let world = World::new().await;
    let letter = make::invitation(&world, "c1").await;
    world.sql("UPDATE letters SET state = 'sending', claimed_at = now(), attempts = 1").await;
    let server = Server::start(&json!({}));
    let worker = worker(&world, &server);
    work(&worker, 14).await;
    assert_eq!(state(&world, letter).await, "sending", "its sender may still be at it");
    work(&worker, 16).await;
    assert_eq!(state(&world, letter).await, "unknown");
    assert_eq!(failure(&world, letter).await, "interrupted");
    assert_eq!(work(&worker, 60 * 24).await.sent, 0);
    assert!(server.taken().is_empty());
}

#[tokio::test]
async fn surveys_that_nobody_wants_any_more_end_with_their_reason() {
    let world = World::new().await;
    let server = Server::start(&json!({}));
    let changes = [
        ("unsubscribed", "UPDATE customers SET unsubscribed_at = now() WHERE external_id = 'unsubscribed'"),
        ("bounced", "UPDATE customers SET bounced_at = now() WHERE external_id = 'bounced'"),
        ("erased", "UPDATE customers SET erased_at = now(), email = NULL WHERE external_id = 'erased'"),
        ("no_address", "UPDATE customers SET email = NULL WHERE external_id = 'no_address'"),
        ("revoked", "UPDATE invitations SET revoked_at = now() WHERE id = (SELECT max(id) FROM invitations)"),
        (
            "answered",
            "UPDATE invitations SET answered_at = now() WHERE id = (SELECT max(id) FROM invitations)",
        ),
        (
            "expired",
            "UPDATE invitations SET expires_at = planned_at + interval '1 second' WHERE id = (SELECT max(id) FROM invitations)",
        ),
    ];
    let mut letters = Vec::new();
    for (why, change) in changes {
        letters.push((why, make::invitation(&world, why).await));
        world.sql(change).await;
    }
    let tally = work(&worker(&world, &server), 0).await;
    assert_eq!((tally.cancelled, tally.sent), (7, 0), "{tally:?}");
    for (why, letter) in letters {
        assert_eq!(
            (state(&world, letter).await.as_str(), failure(&world, letter).await.as_str()),
            ("cancelled", why)
        );
    }
    assert!(server.taken().is_empty());
}

#[tokio::test]
async fn who_unsubscribed_is_still_answered() {
    let world = World::new().await;
    let server = Server::start(&json!({}));
    let case = complaint(&world, "c1").await;
    world.sql("UPDATE customers SET unsubscribed_at = now()").await;
    about(&world, case, "acknowledgement", "").await;
    about(&world, case, "reply", "Вернём деньги.").await;
    assert_eq!(work(&worker(&world, &server), 0).await.sent, 2);
    assert_eq!(server.taken().len(), 2);
}

#[tokio::test]
async fn words_of_staff_that_cannot_leave_are_seen() {
    let world = World::new().await;
    let case = complaint(&world, "c1").await;
    world.sql("UPDATE customers SET email = NULL").await;
    let acknowledgement = about(&world, case, "acknowledgement", "").await;
    let reply = about(&world, case, "reply", "Вернём деньги.").await;
    let folder = tempfile::tempdir().unwrap();
    work(&worker_by(&world, &format!("file:{}", folder.path().display())), 0).await;
    assert_eq!(state(&world, acknowledgement).await, "cancelled");
    assert_eq!(
        (state(&world, reply).await.as_str(), failure(&world, reply).await.as_str()),
        ("failed", "no_address")
    );
}

#[tokio::test]
async fn an_address_that_is_none_fails_without_a_conversation() {
    let world = World::new().await;
    let letter = make::invitation(&world, "c1").await;
    world.sql("UPDATE customers SET email = 'анна@customer.example'").await;
    let server = Server::start(&json!({}));
    assert_eq!(work(&worker(&world, &server), 0).await.failed, 1);
    assert_eq!(state(&world, letter).await, "failed");
    assert!(!failure(&world, letter).await.contains("анна"));
}
