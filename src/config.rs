//! Settings: environment over `otklik.toml` over defaults; a wrong one is named with its value and what is allowed.

use std::{collections::BTreeMap, env, fs, net::SocketAddr, path::PathBuf};

use chrono_tz::Tz;
use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;
use url::Url;

use crate::domain::{
    email::EmailAddress, incoming::USUAL_LARGEST, language::Language, letterbox::LONGEST_NAME,
};

/// One setting: its name, its default (shown in the README), and what it is for.
pub struct Setting {
    pub name: &'static str,
    pub default: &'static str,
    pub meaning: &'static str,
}

/// Every setting that is read; anything else named `OTKLIK_*` is a typing error and stops the start.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "DATABASE_URL",
        default: "(private database)",
        meaning: "PostgreSQL 14 or newer; unset: a private one in the data folder",
    },
    Setting {
        name: "OTKLIK_DATA",
        default: "./data",
        meaning: "Folder of the private database, the generated secret and the demo's mailbox",
    },
    Setting {
        name: "OTKLIK_BASE_URL",
        default: "http://127.0.0.1:8080",
        meaning: "Address that customers open; the links in letters begin with it",
    },
    Setting {
        name: "OTKLIK_SHORT_URL",
        default: "(base URL)",
        meaning: "A shorter address of the same server, for links in text messages, QR codes and posters",
    },
    Setting { name: "OTKLIK_LISTEN", default: "127.0.0.1:8080", meaning: "Address and port to listen on" },
    Setting {
        name: "OTKLIK_SECRET",
        default: "(generated into the data folder)",
        meaning: "At least 32 characters; signs links and sessions. Required with DATABASE_URL",
    },
    Setting { name: "OTKLIK_SECRET_FILE", default: "", meaning: "A file that holds OTKLIK_SECRET" },
    Setting {
        name: "OTKLIK_SMTP_URL",
        default: "file:(data)/mailbox",
        meaning: "smtp://, smtps://, or file:DIR that writes .eml files",
    },
    Setting {
        name: "OTKLIK_MAIL_FROM",
        default: "Отклик <otklik@localhost>",
        meaning: "Sender of all letters",
    },
    Setting {
        name: "OTKLIK_MAIL_AT_ONCE",
        default: "16",
        meaning: "Letters handed to the mail server at once, 1 to 100: more where it is far away; as many are in doubt after a crash",
    },
    Setting {
        name: "OTKLIK_MAIL_INBOX",
        default: "",
        meaning: "Address whose letters reach `otklik receive` or `/mail/incoming`; with it customers unsubscribe by mail too",
    },
    Setting {
        name: "OTKLIK_MAIL_DIR",
        default: "",
        meaning: "A Maildir folder whose new letters are taken in every few seconds, as `otklik receive` would",
    },
    Setting {
        name: "OTKLIK_MAIL_LARGEST",
        default: "30",
        meaning: "The most that a letter from outside may hold, in megabytes, 1 to 100; larger ones are refused",
    },
    Setting {
        name: "OTKLIK_MAIL_RETURN",
        default: "",
        meaning: "Address that returned letters go to, signed for each letter; unset: the sender's",
    },
    Setting {
        name: "OTKLIK_COMPANY",
        default: "Отклик",
        meaning: "Name of the company in forms and letters",
    },
    Setting {
        name: "OTKLIK_LANGUAGE",
        default: "ru",
        meaning: "ru or en: for customers and staff without one of their own",
    },
    Setting {
        name: "OTKLIK_TIME_ZONE",
        default: "Europe/Moscow",
        meaning: "IANA name; days, months and sending hours are counted in it",
    },
    Setting {
        name: "OTKLIK_PROXY",
        default: "no",
        meaning: "yes: take the visitor's address from the reverse proxy's X-Forwarded-For",
    },
    Setting {
        name: "OTKLIK_WORKERS",
        default: "(cores)",
        meaning: "Web threads, each with its own few database connections",
    },
    Setting {
        name: "OTKLIK_LOG",
        default: "info",
        meaning: "Levels as in tracing's EnvFilter, such as info or otklik=debug,warn",
    },
    Setting { name: "OTKLIK_LOG_FORMAT", default: "text", meaning: "text or json" },
];

