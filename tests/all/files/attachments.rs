//! Files of a complaint: added, given out, removed, sent; from staff and from customers.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use mail_parser::MimeHeaders as _;
use otklik::domain::role::Role;
use serde_json::json;

use super::kinds::bomb;
use crate::{
    mail::server::Server,
    outbox::make::{read, work, worker},
    post::make::{address, card, does, post, taken, world},
    support::World,
};

const PDF: &[u8] = b"%PDF-1.7 a receipt";
const KEPT: &str =
    "SELECT coalesce(string_agg(name, ', ' ORDER BY id), '') FROM attachments WHERE removed_at IS NULL";

#[tokio::test]
async fn staff_add_files_give_them_out_remove_them_and_put_them_back() {
    let world = World::new().await;
    let number = taken(&world, "one").await;
    let visitor = world.signed_in(Role::Handler).await;
    let page = card(&visitor, number).await;
    let attach = format!("/desk/complaints/{number}/attach");
    let version = "SELECT version::text FROM complaints";
    let before = world.value(version).await;
    let files = [("new", "Чек \u{202e}<1>.pdf", PDF), ("new", "снимки.zip", &bomb(64))];
    // Pressed twice it is the same files.
    for _ in 0..2 {
        let done = visitor.submit_files(&page, &attach, &[], &files).await;
        assert_eq!(done.status, 303, "{}", done.body);
    }
    assert_eq!(world.value(KEPT).await, "Чек _1_.pdf, снимки.zip");
    // What is packed stays packed.
    assert_eq!(world.value("SELECT (sum(bytes) < 200000)::text FROM attachments").await, "true");
    assert_eq!(world.count("SELECT count(*) FROM complaint_events WHERE kind = 'file'").await, 2);
    assert_eq!(world.value(version).await, before);
    let page = card(&visitor, number).await;
    assert_eq!(page.texts(".files .file-name"), ["Чек _1_.pdf", "снимки.zip"]);
    let link = page.attributes(".files a.file-name", "href").remove(0);
    let file = visitor.get(&link).await;
    assert_eq!((file.status, file.body.as_bytes()), (200, PDF));
    for (name, value) in [
        ("content-type", "application/pdf"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "sandbox; default-src 'none'"),
        ("cache-control", "private, no-cache"),
        (
            "content-disposition",
            "attachment; filename=\"___ _1_.pdf\"; filename*=UTF-8''%D0%A7%D0%B5%D0%BA%20_1_.pdf",
        ),
    ] {
        assert_eq!(file.header(name), value);
    }
    let id = link.rsplit('/').next().expect("a number").to_owned();
    does(&visitor, number, "detach", &[("file", &id), ("back", "false")]).await;
    assert_eq!(visitor.get(&link).await.status, 404);
    assert_eq!(world.value(KEPT).await, "снимки.zip");
    assert!(card(&visitor, number).await.has(".files-removed"));
    does(&visitor, number, "detach", &[("file", &id), ("back", "true")]).await;
    assert_eq!(visitor.get(&link).await.status, 200);
    let history = card(&visitor, number).await.texts(".history-deed").join("; ");
    assert!(history.contains("Файл убран: Чек _1_.pdf") && history.contains("Файл возвращён"), "{history}");
    // A file of one complaint is not removed by the address of another.
    let other = taken(&world, "two").await;
    let proof = card(&visitor, other).await.attributes("input[name=csrf]", "value").remove(0);
    let fields = [("csrf", proof.as_str()), ("file", &id)];
    visitor.post(&format!("/desk/complaints/{other}/detach"), &fields).await;
    assert_eq!(visitor.get(&link).await.status, 200);
}

