//! A mail server that takes everything: a process of its own, so that its work is not counted as ours. It speaks just
//! enough SMTP (RFC 5321, 2920) and, as others do, answers what came together together.

use std::{
    io::{BufRead, BufReader, BufWriter, Read, Write},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
};

use crate::cpu;

const ASKED: &str = "LETTERS_SINK";

/// Message-IDs of all letters taken.
type Taken = Arc<Mutex<Vec<String>>>;

pub struct Sink {
    child: Child,
    output: BufReader<std::process::ChildStdout>,
    pub port: u16,
}

impl Sink {
    pub fn start() -> Self {
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .env(ASKED, "yes")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut output = BufReader::new(child.stdout.take().expect("its output"));
        let mut line = String::new();
        output.read_line(&mut line).expect("its port");
        let port = line.trim().parse().expect("a port");
        Self { child, output, port }
    }

    /// CPU seconds so far.
    pub fn cpu(&self) -> f64 {
        cpu::of_family(self.child.id())
    }

    /// Ends it and tells the Message-IDs of what it took.
    pub fn taken(mut self) -> Vec<String> {
        drop(self.child.stdin.take());
        let taken = self.output.lines().map(|line| line.expect("an id")).collect();
        self.child.wait().expect("it ended");
        taken
    }
}

pub fn asked_for() -> bool {
    std::env::var_os(ASKED).is_some()
}

/// Takes letters until its input ends, then tells which.
pub fn serve() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    println!("{}", listener.local_addr().expect("an address").port());
    let taken = Taken::default();
    let all = Arc::clone(&taken);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let taken = Arc::clone(&all);
            std::thread::spawn(move || converse(&stream, &taken));
        }
    });
    std::io::stdin().read_to_end(&mut Vec::new()).expect("the end");
    for id in taken.lock().expect("the letters").iter() {
        println!("{id}");
    }
}

fn converse(stream: &TcpStream, taken: &Taken) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reading = BufReader::with_capacity(64 * 1024, stream);
    let mut writing = BufWriter::new(stream);
    let mut said = |reading: &BufReader<_>, words: &str| {
        writing.write_all(words.as_bytes())?;
        if reading.buffer().is_empty() { writing.flush() } else { Ok(()) }
    };
    said(&reading, "220 sink ESMTP\r\n")?;
    let mut line = String::new();
    loop {
        line.clear();
        if reading.read_line(&mut line)? == 0 {
            return Ok(());
        }
        match line.get(..4).unwrap_or_default().to_ascii_uppercase().as_str() {
            "EHLO" => said(&reading, "250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n")?,
            "DATA" => {
                said(&reading, "354 go on\r\n")?;
                let mut id = String::new();
                loop {
                    line.clear();
                    if reading.read_line(&mut line)? == 0 {
                        return Ok(());
                    }
                    if line == ".\r\n" {
                        break;
                    }
                    if id.is_empty()
                        && let Some(value) = line.strip_prefix("Message-ID:")
                    {
                        id = value.trim().to_owned();
                    }
                }
                taken.lock().expect("the letters").push(id);
                said(&reading, "250 taken\r\n")?;
            }
            "QUIT" => return said(&reading, "221 bye\r\n"),
            _ => said(&reading, "250 fine\r\n")?,
        }
    }
}
