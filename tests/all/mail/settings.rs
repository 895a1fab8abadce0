//! What the post's setting may and may not say.

use otklik::mail::post::{BadPostUrl, Post, mask_addresses, message_id};

#[tokio::test]
async fn wrong_settings_are_told_apart_and_keep_their_secrets() {
    let cases = [
        ("", "is no address"),
        ("mail.example.ru", "is no address"),
        ("http://mail.example.ru", "begins with `http:`"),
        ("smtp://", "names no server"),
        ("file:", "names no folder"),
        ("smtp://anna@mail.example.ru", "user without a password"),
        ("smtp://a:sEcReT%zz@mail.example.ru", "percent-encoding"),
        ("smtp://a:sEcReT@mail.example.ru?tls=yes", "tls=yes"),
        ("smtps://a:sEcReT@mail.example.ru?tls=none", "tls=none"),
        ("smtp://a:sEcReT@mail.example.ru?tsl=none", "tsl=none"),
        ("smtp://mail.example.ru?timeout=0", "timeout=0"),
        ("smtps://mail.example.ru?ca=/nowhere/ca.pem", "/nowhere/ca.pem"),
        ("smtps://mail.example.ru?ca=Cargo.toml", "no PEM certificate"),
    ];
    for (setting, expected) in cases {
        let error = Post::from_url(setting).unwrap_err();
        assert!(error.to_string().contains(expected), "{setting}: {error}");
        assert!(!format!("{error} {error:?}").contains("sEcReT"), "{error}");
    }
    assert_eq!(Post::from_url("file:").unwrap_err(), BadPostUrl::NoFolder);
}

#[tokio::test]
async fn good_settings_are_taken_and_their_debug_form_is_discreet() {
    for setting in [
        "smtp://localhost:2525",
        "smtp://[::1]:2525",
        "smtp://почта.рф",
        "smtp://a%40b.ru:p%40ss%3Aword@mail.example.ru",
        "smtp://relay.lan?tls=opportunistic&timeout=5",
        "smtps://a:p%40ss%3Aword@mail.example.ru:4650",
    ] {
        let post = Post::from_url(setting).unwrap();
        assert!(!format!("{post:?}").contains("p@ss"), "{setting}");
    }
}

#[test]
fn a_message_id_is_the_same_for_the_same_letter_only() {
    let id = message_id(42, "otklik.example", b"key");
    assert_eq!(id, message_id(42, "otklik.example", b"key"));
    assert_ne!(id, message_id(43, "otklik.example", b"key"));
    assert_ne!(id, message_id(42, "otklik.example", b"yek"));
    assert!(id.starts_with("otklik-42-") && id.ends_with("@otklik.example"), "{id}");
    assert_eq!(id.len(), "otklik-42-".len() + 16 + "@otklik.example".len());
    assert!(message_id(1, "чай.рф", b"").is_ascii());
}

#[test]
fn addresses_in_a_text_are_masked() {
    let cases = [
        ("<anna.k@example.ru>: no such user", "<a***@example.ru>: no such user"),
        ("to:анна@пример.рф, b@c.d", "to:а***@пример.рф, b***@c.d"),
        ("@ alone", "@ alone"),
        ("none", "none"),
    ];
    for (text, masked) in cases {
        assert_eq!(mask_addresses(text), masked);
    }
}
