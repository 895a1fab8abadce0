//! Making, starting and stopping the server of one cluster.

use std::fs::{self, OpenOptions};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, ExitStatus, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::account::Account;
use super::binaries::Binaries;
use super::error::ClusterError;
use super::places::Places;

/// How often the server's state file is looked at while it changes.
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// Longer than any recovery of a small database after a power cut.
const PATIENCE: Duration = Duration::from_secs(300);

/// The log of the server's earlier starts is put aside once it is longer than this.
const LOG_LIMIT: u64 = 8 << 20;

/// Settings that hold for every cluster: a small machine, imports of millions of rows, one program as the only client.
const ALWAYS: [(&str, &str); 8] = [
    ("listen_addresses", ""),
    ("shared_buffers", "128MB"),
    ("jit", "off"),
    // Of disks without a moving head: a look-up by index pays also in a table of few pages, which may grow in no time.
    ("random_page_cost", "1.1"),
    ("max_wal_size", "2GB"),
    ("checkpoint_timeout", "15min"),
    ("timezone", "UTC"),
    ("log_timezone", "UTC"),
];

/// What a server is doing, by its own word in `postmaster.pid`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Absent,
    Busy,
    Ready,
}

/// One cluster with the programs that serve it.
#[derive(Debug)]
pub(super) struct Server {
    pub places: Places,
    pub account: Account,
    pub binaries: Binaries,
}

impl Server {
    /// The major version of the cluster that lies here, if one does.
    pub fn existing_version(cluster: &Path) -> Result<Option<u32>, ClusterError> {
        if !cluster.exists() {
            return Ok(None);
        }
        let broken = |problem: String| ClusterError::NotACluster { folder: cluster.to_owned(), problem };
        let text = fs::read_to_string(cluster.join("PG_VERSION"))
            .map_err(|error| broken(format!("PG_VERSION: {error}")))?;
        let major = text.trim().split('.').next().unwrap_or_default();
        major.parse().map(Some).map_err(|_| broken(format!("PG_VERSION says {}", text.trim())))
    }

    /// Makes the cluster under another name and renames it when whole, so that a killed `initdb` leaves no half of one.
    pub fn create(&self, durable: bool) -> Result<(), ClusterError> {
        let Places { cluster, unfinished, .. } = &self.places;
        if unfinished.exists() {
            fs::remove_dir_all(unfinished).map_err(ClusterError::files("remove", unfinished))?;
        }
        self.account.own_folder(unfinished)?;
        let initdb = self.binaries.program("initdb");
        let mut command = self.account.command(&initdb);
        // The socket's folder is this account's alone, so whoever reaches it may come in; nobody comes in by network.
        command.args(["--auth-local=trust", "--auth-host=reject", "--username=otklik", "--encoding=UTF8"]);
        // Byte order for sorting, fast and the same everywhere; letters of every alphabet for upper and lower case.
        command.args([
            "--locale=C",
            if cfg!(target_os = "macos") { "--lc-ctype=UTF-8" } else { "--lc-ctype=C.UTF-8" },
        ]);
        // initdb would force out a thousand files one by one; the file system does it at once, many times faster.
        command.args(["--no-sync", "--pgdata"]).arg(unfinished);
        succeeded(&initdb, &run(&mut command, &initdb)?)?;
        if durable {
            let synced = self.account.command("sync").arg("--file-system").arg(unfinished).output();
            if !synced.is_ok_and(|output| output.status.success()) {
                let mut command = self.account.command(&initdb);
                command.args(["--sync-only", "--pgdata"]).arg(unfinished);
                succeeded(&initdb, &run(&mut command, &initdb)?)?;
            }
        }
        fs::rename(unfinished, cluster).map_err(ClusterError::files("rename", unfinished))
    }

    /// Sees to it that the server answers: waits for one that starts or stops, starts one where there is none.
    pub fn ensure_running(&self, durable: bool, connections: u32) -> Result<(), ClusterError> {
        match self.settled(None)? {
            State::Ready => self.places.ready_socket(&self.account),
            State::Absent | State::Busy => self.start(durable, connections),
        }
    }

