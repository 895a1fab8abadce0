//! Walls of the house: which folder may name which crate and which room, and how a file begins and ends.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Every Rust file under a folder of the repository, by its path from there.
pub fn rust_files(folder: &str) -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    walk(&root.join(folder), &mut found);
    found.sort();
    let read = |path: PathBuf| {
        let name = path.strip_prefix(root).expect("inside").to_str().expect("UTF-8").to_owned();
        (name, fs::read_to_string(&path).expect("text"))
    };
    found.into_iter().map(read).collect()
}

/// The code of a file: no comments, no words in quotes, so that talking of a crate is not naming it.
fn code(source: &str) -> String {
    source
        .lines()
        .map(|line| line.trim_start())
        .filter(|line| !line.starts_with("//"))
        .map(|line| {
            let mut inside = false;
            line.chars()
                .filter(|letter| {
                    if *letter == '"' {
                        inside = !inside;
                    }
                    !inside
                })
                .collect::<String>()
        })
        .collect::<Vec<_>>()
        .join("\n")
}

/// Whether code names a crate or module as a path: `diesel::…`, `use diesel;`.
fn names(code: &str, name: &str) -> bool {
    let word = |letter: char| letter.is_alphanumeric() || letter == '_';
    code.match_indices(name).any(|(at, _)| {
        let before = code[..at].chars().next_back().is_some_and(|letter| word(letter) || letter == '.');
        let after = &code[at + name.len()..];
        !before && (after.starts_with("::") || after.starts_with(';') || after.starts_with(" as "))
    })
}

