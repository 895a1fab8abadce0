//! A file as one stream of UTF-8 with plain line ends, whatever it was packed in or written with; constant memory.

use std::{
    fs::File,
    io::{self, Cursor, Read},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use encoding_rs::{CoderResult, Decoder, UTF_16BE, UTF_16LE, WINDOWS_1251};
use flate2::read::MultiGzDecoder;

/// Bytes read at once; also what the encoding is judged by.
const CHUNK: usize = 64 * 1024;

/// A row longer than this is taken for a quote left open, so that memory stays constant.
pub const ROW_LIMIT: u64 = 16 * 1024 * 1024;

/// Stands behind the last byte on a line of its own. Where it turns up inside a cell, a quote was never closed.
pub const END: &[u8] = b"\x01end of file\x01";

/// How the file is written; rejects are given back with the same mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    /// Nothing but ASCII so far.
    Undecided,
    Utf8,
    Other,
}

/// The decoded stream.
pub struct Source {
    inner: Box<dyn Read + Send>,
    encoding: Encoding,
    decoder: Option<Decoder>,
    /// Whether the file began with a byte order mark.
    marked: bool,
    first: bool,
    raw: Vec<u8>,
    ready: Vec<u8>,
    taken: usize,
    after_return: bool,
    ended: bool,
    /// Bytes of the file itself read so far, packed as they are.
    position: Arc<AtomicU64>,
    delivered: u64,
    /// The row now read must end before this byte.
    limit: Arc<AtomicU64>,
}

impl Source {
    /// Opens a file, or standard input for `-`; unpacks gzip by its magic bytes. Answers also the size, where known.
    ///
    /// # Errors
    /// When the file can't be opened.
    pub fn open(path: &Path) -> io::Result<(Self, Option<u64>)> {
        if path.as_os_str() == "-" {
            return Ok((Self::new(io::stdin())?, None));
        }
        let file = File::open(path)?;
        let about = file.metadata()?;
        if about.is_dir() {
            return Err(io::Error::from(io::ErrorKind::IsADirectory));
        }
        Ok((Self::new(file)?, about.is_file().then_some(about.len())))
    }

    /// The stream of any bytes.
    ///
    /// # Errors
    /// When the first bytes can't be read.
    pub fn new(bytes: impl Read + Send + 'static) -> io::Result<Self> {
        let position = Arc::new(AtomicU64::new(0));
        let mut counted = Counted { inner: bytes, position: Arc::clone(&position) };
        let mut magic = Vec::with_capacity(2);
        counted.by_ref().take(2).read_to_end(&mut magic)?;
        let packed = magic == [0x1f, 0x8b];
        let whole = Cursor::new(magic).chain(counted);
        let inner: Box<dyn Read + Send> =
            if packed { Box::new(MultiGzDecoder::new(whole)) } else { Box::new(whole) };
        Ok(Self {
            inner,
            encoding: Encoding::Undecided,
            decoder: None,
            marked: false,
            first: true,
            raw: Vec::with_capacity(CHUNK),
            ready: Vec::with_capacity(CHUNK),
            taken: 0,
            after_return: false,
            ended: false,
            position,
            delivered: 0,
            limit: Arc::new(AtomicU64::new(ROW_LIMIT)),
        })
    }

