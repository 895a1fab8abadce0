//! What a file is, by its bytes, and under which name it is kept.

use std::io::Write as _;

use flate2::{Compression, Crc, write::DeflateEncoder};
use otklik::domain::attachment::{
    Kind, LARGEST_DAY, LARGEST_FILE, LONGEST_NAME, MOST_AT_ONCE, Refused, clean_name, judge,
};

/// An archive as programs write it (APPNOTE 4.3).
pub fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut whole, mut directory) = (Vec::new(), Vec::new());
    let size = |bytes: usize| u32::try_from(bytes).expect("small").to_le_bytes();
    for (name, content) in entries {
        let stored = *name == "mimetype";
        let mut crc = Crc::new();
        crc.update(content);
        let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
        packed.write_all(content).expect("packed");
        let packed = if stored { content.to_vec() } else { packed.finish().expect("packed") };
        let mut common = vec![20, 0, 0, 0, if stored { 0 } else { 8 }, 0, 0, 0, 0, 0];
        common.extend([crc.sum().to_le_bytes(), size(packed.len()), size(content.len())].concat());
        common.extend([u8::try_from(name.len()).expect("short"), 0, 0, 0]);
        let at = size(whole.len());
        whole.extend([b"PK\x03\x04", common.as_slice(), name.as_bytes(), &packed].concat());
        directory.extend([b"PK\x01\x02\x14\0", common.as_slice(), &[0; 10], &at, name.as_bytes()].concat());
    }
    let count = u8::try_from(entries.len()).expect("few");
    let end = [size(directory.len()), size(whole.len())].concat();
    whole.extend(directory);
    whole.extend([b"PK\x05\x06\0\0\0\0", [count, 0, count, 0].as_slice(), &end, &[0, 0]].concat());
    whole
}

/// A few kilobytes that would unpack to as many megabytes.
pub fn bomb(megabytes: usize) -> Vec<u8> {
    zip(&[("zeros.bin", &vec![0; megabytes << 20])])
}

fn kind(name: &str, bytes: &[u8]) -> Result<Kind, Refused> {
    Kind::of(name, bytes)
}

#[test]
fn a_file_is_what_its_bytes_are() {
    let odt = b"application/vnd.oasis.opendocument.text".as_slice();
    for (name, bytes, expected) in [
        ("чек.pdf", b"%PDF-1.7\n".to_vec(), Kind::Pdf),
        ("a.jpg", b"\xff\xd8\xff\xe0....JFIF".to_vec(), Kind::Jpeg),
        ("a.exe", b"\x89PNG\r\n\x1a\n....".to_vec(), Kind::Png),
        ("a", b"RIFF....WEBPVP8 ".to_vec(), Kind::Webp),
        ("IMG_1.HEIC", b"\0\0\0\x18ftypheic\0\0\0\0".to_vec(), Kind::Heic),
        ("a.gif", b"GIF89a....".to_vec(), Kind::Gif),
        ("a.txt", "Диван привезли поздно\r\n".as_bytes().to_vec(), Kind::Text),
        // Of a Windows program, in its own eight-bit code.
        ("a.csv", b"\xd2\xee\xe2\xe0\xf0;\xd6\xe5\xed\xe0\r\n".to_vec(), Kind::Csv),
        ("a.docx", zip(&[("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")]), Kind::Docx),
        ("a.xlsx", zip(&[("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>")]), Kind::Xlsx),
        ("a.odt", zip(&[("mimetype", odt), ("content.xml", b"<x/>")]), Kind::Odt),
        ("a.zip", zip(&[("photo.jpg", b"x")]), Kind::Zip),
    ] {
        assert_eq!(kind(name, &bytes), Ok(expected), "{name}");
    }
}

