//! Where a complaint stands, in plain words, and nothing that is not the customer's to read.

use super::{answered, resolve};
use crate::{form::link, support::World};
use otklik::domain::role::Role;

#[tokio::test]
async fn every_state_has_its_plain_words() {
    let world = World::new().await;
    let one = answered(&world, "k1", &[("nps", "2")]).await;
    let visitor = world.stranger();
    let shown = async || {
        let page = visitor.get(&one.link).await;
        (page.texts("section.card")[0].clone(), page.texts("button"))
    };
    for (change, words, button) in [
        ("state = 'new'", "Обещаем ответить до", "Отправить"),
        ("first_answer_due = now() - interval '1 hour'", "и не успели. Простите нас", "Отправить"),
        ("state = 'in_progress'", "Наш сотрудник разбирается", "Отправить"),
        ("first_answered_at = '2026-03-01 12:00Z'", "Мы написали вам 1 марта 2026 и продолжаем", "Отправить"),
        ("reopened = 1", "Мы снова занимаемся вашим вопросом", "Отправить"),
        ("state = 'waiting_for_customer'", "Мы ждём вашего ответа", "Отправить"),
        (
            "state = 'resolved', resolved_at = '2026-03-02 12:00Z'",
            "вопрос решён 2 марта 2026",
            "Вопрос не решён",
        ),
        ("state = 'closed'", "Обращение закрыто", "Вопрос не решён"),
        ("state = 'rejected'", "вы также вправе обратиться в Роспотребнадзор", "Рассмотреть ещё раз"),
        ("state = 'duplicate'", "Мы объединили его с другим", "Вопрос не решён"),
    ] {
        world.sql(&format!("UPDATE complaints SET {change}")).await;
        let (card, buttons) = shown().await;
        assert!(card.replace('\u{a0}', " ").contains(words), "{change}: {card}");
        assert_eq!(buttons, [button], "{change}");
        let promised = card.contains("Обещаем") || card.contains("обещали");
        assert_eq!(promised, card.contains("возьмёмся") || card.contains("разбирается,"), "{change}: {card}");
    }
}

#[tokio::test]
async fn letters_to_the_customer_are_there_and_notes_never() {
    let world = World::new().await;
    let one = answered(&world, "k1", &[("nps", "2"), ("contact_me", "1")]).await;
    let handler = world.signed_in(Role::Handler).await;
    let press = async |step: &str, typed: &[(&str, &str)]| {
        let card = handler.get("/desk/complaints/1001").await;
        let page = handler.submit(&card, &format!("/desk/complaints/1001/{step}"), typed).await;
        assert_eq!(page.status, 303, "{}", page.body);
    };
    press("take", &[]).await;
    press("note", &[("body", "Клиент скандалист")]).await;
    press("reply", &[("body", "Выясняем <b>где</b> заказ")]).await;
    let visitor = world.stranger();
    let page = visitor.get(&one.link).await;
    assert!(!page.body.contains("Выясняем"), "not sent yet");
    world.sql("UPDATE letters SET state = 'sent', sent_at = now()").await;
    let page = visitor.get(&one.link).await;
    let pieces = page.texts("div.l");
    assert_eq!(pieces.len(), 2, "{pieces:?}");
    assert!(pieces.iter().any(|piece| piece.starts_with("Мы подтвердили")), "{pieces:?}");
    assert!(
        pieces
            .iter()
            .any(|piece| piece.contains("Иван Петров") && piece.ends_with("Выясняем <b>где</b> заказ"))
    );
    assert!(!page.body.contains("скандалист") && !page.body.contains("<b>где"));
}

#[tokio::test]
async fn nobody_sees_or_touches_anothers_complaint() {
    let world = World::new().await;
    answered(&world, "k1", &[("nps", "2")]).await;
    let other = answered(&world, "k2", &[("nps", "10")]).await;
    let visitor = world.stranger();
    let page = visitor.get(&other.link).await;
    assert!(!page.body.contains("1001") && !page.has("section.card"));
    // Another survey of the same customer and purchase, answered with content, has no part in it.
    world
        .sql(
            "INSERT INTO invitations (kind, customer_id, purchase_id, version_id, planned_at, send_at, expires_at)
             SELECT 'relationship', customer_id, purchase_id, version_id, planned_at, send_at, expires_at
             FROM invitations ORDER BY id LIMIT 1",
        )
        .await;
    let own = link(&world, world.count("SELECT max(id) FROM invitations").await);
    visitor.post(&own, &[("nps", "10")]).await;
    assert!(!visitor.get(&own).await.body.contains("1001"));
    for address in [&other.link, &own] {
        for number in ["1001", "", "0", "-1", "9223372036854775807", "x"] {
            let fields = [("complaint", number), ("seen", "0"), ("words", "Чужое"), ("do", "reopen")];
            assert_eq!(visitor.post(&format!("{address}/add"), &fields).await.status, 404, "{number}");
        }
    }
    assert_eq!(world.count("SELECT count(*) FROM complaint_events WHERE kind <> 'opened'").await, 0);
}

#[tokio::test]
async fn a_newer_complaint_stands_first_and_takes_the_words() {
    let world = World::new().await;
    let one = answered(&world, "k1", &[("nps", "3")]).await;
    resolve(&world, 1001).await;
    let visitor = world.stranger();
    visitor.post(&one.link, &[("nps", "1")]).await;
    let page = visitor.get(&one.link).await;
    assert_eq!(page.attributes("section.card", "id"), ["c1002", "c1001"]);
    assert_eq!(page.attributes("input[name=complaint]", "value"), ["1002"]);
}
