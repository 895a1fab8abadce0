//! What can go wrong with the private database: the facts, and in the words what to do about them.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

/// Why the private database could not be opened, or not be stopped.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    #[error(
        "PostgreSQL was not found (looked in {}). Install it ({}), name the folder of its programs in OTKLIK_PG_BIN, \
         or set DATABASE_URL to a running server",
        list(looked),
        how_to_install()
    )]
    NoBinaries { looked: Vec<PathBuf> },

    #[error(
        "PostgreSQL {needed} or newer is needed, but only {} was found. Install a newer one ({})",
        versions(found),
        how_to_install()
    )]
    TooOld { needed: u32, found: Vec<(PathBuf, u32)> },

    #[error(
        "the database in {} was made by PostgreSQL {wanted}, but only {} was found. Install PostgreSQL {wanted} again, \
         or name the folder of its programs in OTKLIK_PG_BIN; to move to a newer version use pg_dump or pg_upgrade",
        cluster.display(), versions(found)
    )]
    OtherVersion { cluster: PathBuf, wanted: u32, found: Vec<(PathBuf, u32)> },

    #[error("{} exists but holds no PostgreSQL database ({problem}). Move it away, or set OTKLIK_DATA to another folder", folder.display())]
    NotACluster { folder: PathBuf, problem: String },

    #[error(
        "PostgreSQL refuses to run as root, and there is neither an account `postgres` nor `nobody` to run it as. \
         Make one (useradd --system postgres), or start Otklik as an ordinary user"
    )]
    NoAccount,

    #[error(
        "{} belongs to another account (uid {owner}). Start Otklik as that account or as root, or set OTKLIK_DATA to a folder of your own",
        folder.display()
    )]
    NotOwner { folder: PathBuf, owner: u32 },

    #[error(
        "the account that runs PostgreSQL (uid {account}) may not enter {}, where {} lies. \
         Set OTKLIK_DATA to a folder that it can reach, for example /var/lib/otklik",
        barrier.display(), folder.display()
    )]
    OutOfReach { folder: PathBuf, barrier: PathBuf, account: u32 },

    #[error("the folder {} for the database socket cannot be used: {problem}. Remove it, or set OTKLIK_DATA to a shorter path", folder.display())]
    SocketFolder { folder: PathBuf, problem: String },

    #[error("{} failed ({status}): {output}", program.display())]
    Program { program: PathBuf, status: String, output: String },

    #[error("PostgreSQL did not start: {reason}. The end of its log, {}:\n{tail}", log.display())]
    NotStarted { reason: String, log: PathBuf, tail: String },

    #[error("PostgreSQL runs, but does not let us in by {}: {source}", socket.display())]
    Refused { socket: PathBuf, source: tokio_postgres::Error },

    #[error("cannot {doing} {}: {source}", path.display())]
    Files { doing: &'static str, path: PathBuf, source: io::Error },
}

impl ClusterError {
    /// For `map_err`: an operation on a file that failed.
    pub(super) fn files(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Files { doing, path, source }
    }
}

fn how_to_install() -> &'static str {
    if cfg!(target_os = "macos") {
        "brew install postgresql"
    } else if Path::new("/etc/debian_version").exists() {
        "apt install postgresql"
    } else if Path::new("/etc/alpine-release").exists() {
        "apk add postgresql"
    } else if Path::new("/etc/arch-release").exists() {
        "pacman -S postgresql"
    } else if Path::new("/etc/redhat-release").exists() {
        "dnf install postgresql-server"
    } else {
        "the package is called postgresql or postgresql-server"
    }
}

fn list(folders: &[PathBuf]) -> String {
    let names: Vec<_> = folders.iter().map(|folder| folder.display().to_string()).collect();
    names.join(", ")
}

fn versions(found: &[(PathBuf, u32)]) -> String {
    let mut text = String::new();
    for (folder, version) in found {
        let comma = if text.is_empty() { "" } else { ", " };
        // Writing into a String cannot fail.
        let _ = write!(text, "{comma}{version} ({})", folder.display());
    }
    text
}
