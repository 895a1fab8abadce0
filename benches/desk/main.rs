//! What the desk costs: `cargo bench --bench desk -- 1.0` with a million complaints, of which a fifth is open; a smaller
//! number takes that part of them. Each page over HTTP: median, 99th part, and CPU of the program and its database; then
//! the plan of each query, and how quickly new rules are carried out.
//!
//! A PostgreSQL of its own with fsync on, the program as a process of its own, and this process as its visitors.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::allow_attributes,
    reason = "a measurement that fails has nothing to say"
)]

mod program;

use std::time::Instant;

use chrono::Utc;
use otklik::{
    actions::{
        clockwork, grade_customers::grade_customers, put_staff::put_staff, seed_volume::seed_volume,
        settle_complaints::settle_complaints, sync_presets::sync_presets,
    },
    demo::Volumes,
    domain::{complaint_filter::Filter, complaint_search::Sought, role::Role},
    postgres::{Cluster, Options},
    store::{self, complaint_lists, pool, schema_version},
};
use program::{Connection, Program};

const PASSWORD: &str = "a password for measurements";
/// Whom alerts are told.
const LEAD: &str = "lead@otklik.example";
const ALERTED: &str = "INSERT INTO deadline_alerts (complaint_id, clock, due_at, stage, staff_id, at)
    SELECT c.id, 'resolution', c.resolution_due, 'missed', s.id, now()
    FROM (SELECT * FROM complaints WHERE state = 'in_progress' ORDER BY id DESC LIMIT 5000) c, staff s WHERE s.role = 'lead'";
/// People at work at once.
const WORKERS: usize = 16;
/// Looks at each page.
const LOOKS: usize = 200;
/// Complaints that each of the workers takes.
const TAKES: usize = 40;
/// Lists that the second person saved.
const VIEWS: [&str; 7] = [
    "severity=critical",
    "state=new&source=phone",
    "owner=nobody&severity=high&source=mail",
    "cause=delivery&state=over",
    "reopened=yes",
    "signal=parameter%3Adelivery&severity=critical&owner=nobody",
    "legal=yes",
];

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    tokio::task::LocalSet::new().block_on(&runtime, measure());
}

