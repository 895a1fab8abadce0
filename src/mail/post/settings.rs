//! The post's setting, parsed once: where letters go and how safe the way is.

use std::{fmt, net::IpAddr, path::PathBuf, time::Duration};

use lettre::transport::smtp::{
    authentication::Credentials,
    client::{Certificate, TlsParameters},
};
use url::{Host, Url};

/// Where letters go.
#[derive(Debug)]
pub(super) enum Settings {
    Server(ServerSettings),
    Folder(PathBuf),
}

pub(super) struct ServerSettings {
    /// A name or a bare address, no brackets.
    pub host: String,
    pub port: u16,
    pub encryption: Encryption,
    pub credentials: Option<Credentials>,
    pub password: Option<String>,
    pub patience: Duration,
}

/// When the conversation becomes secret.
pub(super) enum Encryption {
    FromFirstByte(TlsParameters),
    StartTlsRequired(TlsParameters),
    StartTlsWhereOffered(TlsParameters),
    Never,
}

/// Why a post setting cannot be used. The setting itself is not repeated: it may hold a password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadPostUrl {
    #[error("is no address such as smtp://user:password@host:587, smtps://… or file:DIR ({0})")]
    Unreadable(String),
    #[error("begins with `{0}:`, but must begin with smtp:, smtps: or file:")]
    UnknownScheme(String),
    #[error("names no server")]
    NoHost,
    #[error("names no folder")]
    NoFolder,
    #[error("has a user without a password or a password without a user")]
    HalfCredentials,
    #[error("has user or password with a wrong percent-encoding")]
    BadCredentials,
    #[error("has `{key}={value}`; allowed: {allowed}")]
    BadOption { key: String, value: String, allowed: &'static str },
    #[error("names the certificate file `{path}`, which cannot be used: {cause}")]
    BadCertificate { path: String, cause: String },
}

impl Settings {
    pub(super) fn parse(setting: &str) -> Result<Self, BadPostUrl> {
        let setting = setting.trim();
        // `file:DIR` takes a relative folder too, which a URL cannot say.
        if let Some(path) = setting.strip_prefix("file:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            return if path.is_empty() {
                Err(BadPostUrl::NoFolder)
            } else {
                Ok(Self::Folder(PathBuf::from(path)))
            };
        }
        let url = Url::parse(setting).map_err(|e| BadPostUrl::Unreadable(e.to_string()))?;
        match url.scheme() {
            "smtp" => Ok(Self::Server(server(&url, false)?)),
            "smtps" => Ok(Self::Server(server(&url, true)?)),
            other => Err(BadPostUrl::UnknownScheme(other.to_owned())),
        }
    }
}

fn server(url: &Url, from_first_byte: bool) -> Result<ServerSettings, BadPostUrl> {
    let host = bare_host(url)?;
    let options = Options::read(url)?;
    let (user, password) = credentials(url)?;
    let port = url.port().unwrap_or(match (from_first_byte, &user) {
        (true, _) => 465,
        (false, Some(_)) => 587,
        (false, None) => 25,
    });
    let tls = match (options.tls, from_first_byte) {
        (_, true) => Tls::Required,
        (Some(chosen), false) => chosen,
        (None, false) if is_loopback(&host) => Tls::None,
        (None, false) if user.is_some() || port == 587 => Tls::Required,
        (None, false) => Tls::Opportunistic,
    };
    let encryption = match tls {
        Tls::None => Encryption::Never,
        Tls::Required if from_first_byte => Encryption::FromFirstByte(secrecy(&host, &options, false)?),
        Tls::Required => Encryption::StartTlsRequired(secrecy(&host, &options, false)?),
        // Who accepts no secrecy at all gains from an unproven certificate, and cannot lose by it.
        Tls::Opportunistic => Encryption::StartTlsWhereOffered(secrecy(&host, &options, true)?),
    };
    Ok(ServerSettings {
        credentials: user.zip(password.clone()).map(|(user, password)| Credentials::new(user, password)),
        host,
        port,
        encryption,
        password,
        patience: options.patience,
    })
}

