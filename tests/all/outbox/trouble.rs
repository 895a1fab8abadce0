//! The page of letters in trouble: what it shows, what its buttons do, and who may press them.

use otklik::domain::role::Role;
use serde_json::json;

use super::make::{self, about, complaint, failure, state, work, worker};
use crate::{mail::server::Server, support::World};

const PAGE: &str = "/settings/letters";

#[tokio::test]
async fn only_administrators_see_it() {
    let world = World::new().await;
    assert_eq!(world.stranger().get(PAGE).await.status, 303);
    for role in [Role::Lead, Role::Handler, Role::Executive] {
        let visitor = world.signed_in(role).await;
        assert_eq!(visitor.get(PAGE).await.status, 403, "{role}");
        for step in ["check", "1/retry", "1/give-up"] {
            assert_eq!(visitor.post(&format!("{PAGE}/{step}"), &[]).await.status, 403, "{role} {step}");
        }
    }
    let admin = world.signed_in(Role::Admin).await;
    let page = admin.get(PAGE).await;
    assert_eq!((page.status, page.texts(".empty-title")), (200, vec!["Все письма уходят".to_owned()]));
}

#[tokio::test]
async fn a_refused_letter_is_shown_and_sent_again() {
    let world = World::new().await;
    let letter = make::invitation(&world, "c1").await;
    world.sql("UPDATE customers SET name = 'Анна <i>'").await;
    let refusing = Server::start(&json!({"recipient": "550 5.1.1 <{address}> unknown <script>"}));
    work(&worker(&world, &refusing), 0).await;
    let admin = world.signed_in(Role::Admin).await;
    let page = admin.get(PAGE).await;
    let row = page.texts(".letters-row").remove(0);
    for part in ["не отправлено", "Приглашение ответить", "Анна <i>", "1 попытка", "550 5.1.1"]
    {
        assert!(row.contains(part), "{part}: {row}");
    }
    assert!(!page.body.contains("c1@") && !page.has("q script"));
    assert_eq!(page.attributes(".letters-row a", "href"), ["/desk/customers/c1"]);

    let action = format!("{PAGE}/{letter}/retry");
    assert_eq!(admin.post(&action, &[]).await.status, 403, "a forged form");
    assert_eq!(state(&world, letter).await, "failed");
    let done = admin.submit(&page, &action, &[]).await;
    assert_eq!((done.status, done.location()), (303, "/settings/letters?done=retried"));
    assert_eq!(state(&world, letter).await, "queued");
    assert_eq!(world.count("SELECT count(*) FROM customers WHERE bounced_at IS NOT NULL").await, 0);
    assert!(admin.get(done.location()).await.texts(".alert").join("").contains("снова в очереди"));

    let again = admin.submit(&page, &action, &[]).await;
    assert_eq!(again.location(), "/settings/letters?done=gone");
    let ready = Server::start(&json!({}));
    assert_eq!(work(&worker(&world, &ready), 1).await.sent, 1);
    let audited = "SELECT count(*) FROM audit_events WHERE action = 'letter.retry' AND staff_id IS NOT NULL";
    assert_eq!(world.count(audited).await, 1);
}

#[tokio::test]
async fn a_letter_that_may_have_arrived_is_sent_again_only_after_a_warning() {
    let world = World::new().await;
    let case = complaint(&world, "c1").await;
    let letter = about(&world, case, "reply", "Вернём деньги.").await;
    let server = Server::start(&json!({"hang_up": "content"}));
    work(&worker(&world, &server), 0).await;
    let admin = world.signed_in(Role::Admin).await;
    let page = admin.get(PAGE).await;
    assert!(page.texts(".letters-row details").join("").contains("получит его дважды"));
    assert!(page.texts(".letters-words").join("").contains("Возможно, оно дошло"));
    assert!(page.attributes(".letters-row a", "href").contains(&format!("/desk/complaints/{}", case.1)));
    let done = admin.submit(&page, &format!("{PAGE}/{letter}/give-up"), &[]).await;
    assert_eq!(done.location(), "/settings/letters?done=given-up");
    assert_eq!(
        (state(&world, letter).await.as_str(), failure(&world, letter).await.as_str()),
        ("cancelled", "given_up")
    );
    assert!(!admin.get(PAGE).await.has(".letters-row"));
}

#[tokio::test]
async fn a_letter_on_its_way_has_no_buttons_and_cannot_be_taken_back() {
    let world = World::new().await;
    let letter = make::invitation(&world, "c1").await;
    world.sql("UPDATE letters SET state = 'sending', claimed_at = now() - interval '1 minute'").await;
    let admin = world.signed_in(Role::Admin).await;
    let page = admin.get(PAGE).await;
    assert!(!page.has(".letters-row"), "a minute is nothing unusual");
    world.sql("UPDATE letters SET claimed_at = now() - interval '3 minutes'").await;
    let page = admin.get(PAGE).await;
    assert!(page.has(".letters-row") && !page.has(".letters-row form"));
    let csrf = page.attributes("input[name=csrf]", "value").remove(0);
    for step in ["retry", "give-up"] {
        let done = admin.post(&format!("{PAGE}/{letter}/{step}"), &[("csrf", &csrf)]).await;
        assert_eq!(done.location(), "/settings/letters?done=gone");
    }
    assert_eq!(state(&world, letter).await, "sending");
}

#[tokio::test]
async fn it_shows_the_queue_and_asks_the_mail_server_when_told_to() {
    let server = Server::start(&json!({}));
    let url = format!("smtp://127.0.0.1:{}", server.port);
    let world = World::with(&[("OTKLIK_SMTP_URL", &url)]).await;
    for number in 0..3 {
        make::invitation(&world, &format!("c{number}")).await;
    }
    world
        .sql("UPDATE letters SET due_at = now() + interval '1 day' WHERE id = (SELECT max(id) FROM letters)")
        .await;
    let admin = world.signed_in(Role::Admin).await;
    let page = admin.get(PAGE).await;
    assert_eq!(page.texts(".figure")[..4], ["2", "1", "0", "пока ни одного"]);
    let answer = admin.submit(&page, "/settings/letters/check", &[]).await;
    assert!(answer.texts(".alert-success").join("").contains("Сервер mail.test отвечает"), "{}", answer.body);
    assert!(server.taken().is_empty(), "asking sends nothing");
    let answer = admin.submit(&page, "/settings/letters/check", &[]).await;
    assert!(answer.texts(".alert-danger").join("").contains("не готов"));
}

#[tokio::test]
async fn a_long_list_has_pages() {
    let world = World::new().await;
    let case = complaint(&world, "c1").await;
    for number in 0..52 {
        about(&world, case, "reply", &format!("Письмо {number}")).await;
    }
    world.sql("UPDATE letters SET state = 'failed', failure = '554 no'").await;
    let admin = world.signed_in(Role::Admin).await;
    let page = admin.get(PAGE).await;
    assert_eq!(page.texts(".letters-row").len(), 50);
    let next = page.attributes("a[rel=next]", "href").remove(0);
    assert_eq!(admin.get(&next).await.texts(".letters-row").len(), 2);
}
