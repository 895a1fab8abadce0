//! What the form costs: `cargo bench --bench load`. Each figure stands beside its aim, or beside the same work without us.
//!
//! A PostgreSQL of its own with fsync on, the program as a process of its own, and this process as its visitors, all on
//! one machine: ratios and CPU say more than rates when others use it too.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::allow_attributes,
    reason = "a measurement that fails has nothing to say"
)]

mod client;
mod cpu;
mod database;
mod hello;
mod lag;
mod process;

use std::{sync::Arc, time::Instant};

use chrono::Utc;
use chrono_tz::Europe::Moscow;
use client::{Connection, Person};
use database::{Database, HISTORY};
use otklik::{
    actions::{grade_customers::grade_customers, roll_up::roll_up},
    domain::token::Keys,
    store::pool,
};
use process::Program;

const SECRET: &str = "a secret for measurements, forty characters";
/// Answers at each number of connections, in each round; all counts are multiplied by the number given on the command line.
const POINTS: [(usize, usize); 3] = [(1, 1_000), (16, 8_000), (64, 12_000)];
const ROUNDS: usize = 3;
const RESPONDENTS: usize = 6_000;
/// Detractors and other discontent among people who answer are about one in five.
const BELIEVABLE: usize = 5;
/// Who responds: one in how many is discontent, and what the browser accepts.
const MIXES: [(&str, usize, &str); 3] = [
    ("one in five discontent", BELIEVABLE, ""),
    ("one in five discontent, pages packed (gzip)", BELIEVABLE, GZIP),
    ("worst case: everybody opens a complaint", 1, ""),
];
const GZIP: &str = "Accept-Encoding: gzip\r\n";
/// Connections that the program has to the database: two threads of four. More visitors than that share them.
const POOL: usize = 8;
const LOOKS: usize = 20_000;

fn main() {
    if let Some(port) = hello::asked_for() {
        return hello::serve(port);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(measure());
}

async fn measure() {
    let share = std::env::args().find_map(|argument| argument.parse::<f64>().ok()).unwrap_or(1.0);
    let times = |count: usize| ((count as f64 * share) as usize).max(200);
    let points = POINTS.map(|(connections, answers)| (connections, times(answers)));
    let respondents = times(RESPONDENTS);
    let answers: usize = points.iter().map(|(_, answers)| answers * ROUNDS * 2).sum();
    let database =
        Database::new(HISTORY + answers * 2 + respondents * MIXES.len() + times(POINTS[2].1) * 2 + 1_000)
            .await;
    let program = Program::otklik(&database, SECRET).await;
    let mut people = People { keys: Keys::new(SECRET.as_bytes(), None), next: HISTORY + 1 };

    warm_up(&program, &mut people).await;
    println!(
        "\nanswers a second, keep-alive, each with the statement of pgbench; one in {BELIEVABLE} is discontent; medians"
    );
    println!("      c    otklik   pgbench, c   ratio   pgbench, {POOL}   ratio (aim >= 0.60)");
    for (connections, answers) in points {
        let (mut ours, mut same, mut pool) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            same.push(database.pgbench(connections, answers, people.take(answers), BELIEVABLE));
            let started = Instant::now();
            answer_all(&program, people.tokens(answers), connections).await;
            ours.push(answers as f64 / started.elapsed().as_secs_f64());
            let as_ours = connections.min(POOL);
            pool.push(database.pgbench(as_ours, answers, people.take(answers), BELIEVABLE));
        }
        let ratio =
            |theirs: &[f64]| median(ours.iter().zip(theirs).map(|(our, their)| our / their).collect());
        let ratios = (ratio(&same), ratio(&pool));
        let [ours, same, pool] = [ours, same, pool].map(median);
        println!(
            "{connections:>7} {ours:>9.0} {same:>12.0} {:>7.2} {pool:>12.0} {:>7.2}",
            ratios.0, ratios.1
        );
    }

    println!(
        "\nwhole respondents: new connection, GET, POST, thanks; c = 16      a second   CPU ms = program + database"
    );
    for (name, every, encoding) in MIXES {
        let tokens = people.tokens(respondents);
        let before = (program.cpu(), database.cpu());
        let started = Instant::now();
        respond_all(&program, tokens, 16, every, encoding).await;
        let took = started.elapsed().as_secs_f64();
        let count = respondents as f64;
        let each = |seconds: f64| seconds * 1_000.0 / count;
        let (app, postgres) = (each(program.cpu() - before.0), each(database.cpu() - before.1));
        println!("{name:<64} {:>9.0}    {:.3} = {app:.3} + {postgres:.3}", count / took, app + postgres);
    }
    println!("(aim: CPU <= 0.30 ms)");

    let answers = times(POINTS[2].1);
    let (tokens, alone) = (people.tokens(answers), people.tokens(answers));
    let rate = async |tokens| {
        let started = Instant::now();
        answer_all(&program, tokens, 64).await;
        answers as f64 / started.elapsed().as_secs_f64()
    };
    let alone = rate(alone).await;
    // What a worker finds on its first day is done before: value classes, and the facts of all there is.
    let mut connection = pool::connect(&database.url()).await.expect("a connection");
    grade_customers(&mut connection, Utc::now()).await.expect("classes");
    roll_up(&mut connection, Moscow, Utc::now()).await.expect("facts");
    let worker = Program::worker(&database, SECRET).await;
    lag::Watch::start(&database).end();
    let watch = lag::Watch::start(&database);
    let folded = rate(tokens).await;
    let waited = watch.end();
    println!(
        "\nanswers a second, c = 64, while a worker puts them into the figures   {folded:.0}, without it {alone:.0}; \
         the oldest waits p50 {:.2} s, p99 {:.2}, at most {:.2} (aim <= 2); all are in {:.2} s after the last; memory of \
         the worker {:.1} MiB at most",
        waited.quantile(0.5),
        waited.quantile(0.99),
        waited.quantile(1.0),
        waited.rest,
        worker.memory("VmHWM")
    );
    drop(worker);

    let hello = Program::hello().await;
    let link = format!("/s/{}", people.tokens(1)[0]);
    let forms = look(&program, &link, 64, times(LOOKS)).await;
    let hellos = look(&hello, "/", 64, times(LOOKS)).await;
    println!(
        "\nform a second, keep-alive, c = 64   {forms:.0}; hello world {hellos:.0}; ratio {:.2}",
        forms / hellos
    );

    for (name, encoding) in [("identity", ""), ("gzip", GZIP)] {
        let mut connection = Connection::open(program.port).await;
        let got = connection.get(&link, encoding).await;
        println!("form on the wire, {name}   {} bytes (aim <= 14336), of them head {}", got.bytes, got.head);
    }
    println!(
        "memory of the program after all this   {:.1} MiB, at most {:.1} (aim <= 60)",
        program.memory("VmRSS"),
        program.memory("VmHWM")
    );
}