    /// Bytes of the file itself read so far.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.position.load(Ordering::Relaxed)
    }

    /// Tells that a row ended here: the next may be [`ROW_LIMIT`] long.
    pub fn row_ended(&self) {
        self.limit.store(self.delivered + ROW_LIMIT, Ordering::Relaxed);
    }

    /// Whether spreadsheets need a byte order mark to read the rejects of this file rightly.
    #[must_use]
    pub fn wants_mark(&self) -> bool {
        self.marked || self.encoding == Encoding::Other
    }

    /// What comes next, without taking it; empty at the end.
    ///
    /// # Errors
    /// When the file can't be read.
    pub fn peek(&mut self) -> io::Result<&[u8]> {
        while self.taken == self.ready.len() && !self.ended {
            self.fill()?;
        }
        Ok(self.ready.get(self.taken..).unwrap_or_default())
    }

    fn fill(&mut self) -> io::Result<()> {
        self.raw.clear();
        let chunk = u64::try_from(CHUNK).unwrap_or(u64::MAX);
        self.inner.by_ref().take(chunk).read_to_end(&mut self.raw)?;
        self.ready.clear();
        self.taken = 0;
        self.ended = self.raw.is_empty();
        let raw = std::mem::take(&mut self.raw);
        let text = self.without_mark(&raw);
        if self.encoding == Encoding::Undecided && !text.is_ascii() {
            self.encoding = judge(text);
            if self.encoding == Encoding::Other {
                self.decoder = Some(WINDOWS_1251.new_decoder_without_bom_handling());
            }
        }
        match self.decoder.take() {
            Some(mut decoder) => {
                let text = decode(&mut decoder, text, self.ended);
                self.decoder = Some(decoder);
                self.append(text.as_bytes());
            }
            None => self.append(text),
        }
        self.raw = raw;
        if self.ended {
            self.ready.push(b'\n');
            self.ready.extend_from_slice(END);
        }
        Ok(())
    }

    /// Takes the byte order mark off the first chunk, and believes it.
    fn without_mark<'a>(&mut self, raw: &'a [u8]) -> &'a [u8] {
        if !std::mem::take(&mut self.first) {
            return raw;
        }
        let (rest, encoding, decoder) = match raw {
            [0xef, 0xbb, 0xbf, rest @ ..] => (rest, Encoding::Utf8, None),
            [0xff, 0xfe, rest @ ..] => {
                (rest, Encoding::Other, Some(UTF_16LE.new_decoder_without_bom_handling()))
            }
            [0xfe, 0xff, rest @ ..] => {
                (rest, Encoding::Other, Some(UTF_16BE.new_decoder_without_bom_handling()))
            }
            _ => return raw,
        };
        (self.encoding, self.decoder, self.marked) = (encoding, decoder, true);
        rest
    }

    /// Takes over decoded bytes with CRLF and CR as LF, so that lines are counted alike everywhere.
    fn append(&mut self, text: &[u8]) {
        if !self.after_return && !text.contains(&b'\r') {
            self.ready.extend_from_slice(text);
            return;
        }
        for &byte in text {
            match byte {
                b'\r' => self.ready.push(b'\n'),
                b'\n' if self.after_return => {}
                byte => self.ready.push(byte),
            }
            self.after_return = byte == b'\r';
        }
    }
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.delivered > self.limit.load(Ordering::Relaxed) {
            return Err(io::Error::other(format!(
                "a row of more than {} MB: is a quote left open?",
                ROW_LIMIT / (1024 * 1024)
            )));
        }
        let count = self.peek()?.read(buffer)?;
        self.taken += count;
        self.delivered += u64::try_from(count).unwrap_or_default();
        Ok(count)
    }
}

/// Counts what is read of the file itself.
struct Counted<R> {
    inner: R,
    position: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.position.fetch_add(u64::try_from(count).unwrap_or_default(), Ordering::Relaxed);
        Ok(count)
    }
}

/// UTF-8 or Windows-1251, by the first chunk that is not plain ASCII.
///
/// More sound UTF-8 sequences than broken bytes is UTF-8 with some broken rows, which are rejected one by one:
/// Russian text in Windows-1251 holds next to no pair of bytes that happens to be UTF-8.
fn judge(chunk: &[u8]) -> Encoding {
    let (mut sound, mut broken) = (0_usize, 0_usize);
    for part in chunk.utf8_chunks() {
        sound += part.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!part.invalid().is_empty());
    }
    // A sequence cut by the end of the chunk looks broken once.
    if sound + 1 > broken && !(sound == 0 && broken > 0) { Encoding::Utf8 } else { Encoding::Other }
}

fn decode(decoder: &mut Decoder, mut bytes: &[u8], last: bool) -> String {
    let room = decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(CHUNK);
    let mut text = String::with_capacity(room);
    loop {
        let (result, read, _) = decoder.decode_to_string(bytes, &mut text, last);
        bytes = bytes.get(read..).unwrap_or_default();
        match result {
            CoderResult::InputEmpty => return text,
            CoderResult::OutputFull => text.reserve(CHUNK),
        }
    }
}
