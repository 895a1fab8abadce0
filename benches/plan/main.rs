//! What planning costs: `cargo bench --bench plan`. Many purchases due at once, planned and queued; then a tick with nothing due.
//!
//! A PostgreSQL of its own with fsync on. The planner runs in this process, so its memory is this process's.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::allow_attributes,
    reason = "a measurement that fails has nothing to say"
)]

use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use otklik::{
    actions::{plan_invitations::plan_invitations, remind::remind, sync_presets::sync_presets},
    domain::{invitation::PLANNED, questionnaire::SurveyKind},
    postgres::{Cluster, Options},
    store::{self, pool},
};

/// Due at once, unless the command line says another number.
const DUE: usize = 100_000;
/// Ticks with nothing due, of which the median counts.
const TICKS: usize = 21;

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(measure());
}

/// A line of this process's status in MiB.
fn memory(line: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("a status");
    let found = status.lines().find_map(|one| one.strip_prefix(line)).expect("a line");
    let kib: f64 = found.trim_matches([':', ' ', '\t', 'k', 'B']).trim().parse().expect("a number");
    kib / 1024.0
}

/// The memory at most is counted from here on.
fn forget_the_most() {
    // Where the kernel does not allow it, the most is that of the seeding too.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

async fn measure() {
    let due: usize = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(DUE);
    let folder = tempfile::tempdir().expect("a folder");
    let options = Options { durable: true, fleeting: true, ..Options::lasting() };
    let cluster = Cluster::open_with(&folder.path().join("data"), options).expect("a PostgreSQL");
    let url = cluster.url("otklik");
    store::schema_version::migrate(&url).await.expect("migrations run");
    let mut connection = pool::connect(&url).await.expect("a connection");
    sync_presets(&mut connection).await.expect("presets");
    let now: DateTime<Utc> = "2026-11-18T09:00:00Z".parse().expect("a moment");
    seed(&url, due).await;

    println!("{due} purchases due at once, of as many customers; {due} more of two months before");
    forget_the_most();
    let before = memory("VmRSS");
    for kind in PLANNED {
        let started = Instant::now();
        let planned =
            plan_invitations(&mut connection, kind, Tz::Europe__Moscow, now, true).await.expect("planned");
        let seconds = started.elapsed().as_secs_f64();
        let decided =
            planned.asked + planned.waiting.values().sum::<u64>() + planned.refused.values().sum::<u64>();
        println!(
            "{kind:<13} {decided:>8} decided, {:>8} asked in {seconds:>7.2} s: {:>8.0} a second",
            planned.asked,
            decided as f64 / seconds
        );
    }
    println!("memory of the planner: {before:.1} MiB before, {:.1} MiB at most", memory("VmHWM"));

    let mut ticks = Vec::new();
    for _ in 0..TICKS {
        let started = Instant::now();
        for kind in PLANNED {
            let nothing = plan_invitations(&mut connection, kind, Tz::Europe__Moscow, now, true)
                .await
                .expect("planned");
            assert!(nothing.is_empty(), "{kind}: {nothing:?}");
        }
        ticks.push(started.elapsed().as_secs_f64() * 1_000.0);
    }
    println!("a tick of all kinds with nothing due: {:.0} ms (median of {TICKS})", median(ticks));

    // Every letter leaves; three days later nobody has answered.
    sql(&url, "UPDATE letters SET state = 'sent'; UPDATE invitations SET sent_at = send_at; ANALYZE").await;
    let later = now + TimeDelta::days(3);
    let started = Instant::now();
    let queued =
        remind(&mut connection, SurveyKind::Purchase, Tz::Europe__Moscow, later).await.expect("reminded");
    let seconds = started.elapsed().as_secs_f64();
    println!("{queued} reminders queued in {seconds:.2} s: {:.0} a second", queued as f64 / seconds);
}

async fn seed(url: &str, due: usize) {
    sql(
        url,
        &format!(
            "INSERT INTO customers (external_id, name, email, consent, language)
             SELECT 'k' || n, 'Покупатель', n || '@customer.example', true, 'ru' FROM generate_series(1, {due}) n;
             INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency, store)
             SELECT 'z' || id, id, timestamptz '2026-11-15T09:00Z' - id % 1000 * interval '1 minute', 1, 'RUB', 'Центр' FROM customers;
             INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency, store)
             SELECT 'y' || id, id, timestamptz '2026-09-15T09:00Z' - id % 1000 * interval '1 minute', 1, 'RUB', 'Центр' FROM customers;
             ANALYZE"
        ),
    )
    .await;
}

async fn sql(url: &str, statements: &str) {
    let (client, connection) =
        tokio_postgres::connect(url, tokio_postgres::NoTls).await.expect("a connection");
    let driver = tokio::spawn(connection);
    client.batch_execute(statements).await.expect("statements");
    drop(client);
    let _ = driver.await;
}