/// The invitations, each answered once.
struct People {
    keys: Keys,
    next: usize,
}

impl People {
    fn take(&mut self, count: usize) -> usize {
        let first = self.next;
        self.next += count;
        first
    }

    fn tokens(&mut self, count: usize) -> Vec<String> {
        let first = self.take(count);
        (first..first + count).map(|id| self.keys.sign(id as i64).to_string()).collect()
    }
}

/// Each thread of the program prepares its statements and meets the questionnaire.
async fn warm_up(program: &Program, people: &mut People) {
    respond_all(program, people.tokens(500), 16, 2, "").await;
}

async fn answer_all(program: &Program, tokens: Vec<String>, connections: usize) {
    let version = Person::version_of(program.port, &tokens[0]).await;
    spread(
        tokens,
        connections,
        move |token, nth, connection| {
            let version = version.clone();
            let person = Person { token, discontent: nth.is_multiple_of(BELIEVABLE) };
            Box::pin(async move { person.answer(connection, &version).await })
        },
        program.port,
        true,
    )
    .await;
}

async fn respond_all(
    program: &Program,
    tokens: Vec<String>,
    connections: usize,
    every: usize,
    encoding: &'static str,
) {
    let version = Person::version_of(program.port, &tokens[0]).await;
    spread(
        tokens,
        connections,
        move |token, nth, connection| {
            let version = version.clone();
            let person = Person { token, discontent: nth.is_multiple_of(every) };
            Box::pin(async move { person.respond(connection, &version, encoding).await })
        },
        program.port,
        false,
    )
    .await;
}

type Doing<'a> = std::pin::Pin<Box<dyn Future<Output = ()> + 'a>>;

/// Shares the tokens among some connections at once, kept alive or new for each.
async fn spread<F>(tokens: Vec<String>, connections: usize, act: F, port: u16, keep: bool)
where
    F: for<'a> Fn(String, usize, &'a mut Connection) -> Doing<'a> + 'static,
{
    let queue = Arc::new(std::sync::Mutex::new(tokens.into_iter().enumerate()));
    let act = std::rc::Rc::new(act);
    let local = tokio::task::LocalSet::new();
    for _ in 0..connections {
        let (queue, act) = (Arc::clone(&queue), std::rc::Rc::clone(&act));
        local.spawn_local(async move {
            let mut connection = Connection::open(port).await;
            let mut used = false;
            loop {
                let Some((nth, token)) = queue.lock().expect("the queue").next() else { break };
                if used && !keep {
                    connection = Connection::open(port).await;
                }
                used = true;
                act(token, nth, &mut connection).await;
            }
        });
    }
    local.await;
}

/// Looks at one address again and again; answers how often a second.
async fn look(program: &Program, path: &str, connections: usize, looks: usize) -> f64 {
    let local = tokio::task::LocalSet::new();
    let started = Instant::now();
    for _ in 0..connections {
        let (path, port) = (path.to_owned(), program.port);
        local.spawn_local(async move {
            let mut connection = Connection::open(port).await;
            for _ in 0..looks / connections {
                assert_eq!(connection.get(&path, "").await.status, 200);
            }
        });
    }
    local.await;
    (looks / connections * connections) as f64 / started.elapsed().as_secs_f64()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
