//! Real conversations with a real mail server.

use mail_parser::MessageParser;
use otklik::mail::post::{Checked, Post, PostError, Retry};
use serde_json::{Value, json};

use super::make::outgoing;
use super::server::{Certificates, Server};

fn plain(server: &Server) -> Post {
    Post::from_url(&format!("smtp://127.0.0.1:{}", server.port)).unwrap()
}

#[tokio::test]
async fn a_letter_arrives_whole() {
    let server = Server::start(&json!({}));
    let post = plain(&server);
    let mut letter = outgoing("anna@example.ru");
    letter.composed.text = format!(".\n..\n.dot at the start\n{}", letter.composed.text);
    let accepted = post.send(&letter).await.unwrap();
    assert!(accepted.answer.contains("queued as 4711"), "{accepted:?}");
    post.close().await;

    let taken = server.taken();
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].about["sender"], "hello@shop.example");
    assert_eq!(taken[0].about["recipients"], json!(["anna@example.ru"]));
    let message = MessageParser::default().parse(&taken[0].raw).unwrap();
    assert_eq!(message.subject(), Some(letter.composed.subject.as_str()));
    assert_eq!(message.message_id(), Some(letter.message_id.as_str()));
    let from = message.from().unwrap().first().unwrap();
    assert_eq!(from.name(), Some("Чай и кофе"));
    let to = message.to().unwrap().first().unwrap();
    assert_eq!((to.name(), to.address()), (Some("Анна Петрова"), Some("anna@example.ru")));
    let text = message.body_text(0).unwrap().replace("\r\n", "\n");
    assert_eq!(text.trim(), letter.composed.text.trim());
    let html = message.body_html(0).unwrap();
    assert_eq!(html.trim(), letter.composed.html.trim());
}

#[tokio::test]
async fn dots_at_the_start_of_ascii_lines_survive() {
    let server = Server::start(&json!({}));
    let post = plain(&server);
    let mut letter = outgoing("anna@example.ru");
    letter.composed.text = ".\n..\n.one\nQUIT\n.\nafter\n".to_owned();
    letter.composed.html = "<p>\n.\n..two\n</p>".to_owned();
    post.send(&letter).await.unwrap();
    post.close().await;
    let taken = server.taken();
    assert_eq!(taken.len(), 1);
    let message = MessageParser::default().parse(&taken[0].raw).unwrap();
    let text = message.body_text(0).unwrap().replace("\r\n", "\n");
    assert_eq!(text.trim_end(), letter.composed.text.trim_end());
    let html = message.body_html(0).unwrap().replace("\r\n", "\n");
    assert_eq!(html.trim_end(), letter.composed.html);
}

#[tokio::test]
async fn starttls_and_credentials_work_with_an_authority_of_ones_own() {
    let certificates = Certificates::make();
    let server = Server::start(&signing_in(certificates.options("starttls")));
    let post = Post::from_url(&format!(
        "smtp://otklik%40shop:p%40ss%3A%D1%8F@localhost:{}?tls=required&ca={}",
        server.port,
        certificates.authority()
    ))
    .unwrap();
    let checked = post.check().await.unwrap();
    let Checked::Server { encrypted, signed_in, .. } = checked else {
        panic!("{checked:?}");
    };
    assert!(encrypted && signed_in);
    post.send(&outgoing("anna@example.ru")).await.unwrap();
    post.close().await;
    let taken = server.taken();
    assert_eq!(taken[0].about["encrypted"], true);
    assert_eq!(taken[0].about["signed_in"], true);
}

#[tokio::test]
async fn smtps_works_from_the_first_byte() {
    let certificates = Certificates::make();
    let server = Server::start(&signing_in(certificates.options("smtps")));
    let post = Post::from_url(&format!(
        "smtps://otklik%40shop:p%40ss%3A%D1%8F@127.0.0.1:{}?ca={}",
        server.port,
        certificates.authority()
    ))
    .unwrap();
    post.send(&outgoing("anna@example.ru")).await.unwrap();
    post.close().await;
    let taken = server.taken();
    assert_eq!(taken[0].about["encrypted"], true);
    assert_eq!(taken[0].about["signed_in"], true);
}

#[tokio::test]
async fn a_certificate_nobody_vouches_for_is_not_trusted() {
    let certificates = Certificates::make();
    for (tls, scheme, query) in [("starttls", "smtp", "?tls=required"), ("smtps", "smtps", "")] {
        let server = Server::start(&certificates.options(tls));
        let post = Post::from_url(&format!("{scheme}://localhost:{}{query}", server.port)).unwrap();
        let error = post.send(&outgoing("anna@example.ru")).await.unwrap_err();
        assert!(matches!(error, PostError::Unreachable(_)), "{tls}: {error:?}");
        assert!(error.to_string().to_lowercase().contains("certificate"), "{error}");
        assert!(server.taken().is_empty());
    }
}

#[tokio::test]
async fn required_secrecy_is_never_given_up() {
    for credentials in ["", "anna:sEcReT@"] {
        let server = Server::start(&json!({}));
        let address = format!("{credentials}127.0.0.1:{}", server.port);
        let post = Post::from_url(&format!("smtp://{address}?tls=required")).unwrap();
        let error = post.send(&outgoing("anna@example.ru")).await.unwrap_err();
        assert!(matches!(error, PostError::Refused { code: None, .. }), "{error:?}");
        assert!(error.to_string().contains("STARTTLS"), "{error}");
        assert_eq!(error.retry(), Retry::Later);
        assert!(server.taken().is_empty());
    }
}