#[tokio::test]
async fn what_is_not_taken_is_named_and_the_rest_is_kept() {
    let world = World::new().await;
    let number = taken(&world, "one").await;
    let visitor = world.signed_in(Role::Handler).await;
    let page = card(&visitor, number).await;
    let large = [PDF, &vec![b' '; 30 << 20]].concat();
    let files = [("new", "setup.png", b"MZ".as_slice()), ("new", "чек.pdf", PDF), ("new", "том.pdf", &large)];
    let reply = format!("/desk/complaints/{number}/reply");
    let refused = visitor.submit_files(&page, &reply, &[("body", "Вот чек")], &files).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    let why = refused.texts("#problem li");
    assert_eq!(why, ["setup.png: такие файлы не принимаются", "том.pdf: больше 10 МБ"]);
    // The words are there, the good file is attached and ticked, and nothing has been sent.
    assert_eq!(refused.texts("#reply-body").join("").trim(), "Вот чек");
    assert_eq!(refused.attributes(".enclosures input[checked]", "name"), ["file"]);
    assert_eq!(world.value(KEPT).await, "чек.pdf");
    assert_eq!(world.count("SELECT count(*) FROM letters WHERE kind = 'reply'").await, 0);
    let id = refused.attributes(".enclosures input[checked]", "value").remove(0);
    let sent = visitor.submit_files(&refused, &reply, &[("body", "Вот чек"), ("file", &id)], &[]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(world.count("SELECT count(*) FROM letter_attachments").await, 1);
}

#[tokio::test]
async fn files_go_out_with_a_reply_and_come_back_with_it() {
    let world = world().await;
    let number = taken(&world, "one").await;
    let visitor = world.signed_in(Role::Handler).await;
    let page = card(&visitor, number).await;
    let reply = format!("/desk/complaints/{number}/reply");
    let recall = format!("/desk/complaints/{number}/recall");
    let typed = [("body", "Вот чек")];
    let done = visitor.submit_files(&page, &reply, &typed, &[("new", "Чек за диван.pdf", PDF)]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = card(&visitor, number).await;
    let id = world.value("SELECT id::text FROM attachments").await;
    let kept = visitor
        .submit(&page, &format!("/desk/complaints/{number}/detach"), &[("file", &id), ("back", "false")])
        .await;
    assert_eq!(kept.status, 409);
    // Taken back, the letter gives back its words and its files.
    visitor.submit(&page, &recall, &[]).await;
    let again = visitor.get(&format!("/desk/complaints/{number}?recalled=reply")).await;
    assert_eq!(again.attributes(".enclosures input[checked]", "value"), std::slice::from_ref(&id));
    let sent = visitor.submit(&again, &reply, &[("body", "Вот он"), ("file", &id)]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let server = Server::start(&json!({}));
    assert_eq!(work(&worker(&world, &server), 1).await.sent, 1);
    let taken = server.taken();
    let message = read(&taken[0]);
    assert!(message.body_text(0).expect("words").contains("Вот он"));
    let file = message.attachment(0).expect("a file");
    assert_eq!((file.attachment_name(), file.contents()), (Some("Чек за диван.pdf"), PDF));
    assert_eq!(message.attachment_count(), 1);
}

#[tokio::test]
async fn files_go_out_with_the_last_words_and_with_a_rejection() {
    let world = world().await;
    let visitor = world.signed_in(Role::Handler).await;
    let resolved =
        [("cause", "delivery.late"), ("resolution", "goodwill"), ("sought", "apology"), ("given", "apology")];
    for (name, deed, fields) in [("one", "resolve", &resolved[..]), ("two", "reject", &resolved[..1])] {
        let number = taken(&world, name).await;
        let action = format!("/desk/complaints/{number}/{deed}");
        let files = [("new", "Акт.pdf", PDF), ("new", "setup.png", b"MZ".as_slice())];
        let typed = [fields, &[("body", "Акт приложен")]].concat();
        // What is not taken stops the letter; words, choices and the good file stay.
        let refused = visitor.submit_files(&card(&visitor, number).await, &action, &typed, &files).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert_eq!(refused.texts(&format!("#{deed}-body")).join("").trim(), "Акт приложен");
        let ticked = format!(".deed-{deed} .enclosures input[checked]");
        let id = refused.attributes(&ticked, "value").remove(0);
        if deed == "resolve" {
            // A file goes with a letter: without words there is none.
            let wordless = [fields, &[("body", ""), ("file", &id)]].concat();
            assert_eq!(visitor.submit(&refused, &action, &wordless).await.status, 422);
        }
        let again = [&typed[..], &[("file", &id)]].concat();
        let done = visitor.submit_files(&refused, &action, &again, &[]).await;
        assert_eq!(done.status, 303, "{}", done.body);
    }
    let server = Server::start(&json!({}));
    work(&worker(&world, &server), 2).await;
    let taken = server.taken();
    let messages: Vec<_> = taken.iter().map(read).filter(|message| message.attachment_count() > 0).collect();
    assert_eq!(messages.len(), 2);
    for message in messages {
        let file = message.attachment(0).expect("a file");
        assert_eq!((file.attachment_name(), file.contents()), (Some("Акт.pdf"), PDF));
        assert!(message.body_text(0).expect("words").contains("Акт приложен"));
    }
}

#[tokio::test]
async fn far_too_large_a_file_costs_no_typed_word() {
    let world = World::new().await;
    let number = taken(&world, "one").await;
    let visitor = world.signed_in(Role::Handler).await;
    let page = card(&visitor, number).await;
    let film = vec![b'x'; 60 << 20];
    let files = [("new", "чек.pdf", PDF), ("new", "фильм.mp4", film.as_slice())];
    for deed in ["reply", "resolve", "reject"] {
        let action = format!("/desk/complaints/{number}/{deed}");
        let refused = visitor.submit_files(&page, &action, &[("body", "Долгие слова")], &files).await;
        assert_eq!(refused.status, 422, "{deed} {}", refused.body);
        assert!(refused.texts("#problem li").contains(&"фильм.mp4: больше 10 МБ".to_owned()), "{deed}");
        assert_eq!(refused.texts(&format!("#{deed}-body")).join("").trim(), "Долгие слова", "{deed}");
        assert!(refused.has(&format!(".deed-{deed} .enclosures input[checked]")), "{deed}");
    }
    let attach = format!("/desk/complaints/{number}/attach");
    let refused = visitor.submit_files(&page, &attach, &[], &files[1..]).await;
    assert_eq!((refused.status, refused.texts("#problem li").len()), (422, 1));
    assert_eq!(
        world.count("SELECT count(*) FROM letters WHERE kind IN ('reply', 'resolved', 'rejected')").await,
        0
    );
    // A form without files that is larger than is read leads back to itself.
    let proof = page.attributes("input[name=csrf]", "value").remove(0);
    let novel = "я".repeat(200_000);
    let note = format!("/desk/complaints/{number}/note");
    let here = format!("{}/desk/complaints/{number}", world.base);
    let fields = [("csrf", proof.as_str()), ("body", &novel)];
    let refused = visitor.send(reqwest::Method::POST, &note, Some(&fields), &[("Referer", &here)]).await;
    assert_eq!(refused.status, 413);
    assert_eq!(
        refused.attributes(".empty-action a", "href"),
        [format!("/desk/complaints/{number}"), "/".to_owned()]
    );
}

#[tokio::test]
async fn files_of_customers_letters_are_kept_and_what_is_not_taken_is_told() {
    let world = world().await;
    let number = taken(&world, "one").await;
    let part = |name: &str, bytes: &[u8]| {
        format!(
            "--b\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n\r\n{}\r\n",
            STANDARD.encode(bytes)
        )
    };
    let raw = format!(
        "From: one@customer.example\r\nTo: {}\r\nMessage-ID: <1@customer.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nСмотрите\r\n{}{}{}--b--\r\n",
        address(&world, number),
        part("../receipt.pdf", PDF),
        part("invoice.pdf", b"MZ\x90 runs"),
        part("bomb.zip", &bomb(8)),
    );
    assert_eq!(post(&world, raw.into_bytes()).await, "words, joined");
    assert_eq!(world.value(KEPT).await, "receipt.pdf, bomb.zip");
    let visitor = world.signed_in(Role::Handler).await;
    let page = card(&visitor, number).await;
    assert_eq!(page.texts(".said-refused li"), ["invoice.pdf: такие файлы не принимаются"]);
    assert_eq!(page.texts(".files .file-name").len(), 2);
    // Taken off the complaint, the letter takes its files along.
    let id = world.value("SELECT max(id)::text FROM incoming_letters").await;
    let mail = visitor.get(&format!("/desk/mail/{id}")).await;
    let out = visitor.submit(&mail, &format!("/desk/sorting/{id}/out"), &[]).await;
    assert_eq!(out.status, 303, "{}", out.body);
    assert_eq!(world.value(KEPT).await, "");
}