/// The rooms of this crate that a file names: `crate::store`, and those in `use crate::{store::…, web::…}`.
fn rooms(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    let word = |text: &str| {
        text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect::<String>()
    };
    for (at, _) in code.match_indices("crate::") {
        if code[..at].ends_with('$') {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        let Some(group) = rest.strip_prefix('{') else {
            found.push(word(rest));
            continue;
        };
        let mut depth = 0;
        let mut start = true;
        for (at, letter) in group.char_indices() {
            match letter {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => start = true,
                letter if start && !letter.is_whitespace() => {
                    found.push(word(&group[at..]));
                    start = false;
                }
                _ => {}
            }
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

/// A crate, the only places that may name it, and why.
const CRATES: &[(&str, &[&str], &str)] = &[
    ("diesel", &["src/store/"], "SQL lives in one room, so that a change of schema has one place to look"),
    (
        "diesel_async",
        &["src/store/"],
        "SQL lives in one room, so that a change of schema has one place to look",
    ),
    ("diesel_migrations", &["src/store/"], "migrations run through the store alone"),
    (
        "tokio_postgres",
        &["src/store/", "src/postgres/"],
        "SQL is in the store; the private cluster only asks whether it answers",
    ),
    ("actix_web", &["src/web/"], "rules, actions and jobs run without a web server"),
    ("tracing_actix_web", &["src/web/"], "rules, actions and jobs run without a web server"),
    ("maud", &["src/web/", "src/mail/"], "pages and letters are drawn in their rooms"),
    ("lettre", &["src/mail/post/"], "letters leave by one door"),
    ("plotters", &["src/web/ui/chart/"], "pictures are drawn in one place"),
    ("qrcode", &["src/web/sheet/"], "codes are drawn in one place"),
    ("governor", &["src/web/"], "limits are the edge's"),
    ("argon2", &["src/actions/passwords.rs"], "one place knows what a password costs"),
    ("clap", &["src/cli/", "src/main.rs"], "what is typed at a prompt is read at the edge"),
];

/// A room, what it may not name, and why.
const ROOMS: &[(&str, &[&str], &str)] = &[
    (
        "src/domain/",
        &["actions", "cli", "config", "demo", "jobs", "mail", "postgres", "store", "t", "web", "words"],
        "rules are pure: what they need comes in",
    ),
    (
        "src/store/",
        &["actions", "cli", "config", "demo", "jobs", "mail", "postgres", "web", "words"],
        "the store keeps; it decides and shows nothing",
    ),
    ("src/actions/", &["cli", "jobs", "web"], "a deed is the same whoever asks for it"),
    (
        "src/reports/",
        &["actions", "cli", "config", "demo", "jobs", "mail", "postgres", "web"],
        "page, file and command get the same figures, whoever asks",
    ),
    (
        "src/mail/",
        &["actions", "cli", "demo", "jobs", "store", "web"],
        "composing and posting know no database",
    ),
    ("src/jobs/", &["cli", "demo", "web"], "jobs run without pages"),
    ("src/web/", &["cli", "demo", "jobs", "postgres"], "pages start no processes and run no jobs"),
    (
        "src/demo/",
        &["actions", "cli", "config", "jobs", "mail", "postgres", "web"],
        "the company is made up without I/O",
    ),
    (
        "src/words/",
        &["actions", "cli", "demo", "jobs", "mail", "postgres", "store", "web"],
        "words know languages only",
    ),
    (
        "src/postgres/",
        &["actions", "cli", "demo", "jobs", "mail", "store", "web", "words"],
        "the private cluster knows no tables",
    ),
];

/// Crates and calls that pure rooms do not know.
const IMPURE: &[&str] = &[
    "tokio",
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "Utc::now",
    "Local::now",
    "SystemTime",
    "Instant::now",
    "rand",
    "reqwest",
    "tracing",
];

/// Files longer than [`LONGEST`], each with its reason.
const LONG_FILES: &[(&str, &str)] =
    &[("src/store/schema.rs", "as `diesel print-schema` writes it: a table after the other")];
const LONGEST: usize = 500;

#[test]
fn a_crate_is_named_only_in_its_rooms() {
    let mut broken = Vec::new();
    for (path, source) in rust_files("src") {
        let code = code(&source);
        for (name, places, why) in CRATES {
            if names(&code, name) && !places.iter().any(|place| path.starts_with(place)) {
                broken.push(format!("{path} names {name}, which belongs to {places:?}: {why}"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn nothing_points_back_up() {
    let mut broken = Vec::new();
    for (path, source) in rust_files("src") {
        let found = rooms(&code(&source));
        for (place, forbidden, why) in ROOMS.iter().filter(|(place, _, _)| path.starts_with(place)) {
            for name in found.iter().filter(|name| forbidden.contains(&name.as_str())) {
                broken.push(format!("{path} names {name}, and {place} must not: {why}"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn rules_read_no_clock_and_do_no_io() {
    let mut broken = Vec::new();
    for (path, source) in rust_files("src/domain").into_iter().chain(rust_files("src/demo")) {
        let code = code(&source);
        for name in IMPURE.iter().filter(|name| code.contains(**name)) {
            let called = code.contains(&format!("{name}::")) || code.contains(&format!("{name}("));
            if called && (names(&code, name) || code.contains(&format!("{name}("))) {
                broken.push(format!(
                    "{path} uses {name}: values and `now` come in, so that a rule can be tested"
                ));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_file_says_first_what_lives_in_it() {
    let silent: Vec<String> = rust_files("src")
        .into_iter()
        .chain(rust_files("tests"))
        .filter(|(path, source)| !source.starts_with("//!") && path != "src/store/schema.rs")
        .map(|(path, _)| path)
        .collect();
    assert!(silent.is_empty(), "begin with one `//!` sentence: {silent:?}");
}

#[test]
fn no_file_grows_past_reading() {
    let mut broken = Vec::new();
    for (path, source) in rust_files("src") {
        let lines = source.lines().count();
        let excepted = LONG_FILES.iter().any(|(name, _)| *name == path);
        match (lines > LONGEST, excepted) {
            (true, false) => broken.push(format!("{path} has {lines} lines: look for the seam")),
            (false, true) => broken.push(format!("{path} is short now: take it off the list of long files")),
            _ => {}
        }
    }
    for (name, _) in LONG_FILES {
        if !Path::new(env!("CARGO_MANIFEST_DIR")).join(name).exists() {
            broken.push(format!("{name} is gone: take it off the list of long files"));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_walls_see_what_is_named() {
    assert!(names("use diesel::prelude::*;", "diesel"));
    assert!(!names("use diesel_async::X;", "diesel"));
    assert!(!names(&code("// diesel::x\nlet a = \"diesel::x\";"), "diesel"));
    assert_eq!(rooms("use crate::{config::Config, store::{a, b}, web};"), ["config", "store", "web"]);
    assert_eq!(rooms("crate::domain::x(); $crate::words::y()"), ["domain"]);
}
