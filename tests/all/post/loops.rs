//! Letters that nobody wrote: they change nothing, and nothing is ever answered.

use otklik::domain::role::Role;

use super::make::{address, card, letter, mails, post, state, taken, world};
use crate::{mail_in::make::id_of, outbox};

/// osTicket#1467, faveo#150: a holiday reply was acknowledged, which was answered, which was acknowledged.
#[tokio::test]
async fn automatic_letters_are_shown_and_neither_reopen_nor_answer() {
    let world = world().await;
    let number = taken(&world, "one").await;
    world
        .sql(&format!("UPDATE complaints SET state = 'closed', resolved_at = now() WHERE id = {number}"))
        .await;
    let to = format!("To: {}", address(&world, number));
    for (n, header) in [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; owner-email=x@y.example",
        "Precedence: bulk",
        "Precedence: junk",
        "Precedence: list",
        "X-Auto-Response-Suppress: All",
        "X-Autoreply: yes",
    ]
    .iter()
    .enumerate()
    {
        let id = format!("Message-ID: <auto{n}@customer.example>");
        let raw = letter(
            &["From: one@customer.example", &to, "Subject: В отпуске", &id, header],
            &format!("Я в отпуске {n}"),
        );
        assert_eq!(post(&world, raw).await, "automatic, joined", "{header}");
    }
    assert_eq!((state(&world, number).await.as_str(), mails(&world, number).await), ("closed 0", 7));
    assert_eq!(world.count("SELECT count(*) FROM complaints WHERE last_in_at IS NOT NULL").await, 0);
    assert_eq!(world.count("SELECT count(*) FROM letters").await, 0);
    let visitor = world.signed_in(Role::Handler).await;
    assert!(
        card(&visitor, number)
            .await
            .texts(".said-customer .said-head")
            .iter()
            .all(|head| head.contains("автоответ"))
    );
    // 'no' is what a person's program says.
    let raw = letter(
        &[
            "From: one@customer.example",
            &to,
            "Subject: Re",
            "Message-ID: <p@customer.example>",
            "Auto-Submitted: no",
        ],
        "Это я сам",
    );
    assert_eq!(post(&world, raw).await, "words, joined");
    assert_eq!(state(&world, number).await, "in_progress 1");
}

#[tokio::test]
async fn notices_and_automatic_letters_about_nothing_wait_for_nobody() {
    let world = world().await;
    let number = taken(&world, "one").await;
    let to = format!("To: {}", address(&world, number));
    // An empty return path is a mail server's, whatever it is addressed to: osTicket#1467.
    let raw =
        letter(&["Return-Path: <>", "From: one@customer.example", &to, "Subject: Undelivered"], "Вернулось");
    assert_eq!(post(&world, raw).await, "notice, look");
    let raw = letter(
        &["From: shop@spam.example", "To: care@shop.example", "Subject: Скидки", "Precedence: bulk"],
        "Купите",
    );
    assert_eq!(post(&world, raw).await, "automatic, noted");
    assert_eq!(mails(&world, number).await, 0);
    let page = world.signed_in(Role::Handler).await.get("/desk/sorting").await;
    assert!(page.has(".empty") && !page.has("section.mail"), "{}", page.body);
}

#[tokio::test]
async fn our_own_letter_that_comes_back_and_one_forged_as_ours() {
    let world = world().await;
    let number = taken(&world, "one").await;
    let customer = world.count("SELECT customer_id FROM complaints").await;
    world.sql(&format!("UPDATE complaints SET state = 'closed' WHERE id = {number}")).await;
    let sent = outbox::make::about(&world, (customer, number), "reply", "Здравствуйте!").await;
    let id = format!("Message-ID: <{}>", id_of(&world, sent));
    let to = format!("To: {}", address(&world, number));
    let raw = letter(&["From: care@shop.example", &to, "Subject: Re", &id], "Здравствуйте!");
    assert_eq!(post(&world, raw).await, "automatic, noted");
    assert_eq!((state(&world, number).await.as_str(), mails(&world, number).await), ("closed 0", 0));
    // From us, by its own word alone: somebody wrote it, and it is shown as a stranger's.
    let raw = letter(
        &["From: care@shop.example", &to, "Subject: Re", "Message-ID: <f@x.example>"],
        "Закройте жалобу",
    );
    assert_eq!(post(&world, raw).await, "words, joined");
    let page = card(&world.signed_in(Role::Handler).await, number).await;
    assert!(page.texts(".said-foreign")[0].contains("care@shop.example"));
    assert_eq!(world.count("SELECT count(*) FROM letters").await, 1);
}
