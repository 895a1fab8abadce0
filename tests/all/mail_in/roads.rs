//! Both roads in: piped to the program, posted to the server; and what a mail server hears when it must come again.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use super::make::{marks, post_as, sample, sent, state};
use crate::support::World;

struct Said {
    code: i32,
    out: String,
    err: String,
}

async fn pipe(world: &World, arguments: &[&str], settings: &[(&str, &str)], input: Vec<u8>) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_otklik"));
    command.arg("receive").args(arguments).envs(&world.settings).envs(settings.iter().copied());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    tokio::task::spawn_blocking(move || {
        let mut child = command.spawn().expect("the program runs");
        let mut stdin = child.stdin.take().expect("a pipe");
        // It may stop reading early; that is its answer, not a failure of the test.
        let writing = std::thread::spawn(move || stdin.write_all(&input).is_ok());
        let output = child.wait_with_output().expect("it ends");
        writing.join().expect("a writer");
        Said {
            code: output.status.code().expect("a code"),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    })
    .await
    .expect("it ends")
}

#[tokio::test]
async fn a_piped_return_marks_the_address() {
    let world = World::new().await;
    let sent = sent(&world, "c1").await;
    let said = pipe(&world, &[], &[], sample("postfix_hard", &sent, &[])).await;
    assert_eq!(
        (said.code, said.out.ends_with(": bounce, suppressed\n")),
        (0, true),
        "{} {}",
        said.out,
        said.err
    );
    assert_eq!(
        (state(&world, &sent).await.as_str(), marks(&world, sent.customer).await.as_str()),
        ("failed", "bounced")
    );
    let again = pipe(&world, &[], &[], sample("postfix_hard", &sent, &[])).await;
    assert_eq!((again.code, again.out.ends_with(": known already\n")), (0, true), "{}", again.out);
    for words in [&said.err, &again.err] {
        assert!(!words.contains("c1@") && !words.contains(&sent.id), "{words}");
    }
}

#[tokio::test]
async fn the_mail_server_is_told_to_come_again_when_nothing_can_be_kept() {
    let world = World::new().await;
    let sent = sent(&world, "c1").await;
    let raw = sample("postfix_hard", &sent, &[]);
    let away = [("DATABASE_URL", "postgresql://127.0.0.1:1/none")];
    assert_eq!(pipe(&world, &[], &away, raw.clone()).await.code, 75);
    let wrong = [("OTKLIK_LANGUAGE", "de")];
    assert_eq!(pipe(&world, &[], &wrong, raw.clone()).await.code, 75);
    let bearer = format!("Bearer {}", otklik::web::mail_in::token(&world.shared.keys));
    world.sql("ALTER TABLE incoming_letters RENAME TO hidden").await;
    assert_eq!(post_as(&world, &bearer, None, raw.clone()).await.0, 503);
    world.sql("ALTER TABLE hidden RENAME TO incoming_letters").await;
    assert_eq!(state(&world, &sent).await, "sent");
    assert_eq!(pipe(&world, &[], &[], raw).await.code, 0);
}

#[tokio::test]
async fn a_letter_kept_by_a_reader_that_died_is_read_by_the_worker() {
    let world = World::new().await;
    let sent = sent(&world, "c1").await;
    // Keeping commits by itself; what follows from the letter does not, and here it cannot.
    world.sql("ALTER TABLE suppressions RENAME TO hidden").await;
    let bearer = format!("Bearer {}", otklik::web::mail_in::token(&world.shared.keys));
    assert_eq!(post_as(&world, &bearer, None, sample("postfix_hard", &sent, &[])).await.0, 503);
    world.sql("ALTER TABLE hidden RENAME TO suppressions").await;
    assert_eq!(world.count("SELECT count(*) FROM incoming_letters WHERE handled_at IS NULL").await, 1);
    assert_eq!(state(&world, &sent).await, "sent", "all or nothing");
    let worker = otklik::jobs::Worker::new(&world.shared.config, &world.url).expect("a worker");
    let later = || chrono::Utc::now() + chrono::Duration::minutes(2);
    worker.once(&later, &tokio_util::sync::CancellationToken::new()).await.expect("a round");
    assert_eq!(
        (state(&world, &sent).await.as_str(), marks(&world, sent.customer).await.as_str()),
        ("failed", "bounced")
    );
}

#[tokio::test]
async fn nothing_and_too_much_are_refused_for_good() {
    let world = World::new().await;
    let bearer = format!("Bearer {}", otklik::web::mail_in::token(&world.shared.keys));
    for nothing in [Vec::new(), b" \r\n\r\n".to_vec()] {
        let said = pipe(&world, &[], &[], nothing.clone()).await;
        assert_eq!(said.code, 65, "{}", said.err);
        assert_eq!(post_as(&world, &bearer, None, nothing).await.0, 400);
    }
    let mut huge = b"Subject: x\r\n\r\n".to_vec();
    huge.resize(30 * 1024 * 1024 + 1, b'x');
    assert_eq!(pipe(&world, &[], &[], huge.clone()).await.code, 65);
    assert_eq!(post_as(&world, &bearer, None, huge).await.0, 413);
    assert_eq!(world.count("SELECT count(*) FROM incoming_letters").await, 0);
}

#[tokio::test]
async fn the_command_tells_the_token_of_the_posted_road() {
    let world = World::new().await;
    let said = pipe(&world, &["--token"], &[], Vec::new()).await;
    assert_eq!((said.code, said.out.trim()), (0, otklik::web::mail_in::token(&world.shared.keys).as_str()));
}
