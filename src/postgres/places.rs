//! Where the files of the private database lie.

use std::fs::{self, DirBuilder};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::account::Account;
use super::error::ClusterError;

/// `sun_path` holds 104 bytes on macOS and the BSDs, 108 on Linux, its NUL included.
const SOCKET_PATH_LIMIT: usize = 104;
const SOCKET_NAME: &str = "/.s.PGSQL.5432";

/// Where clusters lie whose data folder the server's account cannot reach, such as one under /root.
const ELSEWHERE: &str = "/var/lib/otklik";

/// The files of one cluster, side by side in one folder; the locks too, so that every path to it finds the same locks.
#[derive(Debug)]
pub(super) struct Places {
    pub home: PathBuf,
    pub cluster: PathBuf,
    pub unfinished: PathBuf,
    pub log: PathBuf,
    pub old_log: PathBuf,
    pub users: PathBuf,
    pub starting: PathBuf,
    pub socket: PathBuf,
}

impl Places {
    /// Settles the places for a data folder, which is made where missing, and as whom the server runs there.
    ///
    /// `data/postgres` may be a symbolic link: then the cluster lies where it leads. It is made one when the server's
    /// account cannot reach the data folder.
    pub fn settle(data: &Path) -> Result<(Self, Account), ClusterError> {
        fs::create_dir_all(data).map_err(ClusterError::files("make the folder", data))?;
        let data = data.canonicalize().map_err(ClusterError::files("find", data))?;
        let shown = data.join("postgres");
        let mut cluster = match fs::read_link(&shown) {
            Ok(target) => data.join(target),
            Err(_) => shown.clone(),
        };
        let account = Account::choose(&cluster)?;
        if cluster == shown {
            if data.parent().is_none_or(|parent| account.barrier(parent).is_none()) {
                account.let_through(&data)?;
            }
            if let Some(barrier) = account.barrier(&data) {
                if cluster.exists() {
                    return Err(ClusterError::OutOfReach { folder: data, barrier, account: account.uid });
                }
                cluster = Path::new(ELSEWHERE).join(digest(&data)).join("postgres");
                tracing::info!(
                    "the database of {} lies in {}, because the account that runs PostgreSQL may not enter {}",
                    data.display(),
                    cluster.display(),
                    barrier.display()
                );
                make_home(&cluster, &account)?;
                std::os::unix::fs::symlink(&cluster, &shown)
                    .map_err(ClusterError::files("make the link", &shown))?;
            }
        }
        let (Some(home), Some(name)) = (cluster.parent(), cluster.file_name()) else {
            return Err(ClusterError::NotACluster { folder: cluster, problem: "it has no name".to_owned() });
        };
        fs::create_dir_all(home).map_err(ClusterError::files("make the folder", home))?;
        let home = home.canonicalize().map_err(ClusterError::files("find", home))?;
        if let Some(barrier) = account.barrier(&home) {
            return Err(ClusterError::OutOfReach { folder: home, barrier, account: account.uid });
        }
        let near = home.join("postgres-socket");
        let socket = if near.as_os_str().len() + SOCKET_NAME.len() < SOCKET_PATH_LIMIT {
            near
        } else {
            PathBuf::from(format!("/tmp/otklik-{}", digest(&home)))
        };
        let places = Self {
            cluster: home.join(name),
            unfinished: home.join("postgres.unfinished"),
            log: home.join("postgres.log"),
            old_log: home.join("postgres.log.old"),
            users: home.join("postgres.users"),
            starting: home.join("postgres.starting"),
            socket,
            home,
        };
        Ok((places, account))
    }

    /// Makes the socket's folder, or checks that the one there is the account's alone: in /tmp a stranger may have been first.
    pub fn ready_socket(&self, account: &Account) -> Result<(), ClusterError> {
        let refused = |problem: String| ClusterError::SocketFolder { folder: self.socket.clone(), problem };
        let Ok(about) = fs::symlink_metadata(&self.socket) else {
            return account.own_folder(&self.socket);
        };
        if !about.is_dir() {
            return Err(refused("it is not a folder".to_owned()));
        }
        if about.uid() != account.uid {
            return Err(refused(format!("it belongs to another account (uid {})", about.uid())));
        }
        if about.mode() & 0o077 != 0 {
            return Err(refused("other accounts may enter it".to_owned()));
        }
        Ok(())
    }
}

fn make_home(cluster: &Path, account: &Account) -> Result<(), ClusterError> {
    let Some(home) = cluster.parent() else {
        return Ok(());
    };
    DirBuilder::new()
        .recursive(true)
        .mode(0o711)
        .create(home)
        .map_err(ClusterError::files("make the folder", home))?;
    // A strict umask may have taken the right to pass.
    account.let_through(Path::new(ELSEWHERE))?;
    account.let_through(home)
}

/// A short name for a path.
fn digest(path: &Path) -> String {
    let hash = Sha256::digest(path.as_os_str().as_bytes());
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
