//! A real mail server (aiosmtpd) beside a test: started with it, gone with it.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    thread::JoinHandle,
};

use base64::Engine;
use serde_json::{Value, json};

pub struct Server {
    pub port: u16,
    child: Child,
    input: Option<ChildStdin>,
    output: Option<JoinHandle<Vec<String>>>,
}

/// A letter as the server took it.
#[derive(Debug)]
pub struct Taken {
    pub about: Value,
    pub raw: Vec<u8>,
}

impl Server {
    /// Starts a server with these options (see `smtp_server.py`).
    pub fn start(options: &Value) -> Self {
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all/support/smtp_server.py");
        let mut child = Command::new(
            std::env::var("OTKLIK_TEST_PYTHON").unwrap_or_else(|_| "/usr/bin/python3".to_owned()),
        )
        .arg(program)
        .arg(options.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 with aiosmtpd (Debian: python3-aiosmtpd)");
        let input = child.stdin.take();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        let told: Value = serde_json::from_str(&line).expect("aiosmtpd is installed");
        // Read as it comes: a full pipe would hold up the server in the middle of a conversation.
        let output = std::thread::spawn(move || output.lines().map(|line| line.unwrap()).collect());
        Self {
            port: u16::try_from(told["port"].as_u64().unwrap()).unwrap(),
            child,
            input,
            output: Some(output),
        }
    }

    /// Stops the server and tells what it took.
    pub fn taken(mut self) -> Vec<Taken> {
        self.input = None;
        let output = self.output.take().unwrap();
        let taken = output
            .join()
            .unwrap()
            .iter()
            .map(|line| {
                let about: Value = serde_json::from_str(line).unwrap();
                let raw =
                    base64::engine::general_purpose::STANDARD.decode(about["raw"].as_str().unwrap()).unwrap();
                Taken { about, raw }
            })
            .collect();
        self.child.wait().unwrap();
        taken
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.input = None;
        // It ends by itself when its input closes; this only spares a test that failed the wait.
        if self.child.kill().is_ok() {
            self.child.wait().unwrap();
        }
    }
}

/// An authority of one's own and a certificate by it for `localhost` and 127.0.0.1.
pub struct Certificates {
    folder: tempfile::TempDir,
}

impl Certificates {
    pub fn make() -> Self {
        let made = Self { folder: tempfile::tempdir().unwrap() };
        let names = "basicConstraints=CA:FALSE\nsubjectAltName=DNS:localhost,IP:127.0.0.1\n";
        std::fs::write(made.path("names"), names).unwrap();
        made.openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=Test-authority -keyout ca.key -out ca.pem");
        made.openssl("req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost -keyout key.pem -out request.pem");
        made.openssl("x509 -req -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names -out cert.pem");
        made
    }

    pub fn authority(&self) -> String {
        self.path("ca.pem").display().to_string()
    }

    /// Server options with TLS of that kind.
    pub fn options(&self, tls: &str) -> Value {
        json!({
            "tls": tls,
            "cert": self.path("cert.pem"),
            "key": self.path("key.pem"),
        })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn openssl(&self, arguments: &str) {
        let done = Command::new("openssl")
            .args(arguments.split(' '))
            .current_dir(self.folder.path())
            .output()
            .expect("openssl");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
}
