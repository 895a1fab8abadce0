//! Files of complaints: which are taken, by what their bytes are, and how many; under what name they are kept.

use super::text;

/// The most bytes of one file.
pub const LARGEST_FILE: usize = 10 << 20;
/// The most bytes that come to one complaint within a day: of all staff together, and of its customer.
pub const LARGEST_DAY: usize = 25 << 20;
/// The most files at once, of one form or of one letter that came in.
pub const MOST_AT_ONCE: usize = 10;
/// The most bytes of files that go out with one letter: in a message they grow by a third, and few mail servers take
/// more than 20 to 25 MB.
pub const LARGEST_LETTER: usize = 15 << 20;
/// The longest name, in characters.
pub const LONGEST_NAME: usize = 200;

/// Files whose text a browser or a shell would run, by the first words of it.
const RUN: [&[u8]; 11] = [
    b"#!",
    b"<!doctype",
    b"<html",
    b"<head",
    b"<body",
    b"<script",
    b"<svg",
    b"<?xml",
    b"<?php",
    b"<iframe",
    b"@echo off",
];
/// How far into a text those are looked for.
const RUN_WITHIN: usize = 1024;
/// Endings of archives that are programs.
const PROGRAMS: [&str; 10] = ["jar", "apk", "aab", "war", "ear", "xpi", "crx", "appx", "msix", "vsix"];
/// Entries of an archive that are looked at by name; a document has far fewer.
const MOST_ENTRIES: usize = 20_000;

/// What a file is, as found in its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A document to print.
    Pdf,
    /// A photograph.
    Jpeg,
    /// A picture.
    Png,
    /// A picture.
    Webp,
    /// A photograph of a phone.
    Heic,
    /// A picture, moving or not.
    Gif,
    /// Plain words.
    Text,
    /// A table in plain words.
    Csv,
    /// A document of Office Open XML.
    Docx,
    /// A table of Office Open XML.
    Xlsx,
    /// A document of OpenDocument.
    Odt,
    /// An archive; what is in it stays in it.
    Zip,
}

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// There is nothing in it.
    Empty,
    /// Over [`LARGEST_FILE`].
    TooLarge,
    /// One after [`MOST_AT_ONCE`].
    TooMany,
    /// With it the day would pass [`LARGEST_DAY`].
    DayFull,
    /// It is of no kind that is taken.
    Kind,
    /// A document with a program in it.
    Macros,
}

impl Refused {
    /// A reason by its code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        let all = [Self::Empty, Self::TooLarge, Self::TooMany, Self::DayFull, Self::Kind, Self::Macros];
        all.into_iter().find(|one| one.code() == code)
    }

    /// The code that leads to its words.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLarge => "too-large",
            Self::TooMany => "too-many",
            Self::DayFull => "day-full",
            Self::Kind => "kind",
            Self::Macros => "macros",
        }
    }
}

impl Kind {
    /// The media type under which it is kept (IANA).
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Heic => "image/heic",
            Self::Gif => "image/gif",
            Self::Text => "text/plain",
            Self::Csv => "text/csv",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Zip => "application/zip",
        }
    }

    /// The endings of names that it may have, its own first.
    #[must_use]
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Jpeg => &["jpg", "jpeg", "jfif"],
            Self::Png => &["png"],
            Self::Webp => &["webp"],
            Self::Heic => &["heic", "heif"],
            Self::Gif => &["gif"],
            Self::Text => &["txt"],
            Self::Csv => &["csv"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Odt => &["odt"],
            Self::Zip => &["zip"],
        }
    }

    /// What a file is, by its bytes; of plain words the ending of the name tells a text from a table.
    ///
    /// Signatures: PDF 32000-1 7.5.2; ISO 10918-1 B.1.1.3 (`FF D8 FF`); PNG 5.2; RFC 9649 2.4 (WebP);
    /// ISO/IEC 23008-12 (brands of HEIF); GIF89a 17; PKWARE APPNOTE 4.3; OpenDocument 1.3 part 2, 3.3.
    ///
    /// # Errors
    /// [`Refused::Kind`] or [`Refused::Macros`].
    pub fn of(name: &str, bytes: &[u8]) -> Result<Self, Refused> {
        let within = |at: usize, mark: &[u8]| bytes.get(at..).is_some_and(|rest| rest.starts_with(mark));
        let ending = ending(name);
        if within(0, b"PK\x03\x04") {
            return archive(&ending, bytes);
        }
        if within(0, b"%PDF-") {
            return Ok(Self::Pdf);
        }
        if within(0, b"\xff\xd8\xff") {
            return Ok(Self::Jpeg);
        }
        if within(0, b"\x89PNG\r\n\x1a\n") {
            return Ok(Self::Png);
        }
        if within(0, b"RIFF") && within(8, b"WEBP") {
            return Ok(Self::Webp);
        }
        if within(0, b"GIF87a") || within(0, b"GIF89a") {
            return Ok(Self::Gif);
        }
        let brands: [&[u8]; 7] = [b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1"];
        if within(4, b"ftyp") && brands.iter().any(|brand| within(8, brand)) {
            return Ok(Self::Heic);
        }
        match ending.as_str() {
            "txt" if is_plain(bytes) => Ok(Self::Text),
            "csv" if is_plain(bytes) => Ok(Self::Csv),
            _ => Err(Refused::Kind),
        }
    }
}

/// A file that may be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// As it is kept and shown.
    pub name: String,
    /// What it is.
    pub kind: Kind,
}

