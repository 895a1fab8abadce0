//! What goes over the wire in one piece, to servers that take several commands at once (RFC 2920) and to others.

use std::{
    io::{Read as _, Write as _},
    net::TcpListener,
    thread::JoinHandle,
};

use otklik::mail::post::{Post, PostError, Retry};

use super::make::outgoing;

const TOGETHER: &str = "250-mail.test\r\n250 PIPELINING\r\n";
const ALONE: &str = "250-mail.test\r\n250 8BITMIME\r\n";
const ALL_THREE: &str = "MAIL FROM:<hello@shop.example>\r\nRCPT TO:<anna@example.ru>\r\nDATA\r\n";

/// A server with an answer to each piece that comes, which then hangs up and tells the pieces.
fn server(answers: &'static [&'static str]) -> (Post, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.write_all(b"220 mail.test\r\n").unwrap();
        let mut piece = vec![0; 1024 * 1024];
        answers
            .iter()
            .map(|answer| {
                let length = stream.read(&mut piece).unwrap();
                stream.write_all(answer.as_bytes()).unwrap();
                String::from_utf8(piece[..length].to_vec()).unwrap()
            })
            .collect()
    });
    (Post::from_url(&format!("smtp://127.0.0.1:{port}")).unwrap(), heard)
}

#[tokio::test]
async fn three_commands_go_in_one_piece_and_the_content_with_its_end_in_another() {
    let (post, heard) =
        server(&[TOGETHER, TOGETHER, "250 yes\r\n250 yes\r\n354 go on\r\n", "250 queued as 4711\r\n"]);
    let accepted = post.send(&outgoing("anna@example.ru")).await.unwrap();
    assert_eq!(accepted.answer, "queued as 4711");
    let heard = heard.join().unwrap();
    assert_eq!(heard[2], ALL_THREE);
    assert!(heard[3].starts_with("From: ") && heard[3].ends_with("\r\n.\r\n"), "{}", heard[3]);
}

#[tokio::test]
async fn a_server_that_does_not_offer_it_hears_one_command_at_a_time() {
    let (post, heard) =
        server(&[ALONE, ALONE, "250 yes\r\n", "250 yes\r\n", "354 go on\r\n", "250 queued\r\n"]);
    post.send(&outgoing("anna@example.ru")).await.unwrap();
    assert_eq!(heard.join().unwrap()[2..5].concat(), ALL_THREE);
}

#[tokio::test]
async fn a_letter_to_nobody_is_ended_empty_and_the_conversation_goes_on() {
    let (post, heard) = server(&[
        TOGETHER,
        TOGETHER,
        "250 yes\r\n550 5.1.1 no such mailbox\r\n354 go on\r\n",
        "554 no recipients\r\n",
        "250 forgotten\r\n",
        "250 yes\r\n250 yes\r\n354 go on\r\n",
        "250 queued\r\n",
    ]);
    let error = post.send(&outgoing("vera@example.ru")).await.unwrap_err();
    assert!(matches!(error, PostError::NoMailbox { code: 550, .. }), "{error:?}");
    post.send(&outgoing("anna@example.ru")).await.unwrap();
    let heard = heard.join().unwrap();
    assert_eq!(heard[3..6], [".\r\n", "RSET\r\n", ALL_THREE]);
}

#[tokio::test]
async fn who_hangs_up_before_the_content_has_taken_nothing() {
    for (answer, code) in [
        ("", None),
        ("250 yes\r\n", None),
        ("250 yes\r\n250 yes\r\n", None),
        ("421 4.7.0 too many\r\n", Some(421)),
        ("250 yes\r\n421 4.7.0 too many\r\n", Some(421)),
    ] {
        let answers = Vec::leak(vec![TOGETHER, TOGETHER, answer]);
        let (post, heard) = server(answers);
        let error = post.send(&outgoing("anna@example.ru")).await.unwrap_err();
        assert_eq!((error.retry(), error.code()), (Retry::Later, code), "{answer:?}: {error:?}");
        assert_eq!(heard.join().unwrap().len(), 3);
    }
}
