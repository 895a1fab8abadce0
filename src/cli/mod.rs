//! Commands: thin, each calls what the web calls.

mod database;
mod demo;
mod doctor;
mod figures;
mod import;
mod invite;
mod links;
mod migrate;
mod receive;
mod report;
mod seed;
mod serve;
mod snippet;
mod user;
mod work;

use std::{
    io::{IsTerminal as _, Write as _},
    process::ExitCode,
};

use clap::{Parser, Subcommand};
pub use database::Database;
use tracing_subscriber::EnvFilter;

use crate::config::Config;

/// How a command ended; see the exit codes in the README.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// All of it is done.
    Done,
    /// A part of it is done, the rest was refused and said why.
    Partly,
    /// What came in is none of ours to keep: a mail server that asks gives it up.
    NotTaken,
}

/// What a command that changed nothing says on standard error.
pub type Fault = Box<dyn std::error::Error + Send + Sync>;

/// Отклик: asks customers after a purchase, works complaints to their end, says why customers leave.
#[derive(Parser)]
#[command(name = "otklik", version, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Web server and worker; several may run on one database
    Serve(serve::Args),
    /// The worker alone: plans invitations, sends letters
    Work(work::Args),
    /// A running Otklik with a believable company, everything on this machine
    Demo(demo::Args),
    /// Brings the database up to date
    Migrate(migrate::Args),
    /// Reads customers, purchases or old responses from CSV
    Import(import::Args),
    /// Plans the invitations that are due by the rules
    Invite(invite::Args),
    /// Links for other channels, one for each invitation
    Links(links::Args),
    /// Takes in one letter from a mail server: a return, a complaint of mail, a wish to unsubscribe
    Receive(receive::Args),
    /// A signed link for the shop's own 'thank you' page, as finished HTML
    Snippet(snippet::Args),
    /// The figures of the page of that name
    Report(report::Args),
    /// Brings the figures of reports up to date, or builds them anew
    Figures(figures::Args),
    /// Synthetic volume for measurements
    Seed(seed::Args),
    /// People who sign in
    User(user::Args),
    /// Checks settings, database, mail server and clock; says what to mend
    Doctor(doctor::Args),
}

/// Runs the program: parses, reads settings, carries out, and answers with an exit code.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        // Help and version are no errors; a wrong word changed nothing, and 2 means 'done in part' here.
        Err(words) => {
            let code = if words.use_stderr() { ExitCode::FAILURE } else { ExitCode::SUCCESS };
            return if words.print().is_ok() { code } else { ExitCode::FAILURE };
        }
    };
    // A mail server keeps a letter and comes again on 75 (EX_TEMPFAIL); on most others it would be lost.
    let refuse = if matches!(cli.command, Command::Receive(_)) { put_off } else { refuse };
    let config = match Config::load() {
        Ok(config) => config,
        Err(problem) => return refuse(&problem),
    };
    if let Err(problem) = start_log(&config) {
        return refuse(problem.as_ref());
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
        Ok(runtime) => runtime,
        Err(problem) => return refuse(&problem),
    };
    match runtime.block_on(carry_out(cli.command, config)) {
        Ok(Ending::Done) => ExitCode::SUCCESS,
        Ok(Ending::Partly) => ExitCode::from(2),
        // EX_DATAERR of sysexits.
        Ok(Ending::NotTaken) => ExitCode::from(65),
        Err(problem) => refuse(problem.as_ref()),
    }
}

async fn carry_out(command: Command, config: Config) -> Result<Ending, Fault> {
    match command {
        Command::Serve(args) => serve::run(args, config).await,
        Command::Work(args) => work::run(args, config).await,
        Command::Demo(args) => demo::run(args, config).await,
        Command::Migrate(args) => migrate::run(args, config).await,
        Command::Import(args) => import::run(args, config).await,
        Command::Invite(args) => invite::run(args, config).await,
        Command::Links(args) => links::run(args, config).await,
        Command::Receive(args) => receive::run(args, config).await,
        Command::Snippet(args) => snippet::run(args, config),
        Command::Report(args) => report::run(args, config).await,
        Command::Figures(args) => figures::run(args, config).await,
        Command::Seed(args) => seed::run(args, config).await,
        Command::User(args) => user::run(args, config).await,
        Command::Doctor(args) => doctor::run(args, config).await,
    }
}

/// Says what was done. A reader that has gone (`| head`) makes no failure of it.
fn say(words: std::fmt::Arguments<'_>) {
    let mut out = std::io::stdout().lock();
    if writeln!(out, "{words}").and_then(|()| out.flush()).is_err() {
        tracing::debug!("nobody reads standard output");
    }
}

/// Says something beside that, on standard error.
fn note(words: std::fmt::Arguments<'_>) {
    if writeln!(std::io::stderr(), "{words}").is_err() {
        tracing::debug!("nobody reads standard error");
    }
}

fn refuse(problem: &(dyn std::error::Error + 'static)) -> ExitCode {
    note(format_args!("otklik: {problem}"));
    ExitCode::FAILURE
}

fn put_off(problem: &(dyn std::error::Error + 'static)) -> ExitCode {
    note(format_args!("otklik: {problem}"));
    ExitCode::from(75)
}

fn start_log(config: &Config) -> Result<(), Fault> {
    // At debug the driver writes parameters of statements, which are people's data: it must be asked for by name.
    let levels = if config.log.contains("tokio_postgres") {
        config.log.clone()
    } else {
        format!("{},tokio_postgres=info", config.log)
    };
    let filter = EnvFilter::try_new(levels)
        .map_err(|problem| format!("OTKLIK_LOG = {:?} is not allowed: {problem}", config.log))?;
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        // It would speak of a closed standard error on that very standard error, and stop there.
        .log_internal_errors(false)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    if config.log_json {
        log.json().init();
    } else {
        log.compact().init();
    }
    Ok(())
}
