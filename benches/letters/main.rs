//! How fast letters leave: `cargo bench --bench letters`. The worker's own code, a PostgreSQL that keeps its promises
//! (fsync on), and a mail server beside it that takes everything at once: what is measured is our part of the way.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::allow_attributes,
    reason = "a measurement that fails has nothing to say"
)]

#[path = "../load/cpu.rs"]
mod cpu;
mod sink;

use std::{
    collections::{BTreeMap, HashSet},
    time::Instant,
};

use otklik::{
    actions::sync_presets::sync_presets,
    config::Config,
    jobs::Worker,
    postgres::{Cluster, DATABASE, Options},
    store::{pool, schema_version},
};
use sink::Sink;
use tokio_util::sync::CancellationToken;

const LETTERS: usize = 10_000;
const ROUNDS: usize = 3;

fn main() {
    if sink::asked_for() {
        return sink::serve();
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(measure());
}

async fn measure() {
    let share = std::env::args().find_map(|argument| argument.parse::<f64>().ok()).unwrap_or(1.0);
    let letters = ((LETTERS as f64 * share) as usize).max(100);
    let folder = tempfile::tempdir().expect("a folder");
    let options = Options { durable: true, connections: 50, fleeting: true, ..Options::lasting() };
    let cluster = Cluster::open_with(&folder.path().join("data"), options).expect("a PostgreSQL");
    let url = cluster.url(DATABASE);
    schema_version::migrate(&url).await.expect("migrations");
    sync_presets(&mut pool::connect(&url).await.expect("a connection")).await.expect("presets");
    let (client, connection) =
        tokio_postgres::connect(&url, tokio_postgres::NoTls).await.expect("a connection");
    let driver = tokio::spawn(connection);
    // No rate; the planner's window is closed for these purchases, so that only sending is measured.
    client
        .batch_execute(&format!(
            "INSERT INTO settings (key, value, changed_at) VALUES ('letters.per_minute', '0', now());
             INSERT INTO customers (external_id, name, email, language, consent)
             SELECT 'c' || n, 'Customer ' || n, 'c' || n || '@customer.example', 'ru', true
             FROM generate_series(1, {}) n;
             INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency, store)
             SELECT 'p' || id, id, now() - interval '200 days', 2500, 'RUB', 'Store ' || id % 7 FROM customers;
             INSERT INTO invitations (kind, customer_id, purchase_id, version_id, planned_at, send_at, expires_at)
             SELECT 'purchase', customer_id, id,
                    (SELECT current_version_id FROM questionnaires WHERE kind = 'purchase'),
                    now(), now(), now() + interval '30 days' FROM purchases;
             INSERT INTO letters (kind, customer_id, invitation_id, due_at)
             SELECT 'invitation', customer_id, id, now() + id / {letters} * interval '1 day' FROM invitations
             WHERE id < {letters} * {ROUNDS}",
            letters * ROUNDS
        ))
        .await
        .expect("letters");
    client.batch_execute("VACUUM ANALYZE").await.expect("figures for the planner");

    let sink = Sink::start();
    let values: BTreeMap<String, String> = [
        ("DATABASE_URL", url.clone()),
        ("OTKLIK_DATA", folder.path().display().to_string()),
        ("OTKLIK_SECRET", "a secret for measurements, forty characters".to_owned()),
        ("OTKLIK_SMTP_URL", format!("smtp://127.0.0.1:{}", sink.port)),
        ("OTKLIK_MAIL_FROM", "care@shop.example".to_owned()),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    let worker = Worker::new(&Config::from_values(values).expect("settings"), &url).expect("a worker");

    println!(
        "letters a second to a mail server on this machine (aim 1,000); CPU ms of a letter = program + database"
    );
    let data = folder.path().join("data");
    let mut rates = Vec::new();
    let mut sent = 0;
    for round in 0..ROUNDS {
        let at = chrono::Utc::now() + chrono::Duration::days(round as i64);
        let used = || (cpu::of_family(std::process::id()) - sink.cpu(), cpu::of_database(&data));
        let before = used();
        let started = Instant::now();
        let tally = worker.once(&move || at, &CancellationToken::new()).await.expect("a round");
        let took = started.elapsed().as_secs_f64();
        let count = tally.sent as f64;
        let each = |seconds: f64| seconds * 1_000.0 / count;
        let after = used();
        let (ours, its) = (each(after.0 - before.0), each(after.1 - before.1));
        println!(
            "{count:>9} in {took:>6.2} s: {:>6.0} a second; CPU {:.2} = {ours:.2} + {its:.2}",
            count / took,
            ours + its
        );
        rates.push(count / took);
        sent += tally.sent as usize;
    }
    rates.sort_by(f64::total_cmp);
    println!("median {:.0} a second", rates[rates.len() / 2]);
    let taken = sink.taken();
    assert_eq!((taken.len(), taken.iter().collect::<HashSet<_>>().len()), (sent, sent), "each letter once");
    drop(client);
    let _ = driver.await;
}
