//! The private database of one machine, used when `DATABASE_URL` is not set.
//!
//! Any number of programs share one cluster: each holds a shared lock while it uses it, and the one that leaves last
//! stops the server. A program that was killed leaves the server running, and the next one finds it.

mod account;
mod binaries;
mod error;
mod places;
mod server;
mod watcher;

use std::env;
use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::thread;

use tokio_postgres::NoTls;

use self::binaries::Binaries;
pub use self::error::ClusterError;
use self::places::Places;
use self::server::Server;
use self::watcher::Watcher;

/// The database that the program keeps its tables in.
pub const DATABASE: &str = "otklik";

/// How a cluster is run.
#[derive(Debug, Clone)]
pub struct Options {
    /// The only folder to look for PostgreSQL's programs in; otherwise the usual ones are.
    pub binaries: Option<PathBuf>,
    /// Whether a commit outlives a power cut. Tests don't care.
    pub durable: bool,
    /// How many connections the server admits.
    pub connections: u32,
    /// Whether the server ends and the data folder goes with this process, however it ends.
    pub fleeting: bool,
}

impl Options {
    /// A cluster that keeps what it is given, with the programs that `OTKLIK_PG_BIN` names, if it is set.
    #[must_use]
    pub fn lasting() -> Self {
        let binaries = env::var_os("OTKLIK_PG_BIN").filter(|folder| !folder.is_empty()).map(PathBuf::from);
        Self { binaries, durable: true, connections: 60, fleeting: false }
    }

    /// A fast cluster that goes with the process.
    #[must_use]
    pub fn for_tests() -> Self {
        Self { durable: false, connections: 200, fleeting: true, ..Self::lasting() }
    }
}

/// A running server that this program uses. Dropping it leaves the server, and stops it when nobody else uses it; a
/// program that ends by `std::process::exit` must `close` it first.
#[derive(Debug)]
pub struct Cluster {
    server: Server,
    /// Locked shared while we use the server. `None` once we have left.
    membership: Option<File>,
    /// Dropped after the server was left.
    _watcher: Option<Watcher>,
}

impl Cluster {
    /// Finds or makes the cluster under `data`, finds or starts its server, and sees to the program's database.
    /// Blocks, for about a second the first time.
    pub fn open(data: &Path) -> Result<Self, ClusterError> {
        Self::open_with(data, Options::lasting())
    }

    /// A cluster in a folder that is this process's own, fast and careless: it and the folder vanish with the process.
    pub fn for_tests(folder: &Path) -> Result<Self, ClusterError> {
        Self::open_with(folder, Options::for_tests())
    }

    pub fn open_with(data: &Path, options: Options) -> Result<Self, ClusterError> {
        let (places, account) = Places::settle(data)?;
        // One at a time makes, starts or stops; the others then find what it did.
        let turn = take_turn(&places)?;
        let version = Server::existing_version(&places.cluster)?;
        let existing = version.map(|version| (places.cluster.as_path(), version));
        let binaries = Binaries::find(options.binaries.as_deref(), existing)?;
        let server = Server { places, account, binaries };
        if version.is_none() {
            tracing::info!("making a database in {}", server.places.cluster.display());
            server.create(options.durable)?;
        }
        let membership = lock_file(&server.places.users)?;
        membership.lock_shared().map_err(ClusterError::files("lock", &server.places.users))?;
        let watcher = options.fleeting.then(|| Watcher::start(&server, data)).transpose()?;
        let cluster = Self { server, membership: Some(membership), _watcher: watcher };
        let outcome = cluster
            .server
            .ensure_running(options.durable, options.connections)
            .and_then(|()| cluster.ensure_database());
        // Before the cluster is dropped, if it is: leaving takes a turn too.
        drop(turn);
        outcome.map(|()| cluster)
    }

    /// The address of a database of this cluster, as `DATABASE_URL` would have it.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        self.server.url(database)
    }

    /// Leaves the server, and stops it when nobody else uses it.
    pub fn close(mut self) -> Result<(), ClusterError> {
        self.leave()
    }

    fn leave(&mut self) -> Result<(), ClusterError> {
        let Some(membership) = self.membership.take() else {
            return Ok(());
        };
        let _turn = take_turn(&self.server.places)?;
        match membership.try_lock() {
            Ok(()) => self.server.stop(),
            // Others use it.
            Err(_) => Ok(()),
        }
    }

    /// Connects as the program will, and makes its database if it isn't there.
    fn ensure_database(&self) -> Result<(), ClusterError> {
        let url = self.url("postgres");
        let connected = thread::scope(|scope| {
            // A thread of its own: the caller may be inside a runtime, which cannot wait for another.
            let made = scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                runtime.map(|runtime| runtime.block_on(make_database(&url)))
            });
            made.join()
        });
        let socket = &self.server.places.socket;
        match connected {
            Ok(Ok(outcome)) => {
                outcome.map_err(|source| ClusterError::Refused { socket: socket.clone(), source })
            }
            Ok(Err(source)) => Err(ClusterError::Files { doing: "connect to", path: socket.clone(), source }),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Err(error) = self.leave() {
            tracing::warn!("the private database was not stopped: {error}");
        }
    }
}

async fn make_database(url: &str) -> Result<(), tokio_postgres::Error> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    let connection = tokio::spawn(connection);
    let there = client.query_opt("SELECT FROM pg_database WHERE datname = $1", &[&DATABASE]).await?;
    if there.is_none() {
        client.batch_execute(&format!("CREATE DATABASE {DATABASE}")).await?;
    }
    drop(client);
    // Until the farewell is sent; its outcome changes nothing.
    let _ = connection.await;
    Ok(())
}

fn take_turn(places: &Places) -> Result<File, ClusterError> {
    let file = lock_file(&places.starting)?;
    file.lock().map_err(ClusterError::files("lock", &places.starting))?;
    Ok(file)
}

/// A lock needs no right to write, which another account may not have.
fn lock_file(path: &Path) -> Result<File, ClusterError> {
    File::open(path)
        .or_else(|_| OpenOptions::new().create(true).append(true).open(path))
        .map_err(ClusterError::files("open", path))
}
