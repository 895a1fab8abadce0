//! Letters that arrive, in real conversations with a real mail server.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use serde_json::json;

use super::make::{self, about, complaint, header, read, state, work, worker};
use crate::{mail::server::Server, support::World};

#[tokio::test]
async fn an_invitation_arrives_with_its_scale_and_its_way_out() {
    let world = World::new().await;
    let server = Server::start(&json!({}));
    let letter = make::invitation(&world, "c1").await;
    let tally = work(&worker(&world, &server), 0).await;
    assert_eq!((tally.sent, tally.failed), (1, 0), "{tally:?}");
    assert_eq!(state(&world, letter).await, "sent");
    let both = "SELECT count(*) FROM letters l JOIN invitations i ON i.id = l.invitation_id
                WHERE l.sent_at IS NOT NULL AND i.sent_at = l.sent_at AND l.attempts = 1";
    assert_eq!(world.count(both).await, 1);

    let taken = server.taken();
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].about["recipients"], json!(["c1@customer.example"]));
    let message = read(&taken[0]);
    let from = message.from().unwrap().first().unwrap();
    assert_eq!((from.name(), from.address()), (Some("Лавка"), Some("care@shop.example")));
    assert!(message.message_id().unwrap().starts_with(&format!("otklik-{letter}-")));
    let invitation = world.count("SELECT id FROM invitations").await;
    let form = format!("{}/s/{}", world.base, make::token(&world, invitation));
    let html = message.body_html(0).unwrap();
    for score in 0..=10 {
        assert!(html.contains(&format!("{form}?nps={score}\"")), "score {score}");
    }
    assert!(message.body_text(0).unwrap().contains(&form));
    assert_eq!(header(&message, "List-Unsubscribe"), format!("<{form}/unsubscribe>"));
    assert_eq!(header(&message, "List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    assert_eq!(header(&message, "Auto-Submitted"), "auto-generated");

    // What the header promises a mail program is true: one POST, no redirect, no cookie.
    let path = format!("/s/{}/unsubscribe", make::token(&world, invitation));
    let page = world.stranger().post(&path, &[("List-Unsubscribe", "One-Click")]).await;
    assert_eq!((page.status, page.header("set-cookie")), (200, ""));
    assert_eq!(world.count("SELECT count(*) FROM customers WHERE unsubscribed_at IS NOT NULL").await, 1);
}

#[tokio::test]
async fn a_second_round_finds_nothing_to_do() {
    let world = World::new().await;
    let server = Server::start(&json!({}));
    make::invitation(&world, "c1").await;
    let worker = worker(&world, &server);
    work(&worker, 0).await;
    assert_eq!(work(&worker, 60 * 24 * 20).await.sent, 0);
    assert_eq!(server.taken().len(), 1);
}

#[tokio::test]
async fn a_letter_waits_for_its_moment() {
    let world = World::new().await;
    let server = Server::start(&json!({}));
    let letter = make::invitation(&world, "c1").await;
    world.sql("UPDATE letters SET due_at = now() + interval '10 minutes'").await;
    let worker = worker(&world, &server);
    assert_eq!(work(&worker, 9).await.sent, 0);
    assert_eq!(state(&world, letter).await, "queued");
    assert_eq!(work(&worker, 11).await.sent, 1);
}

#[tokio::test]
async fn letters_of_one_complaint_make_one_thread() {
    let world = World::new().await;
    let server = Server::start(&json!({}));
    let case = complaint(&world, "c1").await;
    let other = complaint(&world, "c2").await;
    let worker = worker(&world, &server);
    let mut letters = Vec::new();
    for (case, kind, body) in [
        (case, "acknowledgement", ""),
        (other, "acknowledgement", ""),
        (case, "reply", "Мы нашли вашу посылку & «коробку».\n\nПривезём завтра."),
        (case, "resolved", "Посылку привезли, доставка за наш счёт."),
    ] {
        letters.push(about(&world, case, kind, body).await);
        assert_eq!(work(&worker, 0).await.sent, 1);
    }
    let taken = server.taken();
    let messages: Vec<_> = taken.iter().map(read).collect();
    let ids: Vec<String> = messages.iter().map(|one| format!("<{}>", one.message_id().unwrap())).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 4);
    for first in &messages[..2] {
        assert_eq!(
            (header(first, "In-Reply-To"), header(first, "References")),
            (String::new(), String::new())
        );
        assert_eq!(header(first, "Auto-Submitted"), "auto-generated");
    }
    let reply = &messages[2];
    assert_eq!(header(reply, "In-Reply-To"), ids[0]);
    assert_eq!(header(reply, "References"), ids[0]);
    assert_eq!(header(reply, "Auto-Submitted"), "");
    assert_eq!(header(reply, "List-Unsubscribe"), "");
    let text = reply.body_text(0).unwrap();
    assert!(text.contains("Мы нашли вашу посылку & «коробку».") && text.contains("Иван Петров"), "{text}");
    assert!(reply.body_html(0).unwrap().contains("посылку &amp; «коробку»"));
    let resolved = &messages[3];
    assert_eq!(header(resolved, "In-Reply-To"), ids[2]);
    assert_eq!(header(resolved, "References"), format!("{} {}", ids[0], ids[2]));
    let acknowledged = messages[0].body_text(0).unwrap().replace('\u{a0}', " ");
    assert!(acknowledged.contains("1 декабря"), "the promised day: {acknowledged}");
}

#[tokio::test]
async fn four_workers_send_each_letter_once() {
    let world = World::new().await;
    let server = Server::start(&json!({}));
    for number in 0..200 {
        make::invitation(&world, &format!("c{number}")).await;
    }
    let workers: Vec<_> = (0..4).map(|_| worker(&world, &server)).collect();
    let tallies = join_all(workers.iter().map(|worker| work(worker, 0))).await;
    assert_eq!(tallies.iter().map(|tally| tally.sent).sum::<u64>(), 200, "{tallies:?}");
    assert!(tallies.iter().filter(|tally| tally.sent > 0).count() > 1, "they worked together: {tallies:?}");
    assert_eq!(world.count("SELECT count(*) FROM letters WHERE state = 'sent' AND attempts = 1").await, 200);
    let taken = server.taken();
    let recipients: BTreeSet<String> =
        taken.iter().map(|one| one.about["recipients"][0].as_str().unwrap().to_owned()).collect();
    assert_eq!((taken.len(), recipients.len()), (200, 200));
}

#[tokio::test]
async fn each_reader_is_addressed_in_their_language() {
    let world = World::new().await;
    let server = Server::start(&json!({}));
    make::invitation(&world, "c1").await;
    make::invitation(&world, "c2").await;
    world.sql("UPDATE customers SET language = 'en', name = '' WHERE external_id = 'c2'").await;
    work(&worker(&world, &server), 0).await;
    let mut texts: Vec<String> = server
        .taken()
        .iter()
        .map(|one| format!("{} {}", one.about["recipients"][0], read(one).body_text(0).unwrap()))
        .collect();
    texts.sort();
    assert!(texts[0].contains("Пётр") && texts[0].contains("Центр"), "{}", texts[0]);
    assert!(texts[1].contains("Hello"), "{}", texts[1]);
}
