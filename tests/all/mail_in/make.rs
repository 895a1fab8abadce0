//! Letters that left, and what came in about them.

use otklik::{mail::post::message_id, web::mail_in};

use crate::support::{World, make};

/// A letter that left.
pub struct Sent {
    pub letter: i64,
    pub invitation: i64,
    pub customer: i64,
    /// Its Message-ID, without brackets.
    pub id: String,
    pub to: String,
}

/// An invitation to a customer of this id, handed over an hour ago.
pub async fn sent(world: &World, external_id: &str) -> Sent {
    let customer = make::customer(world, external_id).await;
    let purchase = make::purchase(world, customer, &format!("p-{external_id}"), 3).await;
    let invitation = make::invitation(world, customer, purchase).await;
    let to = format!("{external_id}@customer.example");
    let letter = world
        .count(&format!(
            "INSERT INTO letters (kind, customer_id, invitation_id, due_at, state, sent_at, attempts, recipient)
             VALUES ('invitation', {customer}, {invitation}, now(), 'sent', now() - interval '1 hour', 1, '{to}')
             RETURNING id"
        ))
        .await;
    Sent { letter, invitation, customer, id: id_of(world, letter), to }
}

pub fn id_of(world: &World, letter: i64) -> String {
    message_id(letter, "127.0.0.1", &world.shared.keys.mac("message-id", b""))
}

/// A sample with these words in place of `{name}`.
pub fn sample(name: &str, sent: &Sent, words: &[(&str, &str)]) -> Vec<u8> {
    let path = format!("{}/tests/all/mail_in/samples/{name}.eml", env!("CARGO_MANIFEST_DIR"));
    let mut text = std::fs::read_to_string(path).expect("a sample");
    for (name, value) in [("id", sent.id.as_str()), ("to", sent.to.as_str())].iter().chain(words) {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    text.replace('\n', "\r\n").into_bytes()
}

/// What the posted road answers: status and words.
pub async fn post_as(
    world: &World,
    authorization: &str,
    recipient: Option<&str>,
    raw: Vec<u8>,
) -> (u16, String) {
    let mut request = reqwest::Client::new()
        .post(format!("{}/mail/incoming", world.base))
        .header("Authorization", authorization)
        .body(raw);
    if let Some(recipient) = recipient {
        request = request.header("Otklik-Recipient", recipient);
    }
    let answer = request.send().await.expect("an answer");
    (answer.status().as_u16(), answer.text().await.expect("text"))
}

/// Posts a letter as the house's mail server; answers `kind, outcome`.
pub async fn post(world: &World, raw: Vec<u8>) -> String {
    post_to(world, None, raw).await
}

pub async fn post_to(world: &World, recipient: Option<&str>, raw: Vec<u8>) -> String {
    let bearer = format!("Bearer {}", mail_in::token(&world.shared.keys));
    let (status, words) = post_as(world, &bearer, recipient, raw).await;
    assert_eq!(status, 200, "{words}");
    words.trim().split_once(": ").expect("a number").1.to_owned()
}

pub async fn state(world: &World, sent: &Sent) -> String {
    world.value(&format!("SELECT state FROM letters WHERE id = {}", sent.letter)).await
}

/// What stands against a customer: `bounced`, `unsubscribed`, both, or nothing.
pub async fn marks(world: &World, customer: i64) -> String {
    world
        .value(&format!(
            "SELECT concat_ws(' ', CASE WHEN bounced_at IS NOT NULL THEN 'bounced' END,
                              CASE WHEN unsubscribed_at IS NOT NULL THEN 'unsubscribed' END)
             FROM customers WHERE id = {customer}"
        ))
        .await
}

pub async fn listed(world: &World) -> String {
    world
        .value(
            "SELECT coalesce(string_agg(address || ' ' || reason, ', ' ORDER BY id), '') FROM suppressions",
        )
        .await
}

/// A worker whose letters go to the mail server of this port.
pub fn worker(world: &World, port: u16) -> otklik::jobs::Worker {
    let mut config = world.shared.config.clone();
    config.smtp_url = format!("smtp://127.0.0.1:{port}?timeout=60").into();
    config.mail_from = "Лавка <care@shop.example>".to_owned();
    otklik::jobs::Worker::new(&config, &world.url).expect("a worker")
}