/// Read elsewhere: by the private database, by the loading of this file, by the tests.
const ELSEWHERE: &[&str] = &["OTKLIK_PG_BIN", "OTKLIK_CONFIG", "OTKLIK_TEST_PYTHON"];

/// The settings of this process, parsed once.
#[derive(Clone)]
pub struct Config {
    pub database_url: Option<SecretString>,
    pub data: PathBuf,
    pub base_url: Url,
    /// Where it is not the same.
    pub short_url: Option<Url>,
    pub listen: SocketAddr,
    pub secret: SecretString,
    pub smtp_url: SecretString,
    pub mail_from: String,
    /// Letters in hand of one worker.
    pub mail_at_once: usize,
    pub mail_inbox: Option<EmailAddress>,
    pub mail_return: Option<EmailAddress>,
    /// A Maildir folder to read.
    pub mail_dir: Option<PathBuf>,
    /// The most that a letter from outside may hold, in bytes.
    pub mail_largest: usize,
    pub company: String,
    pub language: Language,
    pub time_zone: Tz,
    pub behind_proxy: bool,
    pub workers: usize,
    pub log: String,
    pub log_json: bool,
}

/// A setting that stops the start.
#[derive(Debug, Error)]
pub enum ConfigError {
    #[error("{name} = {value:?} is not allowed: {allowed}")]
    Wrong { name: String, value: String, allowed: String },
    #[error("{name} is required: {why}")]
    Missing { name: &'static str, why: &'static str },
    #[error("{name} is not a setting of this program{}", .nearest.as_ref().map(|n| format!("; did you mean {n}?")).unwrap_or_default())]
    Unknown { name: String, nearest: Option<String> },
    #[error("{path}: {problem}")]
    File { path: String, problem: String },
}

impl Config {
    /// Reads the environment and the settings file of this process.
    ///
    /// # Errors
    /// Names the first setting that is unknown, missing or wrong.
    pub fn load() -> Result<Self, ConfigError> {
        let file = env::var("OTKLIK_CONFIG").unwrap_or_else(|_| "otklik.toml".to_owned());
        let mut values = match fs::read_to_string(&file) {
            Ok(text) => parse_file(&file, &text)?,
            Err(problem)
                if problem.kind() == std::io::ErrorKind::NotFound
                    && env::var_os("OTKLIK_CONFIG").is_none() =>
            {
                BTreeMap::new()
            }
            Err(problem) => return Err(ConfigError::File { path: file, problem: problem.to_string() }),
        };
        for (name, value) in env::vars_os() {
            let Some(name) = name.to_str().filter(|n| *n == "DATABASE_URL" || n.starts_with("OTKLIK_"))
            else {
                continue;
            };
            let value = value.into_string().map_err(|_| ConfigError::Wrong {
                name: name.to_owned(),
                value: "(not UTF-8)".to_owned(),
                allowed: "UTF-8 text".to_owned(),
            })?;
            if !value.is_empty() {
                values.insert(name.to_owned(), value);
            }
        }
        Self::from_values(values)
    }

