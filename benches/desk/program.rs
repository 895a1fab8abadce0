//! The program as a process of its own, a visitor on one kept socket, and what the kernel says of CPU.

use std::{
    fs,
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

pub struct Program {
    child: Child,
    pub port: u16,
}

impl Program {
    /// `otklik serve`, without its worker.
    pub async fn start(url: &str, folder: &Path) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a port").port();
        let mut command = Command::new(env!("CARGO_BIN_EXE_otklik"));
        command
            .args(["serve", "--no-worker", "--listen", &format!("127.0.0.1:{port}")])
            .env("DATABASE_URL", url)
            .env("OTKLIK_SECRET", "a secret for measurements, forty characters")
            .env("OTKLIK_DATA", folder)
            .env("OTKLIK_WORKERS", "2");
        let child = command.stdout(Stdio::null()).spawn().expect("the program starts");
        let mut program = Self { child, port };
        while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            assert!(program.child.try_wait().expect("its state").is_none(), "the program ended at its start");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        program
    }

    /// CPU seconds so far.
    pub fn cpu(&self) -> f64 {
        cpu_of(&self.child.id().to_string())
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

/// The program hangs up on whoever says nothing for five seconds.
const SILENCE: Duration = Duration::from_secs(3);

/// Somebody signed in, on one connection at a time.
pub struct Connection {
    port: u16,
    stream: TcpStream,
    used: Instant,
    buffer: Vec<u8>,
    cookie: String,
    csrf: String,
}

impl Connection {
    pub async fn open(port: u16) -> Self {
        let stream = socket(port).await;
        let (cookie, csrf) = (String::new(), String::new());
        Self { port, stream, used: Instant::now(), buffer: Vec::new(), cookie, csrf }
    }

    pub async fn sign_in(&mut self, email: &str, password: &str) {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("email", email)
            .append_pair("password", password)
            .finish();
        let (status, answer) = self.post("/sign-in", &body).await;
        assert_eq!(status, 303, "{answer}");
        let mark = "set-cookie: ";
        let line = answer.lines().find(|line| line.to_ascii_lowercase().starts_with(mark)).expect("a cookie");
        self.cookie = line[mark.len()..].split(';').next().expect("a value").to_owned();
        let (_, page) = self.get("/desk/complaints").await;
        let mark = "name=\"csrf\" value=\"";
        let rest = &page[page.find(mark).expect("a form") + mark.len()..];
        self.csrf = rest[..rest.find('"').expect("its end")].to_owned();
    }

    pub async fn get(&mut self, path: &str) -> (u16, String) {
        let cookie = self.cookie.clone();
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: otklik.example\r\nCookie: {cookie}\r\n\r\n")).await
    }

    /// Takes the next complaint; answers where it leads.
    pub async fn take_next(&mut self) -> (u16, String) {
        let body = format!("csrf={}", self.csrf);
        let (status, answer) = self.post("/desk/complaints/next", &body).await;
        let location = answer.lines().find(|line| line.to_ascii_lowercase().starts_with("location: "));
        (status, location.unwrap_or(&answer).to_owned())
    }

    async fn post(&mut self, path: &str, body: &str) -> (u16, String) {
        let cookie = self.cookie.clone();
        self.send(&format!(
            "POST {path} HTTP/1.1\r\nHost: otklik.example\r\nCookie: {cookie}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        ))
        .await
    }

    async fn send(&mut self, request: &str) -> (u16, String) {
        if self.used.elapsed() > SILENCE {
            self.stream = socket(self.port).await;
        }
        self.stream.write_all(request.as_bytes()).await.expect("sent");
        self.buffer.clear();
        loop {
            let read = self.stream.read_buf(&mut self.buffer).await.expect("an answer");
            assert!(read > 0, "the program hung up");
            let Some(head) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
            let text = String::from_utf8_lossy(&self.buffer[..head]).to_ascii_lowercase();
            let length = text.lines().find_map(|line| line.strip_prefix("content-length: "));
            let whole = match length {
                Some(length) => self.buffer.len() >= head + 4 + length.parse::<usize>().expect("a length"),
                None => !text.contains("chunked") || self.buffer.ends_with(b"0\r\n\r\n"),
            };
            if whole {
                self.used = Instant::now();
                let status = text.get(9..12).and_then(|digits| digits.parse().ok()).expect("a status");
                return (status, String::from_utf8_lossy(&self.buffer).into_owned());
            }
        }
    }
}

async fn socket(port: u16) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", port)).await.expect("the program listens");
    stream.set_nodelay(true).expect("no delay");
    stream
}

pub async fn sql(url: &str) -> tokio_postgres::Client {
    let (client, connection) =
        tokio_postgres::connect(url, tokio_postgres::NoTls).await.expect("a connection");
    tokio::spawn(connection);
    client
}

/// CPU seconds of a process, its living children, and those that it has buried.
pub fn cpu_of(parent: &str) -> f64 {
    let ticks: u64 = fs::read_dir("/proc")
        .expect("/proc")
        .flatten()
        .filter_map(|entry| {
            let pid = entry.file_name().to_str()?.parse::<u32>().ok()?.to_string();
            let text = fs::read_to_string(entry.path().join("stat")).ok()?;
            // The name, in brackets, may hold blanks; after it stand state, parent, …
            let fields: Vec<&str> = text.rsplit_once(") ")?.1.split(' ').collect();
            let number = |place: usize| fields.get(place).and_then(|field| field.parse::<u64>().ok());
            let own = number(11)? + number(12)?;
            match fields.get(1) {
                _ if pid == parent => Some(own + number(13)? + number(14)?),
                Some(its) if *its == parent => Some(own),
                _ => None,
            }
        })
        .sum();
    // Linux counts in hundredths of a second for every program, whatever its own clock.
    ticks as f64 / 100.0
}
