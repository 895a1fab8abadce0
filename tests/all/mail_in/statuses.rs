//! Returns in the shapes of the mail servers there are, and what follows from each.

use chrono::{Duration, Utc};
use otklik::jobs::Worker;
use tokio_util::sync::CancellationToken;

use super::make::{id_of, listed, marks, post, sample, sent, state};
use crate::support::World;

#[tokio::test]
async fn an_address_that_is_none_is_suppressed_whoever_says_so() {
    let world = World::new().await;
    for name in ["postfix_hard", "exim_hard", "yandex_hard"] {
        let sent = sent(&world, name).await;
        assert_eq!(post(&world, sample(name, &sent, &[])).await, "bounce, suppressed", "{name}");
        assert_eq!(state(&world, &sent).await, "failed", "{name}");
        assert_eq!(marks(&world, sent.customer).await, "bounced", "{name}");
        let letter = format!(
            "SELECT failure || ' ' || (bounced_at IS NOT NULL) FROM letters WHERE id = {}",
            sent.letter
        );
        let failure = world.value(&letter).await;
        assert!(failure.contains("5.1.1") && failure.ends_with(" true"), "{name}: {failure}");
        assert!(!failure.contains(&sent.to), "no address: {failure}");
    }
    assert_eq!(
        listed(&world).await,
        "postfix_hard@customer.example hard_bounce, exim_hard@customer.example hard_bounce, \
         yandex_hard@customer.example hard_bounce"
    );
}

#[tokio::test]
async fn a_letter_refused_for_another_reason_fails_and_its_address_stays_good() {
    let world = World::new().await;
    for name in ["exchange_refused", "postfix_no_code"] {
        let sent = sent(&world, name).await;
        assert_eq!(post(&world, sample(name, &sent, &[])).await, "bounce, failed", "{name}");
        assert_eq!(state(&world, &sent).await, "failed");
        assert_eq!(marks(&world, sent.customer).await, "");
    }
    assert_eq!(listed(&world).await, "");
}

#[tokio::test]
async fn a_delay_changes_nothing_and_is_noted() {
    let world = World::new().await;
    let sent = sent(&world, "c1").await;
    assert_eq!(post(&world, sample("postfix_delay", &sent, &[])).await, "delay, noted");
    assert_eq!(state(&world, &sent).await, "sent");
    assert_eq!(world.count("SELECT letter_id FROM incoming_letters").await, sent.letter);
}

#[tokio::test]
async fn a_full_mailbox_is_tried_three_times_with_growing_pauses_and_then_shown() {
    let world = World::new().await;
    let sent = sent(&world, "c1").await;
    for (round, hours) in [4, 24, 72].into_iter().enumerate() {
        let mark = round.to_string();
        let raw = sample("gmail_full", &sent, &[("mark", &mark)]);
        assert_eq!(post(&world, raw).await, "bounce, retried");
        assert_eq!(state(&world, &sent).await, "queued");
        let due = "SELECT round(extract(epoch FROM due_at - now()) / 3600)::int FROM letters";
        assert_eq!(world.count(due).await, hours);
        // Another report of the same try finds the letter waiting already.
        let other = sample("gmail_full", &sent, &[("mark", &format!("{mark}-again"))]);
        assert_eq!(post(&world, other).await, "bounce, repeated");
        world.sql("UPDATE letters SET state = 'sent'").await;
    }
    let last = sample("gmail_full", &sent, &[("mark", "last")]);
    assert_eq!(post(&world, last).await, "bounce, failed");
    assert_eq!((state(&world, &sent).await.as_str(), listed(&world).await.as_str()), ("failed", ""));
}

#[tokio::test]
async fn a_return_in_words_alone_is_matched_and_left_to_a_person() {
    let world = World::new().await;
    for name in ["qmail_words", "exim_words"] {
        let sent = sent(&world, name).await;
        assert_eq!(post(&world, sample(name, &sent, &[])).await, "notice, look", "{name}");
        let found = world.count("SELECT letter_id FROM incoming_letters ORDER BY id DESC LIMIT 1").await;
        assert_eq!(found, sent.letter, "{name}");
        assert_eq!(
            (state(&world, &sent).await.as_str(), marks(&world, sent.customer).await.as_str()),
            ("sent", "")
        );
    }
}

#[tokio::test]
async fn a_call_of_spam_ends_the_surveys_and_not_the_answers() {
    let world = World::new().await;
    let sent = sent(&world, "c1").await;
    for (feedback, outcome) in [("not-spam", "noted"), ("virus", "look"), ("abuse", "suppressed")] {
        let raw = sample("feedback_abuse", &sent, &[("feedback", feedback)]);
        assert_eq!(post(&world, raw).await, format!("complaint, {outcome}"), "{feedback}");
    }
    assert_eq!(marks(&world, sent.customer).await, "unsubscribed");
    assert_eq!(state(&world, &sent).await, "sent");
    let page =
        world.stranger().get(&format!("/s/{}/unsubscribe", world.shared.keys.sign(sent.invitation))).await;
    assert_eq!(page.texts("h1"), ["Вы отписались"]);
    assert!(!page.has("form"), "what a provider told us is not taken back by a link");
}

