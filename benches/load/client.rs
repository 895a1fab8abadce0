//! A visitor as cheap as can be: HTTP/1.1 on a socket, so that the visitor's own work hides nothing.

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// An answer: its status, its size on the wire, and the text where that is asked for.
pub struct Got {
    pub status: u16,
    pub bytes: usize,
    pub head: usize,
    pub text: String,
}

impl Connection {
    pub async fn open(port: u16) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).await.expect("the program listens");
        stream.set_nodelay(true).expect("no delay");
        Self { stream, buffer: Vec::with_capacity(32 * 1024) }
    }

    pub async fn get(&mut self, path: &str, headers: &str) -> Got {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: otklik.example\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n{headers}\r\n")).await
    }

    pub async fn post(&mut self, path: &str, body: &str) -> Got {
        self.send(&format!(
            "POST {path} HTTP/1.1\r\nHost: otklik.example\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        ))
        .await
    }

    async fn send(&mut self, request: &str) -> Got {
        self.stream.write_all(request.as_bytes()).await.expect("sent");
        self.buffer.clear();
        loop {
            let read = self.stream.read_buf(&mut self.buffer).await.expect("an answer");
            assert!(read > 0, "the program hung up");
            if let Some(got) = whole(&self.buffer) {
                return got;
            }
        }
    }
}

/// The answer, once all of it is there: by its length, or by the last of its chunks.
fn whole(buffer: &[u8]) -> Option<Got> {
    let head = buffer.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(&buffer[..head]).expect("a head").to_ascii_lowercase();
    let status = text.get(9..12).and_then(|digits| digits.parse().ok()).expect("a status");
    let length = text.lines().find_map(|line| line.strip_prefix("content-length: "));
    let complete = match length {
        Some(length) => buffer.len() >= head + length.parse::<usize>().expect("a length"),
        None if text.contains("transfer-encoding: chunked") => buffer.ends_with(b"0\r\n\r\n"),
        None => true,
    };
    complete.then(|| Got {
        status,
        bytes: buffer.len(),
        head,
        text: String::from_utf8_lossy(buffer).into_owned(),
    })
}

/// Somebody with a link.
pub struct Person {
    pub token: String,
    /// Whose answer opens a complaint.
    pub discontent: bool,
}

impl Person {
    /// The hidden field of the form.
    pub async fn version_of(port: u16, token: &str) -> String {
        let form = Connection::open(port).await.get(&format!("/s/{token}"), "").await;
        version_in(&form.text)
    }

    fn body(&self, version: &str) -> String {
        let (nps, delivery) = if self.discontent { (3, 2) } else { (9, 8) };
        format!(
            "version={version}&language=ru&nps={nps}&satisfaction=90&rating%5Bprice%5D=8&rating%5Bassortment%5D=8&\
             rating%5Bdelivery%5D={delivery}&rating%5Bpayment%5D=8&rating%5Bservice%5D=8&rating%5Bextras%5D=8&\
             comment=The+courier+was+late%2C+please+call+before+delivery."
        )
    }

    pub async fn answer(&self, connection: &mut Connection, version: &str) {
        let got = connection.post(&format!("/s/{}", self.token), &self.body(version)).await;
        assert_eq!(got.status, 303, "{}", got.text);
    }

    /// Opens the link, answers, and is thanked; with an encoding the pages come packed and are not read.
    pub async fn respond(&self, connection: &mut Connection, version: &str, encoding: &str) {
        let form = connection.get(&format!("/s/{}", self.token), encoding).await;
        assert_eq!(form.status, 200, "{}", form.text);
        let shown = if encoding.is_empty() { version_in(&form.text) } else { version.to_owned() };
        self.answer(connection, &shown).await;
        let thanks = connection.get(&format!("/s/{}/thanks", self.token), encoding).await;
        assert_eq!(thanks.status, 200, "{}", thanks.text);
    }
}

fn version_in(page: &str) -> String {
    let mark = "name=\"version\" value=\"";
    let rest = &page[page.find(mark).expect("a hidden version") + mark.len()..];
    rest[..rest.find('"').expect("its end")].to_owned()
}
