//! As whom the server runs: as ourselves, or, since PostgreSQL refuses root, as an unprivileged account.

use std::env;
use std::ffi::OsStr;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::error::ClusterError;

const UNPRIVILEGED: [&str; 2] = ["postgres", "nobody"];

/// The account that owns the cluster and runs the programs of PostgreSQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Account {
    pub uid: u32,
    gid: u32,
    /// Whether we are root and become this account for each program.
    switched: bool,
}

impl Account {
    /// The account for the cluster in this folder, whether it exists or not.
    pub fn choose(cluster: &Path) -> Result<Self, ClusterError> {
        let uid = id("-u", None).ok_or(ClusterError::NoAccount)?;
        let gid = id("-g", None).ok_or(ClusterError::NoAccount)?;
        let owner = fs::metadata(cluster).ok().map(|about| (about.uid(), about.gid()));
        if uid != 0 {
            return match owner {
                Some((owner, _)) if owner != uid => {
                    Err(ClusterError::NotOwner { folder: cluster.to_owned(), owner })
                }
                _ => Ok(Self { uid, gid, switched: false }),
            };
        }
        // The cluster of an ordinary user stays that user's when root starts it once.
        let owner = owner.filter(|(uid, _)| *uid != 0);
        let (uid, gid) = owner.or_else(unprivileged).ok_or(ClusterError::NoAccount)?;
        Ok(Self { uid, gid, switched: true })
    }

    /// A program to run as this account: in a folder that every account can enter, in plain English, and with none of
    /// the caller's own PostgreSQL settings.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir("/").stdin(Stdio::null()).env("LC_ALL", "C");
        for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PG")) {
            command.env_remove(name);
        }
        if self.switched {
            // Leaving root by `uid` drops root's supplementary groups as well.
            command.uid(self.uid).gid(self.gid);
        }
        command
    }

    /// Makes a folder that only this account can enter; an existing one is taken only if it is just so.
    pub fn own_folder(&self, folder: &Path) -> Result<(), ClusterError> {
        fs::create_dir(folder).map_err(ClusterError::files("make the folder", folder))?;
        fs::set_permissions(folder, Permissions::from_mode(0o700))
            .map_err(ClusterError::files("set the rights of", folder))?;
        self.own(folder)
    }

    /// Gives a file that we have just made to this account.
    pub fn own(&self, path: &Path) -> Result<(), ClusterError> {
        if self.switched {
            chown(path, Some(self.uid), Some(self.gid))
                .map_err(ClusterError::files("change the owner of", path))?;
        }
        Ok(())
    }

    /// Lets this account's group, and nobody else, pass through a folder of root's.
    pub fn let_through(&self, folder: &Path) -> Result<(), ClusterError> {
        if !self.switched || self.can_enter(folder) {
            return Ok(());
        }
        let about = fs::metadata(folder).map_err(ClusterError::files("read", folder))?;
        if about.uid() == 0 {
            chown(folder, None, Some(self.gid))
                .map_err(ClusterError::files("change the group of", folder))?;
            fs::set_permissions(folder, Permissions::from_mode(about.mode() & 0o7707 | 0o010))
                .map_err(ClusterError::files("set the rights of", folder))?;
        }
        Ok(())
    }

    /// The outermost folder on the way to `folder` that this account may not enter.
    pub fn barrier(&self, folder: &Path) -> Option<PathBuf> {
        if !self.switched || self.can_enter(folder) {
            return None;
        }
        let mut way: Vec<&Path> = folder.ancestors().collect();
        way.reverse();
        way.into_iter().find(|step| !self.can_enter(step)).map(Path::to_owned)
    }

    fn can_enter(&self, folder: &Path) -> bool {
        let tried =
            self.command("/bin/sh").args(["-c", "cd \"$0\""]).arg(folder).stderr(Stdio::null()).status();
        tried.is_ok_and(|status| status.success())
    }
}

fn unprivileged() -> Option<(u32, u32)> {
    UNPRIVILEGED.iter().find_map(|name| {
        let uid = id("-u", Some(name)).filter(|uid| *uid != 0)?;
        Some((uid, id("-g", Some(name))?))
    })
}

fn id(option: &str, name: Option<&str>) -> Option<u32> {
    let said = Command::new("id").arg(option).args(name).stderr(Stdio::null()).output().ok()?;
    String::from_utf8_lossy(&said.stdout).trim().parse().ok()
}
