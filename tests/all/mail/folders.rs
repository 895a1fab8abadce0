//! Letters written into a folder and read back.

use std::fs;

use mail_parser::MessageParser;
use otklik::mail::mailbox::Mailbox;
use otklik::mail::post::{Post, PostError, Retry};

use super::make::{HOSTILE, outgoing, party, url};

fn post_into(folder: &std::path::Path) -> Post {
    Post::from_url(&format!("file:{}", folder.display())).unwrap()
}

#[tokio::test]
async fn a_letter_in_the_folder_reads_back_as_it_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let post = post_into(&folder.path().join("inner"));
    assert_eq!(post.folder(), Some(folder.path().join("inner").as_path()));
    post.check().await.unwrap();
    let letter = outgoing("anna@example.ru");
    post.send(&letter).await.unwrap();
    // A second handing over of the same letter is the same file.
    post.send(&letter).await.unwrap();

    let mailbox = Mailbox::new(folder.path().join("inner"));
    let listing = mailbox.list(None, 10).await.unwrap();
    assert_eq!((listing.letters.len(), listing.next), (1, None));
    let summary = &listing.letters[0];
    assert_eq!(summary.from, "Чай и кофе <hello@shop.example>");
    assert_eq!(summary.to, "Анна Петрова <anna@example.ru>");
    assert_eq!(summary.subject, letter.composed.subject);
    assert_eq!(summary.date, Some(letter.date));

    let opened = mailbox.open(&summary.name).await.unwrap().unwrap();
    assert_eq!(&opened.summary, summary);
    assert_eq!(as_read(opened.text.as_deref()), letter.composed.text.trim());
    assert_eq!(as_read(opened.html.as_deref()), letter.composed.html);
    let header = |name: &str| {
        let found = opened.headers.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    };
    assert_eq!(header("Message-ID"), format!("<{}>", letter.message_id));
    assert_eq!(header("List-Unsubscribe"), "<https://otklik.example/s/a1B2c3D4/unsubscribe>");
    assert_eq!(header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    assert_eq!(header("Auto-Submitted"), "auto-generated");
}

#[tokio::test]
async fn the_list_goes_page_by_page_newest_first() {
    let folder = tempfile::tempdir().unwrap();
    let post = post_into(folder.path());
    for minute in 0..7 {
        let mut letter = outgoing("anna@example.ru");
        letter.date += chrono::Duration::minutes(minute);
        letter.composed.subject = format!("№ {minute}");
        post.send(&letter).await.unwrap();
    }
    fs::write(folder.path().join("note.txt"), "not a letter").unwrap();
    fs::write(folder.path().join(".20990101-half.eml"), "unfinished").unwrap();

    let mailbox = Mailbox::new(folder.path());
    let (mut before, mut seen) = (None, Vec::new());
    loop {
        let page = mailbox.list(before.as_deref(), 3).await.unwrap();
        assert!(page.letters.len() <= 3);
        seen.extend(page.letters.into_iter().map(|letter| letter.subject));
        match page.next {
            Some(next) => before = Some(next),
            None => break,
        }
    }
    assert_eq!(seen, ["№ 6", "№ 5", "№ 4", "№ 3", "№ 2", "№ 1", "№ 0"]);
}

#[tokio::test]
async fn a_name_from_outside_never_leaves_the_folder() {
    let outer = tempfile::tempdir().unwrap();
    let inner = outer.path().join("letters");
    fs::create_dir(&inner).unwrap();
    fs::write(outer.path().join("secret.eml"), "Subject: secret\r\n\r\n").unwrap();
    std::os::unix::fs::symlink(outer.path().join("secret.eml"), inner.join("link.eml")).unwrap();
    let absolute = outer.path().join("secret.eml").display().to_string();
    let mailbox = Mailbox::new(&inner);
    for name in [
        "../secret.eml",
        "..%2fsecret.eml",
        "letters/../../secret.eml",
        "..\\secret.eml",
        "link.eml",
        "secret.eml\0",
        "",
        ".eml",
        absolute.as_str(),
    ] {
        assert_eq!(mailbox.open(name).await.unwrap(), None, "{name:?}");
    }
}

