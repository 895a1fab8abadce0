//! 'Marked as left': by whom, refused with every word kept, taken back while nobody was asked, never overwritten unseen.

use chrono::{Days, Utc};
use chrono_tz::Tz;
use otklik::domain::role::Role;

use super::all;
use crate::support::{Visitor, World, make, visitor::Page};

const PAGE: &str = "/desk/customers/k-1";
const FORM: &str = "/desk/customers/k-1/departures";

/// A day so long ago, as the form writes it.
fn day(ago: u64) -> String {
    let today = Utc::now().with_timezone(&Tz::Europe__Moscow).date_naive();
    today.checked_sub_days(Days::new(ago)).expect("a day").to_string()
}

async fn mark(visitor: &Visitor, typed: &[(&str, &str)]) -> Page {
    let page = visitor.get(PAGE).await;
    visitor.submit(&page, FORM, typed).await
}

#[tokio::test]
async fn staff_mark_who_left_correct_it_and_take_it_back() {
    let world = World::new().await;
    let buyer = make::customer(&world, "k-1").await;
    make::purchase(&world, buyer, "z-1", 40).await;
    let handler = world.signed_in(Role::Handler).await;
    assert_eq!(handler.get(PAGE).await.texts(".departure").len(), 0);
    let (first, second) = (day(10), day(5));
    let done = mark(
        &handler,
        &[
            ("left_on", &first),
            ("reason", "price/too_dear"),
            ("competitor", "Рога <b>"),
            ("comment", "Сказал: дорого"),
        ],
    )
    .await;
    assert_eq!((done.status, done.location()), (303, "/desk/customers/k-1#customers-departures"));
    let page = handler.get(PAGE).await;
    let told = page.texts(".departure").join(" ");
    for words in [
        "Не вернулся",
        "Отметил сотрудник: Иван Петров",
        "Цена → Слишком дорого",
        "Рога <b>",
        "Сказал: дорого",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert!(!page.has(".departure b"));
    assert!(
        page.texts(".badges-list .badge")[0].starts_with("Ушёл "),
        "{:?}",
        page.texts(".badges-list .badge")
    );

    // The form now holds what is known; another day and reason correct it, and the history says what was.
    assert_eq!(page.attributes("#left_on", "value")[0], first);
    assert_eq!(page.attributes("#reason option[selected]", "value"), ["price/too_dear"]);
    mark(&handler, &[("left_on", &second), ("reason", "trust/"), ("competitor", ""), ("comment", "")]).await;
    assert_eq!(all(&world).await, format!("k-1|{second}|staff"));
    let page = handler.get(PAGE).await;
    let history = page.texts(".departure-history li").join(" ");
    for words in ["Иван Петров: исправлено", "Цена → Слишком дорого", "Рога <b>"]
    {
        assert!(history.contains(words), "{words}: {history}");
    }

    let id = world.value("SELECT id FROM departures").await;
    let undo = format!("{FORM}/{id}/take-back");
    let lead = world.signed_in(Role::Lead).await;
    let page = lead.get(PAGE).await;
    assert_eq!(lead.submit(&page, &undo, &[]).await.status, 303);
    assert_eq!(lead.submit(&page, &undo, &[]).await.status, 303, "twice is one deed");
    assert_eq!(all(&world).await, "");
    let history = lead.get(PAGE).await.texts(".departure-history li").join(" ");
    assert!(history.contains("Мария Лебедева: отметка снята") && history.contains("Доверие"), "{history}");
    let deeds =
        "SELECT string_agg(action, ' ' ORDER BY id) FROM audit_events WHERE action LIKE 'departure.%'";
    assert_eq!(world.value(deeds).await, "departure.record departure.record departure.take_back");
    assert!(
        world.client.batch_execute("DELETE FROM departure_edits").await.is_err(),
        "history is insert-only"
    );
}

#[tokio::test]
async fn what_is_refused_is_shown_again_with_every_word() {
    let world = World::new().await;
    let buyer = make::customer(&world, "k-1").await;
    make::purchase(&world, buyer, "z-1", 10).await;
    let handler = world.signed_in(Role::Handler).await;
    let (tomorrow, before, after) = ("2199-01-01".to_owned(), day(20), day(3));
    let long = "к".repeat(501);
    let words = "х".repeat(20_001);
    for (typed, field, says) in [
        (
            [("left_on", "вчера"), ("reason", "price/too_dear"), ("competitor", "А"), ("comment", "Б")],
            "left_on",
            "Укажите день",
        ),
        (
            [("left_on", &*tomorrow), ("reason", ""), ("competitor", "А"), ("comment", "Б")],
            "left_on",
            "ещё не наступил",
        ),
        (
            [("left_on", &*before), ("reason", ""), ("competitor", "А"), ("comment", "Б")],
            "left_on",
            "Клиент покупал",
        ),
        (
            [("left_on", &*after), ("reason", "price/nonsense"), ("competitor", "А"), ("comment", "Б")],
            "reason",
            "Такой причины",
        ),
        (
            [("left_on", &*after), ("reason", "price/too_dear"), ("competitor", &*long), ("comment", "Б")],
            "competitor",
            "501 знаков",
        ),
        (
            [("left_on", &*after), ("reason", "price/too_dear"), ("competitor", "А"), ("comment", &*words)],
            "comment",
            "Слишком много",
        ),
    ] {
        let refused = mark(&handler, &typed).await;
        assert_eq!(refused.status, 422, "{field}");
        assert!(refused.texts(".alert-danger")[0].contains(says), "{:?}", refused.texts(".alert-danger"));
        assert_eq!(refused.attributes(".is-invalid", "name"), [field]);
        assert_eq!(refused.attributes("#left_on", "value"), [typed[0].1]);
        assert_eq!(refused.attributes("#competitor", "value"), [typed[2].1]);
        assert_eq!(refused.texts("#departure-comment"), [typed[3].1]);
        assert!(refused.has(".departure-form[open]"));
    }
    assert_eq!(all(&world).await, "");
}

#[tokio::test]
async fn two_people_never_overwrite_each_other_unseen_and_a_double_press_is_one_deed() {
    let world = World::new().await;
    make::customer(&world, "k-1").await;
    let one = world.signed_in(Role::Handler).await;
    let other = world.signed_in(Role::Lead).await;
    let (seen_by_one, seen_by_other) = (one.get(PAGE).await, other.get(PAGE).await);
    let left_on = day(0);
    let typed = [
        ("left_on", left_on.as_str()),
        ("reason", "price/too_dear"),
        ("competitor", ""),
        ("comment", "мой текст"),
    ];
    assert_eq!(one.submit(&seen_by_one, FORM, &typed).await.status, 303);
    assert_eq!(one.submit(&seen_by_one, FORM, &typed).await.status, 303);
    assert_eq!(world.count("SELECT count(*) FROM audit_events WHERE action = 'departure.record'").await, 1);
    let theirs = [
        ("left_on", left_on.as_str()),
        ("reason", "trust/deceived"),
        ("competitor", ""),
        ("comment", "их текст"),
    ];
    let late = other.submit(&seen_by_other, FORM, &theirs).await;
    assert_eq!((late.status, late.texts("#departure-comment")), (409, vec!["их текст".to_owned()]));
    assert_eq!(world.value("SELECT comment FROM departures").await, "мой текст");
    // Shown what is there now, they may.
    assert_eq!(other.submit(&late, FORM, &theirs).await.status, 303);
    assert_eq!(world.value("SELECT comment FROM departures").await, "их текст");
    assert_eq!(world.count("SELECT count(*) FROM departures").await, 1);
}

#[tokio::test]
async fn what_the_customer_was_asked_about_is_not_taken_back_and_what_was_planned_ends() {
    let world = World::new().await;
    let buyer = make::customer(&world, "k-1").await;
    let handler = world.signed_in(Role::Handler).await;
    mark(&handler, &[("left_on", &day(2)), ("reason", "")]).await;
    let id = world.value("SELECT id FROM departures").await;
    world
        .sql(&format!(
            "WITH asked AS (INSERT INTO invitations (kind, customer_id, version_id, planned_at, send_at, expires_at, departure_id)
                 SELECT 'exit', {buyer}, current_version_id, now(), now(), now() + interval '30 days', {id}
                 FROM questionnaires WHERE kind = 'exit' RETURNING id),
             decided AS (INSERT INTO invitation_decisions (kind, customer_id, departure_id, decision, reason, decided_at, invitation_id)
                 SELECT 'exit', {buyer}, {id}, 'ask', 'asked', now(), id FROM asked)
             INSERT INTO letters (kind, customer_id, invitation_id, due_at) SELECT 'invitation', {buyer}, id, now() FROM asked"
        ))
        .await;
    let undo = format!("{FORM}/{id}/take-back");
    let page = handler.get(PAGE).await;
    for state in ["sending", "sent", "unknown"] {
        world.sql(&format!("UPDATE letters SET state = '{state}'")).await;
        let refused = handler.submit(&page, &undo, &[]).await;
        assert_eq!(refused.status, 409, "{state}");
        assert!(refused.texts(".alert-danger")[0].contains("уже спросили"));
        assert!(!handler.get(PAGE).await.has(&format!("form[action=\"{undo}\"]")));
    }
    world.sql("UPDATE letters SET state = 'queued'").await;
    assert_eq!(handler.submit(&page, &undo, &[]).await.status, 303);
    assert_eq!(
        world
            .value(
                "SELECT concat_ws(' ', (SELECT state FROM letters), (SELECT revoked_at IS NOT NULL FROM invitations),
                        (SELECT count(*) FROM departures), (SELECT count(*) FROM invitation_decisions))"
            )
            .await,
        "cancelled t 0 0"
    );
}

