//! Words: both languages say the same things, nothing that the program says is missing, nothing is written for nobody.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use fluent_bundle::FluentResource;
use otklik::domain::{
    complaint::State, incoming, language::Language, outcome::Told, remedy::Remedy, role::Role,
    severity::Severity,
};

use super::walls::rust_files;

/// Latin words that Russian readers expect as they are.
const LATIN: &[&str] = &[
    // Analyses of customers by their usual letters.
    "ABC",
    "CRR",
    "LTV",
    "RFM",
    "XYZ",
    "NPS",
    "Shift",
    "Shift+j",
    "shift",
    "Ctrl",
    "Enter",
    "Esc",
    "CSV",
    "XLSX",
    "HTML",
    "SMTP",
    "QR",
    "PNG",
    "JPEG",
    "WebP",
    "SVG",
    "PDF",
    "URL",
    "Ctrl",
    "Ctrl-C",
    "Enter",
    "Esc",
    "otklik",
    "demo",
    "Otklik",
    "English",
    "PostgreSQL",
    "SQL",
    "UTC",
    "ID",
    "id",
    "eml",
    "e-mail",
];

/// Messages that need not take the same in both languages, and why.
const UNEVEN: &[(&str, &str)] = &[
    ("month-of-date", "only Russian has another form of the month in a date"),
    ("company", "only Russian quotes the name of a company"),
];

/// A message: its text, and the names that it takes.
#[derive(Debug, PartialEq, Eq)]
struct Message {
    file: String,
    text: String,
    takes: BTreeSet<String>,
}

fn files(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found: Vec<(String, String)> = fs::read_dir(&root)
        .expect("a folder of words")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "ftl"))
        .map(|path| {
            let name = path.file_name().expect("a name").to_str().expect("UTF-8").to_owned();
            (name, fs::read_to_string(path).expect("text"))
        })
        .collect();
    found.sort();
    found
}

/// The messages of one file, in order; a message may be there twice.
fn messages(file: &str, source: &str) -> Vec<(String, Message)> {
    let mut found: Vec<(String, Message)> = Vec::new();
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        let id = line.split_once('=').map(|(id, _)| id.trim()).filter(|id| {
            line.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '-')
                && id.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_')
        });
        if let Some(id) = id {
            let text = line.split_once('=').map_or("", |(_, text)| text).to_owned();
            let message = Message { file: file.to_owned(), text, takes: BTreeSet::new() };
            found.push((id.to_owned(), message));
        } else if let Some((_, message)) = found.last_mut() {
            message.text.push('\n');
            message.text.push_str(line);
        }
    }
    for (_, message) in &mut found {
        message.takes = message
            .text
            .match_indices('$')
            .map(|(at, _)| {
                let name = &message.text[at + 1..];
                name.chars().take_while(|letter| letter.is_alphanumeric() || "-_".contains(*letter)).collect()
            })
            .collect();
    }
    found
}

/// Every message of a language of the pages.
fn language(code: &str) -> BTreeMap<String, Message> {
    files(&format!("templates/locales/{code}"))
        .iter()
        .flat_map(|(name, source)| messages(name, source))
        .collect()
}

/// A call of `t!` with a key in quotes: where, the key, the names given.
struct Call {
    path: String,
    key: String,
    gives: BTreeSet<String>,
}

fn calls() -> Vec<Call> {
    let mut found = Vec::new();
    for (path, source) in rust_files("src") {
        let source: String = source
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .flat_map(|line| [line, "\n"])
            .collect();
        for (at, _) in source.match_indices("t!(") {
            if source[..at].ends_with(|letter: char| letter.is_alphanumeric() || letter == '_') {
                continue;
            }
            let parts = arguments(&source[at + "t!(".len()..]);
            let key =
                parts.get(1).and_then(|key| key.strip_prefix('"')).and_then(|key| key.strip_suffix('"'));
            let Some(key) = key else { continue };
            let gives = parts
                .iter()
                .skip(2)
                .filter_map(|part| part.split_once('='))
                .map(|(name, _)| name.trim().to_owned())
                .collect();
            found.push(Call { path: path.clone(), key: key.to_owned(), gives });
        }
    }
    found
}

