//! The worker killed fifty times in the middle of its work, by a mail server that itself is busy, slow and dies.

use std::{
    collections::BTreeMap,
    process::{Child, Command, Stdio},
    time::Duration,
};

use otklik::domain::role::Role;
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use serde_json::json;

use super::make::read;
use crate::{mail::server::Server, support::World};

const KILLS: usize = 50;
const LETTERS: i64 = 900;

async fn letters(world: &World) {
    world
        .sql(&format!(
            "INSERT INTO settings (key, value, changed_at) VALUES ('letters.per_minute', '0', now());
             INSERT INTO customers (external_id, name, email, consent)
             SELECT 'c' || n, 'Пётр', 'c' || n || '@customer.example', true FROM generate_series(1, {LETTERS}) n;
             INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency)
             SELECT 'p' || id, id, now() - interval '3 days', 2500, 'RUB' FROM customers;
             INSERT INTO invitations (kind, customer_id, purchase_id, version_id, planned_at, send_at, expires_at)
             SELECT 'purchase', customer_id, id,
                    (SELECT current_version_id FROM questionnaires WHERE kind = 'purchase'),
                    now(), now(), now() + interval '30 days' FROM purchases;
             INSERT INTO letters (kind, customer_id, invitation_id, due_at)
             SELECT 'invitation', customer_id, id, now() - interval '1 minute' FROM invitations"
        ))
        .await;
}

fn program(world: &World, server: &Server, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_otklik"))
        .args(arguments)
        .envs(&world.settings)
        .env("OTKLIK_SMTP_URL", format!("smtp://127.0.0.1:{}?timeout=20", server.port))
        .env("OTKLIK_MAIL_FROM", "care@shop.example")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs")
}

/// How often each letter arrived, by its id.
fn arrived(server: Server, counts: &mut BTreeMap<i64, usize>) {
    for taken in server.taken() {
        let message = read(&taken);
        let id =
            message.message_id().unwrap().split('-').nth(1).unwrap().parse().expect("the id of a letter");
        *counts.entry(id).or_default() += 1;
    }
}

#[tokio::test]
async fn fifty_kills_send_no_letter_twice_and_lose_none_from_sight() {
    let world = World::new().await;
    letters(&world).await;
    let stormy = Server::start(&json!({
        "delay": [0.02, 0.12],
        "chaos": {"seed": 7, "busy": 0.03, "lost": 0.02, "unheard": 0.02},
    }));
    let mut dice = StdRng::seed_from_u64(50);
    let mut in_hand = 0;
    for kill in 0..KILLS {
        let before = world.count("SELECT count(*) FROM letters WHERE state = 'sending'").await;
        let attempts = world.count("SELECT sum(attempts) FROM letters").await;
        let mut worker = program(&world, &stormy, &["work"]);
        // It is killed in the midst of its work, not while it starts.
        let patience = tokio::time::Instant::now() + Duration::from_secs(15);
        while world.count("SELECT sum(attempts) FROM letters").await == attempts {
            assert!(tokio::time::Instant::now() < patience, "kill {kill}: the worker takes nothing");
            tokio::time::sleep(Duration::from_millis(3)).await;
        }
        tokio::time::sleep(Duration::from_millis(dice.random_range(0..120))).await;
        worker.kill().expect("a running worker");
        worker.wait().expect("it ended");
        let after = world.count("SELECT count(*) FROM letters WHERE state = 'sending'").await;
        in_hand += usize::from(after > before);
    }
    assert!(in_hand >= KILLS / 2, "most kills came in the middle of a letter: {in_hand}");
    let interrupted = world.count("SELECT count(*) FROM letters WHERE state = 'sending'").await;

    // The rest goes by a calm server; who was interrupted is seen after its time.
    let calm = Server::start(&json!({}));
    world
        .sql("UPDATE letters SET claimed_at = claimed_at - interval '16 minutes' WHERE state = 'sending'")
        .await;
    for _ in 0..10 {
        world.sql("UPDATE letters SET due_at = now() - interval '1 minute' WHERE state = 'queued'").await;
        program(&world, &calm, &["work", "--once"]).wait().expect("it ended");
        if world.count("SELECT count(*) FROM letters WHERE state = 'queued'").await == 0 {
            break;
        }
    }

    let mut counts = BTreeMap::new();
    arrived(stormy, &mut counts);
    arrived(calm, &mut counts);
    let twice: Vec<_> = counts.iter().filter(|(_, count)| **count > 1).collect();
    assert!(twice.is_empty(), "sent twice: {twice:?}");
    let rows = world.client.query("SELECT id, state FROM letters", &[]).await.expect("letters");
    let mut troubled = 0;
    for row in &rows {
        let (id, state): (i64, String) = (row.get(0), row.get(1));
        let arrived = counts.remove(&id).is_some();
        match state.as_str() {
            "sent" => assert!(arrived, "letter {id} is said to be sent and never arrived"),
            "unknown" => troubled += 1,
            "failed" => {
                troubled += 1;
                assert!(!arrived, "letter {id} is said to have failed and arrived");
            }
            other => panic!("letter {id} is {other}"),
        }
    }
    assert_eq!(
        (i64::try_from(rows.len()).unwrap(), counts.len()),
        (LETTERS, 0),
        "each has a fate that is known"
    );
    assert!(troubled >= interrupted && interrupted > 0, "{troubled} of {interrupted}");

    // Everyone in doubt stands on the page of administrators.
    let admin = world.signed_in(Role::Admin).await;
    let mut path = Some("/settings/letters".to_owned());
    let mut shown = 0;
    while let Some(address) = path {
        let page = admin.get(&address).await;
        shown += i64::try_from(page.texts(".letters-row").len()).unwrap();
        path = page.attributes("a[rel=next]", "href").pop();
    }
    assert_eq!(shown, troubled);
}
