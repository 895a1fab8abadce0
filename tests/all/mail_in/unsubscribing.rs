//! Ending the letters by a letter: the address in `List-Unsubscribe`, a subject that says so; and who is not heard.

use mail_parser::MessageParser;
use otklik::domain::{email::EmailAddress, letterbox};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::make::{self, Sent, listed, marks, post, post_to, sample, sent};
use crate::{mail::server::Server, support::World};

const INBOX: &str = "otklik@shop.example";

fn address(world: &World, invitation: i64) -> String {
    let inbox = EmailAddress::parse(INBOX).expect("an address");
    letterbox::address(&world.shared.keys, &inbox, letterbox::Purpose::Unsubscribe, invitation)
        .expect("fits")
        .to_string()
}

fn words(sent: &Sent, inbox: &str, subject: &str) -> Vec<u8> {
    sample("words", sent, &[("inbox", inbox), ("subject", subject), ("mark", subject)])
}

#[tokio::test]
async fn a_letter_to_the_address_that_we_gave_ends_the_surveys() {
    let world =
        World::with(&[("OTKLIK_MAIL_INBOX", INBOX), ("OTKLIK_MAIL_RETURN", "back@shop.example")]).await;
    let sent = sent(&world, "c1").await;
    world.sql("UPDATE letters SET state = 'queued', due_at = now()").await;
    let server = Server::start(&json!({}));
    let worker = make::worker(&world, server.port);
    let later = || chrono::Utc::now() + chrono::Duration::minutes(1);
    assert_eq!(worker.once(&later, &CancellationToken::new()).await.expect("a round").sent, 1);
    let taken = server.taken();
    let message = MessageParser::default().parse(&taken[0].raw).expect("a message");
    let listed_as = message.header_raw("List-Unsubscribe").expect("a header").trim().to_owned();
    let ours = address(&world, sent.invitation);
    let link = format!("<{}/s/{}/unsubscribe>", world.base, world.shared.keys.sign(sent.invitation));
    assert_eq!(listed_as, format!("{link}, <mailto:{ours}?subject=unsubscribe>"));
    assert_eq!(
        message.header_raw("List-Unsubscribe-Post").map(str::trim),
        Some("List-Unsubscribe=One-Click")
    );
    let sender = taken[0].about["sender"].as_str().expect("a sender").to_owned();
    assert_eq!(letterbox::read(&world.shared.keys, &sender), Some((letterbox::Purpose::Bounce, sent.letter)));

    assert_eq!(post(&world, words(&sent, &ours, "unsubscribe")).await, "unsubscribe, unsubscribed");
    assert_eq!(marks(&world, sent.customer).await, "unsubscribed");
    assert_eq!(listed(&world).await, "c1@customer.example unsubscribed");
    assert_eq!(post(&world, words(&sent, &ours, "ещё раз")).await, "unsubscribe, unsubscribed");
    let audited = "SELECT count(*) FROM audit_events WHERE action = 'customer.unsubscribed'";
    assert_eq!(world.count(audited).await, 1, "twice is once");

    // The way back is the page, as for the link.
    let path = format!("/s/{}/unsubscribe", world.shared.keys.sign(sent.invitation));
    let visitor = world.stranger();
    let page = visitor.get(&path).await;
    visitor.submit(&page, &path, &[("do", "subscribe")]).await;
    assert_eq!((marks(&world, sent.customer).await.as_str(), listed(&world).await.as_str()), ("", ""));
}

#[tokio::test]
async fn without_an_inbox_there_is_the_link_alone_and_the_sender_is_ours() {
    let world = World::new().await;
    sent(&world, "c1").await;
    world.sql("UPDATE letters SET state = 'queued', due_at = now()").await;
    let server = Server::start(&json!({}));
    let later = || chrono::Utc::now() + chrono::Duration::minutes(1);
    make::worker(&world, server.port).once(&later, &CancellationToken::new()).await.expect("a round");
    let taken = server.taken();
    let text = String::from_utf8_lossy(&taken[0].raw).into_owned();
    assert!(text.contains("List-Unsubscribe: <http") && !text.contains("mailto:"));
    assert_eq!(taken[0].about["sender"], "care@shop.example");
}