/// The arguments of a call, up to its closing bracket.
fn arguments(rest: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let (mut depth, mut quoted, mut escaped) = (0, false, false);
    for letter in rest.chars() {
        match letter {
            '"' if !escaped => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted && depth == 0 => break,
            ')' | ']' | '}' if !quoted => depth -= 1,
            ',' if !quoted && depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        escaped = letter == '\\' && !escaped;
        parts.last_mut().expect("a part").push(letter);
    }
    parts.iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

#[test]
fn every_file_of_words_reads_and_says_nothing_twice() {
    let mut broken = Vec::new();
    for folder in ["templates/locales/ru", "templates/locales/en", "templates/letters"] {
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        for (name, source) in files(folder) {
            if let Err((_, errors)) = FluentResource::try_new(source.clone()) {
                broken.push(format!("{folder}/{name}: {errors:?}"));
            }
            for (id, message) in messages(&name, &source) {
                // Each letter is a bundle of its own.
                let scope = if folder.ends_with("letters") { format!("{name}:{id}") } else { id };
                if let Some(before) = seen.insert(scope.clone(), message.file.clone()) {
                    broken.push(format!("{folder}: {scope} is in {before} and in {name}"));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn both_languages_say_the_same_things() {
    let mut broken = Vec::new();
    let mut compare = |place: &str, ru: &BTreeMap<String, Message>, en: &BTreeMap<String, Message>| {
        for id in ru.keys().chain(en.keys()).collect::<BTreeSet<_>>() {
            match (ru.get(id), en.get(id)) {
                (Some(ru), Some(en))
                    if ru.takes != en.takes && !UNEVEN.iter().any(|(uneven, _)| uneven == id) =>
                {
                    broken.push(format!(
                        "{place} {id} takes {:?} in Russian, {:?} in English",
                        ru.takes, en.takes
                    ));
                }
                (Some(ru), Some(en)) if ru.file.replace(".ru.", ".en.") != en.file => {
                    broken.push(format!("{place} {id} is in {} and {}", ru.file, en.file));
                }
                (Some(_), Some(_)) => {}
                (Some(_), None) => broken.push(format!("{place} {id} is not in English")),
                (None, _) => broken.push(format!("{place} {id} is not in Russian")),
            }
        }
    };
    compare("page", &language("ru"), &language("en"));
    for (name, source) in files("templates/letters").iter().filter(|(name, _)| name.ends_with(".ru.ftl")) {
        let english = name.replace(".ru.", ".en.");
        let all = files("templates/letters");
        let (_, other) = all.iter().find(|(name, _)| *name == english).expect("the letter in English");
        compare(
            name,
            &messages(name, source).into_iter().collect(),
            &messages(&english, other).into_iter().collect(),
        );
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn what_the_program_says_is_written() {
    let russian = language("ru");
    let calls = calls();
    assert!(calls.len() > 20, "only {} calls of t! were found", calls.len());
    let mut broken = Vec::new();
    for Call { path, key, gives } in &calls {
        match russian.get(key) {
            None => broken.push(format!("{path} says {key}, which is not written")),
            Some(message) => {
                let missing: Vec<_> = message.takes.difference(gives).collect();
                let unused: Vec<_> = gives.difference(&message.takes).collect();
                if !missing.is_empty() || !unused.is_empty() {
                    broken.push(format!(
                        "{path} says {key} without {missing:?} and with {unused:?} for nothing"
                    ));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// Every code of one enum.
type Codes = fn() -> Vec<&'static str>;

/// Codes of the domain that pages show by a message of that prefix.
const CODED: &[(&str, Codes)] = &[
    ("severity-", || Severity::all().iter().map(|one| one.code()).collect()),
    ("state-", || State::all().iter().map(|one| one.code()).collect()),
    ("incoming-kind-", || incoming::Kind::all().iter().map(|one| one.code()).collect()),
    ("incoming-outcome-", || incoming::Outcome::all().iter().map(|one| one.code()).collect()),
    ("suppressions-cause-", || incoming::Cause::all().iter().map(|one| one.code()).collect()),
    ("role-", || Role::all().iter().map(|one| one.code()).collect()),
    ("outcomes-sought-", || Remedy::all().iter().map(|one| one.code()).collect()),
    ("outcomes-given-", || Remedy::all().iter().map(|one| one.code()).collect()),
    ("outcomes-told-", || Told::all().iter().map(|one| one.code()).collect()),
    ("frame-language-", || Language::all().iter().map(|one| one.code()).collect()),
];

#[test]
fn every_code_of_the_domain_has_its_words_and_no_others() {
    let words = language("ru");
    for (prefix, codes) in CODED {
        let written: BTreeSet<&str> = words.keys().filter_map(|id| id.strip_prefix(prefix)).collect();
        assert_eq!(written, codes().into_iter().collect(), "{prefix}");
    }
}

#[test]
fn what_is_written_is_said() {
    let sources: Vec<String> = rust_files("src").into_iter().map(|(_, source)| source).collect();
    let words = language("ru");
    // Keys made of a prefix and a code: `format!("role-{}", …)`.
    let mut prefixes = BTreeSet::new();
    for source in &sources {
        for (at, _) in source.match_indices("-{") {
            let start = source[..at].rfind('"').map_or(0, |quote| quote + 1);
            let prefix = &source[start..=at];
            if prefix.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-') {
                prefixes.insert(prefix.to_owned());
            }
        }
    }
    // Families of codes: `coded(language, "desk-event", …)`.
    for source in &sources {
        for (at, _) in source.match_indices("coded(") {
            prefixes.extend(source[at..].split('"').nth(1).map(|family| format!("{family}-")));
        }
    }
    // Ends put to a key that is said itself: `format!("{key}-body")`.
    let mut ends = BTreeSet::new();
    for source in &sources {
        for (at, _) in source.match_indices("}-") {
            let end = source[at + 1..].split('"').next().unwrap_or_default();
            if end.len() > 1 && end.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-') {
                ends.insert(end.to_owned());
            }
        }
    }
    prefixes.extend(CODED.iter().map(|(prefix, _)| (*prefix).to_owned()));
    let inside: BTreeSet<&str> = words
        .values()
        .flat_map(|message| message.text.split(['{', '}', ' ', '\n']))
        .filter(|word| words.contains_key(*word))
        .collect();
    let unsaid: Vec<&String> = words
        .keys()
        .filter(|id| {
            let stem = ends.iter().find_map(|end| id.strip_suffix(end.as_str()));
            let stem = stem.filter(|stem| words.contains_key(*stem)).unwrap_or(id);
            let quoted = format!("\"{stem}\"");
            !inside.contains(id.as_str())
                && !prefixes.iter().any(|prefix| id.starts_with(prefix))
                && !sources.iter().any(|source| source.contains(&quoted))
        })
        .collect();
    assert!(unsaid.is_empty(), "written for nobody: {unsaid:?}");
}

/// What a reader sees: no names in braces, no markup.
fn seen(text: &str) -> String {
    let (mut depth, mut visible) = (0, String::new());
    for letter in text.chars() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            // Inside a choice, the words follow the key in brackets.
            _ if depth > 1 => {}
            other => visible.push(other),
        }
        if letter == '}' {
            visible.push(' ');
        }
    }
    visible
        .lines()
        .map(|line| line.trim().trim_start_matches('*'))
        .map(|line| match line.split_once(']') {
            Some((key, rest)) if key.starts_with('[') => rest,
            _ => line,
        })
        .filter(|line| !line.contains('$'))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn russian_is_set_as_russian() {
    let mut broken = Vec::new();
    let pages = files("templates/locales/ru");
    let letters = files("templates/letters").into_iter().filter(|(name, _)| name.ends_with(".ru.ftl"));
    for (name, source) in pages.into_iter().chain(letters) {
        for (id, message) in messages(&name, &source) {
            let text = seen(&message.text);
            let mut complain = |what: &str| broken.push(format!("{name} {id}: {what}: {}", text.trim()));
            if text.contains(['"', '“', '”']) {
                complain("quotes are «ёлочки»");
            }
            if text.contains(" - ") || text.contains("--") {
                complain("a dash is —");
            }
            if text.contains("...") {
                complain("an ellipsis is …");
            }
            for word in text.split(|letter: char| !letter.is_alphanumeric() && letter != '-' && letter != '.')
            {
                let latin = word.chars().any(|letter| letter.is_ascii_alphabetic());
                let russian = word.chars().any(|letter| matches!(letter, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё'));
                let known = LATIN.iter().any(|known| *known == word.trim_matches('.'))
                    || word.contains('.') && !russian;
                if latin && russian && !word.contains('-') {
                    complain(&format!("«{word}» mixes two alphabets"));
                } else if latin && !russian && word.len() > 1 && !known {
                    complain(&format!("«{word}» is not Russian; if readers expect it so, add it to LATIN"));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
