//! Complaints that are written about, what customers' mail programs make of our letters, and pages as staff press them.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use otklik::domain::{email::EmailAddress, letterbox};

use crate::{
    mail_in,
    support::{Visitor, World, make, visitor::Page},
};

pub const INBOX: &str = "care@shop.example";

/// A world whose customers can answer by mail.
pub async fn world() -> World {
    World::with(&[("OTKLIK_MAIL_INBOX", INBOX)]).await
}

/// A complaint in the hands of the handler, of a customer with the address `NAME@customer.example`.
pub async fn taken(world: &World, name: &str) -> i64 {
    let number = make::complaint(world, name, 5).await;
    world
        .sql(&format!(
            "UPDATE complaints SET state = 'in_progress', owner_id = (SELECT id FROM staff WHERE role = 'handler')
             WHERE id = {number};
             INSERT INTO complaint_events (complaint_id, at, kind, field, old_value, new_value)
             VALUES ({number}, now(), 'field', 'state', 'new', 'in_progress')"
        ))
        .await;
    number
}

/// The address by which letters reach a complaint.
pub fn address(world: &World, number: i64) -> String {
    let inbox = EmailAddress::parse(INBOX).expect("an address");
    letterbox::address(&world.shared.keys, &inbox, letterbox::Purpose::Complaint, number)
        .expect("fits")
        .into()
}

/// A letter of a person: each header a line.
pub fn letter(headers: &[&str], body: &str) -> Vec<u8> {
    let plain = ["MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8"];
    let head: String = headers.iter().chain(&plain).map(|line| format!("{line}\r\n")).collect();
    format!("{head}\r\n{}\r\n", body.replace('\n', "\r\n")).into_bytes()
}

/// What a customer writes to the signed address of a complaint.
pub fn answer(world: &World, number: i64, name: &str, id: &str, body: &str) -> Vec<u8> {
    letter(
        &[
            &format!("From: Anna <{name}@customer.example>"),
            &format!("To: {}", address(world, number)),
            "Subject: Re: Ваша жалоба",
            &format!("Message-ID: <{id}@customer.example>"),
        ],
        body,
    )
}

/// Posts a letter as the house's mail server; answers `kind, outcome`.
pub async fn post(world: &World, raw: Vec<u8>) -> String {
    mail_in::make::post(world, raw).await
}

/// Pipes a letter into the program; answers its exit code and words.
pub async fn pipe(world: &World, raw: Vec<u8>) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_otklik"));
    command.arg("receive").envs(&world.settings);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    tokio::task::spawn_blocking(move || {
        let mut child = command.spawn().expect("the program runs");
        let mut stdin = child.stdin.take().expect("a pipe");
        // It may stop reading early; that is its answer, not a failure of the test.
        let writing = std::thread::spawn(move || stdin.write_all(&raw).is_ok());
        let output = child.wait_with_output().expect("it ends");
        writing.join().expect("a writer");
        (output.status.code().expect("a code"), String::from_utf8_lossy(&output.stdout).into_owned())
    })
    .await
    .expect("it ends")
}

pub async fn card(visitor: &Visitor, number: i64) -> Page {
    let page = visitor.get(&format!("/desk/complaints/{number}")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    page
}

/// Opens the card, presses the button of a step, and it is done.
pub async fn does(visitor: &Visitor, number: i64, step: &str, typed: &[(&str, &str)]) -> Page {
    let page = card(visitor, number).await;
    let done = visitor.submit(&page, &format!("/desk/complaints/{number}/{step}"), typed).await;
    assert_eq!(done.status, 303, "{}", done.body);
    done
}

/// The history in a line each, without moments: kind, field, old, new.
pub async fn history(world: &World, number: i64) -> Vec<String> {
    world
        .client
        .query(
            "SELECT concat_ws(' ', kind, field, coalesce(old_value, '-'), coalesce(new_value, '-'))
             FROM complaint_events
             WHERE complaint_id = $1 AND (field IS NULL OR field NOT LIKE '%\\_at' AND field NOT LIKE '%\\_due')
             ORDER BY id",
            &[&number],
        )
        .await
        .expect("a history")
        .iter()
        .map(|row| row.get(0))
        .collect()
}

pub async fn state(world: &World, number: i64) -> String {
    world.value(&format!("SELECT state || ' ' || reopened FROM complaints WHERE id = {number}")).await
}

/// How many letters a complaint has in its history.
pub async fn mails(world: &World, number: i64) -> i64 {
    world
        .count(&format!(
            "SELECT count(*) FROM complaint_events WHERE complaint_id = {number} AND kind = 'mail'"
        ))
        .await
}

/// The number of the letter that came in last.
pub async fn last(world: &World) -> i64 {
    world.count("SELECT max(id) FROM incoming_letters").await
}