    fn start(&self, durable: bool, connections: u32) -> Result<(), ClusterError> {
        self.places.ready_socket(&self.account)?;
        self.clear_what_a_dead_server_left()?;
        self.ready_log()?;
        let pg_ctl = self.binaries.program("pg_ctl");
        let mut command = self.account.command(&pg_ctl);
        command.args(["start", "--wait", "--silent", "--timeout", &PATIENCE.as_secs().to_string()]);
        command.arg("--pgdata").arg(&self.places.cluster).arg("--log").arg(&self.places.log);
        command.arg("--options").arg(self.settings(durable, connections));
        // pg_ctl gives the server a session of its own, so that Ctrl-C in our terminal does not reach it. It needs a group
        // of its own too: a pg_ctl that is interrupted while it looks on stops what it started.
        let starter = command
            .process_group(0)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(ClusterError::files("run", &pg_ctl))?;
        match self.settled(Some(starter))? {
            State::Ready => Ok(()),
            State::Absent | State::Busy => Err(self.not_started("it ended at once")),
        }
    }

    /// The state once it no longer changes. With a starter, `Absent` counts only once that has ended as well:
    /// it knows of a server's death before there is anything else to see.
    fn settled(&self, mut starter: Option<std::process::Child>) -> Result<State, ClusterError> {
        let since = Instant::now();
        loop {
            let ended = match &mut starter {
                Some(child) => child
                    .try_wait()
                    .map_err(ClusterError::files("wait for", &self.binaries.folder))?
                    .is_some(),
                None => true,
            };
            match self.state() {
                State::Absent if ended => return Ok(State::Absent),
                State::Ready => {
                    // pg_ctl looks ten times a second only; it may see in its own time that the server is ready.
                    if let Some(mut child) = starter {
                        thread::spawn(move || child.wait());
                    }
                    return Ok(State::Ready);
                }
                _ if since.elapsed() > PATIENCE => {
                    return Err(self.not_started("it neither answered nor ended within five minutes"));
                }
                _ => thread::sleep(LOOK_EVERY),
            }
        }
    }

    pub fn state(&self) -> State {
        let Ok(text) = fs::read_to_string(self.places.cluster.join("postmaster.pid")) else {
            return State::Absent;
        };
        let mut lines = text.lines();
        let Some(pid) = lines.next().and_then(|line| line.trim().parse().ok()) else {
            return State::Busy;
        };
        if !self.is_our_server(pid) {
            return State::Absent;
        }
        match lines.nth(6).map(str::trim) {
            Some("ready") => State::Ready,
            _ => State::Busy,
        }
    }

    /// A number in a file outlives its process, and after a restart of the machine another program may bear it.
    fn is_our_server(&self, pid: u32) -> bool {
        if Path::new("/proc/self/cwd").exists() {
            return fs::read_link(format!("/proc/{pid}/cwd"))
                .is_ok_and(|folder| folder == self.places.cluster);
        }
        let said = Command::new("ps").args(["-o", "command=", "-p", &pid.to_string()]).output();
        said.is_ok_and(|said| String::from_utf8_lossy(&said.stdout).contains("postgres"))
    }

    /// PostgreSQL itself refuses to start while a process of the number in an old `postmaster.pid` lives, whatever it is.
    /// The file is kept, for by it PostgreSQL also looks for backends that outlived their server; only the number is
    /// replaced by ours, which is that of the starter's parent and as such overlooked.
    fn clear_what_a_dead_server_left(&self) -> Result<(), ClusterError> {
        let file = self.places.cluster.join("postmaster.pid");
        if let Ok(text) = fs::read_to_string(&file) {
            let rest = text.split_once('\n').map_or("", |(_, rest)| rest);
            fs::write(&file, format!("{}\n{rest}", std::process::id()))
                .map_err(ClusterError::files("write", &file))?;
        }
        let socket = &self.places.socket;
        for entry in fs::read_dir(socket).map_err(ClusterError::files("read", socket))?.filter_map(Result::ok)
        {
            fs::remove_file(entry.path()).map_err(ClusterError::files("remove", &entry.path()))?;
        }
        Ok(())
    }

