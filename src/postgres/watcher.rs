//! Stops and removes a cluster made for tests, in whatever way the test process ends.

use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

use super::error::ClusterError;
use super::server::Server;

/// Two children in a row. The first reads a pipe that only we hold, so it sees our end; then it stops the server, as the
/// server's account. The second sees the first one's end, and removes the folder, as ourselves.
#[derive(Debug)]
pub(super) struct Watcher {
    held: Option<ChildStdin>,
    stopper: Child,
    remover: Child,
}

impl Watcher {
    pub fn start(server: &Server, folder: &Path) -> Result<Self, ClusterError> {
        let folder = folder.canonicalize().map_err(ClusterError::files("find", folder))?;
        let failed = || ClusterError::files("run", Path::new("/bin/sh"));
        let stop = server.stop_command("immediate");
        let mut stopper = server
            .account
            .command("/bin/sh")
            .args(["-c", "cat >/dev/null; exec \"$@\"", "sh"])
            .arg(stop.get_program())
            .args(stop.get_args())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .map_err(failed())?;
        let held = stopper.stdin.take();
        let end = stopper.stdout.take().map_or_else(Stdio::null, Stdio::from);
        let remover = Command::new("/bin/sh")
            .args(["-c", "cat >/dev/null; exec rm -rf \"$@\"", "sh"])
            .args([&folder, &server.places.home, &server.places.socket])
            .current_dir("/")
            .stdin(end)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .map_err(failed())?;
        Ok(Self { held, stopper, remover })
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        drop(self.held.take());
        for child in [&mut self.stopper, &mut self.remover] {
            if let Err(error) = child.wait() {
                tracing::warn!("the watcher of a test database: {error}");
            }
        }
    }
}