async fn measure() {
    let part: f64 = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(1.0);
    let complaints = (part * 1_000_000.0) as usize;
    let folder = tempfile::tempdir().expect("a folder");
    let options = Options { durable: true, connections: 100, fleeting: true, ..Options::lasting() };
    let cluster = Cluster::open_with(&folder.path().join("data"), options).expect("a PostgreSQL");
    let url = cluster.url(otklik::postgres::DATABASE);
    schema_version::migrate(&url).await.expect("migrations");
    let mut connection = pool::connect(&url).await.expect("a connection");
    sync_presets(&mut connection).await.expect("presets");
    for worker in 0..WORKERS {
        let (email, name) = (format!("w{worker}@otklik.example"), format!("Worker {worker}"));
        put_staff(&mut connection, &email, &name, Role::Handler, PASSWORD, Utc::now()).await.expect("staff");
    }
    put_staff(&mut connection, LEAD, "Lead", Role::Lead, PASSWORD, Utc::now()).await.expect("a lead");
    let started = Instant::now();
    let volumes = Volumes {
        customers: (complaints / 2).max(1),
        purchases: complaints,
        responses: complaints / 4,
        invitations: 0,
        complaints,
    };
    let rows = seed_volume(&mut connection, &url, 1, volumes, Utc::now()).await.expect("a volume");
    let client = program::sql(&url).await;
    client.batch_execute("VACUUM ANALYZE").await.expect("figures for the planner");
    println!("{complaints} complaints, {rows} rows in {:.0} s", started.elapsed().as_secs_f64());

    let program = Program::start(&url, folder.path()).await;
    let mut plain = Connection::open(program.port).await;
    plain.sign_in("w0@otklik.example", PASSWORD).await;
    for query in VIEWS {
        client
            .execute(
                "INSERT INTO saved_views (owner_id, name, query, created_at)
                 SELECT id, $1, $1, now() FROM staff WHERE email = 'w1@otklik.example'",
                &[&query],
            )
            .await
            .expect("a saved list");
    }
    let mut saver = Connection::open(program.port).await;
    saver.sign_in("w1@otklik.example", PASSWORD).await;

    println!("{:<28} {:>9} {:>9} {:>9} {:>9}", "", "p50 ms", "p99 ms", "CPU ms", "of it db");
    let late = late_page(&client, 45_000.0 * part).await;
    for (name, path) in [
        ("list", "/desk/complaints"),
        ("page 900", late.as_str()),
        ("mine", "/desk/complaints?list=mine"),
        ("finished", "/desk/complaints?list=finished"),
        ("by priority", "/desk/complaints?sort=priority"),
        ("filter: common", "/desk/complaints?severity=high&source=phone"),
        ("filter: rare", "/desk/complaints?reopened=yes&source=counter&severity=low&signal=contact_me"),
        ("filter: none fit", "/desk/complaints?store=nowhere"),
        ("search: in all", "/desk/complaints?q=%D0%B4%D0%BE%D1%81%D1%82%D0%B0%D0%B2%D0%BA%D0%B0"),
        (
            "search: two words",
            "/desk/complaints?q=%D1%81%D0%B0%D0%BC%D0%BE%D0%B2%D0%B0%D1%80%20%D1%87%D0%B5%D0%BA%20%D1%86%D0%B5%D0%BD%D0%B0",
        ),
        ("search: rare", "/desk/complaints?q=%D0%B1%D0%B5%D0%B3%D0%B5%D0%BC%D0%BE%D1%82"),
        ("search: number", "/desk/complaints?q=1042"),
        (
            "search: nothing",
            "/desk/complaints?q=%D0%B3%D0%B8%D0%BF%D0%BF%D0%BE%D0%BF%D0%BE%D1%82%D0%B0%D0%BC",
        ),
    ] {
        looks(&program, &cluster_pid(folder.path()), &mut plain, name, path).await;
    }
    looks(&program, &cluster_pid(folder.path()), &mut saver, "list, 12 counters", "/desk/complaints").await;
    let held = "SELECT '/desk/complaints/' || max(id) FROM complaints WHERE state = 'in_progress'";
    let card: String = client.query_one(held, &[]).await.expect("a complaint").get(0);
    looks(&program, &cluster_pid(folder.path()), &mut plain, "card", &card).await;
    client.execute(ALERTED, &[]).await.expect("alerts");
    let mut lead = Connection::open(program.port).await;
    lead.sign_in(LEAD, PASSWORD).await;
    looks(&program, &cluster_pid(folder.path()), &mut lead, "alerts", "/desk/alerts").await;
    looks(&program, &cluster_pid(folder.path()), &mut lead, "team", "/desk/team").await;
    takes(&program, &cluster_pid(folder.path())).await;
    println!("memory of the program at most {:.1} MiB", program.memory("VmHWM"));
    plans(&url, &client).await;
    let database = cluster_pid(folder.path());
    settles(&mut connection, &database, "settled, all of it another").await;
    settles(&mut connection, &database, "settled, as it was").await;
    grades(&mut connection, &database).await;
}

/// New rules: every open complaint is settled anew, by this process, while nobody else works.
async fn settles(connection: &mut store::Connection, database: &str, name: &str) {
    clockwork::changed(connection, Utc::now()).await.expect("another version");
    let (started, before) = (Instant::now(), program::cpu_of(database));
    let settled = settle_complaints(connection, Utc::now()).await.expect("settled");
    counted(name, settled as f64, started, program::cpu_of(database) - before);
}

/// All customers graded for the first time: every one is written.
async fn grades(connection: &mut store::Connection, database: &str) {
    let (started, before) = (Instant::now(), program::cpu_of(database));
    let graded = grade_customers(connection, Utc::now()).await.expect("graded");
    counted("customers graded", graded as f64, started, program::cpu_of(database) - before);
}

fn counted(name: &str, count: f64, started: Instant, cpu: f64) {
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "{name:<28} {count:>9} {:>9.0} a second, {:.3} ms CPU of the database each",
        count / seconds,
        cpu * 1_000.0 / count
    );
}

fn cluster_pid(folder: &std::path::Path) -> String {
    let file =
        std::fs::read_to_string(folder.join("data/postgres/postmaster.pid")).expect("a running server");
    file.lines().next().expect("its number").to_owned()
}

/// The address of the place behind so many open complaints.
async fn late_page(client: &tokio_postgres::Client, rows: f64) -> String {
    let query = format!(
        "SELECT '/desk/complaints?after=' || (extract(epoch FROM next_deadline) * 1000000)::bigint || '.' || id
         FROM complaints WHERE state IN ('new', 'in_progress', 'waiting_for_customer')
         ORDER BY next_deadline, id OFFSET {} LIMIT 1",
        rows as i64
    );
    client.query_one(&query, &[]).await.expect("a place").get(0)
}

