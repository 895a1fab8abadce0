//! The way of a complaint after ISO 10002, as its card shows it.

use otklik::domain::role::Role;

use super::{card, settle};
use crate::support::{World, make, visitor::Visitor};

async fn does(visitor: &Visitor, number: i64, step: &str, typed: &[(&str, &str)]) {
    let page = card(visitor, number).await;
    let done = visitor.submit(&page, &format!("/desk/complaints/{number}/{step}"), typed).await;
    assert_eq!(done.status, 303, "{}", done.body);
}

#[tokio::test]
async fn each_step_says_when_and_by_whom_or_what_is_missing() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let visitor = world.signed_in(Role::Handler).await;
    let page = card(&visitor, number).await;
    assert_eq!(page.texts(".iso-done strong"), ["Зарегистрирована"]);
    assert_eq!(
        page.texts(".iso-steps li:not(.iso-done) .q-under"),
        [
            "клиент ещё не знает, что жалоба принята",
            "важность ещё не определена",
            "ни одной заметки о том, что выяснили",
            "никто ещё не ответил",
            "впереди",
            "впереди",
            "впереди",
        ]
    );
    settle(&world).await;
    world
        .sql(
            "INSERT INTO letters (kind, customer_id, complaint_id, state, due_at, sent_at)
             SELECT 'acknowledgement', customer_id, id, 'sent', now(), now() FROM complaints",
        )
        .await;
    does(&visitor, number, "take", &[]).await;
    does(&visitor, number, "note", &[("body", "Склад перепутал адрес")]).await;
    does(&visitor, number, "reply", &[("body", "Уже везём")]).await;
    let ending = [
        ("cause", "delivery.late"),
        ("resolution", "upheld"),
        ("sought", "apology"),
        ("given", "apology"),
        ("body", "Привезли и извинились."),
    ];
    does(&visitor, number, "resolve", &ending).await;
    let page = card(&visitor, number).await;
    // The letter with the decision is still in the outbox: that is not told yet.
    assert_eq!(
        page.texts(".iso-done strong"),
        ["Зарегистрирована", "Приём подтверждён", "Оценена", "Разобрана", "Дан первый ответ", "Завершена"]
    );
    assert_eq!(page.texts(".iso .card-signals"), ["пройдено 6 из 8"]);
    world
        .sql(
            "UPDATE letters SET state = 'sent', sent_at = now() WHERE kind = 'resolved';
             WITH asked AS (
                 INSERT INTO invitations (kind, customer_id, complaint_id, version_id, planned_at, send_at, expires_at)
                 SELECT 'resolution', c.customer_id, c.id, q.current_version_id, now(), now(), now() + interval '9 days'
                 FROM complaints c, questionnaires q WHERE q.kind = 'resolution' RETURNING *)
             INSERT INTO responses (invitation_id, kind, customer_id, version_id, answered_at, changed_at, ratings, contact_me, solved)
             SELECT id, 'resolution', customer_id, version_id, now(), now(), '{4}', false, true FROM asked",
        )
        .await;
    let page = card(&visitor, number).await;
    assert_eq!(page.texts(".iso .card-signals"), ["пройдено 8 из 8"]);
    let words = page.texts(".iso-steps .q-under");
    assert_eq!(
        words[2..6],
        ["по правилам", "1 заметка, Иван Петров", "Иван Петров", "письмо: отправлено, Иван Петров"]
    );
    assert_eq!(words[6], "решена · Доставка: позже срока · Клиент прав · Иван Петров");
    assert_eq!(words[7], "Вопрос решён · оценка работы с жалобой: 4");
    assert_eq!(page.attributes(".iso-steps time", "datetime").len(), 7);
}

#[tokio::test]
async fn who_was_told_in_person_needs_no_letter() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    world.sql("UPDATE complaints SET source = 'phone'").await;
    let page = card(&world.signed_in(Role::Handler).await, number).await;
    assert_eq!(page.texts(".iso-done strong"), ["Зарегистрирована", "Приём подтверждён"]);
    assert_eq!(page.texts(".iso-done .q-under")[1], "сказано по телефону");
}
