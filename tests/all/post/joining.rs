//! Which complaint a letter is about: by a signed address, then by our own Message-ID, never by a number in words.

use std::time::Duration;

use otklik::domain::role::Role;

use super::make::{address, answer, card, history, last, letter, mails, post, state, taken, world};
use crate::{
    mail_in::make::{id_of, post_to},
    outbox,
};

#[tokio::test]
async fn an_answer_to_the_signed_address_ends_waiting_and_a_reminder() {
    let world = world().await;
    let number = taken(&world, "one").await;
    world
        .sql(&format!(
            "UPDATE complaints SET state = 'waiting_for_customer', snoozed_until = now() + interval '3 days',
                    next_deadline = '9999-01-01Z' WHERE id = {number};
             INSERT INTO complaint_events (complaint_id, at, kind, field, old_value, new_value)
             VALUES ({number}, now(), 'field', 'state', 'in_progress', 'waiting_for_customer')"
        ))
        .await;
    let words =
        "Привезли ночью.\n\nвс, 22 нояб. 2026 г. в 10:00, Лавка <care@shop.example>:\n> Здравствуйте!";
    assert_eq!(post(&world, answer(&world, number, "one", "a1", words)).await, "words, joined");
    assert_eq!(
        world
            .value(&format!(
                "SELECT concat_ws(' ', state, snoozed_until IS NULL, last_in_at IS NOT NULL, next_deadline < '9999-01-01Z')
                 FROM complaints WHERE id = {number}"
            ))
            .await,
        "in_progress t t t"
    );
    assert_eq!(
        history(&world, number).await[3..],
        [
            "mail - -",
            "field snoozed_until x -"
                .replace(
                    "x",
                    &world
                        .value("SELECT old_value FROM complaint_events WHERE field = 'snoozed_until'")
                        .await
                )
                .as_str(),
            "field state waiting_for_customer in_progress"
        ]
    );
    let visitor = world.signed_in(Role::Handler).await;
    let page = card(&visitor, number).await;
    let said = page.texts(".said-customer");
    assert!(said[0].starts_with("Письмо клиентаRe: Ваша жалобаПривезли ночью."), "{said:?}");
    assert!(!said[0].contains("Здравствуйте!") && !page.has(".said-foreign"));
    let whole = visitor.get(&format!("/desk/mail/{}", last(&world).await)).await;
    assert!(whole.texts(".mail-whole")[0].contains("> Здравствуйте!"), "{}", whole.body);
    let raw = visitor.get(&format!("/desk/mail/{}/raw", last(&world).await)).await;
    assert_eq!((raw.status, raw.header("content-type")), (200, "text/plain; charset=utf-8"));
    assert!(raw.body.starts_with("From: Anna"));
    // The queue says that there is news.
    assert!(visitor.get("/desk/complaints").await.texts(".q-state")[1].contains("новое от клиента"));
}

#[tokio::test]
async fn the_envelope_and_the_case_of_an_address_are_enough() {
    let world = world().await;
    let number = taken(&world, "one").await;
    let raw = letter(
        &["From: one@customer.example", "To: hidden:;", "Subject: x", "Message-ID: <e1@x.example>"],
        "Да",
    );
    let signed = address(&world, number).to_uppercase();
    assert_eq!(post_to(&world, Some(&signed), raw).await, "words, joined");
    assert_eq!(mails(&world, number).await, 1);
}

