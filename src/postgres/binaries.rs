//! Where this machine keeps the programs of PostgreSQL, and of which version they are.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::error::ClusterError;

/// The oldest major version that the schema is written for.
const OLDEST: u32 = 14;

/// The programs that must lie together in a folder for it to count.
const NEEDED: [&str; 3] = ["initdb", "pg_ctl", "postgres"];

/// Folders of packages that keep several versions side by side: the parent, and what follows the version's own folder.
const SIDE_BY_SIDE: [(&str, &str, &str); 6] = [
    ("/usr/lib/postgresql", "", "bin"),
    ("/usr", "pgsql-", "bin"),
    ("/usr/libexec", "postgresql", ""),
    ("/opt/homebrew/opt", "postgresql@", "bin"),
    ("/usr/local/opt", "postgresql@", "bin"),
    ("/Applications/Postgres.app/Contents/Versions", "", "bin"),
];

/// A folder of PostgreSQL programs.
#[derive(Debug, Clone)]
pub(super) struct Binaries {
    pub folder: PathBuf,
    pub version: u32,
}

impl Binaries {
    pub fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The programs for a new cluster (the newest), or for one that exists: those of its own version.
    /// A folder the administrator `told` us is the only one looked into.
    pub fn find(told: Option<&Path>, existing: Option<(&Path, u32)>) -> Result<Self, ClusterError> {
        let looked = match told {
            Some(folder) => vec![folder.to_owned()],
            None => usual_folders(),
        };
        let found: Vec<Self> = looked.iter().filter_map(|folder| Self::look(folder)).collect();
        let facts = || found.iter().map(|it| (it.folder.clone(), it.version)).collect();
        if found.is_empty() {
            return Err(ClusterError::NoBinaries { looked });
        }
        match existing {
            Some((cluster, wanted)) => {
                found.iter().find(|it| it.version == wanted).cloned().ok_or_else(|| {
                    ClusterError::OtherVersion { cluster: cluster.to_owned(), wanted, found: facts() }
                })
            }
            None => found
                .iter()
                .find(|it| it.version >= OLDEST)
                .cloned()
                .ok_or_else(|| ClusterError::TooOld { needed: OLDEST, found: facts() }),
        }
    }

    fn look(folder: &Path) -> Option<Self> {
        if !NEEDED.iter().all(|name| folder.join(name).is_file()) {
            return None;
        }
        let said = Command::new(folder.join("postgres")).arg("--version").output().ok()?;
        let version = major_version(&String::from_utf8_lossy(&said.stdout))?;
        Some(Self { folder: folder.to_owned(), version })
    }
}

/// `postgres (PostgreSQL) 15.8 (Debian 15.8-0+deb12u1)`, also `17beta2`, gives the major version.
fn major_version(said: &str) -> Option<u32> {
    let number = said.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// The folders to look into, the preferred first, each once.
fn usual_folders() -> Vec<PathBuf> {
    let mut folders = Vec::new();
    for (parent, prefix, rest) in SIDE_BY_SIDE {
        folders.extend(newest_first(Path::new(parent), prefix, rest));
    }
    folders.push(PathBuf::from("/usr/local/pgsql/bin"));
    if let Some(path) = env::var_os("PATH") {
        // A relative entry of PATH would mean another folder for a child that starts elsewhere.
        folders.extend(env::split_paths(&path).filter(|folder| folder.is_absolute()));
    }
    let mut seen = std::collections::HashSet::new();
    folders.retain(|folder| folder.is_dir() && seen.insert(folder.clone()));
    folders
}

fn newest_first(parent: &Path, prefix: &str, rest: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(parent) else {
        return Vec::new();
    };
    let mut versions: Vec<(u32, PathBuf)> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let name = entry.file_name();
            let version = name.to_str()?.strip_prefix(prefix)?.parse().ok()?;
            Some((version, entry.path().join(rest)))
        })
        .collect();
    versions.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
    versions.into_iter().map(|(_, folder)| folder).collect()
}

#[cfg(test)]
mod tests {
    use super::major_version;

    #[test]
    fn a_version_is_read_from_what_the_server_says() {
        assert_eq!(major_version("postgres (PostgreSQL) 15.8 (Debian 15.8-0+deb12u1)\n"), Some(15));
        assert_eq!(major_version("postgres (PostgreSQL) 19beta2\n"), Some(19));
        assert_eq!(major_version("postgres (PostgreSQL) 9.6.24\n"), Some(9));
        assert_eq!(major_version("postgres: command not found\n"), None);
    }
}
