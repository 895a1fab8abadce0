//! The programs that are measured, as processes of their own, and what the kernel says that they used.

use std::{
    fs,
    net::TcpListener,
    process::{Child, Command, Stdio},
    time::Duration,
};

use crate::{client::Connection, cpu, database::Database};

pub struct Program {
    child: Child,
    pub port: u16,
}

impl Program {
    /// `otklik serve`, without its worker: the form alone is measured.
    pub async fn otklik(database: &Database, secret: &str) -> Self {
        let port = free_port();
        let mut command = Command::new(env!("CARGO_BIN_EXE_otklik"));
        command
            .args(["serve", "--no-worker", "--listen", &format!("127.0.0.1:{port}")])
            .env("DATABASE_URL", database.url())
            .env("OTKLIK_SECRET", secret)
            .env("OTKLIK_DATA", database.folder())
            .env("OTKLIK_WORKERS", "2");
        Self::start(command, port).await
    }

    /// `otklik work`: the worker alone.
    pub async fn worker(database: &Database, secret: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_otklik"));
        command
            .arg("work")
            .env("DATABASE_URL", database.url())
            .env("OTKLIK_SECRET", secret)
            .env("OTKLIK_DATA", database.folder());
        let child = command.stdout(Stdio::null()).spawn().expect("the worker starts");
        Self { child, port: 0 }
    }

    /// The smallest answer that the same web library gives, by as many threads.
    pub async fn hello() -> Self {
        let port = free_port();
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        command.env(crate::hello::PORT, port.to_string());
        Self::start(command, port).await
    }

    async fn start(mut command: Command, port: u16) -> Self {
        let child = command.stdout(Stdio::null()).spawn().expect("the program starts");
        let mut program = Self { child, port };
        while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            assert!(program.child.try_wait().expect("its state").is_none(), "the program ended at its start");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        drop(Connection::open(port).await);
        program
    }

    /// CPU seconds so far.
    pub fn cpu(&self) -> f64 {
        cpu::of_family(self.child.id())
    }

    /// A line of its status in MiB: `VmRSS` now, `VmHWM` at most.
    pub fn memory(&self, name: &str) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("its status");
        let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("a line of memory");
        let kib: f64 = line.trim_matches(|c: char| !c.is_ascii_digit()).parse().expect("a number");
        kib / 1024.0
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").port()
}
