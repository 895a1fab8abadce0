//! Letters made for a world, workers that send them, and what a mail server took.

use chrono::{DateTime, Duration, Utc};
use mail_parser::{Message, MessageParser};
use otklik::jobs::{Tally, Worker};
use tokio_util::sync::CancellationToken;

use crate::{
    mail::server::{Server, Taken},
    support::{World, make},
};

/// A worker whose letters go to this server.
pub fn worker(world: &World, server: &Server) -> Worker {
    worker_by(world, &format!("smtp://127.0.0.1:{}?timeout=60", server.port))
}

pub fn worker_by(world: &World, smtp_url: &str) -> Worker {
    let mut config = world.shared.config.clone();
    config.smtp_url = smtp_url.into();
    config.mail_from = "Лавка <care@shop.example>".to_owned();
    Worker::new(&config, &world.url).expect("a worker")
}

/// All that is due in some minutes from now.
pub async fn work(worker: &Worker, in_minutes: i64) -> Tally {
    let at: DateTime<Utc> = Utc::now() + Duration::minutes(in_minutes);
    worker.once(&move || at, &CancellationToken::new()).await.expect("a round")
}

/// A customer of this id, a purchase, an unsent invitation and its letter, due now. Answers the letter's id.
pub async fn invitation(world: &World, external_id: &str) -> i64 {
    let customer = make::customer(world, external_id).await;
    let purchase = make::purchase(world, customer, &format!("p-{external_id}"), 3).await;
    let invitation = make::invitation(world, customer, purchase).await;
    world.sql(&format!("UPDATE invitations SET sent_at = NULL WHERE id = {invitation}")).await;
    world
        .count(&format!(
            "INSERT INTO letters (kind, customer_id, invitation_id, due_at)
             VALUES ('invitation', {customer}, {invitation}, now() - interval '1 minute') RETURNING id"
        ))
        .await
}

/// A complaint of a new customer. Answers customer and complaint.
pub async fn complaint(world: &World, external_id: &str) -> (i64, i64) {
    let customer = make::customer(world, external_id).await;
    let complaint = world
        .count(&format!(
            "INSERT INTO complaints (customer_id, state, severity, signals, opened_at, first_answer_due,
                                     resolution_due, next_deadline, clocks_version)
             VALUES ({customer}, 'in_progress', 2, '{{contact_me}}', now(), '2026-12-01 09:00Z',
                     '2026-12-05 09:00Z', '2026-12-01 09:00Z', 1) RETURNING id"
        ))
        .await;
    (customer, complaint)
}

/// A letter of a complaint, due now, from the handler of this world where it holds words.
pub async fn about(world: &World, (customer, complaint): (i64, i64), kind: &str, body: &str) -> i64 {
    let row = world
        .client
        .query_one(
            "INSERT INTO letters (kind, customer_id, complaint_id, staff_id, body, due_at)
             SELECT $1, $2, $3, CASE WHEN $4 <> '' THEN id END, nullif($4, ''), now() - interval '1 minute'
             FROM staff WHERE role = 'handler' RETURNING id",
            &[&kind, &customer, &complaint, &body],
        )
        .await
        .expect("a letter");
    row.get(0)
}

pub async fn state(world: &World, letter: i64) -> String {
    world.value(&format!("SELECT state FROM letters WHERE id = {letter}")).await
}

pub async fn failure(world: &World, letter: i64) -> String {
    world.value(&format!("SELECT failure FROM letters WHERE id = {letter}")).await
}

pub fn read(taken: &Taken) -> Message<'_> {
    MessageParser::default().parse(&taken.raw).expect("a message")
}

pub fn header(message: &Message<'_>, name: &str) -> String {
    let value = message.header_raw(name.to_owned()).unwrap_or_default();
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub fn token(world: &World, invitation: i64) -> String {
    world.shared.keys.sign(invitation).to_string()
}