#[tokio::test]
async fn two_returns_of_one_letter_and_the_same_twice_are_one() {
    let world = World::new().await;
    let sent = sent(&world, "c1").await;
    let raw = sample("postfix_hard", &sent, &[]);
    assert_eq!(post(&world, raw.clone()).await, "bounce, suppressed");
    let at = world.value("SELECT bounced_at FROM letters").await;
    assert_eq!(post(&world, raw).await, "known already");
    assert_eq!(post(&world, sample("exim_hard", &sent, &[])).await, "bounce, repeated");
    assert_eq!(world.value("SELECT bounced_at FROM letters").await, at);
    assert_eq!(world.count("SELECT count(*) FROM incoming_letters").await, 2);
}

#[tokio::test]
async fn many_at_the_same_moment_mark_once() {
    let world = World::new().await;
    let sent = sent(&world, "c1").await;
    let raw = sample("postfix_hard", &sent, &[]);
    let answers = futures_util::future::join_all((0..12).map(|number| {
        let raw = if number % 2 == 0 { raw.clone() } else { sample("exim_hard", &sent, &[]) };
        post(&world, raw)
    }))
    .await;
    assert_eq!(answers.iter().filter(|answer| *answer == "bounce, suppressed").count(), 1, "{answers:?}");
    assert_eq!(listed(&world).await, "c1@customer.example hard_bounce");
    assert_eq!(world.count("SELECT count(*) FROM incoming_letters WHERE handled_at IS NULL").await, 0);
}

#[tokio::test]
async fn a_changed_address_is_not_to_blame_for_the_old_one() {
    let world = World::new().await;
    let sent = sent(&world, "c1").await;
    world.sql("UPDATE customers SET email = 'new@customer.example'").await;
    assert_eq!(post(&world, sample("postfix_hard", &sent, &[])).await, "bounce, suppressed");
    assert_eq!(listed(&world).await, "c1@customer.example hard_bounce");
    assert_eq!(marks(&world, sent.customer).await, "");
    // Letters of before the recipient was kept: only if the return names the present address.
    let old = super::make::sent(&world, "c2").await;
    world.sql("UPDATE letters SET recipient = NULL; UPDATE customers SET email = 'x@customer.example' WHERE external_id = 'c2'").await;
    assert_eq!(post(&world, sample("postfix_hard", &old, &[])).await, "bounce, failed");
    let same = super::make::sent(&world, "c3").await;
    world.sql("UPDATE letters SET recipient = NULL").await;
    assert_eq!(post(&world, sample("postfix_hard", &same, &[])).await, "bounce, suppressed");
    assert_eq!(marks(&world, same.customer).await, "bounced");
}

#[tokio::test]
async fn mail_forwarded_elsewhere_does_not_condemn_the_first_address() {
    let world = World::new().await;
    let sent = sent(&world, "c1").await;
    let raw = String::from_utf8(sample("postfix_hard", &sent, &[])).expect("text");
    let raw = raw.replace("c1@customer.example", "dead@elsewhere.example");
    assert_eq!(post(&world, raw.into_bytes()).await, "bounce, failed");
    assert_eq!((state(&world, &sent).await.as_str(), listed(&world).await.as_str()), ("failed", ""));
}

#[tokio::test]
async fn a_return_quicker_than_our_own_mark_waits_for_it() {
    let world = World::new().await;
    let sent = sent(&world, "c1").await;
    world.sql("UPDATE letters SET state = 'sending', claimed_at = now()").await;
    assert_eq!(post(&world, sample("postfix_hard", &sent, &[])).await, "kept, read later");
    let worker = Worker::new(&world.shared.config, &world.url).expect("a worker");
    let later = || Utc::now() + Duration::minutes(2);
    let stop = CancellationToken::new();
    worker.once(&later, &stop).await.expect("a round");
    assert_eq!(world.count("SELECT count(*) FROM incoming_letters WHERE handled_at IS NULL").await, 1);
    world.sql("UPDATE letters SET state = 'sent'").await;
    worker.once(&later, &stop).await.expect("a round");
    assert_eq!(
        (state(&world, &sent).await.as_str(), marks(&world, sent.customer).await.as_str()),
        ("failed", "bounced")
    );
}

#[tokio::test]
async fn the_letter_that_came_back_is_meant_and_not_one_it_answers() {
    let world = World::new().await;
    let first = sent(&world, "c1").await;
    let second = sent(&world, "c2").await;
    let raw = String::from_utf8(sample("postfix_hard", &second, &[])).expect("text");
    let raw = raw.replace(
        "Subject: How was it?\r\n",
        &format!("References: <{}>\r\nSubject: Re\r\n", id_of(&world, first.letter)),
    );
    assert_eq!(post(&world, raw.into_bytes()).await, "bounce, suppressed");
    assert_eq!(
        (state(&world, &first).await.as_str(), state(&world, &second).await.as_str()),
        ("sent", "failed")
    );
}