#[tokio::test]
async fn opportunistic_secrecy_takes_what_is_offered() {
    let certificates = Certificates::make();
    for (options, encrypted) in [(certificates.options("starttls"), true), (json!({}), false)] {
        let server = Server::start(&options);
        let post = Post::from_url(&format!("smtp://localhost:{}?tls=opportunistic", server.port)).unwrap();
        post.send(&outgoing("anna@example.ru")).await.unwrap();
        post.close().await;
        assert_eq!(server.taken()[0].about["encrypted"], encrypted);
    }
}

#[tokio::test]
async fn a_wrong_password_refuses_us_and_not_the_letter() {
    let certificates = Certificates::make();
    let server = Server::start(&signing_in(certificates.options("starttls")));
    let post = Post::from_url(&format!(
        "smtp://otklik%40shop:sEcReT@localhost:{}?tls=required&ca={}",
        server.port,
        certificates.authority()
    ))
    .unwrap();
    for error in [post.send(&outgoing("anna@example.ru")).await.unwrap_err(), post.check().await.unwrap_err()]
    {
        assert!(matches!(error, PostError::Refused { code: Some(535), .. }), "{error:?}");
        assert_eq!(error.retry(), Retry::Later);
        assert!(!format!("{error} {error:?} {post:?}").contains("sEcReT"));
    }
    assert!(server.taken().is_empty());
}

#[tokio::test]
async fn refusals_are_told_apart_and_mask_the_recipient() {
    let cases = [
        (json!({"recipient": "550 5.1.1 <{address}> unknown"}), "no mailbox", 550, Retry::Never),
        (json!({"recipient": "550 no such user here"}), "no mailbox", 550, Retry::Never),
        (
            json!({"recipient": "550 5.7.1 <{address}> listed as a source of spam"}),
            "permanent",
            550,
            Retry::Never,
        ),
        (json!({"recipient": "552 5.2.2 <{address}> mailbox full"}), "permanent", 552, Retry::Never),
        (json!({"recipient": "451 4.7.1 <{address}> greylisted"}), "temporary", 451, Retry::Later),
        (json!({"content": "554 5.7.1 spam"}), "permanent", 554, Retry::Never),
        (json!({"content": "452 4.3.1 disk full"}), "temporary", 452, Retry::Later),
        (json!({"recipient": "554 5.7.1 <{address}>: Relay access denied"}), "refused", 554, Retry::Later),
        (json!({"sender": "550 5.7.1 not your domain"}), "refused", 550, Retry::Later),
    ];
    let one_by_one = cases.clone().map(|(mut options, kind, code, retry)| {
        options["one_at_a_time"] = json!(true);
        (options, kind, code, retry)
    });
    for (options, kind, code, retry) in cases.into_iter().chain(one_by_one) {
        let server = Server::start(&options);
        let error = plain(&server).send(&outgoing("anna@example.ru")).await.unwrap_err();
        let found = match &error {
            PostError::Permanent { .. } => "permanent",
            PostError::NoMailbox { .. } => "no mailbox",
            PostError::Temporary { .. } => "temporary",
            PostError::Refused { .. } => "refused",
            _ => "another",
        };
        assert_eq!((found, error.code(), error.retry()), (kind, Some(code), retry), "{error:?}");
        assert!(!format!("{error} {error:?}").contains("anna@"), "{error}");
        assert!(server.taken().is_empty());
    }
}

#[tokio::test]
async fn a_connection_lost_after_the_content_is_an_unknown_outcome() {
    let server = Server::start(&json!({"hang_up": "content"}));
    let error = plain(&server).send(&outgoing("anna@example.ru")).await.unwrap_err();
    assert!(matches!(error, PostError::AfterHandingOver(_)), "{error:?}");
    assert_eq!(error.retry(), Retry::Unknown);
}

#[tokio::test]
async fn a_server_that_is_away_or_silent_is_unreachable() {
    let gone = Server::start(&json!({}));
    let post = plain(&gone);
    assert!(gone.taken().is_empty());
    let silent = Server::start(&json!({"silent": true}));
    let waiting = Post::from_url(&format!("smtp://127.0.0.1:{}?timeout=1", silent.port)).unwrap();
    for post in [post, waiting] {
        let error = post.send(&outgoing("anna@example.ru")).await.unwrap_err();
        assert!(matches!(error, PostError::Unreachable(_)), "{error:?}");
        assert_eq!(error.retry(), Retry::Later);
        assert!(post.check().await.is_err());
    }
}

#[tokio::test]
async fn letters_share_a_connection_and_notice_when_it_is_dead() {
    let server = Server::start(&json!({}));
    let post = plain(&server);
    for to in ["anna@example.ru", "boris@example.ru"] {
        post.send(&outgoing(to)).await.unwrap();
    }
    let taken = server.taken();
    assert_eq!(taken[0].about["conversation"], taken[1].about["conversation"]);
    // The kept connection is dead now: the next letter must notice before it is handed over.
    let error = post.send(&outgoing("vera@example.ru")).await.unwrap_err();
    assert_eq!(error.retry(), Retry::Later, "{error:?}");
}

#[tokio::test]
async fn a_server_that_takes_few_letters_a_conversation_gets_them_all() {
    let server = Server::start(&json!({"most": 2}));
    let post = plain(&server);
    for number in 0..5 {
        post.send(&outgoing(&format!("a{number}@example.ru"))).await.unwrap();
    }
    post.close().await;
    let taken = server.taken();
    let conversations: Vec<_> = taken.iter().map(|one| one.about["conversation"].clone()).collect();
    assert_eq!(conversations, [1, 1, 2, 2, 3]);
}

fn signing_in(mut options: Value) -> Value {
    options["user"] = json!("otklik@shop");
    options["password"] = json!("p@ss:я");
    options
}
