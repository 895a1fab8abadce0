//! The worker: looks by itself, waits while the database is away, stops with its work in hand done.

use std::time::Duration;

use otklik::jobs::Worker;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::make::{self, state, work, worker};
use crate::{mail::server::Server, support::World};

/// Looks again and again until it is so; a test that never gets there fails by its patience.
async fn until(world: &World, query: &str) {
    let patience = tokio::time::Instant::now() + Duration::from_secs(40);
    while world.value(query).await != "t" {
        assert!(tokio::time::Instant::now() < patience, "never: {query}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn it_finds_new_letters_by_itself_and_stops_when_told() {
    let world = World::new().await;
    let server = Server::start(&json!({}));
    let stop = CancellationToken::new();
    let running = tokio::spawn(worker(&world, &server).run(stop.clone()));
    make::invitation(&world, "c1").await;
    until(&world, "SELECT bool_and(state = 'sent') FROM letters").await;
    make::invitation(&world, "c2").await;
    until(&world, "SELECT bool_and(state = 'sent') FROM letters").await;
    stop.cancel();
    tokio::time::timeout(Duration::from_secs(10), running).await.expect("it stops").expect("without a fault");
    assert_eq!(server.taken().len(), 2);
}

#[tokio::test]
async fn being_told_to_stop_leaves_no_letter_in_hand() {
    let world = World::new().await;
    let server = Server::start(&json!({}));
    for number in 0..40 {
        make::invitation(&world, &format!("c{number}")).await;
    }
    let stop = CancellationToken::new();
    let running = tokio::spawn(worker(&world, &server).run(stop.clone()));
    until(&world, "SELECT count(*) > 0 FROM letters WHERE state = 'sent'").await;
    stop.cancel();
    running.await.expect("without a fault");
    let sent = world.count("SELECT count(*) FROM letters WHERE state = 'sent'").await;
    assert_eq!(world.count("SELECT count(*) FROM letters WHERE state NOT IN ('sent', 'queued')").await, 0);
    let taken = server.taken();
    assert_eq!(i64::try_from(taken.len()).unwrap(), sent);
    assert!((1..=40).contains(&sent), "{sent}");
}

#[tokio::test]
async fn a_step_without_a_database_fails_and_the_next_one_works() {
    let world = World::new().await;
    let server = Server::start(&json!({}));
    let letter = make::invitation(&world, "c1").await;
    let worker = worker(&world, &server);
    world.sql("ALTER TABLE letters RENAME TO away").await;
    let now = chrono::Utc::now();
    assert!(worker.once(&move || now, &CancellationToken::new()).await.is_err());
    world.sql("ALTER TABLE away RENAME TO letters").await;
    let before = world.value("SELECT clock_timestamp()").await;
    // The server ends every connection, as when it is started anew.
    world
        .sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        .await;
    let old = format!(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
         AND backend_start < '{before}'"
    );
    world.becomes(&old, "0").await;
    assert_eq!(work(&worker, 0).await.sent, 1);
    assert_eq!(state(&world, letter).await, "sent");
}

#[tokio::test]
async fn old_sessions_are_swept() {
    let world = World::new().await;
    let server = Server::start(&json!({}));
    world
        .sql(
            "INSERT INTO sessions SELECT '\\x00', id, now(), now(), now() - interval '1 day' FROM staff LIMIT 1;
             INSERT INTO sessions SELECT '\\x01', id, now(), now(), now() + interval '1 day' FROM staff LIMIT 1",
        )
        .await;
    work(&worker(&world, &server), 0).await;
    assert_eq!(world.value("SELECT string_agg(encode(id, 'hex'), ',') FROM sessions").await, "01");
}

#[tokio::test]
async fn a_wrong_setting_of_the_mail_is_named_without_its_password() {
    let world = World::new().await;
    let mut config = world.shared.config.clone();
    config.mail_from = "Лавка".to_owned();
    let problem = Worker::new(&config, &world.url).err().expect("refused");
    assert!(problem.contains("OTKLIK_MAIL_FROM") && problem.contains("Лавка"), "{problem}");
    config.mail_from = "care@shop.example".to_owned();
    config.smtp_url = "smpt://user:sEcReT@mail.example".into();
    let problem = Worker::new(&config, &world.url).err().expect("refused");
    assert!(problem.contains("OTKLIK_SMTP_URL") && !problem.contains("sEcReT"), "{problem}");
}
