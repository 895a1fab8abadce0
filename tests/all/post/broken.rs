//! Letters as broken as they come reach their complaint, or wait to be sorted; none is lost and none stops the program.
//! zammad#795, zammad#811, zammad#1033: letters that could not be processed vanished into a folder of the server.

use std::io::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use otklik::{domain::role::Role, mail::receive};

use super::make::{INBOX, address, card, last, letter, pipe, post, taken, world};
use crate::{mail_in::make::post_as, support::World};

#[tokio::test]
async fn broken_letters_reach_their_complaint() {
    let world = world().await;
    let number = taken(&world, "one").await;
    let head = |more: &str| {
        format!("From: Anna <one@customer.example>\r\nTo: {}\r\n{more}", address(&world, number)).into_bytes()
    };
    let nested = (0..100)
        .map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n"))
        .collect::<String>();
    let references: String = (0..2_000).map(|n| format!(" <{n}@x.example>\r\n")).collect();
    let mut koi = head("Subject: =?koi8-r?B?5MnXwc4=?=\r\nContent-Type: text/plain; charset=koi8-r\r\n\r\n");
    koi.extend(b"\xe4\xc9\xd7\xc1\xce \xd3\xcc\xcf\xcd\xc1\xcc\xd3\xd1");
    let mut false_charset = head("Subject: \u{1}x\r\nContent-Type: text/plain; charset=utf-99\r\n\r\n");
    false_charset.extend(b"abc \xff\xfe\xd0");
    let letters: Vec<(&str, Vec<u8>, &str)> = vec![
        ("koi8", koi, "Диван сломался"),
        ("charset", false_charset, "abc"),
        ("no id", head("Subject: x\r\n\r\nБез номера"), "Без номера"),
        (
            "references",
            head(&format!("References:\r\n{references}Subject: x\r\n\r\nДлинная нить")),
            "Длинная нить",
        ),
        (
            "nested",
            head(&format!("MIME-Version: 1.0\r\n{nested}Content-Type: text/plain\r\n\r\ndeep")),
            "deep",
        ),
        (
            "of 1970",
            head("Date: Thu, 01 Jan 1970 00:00:00 +0000\r\nSubject: x\r\n\r\nИз прошлого"),
            "Из прошлого",
        ),
        (
            "of 2999",
            head("Date: Tue, 01 Jan 2999 00:00:00 +0000\r\nSubject: x\r\n\r\nИз будущего"),
            "Из будущего",
        ),
        ("NUL", head("Subject: a\0b\r\n\r\nnul \0 here"), "nul"),
        ("a line", head(&format!("Subject: x\r\n\r\n{}", "x".repeat(1 << 20))), "xxx"),
        (
            "HTML alone",
            head(
                "Subject: x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Ножка <b>отвалилась</b></p><script>alert(1)</script><div>Жду</div>",
            ),
            "отвалилась",
        ),
    ];
    for (what, raw, words) in letters {
        assert_eq!(post(&world, raw.clone()).await, "words, joined", "{what}");
        let kept: Vec<u8> = world
            .client
            .query_one("SELECT raw FROM incoming_letters ORDER BY id DESC LIMIT 1", &[])
            .await
            .expect("a row")
            .get(0);
        assert!(kept == raw, "{what} is kept byte for byte");
        let body = world
            .value("SELECT body FROM complaint_events WHERE kind = 'mail' ORDER BY id DESC LIMIT 1")
            .await;
        assert!(body.contains(words) && !body.contains("alert(1)"), "{what}: {body:.200}");
        // It came when it came, whatever it says of itself.
        let came = "SELECT at > now() - interval '5 minutes' AND at <= now() FROM complaint_events ORDER BY id DESC LIMIT 1";
        assert_eq!(world.value(came).await, "t", "{what}");
        let page =
            world.signed_in(Role::Handler).await.get(&format!("/desk/mail/{}", last(&world).await)).await;
        assert_eq!(page.status, 200, "{what}");
    }
}