/// GHSA-6r38-6mcf-2ww3 of FreeScout: a made-up Message-ID led into anybody's conversation.
#[tokio::test]
async fn our_message_id_finds_its_complaint_and_a_forged_one_finds_nothing() {
    let world = world().await;
    let number = taken(&world, "one").await;
    let customer = world.count("SELECT customer_id FROM complaints").await;
    let sent = outbox::make::about(&world, (customer, number), "reply", "Здравствуйте!").await;
    let id = id_of(&world, sent);
    let with = |n: u8, header: &str| {
        letter(
            &[
                "From: one@customer.example",
                &format!("To: {}", super::make::INBOX),
                "Subject: Re",
                header,
                &format!("Message-ID: <m{n}@x.example>"),
            ],
            &format!("Письмо {n}"),
        )
    };
    assert_eq!(post(&world, with(1, &format!("In-Reply-To: <{id}>"))).await, "words, joined");
    let thread: String = (0..1_999).map(|n| format!(" <{n}@x.example>\r\n")).collect();
    assert_eq!(post(&world, with(2, &format!("References:{thread} <{id}>"))).await, "words, joined");
    assert_eq!(mails(&world, number).await, 2);
    let forged = format!("otklik-{sent}-0000000000000000@127.0.0.1");
    assert_eq!(post(&world, with(3, &format!("In-Reply-To: <{forged}>"))).await, "words, look");
    // Of a long thread only its ends are looked at.
    let middle: String = (0..2_000)
        .map(|n| if n == 1_000 { format!(" <{id}>\r\n") } else { format!(" <{n}@x.example>\r\n") })
        .collect();
    assert_eq!(post(&world, with(4, &format!("References:{}", middle.trim_end()))).await, "words, look");
    // An address with another complaint's signature is nobody's.
    let other = taken(&world, "two").await;
    let forged = address(&world, other).replace(&format!("c.{other}"), &format!("c.{number}"));
    let raw = letter(
        &["From: two@customer.example", &format!("To: {forged}"), "Subject: x", "Message-ID: <m5@x.example>"],
        "x",
    );
    assert_eq!(post(&world, raw).await, "words, look");
    assert_eq!((mails(&world, number).await, mails(&world, other).await), (2, 0));
}

/// zammad#5064, zammad#2444: a number in a subject led into another customer's ticket. Nor does a known sender suffice.
#[tokio::test]
async fn a_number_in_the_subject_leads_nowhere_and_is_only_suggested_to_people() {
    let world = world().await;
    let number = taken(&world, "one").await;
    taken(&world, "two").await;
    let raw = letter(
        &[
            "From: Anna <ONE@customer.example>",
            &format!("To: {}", super::make::INBOX),
            &format!("Subject: Re: Жалоба {number} [Жалоба №{number}] #{number}"),
            "Message-ID: <s1@customer.example>",
        ],
        "Где мой диван?",
    );
    assert_eq!(post(&world, raw).await, "words, look");
    assert_eq!(mails(&world, number).await, 0);
    let page = world.signed_in(Role::Handler).await.get("/desk/sorting").await;
    assert_eq!(page.attributes(".mail-suggestion input[name=suggested]", "value"), [number.to_string()]);
}

#[tokio::test]
async fn a_strangers_letter_to_the_signed_address_is_shown_as_a_strangers() {
    let world = world().await;
    let number = taken(&world, "one").await;
    assert_eq!(
        post(&world, answer(&world, number, "neighbour", "n1", "Это я, с другой почты")).await,
        "words, joined"
    );
    let page = card(&world.signed_in(Role::Handler).await, number).await;
    assert!(page.texts(".said-foreign")[0].contains("neighbour@customer.example"));
}

#[tokio::test]
async fn a_finished_complaint_is_taken_up_again_once_a_person_writes() {
    let world = world().await;
    let number = taken(&world, "one").await;
    for (n, over) in ["resolved", "closed", "rejected"].iter().enumerate() {
        world
            .sql(&format!(
                "UPDATE complaints SET state = '{over}', resolution = 'upheld', resolved_at = now() WHERE id = {number}"
            ))
            .await;
        let raw = answer(&world, number, "one", &format!("r{n}"), "Не починили");
        assert_eq!(post(&world, raw).await, "words, joined");
        assert_eq!(state(&world, number).await, format!("in_progress {}", n + 1));
    }
    // Beside an open complaint of the same purchase it is that one which hears it.
    world.sql(&format!("UPDATE complaints SET state = 'closed' WHERE id = {number}")).await;
    let twin = world
        .count(&format!(
            "INSERT INTO complaints (customer_id, purchase_id, state, severity, signals, opened_at, first_answer_due,
                                     resolution_due, next_deadline)
             SELECT customer_id, purchase_id, 'new', 2, '{{}}', now(), now(), now(), now() FROM complaints
             WHERE id = {number} RETURNING id"
        ))
        .await;
    assert_eq!(post(&world, answer(&world, number, "one", "r9", "И ещё")).await, "words, joined");
    assert_eq!((state(&world, number).await, mails(&world, twin).await), ("closed 3".to_owned(), 1));
}