#[tokio::test]
async fn silence_is_explained_by_staff_and_not_undone_and_others_customers_are_not_touched() {
    let world = World::new().await;
    let buyer = make::customer(&world, "k-1").await;
    make::customer(&world, "k-2").await;
    make::purchase(&world, buyer, "z-1", 300).await;
    world
        .sql(&format!("INSERT INTO departures (customer_id, left_at, source) VALUES ({buyer}, now() - interval '120 days', 'silence')"))
        .await;
    let handler = world.signed_in(Role::Handler).await;
    let id = world.value("SELECT id FROM departures").await;
    let page = handler.get(PAGE).await;
    assert!(page.texts(".departure").join(" ").contains("Давно не покупает"));
    let undo = format!("{FORM}/{id}/take-back");
    assert!(!page.has(&format!("form[action=\"{undo}\"]")));
    let csrf = page.attributes("input[name=csrf]", "value")[0].clone();
    assert_eq!(handler.post(&undo, &[("csrf", &csrf)]).await.status, 409);
    // By the address of another customer nothing is found.
    let strange =
        handler.post(&format!("/desk/customers/k-2/departures/{id}/take-back"), &[("csrf", &csrf)]).await;
    assert_eq!((strange.status, world.count("SELECT count(*) FROM departures").await), (303, 1));
    for unknown in ["/desk/customers/nobody/departures", "/desk/customers/k%00/departures"] {
        let page = handler.post(unknown, &[("csrf", &csrf), ("left_on", &day(1))]).await;
        assert_eq!(page.status, 404, "{unknown}");
    }
    assert_eq!(
        mark(&handler, &[("left_on", &day(100)), ("reason", "circumstances/moved")]).await.status,
        303
    );
    assert_eq!(all(&world).await, format!("k-1|{}|staff", day(100)));
    world.sql("UPDATE customers SET erased_at = now(), name = ''").await;
    assert!(!handler.get(PAGE).await.has(&format!("form[action=\"{FORM}\"]")));
    let refused = handler.post(FORM, &[("csrf", &csrf), ("left_on", &day(1))]).await;
    assert_eq!(refused.status, 409);
}