#[tokio::test]
async fn what_cannot_be_read_at_all_waits_to_be_sorted() {
    let world = world().await;
    let parts = "Content-Type: message/rfc822\r\n\r\n".repeat(200_000);
    let raw =
        format!("From: one@customer.example\r\nTo: {INBOX}\r\nMIME-Version: 1.0\r\n{parts}x").into_bytes();
    assert_eq!(post(&world, raw).await, "unreadable, look");
    let many = "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n".repeat(10_000);
    let kind = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n";
    let raw = format!("From: one@customer.example\r\nTo: {INBOX}\r\n{kind}{many}--b--\r\n").into_bytes();
    assert_eq!(post(&world, raw).await, "unreadable, look");
    let visitor = world.signed_in(Role::Handler).await;
    assert_eq!(visitor.get("/desk/sorting").await.texts("section.mail").len(), 2);
    let page = visitor.get(&format!("/desk/mail/{}", last(&world).await)).await;
    assert!(page.has(".alert-warning") && page.has("a[href$='/raw']"), "{}", page.body);
}

#[tokio::test]
async fn files_are_listed_and_given_out_as_they_came_and_never_unpacked() {
    let world = world().await;
    let number = taken(&world, "one").await;
    // A bomb: a few kilobytes that would unpack to eight megabytes.
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    bomb.write_all(&vec![0; 8 << 20]).expect("packed");
    let bomb = bomb.finish().expect("packed");
    let part = |kind: &str, name: &str, bytes: &[u8]| {
        let packed = STANDARD.encode(bytes);
        let lines: Vec<&str> =
            packed.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).expect("ASCII")).collect();
        format!(
            "--b\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; {name}\r\n\r\n{}\r\n",
            lines.join("\r\n")
        )
    };
    let raw = format!(
        "From: one@customer.example\r\nTo: {}\r\nSubject: Фото\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nСмотрите\r\n{}{}{}--b--\r\n",
        address(&world, number),
        part("application/gzip", "filename=\"bomb.gz\"", &bomb),
        part("text/html", "filename=\"../../etc/<b>page.html\"", b"<script>alert(1)</script>"),
        part("image/png", "filename*=utf-8''%D0%BD%D0%BE%D0%B6%D0%BA%D0%B0.png", b"\x89PNG not really"),
    )
    .into_bytes();
    let listed: Vec<_> =
        receive::parts(&raw).into_iter().map(|file| (file.name, file.media_type, file.bytes)).collect();
    assert_eq!(
        listed,
        [
            ("bomb.gz".to_owned(), "application/gzip".to_owned(), bomb.len()),
            ("_b_page.html".to_owned(), "text/html".to_owned(), 25),
            ("ножка.png".to_owned(), "image/png".to_owned(), 15),
        ]
    );
    assert_eq!(post(&world, raw).await, "words, joined");
    let visitor = world.signed_in(Role::Handler).await;
    assert!(card(&visitor, number).await.texts(".said-foot")[0].contains("3 файла"));
    let id = last(&world).await;
    let page = visitor.get(&format!("/desk/mail/{id}")).await;
    assert_eq!(page.texts(".mail-files a").len(), 3);
    let file = visitor.get(&format!("/desk/mail/{id}/files/1")).await;
    assert_eq!(
        (
            file.status,
            file.header("content-type"),
            file.header("content-disposition"),
            file.header("x-content-type-options")
        ),
        (200, "application/octet-stream", "attachment; filename*=UTF-8''_b_page.html", "nosniff")
    );
    assert_eq!(file.body, "<script>alert(1)</script>");
    assert_eq!(visitor.get(&format!("/desk/mail/{id}/files/3")).await.status, 404);
}

#[tokio::test]
async fn what_is_larger_than_was_set_is_refused_so_that_its_sender_learns_of_it() {
    let world = World::with(&[("OTKLIK_MAIL_LARGEST", "1")]).await;
    let raw = letter(&["From: one@customer.example", "Subject: x"], &"x".repeat(1 << 20));
    assert_eq!(pipe(&world, raw.clone()).await.0, 65);
    let bearer = format!("Bearer {}", otklik::web::mail_in::token(&world.shared.keys));
    let (status, words) = post_as(&world, &bearer, None, raw).await;
    assert_eq!((status, words.trim()), (413, "a letter may have 1 MB"));
    assert_eq!(world.count("SELECT count(*) FROM incoming_letters").await, 0);
}