#[tokio::test]
async fn a_folder_that_is_not_there_yet_is_an_empty_mailbox() {
    let folder = tempfile::tempdir().unwrap();
    let listing = Mailbox::new(folder.path().join("none")).list(None, 5).await;
    assert!(listing.unwrap().letters.is_empty());
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_a_post_that_is_away() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "").unwrap();
    let post = post_into(&folder.path().join("file/letters"));
    let error = post.send(&outgoing("anna@example.ru")).await.unwrap_err();
    assert!(matches!(error, PostError::Unreachable(_)), "{error:?}");
    assert_eq!(error.retry(), Retry::Later);
    assert!(post.check().await.is_err());
}

#[tokio::test]
async fn names_and_subjects_cannot_begin_a_header_of_their_own() {
    let post = Post::memory();
    let mut letter = outgoing("anna@example.ru");
    letter.from.name = Some(HOSTILE.to_owned());
    letter.to.name = Some(HOSTILE.to_owned());
    letter.reply_to = Some(party(HOSTILE, "care@shop.example"));
    letter.composed.subject = format!("Тема {HOSTILE}\r\nX-Evil: 1");
    letter.composed.list_unsubscribe = Some(url("https://otklik.example/s/a?x=%0d%0aX-Evil:1>"));
    letter.in_reply_to = Some("<old-1@mail.example>".to_owned());
    letter.references = vec!["first@mail.example".to_owned(), "bad\r\nX-Evil: 2@mail.example".to_owned()];
    post.send(&letter).await.unwrap();

    let posted = post.posted();
    assert_eq!(posted[0].to_address, "anna@example.ru");
    let message = MessageParser::default().parse(&posted[0].raw).unwrap();
    let names: Vec<String> = message.headers().iter().map(|h| h.name().to_lowercase()).collect();
    assert!(!names.iter().any(|name| name == "bcc" || name == "x-evil"), "{names:?}");
    let tidy = "<b>&\"Анна Bcc: all@example.org\u{202e} \\";
    for address in [message.from(), message.to(), message.reply_to()] {
        assert_eq!(address.unwrap().first().unwrap().name(), Some(tidy));
    }
    assert_eq!(message.from().unwrap().first().unwrap().address(), Some("hello@shop.example"));
    let references = message.header_raw("References").unwrap();
    assert_eq!(
        references.split_whitespace().collect::<Vec<_>>(),
        ["<first@mail.example>", "<old-1@mail.example>"]
    );
    assert!(posted[0].raw.split(|b| *b == b'\n').all(|line| line.len() <= 998));
    assert!(posted[0].raw.is_ascii());
}

#[tokio::test]
async fn a_letter_by_hand_carries_no_marks_of_a_machine() {
    let post = Post::memory();
    let mut letter = outgoing("anna@example.ru");
    letter.auto_submitted = false;
    letter.composed.list_unsubscribe = None;
    post.send(&letter).await.unwrap();
    let raw = String::from_utf8(post.posted()[0].raw.clone()).unwrap();
    assert!(!raw.contains("Auto-Submitted") && !raw.contains("List-Unsubscribe"));
    assert_eq!(raw.matches("Message-ID: ").count(), 1);
}

#[tokio::test]
async fn an_address_that_is_none_never_leaves_the_house() {
    let post = Post::memory();
    for address in ["", "anna", "anna@", "@example.ru", "анна@example.ru", "a b@example.ru", "a@b\r\n.ru"]
    {
        let error = post.send(&outgoing(address)).await.unwrap_err();
        assert_eq!(error.retry(), Retry::Never, "{address:?}: {error}");
    }
    let mut letter = outgoing("anna@example.ru");
    letter.message_id = "a@b>\r\nX-Evil: 1".to_owned();
    assert!(post.send(&letter).await.is_err());
    assert!(post.posted().is_empty());
}

#[tokio::test]
async fn a_domain_outside_ascii_is_written_in_its_other_form() {
    let post = Post::memory();
    post.send(&outgoing("anna@пример.рф")).await.unwrap();
    assert_eq!(post.posted()[0].to_address, "anna@xn--e1afmkfd.xn--p1ai");
}

fn as_read(half: Option<&str>) -> String {
    half.unwrap().replace("\r\n", "\n").trim().to_owned()
}