#[derive(Clone, Copy)]
enum Tls {
    None,
    Opportunistic,
    Required,
}

struct Options {
    tls: Option<Tls>,
    ca: Option<String>,
    patience: Duration,
}

impl Options {
    fn read(url: &Url) -> Result<Self, BadPostUrl> {
        let mut options = Self { tls: None, ca: None, patience: Duration::from_secs(60) };
        for (key, value) in url.query_pairs() {
            let bad =
                |allowed| BadPostUrl::BadOption { key: key.to_string(), value: value.to_string(), allowed };
            match (key.as_ref(), value.as_ref()) {
                ("tls", "none") if url.scheme() == "smtp" => options.tls = Some(Tls::None),
                ("tls", "opportunistic") if url.scheme() == "smtp" => {
                    options.tls = Some(Tls::Opportunistic);
                }
                ("tls", "required") => options.tls = Some(Tls::Required),
                ("tls", _) if url.scheme() == "smtps" => return Err(bad("tls=required")),
                ("tls", _) => return Err(bad("tls=required, tls=opportunistic, tls=none")),
                ("ca", path) if !path.is_empty() => options.ca = Some(path.to_owned()),
                ("timeout", seconds) => match seconds.parse() {
                    Ok(seconds @ 1..=600_u64) => options.patience = Duration::from_secs(seconds),
                    _ => return Err(bad("timeout=1 to timeout=600, in seconds")),
                },
                _ => return Err(bad("tls=…, ca=FILE, timeout=SECONDS")),
            }
        }
        Ok(options)
    }
}

fn bare_host(url: &Url) -> Result<String, BadPostUrl> {
    // The brackets of an IPv6 address belong to the URL, not to the address.
    let host = url
        .host_str()
        .map(|host| host.trim_start_matches('[').trim_end_matches(']'))
        .filter(|host| !host.is_empty())
        .ok_or(BadPostUrl::NoHost)?;
    if host.parse::<IpAddr>().is_ok() {
        return Ok(host.to_owned());
    }
    // A URL of an unknown scheme keeps its host as written; a name outside ASCII is looked up by its other form.
    let decoded = decode(host)?;
    match Host::parse(&decoded) {
        Ok(host) => Ok(host.to_string()),
        Err(error) => Err(BadPostUrl::Unreadable(error.to_string())),
    }
}

fn credentials(url: &Url) -> Result<(Option<String>, Option<String>), BadPostUrl> {
    match (url.username(), url.password()) {
        ("", None) => Ok((None, None)),
        ("", Some(_)) | (_, None) => Err(BadPostUrl::HalfCredentials),
        (user, Some(password)) => Ok((Some(decode(user)?), Some(decode(password)?))),
    }
}

fn decode(text: &str) -> Result<String, BadPostUrl> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
            let (Some(high), Some(low)) = (digit(rest.next()), digit(rest.next())) else {
                return Err(BadPostUrl::BadCredentials);
            };
            bytes.push(u8::try_from(high * 16 + low).map_err(|_| BadPostUrl::BadCredentials)?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).map_err(|_| BadPostUrl::BadCredentials)
}

fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn secrecy(host: &str, options: &Options, any: bool) -> Result<TlsParameters, BadPostUrl> {
    let mut builder = TlsParameters::builder(host.to_owned()).dangerous_accept_invalid_certs(any);
    let path = options.ca.clone().unwrap_or_default();
    let bad = |cause: String| BadPostUrl::BadCertificate { path: path.clone(), cause };
    if options.ca.is_some() {
        let pem = std::fs::read(&path).map_err(|error| bad(error.to_string()))?;
        if !String::from_utf8_lossy(&pem).contains("-----BEGIN CERTIFICATE-----") {
            return Err(bad("it holds no PEM certificate".to_owned()));
        }
        let certificate = Certificate::from_pem(&pem).map_err(|error| bad(error.to_string()))?;
        builder = builder.add_root_certificate(certificate);
    }
    builder.build().map_err(|error| bad(error.to_string()))
}

impl fmt::Debug for ServerSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerSettings")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("signs_in", &self.credentials.is_some())
            .finish_non_exhaustive()
    }
}