    fn ready_log(&self) -> Result<(), ClusterError> {
        let log = &self.places.log;
        if fs::metadata(log).is_ok_and(|about| about.len() > LOG_LIMIT) {
            fs::rename(log, &self.places.old_log).map_err(ClusterError::files("rename", log))?;
        }
        // Its lines may quote what a customer wrote.
        OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(log)
            .map_err(ClusterError::files("open", log))?;
        self.account.own(log)
    }

    fn settings(&self, durable: bool, connections: u32) -> String {
        let connections = connections.to_string();
        let careless = ["fsync", "synchronous_commit", "full_page_writes"]
            .map(|name| (name, if durable { "on" } else { "off" }));
        let mut words: Vec<String> = ALWAYS
            .into_iter()
            .chain(careless)
            .chain([("max_connections", connections.as_str())])
            .map(|(name, value)| format!("-c {}", quoted(&format!("{name}={value}"))))
            .collect();
        words.push("-p 5432".to_owned());
        words.push(format!("-k {}", quoted(&self.places.socket.to_string_lossy())));
        words.join(" ")
    }

    /// Stops the server, if one runs, and waits until it has written everything and ended.
    pub fn stop(&self) -> Result<(), ClusterError> {
        if self.state() == State::Absent {
            return Ok(());
        }
        let pg_ctl = self.binaries.program("pg_ctl");
        let mut command = self.stop_command("fast");
        // A group of its own: a second, impatient Ctrl-C must not leave the stop half done.
        let output = run(command.process_group(0), &pg_ctl)?;
        if self.state() == State::Absent { Ok(()) } else { succeeded(&pg_ctl, &output) }
    }

    pub fn stop_command(&self, mode: &str) -> Command {
        let mut command = self.account.command(self.binaries.program("pg_ctl"));
        command.args(["stop", "--wait", "--timeout", &PATIENCE.as_secs().to_string(), "--mode", mode]);
        command.arg("--pgdata").arg(&self.places.cluster);
        command
    }

    /// How `tokio-postgres` finds a database of this server.
    pub fn url(&self, database: &str) -> String {
        let host = percent_encoded(self.places.socket.as_os_str().as_bytes());
        format!("postgresql://otklik@{host}/{}", percent_encoded(database.as_bytes()))
    }

    fn not_started(&self, reason: &str) -> ClusterError {
        let text = fs::read(&self.places.log).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().collect();
        let tail = lines.iter().skip(lines.len().saturating_sub(10)).copied().collect::<Vec<_>>().join("\n");
        ClusterError::NotStarted { reason: reason.to_owned(), log: self.places.log.clone(), tail }
    }
}

fn run(command: &mut Command, program: &Path) -> Result<Output, ClusterError> {
    command.output().map_err(ClusterError::files("run", program))
}

fn succeeded(program: &Path, output: &Output) -> Result<(), ClusterError> {
    if output.status.success() {
        return Ok(());
    }
    let status: ExitStatus = output.status;
    let said = if output.stderr.is_empty() { &output.stdout } else { &output.stderr };
    Err(ClusterError::Program {
        program: program.to_owned(),
        status: status.to_string(),
        output: String::from_utf8_lossy(said).trim().to_owned(),
    })
}

/// A word for the shell by which pg_ctl starts the server.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

fn percent_encoded(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 3);
    for byte in bytes {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(byte) {
            text.push(char::from(*byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{percent_encoded, quoted};

    #[test]
    fn a_path_survives_the_shell_and_the_address() {
        assert_eq!(quoted("/srv/it's here"), r"'/srv/it'\''s here'");
        assert_eq!(
            percent_encoded("/srv/Отклик 1".as_bytes()),
            "%2Fsrv%2F%D0%9E%D1%82%D0%BA%D0%BB%D0%B8%D0%BA%201"
        );
    }
}
