//! What the board costs: `cargo bench --bench board -- 1.0` with a million answers; another number takes as many times
//! that. Behind the number a folder may stand, whose database is kept: the next run with it seeds nothing. Building the facts from nothing, then each report over HTTP, counted anew and remembered: median, 99th part, and
//! CPU of the program and its database; then its files, memory, and how long a change takes to be in the figures.
//!
//! A PostgreSQL of its own with fsync on, the program as a process of its own, and this process as its visitor.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::allow_attributes,
    dead_code,
    reason = "a measurement that fails has nothing to say; the visitor is shared with the desk's"
)]

#[path = "../desk/program.rs"]
mod program;

use std::{path::PathBuf, time::Instant};

use chrono::{Days, Utc};
use chrono_tz::Europe::Moscow;
use otklik::{
    actions::{
        grade_customers::grade_customers, put_staff::put_staff, roll_up::roll_up, seed_volume::seed_volume,
        sync_presets::sync_presets,
    },
    demo::Volumes,
    domain::role::Role,
    postgres::{Cluster, Options},
    store::{pool, schema_version},
};
use program::{Connection, Program};

const PASSWORD: &str = "a password for measurements";
/// Looks at each page that was looked at a moment ago.
const LOOKS: usize = 10;
/// Looks at each page of which nothing is remembered.
const COLD_LOOKS: usize = 6;

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    tokio::task::LocalSet::new().block_on(&runtime, measure());
}

async fn measure() {
    let part: f64 = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(1.0);
    let answers = (part * 1_000_000.0) as usize;
    let kept =
        std::env::args().skip_while(|argument| argument.parse::<f64>().is_err()).nth(1).map(PathBuf::from);
    let fleeting = tempfile::tempdir().expect("a folder");
    let folder = kept.as_deref().unwrap_or_else(|| fleeting.path());
    let options = Options { durable: true, connections: 100, fleeting: kept.is_none(), ..Options::lasting() };
    let cluster = Cluster::open_with(&folder.join("data"), options).expect("a PostgreSQL");
    let url = cluster.url(otklik::postgres::DATABASE);
    schema_version::migrate(&url).await.expect("migrations");
    let mut connection = pool::connect(&url).await.expect("a connection");
    let client = program::sql(&url).await;
    let there: bool =
        client.query_one("SELECT EXISTS (SELECT FROM responses)", &[]).await.expect("a look").get(0);
    if !there {
        seed(&mut connection, &url, answers).await;
    }
    put_staff(&mut connection, "lead@otklik.example", "Lead", Role::Lead, PASSWORD, Utc::now())
        .await
        .expect("staff");
    build(&mut connection, &client).await;

    let program = Program::start(&url, folder).await;
    let mut visitor = Connection::open(program.port).await;
    visitor.sign_in("lead@otklik.example", PASSWORD).await;
    let database = cluster_pid(folder);
    println!("{:<44} {:>29}  {:>29}", "ms", "counted: p50, p99, CPU", "remembered: p50, p99, CPU");
    let year = Utc::now().date_naive().checked_sub_days(Days::new(365)).expect("a day");
    for report in [
        "overview",
        "nps",
        "satisfaction",
        "drivers",
        "reasons",
        "complaints",
        "response",
        "retention",
        "abc",
        "rfm",
        "comments",
    ] {
        for (name, query) in [
            ("90 days", String::new()),
            ("year", format!("from={year}")),
            ("all", "period=all".to_owned()),
            ("all, one cut", "period=all&segment=S1".to_owned()),
            ("all, by manager", "period=all&by=manager".to_owned()),
            ("all, cut and by another", "period=all&segment=S1&by=manager".to_owned()),
            ("90 days, two cuts", "segment=S1&channel=C1".to_owned()),
            ("all, two cuts", "period=all&segment=S1&channel=C1".to_owned()),
            ("all, three cuts", "period=all&segment=S1&channel=C1&category=G3".to_owned()),
        ] {
            let path = format!("/board/{report}?{query}");
            looks(&program, &client, &database, &mut visitor, &format!("{report}: {name}"), &path).await;
        }
    }
    looks(
        &program,
        &client,
        &database,
        &mut visitor,
        "rows: detractors of 90 days",
        "/board/rows/answers?only=nps%3D0..6",
    )
    .await;
    looks(
        &program,
        &client,
        &database,
        &mut visitor,
        "rows: detractors of all",
        "/board/rows/answers?period=all&only=nps%3D0..6",
    )
    .await;
    println!(
        "memory of the program after the pages {:.1} MiB, at most {:.1}",
        program.memory("VmRSS"),
        program.memory("VmHWM")
    );
    if answers <= 1_000_000 {
        for ending in ["csv", "xlsx"] {
            file(&program, &mut visitor, ending).await;
        }
    }
    lag(&mut connection, &client).await;
}