/// Judges files that came together, in their order; `today` are the bytes that came from the same side within a day.
#[must_use]
pub fn judge<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a [u8])>,
    today: usize,
) -> Vec<Result<Accepted, Refused>> {
    let mut day = today;
    let mut taken = 0;
    let judged = files.into_iter().map(|(name, bytes)| {
        let accepted = accept(name, bytes)?;
        if taken == MOST_AT_ONCE {
            return Err(Refused::TooMany);
        }
        if day.saturating_add(bytes.len()) > LARGEST_DAY {
            return Err(Refused::DayFull);
        }
        taken += 1;
        day += bytes.len();
        Ok(accepted)
    });
    judged.collect()
}

fn accept(name: &str, bytes: &[u8]) -> Result<Accepted, Refused> {
    if bytes.is_empty() {
        return Err(Refused::Empty);
    }
    if bytes.len() > LARGEST_FILE {
        return Err(Refused::TooLarge);
    }
    let kind = Kind::of(name, bytes)?;
    Ok(Accepted { name: kept_name(name, kind), kind })
}

/// The name to show of a file, whatever somebody called it: the last part of a path, on one line, without characters
/// that control, reverse or hide text, or mean something to a file system.
#[must_use]
pub fn clean_name(claimed: &str) -> String {
    let bare = claimed.rsplit(['/', '\\']).next().unwrap_or_default();
    let tame: String = bare.chars().filter(|letter| !is_hidden(*letter)).collect();
    let tame = tame.replace(['"', '<', '>', ':', '|', '?', '*'], "_");
    text::one_line(tame.trim_matches(|letter: char| letter == '.' || letter.is_whitespace()), LONGEST_NAME)
}

/// The name that a file is kept under: it ends as its kind does, so that no system takes it for a program.
fn kept_name(claimed: &str, kind: Kind) -> String {
    let name = clean_name(claimed);
    let own = kind.endings().first().copied().unwrap_or_default();
    if name.is_empty() {
        return format!("file.{own}");
    }
    if kind.endings().contains(&ending(&name).as_str()) {
        return name;
    }
    let room = LONGEST_NAME.saturating_sub(own.len() + 1);
    format!("{}.{own}", text::one_line(&name, room))
}

/// Zero width, reversing and other formatting characters (Unicode general category Cf, and the line separators).
fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

fn ending(name: &str) -> String {
    let bare: String = name.chars().filter(|letter| !is_hidden(*letter)).collect();
    match bare.trim().rsplit_once('.') {
        Some((_, ending)) => ending.to_lowercase(),
        None => String::new(),
    }
}

/// Words in UTF-8 or an eight-bit code: no control characters, and nothing that asks to be run.
fn is_plain(bytes: &[u8]) -> bool {
    let controls = bytes.iter().any(|byte| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c));
    let start = bytes.get(..bytes.len().min(RUN_WITHIN)).unwrap_or_default().to_ascii_lowercase();
    !controls && !RUN.iter().any(|mark| start.windows(mark.len()).any(|window| window == *mark))
}

/// What an archive is by the names in it; nothing is unpacked.
fn archive(ending: &str, bytes: &[u8]) -> Result<Kind, Refused> {
    // A document says what it is in its first entry, which is not packed.
    let mark = b"mimetypeapplication/vnd.oasis.opendocument.text";
    let is_text = bytes.get(30..).is_some_and(|rest| rest.starts_with(mark))
        && !bytes.get(30 + mark.len()..).is_some_and(|rest| rest.starts_with(b"-"));
    let names = entries(bytes).ok_or(Refused::Kind)?;
    let begins = |mark: &[u8]| names.iter().any(|name| name.starts_with(mark));
    let is_office = begins(b"[Content_Types].xml");
    let programs = names.iter().any(|name| name.to_ascii_lowercase().ends_with(b"vbaproject.bin"));
    if (is_office && programs) || (is_text && (begins(b"Basic/") || begins(b"Scripts/"))) {
        return Err(Refused::Macros);
    }
    if matches!(ending, "docm" | "dotm" | "xlsm" | "xltm" | "xlam" | "pptm" | "xlsb") {
        return Err(Refused::Macros);
    }
    match () {
        () if is_text => Ok(Kind::Odt),
        () if is_office && begins(b"word/") => Ok(Kind::Docx),
        () if is_office && begins(b"xl/") => Ok(Kind::Xlsx),
        () if is_office || begins(b"META-INF/MANIFEST.MF") || PROGRAMS.contains(&ending) => {
            Err(Refused::Kind)
        }
        () => Ok(Kind::Zip),
    }
}

/// The names in the central directory of an archive (APPNOTE 4.3.12, 4.3.16); none where it is broken off.
fn entries(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let number = |at: usize, length: usize| {
        let field = bytes.get(at..at.checked_add(length)?)?;
        Some(field.iter().rev().fold(0_usize, |sum, byte| (sum << 8) | usize::from(*byte)))
    };
    // The record of the end has a comment of 65,535 bytes at most behind it.
    let from = bytes.len().saturating_sub(22 + 65_535);
    let tail = bytes.get(from..)?;
    let end = from + tail.windows(4).rposition(|window| window == b"PK\x05\x06")?;
    let mut at = number(end + 16, 4)?;
    let mut names = Vec::new();
    while bytes.get(at..)?.starts_with(b"PK\x01\x02") && names.len() < MOST_ENTRIES {
        let length = number(at + 28, 2)?;
        let next = at + 46 + length + number(at + 30, 2)? + number(at + 32, 2)?;
        names.push(bytes.get(at + 46..at + 46 + length)?);
        at = next;
    }
    Some(names)
}
