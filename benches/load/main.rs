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
mod database;
mod hello;
mod process;

use std::{sync::Arc, time::Instant};

use client::{Connection, Person};
use database::Database;
use otklik::domain::token::Keys;
use process::Program;

const SECRET: &str = "a secret for measurements, forty characters";
/// Answers at each number of connections, in each round; all counts are multiplied by the number given on the command line.
const POINTS: [(usize, usize); 3] = [(1, 1_000), (16, 8_000), (64, 12_000)];
const ROUNDS: usize = 3;
const RESPONDENTS: usize = 3_000;
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
    let database = Database::new(answers + respondents + 1_000).await;
    let program = Program::otklik(&database, SECRET).await;
    let mut people = People { keys: Keys::new(SECRET.as_bytes(), None), next: 1 };

    println!("\nanswers a second, keep-alive           c    otklik   pgbench   ratio (aim >= 0.60)");
    warm_up(&program, &mut people).await;
    for (connections, answers) in points {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            theirs.push(database.pgbench(connections, answers, people.take(answers)));
            let started = Instant::now();
            answer_all(&program, people.tokens(answers), connections).await;
            ours.push(answers as f64 / started.elapsed().as_secs_f64());
        }
        let ratio = median(ours.iter().zip(&theirs).map(|(our, their)| our / their).collect());
        let (ours, theirs) = (median(ours), median(theirs));
        println!("{:>40} {ours:>9.0} {theirs:>9.0} {ratio:>7.2}", connections);
    }

    let before = (program.cpu(), database.cpu());
    let started = Instant::now();
    respond_all(&program, people.tokens(respondents), 16).await;
    let took = started.elapsed().as_secs_f64();
    let count = respondents as f64;
    let (app, postgres) = (program.cpu() - before.0, database.cpu() - before.1);
    let each = |seconds: f64| seconds * 1_000.0 / count;
    println!(
        "\nwhole respondents a second (new connection, GET, POST, thanks; c = 16)   {:.0}",
        count / took
    );
    println!(
        "CPU of one respondent   {:.3} ms = program {:.3} + database {:.3} (aim <= 0.30)",
        each(app + postgres),
        each(app),
        each(postgres)
    );

    let hello = Program::hello().await;
    let link = format!("/s/{}", people.tokens(1)[0]);
    let forms = look(&program, &link, 64, times(LOOKS)).await;
    let hellos = look(&hello, "/", 64, times(LOOKS)).await;
    println!(
        "\nform a second, keep-alive, c = 64   {forms:.0}; hello world {hellos:.0}; ratio {:.2}",
        forms / hellos
    );

    for (name, encoding) in [("identity", ""), ("gzip", "Accept-Encoding: gzip\r\n")] {
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
    respond_all(program, people.tokens(500), 16).await;
}

async fn answer_all(program: &Program, tokens: Vec<String>, connections: usize) {
    let version = Person::version_of(program.port, &tokens[0]).await;
    spread(
        tokens,
        connections,
        move |token, nth, connection| {
            let version = version.clone();
            Box::pin(async move { Person { nth, token }.answer(connection, &version).await })
        },
        program.port,
        true,
    )
    .await;
}

async fn respond_all(program: &Program, tokens: Vec<String>, connections: usize) {
    spread(
        tokens,
        connections,
        |token, nth, connection| Box::pin(async move { Person { nth, token }.respond(connection).await }),
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