    /// Builds the settings from names and values, as in the environment.
    ///
    /// # Errors
    /// Names the first setting that is unknown, missing or wrong.
    pub fn from_values(mut values: BTreeMap<String, String>) -> Result<Self, ConfigError> {
        values.retain(|name, _| !ELSEWHERE.contains(&name.as_str()));
        for name in values.keys() {
            let known: Vec<&str> = SETTINGS.iter().map(|s| s.name).collect();
            if !known.contains(&name.as_str()) {
                let nearest = crate::domain::text::nearest(name, &known).map(str::to_owned);
                return Err(ConfigError::Unknown { name: name.clone(), nearest });
            }
        }
        let get = |name: &str| values.get(name).map(String::as_str);
        let data = PathBuf::from(get("OTKLIK_DATA").unwrap_or("./data"));
        let base_url = parse(
            get("OTKLIK_BASE_URL"),
            "OTKLIK_BASE_URL",
            "http://127.0.0.1:8080",
            "an http:// or https:// address without a path",
            |text| Url::parse(text).ok().filter(is_base),
        )?;
        let short_url = get("OTKLIK_SHORT_URL").map(|text| {
            let allowed = "an http:// or https:// address without a path";
            parse(Some(text), "OTKLIK_SHORT_URL", "", allowed, |text| Url::parse(text).ok().filter(is_base))
        });
        let database_url = get("DATABASE_URL").map(|url| SecretString::from(url.to_owned()));
        let secret = secret(get("OTKLIK_SECRET"), get("OTKLIK_SECRET_FILE"), database_url.is_some(), &data)?;
        let mailbox = format!("file:{}", data.join("mailbox").display());
        Ok(Self {
            database_url,
            base_url,
            short_url: short_url.transpose()?,
            listen: parse(
                get("OTKLIK_LISTEN"),
                "OTKLIK_LISTEN",
                "127.0.0.1:8080",
                "ADDRESS:PORT, such as 127.0.0.1:8080",
                |t| t.parse().ok(),
            )?,
            secret,
            smtp_url: SecretString::from(get("OTKLIK_SMTP_URL").map_or(mailbox, str::to_owned)),
            mail_from: get("OTKLIK_MAIL_FROM").unwrap_or("Отклик <otklik@localhost>").to_owned(),
            mail_at_once: parse(
                get("OTKLIK_MAIL_AT_ONCE"),
                "OTKLIK_MAIL_AT_ONCE",
                "16",
                "a number from 1 to 100",
                |t| t.parse().ok().filter(|n| (1..=100).contains(n)),
            )?,
            mail_inbox: inbox(get("OTKLIK_MAIL_INBOX"), "OTKLIK_MAIL_INBOX")?,
            mail_return: inbox(get("OTKLIK_MAIL_RETURN"), "OTKLIK_MAIL_RETURN")?,
            mail_dir: get("OTKLIK_MAIL_DIR").map(PathBuf::from),
            mail_largest: parse(
                get("OTKLIK_MAIL_LARGEST"),
                "OTKLIK_MAIL_LARGEST",
                &USUAL_LARGEST.to_string(),
                "a number of megabytes from 1 to 100",
                |t| t.parse().ok().filter(|n| (1..=100).contains(n)).map(|n: usize| n * 1024 * 1024),
            )?,
            company: get("OTKLIK_COMPANY").unwrap_or("Отклик").to_owned(),
            language: parse(get("OTKLIK_LANGUAGE"), "OTKLIK_LANGUAGE", "ru", "ru or en", Language::parse)?,
            time_zone: parse(
                get("OTKLIK_TIME_ZONE"),
                "OTKLIK_TIME_ZONE",
                "Europe/Moscow",
                "an IANA name such as Europe/Moscow",
                |t| t.parse().ok(),
            )?,
            behind_proxy: parse(get("OTKLIK_PROXY"), "OTKLIK_PROXY", "no", "yes or no", yes_or_no)?,
            workers: parse(
                get("OTKLIK_WORKERS"),
                "OTKLIK_WORKERS",
                &cores().to_string(),
                "a number from 1 to 64",
                |t| t.parse().ok().filter(|n| (1..=64).contains(n)),
            )?,
            log: get("OTKLIK_LOG").unwrap_or("info").to_owned(),
            log_json: parse(
                get("OTKLIK_LOG_FORMAT"),
                "OTKLIK_LOG_FORMAT",
                "text",
                "text or json",
                |t| match t {
                    "text" => Some(false),
                    "json" => Some(true),
                    _ => None,
                },
            )?,
            data,
        })
    }

    /// Where customers open the form of a link.
    #[must_use]
    pub fn form_url(&self, token: &str) -> Url {
        let mut url = self.base_url.clone();
        url.set_path(&format!("/s/{token}"));
        url
    }

    /// A short address of this path: of the short host, where there is one.
    #[must_use]
    pub fn short_url(&self, path: &str) -> Url {
        let mut url = self.short_url.as_ref().unwrap_or(&self.base_url).clone();
        url.set_path(path);
        url
    }

    /// The secret as bytes, for keys.
    #[must_use]
    pub fn secret_bytes(&self) -> &[u8] {
        self.secret.expose_secret().as_bytes()
    }
}

/// Pages link to each other from the root, so the program has a host of its own.
fn is_base(url: &Url) -> bool {
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    matches!(url.scheme(), "http" | "https") && url.has_host() && bare
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from)
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text {
        "yes" | "true" | "1" => Some(true),
        "no" | "false" | "0" => Some(false),
        _ => None,
    }
}