#[tokio::test]
async fn a_letter_to_a_merged_complaint_reaches_the_one_that_stands_for_it() {
    let world = world().await;
    let (first, second, third) =
        (taken(&world, "one").await, taken(&world, "two").await, taken(&world, "three").await);
    world
        .sql(&format!(
            "UPDATE complaints SET state = 'duplicate', merged_into_id = {second} WHERE id = {first};
             UPDATE complaints SET state = 'duplicate', merged_into_id = {third} WHERE id = {second}"
        ))
        .await;
    assert_eq!(post(&world, answer(&world, first, "one", "m1", "Ответ")).await, "words, joined");
    assert_eq!((mails(&world, first).await, mails(&world, third).await), (0, 1));
    assert_eq!(state(&world, first).await, "duplicate 0");
}

/// freescout#4740: the same letter twice by two roads. freescout#4958: similar letters taken for one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_letter_by_two_roads_is_one_and_two_letters_are_two() {
    let world = world().await;
    let number = taken(&world, "one").await;
    let raw = answer(&world, number, "one", "same", "Жду ответа");
    let by = |road: &str| [format!("Received: from {road}\r\n").into_bytes(), raw.clone()].concat();
    let roads: Vec<_> = (0..6).map(|n| by(&format!("road{n}.example"))).collect();
    let mut said = futures_util::future::join_all(roads.into_iter().map(|raw| post(&world, raw))).await;
    said.sort();
    assert_eq!(said.iter().filter(|said| *said == "words, joined").count(), 1, "{said:?}");
    assert_eq!(said.iter().filter(|said| *said == "words, repeated").count(), 5, "{said:?}");
    assert_eq!(post(&world, raw.clone()).await, "words, repeated");
    assert_eq!(mails(&world, number).await, 1);
    // The same bytes at once: one letter, however they come.
    let bytes = answer(&world, number, "one", "bytes", "Ещё раз");
    futures_util::future::join_all((0..6).map(|_| post(&world, bytes.clone()))).await;
    assert_eq!(mails(&world, number).await, 2);
    // A program that gives every letter the same id, and a person who writes the same words again.
    assert_eq!(post(&world, answer(&world, number, "one", "same", "Уже неделю жду")).await, "words, joined");
    assert_eq!(post(&world, answer(&world, number, "one", "other", "Жду ответа")).await, "words, joined");
    assert_eq!(post(&world, answer(&world, number, "two", "same", "Жду ответа")).await, "words, joined");
    // Without an id the bytes tell.
    let bare = |mark: &str| {
        letter(
            &["From: one@customer.example", &format!("To: {}", address(&world, number)), mark],
            "Без номера",
        )
    };
    assert_eq!(post(&world, bare("X-Mark: 1")).await, "words, joined");
    assert_eq!(post(&world, bare("X-Mark: 2")).await, "words, joined");
    assert_eq!(mails(&world, number).await, 7);
    assert_eq!(world.count("SELECT count(*) FROM letters").await, 0, "nothing is answered");
}

#[tokio::test]
async fn a_long_letter_is_shortened_on_the_card_and_kept_whole() {
    let world = world().await;
    let number = taken(&world, "one").await;
    let begun = std::time::Instant::now();
    assert_eq!(
        post(&world, answer(&world, number, "one", "long", &"о".repeat(1_000_000))).await,
        "words, joined"
    );
    assert!(begun.elapsed() < Duration::from_secs(20));
    let length = "SELECT char_length(body) FROM complaint_events WHERE kind = 'mail'";
    assert_eq!(world.count(length).await, 20_000);
    let visitor = world.signed_in(Role::Handler).await;
    assert!(card(&visitor, number).await.texts(".said-foot")[0].contains("Письмо целиком"));
    let raw = visitor.get(&format!("/desk/mail/{}/raw", last(&world).await)).await;
    assert!(raw.body.len() > 2_000_000);
    assert_eq!(visitor.get("/desk/mail/999").await.status, 404);
}
