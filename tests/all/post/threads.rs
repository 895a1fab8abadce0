//! Letters out and in by real programs: SMTP, the customer's mail program, a Maildir folder, the card.

use std::fs;

use mail_parser::{HeaderValue, MessageParser};
use otklik::domain::role::Role;
use serde_json::json;

use super::make::{INBOX, address, card, does, letter, mails, post, taken, world};
use crate::{
    mail::server::Server,
    mail_in::make::id_of,
    outbox::make::{about, header, read, work, worker},
    support::World,
};

/// chatwoot#3868, chatwoot#10028: answers that found no thread became ever new conversations.
#[tokio::test]
async fn an_answer_of_a_mail_program_comes_back_to_its_card_and_is_answered_in_its_thread() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["new", "cur", "tmp"] {
        fs::create_dir(folder.path().join(name)).expect("a folder");
    }
    let world = World::with(&[
        ("OTKLIK_MAIL_INBOX", INBOX),
        ("OTKLIK_MAIL_DIR", folder.path().to_str().expect("a path")),
    ])
    .await;
    let number = taken(&world, "one").await;
    let visitor = world.signed_in(Role::Handler).await;
    does(&visitor, number, "reply", &[("body", "Здравствуйте! Когда привезли?"), ("wait", "yes")]).await;
    let server = Server::start(&json!({}));
    assert_eq!(work(&worker(&world, &server), 1).await.sent, 1);
    let taken = server.taken();
    let ours = read(&taken[0]);
    let our_id = ours.message_id().expect("an id").to_owned();
    let reply_to = ours.reply_to().and_then(|to| to.first()).expect("an address");
    assert_eq!(
        (reply_to.name(), reply_to.address()),
        (Some("Лавка"), Some(address(&world, number).as_str()))
    );
    assert_eq!((ours.in_reply_to(), header(&ours, "Auto-Submitted").as_str()), (&HeaderValue::Empty, ""));

    // The customer's mail program: to Reply-To, our id in both headers, our text quoted.
    let text = ours.body_text(0).expect("a text");
    let quoted: String = text.lines().map(|line| format!("> {line}\n")).collect();
    let raw = letter(
        &[
            "Return-Path: <one@customer.example>",
            "From: Anna <one@customer.example>",
            &format!("To: {}", reply_to.address().expect("an address")),
            &format!("Subject: Re: {}", "Otklik"),
            &format!("In-Reply-To: <{our_id}>"),
            &format!("References: <{our_id}>"),
            "Message-ID: <answer-1@customer.example>",
        ],
        &format!("Вчера ночью.\n\nпн, 23 нояб. 2026 г. в 10:00, Лавка <{INBOX}>:\n\n{quoted}"),
    );
    fs::write(folder.path().join("new/1.letter"), raw).expect("a letter");
    let server = Server::start(&json!({}));
    work(&worker(&world, &server), 1).await;
    assert_eq!(mails(&world, number).await, 1);
    let page = card(&visitor, number).await;
    assert_eq!(page.texts(".said-customer .prose"), ["Вчера ночью."]);
    assert_eq!(world.value("SELECT state FROM complaints").await, "in_progress");

    does(&visitor, number, "reply", &[("body", "Спасибо, едем.")]).await;
    assert_eq!(work(&worker(&world, &server), 2).await.sent, 1);
    let taken = server.taken();
    let second = read(&taken[0]);
    assert_eq!(header(&second, "In-Reply-To"), "<answer-1@customer.example>");
    assert_eq!(header(&second, "References"), format!("<{our_id}> <answer-1@customer.example>"));
    assert_ne!(second.message_id(), Some(our_id.as_str()));
}

#[tokio::test]
async fn every_letter_about_a_complaint_has_the_signed_address_and_surveys_have_not() {
    let world = world().await;
    let number = taken(&world, "one").await;
    let customer = world.count("SELECT customer_id FROM complaints").await;
    for kind in ["acknowledgement", "reply", "resolved"] {
        let words = if kind == "acknowledgement" { "" } else { "Слова" };
        about(&world, (customer, number), kind, words).await;
    }
    crate::outbox::make::invitation(&world, "c2").await;
    let server = Server::start(&json!({}));
    assert_eq!(work(&worker(&world, &server), 0).await.sent, 4);
    let taken = server.taken();
    let signed = taken.iter().filter(|taken| {
        let message = read(taken);
        message.reply_to().and_then(|to| to.first()).and_then(|to| to.address())
            == Some(address(&world, number).as_str())
    });
    assert_eq!(signed.count(), 3);
}

#[tokio::test]
async fn a_thread_of_hundreds_is_named_by_its_ends_on_lines_of_lawful_length() {
    let world = world().await;
    let number = taken(&world, "one").await;
    let customer = world.count("SELECT customer_id FROM complaints").await;
    let first = about(&world, (customer, number), "acknowledgement", "").await;
    world
        .sql(&format!(
            "UPDATE letters SET state = 'sent', sent_at = now() - interval '9 days' WHERE id = {first}"
        ))
        .await;
    for n in 0..30 {
        let id = format!("{}{n}@customer.example", "x".repeat(200));
        let raw = letter(
            &[
                "From: one@customer.example",
                &format!("To: {}", address(&world, number)),
                "Subject: x",
                &format!("Message-ID: <{id}>"),
            ],
            &format!("Письмо {n}"),
        );
        assert_eq!(post(&world, raw).await, "words, joined");
    }
    // What somebody calls an id and cannot stand in a header of ours is left out.
    let raw = letter(
        &[
            "From: one@customer.example",
            &format!("To: {}", address(&world, number)),
            "Subject: x",
            "Message-ID: <no-at-sign>",
        ],
        "Странное",
    );
    assert_eq!(post(&world, raw).await, "words, joined");
    about(&world, (customer, number), "reply", "Ответ").await;
    let server = Server::start(&json!({}));
    assert_eq!(work(&worker(&world, &server), 0).await.sent, 1);
    let taken = server.taken();
    let message = read(&taken[0]);
    let references = header(&message, "References");
    let ids: Vec<_> = references.split(' ').collect();
    assert_eq!(ids.first(), Some(&format!("<{}>", id_of(&world, first)).as_str()));
    assert!(ids.len() <= 11 && ids.last().is_some_and(|id| id.contains("29@")), "{ids:?}");
    assert!(taken[0].raw.split(|byte| *byte == b'\n').all(|line| line.len() <= 998));
    assert!(MessageParser::default().parse(&taken[0].raw).is_some());
}