fn parse<T>(
    value: Option<&str>,
    name: &str,
    default: &str,
    allowed: &str,
    read: impl Fn(&str) -> Option<T>,
) -> Result<T, ConfigError> {
    let text = value.unwrap_or(default);
    read(text).ok_or_else(|| ConfigError::Wrong {
        name: name.to_owned(),
        value: text.to_owned(),
        allowed: allowed.to_owned(),
    })
}

/// An address that letters come back to; its name leaves room for a signature.
fn inbox(value: Option<&str>, name: &str) -> Result<Option<EmailAddress>, ConfigError> {
    let Some(text) = value else { return Ok(None) };
    let short = |address: &EmailAddress| {
        address.as_str().split(['@', '+']).next().is_some_and(|name| name.len() <= LONGEST_NAME)
            && !address.as_str().contains('+')
    };
    EmailAddress::parse(text).ok().filter(short).map(Some).ok_or_else(|| ConfigError::Wrong {
        name: name.to_owned(),
        value: text.to_owned(),
        allowed: format!(
            "an address such as otklik@shop.example, up to {LONGEST_NAME} characters before the @, no +"
        ),
    })
}

/// Reads `otklik.toml`: `base_url = "…"` stands for `OTKLIK_BASE_URL`, `database_url` for `DATABASE_URL`.
fn parse_file(path: &str, text: &str) -> Result<BTreeMap<String, String>, ConfigError> {
    let problem = |problem: String| ConfigError::File { path: path.to_owned(), problem };
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        // Its own words would quote the line, and that may be the one with the secret.
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        problem(format!("line {}: {}", before.matches('\n').count() + 1, error.message()))
    })?;
    table
        .into_iter()
        .map(|(key, value)| {
            let name = if key == "database_url" {
                "DATABASE_URL".to_owned()
            } else {
                format!("OTKLIK_{}", key.to_uppercase())
            };
            match value {
                toml::Value::String(text) => Ok((name, text)),
                toml::Value::Integer(number) => Ok((name, number.to_string())),
                toml::Value::Boolean(flag) => Ok((name, if flag { "yes" } else { "no" }.to_owned())),
                other => Err(problem(format!(
                    "{key} must be text, a number or true/false, not {}",
                    other.type_str()
                ))),
            }
        })
        .collect()
}

/// The given secret, or for a private database one that is generated once and kept beside it.
fn secret(
    given: Option<&str>,
    file: Option<&str>,
    own_database: bool,
    data: &std::path::Path,
) -> Result<SecretString, ConfigError> {
    let text = match (given, file) {
        (Some(text), _) => text.to_owned(),
        (None, Some(path)) => fs::read_to_string(path)
            .map_err(|problem| ConfigError::File { path: path.to_owned(), problem: problem.to_string() })?
            .trim()
            .to_owned(),
        (None, None) if own_database => {
            return Err(ConfigError::Missing {
                name: "OTKLIK_SECRET",
                why: "with DATABASE_URL the secret must be yours to back up; make one with: openssl rand -hex 32",
            });
        }
        (None, None) => generated_secret(data).map_err(|problem| ConfigError::File {
            path: data.join("secret").display().to_string(),
            problem: problem.to_string(),
        })?,
    };
    if text.chars().count() < 32 {
        return Err(ConfigError::Wrong {
            name: "OTKLIK_SECRET".to_owned(),
            value: "(hidden)".to_owned(),
            allowed: "at least 32 characters, such as from: openssl rand -hex 32".to_owned(),
        });
    }
    Ok(SecretString::from(text))
}

fn generated_secret(data: &std::path::Path) -> std::io::Result<String> {
    use std::{io::Write, os::unix::fs::OpenOptionsExt};
    fs::create_dir_all(data)?;
    let path = data.join("secret");
    if !path.exists() {
        let bytes: [u8; 32] = rand::random();
        let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        // Written whole beside its place and linked there: of programs that start together all read the first one's.
        let own = data.join(format!("secret.{}", std::process::id()));
        let mut file =
            fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&own)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        let linked = fs::hard_link(&own, &path);
        fs::remove_file(&own)?;
        linked.or_else(|problem| match problem.kind() {
            std::io::ErrorKind::AlreadyExists => Ok(()),
            _ => Err(problem),
        })?;
    }
    Ok(fs::read_to_string(&path)?.trim().to_owned())
}
