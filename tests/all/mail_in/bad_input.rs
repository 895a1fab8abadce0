//! Whatever comes in is kept, nothing in it is believed, and the program goes on.

use std::time::{Duration, Instant};

use super::make::{id_of, listed, marks, post, sample, sent, state};
use crate::support::World;

#[tokio::test]
async fn broken_letters_are_kept_as_they_came() {
    let world = World::new().await;
    let sent = sent(&world, "c1").await;
    let nested = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n".repeat(900);
    let letters = "Content-Type: message/rfc822\r\n\r\n".repeat(200_000);
    let digests = "Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\n".repeat(100_000);
    let references: String =
        (0..2_000).map(|n| format!(" <otklik-{n}-0123456789abcdef@127.0.0.1>\r\n")).collect();
    let zip = [b"PK\x03\x04".as_slice(), &[0; 4096]].concat();
    let zip = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, zip);
    let broken: Vec<(&str, Vec<u8>)> = vec![
        ("no id", b"From: a@b.ru\r\nTo: c@d.ru\r\n\r\nhello".to_vec()),
        ("no headers", b"hello".to_vec()),
        ("bytes", (0..=255).cycle().take(10_000).collect()),
        ("NUL", b"From: a\0@b.ru\r\nSubject: \0unsubscribe\0\r\n\r\n\0\0".to_vec()),
        ("charset", b"Content-Type: text/plain; charset=utf-99\r\nSubject: =?koi-9?B?////?=\r\n\r\n\xd0\xff\xfe".to_vec()),
        ("references", format!("From: a@b.ru\r\nReferences:\r\n{references}\r\nx").into_bytes()),
        ("multiparts", format!("MIME-Version: 1.0\r\n{nested}x").into_bytes()),
        ("letters in letters", format!("MIME-Version: 1.0\r\n{letters}x").into_bytes()),
        ("digests in digests", digests.into_bytes()),
        ("packed", format!("Content-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\r\n{zip}").into_bytes()),
        ("half a report", b"From: MAILER-DAEMON@x.ru\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n\0Action\0: failed".to_vec()),
    ];
    for (what, raw) in broken {
        let answer = post(&world, raw.clone()).await;
        assert!(answer.ends_with(", look"), "{what}: {answer}");
        let kept: Vec<u8> = world
            .client
            .query_one("SELECT raw FROM incoming_letters ORDER BY id DESC LIMIT 1", &[])
            .await
            .expect("a row")
            .get(0);
        assert!(kept == raw, "{what} is kept byte for byte");
    }
    assert_eq!(state(&world, &sent).await, "sent");
    assert_eq!(listed(&world).await, "");
}

#[tokio::test]
async fn a_return_with_the_whole_of_a_huge_letter_is_read() {
    let world = World::new().await;
    let sent = sent(&world, "c1").await;
    let mut text = String::from_utf8(sample("postfix_hard", &sent, &[])).expect("text");
    let line = format!("{}\r\n", "x".repeat(998));
    text = text.replace("How was your purchase?\r\n", &line.repeat(29_000));
    assert!(text.len() > 27 * 1024 * 1024 && text.len() < 30 * 1024 * 1024);
    let begun = Instant::now();
    assert_eq!(post(&world, text.into_bytes()).await, "bounce, suppressed");
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_status_with_hostile_fields_is_stored_tamely() {
    let world = World::new().await;
    let sent = sent(&world, "c1").await;
    let text = String::from_utf8(sample("postfix_hard", &sent, &[])).expect("text");
    let words =
        format!("smtp; 550 5.1.1 \0<script>alert(1)</script> anna@secret.example {}", "ж".repeat(5_000));
    let text = text.replace(
        &format!("Diagnostic-Code: smtp; 550 5.1.1 <{}>: no such mailbox", sent.to),
        &format!("Diagnostic-Code: {words}"),
    );
    assert!(text.contains("<script>"));
    assert_eq!(post(&world, text.into_bytes()).await, "bounce, suppressed");
    let kept = world.value("SELECT failure FROM letters").await;
    assert!(kept.contains("<script>") && kept.chars().count() <= 310, "{kept}");
    assert!(!kept.contains("anna@") && kept.contains("a***@"), "{kept}");
}

#[tokio::test]
async fn a_notice_that_mentions_several_letters_is_about_none() {
    let world = World::new().await;
    let (one, two) = (sent(&world, "c1").await, sent(&world, "c2").await);
    let both = format!(
        "From: MAILER-DAEMON@x.ru\r\nSubject: failure notice\r\n\r\nIn short: {} and {} came back.\r\n",
        id_of(&world, one.letter),
        id_of(&world, two.letter)
    );
    assert_eq!(post(&world, both.into_bytes()).await, "notice, look");
    assert_eq!(world.count("SELECT count(*) FROM incoming_letters WHERE letter_id IS NOT NULL").await, 0);
    assert_eq!(marks(&world, one.customer).await, "");
}
