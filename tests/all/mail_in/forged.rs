//! Nobody can bounce, complain or unsubscribe for somebody else.

use otklik::{
    domain::{email::EmailAddress, letterbox, token::Keys},
    mail::post::message_id,
};

use super::make::{Sent, listed, marks, post, post_as, post_to, sample, sent, state};
use crate::support::World;

async fn untouched(world: &World, sent: &Sent) {
    assert_eq!(state(world, sent).await, "sent");
    assert_eq!((marks(world, sent.customer).await.as_str(), listed(world).await.as_str()), ("", ""));
}

#[tokio::test]
async fn a_return_about_a_letter_of_another_house_marks_nothing_and_is_kept() {
    let world = World::new().await;
    let mut sent = sent(&world, "c1").await;
    let true_id = sent.id.clone();
    let other = Keys::new(b"the secret of another house, long enough", None);
    for forged in [
        true_id.replace('-', "_"),
        format!("otklik-{}-0000000000000000@127.0.0.1", sent.letter),
        message_id(sent.letter, "127.0.0.1", &other.mac("message-id", b"")),
        true_id.replace("127.0.0.1", "evil.example"),
        "someone@elsewhere.example".to_owned(),
    ] {
        sent.id = forged.clone();
        for (name, answer) in [("postfix_hard", "bounce, unmatched"), ("qmail_words", "notice, look")] {
            assert_eq!(post(&world, sample(name, &sent, &[])).await, answer, "{forged}");
        }
        let raw = sample("feedback_abuse", &sent, &[("feedback", "abuse")]);
        assert_eq!(post(&world, raw).await, "complaint, unmatched");
        let raw = sample(
            "words",
            &sent,
            &[("inbox", "otklik@shop.example"), ("subject", "стоп"), ("mark", &forged)],
        );
        assert_eq!(post(&world, raw).await, "words, look");
    }
    untouched(&world, &sent).await;
    assert_eq!(world.count("SELECT count(*) FROM incoming_letters WHERE letter_id IS NULL").await, 20);
}

#[tokio::test]
async fn an_envelope_address_counts_only_with_its_signature() {
    let world = World::with(&[("OTKLIK_MAIL_RETURN", "back@shop.example")]).await;
    let mut sent = sent(&world, "c1").await;
    sent.id = "rewritten@gateway.example".to_owned();
    let inbox = EmailAddress::parse("back@shop.example").expect("an address");
    let address = |id| {
        letterbox::address(&world.shared.keys, &inbox, letterbox::Purpose::Bounce, id)
            .expect("fits")
            .to_string()
    };
    let good = address(sent.letter);
    let forged =
        address(sent.letter + 1).replace(&format!("b.{}", sent.letter + 1), &format!("b.{}", sent.letter));
    let raw = |mark: &str| {
        [format!("X-Mark: {mark}\r\n").into_bytes(), sample("postfix_hard", &sent, &[])].concat()
    };
    assert_eq!(post_to(&world, Some(&forged), raw("forged")).await, "bounce, unmatched");
    assert_eq!(post_to(&world, Some("back@shop.example"), raw("bare")).await, "bounce, unmatched");
    untouched(&world, &sent).await;
    assert_eq!(post_to(&world, Some(&good.to_uppercase()), raw("good")).await, "bounce, suppressed");
    assert_eq!(
        (state(&world, &sent).await.as_str(), marks(&world, sent.customer).await.as_str()),
        ("failed", "bounced")
    );
}

#[tokio::test]
async fn only_who_holds_the_token_may_post() {
    let world = World::new().await;
    let sent = sent(&world, "c1").await;
    let token = otklik::web::mail_in::token(&world.shared.keys);
    let other = otklik::web::mail_in::token(&Keys::new(b"another secret, forty characters long too", None));
    for authorization in [
        "",
        "Bearer",
        "Bearer ",
        &token,
        &format!("Basic {token}"),
        &format!("Bearer {other}"),
        &format!("Bearer {token}A"),
        "Bearer ..",
        &format!("Bearer {}", &token[..20]),
    ] {
        let (status, words) = post_as(&world, authorization, None, sample("postfix_hard", &sent, &[])).await;
        assert_eq!(status, 401, "{authorization}: {words}");
    }
    assert_eq!(world.count("SELECT count(*) FROM incoming_letters").await, 0);
    untouched(&world, &sent).await;
    for spelling in [format!("Bearer {token}"), format!("bearer {token}")] {
        assert_eq!(post_as(&world, &spelling, None, b"x: y\r\n\r\nz".to_vec()).await.0, 200);
    }
    assert_eq!(world.stranger().get("/mail/incoming").await.status, 404);
}
