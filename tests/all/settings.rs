//! Settings: a wrong one stops the start with its name, its value and what is allowed; the README knows them all.

mod brand;
mod meanwhile;
mod surveys;

use std::{collections::BTreeMap, process::Command};

use otklik::config::{Config, SETTINGS};

fn refused(settings: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let mut values: BTreeMap<String, String> =
        settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    values.entry("OTKLIK_DATA".to_owned()).or_insert_with(|| folder.path().display().to_string());
    Config::from_values(values).err().map(|problem| problem.to_string()).unwrap_or_default()
}

#[test]
fn a_wrong_setting_is_named_with_what_is_allowed() {
    for (name, value, allowed) in [
        ("OTKLIK_TIME_ZONE", "Mars/Olympus", "Europe/Moscow"),
        ("OTKLIK_LANGUAGE", "de", "ru or en"),
        ("OTKLIK_LISTEN", "8080", "ADDRESS:PORT"),
        ("OTKLIK_BASE_URL", "ftp://otklik.example", "http"),
        ("OTKLIK_BASE_URL", "https://example.ru/otklik", "without a path"),
        ("OTKLIK_WORKERS", "0", "1 to 64"),
        ("OTKLIK_PROXY", "maybe", "yes or no"),
        ("OTKLIK_LOG_FORMAT", "xml", "text or json"),
    ] {
        let words = refused(&[(name, value)]);
        assert!(words.contains(name) && words.contains(value) && words.contains(allowed), "{words}");
    }
}

#[test]
fn a_misspelt_setting_is_told_the_nearest() {
    let words = refused(&[("OTKLIK_TIMEZONE", "Europe/Moscow")]);
    assert!(words.contains("OTKLIK_TIMEZONE") && words.contains("did you mean OTKLIK_TIME_ZONE"), "{words}");
}

#[test]
fn a_short_secret_is_refused_and_never_shown() {
    let words = refused(&[("OTKLIK_SECRET", "hunter2")]);
    assert!(words.contains("OTKLIK_SECRET") && words.contains("32"), "{words}");
    assert!(!words.contains("hunter2"), "{words}");
}

#[test]
fn a_database_of_ones_own_wants_a_secret_of_ones_own() {
    let words = refused(&[("DATABASE_URL", "postgresql://localhost/otklik")]);
    assert!(words.contains("OTKLIK_SECRET") && words.contains("openssl"), "{words}");
}

#[test]
fn the_private_secret_is_made_once_and_kept_from_others() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let values = || [("OTKLIK_DATA".to_owned(), folder.path().display().to_string())].into();
    let first = Config::from_values(values()).expect("settings");
    let second = Config::from_values(values()).expect("settings");
    assert_eq!(first.secret_bytes(), second.secret_bytes());
    assert_eq!(first.secret_bytes().len(), 64);
    let mode = std::fs::metadata(folder.path().join("secret")).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn the_environment_goes_over_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("house.toml");
    let words = |zone: Option<&str>| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_otklik"));
        command.args(["user", "add", "nobody", "--role", "admin"]).env_remove("OTKLIK_TIME_ZONE");
        command.env("OTKLIK_CONFIG", &file).env("OTKLIK_DATA", folder.path());
        if let Some(zone) = zone {
            command.env("OTKLIK_TIME_ZONE", zone);
        }
        let output = command.output().expect("the program runs");
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    std::fs::write(&file, "time_zone = \"Mars/Olympus\"\n").expect("a file");
    assert!(words(None).contains("OTKLIK_TIME_ZONE = \"Mars/Olympus\""));
    // The environment's zone is fine, so the start goes on to the address, which is none.
    assert!(!words(Some("Asia/Omsk")).contains("OTKLIK_TIME_ZONE"));
    std::fs::write(&file, "time_zone = [1]\n").expect("a file");
    assert!(words(None).contains("house.toml") && words(None).contains("time_zone"));
    // A file that can't be read is told by its line; the line itself may hold a secret.
    std::fs::write(&file, "language = \"ru\"\nsecret = \"hunter2\n").expect("a file");
    assert!(words(None).contains("line 2") && !words(None).contains("hunter2"), "{}", words(None));
}

#[test]
fn the_readme_lists_every_setting_with_its_default() {
    let readme = include_str!("../../README.md");
    for setting in SETTINGS {
        let row = format!("| `{}` |", setting.name);
        let line = readme.lines().find(|line| line.starts_with(&row));
        let line = line.unwrap_or_else(|| panic!("README has no row for {}", setting.name));
        assert!(line.contains(setting.default) && line.contains(setting.meaning), "{line}");
    }
}