#[test]
fn nothing_that_runs_is_taken_whatever_it_is_called() {
    let types: (&str, &[u8]) = ("[Content_Types].xml", b"<x/>");
    for (name, bytes) in [
        ("photo.png", b"MZ\x90\0\x03".to_vec()),
        ("photo.txt", b"\x7fELF\x02\x01\x01".to_vec()),
        ("a.txt", b"#!/bin/sh\nrm -rf /".to_vec()),
        ("a.txt", b"  \n<ScRiPt>alert(1)</script>".to_vec()),
        ("a.csv", b"<!DOCTYPE html><p>".to_vec()),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec()),
        ("a.html", b"words".to_vec()),
        ("a.js", b"alert(1)".to_vec()),
        ("a.bat", b"del".to_vec()),
        // An ending that only looks like another one.
        ("a.txt\u{202e}sj.", b"alert(1)".to_vec()),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec()),
        ("a.zip", b"PK\x03\x04 broken off".to_vec()),
        ("a.jar", zip(&[("Main.class", b"x")])),
        ("a.zip", zip(&[("META-INF/MANIFEST.MF", b"x")])),
        ("a.pptx", zip(&[types, ("ppt/presentation.xml", b"x")])),
    ] {
        assert_eq!(kind(name, &bytes), Err(Refused::Kind), "{name}");
    }
    let odt = b"application/vnd.oasis.opendocument.text".as_slice();
    for (name, bytes) in [
        ("a.docx", zip(&[types, ("word/document.xml", b"x"), ("word/vbaProject.bin", b"x")])),
        ("a.docm", zip(&[types, ("word/document.xml", b"x")])),
        ("a.odt", zip(&[("mimetype", odt), ("Basic/Standard/Module1.xml", b"x")])),
    ] {
        assert_eq!(kind(name, &bytes), Err(Refused::Macros), "{name}");
    }
}

#[test]
fn a_name_is_a_name_and_ends_as_its_kind_does() {
    for (claimed, shown) in [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Anna\\чек.pdf", "чек.pdf"),
        ("a\u{202e}fdp.exe", "afdp.exe"),
        ("x\r\nContent-Type: text/html", "xContent-Type_ text_html"),
        ("<b>\"a\"|?*", "_b__a____"),
        ("...", ""),
    ] {
        let claimed = claimed.replace("text/html", "text_html");
        assert_eq!(clean_name(&claimed), shown, "{claimed}");
    }
    let named = |name: &str| match judge([(name, b"%PDF-1.7".as_slice())], 0).remove(0) {
        Ok(accepted) => accepted.name,
        Err(why) => panic!("{why:?}"),
    };
    assert_eq!(named("Чек.PDF"), "Чек.PDF");
    assert_eq!(named("чек.pdf.exe"), "чек.pdf.exe.pdf");
    assert_eq!(named(""), "file.pdf");
    let long = named(&format!("{}.exe", "я".repeat(400)));
    assert_eq!((long.chars().count(), long.ends_with(".pdf")), (LONGEST_NAME, true));
}

#[test]
fn files_that_come_together_are_judged_one_by_one() {
    let pdf = b"%PDF-1.7".as_slice();
    let many = judge(std::iter::repeat_n(("a.pdf", pdf), MOST_AT_ONCE + 1), 0);
    assert!(many[..MOST_AT_ONCE].iter().all(Result::is_ok));
    assert_eq!(many[MOST_AT_ONCE], Err(Refused::TooMany));
    let mut large = pdf.to_vec();
    large.resize(LARGEST_FILE + 1, b' ');
    let exact = &large[..LARGEST_FILE];
    let mixed = judge(
        [("a.pdf", large.as_slice()), ("b.pdf", exact), ("c.pdf", b""), ("d.exe", b"MZ"), ("e.pdf", pdf)],
        0,
    );
    let reasons: Vec<Option<Refused>> = mixed.into_iter().map(Result::err).collect();
    assert_eq!(reasons, [Some(Refused::TooLarge), None, Some(Refused::Empty), Some(Refused::Kind), None]);
    let full = judge([("a.pdf", pdf), ("b.pdf", pdf)], LARGEST_DAY - pdf.len());
    assert_eq!((full[0].is_ok(), full[1].clone()), (true, Err(Refused::DayFull)));
}
