//! How fast letters leave: `cargo bench --bench letters`. The worker's own code, a PostgreSQL that keeps its promises
//! (fsync on), and a mail server in this process that takes everything at once: what is measured is our part of the way.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::allow_attributes,
    reason = "a measurement that fails has nothing to say"
)]

use std::{
    collections::{BTreeMap, HashSet},
    sync::{Arc, Mutex},
    time::Instant,
};

use otklik::{
    actions::sync_presets::sync_presets,
    config::Config,
    jobs::Worker,
    postgres::{Cluster, DATABASE, Options},
    store::{pool, schema_version},
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};
use tokio_util::sync::CancellationToken;

const LETTERS: usize = 10_000;
const ROUNDS: usize = 3;

/// Message-IDs of all letters taken.
type Taken = Arc<Mutex<Vec<String>>>;

fn main() {
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

    let taken = Taken::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(serve(listener, Arc::clone(&taken)));
    let values: BTreeMap<String, String> = [
        ("DATABASE_URL", url.clone()),
        ("OTKLIK_DATA", folder.path().display().to_string()),
        ("OTKLIK_SECRET", "a secret for measurements, forty characters".to_owned()),
        ("OTKLIK_SMTP_URL", format!("smtp://127.0.0.1:{port}")),
        ("OTKLIK_MAIL_FROM", "care@shop.example".to_owned()),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    let worker = Worker::new(&Config::from_values(values).expect("settings"), &url).expect("a worker");

    println!("letters a second to a mail server on this machine (aim 1,000)");
    let mut rates = Vec::new();
    for round in 0..ROUNDS {
        let at = chrono::Utc::now() + chrono::Duration::days(round as i64);
        let before = taken.lock().expect("the letters").len();
        let started = Instant::now();
        let tally = worker.once(&move || at, &CancellationToken::new()).await.expect("a round");
        let took = started.elapsed().as_secs_f64();
        let sent = taken.lock().expect("the letters").len() - before;
        assert_eq!(tally.sent as usize, sent, "{tally:?}");
        rates.push(sent as f64 / took);
        println!("{sent:>9} letters in {took:>6.2} s: {:>6.0} a second", sent as f64 / took);
    }
    rates.sort_by(f64::total_cmp);
    println!("median {:.0} a second", rates[rates.len() / 2]);
    let taken = std::mem::take(&mut *taken.lock().expect("the letters"));
    assert_eq!(taken.iter().collect::<HashSet<_>>().len(), taken.len(), "no letter twice");
    drop(client);
    let _ = driver.await;
}

async fn serve(listener: TcpListener, taken: Taken) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(converse(stream, Arc::clone(&taken)));
    }
}

/// Speaks just enough SMTP (RFC 5321) to take letters.
async fn converse(stream: TcpStream, taken: Taken) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let (reading, mut writing) = stream.into_split();
    let mut reading = BufReader::new(reading);
    writing.write_all(b"220 sink ESMTP\r\n").await?;
    let mut line = String::new();
    loop {
        line.clear();
        if reading.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let answer = match line.get(..4).unwrap_or_default().to_ascii_uppercase().as_str() {
            "EHLO" => "250-sink\r\n250 8BITMIME\r\n",
            "DATA" => {
                writing.write_all(b"354 go on\r\n").await?;
                let mut id = String::new();
                loop {
                    line.clear();
                    if reading.read_line(&mut line).await? == 0 {
                        return Ok(());
                    }
                    if line == ".\r\n" {
                        break;
                    }
                    if id.is_empty()
                        && let Some(value) = line.strip_prefix("Message-ID:")
                    {
                        id = value.trim().to_owned();
                    }
                }
                taken.lock().expect("the letters").push(id);
                "250 taken\r\n"
            }
            "QUIT" => {
                writing.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => "250 fine\r\n",
        };
        writing.write_all(answer.as_bytes()).await?;
    }
}
