//! `doctor`: checks settings, database, mail server and clock; says what to mend.

use std::{path::Path, process::Command, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use secrecy::ExposeSecret as _;
use serde::Serialize;
use tokio::time::timeout;
use url::{Host, Url};

use super::{Database, Ending, Fault};
use crate::{
    actions::planning_rules::{RulesError, rules_of, sending_rules},
    config::Config,
    domain::{email::EmailAddress, questionnaire::SurveyKind},
    mail::post::{Checked, Post},
    store::{Connection, StoreError, health, pool, questionnaires, schema_version},
};

/// How long a mail server may think.
const PATIENCE: Duration = Duration::from_secs(20);
/// Clocks that differ by more are odd; by much more, deadlines and sessions are wrong.
const ODD_CLOCK: TimeDelta = TimeDelta::seconds(2);
const WRONG_CLOCK: TimeDelta = TimeDelta::seconds(60);
/// What has waited longer is stuck.
const STUCK: TimeDelta = TimeDelta::hours(1);
/// Free space in MiB under which a disk is filling, and under which it is full for a database.
const FILLING: u64 = 1024;
const FULL: u64 = 128;
/// The oldest PostgreSQL that has what the queries use.
const OLDEST_SERVER: i32 = 140_000;

#[derive(clap::Args)]
pub struct Args {
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Level {
    Ok,
    Warn,
    Fail,
}

/// One line: what was looked at, what was found, and what to do about it.
#[derive(Debug, Serialize)]
struct Finding {
    check: &'static str,
    level: Level,
    found: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    mend: Option<String>,
}

#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn ok(&mut self, check: &'static str, found: impl Into<String>) {
        self.0.push(Finding { check, level: Level::Ok, found: found.into(), mend: None });
    }

    fn warn(&mut self, check: &'static str, found: impl Into<String>, mend: impl Into<String>) {
        self.0.push(Finding { check, level: Level::Warn, found: found.into(), mend: Some(mend.into()) });
    }

    fn fail(&mut self, check: &'static str, found: impl Into<String>, mend: impl Into<String>) {
        self.0.push(Finding { check, level: Level::Fail, found: found.into(), mend: Some(mend.into()) });
    }

    fn count(&self, level: Level) -> usize {
        self.0.iter().filter(|finding| finding.level == level).count()
    }
}

pub async fn run(args: Args, config: Config) -> Result<Ending, Fault> {
    let mut findings = Findings::default();
    settings(&mut findings, &config, Utc::now());
    disk(&mut findings, &config.data);
    mail(&mut findings, &config).await;
    mail_folder(&mut findings, &config);
    database(&mut findings, &config).await;
    let failed = findings.count(Level::Fail);
    if args.json {
        super::say(format_args!("{}", serde_json::json!({"healthy": failed == 0, "checks": findings.0})));
    } else {
        super::say(format_args!("{}", as_text(&findings).trim_end()));
    }
    match failed {
        0 => Ok(Ending::Done),
        number => Err(format!("{number} of {} checks failed", findings.0.len()).into()),
    }
}

fn as_text(findings: &Findings) -> String {
    let mut text = String::new();
    for Finding { check, level, found, mend } in &findings.0 {
        let mark = match level {
            Level::Ok => "ok  ",
            Level::Warn => "warn",
            Level::Fail => "FAIL",
        };
        text.push_str(&format!("{mark}  {check:<14} {found}\n"));
        if let Some(mend) = mend {
            text.push_str(&format!("      {:<14} -> {mend}\n", ""));
        }
    }
    text
}

fn settings(findings: &mut Findings, config: &Config, now: DateTime<Utc>) {
    findings.ok("settings", format!("all readable; language {}", config.language));
    let local = now.with_timezone(&config.time_zone);
    findings.ok("time zone", format!("{}, where it is {}", config.time_zone, local.format("%F %H:%M")));
    let secret = config.secret.expose_secret();
    let length = secret.chars().count();
    let different = secret.chars().collect::<std::collections::BTreeSet<_>>().len();
    if different < 8 {
        findings.warn(
            "secret",
            format!("{length} characters, but only {different} different ones"),
            "make one with: openssl rand -hex 32; links sent so far will not open with another secret",
        );
    } else {
        findings.ok("secret", format!("{length} characters"));
    }
    base_url(findings, config);
}