/// The rows that figures are of.
async fn seed(connection: &mut otklik::store::Connection, url: &str, answers: usize) {
    sync_presets(connection).await.expect("presets");
    let started = Instant::now();
    let volumes = Volumes {
        customers: (answers / 8).max(1),
        purchases: answers,
        responses: answers,
        invitations: 0,
        complaints: answers / 50,
    };
    let rows = seed_volume(connection, url, 1, volumes, Utc::now()).await.expect("a volume");
    println!("{answers} answers, {rows} rows in {:.0} s", started.elapsed().as_secs_f64());
}

/// Value classes, and the facts, if there are none yet.
async fn build(connection: &mut otklik::store::Connection, client: &tokio_postgres::Client) {
    let started = Instant::now();
    let graded: bool = client
        .query_one("SELECT EXISTS (SELECT FROM customers WHERE value_class IS NOT NULL)", &[])
        .await
        .expect("a look")
        .get(0);
    if !graded {
        grade_customers(connection, Utc::now()).await.expect("classes");
        client.batch_execute("VACUUM ANALYZE").await.expect("figures for the planner");
        println!("customers graded in {:.1} s", started.elapsed().as_secs_f64());
    }
    let started = Instant::now();
    roll_up(connection, Moscow, Utc::now()).await.expect("facts");
    let sizes = "SELECT string_agg(format('%s %s', name, pg_size_pretty(pg_total_relation_size(name::regclass))), ', ')
                 FROM unnest(ARRAY['fact_columns', 'fact_packs', 'fact_months', 'purchase_histories']) AS name";
    let sizes: String = client.query_one(sizes, &[]).await.expect("sizes").get(0);
    println!("facts built from nothing in {:.1} s: {sizes}", started.elapsed().as_secs_f64());
    client
        .batch_execute("VACUUM ANALYZE fact_columns, fact_packs, fact_months, purchase_histories")
        .await
        .expect("figures for the planner");
}

/// One answer changed, again and again: how long a roll-up of it takes.
async fn lag(connection: &mut otklik::store::Connection, client: &tokio_postgres::Client) {
    let mut times = Vec::new();
    for number in 0..50i64 {
        client
            .execute(
                "UPDATE responses SET nps = 10 - nps, revision = revision + 1
                 WHERE id IN (SELECT id FROM responses ORDER BY answered_at DESC OFFSET $1::bigint * 100 LIMIT 20)",
                &[&number],
            )
            .await
            .expect("changes");
        let started = Instant::now();
        roll_up(connection, Moscow, Utc::now()).await.expect("a roll-up");
        times.push(started.elapsed().as_secs_f64() * 1_000.0);
    }
    times.sort_by(f64::total_cmp);
    println!("20 changed answers folded in: p50 {:.1} ms, p99 {:.1} ms", times[25], times[49]);
}

/// All answers as a file.
async fn file(program: &Program, visitor: &mut Connection, ending: &str) {
    let started = Instant::now();
    let (status, file) = visitor.get(&format!("/board/rows/answers.{ending}?period=all")).await;
    assert_eq!(status, 200);
    println!(
        "{ending} of all answers, {:.1} MB: {:.2} s; memory of the program at most {:.1} MiB",
        file.len() as f64 / 1e6,
        started.elapsed().as_secs_f64(),
        program.memory("VmHWM")
    );
}

fn cluster_pid(folder: &std::path::Path) -> String {
    let file =
        std::fs::read_to_string(folder.join("data/postgres/postmaster.pid")).expect("a running server");
    file.lines().next().expect("its number").to_owned()
}

/// A page again and again: each time as if the facts had just changed, then as it is remembered.
async fn looks(
    program: &Program,
    client: &tokio_postgres::Client,
    database: &str,
    connection: &mut Connection,
    name: &str,
    path: &str,
) {
    let mut told = Vec::new();
    for (looks, cold) in [(COLD_LOOKS, true), (LOOKS, false)] {
        let before = (program.cpu(), program::cpu_of(database));
        let mut times = Vec::with_capacity(looks);
        for _ in 0..looks {
            if cold {
                client
                    .batch_execute("UPDATE fact_state SET version = nextval('fact_versions')")
                    .await
                    .expect("facts that are others");
            }
            let started = Instant::now();
            let (status, _) = connection.get(path).await;
            assert_eq!(status, 200, "{path}");
            times.push(started.elapsed().as_secs_f64() * 1_000.0);
        }
        let each = 1_000.0 / times.len() as f64;
        let ours = (program.cpu() - before.0) * each;
        let cpu = ours + (program::cpu_of(database) - before.1) * each;
        times.sort_by(f64::total_cmp);
        let p99 = times[(times.len() * 99 / 100).min(times.len() - 1)];
        told.push(format!("{:>9.1} {p99:>9.1} {cpu:>9.1}", times[times.len() / 2]));
    }
    println!("{name:<44} {}", told.join("  "));
}
