//! A complaint worked to its end: each step, what it writes, and that twice is once.

use otklik::{
    actions::{settle_complaints::settle_complaints, sign_in::session_id},
    domain::role::Role,
};
use reqwest::Method;

use super::{card, does, history, press, staff};
use crate::support::{World, make};

#[tokio::test]
async fn a_complaint_is_taken_answered_resolved_and_reopened_with_its_whole_history() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let visitor = world.signed_in(Role::Handler).await;
    let me = staff(&world, "handler").await;
    does(&visitor, number, "take", &[]).await;
    does(&visitor, number, "note", &[("body", "Позвонил на склад.\r\nЖдут.")]).await;
    does(&visitor, number, "reply", &[("body", "Здравствуйте! Разберёмся."), ("wait", "yes")]).await;
    let waiting =
        "SELECT state || ' ' || (next_deadline = '9999-01-01Z') || ' ' || (first_answered_at IS NOT NULL)";
    assert_eq!(world.value(&format!("{waiting} FROM complaints")).await, "waiting_for_customer true true");
    does(&visitor, number, "note", &[("body", "Клиент согласен"), ("replied", "yes")]).await;
    assert_eq!(world.value("SELECT next_deadline = resolution_due FROM complaints").await, "t");
    does(&visitor, number, "resolve", &make::ending("delivery.late", "upheld", "Деньги вернули.")).await;
    assert_eq!(
        world.value("SELECT concat_ws(' ', state, root_cause, resolution, resolved_at IS NOT NULL) FROM complaints").await,
        "resolved delivery.late upheld t"
    );
    does(&visitor, number, "reopen", &[("body", "Деньги не пришли")]).await;
    let moments = |entry: &String| !entry.contains("_at ") && !entry.contains("_due ");
    let told: Vec<_> = history(&world, number).await.into_iter().filter(moments).collect();
    assert_eq!(
        told,
        [
            "opened - -",
            &format!("taken owner - {me}"),
            "field state new in_progress",
            "note - -",
            "letter - -",
            "field state in_progress waiting_for_customer",
            "note - -",
            "field state waiting_for_customer in_progress",
            "letter - -",
            "resolved - -",
            "field state in_progress resolved",
            "field root_cause - delivery.late",
            "field resolution - upheld",
            "field remedy_sought - apology",
            "field remedy_given - apology",
            "reopened - -",
            "field state resolved in_progress",
            "field reopened 0 1",
            "field root_cause delivery.late -",
            "field resolution upheld -",
            "field remedy_given apology -",
        ]
    );
    assert_eq!(
        world.value("SELECT concat_ws(' ', state, reopened, root_cause, resolved_at, version, next_deadline > now()) FROM complaints").await,
        "in_progress 1 7 t"
    );
    assert_eq!(
        world.value("SELECT string_agg(kind || ': ' || body, '; ' ORDER BY id) FROM letters").await,
        "reply: Здравствуйте! Разберёмся.; resolved: Деньги вернули."
    );
    assert_eq!(world.count("SELECT count(*) FROM complaint_events WHERE letter_id IS NOT NULL").await, 2);
    let page = card(&visitor, number).await;
    assert_eq!(page.texts(".history > li").len(), 7);
    assert!(page.texts(".said-note").iter().any(|note| note.contains("Позвонил на склад. Ждут.")));
    assert!(page.texts(".said-letter")[0].contains("в очереди"));
    assert!(page.texts(".history-field").contains(&"Причина: Доставка: позже срока → —".to_owned()));
    let refused = world.client.batch_execute("DELETE FROM complaint_events").await;
    assert!(refused.is_err_and(|error| format!("{error:?}").contains("insert-only")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_twenty_at_once_one_gets_it_and_the_others_are_told_who() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    world
        .sql(
            "INSERT INTO staff (email, name, role, password_hash)
              SELECT 'h' || n || '@otklik.example', 'Сотрудник ' || n, 'handler', s.password_hash
              FROM generate_series(1, 20) n, staff s WHERE s.role = 'handler'",
        )
        .await;
    // Their browsers are signed in already: twenty passwords take longer to check than the rest of the test.
    let mut tries = Vec::new();
    for n in 1..=20 {
        let secret = format!("browser-{n}");
        world
            .client
            .execute(
                "INSERT INTO sessions (id, staff_id, created_at, seen_at, expires_at)
                 SELECT $1, id, now(), now(), now() + interval '1 day' FROM staff WHERE email = $2",
                &[&session_id(&secret), &format!("h{n}@otklik.example")],
            )
            .await
            .expect("a session");
        let cookie = format!("otklik_session={secret}");
        let visitor = world.stranger();
        let address = format!("/desk/complaints/{number}");
        let page = visitor.send(Method::GET, &address, None, &[("cookie", &cookie)]).await;
        let csrf = page.attributes("form[action$='/take'] input[name=csrf]", "value").remove(0);
        tries.push(async move {
            let fields = [("csrf", csrf.as_str())];
            visitor
                .send(Method::POST, &format!("{address}/take"), Some(&fields), &[("cookie", &cookie)])
                .await
        });
    }
    let tries: Vec<_> = tries.into_iter().map(tokio::spawn).collect();
    let mut answers = Vec::new();
    for one in tries {
        answers.push(one.await.expect("an answer"));
    }
    let owner = world.value("SELECT s.name FROM complaints JOIN staff s ON s.id = owner_id").await;
    assert_eq!(answers.iter().filter(|page| page.status == 303).count(), 1);
    for refused in answers.iter().filter(|page| page.status != 303) {
        assert_eq!(refused.status, 409);
        assert_eq!(refused.texts("[role=alert]"), [format!("Жалобу уже ведёт {owner}.")]);
    }
    assert_eq!(world.count("SELECT count(*) FROM complaint_events WHERE kind = 'taken'").await, 1);
    assert_eq!(world.count("SELECT version FROM complaints").await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn taking_the_next_gives_each_another_one() {
    let world = World::new().await;
    for n in 0..6 {
        make::complaint(&world, &format!("c{n}"), 5 - n).await;
    }
    let visitor = world.signed_in(Role::Handler).await;
    let colleague = world.signed_in(Role::Lead).await;
    let (mine, theirs) = (visitor.get("/desk/complaints").await, colleague.get("/desk/complaints").await);
    let (a, b) = tokio::join!(
        visitor.submit(&mine, "/desk/complaints/next", &[]),
        colleague.submit(&theirs, "/desk/complaints/next", &[]),
    );
    assert_eq!((a.status, b.status), (303, 303));
    let mut taken = [a.location().to_owned(), b.location().to_owned()];
    taken.sort();
    let mut urgent: Vec<String> = world
        .client
        .query("SELECT '/desk/complaints/' || id FROM complaints ORDER BY next_deadline, id LIMIT 2", &[])
        .await
        .expect("complaints")
        .iter()
        .map(|row| row.get(0))
        .collect();
    urgent.sort();
    assert_eq!(taken.to_vec(), urgent);
    for _ in 0..4 {
        assert_eq!(visitor.submit(&mine, "/desk/complaints/next", &[]).await.status, 303);
    }
    let none = visitor.submit(&mine, "/desk/complaints/next", &[]).await;
    assert_eq!(none.status, 200);
    assert_eq!(none.texts(".alert[role=status]").len(), 1);
}

#[tokio::test]
async fn a_button_pressed_twice_is_one_deed() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let visitor = world.signed_in(Role::Handler).await;
    let page = card(&visitor, number).await;
    for _ in 0..2 {
        assert_eq!(press(&visitor, &page, number, "take", &[]).await.status, 303);
    }
    let page = card(&visitor, number).await;
    let letter = [("body", "Здравствуйте!")];
    let (a, b, c) = tokio::join!(
        press(&visitor, &page, number, "reply", &letter),
        press(&visitor, &page, number, "reply", &letter),
        press(&visitor, &page, number, "reply", &letter),
    );
    assert_eq!([a.status, b.status, c.status], [303; 3]);
    assert_eq!(world.count("SELECT count(*) FROM letters").await, 1);
    let note = [("body", "Заметка")];
    for _ in 0..2 {
        assert_eq!(press(&visitor, &page, number, "note", &note).await.status, 303);
    }
    assert_eq!(world.count("SELECT count(*) FROM complaint_events WHERE kind = 'note'").await, 1);
    let page = card(&visitor, number).await;
    let ending = make::ending("price.mismatch", "goodwill", "До свидания.");
    for _ in 0..2 {
        assert_eq!(press(&visitor, &page, number, "resolve", &ending).await.status, 303);
    }
    let page = card(&visitor, number).await;
    for _ in 0..2 {
        assert_eq!(press(&visitor, &page, number, "reopen", &[("body", "Снова")]).await.status, 303);
    }
    assert_eq!(world.count("SELECT count(*) FROM letters").await, 2);
    assert_eq!(world.count("SELECT reopened FROM complaints").await, 1);
    // The same words, written again on a page that shows the first letter, are a second letter.
    does(&visitor, number, "reply", &letter).await;
    assert_eq!(world.count("SELECT count(*) FROM letters").await, 3);
}

#[tokio::test]
async fn a_lead_takes_over_and_the_history_says_from_whom() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    settle_complaints(&mut world.connection().await, chrono::Utc::now()).await.expect("settled");
    let (handler, lead) = (world.signed_in(Role::Handler).await, world.signed_in(Role::Lead).await);
    does(&handler, number, "take", &[]).await;
    does(&lead, number, "take", &[]).await;
    let (from, to) = (staff(&world, "handler").await, staff(&world, "lead").await);
    assert_eq!(history(&world, number).await.last(), Some(&format!("taken owner {from} {to}")));
    let page = card(&lead, number).await;
    assert_eq!(page.texts(".history-deed")[0], "Передана: Иван Петров → Мария Лебедева");
    // A handler has no such button, and posting its field by hand gains nothing.
    let page = card(&handler, number).await;
    assert!(!page.has("form[action$=take] button"));
    let taken = press(&handler, &page, number, "take", &[("from", &to)]).await;
    assert_eq!(taken.status, 409);
}

// chatwoot#12079: anybody could answer in somebody else's conversation.
#[tokio::test]
async fn a_colleague_may_note_but_not_answer_and_a_lead_may() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let (handler, lead) = (world.signed_in(Role::Handler).await, world.signed_in(Role::Lead).await);
    does(&lead, number, "take", &[]).await;
    does(&handler, number, "note", &[("body", "Знаю этого клиента")]).await;
    let page = card(&handler, number).await;
    assert!(!page.has("form[action$=reply]") && !page.has("form[action$=resolve]"));
    world.sql("UPDATE complaints SET owner_id = (SELECT id FROM staff WHERE role = 'handler')").await;
    does(&lead, number, "reply", &[("body", "Отвечаю за Ивана")]).await;
    assert_eq!(world.count("SELECT count(*) FROM letters").await, 1);
}