fn base_url(findings: &mut Findings, config: &Config) {
    let url = &config.base_url;
    let shown = url.as_str().trim_end_matches('/');
    let mails = !config.smtp_url.expose_secret().starts_with("file:");
    let mend = "set OTKLIK_BASE_URL to the https:// address that customers open";
    if is_loopback(url) {
        let found = format!("{shown} opens on this machine only");
        match (mails, config.database_url.is_some()) {
            (true, _) => findings.fail("base URL", format!("{found}, and letters leave with it"), mend),
            (false, true) => findings.warn("base URL", found, mend),
            (false, false) => findings.ok("base URL", found),
        }
    } else if url.scheme() == "https" {
        findings.ok("base URL", shown);
    } else {
        findings.warn("base URL", format!("{shown} is not encrypted"), mend);
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback() || address.is_unspecified(),
        Some(Host::Ipv6(address)) => address.is_loopback() || address.is_unspecified(),
        None => false,
    }
}

fn disk(findings: &mut Findings, data: &Path) {
    // The nearest folder that exists: the data folder is made when first needed.
    let Some(folder) = data.ancestors().find(|folder| folder.is_dir()).or(Some(Path::new("."))) else {
        return;
    };
    match free_mebibytes(folder) {
        Some(free) if free < FULL => {
            findings.fail("disk", format!("{free} MiB free for {}", data.display()), "make room");
        }
        Some(free) if free < FILLING => {
            findings.warn("disk", format!("{free} MiB free for {}", data.display()), "make room soon");
        }
        Some(free) => findings.ok("disk", format!("{free} MiB free for {}", data.display())),
        None => {
            findings.warn("disk", "df gave no answer", format!("look at the space of {}", data.display()))
        }
    }
}

/// POSIX `df` says it on every system that this program runs on.
fn free_mebibytes(folder: &Path) -> Option<u64> {
    let output = Command::new("df").arg("-Pk").arg(folder).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let kibibytes: u64 = text.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    Some(kibibytes / 1024)
}

async fn mail(findings: &mut Findings, config: &Config) {
    let post = match Post::from_url(config.smtp_url.expose_secret()) {
        Ok(post) => post,
        Err(problem) => {
            findings.fail("mail server", format!("OTKLIK_SMTP_URL {problem}"), "correct OTKLIK_SMTP_URL");
            return;
        }
    };
    let mend = "correct OTKLIK_SMTP_URL, or mend the server; letters wait and are tried again";
    let checked = timeout(PATIENCE, post.check()).await;
    post.close().await;
    match checked {
        Ok(Ok(Checked::Server { name, encrypted: true, signed_in })) => {
            let how = if signed_in { "encrypted, signed in" } else { "encrypted" };
            findings.ok("mail server", format!("{name} answers, {how}"));
        }
        Ok(Ok(Checked::Server { name, encrypted: false, .. })) => findings.warn(
            "mail server",
            format!("{name} answers, not encrypted"),
            "good for a server on this machine only; else use smtps:// or ?tls=required",
        ),
        Ok(Ok(Checked::Folder)) if config.database_url.is_some() => findings.warn(
            "mail server",
            "letters are written into a folder and reach nobody",
            "set OTKLIK_SMTP_URL to smtp:// or smtps://",
        ),
        Ok(Ok(Checked::Folder | Checked::Memory)) => {
            findings.ok("mail server", "letters are written into a folder");
        }
        Ok(Err(problem)) => findings.fail("mail server", problem.to_string(), mend),
        Err(_) => {
            findings.fail("mail server", format!("no answer in {} seconds", PATIENCE.as_secs()), mend);
        }
    }
    match EmailAddress::parse(&config.mail_from) {
        Ok(_) => findings.ok("sender", config.mail_from.as_str()),
        Err(problem) => findings.warn(
            "sender",
            format!("{}: {problem}", config.mail_from),
            "set OTKLIK_MAIL_FROM to an address of yours, as: Shop <hello@shop.example>",
        ),
    }
}

/// The folder that letters come in by, where there is one.
fn mail_folder(findings: &mut Findings, config: &Config) {
    let Some(folder) = &config.mail_dir else { return };
    let missing =
        ["new", "cur"].into_iter().map(|name| folder.join(name)).find(|part| part.read_dir().is_err());
    match missing {
        None => findings.ok("mail folder", folder.display().to_string()),
        Some(part) => findings.fail(
            "mail folder",
            format!("{} cannot be read", part.display()),
            "set OTKLIK_MAIL_DIR to a Maildir folder that this program may read and write",
        ),
    }
}

async fn database(findings: &mut Findings, config: &Config) {
    let database = match Database::find(config).await {
        Ok(database) => database,
        Err(problem) => {
            let mend = "install PostgreSQL 14 or newer here, or set DATABASE_URL";
            return findings.fail("database", problem.to_string(), mend);
        }
    };
    let looked = async {
        let mut connection = pool::connect(database.url()).await?;
        look_at_server(findings, &mut connection).await?;
        let pending = schema_version::pending(&mut connection).await?;
        if !pending.is_empty() {
            let found = format!("{} migrations are not run", pending.len());
            findings.fail("migrations", found, "run: otklik migrate");
            return Ok(());
        }
        findings.ok("migrations", "up to date");
        look_inside(findings, &mut connection, config).await
    }
    .await;
    if let Err::<(), StoreError>(problem) = looked {
        findings.fail("database", problem.to_string(), "start the server, or correct DATABASE_URL");
    }
}