#[tokio::test]
async fn a_reply_whose_whole_subject_is_the_wish_is_heard_and_any_other_is_shown() {
    let world = World::new().await;
    for (number, subject) in ["unsubscribe", "СТОП", "Отписаться"].into_iter().enumerate() {
        let sent = sent(&world, &format!("c{number}")).await;
        assert_eq!(
            post(&world, words(&sent, INBOX, subject)).await,
            "unsubscribe, unsubscribed",
            "{subject}"
        );
        assert_eq!(marks(&world, sent.customer).await, "unsubscribed");
    }
    let sent = sent(&world, "other").await;
    for subject in ["Re: unsubscribe", "Как отписаться от соседей?", ""] {
        assert_eq!(post(&world, words(&sent, INBOX, subject)).await, "words, look", "{subject}");
    }
    assert_eq!(marks(&world, sent.customer).await, "");
}

#[tokio::test]
async fn machines_that_answer_end_nothing_and_hear_nothing() {
    let world = World::with(&[("OTKLIK_MAIL_INBOX", INBOX)]).await;
    let sent = sent(&world, "c1").await;
    let ours = address(&world, sent.invitation);
    assert_eq!(post(&world, sample("holiday", &sent, &[("inbox", &ours)])).await, "automatic, noted");
    assert_eq!(post(&world, sample("postfix_hard", &sent, &[("inbox", &ours)])).await, "bounce, suppressed");
    assert_eq!(marks(&world, sent.customer).await, "bounced", "only what the return says");
    assert_eq!(world.count("SELECT count(*) FROM letters").await, 1, "nothing is ever answered");
}

#[tokio::test]
async fn the_signature_is_wanted_in_the_address_too() {
    let world = World::with(&[("OTKLIK_MAIL_INBOX", INBOX)]).await;
    let (one, two) = (sent(&world, "c1").await, sent(&world, "c2").await);
    let forged = address(&world, one.invitation)
        .replace(&format!("u.{}.", one.invitation), &format!("u.{}.", two.invitation));
    let mut stranger = sent(&world, "c3").await;
    stranger.id = "somebody@elsewhere.example".to_owned();
    assert_eq!(post(&world, words(&stranger, &forged, "unsubscribe")).await, "words, look");
    assert_eq!(listed(&world).await, "");
    // The envelope's word is enough where the letter was sent to a list of hidden recipients.
    let good = address(&world, two.invitation);
    assert_eq!(
        post_to(&world, Some(&good), words(&stranger, INBOX, "привет")).await,
        "unsubscribe, unsubscribed"
    );
    assert_eq!(marks(&world, two.customer).await, "unsubscribed");
    assert_eq!(marks(&world, one.customer).await, "");
}

#[tokio::test]
async fn it_works_after_the_link_expired_and_for_the_forgotten() {
    let world = World::with(&[("OTKLIK_MAIL_INBOX", INBOX)]).await;
    let (late, erased) = (sent(&world, "c1").await, sent(&world, "c2").await);
    world
        .sql(&format!(
            "UPDATE invitations SET expires_at = planned_at + interval '1 second', revoked_at = now();
             UPDATE customers SET erased_at = now(), email = NULL, name = '' WHERE id = {}",
            erased.customer
        ))
        .await;
    for sent in [&late, &erased] {
        let raw = words(sent, &address(&world, sent.invitation), "unsubscribe");
        assert_eq!(post(&world, raw).await, "unsubscribe, unsubscribed");
        assert_eq!(marks(&world, sent.customer).await, "unsubscribed");
    }
    assert_eq!(listed(&world).await, "c1@customer.example unsubscribed");
}

#[tokio::test]
async fn all_roads_at_once_end_once() {
    let world = World::with(&[("OTKLIK_MAIL_INBOX", INBOX)]).await;
    let (one, two) = (sent(&world, "c1").await, sent(&world, "c2").await);
    world.sql("UPDATE customers SET email = 'shared@customer.example'").await;
    let visitor = world.stranger();
    let work = (0..16).map(|number| {
        let sent = if number % 2 == 0 { &one } else { &two };
        let (world, visitor) = (&world, &visitor);
        async move {
            if number % 4 < 2 {
                let path = format!("/s/{}/unsubscribe", world.shared.keys.sign(sent.invitation));
                assert_eq!(visitor.post(&path, &[("List-Unsubscribe", "One-Click")]).await.status, 200);
            } else {
                let raw = words(sent, &address(world, sent.invitation), &format!("stop {number}"));
                assert_eq!(post(world, raw).await, "unsubscribe, unsubscribed");
            }
        }
    });
    futures_util::future::join_all(work).await;
    assert_eq!(listed(&world).await, "shared@customer.example unsubscribed");
    for customer in [one.customer, two.customer] {
        assert_eq!(marks(&world, customer).await, "unsubscribed");
    }
}
