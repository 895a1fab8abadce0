//! `demo`: a running Otklik with a believable company, everything on this machine.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener},
    time::Duration,
};

use secrecy::SecretString;
use url::Url;

use super::{Database, Ending, Fault, serve};
use crate::{
    actions::{
        found_company::{self, CUSTOMERS, Founding},
        roll_up::roll_up,
    },
    config::Config,
    demo::Words,
    domain::{language::Language, token::Keys},
    store::{pool, seeds},
    t,
    web::links,
};

/// Everybody's in the demo; printed at the start, and worth nothing anywhere else.
const PASSWORD: &str = "samovar-2026";
/// The company that visitors see is the same each time.
const SEED: u64 = 5;

#[derive(clap::Args)]
pub struct Args {
    /// Address and port to listen on (default: OTKLIK_LISTEN)
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
}

pub async fn run(args: Args, config: Config) -> Result<Ending, Fault> {
    let words = Words::load()?;
    let config = settings(args, config, &words)?;
    // Asked before minutes go into a database that nobody could then look at.
    drop(TcpListener::bind(config.listen).map_err(|problem| taken(config.listen, &problem))?);
    let database = Database::open(&config).await?;
    let mut connection = pool::connect(database.url()).await?;
    let now = chrono::Utc::now();
    super::note(format_args!(
        "{}",
        t!(config.language, "demo-founding", company = words.company.name.clone())
    ));
    let founding =
        found_company::found_company(&mut connection, database.url(), SEED, CUSTOMERS, PASSWORD, now).await?;
    if matches!(founding, Founding::Founded { .. }) {
        // The first look at a report shows figures, not that they are being counted.
        super::note(format_args!("{}", t!(config.language, "demo-counting")));
        roll_up(&mut connection, config.time_zone, now).await?;
    }
    let open = seeds::open_invitation(&mut connection, now).await?;
    drop(connection);
    let form = open.map(|id| links::form(Keys::new(config.secret_bytes(), None).sign(id).as_str()));
    let welcome = welcome(&config, &words, founding, form.as_deref());
    let listen = config.listen;
    let greeting = tokio::spawn(async move {
        while tokio::net::TcpStream::connect(reachable(listen)).await.is_err() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        super::say(format_args!("{welcome}"));
    });
    let ended = serve::serve(config, &database, true, true).await;
    greeting.abort();
    ended
}

/// The demo's own settings: letters stay on this machine whatever is set, links lead to where it listens.
fn settings(args: Args, mut config: Config, words: &Words) -> Result<Config, Fault> {
    if let Some(listen) = args.listen {
        config.listen = listen;
    }
    let folder = config.data.join("mailbox");
    config.smtp_url = SecretString::from(format!("file:{}", folder.display()));
    if config.base_url.as_str() == "http://127.0.0.1:8080/" {
        config.base_url = Url::parse(&format!("http://{}", reachable(config.listen)))?;
    }
    if config.company == "Отклик" {
        config.company.clone_from(&words.company.name);
    }
    if config.mail_from == "Отклик <otklik@localhost>" {
        config.mail_from = format!("{} <hello@samovary.example>", words.company.name);
    }
    Ok(config)
}

/// Where a browser on this machine finds a server that listens everywhere.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let here = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(here, listen.port())
}

fn taken(listen: SocketAddr, problem: &std::io::Error) -> String {
    let other = listen.port().checked_add(1).unwrap_or(8080);
    format!(
        "cannot listen on {listen}: {problem}; choose another address, such as: otklik demo --listen {}:{other}",
        listen.ip()
    )
}

/// Addresses and sign-ins, in both languages.
fn welcome(config: &Config, words: &Words, founding: Founding, form: Option<&str>) -> String {
    let base = config.base_url.as_str().trim_end_matches('/');
    let mut text = String::new();
    for language in Language::all().iter().copied() {
        let mut line = |label: &str, value: &str| {
            text.push_str(&format!("  {label:<24}{value}\n"));
        };
        line("", "");
        line(&t!(language, "demo-title", company = words.company.name.clone()), "");
        match founding {
            Founding::Founded { responses, complaints } => {
                let said = t!(language, "demo-founded", answers = responses, complaints = complaints);
                line(&said, "");
            }
            Founding::WasThere => line(&t!(language, "demo-was-there"), ""),
        }
        line("", "");
        line(&t!(language, "demo-desk"), &format!("{base}{}", links::DESK));
        line(&t!(language, "demo-board"), &format!("{base}{}", links::BOARD));
        line(&t!(language, "demo-mailbox"), &format!("{base}{}", links::MAILBOX));
        if let Some(form) = form {
            line(&t!(language, "demo-form"), &format!("{base}{form}"));
        }
        line("", "");
        for person in &words.company.staff {
            let role = t!(language, &format!("role-{}", person.role.code()));
            line(&role, &person.email);
        }
        line(&t!(language, "demo-password"), PASSWORD);
        line("", "");
        line(&t!(language, "demo-stop"), "");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_listens_everywhere_is_found_here() {
        for (listen, found) in
            [("0.0.0.0:80", "127.0.0.1:80"), ("[::]:80", "[::1]:80"), ("10.0.0.7:80", "10.0.0.7:80")]
        {
            assert_eq!(listen.parse().map(reachable), Ok(found.parse().unwrap()));
        }
    }
}