async fn look_at_server(findings: &mut Findings, connection: &mut Connection) -> Result<(), StoreError> {
    let before = Utc::now();
    let server = health::server(connection).await?;
    let after = Utc::now();
    let found = format!("PostgreSQL {}, {}", server.version, server.size);
    if server.version_number < OLDEST_SERVER {
        findings.fail("database", found, "PostgreSQL 14 or newer is needed");
    } else {
        findings.ok("database", found);
    }
    // Between asking and hearing, the two clocks agree at some moment if they agree at all.
    let apart = if server.clock < before { before - server.clock } else { server.clock - after };
    let apart = apart.max(TimeDelta::zero());
    let found = format!("{}.{:03} s apart", apart.num_seconds(), apart.subsec_nanos() / 1_000_000);
    let mend = "run a time service (chrony, systemd-timesyncd) on this machine and on the database's";
    if apart > WRONG_CLOCK {
        findings.fail("clock", found, mend);
    } else if apart > ODD_CLOCK {
        findings.warn("clock", found, mend);
    } else {
        findings.ok("clock", "this machine and the database agree");
    }
    Ok(())
}

async fn look_inside(
    findings: &mut Findings,
    connection: &mut Connection,
    config: &Config,
) -> Result<(), StoreError> {
    look_at_questionnaires(findings, connection).await?;
    look_at_rules(findings, connection, config).await?;
    let trouble = health::letters(connection, Utc::now() - STUCK).await?;
    if trouble.failed + trouble.unknown + trouble.stuck == 0 {
        findings.ok("letters", "none failed, none waits too long");
    } else {
        findings.warn(
            "letters",
            format!(
                "{} failed, {} unknown, {} waiting too long",
                trouble.failed, trouble.unknown, trouble.stuck
            ),
            "see /settings/letters; letters wait while no worker runs: otklik serve, or otklik work",
        );
    }
    match health::staff(connection).await? {
        0 => findings.warn("staff", "nobody can sign in", "run: otklik user add EMAIL --role admin"),
        number => findings.ok("staff", format!("{number} may sign in")),
    }
    Ok(())
}

async fn look_at_questionnaires(
    findings: &mut Findings,
    connection: &mut Connection,
) -> Result<(), StoreError> {
    let mut found = Vec::new();
    for kind in SurveyKind::all() {
        match questionnaires::current(connection, *kind).await {
            Ok(Some(version)) => {
                found.push(format!("{kind}, {} parameters", version.definition.parameters.len()));
            }
            Ok(None) => {
                findings.fail("questionnaire", format!("there is none for {kind}"), "run: otklik migrate");
                return Ok(());
            }
            Err(StoreError::Away(cause)) => return Err(StoreError::Away(cause)),
            Err(problem) => {
                findings.fail("questionnaire", problem.to_string(), "run: otklik migrate");
                return Ok(());
            }
        }
    }
    findings.ok("questionnaire", found.join("; "));
    Ok(())
}

async fn look_at_rules(
    findings: &mut Findings,
    connection: &mut Connection,
    config: &Config,
) -> Result<(), StoreError> {
    let mend = "nobody is asked until it is corrected; see /settings/surveys";
    let sending = match sending_rules(connection, config.time_zone).await {
        Ok(sending) => sending,
        Err(RulesError::Store(cause)) => return Err(cause),
        Err(problem) => {
            findings.fail("planning", problem.to_string(), mend);
            return Ok(());
        }
    };
    let mut kinds = Vec::new();
    for kind in SurveyKind::all() {
        match rules_of(connection, *kind).await {
            Ok(rules) if !rules.on => kinds.push(format!("{kind} is off")),
            Ok(rules) => {
                let window = rules.window_days.map_or_else(String::new, |days| format!(", within {days}"));
                kinds.push(format!("{kind} after {} days{window}", rules.delay_days));
            }
            Err(RulesError::Store(cause)) => return Err(cause),
            Err(problem) => {
                findings.fail("planning", problem.to_string(), mend);
                return Ok(());
            }
        }
    }
    findings.ok(
        "planning",
        format!(
            "at most once in {} days, from {}:00 to {}:00 {}, {}; {}",
            sending.quiet_days,
            sending.sending_from,
            sending.sending_to,
            sending.zone,
            sending.days.codes().collect::<Vec<_>>().join(" "),
            kinds.join("; ")
        ),
    );
    Ok(())
}
