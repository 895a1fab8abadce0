//! A Maildir folder: every letter is kept before it is moved, whoever reads beside us and whatever breaks.

use std::{fs, path::Path};

use otklik::{domain::role::Role, jobs::Worker};
use tokio_util::sync::CancellationToken;

use super::make::{INBOX, answer, card, letter, mails, taken};
use crate::support::World;

fn maildir() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["new", "cur", "tmp"] {
        fs::create_dir(folder.path().join(name)).expect("a folder");
    }
    folder
}

async fn world(folder: &Path) -> World {
    World::with(&[("OTKLIK_MAIL_INBOX", INBOX), ("OTKLIK_MAIL_DIR", folder.to_str().expect("a path"))]).await
}

fn worker(world: &World) -> Worker {
    Worker::new(&world.shared.config, &world.url).expect("a worker")
}

async fn round(worker: &Worker) {
    worker.once(&chrono::Utc::now, &CancellationToken::new()).await.expect("a round");
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .collect();
    names.sort();
    names
}

/// freescout#3406 and freescout#5163: only UNSEEN was fetched, and letters were marked seen that were nowhere.
/// chatwoot#10429, chatwoot#6604: what was older than a day, or not among the last ten, was never fetched.
#[tokio::test]
async fn every_letter_of_the_folder_is_kept_then_moved_however_many_and_old() {
    let folder = maildir();
    let world = world(folder.path()).await;
    let number = taken(&world, "one").await;
    for n in 0..30 {
        let raw = answer(&world, number, "one", &format!("f{n}"), &format!("Письмо {n}"));
        let path = folder.path().join(format!("new/10000000{n:02}.M1P{n}.host"));
        fs::write(&path, raw).expect("a letter");
        // A month old.
        let then = std::time::SystemTime::now() - std::time::Duration::from_hours(24 * 30);
        fs::File::options().write(true).open(&path).expect("a file").set_modified(then).expect("a time");
    }
    fs::write(folder.path().join("tmp/1000000099.half"), b"From: one@cus").expect("half a letter");
    fs::create_dir(folder.path().join("new/.Sub")).expect("a folder");
    fs::write(folder.path().join("new/1000000050.empty"), b"\r\n").expect("nothing");
    round(&worker(&world)).await;
    assert_eq!(mails(&world, number).await, 30);
    assert_eq!(names(&folder.path().join("new")), [".Sub", "1000000050.empty"]);
    assert_eq!(names(&folder.path().join("tmp")), ["1000000099.half"]);
    let seen = names(&folder.path().join("cur"));
    assert_eq!((seen.len(), seen[0].as_str()), (30, "1000000000.M1P0.host:2,S"));
    round(&worker(&world)).await;
    assert_eq!(mails(&world, number).await, 30);
    let page = card(&world.signed_in(Role::Handler).await, number).await;
    assert!(page.texts(".said-customer")[0].contains("Письмо 29"));
}

/// osTicket#2998: a letter was deleted from the mailbox and no ticket was made.
#[tokio::test]
async fn a_letter_that_could_not_be_kept_stays_in_new() {
    let folder = maildir();
    let world = world(folder.path()).await;
    let number = taken(&world, "one").await;
    fs::write(folder.path().join("new/1.a:2,"), answer(&world, number, "one", "k1", "Тут"))
        .expect("a letter");
    world.sql("ALTER TABLE incoming_letters RENAME COLUMN digest TO hidden").await;
    round(&worker(&world)).await;
    assert_eq!(names(&folder.path().join("new")), ["1.a:2,"]);
    world.sql("ALTER TABLE incoming_letters RENAME COLUMN hidden TO digest").await;
    round(&worker(&world)).await;
    assert_eq!(
        (names(&folder.path().join("cur")), mails(&world, number).await),
        (vec!["1.a:2,S".to_owned()], 1)
    );
    // Kept, and the program died before it moved the letter: taken in again, it is the one that is there.
    fs::rename(folder.path().join("cur/1.a:2,S"), folder.path().join("new/1.a")).expect("moved back");
    round(&worker(&world)).await;
    assert_eq!(mails(&world, number).await, 1);
}

/// freescout#3186, osTicket#1976: two fetchers at once took the same letters twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_workers_on_one_folder_lose_and_double_nothing() {
    let folder = maildir();
    let world = world(folder.path()).await;
    let number = taken(&world, "one").await;
    for n in 0..40 {
        let raw = answer(&world, number, "one", &format!("w{n}"), &format!("Письмо {n}"));
        fs::write(folder.path().join(format!("new/{n:03}.x")), raw).expect("a letter");
    }
    let (one, other) = (worker(&world), worker(&world));
    tokio::join!(round(&one), round(&other));
    assert_eq!((mails(&world, number).await, names(&folder.path().join("cur")).len()), (40, 40));
    assert!(names(&folder.path().join("new")).is_empty());
}

#[tokio::test]
async fn what_nobody_may_read_or_is_too_large_stays_and_the_others_come_in() {
    let folder = maildir();
    let world = World::with(&[
        ("OTKLIK_MAIL_DIR", folder.path().to_str().expect("a path")),
        ("OTKLIK_MAIL_LARGEST", "1"),
    ])
    .await;
    let raw = |words: &str| letter(&["From: one@customer.example", "Subject: x"], words);
    fs::write(folder.path().join("new/1.large"), raw(&"x".repeat(1 << 20))).expect("a letter");
    fs::write(folder.path().join("new/2.fine"), raw("Здравствуйте")).expect("a letter");
    round(&worker(&world)).await;
    assert_eq!(names(&folder.path().join("new")), ["1.large"]);
    assert_eq!(world.count("SELECT count(*) FROM incoming_letters").await, 1);
    // A folder that is not there stops nothing.
    drop(folder);
    round(&worker(&world)).await;
}