async fn looks(program: &Program, database: &str, connection: &mut Connection, name: &str, path: &str) {
    for _ in 0..10 {
        assert_eq!(connection.get(path).await.0, 200);
    }
    let before = (program.cpu(), program::cpu_of(database));
    let mut times = Vec::with_capacity(LOOKS);
    for _ in 0..LOOKS {
        let started = Instant::now();
        let (status, _) = connection.get(path).await;
        times.push(started.elapsed().as_secs_f64() * 1_000.0);
        assert_eq!(status, 200);
    }
    told(program, database, name, before, times);
}

fn told(program: &Program, database: &str, name: &str, before: (f64, f64), mut times: Vec<f64>) {
    let each = 1_000.0 / times.len() as f64;
    let ours = (program.cpu() - before.0) * each;
    let its = (program::cpu_of(database) - before.1) * each;
    times.sort_by(f64::total_cmp);
    let p99 = times[(times.len() * 99 / 100).min(times.len() - 1)];
    println!("{name:<28} {:>9.2} {p99:>9.2} {:>9.2} {its:>9.2}", times[times.len() / 2], ours + its);
}

/// Everybody takes the next one, again and again, at once; nobody gets what another has.
async fn takes(program: &Program, database: &str) {
    let mut people = Vec::new();
    for worker in 0..WORKERS {
        let mut connection = Connection::open(program.port).await;
        connection.sign_in(&format!("w{worker}@otklik.example"), PASSWORD).await;
        people.push(connection);
    }
    let before = (program.cpu(), program::cpu_of(database));
    let working: Vec<_> = people
        .into_iter()
        .map(|mut connection| {
            tokio::task::spawn_local(async move {
                let mut taken = Vec::new();
                for _ in 0..TAKES {
                    let started = Instant::now();
                    let (status, head) = connection.take_next().await;
                    let time = started.elapsed().as_secs_f64() * 1_000.0;
                    assert_eq!(status, 303, "{head}");
                    taken.push((time, head));
                }
                taken
            })
        })
        .collect();
    let mut times = Vec::new();
    let mut numbers = std::collections::BTreeSet::new();
    for one in working {
        for (time, head) in one.await.expect("a worker") {
            times.push(time);
            assert!(numbers.insert(head.clone()), "taken twice: {head}");
        }
    }
    told(program, database, "take next, 16 at once", before, times);
}

async fn plans(url: &str, client: &tokio_postgres::Client) {
    let reader = complaint_lists::Reader { id: 1, now: Utc::now(), zone: chrono_tz::Tz::Europe__Moscow };
    let filter = |query: &str| Filter::read(url::form_urlencoded::parse(query.as_bytes()).into_owned()).0;
    let mut statements = Vec::new();
    for query in ["", "owner=2", "severity=high&source=phone", "state=over", "sort=priority"] {
        let statement = complaint_lists::walk_statement(&filter(query), reader, None);
        statements.push((format!("walked: {query}"), statement.written()));
    }
    for query in ["reopened=yes&source=counter&severity=low&signal=contact_me", "store=nowhere"] {
        let statement = complaint_lists::gather_statement(&filter(query), reader, None);
        statements.push((format!("gathered: {query}"), statement.written()));
    }
    let counted: Vec<Filter> = VIEWS.iter().map(|query| filter(query)).collect();
    statements.push(("counters".to_owned(), complaint_lists::counts_statement(&counted, reader).written()));
    let connection = pool::connect(url).await.expect("a connection");
    for words in ["доставка", "бегемот"] {
        let sought = Sought::read(words).expect("words");
        let roads = complaint_lists::search_statements(
            &connection,
            &filter(&format!("q={words}")),
            &sought,
            reader,
            None,
        )
        .await
        .expect("statements");
        for (road, name) in roads.iter().zip(["newest", "index", "more of the newest"]) {
            statements.push((format!("search, {name}: {words}"), road.written()));
        }
    }
    for (name, statement) in statements {
        println!("\n{name}");
        let rows = client
            .query(&format!("EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF) {statement}"), &[])
            .await
            .expect("a plan");
        for row in rows {
            println!("  {}", row.get::<_, String>(0));
        }
    }
}
